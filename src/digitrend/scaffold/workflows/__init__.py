"""The workflow that checks, audits, builds and publishes a briefing, for the forge that runs it."""

from __future__ import annotations

import re
from pathlib import Path

PLACES = {"github": ".github/workflows/briefing.yml", "gitlab": ".gitlab-ci.yml"}
HOW = {
    "github": "The workflow publishes to GitHub Pages: choose GitHub Actions under Pages in the repository's settings.",
    "gitlab": "The workflow publishes to GitLab Pages, from the default branch.",
}
EMPTY = b'PROGRAM: ""'
# Each names bytes that cannot change later; pip checks them before it runs anything of them.
PROGRAM = re.compile(
    r"(?:https?|file)://[^\s@#?\"$\\]+\.whl#sha256=[0-9a-f]{64}"
    r"|git\+(?:https|file)://[^\s@#?\"$\\]+@(?:[0-9a-f]{64}|[0-9a-f]{40})"
)


def workflow(forge: str, program: str = "") -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of the workflow for "github" or "gitlab", by path, and what to tell of them.

    `program` is where the workflow installs digitrend from. Raises ValueError for an address that could come to mean
    another program later, or that holds a login.
    """
    if program and not PROGRAM.fullmatch(program):
        raise ValueError(
            "give a wheel with its hash (https://….whl#sha256=…) or a repository at a full commit (git+https://…@…), "
            "without a login"
        )
    place = PLACES[forge]
    text = (Path(__file__).parent / f"{forge}.yml").read_bytes()
    fill_in = (
        () if program else (f"Say in PROGRAM, in {place}, where it installs digitrend from; until then it fails.",)
    )
    return {place: text.replace(EMPTY, f'PROGRAM: "{program}"'.encode())}, (HOW[forge], *fill_in)
