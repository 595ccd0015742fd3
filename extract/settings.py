"""What a caller may set about extraction, and the fingerprint that keys the page store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

EXTRACT_VERSION = "3"
"""Raised whenever the same file and settings would give another `Page`, so that pages stored by
older code are not taken for what this code would give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractSettings:
    """Settings of one extraction.

    Attributes:
        engine: Name in `extract.engines.ENGINES`.
        language: The engine's language, e.g. `eng`; several are joined by `+`.
        ocr_timeout_s: Seconds after which an engine's work on one page is ended. A dense page takes
            about 2 s of one core, so two minutes are only reached by an engine that hangs.
    """

    engine: str = "tesseract"
    language: str = "eng"
    ocr_timeout_s: float = 120.0

    @property
    def fingerprint(self) -> str:
        """Return 12 hex digits over all that changes a page: not the time limit, which cannot."""
        text = f"{EXTRACT_VERSION}|{self.engine}|{self.language}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]
