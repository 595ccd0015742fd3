"""How header fields read when their print is damaged: right, wrong but told, missing, or silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from tests.synthetic import fields
from tests.synthetic.cables import make_cable
from tests.synthetic.misread import misread
from tests.synthetic.truth import CableTruth, Era
from tests.transform.pages import page
from transform.cable import Cable
from transform.candidate import LOW_CONFIDENCE
from transform.parse import parse_document

BODY = "\n1. THE BRIDGE IS OPEN.\n\n2. ALL IS WELL.\n"


@dataclass(slots=True)
class Tally:
    """How often a field was read rightly, wrongly with a warning, not at all, or silently wrong."""

    exact: int = 0
    flagged: int = 0
    missing: int = 0
    silent: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.exact + self.flagged + self.missing + self.silent

    @property
    def exact_share(self) -> float:
        return self.exact / self.total

    @property
    def silent_share(self) -> float:
        return self.silent / self.total


def header_lines(cable: CableTruth) -> list[str]:
    """Return the header of an invented cable as typed, an empty text for a blank line."""
    lines = [fields.dtg_line(cable), *fields.address_lines(cable), ""]
    lines += [fields.control_line(cable, 1), "", *cable.captions, ""]
    lines.append(f"E.O. {cable.executive_order}: {cable.declassify_raw}")
    lines.append(f"TAGS: {', '.join(cable.tags)}")
    lines.append(f"SUBJECT: {cable.subject}")
    if cable.refs:
        has_year = cable.era is Era.TWO_THOUSANDS
        lines.append("REF: " + fields.references(cable, has_year=has_year, style="{}. "))
    if cable.classified_by:
        reasons = " and ".join(one[3:].lower() for one in cable.classification_reasons)
        lines += ["", f"Classified By: {cable.classified_by}, for reasons 1.4 {reasons}."]
    return lines


def expected(cable: CableTruth) -> dict[str, object]:
    """Return what each field must give; None where the cable prints none."""
    return {
        "dtg_raw": cable.dtg_raw,
        "precedence": cable.precedence,
        "info_precedence": cable.info_precedence,
        "originator": cable.originator,
        "addressees": tuple(one.plain_language_address for one in cable.addressees),
        "continuity_number": tuple(one.continuity_number for one in cable.addressees),
        "classification": cable.classification,
        "post": cable.post,
        "serial": cable.serial,
        "captions": cable.captions or None,
        "executive_order": cable.executive_order,
        "declassify_raw": cable.declassify_raw,
        "declassify_on": cable.declassify_on,
        "tags": cable.tags,
        "classification_reasons": cable.classification_reasons or None,
    }


def read(cable: Cable) -> dict[str, object]:
    """Return what was read, in the same shape."""
    return {
        "dtg_raw": cable.dtg_raw,
        "precedence": cable.precedence,
        "info_precedence": cable.info_precedence,
        "originator": cable.originator,
        "addressees": tuple(one.plain_language_address for one in cable.addressees),
        "continuity_number": tuple(one.continuity_number for one in cable.addressees),
        "classification": cable.classification,
        "post": cable.post,
        "serial": cable.serial,
        "captions": cable.captions or None,
        "executive_order": cable.executive_order,
        "declassify_raw": cable.declassify_raw,
        "declassify_on": cable.declassify_on.isoformat() if cable.declassify_on else None,
        "tags": cable.tags or None,
        "classification_reasons": cable.classification_reasons or None,
    }


def doubted(cable: Cable) -> set[str]:
    """Return the fields some defect names or whose chosen reading has a low confidence."""
    low = {
        one.field
        for one in cable.readings
        if one.is_chosen and one.confidence is not None and one.confidence < LOW_CONFIDENCE
    }
    told = {defect.field or "" for defect in cable.defects}
    told |= {defect.code.partition(".")[0] for defect in cable.defects}
    found = low | told
    if "addressees" in found:
        found.add("continuity_number")
    if found & {"mrn", "control_line"}:
        found |= {"post", "serial"}
    if "dtg" in found:
        found.add("dtg_raw")
    if "executive_order" in found:
        found |= {"declassify_raw", "declassify_on"}
    return found


def measure(share: float, *, cables_an_era: int, seed: int = 1) -> dict[str, Tally]:
    """Damage the headers of invented cables and return how each field then reads."""
    tallies: dict[str, Tally] = {}
    for era in Era:
        for number in range(cables_an_era):
            truth = make_cable(number, era)
            rng = Random(f"misread/{seed}/{share}/{era}/{number}")
            lines = [misread(line, share, rng) for line in header_lines(truth)]
            document = parse_document([page("\n".join(lines) + BODY)])
            _count(truth, document.cables[0] if document.cables else None, lines, tallies)
    return tallies


def _count(
    truth: CableTruth, cable: Cable | None, lines: list[str], tallies: dict[str, Tally]
) -> None:
    found = read(cable) if cable else {}
    told = doubted(cable) if cable else set()
    for name, wanted in expected(truth).items():
        tally = tallies.setdefault(name, Tally())
        value = found.get(name)
        if value == wanted:
            tally.exact += 1
        elif value in (None, ()):
            tally.missing += 1
        elif name in told:
            tally.flagged += 1
        else:
            tally.silent += 1
            tally.examples.append(f"{name}: {wanted!r} read {value!r} from {lines}")


def table(tallies: dict[str, Tally]) -> str:
    """Return the shares a field at a time, for a person to read."""
    rows = []
    for name, tally in tallies.items():
        parts = Counter(
            exact=tally.exact, flagged=tally.flagged, missing=tally.missing, silent=tally.silent
        )
        shares = "  ".join(f"{key} {100 * n / tally.total:5.1f}" for key, n in parts.items())
        rows.append(f"{name:24} {shares}")
    return "\n".join(rows)
