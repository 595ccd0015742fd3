"""The file of corrections that people edit and commit: read, checked whole, handed down as records.

One wrong entry stops the run before anything is built: a correction that is silently not applied is
worse than none. `docs/corrections.md` says how an entry is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extract.errors import ConfigurationError
from flows.corrections.patch_yaml import Entry, WrongYaml, read_entries
from flows.settings import Settings
from transform.patch_values import check_field, is_release_field, keyed_text, read_keyed
from transform.patches import RULE, Patch

ID_DIGITS = 16
"""Hex digits that name a document, as in `cable_id`."""
SHOWN_FAULTS = 20
"""Faults told at once: enough to mend a file in one go, few enough to read."""

_CABLE_ID = re.compile(r"(?P<document>[0-9a-f]{16})-(?P<cable>\d{2,})")


class Correction(BaseModel):
    """One entry of the file as people write it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: Annotated[str | None, Field(pattern=r"^[0-9a-f]{16,64}$")] = None
    cable: Annotated[str | None, Field(pattern=r"^([1-9]\d{0,3}|[0-9a-f]{16}-\d{2,4})$")] = None
    field: Annotated[str, Field(min_length=1)]
    printed: str | None = None
    value: str | list[str] | list[dict[str, str]] | None = None
    reason: str | None = None
    by: str | None = None
    on: date | None = None

    @property
    def is_signed(self) -> bool:
        """Whether a person decided: a stub nobody signed is not applied."""
        return bool(self.by or self.on or self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePatch:
    """An entry that was checked. `patch` is None for one that nobody signed yet.

    `document` is the sha256 of the file, or its first 16 digits or more.
    """

    document: str
    cable_no: int | None
    field: str
    line: int
    patch: Patch | None

    @property
    def key(self) -> tuple[str, int | None, str]:
        """What it is about: document, cable, field."""
        return self.document[:ID_DIGITS], self.cable_no, self.field


class PatchBook:
    """The corrections of a run, by document."""

    def __init__(self, entries: Sequence[FilePatch] = ()) -> None:
        """Sort the entries by document."""
        self.entries = tuple(entries)
        self._by_document: dict[str, list[FilePatch]] = {}
        for entry in self.entries:
            if entry.patch is not None:
                self._by_document.setdefault(entry.document[:ID_DIGITS], []).append(entry)

    @property
    def digest(self) -> str:
        """What changes when any signed patch does; empty when there is none."""
        signed = sorted(repr((one.key, one.patch)) for one in self.entries if one.patch is not None)
        return sha256(repr(signed).encode()).hexdigest()[:ID_DIGITS] if signed else ""

    def of(self, document_id: str) -> tuple[Patch, ...]:
        """Return the signed patches of a document, in the order of their fields."""
        own = [
            entry.patch
            for entry in self._by_document.get(document_id[:ID_DIGITS], ())
            if entry.patch is not None and document_id.startswith(entry.document)
        ]
        return tuple(sorted(own, key=lambda patch: (patch.cable_no or 0, patch.field)))

    def digest_of(self, document_id: str) -> str:
        """Return what changes when a patch of a document does; empty where it has none."""
        own = self.of(document_id)
        return sha256(repr(own).encode()).hexdigest()[:ID_DIGITS] if own else ""


def patches_of(settings: Settings) -> PatchBook:
    """Return the corrections the settings name; see `read_patches`."""
    return read_patches(settings.patches_file, must_exist=settings.patches is not None)


def read_patches(path: Path, *, must_exist: bool) -> PatchBook:
    """Read and check a file of corrections.

    Args:
        path: The file.
        must_exist: Whether its absence is a fault: somebody named it.

    Raises:
        ConfigurationError: it cannot be read, or holds an entry that cannot be applied. The message
            names file, line and fault of each.
    """
    if not must_exist and not path.exists():
        return PatchBook()
    return PatchBook(check_patches(read_text(path), path))


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        ConfigurationError: it cannot be read.
    """
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"the corrections {path} cannot be read: {error}") from error


def check_patches(text: str, path: Path) -> tuple[FilePatch, ...]:
    """Return the entries of a file's text; `read_patches` says what is raised."""
    try:
        entries = read_entries(text)
    except WrongYaml as error:
        raise _refused(path, [(error.line, str(error))]) from error
    checked: list[FilePatch] = []
    faults: list[tuple[int, str]] = []
    first: dict[tuple[str, int | None, str], int] = {}
    for entry in entries:
        try:
            one = _check(entry, path.name)
        except _Fault as fault:
            faults.append((fault.line, str(fault)))
            continue
        before = first.setdefault(one.key, one.line)
        if before != one.line:
            faults.append((one.line, f"{one.field} of this document is on line {before} already"))
        checked.append(one)
    if faults:
        raise _refused(path, faults)
    return tuple(checked)


class _Fault(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _refused(path: Path, faults: Sequence[tuple[int, str]]) -> ConfigurationError:
    shown = [f"{path}:{line}: {message}" for line, message in faults[:SHOWN_FAULTS]]
    more = len(faults) - len(shown)
    shown += [f"and {more} more faults"] if more else []
    return ConfigurationError(
        "a correction cannot be applied, so nothing was done:\n"
        + "\n".join(shown)
        + "\ndocs/corrections.md says how one is written"
    )


def _check(entry: Entry, file_name: str) -> FilePatch:
    try:
        given = Correction.model_validate(entry.values)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else "entry"
        raise _Fault(entry.lines.get(key, entry.line), f"{key}: {first['msg']}") from error

    def at(key: str, message: str) -> _Fault:
        return _Fault(entry.lines.get(key, entry.line), message)

    try:
        check_field(given.field)
    except ValueError as error:
        raise at("field", str(error)) from error
    document, cable_no = _place(given, at)
    return FilePatch(
        document=document,
        cable_no=cable_no,
        field=given.field,
        line=entry.line,
        patch=_signed(given, entry, at, cable_no, file_name),
    )


def _place(given: Correction, at: Callable[[str, str], _Fault]) -> tuple[str, int | None]:
    """Return document and cable of an entry: a release field has no cable, any other has one."""
    whole = _CABLE_ID.fullmatch(given.cable or "")
    document = given.document or (whole["document"] if whole else None)
    if document is None:
        raise at("document", "document is missing: give its sha256, or 16 digits of it or more")
    if whole and not document.startswith(whole["document"]):
        raise at("cable", f"cable {given.cable} is not of document {document}")
    if is_release_field(given.field):
        if given.cable is not None:
            raise at("cable", f"{given.field} is the document's: leave cable out")
        return document, None
    if given.cable is None:
        raise at("field", f"{given.field} is a cable's: give cable, its number in the document")
    return document, int(whole["cable"] if whole else given.cable)


def _signed(
    given: Correction,
    entry: Entry,
    at: Callable[[str, str], _Fault],
    cable_no: int | None,
    file_name: str,
) -> Patch | None:
    if not given.is_signed:
        return None
    if "value" not in entry.values:
        raise at("field", "value is missing; give an empty one if the paper prints none")
    for name in ("reason", "by", "on"):
        if not getattr(given, name):
            raise at(name, f"{name} is missing: who keyed it says when and why")
    try:
        value = read_keyed(given.field, given.value)
    except ValueError as error:
        raise at("value", str(error)) from error
    return Patch(
        cable_no=cable_no,
        field=given.field,
        text=keyed_text(given.value),
        value=value,
        printed=given.printed,
        rule=f"{RULE}{file_name} {given.by} {given.on}",
    )
