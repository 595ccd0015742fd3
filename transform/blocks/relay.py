"""What the message centre printed round a telegram: office grid, dash line, page headers.

Shapes: 1974LAPAZ00015 (grid ended by `/123 W`, dash line with a counter only), 1979LAPAZ06049
(counter, filing time and `/61`), 1979STATE331361 (ORIGIN grid, DRAFTED BY), 11 MEXICO 392 (hex
counter, `/001W`), 94 DUSHANBE 259 (six-letter post in the page header).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from transform.blocks.transmission import TransmissionBlock, read_transmission
from transform.cable import Block, Office, OfficeRole
from transform.candidate import Candidate, candidate, doubtful, located
from transform.defects import Defect, DefectCode, Parsed
from transform.header.names import DIGIT_LIKE, as_digits, as_letters, parsed
from transform.layers import RowKind
from transform.rows import Row
from transform.vocab import OFFICES

HEX_FOR_LETTER = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "L": "1", "S": "5"})
"""Letters OCR gives for digits of the relay counter, which are hexadecimal from about 1990 on."""

_OFFICE = re.compile(
    rf"(?<![A-Za-z0-9/])([A-Za-z0-9|!]{{1,6}})\s?[-~=—–.+]+\s?"
    rf"((?:{DIGIT_LIKE}|@){{2,3}})(?![A-Za-z0-9])"
)
_GRID_START = re.compile(r"^(ACTION|ORIGIN|INFO)\b[\s:.]*", re.IGNORECASE)
_GRID_END = re.compile(rf"/\s?({DIGIT_LIKE}{{3}})\s?([A-Za-z]{{0,2}})(?![A-Za-z0-9])")
DASH_LINE_WORDS = 5
"""A dash line has its dashes, a counter, a filing time and a copy count, one of them torn."""

_GRID_ROW_SHARE = 0.5
"""Share of a row's characters that must be office tokens for the row to be part of a grid by
itself: a damaged row keeps more than half of its tokens, prose has none. Below the start of a grid,
where nothing but the grid is printed until it ends, one token is enough."""

_DASHES = re.compile(r"^[\W_]*[-—–_=~]{2,}[\W_]*")
_LONG_DASHES = re.compile(r"[-—–_=~]{5,}")
_FILED = rf"(?P<filed>{DIGIT_LIKE}{{6}}[Zz27s$])"
_COUNTER = r"(?P<counter>[0-9A-FOIlLS]{6})"
_COPIES = r"\s*(?:/\s?\w{1,3})?\W*$"
_DASH_VALUES = (
    re.compile(rf"^{_COUNTER}[\s.+*]*(?:\w\s)?{_FILED}?{_COPIES}"),
    re.compile(rf"^{_FILED}\s*{_COUNTER}{_COPIES}"),
    re.compile(rf"^\S*\s*(?P<counter>){_FILED}{_COPIES}"),
)
"""Counter and filing time in either order, or the filing time behind a torn counter."""
_PAGE_HEADER = re.compile(
    r"^PAGE\s*(?P<page>[0-9OIl]{1,2})\s+(?:OF\s+[0-9OIl]{1,2}\s+)?"
    r"(?P<post>[A-Z][A-Z .'-]*?)\s+(?P<serial>[0-9OIl]{3,7})\b"
    r"(?:\s+(?P<section>[0-9OIl]{2})\s+OF\s+(?P<sections>[0-9OIl]{2}))?",
    re.IGNORECASE,
)
_DRAFTING_LABELS = (
    ("drafted_by", re.compile(r"^DRAFTED\s+BY\b[\s:]*", re.IGNORECASE)),
    ("approved_by", re.compile(r"^APPROVED\s+BY\b[\s:]*", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHeader:
    """A `PAGE nn POST serial [nn OF nn]` row: `post` may be cut to six letters."""

    row: Row
    page: int
    post: str
    serial: int
    section_no: int | None
    section_count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayBlock:
    """What the relay layer of one message says; `kinds` names the rows it was read from."""

    distribution: tuple[Office, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    transmission: TransmissionBlock = field(default_factory=TransmissionBlock)
    kinds: dict[int, RowKind] = field(default_factory=dict)
    defects: tuple[Defect, ...] = ()


def is_grid_start(text: str) -> bool:
    """Whether a row begins an office grid: ACTION or ORIGIN and an office with its copies."""
    start = _GRID_START.match(text)
    return bool(
        start
        and start.group(1).upper() != "INFO"
        and (_OFFICE.match(text, start.end()) or _OFFICE.search(text))
    )


def is_grid_row(text: str) -> bool:
    """Whether most of a row is office tokens, or the grid's total."""
    start = _GRID_START.match(text)
    rest = text[start.end() :] if start else text
    claimed = sum(len(match.group()) for match in _OFFICE.finditer(rest))
    end = _GRID_END.search(rest)
    claimed += len(end.group()) if end else 0
    return bool(rest.strip()) and claimed >= _GRID_ROW_SHARE * len(rest.replace(" ", ""))


