"""The ways of reading a page that are compared, behind one protocol, and the table that names them.

Each is used as its own documentation shows it, with its defaults; none is held back or helped. What
only one way needs is imported by that way: a process holds what its way needs and no more.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from extract.errors import PipelineError
from extract.page import Page
from extract.settings import ExtractSettings
from tests.bench.sheet import Sheet

TUTORIAL_DPI = 300


class WayIsMissing(Exception):
    """A way cannot be taken on this machine; the message says what is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a way made of a page. Only this pipeline places its lines: the others give text."""

    lines: tuple[str, ...]
    page: Page | None = None


class Way(Protocol):
    """One way of reading pages."""

    def version(self) -> str:
        """Return what it runs on, with versions.

        Raises:
            WayIsMissing: it cannot be taken here.
        """

    def read(self, sheet: Sheet) -> Reading:
        """Return a page as read."""


class Cablehouse:
    """This pipeline, from PDF page to placed lines and marks."""

    def __init__(self, engine: str) -> None:
        self._settings = ExtractSettings(engine=engine)

    def version(self) -> str:
        from extract.engines import check_engine

        try:
            return check_engine(self._settings)
        except PipelineError as error:
            raise WayIsMissing(str(error)) from error

    def read(self, sheet: Sheet) -> Reading:
        from extract.document import extract_page

        page = extract_page(sheet.document, "0" * 64, sheet.page_no, self._settings)
        return Reading(lines=tuple(line.text for line in page.lines), page=page)


class Tutorial:
    """What every tutorial shows: render the page at 300 dpi, `image_to_string`."""

    def version(self) -> str:
        _need_packages("pdf2image", "pytesseract")
        _need_programs("pdftoppm", "tesseract")
        return f"pdf2image {version('pdf2image')}, pytesseract {version('pytesseract')}"

    def read(self, sheet: Sheet) -> Reading:
        import pytesseract
        from pdf2image import convert_from_path

        (image,) = convert_from_path(
            sheet.document, dpi=TUTORIAL_DPI, first_page=sheet.page_no, last_page=sheet.page_no
        )
        return Reading(lines=_lines(pytesseract.image_to_string(image)))


class OcrMyPdf:
    """OCRmyPDF with its defaults, on one page at a time; its text is that of its sidecar.

    Called from Python in a process that has read a page before: as a command it takes about a CPU
    second more a file, which says nothing about its pages.
    """

    def version(self) -> str:
        _need_packages("ocrmypdf")
        _need_programs("tesseract")
        return f"ocrmypdf {version('ocrmypdf')}"

    def read(self, sheet: Sheet) -> Reading:
        import ocrmypdf

        with TemporaryDirectory() as folder:
            text = Path(folder) / "text.txt"
            ocrmypdf.ocr(
                sheet.alone,
                Path(folder) / "out.pdf",
                sidecar=text,
                language=["eng"],
                jobs=1,
                progress_bar=False,
            )
            return Reading(lines=_lines(text.read_text(encoding="utf-8")))


OURS = "cablehouse"

WAYS: dict[str, Callable[[str], Way]] = {
    OURS: lambda engine: Cablehouse(engine or ExtractSettings().engine),
    "tutorial": lambda _: Tutorial(),
    "ocrmypdf": lambda _: OcrMyPdf(),
}
"""Name -> maker. What follows a colon is handed to the maker: `cablehouse:tesserocr` is this
pipeline with that engine."""

DEFAULT_WAYS = (OURS, f"{OURS}:tesserocr", f"{OURS}:rapidocr", "tutorial", "ocrmypdf")


def way_of(name: str) -> Way:
    """Return the way a name stands for.

    Raises:
        KeyError: there is none.
    """
    name, _, argument = name.partition(":")
    return WAYS[name](argument)


def _need_packages(*names: str) -> None:
    for name in names:
        if find_spec(name) is None:
            raise WayIsMissing(f"the package {name} is not installed")


def _need_programs(*names: str) -> None:
    for name in names:
        if shutil.which(name) is None:
            raise WayIsMissing(f"the program {name} is not installed")


def _lines(text: str) -> tuple[str, ...]:
    """Return the lines of plain text that are not empty, blanks counted once."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(line for line in lines if line)
