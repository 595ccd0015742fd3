"""Hostile PDFs by number: the same seed and number give the same file, on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.hostile import bombs, damage
from tests.hostile.sources import source

BYTES_SHARE, STRUCTURE_SHARE = 0.4, 0.4
"""What is done to them; the rest are bombs."""

SCAN_SHARE = 0.1
"""Of those made from whole PDFs, how many are scans: each costs seconds of OCR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A hostile file: its name says how it was made."""

    name: str
    pdf: bytes


def mutant(seed: int, number: int) -> Mutant:
    """Return one of the mutants of a seed."""
    rng = Random(f"hostile/{seed}/{number}")
    share = rng.random()
    if share >= BYTES_SHARE + STRUCTURE_SHARE:
        bomb = rng.choice(bombs.ALL)
        return Mutant(name=f"{number:05d}-{bomb.__name__}.pdf", pdf=bomb(rng))
    is_scan = rng.random() < SCAN_SHARE
    change = rng.choice(damage.OF_BYTES if share < BYTES_SHARE else damage.OF_STRUCTURE)
    kind = "scan" if is_scan else "text"
    return Mutant(
        name=f"{number:05d}-{change.__name__}-{kind}.pdf",
        pdf=change(rng, source(rng, is_scan=is_scan)),
    )


def write_mutants(folder: Path, seed: int, numbers: range) -> Iterator[Path]:
    """Write mutants into a folder, and yield their files."""
    folder.mkdir(parents=True)
    for number in numbers:
        made = mutant(seed, number)
        path = folder / made.name
        path.write_bytes(made.pdf)
        yield path
