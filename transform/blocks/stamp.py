"""What the reviewers printed over a document, read into its release fields.

Shapes: 11 MEXICO 392 (RELEASED IN FULL, REVIEW AUTHORITY, DATE/CASE ID, banner), 94 DUSHANBE 259
(Released in Full with name and date in a box, case and document numbers at the head of the page),
the 2010s footer (Case No. ... Doc No. ... Date:), and the systematic review line of 1974LAPAZ00015.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from transform.cable import Block, Reading, Release, ReleaseDecision
from transform.candidate import Candidate, candidate
from transform.defects import Defect, DefectCode, Parsed
from transform.header.months import closest_month
from transform.header.names import DIGIT_LIKE, as_digits, parsed
from transform.layers import FUZZY_BANNER, STAMP_DEPARTMENT, RowKind
from transform.resolve import doubts
from transform.rows import Row, is_level

_DECISION_WORDS = {
    "RELEASEDINFULL": ReleaseDecision.FULL,
    "RELEASEDINPART": ReleaseDecision.PART,
    "DENIEDINFULL": ReleaseDecision.DENIED,
}
_REVIEW_LINE = re.compile(
    r"^(?P<name>.*?)\s*(?:declassified/?\s*)?released.*systematic\s+review\s*(?P<date>.*)$",
    re.IGNORECASE,
)
_DAY_MONTH_YEAR = re.compile(
    r"([0-9OIl|]{1,2})[\s-]*([A-Z0-9]{3})[A-Z]*[\s-]*([0-9OIl|S]{4})", re.I
)
_SLASHED = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*((?:\d\s?){4})")
_AFTER_LABEL = re.compile(r"^[^:;.]*[:;.]\s*")
_CASE_AFTER_DATE = re.compile(r"[0-9OIl|S]{9}\b")
_CASE_NO = re.compile(
    rf"case\s+no[.,]?\s*([A-Z]{{1,4}})-({DIGIT_LIKE}{{4}})-({DIGIT_LIKE}+)(?!\w)", re.IGNORECASE
)
_DOC_NO = re.compile(rf"doc(?:ument)?\s+no[.,]?\s*([C0(©]{DIGIT_LIKE}{{8}})(?!\w)", re.IGNORECASE)
_FOOTER_DATE = re.compile(
    rf"date[:;.]?\s*({DIGIT_LIKE}{{1,2}}/{DIGIT_LIKE}{{1,2}}/{DIGIT_LIKE}{{4}})", re.IGNORECASE
)
_HEAD_CASE = re.compile(r"^([A-Z]{1,4}-\d{4}-\d{4,6})\s+([A-Z]-?\d{8,})\b")
_BANNERS = ("DECONTROLLED/UNCLASSIFIED", "UNCLASSIFIED")


@dataclass(frozen=True, slots=True, kw_only=True)
class StampBlock:
    """The release fields with the readings they were chosen from."""

    release: Release
    candidates: tuple[Candidate, ...]
    defects: tuple[Defect, ...]

    def chosen(self) -> dict[str, Candidate]:
        """Return by field the first reading that gives the field's value."""
        found: dict[str, Candidate] = {}
        for one in self.candidates:
            if one.is_patch or one.value == getattr(self.release, one.field):
                found.setdefault(one.field, one)
        return found

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
            found += _read_decision(row, row.overprint)
        if kind is RowKind.DECISION:
            found += _read_decision(row, _whole_decision(n, rows, kinds))
        elif kind is RowKind.REVIEW_STAMP:
            found += _read_review_stamp(_with_rest(row, rows, kinds), rows[n - 1], kinds)
        elif kind is RowKind.REVIEW_LINE:
            found += _read_review_line(row)
        elif kind is RowKind.CASE_LINE:
            found += _read_case_line(row)
    found += _read_banner([row for row in rows if kinds.get(row.index) is RowKind.BANNER])
    chosen: dict[str, Candidate] = {}
    for one in found:
        if one.value is not None:
            chosen.setdefault(one.field, one)
    return StampBlock(
        release=_release({name: one.value for name, one in chosen.items()}),
        candidates=_once_each(found),
        defects=(*_unreadable(found, chosen), *doubts(chosen)),
    )


