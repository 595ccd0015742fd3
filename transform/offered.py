"""The readings that the blocks of a cable offer, before any is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transform.cable import (
    Block,
    Role,
)
from transform.candidate import Candidate, candidate
from transform.checks import sender_candidates
from transform.cited import Cited
from transform.defects import Parsed
from transform.message import MessageParts
from transform.rows import Row
from transform.vocab import POSTS

PAGE_HEADERS_READ = 3
"""Page headers of a section that give readings of its number: two that agree outvote one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The archive's attributes: their readings, and whether the archive holds the text."""

    candidates: tuple[Candidate, ...]
    is_online: bool
    rows: tuple[Row, ...]

    @property
    def names_a_cable(self) -> bool:
        """Whether the attributes give a cable's number."""
        return any(one.field == "mrn" for one in self.candidates)


def block_candidates(parts: Sequence[MessageParts], archive: Archive | None) -> list[Candidate]:
    """Return every reading of every block, sections in order."""
    found: list[Candidate] = []
    for part in parts:
        found += part.relay.candidates
        if part.telegram:
            found += part.telegram.candidates
            found += _page_header_candidates(part)
            found += _station_candidates(part)
            found += sender_candidates(part)
        for card in (part.card, part.tail):
            if card:
                found += card.candidates
    return found + list(archive.candidates if archive else ())


def _page_header_candidates(part: MessageParts) -> list[Candidate]:
    """Return post and serial of the first page headers.

    They stand in for a control line without them, and outvote one that was read with doubt.
    """
    found: list[Candidate] = []
    for header in part.page_headers[:PAGE_HEADERS_READ]:
        for name, value in (("serial", header.serial), ("post", POSTS.spelling(header.post))):
            if value is not None:
                rows, raw = (header.row,), header.row.text
                rule = "relay.page_header"
                found.append(candidate(name, Block.TELEGRAM, rows, raw, Parsed(value=value), rule))
    return found


def _station_candidates(part: MessageParts) -> tuple[Candidate, ...]:
    """Return the serial the transmission gives: the cable's own, cut to four digits.

    The Department sends more than 9,999 telegrams a year, so that its serials are always cut.
    """
    readings = part.telegram.candidates if part.telegram else ()
    is_department = any(
        one.field == "originator" and str(one.value).startswith("SECSTATE") for one in readings
    )
    return () if is_department else part.relay.transmission.serial_candidates


def list_candidates(parts: Sequence[MessageParts], cited: Sequence[Cited]) -> list[Candidate]:
    """Return the telegram's references and action addresses as readings, to compare blocks by."""
    found = [
        candidate(
            "references",
            Block.TELEGRAM,
            one.rows,
            " ".join(row.text for row in one.rows),
            one.parsed.part(tuple(ref.mrn or ref.raw for ref in one.parsed.value or ())),
            "telegram.ref",
        )
        for one in cited
    ]
    for part in parts:
        telegram = part.telegram
        if telegram is not None and telegram.action_rows:
            actions = tuple(
                one.plain_language_address for one in telegram.addressees if one.role is Role.ACTION
            )
            raw = " ".join(row.text for row in telegram.action_rows)
            found.append(
                candidate(
                    "addressees",
                    Block.TELEGRAM,
                    telegram.action_rows,
                    raw,
                    Parsed(value=actions),
                    "telegram.to",
                )
            )
    return found
