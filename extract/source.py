"""Find the PDFs under a SOURCE and hash them. Knows files, nothing of what is in them."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import FileTooLarge, SourceError, UnreadableFile
from extract.remote import RemoteFile, insist, is_address, open_address

_HASH_CHUNK_BYTES = 1 << 20
"""One megabyte at a time: memory stays flat whatever the file's size."""

FILE_BYTES = 4 << 30
"""A volume of 5,000 pages scanned at 300 dpi has 0.5 GB in black and white and 4 GB in gray."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One PDF to read.

    Attributes:
        path: Where it is.
        file_name: What it is called.
        source_uri: The path inside SOURCE with forward slashes.
        tag: What an object store says of its bytes, which changes with them; None where it does
            not, and in a folder.
    """

    path: Path | RemoteFile
    file_name: str
    source_uri: str
    tag: str | None = None


def discover(place: str | Path) -> tuple[SourceFile, ...]:
    """Return the PDFs under a path or an fsspec address, sorted by their path inside it.

    A folder is searched to any depth for names ending in `.pdf` in any case; hidden files and
    folders are left out, and a folder reached twice through links is searched once. A single file
    is taken whatever its name: the person named it.

    Raises:
        SourceError: nothing is there, it cannot be listed, or it holds no PDF.
        StoreUnreachable: the object store does not answer.
    """
    if is_address(place):
        return _discover_remote(str(place))
    source = Path(place)
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


def check_source(place: str) -> None:
    """See that a SOURCE is there and answers, without looking at what it holds.

    Raises:
        SourceError: nothing is there, or it cannot be read.
        StoreUnreachable: the object store does not answer.
    """
    try:
        if is_address(place):
            filesystem, root = open_address(place)
            insist(place, lambda: filesystem.info(root))
        elif not Path(place).exists():
            raise FileNotFoundError
        elif not os.access(place, os.R_OK | os.X_OK if Path(place).is_dir() else os.R_OK):
            raise PermissionError
    except OSError as error:
        raise SourceError(
            f"{printable(place)} is not there or cannot be read "
            f"({error.strerror or type(error).__name__}); check the path or address, its "
            "permissions, and the keys this machine has for it"
        ) from error


def find_again(source: str, source_uri: str) -> Path | RemoteFile:
    """Return the file that a run found at a place inside a source; it may be gone.

    Args:
        source: The source: a file, a folder, or an fsspec address.
        source_uri: The place.
    """
    if not is_address(source):
        root = Path(source)
        return root / source_uri if root.is_dir() else root
    _, root_place = open_address(source)
    is_file = root_place.rsplit("/", 1)[-1] == source_uri
    return RemoteFile(address=source, place=root_place if is_file else f"{root_place}/{source_uri}")


def hash_file(path: Path | RemoteFile, most_bytes: int = FILE_BYTES) -> tuple[str, int]:
    """Return the sha256 of a file's bytes in hex, and how many bytes it has.

    Args:
        path: The file.
        most_bytes: How many bytes it may have.

    Raises:
        UnreadableFile: the system, or the object store, does not let us read it; it is no file.
        FileTooLarge: it has more bytes.
        StoreUnreachable: the object store does not answer.
    """
    digest = hashlib.sha256()
    byte_count = 0
    if isinstance(path, RemoteFile):
        _refuse_large(path.name, path.size(), most_bytes)
        for chunk in path.chunks():
            digest.update(chunk)
            byte_count += len(chunk)
        return digest.hexdigest(), byte_count
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            # A pipe would be waited for, and /dev/zero read, for ever.
            raise UnreadableFile(
                f"{printable(path.name)} is no regular file but a pipe, a device or a folder; "
                "put the PDF itself there"
            )
        _refuse_large(path.name, found.st_size, most_bytes)
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


def _refuse_large(name: str, size: int, most_bytes: int) -> None:
    if size > most_bytes:
        raise FileTooLarge(
            f"{printable(name)} has {size >> 20:,} MB where a document may have "
            f"{most_bytes >> 20:,}; split it, or raise CABLEHOUSE_MAX_FILE_MB"
        )


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


def _discover_remote(source: str) -> tuple[SourceFile, ...]:
    """Return the PDFs below an address, or the one file it names."""
    filesystem, root = open_address(source)
    try:
        if insist(source, lambda: bool(filesystem.isfile(root))):
            places = {root.rsplit("/", 1)[-1]: root}
            found = {root: insist(source, lambda: filesystem.info(root))}
        else:
            # An object store's listings are kept by the process that asked for one.
            filesystem.invalidate_cache()
            found = insist(source, lambda: dict(filesystem.find(root, detail=True)))
            inside = {place[len(root) :].lstrip("/"): place for place in found}
            places = {uri: place for uri, place in inside.items() if _is_pdf_in_sight(uri)}
    except OSError as error:
        raise SourceError(
            f"{source} cannot be listed ({error.strerror or error}); check the address and the "
            "keys this machine has for it"
        ) from error
    if not places:
        raise SourceError(
            f"no PDF under {source}; give an address below which names end in .pdf, or name one"
        )
    return tuple(
        SourceFile(
            path=RemoteFile(address=source, place=place),
            file_name=printable(uri.rsplit("/", 1)[-1]),
            source_uri=printable(uri),
            tag=_tag_of(found[place]),
        )
        for uri, place in sorted(places.items())
    )


def _tag_of(entry: Mapping[str, Any]) -> str | None:
    """Return what a listing says of an object's bytes; None where it has no tag of them."""
    # S3 and what speaks its language; Google's and Microsoft's stores.
    tag = entry.get("ETag") or entry.get("etag")
    return None if tag is None else f"{tag} {entry.get('size')} {entry.get('LastModified')}"


def _is_pdf_in_sight(source_uri: str) -> bool:
    parts = source_uri.split("/")
    return parts[-1].lower().endswith(".pdf") and not any(p.startswith(".") for p in parts)


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
