"""What a worker process does: read one page into the store, or parse a document from it.

Imports neither Prefect nor the command, so that a worker starts in under a second.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract.document import PdfFacts, extract_page, open_document
from extract.limits import held_memory, page_memory
from extract.page import Page, TextSource
from extract.remote import Copies, RemoteFile
from extract.settings import ExtractSettings
from extract.source import printable
from extract.store.keys import split_keys
from extract.store.store import PageStore
from flows.errors import WorkerTooLarge
from transform.cable import ParsedDocument
from transform.parse import parse_document
from transform.patches import Patch
from transform.second_opinion import pages_to_ask, settle

_LOG = logging.getLogger(__name__)

_COPIES = Copies()
"""This process's copies of files that lie elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What came of asking for a page. `is_new` tells that it was extracted, not found stored."""

    source: TextSource
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPages:
    """A document's pages and what was understood of them."""

    pages: tuple[Page, ...]
    parsed: ParsedDocument


def open_file(file: Path | RemoteFile, document_id: str, memory_bytes: int) -> PdfFacts:
    """Open a PDF to see that it can be read.

    Args:
        file: The PDF.
        document_id: sha256 of its bytes.
        memory_bytes: What that may take.

    Raises:
        DocumentError: what `open_document` and `page_memory` raise; it is not there, or another.
        StoreUnreachable: the object store it lies in does not answer.
    """
    path = _here(file, document_id)
    with page_memory(printable(file.name), memory_bytes):
        return open_document(path)


def _here(file: Path | RemoteFile, document_id: str) -> Path:
    """Return a file of this machine with the bytes of a file."""
    return _COPIES.of(file, document_id) if isinstance(file, RemoteFile) else file


def read_page(
    file: Path | RemoteFile,
    document_id: str,
    page_no: int,
    settings: ExtractSettings,
    store_root: str,
    key: str,
    earlier_key: str | None = None,
) -> PageRead:
    """Extract a page into the store, unless it is there.

    Another engine makes nothing else of a page it does not read: that is taken over as it is.

    Args:
        file: The PDF.
        document_id: sha256 of its bytes.
        page_no: 1-based.
        settings: How to extract.
        store_root: The page store.
        key: `extract.store.page_key` of the settings and the engine.
        earlier_key: The key its pages have that were extracted in the same way by another engine.

    Raises:
        DocumentError, MissingTool: what `extract_page`, `page_memory` and `put_page` raise.
        StoreFailed: the store cannot be read or written.
    """
    store = PageStore(store_root)
    stored = store.get_page(document_id, page_no, key)
    if stored is None and earlier_key is not None:
        stored = store.get_page(document_id, page_no, earlier_key)
        if stored is not None and stored.is_read_by_engine:
            stored = None
        if stored is not None:
            store.put_page(stored, key)
    if stored is not None:
        return PageRead(source=stored.source, is_new=False)
    path = _here(file, document_id)
    began = time.monotonic()
    with page_memory(f"page {page_no} of {printable(file.name)}", settings.page_memory_bytes):
        page = extract_page(path, document_id, page_no, settings)
    store.put_page(page, key, settings.page_bytes)
    _LOG.debug(
        "%s, %s, %d lines in %.2f s",
        page.source.value,
        page.engine or "no engine",
        len(page.lines),
        time.monotonic() - began,
        extra={"code": "page.read"},
    )
    return PageRead(source=page.source, is_new=True)


def find_doubtful(
    document_id: str, page_count: int, store_root: str, key: str, memory_bytes: int
) -> tuple[int, ...]:
    """Return the stored pages of a document that another engine should read too.

    Args:
        document_id: The document.
        page_count: How many pages it has.
        store_root: The page store.
        key: What its pages were extracted under.
        memory_bytes: What that may take.

    Raises:
        StoreFailed: the store cannot be read.
        WorkerTooLarge: it takes more memory.
    """
    with _parse_memory(memory_bytes):
        pages = _stored_pages(PageStore(store_root), document_id, page_count, key)
        return () if pages is None else pages_to_ask(pages, parse_document(pages))


def parse_stored(
    document_id: str,
    page_count: int,
    store_root: str,
    keys: str,
    memory_bytes: int,
    patches: tuple[Patch, ...] = (),
) -> ParsedPages | None:
    """Parse a document from its stored pages; None when one of them is not there.

    Args:
        document_id: The document.
        page_count: How many pages it has.
        store_root: The page store.
        keys: What its pages were extracted under (`extract.store.joined_keys`).
        memory_bytes: What that may take.
        patches: What people keyed for it.

    Raises:
        StoreFailed: the store cannot be read.
        WorkerTooLarge: it takes more memory.
    """
    store = PageStore(store_root)
    key, second_key = split_keys(keys)
    with _parse_memory(memory_bytes):
        pages = _stored_pages(store, document_id, page_count, key)
        if pages is None:
            return None
        if second_key is not None:
            asked = pages_to_ask(pages, parse_document(pages))
            again = {number: store.get_page(document_id, number, second_key) for number in asked}
            held = {number: page for number, page in again.items() if page is not None}
            pages = settle(pages, held)
        return ParsedPages(pages=pages, parsed=parse_document(pages, patches))


@contextmanager
def _parse_memory(memory_bytes: int) -> Iterator[None]:
    """Hold the process to some more memory than it has while a document is parsed."""
    try:
        with held_memory(memory_bytes):
            yield
    except MemoryError as error:
        raise WorkerTooLarge(
            f"parsing it takes more than {memory_bytes >> 20:,} MB of memory; look at the PDF, or "
            "raise CABLEHOUSE_MEMORY_MB if it is wanted"
        ) from error


def _stored_pages(
    store: PageStore, document_id: str, page_count: int, key: str
) -> tuple[Page, ...] | None:
    """Return all pages of a document, or None when one is not there."""
    pages = [store.get_page(document_id, number + 1, key) for number in range(page_count)]
    held = tuple(page for page in pages if page is not None)
    return held if len(held) == page_count else None
