"""Which rows were printed over the cable: the release layer, page furniture, the archive's page.

A row is judged by its words AND its place. UNCLASSIFIED is a reviewer's banner at the edge of a
page, the message centre's marking between pages, part of the control line in the header and an
ordinary word in a paragraph; only a row that holds nothing else is taken out here, and what holds
more stays with the text. What the words say stands in `stamp_shapes`, the place is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from rapidfuzz import fuzz

from extract.page import Box
from transform.cable import Layer
from transform.exemptions import EXEMPTION_LIST, is_exemption_list
from transform.row_kinds import LAYER_OF, RowKind
from transform.rows import MARGIN_SHARE, Row, by_page, is_level
from transform.stamp_shapes import (
    FUZZY_LABEL_IN_PLACE,
    is_denied,
    is_marking,
    kind_at_edge,
    kind_by_words,
    letters_of,
)

__all__ = ["LAYER_OF", "RowKind", "at_page_edge", "is_sheet", "peel"]

EDGE_SHARE = 0.08
"""Share of the page's height at top and bottom where only page furniture is printed: a Letter page
leaves an inch (0.09 of its height) there, and a banner's middle lies inside it."""

CODE_LENGTH = 40
"""Characters of the longest list of codes seen in a margin, `B3 CIA PERS/ORG, B7(C), 1.4(D)`, and
some to spare: longer rows are not tried."""

SET_OFF = 36.0
"""Points from the text's left edge to a stamp: more than the five characters typists indent."""

FUZZY_FRAGMENT = 75
"""Least similarity (0-100) of a torn stamp's first word to RELEASED or DENIED, where the place of
the row already says that it is no text."""

FUZZY_STAMP_IN_PLACE = 70
"""The same for all letters of a stamp, read with others or twice: `RESEASERIN PART. PART.`"""

FRAGMENT_LETTERS = 20
"""Letters of a torn stamp: RELEASED IN FULL has 14, noise adds some."""

LONG_ROW = 30
"""Characters of rows that show where the text's left edge is."""

_HALF_DECISION = re.compile(r"^\W*(?:released?|denied|declassified)\s+in\W*$", re.IGNORECASE)
_OTHER_HALF = re.compile(rf"^\W*(?:full|part)\b[,:; ]*(?:{EXEMPTION_LIST})?\W*$", re.IGNORECASE)
"""The stamp in two rows: `RELEASE IN` over `PART B6`."""
_TORN_STATUS = re.compile(r"^\W*(?:I?N\s+)?(?:FULL|PART)\W*$")
"""What is left of a stamp whose first words a telegram's line has swallowed."""
_FRAGMENT_STARTS = ("RELEASED", "DENIED")
_FRAGMENT_STAMPS = ("RELEASEDINFULL", "RELEASEDINPART", "DENIEDINFULL")

STAMP_DEPARTMENT = re.compile(
    r"^(?:u\.?\s?s\.?|united\s+states)\s+department\s+of\s+state$", re.IGNORECASE
)
_STAMP_DATE = re.compile(r"^\d{1,2}\s?/\s?\d{1,2}\s?/\s?(\d\s?){4}$")
_STAMP_LABELS = ("REVIEWAUTHORITY", "DATECASEID", "UNITEDSTATESDEPARTMENTOFSTATE")
_STAMP_ROWS = 4
"""A stamp under the decision has at most a name, a title, the department and a date."""

_BOX_LABEL = re.compile(
    r"^\W*(?P<label>classification|class|reason|declassify\s+on|classified\s+by)\s*[:;]", re.I
)
_BOX_LABELS = 3
"""Labels that make rows the reviewers' classification box: a cable's own block has two at most that
begin a row, CLASSIFIED BY and REASON."""

HEAD_SHARE = 0.25
"""Share of the page's height in which reviewers print their classification box, above the cable."""

SHEET_LETTERS = 120
"""Letters and digits besides the release layer on a sheet in the place of pages: a title, a number
of pages, the name of a file. A page of text has over a thousand."""

_ATTRIBUTES_TITLE = re.compile(r"^message\s+attributes$", re.IGNORECASE)
_HANDLING_NUMBER = re.compile(r"^\d{2}$")


