"""PDFium's reading of a text layer is pdfplumber's, or is left to pdfplumber."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import extract_page
from extract.engines.replay import record
from extract.ink.image import prepare
from extract.page import Box, TextSource, Word
from extract.pdf.embedded import read_characters, read_embedded, words_of
from extract.pdf.pdfium import open_page
from extract.settings import ExtractSettings
from tests.extract.compare_readers import FOLDERS, MAX_MOVED, compare, write_prints
from tests.extract.making import HEIGHT, WIDTH, turned
from tests.extract.odd_layers import (
    SYMBOL,
    TIMES_ITALIC,
    cid_font,
    drawn_font,
    form,
    layer_pdf,
    mapped_font,
    meaning,
    shown,
    stream,
)

BARS = "|" * 40
LETTERS = {65: "A", 97: "A", 66: "\ufb01", 67: "\xad", 68: "\U0001f4dc", 32: " "}
"""What codes of `mapped_font` mean: two As, a ligature, a soft hyphen, a letter past 16 bits."""


def _texts(words) -> list[str]:
    return [word.text for word in words]


def _both(path: Path) -> tuple[list[Word], list[Word]]:
    """The words of a layer by PDFium's characters and by pdfplumber's."""
    with open_page(path, 1) as page:
        text = page.text()
        assert text.oddity is None
        ours = words_of(text.characters, page.width, page.height)
        plain = words_of(read_characters(page), page.width, page.height)
        return sorted(ours, key=_place), sorted(plain, key=_place)


def _place(word: Word) -> tuple[float, float]:
    return round(word.box.x0), round(word.box.top)


def _moved(words: list[Word], others: list[Word]) -> float:
    sides = [
        abs(a - b)
        for word, other in zip(words, others, strict=True)
        for a, b in zip(
            (word.box.x0, word.box.top, word.box.x1, word.box.bottom),
            (other.box.x0, other.box.top, other.box.x1, other.box.bottom),
            strict=True,
        )
    ]
    return max(sides)


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        pytest.param(
            "BT /F1 12 Tf 20 200 Td (a self-) Tj 0 -14 Td (made wo-) Tj 0 -14 Td (rd) Tj ET",
            {},
            ["a", "self-", "made", "wo-", "rd"],
            id="hyphens at line ends",
        ),
        pytest.param(
            "BT 3 Tr " + shown("hidden")[3:] + "1 g " + shown("white", y=180) +
            "q 0 0 9 9 re W n " + shown("clipped", y=160) + "Q",
            {},
            ["hidden", "white", "clipped"],
            id="what is not seen",
        ),
        pytest.param(
            "BT /F1 12 Tf 0 1 -1 0 50 50 Tm (UP THE SIDE) Tj -1 0 0 -1 300 150 Tm (ON ITS HEAD) Tj "
            "0 -1 1 0 350 200 Tm (DOWN) Tj 1 0 0 1 90 250 Tm (LEVEL) Tj ET",
            {},
            ["UP", "THE", "SIDE", "ON", "ITS", "HEAD", "DOWN", "LEVEL"],
            id="sideways and upside down",
        ),
        pytest.param(
            "BT /F1 12 Tf 1 0.03 -0.03 1 20 150 Tm (of WAVE leaning) Tj ET",
            {"font": TIMES_ITALIC},
            ["of", "WAVE", "leaning"],
            id="leaning letters that reach out of their room",
        ),
        pytest.param(
            "BT /F1 -12 Tf -1 0 0 -1 50 50 Tm (NEGATIVE SIZE) Tj ET "
            "BT /F1 12 Tf 150 Tz 4 Ts 50 100 Td (WIDE RISEN) Tj ET",
            {},
            ["NEGATIVE", "SIZE", "WIDE", "RISEN"],
            id="negative size, scale and rise",
        ),
        pytest.param(
            "BT /F1 12 Tf 1 Tc 9 Tw 20 200 Td (AB CD) Tj 0 -20 Td 0 Tc 0 Tw "
            "[(E) -200 (F) 120 (G) -100 (H)] TJ ET",
            {},
            ["AB", "CD", "E", "FGH"],
            id="spaced and kerned",
        ),
        pytest.param(
            "q 0 1 -1 0 200 20 cm /X1 Do Q",
            {
                "resources": "/XObject << /X1 5 0 R >>",
                "objects": [form("q 0 -1 1 0 20 150 cm /X2 Do Q"), form(shown("in two forms"))],
            },
            ["in", "two", "forms"],
            id="in a form in a form",
        ),
        pytest.param(
            shown("A \x09 B \x01C"), {}, ["A", "B", "C"], id="control codes"
        ),
        pytest.param(
            shown("AaAa BCD"),
            {"font": mapped_font({65: 900, 97: 400}), "objects": [meaning(LETTERS)]},
            ["AAAA", "fi-\U0001f4dc"],
            id="two letters of one meaning, a ligature, a soft hyphen",
        ),
        pytest.param(
            shown("FAR") + shown("SEE OFF", y=180) + shown("FAR", x=20.4)
            + shown("SEE OFF", x=20.3, y=180.2),
            {},
            ["FAR", "SEE", "OFF"],
            id="printed twice to look bold",
        ),
        pytest.param(
            "BT /F1 12 Tf 20 200 Td (A) Tj 0.4 0 Td (A) Tj 8 0 Td (L) Tj 0.4 0 Td (L) Tj "
            "6.3 0 Td (L) Tj 0.4 0 Td (L) Tj ET",
            {},
            ["ALL"],
            id="letter by letter printed twice",
        ),
    ],
)  # fmt: skip
def test_pdfium_reads_it_as_pdfplumber_does(tmp_path, content, options, words):
    ours, plain = _both(layer_pdf(tmp_path / "a.pdf", content, **options))
    assert sorted(_texts(ours)) == sorted(words)
    assert _texts(ours) == _texts(plain)


def test_a_control_code_takes_the_room_it_is_drawn_with(tmp_path):
    """pdfplumber gives it none: the words that follow stand further left there."""
    ours, plain = _both(layer_pdf(tmp_path / "a.pdf", shown("A \x09 B")))
    assert _texts(ours) == _texts(plain) == ["A", "B"]
    assert _moved(ours, plain) == pytest.approx(0.278 * 12, abs=0.01)


def test_embedded_type_of_fractional_widths_is_hardly_moved(tmp_path):
    fonts = Path(reportlab.__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont("Vera", str(fonts / "Vera.ttf")))
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Vera", 11)
    canvas.drawString(20, 200, "Embassy “Sampletown” – é ﬁ, 25½ m² UNCLASSIFIED")
    canvas.save()
    ours, plain = _both(tmp_path / "a.pdf")
    assert _texts(ours) == _texts(plain)
    assert _texts(ours)[4:6] == ["fi,", "25½"]
    assert _moved(ours, plain) < MAX_MOVED


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 150, 130, 250)], ids=["whole", "cropped"])
def test_turned_and_cropped_pages_are_read_the_same(tmp_path, rotate, crop):
    content = shown("ONE TWO THREE FOUR") + shown("FIVE SIX", x=45, y=170) + shown("SEVEN", x=300)
    path = turned(layer_pdf(tmp_path / "a.pdf", content), rotate, crop)
    ours, plain = _both(path)
    cut_off = [] if crop else ["ONE", "FOUR", "SEVEN"]
    assert sorted(_texts(ours)) == sorted(["TWO", "THREE", "FIVE", "SIX", *cut_off])
    assert _texts(ours) == _texts(plain)
    assert _moved(ours, plain) < 0.05


@pytest.mark.parametrize(
    ("content", "options", "oddity", "words"),
    [
        pytest.param(
            "BT /F1 12 Tf 20 200 Td /Span << /ActualText (OTHER) >> BDC (ABC) Tj EMC ( DE) Tj ET",
            {},
            "letters with a replacement text",
            ["ABC", "DE"],
            id="a replacement text",
        ),
        pytest.param(
            f"BT /F1 10 Tf 20 200 Td 6 TL ({BARS}) Tj T* ({BARS}) Tj ET",
            {},
            "text set over other text",
            [BARS, BARS],
            id="the same row again, so close that PDFium drops it",
        ),
        pytest.param(
            shown("AB\\201 CD"),
            {},
            "letters without a meaning in Unicode (1)",
            ["AB\ufffd", "CD"],
            id="an unmapped letter",
        ),
        pytest.param(
            "BT /F1 12 Tf 20 200 Td <004100420043> Tj ET",
            {"font": cid_font("Identity-H")},
            "letters without a meaning in Unicode (3)",
            ["\ufffd\ufffd\ufffd"],
            id="a font without its encoding",
        ),
        pytest.param(
            "BT /F1 12 Tf 20 200 Td <00410042> Tj ET",
            {
                "font": cid_font("Identity-V", "/ToUnicode 5 0 R"),
                "objects": [meaning({65: "A", 66: "B"}, code_bytes=2)],
            },
            "letters that run down",
            ["A", "B"],
            id="vertical writing",
        ),
        pytest.param(
            shown("AB\\(C"),
            {
                "font": mapped_font({}),
                "objects": [meaning({65: "\u05d0", 66: "\u05d1", 67: "\u05d2", 40: "("})],
            },
            "letters that run to the left",
            ["\u05d0\u05d1(\u05d2"],
            id="Hebrew",
        ),
        pytest.param(
            shown("ab b"),
            {
                "font": drawn_font("/ToUnicode 6 0 R"),
                "objects": [stream("800 0 d0 0 0 750 750 re f"), meaning({97: "A", 98: "B"})],
            },
            "letters that are drawings",
            ["AB", "B"],
            id="letters that are drawings",
        ),
        pytest.param(
            shown("\\201 BOLD") + shown("\\201 BOLD", x=20.3),
            {},
            "letters without a meaning in Unicode (1)",
            ["\ufffd", "\ufffd", "BOLD"],
            id="printed twice, which pdfplumber doubles",
        ),
    ],
)
def test_what_pdfium_would_read_otherwise_pdfplumber_reads(
    tmp_path, content, options, oddity, words
):
    with open_page(layer_pdf(tmp_path / "a.pdf", content, **options), 1) as page:
        read = read_embedded(page)
    assert sorted(_texts(read.words)) == sorted(words)
    assert read.engine.startswith("pdfplumber")
    assert read.noted("embedded text") == f"embedded text; read by pdfplumber alone for {oddity}"


def test_a_page_says_what_read_it(tmp_path):
    usual = extract_page(layer_pdf(tmp_path / "a.pdf", shown("USUAL")), "d" * 64, 1, SETTINGS)
    odd = layer_pdf(tmp_path / "b.pdf", shown("THIS TEXT OF AN UNUSUAL TYPE HAS ONE \\201"))
    page = extract_page(odd, "d" * 64, 1, SETTINGS)
    assert usual.engine is not None and usual.engine.startswith("pdfium ")
    assert page.engine is not None and page.engine.startswith("pdfplumber ")
    assert "read by pdfplumber alone for letters" in page.route_reason


def test_a_font_without_its_encoding_is_read_by_ocr(tmp_path):
    """PDFium gives the font's own codes for text, which look like letters."""
    content = "BT /F1 12 Tf 20 200 Td <" + "00410042" * 20 + "> Tj ET"
    path = layer_pdf(tmp_path / "a.pdf", content, font=cid_font("Identity-H"))
    seen = Word(text="SEEN", box=Box(x0=20, top=91, x1=260, bottom=103), confidence=0.9)
    with open_page(path, 1) as opened:
        record(tmp_path / "recorded", prepare(opened.raster()).pixels, (seen,))
    settings = ExtractSettings(engine=f"replay:{tmp_path / 'recorded'}")
    page = extract_page(path, "d" * 64, 1, settings)
    assert (page.source, [line.text for line in page.lines]) == (TextSource.OCR, ["SEEN"])
    assert "100% of its characters have no meaning" in page.route_reason


