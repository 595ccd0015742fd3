"""The generator keeps its own promises: same seed same cable, and truth that adds up."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from tests.synthetic import Era, PrintFormat, make_cable, print_cable, print_memo, words
from tests.synthetic.prints import Print

SEEDS = range(12)
FORMAT_OF = {
    Era.SEVENTIES: PrintFormat.NARA,
    Era.NINETIES: PrintFormat.CARD,
    Era.TWO_THOUSANDS: PrintFormat.FOIA,
}


def printed_text(printed: Print, *kinds: str) -> str:
    lines = [line for page in printed.lines()["pages"] for line in page["lines"]]
    return "\n".join(line["text"] for line in lines if line["kind"] in kinds)


@pytest.mark.parametrize("era", Era)
def test_the_same_seed_gives_the_same_cable_and_another_gives_another(era):
    assert make_cable(3, era) == make_cable(3, era)
    assert len({make_cable(seed, era).mrn for seed in SEEDS}) == len(SEEDS)


@pytest.mark.parametrize("era", Era)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_cable_says_adds_up(era, seed):
    cable = make_cable(seed, era)
    sent = datetime.strptime(cable.dtg, "%Y-%m-%dT%H:%M:00Z")
    assert cable.dtg_raw == f"{sent:%d%H%M}Z {sent:%b}".upper() + f" {sent:%y}"
    assert cable.mrn == f"{sent:%y} {cable.post} {cable.serial}"
    assert cable.distribution_total == sum(office.copies for office in cable.distribution)
    assert len({office.office for office in cable.distribution}) == len(cable.distribution)
    assert [p.number for p in cable.paragraphs] == list(range(1, len(cable.paragraphs) + 1))
    assert cable.signature.title() in {name.split()[-1] for name in words.PEOPLE}
    if cable.declassify_on:
        assert cable.declassify_on > cable.dtg[:10]


@pytest.mark.parametrize("era", Era)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_print_shows_the_header_and_says_it_is_invented(era, seed):
    cable = make_cable(seed, era)
    printed = print_cable(cable, FORMAT_OF[era])
    assert printed.lines()["pages"][0]["lines"][0] == {"kind": "notice", "text": words.NOTICE}
    header = printed_text(printed, "header")
    assert cable.dtg_raw in header
    assert f"FM {cable.originator}" in header
    assert f"TAGS: {', '.join(cable.tags)}" in header
    assert header.count("INFO AM") + header.count("INFO DIA") <= 1
    assert printed_text(printed, "sig").split("\n")[0] == cable.signature


@pytest.mark.parametrize("seed", SEEDS)
def test_body_lines_joined_are_the_paragraphs_of_the_truth(seed):
    printed = print_cable(make_cable(seed, Era.NINETIES), PrintFormat.CARD)
    assert printed.truth is not None
    joined = printed_text(printed, "body").replace("\n", " ")
    for paragraph in printed.truth.paragraphs:
        assert paragraph.text in joined


@pytest.mark.parametrize("seed", SEEDS)
def test_withheld_stretches_are_boxes_codes_and_tokens_alike(seed):
    cable = make_cable(seed, Era.TWO_THOUSANDS)
    printed = print_cable(cable, PrintFormat.FOIA, withheld_count=3)
    assert printed.truth is not None
    assert printed.release is not None
    assert printed.release.decision == "part"
    tokens = re.findall(
        r"\[REDACTED ([^\]]+)\]", " ".join(p.text for p in printed.truth.paragraphs)
    )
    boxes = [box for sheet in printed.sheets for box in sheet.redactions()]
    codes = [box["exemptions"][0] for box in boxes]
    assert tokens == codes == printed_text(printed, "margin").split("\n")
    assert sum(p.redaction_count for p in printed.truth.paragraphs) == len(codes) == 3
    assert [box["extent"] for box in boxes].count("lines") == 1


def test_every_section_repeats_the_addresses():
    cable = make_cable(1, Era.SEVENTIES, section_count=2)
    header = printed_text(print_cable(cable, PrintFormat.NARA), "header")
    assert header.count(f"FM {cable.originator}") == 2
    assert "SECTION 1 OF 2" in header
    assert "SECTION 2 OF 2" in header
    assert "02 OF 02" in header


def test_a_layout_that_cannot_show_what_is_asked_for_says_so():
    with pytest.raises(ValueError, match="print it as foia"):
        print_cable(make_cable(1, Era.NINETIES), PrintFormat.CARD, withheld_count=1)
    with pytest.raises(ValueError, match="one section"):
        print_cable(make_cable(1, Era.NINETIES, section_count=2), PrintFormat.CARD)


def test_a_memo_is_no_cable():
    assert print_memo().fields() == {"status": "no_cable"}
    assert "FM " not in printed_text(print_memo(), "body")


@pytest.mark.parametrize("variant", range(6))
def test_a_variant_changes_the_look_and_not_the_cable(variant):
    cable = make_cable(2, Era.TWO_THOUSANDS)
    one, other = (print_cable(cable, PrintFormat.FOIA, variant=v) for v in (variant, variant + 1))
    assert one.truth == other.truth == cable
    assert one.pdf != other.pdf