def peel(
    rows: Sequence[Row], withheld: Mapping[int, Sequence[Box]] | None = None
) -> dict[int, RowKind]:
    """Return the kind of each row that is not the cable's own text, by the row's index.

    Takes the whole document, since a stamp's rows and the archive's pages are known by what
    stands around them. Rows not in the answer are the cards', the header's or the body's.

    Args:
        rows: the document's rows.
        withheld: the boxes of withheld stretches by page: a code in or under one is an exemption.
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
    _claim_codes(rows, kinds, withheld or {})
    _claim_other_halves(rows, kinds)
    _claim_fragments(rows, kinds)
    _claim_stamp_rests(rows, kinds)
    _claim_stamp_labels(rows, kinds)
    _claim_handling_numbers(rows, kinds)
    _claim_decision_stamps(rows, kinds)
    _claim_review_boxes(rows, kinds)
    _claim_sheets(rows, kinds)
    return kinds


def _kind_alone(row: Row) -> RowKind | None:
    """Return what a row is by its own words and place, or None."""
    text = row.text
    kind = kind_by_words(text)
    if kind is not None:
        return kind
    is_at_edge = at_page_edge(row)
    if is_at_edge:
        kind = kind_at_edge(text)
        if kind is not None:
            return kind
    if is_marking(text):
        return RowKind.BANNER if is_at_edge else RowKind.MARKING
    return RowKind.DECISION if _HALF_DECISION.match(text) else None


def is_sheet(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> bool:
    """Whether a page's rows are a sheet in the place of pages that are denied."""
    says_so = any(
        kinds.get(row.index) is RowKind.WITHHELD_SHEET
        or (kinds.get(row.index) is RowKind.DECISION and is_denied(row.text))
        for row in rows
    )
    return says_so and _letters_of_text(rows, kinds) <= SHEET_LETTERS


