"""The processes of a Dask cluster, used as those of one machine are (`flows.workers.pool`).

Dask itself instead of tasks of Prefect on Dask (prefect-dask): there every page would be a task
that costs 100 ms, and every machine would need Prefect and its API; here a call costs some
milliseconds, and a machine needs the page store and the PDFs
(docs/decisions/0018-many-machines.md).
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from typing import Any, ParamSpec, Self, TypeVar

from distributed import Client
from distributed.scheduler import KilledWorker

from extract.errors import PipelineError, StoreFailed
from extract.settings import ExtractSettings
from extract.store.store import PageStore
from flows.errors import ClusterFailed, WorkerCrashed
from flows.workers.bounds import Bounds, Budget
from flows.workers.cluster_worker import (
    Answer,
    Expected,
    Machine,
    check_machine,
    describe_machine,
    work,
)
from flows.workers.usage import Usage

P = ParamSpec("P")
R = TypeVar("R")

_LOG = logging.getLogger(__name__)

CONNECT_S = 30.0
"""How long a scheduler may take to answer, and the first worker to be there."""

ALONE_S = 120.0
"""How long a run waits while the cluster has no worker: machines that restart take a minute."""

_LOOK_S = 1.0
"""How often the cluster's workers are counted."""


class ClusterPool:
    """The workers of a Dask cluster. One that is lost costs the calls it was at: others make them.

    Every machine must be fit for the run (`flows.workers.cluster_worker.Expected`), and says so if
    not.
    """

    def __init__(self, scheduler: str, expected: Expected) -> None:
        """Connect to the cluster.

        Args:
            scheduler: The scheduler's address, e.g. `tcp://10.0.0.5:8786`.
            expected: What its machines must have in common with this one.

        Raises:
            ClusterFailed: the scheduler does not answer, or has no worker.
        """
        self._scheduler = scheduler
        self._expected = replace(expected, mark=str(uuid.uuid4()))
        self._lock = threading.Lock()
        self._waiting: Counter[Hashable] = Counter()
        self._under_way: set[Future[Any]] = set()
        self._usages: dict[str, Usage] = {}
        self._failure: ClusterFailed | None = None
        self._is_closed = threading.Event()
        self._client = _connect(scheduler)
        self._executor = self._client.get_executor(pure=False)
        self._workers = self._count()
        self._store = PageStore(expected.store_root)
        self._watch = threading.Thread(target=self._look_after, daemon=True)

    @property
    def workers(self) -> int:
        """How many calls are worked on at a time: threads of all workers there are now."""
        return max(1, self._workers)

    def __enter__(self) -> Self:
        """See that every machine is fit for the run, and return the pool.

        Raises:
            ConfigurationError: one is not; those that join later say it with their first call.
            ClusterFailed: one does not even know how to look.
            StoreFailed: the store cannot be written.
        """
        self._store.leave_mark(self._mark)
        try:
            self._client.run(check_machine, self._expected)
        except Exception as error:
            self._leave()
            if isinstance(error, PipelineError):
                raise
            raise ClusterFailed(
                f"a machine of the Dask cluster at {self._scheduler} cannot work for this run "
                f"({type(error).__name__}: {error}); install the same cablehouse with `make "
                "cluster` on every machine, and restart its worker"
            ) from error
        self._watch.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the cluster. What has not begun is dropped; what is under way stores its page."""
        with self._lock:
            self._is_closed.set()
        for future in self._take_all():
            future.cancel()
            # Only this wakes who waits for it among others.
            future.set_running_or_notify_cancel()
        self._watch.join()
        self._leave()

    def _leave(self) -> None:
        self._client.close()
        try:
            self._store.remove_mark(self._mark)
        except StoreFailed as error:
            # What stays is an empty file; what ended the run must not be hidden by it.
            _LOG.warning("a mark stays in the page store: %s", error)

    @property
    def _mark(self) -> str:
        assert self._expected.mark is not None
        return self._expected.mark

    def submit(
        self,
        bounds: Bounds,
        queue: Hashable,
        function: Callable[P, R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[R]:
        """Hand a call to a machine of the cluster; see `WorkerPool.submit`.

        Returns:
            What comes of it, or what `flows.workers.cluster_worker.work` raises; `ClusterFailed`
            when the cluster is lost.
        """
        answer: Future[R] = Future()
        with self._lock:
            if self._is_closed.is_set():
                raise CancelledError
            if self._failure is not None:
                raise self._failure
            self._under_way.add(answer)
            ahead = self._waiting[queue]
            self._waiting[queue] += 1
        try:
            begun = self._executor.submit(
                work,
                self._expected,
                bounds,
                queue,
                function,
                args,
                kwargs,
                # Dask tells by the first part of a key which tasks are of a kind, and holds those
                # that no worker is free for; so they can still be put in order.
                key=f"{function.__name__}-{uuid.uuid4().hex}",
                # Queues take turns: the tenth page of one waits for the first of all others.
                priority=-ahead,
            )
        except RuntimeError:
            # The client closed itself when the scheduler did not come back.
            self._forget(queue, answer)
            raise self._lost() from None
        begun.add_done_callback(
            partial(self._settle, bounds.budget, queue, answer, contextvars.copy_context())
        )
        answer.add_done_callback(partial(_cancel_with, begun))
        return answer

    def usage(self) -> Usage:
        """Return what the machines took for this run up to the last answer of each."""
        with self._lock:
            return sum(self._usages.values(), Usage())

    def _settle(
        self,
        budget: Budget,
        queue: Hashable,
        answer: Future[Any],
        context: contextvars.Context,
        done: Future[Answer],
    ) -> None:
        """Give the caller's future what came of a call, and handle what was logged over it."""
        if not self._forget(queue, answer) or not answer.set_running_or_notify_cancel():
            return
        try:
            found = done.result()
            budget.spend(found.seconds)
            with self._lock:
                self._usages[found.machine] = found.usage
            context.run(_handle, found)
            if found.error is not None:
                raise found.error
            answer.set_result(found.value)
        except CancelledError:
            # Nobody here cancelled it: the scheduler is gone, and knows nothing of it any more.
            answer.set_exception(self._lost())
        except KilledWorker as error:
            answer.set_exception(
                WorkerCrashed(
                    f"the machines reading it were lost, one after another ({error}); look at the "
                    "PDF and at the workers' logs, then run the command again"
                )
            )
        except BaseException as error:
            answer.set_exception(error)

    def _forget(self, queue: Hashable, answer: Future[Any]) -> bool:
        """Take a call off the list, and return whether somebody still waits for its answer."""
        with self._lock:
            is_waited_for = answer in self._under_way
            self._under_way.discard(answer)
            self._waiting[queue] -= 1
            if not self._waiting[queue]:
                del self._waiting[queue]
        return is_waited_for

    def _take_all(self) -> set[Future[Any]]:
        """Take all calls off the list, and return what is waited for."""
        with self._lock:
            left, self._under_way = self._under_way, set()
        return left

    def _look_after(self) -> None:
        """Count the workers until the end, and give up when there are none for too long."""
        last_seen = time.monotonic()
        while not self._is_closed.wait(_LOOK_S):
            try:
                self._workers = self._count()
            except (OSError, RuntimeError, ValueError):
                # The client is looking for the scheduler, or has given up.
                self._workers = 0
            if self._workers:
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > ALONE_S:
                self._give_up()
                return

    def _count(self) -> int:
        return sum(self._client.nthreads().values())

    def _give_up(self) -> None:
        """Fail whatever waits."""
        failure = self._lost()
        with self._lock:
            self._failure = failure
        for future in self._take_all():
            if future.set_running_or_notify_cancel():
                future.set_exception(failure)

    def _lost(self) -> ClusterFailed:
        return ClusterFailed(
            f"the Dask cluster at {self._scheduler} is lost: its scheduler does not answer, or it "
            f"has had no worker for {ALONE_S:g} s. Start them again, then run the same command: "
            "pages that were read are kept"
        )


