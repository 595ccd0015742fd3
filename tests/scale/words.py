"""Words and sentences for invented cables: frequencies as in English, spellings that mean nothing.

Words are drawn by Zipf's law, the first of them English function words, so that an index of them
has the few huge lists and the many tiny ones of a real one. Sentences come from a store of them.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tests.scale.chance import Keys, Numbers, pick, share

FUNCTION_WORDS = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "on",
    "for",
    "is",
    "was",
    "he",
    "with",
    "by",
    "as",
    "had",
    "his",
    "not",
    "at",
    "which",
    "from",
    "are",
    "but",
    "be",
    "have",
    "this",
    "it",
    "they",
    "their",
    "has",
    "been",
    "or",
    "were",
    "we",
    "would",
    "will",
    "an",
    "who",
    "its",
    "more",
    "no",
    "if",
    "out",
    "so",
    "said",
    "what",
    "about",
    "into",
    "than",
    "them",
    "can",
    "only",
    "other",
    "new",
    "some",
    "could",
    "time",
    "these",
    "two",
    "may",
    "then",
    "do",
    "first",
    "any",
    "my",
    "now",
    "such",
    "like",
    "our",
    "over",
    "man",
    "me",
    "even",
    "most",
    "made",
    "after",
    "also",
    "did",
    "many",
    "before",
    "must",
    "through",
    "back",
    "years",
    "where",
    "much",
    "your",
    "way",
    "well",
    "down",
    "should",
    "because",
    "each",
    "just",
    "those",
    "people",
    "how",
    "too",
    "little",
    "state",
    "good",
    "very",
    "make",
    "world",
    "still",
    "own",
    "see",
    "men",
    "work",
    "long",
    "get",
    "here",
    "between",
    "both",
    "life",
    "being",
    "under",
    "never",
    "day",
    "same",
]
TOPICS = [
    "embassy",
    "minister",
    "government",
    "police",
    "election",
    "visa",
    "trade",
    "security",
    "meeting",
    "talks",
    "agreement",
    "party",
    "president",
    "aid",
    "border",
    "refugee",
    "press",
    "army",
    "court",
    "law",
    "oil",
    "bank",
    "export",
    "budget",
    "treaty",
    "missile",
    "human",
    "rights",
    "labor",
    "union",
    "strike",
    "drug",
    "seizure",
    "harbor",
    "aviation",
    "fisheries",
    "wheat",
    "loan",
    "debt",
]
_VOCABULARY = 120_000
_NAMES = 600_000
_LEAST_WORDS, _MOST_WORDS = 6, 18

_ONSETS = [
    "b",
    "d",
    "f",
    "g",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "br",
    "dr",
    "gr",
    "kr",
    "pr",
    "tr",
    "sh",
    "ch",
    "st",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ou"]
_ENDS = ["", "n", "r", "s", "l", "t", "m", "nd"]
_SYLLABLES = [f"{onset}{vowel}{end}" for onset in _ONSETS for vowel in _VOWELS for end in _ENDS]


def _spelled(numbers: Numbers) -> pa.Array:
    """Return a made-up word for each number, another for each other number."""
    base = len(_SYLLABLES)
    syllables = pa.array(_SYLLABLES)
    low, high = numbers % base, numbers // base
    return pc.binary_join_element_wise(syllables.take(low), syllables.take(high % base), "")


class Words:
    """The store of sentences, and the names that are seldom said."""

    def __init__(self, seed: int, sentences: int) -> None:
        """Make them; the same for the same seed."""
        chance = np.random.default_rng([seed, 1])
        spelled = _spelled(np.arange(_VOCABULARY))
        words = pa.concat_arrays([pa.array([*FUNCTION_WORDS, *TOPICS]), spelled])
        weights = 1 / (np.arange(len(words)) + 2.7) ** 1.02
        lengths = chance.integers(_LEAST_WORDS, _MOST_WORDS + 1, sentences)
        drawn = chance.choice(len(words), lengths.sum(), p=weights / weights.sum())
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        listed = pa.ListArray.from_arrays(pa.array(offsets), words.take(pa.array(drawn)))
        self.sentences = pc.binary_join_element_wise(pc.binary_join(listed, " "), ".", "")
        self.word_counts = lengths.astype(np.int64)
        # A name is some noise of scanning, too: spelled with a number, seldom seen twice.
        numbers = np.arange(_NAMES)
        self.names = pc.binary_join_element_wise(
            _spelled(numbers * 7 + 3), pc.cast(pa.array(numbers // 1000), pa.string()), ""
        )

    def sentences_for(self, keys: Keys, salt: int) -> Numbers:
        """Return the place of a sentence in the store for each key."""
        return pick(keys, salt, len(self.sentences))

    def names_for(self, keys: Keys, salt: int) -> pa.Array:
        """Return a name for each key: the first ones far more often than the last."""
        ranks = np.exp(share(keys, salt) * np.log(_NAMES)).astype(np.int64)
        return self.names.take(pa.array(np.minimum(ranks, _NAMES - 1)))

    def phrases_for(self, keys: Keys, salt: int) -> pa.Array:
        """Return some words in capitals for each key, as in a SUBJECT line."""
        taken = self.sentences.take(pa.array(self.sentences_for(keys, salt)))
        return pc.utf8_upper(pc.utf8_rtrim(taken, "."))
