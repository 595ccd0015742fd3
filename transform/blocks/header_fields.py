"""The fields of a message header below its addresses, and how each takes its rows.

Order varies by form (an airgram has SUBJECT before TAGS; 1974LAPAZ05622 has REF first), labels are
misprinted or missing (1974LAPAZ02004 has no TAGS label), so rows are told by what they are, not by
their turn. A field to add is a reader here and an entry in `FIELDS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from transform.cable import Addressee, Block, Tag, TagKind
from transform.candidate import Candidate, candidate, located
from transform.defects import Defect, Parsed
from transform.header.captions import is_caption_line, parse_caption
from transform.header.classified_by import is_classified_by_line, parse_classified_by
from transform.header.control_line import is_control_line, parse_control_line
from transform.header.dtg import DateTimeGroup
from transform.header.executive_order import is_executive_order_line, parse_executive_order
from transform.header.passing import is_passing_line, parse_passing
from transform.header.reference import is_reference_line, parse_references
from transform.header.subject import is_subject_line, parse_subject
from transform.header.tags import is_tags_line, looks_like_tags, parse_tags
from transform.layers import RowKind
from transform.rows import Row, blank_between

MAX_SUBJECT_ROWS = 5
"""A subject wraps up to about five lines (cablemap's corpus)."""

LABEL_AHEAD = 6
"""How far a header label may lie ahead for the rows before it to be header rows still: captions,
channels and passing instructions between two labels rarely fill more (1979LAPAZ09050 has four)."""

_PARAGRAPH = re.compile(
    r"^(?:[1Il]\s?[.)]\s|\d{1,2}\s?\.\s|\d{1,2}\s*\([A-Z][A-Z/ -]{0,12}\)"
    r"|\((?:U|SBU|LOU|C|S|TS)(?:\s*[/-][A-Z -]+)?\)|(?:BEGIN\s+)?SUMMARY\b|¶)",
    re.IGNORECASE,
)

_REFERENCE_LABEL = re.compile(r"^\W*REF\w*\s*[:;.]?\s*", re.IGNORECASE)

_LABELLED_ITEM = re.compile(r"^\W{0,2}(?P<label>[A-H])\s?[.)]\s*\S")

_STRUCK_NOTHING = re.compile(r"^[\W_]+$")


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

    def add(self, name: str, rows: Sequence[Row], parsed: Parsed[object], rule: str) -> None:
        """Keep a reading of a field, and what was wrong with it."""
        raw = " ".join(row.text for row in rows)
        if parsed.value is not None and parsed.value != ():
            self.candidates.append(
                candidate(name, Block.TELEGRAM, rows, raw, parsed, f"telegram.{rule}")
            )
        self.defects += located(parsed.defects, rows[0], name)

    def claim(self, rows: Sequence[Row]) -> None:
        """Give rows to the header layer."""
        for row in rows:
            self.kinds[row.index] = RowKind.HEADER


def is_label(text: str) -> bool:
    """Whether a row begins with the label of a field that stands below the control line."""
    return (
        is_executive_order_line(text)
        or is_tags_line(text)
        or is_subject_line(text)
        or is_reference_line(text)
    )


def is_paragraph_start(text: str) -> bool:
    """Whether a row opens a paragraph: a number, a portion marking, or SUMMARY."""
    return bool(_PARAGRAPH.match(text))


def header_goes_on(rows: Sequence[Row], position: int, seen: set[str]) -> bool:
    """Whether a label not seen yet lies close ahead, with no paragraph before it."""
    for row in rows[position : position + LABEL_AHEAD]:
        if is_control_line(row.text) and "control" not in seen:
            return True
        if any(test(row.text) and name not in seen for name, test in _LABEL_TESTS):
            return True
        if is_paragraph_start(row.text):
            return False
    return False


def take_field(
    rows: Sequence[Row], position: int, seen: set[str], block: TelegramBlock
) -> tuple[int, str]:
    """Take the field that begins at a row; return how many rows it has and its name."""
    text = rows[position].text
    for name, test, take in FIELDS:
        if name in seen and name in _ONCE:
            continue
        if name == "passing" and "subject" in seen and not _stands_alone(rows, position):
            continue
        if test(text):
            return take(rows, position, block), name
    if "tags" not in seen and "executive_order" in seen and looks_like_tags(text):
        return _take_tags(rows, position, block), "tags"
    if "subject" in seen and "references" not in seen and _is_bare_reference(rows, position):
        return _take_references(rows, position, block), "references"
    return 0, ""


def _stands_alone(rows: Sequence[Row], position: int) -> bool:
    """Whether white space parts a row from the rows above and below: prose never stands so."""
    if not 0 < position < len(rows) - 1:
        return False
    above, row, below = rows[position - 1 : position + 2]
    return bool(blank_between(above, row) and blank_between(row, below))


def _is_bare_reference(rows: Sequence[Row], position: int) -> bool:
    """Whether a row of its own below the subject is a cable number without its REF label."""
    if not _stands_alone(rows, position):
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


def _take_captions(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    block.add("captions", [rows[position]], parse_caption(rows[position].text), "caption")
    return 1


def _take_passing(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1 + len(list(_wrapped(rows, position, limit=LABEL_AHEAD)))
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
    taken = 1 + len(list(_wrapped(rows, position, limit=1)))
    lines = rows[position : position + taken]
    parsed = parse_executive_order(" ".join(row.text for row in lines))
    block.defects += located(parsed.defects, lines[0], "executive_order")
    if parsed.value is None:
        return taken
    found: tuple[tuple[str, object], ...] = (
        ("executive_order", parsed.value.number),
        ("declassify_raw", parsed.value.declassify_raw),
        ("declassify_on", parsed.value.declassify_on),
    )
    for name, value in found:
        block.add(name, lines, parsed.part(value), "executive_order")
    return taken


def _take_tags(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1
    for row in _wrapped(rows, position, limit=3):
        if not looks_like_tags(row.text):
            break
        taken += 1
    if taken == 1 and _has_no_value(rows[position].text) and position + 1 < len(rows):
        taken = 2 if looks_like_tags(rows[position + 1].text) else 1
    lines = rows[position : position + taken]
    parsed = parse_tags(" ".join(row.text for row in lines))
    block.tag_list = parsed.value or ()
    codes = tuple(tag.tag for tag in block.tag_list if tag.kind is not TagKind.PERSON)
    block.add(
        "tags",
        lines,
        replace(parsed.part(codes), defects=parsed.defects),
        "tags",
    )
    return taken


def _has_no_value(text: str) -> bool:
    return not text.partition(":")[2].strip()


def _take_subject(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1 + len(list(_wrapped(rows, position, limit=MAX_SUBJECT_ROWS - 1)))
    lines = rows[position : position + taken]
    block.add("subject", lines, parse_subject([row.text for row in lines]), "subject")
    return taken


def _take_references(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1
    last = _item_label(_REFERENCE_LABEL.sub("", rows[position].text)) or ""
    for above, row in pairwise(rows[position:]):
        label = _item_label(row.text)
        # `(C) STATE 47743` below item B is item C, though it opens like a classified paragraph.
        is_next = bool(label and last and ord(label) == ord(last) + 1)
        goes_on = blank_between(above, row) is False or label is not None
        if not is_next and (not goes_on or not _is_continuation(row.text)):
            break
        last = label or last
        taken += 1
    block.reference_rows = tuple(rows[position : position + taken])
    return taken


def _item_label(text: str) -> str | None:
    match = _LABELLED_ITEM.match(text)
    return match.group("label") if match else None


def _take_classified_by(rows: Sequence[Row], position: int, block: TelegramBlock) -> int:
    taken = 1 + len(list(_wrapped(rows, position, limit=MAX_SUBJECT_ROWS)))
    lines = rows[position : position + taken]
    parsed = parse_classified_by(" ".join(row.text for row in lines))
    if parsed.value is not None:
        block.add("classified_by", lines, parsed.part(parsed.value.name), "classified_by")
        reasons = parsed.part(parsed.value.reasons)
        block.add("classification_reasons", lines, reasons, "classified_by")
    return taken


def _wrapped(rows: Sequence[Row], position: int, *, limit: int) -> Iterator[Row]:
    """Give the rows that go on with the field at a row: close below it and nothing of their own."""
    for above, row in list(pairwise(rows[position:]))[:limit]:
        if blank_between(above, row) is not False or not _is_continuation(row.text):
            return
        yield row


def _is_continuation(text: str) -> bool:
    return not (
        is_label(text)
        or is_control_line(text)
        or is_caption_line(text)
        or is_classified_by_line(text)
        or is_passing_line(text)
        or is_paragraph_start(text)
        or _STRUCK_NOTHING.match(text)
        or text.endswith(":")
    )


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

_LABEL_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("executive_order", is_executive_order_line),
    ("tags", is_tags_line),
    ("subject", is_subject_line),
    ("references", is_reference_line),
)
