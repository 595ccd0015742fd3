"""What ingest and reparse have in common: load batch by batch, build, judge, publish, report."""

from __future__ import annotations

import logging
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from queue import SimpleQueue
from typing import TypeVar

from prefect.futures import PrefectFuture

from expectations.gate import stop_if_fatal
from expectations.results import BatchVerdict, join_verdicts
from extract.remote import absolute
from extract.source import printable
from flows import tasks
from flows.corrections.patch_file import patches_of
from flows.logs.run_log import logging_to
from flows.runs.artifacts import QueueShown, show_checks, show_summary
from flows.runs.extraction import Extracted
from flows.runs.loading import LoadedBatch, Loader, Parsing, start_parsing
from flows.runs.metrics import BUILD, JUDGE, READ, Meter, measuring
from flows.runs.patch_counts import count_patches
from flows.runs.progress import Progress, show_progress
from flows.runs.run_rows import run_row, stored_result
from flows.runs.selection import EVERYTHING, Selection
from flows.runs.summary import LeftOut, RunSummary
from flows.settings import Settings
from flows.workers.pools import pool_of
from load.asks.alarms import alarms
from load.asks.quarantine import kept_out
from load.making.space import LEFT_BYTES, SPARE_BYTES, needed_to_build, require_room
from load.tables.rows import DocumentLoad, Failure, Stamp
from load.warehouse import WarehouseBuild, building

_LOG = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True, kw_only=True)
class Run:
    """A run in the making.

    Attributes:
        settings: Its settings.
        source: What it was given to read.
        engine_version: The OCR engine; None when none is needed.
        stamp: Its id and start.
        selection: What it was told to keep to.
        began: When, on the clock that only counts.
        loader: What its batches are loaded with.
        summary: What it comes to so far.
        meter: What measures it; what a person sees of it, too.
    """

    settings: Settings
    source: str
    engine_version: str | None
    selection: Selection
    began: float
    stamp: Stamp
    loader: Loader
    summary: RunSummary
    meter: Meter

    @property
    def build(self) -> WarehouseBuild:
        """The warehouse in the making."""
        return self.loader.build

    def require_room(self) -> None:
        """Stop the run when the disk of the warehouse or of the store is about to be full.

        Raises:
            DiskLow: it is.
        """
        self.build.require_room()
        if self.settings.store_folder is not None:
            require_room(self.settings.store_folder, LEFT_BYTES, "the page store", "--store")

    @property
    def progress(self) -> Progress:
        """What a person sees of it."""
        return self.loader.progress


@contextmanager
def starting(
    settings: Settings,
    source: str,
    engine_version: str | None,
    *,
    reads_addresses: bool = False,
    selection: Selection = EVERYTHING,
    is_retry: bool = False,
) -> Iterator[Run]:
    """Hold everything a run needs: its log, the warehouse to be, worker processes, progress.

    Another run that writes the warehouse is waited for, as long as `settings.wait_seconds` says.

    Args:
        settings: Its settings.
        source: What it was given to read.
        engine_version: The OCR engine; None when none is needed.
        reads_addresses: Whether it reads PDFs from an object store.
        selection: What it was told to keep to.
        is_retry: Whether a person asked to try documents again.

    Raises:
        ConfigurationError: a correction cannot be applied.
        ClusterFailed: the cluster it is set to use cannot be reached.
        WarehouseError: the warehouse cannot be built, or there is less room than that takes.
    """
    began = time.monotonic()
    patches = patches_of(settings)

    def waiting(holder: str) -> None:
        told = f"waiting up to {settings.wait_seconds:.0f} s for process {holder}, which writes"
        _LOG.info("%s %s", told, settings.warehouse, extra={"code": "run.waiting"})
        print(f"{told} {settings.warehouse}", file=sys.stderr, flush=True)

    stamp = Stamp(run_id=str(uuid.uuid4()), at=datetime.now(UTC).replace(tzinfo=None))
    level: int = logging.getLevelName(settings.log_level)
    with ExitStack() as stack:
        stack.enter_context(logging_to(settings.work_folder, stamp, level))
        _require_room(settings)
        build = stack.enter_context(
            building(settings.warehouse, wait_s=settings.wait_seconds, on_wait=waiting)
        )
        pool = stack.enter_context(
            pool_of(
                settings,
                reads_addresses=reads_addresses,
                with_engines=engine_version is not None,
            )
        )
        progress = stack.enter_context(show_progress())
        meter = stack.enter_context(measuring(progress, pool.usage, QueueShown(stamp.run_id)))
        _LOG.info("from %s", printable(source), extra={"code": "run.started"})
        summary = RunSummary(
            run_id=stamp.run_id,
            source=source,
            warehouse=str(settings.warehouse),
            selection=selection.in_words(),
        )
        yield Run(
            settings=settings,
            source=source,
            engine_version=engine_version,
            selection=selection,
            began=began,
            stamp=stamp,
            loader=Loader(
                build=build,
                stamp=stamp,
                store_root=absolute(settings.store_root),
                pool=pool,
                progress=meter,
                patches=patches,
                limits=settings.limits,
                limits_digest=settings.limits.digest(settings.extract),
                is_retry=is_retry,
            ),
            summary=summary,
            meter=meter,
        )


