"""Hostile files: PDFs broken and built to do harm, from seeds, and the proof that none does.

    python -m tests.hostile --count 2000 --seed 1

`mutants` makes them, `run` gives them to the real command and watches it from outside.
"""
