"""Having a Prefect server tell somebody: `python -m flows.server.alerts URL`, once per server.

Makes three automations, in place of those made before: one for a run that failed or crashed, one
for a schedule that has stopped, and one that has a run crash whose process is gone, of which the
first then tells. They call the URL, which takes a POST with JSON: a chat's or a pager's webhook, or
a program of your own.
"""

from __future__ import annotations

import argparse
import json
from datetime import timedelta
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events import EventTrigger
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, Posture
from pydantic import SecretStr

BLOCK = "cablehouse-alerts"
FAILED = "cablehouse: a run failed"
MISSING = "cablehouse: no run for too long"
LOST = "cablehouse: a run was lost"
FLOWS = ["ingest", "reparse", "quarantine-retry"]

SILENCE_HOURS = 26.0
"""A day between two nightly runs, and two hours by which one may take longer than the other."""

LOST_AFTER = timedelta(minutes=10)
"""A run sends a sign of life each three minutes: three of them are missing."""

_SHORTEST_SILENCE = timedelta(seconds=10)
"""What Prefect can watch for."""

_ENDS = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Crashed", "Cancelled")}
_COMPLETED = "prefect.flow-run.Completed"
_SIGN_OF_LIFE = "prefect.flow-run.heartbeat"

_TOLD = """{
 "flow_run": {{ flow_run.name | tojson }},
 "state": {{ flow_run.state.name | tojson }},
 "why": {{ flow_run.state.message | tojson }}
}"""

_LOST_MESSAGE = (
    f"no sign of life for {LOST_AFTER / timedelta(minutes=1):.0f} minutes: its process, worker or "
    "machine is gone. The published warehouse is whole; the next run goes on where this one was."
)


def make_alerts(url: str, silence: timedelta = timedelta(hours=SILENCE_HOURS)) -> None:
    """Make the automations on the server that `PREFECT_API_URL` names.

    Args:
        url: What is to be called.
        silence: How long no ingest may complete before it is.
    """
    saved = Webhook(method="POST", url=SecretStr(url)).save(BLOCK, overwrite=True)
    assert isinstance(saved, UUID)
    told = CallWebhook(block_document_id=saved, payload=_TOLD)
    hours = silence / timedelta(hours=1)
    why = f"no ingest has completed for {hours:g} hours"
    automations = (
        AutomationCore(
            name=FAILED,
            trigger=EventTrigger(
                expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
                match_related=_runs_of(*FLOWS),
                posture=Posture.Reactive,
                threshold=1,
            ),
            actions=[told],
        ),
        AutomationCore(
            name=MISSING,
            trigger=EventTrigger(
                # In both, so that each run begins the time anew. Without `after` Prefect cuts the
                # time into pieces of this length, and tells of a whole one without a run: after up
                # to twice as long (4:23 minutes were seen for 1:30).
                after={_COMPLETED},
                expect={_COMPLETED},
                match_related=_runs_of("ingest"),
                posture=Posture.Proactive,
                threshold=1,
                within=silence,
            ),
            actions=[CallWebhook(block_document_id=saved, payload=json.dumps({"why": why}))],
        ),
        AutomationCore(
            name=LOST,
            trigger=EventTrigger(
                after={_SIGN_OF_LIFE},
                expect={_SIGN_OF_LIFE, *_ENDS},
                match_related=_runs_of(*FLOWS),
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=LOST_AFTER,
            ),
            actions=[
                ChangeFlowRunState(
                    name="Crashed", state=StateType.CRASHED, message=_LOST_MESSAGE, force=False
                )
            ],
        ),
    )
    with get_client(sync_client=True) as client:
        for automation in automations:
            for before in client.read_automations_by_name(automation.name):
                client.delete_automation(before.id)
            client.create_automation(automation)


def _runs_of(*flows: str) -> dict[str, str | list[str]]:
    """Return what the events of these flows' runs are related to."""
    return {"prefect.resource.role": "flow", "prefect.resource.name": list(flows)}


def _hours(text: str) -> float:
    """Read what follows --silence."""
    hours = float(text)
    if hours < _SHORTEST_SILENCE / timedelta(hours=1):
        raise argparse.ArgumentTypeError(f"{text} is too short; give hours, e.g. {SILENCE_HOURS:g}")
    return hours


def main() -> None:
    """Make them."""
    parser = argparse.ArgumentParser(prog="python -m flows.server.alerts", description=__doc__)
    parser.add_argument("url", metavar="URL", help="what is to be called")
    parser.add_argument(
        "--silence",
        metavar="HOURS",
        type=_hours,
        default=SILENCE_HOURS,
        help="how long no ingest may complete before it is [%(default)g: a nightly run]",
    )
    given = parser.parse_args()
    make_alerts(given.url, timedelta(hours=given.silence))


if __name__ == "__main__":
    main()
