"""Tesseract through pytesseract: the only module that imports it.

One pass gives words, boxes and confidences (TSV). The page goes over as PGM, which costs 5 ms to
write where PNG costs 540. One thread per process: Tesseract's own threads cost 2 to 12 times the
CPU (measured), and pages run in parallel anyway.
"""

from __future__ import annotations

import functools
import os
import tempfile
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytesseract

from extract.errors import MissingLanguage, MissingTool, OcrCrashed, OcrTimedOut
from extract.geometry import rounded_box
from extract.page import Word
from extract.settings import ExtractSettings

POINTS_PER_INCH = 72.0

PAGE_MODE = 6
"""`--psm 6`, one block of text: a cable is one column, and with solid areas and frames taken out
before, layout analysis (mode 3) only loses lines and tears office grids into columns."""

LINE_MODE = 7
"""`--psm 7`, a single line of text."""

_TSV_FIELDS = 12
_WORD_LEVEL = "5"

_TYPEWRITER_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
"""Typewriters and teleprinters have straight quotation marks only, and the engine turns about half
of them into typographic ones: its choice carries nothing."""


class TesseractEngine:
    """The default engine."""

    def version(self, settings: ExtractSettings) -> str:
        """Return `tesseract <version>`, having checked that the languages are installed."""
        return _checked_version(settings.language)

    def read(
        self,
        pixels: npt.NDArray[np.uint8],
        dpi: float,
        settings: ExtractSettings,
        *,
        is_single_line: bool = False,
    ) -> tuple[Word, ...]:
        """Return the words of a page image in Tesseract's order; see `OcrEngine.read`."""
        version_checked = self.version(settings)
        with tempfile.TemporaryDirectory(prefix="cablehouse-") as folder:
            picture = Path(folder, "page.pgm")
            cv2.imwrite(str(picture), pixels)
            mode = LINE_MODE if is_single_line else PAGE_MODE
            table = _run(picture, f"--psm {mode} --dpi {round(dpi)}", settings, version_checked)
        return _parse_tsv(table, POINTS_PER_INCH / dpi)


def _run(picture: Path, config: str, settings: ExtractSettings, version: str) -> str:
    """Return Tesseract's TSV for a picture, with its failures as ours."""
    # pytesseract hands its child this process's environment and takes no other.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        return str(
            pytesseract.image_to_data(
                str(picture),
                lang=settings.language,
                config=config,
                timeout=settings.ocr_timeout_s,
                output_type=pytesseract.Output.STRING,
            )
        )
    except pytesseract.TesseractError as error:
        raise OcrCrashed(
            f"{version} failed with status {error.status}: {error.message[:300]}; "
            "it is tried again, then the document is left out"
        ) from error
    except UnicodeDecodeError as error:
        raise OcrCrashed(f"{version} gave an answer that is not UTF-8: {error}") from error
    except RuntimeError as error:
        # pytesseract's only way to say that its time limit struck.
        raise OcrTimedOut(
            f"{version} took longer than {settings.ocr_timeout_s:g} s for one page and was ended; "
            "raise the OCR time limit if pages of this kind are wanted"
        ) from error


def _parse_tsv(table: str, points: float) -> tuple[Word, ...]:
    """Return the words of a TSV table; `points` is the size of a pixel.

    Raises:
        OcrCrashed: a row that is no TSV row.
    """
    words = []
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != _TSV_FIELDS:
            raise OcrCrashed(f"tesseract answered with something that is no TSV row: {row[:80]!r}")
        text = fields[11].strip().translate(_TYPEWRITER_QUOTES)
        if fields[0] != _WORD_LEVEL or not text:
            continue
        left, top, width, height = (int(value) for value in fields[6:10])
        words.append(
            Word(
                text=text,
                box=rounded_box(
                    left * points,
                    top * points,
                    (left + width) * points,
                    (top + height) * points,
                ),
                confidence=round(min(1.0, max(0.0, float(fields[10]) / 100)), 4),
            )
        )
    return tuple(words)


@functools.cache
def _checked_version(language: str) -> str:
    """Return the installed version, asked once per process."""
    try:
        version = pytesseract.get_tesseract_version()
        installed = set(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise MissingTool(
            "tesseract is not installed or not on the PATH; run `make run`, or install it: "
            "`apt-get install tesseract-ocr tesseract-ocr-eng` (Debian), "
            "`brew install tesseract` (macOS)"
        ) from error
    missing = sorted(set(language.split("+")) - installed)
    if missing:
        raise MissingLanguage(
            f"tesseract {version} has no language data for {', '.join(missing)}; install it: "
            + ", ".join(f"`apt-get install tesseract-ocr-{name}`" for name in missing)
            + " (Debian), `brew install tesseract-lang` (macOS)"
        )
    return f"tesseract {version}"
