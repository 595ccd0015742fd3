"""The CLASSIFIED BY paragraph before paragraph 1: who classified a cable, and the reasons cited.

Seen: `Classified By: NAME, TITLE, for reasons 1.4 (b) and (d).`, `CLASSIFIED BY: NAME. REASON:
1.4(B),(D)` (5 FAH-1 H-246), `1. (U) CLASSIFIED BY TITLE NAME, REASON 1.5 (D).` (1995-96), `DERIVED
FROM: GUIDE`. Reasons are sections of the order in force: 1.5(a)-(g) under 12958 as issued,
1.4(a)-(h) later. Prints broken at a fixed column tear words (`REA SONS`, `a nd`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transform.defects import Parsed
from transform.header.names import parsed, squeeze

_WHO = (
    r"(?:C[L1I|][A4OE][S58]{1,2}[I1L|]?[FTPE]?[I1L|][EFC]D|DER[I1L|]VED)\s+(?:B[YV]|FROM)\b[\s:;.]*"
)
"""The label with each letter as worn type prints it."""
_LABEL = re.compile(r"^\W*" + _WHO, re.IGNORECASE)
_AGAIN = re.compile(rf"^(?:\(\w{{1,3}}\)\s*|\d\s?\.\s+|(?:THIS MESSAGE\s+)?{_WHO})", re.IGNORECASE)
"""What stands once more behind the label: `(U)`, `1.`, `This message classified by`."""
_NUMBERED = re.compile(
    rf"^\W{{0,2}}(?:[1Il]\s?[.)]?\s*)?(?:\([A-Z/]{{1,6}}\)\s*)?"
    rf"(?:[A-Z ]{{1,25}}\s?-\s?ENTIRE TEXT\.?\s*)?(?={_WHO})",
    re.IGNORECASE,
)
"""Number and marking where the statement is paragraph 1 itself (1995-96)."""

_SECTION = r"(?<![\d.])(?:SECTION\s+)?(?P<section>[1Il|]\s?[.,]\s?[2-6])"
_LETTER = (
    r"(?:[({\[/|]?\s?(?<![A-Z0-9])[A-H8](?![A-Z0-9])(?:\s?[)}\]|]|/(?![A-Z]))?"
    r"|[({\[][A-H][A-Z][)}\]])"
)
_BETWEEN = r"(?:\s*(?:[,;&+/]|['\"]?[AO]ND(?![A-Z]))+\s*)+"
_REASONS = re.compile(
    rf"{_SECTION}[\s.]*(?P<letters>{_LETTER}(?:{_BETWEEN}{_LETTER}|\s?[({{\[]\s?[A-H8]\s?[)}}\]])*)",
    re.IGNORECASE,
)
"""A section and its letters: `1.4 (b) and (d)`, `1.4 (b/d)`, `1.5 B, D`, `1.5.D`, `1.5 (b)(d)`; a
letter is bracketed or set off by a comma, a stroke or AND, so that a word `a` is none."""
_ONE_LETTER = re.compile(
    r"(?<![A-Z0-9])[A-H8](?![A-Z0-9])|(?<=[({\[])[A-H](?=[A-Z][)}\]])", re.IGNORECASE
)
_TORN_AND = re.compile(r"\bA\s?N\s?D\b", re.IGNORECASE)
_DAMAGED = re.compile(r"[{}|8Il]|,\s?[2-6]|/\s?[a-h8]\s?/|\([A-H][A-Z]\)", re.IGNORECASE)
"""What OCR makes of the brackets, of the 1 and of letters: `/b/`, `{b)`, `l.4`, `(8)`, `(da)`."""

_REASON_WORD = r"R\s?E\s?A\s?S?\s?O\s?N\s?(?:S\b|\(S\))?|REAS\b"
_NAME_END = re.compile(
    rf"[\s,.;:-]*(?:\b(?:F\s?OR|PER)\s+)?(?:\b(?:{_REASON_WORD})|\bE\.?\s?O\.?\s\d|{_SECTION}\s*\W*[A-H])",
    re.IGNORECASE,
)
_REASON_LINE = re.compile(rf"^\W*(?:{_REASON_WORD})[\s:]*(?:E\.?\s?O|1)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifiedBy:
    """Name and title as printed, None if nothing stands there, and the reasons: 1.4(B)."""

    name: str | None
    reasons: tuple[str, ...]


def is_classified_by_line(text: str) -> bool:
    """Say whether a line begins CLASSIFIED BY, or DERIVED FROM."""
    return bool(_LABEL.match(text))


def is_numbered_classified_by(text: str) -> bool:
    """Say whether a paragraph begins with the statement: `1. (U) CLASSIFIED BY ...`."""
    return bool(_NUMBERED.match(text))


def is_reason_line(text: str) -> bool:
    """Say whether a line begins with the reasons, parted from the statement above it."""
    return bool(_REASON_LINE.match(text))


def parse_classified_by(text: str) -> Parsed[ClassifiedBy]:
    """Read the paragraph, its wrapped rows joined, with or without number and marking.

    The reasons' brackets and letters are read through their misprints, and the repair is named.
    """
    line = squeeze(text)
    line = line[match.end() :] if (match := _NUMBERED.match(line)) else line
    name = _LABEL.sub("", line)
    while (again := _AGAIN.match(name)) is not None:
        name = name[again.end() :]
    name = _NAME_END.split(name, maxsplit=1)[0].strip(" ,.;:-")
    reasons = parse_reasons(line)
    found = ClassifiedBy(name=name or None, reasons=reasons.value or ())
    return parsed(found, *reasons.rules)


def parse_reasons(text: str) -> Parsed[tuple[str, ...]]:
    """Return the classification reasons a text cites: `1.4 (b) and (d)` gives 1.4(B), 1.4(D)."""
    found: list[str] = []
    is_damaged = False
    for match in _REASONS.finditer(_TORN_AND.sub("and", text)):
        section = f"1.{match['section'][-1]}"
        letters = _ONE_LETTER.findall(match["letters"])
        found += [f"{section}({letter.upper().replace('8', 'B')})" for letter in letters]
        is_damaged = is_damaged or bool(_DAMAGED.search(match[0]))
    return parsed(
        tuple(dict.fromkeys(found)), *(("classified_by.reason_marks",) if is_damaged else ())
    )
