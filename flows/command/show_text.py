"""A parsed document as a person reads it on a terminal: fields, lists, paragraphs, what is wrong.

Colours where the terminal has them and NO_COLOR is not set; a pipe gets the same words, plain. Text
from the paper is neutral (`flows.command.terminal`): it moves no cursor.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from itertools import groupby
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.page import Page
from flows.command.terminal import neutral
from flows.workers.reading import ParsedPages
from transform.cable import Cable, Layer, Office, Paragraph, Reading
from transform.candidate import LOW_CONFIDENCE
from transform.defects import Defect, Severity

PIPE_WIDTH = 100
"""Columns where there is no terminal to ask."""

NOISE = (Layer.RELEASE, Layer.RELAY, Layer.UNCLAIMED)
"""Layers of lines that stand in no field and no paragraph."""

_ELSEWHERE = frozenset(
    {"addressees", "references", "distribution", "paragraphs", "redactions", "defects", "tag_list"}
    | {"readings", "mentions", "body", "text_sketch", "cable_no", "page_first", "page_last"}
    | {"summary", "comment", "action_request"}
)
"""Attributes of a cable that are shown in a section of their own, or are the text of paragraphs."""

BLANK = Text(" ")
"""An empty cell: rich 15 makes the other columns too narrow beside a column of no width."""

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_WITHHELD = r"\[REDACTED[^\]]*\]"


def print_document(read: ParsedPages, *, with_noise: bool = False) -> None:
    """Print a document to standard output.

    Args:
        read: The document.
        with_noise: Whether the lines that were taken out are listed, or only counted.
    """
    console = Console()
    if console.is_terminal:
        _print(console, read, with_noise)
    else:
        print(as_text(read, with_noise=with_noise))


def as_text(read: ParsedPages, *, with_noise: bool = False, width: int = PIPE_WIDTH) -> str:
    """Return what a pipe gets: no colours, no blanks at the ends of lines."""
    written = StringIO()
    _print(Console(file=written, width=width, color_system=None), read, with_noise)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines())


def _print(console: Console, read: ParsedPages, with_noise: bool) -> None:
    for part in _parts(read, with_noise):
        console.print(part, highlight=False, markup=False)


def _parts(read: ParsedPages, with_noise: bool) -> Iterator[RenderableType]:
    parsed = read.parsed
    yield Text(f"document {parsed.document_id}: {parsed.status}", style="bold")
    if parsed.status_reason:
        yield _indented(Text(neutral(parsed.status_reason)))
    for page in read.pages:
        yield _indented(_page_line(page))
    readings = [reading for cable in parsed.cables for reading in cable.readings]
    yield from _fields("release", (parsed.release, parsed.review_marks), readings, parsed.defects)
    for cable in parsed.cables:
        yield from _cable(cable)
    yield from _defects("defects of the document", parsed.defects)
    yield from _noise(read, with_noise)


def _page_line(page: Page) -> Text:
    """Return where a page's words came from, why, whether they are doubtful, what is not read."""
    line = Text(neutral(f"page {page.page_no}: {page.source}, {page.route_reason}"))
    if page.doubts:
        line.append(f"; doubtful: {', '.join(page.doubts)}", style=_STYLES[Severity.WARNING])
    if page.unread_share:
        line.append(f"; {page.unread_share:.1%} of it not read", style=_STYLES[Severity.WARNING])
    return line


def _cable(cable: Cable) -> Iterator[RenderableType]:
    pages = f"cable {cable.cable_no}, pages {cable.page_first} to {cable.page_last}"
    yield from _headline(pages)
    yield from _fields(None, (cable,), cable.readings, cable.defects)
    yield from _rows(
        "addressees",
        (
            (
                one.role,
                " ".join(filter(None, (one.routing_indicator, one.plain_language_address))),
                " ".join(filter(None, (one.precedence, one.continuity_number))),
            )
            for one in cable.addressees
        ),
    )
    yield from _rows(
        "references",
        (
            (one.label or "-", " ".join(filter(None, (one.mrn or one.raw, one.suffix))))
            for one in cable.references
        ),
    )
    yield from _rows(
        "distribution",
        (
            (role, " ".join(map(_office, offices)))
            for role, offices in groupby(cable.distribution, key=lambda office: office.role)
        ),
    )
    yield from _paragraphs(cable.paragraphs)
    yield from _defects("defects", cable.defects)


def _office(office: Office) -> str:
    """Return an office as the grid prints it: symbol, dash, copies."""
    return office.office if office.copies is None else f"{office.office}-{office.copies:02d}"


