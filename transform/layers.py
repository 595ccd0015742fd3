"""Which rows were printed over the cable: the release layer, page furniture, the archive's page.

A row is judged by its words AND its place. UNCLASSIFIED is a reviewer's banner at the edge of a
page, the message centre's marking between pages, part of the control line in the header and an
ordinary word in a paragraph; only a row that holds nothing else is taken out here, and what holds
more stays with the text. Shapes are those of the releases named beside each rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rapidfuzz import fuzz

from transform.cable import Layer
from transform.header.classification import is_classification_line
from transform.rows import Row, blank_between, is_level


class RowKind(StrEnum):
    """What a row is, once it is known not to be the cable's own text."""

    BANNER = "banner"
    DECISION = "decision"
    REVIEW_STAMP = "review_stamp"
    REVIEW_LINE = "review_line"
    CASE_LINE = "case_line"
    PAGE_NUMBER = "page_number"
    EXEMPTION = "exemption"
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
    RowKind.PAGE_NUMBER: Layer.RELEASE,
    RowKind.EXEMPTION: Layer.RELEASE,
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

EDGE_SHARE = 0.08
"""Share of the page's height at top and bottom where only page furniture is printed: a Letter page
leaves an inch (0.09 of its height) there, and a banner's middle lies inside it."""

MARGIN_SHARE = 0.78
"""Exemption codes stand right of the text. Telegram text is 69 characters at most (ACP 127), which
at ten to the inch and an inch of margin ends at 0.93 of a Letter page but rarely passes this."""

FUZZY_BANNER = 80
"""Least similarity (0-100) of a misread banner to a banner: measured on prints of three levels of
damage, exact matching finds 83/73/30 % of the banners and this finds 100/99/71 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A row that can be known by its words alone, wherever it stands. `seen` names a release."""

    kind: RowKind
    pattern: re.Pattern[str]
    seen: str


def _shape(kind: RowKind, pattern: str, seen: str) -> Shape:
    return Shape(kind=kind, pattern=re.compile(pattern, re.IGNORECASE), seen=seen)


SHAPES: tuple[Shape, ...] = (
    _shape(
        RowKind.REVIEW_LINE,
        r"(declassified|released).{0,3}(released)?.*systematic\s+review",
        "1974LAPAZ00015: systematic review, 1973-79",
    ),
    _shape(RowKind.EXPORT_TITLE, r"^message\s+text$", "1974LAPAZ00015: the archive's export"),
    _shape(
        RowKind.CASE_LINE,
        r"\bcase\s+no\.?\s*\S+.*\bdoc(ument)?\s+no\.?\s*\S+",
        "2010s footer: U.S. Department of State Case No. F-... Doc No. C... Date: ...",
    ),
    _shape(
        RowKind.CASE_LINE,
        r"^[A-Z]{1,4}-\d{4}-\d{4,6}\b.*\b[A-Z]-?\d{8,}\b",
        "94 DUSHANBE 259: case, document number, marking and date in one row",
    ),
    _shape(
        RowKind.CASE_LINE,
        r"produced\s+to\s+house\s+select",
        "releases to the House select committee",
    ),
    _shape(
        RowKind.DECISION,
        r"^(released?|denied)\s+in\s+(full|part)\W*(\s+by\s+.{2,40}\s+on\s+\d.*)?$",
        "11 MEXICO 392: RELEASED IN FULL; the archive's `Released in Full by NAME on 26-MAR-08 ;`",
    ),
    _shape(
        RowKind.REVIEW_STAMP,
        r"^review\s*author\w*\s*[:;.]",
        "11 MEXICO 392: the review stamp",
    ),
    _shape(
        RowKind.REVIEW_STAMP,
        r"^date\s*/\s*case\s*[il1]d\s*[:;.]",
        "11 MEXICO 392: the review stamp",
    ),
    _shape(
        RowKind.PAGE_NUMBER,
        r"^(?:[A-Z/ ]*unclassified[A-Z/ ]*\s+)?page\s*[\dlI|]+\s+of\s+[\dlI|]+$",
        "94 DUSHANBE 259: Page 1 of 3, also beside the banner",
    ),
    _shape(
        RowKind.PAGE_HEADER,
        r"^page\s*[0-9OIl]{1,2}\s+(of\s+[0-9OIl]{1,2}\s+)?[A-Z][A-Z .'-]*?\s+[0-9OIl]{3,7}(\s|$)",
        "1974LAPAZ00015: PAGE 02 LA PAZ 00015 022228Z",
    ),
    _shape(
        RowKind.END_MARKER,
        r"^(n{3,4}|nnnn[a-z]{1,9}|<<\s*end of document\s*>>)$",
        "1974LAPAZ00015: NNN; 11 MEXICO 392: NNNN; ACP 127 par. 114",
    ),
    _shape(
        RowKind.END_MARKER,
        r"^(?:(?:e ?){8}|adp ?\d{3})$",
        "1974LAPAZ02004: the operator's error sign (ACP 127), and where a section broke off",
    ),
    _shape(RowKind.TEXT_MARK, r"^bt$", "ACP 127 format lines 11 and 13: above the text and below"),
)

