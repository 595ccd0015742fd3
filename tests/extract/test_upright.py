"""Pages that lie wrongly in their file, read by a real engine."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.document import extract_page
from extract.geometry import affine
from extract.page import Box, Word
from extract.raster import Raster
from extract.scans.upright import read_upright
from extract.settings import ExtractSettings
from tests.extract.making import HEIGHT, LINES, WIDTH, page_image

SHA = "ab" * 32
READ = [" ".join(line.split()) for line in LINES]


def lying_page(path, turn):
    """A page image turned counter-clockwise by `turn` on a page of its new shape."""
    image = page_image().rotate(turn, expand=True)
    size = (WIDTH, HEIGHT) if turn % 180 == 0 else (HEIGHT, WIDTH)
    canvas = Canvas(str(path), pagesize=size)
    canvas.drawImage(ImageReader(image), 0, 0, *size)
    canvas.save()
    return path


@pytest.mark.ocr
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_laid_in_wrongly_is_read_and_its_words_are_where_they_lie(tmp_path, turn):
    page = extract_page(lying_page(tmp_path / "a.pdf", turn), SHA, 1, ExtractSettings())
    assert [line.text for line in page.lines] == READ
    assert page.turned_degrees == turn
    # The first line stands 30 from the left and 40 from the top of the page as it was typed.
    box = page.lines[0].box
    corner = {
        90: (box.x0, box.bottom, 31, WIDTH - 30),
        180: (box.x1, box.top, WIDTH - 30, HEIGHT - 40),
        270: (box.x1, box.top, HEIGHT - 31, 30),
    }[turn]
    assert corner[:2] == pytest.approx(corner[2:], abs=4)


@pytest.mark.ocr
def test_a_page_nobody_can_read_stays_as_it_lies(tmp_path):
    noise = np.random.default_rng(3).integers(0, 2, (60, 80), dtype=np.uint8) * 255
    image = Image.fromarray(noise).resize((1112, 834), Image.Resampling.BICUBIC)
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDTH, HEIGHT))
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
    canvas.save()
    assert extract_page(tmp_path / "a.pdf", SHA, 1, ExtractSettings()).turned_degrees == 0


class Scripted:
    """An engine that gives its answers in turn, whatever it is shown."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def version(self, settings):
        return "scripted"

    def read(self, pixels, dpi, settings, *, is_single_line=False, is_running_text=False):
        text, confidence = self.answers.pop(0)
        box = Box(x0=0, top=0, x1=10, bottom=10)
        return tuple(Word(text=one, box=box, confidence=confidence) for one in text.split())


@pytest.mark.parametrize(
    ("as_a_whole", "turned"),
    [
        pytest.param(("GOODS THROUGH THE HARBOR", 0.9), 270, id="sure"),
        pytest.param(("GOODS ~ | ;' -- _ ;", 0.2), 0, id="only-its-band-was"),
    ],
)
def test_a_page_is_turned_only_where_all_of_it_reads_more_surely(as_a_whole, turned):
    pixels = np.asarray(page_image().convert("L"))
    raster = Raster(
        pixels=pixels,
        to_page=affine(WIDTH / pixels.shape[1], 0, 0, 0, HEIGHT / pixels.shape[0], 0),
        page_width=WIDTH,
        page_height=HEIGHT,
    )
    noise, sure = ("zs ;", 0.3), ("HARBOR GOODS", 0.9)
    # The page, the bands of 90, 180 and 270 degrees, its own band, and the page turned.
    engine = Scripted(noise, noise, noise, sure, noise, as_a_whole)
    read = read_upright(raster, engine, ExtractSettings())
    assert read.prepared.turned_degrees == turned
    assert engine.answers == []
