"""A page as the JSON values it is stored as, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from extract.page import (
    Box,
    Doubt,
    HiddenText,
    Mark,
    MarkKind,
    OtherReading,
    Page,
    TextLine,
    TextSource,
    Word,
)

STORE_FORMAT = 1
"""Raised when the layout of a stored page changes; a file of another format counts as absent."""


def record_of(page: Page) -> dict[str, Any]:
    """Return a page as the JSON values it is stored as; words as rows: a page has hundreds."""
    other = page.other_reading
    return {
        "format": STORE_FORMAT,
        "page": {
            "document_id": page.document_id,
            "page_no": page.page_no,
            "width": page.width,
            "height": page.height,
            "source": page.source.value,
            "engine": page.engine,
            "route_reason": page.route_reason,
            "skew_degrees": page.skew_degrees,
            "turned_degrees": page.turned_degrees,
            "redacted_share": page.redacted_share,
            "unread_share": page.unread_share,
            "ink_read_share": page.ink_read_share,
            "doubts": [doubt.value for doubt in page.doubts],
        },
        "lines": _line_rows(page.lines),
        "marks": [[mark.kind.value, *_box_row(mark.box)] for mark in page.marks],
        "other_reading": other and [other.source.value, other.engine, _line_rows(other.lines)],
        "hidden_text": [
            [*_box_row(one.box), one.word_count, one.character_count, one.is_under_box]
            for one in page.hidden_text
        ],
    }


def _line_rows(lines: Sequence[TextLine]) -> list[Any]:
    return [
        [line.page_no, line.line_no, [_word_row(word) for word in line.words]] for line in lines
    ]


def _word_row(word: Word) -> list[Any]:
    return [word.text, *_box_row(word.box), word.confidence, word.is_struck]


def _box_row(box: Box) -> list[float]:
    return [box.x0, box.top, box.x1, box.bottom]


def page_of(record: dict[str, Any]) -> Page:
    """Return the page of a record.

    Raises:
        ValueError, KeyError, TypeError: the record has another shape.
    """
    page = dict(record["page"])
    page["source"] = TextSource(page["source"])
    # Pages stored before these were kept have none of them.
    doubts = page.pop("doubts", ())
    other = record.get("other_reading")
    return Page(
        **page,
        doubts=tuple(Doubt(doubt) for doubt in doubts),
        lines=_lines_of(record["lines"]),
        marks=tuple(
            Mark(kind=MarkKind(kind), box=Box(x0=x0, top=top, x1=x1, bottom=bottom))
            for kind, x0, top, x1, bottom in record["marks"]
        ),
        other_reading=other
        and OtherReading(source=TextSource(other[0]), engine=other[1], lines=_lines_of(other[2])),
        hidden_text=tuple(
            HiddenText(
                box=Box(x0=x0, top=top, x1=x1, bottom=bottom),
                word_count=word_count,
                character_count=character_count,
                is_under_box=is_under_box,
            )
            for x0, top, x1, bottom, word_count, character_count, is_under_box in record.get(
                "hidden_text", ()
            )
        ),
    )


def _lines_of(rows: Iterable[Any]) -> tuple[TextLine, ...]:
    return tuple(
        TextLine(
            page_no=page_no,
            line_no=line_no,
            words=tuple(
                Word(
                    text=text,
                    box=Box(x0=x0, top=top, x1=x1, bottom=bottom),
                    confidence=confidence,
                    is_struck=is_struck,
                )
                for text, x0, top, x1, bottom, confidence, is_struck in words
            ),
        )
        for page_no, line_no, words in rows
    )
