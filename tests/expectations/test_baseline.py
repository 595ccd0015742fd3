"""What a change of the warehouse gains and loses against a score that was kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from expectations.score import (
    Change,
    compare_with,
    read_baseline,
    render_change,
    score,
    take_baseline,
    write_baseline,
)
from extract.errors import ConfigurationError
from tests.expectations.truth import TEXT, TRUTH, write
from tests.expectations.warehouse import CABLE, DOCUMENT, Warehouse


def changed(warehouse: Warehouse, truths: Path, *changes: str) -> Change:
    """Return what changes of the warehouse do to its score."""
    before = take_baseline(score([truths], warehouse))
    write_baseline(truths / "kept.txt", before)
    for change in changes:
        warehouse.run(change)
    return compare_with(read_baseline(truths / "kept.txt"), score([truths], warehouse))


@pytest.mark.parametrize(
    ("truth", "change", "lost", "gained"),
    [
        pytest.param({}, "update runs set outcome = 'published'", [], [], id="nothing"),
        pytest.param({}, "update cables set subject = 'X'", ["subject"], [], id="a value lost"),
        pytest.param({}, "update cables set signature = 'X'", ["signature"], [], id="invented"),
        pytest.param(
            {"addressees": []},
            "delete from addressees",
            [],
            ["addressees"],
            id="no longer invented",
        ),
        pytest.param(
            {"subject": "A TEXT"},
            "update cables set subject = 'A TEXT'",
            [],
            ["subject"],
            id="gain",
        ),
        pytest.param(
            {"subject": "ANOTHER"}, "update cables set subject = 'X'", [], [], id="wrong otherwise"
        ),
        pytest.param(
            {"tags": ["PGOV", "PREL"]},
            "update cables set tags = ['PREL']",
            ["tags"],
            ["tags"],
            id="one for another",
        ),
        pytest.param(
            {"paragraphs": [{"number": 1, "text": TEXT.format("One")}]},
            "update paragraphs set text = 'x' || text where number = 1",
            ["paragraphs.text"],
            [],
            id="a text less like",
        ),
    ],
)
def test_a_change_is_told_as_what_was_lost_and_gained(
    warehouse: Warehouse,
    truths: Path,
    truth: dict[str, Any],
    change: str,
    lost: list[str],
    gained: list[str],
):
    write(truths / "392.json", TRUTH | truth)

    found = changed(warehouse, truths, change)

    assert [one.pair.field for one in found.lost] == lost
    assert [miss.field for _, miss in found.gained] == gained
    assert found.is_loss is bool(lost)
    assert not (found.fewer or found.gone or found.added)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            "update lines set layer = 'body' where page_no = 1 and layer = 'release'",
            "392.pdf layer of a banner line page 1 box 72,20,300,30",
            id="a line in another layer",
        ),
        pytest.param(
            "update paragraphs set text = text || ' DECONTROLLED/UNCLASSIFIED' where number = 1",
            "392.pdf noise",
            id="a banner in a paragraph",
        ),
        pytest.param("delete from redactions", "392.pdf redactions", id="a redaction"),
        pytest.param(
            f"update documents set document_id = '{'d' * 64}', file_name = '9.pdf' "
            f"where document_id = '{DOCUMENT}'",
            "lost: hand/392.pdf was not scored",
            id="a document",
        ),
    ],
)
def test_a_print_is_held_to_its_baseline(
    warehouse: Warehouse, truths: Path, change: str, says: str
):
    banner = {"kind": "banner", "text": "DECONTROLLED/UNCLASSIFIED"}
    box = {"x0": 100, "top": 100, "x1": 200, "bottom": 110}
    page = {"page": 1, "lines": [banner], "redactions": [box]}
    write(truths / "392.lines.json", {"pages": [page]})

    found = changed(warehouse, truths, change)

    assert found.is_loss
    assert says in render_change(found)


def test_another_choice_among_the_readings_is_no_change(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)
    warehouse.add(
        "readings", cable_id=CABLE, field="subject", block="card", raw="A TEST", value="A TEST"
    )

    found = changed(
        warehouse, truths, "update readings set is_chosen = block = 'card' where field = 'subject'"
    )

    assert not (found.is_loss or found.gained)


def test_a_reading_of_the_card_can_be_lost(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)
    warehouse.add(
        "readings", cable_id=CABLE, field="subject", block="card", raw="A TEST", value="A TEST"
    )

    found = changed(warehouse, truths, "update readings set value = 'X' where block = 'card'")

    assert "392.pdf subject (card)" in render_change(found)
    assert found.is_loss


def test_values_no_longer_compared_are_lost(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)
    kept = take_baseline(score([truths], warehouse))
    write(truths / "392.json", {key: TRUTH[key] for key in TRUTH if key != "subject"})

    found = compare_with(kept, score([truths], warehouse))

    assert found.fewer == ("hand/392.pdf subject: 1 right before, 0 now",)
    assert found.is_loss


def test_a_document_the_baseline_does_not_know_is_no_loss(warehouse: Warehouse, truths: Path):
    write(truths / "392.json", TRUTH)

    found = compare_with({}, score([truths], warehouse))

    assert (found.added, found.is_loss) == (("hand/392.pdf",), False)


@pytest.mark.parametrize("content", ["{", "[]", '{"a": {}}', '{"a": {"right": {}, "misses": [1]}}'])
def test_a_bad_baseline_is_named(truths: Path, content: str):
    (truths / "kept.txt").write_text(content, encoding="utf-8")

    with pytest.raises(ConfigurationError, match="is no baseline"):
        read_baseline(truths / "kept.txt")


def test_a_missing_baseline_is_named(truths: Path):
    with pytest.raises(ConfigurationError, match=r"no baseline at .* write one with --save"):
        read_baseline(truths / "gone.json")
