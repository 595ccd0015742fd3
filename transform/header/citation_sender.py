"""Who sent a cited message: the words before its number."""

from __future__ import annotations

import re
from functools import lru_cache

from transform.header.citation_words import (
    DEPARTMENT,
    DEPARTMENT_TELEGRAMS,
    EDGES,
    LEAD_WORDS,
    NO_SENDERS,
    OTHERS_TELEGRAMS,
    OWN_TELEGRAMS,
    TRAILING_WORDS,
    kind_of,
)
from transform.header.mrn import read_post
from transform.vocab import ADDRESS_WORDS, CAPTIONS, CLASSIFICATIONS, POSTS, post_key

SHORTEST_MISREAD = 5
"""A shorter name that is not known is another sender's, not a misread post's: NASA is no NASSAU."""

MOST_WORDS = 3
"""An unknown sender has few words (`USDA FAS 57863`, `EC TWO 12`); more are a sentence."""


_LAST_WORDS = TRAILING_WORDS | {
    post_key(name.split()[-1])
    for post in POSTS.posts
    for name in (post.post, *post.former_names, *post.other_names)
}


def may_end_sender(word: str) -> bool:
    """Say whether a word can be the last of a known sender: cheap, to be asked of any prose."""
    return post_key(word.partition("/")[0]) in _LAST_WORDS


@lru_cache(maxsize=4096)
def sender(printed: str, *, must_be_known: bool) -> tuple[str, tuple[str, ...]] | None:
    """Return who the words before a number name and the repairs it took, or None for nobody.

    A post, agency or command of the vocabulary, or else a short name that is no other word.
    """
    name = printed.strip(EDGES)
    spelling = POSTS.spelling(name)
    if spelling:
        return spelling, ()
    words = name.replace(".", " ").split()
    while words and words[0] in LEAD_WORDS:
        words = words[1:]
    while len(words) > 1 and words[-1] in TRAILING_WORDS:
        words = words[:-1]
    name = " ".join(words)
    spelling = POSTS.spelling(name)
    if spelling:
        return spelling, ()
    if must_be_known or not words or not _may_send(name, words):
        return None
    if len(name) < SHORTEST_MISREAD or _names_no_post(words):
        return name, ()
    return read_post(name)


def pronoun(printed: str, own_post: str | None) -> tuple[str | None] | None:
    """Return whom MYTEL, EMBTEL, DEPTEL mean, or None when it is no such word."""
    word = re.sub(r"\s?TELS?$|\sNO$", "", printed) if " " in printed else printed
    if word in DEPARTMENT_TELEGRAMS:
        return (DEPARTMENT,)
    if word in OWN_TELEGRAMS:
        is_theirs = own_post == DEPARTMENT and word.startswith(("EMB", "CON"))
        return (None if is_theirs else own_post,)
    return (None,) if word in OTHERS_TELEGRAMS else None


def same_sender(one: str | None, other: str | None) -> bool:
    """Say whether two names mean one post."""
    if one is None or other is None:
        return False
    post = POSTS.find(one)
    return post_key(one) == post_key(other) or (post is not None and post is POSTS.find(other))


def _may_send(name: str, words: list[str]) -> bool:
    """Say whether an unknown name can be a sender's: short, and no word that is something else."""
    if _names_no_post(words):
        return kind_of(name) is None and not any(word in NO_SENDERS for word in words)
    return (
        len(words) <= MOST_WORDS
        and len(name) > 2
        and len(words[-1]) > 1
        and not any(word in NO_SENDERS or word in CAPTIONS for word in words)
        and name not in CLASSIFICATIONS
        and kind_of(name) is None
    )


def _names_no_post(words: list[str]) -> bool:
    """Say whether a word is an agency's or a command's, which send messages too."""
    return any(ADDRESS_WORDS.get(word) in ("agency", "command") for word in words)