def test_a_stamp_over_a_line_is_not_mixed_into_it(tmp_path):
    """Letter by letter from the left, as pdfplumber takes them, both are unreadable."""
    content = shown("UNCLASSIFIED MATERIAL") + shown("declassified", x=22, y=201)
    ours, plain = _both(layer_pdf(tmp_path / "a.pdf", content))
    assert _texts(ours) == _texts(plain) == ["UNCLASSIFIED", "declassified", "MATERIAL"]


def test_a_font_pdfplumber_has_no_metrics_of_is_read_with_its_widths(tmp_path):
    """pdfplumber takes Symbol for Latin of no width."""
    with open_page(layer_pdf(tmp_path / "a.pdf", shown("abG"), font=SYMBOL), 1) as page:
        (word,) = read_embedded(page).words
    assert word.text == "αβΓ"
    assert word.box.width == pytest.approx(12 * (0.631 + 0.549 + 0.603), abs=0.1)


SETTINGS = ExtractSettings()

SPOT = (
    "/ColorSpace << /Cs1 [/Separation /Black /DeviceGray << /FunctionType 2 /Domain [0 1] "
    "/C0 [1] /C1 [0] /N 1 >>] >> /Pattern << /P1 5 0 R >> /ExtGState << /Gs1 << /ca 0.3 >> >>"
)
TILE = stream(
    "0 g 0 0 10 10 re f",
    "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 10 10] "
    "/XStep 10 /YStep 10 /Resources << >>",
)


