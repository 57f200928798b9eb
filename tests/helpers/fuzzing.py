"""How many inputs the fuzzers of the reader and of the check try: few in everyday runs, as many as one asks for else.

DIGITREND_FUZZ=50000 python -m pytest tests/unit/content/test_content_hostile.py tests/unit/check/test_check_hostile.py
"""

from __future__ import annotations

import os


def inputs(usual: int) -> int:
    """Return how many inputs to try: what DIGITREND_FUZZ says, or the usual number."""
    return int(os.environ.get("DIGITREND_FUZZ", usual))
