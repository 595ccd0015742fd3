"""How right is a warehouse? It is compared with truth that people keyed, field by field.

    report = score([Path("releases")], query)
    print(render(report))
    change = compare_with(read_baseline(Path("baseline.json")), report)
    print(render_change(change))

Truth is found in the files given: `*.json` (fields), `*.lines.json` (printed lines by kind) and
`truth.csv` (the National Archives' own catalogue). `truth.py` says what each looks like.
"""

from expectations.score.baseline import (
    Change,
    compare_with,
    read_baseline,
    take_baseline,
    write_baseline,
)
from expectations.score.render import render, render_change
from expectations.score.report import ScoreReport
from expectations.score.scoring import score

__all__ = [
    "Change",
    "ScoreReport",
    "compare_with",
    "read_baseline",
    "render",
    "render_change",
    "score",
    "take_baseline",
    "write_baseline",
]
