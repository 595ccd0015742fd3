"""From the list of doubtful fields to the file of corrections: the stubs people sign."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.errors import ConfigurationError
from flows.corrections.patch_file import check_patches, read_text
from load.asks.review import Doubt

_HEADER = """\
# Corrections of what was read: docs/corrections.md says how one is written.
# An entry counts once it is signed: compare it with the page, mend `value` (leave it empty when the
# paper prints none), and fill in `reason`, `by` and `on` (a date, 2026-02-01).
"""


def append_stubs(found: Sequence[Doubt], path: Path) -> int:
    """Append an unsigned entry for each doubtful field that the file does not name yet.

    Args:
        found: The doubtful fields.
        path: The file of corrections; made when it is missing. What it holds stays as it is.

    Returns:
        How many were appended.

    Raises:
        ConfigurationError: the file is wrong, or cannot be read or written. It is left as it was.
    """
    before = read_text(path) if path.exists() else _HEADER
    named = {entry.key for entry in check_patches(before, path)}
    stubs = [_told(doubt) + doubt.patch for doubt in found if doubt.patch is not None]
    entries = check_patches("".join(stubs), path)
    new = [stub for stub, entry in zip(stubs, entries, strict=True) if entry.key not in named]
    if not new:
        return 0
    after = "\n".join([before.rstrip("\n") + "\n", *new])
    # A list that is indented, or in brackets, cannot be added to at its end.
    check_patches(after, path)
    _write(path, after)
    return len(new)


def _told(doubt: Doubt) -> str:
    """Return the comment above a stub: where to look, and why."""
    text = f"{doubt.file_name}, page {doubt.page_no}: {doubt.message}"
    return f"# {''.join(char if char.isprintable() else ' ' for char in text)}\n"


def _write(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ConfigurationError(f"cannot write the corrections {path}: {error}") from error
