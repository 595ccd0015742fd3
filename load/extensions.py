"""DuckDB's extensions, whose binaries come in wheels: nothing is downloaded when one is loaded."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import duckdb

from extract.errors import MissingTool
from load.tables.ddl import quoted


def extension_binary(wheel: ModuleType, name: str, purpose: str, advice: str) -> Path:
    """Return the binary of an extension.

    Args:
        wheel: The package it comes in.
        name: The extension.
        purpose: What it is for, for the message.
        advice: What to do when it is not there.

    Raises:
        MissingTool: The wheel is not for this DuckDB.
    """
    folder = Path(wheel.__path__[0]) / "extensions" / f"v{duckdb.__version__}"
    binary = folder / f"{name}.duckdb_extension"
    if not binary.is_file():
        raise MissingTool(
            f"{purpose} for DuckDB {duckdb.__version__} is not in {folder.parent}. {advice}"
        )
    return binary


def load_extension(connection: duckdb.DuckDBPyConnection, binary: Path) -> None:
    """Load an extension into a connection."""
    connection.execute(f"LOAD {quoted(str(binary))}")
