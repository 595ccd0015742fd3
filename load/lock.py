"""One writer at a time: a lock the operating system drops when its process dies."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from load.errors import WarehouseLocked

_held: set[Path] = set()
_held_guard = threading.Lock()

_WRITER, _NEXT = 0, 1
"""Bytes of the lock file that are locked: by who writes, and by who writes next."""

_LOOK_AGAIN_S = 0.2
"""How often one that waits looks whether it is its turn: short beside any run, no load."""

Waiting = Callable[[str], None]
"""Told once, when waiting begins, which process writes."""


@contextmanager
def writer_lock(
    path: Path, lock_file: Path, *, wait_s: float = 0, on_wait: Waiting | None = None
) -> Iterator[None]:
    """Hold the right to write a warehouse for as long as the context lasts.

    POSIX record locks: a forked worker does not inherit one (an inherited one would outlive a
    killed parent), and the kernel drops it with the process. Such locks do not keep threads of one
    process apart, which the set of held paths does. The file stays: removing it would let two
    processes lock two files of one name.

    One that waits holds the next turn meanwhile: a run that publishes and at once begins again, as
    one in slices does, cannot come before it.

    Args:
        path: The warehouse, for the message.
        lock_file: The file to lock; made when absent, holds the writer's process id.
        wait_s: Seconds to wait for the run that writes.
        on_wait: Told when it has to wait.

    Raises:
        WarehouseLocked: Another run writes this warehouse, or is the next to.
    """
    end = time.monotonic() + wait_s
    with _alone_in_this_process(path, lock_file, end), lock_file.open("a+", encoding="ascii") as it:
        _take(it, _NEXT, path, end)
        if not _can_lock(it, _WRITER):
            if on_wait is not None and time.monotonic() < end:
                on_wait(_holder(it))
            _take(it, _WRITER, path, end)
        fcntl.lockf(it, fcntl.LOCK_UN, 1, _NEXT)
        it.truncate(0)
        it.write(f"{os.getpid()}\n")
        it.flush()
        yield


@contextmanager
def _alone_in_this_process(path: Path, lock_file: Path, end: float) -> Iterator[None]:
    """Keep threads apart; the file is not even opened twice, for closing it drops its locks."""
    while not _hold(lock_file):
        if time.monotonic() >= end:
            raise _taken(path, str(os.getpid()))
        time.sleep(_LOOK_AGAIN_S)
    try:
        yield
    finally:
        with _held_guard:
            _held.discard(lock_file)


def holder_of(lock_file: Path) -> str | None:
    """Return the process that writes a warehouse, or None where none does.

    Args:
        lock_file: The warehouse's lock file; need not exist.
    """
    with _held_guard:
        if lock_file in _held:
            return str(os.getpid())
        if not lock_file.exists():
            return None
        # Only while no thread here holds it: closing a file drops every lock of this process on it.
        with lock_file.open("rb") as handle:
            try:
                fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, _WRITER)
            except (BlockingIOError, PermissionError):
                return handle.read().decode("ascii", "replace").strip() or "of unknown number"
    return None


def _hold(lock_file: Path) -> bool:
    """Note a path as held by this process; False where it is already."""
    with _held_guard:
        is_free = lock_file not in _held
        _held.add(lock_file)
        return is_free


def _take(handle: IO[str], byte: int, path: Path, end: float) -> None:
    """Lock a byte of the file, waiting for it until `end`."""
    while not _can_lock(handle, byte):
        if time.monotonic() >= end:
            raise _taken(path, _holder(handle))
        time.sleep(_LOOK_AGAIN_S)


def _can_lock(handle: IO[str], byte: int) -> bool:
    """Try to lock a byte of the file; return whether it is ours."""
    with suppress(BlockingIOError, PermissionError):
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        return True
    return False


def _holder(handle: IO[str]) -> str:
    """Return the id of the process that wrote last: the one that holds the lock, while it does."""
    handle.seek(0)
    return handle.read().strip()


def _taken(path: Path, holder: str) -> WarehouseLocked:
    return WarehouseLocked(
        f"another run (process {holder}) is writing {path}. Wait until it ends (with "
        "--wait-seconds N the command does), or stop it, then run the command again; readers are "
        "not affected."
    )
