"""The content-addressed store of extracted pages and of what is known of each document.

    root/pages/<sha[:2]>/<sha>/<key>/<page_no>.json.gz    one page, never changed once written
    root/documents/<sha[:2]>/<sha>.json.gz                one document: its file, or its failure

`key` (`page_key`) names engine, version and settings, so that pages made in another way stand
beside each other and nothing is read twice. The root is any path fsspec understands: a folder or a
bucket. A write appears whole or not at all, so a writer may be killed and several may write the
same page; a file that is damaged all the same is reported and counts as absent.
"""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import logging
import uuid
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from fsspec.implementations.local import LocalFileSystem

from extract.errors import StoreFailed, TooMuchText
from extract.page import Page
from extract.page_record import STORE_FORMAT, page_of, record_of
from extract.remote import insist, open_address
from extract.settings import PAGE_BYTES, ExtractSettings

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

_READERS, _READ_AHEAD = 32, 1024
"""Document records read at a time, and asked for in advance: an object store takes some 10 ms for
each, and one after another three million would take it a night."""

_JOINT = "+"
"""Between the key of all pages of a document and that of the pages a second engine read too."""

_GZIP_LEVEL = 1
"""A page of 40 kB becomes 9 kB in under a millisecond; higher levels save a tenth for thrice the
time."""

_DAMAGE = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, IndexError)
"""What reading a damaged file can raise: gzip's and zlib's errors, bad UTF-8 or JSON (ValueError),
and a record of another shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file in the store that is neither a page nor a document.

    Attributes:
        path: Where it is, as the store's file system names it.
        byte_count: What it takes.
        changed_at: When it was written, UTC; None where the store cannot tell.
    """

    path: str
    byte_count: int
    changed_at: datetime | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """What the store knows of a file: how many pages it has, or why it could not be opened.

    Attributes:
        document_id: sha256 of the bytes, hex.
        other_sources: Further places the same bytes were found in, in alphabetical order.
        page_count: None when the file failed.
        page_key: The key its pages were last extracted under: `reparse` reads them by it and needs
            no engine. None until all pages are stored; of a file that failed at a limit, the one
            they were to have.
        extract_version: The `EXTRACT_VERSION` they were extracted by; None where that is not known.
        failure_code, failure_message: The `DocumentError` it failed with, else None.
        failed_within: A digest of the limits it failed at one of, else None.
    """

    document_id: str
    file_name: str
    source_uri: str
    byte_count: int
    page_count: int | None = None
    page_key: str | None = None
    extract_version: str | None = None
    failure_code: str | None = None
    failure_message: str | None = None
    failed_within: str | None = None
    other_sources: tuple[str, ...] = ()


def page_key(settings: ExtractSettings, engine_version: str) -> str:
    """Return the store key of pages made with these settings by this engine: 16 hex digits."""
    text = f"{settings.fingerprint}|{engine_version}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def joined_keys(first: str, second: str | None) -> str:
    """Return the keys of the pages of a document as one: of all, and of those read twice."""
    return first if second is None else f"{first}{_JOINT}{second}"


def split_keys(keys: str) -> tuple[str, str | None]:
    """Return the two keys that `joined_keys` made one, the second None where there is none."""
    first, _, second = keys.partition(_JOINT)
    return first, second or None


