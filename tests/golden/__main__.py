"""`python -m tests.golden cables [SLUG ...]`, `... score` and `... baseline`."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from expectations.score import (
    ScoreReport,
    compare_with,
    read_baseline,
    render,
    render_change,
    take_baseline,
    write_baseline,
)
from extract.document import extract_page, open_document
from extract.settings import ExtractSettings
from tests.golden.cases import golden_cases
from tests.golden.files import BASELINE, case_folders, write_case
from tests.golden.reading import golden_warehouse, score_golden
from tests.golden.speed import report_speed

SPEED_PAGES = 10_000
"""What the speed of the parser is measured on when no other number is given."""


def write_cables(slugs: Sequence[str]) -> None:
    """Make cases, all of them or those named; folders of cases that are no more are removed."""
    known = golden_cases()
    unknown = sorted(set(slugs) - known.keys())
    if unknown:
        sys.exit(f"no such case: {', '.join(unknown)}; tests/golden/cases.py names them")
    if not slugs:
        for folder in case_folders():
            if folder.name not in known:
                shutil.rmtree(folder)
    with ProcessPoolExecutor() as pool:
        for slug in pool.map(write_cable, slugs or known):
            sys.stdout.write(f"wrote {slug}\n")


def write_cable(slug: str) -> str:
    """Make one case: print it, read its pages as a release is read, write them with its truth."""
    case = golden_cases()[slug]
    printed = case.make()
    document_id = hashlib.sha256(printed.pdf).hexdigest()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{slug}.pdf"
        path.write_bytes(printed.pdf)
        count = open_document(path).page_count
        pages = [
            extract_page(path, document_id, number + 1, ExtractSettings())
            for number in range(count)
        ]
    write_case(case, printed, pages)
    return slug


def parse_and_score() -> ScoreReport:
    """Return what the parser makes of all cases."""
    with golden_warehouse() as query:
        return score_golden(query)


def accept_baseline() -> None:
    """Show what changed against the baseline, and write the new one."""
    report = parse_and_score()
    if BASELINE.is_file():
        sys.stdout.write(render_change(compare_with(read_baseline(BASELINE), report)) + "\n")
    write_baseline(BASELINE, take_baseline(report))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["cables", *names]:
            write_cables(names)
        case ["score"]:
            sys.stdout.write(render(parse_and_score()) + "\n")
        case ["baseline"]:
            accept_baseline()
        case ["speed", *count]:
            sys.stdout.write(report_speed(int(count[0]) if count else SPEED_PAGES) + "\n")
        case _:
            sys.exit(__doc__)
