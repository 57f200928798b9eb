"""The same site from two clean environments: another user, folder, zone, locale, seed, clock and order of files."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from builders import SMALL
from paths import ROOT
from site_bench import command, tree

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no users to become")

NOBODY = 65534  # the user and group that own nothing, on Linux and macOS alike
FORMS = ("--single-file", "--compress", "--zip", "--base-url", "https://example.org/2021/")
SECRETS = {"AWS_SECRET_ACCESS_KEY": "kX0-of-the-bucket", "GITHUB_TOKEN": "ghp-of-the-robot", "USER": "zaphod-builds"}
# To become nobody; where the checkout or Python itself is root's alone, with the right to read it.
BECOME = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
ABLE = "import digitrend, subprocess, sys; subprocess.run([sys.executable, '-c', 'import digitrend'], check=True)"
RIGHTS = ("dac_read_search", "dac_override")

# Loaded by Python before anything else: folders are listed backwards, and the clock is wrong by decades.
FLIPPED = """
import os, time

_listdir, _scandir = os.listdir, os.scandir


class Backwards:
    def __init__(self, path="."):
        with _scandir(path) as entries:
            self._entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

    def __iter__(self):
        return self._entries

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass


os.listdir = lambda path=".": sorted(_listdir(path), reverse=True)
os.scandir = Backwards
time.time = lambda: 86400.0 * 365 * 60
time.localtime = lambda *_: time.gmtime(86400 * 365 * 60)
"""
ORDERED = FLIPPED.replace("reverse=True", "reverse=False").replace("* 60", "* 30")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one of two builds: a folder, a user, and what the environment says."""

    folder: Path
    become: tuple[str, ...]  # what runs a command as another user; empty: whoever runs the tests
    settings: dict[str, str]
    customized: str  # what Python does first there

    def lay(self) -> None:
        """Put the content there, each file younger or older than the one before."""
        shutil.copytree(SMALL, self.folder / "content")
        (self.folder / "first").mkdir()
        (self.folder / "first" / "sitecustomize.py").write_text(self.customized, encoding="utf-8")
        (self.folder / "home").mkdir()
        for i, path in enumerate(sorted(self.folder.rglob("*"), reverse=self.customized == FLIPPED)):
            os.utime(path, (10**9 + i, 10**9 + i))
        if self.become:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command as the user, with nothing of the environment of the tests."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "home"),
            "PYTHONPATH": str(self.folder / "first"),
            **SECRETS,
            **self.settings,
        }
        return subprocess.run(
            [*self.become, *arguments],
            cwd=self.folder,
            env=environment,
            umask=0o077 if self.customized == FLIPPED else 0o022,
            capture_output=True,
            text=True,
            check=False,
        )


def another_user() -> tuple[str, ...]:
    """Return what runs a command as another user who can read what it needs; nothing where that cannot be."""
    for right in ((), *((f"--inh-caps=-all,+{each}", f"--ambient-caps=-all,+{each}") for each in RIGHTS)):
        become = (*BECOME, *right)
        with suppress(OSError):
            if not subprocess.run(
                [*become, sys.executable, "-c", ABLE], check=False, stderr=subprocess.DEVNULL
            ).returncode:
                return become
    return ()


@pytest.fixture(scope="module")
def desks() -> Iterator[tuple[Desk, Desk]]:
    """Two desks; the second is another user's, where the tests may become one."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory(prefix="a folder, named ü ") as other:
        for folder in (one, other):
            Path(folder).chmod(0o755)
        settings = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
        others = {
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "de_DE.UTF-8",
            "LANGUAGE": "de",
            "PYTHONHASHSEED": "2",
            "PYTHONUTF8": "1",
            "SOURCE_DATE_EPOCH": "86400",
        }
        here = Desk(Path(one), (), settings, ORDERED)
        there = Desk(Path(other), another_user(), others, FLIPPED)
        here.lay()
        there.lay()
        yield here, there


@pytest.fixture(scope="module")
def trees(desks: tuple[Desk, Desk]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What was built at both: the site, and the archive beside it."""
    made = []
    for desk in desks:
        built = desk.run(*command("build", "--unaudited", "--out", "public", "--cache", "home/cache", *FORMS))
        assert (built.returncode, built.stderr) == (0, ""), built.stderr
        made.append({**tree(desk.folder / "public"), "public.zip": (desk.folder / "public.zip").read_bytes()})
    return made[0], made[1]


@pytest.mark.full
def test_the_desks_are_as_different_as_they_claim(desks: tuple[Desk, Desk]) -> None:
    ask = "import os, time; print(os.getuid(), os.listdir('content'), time.tzname[0], int(time.time()), hash('a'))"
    one, other = (desk.run(sys.executable, "-c", ask).stdout.split(" ", 1) for desk in desks)

    assert one != other
    assert (one[0] != other[0]) == bool(desks[1].become)
    assert desks[1].become or os.geteuid() != 0, "root can become another user"
    assert one[1].index("briefing.yaml") < one[1].index("trends")
    assert other[1].index("briefing.yaml") > other[1].index("trends")


@pytest.mark.full
def test_two_users_in_two_clean_environments_make_the_same_site(
    trees: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    one, other = trees

    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


@pytest.mark.full
def test_nothing_of_either_environment_is_in_the_site(
    desks: tuple[Desk, Desk], trees: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    telling = {*SECRETS.values(), *(str(desk.folder) for desk in desks), *(desk.folder.name for desk in desks)}
    telling |= {os.environ["PATH"], sys.prefix, str(ROOT)}
    if len(socket.gethostname()) > 5:
        telling.add(socket.gethostname())

    for path, content in trees[0].items():
        plain = gzip.decompress(content) if path.endswith(".gz") else content
        assert [each for each in telling if each.encode() in plain] == [], path