def _require_room(settings: Settings) -> None:
    """Refuse to begin without the room a run needs."""
    published = settings.warehouse.resolve()
    needed = needed_to_build(published)
    require_room(published.parent, needed, "building a warehouse", "--warehouse")
    if settings.store_folder is not None:
        require_room(settings.store_folder, SPARE_BYTES, "the page store", "--store")


def in_slices(
    items: Sequence[T],
    begin: Callable[[], AbstractContextManager[Run]],
    do: Callable[[Sequence[T], Run], Sequence[T]],
) -> RunSummary:
    """Run over items, and again over what each run leaves; return what all of it came to.

    Args:
        items: What is to be done; there is one run even where that is nothing.
        begin: Starts a run, which ends with its context: between two, others may write.
        do: Does as many of the items as one run may, publishes, and returns what is left.
    """
    summary: RunSummary | None = None
    while summary is None or items:
        with begin() as run:
            items = do(items, run)
        summary = run.summary if summary is None else summary.followed_by(run.summary)
    return summary


def load_all(run: Run, documents: Iterable[Extracted]) -> None:
    """Load documents as they come, a batch at a time, while the next ones are still read.

    Args:
        run: The run.
        documents: Extracted documents, each once.
    """
    batches = _batches(_begun(run, documents), run.settings.batch_pages)
    verdicts: list[BatchVerdict] = []
    pending: PrefectFuture[LoadedBatch] | None = None
    with run.meter.stage(READ):
        for number, batch in enumerate(batches, start=1):
            # One batch is loaded at a time, for one writer, in a thread beside the reading.
            _take(run, pending, verdicts)
            pending = tasks.load_batch.submit(number, batch, run.loader)
        _take(run, pending, verdicts)
    # Where no row changed the checks would say again what they said, and change nothing either.
    run.summary.checks = join_verdicts(verdicts).results if run.summary.changed else ()


def _begun(run: Run, documents: Iterable[Extracted]) -> Iterator[Parsing]:
    for document in documents:
        run.require_room()
        run.meter.begin(document.job.document_id)
        yield start_parsing(document, run.loader)


def _batches(documents: Iterable[Parsing], page_limit: int) -> Iterator[list[Parsing]]:
    batch: list[Parsing] = []
    pages = 0
    for document in documents:
        batch.append(document)
        # A document that failed has no page and still costs a row: count it as one.
        pages += max(document.item.page_count or 0, 1)
        if pages >= page_limit:
            yield batch
            batch, pages = [], 0
    if batch:
        yield batch


def _take(
    run: Run, pending: PrefectFuture[LoadedBatch] | None, verdicts: list[BatchVerdict]
) -> None:
    if pending is not None:
        loaded = pending.result()
        run.summary.changed += loaded.counts.changed
        verdicts.append(loaded.verdict)
        run.meter.end(loaded.document_ids)
        run.summary.left_out += [_kept(load) for load in loaded.kept_as_before]


