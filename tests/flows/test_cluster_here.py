"""A cluster in this process: what the doctor finds of it, and what its machines warn of."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from extract.store.store import PageStore
from flows.doctor.machines import examine_cluster, wrong_with
from flows.logs.kept_lines import MOST_CHARACTERS
from flows.logs.log_context import about
from flows.logs.run_log import logging_to
from flows.settings import Settings
from flows.workers import cluster
from flows.workers.cluster import ClusterPool
from flows.workers.cluster_worker import Machine, describe_here, describe_machine
from tests.flows.bounds import FREELY
from tests.flows.test_cluster_failures import expected
from tests.flows.test_run_log import STAMP, fail, lines_of, say
from tests.processes import free_port

pytestmark = pytest.mark.slow

HERE = Machine(has={"Python": "3.11.4", "pdfplumber": "0.11.7", "tesseract": "tesseract 5.3.0"})


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        dashboard_address=None,
        local_directory=str(tmp_path_factory.mktemp("dask")),
    ) as here:
        yield here.scheduler_address


def say_often(text: str, times: int) -> None:
    for _ in range(times):
        say(text)


def warn_and_fail(text: str) -> None:
    say(text)
    raise ValueError(text)


def told(folder: Path) -> list[dict[str, Any]]:
    """What a run's log has from machines; a machine in this process is heard without that, too."""
    return [line for line in lines_of(folder) if "machine" in line]


def test_what_a_machine_warns_of_is_in_the_run_s_log(scheduler, tmp_path):
    with (
        logging_to(tmp_path, STAMP, logging.INFO),
        ClusterPool(scheduler, expected(tmp_path)) as pool,
    ):
        with about(document="abc", page=3):
            pool.submit(FREELY, "abc", say, "a smudge").result()
            pool.submit(FREELY, "abc", say, "page read", level=logging.INFO).result()
        with about(document="def"):
            pool.submit(FREELY, "def", fail, "torn").result()
            with pytest.raises(ValueError, match="no page"):
                pool.submit(FREELY, "def", warn_and_fail, "no page").result()
    lines = told(tmp_path)
    said = [(one["document"], one.get("page"), one["message"].splitlines()[0]) for one in lines]
    assert said == [
        ("abc", 3, "a smudge"),
        ("def", None, "failed"),
        ("def", None, "no page"),
    ]
    assert lines[0]["code"] == "said" and lines[0]["level"] == "WARNING"
    assert lines[1]["message"].endswith("ValueError: torn")


def test_a_call_that_warns_without_end_is_cut_short(scheduler, tmp_path):
    fitting, text = 4, "x" * (MOST_CHARACTERS // 4)
    with (
        logging_to(tmp_path, STAMP, logging.INFO),
        ClusterPool(scheduler, expected(tmp_path)) as pool,
    ):
        pool.submit(FREELY, "abc", say_often, text, fitting + 5).result()
    *lines, last = told(tmp_path)
    assert [line["message"] for line in lines] == [text] * fitting
    assert last["message"] == "5 more lines about this are in the log of the machine only"


@pytest.mark.ocr
def test_the_doctor_finds_a_cluster_that_is_fit(scheduler, tmp_path):
    settings = Settings(dask_scheduler=scheduler, store=str(tmp_path / "store"))
    findings = list(examine_cluster(settings, ("pdfplumber",), str(tmp_path)))
    assert [(one.name, one.is_fine) for one in findings] == [
        ("Dask scheduler", True),
        ("workers", True),
    ]
    assert "1 worker" in findings[0].found and findings[1].found.startswith("1 as this machine")
    assert not list(PageStore(tmp_path / "store").marks()), "nothing stays"


def test_the_doctor_says_what_a_machine_cannot_see(scheduler, tmp_path):
    settings = Settings(dask_scheduler=scheduler, store=str(tmp_path / "store"))
    findings = list(examine_cluster(settings, (), str(tmp_path / "releases")))
    assert [one.is_fine for one in findings] == [True, False]
    assert "releases is not there" in findings[1].found and "worker inproc" in findings[1].name


def test_the_doctor_finds_no_scheduler(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_S", 1.0)
    there = f"tcp://127.0.0.1:{free_port()}"
    settings = Settings(dask_scheduler=there, store=str(tmp_path / "store"))
    (finding,) = examine_cluster(settings, (), None)
    assert not finding.is_fine and "Start the scheduler" in finding.found
    assert list(examine_cluster(Settings(), (), None)) == [], "none is asked for"


def test_a_machine_that_is_not_like_this_one():
    assert list(wrong_with(HERE, HERE)) == []
    other = replace(HERE, has={**HERE.has, "pdfplumber": "0.10.0"}, troubles=("no such folder",))
    differs, sees = wrong_with(other, HERE)
    assert differs.startswith("it has pdfplumber 0.10.0 instead of 0.11.7; install the same")
    assert sees == "no such folder"
    (told,) = wrong_with(ModuleNotFoundError("No module named 'flows'"), HERE)
    assert "No module named 'flows'" in told and "make cluster" in told


def test_a_machine_with_another_store(tmp_path):
    found = describe_machine(["duckdb", "nosuch"], [], str(tmp_path), "mark of another", None)
    assert found.has == describe_here(["duckdb", "nosuch"], []).has
    assert found.has["nosuch"] == "none"
    (trouble,) = found.troubles
    assert "does not see the page store" in trouble
