"""Every layout read completely: an invented release of each, from the pages of the golden set."""

from __future__ import annotations

import pytest

from tests.synthetic.layouts import CASES
from tests.transform.reading import misses, pages_of
from transform.cable import DocumentStatus, Layer
from transform.parse import parse_document
from transform.rows import flatten

NOTICE = "INVENTED SAMPLE"
NO_CABLE = [slug for slug in CASES if slug.startswith("none-")]


@pytest.mark.parametrize("slug", [slug for slug in CASES if slug not in NO_CABLE])
def test_every_field_is_read_as_printed(slug):
    for name, printed in CASES[slug].prints():
        read = parse_document(pages_of(name))
        assert len(read.cables) == len(printed.truths), name
        found = [
            (name, cable.cable_no, miss)
            for cable, truth in zip(read.cables, printed.truths, strict=True)
            for miss in misses(cable, truth)
        ]
        assert not found


@pytest.mark.parametrize("slug", [slug for slug in CASES if slug not in NO_CABLE])
def test_every_line_is_read_by_some_rule(slug):
    for name, _ in CASES[slug].prints():
        pages = pages_of(name)
        layers = parse_document(pages).line_layers
        rows = flatten(pages)
        left = [
            row.text
            for row, line in zip(rows, layers, strict=True)
            if line.layer is Layer.UNCLAIMED and not row.text.startswith(NOTICE)
        ]
        assert not left, name


@pytest.mark.parametrize("slug", NO_CABLE)
def test_what_is_no_cable_is_said_to_be_none(slug):
    read = parse_document(pages_of(slug))
    assert read.status is DocumentStatus.NO_CABLE
    assert read.status_reason
    assert read.cables == ()


def test_what_mails_add_is_the_relays_and_no_cables():
    pages = pages_of("email-chain-indented")
    read = parse_document(pages)
    relay = [
        row.text
        for row, line in zip(flatten(pages), read.line_layers, strict=True)
        if line.layer is Layer.RELAY
    ]
    assert sum(text.startswith("From:") for text in relay) == 3
    assert sum(text.startswith("Thanks. Please tell") for text in relay) == 2
    assert not any("Thanks" in (cable.body or "") for cable in read.cables)
