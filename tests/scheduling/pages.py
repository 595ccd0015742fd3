"""Prefect's pages in a browser: looked at, kept as pictures, clicked."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

from PIL import Image
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.infra.dashboard.screenshots import COLOURS
from tests.scheduling.services import wait_for

SETTLES_S = 2.0
"""What a page takes to draw what it has."""


class Pages:
    """A browser, and where pictures of what it shows are kept, if anywhere."""

    def __init__(self, driver: Chrome, pictures: Path | None) -> None:
        self._driver = driver
        self._pictures = pictures

    def see(self, address: str, *texts: str) -> None:
        """Open a page and wait until it shows some texts."""
        self._driver.get(address)

        def is_shown() -> bool | None:
            shown = self._driver.find_element(By.TAG_NAME, "body").text
            return True if all(text in shown for text in texts) else None

        wait_for(f"{texts} on {address}", is_shown)

    def picture(self, name: str) -> None:
        """Keep a picture of the page, in few colours."""
        if self._pictures is not None:
            time.sleep(SETTLES_S)
            with Image.open(io.BytesIO(self._driver.get_screenshot_as_png())) as image:
                few = image.convert("RGB").quantize(COLOURS)
                few.save(self._pictures / f"{name}.png", optimize=True)

    def click(self, *texts: str) -> None:
        """Click what shows one text after the other."""
        for text in texts:
            path = f"//button[normalize-space(.)='{text}'] | //a[normalize-space(.)='{text}']"

            def shown(path: str = path) -> Any:
                found = self._driver.find_elements(By.XPATH, path)
                return next((one for one in reversed(found) if one.is_displayed()), None)

            wait_for(text, shown).click()
