"""The blocks of one cable put together into a `Cable`, and the checks that need several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from transform.blocks.stamp import StampBlock
from transform.body import Body, read_body, with_paragraphs
from transform.cable import (
    Addressee,
    Block,
    Cable,
    CableFormat,
    CableLayout,
    Paragraph,
    Tag,
)
from transform.candidate import Candidate, candidate
from transform.checks import check_cable, check_missing
from transform.cited import (
    cite,
    citing,
    reference_defects,
    references_of,
)
from transform.defects import Defect, Parsed
from transform.fingerprint import text_sketch
from transform.header.tags import parse_tags
from transform.identity import add_instant, add_mrn
from transform.layout import find_layout
from transform.mentions import find_mentions
from transform.message import MessageParts
from transform.offered import Archive, block_candidates, list_candidates
from transform.patches import Corrections, declassification
from transform.redaction import Withheld
from transform.resolve import (
    choose,
    disagreements,
    doubts,
    outvoted,
    readings_of,
    stand_ins,
)
from transform.transmission_checks import check_transmission

CABLE_COLUMNS = frozenset(one.name for one in fields(Cable))


def compose(
    cable_no: int,
    parts: Sequence[MessageParts],
    *,
    stamps: StampBlock,
    archive: Archive | None,
    withheld: Sequence[Withheld],
    corrections: Corrections,
    is_archived: bool = False,
    page_defects: Sequence[Defect] = (),
) -> Cable:
    """Build a cable from its sections, in order. Without any, the archive's attributes stand in.

    `is_archived` says whether the document is one of the National Archives' prints, `page_defects`
    what is wrong with the cable's pages.
    """
    candidates = corrections.candidates() + block_candidates(parts, archive)
    candidates += declassification(candidates)
    instant_defects = add_instant(candidates, parts, stamps, archive)
    cited = cite(parts, candidates)
    candidates += list_candidates(parts, cited)
    layout = find_layout(parts, is_archived=is_archived)
    add_mrn(candidates, is_airgram=layout is CableLayout.AIRGRAM)
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
    references = references_of(parts, cited, corrections, values.get("year"))
    mentioned = find_mentions(body.paragraphs, references, citing(values))
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
        *reference_defects(cited),
        *body.defects,
        *mentioned.defects,
        *disagreements(candidates, chosen),
        *outvoted(candidates, chosen),
        *stand_ins(candidates, chosen),
        *doubts(chosen),
        *check_missing(cable, parts, archive.is_online if archive else True),
        *check_cable(cable, parts),
        *check_transmission(cable, parts),
        *page_defects,
    )
    return replace(
        cable,
        readings=(
            *readings_of(candidates, chosen),
            *(stamps.readings() if cable_no == 1 else ()),
        ),
        defects=tuple(dict.fromkeys(defects)),
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
