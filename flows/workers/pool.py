"""Processes that read pages: one per core, and the run outlives any of them.

Knows nothing of Prefect, so that a worker process does not import it. What a worker logs comes back
over the connection its answers take, and is handled here in the context its work was handed out in:
of a process that dies over a page the lines before it are there.

Not the standard library's pool, for three reasons. There a process that dies fails everything that
was submitted and ends the other processes; here it costs the one item it was at. There the queue is
first come, first served, so that a release of a thousand pages keeps every other file waiting; here
the queues take turns. And there an end waits for whatever is under way, however long it hangs.
"""

from __future__ import annotations

import contextvars
import logging
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
import traceback
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any, ParamSpec, Self, TypeVar

from extract.errors import DocumentError
from extract.scratch import Scratch
from flows.errors import TooMuchOutput, WorkerCrashed, WorkerTooLarge
from flows.logs.log_context import listen
from flows.workers.bounds import Bounds
from flows.workers.fence import Fence
from flows.workers.processes import cpu_seconds, resident_bytes
from flows.workers.usage import Usage, usage_with_children

P = ParamSpec("P")
R = TypeVar("R")

_SPAWN = multiprocessing.get_context("spawn")
"""Forking a process that has threads, as Prefect's has, can copy a held lock."""

TRIES = 2
"""How often an item is begun: a process that was killed for want of memory may do better later."""

GRACE_S = 10.0
"""How long an interrupted run waits for pages under way, to keep them: several times what a dense
page takes, and short for a person who pressed Ctrl-C."""

WATCH_S = 0.2
"""How often a process at work is looked at: one that takes memory as fast as it can gets about
0.3 GB in that time, and looking costs 0.2 ms."""

IDLE_BYTES = 512 << 20
"""What a process may hold while it has no work: libraries and tables 0.2 GB, RapidOCR's models
0.3. One that holds more after an item, for what a library did not give back, is ended, so that the
next item does not pay for it."""

SCRATCH_NAME = "cablehouse-worker-"
"""What the name of a process's temporary folder begins with."""

_ANSWER, _LINE = b"a", b"l"
"""What a message of a worker begins with: the answer to a call, or something it logged."""


@dataclass(slots=True, kw_only=True)
class _Item:
    """A call that waits or is under way."""

    call: bytes
    """Function and arguments, pickled."""
    bounds: Bounds
    """What it may take."""
    future: Future[Any] = field(default_factory=Future)
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    """What it was handed out in: what its log lines are about."""


