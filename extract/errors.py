"""The root of the error tree, and extract's branch of it.

    PipelineError                       every message says what to do next
     |- DocumentError                   one document fails; the batch goes on
     |   |- NotAPdf  EncryptedPdf  UnreadableFile  UnreadablePage  NoPages
     |   |- FileTooLarge  TooManyPages  PageTooLarge  TooMuchText
     |   '- OcrFailed
     |       |- OcrCrashed   (Retryable)
     |       '- OcrTimedOut  (Retryable)
     |- SourceError                     the SOURCE given on the command line cannot be used
     |- MissingTool                     a program this needs is not installed
     |   '- MissingLanguage
     |- ConfigurationError              a setting or a data file is wrong
     |- StoreFailed                     the page store cannot be read or written
     |   '- StoreUnreachable            an object store, of pages or of PDFs, does not answer
     '- WarehouseError                  the warehouse cannot be written (load/errors.py)
         |- WarehouseLocked  (Retryable)
         |- DiskFull  ...
         '- GateFailed                  (expectations/gate.py)

The command maps branches to exit codes (`docs/errors.md`): SourceError and ConfigurationError 2,
MissingTool 3, WarehouseError and StoreFailed 4. A `DocumentError` never leaves the run: it becomes
`documents.status`. Anything else that is raised is a bug and is shown as one.
"""

from __future__ import annotations

from typing import ClassVar


class PipelineError(Exception):
    """Something went wrong that a person can act on. `code` is stable, for tables and docs."""

    code: ClassVar[str] = "pipeline"


class Retryable:
    """Mixed into errors that trying again may cure."""


class DocumentError(PipelineError):
    """One document cannot be used; it is recorded and the rest goes on."""

    code = "document"


class NotAPdf(DocumentError):
    """The file's bytes are not a PDF, are cut short, or there are none."""

    code = "document.not_a_pdf"


class EncryptedPdf(DocumentError):
    """The PDF asks for a password."""

    code = "document.encrypted"


class UnreadableFile(DocumentError):
    """The operating system refuses to read the file."""

    code = "document.unreadable_file"


class NoPages(DocumentError):
    """The PDF opens but holds no page."""

    code = "document.no_pages"


class UnreadablePage(DocumentError):
    """A page of the PDF cannot be decoded."""

    code = "document.unreadable_page"


class FileTooLarge(DocumentError):
    """The file has more bytes than a document may have."""

    code = "document.file_too_large"


class TooManyPages(DocumentError):
    """The PDF has, or says it has, more pages than a document may have."""

    code = "document.too_many_pages"


class PageTooLarge(DocumentError):
    """A page has more pixels, or takes more memory to read, than a page may."""

    code = "document.page_too_large"


class TooMuchText(DocumentError):
    """A page gives more words and marks than a page may."""

    code = "document.too_much_text"


class OcrFailed(DocumentError):
    """An OCR engine gave no usable answer for a page."""

    code = "ocr.failed"


class OcrCrashed(OcrFailed, Retryable):
    """The engine's process died or answered with something that is no result."""

    code = "ocr.crashed"


class OcrTimedOut(OcrFailed, Retryable):
    """The engine took longer than the limit and was ended."""

    code = "ocr.timed_out"


class SourceError(PipelineError):
    """The SOURCE given is missing or holds no file to read."""

    code = "source"


class MissingTool(PipelineError):
    """A program this pipeline calls is not installed."""

    code = "tool.missing"


class MissingLanguage(MissingTool):
    """The OCR engine is there but its language data is not."""

    code = "tool.missing_language"


class StoreFailed(PipelineError):
    """The page store cannot be read or written: no permission, no space."""

    code = "store.failed"


class StoreUnreachable(StoreFailed):
    """An object store that holds pages or PDFs gave no answer, for as long as a run waits."""

    code = "store.unreachable"


class ConfigurationError(PipelineError):
    """A setting or a vocabulary file is wrong; the message names the file and the line."""

    code = "configuration"
