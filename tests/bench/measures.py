"""From what was read to figures: errors of each page, header fields and redactions of each level.

Two figures for the header. `key lines` are the printed lines themselves, as read: the message
header from the DTG line to the references, without the office grid over it and the page headers.
`header fields` are what `expectations.score.header` counts, after the parser: the lines of every
way go through the same parser, so that a reader sees how much is the picture's and the engine's
doing and how much the grammar's. The other ways give text without places; their lines are set one
under the other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from expectations.score import score
from expectations.score.header import HeaderShare, header_share
from expectations.score.report import PrintScore
from extract.page import Box, Page, TextLine, TextSource, Word
from extract.store.page_record import page_of
from tests.bench.prints import PrintFile, lines_truth
from tests.golden.reading import load_of, warehouse_of
from tests.reading_errors import LineErrors, Truth, errors_of, truth_of_page

Record = Mapping[str, Any]
"""What the journal holds of one page read in one way."""

KEY = "key"
"""The kind key header lines are counted under."""

_DASH_LINE = re.compile(r"-{3,}")
_PAGE_HEADER = re.compile(r"PAGE \d\d ")

WIDTH, HEIGHT, MARGIN = 612.0, 792.0, 36.0
COLUMN = 6.0
"""Where lines without places are set, in points: Letter, typed at ten characters an inch, spread
evenly over the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """One page read in one way."""

    way: str
    group: str
    level: str
    kind: str | None
    document: str
    page_no: int
    errors: LineErrors
    cpu: float
    wall: float
    peak: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldResult:
    """The documents of one group and level read in one way, after the parser."""

    way: str
    group: str
    level: str
    header: HeaderShare | None
    """None where no truth gives the fields."""
    boxes_drawn: int
    boxes_found: int
    boxes_right: int
    """Redactions: drawn, found, and found with an intersection over union of at least 0.5."""


def key_truth(page: Mapping[str, Any]) -> Truth:
    """Return kind and text of a page's lines, key header lines under a kind of their own."""
    truth = truth_of_page(page)
    dash = next(
        (n for n, (kind, text) in enumerate(truth) if kind == "header" and _DASH_LINE.match(text)),
        -1,
    )
    return tuple(
        (KEY if kind == "header" and n > dash and not _PAGE_HEADER.match(text) else kind, text)
        for n, (kind, text) in enumerate(truth)
    )


def page_results(prints: Iterable[PrintFile], records: Iterable[Record]) -> Iterator[PageResult]:
    """Yield every page measured beside its truth."""
    by_path = {str(one.path): one for one in prints}
    truths = {
        (path, page["page"]): key_truth(page)
        for path, one in by_path.items()
        for page in lines_truth(one)
    }
    for record in records:
        path, page_no = record["document"], record["page_no"]
        one = by_path[path]
        yield PageResult(
            way=record["way"],
            group=one.group,
            level=one.level,
            kind=one.kind,
            document=path,
            page_no=page_no,
            errors=errors_of(truths[path, page_no], record["lines"]),
            cpu=record["cpu"],
            wall=record["wall"],
            peak=record["peak"],
        )


def field_results(prints: Sequence[PrintFile], records: Iterable[Record]) -> Iterator[FieldResult]:
    """Yield, way by way, what the parser makes of the documents."""
    for way, documents in by_way(records).items():
        read = [one for one in prints if str(one.path) in documents]
        yield from _fields_of_way(way, read, documents)


def by_way(records: Iterable[Record]) -> dict[str, dict[str, list[Record]]]:
    """Return records by way and document."""
    sorted_out: dict[str, dict[str, list[Record]]] = {}
    for record in records:
        sorted_out.setdefault(record["way"], {}).setdefault(record["document"], []).append(record)
    return sorted_out


def _fields_of_way(
    way: str, prints: Sequence[PrintFile], documents: Mapping[str, Sequence[Record]]
) -> Iterator[FieldResult]:
    loads = (load_of(one.path.name, pages_of(one, documents[str(one.path)])) for one in prints)
    with warehouse_of(loads) as query:
        report = score({path for one in prints for path in one.truth_paths}, query)
    headers = {group.group: header_share(group.comparisons) for group in report.groups}
    for group, level in sorted({(one.group, one.level) for one in prints}):
        folder = next(one.path.parent.name for one in prints if one.group == group)
        boxes = [
            box for box in report.prints if box.group == f"{folder}, {level}" and _knows_boxes(box)
        ]
        header = headers.get(f"{folder}, {level}")
        yield FieldResult(
            way=way,
            group=group,
            level=level,
            header=header if header and header.fields else None,
            boxes_drawn=sum(box.boxes_expected for box in boxes),
            boxes_found=sum(box.boxes_found for box in boxes),
            boxes_right=sum(box.boxes_right for box in boxes),
        )


def _knows_boxes(one: PrintScore) -> bool:
    return one.boxes_expected > 0 or one.boxes_found > 0


def pages_of(one: PrintFile, records: Iterable[Record]) -> tuple[Page, ...]:
    """Return a document's pages as read: placed by this pipeline, or set from lines of text."""
    document_id = hashlib.sha256(one.path.read_bytes()).hexdigest()
    return tuple(
        set_lines(record["lines"], document_id, record["page_no"], record["way"])
        if record["page"] is None
        else replace(page_of(record["page"]), document_id=document_id)
        for record in sorted(records, key=lambda record: int(record["page_no"]))
    )


def set_lines(lines: Sequence[str], document_id: str, page_no: int, way: str) -> Page:
    """Return a page of lines that have no places, set one under the other."""
    pitch = (HEIGHT - 2 * MARGIN) / max(len(lines), 1)
    placed = tuple(
        TextLine(
            page_no=page_no,
            line_no=number + 1,
            words=tuple(_set_words(line, MARGIN + number * pitch, 0.75 * pitch)),
        )
        for number, line in enumerate(lines)
    )
    return Page(
        document_id=document_id,
        page_no=page_no,
        width=WIDTH,
        height=HEIGHT,
        source=TextSource.OCR if placed else TextSource.NONE,
        engine=way,
        route_reason="read by another tool, for comparison",
        lines=placed,
    )


def _set_words(line: str, top: float, height: float) -> Iterator[Word]:
    for match in re.finditer(r"\S+", line):
        yield Word(
            text=match.group(),
            box=Box(
                x0=MARGIN + match.start() * COLUMN,
                top=top,
                x1=MARGIN + match.end() * COLUMN,
                bottom=top + height,
            ),
        )


def add_all(errors: Iterable[LineErrors]) -> LineErrors:
    """Return the errors of all pages together."""
    return sum(errors, start=LineErrors())
