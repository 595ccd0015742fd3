"""Cables into DuckDB, and out of it again. The only room that knows DuckDB, pyarrow and SQL.

A run builds a new warehouse beside the published one and swaps it in whole (`load.warehouse`). The
tables are derived from record types (`load.tables.records`), the views are the files in
`load/sql/views`.
"""
