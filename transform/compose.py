"""The blocks of one cable put together into a `Cable`, and the checks that need several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from transform.blocks.header_fields import TelegramBlock
from transform.blocks.stamp import StampBlock
from transform.body import Body, read_body, with_paragraphs
from transform.cable import (
    Addressee,
    Block,
    Cable,
    CableFormat,
    CableLayout,
    Paragraph,
    Reference,
    Role,
    Tag,
)
from transform.candidate import Candidate, candidate, combine, located
from transform.checks import check_cable, check_missing, sender_candidates
from transform.defects import Defect, Parsed
from transform.fingerprint import text_sketch
from transform.header.century import CenturyEvidence, resolve_instant
from transform.header.dtg import DateTimeGroup, parse_dtg
from transform.header.mrn import Mrn, format_mrn
from transform.header.reference import CitingCable, parse_references
from transform.header.tags import parse_tags
from transform.layout import find_layout
from transform.mentions import find_mentions
from transform.message import MessageParts
from transform.patches import Corrections, declassification
from transform.redaction import Withheld
from transform.resolve import (
    choose,
    disagreements,
    doubts,
    elect,
    outvoted,
    readings_of,
    stand_ins,
)
from transform.rows import Row
from transform.transmission_checks import check_transmission
from transform.vocab import POSTS

PAGE_HEADERS_READ = 3
"""Page headers of a section that give readings of its number: two that agree outvote one line."""

CABLE_COLUMNS = frozenset(one.name for one in fields(Cable))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The references of one section with the rows they stand on."""

    rows: tuple[Row, ...]
    parsed: Parsed[tuple[Reference, ...]]


def compose(
    cable_no: int,
    parts: Sequence[MessageParts],
    *,
    stamps: StampBlock,
    archive: Archive | None,
    withheld: Sequence[Withheld],
    corrections: Corrections,
    is_archived: bool = False,
) -> Cable:
    """Build a cable from its sections, in order. Without any, the archive's attributes stand in.

    `is_archived` says whether the document is one of the National Archives' prints.
    """
    candidates = corrections.candidates() + _candidates(parts, archive)
    candidates += declassification(candidates)
    instant_defects = _add_instant(candidates, parts, stamps, archive)
    cited = _cited(parts, candidates)
    candidates += _list_candidates(parts, cited)
    layout = find_layout(parts, is_archived=is_archived)
    _add_mrn(candidates, is_airgram=layout is CableLayout.AIRGRAM)
    chosen = choose(candidates)
    body = read_body([part.body for part in parts], withheld)
    if corrections.patches:
        body = with_paragraphs(body, corrections.records("paragraphs", body.paragraphs))
    if body.signature_row is not None:
        signed = _signature(body, candidates)
        if not ("signature" in chosen and chosen["signature"].is_patch):
            chosen["signature"] = signed
    addressees = corrections.records("addressees", _addressees(parts))
    distribution = next((p.relay.distribution for p in parts if p.relay.distribution), ())
    values: dict[str, Any] = {
        name: one.value for name, one in chosen.items() if name in CABLE_COLUMNS
    }
    for name in ("addressees", "references", "distribution", *corrections.computed()):
        values.pop(name, None)
    if not isinstance(values.get("dtg"), datetime):
        # The archive gives a day without a time: a reading, but no instant.
        values.pop("dtg", None)
    references = _references(parts, cited, corrections, values.get("year"))
    mentioned = find_mentions(body.paragraphs, references, _citing(values))
    cable = Cable(
        cable_no=cable_no,
        page_first=_pages(parts, archive)[0],
        page_last=_pages(parts, archive)[1],
        format=_format(parts),
        layout=layout,
        section_count=max([part.section_count or 1 for part in parts], default=1),
        sections_present=tuple(part.section_no or 1 for part in parts),
        summary=body.summary,
        comment=body.comment,
        action_request=body.action_request,
        body=body.text,
        word_count=len((body.text or "").split()),
        paragraph_count=len(body.paragraphs),
        redaction_count=len(withheld),
        confidence=_confidence(parts),
        text_sketch=text_sketch(body.text or ""),
        addressees=addressees,
        distribution=corrections.records("distribution", distribution),
        tag_list=corrections.value("tags", _tag_list(parts, chosen)),
        references=references,
        mentions=mentioned.mentions,
        paragraphs=_sectioned(body.paragraphs, parts),
        redactions=_placed(withheld, body),
        **values,
    )
    cable = replace(cable, **corrections.computed())
    defects = (
        *_block_defects(parts),
        *instant_defects,
        *_reference_defects(cited),
        *body.defects,
        *mentioned.defects,
        *disagreements(candidates, chosen),
        *outvoted(candidates, chosen),
        *stand_ins(candidates, chosen),
        *doubts(chosen),
        *check_missing(cable, parts, archive.is_online if archive else True),
        *check_cable(cable, parts),
        *check_transmission(cable, parts),
    )
    return replace(
        cable,
        readings=(
            *readings_of(candidates, chosen),
            *(stamps.readings() if cable_no == 1 else ()),
        ),
        defects=tuple(dict.fromkeys(defects)),
    )


