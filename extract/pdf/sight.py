"""Which letters of a text layer a reader of the page sees: a box drawn over words deletes none.

The page is drawn with and without its text, and both are compared where the letters are: so the
order of painting, colors, transparency, images and annotations need no rules of their own. Only
runs of text that something lies over or under are drawn apart; most pages have none.
docs/decisions/0010-text-beneath.md says what becomes of what is not seen. Called by
`extract.pdf.pdfium` under its lock.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from extract.geometry import Affine, map_box
from extract.page import Box
from extract.pdf.objects import PageObject, address_of
from extract.pdf.painted import Cover, Painted, TextRun, list_painted
from extract.raster import POINTS_PER_INCH

Plane = npt.NDArray[np.floating[Any]]

SIGHT_DPI = 100.0
"""A letter of 8 points is 8 pixels high, enough to see how much of it shows."""

MIN_CONTRAST = 0.08
"""Share of the way from black to white a letter must differ from what is behind it. Under a veil
of nine tenths it keeps 0.1 and can just be read; under an opaque box nothing is left."""

MIN_SEEN_SHARE = 0.5
"""A letter is seen when half of it is."""

MIN_COVERAGE = 0.05
"""Share of a pixel that must be painted for it to count: less is the edge of a stroke, lost in the
rounding of its gray."""

SAME_PLACE_SHARE = 0.25
"""Share of the smaller of two runs from which they are printed over each other; neighbouring rows
share the reach of their descenders."""

_NO_GLYPH = "Cf"
"""Unicode's category of soft hyphens and joiners, which print nothing."""

