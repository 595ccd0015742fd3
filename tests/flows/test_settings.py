"""Settings from the environment and the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.engines import READING_ENGINES
from extract.errors import ConfigurationError
from flows.settings import Settings, read_settings


def test_command_line_beats_environment_beats_default(monkeypatch):
    assert read_settings().warehouse == Path("warehouse.duckdb")
    monkeypatch.setenv("CABLEHOUSE_WAREHOUSE", "of_the_environment.duckdb")
    assert read_settings(warehouse=None).warehouse == Path("of_the_environment.duckdb")
    assert read_settings(warehouse="given.duckdb").warehouse == Path("given.duckdb")


@pytest.mark.parametrize(
    ("warehouse", "store", "root", "work"),
    [
        ("w.duckdb", None, "cablehouse-store", "cablehouse-store"),
        ("/data/w.duckdb", None, "/data/cablehouse-store", "/data/cablehouse-store"),
        ("/data/w.duckdb", "/pages", "/pages", "/pages"),
        ("/data/w.duckdb", "s3://bucket/pages", "s3://bucket/pages", "/data/cablehouse-store"),
    ],
)
def test_store_lies_beside_the_warehouse_and_work_is_local(warehouse, store, root, work):
    settings = read_settings(warehouse=warehouse, store=store)
    assert settings.store_root == root
    assert settings.work_folder == Path(work)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"workers": 0}, "--workers or CABLEHOUSE_WORKERS"),
        ({"workers": "many"}, "--workers or CABLEHOUSE_WORKERS"),
        ({"ocr_timeout_s": -1}, "CABLEHOUSE_OCR_TIMEOUT_S"),
    ],
)
def test_a_bad_setting_is_named(given, named):
    with pytest.raises(ConfigurationError, match=named):
        read_settings(**given)


def test_every_setting_says_what_it_is():
    for name, field in Settings.model_fields.items():
        assert field.description, f"{name} has no description for `cablehouse settings`"


def test_the_engines_are_named_where_one_is_chosen():
    described = Settings.model_fields["engine"].description or ""
    assert all(name in described for name in READING_ENGINES)


def test_what_a_run_records_names_no_place():
    settings = read_settings(warehouse="/data/w.duckdb", store="/pages", workers=3)
    assert not {"warehouse", "store", "workers"} & set(settings.as_recorded())
