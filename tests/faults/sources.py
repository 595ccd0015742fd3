"""Folders of invented releases to ingest: most born digital, for they cost a run little."""

from __future__ import annotations

from pathlib import Path

from tests.synthetic import Era, Level, PrintFormat, make_cable, print_cable
from tests.synthetic.prints import Print, print_memo, truncate
from tests.synthetic.scans import scan_print

FIRST_SEED = 4_000
"""No other test uses these."""

SCANNED_EVERY = 10
"""One release in so many is a scan: what a kill interrupts is OCR at times."""


def make_releases(folder: Path, count: int, *, first: int = 0) -> list[Path]:
    """Write releases number `first` to `first + count - 1` into a folder; return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(first, first + count):
        path = folder / f"release-{number:04}.pdf"
        path.write_bytes(_release(number).pdf)
        files.append(path)
    return files


def _release(number: int) -> Print:
    """Return a release: of ten one is a scan, one is no cable, one is broken, the others cables."""
    seed = FIRST_SEED + number
    match number % SCANNED_EVERY:
        case 0:
            short = print_memo(variant=seed)
            return scan_print(short, Level.TYPICAL, seed=seed)
        case 1:
            return print_memo(variant=seed)
        case 2:
            return truncate(print_cable(make_cable(seed, Era.SEVENTIES), PrintFormat.NARA))
        case 3:
            return print_cable(make_cable(seed, Era.TWO_THOUSANDS), PrintFormat.FOIA)
        case _:
            return print_cable(make_cable(seed, Era.SEVENTIES), PrintFormat.NARA)
