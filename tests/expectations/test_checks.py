"""Each SQL check on a warehouse that is whole, and on one broken in exactly the way it is about."""

from __future__ import annotations

import json

import pytest

from expectations.checks import Check, load_checks, parse_check, run_check
from extract.errors import ConfigurationError
from tests.expectations.warehouse import (
    CABLE,
    DOCUMENT,
    MEMO,
    OTHER_CABLE,
    Warehouse,
)

CHECKS = {check.name: check for check in load_checks()}

BREAKS: dict[str, str] = {
    "boxes_on_page": f"update lines set x1 = 2550 where document_id = '{DOCUMENT}' and page_no = 1",
    "cable_once": f"insert into cables select * from cables where cable_id = '{CABLE}'",
    "chosen_is_the_value": f"update cables set subject = 'ELSE' where cable_id = '{CABLE}'",
    "chosen_once": f"""insert into readings select * from readings
        where cable_id = '{CABLE}' and field = 'subject'""",
    "classification_below_portion": f"""update paragraphs set portion_marking = 'S/NF'
        where cable_id = '{CABLE}' and position = 2""",
    "confidence_of_ocr": f"update cables set confidence = null where cable_id = '{CABLE}'",
    "control_line_post": f"update cables set originator = 'AMEMBASSY LIMA' where serial = 392; "
    f"update readings set value = 'AMEMBASSY LIMA' "
    f"where cable_id = '{CABLE}' and field = 'originator'",
    "copies_complete": f"delete from cable_copies where cable_id = '{CABLE}'",
    "copies_disagree": f"update cable_copies set identity_id = '{CABLE}'",
    "counts_agree": f"update cables set paragraph_count = 3 where cable_id = '{CABLE}'",
    "document_once": f"insert into documents select * from documents where document_id = '{MEMO}'",
    "documents_accounted": "update runs set documents_seen = 4",
    "duplicate_cables": f"update cable_copies set identity_id = '{CABLE}'",
    "executive_order_period": "update cables set executive_order = '12065' where serial = 392",
    "filed_before_dtg": "update cables set filed_raw = '312242Z' where serial = 392",
    "full_but_redacted": f"""update documents set release_decision = 'full'
        where document_id = '{DOCUMENT}'""",
    "grid_letter": "update cables set distribution_letter = 'R' where serial = 392",
    "grid_sum": f"update distribution set copies = 7 where cable_id = '{CABLE}'",
    "line_count": f"""delete from lines
        where document_id = '{DOCUMENT}' and page_no = 1 and line_no = 2""",
    "line_once": f"""insert into lines select * from lines
        where document_id = '{DOCUMENT}' and page_no = 1 and line_no = 1""",
    "mrn_year": "update cables set dtg = '2010-01-31 22:43:00' where serial = 392",
    "noise_in_paragraph": f"""update paragraphs set text = 'often PAGE 02 LA PAZ 00392 turn'
        where cable_id = '{CABLE}' and position = 1""",
    "orphans": f"update addressees set cable_id = 'gone' where cable_id = '{CABLE}'",
    "page_count": f"update documents set page_count = 3 where document_id = '{DOCUMENT}'",
    "paragraph_numbers": f"""update paragraphs set number = 3
        where cable_id = '{CABLE}' and position = 2""",
    "part_without_redaction": f"delete from redactions where document_id = '{DOCUMENT}'",
    "positions_dense": f"update addressees set position = 2 where cable_id = '{CABLE}'",
    "reference_after_cable": f"update cable_references set year = 2012 where cable_id = '{CABLE}'",
    "reference_not_linked": f"""update cable_references set mrn = '11 TESTVILLE 393'
        where cable_id = '{CABLE}'""",
    "reference_to_itself": f"""update cable_references
        set mrn = '11 TESTVILLE 392', target_cable_id = '{CABLE}' where cable_id = '{CABLE}'""",
    "sections_complete": "update cables set section_count = 2 where serial = 392",
    "sections_not_joined": f"""insert into cables by name
        select * replace ('{CABLE[:-1]}2' as cable_id, 2 as cable_no) from cables
        where cable_id = '{CABLE}'""",
    "status_agrees": f"update documents set status = 'loaded' where document_id = '{MEMO}'",
    "subject_tag": f"update cable_tags set kind = 'geographic' where cable_id = '{CABLE}'",
    "tags_agree": f"update cables set tags = ['PGOV', 'MX'] where cable_id = '{CABLE}'",
    "target_is_cited": f"""update cable_references set target_cable_id = '{OTHER_CABLE}'
        where cable_id = '{CABLE}'""",
    "text_beneath_redactions": f"""update pages set hidden_word_count = 2
        where document_id = '{DOCUMENT}' and page_no = 1""",
    "unclaimed_pages": f"""insert into lines by name
        select document_id, page_no, line_no + 2 + extra as line_no, text, x0, top, x1, bottom,
            'unclaimed' as layer
        from lines, (select unnest(range(0, 20, 2)) as extra)
        where document_id = '{DOCUMENT}' and page_no = 1""",
}
"""For each check: a change after which exactly one row offends it."""

