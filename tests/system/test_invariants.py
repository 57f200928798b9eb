"""What holds after any sequence of edits, on any machine, at any time, and whatever interrupts a build."""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builders import FERRIES, SILT, SMALL, a_content, edited
from edits import ALL_EDITS, MISTAKES
from fuzzing import FULL
from site_bench import build_command, called, digitrend_, tree, write

if TYPE_CHECKING:
    from site_bench import Bench

SEED = 2021  # another one, other sequences: DIGITREND_EDIT_SEED=7 pytest tests/system/test_invariants.py
SEQUENCES = int(os.environ.get("DIGITREND_EDIT_SEQUENCES", "3"))
EDITS = 8 if FULL else 4
KILLS = 8
PATIENCE = 60.0  # seconds until a test gives up; nothing is measured


def mistaken(bench: Bench, chance: random.Random) -> None:
    """Make a mistake, build in vain, and mend it."""
    content, templates, site = dict(bench.content), dict(bench.templates), tree(bench.root / "site")
    chance.choice(MISTAKES)(bench, chance)

    assert bench.fails()

    assert tree(bench.root / "site") == site
    bench.content, bench.templates = content, templates


@pytest.mark.parametrize("sequence", [0, *(pytest.param(i, marks=pytest.mark.full) for i in range(1, SEQUENCES))])
def test_after_any_edits_a_build_equals_a_clean_one_and_the_next_writes_nothing(bench: Bench, sequence: int) -> None:
    chance = random.Random(int(os.environ.get("DIGITREND_EDIT_SEED", SEED)) * 1000 + sequence)
    bench.build()
    write(bench.root, {**tree(bench.root), "site/CNAME": b"example.org", "cache/mine.txt": b"mine", "other": b"mine"})

    done = []
    for _ in range(EDITS):
        if chance.random() < 0.4:
            mistaken(bench, chance)
        for edit in chance.sample(ALL_EDITS, chance.randint(1, 2)):
            edit(bench, chance)
            done.append(edit.__name__)
        # A cache that was lost took what was put there along.
        mine = {path: raw for path, raw in tree(bench.root).items() if raw in {b"example.org", b"mine"}}

        bench.build()

        assert tree(bench.root / "site") == {**bench.clean(), "CNAME": b"example.org"}, done
        assert not bench.build().written, done
        after = tree(bench.root)
        assert {path: after.get(path) for path in mine} == mine, done
        assert {path.split("/")[0] for path in after} <= {"content", "templates", "site", "cache", "other"}, done
        assert tree(bench.root / "content") == {name: text.encode() for name, text in bench.content.items()}, done


# The same site everywhere


CLOCK = """
import time
time.time = lambda: 86400.0 * 20000
time.localtime = lambda *_: time.gmtime(86400 * 20000)
"""


def created(folder: Path, files: dict[str, bytes], *, backwards: bool) -> Path:
    """Create the files one after the other in an order, with dates of their own, and return their folder."""
    for i, path in enumerate(sorted(files, reverse=backwards)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(files[path])
        os.utime(folder / path, (10**9 + i, 10**9 + i))
    return folder


def started(folder: Path, content: Path | str, **environment: str) -> subprocess.Popen[str]:
    env = {**os.environ, **environment}
    command = build_command(folder, "--quiet", content=Path(content))
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=env, stdout=pipe, stderr=pipe, text=True)


