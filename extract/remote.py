"""Files at fsspec addresses (`s3://bucket/folder`): found, read, and copied here to be read.

What a network does is met in one place: a call that gets no answer is made again for a while, so
that a short loss costs a wait; a longer one ends with an error that says what to do. A folder's
paths never come here: a file may be called anything, and fsspec reads meaning into `::` and `*`.
"""

from __future__ import annotations

import atexit
import hashlib
import re
import shutil
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import fsspec

from extract.errors import ConfigurationError, StoreUnreachable, UnreadableFile

T = TypeVar("T")

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)

PATIENCE_S = 60.0
"""How long a call that gets no answer is made again: a service or a switch starts anew in less. A
page has this long besides OCR (`flows.workers.reading.PAGE_ALLOWANCE_S`)."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 8.0
"""Between two tries, each pause twice the one before."""

_ANSWERS = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)
"""What a store says when it is there: asked again it would say the same."""

_CHUNK_BYTES = 1 << 20

_COPIES_BYTES = 256 << 20
"""What a process keeps of the files it copied, so that the next page of one is not copied again:
the files that are under way at a time, of some 200 kB each, and room for a few large ones."""


def is_address(place: str | Path) -> bool:
    """Return whether a place is an fsspec address instead of a path of this machine."""
    return isinstance(place, str) and _ADDRESS.match(place) is not None


def absolute(place: str) -> str:
    """Return a place as it is called in every process, whichever folder that runs in."""
    return place if is_address(place) else str(Path(place).absolute())


def open_address(address: str | Path) -> tuple[Any, str]:
    """Return the filesystem of a folder's path or of an address, and the place inside it.

    Raises:
        ConfigurationError: nothing here reads such an address.
    """
    if not is_address(address):
        return fsspec.filesystem("file"), str(Path(address).absolute())
    try:
        filesystem, path = fsspec.core.url_to_fs(str(address))
    except (ImportError, ValueError) as error:
        raise ConfigurationError(
            f"{address} cannot be read here: {error}. `make cluster` installs what s3:// takes; "
            "for another kind of store install the package the message names"
        ) from error
    return filesystem, str(path).rstrip("/")


def insist(place: str, call: Callable[[], T], *, patience_s: float = PATIENCE_S) -> T:
    """Return what a call to a store gives, made again while there is no answer.

    Args:
        place: What is asked for, for the message.
        call: The call; it may be made several times.
        patience_s: Seconds after which no further try is begun.

    Raises:
        OSError: the store answered: there is no such thing, or no right to it.
        StoreUnreachable: it gave no usable answer in time.
    """
    end, pause = time.monotonic() + patience_s, _FIRST_PAUSE_S
    while True:
        try:
            return call()
        except _ANSWERS:
            raise
        except Exception as error:
            # Each library has errors of its own for a network that is gone, few of them OSError.
            if time.monotonic() + pause > end:
                raise StoreUnreachable(
                    f"{place} cannot be reached ({type(error).__name__}: {error}), and could not "
                    f"for {patience_s:g} s. Look at the network, at the object store, and at the "
                    "address and keys this machine has for it; then run the same command again: "
                    "what is stored already is kept"
                ) from error
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file below an address, which any machine can read.

    Attributes:
        address: The address it was found below, which says how to reach it.
        place: Its place in that filesystem, as the store itself names it.
    """

    address: str
    place: str

    @property
    def name(self) -> str:
        """The last part of its place."""
        return PurePosixPath(self.place).name

    def modified_at(self) -> float:
        """Return when it was modified, in seconds since 1970.

        Raises:
            OSError: it is not there any more, or may not be read.
            StoreUnreachable: the store does not answer.
        """
        filesystem, _ = open_address(self.address)
        return float(insist(self.place, lambda: filesystem.modified(self.place)).timestamp())

    def size(self) -> int:
        """Return how many bytes it has.

        Raises:
            UnreadableFile: it is not there any more, or may not be read.
            StoreUnreachable: the store does not answer.
        """
        filesystem, _ = open_address(self.address)
        with self._explained():
            return insist(self.place, lambda: int(filesystem.size(self.place)))

    def chunks(self) -> Iterator[bytes]:
        """Yield its bytes, a megabyte at a time.

        Raises:
            UnreadableFile: it is not there any more, or may not be read.
            StoreUnreachable: the store does not answer.
        """
        filesystem, _ = open_address(self.address)
        start, size = 0, self.size()
        with self._explained():
            while start < size:
                chunk = self._chunk(filesystem, start, min(size, start + _CHUNK_BYTES))
                start += len(chunk)
                yield chunk

    def _chunk(self, filesystem: Any, start: int, end: int) -> bytes:
        found = insist(self.place, lambda: filesystem.cat_file(self.place, start=start, end=end))
        if not found:
            raise FileNotFoundError("it became shorter while it was read")
        return bytes(found)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise UnreadableFile(
                f"{self.name} cannot be read ({error.strerror or error}); look whether it is still "
                "there and whether this machine's keys may read it"
            ) from error


class Copies:
    """The last files a process copied, in a temporary folder that it removes at its end."""

    def __init__(self, limit_bytes: int = _COPIES_BYTES) -> None:
        """Hold copies of `limit_bytes` in all, or of one file that is larger."""
        self._limit_bytes = limit_bytes
        self._folder: str | None = None
        self._sizes: OrderedDict[Path, int] = OrderedDict()

    def of(self, file: RemoteFile, document_id: str) -> Path:
        """Return a copy of a file, made now unless it is among those kept.

        Args:
            file: The file.
            document_id: sha256 of its bytes, by which the copy is kept.

        Raises:
            UnreadableFile: it cannot be read, or is not what was hashed.
            StoreUnreachable: the store does not answer.
        """
        if self._folder is None:
            self._folder = tempfile.mkdtemp(prefix="cablehouse-copies-")
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        # By its own name, which messages about it show.
        path = Path(self._folder, document_id, file.name)
        if path not in self._sizes:
            self._sizes[path] = _copy(file, document_id, path)
        self._sizes.move_to_end(path)
        while len(self._sizes) > 1 and sum(self._sizes.values()) > self._limit_bytes:
            oldest, _ = self._sizes.popitem(last=False)
            shutil.rmtree(oldest.parent)
        return path


def _copy(file: RemoteFile, document_id: str, path: Path) -> int:
    """Write a copy and return its size."""
    path.parent.mkdir(exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        for chunk in file.chunks():
            digest.update(chunk)
            size += target.write(chunk)
    if digest.hexdigest() != document_id:
        path.unlink()
        raise UnreadableFile(
            f"{file.name} was replaced while this run was under way; the next run reads the new one"
        )
    return size
