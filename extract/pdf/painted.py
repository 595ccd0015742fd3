"""What a PDF page paints, in order: runs of text, and what may lie over or under them.

Called by `extract.pdf.pdfium` under its lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from extract.geometry import Affine, affine, compose, map_box, rounded_box, scale_of
from extract.marks import MAX_STRIKE_THICKNESS, SOLID_DARKNESS_SHARE
from extract.page import Box
from extract.pdf.objects import PageObject, address_of, bounds_of, matrix_of, plain

MIN_TEXT_DARKNESS = 0.2
"""Letters paler than this are looked at; the review lines of NARA's prints, in gray, have 0.5."""

_UNPAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

_OPTIONAL = "OC\0"

_BYTE = 255

_ADDRESS = ctypes.c_size_t
_fill_at = plain(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, *[_ADDRESS] * 5)
_mode_at = plain(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, _ADDRESS)
_marks_at = plain(pdfium.FPDFPageObj_CountMarks, ctypes.c_int, _ADDRESS)
_clip_at = plain(pdfium.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
_paths_at = plain(pdfium.FPDFClipPath_CountPaths, ctypes.c_int, _ADDRESS)

_UNSEEN_FLAGS = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW

_NO_COVERS = frozenset(
    {
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_WIDGET,
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    }
)
"""Annotations that paint nothing, or an icon beside the text."""


@dataclass(frozen=True, kw_only=True)
class TextRun:
    """A run of text and its place in the order of painting.

    `darkness` is that of its letters on white paper, 0 to 1: 0 for letters that are not painted,
    cut off by a clip, or in a layer that can be switched off.
    """

    handle: Any
    placed: Affine
    order: int
    darkness: float

    @cached_property
    def box(self) -> Box:
        """Its box on the page: measured when asked for, since most runs need none."""
        return _box_of(self.handle, self.placed)

    @property
    def is_plain(self) -> bool:
        """Whether it is seen on paper, if nothing lies over it."""
        return self.darkness >= MIN_TEXT_DARKNESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Something thicker than a line that may hide text, its place in the order of painting.

    `is_light` when dark text stays readable on it; `is_redaction` when it is an annotation that
    says that what it lies over shall be taken out.
    """

    box: Box
    order: int
    is_light: bool
    is_redaction: bool = False

    def may_hide(self, run: TextRun) -> bool:
        """Return whether a run of text can be lost under it, or on it, where they meet."""
        is_ground = self.is_light and run.darkness >= SOLID_DARKNESS_SHARE
        return self.order > run.order or not is_ground


@dataclass(frozen=True, kw_only=True)
class Painted:
    """What a page paints, in order; `others` are the objects that are no text."""

    runs: tuple[TextRun, ...]
    covers: tuple[Cover, ...]
    others: tuple[Any, ...]

    def over(self, run: TextRun) -> tuple[Cover, ...]:
        """Return what may hide some of a run of text: a map has thousands of covers."""
        if not self.covers:
            return ()
        x0, top, x1, bottom = self._edges
        meets = (x0 < run.box.x1) & (x1 > run.box.x0) & (top < run.box.bottom)
        found = np.flatnonzero(meets & (bottom > run.box.top))
        return tuple(self.covers[n] for n in found if self.covers[n].may_hide(run))

    @cached_property
    def _edges(self) -> npt.NDArray[np.float64]:
        boxes = [(one.box.x0, one.box.top, one.box.x1, one.box.bottom) for one in self.covers]
        return np.array(boxes).T


NOTHING = Painted(runs=(), covers=(), others=())


def list_painted(
    page: pypdfium2.PdfPage, objects: Sequence[PageObject], to_display: Affine
) -> Painted:
    """Return what a page paints, annotations last, as they are drawn.

    Nothing is listed where nothing can hide text: there is none, or all of it is plain and stands
    on bare paper, as on most pages.

    Args:
        page: The page.
        objects: Its objects, in the order they are drawn in.
        to_display: Map from its user space to points from the top left as seen.
    """
    painted = [item for item in objects if item.kind != pdfium.FPDF_PAGEOBJ_FORM]
    texts = [item for item in painted if item.kind == pdfium.FPDF_PAGEOBJ_TEXT]
    if not texts:
        return NOTHING
    covers = [*_covers(painted, to_display), *_annotations(page, to_display, len(painted))]
    if not covers and all(_is_plain(address_of(item.handle)) for item in texts):
        return NOTHING
    return Painted(
        runs=tuple(
            _run_of(item.handle, _placed(item, to_display), order)
            for order, item in enumerate(painted)
            if item.kind == pdfium.FPDF_PAGEOBJ_TEXT
        ),
        covers=tuple(covers),
        others=tuple(item.handle for item in painted if item.kind != pdfium.FPDF_PAGEOBJ_TEXT),
    )


def _covers(painted: Sequence[PageObject], to_display: Affine) -> Iterator[Cover]:
    """Yield the paths, images and shadings that are thicker than a line."""
    for order, item in enumerate(painted):
        if item.kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        placed, is_path = _placed(item, to_display), item.kind == pdfium.FPDF_PAGEOBJ_PATH
        box = _area_of(item.handle, placed) if is_path else _box_of(item.handle, placed)
        if box and min(box.width, box.height) > MAX_STRIKE_THICKNESS:
            is_light = is_path and _darkness(address_of(item.handle)) < SOLID_DARKNESS_SHARE
            yield Cover(box=box, order=order, is_light=is_light)


def _placed(item: PageObject, to_display: Affine) -> Affine:
    """Return the map from the space an object is placed in to the page as seen."""
    return compose(to_display, item.to_page) if item.level else to_display


def withdrawn_boxes(page: pypdfium2.PdfPage, to_display: Affine) -> tuple[Box, ...]:
    """Return what annotations say shall be taken out, in points as seen."""
    return tuple(one.box for one in _annotations(page, to_display, 0) if one.is_redaction)


def has_covering_notes(page: pypdfium2.PdfPage) -> bool:
    """Return whether an annotation may lie over the page's content."""
    return any(_annotations(page, affine(1, 0, 0, 0, 1, 0), 0))


def _box_of(handle: Any, placed: Affine) -> Box:
    return map_box(placed, *bounds_of(handle))


def _is_plain(text: int) -> bool:
    """Return whether a text object, by its address, is dark, painted, unclipped and in no layer."""
    return (
        _darkness(text) >= MIN_TEXT_DARKNESS
        and _mode_at(text) not in _UNPAINTED
        and _marks_at(text) <= 0
        and _paths_at(_clip_at(text)) <= 0
    )


def _run_of(handle: Any, placed: Affine, order: int) -> TextRun:
    """Return a run of text as it is painted."""
    address = address_of(handle)
    run = TextRun(handle=handle, placed=placed, order=order, darkness=_darkness(address))
    is_painted = _mode_at(address) not in _UNPAINTED and not _is_optional(handle)
    return run if is_painted and _is_inside_clip(run) else replace(run, darkness=0.0)


def _is_optional(handle: Any) -> bool:
    """Return whether an object is in a layer that can be switched off (marked content `/OC`)."""
    for number in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, number)
        name, length = (ctypes.c_ushort * len(_OPTIONAL))(), ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        # Longer names are not written at all.
        if bytes(name).decode("utf-16-le") == _OPTIONAL:
            return True
    return False


