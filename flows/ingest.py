"""The main job as a Prefect flow: release PDFs to a published warehouse."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from prefect import flow
from prefect.futures import PrefectFuture

from expectations.suites import warm_up
from extract.hashes import HASHES_NAME
from extract.remote import absolute, is_address
from extract.source import printable
from flows import tasks
from flows.errors import FileChanged
from flows.logs.kept_lines import keeping_lines
from flows.runs.extraction import Engine, Extracted, Job, Reader, failed, from_store
from flows.runs.failures import attempt
from flows.runs.loading import reading_version
from flows.runs.progress import DOCUMENTS, PAGES, show_progress
from flows.runs.run import Run, finish, in_order_of_completion, in_slices, load_all, starting
from flows.runs.selection import read_selection
from flows.runs.summary import LeftOut, RunSummary
from flows.settings import Settings, read_settings
from load.making.ledger import KnownDocument
from load.making.places import Survey
from load.tables.rows import Failure
from transform.cable import DocumentStatus

_LOG = logging.getLogger(__name__)

DOCUMENTS_PER_WORKER = 2
"""Documents under way per worker process: a release of one page leaves no worker idle while the
next one is opened."""


@flow(name="ingest", flow_run_name="ingest {source}")
def ingest(
    source: str,
    warehouse: str | None = None,
    store: str | None = None,
    workers: int | None = None,
    patches: str | None = None,
    path: str | None = None,
    since: str | None = None,
    only: str | None = None,
    where: str | None = None,
    rehash: bool = False,
    slice_documents: int | None = None,
    wait_seconds: float | None = None,
) -> RunSummary:
    """Read every PDF under a source, and publish a warehouse with what they say.

    Idempotent and resumable: pages that are stored are not read again, and documents that the
    warehouse holds from the same pages and the same parser are left as they are.

    Args:
        source: A PDF, or a folder or fsspec address that is searched for them.
        warehouse: The warehouse file; like the others, the setting of that name if not given.
        store: The page store.
        workers: Processes that read pages.
        patches: The file of corrections.
        path: Keep to a folder below the source (`1975/march`), or to files whose path fits a
            pattern (`*1975*`, where `*` stands for any characters).
        since: Keep to files modified since a date (2026-11-29), a date and time in UTC
            (2026-11-29T18:00), or so long ago (36h, 7d). Older files are not even opened.
        only: Keep to documents the warehouse holds with this status: failed, quarantined, no_cable
            or loaded.
        where: Keep to documents the warehouse holds for which this SQL condition on its table
            `documents` is true.
        rehash: Read the bytes of every file to see whether it is another, also of files whose
            place, size and times are those they had when they were last read.
        slice_documents: Publish after each so many documents, and let a run that waits come first.
        wait_seconds: Seconds to wait for another run that writes the warehouse.

    Raises:
        SourceError: there is nothing to read.
        ConfigurationError: a setting, a correction, `since` or `only` cannot be used.
        WrongQuery: `where` is no condition.
        MissingTool: the OCR engine is not installed.
        PipelineError: nothing was published; the old warehouse stands.
    """
    settings = read_settings(
        warehouse=warehouse, store=store, workers=workers, patches=patches,
        slice_documents=slice_documents, wait_seconds=wait_seconds,
    )  # fmt: skip
    selection = read_selection(settings.warehouse, path=path, since=since, only=only, where=where)
    engines = check_engines(settings)
    files = selection.files(tasks.find_files(source))
    memory = settings.work_folder / HASHES_NAME
    with keeping_lines() as before, show_progress() as progress:
        jobs, copies = tasks.hash_files(
            files, settings.limits.file_bytes, memory, progress, rehash=rehash
        )
    survey = _survey(source, jobs, is_whole=selection.is_everything)

    def do(remaining: Sequence[Job], run: Run) -> list[Job]:
        before.replay()
        run.build.look(survey)
        run.summary.copies = copies
        return _ingest_slice(remaining, run, reader_of(engines, run))

    begin = partial(
        starting,
        settings,
        source,
        engines.version,
        reads_addresses=is_address(source),
        selection=selection,
    )
    return in_slices(jobs, begin, do)


def _ingest_slice(jobs: Sequence[Job], run: Run, reader: Reader) -> list[Job]:
    """Do as many of the jobs as one run may, publish, and return those that are left."""
    jobs = _chosen(jobs, run)
    to_do = _not_loaded(jobs, run, reader.keys)
    limit = run.settings.slice_documents or len(to_do)
    to_do, later = to_do[:limit], to_do[limit:]
    others = _lost_with_the_schema(to_do, run)
    run.summary.rebuilt = len(others)
    _LOG.info(
        "%d documents, %d to do, %d from the store",
        len(jobs),
        len(to_do),
        len(others),
        extra={"code": "run.planned"},
    )
    run.progress.expect(DOCUMENTS, len(to_do) + len(others))
    load_all(run, chain(extract_all(to_do, run, reader), others))
    left = {job.document_id for job in later}
    finish(run, [job.document_id for job in jobs if job.document_id not in left])
    return later


def _survey(source: str, jobs: Sequence[Job], *, is_whole: bool) -> Survey:
    """Return where the files of a SOURCE were found."""
    return Survey(
        source=printable(absolute(source)),
        files={
            place: job.document_id for job in jobs if job.failure is None for place in job.sources
        },
        unread=frozenset(place for job in jobs if job.failure for place in job.sources),
        is_whole=is_whole,
    )


def _chosen(jobs: Sequence[Job], run: Run) -> Sequence[Job]:
    """Return the jobs for chosen documents, and for files that have come in their place."""
    chosen = run.selection.chosen
    if chosen is None:
        return jobs
    known = run.build.known_documents()
    return [
        job
        for job in jobs
        if job.document_id in chosen.document_ids or job.document_id not in known
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The OCR engine of a run, and the one that reads again what it leaves in doubt, if any."""

    first: Engine
    second: Engine | None

    @property
    def version(self) -> str:
        """What `runs.engine_version` says."""
        return ", then ".join(one.version for one in (self.first, self.second) if one is not None)


