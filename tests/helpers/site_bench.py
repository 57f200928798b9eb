"""The bench on which whole briefings are built: contents as values, a folder of its own for each, one core.

Drawings, fonts and what is read of a file are pure functions of their values, tested elsewhere; here each is made once
for all builds.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from filelock import FileLock

import digitrend.pipeline
import digitrend.render.theme
import digitrend.sitecheck.proof
from builders import SMALL, a_content
from digitrend.build import hosting, scheduler
from digitrend.build.inputs import Options, read_inputs
from digitrend.build.scheduler import Progress
from digitrend.cli.main import cli
from digitrend.diagnostics import Diagnostic
from digitrend.draw import fonts, make_drawings
from digitrend.pipeline import BuildResult, build_site
from digitrend.sitecheck.facts import Facts
from digitrend.sitecheck.site import facts

if TYPE_CHECKING:
    from digitrend.build.scheduler import Report
    from digitrend.charts import Chart
    from digitrend.draw.fonts import Face

MARKER = "digitrend.json"
TEMPLATES = Path(digitrend.__file__).parents[2] / "templates"
KNOWN = lru_cache(maxsize=None)


@KNOWN
def _drawings(chart: Chart) -> bytes:
    return make_drawings(chart, {})


@KNOWN
def _font(face: Face, glyphs: frozenset[str]) -> bytes:
    return fonts.font(face, glyphs, {})


@KNOWN
def _brotlied(content: bytes) -> bytes:
    return hosting.brotlied(content)


def _known_drawings(chart: Chart, _: Mapping[str, bytes]) -> bytes:
    return _drawings(chart)


def _known_font(face: Face, glyphs: frozenset[str], _: Mapping[str, bytes]) -> bytes:
    return _font(face, glyphs)


@lru_cache(maxsize=4096)
def _known_facts(path: str, content: bytes) -> Facts:
    return facts(path, content)


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by their path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Make the files of a folder those that are given: others go, and those that are right already stay."""
    standing = tree(folder) if folder.is_dir() else {}
    for path in standing.keys() - files.keys():
        (folder / path).unlink()
    for path, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        if standing.get(path) != raw:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(raw)


@dataclass
class Bench:
    """One project in a folder of its own: what it says, how it looks, and its site."""

    root: Path
    content: dict[str, str] = field(default_factory=a_content)
    templates: dict[str, str] = field(default_factory=dict)  # over those that the package carries
    base: str = ""
    pdf: bool = False
    single_file: bool = False
    compress: bool = False
    markdown: bool = False
    strict: bool = False
    unaudited: bool = True  # most content of tests is held against no text

    def attempt(self, content: Mapping[str, str] | None = None) -> BuildResult:
        """Build what the bench holds now, or another content instead, and return what came of it."""
        if content is not None:
            self.content = dict(content)
        write(self.root / "content", self.content)
        write(self.root / "templates", self.templates)
        folder = self.root
        options = Options(
            folder / "content",
            folder / "templates",
            folder / "site",
            folder / "cache",
            base_url=self.base,
            pdf=self.pdf,
            single_file=self.single_file,
            compress=self.compress,
            markdown=self.markdown,
            strict=self.strict,
            unaudited=self.unaudited,
        )
        return build_site(options, read_inputs(options), _unseen)

    def build(self, content: Mapping[str, str] | None = None) -> Report:
        """Build what is sound."""
        outcome = self.attempt(content)
        assert outcome.report is not None, outcome.found
        return outcome.report

    def fails(self, content: Mapping[str, str] | None = None) -> list[Diagnostic]:
        """Build what is not sound, and return what was found."""
        outcome = self.attempt(content)
        assert outcome.report is None
        return list(outcome.found)

    @property
    def site(self) -> dict[str, bytes]:
        """The files of the site, without the marker."""
        return {path: content for path, content in tree(self.root / "site").items() if path != MARKER}

    def text(self, path: str) -> str:
        """Return a file of the site as text."""
        return (self.root / "site" / path).read_text(encoding="utf-8")

    def clean(self) -> dict[str, bytes]:
        """Return the whole site, marker included, as a build with no past makes it in another folder."""
        count = sum(1 for path in self.root.parent.iterdir() if path.name.startswith("clean"))
        other = Bench(self.root.parent / f"clean-{count}", self.content, self.templates, self.base)
        other.build()
        return tree(other.root / "site")


def _unseen(_: Progress) -> None:
    """Show nothing."""


@pytest.fixture(scope="module")
def one_core() -> Iterator[None]:
    """Make everything in this process: a test runner has threads, and must not be forked."""
    with in_this_process():
        yield


@contextlib.contextmanager
def in_this_process() -> Iterator[None]:
    """Have builds start no process, and make what is known only once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scheduler, "cores", lambda: 0)
        patch.setattr(digitrend.pipeline, "cores", lambda: 0)
        patch.setattr(digitrend.pipeline, "make_drawings", _known_drawings)
        patch.setattr(digitrend.render.theme, "font", _known_font)
        patch.setattr(digitrend.sitecheck.proof, "facts", _known_facts)
        patch.setitem(hosting.MAKERS, hosting.BROTLI, _brotlied)
        yield


@pytest.fixture
def bench(one_core: None, tmp_path: Path) -> Bench:  # noqa: ARG001 - in force meanwhile
    """The small briefing, in a folder of its own; nothing is built yet."""
    return Bench(tmp_path / "project")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The small briefing, built."""
    bench = Bench(tmp_path_factory.mktemp("built") / "project")
    with in_this_process():
        bench.build()
    return bench


@pytest.fixture(scope="module")
def built(built_once: Bench, one_core: None) -> Bench:  # noqa: ARG001 - likewise
    """The small briefing, built once for tests that only look."""
    return built_once


# ---- The command, in a process of its own


@pytest.fixture(scope="session")
def small_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build of the small briefing leaves in its cache, made once a run: to copy where no drawing is tested.

    Nobody builds with it itself: another process may be copying it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with FileLock(shared / "small.lock"):
        if not (shared / "small").is_dir():
            write(shared / "none", {})
            out = shared / "small" / "elsewhere"  # a copy is to know nothing of the site beside it
            options = Options(SMALL, shared / "none", out, shared / "small" / "cache", unaudited=True)
            with in_this_process():
                assert build_site(options, read_inputs(options), _unseen).report
    return shared / "small" / "cache"


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "digitrend", *map(str, arguments)]


def digitrend_(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command; it may fail."""
    # Coverage, colours and the like of whoever runs the tests are none of its business.
    env = {**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        command(*arguments), cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


def called(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, which costs a tenth; it may fail."""
    with contextlib.chdir(cwd or Path.cwd()):
        ran = CliRunner().invoke(cli, list(map(str, arguments)))
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
    return subprocess.CompletedProcess(arguments, ran.exit_code, ran.stdout, ran.stderr)


def build_command(folder: Path, *more: str | Path, content: Path = SMALL) -> list[str]:
    """Return the command that builds a content into a folder, as the bench does: held against no text."""
    places = ("--content", content, "--out", folder / "site", "--cache", folder / "cache")
    return command("build", "--unaudited", *places, *more)
