"""Under which key a page is stored: engine, version and those settings that change a page."""

from __future__ import annotations

import hashlib

from extract.settings import ExtractSettings

_JOINT = "+"
"""Between the key of all pages of a document and that of the pages a second engine read too."""


def page_key(settings: ExtractSettings, engine_version: str) -> str:
    """Return the store key of pages made with these settings by this engine: 16 hex digits."""
    text = f"{settings.fingerprint}|{engine_version}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def joined_keys(first: str, second: str | None) -> str:
    """Return the keys of the pages of a document as one: of all, and of those read twice."""
    return first if second is None else f"{first}{_JOINT}{second}"


def split_keys(keys: str) -> tuple[str, str | None]:
    """Return the two keys that `joined_keys` made one, the second None where there is none."""
    first, _, second = keys.partition(_JOINT)
    return first, second or None
