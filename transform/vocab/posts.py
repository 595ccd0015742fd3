"""The posts cables come from and go to, and finding one by the name that is printed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from transform.vocab.tables import read_table

COLUMNS = (
    "post",
    "kind",
    "city",
    "country",
    "iso_country",
    "latitude",
    "longitude",
    "bureau",
    "opened_on",
    "closed_on",
    "former_names",
    "other_names",
    "source",
)

CUT_LENGTH = 6
"""The archive's document numbers keep six characters of a post's name, blanks counted, and then
drop the blanks: BUENOS, NEWDE, TEGUCI, USUNN (NARA 1973-79)."""

CLOSE_ENOUGH = 80.0
"""Least similarity (0 to 100) at which a misread name is taken for a post. One wrong letter in a
name of five gives 80; shorter names are not guessed at all."""

CLEAR_LEAD = 5.0
"""By how much the best post must beat the next: MONTREAL and MONTERREY differ by that."""

SHORTEST_GUESS = 4
"""Names below this many letters resemble too many others."""

MOST_LETTERS_LOST = 2
"""A misread name keeps its length but for a letter or two: WASHINGTON is not AIT WASHINGTON."""

_NOT_KEY = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post: `post` is the name its message reference numbers print."""

    post: str
    kind: str
    city: str | None
    country: str | None
    iso_country: str | None
    latitude: float | None
    longitude: float | None
    bureau: str | None
    opened_on: date | None
    """1 January where only the year is known."""
    closed_on: date | None
    former_names: tuple[str, ...]
    """Names the same post printed at other times: KIEV, PEKING."""
    other_names: tuple[str, ...]
    """Other spellings and addresses of it: USUN, HOLY SEE."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMatch:
    """A post found by similarity. `spelling` is the known name that was closest, `score` 0 to 1."""

    post: Post
    spelling: str
    score: float


def post_key(name: str) -> str:
    """Return a name's letters and digits in capitals, accents dropped: `La Paz` gives `LAPAZ`."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_KEY.sub("", name.upper())


def cut_name(name: str) -> str:
    """Return the archive's six-character cut of a post's name: `NEW DELHI` gives `NEWDE`."""
    return post_key(name.upper()[:CUT_LENGTH])


class PostTable:
    """All posts, found by exact name, former name, archive cut, or similarity."""

    def __init__(self, posts: tuple[Post, ...]) -> None:
        """Index the posts by every name they have."""
        self.posts = posts
        self._by_name = {post.post: post for post in posts}
        self._by_key: dict[str, tuple[Post, str]] = {}
        cuts: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for post in posts:
            for name in post.other_names:
                self._by_key.setdefault(post_key(name), (post, post.post))
            for name in post.former_names:
                self._by_key.setdefault(post_key(name), (post, name))
        for post in posts:
            self._by_key[post_key(post.post)] = (post, post.post)
            for name in (post.post, *post.former_names):
                cuts[cut_name(name)].add((post.post, name))
        self._by_cut = {
            cut: (self._by_name[post], name)
            for cut, found in cuts.items()
            for post, name in self._meant(found)
        }
        self._keys = tuple(key for key in self._by_key if len(key) >= SHORTEST_GUESS)

    def find(self, name: str) -> Post | None:
        """Return the post of a printed name: its own, a former or other one, or an archive cut."""
        found = self._lookup(name)
        return found[0] if found else None

    def spelling(self, name: str) -> str | None:
        """Return how a printed name is spelt in a message reference number.

        A former name stays what it is (KIEV): the number was sent under it. Another spelling gives
        the post's own name (USUN gives USUN NEW YORK), and so does an archive cut.
        """
        found = self._lookup(name)
        return found[1] if found else None

    def closest(self, name: str) -> PostMatch | None:
        """Return the one post whose name is clearly the most similar, or None."""
        key = post_key(name)
        return self._closest(key) if len(key) >= SHORTEST_GUESS else None

    def _meant(self, found: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return the one post a cut can mean: of two, the embassy (PORTO is PORT OF SPAIN)."""
        embassies = {one for one in found if self._by_name[one[0]].kind == "embassy"}
        chosen = found if len(found) == 1 else embassies
        return chosen if len(chosen) == 1 else set()

    def _lookup(self, name: str) -> tuple[Post, str] | None:
        key = post_key(name)
        return self._by_key.get(key) or self._by_cut.get(key)

    @lru_cache(maxsize=4096)  # noqa: B019 - the table lives as long as the program
    def _closest(self, key: str) -> PostMatch | None:
        near = process.extract(
            key, self._keys, scorer=fuzz.ratio, limit=4, score_cutoff=CLOSE_ENOUGH - CLEAR_LEAD
        )
        best = [one for one in near if abs(len(one[0]) - len(key)) <= MOST_LETTERS_LOST]
        if not best or best[0][1] < CLOSE_ENOUGH:
            return None
        post, spelling = self._by_key[best[0][0]]
        rivals = [score for rival, score, _ in best[1:] if self._by_key[rival][0] is not post]
        if rivals and best[0][1] - rivals[0] < CLEAR_LEAD:
            return None
        return PostMatch(post=post, spelling=spelling, score=best[0][1] / 100)


def load_posts() -> PostTable:
    """Load `posts.csv`.

    Raises:
        ConfigurationError: when a row is wrong.
    """
    return PostTable(
        tuple(
            Post(
                post=row["post"],
                kind=row["kind"],
                city=row.text("city"),
                country=row.text("country"),
                iso_country=row.text("iso_country"),
                latitude=row.number("latitude"),
                longitude=row.number("longitude"),
                bureau=row.text("bureau"),
                opened_on=row.day("opened_on"),
                closed_on=row.day("closed_on"),
                former_names=row.names("former_names"),
                other_names=row.names("other_names"),
                source=row["source"],
            )
            for row in read_table("posts.csv", COLUMNS)
        )
    )
