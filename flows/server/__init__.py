"""Prefect's API: the server a run reports to, one of its own if none, and alerts."""
