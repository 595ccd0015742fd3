"""Room on the disk: what a build needs beside the warehouse, and what is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from load.errors import DiskLow
from load.files import WarehouseFiles

SPARE_BYTES = 200_000_000
"""Room a run asks for besides: for a batch of rows and its log, pages under way, and others."""

LEFT_BYTES = SPARE_BYTES // 2
"""Room it leaves: with less it stops by itself, before writes of others on the disk fail."""

BUILD_TIMES = 2
"""A build writes as much as the warehouse beside it, and DuckDB sorts on the disk what memory
cannot hold: about as much again."""


def free_bytes(folder: Path) -> int:
    """Return the room a user's process has on the disk of a folder, or of its nearest parent."""
    return shutil.disk_usage(nearest(folder)).free


def nearest(folder: Path) -> Path:
    """Return a folder, or the nearest of its parents that exists."""
    while not folder.exists():
        folder = folder.parent
    return folder


def size_of(path: Path) -> int:
    """Return the bytes of a file; 0 when there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def needed_to_build(published: Path) -> int:
    """Return the room a run needs beside a published warehouse, before it begins."""
    return BUILD_TIMES * size_of(published) + SPARE_BYTES


def needed_to_finish(files: WarehouseFiles) -> int:
    """Return the room a run needs yet: for a file as large as the old one, or as what is staged."""
    return max(size_of(files.published), size_of(files.staging)) + LEFT_BYTES


def require_room(folder: Path, needed: int, purpose: str, option: str) -> None:
    """Refuse to go on when there is less room than needed.

    Args:
        folder: Where it is needed.
        needed: Bytes.
        purpose: What for, for the message.
        option: The option that names another place.

    Raises:
        DiskLow: There is less.
    """
    free = free_bytes(folder)
    if free < needed:
        raise DiskLow(
            f"{in_mb(free)} are free in {os.fspath(folder)}, and {purpose} needs "
            f"{in_mb(needed)}. What was published stands, and pages that were read are kept. Free "
            f"some space (`cablehouse prune --dry-run` says what is not needed any more), or name "
            f"a place on another disk with {option}, then run the same command again."
        )


def in_mb(count: int) -> str:
    """Return a number of bytes for people."""
    return f"{count / 1e6:,.0f} MB"
