"""The truth of the cable in `warehouse.py`, to be written as a file and changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TEXT = "Paragraph {} says [REDACTED B1] nothing of note."

TRUTH: dict[str, Any] = {
    "mrn": "11 TESTVILLE 392",
    "year": 2011,
    "serial": 392,
    "dtg": "2011-01-31T22:43:00Z",
    "classification": "CONFIDENTIAL",
    "captions": [],
    "tags": ["PGOV"],
    "subject": "A TEST",
    "signature": None,
    "addressees": [
        {
            "role": "action",
            "plain_language_address": "SECSTATE WASHDC",
            "continuity_number": None,
        }
    ],
    "refs": [{"label": "A", "mrn": "10 ELSEWHERE 7"}],
    "distribution": [{"role": "action", "office": "ZZZ", "copies": 1}],
    "paragraphs": [
        {"number": 1, "portion_marking": "C", "heading": None, "text": TEXT.format(1)},
        {"number": 2, "portion_marking": "U", "heading": None, "text": TEXT.format(2)},
    ],
    "release": {"decision": "part", "reviewed_on": "2011-07-11", "case_id": None},
}


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path
