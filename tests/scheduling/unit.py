"""The systemd unit of docs/scheduling.md, as systemd itself reads it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.conftest import ROOT
from tests.scheduling.pages import Pages
from tests.scheduling.seen import NotHere, hold, say

PAGE = ROOT / "docs" / "scheduling.md"
THERE = "/srv/cablehouse"
"""What the page has in the place of a folder of yours."""


def try_unit(folder: Path, _: Pages) -> None:
    if shutil.which("systemd-analyze") is None:
        raise NotHere("there is no systemd-analyze (apt-get install systemd)")
    (text,) = re.findall(r"```ini\n(\[Unit\].+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    folder.mkdir(parents=True)
    unit = folder / "cablehouse.service"
    unit.write_text(text.replace(THERE, str(ROOT)))
    seen = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True
    )
    say(f"systemd-analyze verify: {seen.returncode} {seen.stderr.strip()}")
    hold("systemd has nothing to say of the unit", (seen.returncode, seen.stderr) == (0, ""))
    unit.write_text(unit.read_text().replace("Restart=on-failure", "Restart=now-and-then"))
    seen = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True
    )
    hold(f"it would say what is wrong with one: {seen.stderr.strip()}", "restart" in seen.stderr)
