"""What `check` or `audit` has found it need not find again: of the same bytes a program finds the same."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from paths import TESTS

RUN = """
import sys
from digitrend.__main__ import main
try:
    main()
finally:
    print("checked" if "digitrend.check.runner" in sys.modules else "known", file=sys.stderr)
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TESTS / "fixtures" / "small" / "content", tmp_path / "content"))


def checked(content: Path, *options: str, command: str = "check") -> tuple[int, str, str]:
    """Return the exit code, what is printed, and whether the content was "checked" or its findings "known"."""
    environ = {**os.environ, "XDG_CACHE_HOME": str(content.parent / "cache"), "LOCALAPPDATA": str(content.parent)}
    words = [sys.executable, "-c", RUN, command, "--content", content.name, *options]
    done = subprocess.run(words, cwd=content.parent, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr.strip()


def test_the_same_bytes_are_checked_once_and_a_change_is_seen(content: Path) -> None:
    file = next(content.glob("trends/*.yaml"))
    sound = file.read_text(encoding="utf-8")
    first = checked(content)
    assert (first[0], first[2]) == (0, "checked")
    assert checked(content) == (*first[:2], "known")

    file.write_text(sound + "nonsense: 1\n", encoding="utf-8")
    code, told, how = checked(content)
    assert (code, how) == (1, "checked")
    assert "nonsense" in told
    assert checked(content) == (1, told, "known")
    assert checked(content, "--format", "json")[0::2] == (1, "known")

    file.write_text(sound, encoding="utf-8")
    assert checked(content) == (*first[:2], "known")


def test_a_new_file_is_seen(content: Path) -> None:
    checked(content)
    (content / "strange.txt").write_text("", encoding="utf-8")

    assert checked(content)[0::2] == (1, "checked")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of folders")
def test_a_folder_that_others_may_write_to_is_not_believed(content: Path) -> None:
    checked(content)
    folder = content.parent / "cache" / "digitrend"
    folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IWOTH)

    assert checked(content)[2] == "checked"


def test_findings_that_were_damaged_are_found_again(content: Path) -> None:
    checked(content)
    for kept in (content.parent / "cache").rglob("objects/*"):
        kept.write_bytes(kept.read_bytes().replace(b'"errors": 0', b'"errors": 1'))

    assert checked(content)[2] == "checked"


def test_the_same_bytes_are_audited_once_and_a_change_of_either_text_is_seen(content: Path) -> None:
    source = content.parent / "article.txt"
    source.write_text("The first text.\n", encoding="utf-8")

    def audited(*options: str) -> tuple[int, str, str]:
        return checked(content, "--source", source.name, *options, command="audit")

    first = audited()
    assert first[0] == 1
    assert "A101" in first[1]
    assert first[2].endswith("checked")
    assert audited() == (*first[:2], first[2].replace("checked", "known"))

    source.write_text("The second text.\n", encoding="utf-8")
    assert audited()[2].endswith("checked")
    (content / "strange.txt").write_text("", encoding="utf-8")
    assert audited()[2].endswith("checked")
