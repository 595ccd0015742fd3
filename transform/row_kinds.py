"""The kinds of printed rows, and the layer each belongs to."""

from __future__ import annotations

from enum import StrEnum

from transform.cable import Layer


class RowKind(StrEnum):
    """What a row is, once it is known not to be the cable's own text."""

    BANNER = "banner"
    DECISION = "decision"
    REVIEW_STAMP = "review_stamp"
    REVIEW_LINE = "review_line"
    CASE_LINE = "case_line"
    REVIEW_BOX = "review_box"
    PAGE_NUMBER = "page_number"
    EXEMPTION = "exemption"
    WITHHELD_SHEET = "withheld_sheet"
    EXPORT_TITLE = "export_title"
    MARKING = "marking"
    PAGE_HEADER = "page_header"
    HANDLING_NUMBER = "handling_number"
    OFFICE_GRID = "office_grid"
    DASH_LINE = "dash_line"
    DRAFTING = "drafting"
    TRANSMISSION = "transmission"
    TEXT_MARK = "text_mark"
    EMAIL = "email"
    END_MARKER = "end_marker"
    CARD = "card"
    HEADER = "header"
    BODY = "body"
    ATTRIBUTES = "attributes"


LAYER_OF: dict[RowKind, Layer] = {
    RowKind.BANNER: Layer.RELEASE,
    RowKind.DECISION: Layer.RELEASE,
    RowKind.REVIEW_STAMP: Layer.RELEASE,
    RowKind.REVIEW_LINE: Layer.RELEASE,
    RowKind.CASE_LINE: Layer.RELEASE,
    RowKind.REVIEW_BOX: Layer.RELEASE,
    RowKind.PAGE_NUMBER: Layer.RELEASE,
    RowKind.EXEMPTION: Layer.RELEASE,
    RowKind.WITHHELD_SHEET: Layer.RELEASE,
    RowKind.EXPORT_TITLE: Layer.RELEASE,
    RowKind.MARKING: Layer.RELAY,
    RowKind.PAGE_HEADER: Layer.RELAY,
    RowKind.HANDLING_NUMBER: Layer.RELAY,
    RowKind.OFFICE_GRID: Layer.RELAY,
    RowKind.DASH_LINE: Layer.RELAY,
    RowKind.DRAFTING: Layer.RELAY,
    RowKind.TRANSMISSION: Layer.RELAY,
    RowKind.TEXT_MARK: Layer.RELAY,
    RowKind.EMAIL: Layer.RELAY,
    RowKind.END_MARKER: Layer.RELAY,
    RowKind.CARD: Layer.CARD,
    RowKind.HEADER: Layer.HEADER,
    RowKind.BODY: Layer.BODY,
    RowKind.ATTRIBUTES: Layer.ATTRIBUTES,
}
