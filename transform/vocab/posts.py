"""The posts cables come from and go to, and finding one by the name that is printed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
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

CUT_YEARS = (1973, 1979)
"""The years the archive's document numbers are of: a cut means a post that was open then."""

MOST_LETTERS_LOST = 2
"""A misread name keeps its length but for a letter or two: WASHINGTON is not AIT WASHINGTON."""

SELDOM = frozenset({"branch office", "conference", "consular agency", "office", "presence post"})
"""Kinds of posts that send too few cables for a likeness to be more than chance: MOST is not
MOSTAR. They are known by their exact names."""

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

    def covers(self, first_year: int, last_year: int) -> bool:
        """Say whether the post was open in any of the years, as far as its days are known."""
        opened = self.opened_on is None or self.opened_on.year <= last_year
        return opened and (self.closed_on is None or self.closed_on.year >= first_year)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMatch:
    """A post a misprint means. `spelling` is the known name that was closest, `score` 0 to 1."""

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
    """All posts, found by exact name, former name, archive cut, misprint, or similarity."""

    def __init__(self, posts: tuple[Post, ...], misprints: Mapping[str, str]) -> None:
        """Index the posts by every name they have, and by the misprints of them."""
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
            cut: (self._by_name[chosen[0]], chosen[1])
            for cut, found in cuts.items()
            if (chosen := self._meant(found))
        }
        self._misprints = {
            post_key(printed): self._by_name[meant] for printed, meant in misprints.items()
        }
        self._keys = tuple(
            key
            for key, (post, _) in self._by_key.items()
            if len(key) >= SHORTEST_GUESS and post.kind not in SELDOM
        )

    def find(self, name: str) -> Post | None:
        """Return the post of a printed name: its own, a former or other one, a cut, a misprint."""
        found = self._lookup(name)
        return found[0] if found else self._misprints.get(post_key(name))

    def spelling(self, name: str) -> str | None:
        """Return how a printed name is spelt in a message reference number.

        A former name stays what it is (KIEV): the number was sent under it. Another spelling gives
        the post's own name (USUN gives USUN NEW YORK), and so does an archive cut. A misprint has
        none: `closest` says what it means.
        """
        found = self._lookup(name)
        return found[1] if found else None

    def closest(self, name: str) -> PostMatch | None:
        """Return the post a listed misprint means, or the one clearly most similar, or None."""
        key = post_key(name)
        if key in self._misprints:
            post = self._misprints[key]
            return PostMatch(post=post, spelling=post.post, score=1.0)
        return self._closest(key) if len(key) >= SHORTEST_GUESS else None

    def _meant(self, found: set[tuple[str, str]]) -> tuple[str, str] | None:
        """Return the one post and name a cut can mean, or None.

        Of several, those open in the years of the cuts; then the embassy (PORTO is PORT OF SPAIN);
        of the names of one post, its own.
        """
        for choice in (self._open_then, self._embassies, self._own_names):
            if len(found) > 1:
                found = set(choice(found)) or found
        return next(iter(found)) if len(found) == 1 else None

    def _open_then(self, found: set[tuple[str, str]]) -> Iterable[tuple[str, str]]:
        return (one for one in found if self._by_name[one[0]].covers(*CUT_YEARS))

    def _embassies(self, found: set[tuple[str, str]]) -> Iterable[tuple[str, str]]:
        return (one for one in found if self._by_name[one[0]].kind == "embassy")

    @staticmethod
    def _own_names(found: set[tuple[str, str]]) -> Iterable[tuple[str, str]]:
        posts = {post for post, _ in found}
        return ((post, post) for post in posts) if len(posts) == 1 else ()

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


def load_posts(misprints: Mapping[str, str]) -> PostTable:
    """Load `posts.csv`; `misprints` gives the post meant by what is printed.

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
        ),
        misprints,
    )
