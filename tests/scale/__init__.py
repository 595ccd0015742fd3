"""Invented warehouses of any size: rows, not releases, and what asking them costs."""
