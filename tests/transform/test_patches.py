"""Patches applied: they win, what they replace stays, and what is made of a field follows it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.transform.pages import page
from transform.cable import Block, Cable, ParsedDocument, Reading
from transform.parse import parse_document
from transform.patch_values import NEVER_EMPTY, READERS, is_release_field, keyed_text, read_keyed
from transform.patches import Patch

TELEGRAM = (
    "ACTION AF-00\nINFO LOG-01 /001W\n------------------111303 022200Z /38\n"
    "O R 022125Z JAN 74\nFM AMEMBASSY ACCRA\nTO SECSTATE WASHDC 1844\nINFO AMCONSUL LAGOS\n\n"
    "SECRET ACCRA 0015\nLIMDIS\n\n"
    "E.O. 11652: GDS\nTAGS: EAID, GH, US\nSUBJ: COCOA\nREF: LAGOS 12\n\n"
    "1. SUMMARY. ONE TWO THREE.\n\n2. FOUR FIVE SIX.\nSAMPLE\n"
)
CARD = (
    "MRN:      74 ACCRA 15\nDate/DTG: 022125Z Jan 74\nFrom:     AMEMBASSY ACCRA\n"
    "TAGS:     EAID, GH\nAction:   LAGOS, AMCONSUL ROUTINE\n\n"
)
ATTRIBUTES = (
    "Message Attributes\nDocument Number: 1974ACCRA00015\nDraft Date: 03 JAN 1974\n"
    "Original Classification: SECRET\nTAGS: EAID\nSubject: COCOA\n"
)
STAMP = "RELEASED IN FULL"


def patch(field: str, value, printed: str | None = None, cable_no: int | None = 1) -> Patch:
    return Patch(
        cable_no=None if is_release_field(field) else cable_no,
        field=field,
        text=keyed_text(value),
        value=read_keyed(field, value),
        printed=printed,
        rule="patch:patches.yml AB 2026-02-01",
    )


def parse(text: str, *patches: Patch, confidence: float | None = None) -> ParsedDocument:
    return parse_document([page(text, confidence=confidence)], patches)


def only(text: str, *patches: Patch, confidence: float | None = None) -> Cable:
    (one,) = parse(text, *patches, confidence=confidence).cables
    return one


def chosen(cable: Cable, field: str) -> Reading:
    (one,) = [r for r in cable.readings if r.field == field and r.is_chosen]
    return one


def codes(document: Cable | ParsedDocument) -> set[str]:
    return {defect.code for defect in document.defects if defect.code.startswith("patch.")}


@pytest.mark.parametrize(
    ("field", "keyed", "follows"),
    [
        pytest.param("serial", "51", {"mrn": "74 ACCRA 51"}, id="number-of-the-control-line"),
        pytest.param(
            "dtg_raw", "032125Z FEB 75",
            {"dtg": datetime(1975, 2, 3, 21, 25, tzinfo=UTC), "year": 1975, "mrn": "75 ACCRA 15"},
            id="date-time-group",
        ),
        pytest.param(
            "dtg", "1975-02-03T21:25Z", {"year": 1975, "dtg_raw": "022125Z JAN 74"}, id="instant"
        ),
        pytest.param("dtg_raw", None, {"dtg": None}, id="no-date-time-group"),
        pytest.param(
            "mrn", "76 LAGOS 3", {"year": 1976, "post": "LAGOS", "serial": 3}, id="whole-number"
        ),
        pytest.param(
            "declassify_raw", "DECL: 1/2/80", {"declassify_on": date(1980, 1, 2)}, id="declassify"
        ),
        pytest.param("section_count", "2", {"sections_present": (1,)}, id="computed-column"),
        pytest.param("summary", "ONE.", {"comment": None}, id="summary"),
        pytest.param("captions", ["EXDIS"], {"captions": ("EXDIS",)}, id="gathered-field"),
        pytest.param("signature", "ABLE", {}, id="signature"),
        pytest.param("subject", None, {"subject": None}, id="prints-none"),
    ],
)  # fmt: skip
def test_what_follows_a_patch(field, keyed, follows):
    cable = only(TELEGRAM, patch(field, keyed))
    assert getattr(cable, field) == read_keyed(field, keyed)
    assert {name: getattr(cable, name) for name in follows} == follows


def test_the_replaced_reading_stays_unchosen():
    before = only(TELEGRAM)
    cable = only(TELEGRAM, patch("subject", "COFFEE", "SUBJ: COCOA"))
    keyed, was = chosen(cable, "subject"), chosen(before, "subject")
    assert (keyed.value, keyed.raw, keyed.confidence) == ("COFFEE", "COFFEE", 1.0)
    assert keyed.rule == "patch:patches.yml AB 2026-02-01"
    place = (was.block, was.page_no, was.line_no, was.box)
    assert (keyed.block, keyed.page_no, keyed.line_no, keyed.box) == place
    assert [(r.value, r.is_chosen) for r in cable.readings if r.block is was.block] != []
    assert ("COCOA", False) in [(r.value, r.is_chosen) for r in cable.readings]
    assert not codes(cable)


def test_the_rows_of_a_gathered_field_stay():
    cable = only(TELEGRAM, patch("captions", ["EXDIS"]))
    readings = [(r.value, r.is_chosen) for r in cable.readings if r.field == "captions"]
    assert sorted(readings) == [("EXDIS", True), ("LIMDIS", False)]


def test_a_patch_takes_the_block_it_replaces():
    cable = only(CARD + "1. ONE.", patch("tags", ["PGOV", "(ABLE, BAKER)", "GH"]))
    assert chosen(cable, "tags").block is Block.CARD
    assert cable.tags == ("PGOV", "GH")
    assert [tag.tag for tag in cable.tag_list] == ["PGOV", "ABLE, BAKER", "GH"]


def test_a_patched_number_of_a_card():
    cable = only(CARD + "1. ONE.", patch("serial", "16"))
    assert cable.mrn == "74 ACCRA 16"


def test_a_patch_ends_a_disagreement():
    text = CARD + TELEGRAM.replace("TAGS: EAID, GH, US", "TAGS: PGOV, GH")
    assert any(d.field == "tags" for d in only(text).defects)
    assert not any(d.field == "tags" for d in only(text, patch("tags", ["PGOV", "GH"])).defects if
                   d.code == "readings.disagree")  # fmt: skip


def test_the_archives_values_stand_beside_a_patch():
    cable = only(ATTRIBUTES, patch("originator", "AMEMBASSY ACCRA"))
    assert (cable.originator, cable.mrn, cable.subject) == (
        "AMEMBASSY ACCRA", "74 ACCRA 15", "COCOA"
    )  # fmt: skip


def test_lists_are_replaced_whole_and_mended_in_places():
    cable = only(
        TELEGRAM,
        patch("addressees", [{"action": "SECSTATE WASHDC 1845"}, {"info": "AMEMBASSY LOME"}]),
        patch("addressees[2].continuity_number", "77"),
        patch("distribution[2].copies", "3", "1"),
        patch("references", ["A) LAGOS 13", "B) 73 LOME 2"]),
        patch("paragraphs[2].text", "SEVEN.", "FOUR FIVE SIX."),
        patch("paragraphs[2].portion_marking", "S"),
    )
    assert [(a.plain_language_address, a.continuity_number) for a in cable.addressees] == [
        ("SECSTATE WASHDC", "1845"), ("AMEMBASSY LOME", "77")
    ]  # fmt: skip
    assert [(office.office, office.copies) for office in cable.distribution] == [
        ("AF", 0), ("LOG", 3)
    ]  # fmt: skip
    assert [ref.mrn for ref in cable.references] == ["74 LAGOS 13", "73 LOME 2"]
    assert cable.paragraphs[1].text == "SEVEN."
    assert cable.body is not None and cable.body.endswith("2. (S) SEVEN.")
    assert chosen(cable, "addressees").value == "SECSTATE WASHDC"
    assert chosen(cable, "paragraphs[2].text").value == "SEVEN."


@pytest.mark.parametrize(
    ("one", "told"),
    [
        pytest.param(patch("subject", "COFFEE", "SUBJ: TEA"), {"patch.stale"}, id="reads-other"),
        pytest.param(patch("subject", "COFFEE"), {"patch.stale"}, id="read-since"),
        pytest.param(patch("drafted_by", "ABLE", "DRAFTED BY"), {"patch.stale"}, id="gone"),
        pytest.param(patch("subject", "COCOA", "SUBJ:  COCOA\x7f"), {"patch.unneeded"}, id="same"),
        pytest.param(patch("subject", "COFFEE", "SUBJ: COCOA"), set(), id="other"),
        pytest.param(patch("subject", "TEA", "SUBJ: COCOA", 2), {"patch.unmatched"}, id="cable"),
        pytest.param(patch("paragraphs[9].text", "X"), {"patch.unmatched"}, id="place"),
    ],
)
def test_what_people_are_told(one, told):
    document = parse(TELEGRAM, one)
    assert codes(document) | codes(document.cables[0]) == told


def test_a_patch_that_confirms_a_doubtful_value_is_needed():
    doubtful = only(TELEGRAM, confidence=0.5)
    assert any(d.field == "serial" for d in doubtful.defects)
    cable = only(TELEGRAM, patch("serial", "15", "SECRET ACCRA 0015"), confidence=0.5)
    assert not codes(cable)
    assert not any(d.field == "mrn" and d.code == "patch.stale" for d in cable.defects)


def test_release_fields():
    document = parse(
        f"{STAMP}\n\n{TELEGRAM}",
        patch("release_decision", "part", STAMP),
        patch("case_id", "F-2011-1"),
    )
    release = document.release
    assert (release.release_decision, release.case_id) == ("part", "F-2011-1")
    (cable,) = document.cables
    assert chosen(cable, "release_decision").block is Block.STAMP
    assert ("full", False) in [(r.value, r.is_chosen) for r in cable.readings]
    assert not codes(document)
    again = parse(f"{STAMP}\n\n{TELEGRAM}", patch("release_decision", "part", "RELEASED IN PART"))
    assert codes(again) == {"patch.stale"}


def test_a_doubtful_stamp_is_settled():
    text = f"{STAMP}\nREVIEW AUTHORITY: ABLE\n\n{TELEGRAM}"
    doubtful = [d.field for d in parse(text, confidence=0.5).defects]
    assert "release_decision" in doubtful
    settled = parse(text, patch("release_decision", "full", STAMP), confidence=0.5)
    assert [d.field for d in settled.defects] == [f for f in doubtful if f != "release_decision"]


@pytest.mark.parametrize(
    "text",
    [TELEGRAM, CARD + TELEGRAM, CARD + "1. ONE.", ATTRIBUTES, "MEMORANDUM", STAMP],
    ids=["telegram", "both", "card", "attributes", "memorandum", "stamp"],
)
@pytest.mark.parametrize("field", sorted(set(READERS) - NEVER_EMPTY))
def test_any_field_of_any_document_can_be_emptied(text, field):
    document = parse(text, patch(field, None))
    for cable in document.cables:
        assert getattr(cable, field, None) in (None, ())
        assert sum(r.is_chosen for r in cable.readings if r.field == field) <= 1


def test_a_document_without_a_cable():
    document = parse("MEMORANDUM\nTO ALL", patch("case_id", "1"), patch("subject", "X"))
    assert document.release.case_id == "1"
    assert codes(document) == {"patch.unmatched"}


def test_no_patch_changes_nothing():
    assert parse(CARD + TELEGRAM) == parse_document([page(CARD + TELEGRAM)])
