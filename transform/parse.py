"""A document's pages to its cables: the order in which the readers are called.

1. take out what was printed over the cable (`layers`), 2. cut into messages (`assemble`), 3. read
each message's blocks (`blocks`), 4. join the sections of one cable, 5. choose among the readings
(`resolve`) and build the cable (`compose`), 6. once more with what people keyed (`patches`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from extract.page import Page, TextSource
from transform.assemble import split_messages
from transform.blocks.attributes import read_attributes, text_is_online
from transform.blocks.email import find_mail_heads, find_mail_text
from transform.blocks.stamp import StampBlock, read_stamps, with_evidence
from transform.cable import (
    Cable,
    DocumentStatus,
    Layer,
    LineLayer,
    ParsedDocument,
)
from transform.compose import compose
from transform.defects import Defect, DefectCode
from transform.fingerprint import text_sketch
from transform.layers import LAYER_OF, RowKind, peel
from transform.message import MessageParts, join_sections, read_message
from transform.offered import Archive
from transform.page_defects import page_defects, unread_areas
from transform.patches import Patch, correct_stamps, corrected, unmatched
from transform.redaction import find_redactions, withheld_boxes
from transform.rows import Row, flatten

ARCHIVE_KINDS = frozenset({RowKind.REVIEW_LINE, RowKind.EXPORT_TITLE, RowKind.ATTRIBUTES})
"""Rows only the National Archives print."""


def parse_document(pages: Sequence[Page], patches: Sequence[Patch] = ()) -> ParsedDocument:
    """Return everything understood from a document's pages, which are given in order.

    Never raises on any text: what cannot be read is a defect, what is no cable is said to be none.

    Args:
        pages: All pages, the first one first.
        patches: What people keyed for this document; they win over what is read.
    """
    rows = flatten(pages)
    kinds = peel(rows, withheld_boxes(pages))
    stamps = correct_stamps(read_stamps(rows, kinds), patches)
    kinds |= find_mail_heads(rows, kinds)
    found = split_messages(rows, kinds)
    messages = tuple(read_message(rows, kinds, message) for message in found)
    for message in messages:
        kinds |= message.kinds
    if found:
        kinds |= find_mail_text(rows, kinds, found[0].start)
    withheld, redaction_defects = find_redactions(pages, rows, kinds)
    stamps = with_evidence(stamps, withheld, rows)
    archive = _archive(rows, kinds)
    groups = join_sections(messages)
    if not groups and archive is not None and archive.names_a_cable:
        groups = ((),)
    cables = tuple(
        corrected(
            partial(
                compose,
                number,
                group,
                stamps=stamps,
                # The archive catalogues one cable a document.
                archive=archive if number == 1 else None,
                is_archived=not ARCHIVE_KINDS.isdisjoint(kinds.values()),
                withheld=[
                    one for one in withheld if _owner(groups, one.redaction.page_no) == number - 1
                ],
                page_defects=tuple(
                    unread_areas(
                        page for page in pages if _owner(groups, page.page_no) == number - 1
                    )
                ),
            ),
            [patch for patch in patches if patch.cable_no == number],
        )
        for number, group in enumerate(groups, 1)
    )
    status, reason = _status(cables, pages)
    return ParsedDocument(
        document_id=pages[0].document_id if pages else "",
        release=stamps.release,
        review_marks=stamps.marks,
        cables=cables,
        line_layers=_line_layers(rows, kinds, groups),
        status=status,
        status_reason=reason,
        redactions=() if cables else tuple(one.redaction for one in withheld),
        defects=(
            *stamps.defects,
            *redaction_defects,
            *page_defects(pages),
            *(() if cables else unread_areas(pages)),
            *_contradictions(stamps, bool(withheld)),
            *(_unclaimed(rows, kinds) if cables else ()),
            *unmatched(patches, len(cables)),
        ),
        text_sketch=() if cables else _document_sketch(rows, kinds),
    )


def _document_sketch(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> tuple[int, ...]:
    """Return the sketch of all that is printed but what the reviewers put on."""
    own = (
        row.text
        for row in rows
        if row.index not in kinds or LAYER_OF[kinds[row.index]] is not Layer.RELEASE
    )
    return text_sketch(" ".join(own))


def _archive(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> Archive | None:
    own = [row for row in rows if kinds.get(row.index) is RowKind.ATTRIBUTES]
    if not own:
        return None
    return Archive(candidates=read_attributes(own), is_online=text_is_online(own), rows=tuple(own))


def _owner(groups: Sequence[Sequence[MessageParts]], page_no: int) -> int:
    """Return which cable a page's redactions belong to: the last that begins at or before it."""
    begun = [
        n
        for n, group in enumerate(groups)
        if group and min(part.page_first for part in group) <= page_no
    ]
    return begun[-1] if begun else 0


def _line_layers(
    rows: Sequence[Row],
    kinds: Mapping[int, RowKind],
    groups: Sequence[Sequence[MessageParts]],
) -> tuple[LineLayer, ...]:
    cable_of = {
        index: number
        for number, group in enumerate(groups, 1)
        for part in group
        for index in part.row_indexes
    }
    return tuple(
        LineLayer(
            page_no=row.page_no,
            line_no=row.line_no,
            layer=layer,
            cable_no=cable_of.get(row.index),
        )
        for row, layer in zip(rows, _layers(rows, kinds), strict=True)
    )


def _layers(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> Iterator[Layer]:
    """Give the layer of each row; a speck says nothing and has that of the row above it."""
    above: Row | None = None
    for row in rows:
        own = kinds.get(row.index)
        if own is not None:
            above = row
        elif not row.has_text and above is not None and above.page_no == row.page_no:
            own = kinds[above.index]
        yield Layer.UNCLAIMED if own is None else LAYER_OF[own]


def _status(cables: Sequence[Cable], pages: Sequence[Page]) -> tuple[DocumentStatus, str | None]:
    if cables:
        return DocumentStatus.LOADED, None
    if all(page.source is TextSource.NONE for page in pages):
        return DocumentStatus.NO_CABLE, "no text could be read on any page"
    return (
        DocumentStatus.NO_CABLE,
        "no telegram header (DTG with FM, or a control line with its fields) and no card was found",
    )


def _contradictions(stamps: StampBlock, has_redactions: bool) -> tuple[Defect, ...]:
    """A document released in full holds no redaction (domain check 9)."""
    if stamps.release.release_decision == "full" and has_redactions:
        return (
            Defect(
                code=DefectCode.RELEASE_CONTRADICTION,
                field="release_decision",
                message="the stamp says released in full, but something is redacted",
            ),
        )
    return ()


def _unclaimed(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> tuple[Defect, ...]:
    return tuple(
        Defect(
            code=DefectCode.LINE_UNCLAIMED,
            message=f"no rule reads the line {row.text!r}",
            page_no=row.page_no,
            line_no=row.line_no,
        )
        for row in rows
        if row.index not in kinds and row.has_text
    )
