"""What `documents.parser_version` says a document was read with, put together and taken apart.

The parser, the keys of the pages it was given, the corrections, and of what failed at a limit the
limits: `0123456789ab on pages 0123456789abcdef+fedcba9876543210 with patches 0123456789ab within
01234567`. `flows` writes it, and compares it to
know what is up to date; what may be removed from the page store is told by the keys in it.
"""

from __future__ import annotations

_PAGES, _PATCHES, _LIMITS = " on pages ", " with patches ", " within "


def reading_version(
    parser: str, keys: str | None, patches_digest: str, limits_digest: str = ""
) -> str:
    """Return what the rows of a document were made of.

    Args:
        parser: The parser's version, without a blank.
        keys: `extract.store.joined_keys` of its pages; None for a document that gave none.
        patches_digest: A digest of its corrections; empty where it has none.
        limits_digest: A digest of the limits it failed at one of; empty where it did not.
    """
    if keys is None:
        return parser
    patched = f"{_PATCHES}{patches_digest}" if patches_digest else ""
    limited = f"{_LIMITS}{limits_digest}" if limits_digest else ""
    return f"{parser}{_PAGES}{keys}{patched}{limited}"


def keys_in(version: str) -> str | None:
    """Return the keys of the pages in a `reading_version`; None where it names none."""
    _, named, rest = version.partition(_PAGES)
    return rest.partition(" ")[0] if named else None
