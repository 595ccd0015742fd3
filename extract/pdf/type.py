"""The type a PDF's text layer is set in, through PDFium: fonts, sizes, and the room letters take.

Called by `extract.pdf.text` under `extract.pdf.pdfium`'s lock. A character's box is as wide as its
advance and as high as its type, hung below the line by the font's descent, as pdfplumber has it:
boxes of one line are level with each other, which boxes of ink are not. PDFium gives one box around
both advance and ink; which part of it is the advance is asked once for each glyph.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extract.geometry import Affine
from extract.pdf.characters import Floats, Integers, quarter_turns
from extract.pdf.objects import address_of

STANDARD_DESCENTS = {"Courier": -0.194, "Helvetica": -0.207, "Times": -0.217}
"""How far the standard fonts hang below the line, by family, in type sizes: Adobe's metrics as
pdfplumber has them. PDFium draws with faces of its own, and gives the measures of those."""

ADVANCE_STEP = 1e-4
"""Type sizes; widths that differ by less are the same: fonts give them in thousandths."""

MAX_OFF_LINE = 0.05
"""Type sizes by which a letter may stand off its line: none does but in fonts that run down."""

MAX_LEAN = 1e-3
"""Share of its size by which type may lean and still be level or upright: what rounding leaves."""

_CODES = 0x110000
"""Characters of Unicode."""
_WIDTHS = 100_000
"""Steps of `ADVANCE_STEP` that are told apart: ten type sizes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font of the page, with how far it hangs below the line, in type sizes.

    Fonts whose glyphs are little drawings of the PDF's own (Type 3) have no name.
    """

    handle: Any
    name: str
    descent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a text object is set.

    Attributes:
        font: Its font.
        along: The direction of its line in user space, one type size long.
        upward: The direction its letters stand in, one type size long.
        start: Where its line begins, in user space.
        is_square: Whether the line runs along an axis of user space.
    """

    font: Font
    along: tuple[float, float]
    upward: tuple[float, float]
    start: tuple[float, float]
    is_square: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Characters as PDFium lists them, as columns.

    Attributes:
        places: Shape (n,): their index in the list.
        codes: Shape (n,): Unicode, or the font's own code where there is none; 0 for a glyph that
            is several letters.
        boxes: Shape (n, 4): left, bottom, right and top of advance and ink, in user space.
        setting: Shape (n,): the index of the `Setting` of each.
    """

    places: Integers
    codes: Integers
    boxes: Floats
    setting: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What is known of letters besides, as columns.

    Attributes:
        starts: Shape (n,): how far from the start of its line each begins, in type sizes.
        advances: Shape (n,): how far each moves the line on, in type sizes.
        is_unmapped: Shape (n,): whether it has no meaning in Unicode.
        is_off_line: Shape (n,): whether it stands off its line: it runs down.
    """

    starts: Floats
    advances: Floats
    is_unmapped: npt.NDArray[np.bool_]
    is_off_line: npt.NDArray[np.bool_]


def settings_of(textpage: Any, places: Sequence[int]) -> list[Setting]:
    """Return how the text objects are set that the characters at `places` are in."""
    fonts: dict[int, Font] = {}
    settings = []
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    for place in places:
        item = pdfium.FPDFText_GetTextObject(textpage, place)
        font = pdfium.FPDFTextObj_GetFont(item)
        address = address_of(font)
        if address not in fonts:
            fonts[address] = _font(font)
        pdfium.FPDFTextObj_GetFontSize(item, size)
        pdfium.FPDFText_GetMatrix(textpage, place, matrix)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        settings.append(
            Setting(
                font=fonts[address],
                along=(a * size.value, b * size.value),
                upward=(c * size.value, d * size.value),
                start=(matrix.e, matrix.f),
                is_square=max(abs(b), abs(c)) <= MAX_LEAN * abs(a)
                or max(abs(a), abs(d)) <= MAX_LEAN * abs(b),
            )
        )
    return settings


def _font(handle: Any) -> Font:
    buffer, descent = ctypes.create_string_buffer(128), ctypes.c_float()
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, len(buffer))
    pdfium.FPDFFont_GetDescent(handle, 1.0, descent)
    name = buffer.value.decode("utf-8", "replace")
    standard = STANDARD_DESCENTS.get(name.partition("-")[0])
    return Font(handle=handle, name=name, descent=descent.value if standard is None else standard)


