"""Having a Prefect server tell somebody: `python -m flows.alerts URL`, once per server.

Makes two automations, in place of those made before: one for a run that failed or crashed, one for
a schedule that has stopped. Both call the URL, which takes a POST with JSON: a chat's or a pager's
webhook, or a program of your own.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.events import EventTrigger
from prefect.events.actions import CallWebhook
from prefect.events.schemas.automations import AutomationCore, Posture
from pydantic import SecretStr

BLOCK = "cablehouse-alerts"
FAILED, MISSING = "cablehouse: a run failed", "cablehouse: no run for a day"
FLOWS = ["ingest", "reparse", "quarantine-retry"]

LONGEST_SILENCE = timedelta(hours=26)
"""A day between two nightly runs, and two hours by which one may take longer than the other."""

_TOLD = """{
 "flow_run": {{ flow_run.name | tojson }},
 "state": {{ flow_run.state.name | tojson }},
 "why": {{ flow_run.state.message | tojson }}
}"""


def make_alerts(url: str) -> None:
    """Make the automations on the server that `PREFECT_API_URL` names.

    Args:
        url: What is to be called.
    """
    saved = Webhook(method="POST", url=SecretStr(url)).save(BLOCK, overwrite=True)
    assert isinstance(saved, UUID)
    of_ours: dict[str, str | list[str]] = {
        "prefect.resource.role": "flow",
        "prefect.resource.name": FLOWS,
    }
    failed = EventTrigger(
        expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
        match_related=of_ours,
        posture=Posture.Reactive,
        threshold=1,
    )
    missing = EventTrigger(
        expect={"prefect.flow-run.Completed"},
        match_related={**of_ours, "prefect.resource.name": "ingest"},
        posture=Posture.Proactive,
        threshold=1,
        within=LONGEST_SILENCE,
    )
    with get_client(sync_client=True) as client:
        for name in (FAILED, MISSING):
            for before in client.read_automations_by_name(name):
                client.delete_automation(before.id)
        for name, trigger, payload in (
            (FAILED, failed, _TOLD),
            (MISSING, missing, '{"why": "no ingest has completed for a day"}'),
        ):
            client.create_automation(
                AutomationCore(
                    name=name,
                    trigger=trigger,
                    actions=[CallWebhook(block_document_id=saved, payload=payload)],
                )
            )


if __name__ == "__main__":
    make_alerts(sys.argv[1])