def _candidates(parts: Sequence[MessageParts], archive: Archive | None) -> list[Candidate]:
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


def _cited(parts: Sequence[MessageParts], candidates: Sequence[Candidate]) -> tuple[Cited, ...]:
    """Return the references of each section that has any, read once for all that use them.

    A reference without a year takes the cable's.
    """
    year = choose(candidates).get("year")
    implied = year.value if year and isinstance(year.value, int) else None
    return tuple(
        Cited(rows=part.telegram.reference_rows, parsed=_parse_references(part, implied))
        for part in parts
        if part.telegram and part.telegram.reference_rows
    )


def _list_candidates(parts: Sequence[MessageParts], cited: Sequence[Cited]) -> list[Candidate]:
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


def _parse_references(part: MessageParts, year: int | None) -> Parsed[tuple[Reference, ...]]:
    telegram = part.telegram
    if telegram is None or not telegram.reference_rows:
        return Parsed(value=())
    return _read_references([row.text for row in telegram.reference_rows], telegram, year)


def _read_references(
    lines: Sequence[str], telegram: TelegramBlock | None, year: int | None
) -> Parsed[tuple[Reference, ...]]:
    return parse_references(
        lines,
        year,
        telegram.control_post if telegram else None,
        own_serial=telegram.control_serial if telegram else None,
        cable_month=telegram.dtg.month if telegram and telegram.dtg else None,
    )


def _reference_defects(cited: Sequence[Cited]) -> tuple[Defect, ...]:
    return tuple(
        defect for one in cited for defect in located(one.parsed.defects, one.rows[0], "references")
    )


def _add_instant(
    candidates: list[Candidate],
    parts: Sequence[MessageParts],
    stamps: StampBlock,
    archive: Archive | None,
) -> tuple[Defect, ...]:
    """Turn each block's date-time group into an instant, the century by evidence."""
    evidence = CenturyEvidence(
        executive_order=_first(candidates, "executive_order", str),
        reviewed_on=stamps.release.reviewed_on,
        reference_years=tuple(
            one.year
            for part in parts
            for one in _parse_references(part, None).value or ()
            if one.year is not None
        ),
        printed_years=tuple(
            one.value.year
            for one in (archive.candidates if archive else ())
            if one.field == "dtg" and isinstance(one.value, date)
        ),
    )
    defects: list[Defect] = []
    for one in [c for c in candidates if c.field == "dtg_raw"]:
        group = _group_of(one, parts)
        if group is None:
            continue
        parsed = resolve_instant(group, evidence)
        if one.block is Block.TELEGRAM:
            defects += located(parsed.defects, one.rows[0] if one.rows else None, "dtg")
        if parsed.value is not None:
            found: Mapping[str, object] = {"dtg": parsed.value, "year": parsed.value.year}
            candidates += [
                replace(
                    one,
                    field=name,
                    value=value,
                    confidence=combine(one.confidence, parsed.confidence if parsed.rules else None),
                )
                for name, value in found.items()
            ]
    return tuple(defects)


def _group_of(one: Candidate, parts: Sequence[MessageParts]) -> DateTimeGroup | None:
    if one.is_patch:
        return parse_dtg(str(one.value)).value
    for part in parts:
        block = part.card if one.block is Block.CARD else part.telegram
        if block is not None and block.dtg is not None and block.dtg.raw == one.value:
            return block.dtg
    return None


def _add_mrn(candidates: list[Candidate], *, is_airgram: bool) -> None:
    """Put the telegram's MRN together from its year, post and serial: no line prints it whole.

    Without a DTG the year is the card's, or the archive's: a cable number alone would be another
    cable every year. Where a person keyed one of the three, all are the chosen ones.
    """
    chosen = choose(candidates)
    year, post, serial = (chosen.get(name) for name in ("year", "post", "serial"))
    is_patch = any(one is not None and one.is_patch for one in (year, post, serial))
    if not is_patch:
        post, serial = (
            next(
                (
                    c
                    for c in candidates
                    if c.block is Block.TELEGRAM and c.field == name and c.value
                ),
                None,
            )
            for name in ("post", "serial")
        )
        post = post and elect("post", post, candidates)
        serial = serial and elect("serial", serial, candidates)
    if not (year and post and serial):
        return
    if serial.block is Block.CARD:
        # The card's whole number stands then: it is a reading of its own.
        return
    if (
        isinstance(year.value, int)
        and isinstance(post.value, str)
        and isinstance(serial.value, int)
    ):
        measured = [c.confidence for c in (year, post, serial) if c.confidence is not None]
        candidates.append(
            replace(
                serial,
                field="mrn",
                rows=serial.rows or post.rows or year.rows,
                value=format_mrn(
                    Mrn(
                        year=year.value,
                        post=post.value,
                        serial=serial.value,
                        is_airgram=is_airgram,
                    )
                ),
                rule=f"{serial.rule} + {post.rule} + {year.rule}",
                confidence=min(measured, default=None),
                is_patch=is_patch,
            )
        )


