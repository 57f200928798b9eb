"""The wheel of the project, and the lock as constraints for installing it."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

UNREACHABLE = re.compile(r"Retrying \(Retry\(|Could not fetch URL|NewConnectionError|ConnectTimeout")


def build(kind: str, project: Path, into: Path) -> Path:
    """Build the "wheel" or the "sdist" of `project` with the locked backend; return the file."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(into)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (built,) = into.iterdir()
    return built


def without_hashes(lock: str) -> str:
    """Return the locked versions as constraints: pip takes hashes for all or none, and our wheel has none."""
    return "\n".join(line.removesuffix(" \\") for line in lock.splitlines() if re.match(r"[a-z0-9]", line))
