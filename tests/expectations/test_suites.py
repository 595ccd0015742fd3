"""Great Expectations on real frames: what passes, what goes to quarantine, what stops a run."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest

from expectations.gate import GateFailed, stop_if_fatal
from expectations.results import BatchVerdict, CheckSeverity
from expectations.rules import load_suites
from expectations.suites import validate_batch, warm_up
from extract.errors import ConfigurationError
from tests.expectations.warehouse import CABLE, DOCUMENT, Warehouse

pytestmark = pytest.mark.slow

CABLE_ROW = {
    "cable_id": CABLE,
    "document_id": DOCUMENT,
    "cable_no": 1,
    "page_first": 1,
    "page_last": 6,
    "mrn": "11 MEXICO 392",
    "year": 2011,
    "post": "MEXICO",
    "serial": 392,
    "dtg": pd.Timestamp("2011-01-31 22:43"),
    "precedence": "ROUTINE",
    "info_precedence": None,
    "originator": "AMEMBASSY MEXICO",
    "classification": "UNCLASSIFIED",
    "executive_order": "13526",
    "declassify_on": None,
    "subject": "A Perilous Road",
    "signature": "FEELEY",
    "distribution_total": 1,
    "distribution_letter": "W",
    "relay_counter": "298FCD",
    "filed_raw": "312248Z",
    "section_count": 1,
    "format": "telegram",
    "layout": "message_centre",
    "body": "1 (SBU) Summary",
    "confidence": 0.93,
}


def frames_of(warehouse: Warehouse) -> dict[str, pd.DataFrame]:
    return {
        table: warehouse.connection.execute(f"select * from {table}").df()
        for table in load_suites()
    }


def cable_verdict(**changed: object) -> BatchVerdict:
    return validate_batch({"cables": pd.DataFrame([CABLE_ROW | changed])})


def failed(verdict: BatchVerdict) -> list[str]:
    return [f"{r.suite}.{r.expectation}" for r in verdict.results if not r.success]


def test_a_whole_batch_passes_every_expectation(warehouse: Warehouse):
    verdict = validate_batch(frames_of(warehouse))

    raised = [r for r in verdict.results if "raised" in json.loads(r.detail)]
    assert not raised
    # The fixture has no vocabulary.
    assert [name for name in failed(verdict) if name.split(".")[1] != "not_empty"] == []
    assert len(verdict.results) == sum(len(s.expectations) for s in load_suites().values())


def test_tables_without_rows_pass_as_great_expectations_would_say(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
):
    empty = {table: frame.head(0) for table, frame in frames_of(warehouse).items()}

    verdict = validate_batch(empty)

    assert [name for name in failed(verdict) if name.split(".")[1] != "not_empty"] == []
    assert not verdict.quarantined
    monkeypatch.setattr(pd.DataFrame, "empty", False)
    assert validate_batch(empty) == verdict


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"mrn": None, "dtg": None}, "cables.identity_dtg", id="neither MRN nor DTG"),
        pytest.param(
            {"mrn": None, "originator": None}, "cables.identity_originator", id="nor originator"
        ),
        pytest.param({"dtg": pd.Timestamp("1911-01-31")}, "cables.dtg_plausible", id="1911"),
        pytest.param({"precedence": "NIACT"}, "cables.precedence_known", id="closed list"),
        pytest.param({"classification": "U"}, "cables.classification_known", id="class"),
        pytest.param({"page_first": 7}, "cables.pages_in_order", id="ends before it begins"),
        pytest.param({"mrn": "11 MEXICO 0392", "post": None}, "cables.mrn_shape", id="zeros kept"),
        pytest.param({"serial": 6392}, "cables.mrn_is_its_parts", id="serial read otherwise"),
        pytest.param({"confidence": 93.0}, "cables.confidence_share", id="percent"),
    ],
)
def test_what_would_mislead_goes_to_quarantine(changed: dict[str, object], code: str):
    verdict = cable_verdict(**changed)

    assert [(row.document_id, row.cable_id, row.code) for row in verdict.quarantined] == [
        (DOCUMENT, CABLE, code)
    ]
    assert not verdict.fatal


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"subject": None, "executive_order": None}, id="fields left out"),
        pytest.param({"mrn": None}, id="no MRN, but DTG and originator"),
        pytest.param({"relay_counter": "illegible"}, id="an odd counter"),
        pytest.param({"subject": "A TAGS: PGOV"}, id="a header that ran on"),
    ],
)
def test_what_is_only_missing_or_odd_is_recorded_and_stays(changed: dict[str, object]):
    verdict = cable_verdict(**changed)

    assert not verdict.quarantined
    assert not verdict.fatal
    assert failed(verdict)


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        pytest.param({}, [], id="as it should be"),
        pytest.param({"page_last": 7}, ["cables.pages_in_document"], id="beyond the last page"),
        pytest.param(
            {"dtg": pd.Timestamp("2012-01-31 22:43")}, ["cables.dtg_before_review"], id="too late"
        ),
        pytest.param({"dtg": None}, [], id="no DTG: no statement"),
    ],
)
def test_a_cable_is_compared_with_its_document(
    warehouse: Warehouse, changed: dict[str, object], codes: list[str]
):
    documents = frames_of(warehouse)["documents"].assign(page_count=6)

    verdict = validate_batch(
        {"documents": documents, "cables": pd.DataFrame([CABLE_ROW | changed])}
    )

    assert [row.code for row in verdict.quarantined] == codes
    assert not verdict.fatal


def test_an_impossible_dtg_goes_to_quarantine_by_its_defect():
    defects = pd.DataFrame(
        {
            "document_id": [DOCUMENT, DOCUMENT],
            "cable_id": [CABLE, None],
            "code": ["dtg.impossible", "page.without_text"],
            "severity": ["error", "warning"],
            "message": ["day 31 in June", "blank"],
        }
    )

    verdict = validate_batch({"cables": pd.DataFrame([CABLE_ROW]), "defects": defects})

    assert [(row.cable_id, row.code) for row in verdict.quarantined] == [
        (CABLE, "defects.no_impossible_dtg")
    ]


def test_a_row_of_a_child_table_sends_its_cable():
    addressees = pd.DataFrame(
        {
            "cable_id": [CABLE],
            "position": [1],
            "role": ["cc"],
            "plain_language_address": ["SECSTATE WASHDC"],
            "routing_indicator": [None],
            "continuity_number": [None],
        }
    )

    verdict = validate_batch({"cables": pd.DataFrame([CABLE_ROW]), "addressees": addressees})

    (sent,) = verdict.quarantined
    assert (sent.document_id, sent.cable_id, sent.code) == (
        DOCUMENT,
        CABLE,
        "addressees.role_known",
    )
    assert "role = 'cc'" in sent.message


def test_a_document_goes_whole_when_its_page_is_nonsense(warehouse: Warehouse):
    pages = frames_of(warehouse)["pages"]
    pages.loc[0, "width"] = 0.0

    (sent,) = validate_batch({"pages": pages}).quarantined

    assert (sent.document_id, sent.cable_id, sent.code) == (DOCUMENT, None, "pages.width_plausible")


def test_an_id_twice_is_fatal():
    verdict = validate_batch({"cables": pd.DataFrame([CABLE_ROW, CABLE_ROW])})

    assert [result.expectation for result in verdict.fatal] == ["id_unique"]
    with pytest.raises(GateFailed, match=r"cables\.id_unique: 2 of 2 rows"):
        stop_if_fatal(verdict.results)


def test_a_check_that_raises_has_judged_nothing_and_stops_the_run():
    cables = pd.DataFrame([CABLE_ROW]).drop(columns="relay_counter")

    verdict = validate_batch({"cables": cables})

    (result,) = verdict.fatal
    assert result.expectation == "relay_counter_shape"
    assert result.severity is CheckSeverity.FATAL
    with pytest.raises(GateFailed, match=r"the check itself failed: .*relay_counter"):
        stop_if_fatal(verdict.results)


def test_all_failing_rows_reach_quarantine_and_the_first_are_shown():
    rows = [
        CABLE_ROW | {"cable_id": f"{DOCUMENT[:16]}-{n:02d}", "cable_no": n, "format": "fax"}
        for n in range(1, 51)
    ]

    verdict = validate_batch({"cables": pd.DataFrame(rows)})

    (result,) = [r for r in verdict.results if r.expectation == "format_known"]
    assert result.unexpected_count == 50
    assert len(json.loads(result.detail)["rows"]) == 20
    assert len(verdict.quarantined) == 50


def test_a_table_without_a_suite_is_refused():
    with pytest.raises(ConfigurationError, match="no expectations for table cabels"):
        validate_batch({"cabels": pd.DataFrame()})


def test_nothing_is_printed_and_two_threads_may_ask(capfd: pytest.CaptureFixture[str]):
    thread = warm_up()
    cable_verdict()
    thread.join()

    assert capfd.readouterr() == ("", "")


def test_great_expectations_is_not_imported_until_it_is_needed():
    code = (
        "import sys, expectations.suites, expectations.gate;"
        "sys.exit(any(m in sys.modules for m in ('great_expectations', 'pandas', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
