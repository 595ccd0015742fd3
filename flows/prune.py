"""What years of runs leave behind and nothing needs any more: found, listed, removed.

Pages go when they are of a key (engine, settings, version) that their document is not read by any
more: not the key `reparse` takes, not the one the published warehouse was made from, not the one
the settings in force ask for; and only when nothing was written there for the days given, so that
what a stopped run has read is there for the next. What else goes: logs as old, what killed writers
left in the store, published files beyond those to keep, and the database of the local Prefect
server, which only its UI reads.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from extract.engines import check_engine
from extract.errors import MissingTool
from extract.settings import ExtractSettings
from extract.store.files import StoredFile
from extract.store.keys import page_key, split_keys
from extract.store.store import PageStore, StoredPages
from flows.logs.log_context import LOGS_NAME
from flows.logs.run_log import log_files
from flows.server.local_server import database_files, unused
from flows.settings import Settings
from load.files import WarehouseFiles
from load.lock import writer_lock
from load.making.ledger import pages_of_documents

WRITTEN_WITHIN = timedelta(days=1)
"""What a file somebody is at is younger than. No lock tells: many runs, on several machines, may
write to one store, and whoever may read a warehouse may ask it. Writing a page takes milliseconds,
and a machine that shares the disk may have another clock; a query keeps open what it spills to, and
loses nothing with the name."""

MARKED_FOR = timedelta(days=30)
"""What the mark of a run on a cluster is younger than while it runs: a long back-fill takes days,
and a machine that joins looks for the mark until the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Something that may go.

    Attributes:
        kind: What it is, for the table.
        name: Which.
        byte_count: What it takes.
        remove: Removes it.
    """

    kind: str
    name: str
    byte_count: int
    remove: Callable[[], object]


@contextmanager
def leftovers(settings: Settings, keep_days: float) -> Iterator[Iterator[Leftover]]:
    """Give what may go, found as it is asked for; no run can write the warehouse meanwhile.

    Args:
        settings: Where warehouse and store are, and how many published files stay.
        keep_days: Days nothing younger than may go; published files go by number.

    Raises:
        WarehouseError: A run is at work, or the warehouse cannot be read.
        StoreFailed: The store cannot be read.
    """
    files = WarehouseFiles.beside(settings.warehouse)
    before = datetime.now(UTC) - timedelta(days=keep_days)
    with writer_lock(files.published, files.lock), unused_prefect(settings) as databases:
        used = pages_of_documents(files.published) if files.has_published else {}
        yield _all(settings, files, used, before, databases)


@contextmanager
def unused_prefect(settings: Settings) -> Iterator[list[Path]]:
    """Give the files of the local Prefect server's database; none while a server uses them."""
    home = settings.work_folder / ".prefect"
    if not home.is_dir():
        yield []
        return
    with unused(home) as is_unused:
        yield database_files(home) if is_unused else []


def _all(
    settings: Settings,
    files: WarehouseFiles,
    used: Mapping[str, str],
    before: datetime,
    databases: Iterable[Path],
) -> Iterator[Leftover]:
    store = PageStore(settings.store_root)
    yield from _pages(settings, store, used, before)
    yield from _left(store, "unfinished write", store.unfinished_records(), WRITTEN_WITHIN)
    yield from _left(store, "mark of a killed run", store.marks(), MARKED_FOR)
    logs = log_files(settings.work_folder / LOGS_NAME)
    yield from _files("log", (path for path in logs if _changed_at(path) < before))
    yield from spills(files.spilled)
    yield from _files("replaced warehouse", files.previous[settings.keep_previous :])
    yield from _files("Prefect's database", databases)


def _pages(
    settings: Settings, store: PageStore, used: Mapping[str, str], before: datetime
) -> Iterator[Leftover]:
    current = set(current_keys(settings))
    for pages in store.stored_pages():
        name = None
        if pages.changed_at is not None and pages.changed_at < before and pages.key not in current:
            name = _name_of_unused(pages, store, used)
        if name is None:
            yield from _left(store, "unfinished write", pages.unfinished, WRITTEN_WITHIN)
        else:
            yield Leftover(
                kind="pages",
                name=f"{pages.page_count} of {name}, read as {pages.key}",
                byte_count=pages.byte_count,
                remove=partial(store.remove_pages, pages),
            )


def _name_of_unused(pages: StoredPages, store: PageStore, used: Mapping[str, str]) -> str | None:
    """Return the name of the document of pages that nothing is read from; None where it may be."""
    record = store.get_document(pages.document_id)
    # Without a record the document was never read to its end: its pages wait for the next run.
    if record is None or record.page_key is None:
        return None
    read_from = {*split_keys(record.page_key), *split_keys(used.get(record.document_id, ""))}
    return None if pages.key in read_from else record.file_name


def _left(
    store: PageStore, kind: str, files: Iterable[StoredFile], age: timedelta
) -> Iterator[Leftover]:
    """Yield the files of a store that are older than one in use can be."""
    before = datetime.now(UTC) - age
    for file in files:
        if file.changed_at is not None and file.changed_at < before:
            yield Leftover(
                kind=kind,
                name=file.path.rsplit("/", 1)[-1],
                byte_count=file.byte_count,
                remove=partial(store.remove_file, file),
            )


def spills(folders: Iterable[Path]) -> Iterator[Leftover]:
    """Yield the folders no query has written to for longer than one under way would not."""
    before = (datetime.now(UTC) - WRITTEN_WITHIN).timestamp()
    for folder in folders:
        try:
            held = [path.stat() for path in folder.iterdir()]
            changed_at = max(one.st_mtime for one in (folder.stat(), *held))
        except FileNotFoundError:
            continue  # Its query has ended in this moment, and took it away.
        if changed_at < before:
            yield Leftover(
                kind="spill of a killed query",
                name=folder.name,
                byte_count=sum(one.st_size for one in held),
                remove=partial(shutil.rmtree, folder),
            )


def current_keys(settings: Settings) -> Iterator[str]:
    """Yield the keys that pages would be stored under now, of the engines that are installed."""
    for extract in (settings.extract, settings.second_extract):
        key = None if extract is None else _key_of(extract)
        if key is not None:
            yield key


def _key_of(extract: ExtractSettings) -> str | None:
    """Return the key of an engine, or None where it is not here to say its version."""
    try:
        return page_key(extract, check_engine(extract))
    except MissingTool:
        return None


def _files(kind: str, paths: Iterable[Path]) -> Iterator[Leftover]:
    for path in paths:
        yield Leftover(
            kind=kind, name=path.name, byte_count=path.stat().st_size, remove=path.unlink
        )


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
