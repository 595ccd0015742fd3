"""The doctor where SOURCE, page store and the copy for readers are in an object store."""

from __future__ import annotations

import pytest

from flows.doctor.places import examine_places
from flows.settings import Settings

pytestmark = pytest.mark.slow


def test_what_can_be_read_and_written_is_tried_and_nothing_stays(objects, tmp_path, monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    objects.pipe_file("cables/releases/a.pdf", b"%PDF-1.4")
    settings = Settings(
        warehouse=tmp_path / "w.duckdb", store="s3://cables/store", lake="s3://cables/lake"
    )
    findings = list(examine_places(settings, "s3://cables/releases"))
    assert [one for one in findings if not one.is_fine] == []
    assert {
        ("SOURCE", "s3://cables/releases can be read"),
        ("page store", "s3://cables/store can be written"),
        ("lake", "s3://cables/lake can be written"),
    } <= {(one.name, one.found) for one in findings}
    assert objects.find("cables") == ["cables/releases/a.pdf"]


def test_what_cannot_be_is_told(objects, tmp_path, monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    settings = Settings(
        warehouse=tmp_path / "w.duckdb", store="s3://nowhere/store", lake="s3://nowhere/lake"
    )
    findings = examine_places(settings, "s3://cables/none")
    told = {one.name: one.found for one in findings if not one.is_fine}
    assert list(told) == ["SOURCE", "page store", "lake"]
    assert "check the path or address" in told["SOURCE"]
    assert "the store cannot write" in told["page store"] and "with --store" in told["page store"]
    assert "Look at the address" in told["lake"]


def test_a_lake_in_no_object_store_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    settings = Settings(warehouse=tmp_path / "w.duckdb", lake=str(tmp_path))
    found = {one.name: one for one in examine_places(settings, str(tmp_path / "none"))}
    assert "is no address of an S3 object store" in found["lake"].found
    assert "is not there" in found["SOURCE"].found
