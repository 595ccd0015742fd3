"""`reparse/weekly` on the worker: where nothing changed, nothing changes but `runs`."""

from __future__ import annotations

from load.asks.compare import table_digests
from load.connection import query
from tests.scheduling.pages import Pages
from tests.scheduling.runs import SUMMARY
from tests.scheduling.seen import hold, say
from tests.scheduling.services import Services

HOW = {"as it is deployed": {}, "a document a slice": {"slice_documents": 1}}


def try_weekly(services: Services, pages: Pages) -> None:
    warehouse = services.folder / "warehouse.duckdb"
    for how, parameters in HOW.items():
        before, runs_before = table_digests(warehouse), run_ids(services)
        run_id = services.begin("weekly", **parameters)
        run = services.ended("weekly", "COMPLETED", run_id=run_id)
        say(f"reparse/weekly, {how}: {run['state_name']} in {run['total_run_time']:.0f} s")
        hold("no row of another table changed", table_digests(warehouse) == before)
        added = run_ids(services) - runs_before
        slices = before["documents"].rows if parameters else 1
        say(f"{len(added)} rows in runs")
        hold("there is a row in runs for each slice", len(added) == slices)
        hold("its artifacts name them", services.warehouse_runs(run_id) == added)
        summary = next(one for one in services.artifacts(run_id) if one["key"] == SUMMARY)
        pages.see(f"{services.url}/artifacts/artifact/{summary['id']}", "documents", "published")
    pages.picture("prefect-weekly")


def run_ids(services: Services) -> set[str]:
    rows = query(services.folder / "warehouse.duckdb", "SELECT run_id FROM runs")
    return {str(row["run_id"]) for row in rows}
