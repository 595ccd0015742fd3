"""The score on a small warehouse with known mistakes, against truth of each kind."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest

from expectations.score import (
    render,
    score,
)
from expectations.score.header import header_share
from expectations.score.printed import LAYERS_OF_KIND
from expectations.score.report import FieldScore, GroupScore, ScoreReport
from expectations.score.truth import read_truths
from extract.errors import ConfigurationError
from tests.expectations.truth import TEXT, TRUTH, write
from tests.expectations.warehouse import (
    CABLE,
    DOCUMENT,
    MEMO,
    OTHER_CABLE,
    OTHER_DOCUMENT,
    Warehouse,
)
from transform.cable import Block


def group_of(report: ScoreReport, name: str = "hand") -> GroupScore:
    return next(group for group in report.groups if group.group == name)


def field_of(report: ScoreReport, name: str, group: str = "hand") -> FieldScore:
    return next(field for field in group_of(report, group).fields if field.field == name)


def test_a_cable_read_right_scores_full(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)

    report = score([truths], warehouse)

    assert group_of(report).misses == ()
    assert {
        "mrn",
        "tags",
        "addressees",
        "references",
        "distribution.copies",
        "release_decision",
    } < {field.field for field in group_of(report).fields}
    assert group_of(report).similarities == (1.0, 1.0)
    assert report.accounts.is_whole


@pytest.mark.parametrize(
    ("change", "field", "expected", "read"),
    [
        pytest.param(
            "update cables set subject = 'A TEXT'", "subject", "A TEST", "A TEXT", id="misread"
        ),
        pytest.param("update cables set subject = null", "subject", "A TEST", None, id="missed"),
        pytest.param("update cables set signature = 'X'", "signature", None, "X", id="invented"),
        pytest.param(
            "update cables set dtg = '1911-01-31 22:43:00'",
            "dtg",
            "2011-01-31T22:43:00Z",
            "1911-01-31T22:43:00Z",
            id="century",
        ),
        pytest.param(
            "update distribution set copies = 0", "distribution.copies", "1", "0", id="a part"
        ),
        pytest.param(
            "update addressees set plain_language_address = 'SECSTATE WASHDG'",
            "addressees",
            "action SECSTATE WASHDC",
            "action SECSTATE WASHDG",
            id="a record",
        ),
        pytest.param(
            "update documents set case_id = '201103281'", "case_id", None, "201103281", id="release"
        ),
        pytest.param(
            "update paragraphs set portion_marking = 'S' where number = 2",
            "paragraphs.portion_marking",
            "U",
            "S",
            id="a marking",
        ),
    ],
)
def test_a_mistake_is_shown(
    warehouse: Warehouse,
    truths: Path,
    change: str,
    field: str,
    expected: str | None,
    read: str | None,
):
    write(truths / "392.json", TRUTH)
    warehouse.run(change)

    misses = group_of(score([truths], warehouse)).misses

    assert (field, expected, read) in [
        (miss.pair.field, miss.pair.expected, miss.pair.read) for miss in misses
    ]


def test_lists_count_by_items_and_keep_their_order(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH | {"tags": ["PGOV", "PREL", "SMIG", "XK"]})
    warehouse.run(
        f"update cables set tags = ['PGOV', 'SM1G', 'XK', 'MX'] where cable_id = '{CABLE}'"
    )

    tags = field_of(score([truths], warehouse), "tags")

    assert (tags.expected, tags.found, tags.right, tags.exact) == (4, 4, 2, 0)
    assert (tags.precision, tags.recall) == (0.5, 0.5)


def test_a_miss_names_what_was_printed_and_where(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)
    warehouse.run(f"update cables set subject = 'A TEXT' where cable_id = '{CABLE}'")
    warehouse.run(
        "update readings set raw = 'A TEXT.', page_no = 2 where field = 'subject' "
        f"and cable_id = '{CABLE}'"
    )

    (miss,) = group_of(score([truths], warehouse)).misses

    assert (miss.printed, miss.page_no) == ("A TEXT.", 2)
    assert miss.box is not None
    assert (miss.box.x0, miss.box.top) == (72, 40)


def test_a_miss_without_a_reading_is_looked_for_on_the_page(warehouse: Warehouse, truths: Path):
    office = {"role": "info", "office": "DSCC", "copies": 0}
    write(truths / "392.json", TRUTH | {"distribution": [*TRUTH["distribution"], office]})
    warehouse.run(
        "update lines set text = 'ZZZ-01 DSOC-00' "
        f"where document_id = '{DOCUMENT}' and page_no = 2 and line_no = 2"
    )

    misses = {miss.pair.field: miss for miss in group_of(score([truths], warehouse)).misses}

    miss = misses["distribution"]
    assert (miss.pair.expected, miss.printed, miss.page_no) == ("info DSCC", "ZZZ-01 DSOC-00", 2)
    assert miss.box is not None
    assert misses["distribution.copies"].pair.part_of == "info DSCC"
    assert misses["distribution.copies"].box == miss.box


def test_a_stamp_is_placed_by_the_reading_of_a_cable(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH | {"release": {"case_id": "201103281"}})
    warehouse.add(
        "readings",
        cable_id=CABLE,
        position=9,
        field="case_id",
        block="stamp",
        raw="DATE/CASE ID: 11 JUL 2011 20I1",
        value="2011",
        is_chosen=True,
        page_no=2,
    )

    (miss,) = group_of(score([truths], warehouse)).misses

    assert (miss.printed, miss.page_no) == ("DATE/CASE ID: 11 JUL 2011 20I1", 2)


def test_a_wrong_value_is_silent_unless_somebody_is_told(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH | {"serial": 6392, "subject": "ANOTHER"})
    warehouse.add(
        "defects",
        document_id=DOCUMENT,
        cable_id=CABLE,
        code="field.low_confidence",
        severity="warning",
        field="mrn",
        message="m",
    )

    misses = group_of(score([truths], warehouse)).misses

    assert {miss.pair.field: miss.is_silent for miss in misses} == {
        "serial": False,  # read with the MRN, which is listed
        "subject": True,
    }


def test_paragraphs_are_compared_by_number(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)
    warehouse.run(f"delete from paragraphs where cable_id = '{CABLE}' and number = 1")

    report = score([truths], warehouse)

    assert group_of(report).similarities == (0.0, 1.0)
    paragraphs = field_of(report, "paragraphs")
    assert (paragraphs.expected, paragraphs.found, paragraphs.right) == (2, 1, 1)


@pytest.mark.parametrize(
    ("paragraph", "similarity"),
    [
        pytest.param({"text": TEXT.format(1)}, 1.0, id="as read"),
        pytest.param({"text": "Paragraph 1 says nothing of note."}, 1.0, id="a gap"),
        pytest.param(
            {"text": "Paragraph 1 says nothing of note.", "redaction_count": 0},
            0.702,
            id="a gap where nothing is withheld",
        ),
        pytest.param(
            {"text": "Para-\ngraph 1 says nothing of note."}, 1.0, id="hyphen of the line"
        ),
        pytest.param(
            {"text": "Para-graph 1 says nothing of note."}, 0.971, id="hyphen of the word"
        ),
    ],
)
def test_running_text_is_compared_as_its_truth_was_keyed(
    warehouse: Warehouse, truths: Path, paragraph: dict[str, Any], similarity: float
):
    write(truths / "392.json", {"paragraphs": [{"number": 1, **paragraph}]})
    warehouse.run(f"delete from paragraphs where cable_id = '{CABLE}' and number = 2")

    (found,) = group_of(score([truths], warehouse)).similarities

    assert found == pytest.approx(similarity, abs=0.001)


@pytest.mark.parametrize(
    ("truth", "fields", "exact"),
    [
        pytest.param({"mrn": "11 TESTVILLE 392", "year": 2012}, 1, 0, id="a part is wrong"),
        pytest.param({"mrn": "11 TESTVILLE 392", "dtg_raw": "x"}, 1, 1, id="a printed form"),
        pytest.param({"subject": "A TEST", "classified_by": None}, 1, 1, id="one is not printed"),
        pytest.param({"subject": None}, 1, 0, id="read where nothing is printed"),
        pytest.param({"distribution_total": 9, "section_count": 4}, 0, 0, id="no header fields"),
        pytest.param(
            {"addressees": [TRUTH["addressees"][0] | {"precedence": "PRIORITY"}]}, 1, 0, id="a list"
        ),
    ],
)
def test_header_fields_count_as_wholes(
    warehouse: Warehouse, truths: Path, truth: dict[str, Any], fields: int, exact: int
):
    write(truths / "392.json", truth)

    share = header_share(group_of(score([truths], warehouse)).comparisons)

    assert (share.fields, share.exact) == (fields, exact)


def add_card(warehouse: Warehouse, **values: str | None) -> None:
    """Add a card over the telegram: its readings by field, not chosen."""
    for field, value in values.items():
        warehouse.add(
            "readings",
            cable_id=CABLE,
            field=field,
            block="card",
            raw=value or "Unknown",
            value=value,
            page_no=1,
        )


def test_every_block_is_judged_by_itself(warehouse: Warehouse, truths: Path):
    card_tags = ["PGOV", "PREL", "(DOE, JANE)"]
    more = {
        "executive_order": "13526",
        "card_tags": card_tags,
        "cleared_by": ["A:DOE, J", "B:ROE, R"],
    }
    write(truths / "392.json", TRUTH | more)
    add_card(
        warehouse,
        subject="A TEXT",
        tags="PGOV, PREL, XK",
        executive_order=None,
        cleared_by="A:DOE, J, B:ROE, R",
    )
    warehouse.run("update cables set cleared_by = ['A:DOE, J', 'B:ROE, R']")

    group = group_of(score([truths], warehouse))

    of_card = {
        one.field: (one.expected, one.found, one.right) for one in group.fields_of(Block.CARD)
    }
    assert of_card == {"subject": (1, 1, 0), "tags": (2, 3, 2), "cleared_by": (1, 1, 1)}
    assert {one.precision for one in group.fields_of(Block.TELEGRAM)} == {1.0}
    assert {(one.pair.field, one.printed) for one in group.wrong_readings} == {
        ("subject", "A TEXT"),
        ("tags", "PGOV, PREL, XK"),
        ("executive_order", "Unknown"),
    }
    assert group.misses == ()


def test_a_stamp_is_judged_by_the_release_truth(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", {"release": {"decision": "part"}})
    warehouse.add(
        "readings",
        cable_id=CABLE,
        field="release_decision",
        block="stamp",
        raw="RELEASED IN PART",
        value="part",
    )

    (stamp,) = group_of(score([truths], warehouse)).fields_of(Block.STAMP)

    assert (stamp.field, stamp.right) == ("release_decision", 1)


def test_a_cable_of_two_is_one_too_many(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)
    warehouse.run(
        f"insert into cables by name select * replace ('{CABLE[:-1]}2' as cable_id, 2 as cable_no, "
        f"'11 TESTVILLE 9' as mrn) from cables where cable_id = '{CABLE}'"
    )

    cables = field_of(score([truths], warehouse), "cables")

    assert (cables.expected, cables.found, cables.right) == (1, 2, 1)


def test_a_cable_not_found_misses_every_field(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)
    warehouse.run(f"delete from cables where cable_id = '{CABLE}'")

    report = score([truths], warehouse)

    assert field_of(report, "cables").recall == 0
    assert field_of(report, "mrn").recall == 0
    assert field_of(report, "addressees").recall == 0


@pytest.mark.parametrize(
    ("mrns", "missed"),
    [
        pytest.param(("11 TESTVILLE 392", "11 TESTVILLE 9"), [], id="both"),
        pytest.param(("11 TESTVILLE 9", "11 TESTVILLE 392"), [], id="whatever their order"),
        pytest.param(("11 TESTVILLE 392", "11 TESTVILLE 8"), ["mrn"], id="one in its place"),
        pytest.param(
            ("11 TESTVILLE 392", "11 TESTVILLE 9", "11 TESTVILLE 7"),
            ["cables", "mrn"],
            id="a third",
        ),
    ],
)
def test_the_truth_of_several_cables(
    warehouse: Warehouse, truths: Path, mrns: tuple[str, ...], missed: list[str]
):
    write(truths / "392.json", {"cables": [{"mrn": mrn} for mrn in mrns]})
    warehouse.run(
        f"insert into cables by name select * replace ('{CABLE[:-1]}2' as cable_id, 2 as cable_no, "
        f"'11 TESTVILLE 9' as mrn) from cables where cable_id = '{CABLE}'"
    )

    misses = group_of(score([truths], warehouse)).misses

    assert [miss.pair.field for miss in misses] == missed


def test_a_truth_in_a_folder_of_its_own_is_named_after_it(warehouse: Warehouse, truths: Path):
    for name in ("392", "392.bad"):
        (truths / name).mkdir()
        write(truths / name / "truth.json", {"subject": "ANOTHER" if name == "392" else "A TEST"})
        write(truths / name / "truth.lines.json", {"pages": []})
    warehouse.run(
        f"update documents set file_name = '392.bad.pdf' where document_id = '{OTHER_DOCUMENT}'"
    )

    report = score([truths], warehouse)

    assert {group.group: len(group.misses) for group in report.groups} == {
        "hand": 1,
        "hand, bad": 0,
    }
    assert [one.file_name for one in report.prints] == ["392.pdf", "392.bad.pdf"]


@pytest.mark.parametrize(("status", "misses"), [("no_cable", 0), ("loaded", 1)])
def test_a_document_that_is_no_cable(warehouse: Warehouse, truths: Path, status: str, misses: int):
    write(truths / "memo.json", {"status": "no_cable"})
    warehouse.run(f"update documents set status = '{status}' where document_id = '{MEMO}'")

    assert len(group_of(score([truths], warehouse)).misses) == misses


def test_damaged_copies_are_found_by_name_and_grouped_by_level(warehouse: Warehouse, truths: Path):
    write(truths / "11_T_392.json", TRUTH)
    for document, level in ((DOCUMENT, "clean"), (OTHER_DOCUMENT, "bad")):
        warehouse.run(
            f"update documents set file_name = '11_T_392.{level}.pdf' "
            f"where document_id = '{document}'"
        )

    groups = {group.group: len(group.misses) for group in score([truths], warehouse).groups}

    assert groups == {"hand, clean": 0, "hand, bad": 2}  # 393: the MRN and its serial


def test_documents_are_found_by_the_bytes_beside_the_truth(warehouse: Warehouse, truths: Path):
    write(truths / "renamed.json", TRUTH)
    (truths / "renamed.pdf").write_bytes(b"bytes")
    warehouse.run(
        f"update documents set document_id = '{hashlib.sha256(b'bytes').hexdigest()}' "
        f"where document_id = '{MEMO}'"
    )

    report = score([truths], warehouse)

    assert [miss.file_name for miss in group_of(report).misses][:1] == ["memo.pdf"]


def test_lines_are_looked_for_in_their_layers(warehouse: Warehouse, truths: Path):
    write(
        truths / "392.lines.json",
        {
            "pages": [
                {
                    "page": 1,
                    "lines": [
                        {"kind": "banner", "text": "DECONTROLLED/UNCLASSIFIED"},
                        {"kind": "body", "text": "B0DY"},
                        {"kind": "header", "text": "TAGS: PGOV"},
                    ],
                    "redactions": [{"x0": 100, "top": 100, "x1": 195, "bottom": 110}],
                }
            ]
        },
    )

    (found,) = score([truths], warehouse).prints

    kinds = {kind.kind: kind for kind in found.kinds}
    assert (kinds["banner"].exact, kinds["banner"].in_layer) == (1, 1)
    assert (kinds["body"].found, kinds["body"].exact, kinds["body"].in_layer) == (1, 0, 1)
    assert kinds["header"].found == 0
    assert (found.boxes_expected, found.boxes_found, found.boxes_right) == (1, 1, 1)
    assert found.noise == ()


def test_lines_of_what_is_no_cable_belong_to_no_layer(warehouse: Warehouse, truths: Path):
    write(truths / "memo.json", {"status": "no_cable"})
    write(truths / "memo.lines.json", {"pages": [], "release": None})

    assert score([truths], warehouse).prints == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("police often DECONTROLLEDI/UNCLASSIFIED turn a blind eye", 1, id="misread"),
        pytest.param("police often PAGE 02 TESTVILLE 00392 turn", 1, id="page header"),
        pytest.param("police often turn a blind eye to RELEASED IN FULL prints", 0, id="prose"),
    ],
)
def test_noise_in_a_paragraph_is_found(warehouse: Warehouse, truths: Path, text: str, count: int):
    lines = [
        {"kind": "banner", "text": "DECONTROLLED/UNCLASSIFIED"},
        {"kind": "stamp", "text": "RELEASED IN FULL"},
        {"kind": "header", "text": "PAGE 02 TESTVILLE 00392"},
        {"kind": "body", "text": "police often turn a blind eye to RELEASED IN FULL prints"},
    ]
    write(truths / "392.lines.json", {"pages": [{"page": 1, "lines": lines}]})
    warehouse.run(
        f"update paragraphs set text = '{text}' where cable_id = '{CABLE}' and number = 1"
    )

    (found,) = score([truths], warehouse).prints

    assert len(found.noise) == count


def test_stamps_as_printed_are_compared(warehouse: Warehouse, truths: Path):
    release = {
        "stamp": "RELEASED IN PART",
        "review_authority": "ADOLPH H EISNER",
        "date_case": "11 JUL 2011 201109758",
        "banner": "DECONTROLLED/UNCLASSIFIED",
    }
    write(truths / "392.lines.json", {"release": release, "pages": []})
    warehouse.run("update documents set review_authority = 'ADOLPH H EISNER', case_id = '1'")

    (miss,) = group_of(score([truths], warehouse)).misses

    assert (miss.pair.field, miss.pair.expected) == ("case_id", "201109758")


ATTRIBUTES = {
    "Document Number": "2011TESTVI00392",
    "Draft Date": "31 jan 2011",
    "From": "TESTVILLE OR-M",
    "Original Classification": "CONFIDENTIAL",
    "Subject": "A TEST PARAGRAPH 1 SAYS",
    "TAGS": "PGOV, XX, (DOE, JANE)",
    "Reference": "(A) ELSEWHERE 7; (B) ELSEWHERE 0017",
}


def write_archive(folder: Path, **changed: str) -> None:
    row = {"file": "392.pdf", "sha256": DOCUMENT} | ATTRIBUTES | changed
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)


@pytest.mark.parametrize(
    ("changed", "change", "missed"),
    [
        pytest.param({}, "", ["references (serial)"], id="as it should be, one reference unread"),
        pytest.param({"Subject": "A TEST OF WRAPS"}, "", ["subject"], id="a wrap that was lost"),
        pytest.param({"Subject": "A TEST CONFIDENTIAL"}, "", [], id="another field that ran on"),
        pytest.param({"Subject": "n/a"}, "", [], id="empty attributes say nothing"),
        pytest.param({"Draft Date": "01 jan 1960"}, "", [], id="fillers say nothing"),
        pytest.param({"TAGS": "PREL"}, "", ["tags"], id="printed tag not among them"),
        pytest.param(
            {}, "update readings set block = 'attributes' where field = 'mrn'", ["mrn"], id="block"
        ),
        pytest.param({}, "update cables set post = 'TESTBURG'", ["mrn"], id="another post"),
        pytest.param({}, "update cables set dtg = '2011-02-01'", ["dtg"], id="another day"),
        pytest.param({}, "update cables set originator = 'X'", ["originator"], id="originator"),
    ],
)
def test_the_archive_is_truth_for_what_the_telegram_gave(
    warehouse: Warehouse,
    truths: Path,
    changed: dict[str, str],
    change: str,
    missed: list[str],
):
    write_archive(truths, **changed)
    warehouse.run("update cables set body = 'A TEST. PARAGRAPH 1 SAYS NOTHING.'")
    if change:
        warehouse.run(change)

    misses = [miss.pair.field for miss in group_of(score([truths], warehouse)).misses]

    always = [] if missed == ["references (serial)"] else ["references (serial)"]
    assert [name.partition(" (p")[0].removesuffix(" date") for name in misses] == missed + always


@pytest.mark.parametrize(
    ("changed", "line", "judged"),
    [
        pytest.param({"Locator": "TEXT ON MICROFILM"}, "BODY", [], id="no text to read"),
        pytest.param({"Locator": "TEXT ON-LINE"}, "TAGS: PGOV", ["mrn", "tags"], id="TAGS printed"),
        pytest.param({}, "TGS. P60V", ["mrn", "tags"], id="a misread label"),
        pytest.param({}, "PGOV, BL", ["mrn", "tags"], id="codes without a label"),
        pytest.param({}, "TRADE TALKS", ["mrn"], id="no TAGS printed"),
    ],
)
def test_what_only_the_archive_has_is_not_expected_of_the_print(
    warehouse: Warehouse, truths: Path, changed: dict[str, str], line: str, judged: list[str]
):
    write_archive(truths, **changed)
    warehouse.run("update cables set tags = []")
    warehouse.run(f"update lines set text = '{line}' where document_id = '{DOCUMENT}'")

    groups = score([truths], warehouse).groups

    found = [one.pair.field.partition(" ")[0] for group in groups for one in group.comparisons]
    assert [field for field in found if field in ("mrn", "tags")] == judged


def test_agreement_of_the_attributes_is_counted(warehouse: Warehouse, truths: Path):
    write_archive(truths)
    for field, value in (("subject", "A Test"), ("classification", "SECRET")):
        warehouse.add(
            "readings", cable_id=CABLE, field=field, block="attributes", raw=value, value=value
        )

    found = score([truths], warehouse).agreements

    assert {(one.field, one.both, one.agree) for one in found} == {
        ("subject", 1, 1),
        ("classification", 1, 0),
    }


def test_documents_without_truth_are_listed_with_their_cables(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)

    left = score([truths], warehouse).without_truth

    assert [(one.source_uri, one.status, one.cables) for one in left] == [
        ("393.pdf", "loaded", ("11 TESTVILLE 393",)),
        ("memo.pdf", "no_cable", ()),
    ]


def test_truth_of_nothing_held_is_named(warehouse: Warehouse, truths: Path):
    unused = write(truths / "394.json", TRUTH)

    assert score([truths], warehouse).unused_truths == (str(unused),)


@pytest.mark.parametrize(
    ("change", "whole"),
    [
        pytest.param("delete from lines where page_no = 2", False, id="lines lost"),
        pytest.param("insert into lines select * from lines limit 1", False, id="a line twice"),
        pytest.param("update runs set documents_seen = 4", False, id="a document lost"),
        pytest.param("update lines set layer = 'unclaimed'", True, id="unclaimed is a layer"),
    ],
)
def test_accounts(warehouse: Warehouse, truths: Path, change: str, whole: bool):
    write(truths / "392.json", TRUTH)
    warehouse.run(change)

    report = score([truths], warehouse)

    assert report.accounts.is_whole is whole
    assert f"everything accounted for: {'yes' if whole else 'NO'}" in render(report)


def test_a_misread_record_keeps_its_parts(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)
    warehouse.run("update distribution set office = '222'")

    misses = group_of(score([truths], warehouse)).misses

    assert [(miss.pair.field, miss.pair.read) for miss in misses] == [
        ("distribution", "action 222")
    ]


def test_running_text_is_placed_on_the_line_where_it_differs(warehouse: Warehouse, truths: Path):
    text = "Nothing of note was said at the meeting of the committee on clocks."
    write(truths / "392.json", {"paragraphs": [{"number": 2, "text": text}]})
    read = text.replace("committee", "com-mit, tee")
    warehouse.run(f"delete from paragraphs where cable_id = '{CABLE}' and number = 1")
    warehouse.run(f"update paragraphs set text = '{read}' where cable_id = '{CABLE}'")
    warehouse.run(
        "update lines set text = 'meeting of the com-mit, tee on clocks.' "
        f"where document_id = '{DOCUMENT}' and page_no = 2 and layer = 'body'"
    )

    (miss,) = group_of(score([truths], warehouse)).misses

    assert miss.pair.part_of == "paragraph 2"
    assert (miss.printed, miss.page_no) == ("meeting of the com-mit, tee on clocks.", 2)
    assert miss.box is not None


def test_running_text_is_shown_where_it_differs(warehouse: Warehouse, truths: Path):
    text = TEXT.format(1)
    write(truths / "392.json", {"paragraphs": [{"number": 1, "text": f"{text} End of story."}]})
    warehouse.run(f"delete from paragraphs where cable_id = '{CABLE}' and number = 2")

    shown = render(score([truths], warehouse))

    assert (
        "expected '...B1] nothing of note. End of story.'\n      read     '...B1] nothing" in shown
    )


def test_the_text_shows_figures_and_misses(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH | {"subject": "ANOTHER"})

    text = render(score([truths], warehouse))

    assert "documents: 3 = 2 loaded + 1 no_cable + 0 quarantined + 0 failed" in text
    assert "392.pdf subject page 1 box 72,40,300,50\n      expected 'ANOTHER'" in text
    assert "wrong values: 1, of them not listed for review: 1" in text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("392.json", "{", "is no truth file", id="no JSON"),
        pytest.param("392.json", "[]", "expected an object", id="no object"),
        pytest.param("392.json", '{"subjekt": "x"}', "'subjekt' is no column", id="no column"),
        pytest.param("392.lines.json", "{}", "has no `pages`", id="no pages"),
        pytest.param(
            "392.lines.json",
            '{"pages": [{"page": 1, "lines": [{"kind": "seal", "text": "x"}]}]}',
            "lines of kind seal belong to no layer",
            id="kind",
        ),
        pytest.param("truth.csv", "file\nx.pdf\n", "no column `sha256`", id="no sha256"),
        pytest.param("readme.txt", "", "no truth files found", id="nothing"),
    ],
)
def test_a_bad_truth_is_named(
    warehouse: Warehouse, truths: Path, name: str, content: str, says: str
):
    (truths / name).write_text(content, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=says):
        score([truths], warehouse)


def test_a_missing_truth_is_named(warehouse: Warehouse, tmp_path: Path):
    with pytest.raises(ConfigurationError, match=r"no truth at .*gone"):
        score([tmp_path / "gone"], warehouse)


@pytest.mark.releases
def test_all_truth_of_the_real_releases_is_understood(releases: Path):
    truths = read_truths([releases])

    assert {truth.speaks.path.parent.name for truth in truths.fields} == {"seed", "state_2026"}
    assert all(speaks.by_id for speaks in truths.speaks)
    kinds = {
        line["kind"] for truth in truths.lines for page in truth.pages for line in page["lines"]
    }
    assert kinds <= set(LAYERS_OF_KIND)
    assert [len(archive.rows) for archive in truths.archives] == [62]


def test_all_truth_of_the_samples_is_understood(samples: Path):
    truths = read_truths([samples])

    assert truths.fields
    assert all(speaks.by_id for speaks in truths.speaks)
    kinds = {
        line["kind"] for truth in truths.lines for page in truth.pages for line in page["lines"]
    }
    assert kinds <= set(LAYERS_OF_KIND)


def test_another_cable_is_not_judged_by_this_truth(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)
    warehouse.run(f"update cables set subject = 'ELSE' where cable_id = '{OTHER_CABLE}'")

    assert group_of(score([truths], warehouse)).misses == ()
