"""Documents to rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from load.making.bulk import frames
from load.tables.records import DOCUMENT_TABLES, TABLE_BY_NAME
from load.tables.rows import (
    DocumentLoad,
    Failure,
    Finding,
    Rows,
    content_digest,
    content_rows,
    outcome_of,
    stamped_rows,
)
from tests.load.invented import (
    cable,
    defect,
    document,
    document_id,
    failed,
    no_cable,
    page,
    paragraph,
    quarantined,
    redaction,
    stamp,
)
from transform.cable import LineSpan
from transform.defects import DefectCode


def rows_of(load: DocumentLoad) -> Rows:
    return content_rows(load) | stamped_rows(load, stamp(), "digest", {})


def records(rows: Rows, name: str) -> list[dict[str, object]]:
    names = TABLE_BY_NAME[name].column_names
    return [dict(zip(names, row, strict=True)) for row in rows[name]]


@pytest.mark.parametrize(
    ("load", "status", "reason"),
    [
        pytest.param(document(1), "loaded", None, id="loaded"),
        pytest.param(no_cable(1), "no_cable", "no part of it", id="no_cable"),
        pytest.param(failed(1), "failed", "no PDF; ask for the file again", id="failed"),
        pytest.param(quarantined(1), "quarantined", "no cable is from then", id="quarantined"),
    ],
)
def test_status(load: DocumentLoad, status: str, reason: str | None):
    outcome = outcome_of(load)
    assert outcome.status == status
    if reason is None:
        assert outcome.status_reason is None
    else:
        assert reason in (outcome.status_reason or "")


def test_several_findings_are_counted_in_the_reason():
    finding = Finding(stage="check", code="b", message="second")
    load = replace(document(1), quarantined=(replace(finding, code="a", message="first"), finding))
    assert outcome_of(load).status_reason == "first (and 1 more in quarantine)"


def test_every_line_once_with_its_layer():
    load = document(1, pages=(page(1, 1), page(1, 2)))
    assert load.parsed is not None
    parsed = replace(load.parsed, line_layers=load.parsed.line_layers[:-1])
    lines = records(rows_of(replace(load, parsed=parsed)), "lines")
    assert [(line["page_no"], line["line_no"]) for line in lines] == [
        (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3),
    ]  # fmt: skip
    assert [line["layer"] for line in lines] == ["body"] * 5 + ["unclaimed"]
    assert lines[0]["cable_id"] == f"{document_id(1)[:16]}-01"
    assert lines[5]["cable_id"] is None


def test_a_line_knows_its_paragraph():
    printed = page(1)
    first, second = paragraph(1, "One."), paragraph(2, "Two.")
    spans = [LineSpan(page_no=1, line_no=line.line_no, box=line.box) for line in printed.lines[:2]]
    load = document(
        1,
        cable(1, paragraphs=(first, replace(second, spans=tuple(spans)))),
        pages=(printed,),
    )
    lines = records(rows_of(load), "lines")
    assert [line["paragraph_position"] for line in lines] == [2, 2, None]


def test_pages_of_a_failed_document_keep_their_lines():
    load = replace(failed(1), pages=(page(1),))
    rows = rows_of(load)
    assert len(rows["pages"]) == 1
    assert {line["layer"] for line in records(rows, "lines")} == {"unclaimed"}


def test_page_text_and_confidence():
    only = records(rows_of(document(1)), "pages")[0]
    assert only["text"] == "line 1\nline 2\nline 3"
    assert only["mean_confidence"] == pytest.approx(0.9)
    assert only["line_count"] == 3


def test_a_failure_is_in_quarantine():
    assert records(rows_of(failed(1)), "quarantine") == [
        {
            "document_id": document_id(1),
            "cable_id": None,
            "stage": "extract",
            "code": "document.not_a_pdf",
            "message": "no PDF; ask for the file again",
            "quarantined_at": datetime(2026, 1, 1),
            "attempts": 1,
        }
    ]


def test_a_finding_said_twice_is_one_row():
    load = quarantined(1)
    assert len(rows_of(replace(load, quarantined=load.quarantined * 2))["quarantine"]) == 1


def test_a_quarantined_cable_still_loads_and_is_flagged():
    rows = rows_of(quarantined(1))
    assert [row["is_quarantined"] for row in records(rows, "cables")] == [True]
    assert rows["paragraphs"]


def test_a_quarantined_document_flags_all_its_cables():
    load = document(1, cable(1), cable(2, cable_no=2))
    whole = Finding(stage="check", code="pages.lost", message="a page is lost")
    flags = [row["is_quarantined"] for row in records(rows_of(load), "cables")]
    assert flags == [False, False]
    kept_out = rows_of(replace(load, quarantined=(whole,)))
    assert [row["is_quarantined"] for row in records(kept_out, "cables")] == [True, True]


def test_defects_and_redactions_of_document_and_cables():
    one = cable(
        1, defects=(defect(DefectCode.TAGS_MISSING, "tags"),), redactions=(redaction(), redaction())
    )
    load = document(1, one)
    assert load.parsed is not None
    parsed = replace(load.parsed, defects=(defect(DefectCode.PAGE_WITHOUT_TEXT),))
    rows = rows_of(replace(load, parsed=parsed))
    assert [
        (d["position"], d["cable_id"] is None, d["code"]) for d in records(rows, "defects")
    ] == [
        (1, True, "page.without_text"),
        (2, False, "tags.missing"),
    ]
    assert [r["position"] for r in records(rows, "redactions")] == [1, 2]
    assert records(rows, "cables")[0]["defect_count"] == 1


def test_the_digest_ignores_the_run_and_sees_every_change():
    load = document(1)
    digest = content_digest(load, content_rows(load))
    assert digest == content_digest(load, content_rows(document(1)))
    others = [
        document(1, cable(1, subject="ANOTHER")),
        replace(load, parser_version="2"),
        replace(load, failure=Failure(code="x", message="y")),
        quarantined(1),
        document(1, pages=(page(1, lines=4),)),
    ]
    digests = {content_digest(other, content_rows(other)) for other in others}
    assert len(digests) == len(others)
    assert digest not in digests


def test_frames_have_the_columns_of_the_warehouse():
    given = frames([document(1), failed(2)], stamp())
    assert set(given) == {table.name for table in DOCUMENT_TABLES}
    assert list(given["cables"].columns) == list(TABLE_BY_NAME["cables"].column_names)
    assert list(given["documents"]["status"]) == ["loaded", "failed"]
    assert given["cables"]["dtg"].iloc[0] == datetime(2011, 1, 31, 22, 43, tzinfo=UTC).replace(
        tzinfo=None
    )
