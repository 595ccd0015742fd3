"""The golden set: invented releases as extracted, their truth, and what the parser makes of them.

Each is a folder of `tests/cables/`: `pages.json` has its pages as the store keeps them, with the
recorded OCR; `truth.json` what the cable says, by field; `truth.lines.json` what is printed, by
line and kind; `NOTES.md` what it shows. `baseline.json` beside them says which values are read
right, and lists every miss.

`python -m tests.golden cables [SLUG ...]` writes cases anew: OCR runs there and nowhere else.
`python -m tests.golden score` prints the whole score, `python -m tests.golden baseline` accepts it.
"""