def test_the_site_is_the_same_in_any_folder_zone_locale_year_and_order_of_files(
    tmp_path: Path, small_cache: Path
) -> None:
    files = tree(SMALL)
    one, other = tmp_path / "one", tmp_path / "a folder, named ü" / "deeper"
    created(one / "content", files, backwards=False)
    created(other / "content", files, backwards=True)
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock/sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    for folder in (one, other):  # tests/unit/draw draws again in another process; in make test-full so do two users
        shutil.copytree(small_cache, folder / "cache")
    builds = [
        started(one, one / "content", TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1"),
        started(
            other,
            "content",
            TZ="Pacific/Kiritimati",
            LC_ALL="de_DE.UTF-8",
            LANGUAGE="de",
            PYTHONHASHSEED="2",
            SOURCE_DATE_EPOCH="86400",
            PYTHONPATH=os.pathsep.join([str(tmp_path / "clock"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]),
            HOME=str(tmp_path),
        ),
    ]

    assert [build.communicate(timeout=PATIENCE) for build in builds] == [("", ""), ("", "")]
    assert tree(one / "site") == tree(other / "site")


# Killed at any moment


@pytest.mark.full
def test_kills_at_random_moments_leave_whole_sites_and_the_next_build_right(tmp_path: Path) -> None:
    chance = random.Random(int(os.environ.get("DIGITREND_KILL_SEED", SEED)))
    contents = [a_content(), edited(a_content(), SILT, "Silt gathers", "Mud gathers")]
    due = []
    usual = []
    for i, content in enumerate(contents):
        write(tmp_path / f"content-{i}", content)
        start = time.perf_counter()
        assert digitrend_(*build_command(tmp_path / "true", content=tmp_path / f"content-{i}")[3:]).returncode == 0
        usual.append(time.perf_counter() - start)
        due.append(tree(tmp_path / "true/site"))
    shutil.copytree(tmp_path / "true/site", tmp_path / "site")

    killed = 0
    for i in itertools.count():
        if i >= KILLS and killed > KILLS // 3:
            break
        if i % 4 == 0:
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        process = subprocess.Popen(
            build_command(tmp_path, "--quiet", content=tmp_path / f"content-{i % 2}"), stderr=subprocess.PIPE
        )
        time.sleep(chance.uniform(0, usual[0] if i % 4 == 0 else usual[1]))
        process.kill()
        process.communicate(timeout=PATIENCE)
        if process.returncode == 0:
            usual = [0.9 * each for each in usual]  # it was too fast to be met at work
        killed += process.returncode != 0
        assert tree(tmp_path / "site") in due, f"kill {i}"

    last = digitrend_(*build_command(tmp_path, content=tmp_path / "content-0")[3:])
    assert (last.returncode, last.stderr) == (0, "")
    assert tree(tmp_path / "site") == due[0]
    assert sorted(path.name for path in tmp_path.iterdir() if "site" in path.name) == ["site"]


# What is not ours


def test_content_with_errors_exits_with_1_and_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "content", edited(a_content(), FERRIES, "slogan: ", "slogans: "))
    before = tree(tmp_path)

    built = called(*build_command(tmp_path, content=tmp_path / "content")[3:])

    assert (built.returncode, built.stdout) == (1, "")
    assert "01-ferries.yaml:4:1: S" in built.stderr
    assert built.stderr.endswith("Nothing was written.\n")
    assert tree(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--colour"),
        ("build", "content"),
        ("build", "--base-url", "example.org"),
        ("check", "--format", "xml"),
        ("bild",),
    ],
)
def test_wrong_usage_exits_with_2_and_says_why(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ran = called(*arguments, cwd=tmp_path)

    assert ran.returncode == 2
    assert "Error: " in ran.stderr
    assert "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_ours_is_refused_with_one_sentence(tmp_path: Path) -> None:
    write(tmp_path / "site", {"index.html": "mine"})

    built = called(*build_command(tmp_path)[3:])

    assert (built.returncode, built.stdout) == (1, "")
    assert re.fullmatch(r"digitrend: '.*/site' contains files that digitrend did not write: .*\n", built.stderr)
    assert tree(tmp_path) == {"site/index.html": b"mine"}


def test_a_missing_content_folder_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    built = called("build", cwd=tmp_path)

    assert built.returncode == 1
    assert "C020" in built.stderr
    assert "Traceback" not in built.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_check_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "content", a_content())
    before = tree(tmp_path)

    checked = called("check", cwd=tmp_path)

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "Nothing is wrong.\n", "")
    assert tree(tmp_path) == before
