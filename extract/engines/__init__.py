"""OCR engines behind one protocol, and the table that names them.

An engine is one module and one entry in `ENGINES`. It gets a straight gray page and gives words in
points; pixels end here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from extract.engines.rapidocr import RapidOcrEngine
from extract.engines.replay import ReplayEngine
from extract.engines.tesseract import TesseractEngine
from extract.engines.tesserocr import TesserocrEngine
from extract.errors import ConfigurationError
from extract.page import Word
from extract.raster import Gray
from extract.settings import ExtractSettings


class OcrEngine(Protocol):
    """What a page needs of an OCR engine."""

    def version(self, settings: ExtractSettings) -> str:
        """Return name and version for `Page.engine`, e.g. `tesseract 5.3.0`.

        Raises:
            MissingTool, MissingLanguage: it cannot run; the message says what to install.
        """

    def read(
        self,
        pixels: Gray,
        dpi: float,
        settings: ExtractSettings,
        *,
        is_single_line: bool = False,
        is_running_text: bool = False,
    ) -> tuple[Word, ...]:
        """Return the words of a straight page image, boxes in points from its top left.

        Whatever was read before, the same picture gives the same words, and blank paper none.

        Args:
            pixels: Gray, black on white.
            dpi: Pixels an inch.
            settings: Language and time limit.
            is_single_line: The picture is a strip with one line of type.
            is_running_text: Most of it is small letters, which can be read at a lower cost.

        Raises:
            OcrCrashed, OcrTimedOut: no usable answer for this page.
        """


ENGINES: dict[str, Callable[[str], OcrEngine]] = {
    "tesseract": lambda _: TesseractEngine(),
    "tesserocr": lambda _: TesserocrEngine(),
    "rapidocr": lambda _: RapidOcrEngine(),
    "replay": ReplayEngine,
}
"""Name -> maker. What follows a colon in `ExtractSettings.engine` is handed to the maker, e.g. the
folder of recorded results in `replay:tests/recorded`."""

READING_ENGINES = tuple(name for name in ENGINES if name != "replay")
"""The engines that read pictures, the default first."""


def engine_for(settings: ExtractSettings) -> OcrEngine:
    """Return the engine the settings name.

    Raises:
        ConfigurationError: no engine has that name.
    """
    name, _, argument = settings.engine.partition(":")
    if name not in ENGINES:
        raise ConfigurationError(
            f"there is no OCR engine named {name!r}; choose one of {', '.join(sorted(ENGINES))}"
        )
    return ENGINES[name](argument)


def check_engine(settings: ExtractSettings) -> str:
    """Return the engine's name and version, or raise what is missing to run it."""
    return engine_for(settings).version(settings)
