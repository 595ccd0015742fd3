"""The alert that no ingest has completed for too long, with a time that can be waited for."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from tests.scheduling.pages import Pages
from tests.scheduling.seen import hold, say
from tests.scheduling.services import Services, called, wait_for

SILENCE = timedelta(minutes=1.5)
"""Longer than a run of the samples takes, so that one falls into it."""

PROMPT = timedelta(seconds=30)
"""Prefect looks each few seconds, and calls."""


def try_silence(services: Services, pages: Pages) -> None:
    with called() as (address, told):
        hours = f"{SILENCE / timedelta(hours=1):.3f}"
        services.run(sys.executable, "-m", "flows.server.alerts", address, "--silence", hours)
        made_at = datetime.now(UTC)
        run = services.ended("nightly", "COMPLETED", run_id=services.begin("nightly"))
        completed_at = datetime.fromisoformat(run["end_time"])
        say(f"an ingest completed {completed_at - made_at} after the alert was made")
        hold("nobody is told meanwhile", not told)
        wait_for("the alert", lambda: told or None)
        silent = datetime.now(UTC) - completed_at
        say(f"the webhook was told {silent} after the last run: {told[0]}")
        hold("it is told then, and not later", SILENCE <= silent < SILENCE + PROMPT)
        hold("it is told why", told[0] == {"why": f"no ingest has completed for {hours} hours"})
        wait_for("the alert again", lambda: told[1:] or None)
        say(f"nothing ran, and it was told again after {datetime.now(UTC) - completed_at}")
    pages.see(f"{services.url}/automations", "cablehouse: no run for too long")
    pages.picture("prefect-automations")
    # Or it would tell again and again.
    services.run(sys.executable, "-m", "flows.server.alerts", address)
