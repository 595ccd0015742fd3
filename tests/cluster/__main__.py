"""Tries a cluster on this machine, and prints what it saw.

python -m tests.cluster overhead            what handing out a call costs
python -m tests.cluster throughput          the same scans with 1, 2 and 4 workers
python -m tests.cluster outage              the network to the store cut, briefly and for long
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import s3fs

from load.asks.compare import changed_tables
from tests.cluster import ELSEWHERE
from tests.cluster.machines import Machines
from tests.cluster.releases import make_born_digital, make_scans

BUCKET = "s3://cables"
_COMMAND = str(Path(sys.executable).with_name("cablehouse"))
SHORT_LOSS_S, LONG_LOSS_S = 20.0, 200.0
"""Well below and well above `extract.remote.PATIENCE_S` with what the libraries add to it."""


@contextmanager
def machines_for(folder: Path, workers: int) -> Iterator[tuple[Machines, s3fs.S3FileSystem]]:
    folder.mkdir(parents=True)
    with Machines(folder) as machines:
        os.environ |= machines.environment
        s3fs.S3FileSystem.clear_instance_cache()
        store = s3fs.S3FileSystem(use_listings_cache=False)
        store.mkdir("cables")
        for _ in range(workers):
            machines.start_worker()
        yield machines, store


def ingest(
    machines: Machines | None, source: str, warehouse: Path, store: str, log: Path
) -> subprocess.Popen[bytes]:
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    if machines is not None:
        environment["CABLEHOUSE_DASK_SCHEDULER"] = machines.scheduler
    with log.open("wb") as output:
        return subprocess.Popen(
            [_COMMAND, "ingest", source, "--warehouse", str(warehouse), "--store", store],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def overhead(work: Path, calls: int) -> None:
    """Hand out calls that do nothing, as pages are handed out."""
    from flows.parser_version import parser_version
    from flows.workers.bounds import Limits
    from flows.workers.cluster import ClusterPool
    from flows.workers.cluster_worker import Expected

    with machines_for(work / "machines", 1) as (machines, _):
        expected = Expected(
            parser_version=parser_version(),
            engines=(),
            store_root=str(work / "store"),
            reads_addresses=False,
        )
        bounds = Limits().of_parsing(1)
        with ClusterPool(machines.scheduler, expected) as pool:
            pool.submit(bounds, "first", divmod, 7, 2).result()
            began, cpu = time.monotonic(), time.process_time()
            for future in [pool.submit(bounds, n % 7, divmod, n, 2) for n in range(calls)]:
                future.result()
            wall, used = time.monotonic() - began, time.process_time() - cpu
    print(
        f"{calls} calls: {1000 * wall / calls:.1f} ms of wall time and {1000 * used / calls:.1f} "
        "ms of the run's CPU each, one worker"
    )


def throughput(work: Path, pages: int) -> None:
    """Read the same scans with 1, 2 and 4 workers."""
    source = work / "scans"
    make_scans(source, pages)
    single: float | None = None
    for workers in (1, 2, 4):
        with machines_for(work / f"machines-{workers}", workers) as (machines, store):
            store.put(str(source), "cables/scans", recursive=True)
            warehouse = work / f"{workers}.duckdb"
            log = work / f"{workers}.txt"
            process = ingest(machines, f"{BUCKET}/scans", warehouse, f"{BUCKET}/store", log)
            stored_at = _times_of_pages(store, pages, process)
            code = process.wait()
            cpu = sum(_cpu_seconds(worker.pid) for worker in machines.workers)
        # Between the first page and the last: start and publication are of the run, not of reading.
        rate = (len(stored_at) - 1) / (stored_at[-1] - stored_at[0])
        single = single or rate
        print(
            f"{workers} workers: exit {code}, {rate:.2f} pages a second, {rate / single:.2f} times "
            f"that of one; {cpu / pages:.2f} CPU s of the workers a page; "
            f"load {os.getloadavg()[0]:.0f}"
        )


def _times_of_pages(
    store: s3fs.S3FileSystem, pages: int, process: subprocess.Popen[bytes]
) -> list[float]:
    """Return when each page was seen in the store."""
    seen: list[float] = []
    while len(seen) < pages and process.poll() is None:
        found = len(store.find("cables/store/pages"))
        seen += [time.monotonic()] * (found - len(seen))
        time.sleep(0.1)
    return seen


def _cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and all below it, those that ended included."""
    times = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:15]
    own = sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
    threads = Path(f"/proc/{pid}/task").iterdir()
    children = [int(c) for thread in threads for c in (thread / "children").read_text().split()]
    return own + sum(map(_cpu_seconds, children))


def outage(work: Path, documents: int) -> None:
    """Cut the network to the store in mid-run, for a short and for a long time."""
    source = work / "releases"
    make_born_digital(source, documents)
    alone = work / "alone.duckdb"
    assert ingest(None, str(source), alone, str(work / "store"), work / "alone.txt").wait() == 0
    with machines_for(work / "machines", 2) as (machines, store):
        store.put(str(source), "cables/releases", recursive=True)
        for name, loss_s in (("short", SHORT_LOSS_S), ("long", LONG_LOSS_S)):
            warehouse, log = work / f"{name}.duckdb", work / f"{name}.txt"
            given = (machines, f"{BUCKET}/releases", warehouse, f"{BUCKET}/{name}", log)
            process = ingest(*given)
            while not store.find(f"cables/{name}/pages"):
                assert process.poll() is None, log.read_text()
                time.sleep(0.05)
            machines.network.cut()
            mending = threading.Timer(loss_s, machines.network.mend)
            mending.start()
            code = process.wait()
            mending.cancel()
            if machines.network.is_cut:
                machines.network.mend()
            print(f"{name} loss ({loss_s:g} s): exit {code}, published: {warehouse.exists()}")
            print("   ", log.read_text().strip().splitlines()[-1])
            if code:
                code = ingest(*given).wait()
                print(f"    the next run: exit {code}")
            wrong = changed_tables(alone, warehouse, leave_out=ELSEWHERE)
            print(f"    tables that differ from one machine's: {', '.join(wrong) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    parser.add_argument("part", choices=("overhead", "throughput", "outage"))
    parser.add_argument("--calls", type=int, default=2_000)
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("--documents", type=int, default=12)
    parser.add_argument("--folder", type=Path, default=Path("build/cluster"))
    given = parser.parse_args()
    work = given.folder.resolve() / given.part
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    match given.part:
        case "overhead":
            overhead(work, given.calls)
        case "throughput":
            throughput(work, given.pages)
        case "outage":
            outage(work, given.documents)


if __name__ == "__main__":
    main()
