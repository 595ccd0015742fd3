"""Truth files: where they are, what they look like, and which documents they speak of.

- `NAME.json`: fields of one cable in the warehouse's column names; lists of records for
  `addressees`, `distribution`, `refs` and `paragraphs`, a record for `release`; null means that it
  is not on the paper. `{"status": "no_cable"}` for a document that is none, `{"cables": [...]}`
  for one with several, in printed order. Speaks of `NAME.pdf` and of its damaged copies
  `NAME.<level>.pdf`.
- `NAME.lines.json`: the exact text of `NAME.pdf`, `pages[].lines[]` with `kind` and `text`, and
  where it has them `pages[].redactions[]` with boxes in points and `release`.
- `truth.csv`: the National Archives' attributes, one row per file, with its `sha256`.

A document is found by the sha256 of the PDFs beside its truth; where none lies there, by its name.
In a folder of its own, a truth may be called `truth.json` and `truth.lines.json`: its NAME is the
folder's, and no copies are meant.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import ConfigurationError

ARCHIVE_FILE = "truth.csv"
LINES_ENDING = ".lines.json"
NAMED_BY_FOLDER = "truth"
"""A truth file of this name speaks of the document its folder is named after."""

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaks:
    """The documents a truth file speaks of."""

    path: Path
    folder: str
    """Name of the set the document counts with."""
    name: str
    by_id: Mapping[str, str]
    """File name by sha256 of the PDFs beside it; empty when there are none."""
    with_copies: bool
    """Whether damaged copies of the document are meant too."""

    def group_of(self, document_id: str, file_name: str) -> str | None:
        """Return `<folder>, <level>` for a document it speaks of, else None."""
        name = self.by_id.get(document_id) if self.by_id else file_name
        if name is None:
            return None
        stem = Path(name).stem
        if stem != self.name and not (self.with_copies and stem.startswith(f"{self.name}.")):
            return None
        level = stem.partition(".")[2]
        return ", ".join(part for part in (self.folder, level) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTruth:
    """One `NAME.json`."""

    speaks: Speaks
    fields: JsonObject

    @property
    def is_no_cable(self) -> bool:
        """Whether it says that the document is no cable."""
        return self.fields.get("status") == "no_cable"

    @property
    def cables(self) -> tuple[FieldTruth, ...]:
        """The truth of each cable in the document, in printed order."""
        if "cables" in self.fields:
            return tuple(
                FieldTruth(speaks=self.speaks, fields=one) for one in self.fields["cables"]
            )
        return () if self.is_no_cable else (self,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesTruth:
    """One `NAME.lines.json`."""

    speaks: Speaks
    pages: tuple[JsonObject, ...]
    release: JsonObject | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveTruth:
    """One `truth.csv`: its rows by sha256."""

    path: Path
    rows: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truths:
    """All truth found."""

    fields: tuple[FieldTruth, ...]
    lines: tuple[LinesTruth, ...]
    archives: tuple[ArchiveTruth, ...]

    @property
    def speaks(self) -> tuple[Speaks, ...]:
        """What each file speaks of, but for the archives', which name documents by sha256."""
        return (*(t.speaks for t in self.fields), *(t.speaks for t in self.lines))


def read_truths(paths: Iterable[Path]) -> Truths:
    """Read truth files; folders are searched through.

    Raises:
        ConfigurationError: a path is missing, a file is no truth, or there is none at all.
    """
    files = sorted({file for path in paths for file in _files_of(path)})
    if not files:
        raise ConfigurationError(
            f"no truth files found: expected *.json, *{LINES_ENDING} or {ARCHIVE_FILE}"
        )
    lines = [file for file in files if file.name.endswith(LINES_ENDING)]
    archives = [file for file in files if file.name == ARCHIVE_FILE]
    fields = [file for file in files if file not in lines and file not in archives]
    return Truths(
        fields=tuple(FieldTruth(speaks=_speaks(f), fields=_read_json(f)) for f in fields),
        lines=tuple(_read_lines(file) for file in lines),
        archives=tuple(_read_archive(file) for file in archives),
    )


def _files_of(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ConfigurationError(f"no truth at {path}: name a truth file or a folder with some")
    return [file for pattern in ("*.json", ARCHIVE_FILE) for file in path.rglob(pattern)]


def _speaks(path: Path) -> Speaks:
    is_lines = path.name.endswith(LINES_ENDING)
    name = path.name.removesuffix(LINES_ENDING).removesuffix(".json")
    folder = path.parent
    if name == NAMED_BY_FOLDER:
        return Speaks(
            path=path, folder=folder.parent.name, name=folder.name, by_id={}, with_copies=False
        )
    beside = [
        pdf
        for pdf in folder.iterdir()
        if pdf.suffix.lower() == ".pdf"
        and (pdf.stem == name or (not is_lines and pdf.stem.startswith(f"{name}.")))
    ]
    return Speaks(
        path=path,
        folder=folder.name,
        name=name,
        by_id={hashlib.sha256(pdf.read_bytes()).hexdigest(): pdf.name for pdf in sorted(beside)},
        with_copies=not is_lines,
    )


def _read_json(path: Path) -> JsonObject:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is no truth file: {error}") from error
    if not isinstance(value, dict):
        raise ConfigurationError(f"{path} is no truth file: expected an object of fields")
    return value


def _read_lines(path: Path) -> LinesTruth:
    value = _read_json(path)
    if "pages" not in value:
        raise ConfigurationError(f"{path} is no truth of printed lines: it has no `pages`")
    return LinesTruth(
        speaks=_speaks(path), pages=tuple(value["pages"]), release=value.get("release")
    )


def _read_archive(path: Path) -> ArchiveTruth:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or "sha256" not in rows[0]:
        raise ConfigurationError(f"{path} is no truth of the archive: it has no column `sha256`")
    return ArchiveTruth(path=path, rows={row["sha256"]: row for row in rows})
