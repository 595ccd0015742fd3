"""What the steps of a load take, each by the name of the function that does it."""

from __future__ import annotations

import functools
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from load import warehouse
from load.making import amend, merge

_STEPS: tuple[tuple[str, Any, str], ...] = (
    ("rows of documents", merge, "_insert_sorted"),
    ("rows of documents", amend, "_replace_rows"),
    ("copies of one cable", merge, "link_copies"),
    ("copies of one cable", amend, "link_copies"),
    ("targets of citations", amend, "_update_targets"),
    ("copies compared", merge, "compare_copies"),
    ("copies compared", amend, "compare_copies"),
    ("stored views", merge, "store_views"),
    ("stored views", amend, "store_views"),
    ("stored views", warehouse, "store_views"),
    ("search index", warehouse, "build_search_index"),
    ("search index", amend, "amend_search_index"),
    ("indexes", warehouse, "create_indexes"),
    ("indexes", amend, "create_indexes"),
    ("keys checked", merge, "check_keys"),
    ("keys checked", amend, "check_staged_keys"),
    ("copy of the file", shutil, "copyfile"),
)


@contextmanager
def timed_steps(seconds: dict[str, float]) -> Iterator[None]:
    """Add what each step takes to `seconds` for as long as the context lasts."""
    with ExitStack() as stack:
        for step, module, name in _STEPS:
            function = getattr(module, name)
            stack.enter_context(patch.object(module, name, _timed(step, function, seconds)))
        yield


def _timed(step: str, function: Callable[..., Any], seconds: dict[str, float]) -> Any:
    @functools.wraps(function)
    def timed(*given: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            seconds[step] = seconds.get(step, 0.0) + time.perf_counter() - start

    return timed
