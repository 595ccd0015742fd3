"""flows' branch of the error tree (its root is in `extract/errors.py`).

PipelineError
 |- PrefectUnavailable        no API to report to; nothing was run
 '- DocumentError
     |- WorkerCrashed         the process reading a document died, twice
     '- InternalError         a bug met a document; the log has the traceback

The command maps them like the rest of the tree: PrefectUnavailable ends with 4, for the published
warehouse stands; the other two are recorded with their document.
"""

from __future__ import annotations

from extract.errors import DocumentError, PipelineError


class PrefectUnavailable(PipelineError):
    """No Prefect API can be reached or started, so nothing was run."""

    code = "prefect.unavailable"


class WorkerCrashed(DocumentError):
    """The process that read the document died, and died again when it was tried alone."""

    code = "document.worker_crashed"


class InternalError(DocumentError):
    """Something no rule foresaw: a bug. It costs this document and is logged with its traceback."""

    code = "internal"
