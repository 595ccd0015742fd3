"""flows' branch of the error tree (its root is in `extract/errors.py`)."""

from __future__ import annotations

from extract.errors import PipelineError


class PrefectUnavailable(PipelineError):
    """No Prefect API can be reached or started, so nothing was run."""

    code = "prefect.unavailable"
