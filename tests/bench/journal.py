"""What was measured, line by line in a file: a bench that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

PRINTS_CODE = ("tests/synthetic", "tests/bench")
CODE = ("extract", *PRINTS_CODE)
"""Folders whose code decides what is measured: figures of other code are not gone on with."""

_LOCKS = "requirements*.lock"

_ENDED = "ended"


class Journal:
    """An append-only file of records, safe to write from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def add(self, **record: Any) -> None:
        """Append a record."""
        line = json.dumps(record, ensure_ascii=False) + "\n"
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(line)

    def records(self, kind: str) -> Iterator[dict[str, Any]]:
        """Yield the records of a kind; a line that was cut off when the bench was ended is none."""
        if not self._path.is_file():
            return
        for line in self._path.read_text(encoding="utf-8").split("\n")[:-1]:
            record: dict[str, Any] = json.loads(line)
            if record["kind"] == kind:
                yield record

    def mend(self) -> None:
        """Drop a last line that was cut off, so that the next record begins a line."""
        if self._path.is_file():
            text = self._path.read_text(encoding="utf-8")
            self._path.write_text(text[: text.rfind("\n") + 1], encoding="utf-8")


def open_run(
    folder: Path, asked: Sequence[object], code: Sequence[str] = CODE
) -> tuple[Path, Journal]:
    """Return the folder and the journal of a bench: of the one that was stopped, or new ones.

    Args:
        folder: Where benches are kept.
        asked: What decides the measurements besides the code.
        code: Folders whose code does.
    """
    work = folder / _fingerprint(asked, code)
    if (work / _ENDED).is_file():
        shutil.rmtree(work)
    work.mkdir(parents=True, exist_ok=True)
    journal = Journal(work / "measured.jsonl")
    journal.mend()
    return work, journal


def end_run(work: Path) -> None:
    """Note that a bench is complete: the next one begins anew."""
    (work / _ENDED).touch()


def _fingerprint(asked: Sequence[object], code: Sequence[str]) -> str:
    digest = hashlib.sha256(repr(list(asked)).encode())
    files = [file for name in code for file in (ROOT / name).rglob("*.py")]
    for file in sorted([*files, *ROOT.glob(_LOCKS)]):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]
