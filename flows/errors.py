"""flows' branch of the error tree (its root is in `extract/errors.py`).

PipelineError
 |- PrefectUnavailable        no API to report to; nothing was run
 |- ClusterFailed             the Dask cluster does not answer, or has no worker
 '- DocumentError
     |- FileChanged           it is not the file any more that the run looked at
     |- WorkerCrashed         the process reading a document died, twice
     |- WorkerTimedOut        it took too long for one page and was ended
     |- WorkerStalled         it took too long, and hardly computed
     |- WorkerTooLarge        it took too much memory and was ended
     |- DocumentTimedOut      all pages together took too long
     |- ParsingTimedOut       the parser took too long and was ended
     |- TooMuchOutput         what was read is too much to be handed on
     '- InternalError         a bug met a document; the log has the traceback

The command maps them like the rest of the tree: PrefectUnavailable and ClusterFailed end with 4,
for the published warehouse stands; the others are recorded with their document.
"""

from __future__ import annotations

from extract.errors import DocumentError, PipelineError


class PrefectUnavailable(PipelineError):
    """No Prefect API can be reached or started, so nothing was run."""

    code = "prefect.unavailable"


class FileChanged(DocumentError):
    """The file was changed or removed after it was hashed: its pages would not be the document's.

    Nothing is recorded of it, for nothing is known of the bytes it has now.
    """

    code = "document.file_changed"


class ClusterFailed(PipelineError):
    """The Dask cluster a run is set to use cannot be reached, or was lost on the way."""

    code = "cluster.failed"


class WorkerCrashed(DocumentError):
    """The process that read the document died, and died again when it was tried alone."""

    code = "document.worker_crashed"


class WorkerTimedOut(DocumentError):
    """The process that read a page took longer than a page may, and was ended from outside.

    Not tried again in the same run: an engine that was slow says so itself (`OcrTimedOut`).
    """

    code = "document.worker_timed_out"


class WorkerStalled(DocumentError):
    """The process at work on a document took too long and hardly computed, and was ended.

    The machine was too busy, or a library waits for what never comes: only a later run can tell.
    """

    code = "document.worker_stalled"


class WorkerTooLarge(DocumentError):
    """The process at work on a document took more memory than it may, and was ended."""

    code = "document.worker_too_large"


class DocumentTimedOut(DocumentError):
    """The pages of a document together took longer than a document may."""

    code = "document.timed_out"


class ParsingTimedOut(DocumentError):
    """The process that parsed a document took longer than that may, and was ended."""

    code = "document.parsing_timed_out"


class TooMuchOutput(DocumentError):
    """A document's pages and values are more than may be handed on to be loaded."""

    code = "document.too_much_output"


AT_A_LIMIT = frozenset(
    error.code for error in (WorkerTimedOut, WorkerTooLarge, ParsingTimedOut, TooMuchOutput)
)
"""Codes of what the same program meets again, each time at the cost of the limit: minutes.

Not `DocumentTimedOut`, which goes on where it was ended, and not what an engine says of itself.
"""


class InternalError(DocumentError):
    """Something no rule foresaw: a bug. It costs this document and is logged with its traceback."""

    code = "internal"
