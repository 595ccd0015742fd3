"""One warehouse for all tests of this folder; whatever a test changes in it is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.expectations.warehouse import Warehouse, whole_warehouse


@pytest.fixture(scope="session")
def untouched() -> Warehouse:
    return whole_warehouse()


@pytest.fixture
def warehouse(untouched: Warehouse) -> Iterator[Warehouse]:
    untouched.run("begin")
    yield untouched
    untouched.run("rollback")


@pytest.fixture
def truths(tmp_path: Path) -> Path:
    folder = tmp_path / "hand"
    folder.mkdir()
    return folder
