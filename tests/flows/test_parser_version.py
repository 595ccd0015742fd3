"""The parser's version follows the parser: nobody has to raise it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import transform
from flows.parser_version import parser_version


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the parser that may be changed."""
    target = tmp_path / "transform"
    shutil.copytree(Path(transform.__file__).parent, target)
    monkeypatch.setattr(transform, "__file__", str(target / "__init__.py"))
    parser_version.cache_clear()
    yield target
    parser_version.cache_clear()


def test_the_same_parser_has_the_same_version(copy):
    first = parser_version()
    parser_version.cache_clear()
    assert parser_version() == first


@pytest.mark.parametrize("changed", ["resolve.py", "vocab/posts.csv", "header/tags.py"])
def test_a_change_of_code_or_vocabulary_changes_it(copy, changed):
    first = parser_version()
    with (copy / changed).open("a") as file:
        file.write("\n")
    parser_version.cache_clear()
    assert parser_version() != first
