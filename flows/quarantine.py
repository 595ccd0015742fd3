"""What was kept out of a warehouse: listing it, and trying it again as a Prefect flow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from prefect import flow

from extract.errors import FileTooLarge, SourceError, UnreadableFile
from extract.remote import RemoteFile
from extract.source import find_again, hash_file
from flows.ingest import check_engines, extract_all, reader_of
from flows.runs.extraction import Extracted, Job, absolute_file, from_store
from flows.runs.progress import DOCUMENTS
from flows.runs.run import finish, load_all, starting
from flows.runs.summary import RunSummary
from flows.settings import read_settings
from load.asks.quarantine import KeptOut, kept_out
from load.connection import query
from load.tables.rows import EXTRACT_STAGE


def rows_of_quarantine(warehouse: Path) -> tuple[KeptOut, ...]:
    """Return what a published warehouse keeps out.

    Raises:
        WarehouseError: it cannot be read.
    """
    return kept_out(partial(query, warehouse))


@flow(name="quarantine-retry", flow_run_name="retry what is in quarantine")
def retry(
    source: str | None = None,
    warehouse: str | None = None,
    store: str | None = None,
    workers: int | None = None,
    patches: str | None = None,
    wait_seconds: float | None = None,
) -> RunSummary:
    """Try everything in quarantine once more, and publish.

    A file that could not be read is read again from where it was found, or from below `source`; a
    document that failed a check is parsed again from its stored pages.

    Args:
        source: Where the files are now; None means where the run before found them.
        warehouse: The warehouse file; like the others, the setting of that name if not given.
        store: The page store.
        workers: Processes that read pages.
        patches: The file of corrections.
        wait_seconds: Seconds to wait for another run that writes the warehouse.

    Raises:
        ConfigurationError: a setting or a correction cannot be used.
        SourceError: nothing is in quarantine, or none of it can be found.
        PipelineError: nothing was published; the old warehouse stands.
    """
    settings = read_settings(
        warehouse=warehouse,
        store=store,
        workers=workers,
        patches=patches,
        wait_seconds=wait_seconds,
    )
    rows = {row.document_id: row for row in rows_of_quarantine(settings.warehouse)}
    jobs = [job for row in rows.values() if (job := _job_of(row, source)) is not None]
    parsed_again = _from_store(list(rows.values()), settings.store_root)
    if not jobs and not parsed_again:
        raise SourceError(
            "nothing in quarantine can be tried again: it is empty, or its files are not where "
            "they were. `cablehouse quarantine list` names them; give the folder they are in now."
        )
    engines = check_engines(settings)
    with starting(
        settings,
        source or "quarantine",
        engines.version,
        reads_addresses=any(isinstance(job.path, RemoteFile) for job in jobs),
        is_retry=True,
    ) as run:
        reader = reader_of(engines, run)
        run.progress.expect(DOCUMENTS, len(jobs) + len(parsed_again))
        load_all(run, chain(extract_all(jobs, run, reader), parsed_again))
        seen = [job.document_id for job in jobs]
        return finish(run, seen + [item.job.document_id for item in parsed_again])


def _job_of(row: KeptOut, source: str | None) -> Job | None:
    """Return the job for a file that could not be read, or None when it is not to be found."""
    if row.stage != EXTRACT_STAGE:
        return None
    path = find_again(source or row.source or "", row.source_uri)
    try:
        document_id, byte_count = hash_file(path)
    except (FileTooLarge, UnreadableFile):
        return None
    if document_id != row.document_id:
        return None
    return Job(
        path=absolute_file(path),
        document_id=document_id,
        file_name=row.file_name,
        source_uri=row.source_uri,
        byte_count=byte_count,
    )


def _from_store(rows: Sequence[KeptOut], store_root: str) -> list[Extracted]:
    found = (from_store(store_root, row.document_id) for row in rows if row.stage != EXTRACT_STAGE)
    return [document for document in found if document is not None]
