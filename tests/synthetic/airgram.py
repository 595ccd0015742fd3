"""The airgram: a despatch by pouch with a number of its own series, typed on a form.

Field order is FROM, E.O., SUBJECT, TAGS, REF (TAGS handbook 1974); it has a date and no DTG.
"""

from __future__ import annotations

from dataclasses import replace

from tests.synthetic import fields, words
from tests.synthetic.setting import Row, set_label
from tests.synthetic.telegrams import COLUMNS, body_rows, signature_row
from tests.synthetic.truth import AddresseeTruth, CableTruth


def as_airgram(cable: CableTruth) -> CableTruth:
    """Return the cable as an airgram: number A-nn, addresses in words, no precedence."""
    number = cable.serial % 400 + 1
    info = [one for one in cable.addressees if one.plain_language_address.startswith("AMEMBASSY")]
    return replace(
        cable,
        mrn=f"{cable.year % 100:02d} {cable.post} A-{number}",
        serial=number,
        addressees=(
            AddresseeTruth(role="action", plain_language_address="DEPARTMENT OF STATE"),
            *(replace(one, continuity_number=None) for one in info[:2]),
        ),
        captions=(),
        passing_instructions=(),
        refs=tuple(ref for ref in cable.refs if not ref.mrn.startswith(cable.mrn[:2] + " A-")),
    )


def airgram_rows(cable: CableTruth) -> list[Row]:
    """Return an airgram's rows."""
    year, month, day = (int(part) for part in cable.dtg[:10].split("-"))
    addresses = []
    for n, one in enumerate(a.plain_language_address for a in cable.addressees if a.role == "info"):
        addresses.append(f"{'INFO' if n == 0 else '':4}  : {one}")
    lines = (
        f"{'':24}DEPARTMENT OF STATE",
        f"{'':28}AIRGRAM",
        f"{cable.classification:32}A-{cable.serial}",
        "TO    : DEPARTMENT OF STATE",
        *addresses,
        f"FROM  : {cable.originator:30}DATE: {words.MONTHS[month - 1].upper()} {day}, {year}",
        f"E.O. {cable.executive_order}: {cable.declassify_raw}",
    )
    rows = [Row(kind="header", text=line, before=int(n < 4)) for n, line in enumerate(lines)]
    rows += set_label("SUBJECT:", cable.subject, columns=COLUMNS)
    rows.append(Row(kind="header", text=f"TAGS  : {', '.join(cable.tags)}"))
    if cable.refs:
        cited = fields.references(cable, has_year=False, style="{}. ")
        rows += set_label("REF   :", cited, columns=COLUMNS)
    return [*rows, *body_rows(cable), signature_row(cable)]
