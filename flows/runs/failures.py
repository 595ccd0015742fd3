"""The one place where whatever goes wrong with one document becomes that document's failure."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from extract.errors import DocumentError, PipelineError
from flows.errors import AT_A_LIMIT, InternalError
from flows.logs.log_context import about
from load.tables.rows import Failure

R = TypeVar("R")

_TRIED_LATER = (
    ". It is tried again under other limits or by another version, or with `--only failed`"
)

_LOG = logging.getLogger(__name__)


def attempt(file_name: str, document_id: str, call: Callable[[], R]) -> R | Failure:
    """Return what `call` returns, or why this document cannot be used.

    Args:
        file_name: The document's name, for the log.
        document_id: Its id.
        call: The work on it.

    Raises:
        PipelineError: what is wrong is not this document: a missing tool, a full disk.
    """
    try:
        return call()
    except DocumentError as error:
        with about(document=document_id):
            _LOG.warning("%s: %s", file_name, error, extra={"code": error.code})
        later = _TRIED_LATER if error.code in AT_A_LIMIT else ""
        return Failure(code=error.code, message=f"{error}{later}")
    except PipelineError:
        raise
    except Exception as error:
        # A bug in our code or a library's may meet one file in ten thousand; the others shall
        # not wait for it, and nobody shall look for it without its traceback.
        with about(document=document_id):
            _LOG.exception("%s", file_name, extra={"code": InternalError.code})
        return Failure(
            code=InternalError.code,
            message=f"{type(error).__name__}: {error}. This is a fault of the program: please "
            "report it with the traceback in the run's log.",
        )
