"""Charts, snippets, questions: what pages are made of."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

import transform.candidate
from infra.dashboard.app import LOW_CONFIDENCE, figure, moment, said, share, withheld
from infra.dashboard.charts import BOTTOM, HEIGHT, TOP, columns, lines, scale, spots
from infra.dashboard.views.references import MOST_IN_COLUMN, lay_out
from infra.dashboard.views.search import SNIPPET_CHARACTERS, snippet

HOUSE = Path(str(files("infra.dashboard")))


@pytest.mark.parametrize(
    ("highest", "end", "labels"),
    [
        (0, 1, ["0", "1"]),
        (1, 1, ["0", "1"]),
        (3, 3, ["0", "1", "2", "3"]),
        (44, 60, ["0", "20", "40", "60"]),
        (1_000_000, 1_000_000, ["0", "500,000", "1,000,000"]),
    ],
)
def test_an_axis_has_round_marks_and_holds_the_highest(highest: int, end: float, labels: list[str]):
    upper, ticks = scale(highest)
    assert (upper, [tick.label for tick in ticks]) == (end, labels)
    assert ticks[0].at == HEIGHT - BOTTOM
    assert ticks[-1].at == pytest.approx(TOP)


def test_columns_stack_to_their_count_and_years_without_any_have_their_place():
    chart = columns([1974, 1976], ["A", "B"], {(1974, "A"): 3, (1974, "B"): 1, (1976, "B"): 2})
    assert chart is not None
    assert [len(one.segments) for one in chart.columns] == [2, 0, 1]
    unit = (HEIGHT - TOP - BOTTOM) / 4
    first = chart.columns[0].segments
    assert [one.height for one in first] == [pytest.approx(3 * unit), pytest.approx(unit)]
    assert first[0].top + first[0].height == HEIGHT - BOTTOM
    assert first[1].top + first[1].height == pytest.approx(first[0].top)
    assert chart.columns[0].says == "1974: 4 cables (A 3, B 1)"
    assert columns([], ["A"], {}) is None


def test_what_was_not_read_is_gray_wherever_it_stands():
    chart = columns([1974], ["A", "not read"], {(1974, "not read"): 1})
    assert chart is not None
    assert [one.colour for one in chart.series] == [0, 5]
    assert chart.columns[0].segments[0].colour == 5


def test_lines_run_through_years_without_any():
    chart = lines([1974, 1976], {"PGOV": {1974: 2, 1976: 4}})
    assert chart is not None
    assert [one.is_marked for one in chart.lines[0].points] == [True, False, True]
    assert [one.y for one in chart.lines[0].points] == [
        pytest.approx(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) / 2),
        HEIGHT - BOTTOM,
        pytest.approx(TOP),
    ]


def test_a_circle_on_the_map_has_the_area_of_its_count():
    large, middle, small = spots(
        [("A", 0.0, 0.0, 100), ("B", 84.0, -180.0, 25), ("C", 0.0, 180.0, 1)],
        lambda post: f"/?post={post}",
        {"A": "A", "B": "B", "C": "C"},
    )
    assert (large.x, large.y) == (1800.0, 840.0)
    assert (middle.x, middle.y) == (0.0, 0.0)
    assert middle.radius == large.radius / 2
    assert small.radius > large.radius / 10


def test_a_graph_draws_a_screenful_and_says_what_is_left_out():
    def cited(n: int) -> dict[str, object]:
        return {
            "source_id": "own",
            "target_id": None,
            "label": f"10 LIMA {n}",
            "subject": None,
        }

    graph = lay_out(
        {"cable_id": "own", "mrn": "11 LIMA 1", "subject": "x"},
        ["own"],
        {-1: [cited(n) for n in range(20)], 1: [], -2: [], 2: []},
    )
    assert len(graph.nodes) == MOST_IN_COLUMN + 1
    assert len(graph.edges) == MOST_IN_COLUMN
    assert graph.left_out == 20 - MOST_IN_COLUMN
    places = {(one.x, one.y) for one in graph.nodes}
    assert len(places) == len(graph.nodes)
    assert all(0 <= one.y <= graph.height for one in graph.nodes)


def test_a_snippet_is_cut_around_the_words():
    text = "Before. " * 60 + "The harbour dues rose in the harbours. " + "After. " * 60
    pieces = snippet(text, {"harbour", "harbours", "dues"})
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_asked] == ["harbour", "dues", "harbours"]
    assert len(shown) <= SNIPPET_CHARACTERS + 4
    assert shown.strip("\u2026 ") in text
    assert (shown[0], shown[-1]) == ("\u2026", "\u2026")


@pytest.mark.parametrize("text", ["", "short", "x" * 1000, "dues " * 300, "\u00e9" * 500])
def test_a_snippet_of_anything_is_a_stretch_of_it(text: str):
    shown = "".join(piece.text for piece in snippet(text, {"dues"}))
    assert shown.removesuffix(" \u2026").removeprefix("\u2026 ") in text
    assert len(shown) <= SNIPPET_CHARACTERS + 4


def test_figures():
    assert (figure(1234567), figure(None), figure(0)) == ("1,234,567", "", "0")
    assert (share(0.5), share(0.0), share(0.0001), share(None)) == ("50.0%", "0.0%", "<0.1%", "")
    assert (said(["A", "B"]), said(None), said(13526)) == ("A, B", "", "13526")
    assert moment(None) == ""


def test_doubtful_is_what_the_parser_calls_doubtful():
    assert transform.candidate.LOW_CONFIDENCE == LOW_CONFIDENCE


def test_what_is_withheld_stands_apart():
    assert withheld("a [REDACTED B1] b[REDACTED]") == [
        "a ",
        "[REDACTED B1]",
        " b",
        "[REDACTED]",
        "",
    ]


def test_every_question_says_what_it_answers_and_is_asked():
    asked = set()
    for source in HOUSE.rglob("*.py"):
        asked |= set(re.findall(r'\.(?:ask|one)\(\s*"(\w+)"', source.read_text("utf-8")))
    questions = {path.stem: path.read_text("utf-8") for path in (HOUSE / "sql").glob("*.sql")}
    assert set(questions) == asked
    for name, sql in questions.items():
        assert re.match(r"-- [A-Z].*(\n-- .*)*\nSELECT|-- .*(\n-- .*)*\nWITH", sql), name
        assert "?" in sql.partition("\n")[0] or "?" in sql.split("\nSELECT")[0], name
        assert not re.search(r"\b(INSERT|UPDATE|DELETE|CREATE|DROP|ATTACH|COPY)\b", sql), name