WHITE, BLACK = (255, 255, 255, 255), (0, 0, 0, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A character of a run that something lies over or under.

    Of one that is not seen, `cover` is the smallest box that can have hidden it, None for text that
    hides by itself; `is_over_picture` whether there is anything in its place, a picture of text
    say; `starts_word` whether no unseen letter stands right before it.
    """

    text: str
    box: Box
    is_seen: bool
    cover: Cover | None = None
    is_over_picture: bool = False
    starts_word: bool = False


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What is seen of a page's text layer.

    `letters` are those in doubt, and those printed over them: all others are seen.
    `character_count` is that of the whole layer, blanks left out.
    """

    letters: tuple[Letter, ...]
    character_count: int

    @property
    def hidden(self) -> tuple[Letter, ...]:
        """The letters a reader does not see."""
        return tuple(letter for letter in self.letters if not letter.is_seen)

    def shows(self, text: str, box: Box) -> bool:
        """Return whether a reader sees a character, given with its box in points.

        In doubt it is not seen: two readers of a layer may spell and place it differently.
        """
        x0, top, x1, bottom = self._edges
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        inside = (x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom)
        middle = (box.x0 + box.x1) / 2
        around = (x0 <= middle) & (x1 >= middle) & (top <= box.middle) & (bottom >= box.middle)
        for near in (inside, around):
            letters = [self.letters[n] for n in np.flatnonzero(near)]
            same = [letter for letter in letters if letter.text == text]
            if letters:
                return all(letter.is_seen for letter in same or letters)
        return True

    @cached_property
    def _edges(self) -> npt.NDArray[np.float64]:
        boxes = [(one.box.x0, one.box.top, one.box.x1, one.box.bottom) for one in self.letters]
        return np.array(boxes, dtype=np.float64).reshape(-1, 4).T


def look(
    page: pypdfium2.PdfPage,
    objects: Sequence[PageObject],
    textpage: pypdfium2.PdfTextPage,
    to_display: Affine,
) -> Sight | None:
    """Return what is seen of a page's text layer, or None when nothing can hide any of it.

    Args:
        page: The page.
        objects: Its objects, in the order they are drawn in.
        textpage: PDFium's reading of its text.
        to_display: Map from its user space to points from the top left as seen.
    """
    painted = list_painted(page, objects, to_display)
    doubtful = [run for run in painted.runs if not run.is_plain or painted.over(run)]
    if not doubtful:
        return None
    doubtful = _with_overprints(doubtful, painted.runs)
    runs: dict[int, tuple[TextRun, _Shown]] = {}
    for group in _apart(doubtful):
        shown = _compare(page, painted, group)
        runs |= {address_of(run.handle): (run, shown) for run in group}
    return Sight(
        letters=tuple(_letters(textpage, runs, painted, to_display)),
        character_count=sum(not one.isspace() for one in str(textpage.get_text_range())),
    )


def _with_overprints(doubtful: Sequence[TextRun], runs: Sequence[TextRun]) -> list[TextRun]:
    """Return runs in doubt with those in their place, which must be told from them."""
    x0, top, x1, bottom = _edges_of(doubtful).T
    known = {run.order for run in doubtful}
    found = list(doubtful)
    for run in runs:
        if run.order not in known:
            meets = (x0 < run.box.x1) & (x1 > run.box.x0)
            if (meets & (top < run.box.bottom) & (bottom > run.box.top)).any():
                found.append(run)
    return found


def _edges_of(runs: Sequence[TextRun]) -> npt.NDArray[np.float64]:
    return np.array([(run.box.x0, run.box.top, run.box.x1, run.box.bottom) for run in runs])


def _apart(runs: Sequence[TextRun]) -> list[list[TextRun]]:
    """Return runs in groups in which none is printed over another.

    What a code printed on a box shows must not count for the words beneath.
    """
    edges = _edges_of(runs)
    areas = np.array([run.box.area for run in runs])
    groups: list[list[TextRun]] = []
    home = np.zeros(len(runs), dtype=np.int64)
    for number, run in enumerate(runs):
        before = edges[:number]
        shared = np.minimum(before[:, 2:], edges[number, 2:])
        shared = np.maximum(shared - np.maximum(before[:, :2], edges[number, :2]), 0).prod(axis=1)
        smaller = np.minimum(areas[:number], areas[number])
        taken = set(home[:number][shared > SAME_PLACE_SHARE * smaller].tolist())
        home[number] = next(n for n in range(len(groups) + 1) if n not in taken)
        if home[number] == len(groups):
            groups.append([])
        groups[home[number]].append(run)
    return groups


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """Of a group of runs, by pixel: how far it is painted, how far that is seen, and the page."""

    painted: Plane
    seen: Plane
    page: Plane


def _compare(page: pypdfium2.PdfPage, painted: Painted, group: Sequence[TextRun]) -> _Shown:
    """Draw a page with and without some runs of its text, and those runs alone."""
    own = {address_of(run.handle) for run in group}
    rest = [run.handle for run in painted.runs if address_of(run.handle) not in own]
    whole = _draw(page, WHITE)
    _activate((run.handle for run in group), False)
    without = _draw(page, WHITE)
    _activate((run.handle for run in group), True)
    _activate((*rest, *painted.others), False)
    on_white, on_black = (_draw(page, paper, has_notes=False) for paper in (WHITE, BLACK))
    _activate((*rest, *painted.others), True)
    coverage = 1 - (on_white - on_black)
    coverage[coverage < MIN_COVERAGE] = 0
    is_seen = np.abs(whole - without) >= MIN_CONTRAST * coverage
    return _Shown(painted=coverage, seen=coverage * is_seen, page=whole)


def _draw(
    page: pypdfium2.PdfPage, paper: tuple[int, int, int, int], *, has_notes: bool = True
) -> Plane:
    """Return PDFium's drawing of a page on paper of a color, 0 black to 1 white."""
    bitmap = page.render(
        scale=SIGHT_DPI / POINTS_PER_INCH, grayscale=True, fill_color=paper, draw_annots=has_notes
    )
    pixels = bitmap.to_numpy()
    return np.asarray(pixels.reshape(pixels.shape[:2]), dtype=np.float32) / 255


def _activate(handles: Iterable[object], is_active: bool) -> None:
    for handle in handles:
        pdfium.FPDFPageObj_SetIsActive(handle, is_active)


def _letters(
    textpage: pypdfium2.PdfTextPage,
    runs: Mapping[int, tuple[TextRun, _Shown]],
    painted: Painted,
    to_display: Affine,
) -> Iterator[Letter]:
    """Yield the characters of runs that were drawn apart, runs by their address."""
    covers = {address: painted.over(run) for address, (run, _) in runs.items()}
    last_hidden = -2
    for number in range(textpage.count_chars()):
        text = chr(pdfium.FPDFText_GetUnicode(textpage, number))
        owner = pdfium.FPDFText_GetTextObject(textpage, number)
        address = address_of(owner) if owner else 0
        if address not in runs or text.isspace() or unicodedata.category(text) == _NO_GLYPH:
            continue
        _, shown = runs[address]
        box = _box_of(textpage, number, to_display)
        over = [one for one in covers[address] if one.box.holds_middle_of(box)]
        if not any(one.is_redaction for one in over) and _is_seen(shown, box):
            yield Letter(text=text, box=box, is_seen=True)
            continue
        behind = _cut(shown.page, box)
        yield Letter(
            text=text,
            box=box,
            is_seen=False,
            cover=min(over, key=lambda one: one.box.area, default=None),
            is_over_picture=behind.size > 0 and float(np.ptp(behind)) > MIN_CONTRAST,
            starts_word=last_hidden != number - 1,
        )
        last_hidden = number


def _is_seen(shown: _Shown, box: Box) -> bool:
    painted = float(_cut(shown.painted, box).sum())
    return painted > 0 and float(_cut(shown.seen, box).sum()) >= MIN_SEEN_SHARE * painted


def _box_of(textpage: pypdfium2.PdfTextPage, number: int, to_display: Affine) -> Box:
    """Return the box of a character in points as seen."""
    edges = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(textpage, number, *edges)
    left, right, bottom, top = (edge.value for edge in edges)
    return map_box(to_display, left, bottom, right, top)


def _cut(plane: Plane, box: Box) -> Plane:
    """Return what of a drawing lies under a box, none where it is off the page."""
    scale = SIGHT_DPI / POINTS_PER_INCH
    left, top = (max(0, int(edge * scale)) for edge in (box.x0, box.top))
    right, bottom = (max(0, int(np.ceil(edge * scale))) for edge in (box.x1, box.bottom))
    return plane[top:bottom, left:right]
