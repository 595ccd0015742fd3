"""Writes the screenshots of docs/ anew: `make screenshots`.

From the warehouse that `make run` leaves: of the bundled samples, and so of invented cables only. A
person looks at them before they are committed.
"""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path

from PIL import Image

from infra.dashboard.app import create_app
from load.connection import query
from tests.conftest import ROOT
from tests.infra.dashboard.browser import chromium
from tests.infra.dashboard.served import served

COLOURS = 64
"""Of each picture: enough for its few colours and gray type, at a third of the bytes."""


def cable_of(warehouse: Path, mrn: str) -> str:
    """The address of a cable."""
    rows = query(warehouse, "SELECT cable_id FROM cables WHERE mrn = ? ORDER BY 1", (mrn,))
    return f"/cable/{rows[0]['cable_id']}"


def main() -> None:
    """Take them all."""
    warehouse = ROOT / "warehouse.duckdb"
    pages = {
        "dashboard-overview": "/",
        "dashboard-cable": f"{cable_of(warehouse, '94 HELSINKI 8917')}?field=dtg",
        "dashboard-releases": "/releases",
        "dashboard-search": "/search?q=harbor+dredging",
    }
    app = create_app(warehouse, [ROOT / "infra" / "samples"])
    with (
        tempfile.TemporaryDirectory() as profile,
        served(app) as base,
        chromium(Path(profile)) as driver,
    ):
        for name, address in pages.items():
            driver.get(base + address)
            # The paper's picture is drawn when it is asked for.
            time.sleep(2)
            with Image.open(io.BytesIO(driver.get_screenshot_as_png())) as image:
                few = image.convert("RGB").quantize(COLOURS)
                few.save(ROOT / "docs" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
