"""The browsers of this machine, and how they are started."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
MAC_APPLICATIONS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_PROGRAMS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
QUIET = (  # a browser that asks no other host for anything
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def installed_browsers() -> Iterator[str]:
    """Yield the Chromium-like browsers of this machine, the one that the caller names before all others."""
    if named := os.environ.get("DIGITREND_CHROMIUM"):
        yield named
        return
    yield from filter(None, map(shutil.which, COMMANDS))
    if sys.platform == "darwin":
        places = [Path("/Applications"), Path.home() / "Applications"]
        programs = [f"{name}.app/Contents/MacOS/{name}" for name in MAC_APPLICATIONS]
    else:
        variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        places = [Path(folder) for name in variables if (folder := os.environ.get(name))]
        programs = list(WINDOWS_PROGRAMS)
    yield from (str(path) for program in programs for place in places if (path := place / program).is_file())


def launch_arguments() -> list[str]:
    """Return the arguments for a quiet browser; root on Linux gets no sandbox from Chromium."""
    root = sys.platform == "linux" and os.geteuid() == 0
    return [*QUIET, *(["--no-sandbox"] if root else [])]