@pytest.mark.parametrize(
    ("content", "shapes"),
    [
        pytest.param("0 g 10 10 50 20 re f", [(True, 1.0)], id="black"),
        pytest.param("1 g 10 10 50 20 re f", [(True, 0.0)], id="white"),
        pytest.param("/Cs1 cs 1 scn 10 10 50 20 re f", [(True, 1.0)], id="black ink"),
        pytest.param("0 0 0 1 k 10 10 50 20 re f", [(True, 0.87)], id="black in CMYK"),
        pytest.param("0 0 1 0 k 10 10 50 20 re f", [(True, 0.35)], id="yellow in CMYK"),
        pytest.param("/Pattern cs /P1 scn 10 10 50 20 re f", [(True, 1.0)], id="a pattern"),
        pytest.param("/Gs1 gs 0 g 10 10 50 20 re f", [(True, 0.3)], id="black, see-through"),
        pytest.param("10 10 50 20 re S", [(False, 1.0)], id="an outline"),
        pytest.param("1 g 0 G 10 10 50 20 re B", [(False, 1.0)], id="white with an outline"),
        pytest.param("0.2 g 0 G 10 10 50 20 re B", [(True, 0.8)], id="dark with an outline"),
        pytest.param("10 10 m 60 10 l 60 30 l 10 30 l f", [(True, 1.0)], id="not closed"),
        pytest.param("10 10 m 60 10 l 60 30 l 10 30 l S", [], id="three sides"),
        pytest.param("10 10 m 60 10 l 60 30 l 10 30 l h S", [(False, 1.0)], id="closed"),
        pytest.param(
            "10 10 50 20 re 10 40 50 20 re f", [(True, 1.0), (True, 1.0)], id="two in a path"
        ),
        pytest.param("10 10 m 60 10 l S", [(False, 1.0)], id="a line"),
        pytest.param("10 10 m 60 10 l s", [(False, 1.0)], id="a line and back"),
        pytest.param("10 10 m 60 10 l 60 30 l S", [], id="an angle"),
        pytest.param("10 10 m 20 40 50 40 60 10 c f", [], id="a curve"),
        pytest.param("0.7 0.7 -0.7 0.7 90 0 cm 10 10 50 20 re f", [], id="a leaning box"),
        pytest.param("10 10 50 20 re W n", [], id="a clip"),
    ],
)
def test_shapes_are_as_dark_as_they_are_seen(tmp_path, content, shapes):
    path = layer_pdf(tmp_path / "a.pdf", content, resources=SPOT, objects=[TILE])
    with open_page(path, 1) as page:
        found = page.shapes()
    assert [(shape.is_filled, round(shape.darkness, 2)) for shape in found] == shapes


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_shapes_in_forms_stand_where_they_are_seen(tmp_path, rotate):
    path = layer_pdf(
        tmp_path / "a.pdf",
        "q 1 0 0 1 10 10 cm /X1 Do Q",
        resources="/XObject << /X1 5 0 R >>",
        objects=[
            form("q 1 0 0 1 5 5 cm /X2 Do Q", "/Matrix [1 0 0 1 100 0]"),
            form("0 g 10 20 80 12 re f"),
        ],
    )
    with open_page(turned(path, rotate), 1) as page:
        (shape,) = page.shapes()
    left, right, above, below = 125, WIDTH - 205, HEIGHT - 47, 35
    place = {
        0: (left, above),
        90: (below, left),
        180: (right, below),
        270: (above, right),
    }[rotate]
    assert (shape.box.x0, shape.box.top) == pytest.approx(place, abs=0.02)
    size = (shape.box.width, shape.box.height)
    assert size == pytest.approx((12, 80) if rotate in (90, 270) else (80, 12), abs=0.02)


