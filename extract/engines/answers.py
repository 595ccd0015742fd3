"""What the answers of all engines have in common: text as it was typed, and how they fail."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extract.errors import OcrCrashed, OcrTimedOut
from extract.ink.pieces import INK
from extract.settings import ExtractSettings

_TYPEWRITER_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
"""Typewriters and teleprinters have straight quotation marks only, and engines turn about half of
them into typographic ones: their choice carries nothing."""


def has_ink(pixels: npt.NDArray[np.uint8]) -> bool:
    """Return whether there is anything to read; told to read a line, Tesseract invents one."""
    return bool((pixels < INK).any())


def as_typed(text: str) -> str:
    """Return a word's text as a typewriter would have set it, without blanks around it."""
    return text.strip().translate(_TYPEWRITER_QUOTES)


def crashed(version: str, how: str) -> OcrCrashed:
    """Return the error that an engine gave no answer; `how` continues its name and version."""
    return OcrCrashed(f"{version} {how}; it is tried again, then the document is left out")


def timed_out(version: str, settings: ExtractSettings) -> OcrTimedOut:
    """Return the error that an engine was ended at its time limit."""
    return OcrTimedOut(
        f"{version} took longer than {settings.ocr_timeout_s:g} s for one page and was ended; "
        "raise the OCR time limit if pages of this kind are wanted"
    )
