"""The store as the rest of the house asks it: pages, documents, marks, and what may go.

`extract/store/__init__.py` says where each lies.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from extract.errors import StoreFailed, TooMuchText
from extract.page import Page
from extract.settings import PAGE_BYTES
from extract.store.document_record import DocumentRecord, document_of, values_of
from extract.store.files import DAMAGE, SUFFIX, StoredFile, StoreFiles, as_json
from extract.store.page_record import STORE_FORMAT, page_of, record_of

_READERS, _READ_AHEAD = 32, 1024
"""Document records read at a time, and asked for in advance: an object store takes some 10 ms for
each, and one after another three million would take it a night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPages:
    """The pages of a document under one key.

    Attributes:
        document_id: The document.
        key: The `page_key` they are stored under.
        page_count: How many there are.
        byte_count: What they take.
        changed_at: When the last was written, UTC; None where the store cannot tell.
        unfinished: What writers that were killed left there, or are at just now.
    """

    document_id: str
    key: str
    page_count: int
    byte_count: int
    changed_at: datetime | None
    unfinished: tuple[StoredFile, ...] = ()


class PageStore:
    """Pages and document records under one root; open as many as wanted, in any process."""

    def __init__(self, root: str | Path) -> None:
        self._files = StoreFiles(root)

    def folder(self) -> Path | None:
        """Return the folder it is in, made if it is not there; None where it is in no folder.

        Raises:
            StoreFailed: it cannot be made.
        """
        return self._files.make_root()

    def has_page(self, document_id: str, page_no: int, key: str) -> bool:
        """Return whether a file for the page is there (it is not opened: it may be damaged)."""
        return self._files.has(self._page_path(document_id, page_no, key))

    def get_page(self, document_id: str, page_no: int, key: str) -> Page | None:
        """Return a stored page, or None when it is absent or damaged (with a warning)."""
        path = self._page_path(document_id, page_no, key)
        return self._files.read(path, f"page {page_no} of document {document_id}", page_of)

    def put_page(self, page: Page, key: str, most_bytes: int = PAGE_BYTES) -> None:
        """Store a page unless a whole one is there: what is stored is never changed.

        Args:
            page: The page.
            key: What it was extracted under.
            most_bytes: How large its record may be before it is packed.

        Raises:
            StoreFailed: it cannot be written, e.g. the disk is full.
            TooMuchText: its record is larger.
        """
        if self.get_page(page.document_id, page.page_no, key) is not None:
            return
        text = as_json(record_of(page))
        if len(text) > most_bytes:
            words = sum(len(line.words) for line in page.lines)
            raise TooMuchText(
                f"page {page.page_no} gives {words:,} words and {len(page.marks):,} marks, "
                f"{len(text) >> 10:,} kB where a page may give {most_bytes >> 10:,}: no print "
                "of a cable has so many; look at the PDF, and raise CABLEHOUSE_MAX_PAGE_KB if "
                "it is wanted"
            )
        self._files.write(self._page_path(page.document_id, page.page_no, key), text)

    def get_document(self, document_id: str) -> DocumentRecord | None:
        """Return what is known of a document, or None when nothing (whole) is stored."""
        path = self._document_path(document_id)
        return self._files.read(path, f"record of document {document_id}", document_of)

    def put_document(self, record: DocumentRecord) -> None:
        """Store what is known of a document; the newest record stands, and places add up.

        Raises:
            StoreFailed: it cannot be written.
        """
        record = record.found_also_in(self.get_document(record.document_id))
        self._files.write(self._document_path(record.document_id), as_json(values_of(record)))

    def documents(self) -> Iterator[DocumentRecord]:
        """Yield every stored document record in the order of the ids."""
        paths = self._files.matching(f"{self._files.root}/documents/*/*{SUFFIX}")
        ids = [path.rsplit("/", 1)[1].removesuffix(SUFFIX) for path in paths]
        with ThreadPoolExecutor(_READERS) as readers:
            for first in range(0, len(ids), _READ_AHEAD):
                found = readers.map(self.get_document, ids[first : first + _READ_AHEAD])
                yield from (record for record in found if record is not None)

    def leave_mark(self, name: str) -> None:
        """Leave a mark, by which another machine sees that it has the same store before it.

        Raises:
            StoreFailed: it cannot be written.
        """
        self._files.write(self._mark_path(name), as_json({"format": STORE_FORMAT}))

    def has_mark(self, name: str) -> bool:
        """Return whether a mark is there.

        Raises:
            StoreFailed: the store cannot be read.
        """
        return self._files.read(self._mark_path(name), f"mark {name}", dict) is not None

    def remove_mark(self, name: str) -> None:
        """Take a mark away that is there.

        Raises:
            StoreFailed: it cannot be removed.
        """
        self._files.remove(self._mark_path(name))

    def marks(self) -> Iterator[StoredFile]:
        """Yield the marks that are there, of runs under way and of those that were killed."""
        for file in self._files.files(f"{self._files.root}/marks"):
            if not file.is_unfinished:
                yield file

    def check_writable(self) -> None:
        """See that what is written to the store can be read from it; nothing stays.

        Raises:
            StoreFailed: it cannot be.
        """
        name = f"check-{uuid.uuid4().hex}"
        self.leave_mark(name)
        is_there = self.has_mark(name)
        self.remove_mark(name)
        if not is_there:
            raise StoreFailed(
                f"the store at {self._files.root} does not give what was just written to it; look "
                "at the disk or the object store, or name another place with --store"
            )

    def format_found(self) -> int | None:
        """Return the format of the first document record, or None when there is none.

        Raises:
            StoreFailed: the store cannot be read.
        """
        try:
            for shard in self._files.folders(f"{self._files.root}/documents"):
                for file in self._files.files(shard):
                    if not file.is_unfinished:
                        return int(self._files.read_as_is(file.path)["format"])
        except DAMAGE as error:
            raise StoreFailed(
                f"the store cannot be read ({type(error).__name__}: {error}); check the folder "
                "given with --store"
            ) from error
        return None

    def stored_pages(self) -> Iterator[StoredPages]:
        """Yield what is stored of every document under every key, a document at a time.

        Raises:
            StoreFailed: the store cannot be listed.
        """
        try:
            for shard in self._files.folders(f"{self._files.root}/pages"):
                for document in self._files.folders(shard):
                    for folder in self._files.folders(document):
                        yield _pages_in(folder, self._files.files(folder))
        except OSError as error:
            raise StoreFailed(
                f"the store cannot list {self._files.root} ({error}); check the folder given with "
                "--store"
            ) from error

    def remove_pages(self, pages: StoredPages) -> None:
        """Remove the pages of a document under one key.

        Raises:
            StoreFailed: they cannot be removed.
        """
        self._files.remove(self._page_folder(pages.document_id, pages.key), is_folder=True)

    def unfinished_records(self) -> Iterator[StoredFile]:
        """Yield what writers of records and marks that were killed left, or are at just now.

        What lies among pages `stored_pages` tells. An object store shows no such thing.
        """
        return self._files.unfinished("documents/*", "marks")

    def remove_file(self, file: StoredFile) -> None:
        """Remove a mark, or what a writer left.

        Raises:
            StoreFailed: it cannot be removed.
        """
        self._files.remove(file.path)

    def _page_folder(self, document_id: str, key: str) -> str:
        return f"{self._files.root}/pages/{document_id[:2]}/{document_id}/{key}"

    def _page_path(self, document_id: str, page_no: int, key: str) -> str:
        return f"{self._page_folder(document_id, key)}/{page_no}{SUFFIX}"

    def _document_path(self, document_id: str) -> str:
        return f"{self._files.root}/documents/{document_id[:2]}/{document_id}{SUFFIX}"

    def _mark_path(self, name: str) -> str:
        return f"{self._files.root}/marks/{name}{SUFFIX}"


def _pages_in(folder: str, files: list[StoredFile]) -> StoredPages:
    """Return what a folder of pages holds."""
    *_, document_id, key = folder.rstrip("/").split("/")
    unfinished = tuple(file for file in files if file.is_unfinished)
    return StoredPages(
        document_id=document_id,
        key=key,
        page_count=len(files) - len(unfinished),
        byte_count=sum(file.byte_count for file in files),
        changed_at=max((file.changed_at for file in files if file.changed_at), default=None),
        unfinished=unfinished,
    )
