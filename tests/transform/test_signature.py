"""The signature: alone, run in, with a note below, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.signature import signature_text, split_signature, without_signature

FULL = "THE MAYOR SAID THAT THE BRIDGE OVER THE RIVER WILL OPEN"


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        pytest.param(f"{FULL}.\nSAMPLE", "SAMPLE", 1, id="alone"),
        pytest.param(f"{FULL}.\n\nSAMPLE", "SAMPLE", 1, id="under-white-space"),
        pytest.param(f"{FULL}.\n\nVON SAMPLE", "VON SAMPLE", 1, id="two-words"),
        pytest.param(f"{FULL}.\nO'SAMPLE", "O'SAMPLE", 1, id="apostrophe"),
        pytest.param(f"{FULL}.\nSAMPLE-DOE", "SAMPLE-DOE", 1, id="hyphen"),
        pytest.param(f"{FULL}.\n- SAMPLE .", "SAMPLE", 1, id="with-specks"),
        pytest.param(f"{FULL}.\nSAMPLE\n---- .", "SAMPLE", 2, id="specks-below"),
        pytest.param(f"{FULL}.\nSAMPLE\nNOTE BY OC/T: GARBLED.", "SAMPLE", 2, id="note-below"),
        pytest.param(f"{FULL} IN MAY. SAMPLE", "SAMPLE", 1, id="run-in"),
        pytest.param(f"{FULL}\nTOMORROW", None, 2, id="wrapped-last-word"),
        pytest.param(f"{FULL}.\nSample", None, 2, id="small-letters"),
        pytest.param(f"{FULL}.", None, 1, id="none"),
        pytest.param("", None, 0, id="no-body"),
    ],
)
def test_the_signature_is_taken_off(text, name, left):
    body, row = split_signature(rows(text))
    assert (signature_text(row), len(body)) == (name, left)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("THE REVIEW IS OVER. SAMPLE", "THE REVIEW IS OVER.", id="run-in"),
        pytest.param("THE REVIEW IS OVER.", "THE REVIEW IS OVER.", id="none"),
    ],
)
def test_a_run_in_signature_leaves_the_text(text, left):
    assert without_signature(text) == left
