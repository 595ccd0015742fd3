"""What a PDF page is drawn with: its texts, paths and images, and those of the forms inside it.

Called by `extract.pdf.pdfium` under its lock, on a page that stays open meanwhile.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from extract.geometry import Affine, affine, compose

MAX_DEPTH = 15
"""Forms inside forms that are looked into; a form that draws itself would have no end. Prints have
one or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageObject:
    """One object of a page.

    Attributes:
        handle: PDFium's.
        kind: One of `FPDF_PAGEOBJ_*`.
        level: 0 on the page itself, 1 in a form of it, and so on.
        to_page: The map from the space it is placed in to the page's user space.
    """

    handle: Any
    kind: int
    level: int
    to_page: Affine


def objects_of(page: Any) -> Iterator[PageObject]:
    """Yield the objects of an open page in the order they are drawn in, forms before their own."""
    yield from _inside(
        page,
        pdfium.FPDFPage_CountObjects,
        pdfium.FPDFPage_GetObject,
        level=0,
        to_page=affine(1, 0, 0, 0, 1, 0),
    )


def _inside(
    parent: Any,
    count: Callable[[Any], int],
    get: Callable[[Any, int], Any],
    *,
    level: int,
    to_page: Affine,
) -> Iterator[PageObject]:
    for index in range(count(parent)):
        handle = get(parent, index)
        kind = pdfium.FPDFPageObj_GetType(handle)
        yield PageObject(handle=handle, kind=kind, level=level, to_page=to_page)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and level < MAX_DEPTH:
            yield from _inside(
                handle,
                pdfium.FPDFFormObj_CountObjects,
                pdfium.FPDFFormObj_GetObject,
                level=level + 1,
                to_page=compose(to_page, matrix_of(handle)),
            )


def matrix_of(handle: Any) -> Affine:
    """Return the map from an object's own space to the space it is placed in."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, matrix)
    return affine(matrix.a, matrix.c, matrix.e, matrix.b, matrix.d, matrix.f)


def bounds_of(handle: Any) -> tuple[float, float, float, float]:
    """Return an object's left, bottom, right and top in the space it is placed in."""
    bounds = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *bounds)
    left, bottom, right, top = (side.value for side in bounds)
    return left, bottom, right, top


def plain(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a PDFium function that takes and gives numbers in place of pointer objects.

    For what is called for every character: making an object of each answer takes as long again.
    """
    prototype: Any = ctypes.PYFUNCTYPE(result, *arguments)
    return prototype(ctypes.cast(function, ctypes.c_void_p).value)


def address_of(handle: Any) -> int:
    """Return what tells an object from every other while its page is open."""
    return ctypes.addressof(handle.contents)