FUZZY_SHAPES: tuple[tuple[RowKind, str, int], ...] = (
    (RowKind.BANNER, "DECONTROLLED/UNCLASSIFIED", FUZZY_BANNER),
    (RowKind.DECISION, "RELEASED IN FULL", FUZZY_BANNER),
    (RowKind.DECISION, "RELEASED IN PART", FUZZY_BANNER),
    (RowKind.DECISION, "DENIED IN FULL", FUZZY_BANNER),
    (RowKind.REVIEW_STAMP, "UNITED STATES DEPARTMENT OF STATE", FUZZY_BANNER),
)
"""Stamps known by their words although misread: kind, the words, and the least similarity."""

FUZZY_LABELS: tuple[tuple[RowKind, str, int], ...] = (
    (RowKind.REVIEW_STAMP, "REVIEW AUTHORITY", FUZZY_BANNER),
    (RowKind.REVIEW_STAMP, "DATE/CASE ID", FUZZY_BANNER),
)
"""Labels of stamp rows known although misread: what stands before the row's first colon."""

EXEMPTION_CODE = re.compile(
    r"\(?[bB8]\)?[-(]?[1-9]\)?(\s?\([A-F]\))?"
    r"|[1I]\.[4-6]\s?\(?[a-hA-H8]\)?"
    r"|25\s?[xX]\s?[1-9]"
)
_CODE_LIST = rf"(?:{EXEMPTION_CODE.pattern})(?:[,; ]+(?:{EXEMPTION_CODE.pattern}))*"
_DECISION_WITH_CODES = re.compile(
    rf"^(?:released?|denied)\s+in\s+(?:full|part)[,:; ]+{_CODE_LIST}\W*$", re.IGNORECASE
)
"""RELEASE IN PART B6: behind the decision stand codes and nothing else; prose goes on in words."""
_HALF_DECISION = re.compile(r"^(?:released?|denied)\s+in$", re.IGNORECASE)
_OTHER_HALF = re.compile(rf"^(?:full|part)\b[,:; ]*(?:{_CODE_LIST})?\W*$", re.IGNORECASE)
"""The stamp in two rows: `RELEASE IN` over `PART B6`."""
_EXEMPTION_ROW = re.compile(rf"^{_CODE_LIST}$")

STAMP_DEPARTMENT = re.compile(
    r"^(?:u\.?\s?s\.?|united\s+states)\s+department\s+of\s+state$", re.IGNORECASE
)
_STAMP_DATE = re.compile(r"^\d{1,2}\s?/\s?\d{1,2}\s?/\s?(\d\s?){4}$")
_STAMP_ROWS = 4
"""A stamp under the decision has at most a name, a title, the department and a date."""

_ATTRIBUTES_TITLE = re.compile(r"^message\s+attributes$", re.IGNORECASE)
_HANDLING_NUMBER = re.compile(r"^\d{2}$")
_POSSIBLE_DUPLICATE = re.compile(r"\s*\bPOSS(IBLE)?\s+DUPE\b\s*", re.IGNORECASE)


def peel(rows: Sequence[Row]) -> dict[int, RowKind]:
    """Return the kind of each row that is not the cable's own text, by the row's index.

    Takes the whole document, since a stamp's rows and the archive's pages are known by what
    stands around them. Rows not in the answer are the cards', the header's or the body's.
    """
    kinds: dict[int, RowKind] = {}
    in_attributes = False
    for row in rows:
        if _ATTRIBUTES_TITLE.match(row.text):
            in_attributes = True
        kind = _kind_alone(row)
        if in_attributes and not (kind is RowKind.REVIEW_LINE and at_page_edge(row)):
            # The attributes quote the review line too (`Markings: ...`).
            kind = RowKind.ATTRIBUTES
        if kind is not None:
            kinds[row.index] = kind
    _claim_other_halves(rows, kinds)
    _claim_stamp_rests(rows, kinds)
    _claim_handling_numbers(rows, kinds)
    _claim_decision_stamps(rows, kinds)
    for row in rows:
        # The date of a case line may stand in a row of its own at the head of the page.
        if row.index not in kinds and _STAMP_DATE.match(row.text) and at_page_edge(row):
            kinds[row.index] = RowKind.CASE_LINE
    return kinds