def check_engines(settings: Settings) -> Engines:
    """Return the engines a run is set to use.

    Raises:
        ConfigurationError: no engine has such a name.
        MissingTool: one is not installed.
    """
    second = settings.second_extract
    return Engines(
        first=tasks.check_ocr_engine(settings.extract),
        second=None if second is None else tasks.check_ocr_engine(second),
    )


def reader_of(engines: Engines, run: Run) -> Reader:
    """Return what every document of a run is extracted with."""
    return Reader(
        first=engines.first,
        second=engines.second,
        store_root=run.loader.store_root,
        pool=run.loader.pool,
        progress=run.progress,
        limits=run.loader.limits,
    )


def _not_loaded(jobs: Sequence[Job], run: Run, keys: str) -> list[Job]:
    """Return the jobs whose documents the warehouse does not hold as they would come out now."""
    known = run.build.known_documents()
    return [job for job in jobs if not _is_loaded(job, known.get(job.document_id), keys, run)]


def _is_loaded(job: Job, known: KnownDocument | None, keys: str, run: Run) -> bool:
    """Return whether there is nothing to do for a job.

    One that is now found in a place not known of it, or no more in the one it is called by, is
    loaded again for that, which costs no reading.
    """
    return (
        known is not None
        and run.build.is_called_right(known)
        and known.sources >= job.sources
        and known.parser_version == _version_now(known, keys, run)
    )


def _version_now(known: KnownDocument, keys: str, run: Run) -> str | None:
    """Return the version a document has that would come out as it did; None for one to be tried.

    What failed is tried again, for what stopped it may be gone: but a limit it failed at only when
    that is another, or when a person chose the document.
    """
    patches_digest = run.loader.patches.digest_of(known.document_id)
    if known.status != DocumentStatus.FAILED:
        return reading_version(keys, patches_digest)
    if run.selection.chosen is not None:
        return None
    return reading_version(keys, patches_digest, run.loader.limits_digest)


def _lost_with_the_schema(jobs: Sequence[Job], run: Run) -> list[Extracted]:
    """Return documents of a published file with other tables that are not read anew.

    Their rows cannot be carried over, and the store has their pages.
    """
    missing = run.build.missing_documents() - {job.document_id for job in jobs}
    found = (from_store(run.loader.store_root, document_id) for document_id in sorted(missing))
    return [document for document in found if document is not None]


def extract_all(jobs: Sequence[Job], run: Run, reader: Reader) -> Iterator[Extracted]:
    """Yield the jobs with their pages in the store, in order of completion."""
    if not jobs:
        return
    run.progress.expect(PAGES, 0)
    window = DOCUMENTS_PER_WORKER * reader.pool.workers

    def submit(job: Job) -> PrefectFuture[Extracted]:
        run.meter.begin(job.document_id)
        return tasks.extract.submit(job, reader=reader)

    readable = [job for job in jobs if job.failure is None]
    under_way = in_order_of_completion(submit, _as_hashed(readable, run), window)
    known = run.build.known_documents()
    if any(job.document_id not in known for job in readable):
        # Imported in a thread while the first pages are read, for the first batch needs it.
        warm_up()
    for job in jobs:
        if job.failure is not None:
            yield failed(job, reader, job.failure)
    for job, future in under_way:
        outcome = attempt(job.file_name, job.document_id, future.result)
        if isinstance(outcome, Failure):
            yield failed(job, reader, outcome)
            continue
        run.summary.pages += outcome.new_pages
        yield outcome


def _as_hashed(jobs: Sequence[Job], run: Run) -> Iterator[Job]:
    """Yield jobs, when their turn comes, whose files are still those that were hashed."""
    for job in jobs:
        if job.is_as_hashed:
            yield job
            continue
        error = FileChanged(
            f"{job.file_name} was changed or removed while the run was under way, and was left "
            "alone; run `cablehouse ingest` again when it is there as it shall be"
        )
        left_out = LeftOut(file_name=job.file_name, code=error.code, message=str(error))
        run.summary.left_out.append(left_out)