def repair_office(text: str) -> str:
    """Return an office symbol from its print: letters only, all of them capitals.

    Where a digit or a small letter shows that the engine guessed, a character too many is dropped
    if that gives exactly one known office (`SSO0` is SSO). An unknown office is kept as read.
    """
    letters = as_letters(text)
    if letters in OFFICES or letters == text:
        return letters
    shorter = {letters[:n] + letters[n + 1 :] for n in range(len(letters))} & OFFICES.keys()
    return shorter.pop() if len(shorter) == 1 else letters


def parse_dash_line(text: str) -> Parsed[tuple[str | None, str | None]]:
    """Return (relay counter, filing time as printed) of a dash line, or None for another row.

    The dashes may be misread or lost; a row with neither dashes nor both values is none.
    """
    dashes = _DASHES.match(text)
    rest = text[dashes.end() :] if dashes else text
    for pattern in _DASH_VALUES:
        match = pattern.match(rest)
        if match and (dashes or match.group("filed")):
            counter = match.group("counter").translate(HEX_FOR_LETTER) or None
            filed = match.group("filed")
            clock = as_digits(filed[:6]) if filed else None
            printed = f"{clock}Z" if clock else None
            rules = []
            if counter and counter != match.group("counter"):
                rules.append("relay_counter.digit_for_letter")
            if printed != filed:
                rules.append("filed.digit_for_letter")
            return parsed((counter, printed), *rules)
    if _LONG_DASHES.search(text) and len(text.split()) <= DASH_LINE_WORDS:
        return Parsed(
            value=(None, None),
            defects=(
                Defect(
                    code=DefectCode.DASH_LINE_UNREADABLE,
                    field="relay_counter",
                    message=f"no counter or filing time can be read in {text!r}",
                ),
            ),
        )
    return Parsed(value=None)


def parse_page_header(row: Row) -> PageHeader | None:
    """Return the parts of a page header row, or None for another row."""
    match = _PAGE_HEADER.match(row.text)
    if not match:
        return None
    section, sections = match.group("section"), match.group("sections")
    return PageHeader(
        row=row,
        page=_digits(match.group("page")),
        post=match.group("post").strip().upper(),
        serial=_digits(match.group("serial")),
        section_no=_digits(section) if section else None,
        section_count=_digits(sections) if sections else None,
    )


def read_relay(rows: Sequence[Row]) -> RelayBlock:
    """Read the rows between a message's start and its DTG, without those already peeled."""
    transmission = read_transmission(rows)
    kinds = dict(transmission.kinds)
    grid: list[Row] = []
    drafting: list[Row] = []
    dash: tuple[Row, Parsed[tuple[str | None, str | None]]] | None = None
    is_in_grid = False
    for row in rows:
        if row.index in kinds:
            is_in_grid = False
            continue
        dash_line = parse_dash_line(row.text)
        if dash_line.value is not None:
            dash = (row, dash_line)
            kinds[row.index] = RowKind.DASH_LINE
            is_in_grid = False
        elif drafting or any(label.match(row.text) for _, label in _DRAFTING_LABELS):
            drafting.append(row)
            kinds[row.index] = RowKind.DRAFTING
        elif (
            is_grid_start(row.text)
            or is_grid_row(row.text)
            or (is_in_grid and _OFFICE.search(row.text))
        ):
            grid.append(row)
            kinds[row.index] = RowKind.OFFICE_GRID
            is_in_grid = True
    offices, grid_candidates, defects = _read_grid(grid)
    return RelayBlock(
        distribution=offices,
        candidates=(
            *grid_candidates,
            *_read_dash(dash),
            *_read_drafting(drafting),
            *transmission.candidates,
        ),
        transmission=transmission,
        kinds=kinds,
        defects=(*defects, *(located(dash[1].defects, dash[0]) if dash else ())),
    )