def measure_letters(textpage: Any, letters: Letters, settings: Sequence[Setting]) -> Measures:
    """Return where letters begin, how far they move their line on, and if they have a meaning.

    Asked once for each glyph: for the letters of one font and code whose boxes are as wide.
    """
    along = np.array([one.along for one in settings])[letters.setting]
    start = np.array([one.start for one in settings])[letters.setting]
    near = _places_on(along, letters.boxes[:, :2] - start)
    far = _places_on(along, letters.boxes[:, 2:] - start)
    left, right = np.minimum(near, far).sum(axis=1), np.maximum(near, far).sum(axis=1)
    fonts = np.array([address_of(one.font.handle) for one in settings])
    keys = np.unique(fonts, return_inverse=True)[1][letters.setting] * _CODES + letters.codes
    widths = np.rint((right - left) / ADVANCE_STEP)
    keys = keys * _WIDTHS + np.clip(widths, 0, _WIDTHS - 1).astype(np.int64)
    _, samples, glyph = np.unique(keys, return_index=True, return_inverse=True)
    found = [
        _measure_glyph(textpage, place, code, settings[setting], left_end, right_end)
        for place, code, setting, left_end, right_end in zip(
            letters.places[samples].tolist(),
            letters.codes[samples].tolist(),
            letters.setting[samples].tolist(),
            left[samples].tolist(),
            right[samples].tolist(),
            strict=True,
        )
    ]
    bearings, advances, is_unmapped, is_off_line = (
        np.array(column)[glyph] for column in zip(*found, strict=True)
    )
    starts = left + bearings
    is_square = np.array([one.is_square for one in settings])[letters.setting]
    for index in np.flatnonzero(~is_square).tolist():
        # The box of a leaning letter begins before or after the letter, as high as it reaches.
        starts[index] = _start_of(
            textpage, int(letters.places[index]), settings[letters.setting[index]]
        )[0]
    return Measures(
        starts=starts, advances=advances, is_unmapped=is_unmapped, is_off_line=is_off_line
    )


def _places_on(along: Floats, points: Floats) -> Floats:
    """Return how far along their lines points lie: the parts by x and y, in type sizes."""
    squares = np.maximum((along * along).sum(axis=1, keepdims=True), np.finfo(float).tiny)
    parts: Floats = along * points / squares
    return parts


def _measure_glyph(
    textpage: Any, place: int, code: int, setting: Setting, left: float, right: float
) -> tuple[float, float, bool, bool]:
    """Return how far right of its box's left end a glyph begins, its advance, and two flags.

    The box ends where the advance or the ink does. Where that is the ink, the font tells the
    advance, by Unicode: of another glyph if two have the same, so this is asked second. The flags
    are those of `Measures`.

    Args:
        textpage: PDFium's text page.
        place: The index of a character that is this glyph.
        code: Its Unicode, or 0.
        setting: How that character is set.
        left: Where its box begins and
        right: where it ends on its line, in type sizes.
    """
    begin, off_line = _start_of(textpage, place, setting)
    flags = (
        bool(pdfium.FPDFText_HasUnicodeMapError(textpage, place)),
        abs(off_line) > MAX_OFF_LINE,
    )
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(textpage, place, *sides)
    x0, x1, y0, y1 = (side.value for side in sides)
    ink_end = max(_place_on(setting, x, y)[0] for x in (x0, x1) for y in (y0, y1))
    if setting.is_square and right > ink_end + ADVANCE_STEP:
        return begin - left, right - begin, *flags
    width = ctypes.c_float()
    pdfium.FPDFFont_GetGlyphWidth(setting.font.handle, code, 1.0, width)
    is_known = code > 0 and width.value > 0
    if is_known and (width.value <= right - begin + ADVANCE_STEP or not setting.is_square):
        return begin - left, width.value, *flags
    return begin - left, right - begin, *flags


def _start_of(textpage: Any, place: int, setting: Setting) -> tuple[float, float]:
    """Return where a character begins, as `_place_on` does."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, place, x, y)
    return _place_on(setting, x.value, y.value)


def _place_on(setting: Setting, x: float, y: float) -> tuple[float, float]:
    """Return how far along a line and off it a point of user space lies, in type sizes."""
    (along_x, along_y), (start_x, start_y) = setting.along, setting.start
    square = along_x * along_x + along_y * along_y
    if not square:
        return 0.0, 0.0
    x, y = x - start_x, y - start_y
    return (along_x * x + along_y * y) / square, (along_x * y - along_y * x) / square


def boxes_of(
    measures: Measures, settings: Sequence[Setting], setting: Integers, to_display: Affine
) -> tuple[Floats, Integers]:
    """Return the boxes of letters as seen, shape (n, 4), and their `Characters.turns`.

    Args:
        measures: What is known of them.
        settings: How text objects are set.
        setting: Shape (n,): the index in `settings` of each letter's.
        to_display: The map from user space to the page as seen.
    """
    linear, shift = to_display[:, :2].T, to_display[:, 2]
    along = (np.array([one.along for one in settings]) @ linear)[setting]
    upward = (np.array([one.upward for one in settings]) @ linear)[setting]
    start = (np.array([one.start for one in settings]) @ linear + shift)[setting]
    descent = np.array([one.font.descent for one in settings])[setting]
    foot = start + along * measures.starts[:, None] + upward * descent[:, None]
    width = along * measures.advances[:, None]
    low = foot + np.minimum(width, 0) + np.minimum(upward, 0)
    high = foot + np.maximum(width, 0) + np.maximum(upward, 0)
    return np.concatenate([low, high], axis=1), quarter_turns(along[:, 0], along[:, 1])
