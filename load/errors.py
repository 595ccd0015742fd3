"""What can go wrong with a warehouse: load's branch of the error tree in `extract.errors`.

    WarehouseError
     |- WarehouseLocked   (Retryable)  another process is writing
     |- DiskFull                       no room, or a size limit was hit
     |   '- DiskLow                    less room than a run needs: it stopped before it was full
     |- WarehouseUnreadable            the file is damaged, foreign, or of a newer DuckDB
     |- WarehouseUnwritable            the folder cannot be written
     |- WarehouseOutdated              another version made it, and what is asked for is not there
     |- LakeFailed                     an object store refuses, or holds no warehouse
     '- SchemaDrift                    publishing would lose documents of an older schema

    WrongQuery                         a question asked in SQL is wrong; nothing was written

Whatever is raised, the published file stands as it was: it is only ever replaced whole.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from extract.errors import PipelineError, Retryable


class WarehouseError(PipelineError):
    """The warehouse cannot be read or published; the old one stands."""

    code = "warehouse"


class WrongQuery(PipelineError):
    """A query a person typed is no SQL this warehouse can answer."""

    code = "query.wrong"


class WarehouseLocked(WarehouseError, Retryable):
    """Another process is writing the warehouse."""

    code = "warehouse.locked"


class DiskFull(WarehouseError):
    """The disk, a quota or a file size limit leaves no room for the new warehouse."""

    code = "warehouse.disk_full"


class DiskLow(DiskFull):
    """There is less room than a run needs, so it did not begin or stopped by itself."""

    code = "warehouse.disk_low"


class WarehouseUnreadable(WarehouseError):
    """The file is no warehouse this version can read."""

    code = "warehouse.unreadable"


class WarehouseUnwritable(WarehouseError):
    """The operating system refuses to write beside the warehouse."""

    code = "warehouse.unwritable"


class WarehouseOutdated(WarehouseError):
    """Another version made the warehouse: it has no such table or column."""

    code = "warehouse.outdated"


class SchemaDrift(WarehouseError):
    """The published file has other tables, and publishing now would lose documents it holds."""

    code = "warehouse.schema_drift"


class LakeFailed(WarehouseError):
    """A warehouse in an object store cannot be written or read; readers have what they had."""

    code = "warehouse.lake"


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ACCESS = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ENOTDIR)
_HOLDER = re.compile(r"held in (?P<program>\S+).*?\(PID (?P<pid>\d+)\)")
"""How DuckDB 1.5.5 names the process that holds a file."""


def locked(path: Path, detail: str) -> WarehouseLocked:
    """Return the error for a file DuckDB may not open, naming the process that holds it.

    Args:
        path: The warehouse.
        detail: DuckDB's own message.
    """
    holder = _HOLDER.search(detail)
    who = f"process {holder['pid']} ({holder['program']})" if holder else "another process"
    return WarehouseLocked(
        f"{path} is held open by {who}. Wait until it ends, or close it there (a client that only "
        "reads must open the file read-only), then run the command again."
    )


def _no_room(path: Path, detail: str, option: str) -> DiskFull:
    return DiskFull(
        f"no room to write at {path}: {detail}. What was published before is untouched. Free some "
        "space there (a new warehouse is built beside the old one, in about twice its size), or "
        f"name a place on another disk with {option}, then run the command again."
    )


def _no_access(path: Path, detail: str, option: str) -> WarehouseUnwritable:
    return WarehouseUnwritable(
        f"cannot open or write {path}: {detail}. Give this user the right to read and write there, "
        f"or name another place with {option}."
    )


@contextmanager
def explained(path: Path, *, option: str = "--warehouse") -> Iterator[None]:
    """Turn what DuckDB and the operating system raise about a file into errors that say what to do.

    Args:
        path: The warehouse, or the place to write, as the user named it, for the message.
        option: The option that names it.

    Raises:
        WarehouseLocked: Another process holds the file.
        DiskFull: No room for the new file.
        WarehouseUnreadable: DuckDB cannot read the file.
        WarehouseUnwritable: The operating system refuses to write there.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise _no_room(path, str(error), option) from error
        if error.errno in _NO_ACCESS:
            raise _no_access(path, str(error), option) from error
        raise
    except duckdb.Error as error:
        reason = _of_duckdb(error, path, option)
        if reason is None:
            raise
        raise reason from error


def _of_duckdb(error: duckdb.Error, path: Path, option: str) -> WarehouseError | None:
    """Return the error that explains one of DuckDB's, or None when no file is at fault."""
    detail = str(error)
    first_line = detail.partition("\n")[0]
    if any(os.strerror(number) in detail for number in _NO_ROOM):
        return _no_room(path, first_line, option)
    if "Could not set lock" in detail:
        return locked(path, detail)
    if any(os.strerror(number) in detail for number in _NO_ACCESS):
        return _no_access(path, first_line, option)
    if isinstance(error, duckdb.IOException | duckdb.SerializationException):
        return WarehouseUnreadable(
            f"{path} cannot be read as a DuckDB {duckdb.__version__} file: {first_line}. Move the "
            "file away (it is left as it is) and run `cablehouse ingest` again, or name another "
            f"place with {option}."
        )
    return None
