"""What a worker process may do beside reading, and what the kernel refuses it and its children."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from extract.errors import StoreFailed
from flows.workers.fence import FILE_BYTES, Fence, fence_of, landlock_version
from flows.workers.pool import WorkerPool
from tests.flows.bounds import FREELY

needs_landlock = pytest.mark.skipif(not landlock_version(), reason="this kernel has no Landlock")
needs_network_rules = pytest.mark.skipif(
    landlock_version() < 4, reason="this kernel's Landlock knows no network"
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


def write(path: Path) -> str:
    path.write_text("written")
    return path.read_text()


def write_in_a_child(path: Path) -> str:
    """As an engine in a process of its own would."""
    program = f"open({str(path)!r}, 'w').write('written')"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    if ended.returncode:
        raise PermissionError(ended.stderr)
    return path.read_text()


def write_into_scratch() -> str:
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("written")
    Path(os.devnull).write_text("nothing")
    return "written"


def remove(path: Path) -> None:
    path.unlink()


def link(path: Path, target: Path) -> str:
    """A link in the store to a file outside of it is a file outside of it."""
    path.symlink_to(target)
    return write(path)


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=5).close()


def limits() -> tuple[int, int]:
    return resource.getrlimit(resource.RLIMIT_FSIZE)[0], resource.getrlimit(resource.RLIMIT_CORE)[0]


@needs_landlock
def test_a_worker_writes_in_its_folders_and_nowhere_else(store, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    with WorkerPool(1, fence_of(str(store))) as pool:

        def does(function, *arguments):
            return pool.submit(FREELY, "a.pdf", function, *arguments).result()

        assert does(write, store / "page") == "written"
        assert does(write_in_a_child, store / "other") == "written"
        assert does(write_into_scratch) == "written"
        for call in (
            (write, outside / "new"),
            (write, outside / "kept"),
            (write_in_a_child, outside / "new"),
            (remove, outside / "kept"),
            (link, store / "link", outside / "kept"),
            (write, store / ".." / "outside" / "new"),
        ):
            with pytest.raises(PermissionError):
                does(*call)
        assert does(os.stat, outside / "kept").st_size == 0, "reading is not fenced"
    assert [path.name for path in outside.iterdir()] == ["kept"]


@needs_network_rules
@pytest.mark.parametrize("may_connect", [False, True])
def test_a_worker_connects_only_where_its_store_is_behind_a_network(store, may_connect):
    fence = Fence(folders=(str(store),), may_connect=may_connect)
    with socket.create_server(("127.0.0.1", 0)) as server, WorkerPool(1, fence) as pool:
        call = pool.submit(FREELY, "a.pdf", connect, server.getsockname()[1])
        if may_connect:
            assert call.result() is None
        else:
            with pytest.raises(PermissionError):
                call.result()


def test_a_worker_leaves_no_core_and_no_endless_file(store):
    with WorkerPool(1, fence_of(str(store))) as pool:
        assert pool.submit(FREELY, "a.pdf", limits).result() == (FILE_BYTES, 0)


def test_a_store_behind_a_network_may_be_connected_to_and_no_folder_written():
    assert fence_of("memory://pages") == Fence(folders=(), may_connect=True)


def test_a_store_that_cannot_be_made_is_an_error_of_the_store(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreFailed, match="give another folder with --store"):
        fence_of(str(tmp_path / "file" / "store"))
