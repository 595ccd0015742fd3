"""What the store knows of a file, and the JSON values that is kept as."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from extract.store.page_record import STORE_FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """What the store knows of a file: how many pages it has, or why it could not be opened.

    Attributes:
        document_id: sha256 of the bytes, hex.
        other_sources: Further places the same bytes were found in, in alphabetical order.
        page_count: None when the file failed.
        page_key: The key its pages were last extracted under: `reparse` reads them by it and needs
            no engine. None until all pages are stored; of a file that failed at a limit, the one
            they were to have.
        extract_version: The `EXTRACT_VERSION` they were extracted by; None where that is not known.
        failure_code, failure_message: The `DocumentError` it failed with, else None.
        failed_within: A digest of the limits it failed at one of, else None.
    """

    document_id: str
    file_name: str
    source_uri: str
    byte_count: int
    page_count: int | None = None
    page_key: str | None = None
    extract_version: str | None = None
    failure_code: str | None = None
    failure_message: str | None = None
    failed_within: str | None = None
    other_sources: tuple[str, ...] = ()

    def found_also_in(self, earlier: DocumentRecord | None) -> DocumentRecord:
        """Return this record with the places an earlier one of the document knew."""
        places = {self.source_uri, *self.other_sources}
        if earlier is not None:
            places |= {earlier.source_uri, *earlier.other_sources}
        return dataclasses.replace(self, other_sources=tuple(sorted(places - {self.source_uri})))


def values_of(record: DocumentRecord) -> dict[str, Any]:
    """Return a record as what its file holds."""
    return {"format": STORE_FORMAT, "document": dataclasses.asdict(record)}


def document_of(values: dict[str, Any]) -> DocumentRecord:
    """Return the record a file holds.

    Raises:
        KeyError, TypeError: it is of another shape.
    """
    known = values["document"]
    return DocumentRecord(**known | {"other_sources": tuple(known.get("other_sources", ()))})
