"""Parsing everything again from the stored pages, as a Prefect flow: no PDF and no OCR."""

from __future__ import annotations

import logging

from prefect import flow

from expectations.suites import warm_up
from extract.errors import SourceError
from extract.store import PageStore
from flows.extraction import of_record
from flows.progress import DOCUMENTS
from flows.run import finish, load_all, starting
from flows.settings import read_settings
from flows.summary import RunSummary

_LOG = logging.getLogger(__name__)


@flow(name="reparse", flow_run_name="reparse")
def reparse(
    warehouse: str | None = None,
    store: str | None = None,
    workers: int | None = None,
    patches: str | None = None,
) -> RunSummary:
    """Parse every stored document again, and publish a warehouse with what they say.

    For a new parser, new vocabularies, new tables or new corrections. Documents whose pages are not
    all stored, for a run that read them was stopped, are left to the next ingest.

    Args:
        warehouse: The warehouse file; like the others, the setting of that name if not given.
        store: The page store.
        workers: Processes that parse.
        patches: The file of corrections.

    Raises:
        SourceError: the store holds no document.
        ConfigurationError: a setting or a correction cannot be used.
        PipelineError: nothing was published; the old warehouse stands.
    """
    settings = read_settings(warehouse=warehouse, store=store, workers=workers, patches=patches)
    warm_up()
    found = (of_record(record) for record in PageStore(settings.store_root).documents())
    documents = [document for document in found if document is not None]
    if not documents:
        raise SourceError(
            f"the store {settings.store_root} holds no document; run `cablehouse ingest SOURCE` "
            "first, or name the right store with --store"
        )
    with starting(settings, settings.store_root, None) as run:
        run.progress.expect(DOCUMENTS, len(documents))
        load_all(run, documents)
        return finish(run, [document.job.document_id for document in documents])
