"""The files beside a warehouse, and the swap that publishes."""

from __future__ import annotations

import glob
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from load.errors import WarehouseUnwritable

_PREVIOUS = ".previous-"
"""Between the name of a warehouse and the time of a file of it that was kept."""

SPILL = ".tmp"
"""The end of the name of a folder DuckDB puts there for what memory cannot hold."""


def spill_folder(path: Path, process: str) -> Path:
    """Return where the queries of one process to a published file spill.

    Args:
        path: The file.
        process: A name no other process has.
    """
    published = path.resolve()
    return published.with_name(f"{published.name}.{process}{SPILL}")


@dataclass(frozen=True, slots=True)
class WarehouseFiles:
    """A warehouse and the names of what a build puts beside it.

    They carry the whole file name, so that `a.db` and `a.duckdb` in one folder do not meet. Use
    `beside`, which follows symbolic links: replacing the link would leave its target behind.
    """

    published: Path

    @classmethod
    def beside(cls, path: str | Path) -> WarehouseFiles:
        """Return the files of the warehouse at a path.

        Raises:
            WarehouseUnwritable: The folder is missing, or the path is a folder.
        """
        published = Path(path).resolve()
        if not published.parent.is_dir():
            raise WarehouseUnwritable(
                f"there is no folder {published.parent} to put the warehouse in. Make it, or name "
                "another file with --warehouse."
            )
        if published.is_dir():
            raise WarehouseUnwritable(
                f"{published} is a folder. Name a file with --warehouse, for example "
                f"{published / 'warehouse.duckdb'}."
            )
        return cls(published)

    @property
    def new(self) -> Path:
        """The warehouse in the making."""
        return self.published.with_name(f"{self.published.name}.next.duckdb")

    @property
    def staging(self) -> Path:
        """The rows of this build before they are merged."""
        return self.published.with_name(f"{self.published.name}.staging.duckdb")

    @property
    def lock(self) -> Path:
        """The lock file of the one writer."""
        return self.published.with_name(f"{self.published.name}.lock")

    @property
    def has_published(self) -> bool:
        """Whether there is a warehouse to carry over. An empty file is none."""
        return self.published.is_file() and self.published.stat().st_size > 0

    def remove_temporary(self) -> None:
        """Remove what a build makes, with DuckDB's write-ahead logs and spill folders."""
        for file in (self.new, self.staging):
            file.unlink(missing_ok=True)
            _log_of(file).unlink(missing_ok=True)
            shutil.rmtree(f"{file}{SPILL}", ignore_errors=True)

    @property
    def spilled(self) -> list[Path]:
        """Folders of what queries of the published file put on the disk, under way or killed."""
        pattern = f"{glob.escape(self.published.name)}*{SPILL}"
        return sorted(path for path in self.published.parent.glob(pattern) if path.is_dir())

    @property
    def has_log(self) -> bool:
        """Whether somebody wrote to the published file and was stopped before it was all in."""
        return _log_of(self.published).exists()

    @property
    def previous(self) -> list[Path]:
        """The published files that were kept when they were replaced, the newest first."""
        return sorted(
            self.published.parent.glob(f"{glob.escape(self.published.name)}{_PREVIOUS}*.duckdb"),
            reverse=True,
        )

    def swap(self, keep: int = 0) -> None:
        """Put the new file, closed and complete, in the place of the published one.

        The bytes are on the disk before the name changes, and the name is on the disk before this
        returns. A write-ahead log beside the old file belongs to it alone: DuckDB would replay it
        into the new one, so it goes first.

        Args:
            keep: How many replaced files stay, this one included; with 0 none is kept now, and
                those kept before stay as they are.
        """
        _flush(self.new)
        _log_of(self.published).unlink(missing_ok=True)
        if keep and self.has_published:
            self._keep_published()
        self.new.replace(self.published)
        _flush(self.published.parent)
        if keep:
            for old in self.previous[keep:]:
                old.unlink()

    def _keep_published(self) -> None:
        """Give the published file a second name, of the time it was published, in no more room."""
        at = datetime.fromtimestamp(self.published.stat().st_mtime, UTC)
        kept = self.published.with_name(
            f"{self.published.name}{_PREVIOUS}{at:%Y%m%dT%H%M%SZ}.duckdb"
        )
        kept.unlink(missing_ok=True)
        kept.hardlink_to(self.published)


def _log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")


def _flush(path: Path) -> None:
    """Have the operating system put a file, or a folder's entries, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