def _whole_decision(n: int, rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> str:
    """Return a decision's text, with the row below where it was stamped in two."""
    row = rows[n]
    for below in rows[n + 1 : n + 3]:
        if kinds.get(below.index) is RowKind.DECISION and row.text.upper().endswith(" IN"):
            return f"{row.text} {below.text}"
    return row.text


def _with_rest(row: Row, rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> Row:
    """Return a stamp row with the rest that stands level with it as a row of its own."""
    for right in rows[row.index + 1 : row.index + 2]:
        if kinds.get(right.index) is RowKind.REVIEW_STAMP and is_level(row, right):
            return replace(row, text=f"{row.text} {right.text}", words=row.words + right.words)
    return row


def parse_date(text: str) -> Parsed[date]:
    """Return the first date in a stamp's text: `11 JUL 2011`, `26-MAR-2008`, `2/25/2026`."""
    match = _DAY_MONTH_YEAR.search(text)
    if match:
        day, month, year = match.groups()
        number = closest_month(month).value
        if number:
            return _date(int(as_digits(year) or 0), number, int(as_digits(day) or 0))
    match = _SLASHED.search(text)
    if match:
        month, day, year = match.groups()
        return _date(int(year.replace(" ", "")), int(month), int(day))
    return Parsed(value=None)


def _date(year: int, month: int, day: int) -> Parsed[date]:
    try:
        return Parsed(value=date(year, month, day))
    except ValueError:
        return Parsed(
            value=None,
            defects=(
                Defect(
                    code=DefectCode.RELEASE_UNREADABLE,
                    field="reviewed_on",
                    message=f"no such day: {year}-{month}-{day}",
                ),
            ),
        )


def _read_decision(row: Row, text: str) -> list[Candidate]:
    letters = "".join(char for char in text.upper() if char.isalpha())
    if letters.startswith(("FULL", "PART")):
        return []
    words, decision = max(
        _DECISION_WORDS.items(), key=lambda item: fuzz.ratio(letters[: len(item[0])], item[0])
    )
    rules = () if words in letters else ("fuzzy",)
    parsed = Parsed(value=decision, rules=rules, confidence=0.9 if rules else 1.0)
    return [candidate("release_decision", Block.STAMP, (row,), text, parsed, "stamp.decision")]


def _read_review_stamp(row: Row, above: Row, kinds: Mapping[int, RowKind]) -> list[Candidate]:
    """Read a row of the review stamp by its label, or of the box under the decision by place."""
    value = _AFTER_LABEL.sub("", row.text)
    label = row.text[: len(row.text) - len(value)]
    if fuzz.partial_ratio("AUTHORITY", label.upper()) >= FUZZY_BANNER:
        return [_stamp("review_authority", row, Parsed(value=_name(value)), "stamp.authority")]
    if fuzz.partial_ratio("CASE ID", label.upper()) >= FUZZY_BANNER:
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
    match = _REVIEW_LINE.match(row.text)
    if not match:
        return []
    found = [
        _stamp("release_decision", row, Parsed(value=ReleaseDecision.FULL), "stamp.review_line"),
        _stamp("reviewed_on", row, parse_date(match.group("date")), "stamp.review_line"),
    ]
    name = _name(match.group("name"))
    if name:
        found.append(_stamp("review_authority", row, Parsed(value=name), "stamp.review_line"))
    return found


def _read_case_line(row: Row) -> list[Candidate]:
    head = _HEAD_CASE.match(row.text)
    if head:
        return [
            _stamp("case_id", row, Parsed(value=head.group(1)), "stamp.case_head"),
            _stamp("document_number", row, Parsed(value=head.group(2)), "stamp.case_head"),
        ]
    found: list[Candidate] = []
    case, doc = _CASE_NO.search(row.text), _DOC_NO.search(row.text)
    day = _FOOTER_DATE.search(row.text)
    if case:
        series, year, number = case.groups()
        spelt = f"{series.upper()}-{as_digits(year)}-{as_digits(number)}"
        found.append(_stamp("case_id", row, _repaired(spelt, case[0]), "stamp.case_footer"))
    if doc:
        # State's document numbers are C and eight digits; OCR gives 0 or ( for the C.
        spelt = f"C{as_digits(doc[1][1:])}"
        found.append(_stamp("document_number", row, _repaired(spelt, doc[1]), "stamp.case_footer"))
    if day:
        digits = "/".join(as_digits(part) or "" for part in day[1].split("/"))
        found.append(_stamp("reviewed_on", row, parse_date(digits), "stamp.case_footer"))
    return found


def _repaired(value: str, printed: str) -> Parsed[str]:
    """Return a number as understood; where the print says it otherwise a repair is named."""
    return parsed(value) if printed.endswith(value) else parsed(value, "stamp.digit_for_letter")


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
    reviewed_on = values.get("reviewed_on")
    return Release(
        release_decision=decision if isinstance(decision, ReleaseDecision) else None,
        review_authority=_text(values.get("review_authority")),
        reviewed_on=reviewed_on if isinstance(reviewed_on, date) else None,
        case_id=_text(values.get("case_id")),
        document_number=_text(values.get("document_number")),
        page_banner=_text(values.get("page_banner")),
    )


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
