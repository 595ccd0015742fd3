"""Chance that depends on nothing but what it is asked for: a row is the same in whatever block.

A row's numbers come from its key (which cable, which paragraph) by mixing bits, so a copy of a
cable can say what its original said without that being kept anywhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]

_STEP = np.uint64(0x9E3779B97F4A7C15)


def mixed(keys: Keys, salt: int) -> Keys:
    """Return 64 well-mixed bits for each key (SplitMix64); another salt gives other bits."""
    with np.errstate(over="ignore"):
        bits = keys + np.uint64(salt + 1) * _STEP
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return bits ^ (bits >> np.uint64(31))


def share(keys: Keys, salt: int) -> Shares:
    """Return a number from 0 to 1, 1 left out, for each key."""
    return (mixed(keys, salt) >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def pick(keys: Keys, salt: int, count: int) -> Numbers:
    """Return a number from 0 to `count`, `count` left out, for each key: all equally often."""
    return (share(keys, salt) * count).astype(np.int64)


def weighted(keys: Keys, salt: int, weights: Shares) -> Numbers:
    """Return the place in `weights` for each key, as often as its weight says."""
    steps = np.cumsum(weights / weights.sum())
    found = np.searchsorted(steps, share(keys, salt), side="right")
    return np.minimum(found, len(weights) - 1).astype(np.int64)


def bell(keys: Keys, salt: int) -> Shares:
    """Return a normally distributed number for each key: mean 0, deviation 1 (Box and Muller)."""
    radius = np.sqrt(-2 * np.log1p(-share(keys, salt)))
    return np.asarray(radius * np.cos(2 * np.pi * share(keys, salt + 1)), dtype=np.float64)
