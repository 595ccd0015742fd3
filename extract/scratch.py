"""Temporary folders that go with the process that made them, however it ended.

Whoever makes a folder removes it. One that is killed cannot: so each holds a lock on a file in its
folder, which the operating system drops with the process, and who makes the next folder of that
kind in the same place removes those that nobody holds any more.
"""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

_LOCK = ".held"

YOUNG_S = 3600.0
"""Seconds a folder is left alone after it was made: it is locked milliseconds later, and a process
may be stopped for a while in between."""


class Scratch:
    """A temporary folder; as a context, one for as long as the context lasts.

    Attributes:
        path: Where it is.
    """

    def __init__(self, prefix: str, place: Path | None = None) -> None:
        """Make a folder, and remove those of its kind that processes which were killed left.

        Args:
            prefix: What its name begins with, and that of no folder of another kind.
            place: The folder it is made in; by default that of the system for such.

        Raises:
            OSError: It cannot be made.
        """
        place = place or Path(tempfile.gettempdir())
        for left in place.glob(f"{glob.escape(prefix)}*"):
            _remove_abandoned(left)
        self._folder = tempfile.TemporaryDirectory(
            prefix=prefix, dir=place, ignore_cleanup_errors=True
        )
        self.path = Path(self._folder.name)
        self._held = (self.path / _LOCK).open("wb")
        fcntl.flock(self._held, fcntl.LOCK_EX)

    def remove(self) -> None:
        """Remove it with what is in it; safe to call twice."""
        self._folder.cleanup()
        self._held.close()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *error: object) -> None:
        """Remove it."""
        self.remove()


def _remove_abandoned(folder: Path) -> None:
    """Remove a folder of this user that its process has left behind."""
    # What is not removed is in use, of somebody else, or gone: of each the next call is told.
    with suppress(OSError):
        made = folder.lstat()
        if made.st_uid != os.getuid() or time.time() - made.st_mtime < YOUNG_S:
            return
        if (folder / _LOCK).exists():
            with (folder / _LOCK).open("r+b") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # While it is locked, for another may look for such folders too.
                shutil.rmtree(folder)
        else:
            # A fenced process could empty its folder when its parent was killed, and no more; one
            # with something in it is none of ours, and stays.
            folder.rmdir()
