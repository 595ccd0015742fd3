"""The field's vocabularies as checked, typed lookups, loaded once when this package is imported.

This is the only place in `transform` that reads files. Every row has a source; an unknown entry is
never an error for a parser: it keeps what is printed and says so.
"""

from __future__ import annotations

from datetime import date

from transform.vocab.codes import (
    CaptionCode,
    OfficeCode,
    OrderPeriod,
    TagCode,
    load_address_words,
    load_captions,
    load_classifications,
    load_offices,
    load_orders,
    load_precedences,
    load_tags,
)
from transform.vocab.exemptions import (
    ExemptionCode,
    ExemptionTable,
    exemption_key,
    load_exemptions,
)
from transform.vocab.misprints import load_misprints
from transform.vocab.posts import Post, PostMatch, PostTable, cut_name, load_posts, post_key

MISPRINTS = load_misprints()
POSTS: PostTable = load_posts(MISPRINTS["post"])
TAGS: dict[str, TagCode] = load_tags()
CAPTIONS: dict[str, CaptionCode] = load_captions()
OFFICES: dict[str, OfficeCode] = load_offices()
EXEMPTIONS: ExemptionTable = load_exemptions()
ORDERS: dict[str, OrderPeriod] = load_orders()
PRECEDENCES = load_precedences()
CLASSIFICATIONS = load_classifications()
ADDRESS_WORDS: dict[str, str] = load_address_words()


def find_post(name: str) -> Post | None:
    """Return the post of a printed name, former name or archive cut, or None."""
    return POSTS.find(name)


def find_exemption(code: str, reviewed_on: date | None = None) -> ExemptionCode | None:
    """Return what a printed exemption code means under the order in force at the review."""
    return EXEMPTIONS.find(code, reviewed_on)


def closest_post(name: str) -> PostMatch | None:
    """Return the post a misread name clearly means, with its similarity, or None."""
    return POSTS.closest(name)


__all__ = [
    "ADDRESS_WORDS",
    "CAPTIONS",
    "CLASSIFICATIONS",
    "EXEMPTIONS",
    "MISPRINTS",
    "OFFICES",
    "ORDERS",
    "POSTS",
    "PRECEDENCES",
    "TAGS",
    "CaptionCode",
    "ExemptionCode",
    "ExemptionTable",
    "OfficeCode",
    "OrderPeriod",
    "Post",
    "PostMatch",
    "PostTable",
    "TagCode",
    "closest_post",
    "cut_name",
    "exemption_key",
    "find_exemption",
    "find_post",
    "post_key",
]
