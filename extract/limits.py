"""What one page may take, whatever the PDF: a bound on memory that the operating system holds.

`extract.pdf.pdfium` refuses what says beforehand how large it is. This is for the rest: a stream
that inflates to gigabytes, forty large images beside each other, drawings nested in drawings.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2

from extract.errors import PageTooLarge

_STATM = Path("/proc/self/statm")
_DATA_FIELD = 5
_OUT_OF_MEMORY = f"({cv2.Error.StsNoMem}:"


@contextmanager
def page_memory(label: str, memory_bytes: int) -> Iterator[None]:
    """Hold the process to some more memory than it has while a page is read (`held_memory`).

    Args:
        label: What is read, for the message.
        memory_bytes: How much more.

    Raises:
        PageTooLarge: more was asked for.
    """
    try:
        with held_memory(memory_bytes):
            yield
    except MemoryError as error:
        raise PageTooLarge(
            f"{label} takes more than {memory_bytes >> 20} MB of memory to read; "
            "print it to a new PDF at 300 dpi, and ingest that"
        ) from error


@contextmanager
def held_memory(memory_bytes: int) -> Iterator[None]:
    """Hold the process to some more memory than it has; only Linux can be held to it.

    A library that does not look whether it was given memory ends the process instead.

    Args:
        memory_bytes: How much more.

    Raises:
        MemoryError: more was asked for.
    """
    if not _STATM.exists():
        yield
        return
    held = int(_STATM.read_text().split()[_DATA_FIELD]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = held + memory_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (min(allowed, _finite(soft, allowed)), hard))
    try:
        yield
    except cv2.error as error:
        # OpenCV's own allocator says it by code, what it builds on by the name in C++.
        if _OUT_OF_MEMORY not in str(error) and "bad_alloc" not in str(error):
            raise
        raise MemoryError from error
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _finite(limit: int, otherwise: int) -> int:
    return otherwise if limit == resource.RLIM_INFINITY else limit
