"""What a run on a cluster would find: the scheduler, and each machine beside this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.errors import PipelineError
from extract.remote import absolute
from flows.doctor.finding import Finding
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.workers.cluster_worker import Machine

CLUSTER_PACKAGES = ("distributed", "dask", "s3fs")
"""What machines have in common beside what each needs to read."""

_INSTALL = "install the same cablehouse there with `make cluster`, and restart its worker"


def examine_cluster(
    settings: Settings, packages: Sequence[str], source: str | None
) -> Iterator[Finding]:
    """Yield what a run would find of the cluster it is set to use; nothing where it uses none.

    Args:
        settings: The run's.
        packages: The packages whose version decides what comes out.
        source: What it would read; None where nobody said.
    """
    if settings.dask_scheduler is None:
        return
    try:
        # Imported where they are used: installed only where there is a cluster.
        from flows.workers.cluster import describe_machines
        from flows.workers.cluster_worker import describe_here
    except ImportError as error:
        told = f"{error}; `make cluster` installs what a run on a cluster takes"
        yield Finding(name="Dask scheduler", found=told, is_fine=False)
        return
    asked = (
        (*packages, *CLUSTER_PACKAGES),
        [one for one in (settings.extract, settings.second_extract) if one is not None],
    )
    try:
        found = describe_machines(
            settings.dask_scheduler,
            *asked,
            absolute(settings.store_root),
            None if source is None else absolute(source),
        )
    except PipelineError as error:
        yield Finding(name="Dask scheduler", found=str(error), is_fine=False)
        return
    told = f"answers at {settings.dask_scheduler}, {len(found)} workers"
    yield Finding(name="Dask scheduler", found=told, is_fine=True)
    here = describe_here(*asked)
    alike = 0
    for address, machine in sorted(found.items()):
        wrong = list(wrong_with(machine, here))
        alike += not wrong
        for told in wrong:
            yield Finding(name=f"worker {address}", found=told, is_fine=False)
    if alike:
        told = f"{alike} as this machine in packages, parser and engine; they can write the store"
        yield Finding(name="workers", found=told, is_fine=True)


def wrong_with(machine: Machine | BaseException, here: Machine) -> Iterator[str]:
    """Yield what is to be put right on a machine of the cluster.

    Args:
        machine: What it has and sees, or why it cannot say.
        here: What this machine has.
    """
    if isinstance(machine, BaseException):
        yield f"it cannot say what it has ({type(machine).__name__}: {machine}); {_INSTALL}"
        return
    others = [
        f"{name} {there} instead of {here.has[name]}"
        for name, there in machine.has.items()
        if there != here.has[name]
    ]
    if others:
        yield f"it has {', '.join(others)}; {_INSTALL}"
    yield from machine.troubles