LINKS = [
    ("cables", "document_id", "documents"),
    ("document_sources", "document_id", "documents"),
    ("source_files", "document_id", "documents"),
    ("pages", "document_id", "documents"),
    ("lines", "document_id", "pages"),
    ("lines", "page_no", "pages"),
    ("redactions", "document_id", "pages"),
    ("redactions", "page_no", "pages"),
    ("redactions", "cable_id", "cables"),
    ("redactions", "paragraph_position", "paragraphs"),
    ("defects", "document_id", "documents"),
    ("defects", "cable_id", "cables"),
    ("quarantine", "document_id", "documents"),
    ("quarantine", "cable_id", "cables"),
    ("addressees", "cable_id", "cables"),
    ("distribution", "cable_id", "cables"),
    ("cable_tags", "cable_id", "cables"),
    ("cable_references", "cable_id", "cables"),
    ("cable_references", "target_cable_id", "cables (target)"),
    ("cable_copies", "cable_id", "cables"),
    ("cable_copies", "identity_id", "cables (identity)"),
    ("disclosures", "withheld_cable_id", "cables"),
    ("disclosures", "shown_cable_id", "paragraphs"),
    ("disclosures", "shown_position", "paragraphs"),
    ("near_texts", "id", "cables"),
    ("near_texts", "other_id", "cables"),
    ("reference_mentions", "cable_id", "cables"),
    ("reference_mentions", "target_cable_id", "cables (target)"),
    ("reference_mentions", "paragraph_position", "paragraphs"),
    ("reference_mentions", "reference_position", "cable_references"),
    ("paragraphs", "cable_id", "cables"),
    ("readings", "cable_id", "cables"),
    ("post_names", "post", "posts"),
]
"""Columns that name a row of another table."""


def test_every_check_has_a_case():
    assert sorted(BREAKS) == sorted(CHECKS)


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_a_whole_warehouse_passes(check: Check, warehouse: Warehouse):
    result = run_check(check, warehouse)

    assert result.success, result.detail
    assert result.evaluated_count > 0


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_a_broken_row_is_found(name: str, warehouse: Warehouse):
    warehouse.run(BREAKS[name])

    result = run_check(CHECKS[name], warehouse)

    assert not result.success
    assert result.unexpected_count == 1, result.detail
    assert len(json.loads(result.detail)["rows"]) == 1


@pytest.mark.parametrize(("child", "column", "parent"), LINKS)
def test_a_row_that_hangs_on_nothing(child: str, column: str, parent: str, warehouse: Warehouse):
    warehouse.add("quarantine", document_id=DOCUMENT, cable_id=CABLE)
    warehouse.add("post_names", name="TESTVILLE", post="TESTVILLE")
    warehouse.add("near_texts", kind="cable", id=CABLE, other_id=OTHER_CABLE)
    warehouse.add(
        "disclosures", withheld_cable_id=CABLE, shown_cable_id=OTHER_CABLE, shown_position=1
    )
    numbered = ("page_no", "paragraph_position", "shown_position", "reference_position")
    gone = "99" if column in numbered else "'gone'"
    warehouse.run(f"update {child} set {column} = {gone}")

    result = run_check(CHECKS["orphans"], warehouse)

    found = {(row["child"], row["parent"]) for row in json.loads(result.detail)["rows"]}
    assert (child, parent) in found


def test_a_document_in_near_texts_that_is_not_held(warehouse: Warehouse):
    warehouse.add("near_texts", kind="document", id=MEMO, other_id="gone")

    result = run_check(CHECKS["orphans"], warehouse)

    (row,) = json.loads(result.detail)["rows"]
    assert (row["parent"], row["missing_id"]) == ("documents", "gone")


