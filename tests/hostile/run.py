"""Hostile files through the real command, and whether all that is promised of it holds."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flows.settings import ENV_PREFIX, read_settings
from flows.workers.worker import IDLE_BYTES
from load.connection import query
from tests.hostile.bombs import CANARY
from tests.hostile.watch import Watch

COMMAND = Path(sys.executable).with_name("cablehouse")

OVERSHOOT_BYTES = 512 << 20
"""What a process may take past its limit before it is looked at and ended."""

PARENT_BYTES = 3 << 30
"""What the command itself may take: a batch of documents of the most output, and DuckDB."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of one run over a folder, with what is wrong with it in words."""

    files: int
    exit_code: int
    seconds: float
    statuses: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    parent_bytes: int = 0
    worker_bytes: int = 0
    file_seconds: dict[str, float] = field(default_factory=dict)
    file_bytes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    internal: list[str] = field(default_factory=list)
    """Faults of the program that met a document, which cost that one only, and are to be mended."""


def ingest(source: Path, place: Path, settings: dict[str, str], limit_s: float) -> Outcome:
    """Ingest a folder with the real command and look at everything that is promised.

    Args:
        source: The folder.
        place: A folder of the run's own: its warehouse, home and scratch go there.
        settings: `CABLEHOUSE_` variables.
        limit_s: Seconds after which it hangs.
    """
    own = {name: place / name for name in ("home", "scratch", "cwd", "data")}
    for folder in own.values():
        folder.mkdir(parents=True, exist_ok=True)
    warehouse = own["data"] / "warehouse.duckdb"
    environment = {
        **os.environ, **settings, "HOME": str(own["home"]), "TMPDIR": str(own["scratch"]),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "OMP_THREAD_LIMIT": "1",
    }  # fmt: skip
    before = _digests(source)
    began = time.monotonic()
    output = place / "output.json"
    with output.open("w") as out, (place / "errors.txt").open("w") as err:
        process = subprocess.Popen(
            [COMMAND, "ingest", str(source), "--warehouse", str(warehouse), "--json"],
            cwd=own["cwd"], env=environment, stdout=out, stderr=err,
        )  # fmt: skip
        with Watch(process.pid, source) as watch:
            try:
                process.wait(timeout=limit_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    outcome = Outcome(
        files=len(before),
        exit_code=process.returncode,
        seconds=time.monotonic() - began,
        parent_bytes=watch.parent_bytes,
        worker_bytes=watch.worker_bytes,
        file_seconds=watch.seconds,
        file_bytes=watch.file_bytes,
    )
    if process.returncode != 0:
        said = (place / "errors.txt").read_text()[-500:]
        outcome.faults.append(f"the run ended with {process.returncode}: {said}")
        return outcome
    summary = json.loads(output.read_text())
    outcome.statuses.update(summary["documents"])
    outcome.codes.update(item["code"] for item in summary["left_out"])
    outcome.internal = [
        f"{item['file_name']}: {item['message']}"
        for item in summary["left_out"]
        if item["code"] == "internal"
    ]
    outcome.faults += _unaccounted(warehouse, source, summary)
    outcome.faults += _too_large(outcome, settings)
    if _digests(source) != before:
        outcome.faults.append("a source file was changed, made or removed")
    outcome.faults += _left_outside(own)
    return outcome


def _unaccounted(
    warehouse: Path, source: Path, summary: dict[str, dict[str, int]]
) -> Iterator[str]:
    """Yield files of which the warehouse does not say what became of them."""
    told = query(
        warehouse,
        "SELECT uri AS place, status FROM documents JOIN (SELECT document_id, source_uri AS uri "
        "FROM document_sources) USING (document_id)",
    )
    missing = {path.name for path in source.iterdir()} - {str(row["place"]) for row in told}
    if missing:
        yield f"not accounted for: {sorted(missing)[:5]}"
    (run,) = query(
        warehouse,
        "SELECT documents_seen AS seen, documents_loaded AS loaded, documents_failed AS failed "
        "FROM runs ORDER BY started_at DESC LIMIT 1",
    )
    statuses = summary["documents"]
    if run["seen"] != sum(statuses.values()):
        yield f"{run['seen']} seen, and {statuses}"
    if run["failed"] != statuses["failed"]:
        yield f"{run['failed']} failed, and {statuses}"


def _too_large(outcome: Outcome, settings: dict[str, str]) -> Iterator[str]:
    """Yield processes that took more memory than they may."""
    given = {name.removeprefix(ENV_PREFIX).lower(): value for name, value in settings.items()}
    limit = read_settings(**given).limits.memory_bytes + IDLE_BYTES + OVERSHOOT_BYTES
    if outcome.worker_bytes > limit:
        yield f"a worker took {outcome.worker_bytes >> 20} MB"
    if outcome.parent_bytes > PARENT_BYTES:
        yield f"the command took {outcome.parent_bytes >> 20} MB"


def _left_outside(own: dict[str, Path]) -> Iterator[str]:
    """Yield what was written where nothing should be."""
    for name in ("home", "scratch", "cwd"):
        left = [str(path.relative_to(own[name])) for path in own[name].rglob("*")]
        if left:
            yield f"left in {name}: {left[:5]}"
    if Path(CANARY).exists():
        yield f"{CANARY} was written"


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
