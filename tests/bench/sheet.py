"""A page to read. By itself, so that the processes that read hold nothing they do not need."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page to read: in its document, and alone in a file of its own."""

    document: Path
    page_no: int
    alone: Path
