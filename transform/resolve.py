"""Readings to values: which reading of a field is chosen, and what their disagreement means.

The rule, for every field: telegram before card, because the card is keyed by hand from the
telegram years later (94 DUSHANBE 259 shows TAGS and precedence keyed wrong); within a telegram the
earliest section, since later sections repeat the header in short; the archive's attributes last,
where the print gives nothing, and that is told. What a person keyed (a patch) goes before all of
them, and ends the disagreement. Readings that are not chosen are kept, and any that
contradicts the chosen one leaves a defect.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from transform.cable import Block, Reading
from transform.candidate import LOW_CONFIDENCE, Candidate, combine, format_value
from transform.defects import Defect, DefectCode

BLOCK_ORDER = (Block.TELEGRAM, Block.CARD, Block.ATTRIBUTES)

GATHERED_FIELDS = frozenset({"captions", "passing_instructions"})
"""Fields printed over several rows, each row read by itself: their values are put together."""

SUBSET_FIELDS = frozenset({"tags", "references"})
"""Lists to which the archive's analysts added: the print agrees when all of it is in theirs."""

INCOMPARABLE = frozenset({(Block.ATTRIBUTES, "declassify_raw")})
"""Readings in another notation than the print's (`GS 19850713` for `GDS 7/13/85`)."""

IDENTITY_FIELDS = ("post", "serial")
"""What names a cable, printed several times: on the control line, the page headers, the card, and
in the FM line."""

FROM_THE_ARCHIVE = frozenset({"mrn", "year", "post", "serial", "classification", "subject", "tags"})
"""Fields the archive gives in the print's own notation, so that its reading may stand in where the
print gives none: seven of 62 prints of 1974 have no TAGS line, or none that can be read. Its
references are not among them: it lists without letters what a body cites as well."""


def choose(candidates: Sequence[Candidate]) -> dict[str, Candidate]:
    """Return the chosen candidate of each field, of those that have a value."""
    has_print = _has_print(candidates)
    chosen: dict[str, Candidate] = {}
    for one in candidates:
        if one.is_patch:
            chosen.setdefault(one.field, one)
    for block in BLOCK_ORDER:
        for name in dict.fromkeys(one.field for one in candidates if one.block is block):
            own = [
                one
                for one in candidates
                if one.block is block and one.field == name and one.value is not None
            ]
            may_stand_in = block is not Block.ATTRIBUTES or name in FROM_THE_ARCHIVE
            if own and name not in chosen and (may_stand_in or not has_print):
                chosen[name] = _gather(own) if name in GATHERED_FIELDS else own[0]
    for name in IDENTITY_FIELDS:
        if name in chosen and not chosen[name].is_patch:
            chosen[name] = elect(name, chosen[name], candidates)
    return chosen


