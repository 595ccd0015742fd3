"""Make hostile files and ingest them: `python -m tests.hostile --count 2000 --seed 1`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.hostile.mutants import write_mutants
from tests.hostile.run import Outcome, ingest

SECONDS_A_FILE = 60.0
"""What a file may take on average before a run counts as hanging; one alone may take its limit."""
LEAST_SECONDS = 1200.0
SHOWN = 8


def main() -> int:
    """Return 0 when everything held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    parser.add_argument("--chunk", type=int, default=500, help="files of one ingest")
    parser.add_argument("--keep", type=Path, help="a folder to work in and leave; else a new one")
    given = parser.parse_args()
    root = given.keep or Path(tempfile.mkdtemp(prefix="hostile-"))
    outcomes = []
    for start in range(given.first, given.first + given.count, given.chunk):
        numbers = range(start, min(start + given.chunk, given.first + given.count))
        place = root / f"{given.seed}-{start:05d}"
        count = sum(1 for _ in write_mutants(place / "in", given.seed, numbers))
        limit_s = LEAST_SECONDS + SECONDS_A_FILE * count
        outcomes.append(ingest(place / "in", place, {}, limit_s))
        sys.stdout.write(report(outcomes[-1:]) + "\n")
        sys.stdout.flush()
    sys.stdout.write("all\n" + report(outcomes) + "\n")
    if given.keep is None:
        shutil.rmtree(root)
    return 1 if any(outcome.faults for outcome in outcomes) else 0


def report(outcomes: list[Outcome]) -> str:
    """Return in lines what came of runs."""
    statuses, codes, memory = Counter[str](), Counter[str](), Counter[str]()
    slowest: dict[str, float] = {}
    for outcome in outcomes:
        statuses += outcome.statuses
        codes += outcome.codes
        memory |= outcome.file_bytes
        slowest |= outcome.file_seconds
    files, seconds = sum(one.files for one in outcomes), sum(one.seconds for one in outcomes)
    told = ", ".join(f"{count} {status}" for status, count in statuses.items())
    command = max(one.parent_bytes for one in outcomes) >> 20
    worker = max(one.worker_bytes for one in outcomes) >> 20
    lines = [f"{files} files in {seconds:.0f} s: {told}"]
    lines += [f"most memory: command {command} MB, worker {worker} MB"]
    lines += [f"  {count:5} {code}" for code, count in codes.most_common()]
    by_time = sorted(slowest.items(), key=lambda item: -item[1])[:SHOWN]
    lines += [f"slowest: {name} {taken:.0f} s" for name, taken in by_time]
    lines += [f"largest: {name} {size >> 20} MB" for name, size in memory.most_common(SHOWN)]
    lines += [f"internal: {fault}" for one in outcomes for fault in one.internal]
    lines += [f"FAULT: {fault}" for one in outcomes for fault in one.faults]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
