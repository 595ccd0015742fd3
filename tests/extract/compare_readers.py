"""Holds the reader of text layers against pdfplumber alone, read and laid out letter by letter.

`python -m tests.extract.compare_readers [FOLDER ...]` does so for every page of every PDF in the
folders, by default the real releases with text layers and the generator's prints. To be run when
pypdfium2 or pdfplumber changes.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pdfplumber
from pdfplumber.utils.text import extract_words

from extract.document import open_document
from extract.layered import embedded_page
from extract.marks import SOLID_DARKNESS_SHARE, DrawnShape
from extract.page import Box, Mark, Page, TextSource, Word
from extract.pdf.embedded import (
    FIRST_PRINTING_CODE,
    X_TOLERANCE_SHARE,
    Y_TOLERANCE_POINTS,
    EmbeddedText,
    read_embedded,
)
from extract.pdf.pdfium import open_page
from load.tables.rows import content_rows
from tests.conftest import RELEASES
from tests.golden.reading import load_of
from tests.synthetic.cables import make_cable
from tests.synthetic.layouts import CASES
from tests.synthetic.prints import PrintFormat, print_cable
from tests.synthetic.truth import Era

FOLDERS = ("nara_1970s", "state_2026")
"""The real releases with text layers."""

MAX_MOVED = 0.5
"""Points by which the sides of words and marks may differ. They agree to 0.01, but where a font
gives its widths in fractions, which PDFium cuts off: 0.3 at the end of a line."""

SAME_ROW = 1.0
"""Points between the heads of letters of one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What differs in a document; nothing, if both readers are worth the same.

    `moved` is the largest distance of two sides of a word, in points.
    """

    name: str
    pages: int
    moved: float
    differences: tuple[str, ...]


def compare(path: Path) -> Compared:
    """Read a document with both, and compare lines, places, marks and what is parsed of them."""
    document_id = hashlib.sha256(path.read_bytes()).hexdigest()
    ours: list[Page] = []
    plain: list[Page] = []
    differences: list[str] = []
    moved = 0.0
    for page_no in range(1, open_document(path).page_count + 1):
        with open_page(path, page_no) as page:
            empty = Page(
                document_id=document_id,
                page_no=page_no,
                width=page.width,
                height=page.height,
                source=TextSource.NONE,
                engine=None,
                route_reason="",
            )
            ours.append(embedded_page(read_embedded(page), empty, ""))
        text, controls = read_plain(path, page_no)
        plain.append(embedded_page(text, empty, ""))
        moved = max(moved, _moved(ours[-1], plain[-1], controls))
        differences += [f"page {page_no}: {one}" for one in _differences(ours[-1], plain[-1])]
    if moved > MAX_MOVED:
        differences.append(f"a word is {moved:.2f} points off")
    if _cables(path.name, ours) != _cables(path.name, plain):
        differences.append("the parser makes other rows of `cables` of it")
    return Compared(name=path.name, pages=len(ours), moved=moved, differences=tuple(differences))


def read_plain(path: Path, page_no: int) -> tuple[EmbeddedText, list[float]]:
    """Return an upright page's layer through pdfplumber, and the heads of its control codes.

    pdfplumber gives those no room, PDFium as much as the font does: what follows is moved.
    """
    with pdfplumber.open(path) as document:
        page = document.pages[page_no - 1]
        assert page.rotation == 0
        left, head, right, foot = page.cropbox
        chars = [{**char, "text": _readable(char["text"])} for char in page.chars]
        controls = [char["top"] - head for char in chars if not char["text"]]
        words = extract_words(
            [char for char in chars if char["text"]],
            x_tolerance_ratio=X_TOLERANCE_SHARE,
            y_tolerance=Y_TOLERANCE_POINTS,
            keep_blank_chars=False,
            use_text_flow=False,
        )
        drawn = [*page.rects, *page.lines]

    def place(item: dict[str, Any]) -> Box:
        return Box(
            x0=float(item["x0"]) - left,
            top=float(item["top"]) - head,
            x1=float(item["x1"]) - left,
            bottom=float(item["bottom"]) - head,
        )

    def is_seen(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return bool(left <= x <= right and head <= y <= foot)

    text = EmbeddedText(
        words=tuple(Word(text=one["text"], box=place(one)) for one in words if is_seen(one)),
        shapes=tuple(_shape(one, place(one)) for one in drawn if is_seen(one)),
        engine="pdfplumber",
    )
    return text, controls


def _readable(text: str) -> str:
    if not text.startswith("(cid:"):
        return text
    return "" if int(text[5:-1]) < FIRST_PRINTING_CODE else "\ufffd"


def _shape(item: dict[str, Any], box: Box) -> DrawnShape:
    """What pdfplumber says of a rectangle or line; colours in gray or RGB."""
    is_area = item["fill"] and item["object_type"] == "rect"
    filling = _darkness(item["non_stroking_color"])
    is_filled = is_area and (filling > SOLID_DARKNESS_SHARE or not item["stroke"])
    darkness = filling if is_filled else _darkness(item["stroking_color"])
    return DrawnShape(box=box, is_filled=is_filled, darkness=darkness)


def _darkness(color: Any) -> float:
    parts = [float(part) for part in (color if isinstance(color, tuple) else (color,))]
    return 1.0 - sum(parts) / len(parts)


def _differences(ours: Page, plain: Page) -> Iterator[str]:
    """Yield lines that are not the same, and marks."""
    texts = [line.text for line in ours.lines], [line.text for line in plain.lines]
    if texts[0] != texts[1]:
        read, expected = (set(side) for side in texts)
        yield f"reads {sorted(read - expected)} for {sorted(expected - read)}"
    if not _are_same(ours.marks, plain.marks):
        yield f"finds {len(ours.marks)} marks for {len(plain.marks)}, or elsewhere"


def _are_same(ours: Sequence[Mark], plain: Sequence[Mark]) -> bool:
    if len(ours) != len(plain):
        return False
    pairs = zip(_sorted(ours), _sorted(plain), strict=True)
    return all(a.kind is b.kind and _distance(a.box, b.box) <= MAX_MOVED for a, b in pairs)


def _sorted(marks: Sequence[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.kind, round(mark.box.top), round(mark.box.x0)))


def _moved(ours: Page, plain: Page, controls: Sequence[float]) -> float:
    """Return by how much words are moved at most, where both read the same."""
    words = [[word for line in page.lines for word in line.words] for page in (ours, plain)]
    return max(
        (
            _distance(a.box, b.box)
            for a, b in zip(*words, strict=False)
            if a.text == b.text and all(abs(b.box.top - head) > SAME_ROW for head in controls)
        ),
        default=0.0,
    )


def _distance(first: Box, second: Box) -> float:
    sides = ("x0", "top", "x1", "bottom")
    return max(abs(float(getattr(first, side)) - float(getattr(second, side))) for side in sides)


def _cables(name: str, pages: Sequence[Page]) -> Any:
    same_engine = tuple(replace(page, engine=None) for page in pages)
    return content_rows(load_of(name, same_engine))["cables"]


def write_prints(folder: Path) -> None:
    """Write the generator's prints as PDFs with a text layer, before any scanning."""
    for case in CASES.values():
        for name, layout in case.prints():
            (folder / f"{name}.pdf").write_bytes(layout.pdf)
    for seed in range(4):
        printed = print_cable(
            make_cable(seed, Era.TWO_THOUSANDS), PrintFormat.FOIA, withheld_count=3
        )
        (folder / f"withheld-{seed}.pdf").write_bytes(printed.pdf)


def main(folders: Sequence[str]) -> None:
    """Compare the PDFs of folders, and end with 1 where they differ."""
    with TemporaryDirectory() as made:
        write_prints(Path(made))
        places = [Path(one) for one in folders] or [
            Path(made),
            *(RELEASES / one for one in FOLDERS),
        ]
        found = [
            compare(path) for path in chain.from_iterable(sorted(p.glob("*.pdf")) for p in places)
        ]
    for one in found:
        for difference in one.differences:
            sys.stdout.write(f"{one.name}: {difference}\n")
    pages = sum(one.pages for one in found)
    moved = max((one.moved for one in found), default=0.0)
    sys.stdout.write(f"{len(found)} documents, {pages} pages; words off by {moved:.2f} at most\n")
    sys.exit(any(one.differences for one in found))


if __name__ == "__main__":
    main(sys.argv[1:])
