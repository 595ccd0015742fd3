"""A cable beside the National Archives' catalogue of it (`truth.csv`).

The catalogue was made from the cable, and is printed behind it as `Message Attributes`: what the
pipeline took from that page proves nothing, so a value whose chosen reading is of that block counts
as not read. What the attributes mean was learnt by comparing them with the prints:

- `Document Number`: year, post cut to six letters, serial. `Draft Date`: the date of the DTG.
- `From`: the post without AMEMBASSY, sometimes with a handling mark (`LA PAZ OR-M`).
- `Subject`: the print's but for wrapping; sometimes what follows it ran on into it (the body, a REF
  or a passing instruction), long ones are cut. `TAGS`: the printed ones and more.
- `01 jan 1960` and `01 jan 1994` are fillers, `n/a` is empty.
- Where `Locator` does not say `TEXT ON-LINE`, there is no text of the telegram to read. Some prints
  have no TAGS line (5 of 62): what only the catalogue has is not held against the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from expectations.score.compare import bare
from expectations.score.held import HeldCable, HeldDocument, spelled
from expectations.score.report import Agreement, Pair
from transform.cable import Block
from transform.resolve import INCOMPARABLE, agree

NOTHING = frozenset({"", "N/A", "NA"})
FILLER_DATES = frozenset({date(1960, 1, 1), date(1994, 1, 1)})
ON_LINE = "TEXT ON-LINE"
POST_LETTERS = 6
"""The archive cuts posts to six letters: TEGUCI, BUENOS."""
CUT_SUBJECT = 60
"""Bare characters from which an archive's subject may be cut: the shortest seen has 61."""

_DOCUMENT_NUMBER = re.compile(r"(?P<year>\d{4})(?P<post>[A-Z]+)(?P<serial>\d+)")
_TAGS_LABEL = re.compile(r"\W*T\w{0,2}G\w{0,2}S?\b", re.IGNORECASE)
"""TAGS and its slips: TAG, TGS, TAGE, TAGSC."""
_TAG_CODE = re.compile(r"\b[A-Z]{4}\b")
_HANDLING_MARK = re.compile(r" (?:OR|XR|OO)-[A-Z]$")
_CITED = re.compile(r"[A-Z]\s*(?:A-?)?(\d{2,6})\b")
_PORTION = re.compile(r"^\((?:U|LOU|C|S)\)\s*")

_INCOMPARABLE = {field for block, field in INCOMPARABLE if block is Block.ATTRIBUTES}

Attributes = Mapping[str, str]


def compare_archive(
    row: Attributes, document: HeldDocument, printed: Sequence[str]
) -> Iterator[Pair]:
    """Yield what the telegram gave beside what the catalogue says; empty attributes say nothing.

    Args:
        row: The catalogue's entry.
        document: What the warehouse holds of it.
        printed: Its lines but for the catalogue's own.
    """
    if ON_LINE not in row.get("Locator", ON_LINE):
        return
    cable = document.cables[0] if document.cables else None
    number = _DOCUMENT_NUMBER.fullmatch(_given(row, "Document Number") or "")
    if number:
        expected = f"{number['year'][2:]} {number['post']} {int(number['serial'])}"
        yield _pair("mrn", expected, _archive_mrn(cable))
    drafted = _day(_given(row, "Draft Date"))
    if drafted is not None:
        sent = _own(cable, "dtg")
        read = sent.date() if isinstance(sent, datetime) else None
        yield _pair("dtg date", spelled(drafted), spelled(read))
    sender = _given(row, "From")
    if sender is not None:
        yield _originator(_HANDLING_MARK.sub("", sender), cable)
    if classification := _given(row, "Original Classification"):
        yield _pair("classification", classification, spelled(_own(cable, "classification")))
    if subject := _given(row, "Subject"):
        yield _subject(subject.replace("\\", ""), cable)
    tags = _given(row, "TAGS")
    if tags and (_own(cable, "tags") or _has_tags(tags, printed)):
        yield _tags(tags, cable)
    if cited := _given(row, "Reference"):
        yield from _references(cited, cable)


def agreements(documents: Sequence[HeldDocument]) -> tuple[Agreement, ...]:
    """Return, by field, how often the attributes agree with the print where both were read."""
    both: dict[str, int] = {}
    same: dict[str, int] = {}
    for document in documents:
        for cable in document.cables:
            for reading in cable.tables["readings"]:
                name = str(reading["field"])
                own = _own(cable, name) if name in cable.row else _chosen_value(cable, name)
                is_archive = reading["block"] == Block.ATTRIBUTES
                if not is_archive or own is None or not reading["value"] or name in _INCOMPARABLE:
                    continue
                both[name] = both.get(name, 0) + 1
                same[name] = same.get(name, 0) + _agrees(name, own, str(reading["value"]))
    return tuple(Agreement(field=name, both=both[name], agree=same[name]) for name in sorted(both))


