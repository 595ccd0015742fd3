"""Extracted documents to rows: parsed in the worker processes, judged and staged in batches.

No Prefect here; `flows.tasks` wraps `load_documents` in a task.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

from expectations.results import BatchVerdict, Verdict
from expectations.suites import validate_batch
from extract.errors import UnreadablePage
from flows.corrections.patch_file import PatchBook
from flows.errors import AT_A_LIMIT
from flows.logs.log_context import about
from flows.parser_version import parser_version
from flows.runs.extraction import Extracted
from flows.runs.failures import attempt
from flows.runs.metrics import LOAD, Meter
from flows.runs.progress import DOCUMENTS
from flows.workers.bounds import Limits
from flows.workers.pools import Pool
from flows.workers.reading import ParsedPages, parse_stored
from load.making.bulk import frames
from load.making.staging import LoadCounts
from load.tables.columns import BigInt
from load.tables.reading_version import reading_version as made_of
from load.tables.records import DocumentFacts
from load.tables.rows import DocumentLoad, Failure, Finding, Stamp
from load.warehouse import WarehouseBuild
from transform.cable import DocumentStatus

_LOG = logging.getLogger(__name__)

CHECK_STAGE = "check"
"""`quarantine.stage` of what failed an expectation."""

PARSING = "parsing"
"""The workers' queue of documents to parse; the other queues are files to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """What every batch of a run is loaded with."""

    build: WarehouseBuild
    stamp: Stamp
    store_root: str
    pool: Pool
    progress: Meter
    patches: PatchBook
    limits: Limits
    limits_digest: str
    is_retry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsing:
    """An extracted document with the parsing of it that has begun, or why there is none."""

    item: Extracted
    begun: Future[ParsedPages | None] | Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedBatch:
    """What came of a batch."""

    counts: LoadCounts
    verdict: BatchVerdict
    document_ids: tuple[str, ...]
    kept_as_before: tuple[DocumentLoad, ...] = ()
    """Documents that failed now and keep the rows an earlier run gave them."""


def reading_version(key: str | None, patches_digest: str, limits_digest: str = "") -> str:
    """Return what `documents.parser_version` says of a document that this parser reads.

    A document whose reading version is the current one comes out the same, so it is left alone.

    Args:
        key: The key of the pages in the store; None for a document that gave none.
        patches_digest: `PatchBook.digest_of` the document; empty where it has no patch.
        limits_digest: `Limits.digest`, for a document that failed at one of them.
    """
    return made_of(parser_version(), key, patches_digest, limits_digest)


def start_parsing(item: Extracted, loader: Loader) -> Parsing:
    """Have a document parsed in a worker process, while others are still read.

    Args:
        item: The document, its pages stored.
        loader: What to load with.
    """
    if item.failure is not None:
        return Parsing(item=item, begun=item.failure)
    document_id = item.job.document_id
    patches = loader.patches.of(document_id)
    page_count, key = item.page_count or 0, item.key or ""
    with about(document=document_id):
        future = loader.pool.submit(
            loader.limits.of_parsing(page_count),
            PARSING,
            parse_stored,
            document_id,
            page_count,
            loader.store_root,
            key,
            loader.limits.memory_bytes,
            patches,
        )
    return Parsing(item=item, begun=future)


def load_documents(batch: Sequence[Parsing], loader: Loader) -> LoadedBatch:
    """Judge and stage documents.

    Args:
        batch: The documents, each once.
        loader: What to load with.

    Raises:
        WarehouseError: they cannot be staged.
        StoreFailed: the page store cannot be read.
    """
    parsed = [_load_of(parsing.item, loader, _outcome(parsing)) for parsing in batch]
    # What was published once is not taken back because this version, or this day, cannot read it.
    kept = tuple(load for load in parsed if load.failure and _is_held(load, loader.build))
    loads = [load for load in parsed if load not in kept]
    # What could not be read has no rows to judge, and the judge is dear to start (3 s).
    is_read = any(load.parsed is not None for load in loads)
    with loader.progress.stage(LOAD):
        verdict = validate_batch(frames(loads, loader.stamp)) if is_read else BatchVerdict()
        counts = loader.build.load(_quarantined(loads, verdict), loader.stamp)
    loader.progress.advance(DOCUMENTS, len(batch))
    _LOG.info(
        "%d documents staged, %d of them new or changed",
        len(batch),
        counts.changed,
        extra={"code": "batch.staged"},
    )
    return LoadedBatch(
        counts=counts,
        verdict=verdict,
        document_ids=tuple(parsing.item.job.document_id for parsing in batch),
        kept_as_before=kept,
    )


def _is_held(load: DocumentLoad, build: WarehouseBuild) -> bool:
    """Return whether the warehouse holds rows of a document from a run that could read it."""
    known = build.known_documents().get(load.facts.document_id)
    return known is not None and known.status != DocumentStatus.FAILED


def _outcome(parsing: Parsing) -> ParsedPages | Failure:
    """Return what was understood of a document, once it is."""
    begun, job = parsing.begun, parsing.item.job
    if isinstance(begun, Failure):
        return begun

    def wait() -> ParsedPages:
        found = begun.result()
        if found is None:
            raise UnreadablePage(
                "a stored page of this document is damaged or was removed; run `cablehouse "
                "ingest` with its file again, which reads that page anew"
            )
        return found

    return attempt(job.file_name, job.document_id, wait)


def _load_of(item: Extracted, loader: Loader, outcome: ParsedPages | Failure) -> DocumentLoad:
    failure = outcome if isinstance(outcome, Failure) else None
    read = outcome if isinstance(outcome, ParsedPages) else None
    is_at_a_limit = failure is not None and failure.code in AT_A_LIMIT
    version = reading_version(
        item.key if is_at_a_limit or read else None,
        loader.patches.digest_of(item.job.document_id),
        (item.failed_within or loader.limits_digest) if is_at_a_limit else "",
    )
    return DocumentLoad(
        facts=DocumentFacts(
            document_id=item.job.document_id,
            file_name=item.job.file_name,
            source_uri=item.job.source_uri,
            byte_count=BigInt(item.job.byte_count),
            page_count=item.page_count if read else None,
        ),
        parser_version=version,
        pages=read.pages if read else (),
        parsed=read.parsed if read else None,
        failure=failure,
        is_retry=loader.is_retry,
        other_sources=item.job.other_sources,
    )


def _quarantined(loads: Sequence[DocumentLoad], verdict: BatchVerdict) -> list[DocumentLoad]:
    """Return the documents with what the verdict says of them."""
    found: dict[str, list[Verdict]] = {}
    for row in verdict.quarantined:
        found.setdefault(row.document_id, []).append(row)
    return [
        replace(load, quarantined=tuple(map(finding_of, found.get(load.facts.document_id, ()))))
        for load in loads
    ]


def finding_of(verdict: Verdict) -> Finding:
    """Return a verdict as what goes to quarantine."""
    return Finding(
        stage=CHECK_STAGE,
        code=verdict.code,
        message=verdict.message,
        cable_id=verdict.cable_id,
    )
