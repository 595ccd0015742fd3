"""The one place where whatever goes wrong with one document becomes that document's failure."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from extract.errors import DocumentError, PipelineError
from flows.errors import InternalError
from load.rows import Failure

R = TypeVar("R")

_LOG = logging.getLogger(__name__)


def attempt(document: str, call: Callable[[], R]) -> R | Failure:
    """Return what `call` returns, or why this document cannot be used.

    Args:
        document: Name and id of the document, for the log.
        call: The work on it.

    Raises:
        PipelineError: what is wrong is not this document: a missing tool, a full disk.
    """
    try:
        return call()
    except DocumentError as error:
        _LOG.warning("%s: %s: %s", document, error.code, error)
        return Failure(code=error.code, message=str(error))
    except PipelineError:
        raise
    except Exception as error:
        # A bug in our code or a library's may meet one file in ten thousand; the others shall
        # not wait for it, and nobody shall look for it without its traceback.
        _LOG.exception("%s: %s", document, InternalError.code)
        return Failure(
            code=InternalError.code,
            message=f"{type(error).__name__}: {error}. This is a fault of the program: please "
            "report it with the traceback in the run's log.",
        )