def test_a_table_drawn_cell_by_cell_is_read_at_once(tmp_path):
    """Its lines were once compared pair by pair with all lines: 80 seconds."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Helvetica", 5)
    for row in range(25):
        for column in range(8):
            x, y = 8 + 48 * column, 15 + 11 * row
            for line in ((x, y, x + 48, y), (x, y + 11, x + 48, y + 11),
                         (x, y, x, y + 11), (x + 48, y, x + 48, y + 11)):  # fmt: skip
                canvas.line(*line)
            canvas.drawString(x + 3, y + 3, f"{row}-{column}")
    canvas.save()
    start = time.process_time()
    page = extract_page(tmp_path / "a.pdf", "d" * 64, 1, SETTINGS)
    assert time.process_time() - start < 3
    assert len(page.lines) == 200
    assert len(set(page.marks)) == len(page.marks)


MOST_GROWTH = 6.0
"""Four times the pages take four times as long; twice as long again would be quadratic."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "pages"),
    [pytest.param("PAGE", 600, id="PDFium"), pytest.param("PAGE \x81", 160, id="pdfplumber")],
)
def test_four_times_the_pages_take_about_four_times_as_long(tmp_path, text, pages):
    """By CPU seconds, since PDFium counts for most. Three looks: a busy machine spoils one or two,
    what grows too fast does so in each."""
    counts = (pages // 4, pages)
    for count in counts:
        canvas = Canvas(str(tmp_path / f"{count}.pdf"), pagesize=(WIDTH, HEIGHT))
        for number in range(count):
            canvas.drawString(20, 200, f"{text} {number} of this long invented document")
            canvas.showPage()
        canvas.save()
    growths = []
    for _ in range(3):
        few, many = (_cpu_to_read(tmp_path / f"{count}.pdf", count) for count in counts)
        growths.append(many / few)
        if growths[-1] < MOST_GROWTH:
            break
    assert min(growths) < MOST_GROWTH


def _cpu_to_read(path: Path, pages: int) -> float:
    start = time.process_time()
    for number in range(pages):
        extract_page(path, "d" * 64, number + 1, SETTINGS)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.releases
def test_real_releases_read_as_pdfplumber_reads_them(releases):
    """Every sixteenth; `python -m tests.extract.compare_readers` takes all of them."""
    paths = [one for name in FOLDERS for one in sorted((releases / name).glob("*.pdf"))[::16]]
    found = [compare(path) for path in paths]
    assert sum(one.pages for one in found) > 12
    assert [(one.name, one.differences) for one in found if one.differences] == []


def test_prints_with_boxes_read_as_pdfplumber_reads_them(tmp_path):
    write_prints(tmp_path)
    paths = [*tmp_path.glob("withheld-[01].pdf"), tmp_path / "card-2013.pdf"]
    found = [compare(path) for path in paths]
    assert [(one.name, one.differences) for one in found if one.differences] == []
