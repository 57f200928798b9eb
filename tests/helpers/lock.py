"""The two locks: what digitrend runs on, and that with what its developers need."""

from __future__ import annotations

import re

from packaging.markers import Marker

from paths import ROOT

LOCKS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.txt", "requirements-dev.txt")}


def locked(name: str = "requirements-dev.txt") -> dict[str, list[str]]:
    """Return a lock by package: the lines of each version, with its marker and hashes."""
    blocks = re.split(r"^(?=[a-z0-9])", LOCKS[name], flags=re.MULTILINE)[1:]
    names: dict[str, list[str]] = {}
    for block in blocks:
        names.setdefault(block.partition("==")[0].strip(), []).append(block)
    return names


def versions(name: str = "requirements-dev.txt", *, everywhere: bool = False) -> dict[str, str]:
    """Return the version of each package that a lock gives for this Python and machine, or all that it gives."""
    found: dict[str, list[str]] = {}
    for package, blocks in locked(name).items():
        for block in blocks:
            version, _, marker = block.split("\\\n")[0].strip().removeprefix(f"{package}==").partition(";")
            if everywhere or not marker or Marker(marker).evaluate():
                found.setdefault(package, []).append(version.strip())
    return {package: " ".join(each) for package, each in found.items()}
