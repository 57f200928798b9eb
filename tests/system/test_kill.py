"""A build killed at any moment leaves the old site or the new one, and the next build is right.

Run as a program, this file is the build to be killed: `python test_kill.py FOLDER EDITION [GATE]`.  With a gate, a file
that is not there yet, its heavy recipes say that they have begun, and wait for the gate.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digitrend.build import output as site_module
from digitrend.build.cache import Cache
from digitrend.build.files import MARKER, digest
from digitrend.build.output import Site
from digitrend.build.recipe import Recipe
from digitrend.build.scheduler import Report, nothing_to_do, work_on
from digitrend.signals import stoppable, stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SEED = 2021  # another one, other moments: DIGITREND_KILL_SEED=7 pytest tests/system/test_kill.py
FILES = 60
STRIDE = 1 if os.environ.get("DIGITREND_FULL") else 4  # at which steps a build is killed: at all, or at every fourth
PATIENCE = 60.0  # seconds until a test gives up; nothing is measured

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no fork and no signals")


def page(edition: str, i: int, _: Mapping[str, bytes]) -> bytes:
    """Make a page: every third is the same in all editions."""
    return f"{'' if i % 3 == 0 else edition} {i}".encode() * 1000


def chart(edition: str, name: str, gate: str, _: Mapping[str, bytes]) -> bytes:
    if gate:
        Path(f"{gate}-{name}").touch()
        while not Path(gate).exists():
            time.sleep(0.005)
    return edition.encode()


def recipes(edition: str, files: int, gate: str = "") -> list[Recipe]:
    """Return the recipes of an edition; each edition has a page of its own."""
    key = {"content": digest(edition)}
    pages = [Recipe(f"p/{i}.html", key, partial(page, edition, i)) for i in range(files)]
    charts = [Recipe(f"c/{i}.svg", key, partial(chart, edition, "chart", gate), in_worker=True) for i in range(4)]
    return [*pages, *charts, Recipe(f"only/{edition}.html", key, partial(chart, edition, "page", gate))]


def run(folder: Path, edition: str, *, files: int = FILES, workers: int = 0, gate: str = "") -> Report:
    site, cache = Site(folder / "site"), Cache(folder / "cache")
    with work_on(recipes(edition, files, gate), site, cache) as work:
        for _ in work.make(workers):
            pass
        return work.swap(edition)


def expected(edition: str, files: int = FILES) -> dict[str, bytes]:
    """Return the site of an edition, and what was put into it by hand."""
    made = {recipe.path: recipe.make({}) for recipe in recipes(edition, files)}
    return {**made, "CNAME": b"example.org"}


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def first(folder: Path, files: int = FILES) -> None:
    """Build the first edition, and put a file into it by hand."""
    run(folder, "first", files=files)
    (folder / "site/CNAME").write_bytes(b"example.org")


def is_whole(folder: Path, *editions: dict[str, bytes]) -> bool:
    """Tell whether the site is one of these editions, and its marker says so."""
    site = tree(folder / "site")
    made = {path: digest(content) for path, content in site.items() if path != "CNAME"}
    return site in editions and Site(folder / "site").marked(made)


# Killed from without, at random


def begin(folder: Path, edition: str, gate: Path | None = None) -> subprocess.Popen[str]:
    """Start this file as a program; return when its build begins, with a gate when its heavy recipes have."""
    program = [sys.executable, __file__, str(folder), edition, str(gate or "")]
    pipe = subprocess.PIPE
    process = subprocess.Popen(program, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "go\n"
    if gate:
        until(lambda: all(gate.with_name(f"gate-{what}").exists() for what in ("chart", "page")))
    return process


def until(holds: Callable[[], bool], every: float = 0.005) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(every)


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """The file that the heavy recipes of a build wait for, in a folder of its own."""
    (tmp_path / "gates").mkdir()
    return tmp_path / "gates" / "gate"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the site and the cache."""
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def ended(process: subprocess.Popen[str]) -> str:
    """Return the errors of a process that is to end.

    Its pipes close only when the last of its workers has ended: those must not outlive it.
    """
    return process.communicate(timeout=PATIENCE)[1]


@pytest.mark.parametrize("kills", [6, pytest.param(25, marks=pytest.mark.full)])
def test_kills_at_random_moments_leave_whole_sites(tmp_path: Path, kills: int) -> None:
    chance = random.Random(int(os.environ.get("DIGITREND_KILL_SEED", SEED)))
    first(tmp_path)
    process, start = begin(tmp_path, "edition-0"), time.perf_counter()
    ended(process)
    usual = time.perf_counter() - start
    standing, killed = expected("edition-0"), 0

    for i in itertools.count(1):
        if i > kills and killed > kills // 3:
            break
        process = begin(tmp_path, f"edition-{i}")
        time.sleep(chance.uniform(0, usual))
        process.kill()
        ended(process)
        if process.returncode == 0:
            usual *= 0.9  # it was too fast to be met at work
        killed += process.returncode != 0
        due = expected(f"edition-{i}")
        assert is_whole(tmp_path, standing, due), f"kill {i}"
        if i % 2 == 0:  # every other kill meets what the one before it left
            run(tmp_path, f"edition-{i}")
            assert is_whole(tmp_path, due)
            assert names(tmp_path) == ["cache", "site"]
        standing = tree(tmp_path / "site")