def _kind_alone(row: Row) -> RowKind | None:
    """Return what a row is by its own words and place, or None."""
    for shape in SHAPES:
        if shape.pattern.search(row.text):
            return shape.kind
    if _DECISION_WITH_CODES.match(row.text) or _HALF_DECISION.match(row.text):
        return RowKind.DECISION
    fuzzy = _fuzzy_kind(row.text)
    if fuzzy is not None:
        return fuzzy
    if _EXEMPTION_ROW.match(row.text) and row.box.x0 > MARGIN_SHARE * row.page_width:
        return RowKind.EXEMPTION
    if is_classification_line(_POSSIBLE_DUPLICATE.sub(" ", row.text).strip()):
        return RowKind.BANNER if at_page_edge(row) else RowKind.MARKING
    return None


def _fuzzy_kind(text: str) -> RowKind | None:
    letters = _letters(text)
    for kind, words, least in _SHAPE_LETTERS:
        if fuzz.ratio(letters, words, score_cutoff=least):
            return kind
    label, colon, _ = text.partition(":")
    if colon:
        letters = _letters(label)
        for kind, words, least in _LABEL_LETTERS:
            if fuzz.ratio(letters, words, score_cutoff=least):
                return kind
    return None


def _letters(text: str) -> str:
    """Return the letters and digits only: OCR loses strokes and blanks first."""
    return "".join(char for char in text.upper() if char.isalnum())


_SHAPE_LETTERS = tuple((kind, _letters(words), least) for kind, words, least in FUZZY_SHAPES)
_LABEL_LETTERS = tuple((kind, _letters(words), least) for kind, words, least in FUZZY_LABELS)


def at_page_edge(row: Row) -> bool:
    """Whether the row's middle lies in the strip at top or bottom where no text is printed."""
    edge = EDGE_SHARE * row.page_height
    return row.box.middle < edge or row.box.middle > row.page_height - edge


def _claim_other_halves(rows: Sequence[Row], kinds: dict[int, RowKind]) -> None:
    """Claim the second row of a decision stamped in two, and let go a half that stands alone."""
    for n, row in enumerate(rows):
        if kinds.get(row.index) is RowKind.DECISION and _HALF_DECISION.match(row.text):
            below = next((r for r in rows[n + 1 : n + 3] if _OTHER_HALF.match(r.text)), None)
            if below is None:
                del kinds[row.index]
            else:
                kinds[below.index] = RowKind.DECISION


def _claim_stamp_rests(rows: Sequence[Row], kinds: dict[int, RowKind]) -> None:
    """Claim the rest of a stamp row that was cut in two: level with it and close at its right."""
    for left, row in pairwise(rows):
        if (
            kinds.get(left.index) is RowKind.REVIEW_STAMP
            and row.index not in kinds
            and is_level(left, row)
            and left.box.x0 < row.box.x0 < left.box.x1 + left.box.height
        ):
            kinds[row.index] = RowKind.REVIEW_STAMP


def _claim_handling_numbers(rows: Sequence[Row], kinds: dict[int, RowKind]) -> None:
    """Claim a lone two-digit number under a page header (seen in 1974 prints)."""
    for above, row in pairwise(rows):
        if (
            kinds.get(above.index) is RowKind.PAGE_HEADER
            and row.index not in kinds
            and _HANDLING_NUMBER.match(row.text)
        ):
            kinds[row.index] = RowKind.HANDLING_NUMBER


def _claim_decision_stamps(rows: Sequence[Row], kinds: dict[int, RowKind]) -> None:
    """Claim the name, department and date under a decision (seen on 94 DUSHANBE 259).

    Only a run that really holds the department or a date is a stamp, and only its rows up to the
    last of those two: what follows is the page's.
    """
    for row in rows:
        if kinds.get(row.index) is not RowKind.DECISION:
            continue
        run = _run_below(rows, row, kinds)
        closing = [
            n
            for n, below in enumerate(run)
            if STAMP_DEPARTMENT.match(below.text) or _STAMP_DATE.match(below.text)
        ]
        if closing:
            for below in run[: closing[-1] + 1]:
                kinds[below.index] = RowKind.REVIEW_STAMP


def _run_below(rows: Sequence[Row], top: Row, kinds: dict[int, RowKind]) -> list[Row]:
    run: list[Row] = []
    above = top
    for row in rows[top.index + 1 : top.index + 1 + _STAMP_ROWS]:
        is_taken = kinds.get(row.index, RowKind.REVIEW_STAMP) is not RowKind.REVIEW_STAMP
        # The rows of one stamp stand over each other; a second stamp beside it is another's.
        is_beside = row.box.x1 < top.box.x0 or row.box.x0 > top.box.x1
        if is_taken or is_beside or row.page_no != top.page_no or blank_between(above, row):
            break
        run.append(row)
        above = row
    return run