def _letters_of_text(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> int:
    """Return how many letters and digits of rows are not the release layer's."""
    return sum(
        char.isalnum()
        for row in rows
        if LAYER_OF.get(kinds.get(row.index, RowKind.BODY)) is not Layer.RELEASE
        for char in row.text
    )


def at_page_edge(row: Row) -> bool:
    """Whether the row's middle lies in the strip at top or bottom where no text is printed."""
    edge = EDGE_SHARE * row.page_height
    middle = row.box.middle
    return middle < edge or middle > row.page_height - edge


def _text_lefts(rows: Sequence[Row]) -> dict[int, float]:
    """Return by page where its rows of text begin, in points: the middle one of its long rows."""
    long_rows = by_page([row for row in rows if len(row.text) > LONG_ROW])
    return {page_no: median(row.box.x0 for row in own) for page_no, own in long_rows.items()}


def _claim_codes(
    rows: Sequence[Row], kinds: dict[int, RowKind], withheld: Mapping[int, Sequence[Box]]
) -> None:
    """Claim rows of exemption codes in a margin, in or right under what they withhold, or alone in
    the middle of the paper left blank.
    """
    lefts = _text_lefts(rows)
    for row in rows:
        if row.index in kinds or len(row.text) > CODE_LENGTH:
            continue
        if is_exemption_list(row.text, may_be_misread=True):
            in_right_margin = row.box.x0 > MARGIN_SHARE * row.page_width
            left = lefts.get(row.page_no, 0.0)
            if in_right_margin or (
                is_exemption_list(row.text)
                and (
                    row.box.x1 < left
                    or any(_is_at(row, box) for box in withheld.get(row.page_no, ()))
                    or (row.page_no in lefts and row.box.x0 > left + SET_OFF)
                )
            ):
                kinds[row.index] = RowKind.EXEMPTION


def _is_at(row: Row, box: Box) -> bool:
    """Whether a row stands inside a box, or under it by no more than a line step."""
    is_within = row.box.x0 >= box.x0 - row.pitch and row.box.x1 <= box.x1 + row.pitch
    return is_within and box.top <= row.box.middle <= box.bottom + row.pitch


def _claim_other_halves(rows: Sequence[Row], kinds: dict[int, RowKind]) -> None:
    """Claim the second row of a decision stamped in two, and let go a half that stands alone."""
    for n, row in enumerate(rows):
        if kinds.get(row.index) is RowKind.DECISION and _HALF_DECISION.match(row.text):
            below = next((r for r in rows[n + 1 : n + 3] if _OTHER_HALF.match(r.text)), None)
            if below is None:
                del kinds[row.index]
            else:
                kinds[below.index] = RowKind.DECISION


def _claim_fragments(rows: Sequence[Row], kinds: dict[int, RowKind]) -> None:
    """Claim what is left of a decision's stamp that was printed over text: set off from the text's
    edge, a few words, the first of them RELEASED or DENIED or the last FULL or PART.
    """
    lefts = _text_lefts(rows)
    for row in rows:
        if row.index in kinds or len(row.text) > 2 * FRAGMENT_LETTERS:
            continue
        if _is_fragment(row.text) and row.box.x0 > lefts.get(row.page_no, 0.0) + SET_OFF:
            kinds[row.index] = RowKind.DECISION


def _is_fragment(text: str) -> bool:
    if _TORN_STATUS.match(text):
        return True
    first, letters = letters_of(text.partition(" ")[0]), letters_of(text)
    if first[:1] != text[:1] or len(letters) > FRAGMENT_LETTERS:
        return False
    return any(fuzz.ratio(first, start) >= FUZZY_FRAGMENT for start in _FRAGMENT_STARTS) or any(
        fuzz.ratio(letters, stamp) >= FUZZY_STAMP_IN_PLACE for stamp in _FRAGMENT_STAMPS
    )


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


def _claim_stamp_labels(rows: Sequence[Row], kinds: dict[int, RowKind]) -> None:
    """Claim a misread row of the review stamp right above or under another of its rows."""
    for one, other in (*pairwise(rows), *((below, above) for above, below in pairwise(rows))):
        if kinds.get(one.index) is not RowKind.REVIEW_STAMP or other.index in kinds:
            continue
        step = abs(other.box.middle - one.box.middle)
        is_flush = abs(other.box.x0 - one.box.x0) <= one.box.height
        if one.page_no == other.page_no and is_flush and step <= 2 * one.box.height:
            letters = letters_of(other.text.partition(":")[0])
            if any(fuzz.ratio(letters, label) >= FUZZY_LABEL_IN_PLACE for label in _STAMP_LABELS):
                kinds[other.index] = RowKind.REVIEW_STAMP


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
        kind = kinds.get(row.index, RowKind.REVIEW_STAMP)
        is_taken = kind is not RowKind.REVIEW_STAMP and not _STAMP_DATE.match(row.text)
        # From ink to ink: a stamp's type is not the page's, and its feet tell no pitch.
        is_apart = row.box.top - above.box.bottom > row.pitch
        if is_taken or row.page_no != top.page_no or is_apart:
            break
        if row.box.middle < top.box.bottom or row.box.x0 > top.box.x1 or row.box.x1 < top.box.x0:
            # Beside the decision, not under it: the text it was stamped into.
            continue
        run.append(row)
        above = row
    return run


def _claim_sheets(rows: Sequence[Row], kinds: dict[int, RowKind]) -> None:
    """Claim DENIED IN FULL on a sheet among pages of text: it decides on a page, not on all."""
    pages = by_page(rows).values()
    sheets = [own for own in pages if is_sheet(own, kinds)]
    if len(sheets) == len(pages):
        return
    for row in (row for own in sheets for row in own):
        if kinds.get(row.index) is RowKind.DECISION:
            kinds[row.index] = RowKind.WITHHELD_SHEET


def _claim_review_boxes(rows: Sequence[Row], kinds: dict[int, RowKind]) -> None:
    """Claim the rows of the reviewers' classification box where each part has its own row."""
    run: list[Row] = []
    labels: set[str] = set()
    for row in (*rows, None):
        match = _BOX_LABEL.match(row.text) if row is not None else None
        if match and row is not None and row.box.top < HEAD_SHARE * row.page_height:
            run.append(row)
            labels.add(" ".join(match["label"].lower().split())[:8])
            continue
        if len(labels) >= _BOX_LABELS:
            kinds |= {one.index: RowKind.REVIEW_BOX for one in run}
        run, labels = [], set()
