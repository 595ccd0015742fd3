"""Processes that read pages: one per core, and the run outlives any of them.

`worker` is one process as seen from here, `answering` what that process does. What a worker logs
comes back over the connection its answers take, and is handled in the context its work was handed
out in: of a process that dies over a page the lines before it are there.

Not the standard library's pool, for three reasons. There a process that dies fails everything that
was submitted and ends the other processes; here it costs the one call it was at. There the queue is
first come, first served, so that a release of a thousand pages keeps every other file waiting; here
the queues take turns. And there an end waits for whatever is under way, however long it hangs.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from multiprocessing.reduction import ForkingPickler
from typing import Any, ParamSpec, Self, TypeVar

from extract.errors import DocumentError
from flows.errors import WorkerCrashed
from flows.workers.answering import pickled
from flows.workers.bounds import Bounds
from flows.workers.fence import Fence
from flows.workers.usage import Usage
from flows.workers.worker import IDLE_BYTES, Call, Worker

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 2
"""How often a call is begun: a process that was killed for want of memory may do better later."""

GRACE_S = 10.0
"""How long an interrupted run waits for pages under way, to keep them: several times what a dense
page takes, and short for a person who pressed Ctrl-C."""


class WorkerPool:
    """Processes that take their work from several queues in turn.

    Each process is served by a thread here, which hands it a call, waits for the answer and sees
    it die: so it is known which call a death belongs to, and no other call notices.
    """

    def __init__(
        self, workers: int, fence: Fence | None = None, log_level: int = logging.INFO
    ) -> None:
        """Prepare for `workers` processes; each starts when there is work for it.

        Args:
            workers: How many.
            fence: What they may do besides reading; None for anything.
            log_level: The least level of log lines that come back from them.
        """
        self.workers = workers
        self._fence = fence
        self._log_level = log_level
        self._changed = threading.Condition()
        self._queues: OrderedDict[Hashable, deque[Call]] = OrderedDict()
        self._waiting = 0
        self._idle = 0
        self._threads: list[threading.Thread] = []
        self._processes: set[Worker] = set()
        self._ended_usage = Usage()
        self._is_closed = False
        self._is_killed = False

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        """End the processes; work that has not begun is cancelled, what is under way is awaited.

        After an error it is awaited for `GRACE_S` at most, and a second Ctrl-C ends it at once.
        """
        try:
            self._close()
            end = None if kind is None else time.monotonic() + GRACE_S
            for thread in self._threads:
                thread.join(None if end is None else max(0.0, end - time.monotonic()))
        finally:
            self._kill()

    def submit(
        self,
        bounds: Bounds,
        queue: Hashable,
        function: Callable[P, R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[R]:
        """Hand a call to a process, which is ended with what it started if it takes too much.

        Only from outside can a library be ended that hangs, or takes memory, in the process itself.

        Args:
            bounds: What the call may take, the start of its process included.
            queue: What the call belongs to, e.g. a document. Queues take turns; within one, calls
                are begun in the order they came.
            function: A top-level function; it and its arguments are pickled.
            args: Its arguments.
            kwargs: Its keyword arguments.

        Returns:
            What comes of it; `WorkerCrashed` when its process died in `TRIES` tries, an error of
            `bounds`, `WorkerTooLarge` or `TooMuchOutput` when it took too much and is not begun
            again, and `CancelledError` when the pool was closed before its turn.

        Raises:
            CancelledError: the pool is closed.
        """
        return self._enqueue(queue, Call(pickled=pickled((function, args, kwargs)), bounds=bounds))

    def usage(self) -> Usage:
        """Return what the worker processes took up to the last answer of each."""
        with self._changed:
            return sum((worker.usage for worker in self._processes), self._ended_usage)

    def _enqueue(self, queue: Hashable, call: Call) -> Future[Any]:
        """Put a call at the end of its queue, and return what will come of it."""
        with self._changed:
            if self._is_closed:
                raise CancelledError
            self._queues.setdefault(queue, deque()).append(call)
            self._waiting += 1
            if self._waiting > self._idle and len(self._threads) < self.workers:
                self._threads.append(threading.Thread(target=self._serve, daemon=True))
                self._threads[-1].start()
            self._changed.notify()
        return call.future

    def _serve(self) -> None:
        """Give calls to one process at a time, as long as there are any: a thread's whole life."""
        # A process inherits the mask of the thread that starts it: Ctrl-C is for the run, which
        # ends its workers once the pages under way are stored.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        worker: Worker | None = None
        while (call := self._next()) is not None:
            worker = self._work_on(call, worker)
        if worker is not None:
            worker.end()
            self._forget(worker)

    def _next(self) -> Call | None:
        """Return the next call of the queue whose turn it is; None when the pool is closed."""
        with self._changed:
            self._idle += 1
            self._changed.wait_for(lambda: self._queues or self._is_closed)
            self._idle -= 1
            if not self._queues:
                return None
            queue, calls = self._queues.popitem(last=False)
            call = calls.popleft()
            self._waiting -= 1
            if calls:
                self._queues[queue] = calls
            return call

    def _work_on(self, call: Call, worker: Worker | None) -> Worker | None:
        """Have a call done, and return the process that lives after it."""
        if not call.future.set_running_or_notify_cancel():
            return worker
        if not call.bounds.budget.left():
            call.future.set_exception(call.bounds.budget.exceeded())
            return worker
        for _ in range(TRIES):
            try:
                worker = worker or self._start()
            except Exception as error:
                # E.g. the system has no room for another process. The call waits for an answer.
                call.future.set_exception(error)
                return None
            if worker is None:
                call.future.set_exception(CancelledError())
                return None
            began = time.monotonic()
            excess: DocumentError | None = None
            try:
                answer = worker.ask(call)
            except EOFError:
                pass
            except DocumentError as error:
                excess = error
            else:
                worker.usage = _settle(call.future, answer)
                return self._kept(worker)
            finally:
                call.bounds.budget.spend(time.monotonic() - began)
            if not self._forget(worker):
                call.future.set_exception(CancelledError())
                return None
            worker.kill()
            worker = None
            if excess is not None:
                call.future.set_exception(excess)
                return None
        call.future.set_exception(
            WorkerCrashed(
                "the process reading it died twice, most likely for want of memory or by a "
                "fault in a native library; look at the PDF, or try again with --workers 1"
            )
        )
        return None

    def _start(self) -> Worker | None:
        """Return a new process, or None when the pool was killed."""
        with self._changed:
            if self._is_killed:
                return None
            worker = Worker(self._fence, self._log_level)
            self._processes.add(worker)
            return worker

    def _kept(self, worker: Worker) -> Worker | None:
        """Return a process for the next call, or None when it holds so much that it is ended."""
        if worker.resident_bytes() <= IDLE_BYTES:
            return worker
        worker.end()
        self._forget(worker)
        return None

    def _forget(self, worker: Worker) -> bool:
        """Take a process off the list, and return whether it was on it."""
        with self._changed:
            is_known = worker in self._processes
            if is_known:
                self._ended_usage += worker.usage
            self._processes.discard(worker)
            return is_known

    def _close(self) -> None:
        """Begin nothing any more."""
        with self._changed:
            self._is_closed = True
            for calls in self._queues.values():
                for call in calls:
                    call.future.cancel()
                    # Only this wakes who waits for it among others.
                    call.future.set_running_or_notify_cancel()
            self._queues.clear()
            self._changed.notify_all()

    def _kill(self) -> None:
        """End every process that is still there, and what it started."""
        with self._changed:
            self._is_killed = True
            left = list(self._processes)
            self._processes.clear()
        for worker in left:
            worker.kill()


def _settle(future: Future[Any], answer: bytes) -> Usage:
    """Give a future what a process answered, and return what that process took so far."""
    usage = Usage()
    try:
        error, result, usage = ForkingPickler.loads(answer)
    except Exception as unpicklable:
        error, result = unpicklable, None
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
    return usage
