"""The field parsers on every line of the real releases that prints their field."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from transform.header.classification import is_classification_line
from transform.header.control_line import is_control_line, parse_control_line
from transform.header.dtg import is_dtg_line, parse_dtg
from transform.header.executive_order import is_executive_order_line, parse_executive_order
from transform.header.mrn import parse_mrn, same_mrn
from transform.header.reference import is_reference_line, parse_references
from transform.header.tags import is_tags_line, parse_tags

pytestmark = pytest.mark.releases

ATTRIBUTES = "Message Attributes"


class Cable(NamedTuple):
    """A cable's printed lines without the archive's catalogue page, and that catalogue."""

    lines: list[str]
    truth: dict[str, str]


@pytest.fixture(scope="module")
def cables(releases: Path) -> list[Cable]:
    folder = releases / "nara_1970s"
    with (folder / "truth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [Cable(printed(folder / row["file"]), row) for row in rows]


def printed(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    text = "\n".join(
        document[number].get_textpage().get_text_range() for number in range(len(document))
    )
    document.close()
    return [line.strip() for line in text.split(ATTRIBUTES)[0].splitlines() if line.strip()]


def with_text(cables: list[Cable]) -> list[Cable]:
    return [cable for cable in cables if "TEXT ON-LINE" in cable.truth["Locator"]]


def header_of(cable: Cable) -> list[str]:
    """The lines from the date-time group to the first paragraph or summary."""
    start = next(n for n, line in enumerate(cable.lines) if is_dtg_line(line))
    body = re.compile(r"1\. |SUMMARY|QUOTE")
    end = next((n for n in range(start, len(cable.lines)) if body.match(cable.lines[n])), None)
    return cable.lines[start:end]


def test_dates(cables):
    for cable in with_text(cables):
        dtg = parse_dtg(header_of(cable)[0]).value
        assert dtg is not None
        assert cable.truth["Draft Date"].upper().split() == [
            f"{dtg.day:02d}",
            dtg.raw.split()[1],
            f"19{dtg.year}",
        ]


def test_numbers_and_classifications(cables):
    for cable in with_text(cables):
        found = next(line for line in cable.lines if is_control_line(line))
        line = parse_control_line(found).value
        archive = parse_mrn(cable.truth["Document Number"]).value
        assert line is not None and archive is not None
        assert line.classification.value == cable.truth["Original Classification"], found
        assert line.serial == archive.serial, found
        assert line.post in (archive.post, None), found


def test_control_lines_are_the_first_line_below_the_addresses_and_nothing_else(cables):
    for cable in with_text(cables):
        found = [line for line in cable.lines if is_control_line(line)]
        numbers = [parse_control_line(line).value for line in found]
        assert {one.serial for one in numbers if one} == {
            int(cable.truth["Document Number"][-5:].lstrip("0") or 0)
            if not cable.truth["Document Number"].startswith("1979STATE")
            else int(cable.truth["Document Number"][-6:])
        }, found
        sections = [one.section_no for one in numbers if one and one.section_count]
        assert sections == list(range(1, len(sections) + 1)), found


def test_page_banners_are_classification_lines(cables):
    for cable in with_text(cables):
        banner = cable.truth["Original Classification"]
        assert all(is_classification_line(line) for line in cable.lines if line == banner)


def test_executive_orders(cables):
    for cable in with_text(cables):
        lines = [line for line in header_of(cable) if is_executive_order_line(line)]
        for line in lines[:1]:
            order = parse_executive_order(line).value
            assert order is not None
            year = int(cable.truth["Draft Date"][-4:])
            assert order.number == ("11652" if year < 1978 else "12065"), line


def test_printed_tags_are_among_the_archives(cables):
    read, among = 0, 0
    for cable in with_text(cables):
        line = next((line for line in header_of(cable) if is_tags_line(line)), None)
        if line is None:
            continue
        archive = {tag.tag for tag in parse_tags(cable.truth["TAGS"]).value or ()}
        mine = {tag.tag for tag in parse_tags(line).value or () if tag.kind.value != "person"}
        read += 1
        among += mine <= archive
    assert read >= 55
    assert among / read >= 0.93


def test_references_are_the_archives(cables):
    """Airgrams have no number there; long lists are cut short; the year is not the archive's."""
    right, known = 0, 0
    for cable in with_text(cables):
        printed_refs = [n for n, line in enumerate(cable.lines) if is_reference_line(line)]
        archive = parse_references([cable.truth["Reference"]], 1979, "LA PAZ").value or ()
        wanted = {one.serial for one in archive if one.mrn}
        if not printed_refs or not wanted or cable.truth["Reference"][-1] in "C7)":
            continue
        start = printed_refs[0]
        lines = [cable.lines[start]]
        for line in cable.lines[start + 1 :]:
            if not re.match(r"\([B-F]\)", line):
                break
            lines.append(line)
        mine = parse_references(lines, 1979, "LA PAZ").value or ()
        known += 1
        right += wanted == {one.serial for one in mine if one.mrn}
    assert known >= 20
    assert right == known


def test_made_up_prints_line_by_line(releases):
    """Each header line of the foia_scans and seed truth is recognised as what it is."""
    for path in sorted(releases.glob("*/*.lines.json")):
        pages = json.loads(path.read_text(encoding="utf-8"))["pages"]
        lines = [one["text"].strip() for page in pages for one in page["lines"]]
        assert sum(map(is_dtg_line, lines)) == 1, path.name
        assert sum(map(is_control_line, lines)) == 1, path.name
        assert sum(map(is_executive_order_line, lines)) == 1, path.name
        assert sum(map(is_tags_line, lines)) == 1, path.name
        assert sum(map(is_reference_line, lines)) == 1, path.name


def test_the_seed(releases):
    truth = json.loads((releases / "seed" / "11_MEXICO_392.json").read_text(encoding="utf-8"))
    one, other = parse_mrn(truth["mrn"]).value, parse_mrn("2011MEXICO000392").value
    assert one is not None and other is not None
    assert same_mrn(one, other)