def _agrees(name: str, own: object, value: str) -> bool:
    if isinstance(own, list):
        return agree(name, tuple(map(str, own)), tuple(value.split(", ")))
    return agree(name, spelled(own), value)


def _chosen_value(cable: HeldCable, name: str) -> object:
    chosen = cable.chosen(name)
    if chosen is None or chosen["block"] == Block.ATTRIBUTES or chosen["value"] is None:
        return None
    return str(chosen["value"]).split(", ")


def _own(cable: HeldCable | None, column: str) -> object:
    """Return a column's value unless it came from the attributes."""
    if cable is None:
        return None
    chosen = cable.chosen(column)
    is_archive = chosen is not None and chosen["block"] == Block.ATTRIBUTES
    return None if is_archive else cable.row[column]


def _archive_mrn(cable: HeldCable | None) -> str | None:
    """Return the MRN as the archive spells it."""
    if cable is None or _own(cable, "mrn") is None:
        return None
    year, post, serial = (cable.row[part] for part in ("year", "post", "serial"))
    return f"{int(str(year)) % 100:02d} {bare(str(post))[:POST_LETTERS]} {serial}"


def _originator(sender: str, cable: HeldCable | None) -> Pair:
    read = spelled(_own(cable, "originator"))
    return Pair(
        field="originator",
        expected=sender,
        read=read,
        is_right=read is not None and bare(sender) in bare(read),
    )


def _subject(subject: str, cable: HeldCable | None) -> Pair:
    read = spelled(_own(cable, "subject"))
    return Pair(
        field="subject",
        expected=subject,
        read=read,
        is_right=read is not None and cable is not None and _same_subject(subject, read, cable),
    )


def _same_subject(subject: str, read: str, cable: HeldCable) -> bool:
    """Whether two subjects are the same but for wrapping and for what the archive did to them."""
    theirs, ours = (bare(_PORTION.sub("", text)) for text in (subject, read))
    if theirs == ours:
        return True
    if theirs.startswith(ours):
        return bool(ours) and _is_read_elsewhere(theirs[len(ours) :], cable)
    return ours.startswith(theirs) and len(theirs) >= CUT_SUBJECT


def _is_read_elsewhere(text: str, cable: HeldCable) -> bool:
    """Whether bare text that ran on into the archive's subject is of the body or another field."""
    readings = cable.tables["readings"]
    others = [
        one["raw"]
        for one in readings
        if one["block"] == Block.TELEGRAM and one["field"] != "subject"
    ]
    return any(text in bare(str(other or "")) for other in (cable.row["body"], *others))


def _tags(tags: str, cable: HeldCable | None) -> Pair:
    own = _own(cable, "tags")
    read = [str(tag) for tag in own] if isinstance(own, list) else []
    known = {tag.strip().upper() for tag in tags.split(",")}
    return Pair(
        field="tags (printed are among the archive's)",
        expected=tags,
        read=", ".join(read) or None,
        is_right=bool(read) and set(read) <= known,
    )


def _has_tags(tags: str, printed: Sequence[str]) -> bool:
    """Whether a print shows TAGS: their label, or one of the subject codes."""
    codes = set(_TAG_CODE.findall(tags.upper()))
    return any(
        _TAGS_LABEL.match(line) or not codes.isdisjoint(_TAG_CODE.findall(line.upper()))
        for line in printed
    )


def _references(cited: str, cable: HeldCable | None) -> Iterator[Pair]:
    rows = [] if cable is None else cable.tables["cable_references"]
    held = {str(row["serial"]) for row in rows}
    for serial in sorted({str(int(number)) for number in _CITED.findall(cited.upper())}, key=int):
        read = serial if serial in held else None
        yield _pair("references (serial)", serial, read)


def _pair(field: str, expected: str | None, read: str | None) -> Pair:
    return Pair(field=field, expected=expected, read=read, is_right=expected == read)


def _given(row: Attributes, key: str) -> str | None:
    value = row[key].strip()
    return None if value.upper() in NOTHING else value


def _day(value: str | None) -> date | None:
    if value is None:
        return None
    day = datetime.strptime(value, "%d %b %Y").date()
    return None if day in FILLER_DATES else day
