"""Judging a warehouse as it stands, outside any ingest."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from expectations.gate import judge_warehouse
from expectations.results import CheckResult
from expectations.suites import validate_batch
from flows.runs.run_rows import code_version, stored_result
from flows.settings import Settings
from load.errors import WarehouseUnreadable
from load.tables.columns import Json
from load.tables.records import DOCUMENT_TABLES, Run
from load.tables.rows import Stamp
from load.warehouse import building


def check_warehouse(settings: Settings) -> tuple[CheckResult, ...]:
    """Run all suites and all checks on a warehouse and store the results in it.

    Args:
        settings: Names the warehouse.

    Returns:
        All results. One that is fatal does not keep them from being stored.

    Raises:
        WarehouseUnreadable: there is none.
        WarehouseError: the results cannot be stored.
    """
    if not settings.warehouse.is_file():
        raise WarehouseUnreadable(
            f"there is no warehouse at {settings.warehouse}. Make one with `cablehouse ingest "
            "SOURCE --warehouse FILE`, or name the right file with --warehouse."
        )
    stamp = Stamp(run_id=str(uuid.uuid4()), at=datetime.now(UTC).replace(tzinfo=None))
    with building(settings.warehouse) as build:
        build.finish()
        frames = {table.name: build.frame(f"FROM {table.name}") for table in DOCUMENT_TABLES}
        results = validate_batch(frames).results + judge_warehouse(build.query)
        build.add_check_results([stored_result(result, stamp) for result in results])
        build.add_run(
            Run(
                run_id=stamp.run_id,
                started_at=stamp.at,
                finished_at=datetime.now(UTC).replace(tzinfo=None),
                outcome="checked",
                source=str(settings.warehouse),
                code_version=code_version(),
                settings=Json("{}"),
            )
        )
        build.publish()
    return results
