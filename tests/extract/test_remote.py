"""Files at addresses: found, hashed and copied as a folder's are, and what a lost network costs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from extract import remote
from extract.errors import ConfigurationError, SourceError, StoreUnreachable, UnreadableFile
from extract.remote import Copies, RemoteFile, insist, is_address
from extract.source import discover, find_again, hash_file


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    """A store in memory."""
    filesystem = fsspec.filesystem("memory")
    yield filesystem
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses that are taken down instead of waited for, on a clock that only they move."""
    pauses: list[float] = []
    monkeypatch.setattr("extract.remote.time.sleep", pauses.append)
    monkeypatch.setattr("extract.remote.time.monotonic", lambda: sum(pauses))
    return pauses


class Flaky:
    """A call that fails some times before it gives its answer."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.left, self.error = failures, error

    def __call__(self) -> str:
        if self.left:
            self.left -= 1
            raise self.error
        return "answer"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("place", "is_one"),
    [
        ("s3://bucket/releases", True),
        ("memory://x", True),
        ("releases", False),
        ("a::b.pdf", False),
        ("./s3:/bucket", False),
        (Path("/releases"), False),
    ],
)
def test_what_is_an_address(place, is_one):
    assert is_address(place) == is_one


def test_a_short_loss_costs_a_wait(no_pause):
    assert insist("s3://b/x", Flaky(4, ConnectionError("refused"))) == "answer"
    assert no_pause == [0.5, 1.0, 2.0, 4.0]


def test_a_long_loss_ends_with_what_to_do(no_pause):
    with pytest.raises(StoreUnreachable, match=r"cannot be reached .*refused.* run the same"):
        insist("s3://b/x", Flaky(1_000, ConnectionError("refused")))
    assert 50.0 < sum(no_pause) <= remote.PATIENCE_S


@pytest.mark.parametrize("answer", [FileNotFoundError("none"), PermissionError("no")])
def test_an_answer_is_not_asked_for_again(no_pause, answer):
    with pytest.raises(type(answer)):
        insist("s3://b/x", Flaky(1, answer))
    assert no_pause == []


def test_files_below_an_address_are_found_as_in_a_folder(memory):
    for name in ("b.PDF", "a.pdf", "sub/c::d *.pdf", ".hidden.pdf", ".x/e.pdf", "notes.txt"):
        memory.pipe_file(f"/releases/{name}", b"%PDF " + name.encode())
    found = discover("memory://releases")
    assert [file.source_uri for file in found] == ["a.pdf", "b.PDF", "sub/c::d *.pdf"]
    assert found[2].file_name == "c::d *.pdf"
    assert [hash_file(file.path)[0] for file in found] == [
        digest(b"%PDF " + file.source_uri.encode()) for file in found
    ]
    again = [find_again("memory://releases", file.source_uri) for file in found]
    assert again == [file.path for file in found]


def test_one_file_is_named_by_its_address(memory):
    memory.pipe_file("/releases/a", b"%PDF")
    (found,) = discover("memory://releases/a")
    assert (found.source_uri, hash_file(found.path)) == ("a", (digest(b"%PDF"), 4))
    assert find_again("memory://releases/a", "a") == found.path


def test_an_address_without_pdfs(memory):
    with pytest.raises(SourceError, match="no PDF under memory://nothing"):
        discover("memory://nothing")


def test_an_address_nothing_here_reads():
    with pytest.raises(ConfigurationError, match="make cluster"):
        discover("zz9://bucket")


def test_a_file_that_is_gone(memory):
    gone = RemoteFile(address="memory://releases", place="/releases/gone.pdf")
    with pytest.raises(UnreadableFile, match=r"gone\.pdf cannot be read"):
        hash_file(gone)


def test_copies_bear_the_files_name_and_the_oldest_makes_room(memory):
    files = {}
    for number in range(3):
        data = bytes([number]) * 100
        memory.pipe_file(f"/r/{number}.pdf", data)
        file = RemoteFile(address="memory://r", place=f"/r/{number}.pdf")
        files[number] = (file, digest(data))
    copies = Copies(limit_bytes=200)
    first, second = copies.of(*files[0]), copies.of(*files[1])
    assert (first.name, first.read_bytes()) == ("0.pdf", bytes(100))
    assert copies.of(*files[0]) == first, "the same copy"
    copies.of(*files[2])
    assert first.exists() and not second.exists(), "what was asked for last stays"


def test_a_file_that_was_replaced_is_not_read_for_the_old_one(memory):
    memory.pipe_file("/r/a.pdf", b"new")
    file = RemoteFile(address="memory://r", place="/r/a.pdf")
    copies = Copies()
    for _ in range(2):
        with pytest.raises(UnreadableFile, match="was replaced"):
            copies.of(file, digest(b"old"))
