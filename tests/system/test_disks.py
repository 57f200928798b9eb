"""What a disk may do to a build or a publication: be full, read-only, another one or in use, and tell wrong times."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from builders import SILT, SMALL, a_content, edited
from digitrend.build.cache import Cache
from digitrend.build.inputs import Options, read_inputs
from digitrend.build.workers import cores
from digitrend.errors import NotOursError, StoreError
from digitrend.pipeline import build_site
from machine import NO_MOUNT, stand_down
from publish_bench import FIRST, SECOND, sent
from site_bench import build_command, tree, write

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows mounts otherwise")

MUD = edited(a_content(), SILT, "Silt gathers", "Mud gathers")


@dataclass(frozen=True, slots=True)
class Project:
    """A content in two editions, and a cache that knows both."""

    root: Path
    old: dict[str, bytes]  # the site of either
    new: dict[str, bytes]

    def build(self, edition: str, out: Path, cache: Path | None = None) -> str:
        """Build an edition, and return what stopped that, or ""."""
        folders = self.root / edition, self.root / "none", out, cache or self.root / "cache"
        options = Options(*folders, unaudited=True)
        try:
            outcome = build_site(options, read_inputs(options), lambda _: None)
        except (NotOursError, StoreError) as error:
            return str(error)
        assert outcome.report is not None, outcome.found
        return ""


@pytest.fixture(scope="module")
def project(one_core: None, tmp_path_factory: pytest.TempPathFactory) -> Project:  # noqa: ARG001 - in force meanwhile
    """The small briefing, with silt in the old edition and mud in the new one."""
    root = tmp_path_factory.mktemp("project")
    write(root / "old", a_content())
    write(root / "new", MUD)
    unknown = Project(root, {}, {})
    for edition in ("old", "new"):
        assert not unknown.build(edition, root / f"{edition}-site")
    return Project(root, tree(root / "old-site"), tree(root / "new-site"))


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount a disk in memory, or mount it again, with options of tmpfs(5); it goes when the test ends."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "digitrend", str(folder)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            stand_down(NO_MOUNT, ran.stderr.strip() or "mount failed")
        return folder

    yield mount
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fill(disk: Path, free: int) -> Path:
    """Fill a disk but for so many kilobytes, and return what fills it."""
    about = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(max(0, about.f_bavail * about.f_frsize - free * 1024)))
    return disk / "filler"


# Full


@pytest.mark.parametrize("free", [64, *(pytest.param(each, marks=pytest.mark.full) for each in (0, 4096))])
def test_a_full_disk_leaves_the_old_site_whole_and_the_next_build_right(
    project: Project, mount: Callable[[str], Path], free: int
) -> None:
    disk = mount("size=12m")
    assert not project.build("old", disk / "site")
    filler = fill(disk, free)

    stopped = project.build("new", disk / "site")

    assert tree(disk / "site") == (project.old if stopped else project.new)
    assert re.fullmatch(r"cannot .*: no space left on device", stopped) if free < 4096 else not stopped
    assert names(disk) == ["filler", "site"]
    filler.unlink()
    assert not project.build("new", disk / "site")
    assert tree(disk / "site") == project.new


@pytest.mark.parametrize("free", [0, 4])
def test_a_folder_on_a_full_disk_keeps_what_was_published(mount: Callable[[str], Path], free: int) -> None:
    disk = mount("size=1m")
    sent(FIRST, str(disk / "site"))
    filler = fill(disk, free)

    with pytest.raises(StoreError, match="no space left on device"):
        sent(SECOND, str(disk / "site"))

    assert tree(disk / "site") == FIRST
    filler.unlink()
    sent(SECOND, str(disk / "site"))
    assert tree(disk / "site") == SECOND


def test_a_cache_on_a_full_disk_costs_time_only(project: Project, mount: Callable[[str], Path], tmp_path: Path) -> None:
    disk = mount("size=300k")

    assert not project.build("new", tmp_path / "site", disk / "cache")
    assert tree(tmp_path / "site") == project.new


def test_a_cache_gives_way_where_the_site_needs_its_room(project: Project, mount: Callable[[str], Path]) -> None:
    disk = mount("size=24m")
    assert not project.build("old", disk / "site", disk / "cache")
    (disk / "cache/objects/README").write_text("not ours")
    for name in "abc":
        Cache(disk / "cache").put(name, os.urandom(1_500_000))
    fill(disk, 40)

    assert not project.build("new", disk / "site", disk / "cache")

    assert tree(disk / "site") == project.new
    assert names(disk) == ["cache", "filler", "site"]
    assert names(disk / "cache/objects") == ["README"]


def limited(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_file_that_must_not_grow_stops_a_build_in_one_sentence(project: Project, tmp_path: Path) -> None:
    # Without a mount: what the system refuses to write is refused to everybody alike.
    shutil.copytree(project.root / "old-site", tmp_path / "site")
    shutil.copytree(project.root / "cache", tmp_path / "cache")
    command = build_command(tmp_path, content=project.root / "new")

    built = subprocess.run(command, capture_output=True, text=True, preexec_fn=partial(limited, 4096), check=False)

    assert (built.returncode, built.stdout) == (1, "")
    assert re.fullmatch(rf"digitrend: cannot write .*: {os.strerror(errno.EFBIG).lower()}\n", built.stderr)
    assert tree(tmp_path / "site") == project.old


def few_files() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))


@pytest.mark.skipif(sys.platform != "linux" or not cores(), reason="elsewhere no process is started that early")
def test_where_no_process_can_be_started_a_build_says_so_in_one_sentence(project: Project, tmp_path: Path) -> None:
    shutil.copytree(project.root / "old-site", tmp_path / "site")
    command = build_command(tmp_path, content=project.root / "new")

    built = subprocess.run(command, capture_output=True, text=True, preexec_fn=few_files, check=False)

    said = "digitrend: no worker process could be started (too many open files); the site is unchanged\n"
    assert (built.returncode, built.stdout, built.stderr) == (1, "", said)
    assert tree(tmp_path / "site") == project.old


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk to print to that is always full")
@pytest.mark.parametrize("command", [("check", "--content", str(SMALL)), ("explain",), ("schema", "--help")])
def test_printing_to_a_full_disk_ends_in_one_sentence(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w", encoding="ascii") as full:
        arguments = [sys.executable, "-m", "digitrend", *command]
        ran = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (1, "digitrend: cannot print: no space left on device\n")


# Read-only, another, in use


def test_a_read_only_disk_leaves_all_as_it_was(project: Project, mount: Callable[[str], Path]) -> None:
    disk = mount("size=12m")
    assert not project.build("old", disk / "site")
    mount("remount,ro")

    assert project.build("new", disk / "site") == f"cannot write beside '{disk}/site': read-only file system"
    with pytest.raises(StoreError, match="read-only file system"):
        sent(FIRST, str(disk / "other"))
    assert tree(disk) == {f"site/{path}": raw for path, raw in project.old.items()}
    mount("remount,rw")
    assert not project.build("new", disk / "site")
    assert tree(disk / "site") == project.new


def test_a_site_on_another_disk_than_the_cache_is_kept_as_well(project: Project, mount: Callable[[str], Path]) -> None:
    disk = mount("size=12m")
    assert not project.build("old", disk / "site")
    before = (disk / "site/index.html").stat().st_ino

    assert not project.build("new", disk / "site")

    assert tree(disk / "site") == project.new
    assert (disk / "site/index.html").stat().st_ino == before  # what is current is not written again


def test_a_disk_cannot_be_swapped_and_so_is_refused(project: Project, mount: Callable[[str], Path]) -> None:
    disk = mount("size=12m")

    assert project.build("old", disk) == f"'{disk}' is a mount point: name a folder below it"
    assert names(disk) == []
    assert names(disk.parent) == ["disk"]


def test_a_site_that_others_have_open_is_replaced_under_them(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert not project.build("old", out)
    with (out / "issues/silt.html").open("rb") as reader:
        begun = reader.read(100)
        inside = subprocess.Popen(["sleep", "60"], cwd=out / "issues")

        assert not project.build("new", out)

        assert begun + reader.read() == project.old["issues/silt.html"]  # who had begun to read reads on
    assert tree(out) == project.new
    assert names(tmp_path) == ["site"]
    inside.terminate()
    inside.wait()


# Clocks


@pytest.mark.parametrize("year", [1975, 2099])
def test_dates_of_files_say_nothing(project: Project, tmp_path: Path, year: int) -> None:
    write(tmp_path / "content", a_content())
    shutil.copytree(project.root / "cache", tmp_path / "cache")
    mine = Project(tmp_path, project.old, project.new)
    assert not Project(tmp_path, {}, {}).build("content", tmp_path / "site")
    path = tmp_path / "content" / SILT
    date = ((year - 1970) * 31556952,) * 2
    os.utime(path, date)

    path.write_bytes(MUD[SILT].encode())
    os.utime(path, date)  # as old as it was

    assert not mine.build("content", tmp_path / "site")
    assert tree(tmp_path / "site") == project.new


JUMPS = """
import itertools, time
hours = itertools.cycle([0, 5000, -9000, 1, -1])
real = time.time
time.time = lambda: real() + 3600.0 * next(hours)
time.time_ns = lambda: int(time.time() * 1e9)
"""


def test_a_clock_that_jumps_changes_nothing(project: Project, tmp_path: Path) -> None:
    write(tmp_path / "clock", {"sitecustomize.py": JUMPS})
    shutil.copytree(project.root / "cache", tmp_path / "cache")
    paths = [str(tmp_path / "clock"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    for edition in ("old", "new"):
        command = build_command(tmp_path, "--quiet", content=project.root / edition)
        subprocess.run(command, env=environment, check=True)

    assert tree(tmp_path / "site") == project.new
