"""Tesseract through pytesseract: the only module that imports it.

One pass gives words, boxes and confidences (TSV). The page goes over as plain TIFF, which costs
5 ms to write where PNG costs 540; PGM, as quick to write, is read pixel by pixel, 5 % of the whole
work. One thread per process: Tesseract's own threads cost 2 to 12 times the CPU (measured), and
pages run in parallel anyway.

pytesseract is imported where it is called: it imports pandas, which is a third of what a worker
process imports, and pages with a text layer need neither.
"""

from __future__ import annotations

import functools
import os
import tempfile
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from extract.engines.answers import crashed, has_ink, timed_out
from extract.engines.tsv import (
    UNINVERTED,
    languages_of,
    missing_language,
    parse_rows,
    shown,
)
from extract.errors import MissingTool
from extract.page import Word
from extract.settings import ExtractSettings

_UNCOMPRESSED = (cv2.IMWRITE_TIFF_COMPRESSION, 1)


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
        is_running_text: bool = False,
    ) -> tuple[Word, ...]:
        """Return the words of a page image in Tesseract's order; see `OcrEngine.read`."""
        version_checked = self.version(settings)
        if is_single_line and not has_ink(pixels):
            return ()
        view = shown(pixels, dpi, is_single_line=is_single_line, is_running_text=is_running_text)
        with tempfile.TemporaryDirectory(prefix="cablehouse-") as folder:
            picture = Path(folder, "page.tif")
            cv2.imwrite(str(picture), view.pixels, _UNCOMPRESSED)
            config = f"--psm {view.mode} --dpi {round(dpi)} -c {'='.join(UNINVERTED)}"
            table = _run(picture, config, settings, version_checked)
        return parse_rows(table.splitlines()[1:], view)


def _run(picture: Path, config: str, settings: ExtractSettings, version: str) -> str:
    """Return Tesseract's TSV for a picture, with its failures as ours."""
    import pytesseract

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
        how = f"failed with status {error.status}: {error.message[:300]}"
        raise crashed(version, how) from error
    except UnicodeDecodeError as error:
        raise crashed(version, f"gave an answer that is not UTF-8: {error}") from error
    except RuntimeError as error:
        # pytesseract's only way to say that its time limit struck.
        raise timed_out(version, settings) from error


@functools.cache
def _checked_version(language: str) -> str:
    """Return the installed version, asked once per process."""
    import pytesseract

    try:
        version = pytesseract.get_tesseract_version()
        installed = set(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise MissingTool(
            "tesseract is not installed or not on the PATH; run `make run`, or install it: "
            "`apt-get install tesseract-ocr tesseract-ocr-eng` (Debian), "
            "`brew install tesseract` (macOS)"
        ) from error
    missing = set(languages_of(language)) - installed
    if missing:
        raise missing_language(f"tesseract {version}", missing)
    return f"tesseract {version}"
