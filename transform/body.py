"""The body of a cable: its paragraphs, signature, summary and comment.

Rows of all sections are read as one text; `paragraphs` says where one begins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from transform.cable import LineSpan, Paragraph
from transform.candidate import doubtful
from transform.defects import Defect, DefectCode
from transform.paragraphs import OpenParagraph, gather
from transform.redaction import Withheld
from transform.rows import Row, blank_between
from transform.running_text import hyphenated_words, join_rows
from transform.signature import join_sections, signature_text
from transform.topics import find_action_request, find_comment, find_summary

_CAPTION_OF_FIGURE = re.compile(r"^source\s*:\s*\S.{0,60}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the body of one cable says; `signature_row` is the row it was read from."""

    paragraphs: tuple[Paragraph, ...] = ()
    signature: str | None = None
    signature_row: Row | None = None
    summary: str | None = None
    comment: str | None = None
    action_request: str | None = None
    text: str | None = None
    withheld_in: tuple[tuple[Withheld, int], ...] = ()
    """Each withheld stretch of the body with the paragraph it stands in, 1-based."""
    defects: tuple[Defect, ...] = ()


def read_body(sections: Sequence[Sequence[Row]], withheld: Sequence[Withheld]) -> Body:
    """Read the body rows of all sections, in order, as one text."""
    rows, signature_row = join_sections(sections)
    tokens = _tokens_by_row(rows, withheld)
    captions = _figure_captions(rows)
    gathered = gather([row for row in rows if row.index not in captions], tokens, signature_row)
    hyphenated = hyphenated_words(rows)
    paragraphs = tuple(_close(one, hyphenated) for one in gathered)
    return Body(
        paragraphs=paragraphs,
        signature=signature_text(signature_row),
        signature_row=signature_row,
        summary=find_summary(paragraphs),
        comment=find_comment(paragraphs),
        action_request=find_action_request(paragraphs),
        text=_whole_text(paragraphs),
        withheld_in=tuple(
            (stretch, position)
            for position, one in enumerate(gathered, 1)
            for row, _ in one.lines
            for stretch in tokens.get(row.index, ())
        ),
        defects=(
            *_number_gaps(paragraphs),
            *_repairs(gathered),
            *_lost_figures(rows, captions),
            *doubtful("paragraphs", [row for one in gathered for row, _ in one.lines]),
        ),
    )


def with_paragraphs(body: Body, paragraphs: tuple[Paragraph, ...]) -> Body:
    """Return a body with its paragraphs corrected, and what is made of them."""
    return replace(
        body,
        paragraphs=paragraphs,
        summary=find_summary(paragraphs),
        comment=find_comment(paragraphs),
        action_request=find_action_request(paragraphs),
        text=_whole_text(paragraphs),
    )


def _tokens_by_row(
    rows: Sequence[Row], withheld: Sequence[Withheld]
) -> Mapping[int, list[Withheld]]:
    """Return the redactions by the body row they are shown in: their own, or the one above."""
    own = {row.index for row in rows}
    placed: dict[int, list[Withheld]] = {}
    for one in withheld:
        index = one.row_index
        if index is None or index not in own:
            above = [
                row
                for row in rows
                if row.page_no == one.redaction.page_no
                and row.box.middle <= one.redaction.box.middle
            ]
            if not above:
                continue
            index = above[-1].index
        placed.setdefault(index, []).append(one)
    return placed


def _figure_captions(rows: Sequence[Row]) -> set[int]:
    """Return the rows like `Source: INM`: captions of charts the scan shows but no text does."""
    return {
        row.index
        for n, row in enumerate(rows)
        if _CAPTION_OF_FIGURE.match(row.text)
        and (n == 0 or blank_between(rows[n - 1], row) is not False)
        and (n + 1 == len(rows) or blank_between(row, rows[n + 1]) is not False)
    }


def _close(one: OpenParagraph, hyphenated: frozenset[str]) -> Paragraph:
    rows = [row for row, _ in one.lines]
    text = join_rows([text for _, text in one.lines], hyphenated)
    return Paragraph(
        number=one.number,
        portion_marking=one.marking,
        is_struck=one.is_struck,
        heading=one.heading,
        text=text,
        page_first=rows[0].page_no,
        page_last=rows[-1].page_no,
        redaction_count=text.count("[REDACTED"),
        spans=tuple(
            LineSpan(page_no=row.page_no, line_no=row.line_no, box=row.box) for row in rows
        ),
    )


def _number_gaps(paragraphs: Sequence[Paragraph]) -> tuple[Defect, ...]:
    """Paragraph numbers run 1..n; a gap is a paragraph lost or misread."""
    defects: list[Defect] = []
    last = 0
    for paragraph in paragraphs:
        if paragraph.number is None:
            continue
        if paragraph.number != last + 1:
            defects.append(
                Defect(
                    code=DefectCode.PARAGRAPH_GAP,
                    field="paragraphs",
                    message=f"paragraph {paragraph.number} follows paragraph {last}",
                    page_no=paragraph.page_first,
                    line_no=paragraph.spans[0].line_no,
                )
            )
        last = paragraph.number
    return tuple(defects)


def _repairs(gathered: Sequence[OpenParagraph]) -> tuple[Defect, ...]:
    return tuple(
        Defect(
            code=DefectCode.FIELD_REPAIRED,
            field="paragraphs",
            message=f"{one.lines[0][0].text[:20]!r} opens paragraph {one.number}"
            + (f" ({one.marking})" if one.marking else ""),
            page_no=one.lines[0][0].page_no,
            line_no=one.lines[0][0].line_no,
        )
        for one in gathered
        if one.is_repaired
    )


def _lost_figures(rows: Sequence[Row], captions: set[int]) -> tuple[Defect, ...]:
    return tuple(
        Defect(
            code=DefectCode.FIGURE_MISSING,
            field="paragraphs",
            message=f"a figure with the caption {row.text!r} is in the scan but not in the text",
            page_no=row.page_no,
            line_no=row.line_no,
        )
        for row in rows
        if row.index in captions
    )


def _whole_text(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the body as one text: headings, numbers, markings, blank lines between."""
    pieces: list[str] = []
    heading: str | None = None
    for paragraph in paragraphs:
        if paragraph.heading is not None and paragraph.heading != heading:
            pieces.append(paragraph.heading)
        heading = paragraph.heading
        number = f"{paragraph.number}. " if paragraph.number is not None else ""
        mark = f"({paragraph.portion_marking}) " if paragraph.portion_marking else ""
        pieces.append(f"{number}{mark}{paragraph.text}")
    return "\n\n".join(pieces) or None
