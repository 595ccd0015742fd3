"""The options several commands take, each said once: its name, its help, its type."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Warehouse = Annotated[
    Path | None,
    typer.Option("--warehouse", help="The DuckDB file. [default: warehouse.duckdb]"),
]
Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Folder (or fsspec address) where extracted pages are kept. "
        "[default: cablehouse-store/ beside the warehouse]",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", help="Processes that read pages. [default: one per core]"),
]
Patches = Annotated[
    Path | None,
    typer.Option(
        "--patches",
        metavar="FILE",
        help="Corrections by people (docs/corrections.md). [default: patches.yml beside the "
        "warehouse, if there is one]",
    ),
]
Wait = Annotated[
    float | None,
    typer.Option(
        "--wait-seconds",
        metavar="N",
        min=0,
        help="Wait so long for another run that writes the warehouse. [default: refuse at once]",
    ),
]
Slice = Annotated[
    int | None,
    typer.Option(
        "--slice-documents",
        metavar="N",
        min=1,
        help="Publish after each N documents, and let a run that waits come first. [default: all "
        "in one]",
    ),
]
Only = Annotated[
    str | None,
    typer.Option(
        "--only",
        metavar="STATUS",
        help="Keep to documents the warehouse holds as failed, quarantined, no_cable or loaded.",
    ),
]
Where = Annotated[
    str | None,
    typer.Option(
        "--where",
        metavar="CONDITION",
        help="Keep to documents the warehouse holds for which this SQL condition on its table "
        "documents is true.",
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit with 1 when a document could not be used.")
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show Prefect's log as well.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
