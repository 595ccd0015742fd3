"""The archive's own catalogue of a cable: the `Message Attributes` pages of the 1973-79 releases.

69 rows of `Key: value` (seen on 1974LAPAZ00015), read as a block of their own. They are never
chosen over the print; they stand in only for a cable whose text the archive no longer holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from transform.blocks.stamp_date import parse_date
from transform.cable import Block, TagKind
from transform.candidate import Candidate, candidate
from transform.defects import Parsed
from transform.header.classification import parse_classification
from transform.header.mrn import Mrn, format_mrn, parse_mrn
from transform.header.reference import parse_references
from transform.header.tags import parse_tags
from transform.rows import Row

NOTHING = frozenset({"", "N/A", "NA"})
"""What the archive writes for an empty attribute."""

FILLER_DATES = frozenset({date(1960, 1, 1), date(1994, 1, 1)})
"""Dates the archive fills in where there is none."""

KEYS = (
    "Automatic Decaptioning", "Capture Date", "Channel Indicators", "Current Classification",
    "Concepts", "Control Number", "Copy", "Draft Date", "Sent Date", "Decaption Date",
    "Decaption Note", "Disposition Action", "Disposition Approved on Date",
    "Disposition Authority", "Disposition Case Number", "Disposition Comment", "Disposition Date",
    "Disposition Event", "Disposition History", "Disposition Reason", "Disposition Remarks",
    "Document Number", "Document Source", "Document Unique ID", "Drafter", "Enclosure",
    "Executive Order", "Errors", "Expiration", "Film Number", "Format", "From",
    "Handling Restrictions", "Image Path", "ISecure", "Legacy Key", "Line Count",
    "Litigation Code IDs", "Litigation Codes", "Litigation History", "Locator", "Message ID",
    "Office", "Original Classification", "Original Handling Restrictions",
    "Original Previous Classification", "Original Previous Handling Restrictions", "Page Count",
    "Previous Channel Indicators", "Previous Classification", "Previous Handling Restrictions",
    "Reference", "Retention", "Review Action", "Review Authority", "Review Comment",
    "Review Content Flags", "Review Date", "Review Event", "Review Exemptions", "Review History",
    "Review Markings", "Review Media Identifier", "Review Referrals", "Review Release Date",
    "Review Release Event", "Review Transfer Date", "Review Withdrawn Fields", "SAS ID", "Secure",
    "Status", "Subject", "TAGS", "To", "Type", "vdkvgwkey", "Markings",
)  # fmt: skip
"""The keys the archive prints. A row that begins with none of them goes on with the one above: a
colon alone does not tell, since subjects hold colons of their own."""

_KEY = re.compile("^(" + "|".join(sorted(map(re.escape, KEYS), key=len, reverse=True)) + r"):\s*")


def read_entries(rows: Sequence[Row]) -> dict[str, tuple[tuple[Row, ...], str]]:
    """Return the attributes by key: the rows they stand on and the value, wrapped rows joined."""
    entries: dict[str, tuple[tuple[Row, ...], str]] = {}
    current: str | None = None
    for row in rows:
        match = _KEY.match(row.text)
        if match:
            current = match.group(1)
            entries[current] = ((row,), row.text[match.end() :].strip())
        elif current is not None:
            held, value = entries[current]
            entries[current] = ((*held, row), f"{value} {row.text}".strip())
    return entries


def read_attributes(rows: Sequence[Row]) -> tuple[Candidate, ...]:
    """Return the readings the attributes give of the cable's fields."""
    entries = read_entries(rows)
    citing = (
        parse_mrn(entries["Document Number"][1]).value if "Document Number" in entries else None
    )
    found: list[Candidate] = []
    for key, name, parse in (*_FIELDS, ("Reference", "references", _reference_parser(citing))):
        if key not in entries:
            continue
        held, value = entries[key]
        if value.upper() in NOTHING:
            continue
        parsed = parse(value)
        if parsed.value is not None:
            rule = f"attributes.{key.lower().replace(' ', '_')}"
            found.append(candidate(name, Block.ATTRIBUTES, held, value, parsed, rule))
    return tuple(found)


def text_is_online(rows: Sequence[Row]) -> bool:
    """Whether the archive says it holds the text (`Locator: TEXT ON-LINE`); true if it is silent.

    About 6 % of the 1973-79 cables survive as attributes alone, their text on microfilm.
    """
    _, locator = read_entries(rows).get("Locator", ((), "TEXT ON-LINE"))
    return "TEXT ON-LINE" in locator.upper()


def _mrn(value: str) -> Parsed[object]:
    parsed = parse_mrn(value)
    return Parsed(value=format_mrn(parsed.value) if parsed.value else None)


def _mrn_part(name: str) -> Callable[[str], Parsed[object]]:
    def parse(value: str) -> Parsed[object]:
        mrn = parse_mrn(value).value
        return Parsed(value=getattr(mrn, name) if mrn else None)

    return parse


def _draft_date(value: str) -> Parsed[object]:
    day = parse_date(value).value
    return Parsed(value=None if day in FILLER_DATES else day)


def _tags(value: str) -> Parsed[object]:
    codes = [tag.tag for tag in parse_tags(value).value or () if tag.kind is not TagKind.PERSON]
    return Parsed(value=tuple(codes) or None)


def _reference_parser(citing: Mrn | None) -> Callable[[str], Parsed[object]]:
    """Return a parser of the archive's references, which print no year for the cable's own."""

    def parse(value: str) -> Parsed[object]:
        parsed = (
            parse_references([value], citing.year, citing.post, own_serial=citing.serial)
            if citing
            else parse_references([value], None, None)
        )
        return Parsed(value=tuple(one.mrn or one.raw for one in parsed.value or ()) or None)

    return parse


def _text(value: str) -> Parsed[object]:
    return Parsed(value=value)


_FIELDS: Sequence[tuple[str, str, Callable[[str], Parsed[object]]]] = (
    ("Document Number", "mrn", _mrn),
    ("Document Number", "year", _mrn_part("year")),
    ("Document Number", "post", _mrn_part("post")),
    ("Document Number", "serial", _mrn_part("serial")),
    ("Draft Date", "dtg", _draft_date),
    ("Sent Date", "dtg", _draft_date),
    ("From", "post", _text),
    ("Original Classification", "classification", parse_classification),
    ("Subject", "subject", _text),
    ("TAGS", "tags", _tags),
    ("Executive Order", "declassify_raw", _text),
)
"""Attribute key, column, parser. 1977 calls the draft date the sent date."""
