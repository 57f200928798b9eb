"""Where things are: the project, its tests, and the two contents that they read."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
SMALL = TESTS / "fixtures" / "small" / "content"  # a made-up briefing, with one of each item
REAL = ROOT / "content"
