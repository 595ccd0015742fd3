"""Every error has a stable code, a place in the docs, and an exit code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import expectations.gate
import flows.errors
import load.errors  # noqa: F401  # defines a branch of the tree
from extract.errors import DocumentError, PipelineError
from flows.command.exit_codes import ExitCode, exit_code_of

DOCS = Path(__file__).resolve().parents[2] / "docs" / "errors.md"
ROOMS = ("extract.", "load.", "expectations.", "flows.")


def tree(root: type[PipelineError] = PipelineError) -> Iterator[type[PipelineError]]:
    yield root
    for branch in root.__subclasses__():
        if branch.__module__.startswith(ROOMS):
            yield from tree(branch)


ERRORS = sorted(set(tree()), key=lambda error: error.code)


def documented() -> dict[str, str]:
    """Code -> rest of its row."""
    rows = re.findall(r"^\| `([a-z_.]+)` \| (.*)\|$", DOCS.read_text("utf-8"), re.MULTILINE)
    return dict(rows)


def test_codes_are_unique():
    codes = [error.code for error in ERRORS]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_error_is_documented_with_its_exit_code(error):
    row = documented()[error.code]
    if not issubclass(error, DocumentError):
        made = (
            expectations.gate.GateFailed(())
            if error is expectations.gate.GateFailed
            else error("message")
        )
        assert row.startswith(f"{exit_code_of(made)} |"), row


def test_the_docs_name_no_error_that_is_gone():
    assert set(documented()) == {error.code for error in ERRORS}


def test_exit_codes_are_the_contracts():
    assert [code.value for code in ExitCode] == [0, 1, 2, 3, 4, 130, 143]


def test_a_fault_in_one_document_ends_show_as_wrong_usage():
    assert exit_code_of(flows.errors.InternalError("a bug")) is ExitCode.USAGE
