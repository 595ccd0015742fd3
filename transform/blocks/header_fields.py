"""The fields of a message header below its addresses, and how each takes its rows.

Order varies by form (an airgram has SUBJECT before TAGS; 1974LAPAZ05622 has REF first), labels are
misprinted or missing (1974LAPAZ02004 has no TAGS label), so rows are told by what they are, not by
their turn. A field to add is a reader here and an entry in `FIELDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from transform.blocks.header_rows import (
    LABEL_AHEAD,
    is_continuation,
    stands_alone,
    wrapped,
)
from transform.cable import Addressee, Block, Tag, TagKind
from transform.candidate import Candidate, candidate, located
from transform.defects import Defect, Parsed
from transform.header.captions import is_caption_line, parse_caption
from transform.header.classified_by import (
    is_classified_by_line,
    is_numbered_classified_by,
    is_reason_line,
    parse_classified_by,
)
from transform.header.control_line import (
    is_control_line,
    is_torn_control_line,
    parse_control_line,
)
from transform.header.dtg import DateTimeGroup
from transform.header.executive_order import is_executive_order_line, parse_executive_order
from transform.header.names import REPAIR_FACTOR
from transform.header.passing import is_passing_line, parse_passing
from transform.header.reference import is_reference_line, parse_references
from transform.header.reference_items import is_broken, items_begun
from transform.header.subject import is_bare_subject_line, is_subject_line, parse_subject
from transform.header.tags import goes_on_with_tags, is_tags_line, looks_like_tags, parse_tags
from transform.layers import RowKind
from transform.rows import Row, blank_between

MAX_TAGS_ROWS = 3
"""A TAGS list wraps onto as many rows (cables citing a dozen persons)."""

MAX_SUBJECT_ROWS = 5
"""A subject wraps up to about five lines (cablemap's corpus)."""


@dataclass(slots=True, kw_only=True)
class TelegramBlock:
    """What one message header says, with the rows it was read from.

    `body_start` is the position in the rows given of the first row of the body.
    """

    dtg: DateTimeGroup | None = None
    control_post: str | None = None
    control_serial: int | None = None
    section_no: int | None = None
    section_count: int | None = None
    addressees: tuple[Addressee, ...] = ()
    tag_list: tuple[Tag, ...] = ()
    reference_rows: tuple[Row, ...] = ()
    action_rows: tuple[Row, ...] = ()
    candidates: list[Candidate] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    kinds: dict[int, RowKind] = field(default_factory=dict)
    body_start: int = 0
    is_airgram: bool = False

    def add(self, name: str, rows: Sequence[Row], parsed: Parsed[object], rule: str) -> None:
        """Keep a reading of a field, and what was wrong with it."""
        raw = " ".join(row.text for row in rows)
        if parsed.value is not None and parsed.value != ():
            self.candidates.append(
                candidate(name, Block.TELEGRAM, rows, raw, parsed, f"telegram.{rule}")
            )
        self.defects += located(parsed.defects, rows[0], name)

    def take_over(self, second: TelegramBlock) -> None:
        """Let a second, fuller header of the same message give its fields first."""
        self.candidates[:0] = second.candidates
        self.control_post = second.control_post or self.control_post
        self.control_serial = second.control_serial or self.control_serial
        self.section_no = second.section_no or self.section_no
        self.section_count = second.section_count or self.section_count
        self.tag_list = second.tag_list or self.tag_list
        self.reference_rows = second.reference_rows or self.reference_rows

    def claim(self, rows: Sequence[Row]) -> None:
        """Give rows to the header layer."""
        for row in rows:
            self.kinds[row.index] = RowKind.HEADER


def take_field(
    rows: Sequence[Row], position: int, seen: set[str], block: TelegramBlock
) -> tuple[int, str]:
    """Take the field that begins at a row; return how many rows it has and its name."""
    text = rows[position].text
    for name, test, take in FIELDS:
        if name in seen and name in _ONCE:
            continue
        if name == "passing" and "subject" in seen and not stands_alone(rows, position):
            continue
        if test(text):
            return take(rows, position, block), name
    if "tags" not in seen and "executive_order" in seen and looks_like_tags(text):
        return _take_tags(rows, position, block), "tags"
    if "subject" not in seen and "tags" in seen and is_bare_subject_line(text):
        return _take_subject(rows, position, block), "subject"
    if "subject" in seen and "references" not in seen and _is_bare_reference(rows, position):
        return _take_references(rows, position, block), "references"
    return 0, ""


def _is_bare_reference(rows: Sequence[Row], position: int) -> bool:
    """Whether a row of its own below the subject is a cable number without its REF label."""
    if not stands_alone(rows, position):
        return False
    parsed = parse_references([rows[position].text], None, None)
    return bool(parsed.value) and all(item.mrn for item in parsed.value or ())


def _take_control(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    row = rows[position]
    parsed = parse_control_line(row.text)
    block.defects += located(parsed.defects, row, "classification")
    line = parsed.value
    if line is None:
        return 1
    block.section_no, block.section_count = line.section_no, line.section_count
    block.control_post, block.control_serial = line.post, line.serial
    found: tuple[tuple[str, object], ...] = (
        ("classification", line.classification),
        ("post", line.post),
        ("serial", line.serial),
        ("captions", line.captions),
    )
    for name, value in found:
        block.add(name, [row], parsed.part(value), "control_line")
    return 1


def take_torn_control(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    """Take the marking of a control line whose number is lost, as right below the addresses.

    A stamp printed over it leaves `CONFIDENTI RELEARER`; the place says what the row was.
    """
    row = rows[position]
    if not is_torn_control_line(row.text):
        return 0
    parsed = parse_control_line(row.text)
    marking = parsed.value.classification if parsed.value else None
    by_place = Parsed(
        value=marking,
        rules=(*parsed.rules, "by_place"),
        confidence=parsed.confidence * REPAIR_FACTOR,
    )
    block.add("classification", [row], by_place, "control_line")
    block.defects += located(parsed.defects, row, "classification")
    return 1


def _take_captions(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    block.add("captions", [rows[position]], parse_caption(rows[position].text), "caption")
    return 1


def _take_passing(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1 + len(list(wrapped(rows, position, limit=LABEL_AHEAD)))
    lines = rows[position : position + taken]
    text = parse_passing(" ".join(row.text for row in lines))
    block.add(
        "passing_instructions",
        lines,
        Parsed(value=(text.value,) if text.value else None, defects=text.defects),
        "passing",
    )
    return taken


def _take_executive_order(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1 + len(list(wrapped(rows, position, limit=1)))
    lines = rows[position : position + taken]
    parsed = parse_executive_order(" ".join(row.text for row in lines))
    block.defects += located(parsed.defects, lines[0], "executive_order")
    if parsed.value is None:
        return taken
    found: tuple[tuple[str, object], ...] = (
        ("executive_order", parsed.value.number),
        ("declassify_raw", parsed.value.declassify_raw),
        ("declassify_on", parsed.value.declassify_on),
        ("declassify_event", parsed.value.declassify_event),
    )
    for name, value in found:
        block.add(name, lines, parsed.part(value), "executive_order")
    return taken


def _take_tags(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1
    if _has_no_value(rows[position].text) and position + 1 < len(rows):
        taken += looks_like_tags(rows[position + 1].text)
    for row in wrapped(rows, position + taken - 1, limit=MAX_TAGS_ROWS, over_gaps=True):
        if not goes_on_with_tags(row.text):
            break
        taken += 1
    lines = rows[position : position + taken]
    parsed = parse_tags(" ".join(row.text for row in lines))
    block.tag_list = parsed.value or block.tag_list
    codes = tuple(tag.tag for tag in parsed.value or () if tag.kind is not TagKind.PERSON)
    block.add("tags", lines, replace(parsed.part(codes), defects=parsed.defects), "tags")
    return taken


def _has_no_value(text: str) -> bool:
    return not text.partition(":")[2].strip()


def _take_subject(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1 + len(list(wrapped(rows, position, limit=MAX_SUBJECT_ROWS - 1, over_gaps=True)))
    lines = rows[position : position + taken]
    block.add("subject", lines, parse_subject([row.text for row in lines]), "subject")
    return taken


def _take_references(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1
    last, _ = items_begun(rows[position].text, "")
    for above, row in pairwise(rows[position:]):
        label, opens = items_begun(row.text, last)
        # `(C) STATE 47743` below item B is item C, though it opens like a classified paragraph.
        is_next = opens and bool(last)
        goes_on = blank_between(above, row) is False or opens or is_broken(above.text, row.text)
        if not is_next and (not goes_on or not is_continuation(row.text)):
            break
        last = label
        taken += 1
    block.reference_rows = tuple(rows[position : position + taken])
    return taken


def _take_classified_by(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1 + len(list(wrapped(rows, position, limit=MAX_SUBJECT_ROWS)))
    after = position + taken
    if after < len(rows) and is_reason_line(rows[after].text):
        taken += 1 + len(list(wrapped(rows, after, limit=MAX_SUBJECT_ROWS)))
    _read_classified_by(rows[position : position + taken], block)
    return taken


def read_numbered_classified_by(rows: Sequence[Row], position: int, block: TelegramBlock) -> None:
    """Read the statement that is paragraph 1 itself (1995-96); its rows stay with the body."""
    if position < len(rows) and is_numbered_classified_by(rows[position].text):
        taken = 1 + len(list(wrapped(rows, position, limit=MAX_SUBJECT_ROWS)))
        _read_classified_by(rows[position : position + taken], block)


def _read_classified_by(lines: Sequence[Row], block: TelegramBlock) -> None:
    parsed = parse_classified_by(" ".join(row.text for row in lines))
    if parsed.value is not None:
        # Only the reasons are ever repaired: the name is as printed.
        block.add("classified_by", lines, Parsed(value=parsed.value.name), "classified_by")
        reasons = parsed.part(parsed.value.reasons)
        block.add("classification_reasons", lines, reasons, "classified_by")


FIELDS: tuple[
    tuple[str, Callable[[str], bool], Callable[[Sequence[Row], int, TelegramBlock], int]], ...
] = (
    ("control", is_control_line, _take_control),
    ("executive_order", is_executive_order_line, _take_executive_order),
    ("tags", is_tags_line, _take_tags),
    ("subject", is_subject_line, _take_subject),
    ("references", is_reference_line, _take_references),
    ("classified_by", is_classified_by_line, _take_classified_by),
    ("captions", is_caption_line, _take_captions),
    ("passing", is_passing_line, _take_passing),
)
"""Field, how its row is known, how it is read; the first that fits a row takes it."""

_ONCE = frozenset({"control", "subject", "references"})
"""Fields a header gives once: a second such row is the body's (`SUBJECT FIRM IS ...`)."""
