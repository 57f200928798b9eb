"""How much the tests try: little in `make test`, all in `make test-full`, as much random input as one asks for else.

DIGITREND_FUZZ=50000 python -m pytest tests/unit/content/test_content_hostile.py tests/unit/check/test_check_hostile.py
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
FULL = bool(os.environ.get("DIGITREND_FULL"))


def inputs(usual: int) -> int:
    """Return how many inputs to try: what DIGITREND_FUZZ says, or the usual number; in `make test` a tenth of it."""
    return int(os.environ.get("DIGITREND_FUZZ", usual if FULL else max(10, usual // 10)))


def some(rows: Iterable[T], every: int) -> list[T]:
    """Return all rows in `make test-full`, and in `make test` every so-manieth: spread over all, the same each time."""
    return list(rows)[:: 1 if FULL else every]
