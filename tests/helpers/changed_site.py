"""The small content in two revisions, and the site that says what changed from one to the other."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import FERRIES, SMALL
from digitrend.cli.main import cli
from site_bench import in_this_process


def run(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, list(arguments))
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


def set_up(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SMALL, folder / "content")
    patch.chdir(folder)
    patch.setenv("GIT_CONFIG_GLOBAL", str(folder / ".gitconfig"))
    for name, value in (("user.name", "E. Ditor"), ("user.email", "editor@example.org")):
        git("config", "--global", name, value)
    git("init", "--quiet")
    git("add", "content")
    git("commit", "--quiet", "--message", "first")
    git("tag", "first")
    change(folder / "content" / FERRIES)
    git("commit", "--quiet", "--all", "--message", "second")
    return folder


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def change(file: Path) -> None:
    text = file.read_text("utf-8").replace("value: 7.5", "value: 8.5").replace("printed: 7.5%", "printed: 8.5%")
    file.write_text(text, "utf-8")


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with what changed since the first revision, and the same page alone."""
    with pytest.MonkeyPatch.context() as patch, in_this_process():
        folder = set_up(tmp_path_factory.mktemp("changed"), patch)
        code, output = run("build", "--since", "first", "--out", "site", "--cache", "cache", "--quiet")
        assert code == 0, output
        code, page = run("diff", "first", "--format", "html")
        assert code == 0, page
    (folder / "alone.html").write_text(page, "utf-8")
    return folder
