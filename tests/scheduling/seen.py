"""What every trial does with what it sees: say it, and end where it is not as it shall be."""

from __future__ import annotations

import sys
import time


class NotHere(Exception):
    """What a trial needs is not on this machine; the message says what."""


class Wrong(Exception):
    """Something was seen that docs/scheduling.md says is otherwise."""


def say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


def hold(what: str, is_so: bool) -> None:
    """Say that something is so, or end."""
    if not is_so:
        raise Wrong(f"it is not so that {what}")
    say(f"  so it is: {what}")
