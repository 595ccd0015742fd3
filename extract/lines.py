"""Words to printed lines in reading order, by geometry alone.

Works on the straight page: lines of type run level. Knows sizes and places, not what words mean.
A printed row is one line, however wide its gaps (office grids, cards, tables). Text that only
shares the row is a line of its own: it stands inside a frame, or in other type or on another foot
beside a gap, or in the margin column right of the text.
"""

from __future__ import annotations

import itertools
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.page import Box, Mark, MarkKind, TextLine, Word
from extract.words import Measure, character_width, fixed_pitch, join_cut_words, measure

SAME_ROW_SHARE = 0.5
"""Words of one row share this much of the lower one's height; rows above each other share none."""

SURE_ROW_SHARE = 0.75
"""A word over another sideways is of its row only if it shares nearly all its height: else it is
printed over it, as stamps are."""

ROW_WINDOW = 25.0
"""Points up or down in which a row's other words are looked for; the highest type seen is 14."""

OTHER_SIZE_RATIO = 1.2
"""Type this much larger or smaller beside a gap is another block: stamps are set in 7 or 11 point
beside cable text in 9 to 10."""

OTHER_FOOT_SHARE = 0.22
"""A foot this share of the size higher or lower beside a gap is another block: printed words of one
row wobble by 0.1."""

OTHER_CAP_SHARE = 0.12
"""Heads of capitals that differ by less than this share of the size are of one row, whatever the
feet seem to be: a comma read as a digit shifts a foot, never a head."""

OTHER_BLOCK_GAP = 2.5
"""Character widths between two blocks that differ in size or foot. One blank leaves 1.3 at most."""

OTHER_BOTH_GAP = 0.5
"""The same when size and foot both differ clearly: a stamp may even touch its neighbour."""

COMPARED_WORDS = 3
"""Words on either side of a gap that are compared: an engine's boxes are off by a point or two."""

COMPARED_LETTERS = 4
"""Fewer letters than this on a side tell nothing: one misread speck would cut the row."""

MAX_UNEVEN = 1.15
"""Ratio of the largest to the smallest size measured on one side, from which nothing is told by it:
whole letters of one face agree within a tenth, letters that broke up measure anything. On 16 bad
pages rows torn apart by broken letters made 6 characters in a hundred wrong; 0.7 are left."""

MARGIN_GAP = 2.4
"""Characters' room between the text and a margin note, in at least one row of the column; the total
at the end of an office grid stands two blanks off."""

MARGIN_CHARACTERS = 16
"""A margin note is one short word: codes like `1.4(B),1.4(D)`."""

CROSSING_SHARE = 0.05
"""Share of long rows that may reach into the margin column: the last row of a wide office grid."""

MARGIN_ALIGNED = 1.5
"""Points within which notes of one margin column start."""

LONG_ROW_CHARACTERS = 30
"""Rows at least this long show where the text's right edge is."""


@dataclass(slots=True)
class _Segment:
    """Words that make one line, from left to right, and the frame they stand in (or -1)."""

    words: list[Word]
    frame: int = -1

    @property
    def left(self) -> float:
        return min(word.box.x0 for word in self.words)


@dataclass(slots=True)
class _Row:
    """Words of one row, and how far down any of them reaches."""

    words: list[Word]
    bottom: float


def read_lines(
    words: Sequence[Word],
    marks: Sequence[Mark],
    page_no: int,
    stamps: Sequence[Sequence[Word]] = (),
) -> tuple[TextLine, ...]:
    """Return the printed lines of a page, numbered from 1 in reading order.

    Args:
        words: The page's words in any order, boxes in points on the straight page.
        marks: The page's marks in the same points: frames keep their words together.
        page_no: 1-based page number for the lines.
        stamps: Words printed over other lines, each stamp a line of its own.
    """
    frames = [mark.box for mark in marks if mark.kind is MarkKind.FRAME]
    segments = [_Segment(list(stamp)) for stamp in stamps]
    inside_of: defaultdict[int, list[Word]] = defaultdict(list)
    for word in words:
        inside_of[_frame_of(word, frames)].append(word)
    for index, inside in sorted(inside_of.items()):
        rows = _rows(inside)
        pitch, width = fixed_pitch(rows), character_width(inside)
        parts = [part for row in rows for part in _split_blocks(row, width)]
        parts = _split_margin(parts, pitch or width)
        segments += [_Segment(join_cut_words(part, pitch, width), index) for part in parts]
    ordered = _reading_order(segments, frames)
    return tuple(
        TextLine(page_no=page_no, line_no=number, words=tuple(segment.words))
        for number, segment in enumerate(ordered, start=1)
    )


