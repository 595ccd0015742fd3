"""One writer at a time: a lock the operating system drops when its process dies."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from load.errors import WarehouseLocked

_held: set[Path] = set()
_held_guard = threading.Lock()


@contextmanager
def writer_lock(path: Path, lock_file: Path) -> Iterator[None]:
    """Hold the right to write a warehouse for as long as the context lasts.

    A POSIX record lock: a forked worker does not inherit it (an inherited one would outlive a
    killed parent), and the kernel drops it with the process. Such locks do not keep threads of one
    process apart, which the set of held paths does. The file stays: removing it would let two
    processes lock two files of one name.

    Args:
        path: The warehouse, for the message.
        lock_file: The file to lock; made when absent, holds the writer's process id.

    Raises:
        WarehouseLocked: Another run writes this warehouse.
    """
    with _held_guard:
        if lock_file in _held:
            raise _taken(path, os.getpid())
        _held.add(lock_file)
    try:
        with lock_file.open("a+", encoding="ascii") as handle:
            try:
                fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError) as error:
                handle.seek(0)
                raise _taken(path, handle.read().strip()) from error
            handle.truncate(0)
            handle.write(f"{os.getpid()}\n")
            handle.flush()
            yield
    finally:
        with _held_guard:
            _held.discard(lock_file)


def _taken(path: Path, holder: int | str) -> WarehouseLocked:
    return WarehouseLocked(
        f"another run (process {holder}) is writing {path}. Wait until it ends, or stop it, then "
        "run the command again; readers are not affected."
    )
