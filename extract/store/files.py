"""The files of a store: JSON, packed, each written whole or not at all, and checked when read.

The root is any path fsspec understands: a folder or a bucket. A writer may be killed and several
may write the same file; one that is damaged all the same is reported and counts as absent.
"""

from __future__ import annotations

import gzip
import json
import logging
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from fsspec.implementations.local import LocalFileSystem

from extract.errors import StoreFailed
from extract.remote import insist, open_address
from extract.store.page_record import STORE_FORMAT

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

SUFFIX = ".json.gz"

_GZIP_LEVEL = 1
"""A page of 40 kB becomes 9 kB in under a millisecond; higher levels save a tenth for thrice the
time."""

DAMAGE = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, IndexError)
"""What reading a damaged file can raise: gzip's and zlib's errors, bad UTF-8 or JSON (ValueError),
and a record of another shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file in the store.

    Attributes:
        path: Where it is, as the store's file system names it.
        byte_count: What it takes.
        changed_at: When it was written, UTC; None where the store cannot tell.
    """

    path: str
    byte_count: int
    changed_at: datetime | None

    @property
    def name(self) -> str:
        """What it is called, without its folder."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def is_unfinished(self) -> bool:
        """Whether it has the name it is written under, not yet the one it is to have."""
        return self.name.startswith(".")


class StoreFiles:
    """The files under a root, which are named by their paths with it."""

    def __init__(self, root: str | Path) -> None:
        self._system, self.root = open_address(root)
        self.is_local = isinstance(self._system, LocalFileSystem)

    def make_root(self) -> Path | None:
        """Return the folder it is, made if it is not there; None where it is none.

        Raises:
            StoreFailed: it cannot be made.
        """
        if not self.is_local:
            return None
        try:
            Path(self.root).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self.root, error) from error
        return Path(self.root)

    def has(self, path: str) -> bool:
        """Return whether a file or folder is there (it is not opened: it may be damaged)."""
        return bool(self._ask(path, lambda: self._system.exists(path)))

    def read(self, path: str, what: str, build: Callable[[dict[str, Any]], T]) -> T | None:
        """Return what a file holds, or None when it is absent, damaged or of another format.

        Args:
            path: The file.
            what: What it is, for the warning that it is damaged.
            build: Makes it of the values; raises one of `DAMAGE` of those of another shape.

        Raises:
            StoreFailed: the store cannot be read.
        """
        try:
            packed = self._ask(path, lambda: self._system.cat_file(path))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreFailed(
                f"the store cannot read {path} ({error}); check the folder given with --store"
            ) from error
        try:
            values = _unpacked(packed)
            return build(values) if values["format"] == STORE_FORMAT else None
        except DAMAGE as error:
            _LOG.warning(
                "stored %s is damaged (%s: %s) and is extracted again; it lies in %s",
                what,
                type(error).__name__,
                error,
                path,
            )
            return None

    def read_as_is(self, path: str) -> dict[str, Any]:
        """Return what a file holds, whatever its format; raises one of `DAMAGE` of one that is."""
        return _unpacked(self._ask(path, lambda: self._system.cat_file(path)))

    def write(self, path: str, text: str) -> None:
        """Write a file, of ASCII, so that it appears whole or not at all.

        Raises:
            StoreFailed: it cannot be written, e.g. the disk is full.
        """
        packed = gzip.compress(text.encode("ascii"), _GZIP_LEVEL, mtime=0)
        try:
            if self.is_local:
                _write_beside_then_swap(path, packed)
            else:
                # An object store shows an object only once its upload is complete.
                self._ask(path, lambda: self._system.pipe_file(path, packed))
        except OSError as error:
            raise _unwritable(path, error) from error

    def remove(self, path: str, *, is_folder: bool = False) -> None:
        """Remove a file, or a folder with what it holds.

        Raises:
            StoreFailed: it cannot be removed.
        """
        try:
            if is_folder:
                self._ask(path, lambda: self._system.rm(path, recursive=True))
            else:
                self._ask(path, lambda: self._system.rm_file(path))
        except OSError as error:
            raise StoreFailed(
                f"the store cannot remove {path} ({error}); give this user the right to, then run "
                "the same command again"
            ) from error

    def matching(self, pattern: str) -> list[str]:
        """Return the paths a pattern fits, in order, as they are at this moment."""
        # An object store's listings are kept by the process that asked for one.
        self._system.invalidate_cache()
        found: list[str] = self._ask(pattern, lambda: self._system.glob(pattern))
        return sorted(found)

    def folders(self, path: str) -> list[str]:
        """Return the folders in a folder, in order; none where it is not there."""
        return sorted(entry["name"] for entry in self._entries(path, "directory"))

    def files(self, path: str) -> list[StoredFile]:
        """Return the files in a folder, in order; none where it is not there."""
        found = (_file_of(entry) for entry in self._entries(path, "file"))
        return sorted(found, key=lambda file: file.path)

    def unfinished(self, *patterns: str) -> Iterator[StoredFile]:
        """Yield what killed writers left in folders, or are at just now; of a bucket nothing.

        Args:
            patterns: The folders, below the root.
        """
        if self.is_local:
            for pattern in patterns:
                for path in sorted(Path(self.root).glob(f"{pattern}/.*")):
                    yield _file_of(self._system.info(str(path)))

    def _entries(self, path: str, kind: str) -> list[dict[str, Any]]:
        try:
            listed = self._ask(path, lambda: self._system.ls(path, detail=True))
        except (FileNotFoundError, NotADirectoryError):
            # Not there, or below what is no folder. Asking beforehand would be one request more.
            return []
        return [entry for entry in listed if entry["type"] == kind]

    def _ask(self, path: str, call: Callable[[], T]) -> T:
        """Return what a call to the store gives, made again while an object store is silent."""
        return call() if self.is_local else insist(path, call)


def as_json(values: dict[str, Any]) -> str:
    """Return values as ASCII, so that the length is the bytes."""
    return json.dumps(values, ensure_ascii=True, separators=(",", ":"))


def _unpacked(packed: bytes) -> dict[str, Any]:
    # gzip checks a CRC-32 over the text, and its length, at the end.
    return dict(json.loads(gzip.decompress(packed)))


def _unwritable(path: str, error: OSError) -> StoreFailed:
    return StoreFailed(
        f"the store cannot write {path} ({error.strerror or error}); "
        "free space or give another folder with --store, then run again: "
        "what is stored already is kept"
    )


def _changed_at(entry: dict[str, Any]) -> datetime | None:
    """Return when a listed file was written, by whichever name its file system tells it."""
    told = entry.get("mtime") or entry.get("LastModified") or entry.get("created")
    if isinstance(told, datetime):
        return told if told.tzinfo else told.replace(tzinfo=UTC)
    return None if told is None else datetime.fromtimestamp(told, UTC)


def _file_of(entry: dict[str, Any]) -> StoredFile:
    return StoredFile(path=entry["name"], byte_count=entry["size"], changed_at=_changed_at(entry))


def _write_beside_then_swap(path: str, packed: bytes) -> None:
    """Write a file under a name of its own and give it its real name in one step."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        beside.write_bytes(packed)
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
