"""What every test may ask for: the real releases, where this machine has them."""

from __future__ import annotations

import os
from pathlib import Path

# Imported before a test calls the command in this process, which stops looking for garbage: else
# pytest imports Hypothesis at the end, which takes what is held for a fault of trio's and warns.
import hypothesis  # noqa: F401
import pytest

ROOT = Path(__file__).resolve().parent.parent
RELEASES = Path(os.environ.get("CABLEHOUSE_RELEASES", ROOT.parent / "shared" / "releases"))


@pytest.fixture(scope="session")
def releases() -> Path:
    """The folder of real releases, which is never committed."""
    if not RELEASES.is_dir():
        pytest.skip(
            "the real releases are not on this machine; set CABLEHOUSE_RELEASES to their folder"
        )
    return RELEASES


@pytest.fixture(scope="session")
def samples() -> Path:
    """The bundled sample releases."""
    return ROOT / "infra" / "samples"
