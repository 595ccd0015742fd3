"""Which cables an invented warehouse holds: who sent each when, and which is a copy of which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tests.scale.chance import Keys, Numbers, mixed, pick, share, weighted
from transform.vocab import POSTS

FIRST_YEAR, LAST_YEAR = 1973, 2023
COPIES = 0.03
"""Share of cables that are another release of a cable before them."""
WITHOUT_NUMBER = 0.01
_MINUTES_OF_A_YEAR = 525_600

POST_NAMES = tuple(sorted(post.post for post in POSTS.posts if post.country is not None))


def year_weights() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how many cables there are of each year: most of the 1970s and of 2000 to 2010."""
    years = np.arange(FIRST_YEAR, LAST_YEAR + 1)
    return np.asarray(
        0.2 + 3 * np.exp(-(((years - 1976) / 3) ** 2)) + 1.5 * np.exp(-(((years - 2006) / 6) ** 2)),
        dtype=np.float64,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many cables are planned, of how many paragraphs.

    A warehouse holds the first of them; a later part of the same plan is a delivery that comes
    after: references and copies lead from one into the other.
    """

    planned: int
    paragraphs_each: float = 15.0
    seed: int = 1
    sentences: int = 250_000
    """Different sentences; the words they are made of grow with them."""


class Plan:
    """The senders, times, numbers and originals of all cables, by their place in the plan."""

    def __init__(self, size: Size) -> None:
        """Draw them; the same for the same size."""
        self.size = size
        own = np.arange(size.planned, dtype=np.uint64)
        self.keys: Keys = mixed(own, size.seed)
        earlier = (share(self.keys, 1) * np.arange(size.planned)).astype(np.int64)
        is_copy = (share(self.keys, 2) < COPIES) & (np.arange(size.planned) > 0)
        is_copy &= ~is_copy[earlier]
        self.original: Numbers = np.where(is_copy, earlier, np.arange(size.planned))
        sent = self.keys[self.original]
        weights = 1 / (np.arange(len(POST_NAMES)) + 6.0)
        self.post: Numbers = weighted(sent, 3, weights)
        self.year: Numbers = FIRST_YEAR + weighted(sent, 4, year_weights())
        self.minute: Numbers = pick(sent, 5, _MINUTES_OF_A_YEAR)
        """Minute of its year at which it was sent."""
        self.has_number = share(self.keys, 6) >= WITHOUT_NUMBER

    @cached_property
    def serial(self) -> Numbers:
        """The serial of each at its post in its year: as they were sent, from 1 on."""
        place = np.lexsort((self.original, self.minute, self.year, self.post))
        chosen = place[self.original[place] == place]
        same = self.post[chosen] * 10_000 + self.year[chosen]
        starts = np.flatnonzero(np.concatenate([[True], same[1:] != same[:-1]]))
        run = np.arange(len(chosen)) - np.repeat(starts, np.diff([*starts, len(chosen)]))
        serial = np.zeros(self.size.planned, dtype=np.int64)
        serial[chosen] = run + 1
        return np.asarray(serial[self.original], dtype=np.int64)

    @cached_property
    def in_time(self) -> Numbers:
        """The places of all cables in the order in which they were sent."""
        return np.lexsort((np.arange(self.size.planned), self.minute, self.year))

    @cached_property
    def rank(self) -> Numbers:
        """The rank of each cable in that order."""
        ranks = np.empty(self.size.planned, dtype=np.int64)
        ranks[self.in_time] = np.arange(self.size.planned)
        return ranks
