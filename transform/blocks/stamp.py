"""What the reviewers printed over a document, read into its release fields.

Shapes: 11 MEXICO 392 (RELEASED IN FULL, REVIEW AUTHORITY, DATE/CASE ID, banner), 94 DUSHANBE 259
(Released in Full with name and date in a box, case and document numbers at the head of the page),
the 2010s footer (Case No. ... Doc No. ... Date:), and the systematic review line of 1974LAPAZ00015.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from transform.blocks.case_line import read_case_lines
from transform.blocks.decision import decision_by_evidence, read_decision
from transform.blocks.review_box import read_review_box
from transform.blocks.stamp_date import parse_date
from transform.cable import (
    Block,
    Classification,
    Reading,
    Release,
    ReleaseDecision,
    ReviewMarks,
)
from transform.candidate import Candidate, candidate
from transform.defects import Defect, DefectCode, Parsed
from transform.header.names import as_digits, parsed
from transform.layers import STAMP_DEPARTMENT, RowKind
from transform.redaction import Withheld
from transform.resolve import doubts
from transform.rows import Row, is_level
from transform.stamp_shapes import FUZZY_BANNER, FUZZY_LABEL_IN_PLACE, letters_of

_REVIEW_LINE = re.compile(
    r"^(?P<name>.*?)\s*(?:declassified/?\s*)?released.*systematic\s+review\s*(?P<date>.*)$",
    re.IGNORECASE,
)
_DATE_LENGTH = len("31 SEPTEMBER 2014")
_AUTHORITY, _DATE_CASE = "REVIEWAUTHORITY", "DATECASEID"
_AFTER_LABEL = re.compile(r"^[^:;.]*[:;.]\s*")
_CASE_AFTER_DATE = re.compile(r"[0-9OIl|S]{9}\b")
_BANNERS = ("DECONTROLLED/UNCLASSIFIED", "UNCLASSIFIED")


@dataclass(frozen=True, slots=True, kw_only=True)
class StampBlock:
    """The release fields with the readings they were chosen from."""

    release: Release
    marks: ReviewMarks
    candidates: tuple[Candidate, ...]
    defects: tuple[Defect, ...]

    def chosen(self) -> dict[str, Candidate]:
        """Return by field the first reading that gives the field's value."""
        found: dict[str, Candidate] = {}
        for one in self.candidates:
            if one.is_patch or one.value == self._given(one.field):
                found.setdefault(one.field, one)
        return found

    def _given(self, name: str) -> object:
        """Return the value a field was given."""
        return getattr(self.release if hasattr(self.release, name) else self.marks, name)

    def readings(self) -> tuple[Reading, ...]:
        """Return the readings of the stamps, the chosen ones marked."""
        chosen = self.chosen()
        return tuple(one.reading(is_chosen=chosen.get(one.field) is one) for one in self.candidates)


