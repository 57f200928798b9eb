"""The hook for pre-commit: valid by pre-commit's rules, and what it runs checks a content."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from builders import BRIEFING, a_content, edited
from paths import ROOT

HOOK: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
SCRIPT = Path(sys.executable).with_name("digitrend")
# https://pre-commit.com/#creating-new-hooks
REQUIRED = {"id", "name", "entry", "language"}
KNOWN = REQUIRED | {
    *("files", "exclude", "types", "types_or", "exclude_types", "always_run", "fail_fast", "verbose", "pass_filenames"),
    *("require_serial", "description", "language_version", "minimum_pre_commit_version", "args", "stages"),
}


def hooked(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the hook's entry as pre-commit does: in the folder of the repository, without file names."""
    program, *rest = shlex.split(HOOK["entry"])
    assert program == "digitrend"
    return subprocess.run(
        [str(SCRIPT), *rest, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    written(tmp_path, a_content())
    return tmp_path


def written(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "content" / name).write_text(text, encoding="utf-8")


def test_the_hook_has_the_fields_that_it_must_and_no_unknown_one() -> None:
    assert REQUIRED <= HOOK.keys() <= KNOWN
    assert HOOK["language"] == "python"
    assert HOOK["pass_filenames"] is False


def test_the_hook_lets_sound_content_pass(repository: Path) -> None:
    done = hooked(repository)

    assert (done.returncode, done.stdout) == (0, "Nothing is wrong.\n")


def test_the_hook_stops_a_commit_of_broken_content(repository: Path) -> None:
    written(repository, edited(a_content(), BRIEFING, "title: The Elm Valley in 2025", "titel: The Elm Valley"))

    done = hooked(repository)

    assert done.returncode == 1
    assert "content/briefing.yaml:2:1: S102" in done.stdout


def test_the_hook_takes_arguments(repository: Path) -> None:
    (repository / "content").rename(repository / "briefing")

    assert hooked(repository, "--content", "briefing", "--strict").returncode == 0
