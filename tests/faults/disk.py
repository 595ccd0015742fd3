"""A disk of a given size, and somebody else who takes its room."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

OTHERS = "others"
"""The file that takes the room."""

PIECES = (1 << 26, 1 << 20, 1 << 12)
"""Bytes it grows by: as long as the disk gives the larger, then the smaller."""


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """Mount a disk of `size` bytes at a new folder; the test is skipped where that is not allowed.

    Args:
        folder: Where; it is made.
        size: Bytes.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"no small disk here, which takes root to mount: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path, left: int) -> None:
    """Have somebody else take the room of a disk but some bytes."""
    with (disk / OTHERS).open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, os.statvfs(disk).f_bavail * 4096 - left)


def fill_up(disk: Path) -> None:
    """Have somebody else take all the room of a disk on which others write, too."""
    with (disk / OTHERS).open("wb") as file:
        for piece in PIECES:
            while _grow(file.fileno(), piece):
                pass


def _grow(descriptor: int, piece: int) -> bool:
    try:
        os.posix_fallocate(descriptor, os.fstat(descriptor).st_size, piece)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return False
    return True
