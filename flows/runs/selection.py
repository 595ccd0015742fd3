"""Which part of a SOURCE, or of the store, a run is about: by place, by time, by what is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

from extract.errors import ConfigurationError
from extract.remote import RemoteFile
from extract.source import SourceFile
from load.asks.chosen import Chosen, choose_documents
from transform.cable import DocumentStatus

_AGO = re.compile(r"(\d{1,6})([hd])")
_HOURS = {"h": 1, "d": 24}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a run was told to keep to.

    Attributes:
        path: A folder below the SOURCE, or a pattern for the path of a file below it.
        since: The earliest time of modification of a file, UTC.
        conditions: SQL conditions on `documents` of the published warehouse.
        chosen: The documents that meet them; None where there is no condition.
    """

    path: str | None = None
    since: datetime | None = None
    conditions: tuple[str, ...] = ()
    chosen: Chosen | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.path is None and self.since is None and self.chosen is None

    def in_words(self) -> str | None:
        """Return what was asked for; None where nothing is left out."""
        told = [
            f"path {self.path}" if self.path is not None else None,
            f"modified since {self.since:%Y-%m-%d %H:%M:%S} UTC" if self.since else None,
            *self.conditions,
        ]
        return "; ".join(filter(None, told)) or None

    def files(self, found: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
        """Return those of the files under a SOURCE that a run is about."""
        return tuple(file for file in found if self._has(file))

    def _has(self, file: SourceFile) -> bool:
        return (
            (self.path is None or is_below(file.source_uri, self.path))
            and (self.chosen is None or file.source_uri in self.chosen.places)
            and (self.since is None or _is_modified_since(file.path, self.since))
        )


EVERYTHING = Selection()


def read_selection(
    warehouse: Path,
    *,
    path: str | None = None,
    since: str | None = None,
    only: str | None = None,
    where: str | None = None,
) -> Selection:
    """Return what a run is told to keep to.

    Args:
        warehouse: The published file, which is asked for `only` and `where`.
        path: A folder below the SOURCE, or a pattern in which `*` stands for any characters.
        since: A date, a date and time, or how long ago: `36h`, `7d`.
        only: The status of documents.
        where: An SQL condition on `documents`.

    Raises:
        ConfigurationError: `since` is no time, `only` no status.
        WrongQuery: `where` is no condition.
        WarehouseError: the file cannot be read.
    """
    if only is not None and only not in set(DocumentStatus):
        raise ConfigurationError(
            f"only (--only): there is no status {only!r}; choose from {', '.join(DocumentStatus)}"
        )
    status = None if only is None else f"status = '{only}'"
    conditions = tuple(one for one in (status, where) if one is not None)
    folder = (path or "").removeprefix("./").strip("/")
    return Selection(
        path=None if folder in ("", ".") else folder,
        since=None if since is None else read_since(since, datetime.now(UTC)),
        conditions=conditions,
        chosen=choose_documents(warehouse, conditions) if conditions else None,
    )


def read_since(text: str, now: datetime) -> datetime:
    """Return a time a person gave: `2026-11-29`, `2026-11-29T18:00`, or `7d` or `36h` before now.

    A time without a zone is UTC; a date alone is its first moment.

    Raises:
        ConfigurationError: it is none of these.
    """
    ago = _AGO.fullmatch(text.strip())
    if ago:
        return now - timedelta(hours=int(ago[1]) * _HOURS[ago[2]])
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ConfigurationError(
            f"since (--since): {text!r} is no time. Give a date (2026-11-29), a date and time in "
            "UTC (2026-11-29T18:00), or how long ago (36h, 7d)."
        ) from error
    return given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)


def is_below(source_uri: str, path: str) -> bool:
    """Return whether a file's path is that of a folder's file, or fits a pattern.

    In a pattern `*` stands for any characters, slashes too.
    """
    return source_uri == path or source_uri.startswith(f"{path}/") or fnmatchcase(source_uri, path)


def _is_modified_since(path: Path | RemoteFile, since: datetime) -> bool:
    """Return whether a file was modified since a time; one that cannot be asked may have been."""
    try:
        modified = path.stat().st_mtime if isinstance(path, Path) else path.modified_at()
    except OSError:
        return True
    return modified >= since.timestamp()
