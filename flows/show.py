"""One PDF to the terminal: read, parsed and printed, with no warehouse, no store and no Prefect."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract.errors import SourceError
from extract.page import Page
from extract.source import discover
from flows.extraction import Engine, Reader, extract_document, find_jobs
from flows.patch_file import patches_of
from flows.pool import WorkerPool
from flows.progress import show_progress
from flows.reading import ParsedPages, parse_stored
from flows.settings import read_settings
from transform.cable import Cable

UNASKED = "unasked"
"""Stands for the engine's version in the key of pages nobody will look for again: a PDF with a text
layer can be shown where no engine is installed."""

_HIDDEN = frozenset(
    {"addressees", "references", "distribution", "paragraphs", "redactions", "defects", "tag_list"}
    | {"readings", "body"}
)
"""Attributes of a cable that are lists of records: shown in words of their own, or left out."""


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
    (job,), _ = find_jobs(discover(path))
    if job.failure is not None:
        raise SourceError(job.failure.message)
    with (
        tempfile.TemporaryDirectory(prefix="cablehouse-show-") as store_root,
        WorkerPool(settings.workers) as pool,
        show_progress() as progress,
    ):
        second = settings.second_extract
        reader = Reader(
            first=Engine(settings=settings.extract, version=UNASKED),
            second=None if second is None else Engine(settings=second, version=UNASKED),
            store_root=store_root,
            pool=pool,
            progress=progress,
        )
        extracted = extract_document(job, reader)
        patches = patches_of(settings).of(job.document_id)
        page_count = extracted.page_count or 0
        read = parse_stored(job.document_id, page_count, store_root, reader.keys, patches)
    if read is None:
        raise SourceError(f"{path} changed or its pages were lost while it was read; try again")
    return read


def as_json_values(read: ParsedPages) -> Any:
    """Return a document as JSON values, absent fields as null; its pages without their words."""
    return _plain(dataclasses.asdict(read.parsed)) | {
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
                "hidden_text": [dataclasses.asdict(one) for one in page.hidden_text],
            }
            for page in read.pages
        ]
    }


def as_text(read: ParsedPages) -> str:
    """Return a document as lines for a person: its pages, fields with a value, lists, the body."""
    parsed = read.parsed
    lines = [f"document {parsed.document_id}: {parsed.status}"]
    if parsed.status_reason:
        lines.append(f"  {parsed.status_reason}")
    lines += [_page_line(page) for page in read.pages]
    lines += [*_fields(parsed.release), *_fields(parsed.review_marks)]
    for cable in parsed.cables:
        lines += ["", f"cable {cable.cable_no}, pages {cable.page_first} to {cable.page_last}"]
        lines += _cable_lines(cable)
    lines += [f"  ! {d.severity} {d.code}: {d.message}" for d in parsed.defects]
    return "\n".join(lines)


def _page_line(page: Page) -> str:
    """Return where a page's words came from, why, whether they are doubtful, what is not read."""
    doubts = f"; doubtful: {', '.join(page.doubts)}" if page.doubts else ""
    unread = f"; {page.unread_share:.0%} of it not read" if page.unread_share else ""
    return f"  page {page.page_no}: {page.source}, {page.route_reason}{doubts}{unread}"


def _cable_lines(cable: Cable) -> Iterator[str]:
    yield from _fields(cable, hidden=_HIDDEN)
    for addressee in cable.addressees:
        yield f"  {addressee.role}: {addressee.plain_language_address}"
    for reference in cable.references:
        yield f"  ref {reference.label or '-'}: {reference.mrn or reference.raw}"
    for defect in cable.defects:
        yield f"  ! {defect.severity} {defect.code}: {defect.message}"
    if cable.body:
        yield ""
        yield cable.body


def _fields(record: Any, *, hidden: frozenset[str] = frozenset()) -> list[str]:
    values = {
        field.name: getattr(record, field.name)
        for field in dataclasses.fields(record)
        if field.name not in hidden
    }
    return [
        f"  {name}: {', '.join(map(str, value)) if isinstance(value, tuple) else value}"
        for name, value in values.items()
        if value not in (None, ())
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
