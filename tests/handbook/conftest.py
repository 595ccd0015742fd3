"""The samples' warehouse, made once a session."""

from __future__ import annotations

import pytest

from tests.handbook.sandbox import ENGINE_FILE, Sandbox, engine_here, unrecorded_pages

STALE = "run `make generated` and look at the diff"


@pytest.fixture(scope="session")
def samples_made(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """The samples as `make run` leaves them, from their recorded pages.

    Pages are stored by engine and version. Another engine reads single characters of the scans
    otherwise, and then what the documentation prints is not wrong, but not what comes out here.
    """
    recorded, here = ENGINE_FILE.read_text("utf-8").strip(), engine_here()
    if recorded != here:
        pytest.skip(f"the handbook's results are those of {recorded}; here is {here}")
    made = Sandbox.with_samples(tmp_path_factory.mktemp("handbook") / "samples")
    unrecorded = unrecorded_pages(made)
    assert not unrecorded, (
        f"the samples, or how they are read, changed: {unrecorded} are not recorded; "
        "run `python -m tests.handbook record` and look at the diff"
    )
    return made
