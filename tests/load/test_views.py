"""Every view of `mart`, with rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from extract.page import Box, TextSource
from flows.corrections.patch_file import check_patches
from load.connection import query
from load.tables.ddl import views
from load.tables.rows import DocumentLoad
from tests.load.invented import (
    cable,
    check_result,
    defect,
    document,
    document_id,
    mention,
    no_cable,
    page,
    paragraph,
    publish,
    quarantined,
    reading,
    redaction,
    reference,
)
from tests.load.test_copies import sketched, unnumbered
from tests.transform.test_fingerprint import damaged, prose
from transform.cable import (
    Block,
    Classification,
    Office,
    OfficeRole,
    Paragraph,
    Release,
    ReleaseDecision,
    Tag,
    TagKind,
)
from transform.defects import DefectCode
from transform.fingerprint import text_sketch
from transform.patch_values import READERS, is_release_field

pytestmark = pytest.mark.slow
"""Every test publishes real warehouse files."""

Ask = Callable[[str], list[dict[str, Any]]]
Mart = Callable[..., Ask]


@pytest.fixture
def mart(tmp_path: Path) -> Mart:
    """Publish documents, and get a function that asks the warehouse."""

    def make(*loads: DocumentLoad) -> Ask:
        path = tmp_path / "warehouse.duckdb"
        publish(path, loads)
        return lambda sql: query(path, sql)

    return make


def cable_id(number: int) -> str:
    return f"{document_id(number)[:16]}-01"


def released(decision: ReleaseDecision, on: date | None = None) -> Release:
    return Release(release_decision=decision, reviewed_on=on)


FULL, PART, DENIED = ReleaseDecision.FULL, ReleaseDecision.PART, ReleaseDecision.DENIED


def test_every_view_has_a_test():
    files = ("test_views.py", "test_search.py", "test_places.py", "test_ops_views.py")
    text = "".join(Path(__file__).with_name(name).read_text("utf-8") for name in files)
    for view in views():
        assert f"{view.schema}.{view.name}" in text, view.name


@pytest.mark.parametrize(
    ("first", "second", "better"),
    [
        pytest.param(
            document(1, cable(7), release=released(PART)),
            document(2, cable(7), release=released(FULL)),
            2,
            id="released-further",
        ),
        pytest.param(
            document(1, cable(7, sections_present=(1,), section_count=2, word_count=99)),
            document(2, cable(7, sections_present=(1, 2), section_count=2)),
            2,
            id="more-sections",
        ),
        pytest.param(
            document(1, cable(7), release=released(DENIED)),
            document(2, cable(7), release=released(PART)),
            2,
            id="not-denied",
        ),
        pytest.param(
            document(1, cable(7, redactions=(redaction(), redaction()), redaction_count=1)),
            document(2, cable(7, redactions=(redaction(),), redaction_count=1)),
            2,
            id="fewer-words-withheld",
        ),
        pytest.param(
            document(1, cable(7, redaction_count=2)),
            document(2, cable(7, redaction_count=1)),
            2,
            id="fewer-redactions",
        ),
        pytest.param(
            document(1, cable(7, word_count=9)),
            document(2, cable(7, word_count=10)),
            2,
            id="more-words",
        ),
        pytest.param(
            document(1, cable(7, confidence=0.5)),
            document(2, cable(7, confidence=0.6)),
            2,
            id="surer-reading",
        ),
        pytest.param(
            document(1, cable(7, confidence=0.9)),
            document(2, cable(7, confidence=None)),
            2,
            id="embedded-text",
        ),
        pytest.param(
            document(1, cable(7, confidence=0.92, tags=())),
            document(2, cable(7, confidence=0.91)),
            2,
            id="more-header-fields",
        ),
        pytest.param(
            document(1, cable(7, confidence=0.8), release=released(FULL)),
            document(2, cable(7, confidence=0.9), release=Release()),
            2,
            id="a-decision-not-read-withholds-nothing",
        ),
        pytest.param(
            document(1, cable(7, redaction_count=1), release=Release()),
            document(2, cable(7), release=released(PART)),
            2,
            id="what-is-withheld-before-what-is-stamped",
        ),
        pytest.param(
            document(1, cable(7, confidence=0.4, word_count=10)),
            document(2, cable(7, confidence=0.9, word_count=9)),
            1,
            id="text-before-a-sure-reading",
        ),
        pytest.param(
            document(1, cable(7, confidence=0.4, word_count=104)),
            document(2, cable(7, confidence=0.9, word_count=100)),
            2,
            id="debris-is-no-text",
        ),
        pytest.param(quarantined(5), document(2, cable(5, word_count=1)), 2, id="not-quarantined"),
        pytest.param(
            document(1, cable(7)),
            document(2, cable(7)),
            min((1, 2), key=document_id),
            id="lowest-id-among-equals",
        ),
    ],
)
def test_best_copy(mart: Mart, first: DocumentLoad, second: DocumentLoad, better: int):
    rows = mart(first, second)("FROM mart.best_copy")
    assert [(row["cable_id"], row["copies"]) for row in rows] == [(cable_id(better), 2)]


def test_same_cables_and_near_duplicates(mart: Mart):
    again = datetime(2011, 3, 2, tzinfo=UTC)
    other_name = sketched(prose(1), post="KYIV")
    ask = mart(
        document(1, sketched(prose(1), post="KIEV")),
        document(2, other_name),
        document(3, unnumbered(prose(1), originator="AMEMBASSY KIEV")),
        document(4, unnumbered(prose(1), originator=None, dtg=None)),
        document(5, sketched(damaged(prose(1), 0.02), 8, "KIEV", dtg=again)),
        no_cable(6, text_sketch(prose(3))),
        no_cable(7, text_sketch(prose(3))),
    )
    number = {cable_id(n): n for n in range(1, 6)} | {document_id(n): n for n in (6, 7)}
    same = {
        frozenset((number[row["cable_id"]], number[row["other_cable_id"]])): row["how"]
        for row in ask("FROM mart.same_cables")
    }
    assert same == {
        frozenset((1, 2)): "same mrn",
        frozenset((1, 3)): "same sender and time",
        frozenset((2, 3)): "near text",
        frozenset((1, 4)): "near text",
        frozenset((2, 4)): "near text",
        frozenset((3, 4)): "near text",
    }
    near = {
        frozenset((number[row["id"]], number[row["other_id"]])): row["is_same_cable"]
        for row in ask("FROM mart.near_duplicates")
    }
    assert near == dict.fromkeys(same, True) | {frozenset((5, n)): False for n in (1, 2, 3, 4)} | {
        frozenset((6, 7)): False
    }
    best = ask("SELECT mrn, copies FROM mart.best_copy ORDER BY mrn")
    assert [(row["mrn"], row["copies"]) for row in best] == [("11 KIEV 7", 4), ("11 KIEV 8", 1)]


def test_distinct_cables_keeps_cables_without_a_number(mart: Mart):
    ask = mart(
        document(1, cable(7)),
        document(2, cable(7)),
        document(3, unnumbered(prose(1))),
        document(4, unnumbered(prose(1))),
        document(5, cable(8, mrn=None)),
    )
    assert len(ask("FROM mart.distinct_cables")) == 3


def test_cables_by_month(mart: Mart):
    later = datetime(2011, 3, 2, tzinfo=UTC)
    ask = mart(
        document(1),
        document(2),
        document(3, cable(2)),
        document(4, cable(4, dtg=later, classification=Classification.SECRET)),
        document(5, cable(5, "KIEV", dtg=None)),
        document(6, cable(6, "NOWHEREVILLE")),
    )
    rows = ask("FROM mart.cables_by_month")
    expected = {
        ("MEXICO", "Mexico", "UNCLASSIFIED", date(2011, 1, 1), 2, 20),
        ("MEXICO", "Mexico", "SECRET", date(2011, 3, 1), 1, 10),
        ("KIEV", "Ukraine", "UNCLASSIFIED", None, 1, 10),
        ("NOWHEREVILLE", None, "UNCLASSIFIED", date(2011, 1, 1), 1, 10),
    }
    assert {tuple(row.values()) for row in rows} == expected


def test_tag_months(mart: Mart):
    tags = (
        Tag(tag="PGOV", kind=TagKind.SUBJECT),
        Tag(tag="PGOV", kind=TagKind.SUBJECT),
        Tag(tag="MX", kind=TagKind.GEOGRAPHIC),
    )
    ask = mart(document(1, cable(1, tag_list=tags)), document(2), document(3, cable(2)))
    rows = ask("SELECT tag, kind, month::VARCHAR AS month, cables FROM mart.tag_months")
    assert [tuple(row.values()) for row in rows] == [
        ("MX", "geographic", "2011-01-01", 1),
        ("PGOV", "subject", "2011-01-01", 2),
    ]


def test_reference_graph_and_cited_not_held(mart: Mart):
    cites = (reference("11 MEXICO 2"), reference("09 MEXICO 829"), reference("09 MEXICO 829"))
    later = datetime(2011, 5, 1, tzinfo=UTC)
    ask = mart(
        document(1, cable(1, references=cites)),
        document(2, cable(2, references=(reference("09 MEXICO 829"),), dtg=later)),
    )
    rows = ask("FROM mart.reference_graph")
    assert [
        (row["source_mrn"], row["target_mrn"], row["is_held"], row["times"]) for row in rows
    ] == [
        ("11 MEXICO 1", "09 MEXICO 829", False, 2),
        ("11 MEXICO 1", "11 MEXICO 2", True, 1),
        ("11 MEXICO 2", "09 MEXICO 829", False, 1),
    ]
    assert rows[1]["target_cable_id"] == cable_id(2)
    assert ask("FROM mart.cited_not_held") == [
        {
            "mrn": "09 MEXICO 829",
            "citations": 2,
            "first_cited": datetime(2011, 1, 31, 22, 43),
            "last_cited": datetime(2011, 5, 1),
        }
    ]


def test_reference_graph_counts_what_paragraphs_mention(mart: Mart):
    cites = (reference("11 MEXICO 2"), reference("09 MEXICO 829"))
    said = (mention(1), mention(1), mention(None), mention(mrn="10 LIMA 7"))
    ask = mart(document(1, cable(1, references=cites, mentions=said)), document(2))
    rows = ask("SELECT target_mrn, is_held, times, mentions FROM mart.reference_graph")
    assert [tuple(row.values()) for row in rows] == [
        ("09 MEXICO 829", False, 1, 0),
        ("10 LIMA 7", False, 0, 1),
        ("11 MEXICO 2", True, 1, 2),
    ]


def test_one_cable_under_two_names_of_its_post_is_one(mart: Mart):
    ask = mart(
        document(1, cable(1, references=(reference("93 KIEV 5"), reference("93 KIEV 6")))),
        document(2, cable(2, references=(reference("93 KYIV 5"), reference("93 KYIV 6")))),
        document(3, cable(5, "KYIV", year=1993, mrn="93 KYIV 5")),
    )
    rows = ask("SELECT source_mrn, target_mrn FROM mart.reference_graph WHERE is_held")
    assert [tuple(row.values()) for row in rows] == [
        ("11 MEXICO 1", "93 KYIV 5"),
        ("11 MEXICO 2", "93 KYIV 5"),
    ]
    assert [(row["mrn"], row["citations"]) for row in ask("FROM mart.cited_not_held")] == [
        ("93 KIEV 6", 2)
    ]


def test_release_lag(mart: Mart):
    ask = mart(
        document(1, release=released(FULL, date(2011, 2, 1))),
        document(2, release=released(FULL, date(2011, 2, 3))),
        document(3, release=released(PART, date(2012, 1, 31))),
        document(4, release=released(PART)),
        document(5, cable(5, dtg=None), release=released(PART, date(2012, 1, 31))),
    )
    rows = ask("FROM mart.release_lag")
    assert [tuple(row.values()) for row in rows] == [
        (2011, "full", 2, 1, 2.0, 2.0, 3),
        (2011, "part", 1, 365, 365.0, 365.0, 365),
    ]


def test_redaction_share(mart: Mart):
    twice = (redaction(("B1", "1.4(D)")), redaction(("B1",)), redaction(()))
    ask = mart(
        document(1, cable(1, redactions=twice)),
        document(2),
        document(3, cable(3, year=None, redactions=(redaction(("B6",)),))),
    )
    rows = ask(
        "SELECT year, exemption, cables, redacted_cables, redactions, redacted_share "
        "FROM mart.redaction_share ORDER BY ALL"
    )
    assert {tuple(row.values()) for row in rows} == {
        (2011, "1.4(D)", 2, 1, 1, 0.5),
        (2011, "B1", 2, 1, 2, 0.5),
        (2011, None, 2, 1, 1, 0.5),
        (None, "B6", 1, 1, 1, 1.0),
    }


@pytest.mark.parametrize(
    ("reviewed_on", "code", "authority", "is_in_force"),
    [
        (date(2005, 1, 1), "1.4(D)", "E.O. 12958 as amended", True),
        (date(2015, 1, 1), "1.4(D)", "E.O. 13526", True),
        (date(2005, 1, 1), "1.5(D)", "E.O. 12958 as issued", False),
        (None, "1.4(D)", "E.O. 13526", None),
        (date(2015, 1, 1), "B1", "FOIA", True),
        (date(2015, 1, 1), "Z9", None, None),
    ],
)
def test_redaction_reasons(mart: Mart, reviewed_on, code, authority, is_in_force):
    ask = mart(
        document(
            1,
            cable(1, redactions=(redaction((code,)), redaction(()))),
            release=released(PART, reviewed_on),
        )
    )
    (row,) = ask("FROM mart.redaction_reasons")
    found = (row["exemption"], row["authority"], row["is_in_force"])
    assert found == (code, authority, is_in_force)
    assert (row["meaning"] is None) is (authority is None)


def test_unknown_entries(mart: Mart):
    tags = (
        Tag(tag="PGOV", kind=TagKind.SUBJECT),
        Tag(tag="UR", kind=TagKind.GEOGRAPHIC),
        Tag(tag="ZZQX", kind=TagKind.UNKNOWN),
        Tag(tag="EXAMPLE, JANE", kind=TagKind.PERSON),
    )
    offices = tuple(
        Office(role=OfficeRole.INFO, office=office, copies=0) for office in ("WHA", "ZZQ")
    )
    ask = mart(
        document(
            1,
            cable(
                1,
                "TESTVILLE",
                tag_list=tags,
                distribution=offices,
                references=(reference("11 MEXICO 7"), reference("11 ELSEWHERE 8")),
                redactions=(redaction(("B1", "Z9")),),
            ),
        ),
        document(2, cable(2, tag_list=tags[-2:])),
    )
    rows = ask("FROM mart.unknown_entries")
    assert {tuple(row.values()) for row in rows} == {
        ("tags", "ZZQX", "unknown", 2, 2, 2011, 2011),
        ("tags", "UR", "outside its years", 1, 1, 2011, 2011),
        ("offices", "ZZQ", "unknown", 1, 1, 2011, 2011),
        ("posts", "TESTVILLE", "unknown", 1, 1, 2011, 2011),
        ("posts", "ELSEWHERE", "unknown", 1, 1, 2011, 2011),
        ("exemptions", "Z9", "unknown", 1, 1, 2011, 2011),
    }


TWO_VOICES = (
    reading("subject", "AS TYPED"),
    reading("subject", "AS CATALOGUED", block=Block.CARD, is_chosen=False),
    reading("originator", "AMEMBASSY MEXICO"),
    reading("originator", "AMEMBASSY MEXICO", block=Block.CARD, is_chosen=False),
    reading("executive_order", None, block=Block.CARD, is_chosen=False),
)


def test_field_readings(mart: Mart):
    ask = mart(document(1, cable(1, readings=TWO_VOICES)), document(2, cable(2)))
    two_voices = "SELECT any_value(cable_id) FROM readings WHERE block = 'card'"
    rows = {row["field"]: row for row in ask(f"FROM mart.field_readings(({two_voices}))")}
    assert set(rows) == {"subject", "originator"}
    assert rows["subject"]["said"] == ["card: AS CATALOGUED", "telegram: AS TYPED"]
    assert rows["subject"]["chosen_value"] == "AS TYPED"
    assert [rows[field]["is_agreed"] for field in ("subject", "originator")] == [False, True]


def test_field_completeness(mart: Mart):
    typed = (page(3, source=TextSource.EMBEDDED),)
    ask = mart(
        document(1, cable(1, readings=TWO_VOICES)),
        document(2, cable(2, subject=None, readings=(), references=(reference("11 MEXICO 1"),))),
        document(3, cable(3, tags=()), pages=typed),
    )
    rows = {
        (row["field"], row["text_source"]): row
        for row in ask("FROM mart.field_completeness WHERE year = 2011")
    }
    subject = rows["subject", "ocr"]
    assert (subject["cables"], subject["found_share"]) == (2, 0.5)
    assert (subject["agreeing_share"], subject["compared_cables"]) == (0.0, 1)
    assert rows["originator", "ocr"]["agreeing_share"] == 1.0
    assert rows["mrn", "ocr"]["agreeing_share"] is None
    assert rows["references", "ocr"]["found_share"] == 0.5
    assert rows["tags", "embedded"]["found_share"] == 0.0
    assert rows["addressees", "embedded"]["found_share"] == 1.0


def test_quality_by_run(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    for number, success in ((1, True), (2, True), (3, False)):
        other = check_result(number, expectation="other", severity="warning")
        results = [other, check_result(number, success)]
        publish(path, [document(1)], number, results=results)
    rows = query(path, "FROM mart.quality_by_run")
    assert [
        (row["run_id"], row["checks_of"], row["checks"], row["failed"], row["failed_error"])
        for row in rows
    ] == [
        ("run-1", "run-1", 2, 0, 0),
        ("run-2", "run-1", 2, 0, 0),
        ("run-3", "run-3", 2, 1, 1),
    ]


def test_quality_by_run_of_runs_without_checks(mart: Mart):
    rows = mart(document(1))("FROM mart.quality_by_run")
    assert [(row["run_id"], row["checks"]) for row in rows] == [("run-1", None)]


def test_needs_review(mart: Mart):
    place = Box(x0=1.0, top=2.0, x1=3.0, bottom=4.0)
    doubtful = cable(
        1,
        readings=(
            *TWO_VOICES,
            reading("serial", "6392", raw="006392", confidence=0.3, line_no=3, box=place),
        ),
        defects=(
            defect(DefectCode.FIELD_LOW_CONFIDENCE, "serial", line_no=1),
            defect(DefectCode.READINGS_DISAGREE, "subject"),
            defect(DefectCode.DTG_IMPOSSIBLE, "dtg", line_no=2),
            defect(DefectCode.TAG_UNKNOWN, "tags"),
            defect(DefectCode.SECTION_MISSING),
        ),
    )
    rows = mart(document(1, doubtful), document(2))("FROM mart.needs_review")
    assert [(row["field"], row["severity"], row["reasons"]) for row in rows] == [
        ("dtg", "error", ["dtg.impossible"]),
        ("serial", "warning", ["field.low_confidence"]),
        ("subject", "warning", ["readings.disagree"]),
    ]
    by_field = {row["field"]: row for row in rows}
    serial = by_field["serial"]
    assert (serial["value"], serial["raw"], serial["confidence"]) == ("6392", "006392", 0.3)
    assert (serial["page_no"], serial["line_no"]) == (1, 3)
    assert [serial[edge] for edge in ("x0", "top", "x1", "bottom")] == [1.0, 2.0, 3.0, 4.0]
    assert (serial["mrn"], serial["file_name"]) == ("11 MEXICO 1", "1.pdf")
    dtg = by_field["dtg"]
    assert (dtg["page_no"], dtg["line_no"], dtg["x0"]) == (1, 2, 72.0), "from the printed line"
    assert by_field["subject"]["message"] == "about subject"
    assert serial["patch"] == (
        f"- document: {document_id(1)[:16]}\n  cable: 1\n  field: serial\n"
        '  printed: "006392"\n  value: 1\n  reason:\n  by:\n  on:\n'
    )


def test_what_a_person_decided_is_not_listed(mart: Mart):
    keyed = {"rule": "patch:patches.yml AB 2026-02-01"}
    decided = cable(
        1,
        readings=(
            reading("serial", "1", **keyed),
            reading("subject", None, **keyed),
            reading("year", "2011", **keyed),
            reading("case_id", "1", block=Block.STAMP, **keyed),
        ),
        defects=(
            defect(DefectCode.FIELD_LOW_CONFIDENCE, "serial"),
            defect(DefectCode.SUBJECT_MISSING, "subject"),
            defect(DefectCode.FIELD_LOW_CONFIDENCE, "year"),
            defect(DefectCode.PATCH_STALE, "year"),
        ),
    )
    load = document(1, decided)
    assert load.parsed is not None
    stamped = replace(load.parsed, defects=(defect(DefectCode.RELEASE_UNREADABLE, "case_id"),))
    rows = mart(replace(load, parsed=stamped))("FROM mart.needs_review")
    assert [(row["field"], row["reasons"]) for row in rows] == [
        ("year", ["field.low_confidence", "patch.stale"])
    ]


@pytest.mark.parametrize("said", ['a "quoted" word', "two\nlines", "\x7f\x85\ufffe\u00e9 \\ #"])
def test_every_stub_can_be_read_and_signed(mart: Mart, said: str):
    everything = [*READERS, "paragraphs", "body"]
    release = released(FULL, date(2011, 7, 11))
    names = [name for name in everything if is_release_field(name)]
    doubtful = cable(
        1,
        references=(reference("09 LIMA 829"),),
        readings=(reading("subject", "X", raw=said),),
        defects=tuple(
            defect(DefectCode.FIELD_LOW_CONFIDENCE, name)
            for name in everything
            if name not in names
        ),
    )
    load = document(1, doubtful, release=release)
    assert load.parsed is not None
    listed = tuple(defect(DefectCode.FIELD_LOW_CONFIDENCE, name) for name in names)
    rows = mart(replace(load, parsed=replace(load.parsed, defects=listed)))(
        "FROM mart.needs_review"
    )
    stubs = "".join(row["patch"] for row in rows if row["patch"])
    signed = stubs.replace("reason:", "reason: x").replace("by:", "by: x")
    entries = check_patches(signed.replace("on:\n", "on: 2026-02-01\n"), Path("patches.yml"))
    assert {entry.field for entry in entries} == set(READERS)
    assert {row["field"] for row in rows if row["patch"] is None} == {"paragraphs", "body"}


SENTENCE = "The harbour master told the consul that the quay would be closed for the winter."
OTHER = "Prices of bread and of lamp oil rose again while the council debated the tariff."


def section(number: int, *sections: int) -> DocumentLoad:
    """A document that holds some of three sections, a paragraph of each."""
    paragraphs = tuple(
        replace(
            paragraph(1 + 2 * no, f"Section {no} as in {number}."),
            section_no=no, heading="QUAY" if no > 1 else None,
        )
        for no in sections
    )  # fmt: skip
    one = cable(7, section_count=3, sections_present=sections, paragraphs=paragraphs)
    return document(number, one)


def test_whole_cables(mart: Mart):
    one = section(1, 1)
    withheld = paragraph(5, "Section 2 [REDACTED B1].", 1)
    both = section(2, 1, 2)
    assert both.parsed is not None
    (given,) = both.parsed.cables
    part = replace(
        given, paragraphs=(given.paragraphs[0], replace(withheld, section_no=2)), redaction_count=1
    )
    ask = mart(
        one,
        replace(both, parsed=replace(both.parsed, cables=(part,))),
        section(3, 2),
        document(4, cable(8, body="8. All of it.")),
        document(5, cable(9, section_count=2, sections_present=(2,))),
        document(6, cable(10, mrn=None)),
        document(10, cable(10, sections_present=(), body=None)),
        document(11, cable(11, sections_present=(), body=None)),
        document(12, cable(11, sections_present=(), body=None)),
    )
    rows = ask(
        "SELECT serial, section_count, sections_present, sections_missing, is_whole, cable_ids, "
        "body FROM mart.whole_cables ORDER BY serial"
    )
    assert [tuple(row.values()) for row in rows] == [
        (
            7, 3, [1, 2], [3], False, [cable_id(2), cable_id(3)],
            "3. (SBU) Section 1 as in 2.\n\nQUAY\n\n5. (SBU) Section 2 as in 3.",
        ),
        (8, 1, [1], [], True, [cable_id(4)], "8. All of it."),
        (9, 2, [2], [1], False, [cable_id(5)], "words"),
        (10, 1, [], [1], False, [], None),
        (11, 1, [], [1], False, [], None),
    ]  # fmt: skip


def test_ranked_copies(mart: Mart):
    ask = mart(document(1, cable(7)), document(2, cable(7, word_count=99)), document(3))
    rows = ask("SELECT cable_id, copies, copy_rank FROM mart.ranked_copies ORDER BY ALL")
    assert {tuple(row.values()) for row in rows} == {
        (cable_id(2), 2, 1), (cable_id(1), 2, 2), (cable_id(3), 1, 1),
    }  # fmt: skip


def releases(number: int, *paragraphs: Paragraph, on: date | None, **more: Any) -> DocumentLoad:
    """A release of cable 7 with these paragraphs."""
    given = cable(7, paragraphs=paragraphs, **more)
    decision = PART if on == date(2000, 1, 1) else FULL
    return document(number, given, release=released(decision, on))


def test_release_diff_and_shown_elsewhere(mart: Mart):
    withheld = SENTENCE.replace("the quay", "[REDACTED B1]")
    late = (paragraph(1, SENTENCE), paragraph(None, "Unnumbered text."), paragraph(4, OTHER))
    ask = mart(
        releases(
            1,
            paragraph(1, withheld, 1),
            paragraph(None, "Unnumbered [REDACTED B6].", 1),
            on=date(2000, 1, 1),
            redactions=(replace(redaction(("B7(C)",)), paragraph_position=None),),
        ),
        releases(2, *late, on=date(2010, 1, 1)),
        releases(3, *late, on=None),
    )
    rows = ask(
        "SELECT mrn, paragraph_number, withheld, shown, exemptions, earlier_text, later_text, "
        "earlier_cable_id, later_cable_id FROM mart.release_diff"
    )
    ids = (cable_id(1), cable_id(2))
    assert [tuple(row.values()) for row in rows] == [
        ("11 MEXICO 7", 1, "[REDACTED B1]", "the quay", ["B1"], withheld, SENTENCE, *ids),
        (
            "11 MEXICO 7", None, "[REDACTED B6]", "text.", ["B6"], "Unnumbered [REDACTED B6].",
            "Unnumbered text.", *ids,
        ),
        ("11 MEXICO 7", 4, None, OTHER, ["B7(C)"], None, OTHER, *ids),
    ]  # fmt: skip
    assert ask("SELECT DISTINCT earlier_decision, later_decision FROM mart.release_diff") == [
        {"earlier_decision": "part", "later_decision": "full"}
    ]
    elsewhere = ask("SELECT shown_cable_id, shown FROM mart.shown_elsewhere")
    assert {(row["shown_cable_id"], row["shown"]) for row in elsewhere} == {
        (cable_id(n), shown) for n in (2, 3) for shown in ("the quay", "text.", OTHER)
    }


def test_a_release_denied_in_full_withheld_every_paragraph(mart: Mart):
    page_denied = replace(redaction(("B3",)), paragraph_position=None)
    denied = cable(7, paragraphs=(), body=None, redactions=(page_denied,))
    ask = mart(
        document(1, denied, release=released(DENIED, date(1999, 1, 1))),
        releases(2, paragraph(1, SENTENCE), paragraph(2, OTHER), on=date(2010, 1, 1)),
    )
    rows = ask("SELECT paragraph_number, scope, exemptions FROM mart.release_diff")
    assert [tuple(row.values()) for row in rows] == [
        (1, "paragraph", ["B3"]),
        (2, "paragraph", ["B3"]),
    ]


def test_a_section_that_a_copy_is_without_is_not_withheld(mart: Mart):
    ask = mart(
        releases(1, paragraph(1, SENTENCE), on=date(2000, 1, 1), section_count=2),
        releases(
            2, replace(paragraph(2, OTHER), section_no=2), on=date(2010, 1, 1), section_count=2,
            sections_present=(2,),
        ),
    )  # fmt: skip
    assert ask("FROM mart.shown_elsewhere") == []


def test_a_copy_that_withholds_nothing_is_no_release_in_part(mart: Mart):
    ask = mart(
        releases(1, paragraph(1, SENTENCE), on=date(2005, 1, 1)),
        releases(2, paragraph(1, SENTENCE), paragraph(2, OTHER), on=date(2010, 1, 1)),
    )
    assert ask("FROM mart.shown_elsewhere") == []
