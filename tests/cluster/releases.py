"""Invented releases for a cluster: born digital for the rows, scans for the cost of reading."""

from __future__ import annotations

from pathlib import Path

from tests.synthetic import Era, Level, PrintFormat, make_cable, print_cable
from tests.synthetic.prints import print_memo, truncate
from tests.synthetic.scans import scan_print

FIRST_SEED = 5_000
"""No other test uses these."""


def make_born_digital(folder: Path, count: int) -> None:
    """Write releases with a text layer; the first is no cable, and the second is cut short."""
    folder.mkdir(parents=True)
    for number in range(count):
        seed = FIRST_SEED + number
        cable = print_cable(make_cable(seed, Era.SEVENTIES), PrintFormat.NARA)
        made = {0: print_memo(variant=seed), 1: truncate(cable)}.get(number, cable)
        (folder / f"release-{number}.pdf").write_bytes(made.pdf)


def make_scans(folder: Path, count: int) -> None:
    """Write scans of one page."""
    folder.mkdir(parents=True)
    for number in range(count):
        seed = FIRST_SEED + number
        scan = scan_print(print_memo(variant=seed), Level.TYPICAL, seed=seed)
        (folder / f"scan-{number}.pdf").write_bytes(scan.pdf)
