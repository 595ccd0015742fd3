"""What a caller may set about extraction, and the fingerprint that keys the page store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

EXTRACT_VERSION = "3"
"""Raised whenever the same file and settings would give another `Page`, so that pages stored by
older code are not taken for what this code would give."""

PAGE_PIXELS = 100_000_000
"""A Letter page at 1,000 dpi has 93.5 million pixels; at one byte each, more would take a worker
past the memory it is given. Real releases have 1.9 to 8.9 million."""

PAGE_MEMORY_BYTES = 1 << 30
"""An ordinary scan takes 0.1 GB at its peak, and a colour image of `PAGE_PIXELS` 0.4."""

PAGE_BYTES = 2_000_000
"""The densest sheets seen have 60 kB; with over thirty times that, it is no page of a cable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractSettings:
    """Settings of one extraction.

    Attributes:
        engine: Name in `extract.engines.ENGINES`.
        language: The engine's language, e.g. `eng`; several are joined by `+`.
        ocr_timeout_s: Seconds after which an engine's work on one page is ended. A dense page takes
            about 2 s of one core, so two minutes are only reached by an engine that hangs.
        page_pixels: Pixels the images of a page together, or its drawing, may have.
        page_memory_bytes: Memory reading a page may take beside what the process holds already.
        page_bytes: Bytes a page may have as it is stored, before packing.
    """

    engine: str = "tesseract"
    language: str = "eng"
    ocr_timeout_s: float = 120.0
    page_pixels: int = PAGE_PIXELS
    page_memory_bytes: int = PAGE_MEMORY_BYTES
    page_bytes: int = PAGE_BYTES

    @property
    def fingerprint(self) -> str:
        """Return 12 hex digits over all that changes a page: no limit can."""
        text = f"{EXTRACT_VERSION}|{self.engine}|{self.language}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]