def _first(candidates: Sequence[Candidate], name: str, kind: type) -> Any:
    return next(
        (c.value for c in candidates if c.field == name and isinstance(c.value, kind)), None
    )


def _signature(body: Body, candidates: list[Candidate]) -> Candidate:
    assert body.signature_row is not None
    one = candidate(
        "signature",
        Block.TELEGRAM,
        (body.signature_row,),
        body.signature_row.text,
        Parsed(value=body.signature),
        "body.signature",
    )
    candidates.append(one)
    return one


def _addressees(parts: Sequence[MessageParts]) -> tuple[Addressee, ...]:
    """Return the telegram's addressees, those of the first section; without any the card's."""
    for part in parts:
        if part.telegram and part.telegram.addressees:
            return part.telegram.addressees
    return tuple(
        addressee
        for part in parts
        for card in (part.card, part.tail)
        if card
        for addressee in card.addressees
    )


def _tag_list(parts: Sequence[MessageParts], chosen: Mapping[str, Candidate]) -> tuple[Tag, ...]:
    block = chosen["tags"].block if "tags" in chosen else None
    if block is Block.ATTRIBUTES:
        return parse_tags(chosen["tags"].raw).value or ()
    for part in parts:
        source = part.card if block is Block.CARD else part.telegram
        if source is not None and source.tag_list:
            return source.tag_list
    return ()


def _references(
    parts: Sequence[MessageParts],
    cited: Sequence[Cited],
    corrections: Corrections,
    year: int | None,
) -> tuple[Reference, ...]:
    """Return the telegram's references, those of the first section; without any the card's."""
    keyed = corrections.value("references", None)
    if keyed is not None:
        telegram = next((part.telegram for part in parts if part.telegram), None)
        return _read_references(["; ".join(keyed)], telegram, year).value or ()
    for one in cited:
        if one.parsed.value:
            return one.parsed.value
    return next((part.card.references for part in parts if part.card), ())


def _citing(values: Mapping[str, Any]) -> CitingCable:
    """Return what of the cable decides the year of a number its paragraphs cite without one."""
    dtg = values.get("dtg")
    return CitingCable(
        year=values.get("year"),
        post=values.get("post"),
        serial=values.get("serial"),
        month=dtg.month if dtg else None,
    )


def _pages(parts: Sequence[MessageParts], archive: Archive | None) -> tuple[int, int]:
    if parts:
        return min(p.page_first for p in parts), max(p.page_last for p in parts)
    rows = archive.rows if archive else ()
    return min(row.page_no for row in rows), max(row.page_no for row in rows)


def _format(parts: Sequence[MessageParts]) -> CableFormat:
    has_card = any(part.card for part in parts)
    has_telegram = any(part.telegram for part in parts)
    if has_card and has_telegram:
        return CableFormat.CARD_AND_TELEGRAM
    return CableFormat.CARD if has_card else CableFormat.TELEGRAM


def _confidence(parts: Sequence[MessageParts]) -> float | None:
    """Return the mean confidence of the body's lines weighted by length, None without OCR."""
    scored = [
        (row.confidence, len(row.text))
        for part in parts
        for row in part.body
        if row.confidence is not None
    ]
    total = sum(length for _, length in scored)
    return sum(c * n for c, n in scored) / total if total else None


def _placed(withheld: Sequence[Withheld], body: Body) -> tuple[Any, ...]:
    position_of = dict(body.withheld_in)
    return tuple(
        replace(one.redaction, paragraph_position=position_of.get(one)) for one in withheld
    )


def _sectioned(
    paragraphs: Sequence[Paragraph], parts: Sequence[MessageParts]
) -> tuple[Paragraph, ...]:
    """Return the paragraphs, each with the section its first line was sent in."""
    section_of = {
        (row.page_no, row.line_no): part.section_no or 1 for part in parts for row in part.body
    }
    return tuple(
        replace(one, section_no=section_of[one.spans[0].page_no, one.spans[0].line_no])
        for one in paragraphs
    )


def _block_defects(parts: Sequence[MessageParts]) -> tuple[Defect, ...]:
    """Return what the readers of the blocks found wrong; the first header stands for all."""
    defects: list[Defect] = []
    for n, part in enumerate(parts):
        defects += part.relay.defects
        if part.telegram and n == 0:
            defects += part.telegram.defects
        for card in (part.card, part.tail):
            if card:
                defects += card.defects
    return tuple(defects)
