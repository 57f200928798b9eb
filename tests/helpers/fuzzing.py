"""How much random input the tests try: little in `make test`, more in `make test-full`, as much as one asks for else.

DIGITREND_FUZZ=50000 python -m pytest tests/unit/content/test_content_hostile.py tests/unit/check/test_check_hostile.py
"""

from __future__ import annotations

import os

FULL = bool(os.environ.get("DIGITREND_FULL"))


def inputs(usual: int) -> int:
    """Return how many inputs to try: what DIGITREND_FUZZ says, or the usual number; in `make test` a tenth of it."""
    return int(os.environ.get("DIGITREND_FUZZ", usual if FULL else max(10, usual // 10)))
