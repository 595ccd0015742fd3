"""The bench on one page: every way that is installed reads it, and the figures come out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extract.page import Doubt
from extract.store.page_record import record_of
from tests.bench.compare import PAGE, measure_pages, measure_scaling, open_lanes, rotated
from tests.bench.figures import figures_of, spread, throughputs
from tests.bench.journal import Journal, end_run, open_run
from tests.bench.measures import KEY, field_results, key_truth, page_results, set_lines
from tests.bench.opinion import OPINION, SECOND, second_opinions
from tests.bench.prints import PrintFile, make_prints, parse_seeds, sheets_of
from tests.bench.report import Bench, render
from tests.bench.ways import DEFAULT_WAYS, OURS, WayIsMissing
from tests.reading_errors import errors_of
from tests.synthetic import Level

SEED = 504


@pytest.mark.parametrize(
    ("text", "seeds"), [("900-905", [900, 901, 902, 903, 904, 905]), ("7", [7])]
)
def test_seeds(text, seeds):
    assert list(parse_seeds(text)) == seeds


@pytest.mark.parametrize("text", ["905-900", "", "all"])
def test_no_seeds(text):
    with pytest.raises(ValueError):
        parse_seeds(text)


def test_key_header_lines_begin_under_the_dash_line():
    page = {
        "lines": [
            {"kind": kind, "text": text}
            for kind, text in (
                ("header", "INFO   AID-01   LAB-02"),
                ("header", "-----70D90A 070732Z /38"),
                ("header", "P R 070729Z AUG 06"),
                ("stamp", "RELEASED IN PART"),
                ("header", "PAGE 02 RABAT 09356"),
                ("header", "TAGS:  EWWT,  MO"),
                ("body", "1. (SBU) Summary"),
            )
        ]
    }
    assert [text for kind, text in key_truth(page) if kind == KEY] == [
        "P R 070729Z AUG 06",
        "TAGS: EWWT, MO",
    ]


@pytest.mark.parametrize(
    ("read", "errors", "word_errors", "exact"),
    [
        pytest.param(["FM AMEMBASSY RABAT", "SIPDIS"], 0, 0, 2, id="all right"),
        pytest.param(["SIPDIS", "FM AMEMBASSY RABAT"], 0, 0, 2, id="in another order"),
        pytest.param(["FM AMEMBASSV RABAT", "SIPDIS"], 1, 1, 1, id="a wrong character"),
        pytest.param(["FM AMEMBASSY RABAT"], 6, 1, 1, id="a line nobody read"),
        pytest.param(["FM AMEMBASSY RABAT", "SIPDIS", "|| ,"], 4, 2, 2, id="dirt read"),
    ],
)
def test_errors_of_a_page(read, errors, word_errors, exact):
    found = errors_of([("header", "FM AMEMBASSY RABAT"), ("header", "SIPDIS")], read)
    assert (found.errors, found.word_errors, found.exact["header"]) == (errors, word_errors, exact)
    assert (found.characters, found.words) == (24, 4)


def test_each_way_is_first_in_its_turn():
    assert [rotated(["a", "b", "c"], turn)[0] for turn in range(4)] == ["a", "b", "c", "a"]


def test_spread():
    held = spread([4.0, 1.0, 2.0, 3.0, 5.0])
    assert (held.low, held.middle, held.high) == (2.0, 3.0, 4.0)


def test_more_processes_against_one():
    records = [
        {"way": OURS, "processes": 1, "pages": 4, "wall": 8.0},
        {"way": OURS, "processes": 4, "pages": 16, "wall": 10.0},
    ]
    assert [one.times_one for one in throughputs(records)] == [1.0, 3.2]


def test_lines_without_places_stay_on_the_page():
    page = set_lines(["TAGS: EWWT, MO"] * 90, "0" * 64, 1, "tutorial")
    assert [line.text for line in page.lines] == ["TAGS: EWWT, MO"] * 90
    assert page.lines[-1].box.bottom <= page.height


def test_a_stopped_bench_goes_on_and_an_ended_one_begins_anew(tmp_path: Path):
    work, journal = open_run(tmp_path, ("seeds",))
    journal.add(kind=PAGE, page_no=1)
    with (work / "measured.jsonl").open("a") as file:
        file.write('{"kind": "page", "pa')

    again, journal = open_run(tmp_path, ("seeds",))
    journal.add(kind=PAGE, page_no=2)
    assert again == work
    assert [one["page_no"] for one in journal.records(PAGE)] == [1, 2]

    end_run(again)
    _, journal = open_run(tmp_path, ("seeds",))
    assert list(journal.records(PAGE)) == []


@pytest.fixture(scope="module")
def clean_print(tmp_path_factory: pytest.TempPathFactory) -> PrintFile:
    folder: Path = tmp_path_factory.mktemp("prints")
    (one,) = make_prints(folder, [SEED], 1, [Level.CLEAN])
    return one


def test_a_second_opinion_costs_only_the_pages_in_doubt(tmp_path: Path):
    path = tmp_path / "one.pdf"
    path.write_bytes(b"any")
    prints = [PrintFile(path=path, group="generated")]
    sure, dim, clear = "as it was typed", "os it wos tyqed", "as it was typed, and clear"

    def record(way: str, page_no: int, line: str, confidence: float, cpu: float):
        page = set_lines([line], "0" * 64, page_no, way)
        words = tuple(replace(word, confidence=confidence) for word in page.lines[0].words)
        doubts = (Doubt.LOW_CONFIDENCE,) if confidence < 0.8 else ()
        placed = replace(page, lines=(replace(page.lines[0], words=words),), doubts=doubts)
        return {
            "way": way,
            "document": str(path),
            "page_no": page_no,
            "cpu": cpu,
            "wall": cpu,
            "lines": [line],
            "page": record_of(placed),
        }

    records = [
        record(OURS, 1, sure, 0.95, 2.0),
        record(OURS, 2, dim, 0.4, 2.0),
        record(SECOND, 1, clear, 0.9, 5.0),
        record(SECOND, 2, clear, 0.9, 5.0),
    ]
    settled = list(second_opinions(prints, records))
    assert [(one["way"], one["page_no"], one["cpu"], one["lines"]) for one in settled] == [
        (OPINION, 1, 2.0, [sure]),
        (OPINION, 2, 7.0, [clear]),
    ]
    assert list(second_opinions(prints, records[:2])) == []


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.parametrize(
    "way",
    # The optional engines are held to their promises in tests/extract; here it is the bench.
    [pytest.param(way, marks=[pytest.mark.proof] if ":" in way else []) for way in DEFAULT_WAYS],
)
def test_a_page_read_in_each_way(way: str, clean_print: PrintFile, tmp_path: Path):
    journal = Journal(tmp_path / "measured.jsonl")
    sheets = list(sheets_of([clean_print], tmp_path))[:1]
    try:
        with open_lanes([way], 1) as lanes:
            measure_pages(lanes, sheets, journal)
            if way == OURS:
                measure_scaling(lanes, sheets, 1, journal)
    except WayIsMissing as error:
        pytest.skip(str(error))
    (page,) = page_results([clean_print], journal.records(PAGE))
    assert page.errors.character_error_rate < 0.05
    assert page.cpu > 0
    if way == OURS:
        _check_report(page, clean_print, journal)


def _check_report(page, clean_print: PrintFile, journal: Journal) -> None:
    (ours,) = figures_of([page])
    assert ours.cpu_ratio.middle == ours.speed_ratio == 1.0
    bench = Bench(
        pages=[page],
        fields=list(field_results([clean_print], journal.records(PAGE))),
        scaling=list(journal.records("scaling")),
        machine=[],
    )
    (fields,) = bench.fields
    assert fields.header is not None and fields.header.fields > 10
    assert fields.boxes_drawn > 0
    assert f"| clean | {OURS} | 1 |" in render(bench)
