"""Text and marks stand out from their ground as WCAG 2.2 AA asks, by day and by night."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = (files("infra.dashboard") / "static" / "style.css").read_text("utf-8")

TEXT = 4.5
MARK = 3.0
GROUNDS = ("ground", "raised", "sunk", "chosen", "note-ground")

PAIRS = [
    *((text, ground, TEXT) for text in ("ink", "soft", "link") for ground in GROUNDS),
    *((text, ground, TEXT) for text in ("ink",) for ground in ("bad-ground",)),
    ("mark-ink", "mark", TEXT),
    ("ground", "ink", TEXT),
    *((name, f"{name}-ground", TEXT) for name in ("bad", "warn", "good")),
    *(("bad", ground, TEXT) for ground in ("ground", "raised", "chosen")),
    *((f"s{n}", ground, MARK) for n in range(6) for ground in ("raised", "sunk")),
    ("raised", "s0", TEXT),
    *(("focus", ground, MARK) for ground in GROUNDS),
    ("s0", "land", MARK),
    # The edge of a field to type in.
    ("soft", "raised", MARK),
]


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", css))


DAY = tokens(CSS.partition("@media (prefers-color-scheme: dark)")[0])
NIGHT = DAY | tokens(CSS.partition("@media (prefers-color-scheme: dark)")[2])


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast(scheme: dict[str, str], text: str, ground: str, least: float):
    assert contrast(scheme[text], scheme[ground]) >= least


def test_every_colour_is_a_token_but_those_on_the_white_paper():
    rules = CSS.partition("* { box-sizing")[2]
    on_paper = [line for line in rules.splitlines() if re.search(r"#[0-9a-f]{3,8}\b|rgb\(", line)]
    assert all(re.match(r"\.(all |sheet|blank|box)", line) for line in on_paper), on_paper
    for one in ("#1f4e79", "#b3261e", "#2f7f96", "#8f1d2c", "#b3541e"):
        assert contrast(one, "#ffffff") >= MARK
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    assert used == set(DAY) == set(NIGHT)
