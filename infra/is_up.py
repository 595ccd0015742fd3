"""Whether a service answers with 200: the health checks of infra/compose.yaml, without curl."""

from __future__ import annotations

import sys
import urllib.request

TIMEOUT_S = 8.0
"""Under the limit of the check itself, which would end it without a word."""

with urllib.request.urlopen(sys.argv[1], timeout=TIMEOUT_S) as answer:
    sys.exit(answer.status != 200)
