"""Builds an invented warehouse, measures it, delivers to it, and writes the page of figures.

python -m tests.scale --cables 1000000
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.scale.build import LIMITS, Built, build
from tests.scale.judge import judge
from tests.scale.measure import measure
from tests.scale.plan import Size
from tests.scale.report import page

_SPARE = 20_000
"""Cables planned beyond those held: deliveries to come."""


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _of(built: Built) -> dict[str, Any]:
    return {
        "seconds": built.seconds,
        "steps": built.steps,
        "peak_memory": built.peak_memory,
        "failed": [asdict(result) for result in built.results if not result.success],
    }


def main() -> None:
    """Do what is not done yet of the stages; what each gave is stored beside the warehouse."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale", description=__doc__)
    parser.add_argument("--cables", type=int, default=1_000_000)
    parser.add_argument("--paragraphs-each", type=float, default=15.0)
    parser.add_argument("--delivery", type=int, default=1_000)
    parser.add_argument("--folder", type=Path, default=Path("build/scale"))
    parser.add_argument("--page", type=Path, default=Path("docs/benchmark-warehouse.md"))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    warehouse = given.folder / f"{given.cables}.duckdb"
    stored = warehouse.with_suffix(".json")
    size = Size(planned=given.cables + _SPARE, paragraphs_each=given.paragraphs_each)
    record: dict[str, Any] = json.loads(stored.read_text()) if stored.exists() else {"load": {}}
    record |= {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "threads": LIMITS.threads,
        "memory": LIMITS.memory,
        "sentences": size.sentences,
        "delivery": given.delivery,
    }

    def store(stage: str, result: Any) -> None:
        record[stage] = result
        record["load"][stage] = os.getloadavg()[0]
        stored.write_text(json.dumps(record, indent=1))

    if "built" not in record:
        first = build(warehouse, size, 0, given.cables, is_judged=False, progress=_say)
        store("built", _of(first))
    if "judged" not in record:
        # Apart from the load, so that a check that fails costs no hour of building.
        store("judged", asdict(judge(warehouse, LIMITS, _say)))
    if "measured" not in record:
        store("measured", asdict(measure(warehouse, LIMITS, _say)))
    if "delivered" not in record:
        last = given.cables + given.delivery
        store("delivered", _of(build(warehouse, size, given.cables, last, number=2, progress=_say)))
    given.page.write_text(page(record), encoding="utf-8")
    _say(f"written: {given.page}")


if __name__ == "__main__":
    main()