def finish(run: Run, seen: Sequence[str]) -> RunSummary:
    """Build, judge and publish the warehouse, and tell Prefect what came of it.

    Args:
        run: The run, everything loaded.
        seen: Ids of the documents it is about.

    Raises:
        SchemaDrift: documents of an older warehouse are not in the store.
        GateFailed: the new warehouse contradicts itself; the old one stands.
        WarehouseError: it cannot be written; or it is published, and `LakeFailed` says that the
            object store has the one before.
    """
    run.require_room()
    # Before the gate, to which documents that are gone look like a contradiction.
    run.build.require_all()
    with run.meter.stage(BUILD):
        tasks.build_warehouse(run.build)
    run.summary.files = run.build.note_files(run.stamp)
    _count(run, seen)
    run.summary.patches = count_patches(
        run.loader.patches, run.build.known_documents(), run.build.query
    )
    if run.summary.checks:
        with run.meter.stage(JUDGE):
            run.summary.checks += tasks.judge(run.build)
        show_checks(run.summary)
        stop_if_fatal(run.summary.checks)
        run.build.add_check_results(
            [stored_result(result, run.stamp) for result in run.summary.checks]
        )
    run.summary.measured = run.meter.measured()
    digest = run.loader.patches.digest
    row = run_row(run.summary, run.stamp, run.settings, run.engine_version, digest)
    run.build.add_run(row)
    # A file that says the same is not worth the place of one that says something else.
    tasks.publish(run.build, run.settings.keep_previous if run.summary.changed else 0)
    if run.settings.lake is not None:
        tasks.write_to_lake(run.build.path, run.settings.lake)
    _LOG.info(
        "%d documents seen, %d changed, %d left out",
        run.summary.seen,
        run.summary.changed,
        len(run.summary.left_out),
        extra={"code": "run.published"},
    )
    run.summary.seconds = time.monotonic() - run.began
    show_summary(run.summary)
    return run.summary


def in_order_of_completion(
    submit: Callable[[T], PrefectFuture[R]], items: Iterable[T], window: int
) -> Iterator[tuple[T, PrefectFuture[R]]]:
    """Submit items as tasks, a bounded number at a time, and give each back when it is done.

    The first are under way when this returns.

    Args:
        submit: Starts the task for an item.
        items: The items.
        window: How many may be under way: memory and Prefect's queues stay small however many
            items there are.
    """
    done: SimpleQueue[tuple[T, PrefectFuture[R]]] = SimpleQueue()
    waiting = iter(items)

    def start(count: int) -> int:
        """Submit up to `count` items and return how many there were."""
        begun = list(islice(waiting, count))
        for item in begun:
            submit(item).add_done_callback(partial(_report, done, item))
        return len(begun)

    def ended(under_way: int) -> Iterator[tuple[T, PrefectFuture[R]]]:
        while under_way:
            yield done.get()
            under_way += start(1) - 1

    return ended(start(window))


def _report(
    done: SimpleQueue[tuple[T, PrefectFuture[R]]], item: T, ended: PrefectFuture[R]
) -> None:
    done.put((item, ended))


def _count(run: Run, seen: Sequence[str]) -> None:
    """Fill in what became of the documents of the run."""
    known = run.build.known_documents()
    # A file that changed while the run was under way has no rows; it is among what is left out.
    held = (known[document_id] for document_id in seen if document_id in known)
    run.summary.documents.update(document.status for document in held)
    wanted = set(seen)
    run.summary.alarms = [alarm for alarm in alarms(run.build.query) if alarm.document_id in wanted]
    run.summary.left_out += [
        LeftOut(file_name=row.file_name, code=row.code, message=row.message)
        for row in kept_out(run.build.query)
        if row.document_id in wanted
    ]


def _kept(load: DocumentLoad) -> LeftOut:
    """Return how a document is listed that failed now and keeps its rows of before."""
    failure = load.failure or Failure(code="", message="")
    return LeftOut(
        file_name=load.facts.file_name,
        code=failure.code,
        message=f"{failure.message} (The rows an earlier run gave it were kept.)",
    )
