"""What is said of a cluster that is not there, and of a machine that is not like the run."""

from __future__ import annotations

import math
import pickle
from pathlib import Path

import pytest

from extract.engines import check_engine
from extract.errors import ConfigurationError
from extract.settings import ExtractSettings
from extract.store.keys import page_key
from extract.store.store import PageStore
from flows.errors import ClusterFailed
from flows.parser_version import parser_version
from flows.workers import cluster
from flows.workers.bounds import Budget
from flows.workers.cluster import ClusterPool
from flows.workers.cluster_worker import Expected, check_machine
from tests.processes import free_port

SETTINGS = ExtractSettings()


def expected(
    store: Path,
    *,
    parser: str = parser_version(),
    engine: str | None = None,
    mark: str | None = None,
) -> Expected:
    return Expected(
        parser_version=parser,
        engines=() if engine is None else ((SETTINGS, page_key(SETTINGS, engine)),),
        store_root=str(store),
        reads_addresses=False,
        mark=mark,
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "tcp:/nowhere"])
def test_a_scheduler_that_is_not_there(address, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_S", 1.0)
    with pytest.raises(ClusterFailed, match=r"no worker of the Dask scheduler .* --no-nanny"):
        ClusterPool(address.format(port=free_port()), expected(tmp_path))


@pytest.mark.parametrize("seconds", [10.0, math.inf])
def test_what_a_document_spends_on_a_machine_counts_where_it_came_from(seconds):
    budget = Budget(seconds)
    budget.spend(4.0)
    there = pickle.loads(pickle.dumps(budget))
    there.spend(7.0)
    budget.spend(there.spent() - 4.0)
    assert (there.left(), budget.left()) == (max(0.0, seconds - 11.0),) * 2
    assert f"over {seconds:g} s" in str(there.exceeded())


def test_a_machine_with_another_parser(tmp_path):
    with pytest.raises(ConfigurationError, match="another version of cablehouse"):
        check_machine(expected(tmp_path, parser="000000000000"))


@pytest.mark.ocr
def test_a_machine_with_another_engine(tmp_path):
    check_machine(expected(tmp_path, engine=check_engine(SETTINGS)))
    with pytest.raises(ConfigurationError, match="reads pages with tesseract"):
        check_machine(expected(tmp_path, engine="tesseract 2.0"))


def test_a_machine_with_another_store(tmp_path):
    PageStore(tmp_path).leave_mark("run")
    check_machine(expected(tmp_path, mark="run"))
    with pytest.raises(ConfigurationError, match="does not see the run's page store"):
        check_machine(expected(tmp_path, mark="another run"))
    PageStore(tmp_path).remove_mark("run")
    assert not PageStore(tmp_path).has_mark("run")
