"""Ingesting on a schedule in one process: one run at a time, what was missed made up for once."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from extract.errors import ConfigurationError
from load.connection import query

if TYPE_CHECKING:
    from prefect import Flow

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When to run: five fields of cron, and the time zone they are meant in."""

    cron: str
    timezone: str

    def last_due(self, now: datetime) -> datetime:
        """Return the last time a run was due before `now`, UTC."""
        here = now.astimezone(ZoneInfo(self.timezone))
        return next(CronSim(self.cron, here, reverse=True)).astimezone(UTC)


def read_schedule(cron: str, timezone: str) -> Schedule:
    """Return a schedule a person gave.

    Raises:
        ConfigurationError: it is none.
    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(
            f"timezone (--timezone): there is no time zone {timezone!r}. Give a name such as UTC "
            "or America/New_York."
        ) from error
    fields = cron.split()
    try:
        if len(fields) != 5:
            raise CronSimError(f"it has {len(fields)} fields")
        next(CronSim(cron, datetime.now(zone)))
    except (CronSimError, StopIteration) as error:
        why = str(error) or "it is never due"
        raise ConfigurationError(
            f"cron (--cron): {cron!r} is no schedule: {why}. Give five fields: minute, hour, day "
            'of the month, month, day of the week; "0 5 * * *" is every day at 5:00.'
        ) from error
    return Schedule(cron=cron, timezone=timezone)


def last_run_of(warehouse: Path, source: str) -> datetime | None:
    """Return when the last run that published what a SOURCE holds began, UTC; None if none did.

    Raises:
        WarehouseError: there is a warehouse and it cannot be read.
    """
    if not warehouse.is_file():
        return None
    asked = "SELECT max(started_at) AS at FROM runs WHERE source = ?"
    (row,) = query(warehouse, asked, (source,))
    return None if row["at"] is None else row["at"].replace(tzinfo=UTC)


def serve_flow(
    flow: Flow[..., Any],
    name: str,
    schedule: Schedule,
    parameters: dict[str, Any],
    last_run_at: datetime | None,
) -> None:
    """Run a flow on a schedule until the process is told to stop.

    Runs come one after another. Of those that were due while no process served, one is made up for
    at once, the others are dropped: a run does all there is to do.

    Args:
        flow: The flow.
        name: The name of its deployment.
        schedule: When.
        parameters: What each run is given.
        last_run_at: When it last ran, UTC; None when never.
    """
    from prefect.runner import Runner

    runner = Runner(name=name, limit=1)
    deployment_id = runner.add_flow(
        flow,
        name=name,
        schedule=_prefect_schedule(schedule),
        parameters=parameters,
        description=f"Served by `cablehouse serve`: {flow.name} at {schedule.cron}.",
    )
    assert isinstance(deployment_id, UUID)
    asyncio.run(_serve(runner, deployment_id, schedule, last_run_at))


def _prefect_schedule(schedule: Schedule) -> Any:
    from prefect.schedules import Cron

    return Cron(schedule.cron, timezone=schedule.timezone)


async def _serve(
    runner: Any, deployment_id: UUID, schedule: Schedule, last_run_at: datetime | None
) -> None:
    await _make_up_for_what_was_missed(deployment_id, schedule, last_run_at)
    serving = asyncio.create_task(runner.start(webserver=False))
    # The runner sets a handler of its own when it starts, which exits with 0 out of the middle.
    await asyncio.sleep(0)
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ending.set)
    told = asyncio.create_task(ending.wait())
    await asyncio.wait({serving, told}, return_when=asyncio.FIRST_COMPLETED)
    if ending.is_set():
        # Ends a run under way too: left alone, it would be waited for.
        await runner.astop()
    told.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def _make_up_for_what_was_missed(
    deployment_id: UUID, schedule: Schedule, last_run_at: datetime | None
) -> None:
    """Drop the runs that were due while nothing served, and have one run at once if one was."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterId,
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType

    now = datetime.now(UTC)
    async with get_client() as client:
        waiting = await client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
            ),
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment_id])),
        )
        for run in waiting:
            due = run.expected_start_time
            if run.auto_scheduled and due is not None and due < now:
                await client.delete_flow_run(run.id)
        missed_at = schedule.last_due(now)
        if last_run_at is None or last_run_at < missed_at:
            _LOG.info("the run due at %s was missed and is made up for now", missed_at)
            await client.create_flow_run_from_deployment(deployment_id)
