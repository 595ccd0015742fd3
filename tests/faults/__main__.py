"""Kills runs again and again, and says what it saw.

make kills, or python -m tests.faults --trials 100 --documents 30
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from pathlib import Path

from tests.faults.kills import Trial, kill_trials


def main() -> None:
    """Run the trials, print each, and exit with 1 if one of them was not fine."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("build/faults"))
    given = parser.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    work = given.folder.resolve()
    seen: list[Trial] = []
    for trial in kill_trials(
        work, trials=given.trials, documents=given.documents, seed=given.seed, say=_say
    ):
        seen.append(trial)
        print(_line(trial), flush=True)
        if trial.log:
            print(trial.log, flush=True)
    print(_summary(seen))
    if not all(trial.is_fine for trial in seen):
        sys.exit(1)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _line(trial: Trial) -> str:
    killed = "ended before" if trial.had_ended else "all" if trial.is_group else "the command"
    wrong = ", ".join(trial.wrong_tables) or "none"
    left = ", ".join(trial.left_behind) or "nothing"
    return (
        f"{trial.number:3} at {trial.moment:5.2f} s ({trial.share:4.0%}), killed {killed}: "
        f"published {trial.published}; left running {trial.left_running}; next run "
        f"{trial.next_exit} in {trial.next_seconds:.1f} s; wrong tables {wrong}; left {left}"
        f"{'' if trial.is_fine else '  <-- NOT FINE'}"
    )


def _summary(seen: list[Trial]) -> str:
    killed = [trial for trial in seen if not trial.had_ended]
    published = Counter(trial.published for trial in killed)
    return (
        f"{len(seen)} trials, {len(killed)} of them killed ({dict(published)} published then), "
        f"{sum(trial.is_fine for trial in seen)} fine"
    )


if __name__ == "__main__":
    main()
