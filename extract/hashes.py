"""What each file hashed to when it was last read, so that a night's run does not read an archive.

A file is taken to be as it was while its place, size, times and inode are: what `git` and `make` go
by, and the time of change besides, which no program can set back. An object of a store is while its
ETag, size and time are. Where none of that can be told the bytes are read. A memory, and no more:
whoever removes it has every file read once; one that cannot be used is done without.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from extract.remote import RemoteFile
from extract.source import SourceFile, hash_file

_LOG = logging.getLogger(__name__)

HASHES_NAME = "hashed.sqlite"
"""What the memory's file is called in the folder a run works in."""

YOUNG_NS = 2_000_000_000
"""A file that was changed so short a time before it was looked at is not remembered: one more
change could have the same time, which some file systems keep to two seconds (FAT)."""

_TOGETHER = 1_000
"""Files that are noted at once: a killed run loses the seconds it read that many in, and two runs
that remember in one file wait for each other only the milliseconds this takes."""

_WAIT_S = 30.0
"""How long another run that notes files is waited for."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS hashed (
    place TEXT PRIMARY KEY, sign TEXT NOT NULL,
    document_id TEXT NOT NULL, byte_count INTEGER NOT NULL
) WITHOUT ROWID
"""


class HashMemory:
    """The hashes of files, remembered in a SQLite file from run to run."""

    def __init__(
        self, path: Path | None, *, rehash: bool = False, clock: Callable[[], int] = time.time_ns
    ) -> None:
        """Open the memory.

        Args:
            path: Its file, made if it is not there; None to remember nothing.
            rehash: Whether every file is read all the same.
            clock: Gives the time in nanoseconds since 1970.
        """
        self._path = path
        self._rehash = rehash
        self._clock = clock
        self._learnt: list[tuple[str, str, str, int]] = []
        self._connection: sqlite3.Connection | None = None
        if path is not None:
            with self._or_without():
                path.parent.mkdir(parents=True, exist_ok=True)
                self._connection = sqlite3.connect(path, timeout=_WAIT_S)
                self._connection.execute(_SCHEMA)

    def __enter__(self) -> Self:
        """Return the memory."""
        return self

    def __exit__(self, *error: object) -> None:
        """Keep what was learnt, after an error too."""
        self._keep()
        if self._connection is not None:
            self._connection.close()

    def hash(self, file: SourceFile, most_bytes: int) -> tuple[str, int]:
        """Return what `hash_file` does, without reading a file that is as it was.

        Raises:
            UnreadableFile, FileTooLarge, StoreUnreachable: as `hash_file`.
        """
        sign = None if self._connection is None else self._sign_of(file)
        place = _place_of(file)
        known = None if sign is None or self._rehash else self._known(place, sign)
        if known is not None and known[1] <= most_bytes:
            return known
        found = hash_file(file.path, most_bytes)
        if sign is not None:
            self._learnt.append((place, sign, *found))
            if len(self._learnt) >= _TOGETHER:
                self._keep()
        return found

    def _sign_of(self, file: SourceFile) -> str | None:
        """Return what changes when a file does; None where that cannot be told."""
        if isinstance(file.path, RemoteFile):
            return file.tag
        try:
            found = file.path.stat()
        except OSError:
            return None  # Reading it says why, to whoever reads.
        changed_ns = max(found.st_mtime_ns, found.st_ctime_ns)
        if changed_ns > self._clock() - YOUNG_NS:
            return None
        return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"

    def _known(self, place: str, sign: str) -> tuple[str, int] | None:
        asked = "SELECT document_id, byte_count FROM hashed WHERE place = ? AND sign = ?"
        row = None
        with self._or_without():
            if self._connection is not None:
                row = self._connection.execute(asked, (place, sign)).fetchone()
        return None if row is None else (str(row[0]), int(row[1]))

    def _keep(self) -> None:
        """Note what was learnt."""
        rows, self._learnt = self._learnt, []
        with self._or_without():
            if self._connection is not None and rows:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO hashed VALUES (?, ?, ?, ?)", rows
                )
                self._connection.commit()

    @contextmanager
    def _or_without(self) -> Iterator[None]:
        """Go on without the memory when it fails in this block: that costs time, nothing else."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            _LOG.warning(
                "%s cannot be used (%s), so every file is read to see what is new; remove it if it "
                "is damaged, and the next run makes it anew",
                self._path,
                error,
                extra={"code": "hashes.unusable"},
            )


def _place_of(file: SourceFile) -> str:
    if isinstance(file.path, RemoteFile):
        return f"{file.path.address} {file.path.place}"
    # Escaped, for a name of other bytes than UTF-8 is no text that SQLite takes.
    return repr(str(file.path.absolute()))
