"""A kill in the middle of a run, once; `make kills` does it a hundred times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.command import PROC
from tests.faults.kills import kill_trials

pytestmark = [pytest.mark.proof, pytest.mark.slow, pytest.mark.ocr]


@pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc to look for processes")
def test_a_kill_costs_nothing(tmp_path: Path):
    (trial,) = kill_trials(tmp_path, trials=1, documents=4, seed=3, say=lambda _: None)
    assert trial.is_fine, trial
