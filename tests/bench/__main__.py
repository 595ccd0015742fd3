"""`python -m tests.bench compare` and `python -m tests.bench run`; `make bench` runs the first."""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.engines import check_engine
from extract.settings import ExtractSettings
from tests.bench.compare import (
    PAGE,
    SCALING,
    measure_pages,
    measure_scaling,
    open_lanes,
    say,
    warm_up,
)
from tests.bench.journal import PRINTS_CODE, ROOT, end_run, open_run
from tests.bench.measures import field_results, page_results
from tests.bench.opinion import OPINION, second_opinions
from tests.bench.prints import (
    GENERATED,
    KINDS,
    PrintFile,
    make_prints,
    parse_seeds,
    released_prints,
    sheets_of,
)
from tests.bench.report import Bench, render
from tests.bench.run import make_source, measure_run, render_run
from tests.bench.ways import DEFAULT_WAYS, OURS
from tests.synthetic import Level

DEVELOPMENT_SEEDS = "500-507"
"""Two prints of each kind of scan at each level: enough to see a change. Figures to be believed
come from seeds nobody has tuned on."""

REPEATS = 3

RUN_SEED, RUN_PAGES = 600, 200


def main() -> None:
    """Do what the command line asks."""
    options = _options()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    options.does(options, options.cores or cores or 1)


def compare(options: argparse.Namespace, cores: int) -> None:
    """Measure all ways, print the page and write it with its plot."""
    from tests.bench.plot import draw_plot

    started = datetime.now(UTC)
    releases = options.releases if options.releases.is_dir() else None
    seeds = parse_seeds(options.seeds)
    ways = options.ways.split(",")
    work, journal = open_run(options.work, (seeds, ways, cores, options.repeats, releases))
    say(f"making prints of seeds {options.seeds}; working in {work}")
    prints = [
        *make_prints(work / "prints", seeds, cores),
        *released_prints(releases),
    ]
    sheets = list(sheets_of(prints, work / "pages"))
    say(f"{len(sheets)} pages of {len(prints)} prints, {cores} cores")
    with open_lanes(ways, cores) as lanes:
        warm_up(lanes, sheets[0])
        measure_pages(lanes, sheets, journal)
        one_of_each = _one_of_each_kind(prints)
        measure_scaling(
            lanes,
            [sheet for sheet in sheets if sheet.document in one_of_each and sheet.page_no == 1],
            options.repeats,
            journal,
        )
        versions = lanes.versions
    read = list(journal.records(PAGE))
    records = [*read, *second_opinions(prints, read)]
    shown = [*ways, OPINION]
    bench = Bench(
        pages=sorted(page_results(prints, records), key=lambda one: shown.index(one.way)),
        fields=sorted(field_results(prints, records), key=lambda one: shown.index(one.way)),
        scaling=list(journal.records(SCALING)),
        machine=[
            *_machine(started, cores),
            ("seeds", options.seeds),
            ("releases", "read" if releases else "not on this machine"),
            *versions.items(),
            *((way, "not installed: left out") for way in ways if way not in versions),
        ],
    )
    _publish(render(bench), options.docs / "benchmark.md")
    draw_plot(bench, options.docs / "benchmark.png")
    end_run(work)


def watch_run(options: argparse.Namespace, cores: int) -> None:
    """Measure what a whole run costs besides reading pages, and write it down."""
    started = datetime.now(UTC)
    # Its prints are kept for the next one.
    work, _ = open_run(options.work, ("run", options.first_seed, options.pages), PRINTS_CODE)
    say(f"making prints of {options.pages} pages; working in {work}")
    source, pages = make_source(work, options.first_seed, options.pages, cores)
    with TemporaryDirectory(dir=work) as folder:
        one = measure_run(source, pages, Path(folder), cores)
    machine = (*_machine(started, cores), ("engine", check_engine(ExtractSettings())))
    _publish(render_run(one, machine), options.docs / "benchmark-run.md")


def _publish(text: str, path: Path) -> None:
    """Print a page and write it."""
    sys.stdout.write(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    say(f"wrote {path}")


def _machine(started: datetime, cores: int) -> tuple[tuple[str, str], ...]:
    """Return what a bench ran on and how, as name and value."""
    return (
        ("date", f"{started:%Y-%m-%d %H:%M} UTC"),
        ("command", f"`{shlex.join(['python', '-m', 'tests.bench', *sys.argv[1:]])}`"),
        ("code", _revision()),
        ("machine", f"{cores} cores used, {_processor()}, {platform.system()}"),
        ("load when it began", _load()),
        ("Python", platform.python_version()),
    )


def _load() -> str:
    """Return how many processes wanted a core over the last minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("compare", help="all ways on the same pages")
    one.set_defaults(does=compare)
    one.add_argument("--seeds", default=DEVELOPMENT_SEEDS, help="FIRST-LAST; default %(default)s")
    one.add_argument("--ways", default=",".join(DEFAULT_WAYS), help="default %(default)s")
    one.add_argument("--releases", type=Path, default=ROOT.parent / "shared" / "releases")
    one.add_argument("--repeats", type=int, default=REPEATS, help="of the timing on more cores")
    run = commands.add_parser("run", help="what of a whole run is not reading")
    run.set_defaults(does=watch_run)
    run.add_argument("--first-seed", type=int, default=RUN_SEED, help="default %(default)s")
    run.add_argument("--pages", type=int, default=RUN_PAGES, help="default %(default)s")
    for each in (one, run):
        each.add_argument("--cores", type=int, help="default: all this process may use")
        each.add_argument("--docs", type=Path, default=ROOT / "docs", help="where to write")
        each.add_argument("--work", type=Path, default=ROOT / "build" / "bench")
    options = parser.parse_args()
    if options.does is compare and OURS not in options.ways.split(","):
        parser.error(f"--ways must name {OURS}: all figures are ratios to it")
    return options


def _one_of_each_kind(prints: Sequence[PrintFile]) -> set[Path]:
    """Return the first typical print of each kind of scan."""
    typical = [one for one in prints if one.group == GENERATED and one.level == Level.TYPICAL]
    return {one.path for one in typical[: len(KINDS)]}


def _revision() -> str:
    """Return the commit, and whether files have changed since."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--exclude=*"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "no git here"
    return done.stdout.strip()


def _processor() -> str:
    """Return the processor's name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


if __name__ == "__main__":
    main()