def test_a_section_that_another_document_has_is_not_missing(warehouse: Warehouse):
    warehouse.run(f"update cable_copies set identity_id = '{CABLE}'")
    warehouse.run("update cables set section_count = 2")
    warehouse.run(f"update cables set sections_present = [2] where cable_id = '{OTHER_CABLE}'")

    assert run_check(CHECKS["sections_complete"], warehouse).success


@pytest.mark.parametrize(
    ("dtg", "filed_raw", "offends"),
    [
        pytest.param("2011-01-31 22:43", "312248Z", False, id="11MEXICO392, five minutes"),
        pytest.param("2011-01-31 23:50", "010012Z", False, id="over the end of a month"),
        pytest.param("2010-12-31 23:50", "010012Z", False, id="over the end of a year"),
        pytest.param("2011-03-01 00:10", "282350Z", True, id="before, in the month before"),
        pytest.param("1979-11-17 23:43", "180018Z", False, id="79STATE299669, over midnight"),
        pytest.param("1979-11-17 23:43", "illegible", False, id="not read: no statement"),
    ],
)
def test_filing_times_over_month_ends(
    warehouse: Warehouse, dtg: str, filed_raw: str, offends: bool
):
    warehouse.run(f"update cables set dtg = '{dtg}', filed_raw = '{filed_raw}'")

    assert run_check(CHECKS["filed_before_dtg"], warehouse).success is not offends


@pytest.mark.parametrize(
    ("post", "originator", "offends"),
    [
        pytest.param("STATE", "SECSTATE WASHDC", False, id="79STATE287386"),
        pytest.param("LA PAZ", "AMEMBASSY LAPAZ", False, id="blanks do not count"),
        pytest.param("TEGUCI", "AMEMBASSY TEGUCIGALPA", False, id="cut to six letters"),
        pytest.param("SECTO", "USDEL SECRETARY IN JERUSALEM", False, id="a travelling party"),
        pytest.param("LIMA", "AMEMBASSY QUITO", True, id="another post"),
        pytest.param("LIMA", None, False, id="no FM line: no statement"),
    ],
)
def test_posts_of_control_line_and_fm_line(
    warehouse: Warehouse, post: str, originator: str | None, offends: bool
):
    warehouse.connection.execute("update cables set post = ?, originator = ?", [post, originator])

    assert run_check(CHECKS["control_line_post"], warehouse).success is not offends


@pytest.mark.parametrize(
    ("held", "cited", "offends"),
    [
        pytest.param(("KYIV", 1993), ("KIEV", 1993), False, id="a former name"),
        pytest.param(("NOWHER", 1979), ("NOWHEREVILLE", 1979), False, id="an archive cut"),
        pytest.param(("LIMA", None), ("LIMA", 1979), False, id="held without a year"),
        pytest.param(("LIMA", 1978), ("LIMA", 1979), True, id="another year"),
        pytest.param(("QUITO", 1979), ("LIMA", 1979), True, id="another post"),
    ],
)
def test_a_target_may_go_by_another_name(
    warehouse: Warehouse,
    held: tuple[str, int | None],
    cited: tuple[str, int],
    offends: bool,
):
    for name in ("KIEV", "KYIV"):
        warehouse.add("post_names", name=name, post="KYIV")
    for table in ("cables", "cable_copies"):
        warehouse.connection.execute(
            f"update {table} set post = ?, year = ?, serial = 7 where cable_id = ?",
            [*held, OTHER_CABLE],
        )
    warehouse.connection.execute(
        "update cable_references set post = ?, year = ?, target_cable_id = ? where cable_id = ?",
        [*cited, OTHER_CABLE, CABLE],
    )

    assert run_check(CHECKS["target_is_cited"], warehouse).success is not offends


HEADER = "-- title: t\n-- severity: info\n-- judges: cables\n-- why: w\n--      more\n-- docs: d\n"


def test_a_header_may_run_on():
    assert parse_check("x", HEADER + "select 1;").why == "w more"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("select 1;", "the header has nothing", id="no header"),
        pytest.param(
            HEADER.replace("-- docs: d\n", ""), "title, severity, judges", id="a key less"
        ),
        pytest.param(HEADER.replace("info", "dire"), "severity 'dire' is none of", id="severity"),
        pytest.param(HEADER.replace("info", "error"), "severity 'error' is none", id="error"),
    ],
)
def test_a_bad_header_is_named(text: str, says: str):
    with pytest.raises(ConfigurationError, match=says):
        parse_check("x", text)
