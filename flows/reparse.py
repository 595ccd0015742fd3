"""Parsing everything again from the stored pages, as a Prefect flow: no PDF and no OCR."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from prefect import flow

from expectations.suites import warm_up
from extract.errors import SourceError
from extract.store.store import PageStore
from flows.runs.extraction import Extracted, of_record
from flows.runs.progress import DOCUMENTS
from flows.runs.run import Run, finish, in_slices, load_all, starting
from flows.runs.selection import read_selection
from flows.runs.summary import RunSummary
from flows.settings import read_settings

_LOG = logging.getLogger(__name__)


@flow(name="reparse", flow_run_name="reparse")
def reparse(
    warehouse: str | None = None,
    store: str | None = None,
    workers: int | None = None,
    patches: str | None = None,
    only: str | None = None,
    where: str | None = None,
    slice_documents: int | None = None,
    wait_seconds: float | None = None,
) -> RunSummary:
    """Parse every stored document again, and publish a warehouse with what they say.

    For a new parser, new vocabularies, new tables or new corrections. Documents whose pages are not
    all stored, for a run that read them was stopped, are left to the next ingest.

    Args:
        warehouse: The warehouse file; like the others, the setting of that name if not given.
        store: The page store.
        workers: Processes that parse.
        patches: The file of corrections.
        only: Keep to documents the warehouse holds with this status: failed, quarantined, no_cable
            or loaded.
        where: Keep to documents the warehouse holds for which this SQL condition on its table
            `documents` is true.
        slice_documents: Publish after each so many documents, and let a run that waits come first.
        wait_seconds: Seconds to wait for another run that writes the warehouse.

    Raises:
        SourceError: the store holds no document.
        ConfigurationError: a setting, a correction or `only` cannot be used.
        WrongQuery: `where` is no condition.
        PipelineError: nothing was published; the old warehouse stands.
    """
    settings = read_settings(
        warehouse=warehouse, store=store, workers=workers, patches=patches,
        slice_documents=slice_documents, wait_seconds=wait_seconds,
    )  # fmt: skip
    selection = read_selection(settings.warehouse, only=only, where=where)
    warm_up()
    found = (of_record(record) for record in PageStore(settings.store_root).documents())
    documents = [document for document in found if document is not None]
    if not documents:
        raise SourceError(
            f"the store {settings.store_root} holds no document; run `cablehouse ingest SOURCE` "
            "first, or name the right store with --store"
        )
    if selection.chosen is not None:
        chosen = selection.chosen.document_ids
        documents = [document for document in documents if document.job.document_id in chosen]
    begin = partial(starting, settings, settings.store_root, None, selection=selection)
    return in_slices(documents, begin, _reparse_slice)


def _reparse_slice(documents: Sequence[Extracted], run: Run) -> list[Extracted]:
    """Parse as many of the documents as one run may, publish, and return those that are left.

    All of them where the published file has other tables: no row of it can be carried over.
    """
    is_carried = not run.build.missing_documents()
    limit = (is_carried and run.settings.slice_documents) or len(documents)
    now, later = documents[:limit], list(documents[limit:])
    run.progress.expect(DOCUMENTS, len(now))
    load_all(run, now)
    finish(run, [document.job.document_id for document in now])
    return later
