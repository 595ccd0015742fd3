"""Which parser read a document: a digest of the parser itself.

A number somebody has to raise is forgotten; then rows of an older parser stay, and nothing says so.
The digest changes with any change of code or vocabulary, and documents parsed by another one are
parsed again from their stored pages.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import transform

PARSER_FILES = ("*.py", "*.csv")
"""Code and vocabularies: everything a reading depends on."""

SHOWN_DIGITS = 12
"""48 bits tell a few thousand versions apart."""


@lru_cache(maxsize=1)
def parser_version() -> str:
    """Return the digest of the transform package, hex."""
    root = Path(transform.__file__).parent
    digest = sha256()
    for path in sorted(path for pattern in PARSER_FILES for path in root.rglob(pattern)):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:SHOWN_DIGITS]