def elect(name: str, first: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """Return the reading of an identity field that stands, where the first one is doubtful.

    The value most rows of the print give wins, each row counted once; of two values given as often
    one read without doubt. A first reading that is not doubtful stands whatever others say: the
    control line is what the post typed, and the rest was made from it.
    """
    if not _is_doubtful(first):
        return first
    votes: dict[str, dict[object, Candidate]] = {}
    for one in candidates:
        if one.field == name and one.value is not None and one.block is not Block.ATTRIBUTES:
            votes.setdefault(_bare(one.value), {}).setdefault(_place(one), one)
    own = votes.get(_bare(first.value), {})
    best = max(votes.values(), key=lambda rows: (len(rows), not _all_doubtful(rows)), default=own)
    stronger = (len(best), not _all_doubtful(best)) > (len(own), not _all_doubtful(own))
    return min(best.values(), key=_is_doubtful) if stronger else first


def outvoted(
    candidates: Sequence[Candidate], chosen: Mapping[str, Candidate]
) -> tuple[Defect, ...]:
    """Return a defect for each identity field whose doubtful first reading gave way to others."""
    defects: list[Defect] = []
    for name in IDENTITY_FIELDS:
        best = chosen.get(name)
        first = next(
            (c for c in candidates if c.field == name and c.value is not None and not c.is_patch),
            None,
        )
        if best is None or first is None or best.is_patch or agree(name, best.value, first.value):
            continue
        if best.block is Block.ATTRIBUTES or not _is_doubtful(first):
            continue
        defects.append(
            Defect(
                code=DefectCode.READING_OUTVOTED,
                field=name,
                message=f"{format_value(first.value)} was read with doubt; {best.rule} gives "
                f"{format_value(best.value)}",
                page_no=first.rows[0].page_no,
                line_no=first.rows[0].line_no,
            )
        )
    return tuple(defects)


def _is_doubtful(one: Candidate) -> bool:
    return one.confidence is not None and one.confidence < LOW_CONFIDENCE


def _all_doubtful(rows: Mapping[object, Candidate]) -> bool:
    return all(_is_doubtful(one) for one in rows.values())


def _place(one: Candidate) -> tuple[int, int]:
    return one.rows[0].page_no, one.rows[0].line_no


def stand_ins(
    candidates: Sequence[Candidate], chosen: Mapping[str, Candidate]
) -> tuple[Defect, ...]:
    """Return a defect for each field of a printed cable that only the archive's catalogue gives."""
    if not _has_print(candidates):
        return ()
    return tuple(
        Defect(
            code=DefectCode.FIELD_FROM_CATALOGUE,
            field=name,
            message=f"the print gives no {name}; {format_value(one.value)!r} is the archive's",
            page_no=one.rows[0].page_no,
            line_no=one.rows[0].line_no,
        )
        for name, one in chosen.items()
        if one.block is Block.ATTRIBUTES
    )


def _has_print(candidates: Sequence[Candidate]) -> bool:
    return any(one.block is not Block.ATTRIBUTES and not one.is_patch for one in candidates)


def readings_of(
    candidates: Sequence[Candidate], chosen: Mapping[str, Candidate]
) -> tuple[Reading, ...]:
    """Return every candidate as a reading; the chosen one of each field is marked.

    A gathered field's chosen reading stands beside the single rows it was put together from.
    """
    readings = [
        one.reading(is_chosen=chosen.get(one.field) is one)
        for one in candidates
        if not _is_gathered_part(one, chosen)
    ]
    gathered = [
        one.reading(is_chosen=True)
        for name, one in chosen.items()
        if name in GATHERED_FIELDS and not one.is_patch
    ]
    return tuple(readings + gathered)


def disagreements(
    candidates: Sequence[Candidate], chosen: Mapping[str, Candidate]
) -> tuple[Defect, ...]:
    """Return a defect for every block that contradicts the chosen reading of a field."""
    defects: list[Defect] = []
    for name, best in chosen.items():
        for block in BLOCK_ORDER if not best.is_patch else ():
            others = [
                one
                for one in candidates
                if one.field == name and one.block is block and block is not best.block
            ]
            if not others or (block, name) in INCOMPARABLE:
                continue
            other = _gather(others) if name in GATHERED_FIELDS else others[0]
            if not agree(name, best.value, other.value):
                defects.append(
                    Defect(
                        code=DefectCode.READINGS_DISAGREE,
                        field=name,
                        message=f"{best.block}: {format_value(best.value)}; "
                        f"{block}: {format_value(other.value) or other.raw}",
                        page_no=other.rows[0].page_no,
                        line_no=other.rows[0].line_no,
                    )
                )
    return tuple(defects)


def agree(name: str, chosen: object, other: object) -> bool:
    """Whether two values of a field say the same, as far as both say anything.

    A date agrees with an instant of that day; a subject with one cut short; case, blanks and
    punctuation do not count.
    """
    if isinstance(chosen, tuple) and isinstance(other, tuple):
        ours, theirs = {_bare(item) for item in chosen}, {_bare(item) for item in other}
        return ours <= theirs if name in SUBSET_FIELDS else ours == theirs
    ours_text, theirs_text = _bare(chosen), _bare(other)
    if name == "dtg":
        shorter = min(len(ours_text), len(theirs_text))
        return (
            shorter >= 8
            and ours_text[:8] == theirs_text[:8]
            and (shorter == 8 or ours_text == theirs_text)
        )
    if name == "subject":
        return bool(theirs_text) and (
            ours_text.startswith(theirs_text) or theirs_text.startswith(ours_text)
        )
    return ours_text == theirs_text


def doubts(chosen: Mapping[str, Candidate]) -> tuple[Defect, ...]:
    """Return a defect for every chosen value whose words or repairs leave it doubtful."""
    return tuple(
        Defect(
            code=DefectCode.FIELD_LOW_CONFIDENCE,
            field=name,
            message=f"read as {format_value(one.value)!r} with confidence {one.confidence:.2f}: "
            "compare with the page",
            page_no=one.rows[0].page_no,
            line_no=one.rows[0].line_no,
        )
        for name, one in chosen.items()
        if one.confidence is not None and one.confidence < LOW_CONFIDENCE
    )


def filed_at(filed_raw: str | None, dtg: datetime | None) -> datetime | None:
    """Return the filing time `ddhhmmZ` as an instant near the DTG, or None.

    It prints no month: of the months round the DTG the one that brings it nearest is meant.
    """
    if filed_raw is None or dtg is None or not re.match(r"\d{6}", filed_raw):
        return None
    day, hour, minute = int(filed_raw[:2]), int(filed_raw[2:4]), int(filed_raw[4:6])
    near: list[datetime] = []
    for shift in (-1, 0, 1):
        months = dtg.year * 12 + dtg.month - 1 + shift
        try:
            near.append(datetime(months // 12, months % 12 + 1, day, hour, minute, tzinfo=UTC))
        except ValueError:
            continue
    return min(near, key=lambda one: abs(one - dtg), default=None)


def _gather(candidates: Sequence[Candidate]) -> Candidate:
    """Return one candidate for all rows of a field, in printed order without repeats."""
    values: dict[object, None] = {}
    for one in candidates:
        values.update(dict.fromkeys(one.value if isinstance(one.value, tuple) else ()))
    scored = [one.confidence for one in candidates if one.confidence is not None]
    return replace(
        candidates[0],
        raw=" / ".join(one.raw for one in candidates),
        value=tuple(values),
        rows=tuple(row for one in candidates for row in one.rows),
        confidence=combine(min(scored)) if scored else None,
    )


def _is_gathered_part(one: Candidate, chosen: Mapping[str, Candidate]) -> bool:
    best = chosen.get(one.field)
    if best is None or best.is_patch:
        return False
    return one.field in GATHERED_FIELDS and best.block is one.block


def _bare(value: object) -> str:
    text = format_value(value) or ""
    return "".join(char for char in text.upper() if char.isalnum())
