"""Words to printed lines in reading order, by geometry alone.

Works on the straight page: lines of type run level. Knows sizes and places, not what words mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.page import Mark, TextLine, Word

SAME_ROW_SHARE = 0.5
"""Words belong to one row when their heights overlap by this share of the lower one."""


def read_lines(words: Sequence[Word], marks: Sequence[Mark], page_no: int) -> tuple[TextLine, ...]:
    """Return the printed lines of a page, numbered from 1 in reading order."""
    rows = _rows(words)
    return tuple(
        TextLine(page_no=page_no, line_no=number, words=tuple(row))
        for number, row in enumerate(rows, start=1)
    )


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.middle, w.box.x0)):
        for row in reversed(rows[-4:]):
            near = min(row, key=lambda w: abs(w.box.x0 - word.box.x0))
            shared = min(near.box.bottom, word.box.bottom) - max(near.box.top, word.box.top)
            if shared >= SAME_ROW_SHARE * min(near.box.height, word.box.height):
                row.append(word)
                break
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda w: w.box.x0)
    return sorted(rows, key=lambda row: sum(w.box.middle for w in row) / len(row))
