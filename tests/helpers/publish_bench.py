"""The bench on which sites are published: two editions of the small briefing, and the command that publishes them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from builders import ORCHARDS, SILT, a_content, edited
from digitrend.build.files import digest, marker_text
from digitrend.cli.main import cli
from digitrend.diagnostics import Diagnostic
from digitrend.publish import Changes, PublishError, TargetOptions, target_of
from site_bench import MARKER, Bench, in_this_process, tree

if TYPE_CHECKING:
    from digitrend.publish.changes import Files

OLD_PAGE, NEW_PAGE = "trends/orchards.html", "trends/plum-orchards.html"
ADDRESS = "https://outlook.example.org/2021/"


@dataclass(frozen=True, slots=True)
class Editions:
    """Two editions, built; the second has another sentence on one page, and another page under another name."""

    first: Path  # the folders of the two projects
    second: Path
    addressed: Path  # the first, for an address

    def site(self, project: Path) -> dict[str, bytes]:
        """Return what is to be published of an edition: its manifest's files, and the manifest."""
        return tree(project / "site")


@pytest.fixture(scope="session")
def editions_once(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """Both editions, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("editions")
    second = edited(a_content(), SILT, "Silt gathers", "Mud gathers")
    second["trends/02-plum-orchards.yaml"] = second.pop(ORCHARDS)
    with in_this_process():
        Bench(folder / "first").build()
        Bench(folder / "second").build(second)
        Bench(folder / "addressed", base=ADDRESS).build()
    return Editions(folder / "first", folder / "second", folder / "addressed")


@pytest.fixture(scope="module")
def editions(editions_once: Editions, one_core: None) -> Editions:  # noqa: ARG001 - in force meanwhile
    """Both editions, built once; not to be changed."""
    return editions_once


def a_copy(project: Path, folder: Path) -> Path:
    """Copy a project, so that it can be changed."""
    shutil.copytree(project, folder)
    return folder


def arguments(project: Path, to: str | Path, *more: str) -> list[str]:
    """Return the command's arguments."""
    places = [f"--{name}={project / folder}" for name, folder in FOLDERS.items()]
    return ["publish", "--to", str(to), *places, *more]


FOLDERS = {"content": "content", "templates": "templates", "out": "site", "cache": "cache"}


@dataclass(frozen=True, slots=True)
class Published:
    """How the command ended, and what it said."""

    code: int
    told: str
    errors: str


def publish(project: Path, to: str | Path, *more: str, env: Mapping[str, str] | None = None) -> Published:
    """Run the command in this process."""
    ran = CliRunner().invoke(cli, arguments(project, to, *more), env=dict(env or {}))
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
    return Published(ran.exit_code, ran.stdout, ran.stderr)


def published(project: Path, to: str | Path, *more: str, env: Mapping[str, str] | None = None) -> str:
    """Publish what can be published, and return the last line that was printed."""
    ran = publish(project, to, *more, env=env)
    assert ran.code == 0, ran.errors
    return ran.told.splitlines()[-1]


# ---- Places, without a briefing: what is sent need not be one


def an_edition(pages: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files of a site and its manifest."""
    files = {path: text.encode() for path, text in pages.items()}
    return dict(sorted({**files, MARKER: marker_text({path: digest(raw) for path, raw in files.items()})}.items()))


FIRST = an_edition(
    {
        "index.html": "<title>Overview</title>",
        "issues/silt.html": "<link rel=stylesheet href=../assets/site-0a1b.css><p>Silt gathers.",
        OLD_PAGE: "<p>Plums.",
        "assets/site-0a1b.css": "p { color: black }",
        "data/a b.json": "{}",
    }
)
SECOND = an_edition(
    {
        "index.html": "<title>Overview</title>",
        "issues/silt.html": "<link rel=stylesheet href=../assets/site-9f8e.css><p>Mud gathers.",
        NEW_PAGE: "<p>Plums.",
        "assets/site-9f8e.css": "p { color: navy }",
        "data/a b.json": "{}",
    }
)
NEXT = Changes(  # from the first to the second
    new=("assets/site-9f8e.css", NEW_PAGE),
    changed=(MARKER, "issues/silt.html"),
    removed=("assets/site-0a1b.css", OLD_PAGE),
    same=("data/a b.json", "index.html"),
)


def compared(files: Files, to: str, **options: str) -> Changes:
    """Return what would change at a target."""
    return target_of(TargetOptions(to, **options)).compare(files)


def sent(files: Files, to: str, **options: str) -> Changes:
    """Publish an edition, and return what was changed."""
    target = target_of(TargetOptions(to, **options))
    todo = target.compare(files)
    if todo:
        target.send(files, todo)
    return todo


def hindrance(files: Files, to: str, **options: str) -> Diagnostic:
    """Return what stands in the way of publishing."""
    with pytest.raises(PublishError) as caught:
        sent(files, to, **options)
    return caught.value.diagnostic
