"""Find the PDFs under a SOURCE and hash them. Knows files, nothing of what is in them."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.errors import FileTooLarge, SourceError, UnreadableFile

_HASH_CHUNK_BYTES = 1 << 20
"""One megabyte at a time: memory stays flat whatever the file's size."""

FILE_BYTES = 4 << 30
"""A volume of 5,000 pages scanned at 300 dpi has 0.5 GB in black and white and 4 GB in gray."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One PDF to read. `source_uri` is the path inside SOURCE with forward slashes."""

    path: Path
    file_name: str
    source_uri: str


def discover(source: Path) -> tuple[SourceFile, ...]:
    """Return the PDFs under `source`, sorted by their path inside it.

    A folder is searched to any depth for names ending in `.pdf` in any case; hidden files and
    folders are left out, and a folder reached twice through links is searched once. A single file
    is taken whatever its name: the person named it.

    Raises:
        SourceError: nothing is there, it cannot be listed, or it holds no PDF.
    """
    try:
        if source.is_dir():
            return _discover_folder(source)
        if source.is_file():
            name = printable(source.name)
            return (SourceFile(path=source, file_name=name, source_uri=name),)
    except OSError as error:
        raise SourceError(
            f"{printable(str(source))} cannot be read ({error.strerror}); "
            "check the path and its permissions"
        ) from error
    raise SourceError(
        f"{printable(str(source))} does not exist; give a PDF file or a folder that holds PDFs"
    )


def hash_file(path: Path, most_bytes: int = FILE_BYTES) -> tuple[str, int]:
    """Return the sha256 of a file's bytes in hex, and how many bytes it has.

    Args:
        path: The file.
        most_bytes: How many bytes it may have.

    Raises:
        UnreadableFile: the system does not let us read it, or it is no file at all.
        FileTooLarge: it has more bytes.
    """
    digest = hashlib.sha256()
    byte_count = 0
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            # A pipe would be waited for, and /dev/zero read, for ever.
            raise UnreadableFile(
                f"{printable(path.name)} is no regular file but a pipe, a device or a folder; "
                "put the PDF itself there"
            )
        if found.st_size > most_bytes:
            raise FileTooLarge(
                f"{printable(path.name)} has {found.st_size >> 20:,} MB where a document may have "
                f"{most_bytes >> 20:,}; split it, or raise CABLEHOUSE_MAX_FILE_MB"
            )
        with path.open("rb") as stream:
            while chunk := stream.read(_HASH_CHUNK_BYTES):
                digest.update(chunk)
                byte_count += len(chunk)
    except OSError as error:
        raise UnreadableFile(
            f"{printable(path.name)} cannot be read ({error.strerror}); "
            "check its permissions, or copy it again from where it came from"
        ) from error
    return digest.hexdigest(), byte_count


def printable(name: str) -> str:
    r"""Return a file name that can be stored and shown as UTF-8.

    Linux names are bytes: one that is not UTF-8 reaches Python with lone surrogates, which neither
    JSON nor DuckDB can hold. They are shown as `\udcXX`.
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _discover_folder(source: Path) -> tuple[SourceFile, ...]:
    """Return the PDFs of a folder, or raise when there are none or it cannot be listed."""
    if not os.access(source, os.R_OK | os.X_OK):
        raise SourceError(f"{printable(str(source))} cannot be listed; check its permissions")
    found = [
        SourceFile(
            path=path,
            file_name=printable(path.name),
            source_uri=printable(path.relative_to(source).as_posix()),
        )
        for path in _walk(source)
    ]
    if not found:
        raise SourceError(
            f"no PDF under {printable(str(source))}; "
            "give a folder that holds files ending in .pdf, or name one file"
        )
    return tuple(sorted(found, key=lambda file: file.source_uri))


def _walk(source: Path) -> Iterator[Path]:
    """Yield the PDF files below a folder, following links but entering no folder twice."""
    entered: set[tuple[int, int]] = set()
    for folder, subfolders, names in os.walk(source, followlinks=True):
        status = Path(folder).stat()
        if (status.st_dev, status.st_ino) in entered:
            subfolders.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in names:
            path = Path(folder, name)
            if not name.startswith(".") and name.lower().endswith(".pdf") and not path.is_dir():
                yield path
