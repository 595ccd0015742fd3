"""PDF files opened by PDFium: one stays open for its next page; one that cannot be says why.

PDFium is not thread-safe: every call into it holds `LOCK`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from extract.errors import EncryptedPdf, NoPages, NotAPdf, UnreadableFile
from extract.source import printable

LOCK = threading.RLock()
"""Held by whoever calls PDFium."""

HEADER_BYTES = 1024
"""Readers accept `%PDF-` anywhere in the first 1,024 bytes (ISO 32000, annex H.3, note 13)."""

_PDFIUM_FILE_ERROR = 2
_PDFIUM_PASSWORD_ERROR = 4
_PDFIUM_SECURITY_ERROR = 5


@dataclass(slots=True, kw_only=True)
class _Opened:
    """A document, the state of the file it was opened from, and how many use it now."""

    state: tuple[object, ...]
    document: pypdfium2.PdfDocument
    users: int = 0


class _Kept:
    """The document opened last, which stays open for its next page.

    To open one, PDFium reads its table of objects and to come to a page it looks through those
    before: for each page anew, a file of 2,400 pages would take most of its time. What PDFium holds
    of pages that are closed again is next to nothing, scans or not.
    """

    def __init__(self) -> None:
        self._opened: _Opened | None = None

    def take(self, path: Path, name: str) -> _Opened:
        """Return the document of a file, opened anew when the file is another than the last."""
        state = _state_of(path, name)
        if self._opened is None or self._opened.state != state:
            opened = _Opened(state=state, document=_load(path, name))
            last, self._opened = self._opened, opened
            if last is not None and last.users == 0:
                last.document.close()
        self._opened.users += 1
        return self._opened

    def give_back(self, opened: _Opened) -> None:
        """Say that a document is used no more by who took it."""
        opened.users -= 1
        if opened.users == 0 and opened is not self._opened:
            opened.document.close()


_KEPT = _Kept()


@contextmanager
def open_pdf(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF that has at least one page, for the block of a `with`.

    Raises:
        UnreadableFile, NotAPdf, EncryptedPdf, NoPages: each says what to do.
    """
    with LOCK:
        opened = _KEPT.take(path, printable(path.name))
    try:
        yield opened.document
    finally:
        with LOCK:
            _KEPT.give_back(opened)


def _load(path: Path, name: str) -> pypdfium2.PdfDocument:
    """Return a file's document."""
    _check_header(path, name)
    # PDFium refuses a PDF without pages but gives no reason: it leaves the error of whatever
    # failed before. So one that cannot be this file's, which was just read, is put there.
    pdfium.FPDF_LoadDocument(b"", None)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _opening_error(name, error) from error
    if len(document) == 0:
        document.close()
        raise NoPages(f"{name} is a PDF without pages; get another copy of the release")
    return document


def _state_of(path: Path, name: str) -> tuple[object, ...]:
    """Return what differs when a file is another one or was written again."""
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(name, error) from error
    return (path, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _check_header(path: Path, name: str) -> None:
    """Raise when the file cannot be read, is empty, or does not begin as a PDF."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEADER_BYTES)
    except OSError as error:
        raise _unreadable(name, error) from error
    if not head:
        raise NotAPdf(f"{name} is empty (zero bytes); copy or download it again")
    if b"%PDF-" not in head:
        raise NotAPdf(
            f"{name} is not a PDF: it does not begin with %PDF-; "
            "if it is a web page or an image, get the PDF itself"
        )


def _unreadable(name: str, error: OSError) -> UnreadableFile:
    """Return our error for a file the system does not give."""
    return UnreadableFile(
        f"{name} cannot be read ({error.strerror}); "
        "check its permissions, or copy it again from where it came from"
    )


def _opening_error(name: str, error: pypdfium2.PdfiumError) -> EncryptedPdf | NoPages | NotAPdf:
    """Return our error for PDFium's refusal to open a file."""
    if error.err_code == _PDFIUM_FILE_ERROR:
        return NoPages(f"{name} is a PDF without pages; get another copy of the release")
    if error.err_code in (_PDFIUM_PASSWORD_ERROR, _PDFIUM_SECURITY_ERROR):
        return EncryptedPdf(
            f"{name} asks for a password; save it without one (a PDF tool's `decrypt`) "
            "and ingest that copy"
        )
    return NotAPdf(
        f"{name} begins as a PDF but cannot be opened: it is cut short or damaged; "
        "copy or download it again"
    )