class WorkerPool:
    """Processes that take their work from several queues in turn.

    Each process is served by a thread here, which hands it an item, waits for the answer and sees
    it die: so it is known which item a death belongs to, and no other item notices.
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
        self._queues: OrderedDict[Hashable, deque[_Item]] = OrderedDict()
        self._waiting = 0
        self._idle = 0
        self._threads: list[threading.Thread] = []
        self._processes: set[_Worker] = set()
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
        return self._enqueue(queue, _Item(call=_pickled((function, args, kwargs)), bounds=bounds))

    def usage(self) -> Usage:
        """Return what the worker processes took up to the last answer of each."""
        with self._changed:
            return sum((worker.usage for worker in self._processes), self._ended_usage)

    def _enqueue(self, queue: Hashable, item: _Item) -> Future[Any]:
        """Put an item at the end of its queue, and return what will come of it."""
        with self._changed:
            if self._is_closed:
                raise CancelledError
            self._queues.setdefault(queue, deque()).append(item)
            self._waiting += 1
            if self._waiting > self._idle and len(self._threads) < self.workers:
                self._threads.append(threading.Thread(target=self._serve, daemon=True))
                self._threads[-1].start()
            self._changed.notify()
        return item.future

    def _serve(self) -> None:
        """Give items to one process at a time, as long as there are any: a thread's whole life."""
        # A process inherits the mask of the thread that starts it: Ctrl-C is for the run, which
        # ends its workers once the pages under way are stored.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        worker: _Worker | None = None
        while (item := self._next()) is not None:
            worker = self._work_on(item, worker)
        if worker is not None:
            worker.end()
            self._forget(worker)

    def _next(self) -> _Item | None:
        """Return the next item of the queue whose turn it is; None when the pool is closed."""
        with self._changed:
            self._idle += 1
            self._changed.wait_for(lambda: self._queues or self._is_closed)
            self._idle -= 1
            if not self._queues:
                return None
            queue, items = self._queues.popitem(last=False)
            item = items.popleft()
            self._waiting -= 1
            if items:
                self._queues[queue] = items
            return item

    def _work_on(self, item: _Item, worker: _Worker | None) -> _Worker | None:
        """Have an item done, and return the process that lives after it."""
        if not item.future.set_running_or_notify_cancel():
            return worker
        if not item.bounds.budget.left():
            item.future.set_exception(item.bounds.budget.exceeded())
            return worker
        for _ in range(TRIES):
            try:
                worker = worker or self._start()
            except Exception as error:
                # E.g. the system has no room for another process. The item waits for an answer.
                item.future.set_exception(error)
                return None
            if worker is None:
                item.future.set_exception(CancelledError())
                return None
            began = time.monotonic()
            excess: DocumentError | None = None
            try:
                answer = worker.ask(item)
            except EOFError:
                pass
            except DocumentError as error:
                excess = error
            else:
                worker.usage = _settle(item.future, answer)
                return self._kept(worker)
            finally:
                item.bounds.budget.spend(time.monotonic() - began)
            if not self._forget(worker):
                item.future.set_exception(CancelledError())
                return None
            worker.kill()
            worker = None
            if excess is not None:
                item.future.set_exception(excess)
                return None
        item.future.set_exception(
            WorkerCrashed(
                "the process reading it died twice, most likely for want of memory or by a "
                "fault in a native library; look at the PDF, or try again with --workers 1"
            )
        )
        return None

    def _start(self) -> _Worker | None:
        """Return a new process, or None when the pool was killed."""
        with self._changed:
            if self._is_killed:
                return None
            worker = _Worker(self._fence, self._log_level)
            self._processes.add(worker)
            return worker

    def _kept(self, worker: _Worker) -> _Worker | None:
        """Return a process for the next item, or None when it holds so much that it is ended."""
        if worker.resident_bytes() <= IDLE_BYTES:
            return worker
        worker.end()
        self._forget(worker)
        return None

    def _forget(self, worker: _Worker) -> bool:
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
            for items in self._queues.values():
                for item in items:
                    item.future.cancel()
                    # Only this wakes who waits for it among others.
                    item.future.set_running_or_notify_cancel()
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


