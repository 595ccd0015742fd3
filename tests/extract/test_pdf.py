from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from extract.document import open_document
from extract.errors import (
    EncryptedPdf,
    NoPages,
    NotAPdf,
    PageTooLarge,
    UnreadableFile,
    UnreadablePage,
)
from extract.pdf import pdfium
from extract.raster import turn_upright
from tests.extract.filters import encodings, sample
from tests.extract.making import (
    HEIGHT,
    WIDTH,
    image_pdf,
    page_image,
    raw_image_pdf,
    raw_pdf,
    text_pdf,
    turned,
)


def test_pages_are_counted(tmp_path):
    assert open_document(text_pdf(tmp_path / "a.pdf")).page_count == 1


def test_a_file_written_again_is_opened_again(tmp_path):
    path = text_pdf(tmp_path / "a.pdf")
    with pdfium.open_page(path, 1) as before:
        path.unlink()
        text_pdf(path, lines=("OTHER TEXT",))
        with pdfium.open_page(path, 1) as after:
            assert after.facts().text.strip() == "OTHER TEXT"
        assert before.facts().text.startswith("ACTION")


def test_files_may_be_open_in_turn_and_at_once(tmp_path):
    paths = [text_pdf(tmp_path / f"{name}.pdf", lines=(name,)) for name in "abc"]
    for first in paths:
        for second in paths:
            with pdfium.open_page(first, 1) as one, pdfium.open_page(second, 1) as other:
                assert (one.facts().text.strip(), other.facts().text.strip()) == (
                    first.stem,
                    second.stem,
                )


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        pytest.param(b"", NotAPdf, "empty", id="zero bytes"),
        pytest.param(
            b"<html>not found</html>", NotAPdf, "does not begin with %PDF-", id="a web page"
        ),
        pytest.param(b"%PDF-1.7\nnothing more", NotAPdf, "cut short or damaged", id="header only"),
    ],
)
def test_what_is_no_pdf_says_what_to_do(tmp_path, content, error, message):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(error, match=message):
        open_document(path)


def test_a_truncated_pdf_is_refused_or_read(tmp_path):
    whole = text_pdf(tmp_path / "a.pdf").read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: len(whole) // 3])
    with pytest.raises((NotAPdf, NoPages)):
        open_document(path)


def test_a_pdf_that_lost_only_its_tail_is_read(tmp_path):
    whole = text_pdf(tmp_path / "a.pdf").read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: whole.rindex(b"xref")])
    assert open_document(path).page_count == 1


def test_a_password_is_named(tmp_path):
    path = tmp_path / "a.pdf"
    lock = pdfencrypt.StandardEncryption("secret", ownerPassword="owner", canPrint=0)
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), encrypt=lock)
    canvas.drawString(30, 100, "locked")
    canvas.save()
    with pytest.raises(EncryptedPdf, match="password"):
        open_document(path)


def test_no_pages(tmp_path):
    path = raw_pdf(
        tmp_path / "a.pdf",
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"],
    )
    with pytest.raises(NoPages, match="without pages"):
        open_document(path)


def test_a_missing_file(tmp_path):
    with pytest.raises(UnreadableFile, match="cannot be read"):
        open_document(tmp_path / "gone.pdf")


def test_a_page_that_is_not_there(tmp_path):
    path = text_pdf(tmp_path / "a.pdf")
    with pytest.raises(UnreadablePage, match="has 1 pages"), pdfium.open_page(path, 2):
        pass


def test_a_page_image_gives_its_own_pixels(tmp_path):
    image = page_image()
    path = image_pdf(tmp_path / "a.pdf", image)
    with pdfium.open_page(path, 1) as page:
        raster = page.raster()
    assert raster.pixels.shape == (image.height, image.width)
    assert np.array_equal(raster.pixels, np.asarray(image))


def _corner_seen(path) -> tuple[bool, ...]:
    """Which quarters of the page, as the reader sees it, hold black: tl, tr, bl, br."""
    with pdfium.open_page(path, 1) as page:
        raster = turn_upright(page.raster())
    rows, columns = raster.pixels.shape
    dark = raster.pixels < 128
    half_r, half_c = rows // 2, columns // 2
    return tuple(
        bool(quarter.any())
        for quarter in (
            dark[:half_r, :half_c],
            dark[:half_r, half_c:],
            dark[half_r:, :half_c],
            dark[half_r:, half_c:],
        )
    )


BITS = np.packbits(
    np.pad(np.zeros((20, 30), bool), ((0, 40), (0, 50)), constant_values=True), axis=1
).tobytes()
"""80 x 60 pixels, black (0) in the 30 x 20 at the top left."""

ONE_BIT = "/Width 80 /Height 60 /BitsPerComponent 1"