class PageStore:
    """Pages and document records under one root; open as many as wanted, in any process."""

    def __init__(self, root: str | Path) -> None:
        self._files, self._root = open_address(root)
        self._is_local = isinstance(self._files, LocalFileSystem)

    def folder(self) -> Path | None:
        """Return the folder it is in, made if it is not there; None where it is in no folder.

        Raises:
            StoreFailed: it cannot be made.
        """
        if not self._is_local:
            return None
        try:
            Path(self._root).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self._root, error) from error
        return Path(self._root)

    def has_page(self, document_id: str, page_no: int, key: str) -> bool:
        """Return whether a file for the page is there (it is not opened: it may be damaged)."""
        path = self._page_path(document_id, page_no, key)
        return bool(self._ask(path, lambda: self._files.exists(path)))

    def get_page(self, document_id: str, page_no: int, key: str) -> Page | None:
        """Return a stored page, or None when it is absent or damaged (with a warning)."""
        path = self._page_path(document_id, page_no, key)
        record = self._read(path, f"page {page_no} of document {document_id}")
        if record is None:
            return None
        try:
            return page_of(record)
        except _DAMAGE as error:
            self._warn(path, f"page {page_no} of document {document_id}", error)
            return None

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
        if self.get_page(page.document_id, page.page_no, key) is None:
            path = self._page_path(page.document_id, page.page_no, key)
            text = _as_json(record_of(page))
            if len(text) > most_bytes:
                words = sum(len(line.words) for line in page.lines)
                raise TooMuchText(
                    f"page {page.page_no} gives {words:,} words and {len(page.marks):,} marks, "
                    f"{len(text) >> 10:,} kB where a page may give {most_bytes >> 10:,}: no print "
                    "of a cable has so many; look at the PDF, and raise CABLEHOUSE_MAX_PAGE_KB if "
                    "it is wanted"
                )
            self._write(path, text)

    def get_document(self, document_id: str) -> DocumentRecord | None:
        """Return what is known of a document, or None when nothing (whole) is stored."""
        path = self._document_path(document_id)
        record = self._read(path, f"record of document {document_id}")
        if record is None:
            return None
        try:
            known = record["document"]
            others = tuple(known.get("other_sources", ()))
            return DocumentRecord(**known | {"other_sources": others})
        except _DAMAGE as error:
            self._warn(path, f"record of document {document_id}", error)
            return None

    def put_document(self, record: DocumentRecord) -> None:
        """Store what is known of a document; the newest record stands, and places add up.

        Raises:
            StoreFailed: it cannot be written.
        """
        places = {record.source_uri, *record.other_sources}
        earlier = self.get_document(record.document_id)
        if earlier is not None:
            places |= {earlier.source_uri, *earlier.other_sources}
        others = tuple(sorted(places - {record.source_uri}))
        record = dataclasses.replace(record, other_sources=others)
        body = {"format": STORE_FORMAT, "document": dataclasses.asdict(record)}
        self._write(self._document_path(record.document_id), _as_json(body))

    def documents(self) -> Iterator[DocumentRecord]:
        """Yield every stored document record in the order of the ids."""
        folder = f"{self._root}/documents"
        # An object store's listings are kept by the process that asked for one.
        self._files.invalidate_cache()
        paths = self._ask(folder, lambda: sorted(self._files.glob(f"{folder}/*/*.json.gz")))
        ids = [path.rsplit("/", 1)[1].removesuffix(".json.gz") for path in paths]
        with ThreadPoolExecutor(_READERS) as readers:
            for first in range(0, len(ids), _READ_AHEAD):
                found = readers.map(self.get_document, ids[first : first + _READ_AHEAD])
                yield from (record for record in found if record is not None)

    def leave_mark(self, name: str) -> None:
        """Leave a mark, by which another machine sees that it has the same store before it.

        Raises:
            StoreFailed: it cannot be written.
        """
        self._write(self._mark_path(name), _as_json({"format": STORE_FORMAT}))

    def has_mark(self, name: str) -> bool:
        """Return whether a mark is there.

        Raises:
            StoreFailed: the store cannot be read.
        """
        return self._read(self._mark_path(name), f"mark {name}") is not None

    def remove_mark(self, name: str) -> None:
        """Take a mark away that is there."""
        path = self._mark_path(name)
        self._ask(path, lambda: self._files.rm_file(path))

    def format_found(self) -> int | None:
        """Return the format of the first document record, or None when there is none.

        Raises:
            StoreFailed: the store cannot be read.
        """
        try:
            for shard in self._folders(f"{self._root}/documents"):
                for path in sorted(self._ask(shard, partial(self._files.ls, shard, detail=False))):
                    if _is_unfinished(path):
                        continue
                    packed = self._ask(path, partial(self._files.cat_file, path))
                    return int(json.loads(gzip.decompress(packed))["format"])
        except _DAMAGE as error:
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
            for shard in self._folders(f"{self._root}/pages"):
                for document in self._folders(shard):
                    for folder in self._folders(document):
                        yield self._listed(folder)
        except OSError as error:
            raise StoreFailed(
                f"the store cannot list {self._root} ({error}); check the folder given with --store"
            ) from error

    def remove_pages(self, pages: StoredPages) -> None:
        """Remove the pages of a document under one key.

        Raises:
            StoreFailed: they cannot be removed.
        """
        folder = self._page_folder(pages.document_id, pages.key)
        try:
            self._ask(folder, lambda: self._files.rm(folder, recursive=True))
        except OSError as error:
            raise _unremovable(folder, error) from error

    def unfinished_records(self) -> Iterator[StoredFile]:
        """Yield what writers of records and marks that were killed left, or are at just now.

        What lies among pages `stored_pages` tells. An object store shows no such thing.
        """
        if self._is_local:
            for pattern in ("documents/*/.*", "marks/.*"):
                for path in sorted(Path(self._root).glob(pattern)):
                    yield _file_of(self._files.info(str(path)))

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
                f"the store at {self._root} does not give what was just written to it; look at the "
                "disk or the object store, or name another place with --store"
            )

    def marks(self) -> Iterator[StoredFile]:
        """Yield the marks that are there, of runs under way and of those that were killed."""
        folder = f"{self._root}/marks"
        if self._ask(folder, lambda: self._files.exists(folder)):
            listed = self._ask(folder, lambda: self._files.ls(folder, detail=True))
            yield from (_file_of(entry) for entry in listed if not _is_unfinished(entry["name"]))

    def remove_file(self, file: StoredFile) -> None:
        """Remove a mark, or what a writer left.

        Raises:
            StoreFailed: it cannot be removed.
        """
        try:
            self._ask(file.path, lambda: self._files.rm_file(file.path))
        except OSError as error:
            raise _unremovable(file.path, error) from error

    def _folders(self, path: str) -> list[str]:
        if not self._ask(path, lambda: self._files.exists(path)):
            return []
        listed = self._ask(path, lambda: self._files.ls(path, detail=True))
        return sorted(entry["name"] for entry in listed if entry["type"] == "directory")

    def _listed(self, folder: str) -> StoredPages:
        listed = self._ask(folder, lambda: self._files.ls(folder, detail=True))
        files = [entry for entry in listed if entry["type"] == "file"]
        unfinished = tuple(_file_of(entry) for entry in files if _is_unfinished(entry["name"]))
        times = [_changed_at(entry) for entry in files]
        *_, document_id, key = folder.rstrip("/").split("/")
        return StoredPages(
            document_id=document_id,
            key=key,
            page_count=len(files) - len(unfinished),
            byte_count=sum(entry["size"] for entry in files),
            changed_at=max((time for time in times if time), default=None),
            unfinished=unfinished,
        )

    def _page_folder(self, document_id: str, key: str) -> str:
        return f"{self._root}/pages/{document_id[:2]}/{document_id}/{key}"

    def _page_path(self, document_id: str, page_no: int, key: str) -> str:
        return f"{self._page_folder(document_id, key)}/{page_no}.json.gz"

    def _document_path(self, document_id: str) -> str:
        return f"{self._root}/documents/{document_id[:2]}/{document_id}.json.gz"

    def _mark_path(self, name: str) -> str:
        return f"{self._root}/marks/{name}.json.gz"

    def _ask(self, path: str, call: Callable[[], T]) -> T:
        """Return what a call to the store gives, made again while an object store is silent."""
        return call() if self._is_local else insist(path, call)

    def _read(self, path: str, what: str) -> dict[str, Any] | None:
        """Return a stored record, or None when it is absent, damaged or of another format."""
        try:
            packed = self._ask(path, lambda: self._files.cat_file(path))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreFailed(
                f"the store cannot read {path} ({error}); check the folder given with --store"
            ) from error
        try:
            # gzip checks a CRC-32 over the text, and its length, at the end.
            record = json.loads(gzip.decompress(packed))
            if record["format"] != STORE_FORMAT:
                return None
        except _DAMAGE as error:
            self._warn(path, what, error)
            return None
        return dict(record)

    def _write(self, path: str, text: str) -> None:
        """Write a record so that it appears whole or not at all."""
        packed = gzip.compress(text.encode("ascii"), _GZIP_LEVEL, mtime=0)
        try:
            if self._is_local:
                _write_beside_then_swap(path, packed)
            else:
                # An object store shows an object only once its upload is complete.
                self._ask(path, lambda: self._files.pipe_file(path, packed))
        except OSError as error:
            raise _unwritable(path, error) from error

    def _warn(self, path: str, what: str, error: Exception) -> None:
        _LOG.warning(
            "stored %s is damaged (%s: %s) and is extracted again; it lies in %s",
            what,
            type(error).__name__,
            error,
            path,
        )