def read_stamps(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> StampBlock:
    """Read the peeled rows of a document. The first good reading of a field is the one chosen:
    a stamp repeated on every page is the same stamp, and page 1 is printed best on average.
    """
    found: list[Candidate] = []
    for n, row in enumerate(rows):
        kind = kinds.get(row.index)
        if row.overprint:
            found += read_decision(row, row.overprint)
        if kind is RowKind.DECISION:
            if not _is_second_half(n, rows, kinds):
                found += read_decision(row, _whole_decision(n, rows, kinds))
        elif kind is RowKind.REVIEW_STAMP:
            found += _read_review_stamp(_with_rest(row, rows, kinds), rows[n - 1], kinds)
        elif kind is RowKind.REVIEW_LINE:
            found += _read_review_line(row)
    for run in _runs(rows, kinds, RowKind.CASE_LINE):
        found += read_case_lines(run)
    for run in _runs(rows, kinds, RowKind.REVIEW_BOX):
        found += read_review_box(run)
    found += _read_banner([row for row in rows if kinds.get(row.index) is RowKind.BANNER])
    return _block(found)


def with_evidence(
    stamps: StampBlock, withheld: Sequence[Withheld], rows: Sequence[Row]
) -> StampBlock:
    """Return the stamps with the decision known by what is withheld, where no stamp says it."""
    if stamps.release.release_decision is not None:
        return stamps
    by_evidence = decision_by_evidence(withheld, rows)
    return _block([*stamps.candidates, by_evidence]) if by_evidence else stamps


def _block(found: Sequence[Candidate]) -> StampBlock:
    """Choose among the readings: those torn off a stamp only where none is whole."""
    chosen: dict[str, Candidate] = {}
    for one in sorted(found, key=_is_torn):
        if one.value is not None:
            chosen.setdefault(one.field, one)
    values = {name: one.value for name, one in chosen.items()}
    return StampBlock(
        release=_release(values),
        marks=_marks(values),
        candidates=_once_each(found),
        defects=(*_unreadable(found, chosen), *doubts(chosen)),
    )


def _is_torn(one: Candidate) -> bool:
    return one.rule.endswith(" torn")


def _runs(
    rows: Sequence[Row], kinds: Mapping[int, RowKind], kind: RowKind
) -> Iterator[tuple[Row, ...]]:
    """Yield the rows of a kind that follow each other on one end of a page."""
    run: list[Row] = []
    for row in rows:
        if kinds.get(row.index) is not kind:
            continue
        if run and not (row.page_no == run[-1].page_no and _same_end(run[-1], row)):
            yield tuple(run)
            run = []
        run.append(row)
    if run:
        yield tuple(run)


def _same_end(one: Row, other: Row) -> bool:
    middle = one.page_height / 2
    return (one.box.middle < middle) == (other.box.middle < middle)


def _is_second_half(n: int, rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> bool:
    return any(
        kinds.get(above.index) is RowKind.DECISION and _is_first_half(above)
        for above in rows[max(0, n - 2) : n]
    )


def _is_first_half(row: Row) -> bool:
    return row.text.upper().rstrip(" .,:;-").endswith(" IN")


def _whole_decision(n: int, rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> str:
    """Return a decision's text, with the row below where it was stamped in two."""
    row = rows[n]
    for below in rows[n + 1 : n + 3]:
        if kinds.get(below.index) is RowKind.DECISION and _is_first_half(row):
            return f"{row.text} {below.text}"
    return row.text


def _with_rest(row: Row, rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> Row:
    """Return a stamp row with the rest that stands level with it as a row of its own."""
    for right in rows[row.index + 1 : row.index + 2]:
        if kinds.get(right.index) is RowKind.REVIEW_STAMP and is_level(row, right):
            return replace(row, text=f"{row.text} {right.text}", words=row.words + right.words)
    return row


def _read_review_stamp(row: Row, above: Row, kinds: Mapping[int, RowKind]) -> list[Candidate]:
    """Read a row of the review stamp by its label, or of the box under the decision by place."""
    value = _AFTER_LABEL.sub("", row.text)
    label = row.text[: len(row.text) - len(value)]
    letters = letters_of(label)
    likeness = {one: fuzz.ratio(letters, one) for one in (_AUTHORITY, _DATE_CASE)}
    named = max(likeness, key=lambda one: likeness[one])
    named = named if likeness[named] >= FUZZY_LABEL_IN_PLACE else ""
    if named == _AUTHORITY:
        return [_stamp("review_authority", row, Parsed(value=_name(value)), "stamp.authority")]
    if named == _DATE_CASE:
        case = _CASE_AFTER_DATE.search(value)
        number = as_digits(case.group()) if case else None
        return [
            _stamp("reviewed_on", row, parse_date(value), "stamp.date_case"),
            _stamp("case_id", row, Parsed(value=number), "stamp.date_case"),
        ]
    if STAMP_DEPARTMENT.match(row.text) or _letters_like_department(row.text):
        return []
    day = parse_date(row.text)
    if day.value is not None:
        return [_stamp("reviewed_on", row, day, "stamp.box")]
    if kinds.get(above.index) is RowKind.DECISION:
        return [_stamp("review_authority", row, Parsed(value=_name(row.text)), "stamp.box")]
    return []


def _letters_like_department(text: str) -> bool:
    return fuzz.ratio(text.upper(), "UNITED STATES DEPARTMENT OF STATE") >= FUZZY_BANNER


def _name(text: str) -> str | None:
    """Return a reviewer's name in capitals without the title after the comma."""
    name = " ".join(re.sub(r"[^A-Za-z .'-]", " ", text.partition(",")[0]).split())
    return name.upper().strip(" .") or None


def _read_review_line(row: Row) -> list[Candidate]:
    """Read the systematic review's line; a misread one tells its day and that all was released."""
    match = _REVIEW_LINE.match(row.text)
    full = parsed(ReleaseDecision.FULL, *(() if match else ("fuzzy",)))
    day = parse_date(match["date"] if match else row.text[-_DATE_LENGTH:])
    found = [
        _stamp("release_decision", row, full, "stamp.review_line"),
        _stamp("reviewed_on", row, day, "stamp.review_line"),
    ]
    name = _name(match["name"]) if match else None
    if name:
        found.append(_stamp("review_authority", row, Parsed(value=name), "stamp.review_line"))
    return found


def _read_banner(rows: Sequence[Row]) -> list[Candidate]:
    """Return the banner most pages carry; a misread one counts for the banner it is nearest to."""
    votes: Counter[str] = Counter()
    first: dict[str, Row] = {}
    for row in rows:
        nearest = max(_BANNERS, key=lambda banner: fuzz.ratio(row.text.upper(), banner))
        banner = (
            nearest if fuzz.ratio(row.text.upper(), nearest) >= FUZZY_BANNER else row.text.upper()
        )
        votes[banner] += 1
        first.setdefault(banner, row)
    if not votes:
        return []
    banner = votes.most_common(1)[0][0]
    return [_stamp("page_banner", first[banner], Parsed(value=banner), "stamp.banner")]


def _release(values: Mapping[str, object]) -> Release:
    decision = values.get("release_decision")
    return Release(
        release_decision=decision if isinstance(decision, ReleaseDecision) else None,
        review_authority=_text(values.get("review_authority")),
        reviewed_on=_day(values.get("reviewed_on")),
        case_id=_text(values.get("case_id")),
        document_number=_text(values.get("document_number")),
        page_banner=_text(values.get("page_banner")),
    )


def _marks(values: Mapping[str, object]) -> ReviewMarks:
    marking = values.get("review_classification")
    return ReviewMarks(
        release_exemptions=_codes(values.get("release_exemptions")),
        review_classification=marking if isinstance(marking, Classification) else None,
        review_reasons=_codes(values.get("review_reasons")),
        review_declassify_on=_day(values.get("review_declassify_on")),
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _codes(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _once_each(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Keep one reading per field and value: the stamp of every further page says the same."""
    kept: dict[tuple[str, object], Candidate] = {}
    for one in found:
        kept.setdefault((one.field, one.value), one)
    return tuple(kept.values())


def _unreadable(found: Sequence[Candidate], chosen: Mapping[str, Candidate]) -> tuple[Defect, ...]:
    missing = {one.field: one for one in found if one.field not in chosen}
    return tuple(
        Defect(
            code=DefectCode.RELEASE_UNREADABLE,
            field=name,
            message=f"the stamp's {name} cannot be read in {one.raw!r}",
            page_no=one.rows[0].page_no,
            line_no=one.rows[0].line_no,
        )
        for name, one in missing.items()
    )


def _stamp(name: str, row: Row, parsed: Parsed[object], rule: str) -> Candidate:
    return candidate(name, Block.STAMP, (row,), row.text, parsed, rule)
