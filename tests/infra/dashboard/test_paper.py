"""The picture of a page: of the right file, of what the paper shows, by a process that may die."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import cv2
import httpx
import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.picture import MAX_PICTURE_PIXELS, page_picture
from extract.source import hash_file
from infra.dashboard.app import create_app
from infra.dashboard.drawing import Drawer, NotDrawn
from infra.dashboard.overlay import Sheet
from infra.dashboard.papers import Missing, Papers
from load.connection import query
from tests.infra.dashboard.markup import Markup
from tests.infra.dashboard.served import served

LETTER = (1651, 1275)
"""Rows and columns of a Letter page at 150 dpi, as PDFium rounds them up."""


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED))


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    drawer = Drawer()
    yield drawer
    drawer.close()


def covered(path: Path) -> Path:
    """A page with words under a black box, and words beside it."""
    canvas = Canvas(str(path), pagesize=(612, 792), invariant=True)
    canvas.drawString(72, 700, "WORDS UNDER THE BOX")
    canvas.setFillGray(0)
    canvas.rect(60, 690, 200, 24, fill=1, stroke=0)
    canvas.drawString(72, 500, "WORDS BESIDE IT")
    canvas.save()
    return path


def test_a_large_sheet_is_drawn_smaller(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "large.pdf"), pagesize=(6000, 4000))
    canvas.showPage()
    canvas.save()
    seen = pixels(page_picture(tmp_path / "large.pdf", 1))
    assert seen.size <= MAX_PICTURE_PIXELS * 1.01
    assert seen.shape[1] / seen.shape[0] == pytest.approx(1.5, abs=0.01)


def test_a_picture_is_served_once_and_then_remembered(printed: Path, printed_client: httpx.Client):
    row = query(printed, "SELECT document_id FROM documents WHERE file_name = 'born_digital.pdf'")
    address = f"/document/{row[0]['document_id']}/page/1.png"
    answer = printed_client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert pixels(answer.content).shape == LETTER
    again = printed_client.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert printed_client.get(address.replace("1.png", "99.png")).status_code == 404


def test_a_file_that_is_gone_or_changed_is_said_and_what_was_read_stands_in_its_place(
    tmp_path: Path, printed: Path, papers: Path
):
    folder = tmp_path / "releases"
    shutil.copytree(papers, folder)
    cable_id, document_id = next(
        (row["cable_id"], row["document_id"])
        for row in query(printed, "SELECT cable_id, document_id FROM cables JOIN documents "
        "USING (document_id) WHERE file_name = 'born_digital.pdf'")
    )  # fmt: skip
    with (
        served(create_app(printed, [folder])) as base,
        httpx.Client(base_url=base, timeout=60) as client,
    ):
        address = f"/cable/{cable_id}?page=1"
        assert Markup(client.get(address).text).all("image")
        paper = folder / "born_digital.pdf"
        paper.write_bytes(paper.read_bytes() + b"%")
        page = Markup(client.get(address).text)
        assert "its bytes have changed" in page.text()
        assert not page.all("image")
        assert client.get(f"/document/{document_id}/page/1.png").status_code == 404
        lines = query(
            printed,
            "SELECT text FROM lines WHERE document_id = ? AND page_no = 1 ORDER BY line_no",
            (document_id,),
        )
        printed_texts = [one.text for one in page.all("text") if one.attributes.get("textlength")]
        assert printed_texts == [row["text"] for row in lines]
        assert len(page.all("rect", **{"class": "box field"})) > 5
        paper.unlink()
        page = Markup(client.get(address).text)
        assert "--source" in page.text()


def test_paper_is_known_by_its_bytes_and_looked_for_below_its_source_only(tmp_path: Path):
    inside, outside = tmp_path / "in", tmp_path / "out.pdf"
    inside.mkdir()
    covered(outside)
    shutil.copyfile(outside, inside / "a.pdf")
    document_id, _ = hash_file(outside)
    papers = Papers([inside], tmp_path / "warehouse.duckdb")
    assert papers.find(document_id, ["a.pdf"], []) == inside / "a.pdf"
    for uri in ("../out.pdf", str(outside), "x/../../out.pdf", "a\0.pdf"):
        assert isinstance(papers.find(document_id, [uri], []), Missing)
    assert isinstance(papers.find("0" * 64, ["a.pdf"], []), Missing)
    # What a run was given, where the run was started or the warehouse lies.
    none = Papers([], tmp_path / "warehouse.duckdb")
    assert none.find(document_id, ["a.pdf"], ["nowhere", "in"]) == tmp_path / "in" / "a.pdf"
    assert none.find(document_id, ["out.pdf"], ["out.pdf"]) == tmp_path / "out.pdf"


def test_a_process_that_dies_or_hangs_costs_one_picture(tmp_path: Path, drawer: Drawer):
    path = covered(tmp_path / "covered.pdf")
    assert isinstance(drawer.picture("a", path, 1), bytes)
    process = drawer._process
    assert process is not None
    process.kill()
    process.join()
    assert isinstance(drawer.picture("b", path, 1), bytes)
    assert drawer._process is not process
    assert drawer.picture("c", path, 2) == NotDrawn(
        "page 2 of covered.pdf does not exist: the PDF has 1 pages"
    )
    hasty = Drawer(most_seconds=0.0)
    refused = hasty.picture("d", path, 1)
    hasty.close()
    assert isinstance(refused, NotDrawn)
    assert "was ended" in refused.reason
    # What is remembered needs no file.
    path.unlink()
    assert isinstance(drawer.picture("a", path, 1), bytes)
    assert isinstance(drawer.picture("e", path, 1), NotDrawn)


@pytest.mark.parametrize(
    ("turned", "corner"),
    [(0, (10.0, 20.0)), (90, (380.0, 10.0)), (180, (290.0, 380.0)), (270, (20.0, 290.0))],
)
def test_a_turned_page_is_shown_as_it_was_read(turned: int, corner: tuple[float, float]):
    """Where the point 10 from the left and 20 from the top of a page of 300 by 400 comes to lie."""
    sheet = Sheet(page_no=1, width=300.0, height=400.0, turned_degrees=turned)
    a, b, c, d, e, f = map(float, sheet.transform.removeprefix("matrix(").strip(")").split())
    x, y = a * 10 + c * 20 + e, b * 10 + d * 20 + f
    assert (x, y) == corner
    assert 0 <= x <= sheet.shown_width
    assert 0 <= y <= sheet.shown_height
