"""The locked dependencies, as text and by package."""

from __future__ import annotations

import re

from paths import ROOT

LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")


def locked() -> dict[str, list[str]]:
    """Return the lock by package: the block of each version, with its marker and hashes."""
    blocks = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    names: dict[str, list[str]] = {}
    for block in blocks:
        names.setdefault(block.partition("==")[0].strip(), []).append(block)
    return names