def _unwritable(path: str, error: OSError) -> StoreFailed:
    return StoreFailed(
        f"the store cannot write {path} ({error.strerror or error}); "
        "free space or give another folder with --store, then run again: "
        "what is stored already is kept"
    )


def _unremovable(path: str, error: OSError) -> StoreFailed:
    return StoreFailed(
        f"the store cannot remove {path} ({error}); give this user the right to, then run the same "
        "command again"
    )


def _as_json(record: dict[str, Any]) -> str:
    """Return a record as ASCII, so that its length is its bytes."""
    return json.dumps(record, ensure_ascii=True, separators=(",", ":"))


def _changed_at(entry: dict[str, Any]) -> datetime | None:
    """Return when a listed file was written, by whichever name its file system tells it."""
    told = entry.get("mtime") or entry.get("LastModified") or entry.get("created")
    if isinstance(told, datetime):
        return told if told.tzinfo else told.replace(tzinfo=UTC)
    return None if told is None else datetime.fromtimestamp(told, UTC)


def _file_of(entry: dict[str, Any]) -> StoredFile:
    return StoredFile(path=entry["name"], byte_count=entry["size"], changed_at=_changed_at(entry))


def _is_unfinished(path: str) -> bool:
    """Return whether a file has the name it is written under, not yet the one it is to have."""
    return path.rsplit("/", 1)[-1].startswith(".")


def _write_beside_then_swap(path: str, packed: bytes) -> None:
    """Write a file under a name of its own and give it its real name in one step."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        beside.write_bytes(packed)
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
