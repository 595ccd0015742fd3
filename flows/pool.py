"""Processes that read pages: one per core, and the run outlives any of them.

Knows nothing of Prefect, so that a worker process does not import it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, Self, TypeVar

from flows.errors import WorkerCrashed

P = ParamSpec("P")
R = TypeVar("R")

_SPAWN = multiprocessing.get_context("spawn")
"""Forking a process that has threads, as Prefect's has, can copy a held lock."""


class WorkerPool:
    """A pool of processes in which a crash costs the work that caused it and nothing else.

    When a process dies (a fault in a native library, memory used up), the standard pool fails
    everything in flight and cannot say which item did it. Here each item that was in flight is
    tried once more, alone in a process of its own: the guilty one fails there, the rest come
    through.
    """

    def __init__(self, workers: int) -> None:
        """Prepare for `workers` processes; each starts when there is work for it."""
        self._workers = workers
        self._lock = threading.Lock()
        self._alone = threading.Lock()
        self._executor = self._new_executor(workers)

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(self, *error: object) -> None:
        """End the processes; work that has not begun is dropped."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Hand a call to a process; `result` gets its outcome.

        Args:
            function: A top-level function; it and its arguments are pickled.
            args: Its arguments.
            kwargs: Its keyword arguments.
        """
        with self._lock:
            try:
                return self._executor.submit(function, *args, **kwargs)
            except BrokenProcessPool:
                self._executor = self._new_executor(self._workers)
                return self._executor.submit(function, *args, **kwargs)

    def result(
        self, future: Future[R], function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Return what a submitted call returned, after trying it once more if its process died.

        Raises:
            WorkerCrashed: the process died in both tries.
        """
        try:
            return future.result()
        except BrokenProcessPool:
            return self._run_alone(function, *args, **kwargs)

    def _run_alone(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        with self._alone, self._new_executor(1) as executor:
            try:
                return executor.submit(function, *args, **kwargs).result()
            except BrokenProcessPool as error:
                raise WorkerCrashed(
                    "the process reading it died twice, most likely for want of memory or by a "
                    "fault in a native library; look at the PDF, or try again with --workers 1"
                ) from error

    @staticmethod
    def _new_executor(workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, mp_context=_SPAWN, initializer=_start_worker)


def _start_worker() -> None:
    """Make a worker process end with its parent, and only with it."""
    # Ctrl-C is for the parent, which ends its workers once the pages in flight are stored.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent's death, which the standard pool's workers would not notice."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
