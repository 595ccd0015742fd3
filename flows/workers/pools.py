"""Where pages are read and documents parsed: processes of this machine, or those of a cluster."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import ParamSpec, Protocol, TypeVar

from extract.engines import check_engine
from extract.remote import absolute
from extract.store.keys import page_key
from flows.parser_version import parser_version
from flows.settings import Settings
from flows.workers.bounds import Bounds
from flows.workers.fence import fence_of
from flows.workers.pool import WorkerPool
from flows.workers.usage import Usage

P = ParamSpec("P")
R = TypeVar("R")


class Pool(Protocol):
    """What a run needs of the processes that work for it; see `flows.workers.pool.WorkerPool`."""

    @property
    def workers(self) -> int:
        """How many calls are worked on at a time."""

    def submit(
        self,
        bounds: Bounds,
        queue: Hashable,
        function: Callable[P, R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[R]:
        """Hand a call to a process, which is ended if it takes too much."""

    def usage(self) -> Usage:
        """Return what the processes took for this run up to the last answer of each."""


def pool_of(
    settings: Settings, *, reads_addresses: bool, with_engines: bool
) -> AbstractContextManager[Pool]:
    """Return the processes a run is set to use.

    Args:
        settings: The run's.
        reads_addresses: Whether it reads PDFs from an object store.
        with_engines: Whether they will need the OCR engines.

    Raises:
        ConfigurationError: a cluster is asked for and what it takes is not installed.
        ClusterFailed: it does not answer, or has no worker.
    """
    if settings.dask_scheduler is None:
        fence = fence_of(settings.store_root, reads_addresses=reads_addresses)
        level: int = logging.getLevelName(settings.log_level)
        return WorkerPool(settings.workers, fence, level)
    # Imported where it is used: it takes a second, and is installed only where there is a cluster.
    from flows.workers.cluster import ClusterPool
    from flows.workers.cluster_worker import Expected

    wanted = (settings.extract, settings.second_extract) if with_engines else ()
    engines = tuple((one, page_key(one, check_engine(one))) for one in wanted if one is not None)
    expected = Expected(
        parser_version=parser_version(),
        engines=engines,
        store_root=absolute(settings.store_root),
        reads_addresses=reads_addresses,
    )
    return ClusterPool(settings.dask_scheduler, expected)