class _Worker:
    """A process that does one item after another.

    Attributes:
        usage: What it and the programs it started took, up to its last answer.
    """

    def __init__(self, fence: Fence | None, log_level: int) -> None:
        self.usage = Usage()
        # Of its own, so that what it leaves there when it is killed goes with it.
        self._scratch = Scratch(SCRATCH_NAME)
        self._connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=_work, args=(theirs, str(self._scratch.path), fence, log_level), daemon=True
        )
        self._process.start()
        # Only the process itself holds that end now, so that its death shows as end of file here.
        theirs.close()

    def ask(self, item: _Item) -> bytes:
        """Return the answer to an item's call, and handle what the process logs until then.

        Raises:
            EOFError: the process died over it.
            DocumentError: it took more than it may; the process may still be at it.
        """
        bounds = item.bounds
        computed_before, deadline = self._cpu_seconds(), bounds.deadline()
        try:
            self._connection.send_bytes(item.call)
            while True:
                # Whatever it says, its time runs: it could log for ever.
                if not deadline.left():
                    raise deadline.exceeded(self._cpu_seconds() - computed_before)
                if not self._connection.poll(min(WATCH_S, deadline.left())):
                    self._check_memory(bounds.memory_bytes)
                    continue
                message = self._connection.recv_bytes(bounds.answer_bytes)
                kind, content = message[:1], message[1:]
                if kind == _ANSWER:
                    return content
                item.context.run(_handle, content)
        except OSError as error:
            if error.errno is not None:
                raise EOFError from error
            # What multiprocessing raises of a message longer than was asked for has no number.
            raise TooMuchOutput(
                f"its pages and values come to over {bounds.answer_bytes >> 20:,} MB, more than a "
                "document may give; split the PDF, or raise CABLEHOUSE_MAX_DOCUMENT_MB"
            ) from error

    def _check_memory(self, limit: int) -> None:
        """Raise if the process takes more than it may.

        Raises:
            WorkerTooLarge: it does.
        """
        taken = self.resident_bytes() - IDLE_BYTES
        if taken > limit:
            raise WorkerTooLarge(
                f"the process at it, with what it had started, took {taken >> 20:,} MB of memory, "
                f"over the limit of {limit >> 20:,}, and was ended; look at the PDF, or raise "
                "CABLEHOUSE_MEMORY_MB if it is wanted"
            )

    def resident_bytes(self) -> int:
        """Return how much memory the process takes now, with what it started."""
        assert self._process.pid is not None
        return resident_bytes(self._process.pid)

    def _cpu_seconds(self) -> float:
        assert self._process.pid is not None
        return cpu_seconds(self._process.pid)

    def end(self) -> None:
        """Let the process end, which has nothing to do."""
        self._connection.close()
        self._process.join()
        self._scratch.remove()

    def kill(self) -> None:
        """End the process and whatever it started."""
        # An OCR engine outlives the process that waits for it; it is in that one's group, which
        # there is none of when the process had no time to start or left nothing behind.
        assert self._process.pid is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._scratch.remove()


def _pickled(value: object) -> bytes:
    return bytes(ForkingPickler.dumps(value))


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


def _handle(line: bytes) -> None:
    """Handle what a process logged, as if it had been logged here."""
    record: logging.LogRecord = ForkingPickler.loads(line)
    logger = logging.getLogger(record.name)
    if logger.isEnabledFor(record.levelno):
        logger.handle(record)


class _Back(QueueHandler):
    """Sends what is logged in a worker process to the one that handed out the work."""

    def __init__(self, connection: Connection) -> None:
        logging.Handler.__init__(self)
        self._connection = connection

    def enqueue(self, record: logging.LogRecord) -> None:
        """Send a line, which `QueueHandler` has made plain; the connection is the queue."""
        self._connection.send_bytes(_LINE + _pickled(record))


def _work(connection: Connection, scratch: str, fence: Fence | None, log_level: int) -> None:
    """Answer calls until there are none: a worker process's whole life."""
    # A group of its own, so that an engine it started can be ended with it.
    os.setpgid(0, 0)
    # As many threads as cores, in as many processes, do nothing but reserve memory.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    if fence is not None:
        # Before any other thread starts: it would stay outside.
        fence.close_around(scratch)
    threading.Thread(target=_end_with_parent, args=(scratch,), daemon=True).start()
    listen(_Back(connection), log_level)
    with suppress(EOFError):
        while True:
            call = connection.recv_bytes()
            connection.send_bytes(_ANSWER + _answer(call))


def _answer(call: bytes) -> bytes:
    """Return what a call returned or raised, and what this process took so far, pickled."""
    try:
        function, args, kwargs = ForkingPickler.loads(call)
        return _pickled((None, function(*args, **kwargs), usage_with_children()))
    except Exception as error:
        # The traceback itself cannot be handed over.
        error.add_note(traceback.format_exc())
        return _pickled((error, None, usage_with_children()))


def _end_with_parent(scratch: str) -> None:
    """Wait for the parent's death, and end with it and with what was started and left here."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(scratch, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)
