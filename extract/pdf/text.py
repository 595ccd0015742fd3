"""The characters of a page's text layer through PDFium, placed as pdfplumber places them.

Called by `extract.pdf.pdfium` under its lock. PDFium reads a page many times faster than
pdfplumber, but reads it for showing and copying: it puts blanks where it sees gaps, leaves out what
it takes for printed twice, and gives a replacement text in place of the letters. Its own blanks are
left out here; where else it would not read as pdfplumber does, that is said (`PdfText.oddity`).
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extract.geometry import Affine, map_points
from extract.pdf.characters import DOUBLE_SHARE, Characters, Floats, Integers, as_printed
from extract.pdf.objects import PageObject, address_of, bounds_of, plain
from extract.pdf.type import Letters, Measures, boxes_of, measure_letters, settings_of

FIRST_PRINTING_CODE = 32
"""Codes below the blank are controls in every single-byte encoding."""

FIRST_LEFTWARD_CODE = 0x590
"""Hebrew begins here; Latin, Greek and Cyrillic lie below."""

NOTHING_HIGH = 0.01
"""Points: a text object that is no higher shows no letter; blanks have no height at all."""

_BLANK_CODES = (9, 10, 13, 32)
_LINE_END_HYPHEN = 2
"""What PDFium makes of a hyphen when it sees the word go on in the next line."""

_ADDRESS, _INT = ctypes.c_size_t, ctypes.c_int
_unicode_at = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
_object_at = plain(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_box_at = plain(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """The characters of a page, or in words what in it PDFium does not read as pdfplumber does."""

    characters: Characters
    oddity: str | None = None


def read_text(textpage: Any, objects: Iterable[PageObject], to_display: Affine) -> PdfText:
    """Return the characters of a page's text layer, hidden ones too.

    Args:
        textpage: PDFium's text page of an open page.
        objects: The page's objects.
        to_display: The map from the page's user space to points from the top left as seen.
    """
    texts = [item for item in objects if item.kind == pdfium.FPDF_PAGEOBJ_TEXT]
    drawn = _drawn_characters(textpage)
    owners, first, setting = np.unique(drawn.owners, return_index=True, return_inverse=True)
    oddity = _replaced(texts) or _left_out(texts, set(owners.tolist()))
    if oddity is not None:
        return _odd(oddity)
    glyphs = _glyph_starts(drawn)
    if not len(glyphs):
        return PdfText(characters=Characters.none())
    settings = settings_of(textpage, drawn.places[first].tolist())
    if not all(one.font.name for one in settings):
        return _odd("letters that are drawings")
    lengths = np.diff(glyphs, append=len(drawn.codes))
    letters = Letters(
        places=drawn.places[glyphs],
        codes=np.where(lengths > 1, 0, drawn.codes[glyphs]),
        boxes=drawn.boxes[glyphs],
        setting=setting[glyphs],
    )
    measures = measure_letters(textpage, letters, settings)
    oddity = _unmapped(letters, measures) or _direction(letters, measures)
    if oddity is not None:
        return _odd(oddity)
    boxes, turns = boxes_of(measures, settings, letters.setting, to_display)
    shown = _texts(drawn.codes, glyphs)
    return PdfText(
        characters=Characters(texts=shown, boxes=boxes, turns=turns).chosen(
            ~measures.is_unmapped & np.array([bool(text) for text in shown])
        )
    )


def _odd(oddity: str) -> PdfText:
    return PdfText(characters=Characters.none(), oddity=oddity)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """Characters that PDFium found drawn, as columns.

    Attributes:
        places: Shape (n,): their index in PDFium's list.
        codes: Shape (n,): Unicode, or the font's own code where there is none.
        owners: Shape (n,): the address of the text object each is in.
        boxes: Shape (n, 4): left, bottom, right and top in user space, around advance and ink.
    """

    places: Integers
    codes: Integers
    owners: Integers
    boxes: Floats


def _drawn_characters(textpage: Any) -> _Drawn:
    """Return the characters that are drawn: not the blanks and line ends that PDFium puts in."""
    count = max(0, pdfium.FPDFText_CountChars(textpage))
    page = repeat(address_of(textpage))
    codes = np.fromiter(map(_unicode_at, page, range(count)), np.int64, count)
    is_drawn = np.ones(count, dtype=bool)
    for place in np.flatnonzero(np.isin(codes, _BLANK_CODES)).tolist():
        is_drawn[place] = not pdfium.FPDFText_IsGenerated(textpage, place)
    for place in np.flatnonzero(codes == _LINE_END_HYPHEN).tolist():
        if pdfium.FPDFText_IsHyphen(textpage, place):
            codes[place] = ord("-")
    places = np.flatnonzero(is_drawn)
    count = len(places)
    rectangles = (pdfium.FS_RECTF * count)()
    begin, step = ctypes.addressof(rectangles), ctypes.sizeof(pdfium.FS_RECTF)
    into = range(begin, begin + count * step, step)
    is_boxed = np.fromiter(map(_box_at, page, places.tolist(), into), np.bool_, count)
    left, top, right, bottom = np.frombuffer(rectangles, dtype=np.float32).reshape(-1, 4).T
    boxes = np.stack([left, bottom, right, top], axis=1).astype(np.float64)
    owners = np.fromiter(map(_object_at, page, places.tolist()), np.int64, count)
    is_whole = is_boxed & (owners != 0)
    return _Drawn(
        places=places[is_whole],
        codes=codes[places][is_whole],
        owners=owners[is_whole],
        boxes=boxes[is_whole],
    )


def _glyph_starts(drawn: _Drawn) -> Integers:
    """Return the index of the first character of each glyph.

    PDFium takes a ligature apart into letters at one place.
    """
    goes_on = (drawn.owners[1:] == drawn.owners[:-1]) & (drawn.boxes[1:] == drawn.boxes[:-1]).all(
        axis=1
    )
    return np.flatnonzero(np.concatenate([[True], ~goes_on])[: len(drawn.codes)])


def _texts(codes: Integers, starts: Integers) -> tuple[str, ...]:
    """Return what each glyph shows on paper; nothing for a control code."""
    texts = list(map(chr, codes.tolist()))
    if len(starts) < len(texts):
        ends = [*starts[1:].tolist(), len(texts)]
        texts = [_joined(texts[a:b]) for a, b in zip(starts.tolist(), ends, strict=True)]
    printed = {text: as_printed(text) for text in set(texts)}
    return tuple(printed[text] for text in texts)


def _joined(letters: Sequence[str]) -> str:
    """Return the letters of one glyph; PDFium gives what is past 16 bits in two halves."""
    text = "".join(letters)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _replaced(texts: Sequence[PageObject]) -> str | None:
    """Return in words that a text stands under another one, which PDFium gives in its place."""
    for item in texts:
        for number in range(pdfium.FPDFPageObj_CountMarks(item.handle)):
            mark = pdfium.FPDFPageObj_GetMark(item.handle, number)
            if pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText"):
                return "letters with a replacement text"
    return None


def _direction(letters: Letters, measures: Measures) -> str | None:
    """Return in words that letters do not run to the right: PDFium reorders and mirrors them."""
    if measures.is_off_line.any():
        return "letters that run down"
    codes = letters.codes[letters.codes >= FIRST_LEFTWARD_CODE]
    if any(unicodedata.bidirectional(chr(code)) in ("R", "AL") for code in np.unique(codes)):
        return "letters that run to the left"
    return None


def _unmapped(letters: Letters, measures: Measures) -> str | None:
    """Return in words that letters have no meaning in Unicode; control codes need none."""
    prints: npt.NDArray[np.bool_] = letters.codes >= FIRST_PRINTING_CODE
    count = np.count_nonzero(measures.is_unmapped & prints)
    return f"letters without a meaning in Unicode ({count})" if count else None


def _left_out(texts: Sequence[PageObject], read: set[int]) -> str | None:
    """Return in words that a text is missing which is no copy of another a hair beside it.

    PDFium takes a line for printed twice when the one before is the same and set so close that
    both share some height: two rows of dashes.

    Args:
        texts: The page's text objects.
        read: The addresses of those whose characters were read.
    """
    missing = [
        sides
        for item in texts
        if address_of(item.handle) not in read
        for sides in [_sides(item)]
        if sides[3] - sides[1] > NOTHING_HIGH
    ]
    if not missing:
        return None
    others = np.array([_sides(item) for item in texts if address_of(item.handle) in read])
    for sides in missing:
        reach = DOUBLE_SHARE * (sides[3] - sides[1])
        if not len(others) or np.abs(others - sides).max(axis=1).min() > reach:
            return "text set over other text"
    return None


def _sides(item: PageObject) -> Floats:
    """Return left, bottom, right and top of an object in the page's user space."""
    left, bottom, right, top = bounds_of(item.handle)
    corners = map_points(item.to_page, ((left, bottom), (left, top), (right, bottom), (right, top)))
    return np.concatenate([corners.min(axis=0), corners.max(axis=0)])