def _frame_of(word: Word, frames: Sequence[Box]) -> int:
    """Return the index of the smallest frame around a word's middle, or -1."""
    x, y = (word.box.x0 + word.box.x1) / 2, word.box.middle
    around = [
        (frame.width * frame.height, index)
        for index, frame in enumerate(frames)
        if frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom
    ]
    return min(around)[1] if around else -1


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Return words put into rows, each from left to right, rows from the top.

    A word joins the row whose nearest word (sideways) shares its height, so that a row may climb.
    """
    rows: list[_Row] = []
    for word in sorted(words, key=lambda w: (w.box.middle, w.box.x0)):
        home = _home_of(word, rows)
        if home is None:
            rows.append(_Row([word], word.box.bottom))
        else:
            home.words.append(word)
            home.bottom = max(home.bottom, word.box.bottom)
    for row in rows:
        row.words.sort(key=lambda w: w.box.x0)
    return sorted(
        (row.words for row in rows),
        key=lambda row: statistics.median(w.box.middle for w in row),
    )


def _home_of(word: Word, rows: list[_Row]) -> _Row | None:
    """Return the row a word belongs to, if it is there: the one that shares most of its height."""
    best: tuple[float, _Row] | None = None
    for row in reversed(rows):
        if row.bottom <= word.box.top:
            continue
        near = min(row.words, key=lambda other: _distance(other, word))
        if word.box.middle - near.box.middle > ROW_WINDOW:
            continue
        shared = min(near.box.bottom, word.box.bottom) - max(near.box.top, word.box.top)
        share = shared / max(min(near.box.height, word.box.height), 0.1)
        covers = share < SURE_ROW_SHARE and _cover(near, word)
        if share >= SAME_ROW_SHARE and not covers and (best is None or share > best[0]):
            best = (share, row)
    return best[1] if best else None


def _distance(first: Word, second: Word) -> float:
    """Return the gap between two words sideways; 0 when they overlap."""
    return max(0.0, first.box.x0 - second.box.x1, second.box.x0 - first.box.x1)


def _cover(first: Word, second: Word) -> bool:
    """Return whether two words lie over each other: one is printed over the other's row."""
    shared = min(first.box.x1, second.box.x1) - max(first.box.x0, second.box.x0)
    return shared > 0.5 * min(first.box.width, second.box.width)


def _split_blocks(row: list[Word], width: float) -> list[list[Word]]:
    """Return a row cut where type of another size or on another foot begins beside a gap."""
    measured = [measure(word) for word in row]
    starts = [0]
    for index in range(1, len(row)):
        gap = row[index].box.x0 - row[index - 1].box.x1
        if gap < OTHER_BOTH_GAP * width:
            continue
        before = _set_of(row, measured, range(index - 1, starts[-1] - 1, -1), width)
        after = _set_of(row, measured, range(index, len(row)), width)
        if before and after and _is_other_block(before, after, gap, width):
            starts.append(index)
    return [row[start:end] for start, end in itertools.pairwise([*starts, len(row)])]


def _is_other_block(
    before: tuple[float, float], after: tuple[float, float], gap: float, width: float
) -> bool:
    """Return whether words right of a gap are set differently from those left: feet and sizes."""
    ratio = max(before[1], after[1]) / max(min(before[1], after[1]), 0.1)
    lift = abs(before[0] - after[0]) / max(before[1], after[1])
    cap_lift = abs((before[0] - before[1]) - (after[0] - after[1])) / max(before[1], after[1])
    if cap_lift < OTHER_CAP_SHARE:
        return False
    other_size, other_foot = ratio >= OTHER_SIZE_RATIO, lift >= OTHER_FOOT_SHARE
    if other_size and other_foot:
        return True
    return (other_size or other_foot) and gap >= OTHER_BLOCK_GAP * width


