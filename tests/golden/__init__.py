"""The golden set: invented releases as extracted, their truth, and what the parser makes of them.

tests/cables/<slug>/pages.json          the pages as the store keeps them, recorded OCR included
tests/cables/<slug>/truth.json          what the cable says, by field
tests/cables/<slug>/truth.lines.json    what is printed, by line and kind
tests/cables/<slug>/NOTES.md            what it shows
tests/cables/baseline.json              which values are right, and every miss

python -m tests.golden cables [SLUG ...]     write cases anew (OCR runs here and nowhere else)
python -m tests.golden baseline              accept what the parser makes of them now
"""
