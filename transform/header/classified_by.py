"""The CLASSIFIED BY paragraph before paragraph 1: who classified a cable, and the reasons cited.

Seen: `Classified By: NAME, TITLE, for reasons 1.4 (b) and (d).`, `CLASSIFIED BY: NAME. REASON:
1.4(B),(D)` (5 FAH-1 H-246). Reasons are sections of the order in force: 1.5(a)-(g) under 12958 as
issued, 1.4(a)-(h) later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transform.defects import Parsed
from transform.header.names import parsed, squeeze

_LABEL = re.compile(r"^\W*(?:CLASSIFIED|DERIVED)\s+(?:BY|FROM)\b[\s:]*", re.IGNORECASE)
_BEFORE_REASON = re.compile(r"[,.;]?\s*(?:\bFOR\s+)?\bREASONS?\b", re.IGNORECASE)
_REASONS = re.compile(
    r"\b1\.[4-6]\s*\(?[A-H]\)?(?:(?:\s*,\s*|\s*(?:AND|&|,)\s*)+\(?[A-H]\)?)*", re.I
)
_REASON_LETTER = re.compile(r"(1\.[4-6])|\(?\b([A-H])\b\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifiedBy:
    """Name and title as printed, None if nothing stands there, and the reasons: 1.4(B)."""

    name: str | None
    reasons: tuple[str, ...]


def is_classified_by_line(text: str) -> bool:
    """Say whether a line begins CLASSIFIED BY, or DERIVED FROM."""
    return bool(_LABEL.match(text))


def parse_classified_by(text: str) -> Parsed[ClassifiedBy]:
    """Read the paragraph, its wrapped rows joined."""
    line = squeeze(text)
    name = _BEFORE_REASON.split(_LABEL.sub("", line))[0].strip(" ,.;")
    return parsed(ClassifiedBy(name=name or None, reasons=parse_reasons(line)))


def parse_reasons(text: str) -> tuple[str, ...]:
    """Return the classification reasons a text cites: `1.4 (b) and (d)` gives 1.4(B), 1.4(D)."""
    found: list[str] = []
    for match in _REASONS.finditer(text):
        section = ""
        for number, letter in _REASON_LETTER.findall(match.group()):
            section = number or section
            if letter:
                found.append(f"{section}({letter.upper()})")
    return tuple(dict.fromkeys(found))