def _set_of(
    row: Sequence[Word], measured: Sequence[Measure], places: range, width: float
) -> tuple[float, float] | None:
    """Return foot and size of the words nearest to a gap, up to the next wide gap: medians.

    One word tells little: a speck above it makes its type large. Where only one stands between two
    gaps, as in every row of an office grid, nothing is told unless the word behind is as large.

    Args:
        row: The words of the row.
        measured: The measure of each.
        places: Which of them to look at, from the gap on.
        width: The usual width of a character.
    """
    found: list[tuple[float, float]] = []
    letters = 0
    for place in places:
        size = measured[place].size
        if place != places[0] and _distance(row[place - places.step], row[place]) >= (
            MARGIN_GAP * width
        ):
            if len(found) == 1 and size is not None and _are_uneven([found[0][1], size]):
                return None
            break
        if size is not None:
            found.append((measured[place].baseline, size))
            letters += sum(map(str.isalnum, row[place].text))
        if len(found) == COMPARED_WORDS:
            break
    if letters < COMPARED_LETTERS or _are_uneven([size for _, size in found]):
        return None
    return (
        statistics.median(baseline for baseline, _ in found),
        statistics.median(size for _, size in found),
    )


def _are_uneven(sizes: Sequence[float]) -> bool:
    """Return whether words cannot be of one face: `MAX_UNEVEN`."""
    return max(sizes) > MAX_UNEVEN * min(sizes)


def _split_margin(rows: list[list[Word]], unit: float) -> list[list[Word]]:
    """Return the rows with notes in the column right of the text cut off.

    The column begins right of where nearly all rows end. Its notes start at one place, and the gap
    before at least one of them is wide; a single wide gap past the edge makes a note too.
    """
    long_rows = [row for row in rows if sum(len(w.text) for w in row) >= LONG_ROW_CHARACTERS]
    notes = {
        index: row[-1].box.x0
        for index, row in enumerate(rows)
        if len(row) > 1
        and len(row[-1].text) <= MARGIN_CHARACTERS
        and _is_past_text(row[-1].box.x0, long_rows)
    }
    wide = {
        start
        for index, start in notes.items()
        if start - rows[index][-2].box.x1 >= MARGIN_GAP * unit
    }
    cut_rows: list[list[Word]] = []
    for index, row in enumerate(rows):
        start = notes.get(index)
        if start is not None and any(abs(start - other) <= MARGIN_ALIGNED for other in wide):
            cut_rows += [row[:-1], row[-1:]]
        else:
            cut_rows.append(row)
    return cut_rows


def _is_past_text(start: float, long_rows: Sequence[Sequence[Word]]) -> bool:
    """Return whether a place is right of the text: words of hardly any long row reach past it."""
    few = max(1, round(CROSSING_SHARE * len(long_rows)))
    beyond = sum(row[-1].box.x0 >= start - MARGIN_ALIGNED for row in long_rows)
    if not long_rows or beyond > max(few, len(long_rows) // 2):
        return False
    crossing = (
        row
        for row in long_rows
        if any(word.box.x0 < start - MARGIN_ALIGNED and word.box.x1 > start for word in row)
    )
    return next(itertools.islice(crossing, few, None), None) is None


def _reading_order(segments: list[_Segment], frames: Sequence[Box]) -> list[_Segment]:
    """Return the segments from the top, rows from the left, a frame's lines kept together."""

    def key(segment: _Segment) -> tuple[float, int, float, float]:
        foot = statistics.median(measure(word).baseline for word in segment.words)
        if segment.frame >= 0:
            return (frames[segment.frame].top, segment.frame, foot, segment.left)
        return (foot, -1, foot, segment.left)

    return sorted(segments, key=key)
