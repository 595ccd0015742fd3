"""The released PDF of a document: found again by where it was, and known by its bytes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extract.errors import DocumentError
from extract.source import hash_file

KNOWN_FILES = 4096
"""Files whose sha256 is remembered, so that a page is not paid for with reading its whole file."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Why the PDF of a document cannot be shown, with what to do."""

    reason: str


class Papers:
    """Finds the PDFs of documents below the folders they were ingested from."""

    def __init__(self, given: Iterable[Path], warehouse: Path) -> None:
        """Remember where to look.

        Args:
            given: Folders (or files) a person named; looked at first.
            warehouse: The warehouse: a run that was given a relative source may have been started
                in its folder.
        """
        self._given = tuple(given)
        self._beside = warehouse.absolute().parent
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int, int, int], str] = {}

    def find(self, document_id: str, uris: Iterable[str], sources: Iterable[str]) -> Path | Missing:
        """Return the file of a document, seen to have its bytes, or why there is none.

        Args:
            document_id: The sha256 of its bytes.
            uris: Where it was found, below what was given to read.
            sources: What runs were given to read.
        """
        changed: Path | None = None
        for path in self._places(list(uris), list(sources)):
            if not path.is_file():
                continue
            if self._sha256(path) == document_id:
                return path
            changed = changed or path
        if changed is not None:
            return Missing(
                f"the file {changed.name} is not the one that was read: its bytes have changed. "
                "Put the released file back, or run `cablehouse ingest` on what is there now."
            )
        return Missing(
            "the released PDF is not where it was ingested from. Name the folder it is in now: "
            "`cablehouse dashboard --source FOLDER`."
        )

    def _places(self, uris: list[str], sources: list[str]) -> Iterator[Path]:
        roots = [*self._given]
        for source in map(Path, sources):
            roots += [source] if source.is_absolute() else [source, self._beside / source]
        for root in dict.fromkeys(roots):
            for uri in uris:
                # A place below the source and nowhere else, whatever the warehouse says.
                if _is_below(uri):
                    yield root / uri
            if root.suffix.lower() == ".pdf":
                yield root

    def _sha256(self, path: Path) -> str | None:
        """Return the sha256 of a file; read again only when the file was written again."""
        try:
            found = path.stat()
            key = (str(path.absolute()), found.st_ino, found.st_size, found.st_mtime_ns)
            with self._lock:
                if key in self._known:
                    return self._known[key]
            digest, _ = hash_file(path)
        except (OSError, DocumentError):
            # A file that cannot be read is none that could be shown; `find` says so.
            return None
        with self._lock:
            if len(self._known) >= KNOWN_FILES:
                self._known.clear()
            self._known[key] = digest
        return digest


def _is_below(uri: str) -> bool:
    place = PurePosixPath(uri)
    return not place.is_absolute() and ".." not in place.parts and "\0" not in uri
