"""Setting text: paragraphs to rows, some words withheld, pages cut where paper ends.

Withheld stretches travel through line breaking as runs of two private characters, so that a row
knows the columns of its boxes: `GAP` once a column for withheld words, `BLOCK` once a row for
withheld lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from tests.synthetic.truth import CableTruth, ParagraphTruth

GAP = "\ue000"
BLOCK = "\ue001"
WITHHELD = re.compile(f"[{GAP}{BLOCK}]+")

BLOCK_WORDS = 14
"""Words withheld as whole lines; fewer are withheld inside their line."""

CODES = {
    "UNCLASSIFIED": ("B6", "B5", "B7(C)"),
    "CONFIDENTIAL": ("B1", "1.4(B)", "1.4(D)"),
    "SECRET": ("B1", "1.4(B)", "1.4(C)"),
}
"""Exemption codes a reviewer would cite, by the cable's classification (domain.md, section 9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of print. `before` is blank rows above it; `height` counts rows it takes itself."""

    kind: str
    text: str
    before: int = 0
    code: str | None = None
    """Exemption code in the margin, where the row holds a withheld stretch."""
    height: int = 1

    @property
    def printed(self) -> str:
        """The row as the printer prints it: blanks where boxes will stand."""
        return WITHHELD.sub(lambda gap: " " * len(gap[0]), self.text)

    @property
    def truth(self) -> str:
        """The row as it can be read."""
        return re.sub(" +", " ", WITHHELD.sub("", self.text)).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A cable with stretches withheld: its truth, and its paragraphs' texts ready to be set."""

    truth: CableTruth
    texts: tuple[str, ...]
    codes: tuple[str | None, ...]


def withhold(cable: CableTruth, count: int, rng: Random) -> Withheld:
    """Withhold `count` stretches, at most one a paragraph, and every third as whole lines."""
    texts = [paragraph.text for paragraph in cable.paragraphs]
    codes: list[str | None] = [None] * len(texts)
    paragraphs = list(cable.paragraphs)
    for nth, index in enumerate(sorted(rng.sample(range(len(texts)), count))):
        word_count = BLOCK_WORDS if nth % 3 == 2 else rng.randint(2, 4)
        code = rng.choice(CODES[cable.classification])
        texts[index] = _cover(texts[index], word_count, rng)
        codes[index] = code
        paragraphs[index] = replace(
            paragraphs[index],
            text=WITHHELD.sub(f"[REDACTED {code}]", texts[index]),
            redaction_count=1,
        )
    truth = replace(cable, paragraphs=tuple(paragraphs))
    return Withheld(truth=truth, texts=tuple(texts), codes=tuple(codes))


def _cover(text: str, word_count: int, rng: Random) -> str:
    """Cover words in the middle of a paragraph; the last one keeps its stop or comma."""
    spots = [found.span() for found in re.finditer(r"\S+", text)]
    first = rng.randrange(6, len(spots) - word_count - 6)
    start, end = spots[first][0], spots[first + word_count - 1][1]
    end -= len(text[start:end]) - len(text[start:end].rstrip('.,;"'))
    covered = BLOCK * 2 if word_count >= BLOCK_WORDS else GAP * (end - start)
    return text[:start] + covered + text[end:]


def set_paragraph(
    paragraph: ParagraphTruth,
    text: str,
    code: str | None,
    *,
    columns: int,
    hyphens: Random | None = None,
) -> list[Row]:
    """Break a paragraph into rows of at most `columns`, its number and marking in front.

    Args:
        paragraph: Gives number and marking.
        text: Its text, withheld stretches as gaps.
        code: Exemption code of the withheld stretch.
        columns: Characters a row.
        hyphens: Breaks some long words at row ends when given, as typists did.
    """
    number = f"{paragraph.number}. " if paragraph.number else ""
    marking = f"({paragraph.portion_marking}) " if paragraph.portion_marking else ""
    rows: list[Row] = []
    line = ""
    for word in (number + marking + text).split(" "):
        if word.startswith(BLOCK):
            rows += [Row(kind="body", text=line)] if line else []
            block = WITHHELD.match(word)
            assert block is not None
            rows.append(Row(kind="box", text=block[0], code=code, height=len(block[0])))
            line = word[block.end() :]
            continue
        candidate = f"{line} {word}" if line else word
        if len(candidate) <= columns:
            line = candidate
            continue
        head, tail = _hyphenate(word, columns - len(line) - 1, hyphens)
        rows.append(Row(kind="body", text=f"{line} {head}" if head else line))
        line = tail
    rows.append(Row(kind="body", text=line))
    return [replace(row, code=code if GAP in row.text else row.code) for row in rows]


def _hyphenate(word: str, room: int, hyphens: Random | None) -> tuple[str, str]:
    """Split a long word that fits half into the room left, one time in three."""
    half = len(word) // 2
    if hyphens is None or not word.isalpha() or len(word) < 8 or half + 1 > room:
        return "", word
    return (word[:half] + "-", word[half:]) if hyphens.random() < 0.34 else ("", word)


def set_label(label: str, value: str, *, columns: int) -> list[Row]:
    """Break a header field into rows; rows after the first start at the margin, as typed."""
    rows = []
    line = label
    for word in value.split(" "):
        candidate = f"{line} {word}"
        if len(candidate) > columns:
            rows.append(Row(kind="header", text=line))
            candidate = word
        line = candidate
    return [*rows, Row(kind="header", text=line)]
