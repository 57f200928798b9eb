"""The workflow that checks, audits, builds and publishes a briefing, for the forge that runs it."""

from __future__ import annotations

from pathlib import Path

from digitrend import __version__

PLACES = {"github": ".github/workflows/briefing.yml", "gitlab": ".gitlab-ci.yml"}
NEEDED = "requirements.txt"  # where the workflow learns which digitrend to install
HOW = {
    "github": (
        "The workflow publishes to the branch gh-pages: choose it under Pages in the repository's settings.",
        f"It installs what {NEEDED} names; the version there is this one's.",
    ),
    "gitlab": (
        "The workflow publishes to GitLab Pages, from the default branch.",
        f"It installs what {NEEDED} names; the version there is this one's.",
    ),
}


def workflow(forge: str) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of the workflow for "github" or "gitlab", by path, and what to tell of them."""
    text = (Path(__file__).parent / f"{forge}.yml").read_bytes()
    return {PLACES[forge]: text, NEEDED: f"digitrend=={__version__}\n".encode()}, HOW[forge]
