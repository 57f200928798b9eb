"""The editor's guide, done as it says: every file written, every edit made, every command run, in its order."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from paths import ROOT

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="the guide's commands are those of a Unix shell"),
]

GUIDE = ROOT / "docs" / "guide.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LISTED = re.compile(r"`(digitrend [a-z][^`]*)`")
PATIENCE = 60  # seconds that the preview may take to say where it is


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the guide: commands, the text of a file, or an edit of one."""

    kind: str  # "sh", "diff", or the language of a file
    name: str  # the file; of commands "serve" for those that go on until they are stopped
    text: str


def blocks(page: Path = GUIDE) -> list[Block]:
    return [Block(*found.groups(default="")) for found in BLOCK.finditer(page.read_text("utf-8"))]


def edited(text: str, edit: str) -> str:
    """Return a text with each line that begins with a minus replaced by the one with a plus that follows it."""
    for old, new in re.findall(r"^-(.*)\n\+(.*)$", edit, re.MULTILINE):
        assert text.count(f"{old}\n") == 1, f"not once there: {old}"
        text = text.replace(f"{old}\n", f"{new}\n")
    return text


@dataclass(slots=True)
class Desk:
    """Where the guide is followed: a folder, and the one that its reader is in."""

    here: Path
    settings: dict[str, str]

    def run(self, commands: str) -> str:
        """Run commands as a shell does, and stay where they lead; return what they print."""
        script = f"set -e\n{commands}\npwd > '{self.settings['WHERE']}'"
        done = subprocess.run(
            ["sh", "-c", script], cwd=self.here, env=self.settings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{commands}{done.stdout}{done.stderr}"
        self.here = Path(Path(self.settings["WHERE"]).read_text(encoding="utf-8").strip())
        return done.stdout + done.stderr

    def serve(self, command: str) -> str:
        """Start what goes on until it is stopped, stop it once it has said something, and return what it said."""
        words = [*command.split(), "--port", "0"]
        words.remove("--open")  # no browser of the reader's is opened here
        log, until = self.here.parent / "served.txt", time.monotonic() + PATIENCE
        with log.open("wb") as out, subprocess.Popen(words, cwd=self.here, env=self.settings, stdout=out) as running:
            while "http://127.0.0.1:" not in log.read_text("utf-8"):
                assert running.poll() is None, "the preview ended by itself"
                assert time.monotonic() < until, "the preview does not say where it is"
                time.sleep(0.05)
            running.send_signal(signal.SIGINT)
            running.wait(PATIENCE)
        return log.read_text("utf-8")

    def do(self, block: Block) -> str:
        """Do what a block says."""
        if block.kind == "sh":
            return self.serve(block.text.strip()) if block.name == "serve" else self.run(block.text)
        file = self.here / block.name
        text = edited(file.read_text("utf-8"), block.text) if block.kind == "diff" else block.text
        file.write_text(text, "utf-8")
        return ""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty folder, with digitrend at hand and a git that knows its user."""
    programs = tmp_path / "programs"
    programs.mkdir()
    command = programs / "digitrend"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m digitrend "$@"\n')
    command.chmod(0o755)
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    settings = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "WHERE": str(tmp_path / "where"),
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
    }
    Path(settings["GIT_CONFIG_GLOBAL"]).write_text(
        "[user]\nname = E. Ditor\nemail = editor@example.org\n", encoding="utf-8"
    )
    here = tmp_path / "desk"
    here.mkdir()
    return Desk(here, settings)


@pytest.mark.full
def test_the_guide_leads_from_an_article_to_a_published_briefing(desk: Desk) -> None:
    start, told = desk.here, []
    for block in blocks():
        told.append(desk.do(block))

    site, public = desk.here / "build" / "site", start / "public"
    assert any("127.0.0.1" in each for each in told)
    standing = (
        "5 of 5 figures, 2 of 2 slogans, 2 of 2 forecasts and 5 of 5 passages were found where the content cites them"
    )
    assert any(standing in each for each in told)
    assert any(each.endswith("0 changed, 0 removed, 0 as they were.\n") for each in told)
    assert (public / "index.html").is_file()
    assert (public / "charts" / "shipments.svg").is_file()
    assert "<del>8.4%</del> <ins>8.6%</ins>" in (site / "changes.html").read_text("utf-8")
    assert "was corrected" in (site / "source.html").read_text("utf-8")
    assert (desk.here / ".github" / "workflows" / "briefing.yml").is_file()


@pytest.mark.first
def test_figures_series_and_a_second_source_are_as_their_page_says(desk: Desk) -> None:
    *_, last = (desk.do(block) for block in blocks(ROOT / "docs" / "figures.md"))

    assert "Built " in last
    page = (desk.here / "build/site/figures/hives@end-of-2033.html").read_text("utf-8")
    assert "between 2,400 and 2,600 hives" in page
    record = (desk.here / "content/audit.yaml").read_text("utf-8")
    assert "{kind: figures, standing: 10, all: 10}" in record
    assert "errors: 0" in record


def test_every_command_that_the_guide_only_names_exists() -> None:
    from digitrend.cli.main import COMMANDS

    named = {command.split()[1] for command in LISTED.findall(GUIDE.read_text("utf-8"))}

    assert named <= set(COMMANDS)
    assert {"init", "explain", "new", "audit"} <= named


def test_the_readme_leads_to_the_guide() -> None:
    assert "(docs/guide.md)" in (ROOT / "README.md").read_text("utf-8")
