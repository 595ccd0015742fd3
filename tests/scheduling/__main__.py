"""Tries a schedule for real, and says what it saw.

make schedules, or python -m tests.scheduling [NAME ...]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.infra.dashboard.browser import chromium
from tests.scheduling.database import try_postgresql
from tests.scheduling.losses import try_losing_the_server, try_losing_the_worker
from tests.scheduling.pages import Pages
from tests.scheduling.runs import try_alert_and_retry, try_scheduled_run
from tests.scheduling.seen import NotHere, say
from tests.scheduling.services import SAMPLES, Services, repository, samples, up
from tests.scheduling.serving import try_serving
from tests.scheduling.silence import try_silence
from tests.scheduling.turns import try_taking_turns
from tests.scheduling.unit import try_unit
from tests.scheduling.weekly import try_weekly

ON_ONE_SERVER: dict[str, Callable[[Services, Pages], None]] = {
    "scheduled": try_scheduled_run,
    "retry": try_alert_and_retry,
    "weekly": try_weekly,
    "turns": try_taking_turns,
    "silence": try_silence,
}
"""In this order: the first makes the warehouse the others work on."""

ALONE: dict[str, Callable[[Path, Pages], None]] = {
    "unit": try_unit,
    "serving": try_serving,
    "server-lost": try_losing_the_server,
    "worker-lost": try_losing_the_worker,
    "postgresql": try_postgresql,
}


def main() -> None:
    """Try what is named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.scheduling")
    names = (*ON_ONE_SERVER, *ALONE)
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"one of {', '.join(names)} [all]")
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the pages")
    parser.add_argument("--folder", type=Path, help="where to work; made [a temporary folder]")
    given = parser.parse_args()
    if unknown := set(given.names) - set(names):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    if given.pictures is not None:
        given.pictures.mkdir(parents=True, exist_ok=True)
    chosen = given.names or names
    with (
        _folder(given.folder) as folder,
        tempfile.TemporaryDirectory() as profile,
        chromium(Path(profile)) as driver,
    ):
        skipped = _try(chosen, folder, Pages(driver, given.pictures))
    say(f"all is as it shall be: {', '.join(one for one in chosen if one not in skipped)}")


def _try(chosen: Sequence[str], folder: Path, pages: Pages) -> set[str]:
    """Try one after the other, and return the names of those that cannot be tried here."""
    skipped = set()
    for name in (one for one in ALONE if one in chosen):
        say(f"--- {name}")
        try:
            ALONE[name](folder / name, pages)
        except NotHere as error:
            say(f"not tried: {error}")
            skipped.add(name)
    together = [one for one in ON_ONE_SERVER if one in chosen]
    if together:
        place = folder / "repository"
        repository(place, samples(*SAMPLES))
        with up(place) as services:
            for name in together:
                say(f"--- {name}")
                ON_ONE_SERVER[name](services, pages)
    return skipped


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    """Yield the folder to work in."""
    if given is None:
        with tempfile.TemporaryDirectory() as temporary:
            yield Path(temporary)
    else:
        yield given.resolve()


if __name__ == "__main__":
    main()
