"""Which files are read to see whether they are others, and which are known to be as they were."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from extract import hashes
from extract.errors import FileTooLarge, UnreadableFile
from extract.hashes import YOUNG_NS, HashMemory
from extract.source import FILE_BYTES, discover, hash_file

BEFORE, AFTER = b"%PDF-1.4 the cable as released in 2011", b"%PDF-1.4 the cable as released in 2015"


def later() -> int:
    """The time when a file made just now is young no more."""
    return time.time_ns() + 2 * YOUNG_NS


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the files whose bytes are read, in order; they really are."""
    names: list[str] = []

    def reading(path: Path, most_bytes: int) -> tuple[str, int]:
        names.append(path.name)
        return hash_file(path, most_bytes)

    monkeypatch.setattr(hashes, "hash_file", reading)
    yield names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(BEFORE)
    return folder


def hash_all(
    folder: Path, memory: Path | None, clock: Callable[[], int] = later, *, rehash: bool = False
) -> dict[str, str]:
    with HashMemory(memory, rehash=rehash, clock=clock) as known:
        return {file.source_uri: known.hash(file, FILE_BYTES)[0] for file in discover(folder)}


def nothing(path: Path) -> None:
    pass


def rewrite(path: Path) -> None:
    path.write_bytes(AFTER)


def rewrite_and_set_the_time_back(path: Path) -> None:
    found = path.stat()
    path.write_bytes(AFTER)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def put_another_there_with_its_time(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(AFTER)
    shutil.copystat(path, other)
    other.replace(path)


def rename(path: Path) -> None:
    path.rename(path.with_name("b.pdf"))


def touch(path: Path) -> None:
    path.touch()


@pytest.mark.parametrize(
    ("change", "is_read"),
    [
        (nothing, False),
        (rewrite, True),
        (rewrite_and_set_the_time_back, True),
        (put_another_there_with_its_time, True),
        (rename, True),
        (touch, True),
    ],
)
def test_what_became_of_a_file_between_two_runs(folder, tmp_path, read, change, is_read):
    memory = tmp_path / "hashed.sqlite"
    assert hash_all(folder, memory) == {"a.pdf": sha256(BEFORE).hexdigest()}
    change(folder / "a.pdf")
    (path,) = folder.glob("*.pdf")
    assert hash_all(folder, memory) == {path.name: sha256(path.read_bytes()).hexdigest()}
    assert len(read) == 1 + is_read


def test_a_file_that_was_just_written_is_not_yet_remembered(folder, tmp_path, read):
    """Written once more in the same moment, it would have the same time."""
    memory = tmp_path / "hashed.sqlite"
    for _ in range(2):
        hash_all(folder, memory, time.time_ns)
    assert read == ["a.pdf"] * 2


def test_a_person_may_have_all_read(folder, tmp_path, read):
    memory = tmp_path / "hashed.sqlite"
    hash_all(folder, memory)
    hash_all(folder, memory, rehash=True)
    assert read == ["a.pdf"] * 2
    hash_all(folder, memory)
    assert read == ["a.pdf"] * 2


def test_without_a_memory_all_is_read(folder, read):
    for _ in range(2):
        hash_all(folder, None)
    assert read == ["a.pdf"] * 2


def test_a_memory_that_cannot_be_used_costs_time_and_nothing_else(folder, tmp_path, read, caplog):
    memory = tmp_path / "hashed.sqlite"
    memory.write_bytes(b"no database" * 100)
    with caplog.at_level(logging.WARNING):
        found = hash_all(folder, memory)
    assert found == {"a.pdf": sha256(BEFORE).hexdigest()}
    assert [record.code for record in caplog.records] == ["hashes.unusable"]
    assert "remove it if it is damaged" in caplog.text


def test_a_memory_damaged_within_is_left_in_mid_run(folder, tmp_path, read, caplog):
    memory = tmp_path / "hashed.sqlite"
    hash_all(folder, memory)
    with closing(sqlite3.connect(memory)) as connection:
        connection.execute("ALTER TABLE hashed RENAME COLUMN sign TO something")
    with caplog.at_level(logging.WARNING):
        assert hash_all(folder, memory) == {"a.pdf": sha256(BEFORE).hexdigest()}
    assert len(caplog.records) == 1, "it is said once"


def test_what_a_run_has_read_is_known_to_the_next_however_it_ends(folder, tmp_path, read):
    memory = tmp_path / "hashed.sqlite"
    with pytest.raises(KeyboardInterrupt), HashMemory(memory, clock=later) as known:
        known.hash(discover(folder)[0], FILE_BYTES)
        raise KeyboardInterrupt
    hash_all(folder, memory)
    assert read == ["a.pdf"]


def test_a_limit_holds_for_what_is_known_and_what_fails_is_not_remembered(folder, tmp_path, read):
    memory = tmp_path / "hashed.sqlite"
    hash_all(folder, memory)
    (file,) = discover(folder)
    with HashMemory(memory, clock=later) as known:
        with pytest.raises(FileTooLarge):
            known.hash(file, len(BEFORE) - 1)
        with pytest.raises(UnreadableFile):
            known.hash(replace(file, path=folder / "gone.pdf"), FILE_BYTES)


def test_a_name_of_other_bytes_than_utf8_is_remembered_too(tmp_path, read):
    name = os.fsdecode(b"caf\xe9.pdf")
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / name).write_bytes(BEFORE)
    for _ in range(2):
        hash_all(folder, tmp_path / "hashed.sqlite")
    assert read == [name]


def test_two_runs_remember_in_one_file(tmp_path, read):
    memory, folders = tmp_path / "hashed.sqlite", [tmp_path / name for name in "xy"]
    for folder in folders:
        folder.mkdir()
        (folder / f"{folder.name}.pdf").write_bytes(BEFORE)
    with HashMemory(memory, clock=later) as one, HashMemory(memory, clock=later) as other:
        for known, folder in zip((one, other), folders, strict=True):
            known.hash(discover(folder)[0], FILE_BYTES)
    for folder in folders:
        hash_all(folder, memory)
    assert read == ["x.pdf", "y.pdf"]
