"""Trying again what was kept out, where its files lie in an object store and the pages do not."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from flows.quarantine import rows_of_quarantine
from load.connection import query
from load.making.places import Survey
from load.warehouse import building
from tests.load.invented import failed, run, stamp

pytestmark = pytest.mark.slow

SOURCE = "s3://cables/1975"


def publish_failed(warehouse: Path, document_id: str) -> None:
    """Publish what is left of two runs: one that found a file there, one that tried it again."""
    load = failed(1)
    facts = replace(load.facts, document_id=document_id, file_name="a.pdf", source_uri="a.pdf")
    with building(warehouse) as build:
        build.look(Survey(source=SOURCE, files={"a.pdf": document_id}))
        build.load([replace(load, facts=facts)], stamp())
        build.finish()
        build.note_files(stamp())
        build.add_run(replace(run(), source="quarantine"))
        build.publish()


@pytest.mark.proof
def test_a_file_in_an_object_store_is_found_and_read_again(objects, command, make_pdf, tmp_path):
    pdf = make_pdf(tmp_path / "in", "a.pdf").read_bytes()
    objects.pipe_file("cables/1975/a.pdf", pdf)
    warehouse = tmp_path / "w.duckdb"
    publish_failed(warehouse, hashlib.sha256(pdf).hexdigest())
    (row,) = rows_of_quarantine(warehouse)
    assert (row.source, row.source_uri) == (SOURCE, "a.pdf")

    ended = command("quarantine", "retry", "--warehouse", warehouse)
    assert ended.exit_code == 0, ended.output
    assert query(warehouse, "SELECT status, source_uri FROM documents") == [
        {"status": "no_cable", "source_uri": "a.pdf"}
    ]
    assert rows_of_quarantine(warehouse) == ()


def test_a_file_that_is_gone_from_it_is_told(objects, command, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    publish_failed(warehouse, "0" * 64)
    ended = command("quarantine", "retry", "--warehouse", warehouse)
    assert ended.exit_code == 2
    assert "its files are not where they were" in " ".join(ended.stderr.split())
