"""What a run would find: folders, disk, warehouse, store, locks, Prefect, clock.

What can be written is tried where a look does not tell: in an object store. Nothing stays there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from extract.errors import PipelineError, StoreFailed
from extract.source import check_source
from extract.store.page_record import STORE_FORMAT
from extract.store.store import PageStore
from flows.doctor.finding import Finding
from flows.errors import PrefectUnavailable
from flows.server.prefect_api import configured_url, reach
from flows.settings import Settings
from load.exports.lake import check_lake
from load.files import WarehouseFiles
from load.lock import holder_of
from load.making.ledger import FileFacts, facts_of
from load.making.space import SPARE_BYTES, free_bytes, in_mb, nearest, needed_to_build

CLOCK_SLACK_S = 120.0
"""Seconds a clock may be behind one that stamped a file: two machines that share a disk differ."""


def examine_places(settings: Settings, source: str | None = None) -> Iterator[Finding]:
    """Yield what a run with these settings would find where it works.

    Args:
        settings: The run's.
        source: What it would be given to read; None where nobody said.
    """
    if source is not None:
        yield _checked("SOURCE", f"{source} can be read", partial(check_source, source))
    try:
        files = WarehouseFiles.beside(settings.warehouse)
    except PipelineError as error:
        yield Finding(name="warehouse", found=str(error), is_fine=False)
        return
    facts: FileFacts | None = None
    if files.has_published:
        try:
            facts = facts_of(files.published)
        except PipelineError as error:
            yield Finding(name="warehouse", found=str(error), is_fine=False)
        else:
            yield _warehouse(files, facts)
    else:
        yield Finding(
            name="warehouse", found="none yet: `cablehouse ingest` makes it", is_fine=True
        )
    yield _writable("its folder", files.published.parent, "--warehouse")
    yield _room("room beside it", files.published.parent, needed_to_build(files.published))
    yield _writer(files)
    if settings.store_folder is not None:
        yield _writable("page store", settings.store_folder, "--store")
        yield _room("room in the store", settings.store_folder, SPARE_BYTES)
    store = PageStore(settings.store_root)
    yield (found := _store_format(store))
    if settings.store_folder is None and found.is_fine:
        told = f"{settings.store_root} can be written"
        yield _checked("page store", told, store.check_writable)
    if settings.lake is not None:
        told = f"{settings.lake} can be written"
        yield _checked("lake", told, partial(check_lake, settings.lake))
    yield _prefect(settings)
    yield _clock(None if facts is None else facts.last_run_at)


def _warehouse(files: WarehouseFiles, facts: FileFacts) -> Finding:
    what = f"{files.published.name}, {facts.documents} documents"
    if facts.is_current:
        return Finding(name="warehouse", found=f"{what}, of this version", is_fine=True)
    told = "of another version: readable; `cablehouse reparse` writes it anew from the stored pages"
    return Finding(name="warehouse", found=f"{what}, {told}", is_fine=False, is_optional=True)


def _writable(name: str, folder: Path, option: str) -> Finding:
    there = nearest(folder)
    if there.is_dir() and os.access(there, os.R_OK | os.W_OK | os.X_OK):
        made = "" if there == folder else " (is made by the first run)"
        return Finding(name=name, found=f"{folder} can be written{made}", is_fine=True)
    advice = f"give this user the right to, or name another place with {option}"
    return Finding(name=name, found=f"{there} cannot be written: {advice}", is_fine=False)


def _room(name: str, folder: Path, needed: int) -> Finding:
    free = free_bytes(folder)
    told = f"{in_mb(free)} free, a run asks for {in_mb(needed)}"
    if free >= needed:
        return Finding(name=name, found=told, is_fine=True)
    advice = "free some; `cablehouse prune --dry-run` says what is not needed any more"
    return Finding(name=name, found=f"{told}: {advice}", is_fine=False)


def _writer(files: WarehouseFiles) -> Finding:
    holder = holder_of(files.lock)
    if holder is not None:
        told = f"process {holder} writes it now; a second run would be refused until it ends"
        return Finding(name="writer", found=told, is_fine=True)
    left = [file.name for file in (files.new, files.staging) if file.exists()]
    if left:
        told = f"none; a run that was killed left {', '.join(left)}, which the next one removes"
        return Finding(name="writer", found=told, is_fine=True)
    return Finding(name="writer", found="none", is_fine=True)


def _checked(name: str, told: str, check: Callable[[], None]) -> Finding:
    """Return what a check found: what is told where it finds nothing, or its error."""
    try:
        check()
    except PipelineError as error:
        return Finding(name=name, found=str(error), is_fine=False)
    return Finding(name=name, found=told, is_fine=True)


def _store_format(store: PageStore) -> Finding:
    try:
        found = store.format_found()
    except StoreFailed as error:
        return Finding(name="store's format", found=str(error), is_fine=False)
    if found is None:
        return Finding(name="store's format", found="nothing is stored yet", is_fine=True)
    if found == STORE_FORMAT:
        return Finding(name="store's format", found=f"{found}, of this version", is_fine=True)
    told = f"{found}, not {STORE_FORMAT}: its pages count as absent; run `cablehouse ingest` again"
    return Finding(name="store's format", found=told, is_fine=False, is_optional=True)


def _prefect(settings: Settings) -> Finding:
    url = configured_url()
    if url is None:
        told = "no server set: each run starts a small one of its own"
        return Finding(name="Prefect's server", found=told, is_fine=True)
    try:
        reach(url)
    except PrefectUnavailable as error:
        return Finding(name="Prefect's server", found=str(error), is_fine=False)
    return Finding(name="Prefect's server", found=f"answers at {url}", is_fine=True)


def _clock(last_run_at: datetime | None) -> Finding:
    """Compare the clock with the last thing it stamped: a clock set back mixes up the runs."""
    now = datetime.now().astimezone()
    told = f"{now:%Y-%m-%d %H:%M:%S} {now.tzname()}"
    if last_run_at is not None:
        behind = (last_run_at - datetime.now(UTC).replace(tzinfo=None)).total_seconds()
        if behind > CLOCK_SLACK_S:
            advice = f"{behind:,.0f} s before the last run ended: set the clock"
            return Finding(name="clock", found=f"{told}, {advice}", is_fine=False)
    return Finding(name="clock", found=told, is_fine=True)
