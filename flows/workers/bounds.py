"""What one call, and one document, may take of the worker processes, as seen from outside of them.

Knows no process: `flows.workers.pool` watches, and ends what goes past its bounds.
"""

from __future__ import annotations

import hashlib
import math
import threading
import time
from dataclasses import astuple, dataclass, field

from extract.errors import DocumentError
from extract.settings import PAGE_MEMORY_BYTES, ExtractSettings
from extract.source import FILE_BYTES
from flows.errors import DocumentTimedOut, ParsingTimedOut, WorkerStalled, WorkerTimedOut

PAGE_ALLOWANCE_S = 60.0
"""Seconds a page may take besides OCR, with the start of its process: thirty times what preparing
the largest image takes on an idle core (2 s). It only has to be more than a page ever needs."""

PARSE_S_A_PAGE = 0.5
"""Seconds more for each page that is parsed: it takes 0.01 on an idle core."""


STALLED_SHARE = 0.1
"""Of its time, what a call computes at the least that was not held up: of the 180 s of a page that
is nine times what a dense one takes."""


class Budget:
    """Seconds of worker processes that a document may take, all its pages together.

    What waits for its turn costs nothing, so that a busy run fails no document.
    """

    def __init__(self, seconds: float, spent: float = 0.0) -> None:
        """Begin with all of them, or with what is left of them elsewhere."""
        self.seconds = seconds
        self._spent = spent
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[Budget], tuple[float, float]]:
        """Go to another machine as a copy, which says there what it spent."""
        return Budget, (self.seconds, self.spent())

    def spent(self) -> float:
        """Return the seconds that were taken off."""
        with self._lock:
            return self._spent

    def left(self) -> float:
        """Return the seconds that are left, 0 at the least."""
        return max(0.0, self.seconds - self.spent())

    def spend(self, seconds: float) -> None:
        """Take seconds off."""
        with self._lock:
            self._spent += seconds

    def exceeded(self) -> DocumentTimedOut:
        """Return the error of a document that took them all."""
        return DocumentTimedOut(
            f"reading it took over {self.seconds:g} s of the worker processes and was ended; pages "
            "that were read are kept, and the next run goes on from there. Look at the PDF, or "
            "raise CABLEHOUSE_DOCUMENT_TIMEOUT_S"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one call may take.

    Attributes:
        seconds: From when it is begun, the start of its process included.
        memory_bytes: Memory of its process, with what that starts, beside what an idle one may
            hold.
        answer_bytes: Bytes of what it returns.
        too_late: The error of a call that takes longer.
        advice: What that error says to do.
        budget: What its document may take; endless where it is of none.
    """

    seconds: float
    memory_bytes: int
    answer_bytes: int
    too_late: type[DocumentError]
    advice: str
    budget: Budget = field(default_factory=lambda: Budget(math.inf))

    def deadline(self) -> Deadline:
        """Return when a call that is begun now has to be done."""
        return Deadline(self)


class Deadline:
    """When a call has to be done: for itself, or because its document's budget ends before."""

    def __init__(self, bounds: Bounds) -> None:
        """Begin to count."""
        self._bounds = bounds
        left = bounds.budget.left()
        self._is_of_document = left < bounds.seconds
        self._end = time.monotonic() + min(left, bounds.seconds)

    def left(self) -> float:
        """Return the seconds that are left, 0 at the least."""
        return max(0.0, self._end - time.monotonic())

    def exceeded(self, computed_s: float) -> DocumentError:
        """Return the error of a call that is not done by then.

        Args:
            computed_s: Processor seconds it took.

        Returns:
            `too_late` of the bounds, `WorkerStalled` or `DocumentTimedOut`.
        """
        if self._is_of_document:
            return self._bounds.budget.exceeded()
        ended = (
            f"the process at it gave no answer for {self._bounds.seconds:g} s and was ended, with "
            "what it had started"
        )
        if computed_s < STALLED_SHARE * self._bounds.seconds:
            return WorkerStalled(
                f"{ended}; it had computed for {computed_s:.1f} s only: the machine was too busy, "
                "or it waited for something. The next run tries again; if it says so again, look "
                "at the PDF, or give the machine less to do"
            )
        return self._bounds.too_late(f"{ended}; {self._bounds.advice}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a document may take; what a page may, `extract.settings.ExtractSettings` says.

    Attributes:
        file_bytes: Bytes of its file.
        pages: Its pages. A bound volume has some hundred, the largest file seen 2,400.
        seconds: Of worker processes, for reading it: 1,800 pages at 2 s each, and a longer volume
            is gone on with in the next run.
        parse_seconds: For parsing it, beside `PARSE_S_A_PAGE`: what a page may take with OCR, for a
            machine with ten times the work it has cores for is as slow here as there.
        memory_bytes: Memory of a process at work on it, with what that started.
        output_bytes: Bytes of its pages and values on their way to the warehouse. A page has 20 to
            50 kB, so 5,000 pages fit; its rows are about as large.
    """

    file_bytes: int = FILE_BYTES
    pages: int = 5_000
    seconds: float = 3_600.0
    parse_seconds: float = 180.0
    memory_bytes: int = PAGE_MEMORY_BYTES
    output_bytes: int = 256 << 20

    def digest(self, settings: ExtractSettings) -> str:
        """Return 8 hex digits over all limits: what failed at one may get further with others.

        Args:
            settings: How pages are read, with the limits of one.
        """
        of_page = (
            settings.ocr_timeout_s,
            settings.page_pixels,
            settings.page_memory_bytes,
            settings.page_bytes,
        )
        return hashlib.sha256(repr((astuple(self), of_page)).encode()).hexdigest()[:8]

    def of_page(self, settings: ExtractSettings, budget: Budget) -> Bounds:
        """Return what opening a file or reading a page of it may take.

        An engine keeps to its own limit where it can; this is for what hangs in the process itself,
        and for a page whose many stretches are read again one by one.

        Args:
            settings: How it is read.
            budget: What its document may take.
        """
        return Bounds(
            seconds=settings.ocr_timeout_s + PAGE_ALLOWANCE_S,
            memory_bytes=self.memory_bytes,
            answer_bytes=self.output_bytes,
            too_late=WorkerTimedOut,
            advice="look at the PDF, or raise CABLEHOUSE_OCR_TIMEOUT_S if pages of this kind are "
            "wanted",
            budget=budget,
        )

    def of_parsing(self, page_count: int) -> Bounds:
        """Return what parsing a document may take.

        Args:
            page_count: How many pages it has.
        """
        return Bounds(
            seconds=self.parse_seconds + PARSE_S_A_PAGE * page_count,
            memory_bytes=self.memory_bytes,
            answer_bytes=self.output_bytes,
            too_late=ParsingTimedOut,
            advice="its pages are kept: report the PDF, whose text the parser does not get through,"
            " or raise CABLEHOUSE_PARSE_TIMEOUT_S",
        )
