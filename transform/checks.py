"""What one cable contradicts in itself: checks that need several of its fields.

Each gives defects and changes nothing. Checks over the whole warehouse are in `expectations/sql`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from transform.cable import Cable, CableLayout, Classification, Role, TagKind
from transform.candidate import Candidate
from transform.defects import Defect, DefectCode
from transform.header.addressee import parse_addressee
from transform.header.mrn import Mrn, same_mrn
from transform.header.shapes import shape_slips
from transform.message import MessageParts
from transform.resolve import agree, filed_at
from transform.vocab import TAGS, find_post

PORTION_RANK = {"U": 0, "SBU": 0, "LOU": 1, "FOUO": 1, "C": 2, "S": 3, "TS": 4}
CLASSIFICATION_RANK = {level: rank for rank, level in enumerate(Classification)}

MISSING: tuple[tuple[str, DefectCode], ...] = (
    ("mrn", DefectCode.MRN_MISSING),
    ("dtg", DefectCode.DTG_MISSING),
    ("originator", DefectCode.ORIGINATOR_MISSING),
    ("classification", DefectCode.CLASSIFICATION_MISSING),
    ("tags", DefectCode.TAGS_MISSING),
    ("subject", DefectCode.SUBJECT_MISSING),
    ("addressees", DefectCode.ADDRESSEE_MISSING),
    ("body", DefectCode.BODY_MISSING),
)
"""What every cable has: the defect that says it was not found."""


def _country_tags() -> dict[str, tuple[str, ...]]:
    tags: dict[str, tuple[str, ...]] = {}
    for one in TAGS.values():
        if one.kind is TagKind.GEOGRAPHIC and one.meaning:
            name = one.meaning.upper()
            tags[name] = (*tags.get(name, ()), one.tag)
    return tags


_COUNTRY_TAGS = _country_tags()
"""A country's name in capitals to its TAGS, those of all periods."""


def sender_candidates(part: MessageParts) -> list[Candidate]:
    """Return the post of the FM line: it stands in for a control line without one."""
    found: list[Candidate] = []
    for one in part.telegram.candidates if part.telegram else ():
        if one.field == "originator" and isinstance(one.value, str):
            sender = parse_addressee(one.value, Role.ACTION).value
            if sender is not None and sender.post is not None:
                found.append(replace(one, field="post", value=sender.post, rule="telegram.fm"))
    return found


def check_missing(
    cable: Cable, parts: Sequence[MessageParts], is_online: bool
) -> tuple[Defect, ...]:
    """Return a defect for each part every cable has and this one does not show.

    `is_online` is what the archive says of the text: without it a missing body is no loss of ours.
    """
    defects = [
        Defect(code=code, field=name, message=f"no {name} was found", page_no=cable.page_first)
        for name, code in MISSING
        if not getattr(cable, name) and not (name == "dtg" and cable.layout is CableLayout.AIRGRAM)
    ]
    if not parts and not is_online:
        defects.append(
            Defect(
                code=DefectCode.TEXT_NOT_ONLINE,
                field="body",
                message="the archive holds the text on microfilm only; the values are its own "
                "catalogue's",
                page_no=cable.page_first,
            )
        )
    absent = sorted(set(range(1, cable.section_count + 1)) - set(cable.sections_present))
    if absent:
        names = ", ".join(map(str, absent))
        defects.append(
            Defect(
                code=DefectCode.SECTION_MISSING,
                field="sections_present",
                message=f"section {names} of {cable.section_count} is not in this document",
            )
        )
    return tuple(defects)


def check_cable(cable: Cable, parts: Sequence[MessageParts]) -> tuple[Defect, ...]:
    """Return what contradicts itself in one cable (domain checks 2, 4 and 5)."""
    defects: list[Defect] = []
    filed = filed_at(cable.filed_raw, cable.dtg)
    if filed is not None and isinstance(cable.dtg, datetime) and filed < cable.dtg:
        defects.append(
            Defect(
                code=DefectCode.FILED_BEFORE_DTG,
                field="filed_raw",
                message=f"filed at {cable.filed_raw}, before the DTG {cable.dtg_raw}",
            )
        )
    for part in parts:
        defects += _check_numbers(part)
    defects += _check_country(cable)
    ranks = [
        PORTION_RANK.get((p.portion_marking or "").partition("/")[0], 0) for p in cable.paragraphs
    ]
    if cable.classification and max(ranks, default=0) > CLASSIFICATION_RANK[cable.classification]:
        defects.append(
            Defect(
                code=DefectCode.CLASSIFICATION_BELOW_PORTION,
                field="classification",
                message=f"{cable.classification} holds a paragraph marked higher",
            )
        )
    return tuple(defects)


def _check_country(cable: Cable) -> list[Defect]:
    """Doubt a country's code that is one worn letter from the code of the post's own country.

    A cable is tagged with its own country as a rule; a misread code is often another country's (CE
    and CF), so that no list can tell.
    """
    post = find_post(cable.post) if cable.post else None
    own = _COUNTRY_TAGS.get((post.country or "").upper(), ()) if post else ()
    countries = [one.tag for one in cable.tag_list if one.kind is TagKind.GEOGRAPHIC]
    if not own or set(own) & set(countries):
        return []
    return [
        Defect(
            code=DefectCode.TAG_COUNTRY_DOUBTFUL,
            field="tags",
            message=f"{tag} looks like {code}, the code of the post's own country, which is absent",
        )
        for tag in countries
        for code in own
        if shape_slips(code, tag) == 1
    ]


def _check_numbers(part: MessageParts) -> list[Defect]:
    """Compare the control line's post with FM's, and its number with the page header's."""
    telegram = part.telegram
    if telegram is None or telegram.control_post is None:
        return []
    defects: list[Defect] = []
    for sender in sender_candidates(part):
        if not agree("post", sender.value, telegram.control_post):
            defects.append(
                Defect(
                    code=DefectCode.CONTROL_POST_MISMATCH,
                    field="post",
                    message=f"the control line says {telegram.control_post}, FM {sender.value}",
                    page_no=sender.rows[0].page_no,
                    line_no=sender.rows[0].line_no,
                )
            )
    for header in part.page_headers[:1]:
        if telegram.control_serial is not None and not same_mrn(
            Mrn(year=None, post=telegram.control_post, serial=telegram.control_serial),
            Mrn(year=None, post=header.post, serial=header.serial),
        ):
            defects.append(
                Defect(
                    code=DefectCode.READINGS_DISAGREE,
                    field="mrn",
                    message=f"the control line says {telegram.control_post} "
                    f"{telegram.control_serial}, the page header {header.post} {header.serial}",
                    page_no=header.row.page_no,
                    line_no=header.row.line_no,
                )
            )
    return defects