def _is_inside_clip(run: TextRun) -> bool:
    """Return whether most of a run lies inside the boxes around all paths it is clipped to."""
    clip = pdfium.FPDFPageObj_GetClipPath(run.handle)
    for number in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, number)
        window = _around(
            (pdfium.FPDFClipPath_GetPathSegment(clip, number, n) for n in range(max(0, count))),
            run.placed,
        )
        if window is None or run.box.overlap(window) < run.box.area / 2:
            return False
    return True


def _area_of(handle: Any, placed: Affine) -> Box | None:
    """Return the box a path paints: what it fills, or its line where that is thick; else None."""
    fill, has_stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, has_stroke)
    if fill.value != pdfium.FPDF_FILLMODE_NONE:
        return _box_of(handle, placed)
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(handle, width)
    placed = compose(placed, matrix_of(handle))
    thickness = width.value * scale_of(placed)
    if not has_stroke.value or thickness <= MAX_STRIKE_THICKNESS:
        return None
    count = pdfium.FPDFPath_CountSegments(handle)
    path = _around((pdfium.FPDFPath_GetPathSegment(handle, n) for n in range(count)), placed)
    if path is None:
        return None
    # A single line is as long as it is; PDFium's box adds its thickness all around.
    across = thickness / 2 if path.height > 0 else 0.0
    down = thickness / 2 if path.width > 0 else 0.0
    return rounded_box(path.x0 - across, path.top - down, path.x1 + across, path.bottom + down)


def _around(segments: Iterable[Any], placed: Affine) -> Box | None:
    """Return the box around the points of a path, None when it has none."""
    points = []
    for segment in segments:
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return map_box(placed, min(xs), min(ys), max(xs), max(ys))


def _darkness(item: int) -> float:
    """Return how dark an object's fill is on white paper, 0 to 1, by its address.

    A pattern counts as black.
    """
    parts = (ctypes.c_uint * 4)()
    start, step = ctypes.addressof(parts), ctypes.sizeof(ctypes.c_uint)
    if not _fill_at(item, start, start + step, start + 2 * step, start + 3 * step):
        return 1.0
    red, green, blue, alpha = parts
    return (1.0 - (red + green + blue) / (3 * _BYTE)) * alpha / _BYTE


def _annotations(page: pypdfium2.PdfPage, to_display: Affine, order: int) -> Iterator[Cover]:
    """Yield the annotations that may lie over text."""
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind, place = pdfium.FPDFAnnot_GetSubtype(note), pdfium.FS_RECTF()
        flags = pdfium.FPDFAnnot_GetFlags(note)
        has_place = pdfium.FPDFAnnot_GetRect(note, place)
        pdfium.FPDFPage_CloseAnnot(note)
        if has_place and kind not in _NO_COVERS and not flags & _UNSEEN_FLAGS:
            yield Cover(
                box=map_box(to_display, place.left, place.bottom, place.right, place.top),
                order=order,
                is_light=False,
                is_redaction=kind == pdfium.FPDF_ANNOT_REDACT,
            )
