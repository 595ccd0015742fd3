"""A run begun by cron as the pages show it; one that fails, who is told, and a retry by a click."""

from __future__ import annotations

import sys
import time

from load.connection import query
from load.files import WarehouseFiles
from load.lock import writer_lock
from tests.scheduling.pages import Pages
from tests.scheduling.seen import hold, say
from tests.scheduling.services import Services, called, wait_for

SUMMARY = "run-summary"


def try_scheduled_run(services: Services, pages: Pages) -> None:
    """A run begun by cron, its artifacts, and a failed document with its reason."""
    services.schedule_soon("nightly")
    run = services.ended("nightly", "COMPLETED")
    begun_by = run["created_by"]["type"]
    say(f"scheduled run {run['name']}: {run['state_name']}, begun by {begun_by}")
    hold("cron began it", begun_by == "SCHEDULE")
    pages.see(f"{services.url}/runs/flow-run/{run['id']}", "Completed", "extract broken.pdf")
    pages.picture("prefect-run")
    (failed,) = services.ask(
        "/task_runs/filter",
        {
            "flow_runs": {"id": {"any_": [run["id"]]}},
            "task_runs": {"state": {"type": {"any_": ["FAILED"]}}},
        },
    )
    say(f"failed task {failed['name']}: {failed['state']['message']}")
    hold("its reason names the file", "broken.pdf" in failed["state"]["message"])
    pages.see(f"{services.url}/runs/task-run/{failed['id']}", "extract broken.pdf", "Failed")
    pages.picture("prefect-failed-document")
    artifacts = services.artifacts(run["id"])
    say(f"artifacts: {sorted(one['key'] for one in artifacts)}")
    (summary,) = [one for one in artifacts if one["key"] == SUMMARY]
    pages.see(
        f"{services.url}/artifacts/artifact/{summary['id']}",
        "documents", "broken.pdf", "document.not_a_pdf",
    )  # fmt: skip
    pages.picture("prefect-artifact")


def try_alert_and_retry(services: Services, pages: Pages) -> None:
    """A run that fails, somebody who is told, and a retry clicked in the pages."""
    warehouse = services.folder / "warehouse.duckdb"
    with called() as (address, told):
        services.run(sys.executable, "-m", "flows.server.alerts", address)
        with writer_lock(warehouse, WarehouseFiles.beside(warehouse).lock):
            begun = services.begin("backfill", source="releases", path="two*", wait_seconds=0)
            failed = services.ended("backfill", "FAILED", run_id=begun)
            say(f"run {failed['name']} failed: {failed['state']['message']}")
            wait_for("the alert", lambda: told or None)
    say(f"the webhook was told: {told[0]}")
    hold("it was told why", told[0]["why"] == failed["state"]["message"])
    pages.see(f"{services.url}/runs/flow-run/{failed['id']}", "Failed", "Retry")
    pages.picture("prefect-failed-run")
    pages.click("Retry")
    # The question whether to has a button of that name too, once it is there.
    time.sleep(1)
    pages.click("Retry")
    again = services.ended("backfill", "COMPLETED", run_id=begun)
    say(f"retried in the browser: {again['state_name']}, run {again['run_count']} times")
    hold("it is the same run", again["run_count"] == 2)
    pages.see(f"{services.url}/runs/flow-run/{failed['id']}", "Completed")
    (row,) = query(warehouse, "SELECT count(*) AS runs FROM runs")
    say(f"{row['runs']} runs in the warehouse")
