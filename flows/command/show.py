"""One PDF to the terminal: read, parsed and printed, with no warehouse, no store and no Prefect."""

from __future__ import annotations

import dataclasses
from dataclasses import fields
from pathlib import Path
from typing import Any

from extract.errors import SourceError
from extract.scratch import Scratch
from extract.source import discover
from flows.corrections.patch_file import patches_of
from flows.runs.extraction import Engine, Reader, extract_document, find_jobs
from flows.runs.progress import show_progress
from flows.settings import read_settings
from flows.workers.fence import fence_of
from flows.workers.pool import WorkerPool
from flows.workers.reading import ParsedPages, parse_stored
from transform.defects import Defect

UNASKED = "unasked"
"""Stands for the engine's version in the key of pages nobody will look for again: a PDF with a text
layer can be shown where no engine is installed."""


def read_file(path: Path, *, workers: int | None = None) -> ParsedPages:
    """Read and parse one PDF.

    Args:
        path: The file.
        workers: Processes that read its pages; the setting if None.

    Raises:
        SourceError: it is no file.
        DocumentError: it cannot be used.
        MissingTool: it needs OCR and there is no engine.
    """
    if path.is_dir():
        raise SourceError(f"{path} is a folder; name one PDF, or use `cablehouse ingest`")
    settings = read_settings(workers=workers)
    limits = settings.limits
    (job,), _ = find_jobs(discover(path), limits.file_bytes)
    if job.failure is not None:
        raise SourceError(job.failure.message)
    with (
        Scratch("cablehouse-show-") as scratch,
        WorkerPool(settings.workers, fence_of(str(scratch.path))) as pool,
        show_progress() as progress,
    ):
        second = settings.second_extract
        reader = Reader(
            first=Engine(settings=settings.extract, version=UNASKED),
            second=None if second is None else Engine(settings=second, version=UNASKED),
            store_root=str(scratch.path),
            pool=pool,
            progress=progress,
            limits=limits,
        )
        extracted = extract_document(job, reader)
        patches = patches_of(settings).of(job.document_id)
        page_count = extracted.page_count or 0
        read = pool.submit(
            limits.of_parsing(page_count),
            job.document_id,
            parse_stored,
            job.document_id,
            page_count,
            str(scratch.path),
            reader.keys,
            limits.memory_bytes,
            patches,
        ).result()
    if read is None:
        raise SourceError(f"{path} changed or its pages were lost while it was read; try again")
    return read


def as_json_values(read: ParsedPages) -> Any:
    """Return a document as JSON values, absent fields as null; its pages without their words.

    `docs/show.md` promises the keys.
    """
    return _plain(read.parsed) | {
        "pages": [
            {
                "page_no": page.page_no,
                "text_source": page.source.value,
                "engine": page.engine,
                "route_reason": page.route_reason,
                "unread_share": page.unread_share,
                "ink_read_share": page.ink_read_share,
                "doubts": [doubt.value for doubt in page.doubts],
                "other_source": page.other_reading.source.value if page.other_reading else None,
                "other_engine": page.other_reading.engine if page.other_reading else None,
                "hidden_text": _plain(page.hidden_text),
            }
            for page in read.pages
        ]
    }


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        record = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return record | ({"severity": value.severity.value} if isinstance(value, Defect) else {})
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
