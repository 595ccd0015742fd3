"""Many machines, tried on one: a Dask scheduler, workers, an object store, and a network to cut."""

from load.asks.compare import RUN_COLUMNS

ELSEWHERE = RUN_COLUMNS | {"source"}
"""Columns in which a run from an object store differs from one from a folder: `source_files` names
the SOURCE."""
