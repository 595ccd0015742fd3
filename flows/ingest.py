"""The main job as a Prefect flow: release PDFs to a published warehouse."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from prefect import flow

from expectations.suites import warm_up
from flows import tasks
from flows.extraction import Engine, Extracted, Job, Reader, failed, from_store
from flows.failures import attempt
from flows.loading import reading_version
from flows.progress import DOCUMENTS, PAGES
from flows.run import Run, finish, in_order_of_completion, load_all, starting
from flows.settings import Settings, read_settings
from flows.summary import RunSummary
from load.ledger import KnownDocument
from load.rows import Failure
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
) -> RunSummary:
    """Read every PDF under a source, and publish a warehouse with what they say.

    Idempotent and resumable: pages that are stored are not read again, and documents that the
    warehouse holds from the same pages and the same parser are left as they are.

    Args:
        source: A PDF, or a folder that is searched for them.
        warehouse: The warehouse file; like the others, the setting of that name if not given.
        store: The page store.
        workers: Processes that read pages.
        patches: The file of corrections.

    Raises:
        SourceError: there is nothing to read.
        ConfigurationError: a setting or a correction cannot be used.
        MissingTool: the OCR engine is not installed.
        PipelineError: nothing was published; the old warehouse stands.
    """
    settings = read_settings(warehouse=warehouse, store=store, workers=workers, patches=patches)
    engines = check_engines(settings)
    files = tasks.find_files(Path(source))
    with starting(settings, source, engines.version) as run:
        jobs, run.summary.copies = tasks.hash_files(files)
        reader = reader_of(engines, run)
        to_do = _not_loaded(jobs, run, reader.keys)
        others = _lost_with_the_schema(jobs, run)
        _LOG.info("%d documents, %d to do, %d from the store", len(jobs), len(to_do), len(others))
        run.progress.expect(DOCUMENTS, len(to_do) + len(others))
        load_all(run, chain(extract_all(to_do, run, reader), others))
        return finish(run, [job.document_id for job in jobs])


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
    )


def _not_loaded(jobs: Sequence[Job], run: Run, keys: str) -> list[Job]:
    """Return the jobs whose documents the warehouse does not hold as they would come out now."""
    known = run.build.known_documents()
    versions = (
        reading_version(keys, run.loader.patches.digest_of(job.document_id)) for job in jobs
    )
    return [
        job
        for job, version in zip(jobs, versions, strict=True)
        if not _is_loaded(job, known.get(job.document_id), version)
    ]


def _is_loaded(job: Job, known: KnownDocument | None, version: str) -> bool:
    """Return whether there is nothing to do for a job.

    A document that failed is always tried again: what stopped it may be gone. One that is now
    found in a place not known of it is loaded again for that, which costs no reading.
    """
    return (
        known is not None
        and known.status != DocumentStatus.FAILED
        and known.parser_version == version
        and known.sources >= job.sources
    )


def _lost_with_the_schema(jobs: Sequence[Job], run: Run) -> list[Extracted]:
    """Return documents of a published file with other tables that this source does not hold.

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
    window = DOCUMENTS_PER_WORKER * run.settings.workers
    submit = partial(tasks.extract.submit, reader=reader)
    readable = [job for job in jobs if job.failure is None]
    under_way = in_order_of_completion(submit, readable, window)
    known = run.build.known_documents()
    if any(job.document_id not in known for job in readable):
        # Imported in a thread while the first pages are read, for the first batch needs it.
        warm_up()
    for job in jobs:
        if job.failure is not None:
            yield failed(job, reader, job.failure)
    for job, future in under_way:
        outcome = attempt(f"{job.file_name} ({job.document_id[:12]})", future.result)
        if isinstance(outcome, Failure):
            yield failed(job, reader, outcome)
            continue
        run.summary.pages += outcome.new_pages
        yield outcome
