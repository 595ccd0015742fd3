"""What the doctor found: one thing a run needs, or could use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a run needs, or could use, and what is here."""

    name: str
    found: str
    """What is here; where it is not fine, with what to do."""
    is_fine: bool
    is_optional: bool = False
