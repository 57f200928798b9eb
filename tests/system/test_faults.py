"""Builds and publications killed at random moments: what stands is the old or the new, and the next run is right."""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from publish_bench import Editions, arguments
from site_bench import build_command, command, tree

SEED = 2021  # another one, other moments: DIGITREND_KILL_SEED=7 pytest tests/system/test_faults.py
KILLS = int(os.environ.get("DIGITREND_KILLS", "25"))
BY_HAND = {".nojekyll", "CNAME"}
SHELL = '#!/bin/sh\nwhile [ "$1" != rsync ]; do shift; done\nexec sh -c "$*"\n'  # as ssh does

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processes a process has"),
    pytest.mark.skipif(not shutil.which("rsync"), reason="tests/system/test_publish_rsync.py says it loudly"),
]


@dataclass
class Field:
    """A build, and each place of publishing, with what is due there: the site of either edition."""

    folder: Path
    editions: Editions
    environment: dict[str, str]
    client: Any
    due: list[dict[str, bytes]] = field(init=False)

    def __post_init__(self) -> None:
        self.due = [self.editions.site(project) for project in (self.editions.first, self.editions.second)]

    def command(self, what: str, edition: int) -> list[str]:
        """Return the command that builds or publishes an edition."""
        project = (self.editions.first, self.editions.second)[edition]
        if what == "build":
            return build_command(self.folder, "--quiet", content=project / "content")
        to = {
            "folder": str(self.folder / "there"),
            "branch": "github-pages",
            "mirror": f"web:{self.folder / 'mirror'}",
            "bucket": "s3://briefings/outlook",
        }[what]
        return command(*arguments(project, to))

    def begin(self, what: str, edition: int) -> subprocess.Popen[bytes]:
        clone, pipe = self.folder / "clone", subprocess.PIPE
        arguments = self.command(what, edition)
        return subprocess.Popen(
            arguments, cwd=clone, env=self.environment, stdout=pipe, stderr=pipe, start_new_session=True
        )

    def finish(self, what: str, edition: int) -> float:
        """Run a command to its end, see that what is due is there, and return how long it took."""
        begun = time.perf_counter()
        process = self.begin(what, edition)
        errors = process.communicate(timeout=120)[1].decode()
        took = time.perf_counter() - begun
        assert process.returncode == 0, errors
        assert self.standing(what) == self.due[edition], what
        return took

    def standing(self, what: str) -> dict[str, bytes]:
        """Return what readers find there."""
        if what == "branch":
            folder = self.folder / "checked-out"
            shutil.rmtree(folder, ignore_errors=True)
            git(self.folder, "clone", "--quiet", "--branch=gh-pages", "remote.git", str(folder))
            shutil.rmtree(folder / ".git")
            return {path: raw for path, raw in tree(folder).items() if path not in BY_HAND}
        if what == "bucket":
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="briefings")
            keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
            read = {key: self.client.get_object(Bucket="briefings", Key=key)["Body"].read() for key in keys}
            return {key.removeprefix("outlook/"): raw for key, raw in read.items()}
        return tree(self.folder / {"build": "site", "folder": "there", "mirror": "mirror"}[what])

    def is_sound(self, what: str) -> bool:
        """Tell whether readers find one edition or, where one by one changes, no page without what it needs."""
        there = self.standing(what)
        if what not in {"mirror", "bucket"}:
            return there in self.due
        needs = {path: needed(raw) for path, raw in there.items() if path.endswith(".html")}
        whole = all(raw in {each.get(path) for each in self.due} for path, raw in there.items() if path in needs)
        return whole and all(assets <= there.keys() for assets in needs.values())


def needed(raw: bytes) -> set[str]:
    """Return the assets that a page asks for."""
    return {found.decode() for found in re.findall(rb'(?:href|src)="?(?:\.\./)*(assets/[^">\s]+)', raw)}


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def field_(editions: Editions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Field]:
    """All that can be killed, each with nothing in it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    (tmp_path / "shell").write_text(SHELL, encoding="ascii")
    (tmp_path / "shell").chmod(0o755)
    mine = {
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
        "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
        "AWS_EC2_METADATA_DISABLED": "true",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "RSYNC_RSH": str(tmp_path / "shell"),
    }
    for name, value in mine.items():
        monkeypatch.setenv(name, value)
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(tmp_path, "init", "--quiet", "clone")
    git(tmp_path / "clone", "remote", "add", "origin", "../remote.git")
    shutil.copytree(editions.first / "cache", tmp_path / "cache")
    client = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket="briefings")
    yield Field(tmp_path, editions, dict(os.environ), client)
    server.stop()


def children(process: int) -> list[int]:
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]
    return []


def kill(process: subprocess.Popen[bytes], *, with_children: bool) -> bool:
    """Kill a command, perhaps with the programs that it runs, and return whether it was still at work.

    Returns when the last of its session has ended: what lives on, a server for one, ends on its own.
    """
    for each in [*(children(process.pid) if with_children else []), process.pid]:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    process.wait()
    until = time.monotonic() + 60
    while any(of_session(process.pid)) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(of_session(process.pid)), "something lives on"
    for pipe in (process.stdout, process.stderr):
        assert pipe is not None
        pipe.close()
    return process.returncode == -signal.SIGKILL


def of_session(session: int) -> Iterator[str]:
    """Yield the processes of a session that have not ended."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, _, of = folder.joinpath("stat").read_text("utf-8").rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                yield folder.name


@pytest.mark.full
def test_kills_at_random_moments_of_builds_and_publications(field_: Field) -> None:
    chance = random.Random(int(os.environ.get("DIGITREND_KILL_SEED", SEED)))
    places = ["build", "folder", "branch", "mirror", "bucket"]
    usual = {what: field_.finish(what, 0) for what in places}
    standing: Mapping[str, int] = dict.fromkeys(places, 0)
    killed, left = 0, set[str]()

    for i in itertools.count():
        if i >= KILLS and killed > KILLS // 3:
            break
        what = places[i % len(places)]
        edition = 1 - standing[what] if chance.random() < 0.8 else standing[what]
        moment, with_children = chance.uniform(0.1, 1.0) * usual[what], chance.random() < 0.5
        process = field_.begin(what, edition)
        time.sleep(moment)
        met = kill(process, with_children=with_children)
        killed += met
        if not met:
            usual[what] *= 0.9  # it was too fast to be met at work

        about = f"kill {i}: {what} of {edition} after {moment:.3f} s"
        assert field_.is_sound(what), about
        left.add(what)
        if chance.random() < 0.5:  # else the next kill meets what this one left
            field_.finish(what, edition)
            standing = {**standing, what: edition}
            left.remove(what)

    for what in sorted(left):
        field_.finish(what, 1 - standing[what])
    beside = {path.name for path in field_.folder.iterdir()}
    assert beside - {"checked-out"} == {"site", "there", "mirror", "remote.git", "clone", "cache", "shell"}
    print(f"{killed} were killed at work")
