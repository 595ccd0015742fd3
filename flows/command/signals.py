"""Ctrl-C and SIGTERM: they end a command wherever it is, and it ends with their exit code.

Python runs a signal's handler in the main thread, between two steps of its own. A query of DuckDB
is one step, however long it takes; and where DuckDB looks for signals meanwhile, it makes another
error of what the handler raises. So a thread is told too, at once (`signal.set_wakeup_fd`): it ends
the queries under way, and knows afterwards what the command was ended by.
"""

from __future__ import annotations

import signal
import socket
import sys
import threading
from typing import Self

ENDING = (signal.SIGINT, signal.SIGTERM)
"""The signals that end a command."""

_AT_ONCE = 64
"""Signals read at a time; each is a byte."""


class Terminated(KeyboardInterrupt):
    """SIGTERM, which service managers and `timeout` send: ends the command as Ctrl-C does."""


class SignalWatch:
    """Looks out for the signals that end a command, while its context lasts; main thread only."""

    def __enter__(self) -> Self:
        """Begin."""
        self._ended_by: signal.Signals | None = None
        self._bytes, self._wakeup = socket.socketpair()
        # The C code that writes there must never wait.
        self._wakeup.setblocking(False)
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        self._wakeup_before = signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        self._handler_before = signal.signal(signal.SIGTERM, _raise_terminated)
        return self

    def __exit__(self, *error: object) -> None:
        """Leave signals to who had them before."""
        signal.signal(signal.SIGTERM, self._handler_before)
        self._stop()
        self._bytes.close()

    def ended_by(self, error: BaseException) -> signal.Signals | None:
        """Return the signal by which the block ended with an error; None where it was none.

        Args:
            error: What came out of the block: what a handler raised, or what a library or a task
                made of that.
        """
        self._stop()
        if self._ended_by is None and isinstance(error, KeyboardInterrupt):
            # Seen by the handler alone: an event loop has the wakeup to itself while it runs.
            return signal.SIGTERM if isinstance(error, Terminated) else signal.SIGINT
        return self._ended_by

    def _stop(self) -> None:
        """See the last signals, and look no more; safe to call twice."""
        if self._thread.is_alive():
            signal.set_wakeup_fd(self._wakeup_before)
            self._wakeup.close()
            self._thread.join()

    def _look(self) -> None:
        """Read signals as they come until nobody sends any more: the thread's whole life."""
        while found := self._bytes.recv(_AT_ONCE):
            for number in found:
                if number in ENDING:
                    self._ended_by = self._ended_by or signal.Signals(number)
                    _end_queries()


def _end_queries() -> None:
    # Where no command has asked for DuckDB yet, there is no query, and no time to import it now.
    if (loaded := sys.modules.get("load.connection")) is not None:
        loaded.interrupt_queries()


def _raise_terminated(*_: object) -> None:
    raise Terminated
