"""Schedules on a real Prefect server: `python -m tests.scheduling` tries docs/scheduling.md.

Server, work pool, worker and a browser run on this machine. It takes some minutes; the suite itself
checks only what needs no server of its own.
"""
