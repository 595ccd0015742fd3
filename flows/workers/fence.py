"""What a process that reads other people's files may do besides reading: write in two folders.

Landlock, of the Linux kernel, holds it to that, and everything it starts: nothing is written,
removed or made elsewhere, and no TCP connection opened or waited for. What is not fenced here
(reading, UDP), and where there is no Landlock, the container's or the service manager's fence is
for (docs/decisions/0017-hostile-files.md).
"""

from __future__ import annotations

import os
import resource
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.store.store import PageStore

if TYPE_CHECKING:
    from landlockpy import AccessFS

FILE_BYTES = 1 << 30
"""What a worker may write into one file. The largest it has to is the picture of a page for an
engine in a process of its own, at one byte a pixel: 0.1 GB."""

_TRUNCATE_VERSION = 3
"""Landlock's version with the last right to change files; those after it are about devices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """What a worker process may do.

    Attributes:
        folders: The folders it may write in, beside one of its own for what is in the making.
        may_connect: Whether it may open connections: to a store that is in no folder.
    """

    folders: tuple[str, ...]
    may_connect: bool

    def close_around(self, scratch: str) -> None:
        """Hold this process to it, for good; called while it has no other thread.

        Args:
            scratch: A folder of its own.
        """
        _set_limit(resource.RLIMIT_FSIZE, FILE_BYTES)
        # What a library leaves when it crashes would be written where the run was started.
        _set_limit(resource.RLIMIT_CORE, 0)
        if landlock_version():
            self._landlock(scratch)

    def _landlock(self, scratch: str) -> None:
        """Have the kernel refuse the rest, as far as its version can."""
        from landlockpy import AccessFS, AccessNet, Ruleset, Scope

        write = _written_rights()
        with Ruleset(
            handled_fs=write,
            # None is every right there is.
            handled_net=AccessNet.NONE if self.may_connect else None,
            scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET,
        ) as ruleset:
            for folder in (scratch, *self.folders):
                ruleset.allow_path(folder, write)
            ruleset.allow_path(os.devnull, AccessFS.WRITE_FILE | AccessFS.TRUNCATE)
            ruleset.restrict()


def fence_of(store_root: str, *, reads_addresses: bool = False) -> Fence:
    """Return the fence of the processes that read into a page store.

    Args:
        store_root: The page store.
        reads_addresses: Whether the PDFs lie in an object store too, which has to be asked.

    Raises:
        StoreFailed: its folder is not there and cannot be made.
    """
    folder = PageStore(store_root).folder()
    if folder is None:
        return Fence(folders=(), may_connect=True)
    return Fence(folders=(str(folder),), may_connect=reads_addresses)


def landlock_version() -> int:
    """Return the version of Landlock's interface in this system's kernel; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    from landlockpy import LandlockError, abi_version

    try:
        return abi_version()
    except LandlockError:
        # A container may refuse even the question.
        return 0


def _written_rights() -> AccessFS:
    """Return every right to a file that changes something: all but reading and running it."""
    from landlockpy import AccessFS, fs_for_abi

    read = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
    return fs_for_abi(_TRUNCATE_VERSION) & ~read


def _set_limit(limit: int, most: int) -> None:
    """Lower a limit of this process, and of what it starts; a lower one stays."""
    _, hard = resource.getrlimit(limit)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(limit, (allowed, allowed))
