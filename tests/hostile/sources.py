"""Whole PDFs to be broken: the bundled samples, and prints of other cables, mostly a page long."""

from __future__ import annotations

import functools
import io
from random import Random

import pypdfium2

from tests.synthetic import Era, Level, PrintFormat, make_cable, print_cable, scan_print
from tests.synthetic.image_pdf import Mode
from tests.synthetic.samples import FOLDER

TEXT_SAMPLES = ("born_digital", "released_again", "two_sections")
SCAN_SAMPLES = ("no_cable", "card_over_telegram")
ERAS = ((Era.SEVENTIES, PrintFormat.NARA), (Era.NINETIES, PrintFormat.CARD))
SCAN_DPI = 120
"""Enough for OCR to find words in, and half its cost."""


def source(rng: Random, *, is_scan: bool) -> bytes:
    """Return a PDF: with a text layer, or a scan."""
    if rng.random() < 0.3:
        name = rng.choice(SCAN_SAMPLES if is_scan else TEXT_SAMPLES)
        pdf = (FOLDER / f"{name}.pdf").read_bytes()
        return _first_page(pdf) if is_scan else pdf
    return _printed(rng.randrange(8), is_scan)


@functools.cache
def _printed(number: int, is_scan: bool) -> bytes:
    era, layout = ERAS[number % len(ERAS)]
    printed = print_cable(make_cable(900 + number, era), layout)
    if is_scan:
        printed = scan_print(printed, Level.TYPICAL, seed=number, dpi=SCAN_DPI, mode=Mode.GRAY)
    return _first_page(printed.pdf)


@functools.cache
def _first_page(pdf: bytes) -> bytes:
    target = io.BytesIO()
    whole, first = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    first.import_pages(whole, [0])
    first.save(target)
    whole.close()
    first.close()
    return target.getvalue()