def _fields(
    title: str | None,
    records: Iterable[Any],
    readings: Sequence[Reading],
    defects: Sequence[Defect],
) -> Iterator[RenderableType]:
    """Yield a table of the fields that have a value or a doubt: value, confidence, place."""
    grid = _grid(4)
    for record in records:
        for attribute in dataclasses.fields(record):
            name, value = attribute.name, getattr(record, attribute.name)
            if name in _ELSEWHERE:
                continue
            own = [reading for reading in readings if reading.field == name]
            if value in (None, ()) and not own:
                continue
            chosen = next((reading for reading in own if reading.is_chosen), None)
            grid.add_row(
                Text(name, style="dim"),
                _value(value),
                *_told_of(chosen),
            )
            for other in own:
                if not other.is_chosen and other.value != (chosen.value if chosen else None):
                    grid.add_row(
                        "",
                        Text(f"or {neutral(other.value or other.raw)}", style="dim"),
                        *_told_of(other, style="dim"),
                    )
    if grid.row_count:
        if title:
            yield from _headline(title, level=2)
        yield _indented(grid)


def _value(value: Any) -> Text:
    if value in (None, ()):
        return Text("none", style="dim")
    if isinstance(value, datetime):
        return Text(f"{value:%Y-%m-%d %H:%M} UTC")
    if isinstance(value, float):
        return Text(f"{value:.2f}")
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return Text(neutral(shown))


def _told_of(reading: Reading | None, style: str = "") -> tuple[Text, Text]:
    """Return the confidence of a reading and its place; both blank where nothing was read."""
    if reading is None:
        return BLANK, BLANK
    place = f"p{reading.page_no} l{reading.line_no} " if reading.page_no else ""
    if reading.confidence is None:
        return BLANK, Text(f"{place}{reading.block}", style=style or "dim")
    is_low = reading.confidence < LOW_CONFIDENCE
    return (
        Text(f"{reading.confidence:.2f}", style=_STYLES[Severity.WARNING] if is_low else style),
        Text(f"{place}{reading.block}", style=style or "dim"),
    )


def _paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[RenderableType]:
    if not paragraphs:
        return
    yield from _headline("paragraphs", level=2)
    heading = None
    for paragraph in paragraphs:
        if paragraph.heading != heading:
            heading = paragraph.heading
            if heading:
                yield _indented(Text(neutral(heading), style="bold"))
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True, justify="right", min_width=3)
        grid.add_column(overflow="fold")
        text = Text()
        if paragraph.portion_marking:
            marking = f"({neutral(paragraph.portion_marking)}) "
            text.append(marking, style="strike" if paragraph.is_struck else "cyan")
            if paragraph.is_struck:
                text.append("[struck] ", style="dim")
        text.append(neutral(paragraph.text))
        text.highlight_regex(_WITHHELD, "reverse")
        grid.add_row(f"{paragraph.number}." if paragraph.number is not None else "", text)
        yield _indented(grid)


def _defects(title: str, defects: Sequence[Defect]) -> Iterator[RenderableType]:
    if not defects:
        return
    yield from _headline(title, level=2)
    worst = {severity: place for place, severity in enumerate(_STYLES)}
    for defect in sorted(defects, key=lambda one: worst[one.severity]):
        place = f" (p{defect.page_no}{f' l{defect.line_no}' if defect.line_no else ''})"
        field = f" ({defect.field})" if defect.field else ""
        line = Text(f"! {defect.severity} {defect.code}{field}:", style=_STYLES[defect.severity])
        line.append(neutral(f" {defect.message}{place if defect.page_no else ''}"), style="default")
        yield _indented(line)


def _noise(read: ParsedPages, with_noise: bool) -> Iterator[RenderableType]:
    """Yield the lines that stand in no field and no paragraph, or how many there are of them."""
    layers = [layer for layer in read.parsed.line_layers if layer.layer in NOISE]
    if not layers:
        return
    counts = Counter(layer.layer for layer in layers)
    counted = ", ".join(f"{counts[layer]} {layer}" for layer in NOISE if counts[layer])
    if not with_noise:
        yield from _headline(f"taken out: {counted} lines (--noise lists them)", level=2)
        return
    yield from _headline(f"taken out: {counted} lines", level=2)
    texts = {(line.page_no, line.line_no): line.text for page in read.pages for line in page.lines}
    grid = _grid(3)
    for layer in layers:
        grid.add_row(
            Text(f"p{layer.page_no} l{layer.line_no}", style="dim"),
            Text(layer.layer, style="dim"),
            Text(neutral(texts[layer.page_no, layer.line_no])),
        )
    yield _indented(grid)


def _rows(title: str, rows: Iterable[Sequence[str]]) -> Iterator[RenderableType]:
    grid = None
    for row in rows:
        grid = grid or _grid(len(row))
        grid.add_row(*(Text(neutral(str(cell))) if cell else BLANK for cell in row))
    if grid is not None:
        yield from _headline(title, level=2)
        yield _indented(grid)


def _grid(columns: int) -> Table:
    grid = Table.grid(padding=(0, 2))
    for number in range(columns):
        grid.add_column(no_wrap=number != 1, overflow="fold")
    return grid


def _headline(text: str, level: int = 1) -> Iterator[RenderableType]:
    yield Text()
    yield Text(text, style="bold underline" if level == 1 else "bold")


def _indented(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 2), expand=False)