def _read_grid(
    rows: Sequence[Row],
) -> tuple[tuple[Office, ...], tuple[Candidate, ...], tuple[Defect, ...]]:
    if not rows:
        return (), (), ()
    offices: list[Office] = []
    candidates: list[Candidate] = []
    total: int | None = None
    letter: str | None = None
    role = OfficeRole.ACTION
    for row in rows:
        start = _GRID_START.match(row.text)
        if start:
            role = OfficeRole(start.group(1).lower())
        text = row.text[start.end() :] if start else row.text
        end = _GRID_END.search(text)
        for match in _OFFICE.finditer(text[: end.start()] if end else text):
            offices.append(
                Office(
                    role=role,
                    office=repair_office(match.group(1)),
                    copies=_copies(match.group(2)),
                )
            )
        if end:
            total, letter = _digits(end.group(1)), end.group(2)[-1:].upper() or None
            candidates.append(
                _telegram("distribution_total", row, end.group(), total, "relay.grid")
            )
            if letter:
                candidates.append(
                    _telegram("distribution_letter", row, end.group(), letter, "relay.grid")
                )
    defects = (
        *_check_grid(rows[0], offices, total, letter),
        *doubtful("distribution", rows),
    )
    return tuple(offices), tuple(candidates), defects


def _check_grid(
    row: Row, offices: Sequence[Office], total: int | None, letter: str | None
) -> tuple[Defect, ...]:
    """Check the sum of the copies, and W with ACTION, R with ORIGIN (domain checks 1 and 2)."""
    defects: list[Defect] = []
    copies = sum(office.copies or 0 for office in offices)
    if total is not None and copies != total:
        defects.append(
            Defect(
                code=DefectCode.GRID_SUM_MISMATCH,
                field="distribution_total",
                message=f"the offices' copies add up to {copies}, the grid says {total}",
                page_no=row.page_no,
                line_no=row.line_no,
            )
        )
    roles = {office.role for office in offices}
    wrong = {"W": OfficeRole.ORIGIN, "R": OfficeRole.ACTION}.get(letter or "")
    if wrong in roles:
        defects.append(
            Defect(
                code=DefectCode.GRID_LETTER_MISMATCH,
                field="distribution_letter",
                message=f"letter {letter} does not go with an {wrong.value.upper()} grid",
                page_no=row.page_no,
                line_no=row.line_no,
            )
        )
    return tuple(defects)


def _read_dash(
    dash: tuple[Row, Parsed[tuple[str | None, str | None]]] | None,
) -> tuple[Candidate, ...]:
    if dash is None or dash[1].value is None:
        return ()
    row, dash_line = dash
    counter, filed = dash[1].value
    found = (("relay_counter", counter), ("filed_raw", filed))
    return tuple(
        candidate(
            name,
            Block.TELEGRAM,
            (row,),
            row.text,
            Parsed(value=value, rules=dash_line.rules, confidence=dash_line.confidence),
            "relay.dash_line",
        )
        for name, value in found
        if value is not None
    )


def _read_drafting(rows: Sequence[Row]) -> tuple[Candidate, ...]:
    """Read DRAFTED BY, APPROVED BY and, below them, one clearance a row (outgoing cables)."""
    candidates: list[Candidate] = []
    clearances: list[Row] = []
    for row in rows:
        for name, label in _DRAFTING_LABELS:
            match = label.match(row.text)
            if match:
                candidates.append(
                    _telegram(name, row, row.text, row.text[match.end() :], "relay.drafting")
                )
                break
        else:
            clearances.append(row)
    if clearances:
        names = tuple(row.text for row in clearances)
        candidates.append(
            candidate(
                "cleared_by",
                Block.TELEGRAM,
                clearances,
                "; ".join(names),
                Parsed(value=names),
                "relay.drafting",
            )
        )
    return tuple(candidates)


def _telegram(name: str, row: Row, raw: str, value: object, rule: str) -> Candidate:
    return candidate(name, Block.TELEGRAM, (row,), raw, Parsed(value=value), rule)


def _copies(text: str) -> int | None:
    """Return an office's copies, two digits; of three the engine doubled one (`0OO` is 00)."""
    digits = as_digits(text.replace("@", "0"))
    if digits is not None and len(digits) == 3:
        doubled = next((n for n in (1, 2) if digits[n] == digits[n - 1]), None)
        digits = digits[:doubled] + digits[doubled + 1 :] if doubled else None
    return int(digits) if digits else None


def _digits(text: str) -> int:
    """Return a slot's digits; the patterns let in only what `as_digits` can read."""
    return int(as_digits(text) or 0)