@pytest.mark.parametrize(
    ("entries", "data"),
    [
        pytest.param(f"{ONE_BIT} /ColorSpace /DeviceGray", BITS, id="1-bit"),
        pytest.param(
            f"{ONE_BIT} /ColorSpace /DeviceGray /Decode [1 0]",
            bytes(255 - b for b in BITS),
            id="1-bit inverted by Decode",
        ),
        pytest.param(f"{ONE_BIT} /ImageMask true", BITS, id="stencil mask: paints black where 0"),
        pytest.param(
            f"{ONE_BIT} /ImageMask true /Decode [1 0]",
            bytes(255 - b for b in BITS),
            id="inverted stencil",
        ),
        pytest.param(
            "/Width 80 /Height 60 /BitsPerComponent 8 /ColorSpace /DeviceCMYK",
            b"".join(
                b"\0\0\0\xff" if x < 30 and y < 20 else b"\0\0\0\0"
                for y in range(60)
                for x in range(80)
            ),
            id="CMYK",
        ),
        pytest.param(
            "/Width 80 /Height 60 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
            b"".join(
                b"\0\0\x40" if x < 30 and y < 20 else b"\xff\xff\xf0"
                for y in range(60)
                for x in range(80)
            ),
            id="RGB",
        ),
    ],
)
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_every_kind_of_image_is_seen_as_the_reader_sees_it(tmp_path, entries, data, rotate):
    path = raw_image_pdf(tmp_path / "a.pdf", entries, data, rotate=rotate)
    black_at = {0: 0, 90: 1, 180: 3, 270: 2}[rotate]
    assert _corner_seen(path) == tuple(index == black_at for index in range(4))


@pytest.mark.parametrize(
    ("entries", "data"),
    [pytest.param(entries, data, id=name) for name, entries, data in encodings(sample())],
)
def test_every_encoding_is_decoded_and_not_drawn_anew(tmp_path, entries, data):
    path = raw_image_pdf(tmp_path / "a.pdf", entries, data)
    with pdfium.open_page(path, 1) as page:
        pixels = page.raster().pixels
    assert pixels.shape == (60, 80)
    # PDFium's black of CMYK inks is a dark gray, and a JPEG's edges ring.
    assert np.abs(pixels.astype(int) - np.asarray(sample().convert("L"))).max() < 40


def test_a_flipped_image_is_seen_flipped(tmp_path):
    path = raw_image_pdf(
        tmp_path / "a.pdf",
        f"{ONE_BIT} /ColorSpace /DeviceGray",
        BITS,
        place=f"-{WIDTH} 0 0 {HEIGHT} {WIDTH} 0 cm",
    )
    assert _corner_seen(path) == (False, True, False, False)


def test_several_images_are_drawn_together(tmp_path):
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    for index in range(3):
        canvas.drawInlineImage(
            Image.new("L", (400, 100), index * 100), 0, HEIGHT - 100 * (index + 1), WIDTH, 100
        )
    canvas.save()
    with pdfium.open_page(path, 1) as page:
        raster = page.raster()
    middle = raster.pixels[:, raster.pixels.shape[1] // 2]
    assert [int(middle[round(len(middle) * share)]) for share in (1 / 6, 1 / 2, 5 / 6)] == [
        0,
        100,
        200,
    ]


def test_an_image_beyond_the_limit_is_refused_before_it_is_decoded(tmp_path):
    path = raw_image_pdf(
        tmp_path / "a.pdf",
        "/Width 20000 /Height 20000 /BitsPerComponent 1 /ColorSpace /DeviceGray",
        b"\0" * 100,
    )
    with (
        pytest.raises(PageTooLarge, match="20000 x 20000 pixels"),
        pdfium.open_page(path, 1) as page,
    ):
        page.raster()


def test_size_is_that_of_the_crop_box_as_seen(tmp_path):
    path = turned(text_pdf(tmp_path / "a.pdf"), 90, (20, 10, 320, 210))
    with pdfium.open_page(path, 1) as page:
        assert (page.width, page.height) == (200, 300)


def test_images_too_large_together_are_refused_not_left_out(tmp_path):
    """PDFium draws a page without the image it has no memory for."""
    half = b"<< /Type /XObject /Subtype /Image /Width 8000 /Height 8000 /BitsPerComponent 1 "
    half += b"/ColorSpace /DeviceGray /Length 0 >>\nstream\n\nendstream"
    sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R "
    sheet += b"/Resources << /XObject << /A 5 0 R /B 6 0 R >> >> >>"
    content = b"q 400 0 0 150 0 150 cm /A Do Q q 400 0 0 150 0 0 cm /B Do Q"
    path = raw_pdf(
        tmp_path / "halves.pdf",
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            sheet,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            half,
            half,
        ],
    )
    with pytest.raises(PageTooLarge, match="2 images with more"), pdfium.open_page(path, 1) as page:
        page.raster()
