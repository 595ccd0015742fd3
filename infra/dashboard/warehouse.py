"""Asking the published warehouse: one version of it per page shown, answers kept while it stands.

A run publishes by putting a new file in the place of the old one. So the file is opened for each
page and closed again, and what was asked is remembered under the state of the file: the next page
after a publication is answered from the new one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from load.asks.asking import Ask, asking
from load.errors import WarehouseLocked, WarehouseUnreadable

T = TypeVar("T")
Row = Mapping[str, Any]
State = tuple[int, int, int, int]
"""What differs when a file is another one or was written again."""

KEPT_ANSWERS = 512
"""Answers remembered: those of the pages over the whole warehouse are some dozens of some hundred
rows; the rest are cables that were looked at, some kilobytes each."""

MOST_SECONDS = 10.0
"""How long to wait until those who read the version before have ended; a page takes under one."""


@cache
def question(name: str) -> str:
    """Return the SQL of a question: a file of `sql/`."""
    return (files("infra.dashboard") / "sql" / f"{name}.sql").read_text("utf-8")


class Warehouse:
    """A published warehouse, asked by many threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._gate = _Gate(path)
        self._answers = _Answers()

    def read(self, page: Callable[[Reading], T]) -> T:
        """Return what a page makes of one version of the warehouse.

        The file is opened at the first question that is not remembered. If it was replaced since
        the page began, the page begins again.

        Args:
            page: Asks, and returns what it made of the answers; may be called more than once.

        Raises:
            WarehouseError: There is no warehouse, or it cannot be read now.
        """
        while True:
            with ExitStack() as stack:
                reading = Reading(self._gate, self._answers, state_of(self.path), stack)
                try:
                    return page(reading)
                except _Replaced:
                    continue


class Reading:
    """One version of a warehouse."""

    def __init__(self, gate: _Gate, answers: _Answers, state: State, stack: ExitStack) -> None:
        self._gate, self._answers, self._state, self._stack = gate, answers, state, stack
        self._ask: Ask | None = None

    def ask(self, name: str, **values: Any) -> Sequence[Row]:
        """Return the rows that answer a question of `sql/`; not to be changed.

        Args:
            name: The question.
            values: What stands for its `$names`.
        """
        key = (name, repr(sorted(values.items())))
        # A page that has begun to read goes on with what it has open.
        if self._ask is None:
            known = self._answers.get(self._state, key)
            if known is not None:
                return known
            opened, self._ask = self._stack.enter_context(self._gate.opened())
            if opened != self._state:
                raise _Replaced
        known = self._answers.get(self._state, key)
        if known is None:
            known = self._ask(question(name), values)
            self._answers.keep(self._state, key, known)
        return known

    def one(self, name: str, **values: Any) -> Row | None:
        """Return the only row that answers a question, or None."""
        rows = self.ask(name, **values)
        return rows[0] if rows else None


class _Replaced(Exception):
    """The file was replaced between two questions of one page."""


class _Answers:
    """What one state of the file answered, the questions asked last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: State | None = None
        self._rows: OrderedDict[tuple[str, str], Sequence[Row]] = OrderedDict()

    def get(self, state: State, key: tuple[str, str]) -> Sequence[Row] | None:
        with self._lock:
            if state != self._state or key not in self._rows:
                return None
            self._rows.move_to_end(key)
            return self._rows[key]

    def keep(self, state: State, key: tuple[str, str], rows: Sequence[Row]) -> None:
        with self._lock:
            if state != self._state:
                self._rows.clear()
                self._state = state
            self._rows[key] = rows
            while len(self._rows) > KEPT_ANSWERS:
                self._rows.popitem(last=False)


class _Gate:
    """Lets those who read one state of the file in together, and the next state when they are out.

    Within a process DuckDB hands whoever opens a file the copy that is open already, even when the
    file was replaced: without a gate, readers that overlap would go on seeing the old one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Condition()
        self._state: State | None = None
        self._readers = 0

    @contextmanager
    def opened(self) -> Iterator[tuple[State, Ask]]:
        state = self._enter()
        try:
            with asking(self._path) as ask:
                yield state, ask
        finally:
            with self._turn:
                self._readers -= 1
                self._turn.notify_all()

    def _enter(self) -> State:
        def is_ours() -> bool:
            return self._readers == 0 or state_of(self._path) == self._state

        with self._turn:
            if not self._turn.wait_for(is_ours, timeout=MOST_SECONDS):
                raise WarehouseLocked(
                    f"{self._path} was replaced and the version before is still being read here. "
                    "Load the page again in a moment."
                )
            self._state = state_of(self._path)
            self._readers += 1
            return self._state


def state_of(path: Path) -> State:
    """Return what tells one version of a file from another.

    Raises:
        WarehouseUnreadable: There is no such file.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise WarehouseUnreadable(
            f"there is no warehouse at {path} ({error.strerror}). Make one with `cablehouse ingest "
            "SOURCE --warehouse FILE`, or name the right file with --warehouse."
        ) from error
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