def describe_machines(
    scheduler: str,
    packages: Sequence[str],
    engines: Sequence[ExtractSettings],
    store_root: str,
    source: str | None,
) -> dict[str, Machine | BaseException]:
    """Return what each worker of a cluster has and sees, by address; or why it cannot say.

    Args:
        scheduler: The scheduler's address.
        packages: See `flows.workers.cluster_worker.describe_machine`.
        engines: The same.
        store_root: The same.
        source: The same.

    Raises:
        ClusterFailed: the scheduler does not answer, or has no worker.
        StoreFailed: this machine cannot write the store.
    """
    store, mark = PageStore(store_root), f"check-{uuid.uuid4().hex}"
    with closing(_connect(scheduler)) as client:
        store.leave_mark(mark)
        try:
            found: dict[str, Machine | BaseException] = client.run(
                describe_machine,
                packages,
                engines,
                store_root,
                mark,
                source,
                on_error="return",
            )
        finally:
            store.remove_mark(mark)
    return found


def _connect(scheduler: str) -> Client:
    """Return a client of a scheduler that has a worker."""
    with ExitStack() as stack:
        try:
            client = Client(scheduler, timeout=CONNECT_S, set_as_default=False)
            stack.callback(client.close)
            client.wait_for_workers(1, timeout=CONNECT_S)
        except (OSError, ValueError) as error:
            # TimeoutError is an OSError, and an address that is none a ValueError.
            raise ClusterFailed(
                f"no worker of the Dask scheduler {scheduler} can be reached ({error}). Start the "
                f"scheduler and `dask worker {scheduler} --no-nanny` on each machine, or unset "
                "CABLEHOUSE_DASK_SCHEDULER to read on this machine alone"
            ) from error
        stack.pop_all()
    return client


def _handle(answer: Answer) -> None:
    """Handle what a machine logged over a call, as if it had been logged here."""
    of_machine = {"machine": answer.machine}
    answer.lines.replay(**of_machine)
    if answer.lines.left_out:
        _LOG.warning(
            "%d more lines about this are in the log of the machine only",
            answer.lines.left_out,
            extra=of_machine,
        )


def _cancel_with(begun: Future[Any], answer: Future[Any]) -> None:
    """Take a call back from the cluster that its caller has given up."""
    if answer.cancelled():
        begun.cancel()
