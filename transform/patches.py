"""Corrections by people, applied to what was read: a patch wins over every reading of its field.

A patch enters as one more reading before readings are chosen, so what is made of the field follows
it: the instant and the year follow the DTG, the MRN its serial. What it replaces is kept, unchosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from transform.blocks.stamp import StampBlock
from transform.cable import Addressee, Block, Cable, Office, Reading, Role, Tag, TagKind
from transform.candidate import Candidate, format_value
from transform.defects import Defect, DefectCode, Severity
from transform.header.executive_order import parse_executive_order
from transform.header.mrn import parse_mrn
from transform.header.names import squeeze
from transform.patch_values import is_release_field, split_place

T = TypeVar("T")

RULE = "patch:"
"""How the rule of a patch begins; the file, the person and the day follow."""

COMPUTED = frozenset(
    {
        "format", "layout", "section_count", "sections_present", "summary", "comment",
        "action_request",
    }
)  # fmt: skip
"""Columns that no reading gives: they come from how the pages were cut and from the paragraphs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """One field of one document as a person keyed it, checked by `transform.patch_values`.

    `cable_no` is None for a release field. `text` is the value as keyed; `printed` the raw reading
    the person saw, None if there was none.
    """

    cable_no: int | None
    field: str
    text: str
    value: object
    printed: str | None
    rule: str

    def candidate(self, block: Block) -> Candidate:
        """Return the patch as a reading of its field; it has no row."""
        return Candidate(
            field=self.field,
            block=block,
            raw=self.text,
            value=_shown(self.value),
            rows=(),
            rule=self.rule,
            confidence=1.0,
            is_patch=True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The patches of one cable, as its making asks for them."""

    patches: tuple[Patch, ...] = ()

    def candidates(self) -> list[Candidate]:
        """Return the patches as readings, followed by those of the fields they are made of."""
        found = [patch.candidate(Block.TELEGRAM) for patch in self.patches]
        return found + [part for one in found for part in _parts(one)]

    def value(self, field: str, found: T) -> T:
        """Return what was keyed for a field, or what was found."""
        for patch in self.patches:
            if patch.field == field:
                keyed: Any = patch.value
                return keyed  # type: ignore[no-any-return]
        return found

    def records(self, name: str, found: tuple[T, ...]) -> tuple[T, ...]:
        """Return a list as corrected: replaced whole, then single values in it."""
        records = list(self.value(name, found))
        for patch in self.patches:
            place = split_place(patch.field)
            if place and place[0] == name and place[1] <= len(records):
                one: Any = records[place[1] - 1]
                records[place[1] - 1] = replace(one, **{place[2]: patch.value})
        return tuple(records)

    def computed(self) -> dict[str, Any]:
        """Return the keyed values of columns that no reading gives."""
        return {p.field: p.value for p in self.patches if p.field in COMPUTED}


def corrected(build: Callable[..., Cable], patches: Sequence[Patch]) -> Cable:
    """Return a cable with its patches applied, and what there is to tell the people who keyed them.

    Args:
        build: Makes the cable with the `corrections` given. It is called twice where there are
            patches, for only the cable as printed says what a patch replaces.
        patches: Those of this cable.
    """
    printed = build(corrections=Corrections())
    if not patches:
        return printed
    cable = build(corrections=Corrections(patches=tuple(patches)))
    replaced = {one.field: one for one in printed.readings if one.is_chosen}
    readings = tuple(
        _at(one, replaced.get(one.field), cable.page_first) if _is_keyed(one) else one
        for one in cable.readings
    )
    told = [
        defect
        for patch in patches
        for defect in _told(patch, printed, cable, replaced.get(patch.field))
    ]
    return replace(cable, readings=readings, defects=(*cable.defects, *told))


def correct_stamps(stamps: StampBlock, patches: Sequence[Patch]) -> StampBlock:
    """Return a document's release fields with its patches applied; see `corrected`.

    What was doubtful about a patched field is settled, so its defects go.
    """
    own = [patch for patch in patches if is_release_field(patch.field)]
    values: dict[str, Any] = {patch.field: patch.value for patch in own}
    printed = stamps.chosen()
    keyed: list[Candidate] = []
    defects: list[Defect] = []
    for patch in own:
        was = printed.get(patch.field)
        keyed.append(replace(patch.candidate(Block.STAMP), rows=was.rows if was else ()))
        doubtful = any(one.field == patch.field for one in stamps.defects)
        defects += _compared(
            patch,
            # Nothing shows people the readings of a document that holds no cable.
            seen=was.raw if was and patch.printed else patch.printed,
            is_same=getattr(stamps.release, patch.field) == patch.value and not doubtful,
        )
    return replace(
        stamps,
        release=replace(stamps.release, **values),
        candidates=(*keyed, *stamps.candidates),
        defects=(*(one for one in stamps.defects if one.field not in values), *defects),
    )


def unmatched(patches: Sequence[Patch], cable_count: int) -> tuple[Defect, ...]:
    """Return a defect for each patch of a cable the document does not hold."""
    return tuple(
        Defect(
            code=DefectCode.PATCH_UNMATCHED,
            field=patch.field,
            message=f"{patch.rule} is for cable {patch.cable_no}, and {cable_count} are found here",
        )
        for patch in patches
        if patch.cable_no is not None and patch.cable_no > cable_count
    )


def declassification(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the date or event that a patched order or its value gives, read with the other."""
    order, value = (
        next((c for c in candidates if c.field == name and (c.value or c.is_patch)), None)
        for name in ("executive_order", "declassify_raw")
    )
    keyed = [one for one in (value, order) if one is not None and one.is_patch]
    if not keyed or value is None:
        return []
    line = f"E.O. {(order.value if order else None) or ''}: {value.value or ''}"
    parsed = parse_executive_order(line).value
    return [
        replace(keyed[0], field=name, value=getattr(parsed, name, None))
        for name in ("declassify_on", "declassify_event")
    ]


def _parts(one: Candidate) -> Iterator[Candidate]:
    """Give what a keyed whole says of other columns: an MRN of its parts, an instant of its year,
    a missing date-time group of the instant.
    """
    if one.field == "mrn":
        mrn = parse_mrn(str(one.value)).value if one.value else None
        for name in ("year", "post", "serial"):
            yield replace(one, field=name, value=getattr(mrn, name) if mrn else None)
    elif one.field == "dtg" and isinstance(one.value, datetime):
        yield replace(one, field="year", value=one.value.year)
    elif one.field == "dtg_raw" and one.value is None:
        yield replace(one, field="dtg")


def _shown(value: object) -> object:
    """Return a keyed list as a reading shows one: action addresses, offices with their copies."""
    if not isinstance(value, tuple):
        return value
    return tuple(
        _shown_record(item)
        for item in value
        if not (isinstance(item, Addressee) and item.role is not Role.ACTION)
        and not (isinstance(item, Tag) and item.kind is TagKind.PERSON)
    )


def _shown_record(item: object) -> object:
    if isinstance(item, Addressee):
        return item.plain_language_address
    if isinstance(item, Office):
        return item.office if item.copies is None else f"{item.office}-{item.copies:02d}"
    return item.tag if isinstance(item, Tag) else item


def _is_keyed(reading: Reading) -> bool:
    return RULE in reading.rule and reading.box is None


def _at(reading: Reading, replaced: Reading | None, page_no: int) -> Reading:
    """Return a patch's reading with block and place of the reading it replaces."""
    if replaced is None:
        return replace(reading, page_no=page_no)
    return replace(
        reading,
        block=replaced.block,
        page_no=replaced.page_no,
        line_no=replaced.line_no,
        box=replaced.box,
    )


def _told(patch: Patch, printed: Cable, cable: Cable, replaced: Reading | None) -> Iterator[Defect]:
    place = split_place(patch.field)
    if place and place[1] > len(getattr(printed, place[0])):
        yield Defect(
            code=DefectCode.PATCH_UNMATCHED,
            field=patch.field,
            message=f"{patch.rule} is for {patch.field}, and the list is shorter",
        )
        return
    before, now = _value_of(printed, patch.field), _value_of(cable, patch.field)
    if place:
        seen = format_value(before)
    elif patch.field in COMPUTED:
        seen = patch.printed
    else:
        seen = replaced.raw if replaced else None
    root = place[0] if place else patch.field
    doubtful = any(
        one.field == root and one.severity is not Severity.INFO for one in printed.defects
    )
    yield from _compared(patch, seen=seen, is_same=before == now and not doubtful)


def _compared(patch: Patch, *, seen: str | None, is_same: bool) -> Iterator[Defect]:
    """Give a defect where the paper reads otherwise than when the patch was keyed, or as keyed."""
    if _bare(seen) != _bare(patch.printed):
        yield Defect(
            code=DefectCode.PATCH_STALE,
            field=patch.field,
            message=f"{patch.rule} was keyed for {patch.printed!r}, and {seen!r} is read now: "
            "look again, and correct its `printed`",
        )
    elif is_same:
        yield Defect(
            code=DefectCode.PATCH_UNNEEDED,
            field=patch.field,
            message=f"{patch.rule} says what is read without doubt: it can be dropped",
        )


def _value_of(cable: Cable, field: str) -> object:
    place = split_place(field)
    if place is None:
        value: object = getattr(cable, field)
        return value
    attribute: object = getattr(getattr(cable, place[0])[place[1] - 1], place[2])
    return attribute


def _bare(text: str | None) -> str:
    """Return a text without what no keyboard types, for the comparison with a keyed one."""
    return squeeze("".join(char if char.isprintable() else " " for char in text or ""))
