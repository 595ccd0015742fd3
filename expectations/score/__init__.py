"""How right is a warehouse? It is compared with truth that people keyed, field by field.

    report = score([Path("releases")], query)
    print(render(report))

Truth is found in the files given: `*.json` (fields), `*.lines.json` (printed lines by kind) and
`truth.csv` (the National Archives' own catalogue). `truth.py` says what each looks like.
"""

from expectations.score.render import render
from expectations.score.report import ScoreReport
from expectations.score.scoring import score

__all__ = ["ScoreReport", "render", "score"]
