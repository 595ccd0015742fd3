"""What a text is known by when its words are misread or withheld: a sketch of its shingles.

A shingle is what stands from the beginning of a word on, blanks and marks left out. Texts are alike
as far as their shingles are the same; a sketch keeps the lowest hashes of all, and two sketches
show what share of all shingles two texts share (Broder's bottom-k sketch). Sketches are compared
where all documents are known: `load/sql/copies`.
"""

from __future__ import annotations

import re
from hashlib import blake2b

SHINGLE_LENGTH = 12
"""Characters of a shingle, two words or so. Shorter ones are shared by unrelated texts (`THE
GOVERNMENT`), longer ones survive no damage: of 12 characters, 42 % stand unharmed when 7 % of all
are misread. Two copies of a cable, one of them so damaged, then share a fifth of their shingles;
62 cables of one embassy share 3 % at most."""
OPENING_LENGTH = 3
"""Letters of the words that begin a shingle: shorter ones are specks more often than words."""
SKETCH_SIZE = 128
"""Hashes kept: a share of a fifth is then known to within 4 % (one standard deviation)."""
LEAST_SHINGLES = 12
"""A text with fewer (some 15 words) is like too many others: it has no sketch."""
_HASH_BYTES = 4

_WITHHELD = re.compile(r"\[REDACTED[^\]]*\]")
_WORD = re.compile(r"[A-Z0-9]+")
_LOOK_ALIKES = str.maketrans("0158LQ|", "OISBIOI")
"""Characters engines take for each other stand for one."""


def text_sketch(text: str) -> tuple[int, ...]:
    """Return the sketch of a text: its lowest shingle hashes in ascending order.

    Equal on every machine (BLAKE2b, RFC 7693). Case, line breaks and punctuation do not count, and
    no shingle crosses a withheld stretch: what stands round it is as in the whole text.

    Args:
        text: Running text without page noise; `[REDACTED B1]` stands for what is withheld.

    Returns:
        At most `SKETCH_SIZE` hashes of 31 bits; none for a text too short to be known by it.
    """
    shingles: set[str] = set()
    for part in _WITHHELD.split(text.upper().translate(_LOOK_ALIKES)):
        words = _WORD.findall(part)
        letters = "".join(words)
        last = len(letters) - SHINGLE_LENGTH
        start = 0
        for word in words:
            if start > last:
                break
            if len(word) >= OPENING_LENGTH:
                shingles.add(letters[start : start + SHINGLE_LENGTH])
            start += len(word)
    if len(shingles) < LEAST_SHINGLES:
        return ()
    return tuple(sorted({_hash(shingle) for shingle in shingles})[:SKETCH_SIZE])


def _hash(shingle: str) -> int:
    digest = blake2b(shingle.encode(), digest_size=_HASH_BYTES).digest()
    return int.from_bytes(digest) >> 1