@posix
@pytest.mark.parametrize("how", ["terminated", "Ctrl-C"])
def test_a_build_told_to_end_ends_cleanly(folder: Path, gate: Path, how: str) -> None:
    first(folder)
    process = begin(folder, "second", gate)

    if how == "terminated":
        process.terminate()
    else:
        os.killpg(process.pid, signal.SIGINT)  # a terminal tells the workers too
    gate.touch()  # what was begun is ended
    errors = ended(process)

    assert (process.returncode, errors) == (130, "digitrend: stopped; the site is unchanged\n")
    assert is_whole(folder, expected("first"))
    assert names(folder) == ["cache", "site"]


@posix
def test_who_asks_again_after_a_while_need_not_wait(folder: Path, gate: Path) -> None:
    first(folder)
    process = begin(folder, "second", gate)

    def gone() -> bool:
        process.send_signal(signal.SIGINT)
        return process.poll() is not None

    until(gone, every=0.1)  # the gate stays shut
    errors = ended(process)

    assert (process.returncode, errors) == (130, "digitrend: stopped; the site is unchanged\n")
    assert is_whole(folder, expected("first"))
    run(folder, "second")  # clears away what was left
    assert names(folder) == ["cache", "site"]


def test_workers_do_not_outlive_a_killed_build(folder: Path, gate: Path) -> None:
    process = begin(folder, "first", gate)

    process.kill()

    ended(process)  # the gate stays shut, so that no worker comes to its end by itself


def test_the_lock_of_a_killed_build_holds_nobody_up(folder: Path, gate: Path) -> None:
    process = begin(folder, "first", gate)
    process.kill()
    ended(process)

    with work_on(recipes("second", 1), Site(folder / "site"), Cache(folder / "cache"), patience=1) as work:
        list(work.make(0))
        work.swap("")

    assert names(folder) == ["cache", "site"]


def test_two_programs_that_build_at_once_leave_one_of_both(tmp_path: Path) -> None:
    processes = [begin(tmp_path, edition) for edition in ("first", "second", "third")]

    assert [ended(process) for process in processes] == ["", "", ""]
    first_three = [expected(edition) for edition in ("first", "second", "third")]
    assert {**tree(tmp_path / "site"), "CNAME": b"example.org"} in first_three
    assert names(tmp_path) == ["cache", "site"]


# Killed from within, at every step


EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink"}
EVENTS |= {"os.scandir", "os.listdir", "ctypes.dlsym", "fcntl.flock"}


def killed_at(step: int, folder: Path, edition: str, files: int) -> bool:
    """Build in a child that kills itself as it asks the system for the `step`th time.

    False when it had ended before.
    """
    child = os.fork()
    if child == 0:
        asked = iter(range(1, step))

        def count(event: str, _: object) -> None:
            if event in EVENTS and next(asked, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        run(folder, edition, files=files)
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


@pytest.fixture(params=["one step", pytest.param("two renames", marks=pytest.mark.full)])
def in_one_step(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    if request.param == "two renames":
        monkeypatch.setattr(site_module, "exchange", lambda *_: False)
    return str(request.param) == "one step"


@posix
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of forking, with the threads of a test runner
def test_a_kill_at_any_step_leaves_a_whole_site(tmp_path: Path, in_one_step: bool) -> None:
    step, lost, old = 0, 0, "first"
    first(tmp_path, files=3)
    while step == 0 or killed_at(step, tmp_path, f"edition-{step}", 3):
        edition = f"edition-{step}"
        if (tmp_path / "site").exists():
            assert is_whole(tmp_path, expected(old, 3), expected(edition, 3)), f"step {step}"
        else:
            lost += 1

        run(tmp_path, edition, files=3)

        assert is_whole(tmp_path, expected(edition, 3)), f"after step {step}"
        assert names(tmp_path) == ["cache", "site"], f"after step {step}"
        assert nothing_to_do(Site(tmp_path / "site"), Cache(tmp_path / "cache"), edition)
        step, old = step + STRIDE, edition

    assert step > 80
    # Where the system cannot exchange, the old site waits aside for one step.
    assert lost == (0 if in_one_step else 1)


def program(folder: str, edition: str, gate: str) -> int:
    """Build an edition in worker processes."""
    with stoppable():
        try:
            print("go", flush=True)
            run(Path(folder), edition, workers=2, gate=gate)
        except KeyboardInterrupt:
            stopped()
    return 0


if __name__ == "__main__":
    sys.exit(program(*sys.argv[1:]))
