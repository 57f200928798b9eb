"""What people install: the wheel carries the whole program, and works where the checkout is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest

from machine import NO_NETWORK, stand_down
from paths import ROOT
from wheels import UNREACHABLE, build, without_hashes

if TYPE_CHECKING:
    from pathlib import Path


def names_in(wheel: Path) -> set[str]:
    """Return the paths in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_under(folder: str) -> set[str]:
    """Return the files under a folder of the project, without what Python leaves there, relative to it."""
    top = ROOT / folder
    paths = (path.relative_to(top) for path in top.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}


def install(wheel: Path, environment: Path, constraints: Path) -> None:
    """Install the wheel and what it needs, in the locked versions, into an environment without pip."""
    pip = [sys.executable, "-m", "pip", "--python", str(environment), "install"]
    options = ["--quiet", "--no-input", "--no-compile", "--retries", "1", "--constraint", str(constraints)]
    done = subprocess.run([*pip, *options, str(wheel)], check=False, capture_output=True, text=True)
    if done.returncode and UNREACHABLE.search(done.stderr):
        stand_down(NO_NETWORK, "the packages that the wheel needs could not be fetched")
    assert done.returncode == 0, done.stderr


def test_the_wheel_carries_the_program_and_the_templates(tmp_path: Path) -> None:
    carried = names_in(build("wheel", ROOT, tmp_path))

    templates = files_under("templates")
    assert templates
    assert {f"digitrend/templates/{name}" for name in templates} <= carried
    assert {f"digitrend/{name}" for name in files_under("src/digitrend")} <= carried
    assert {name.split("/")[0].partition("-")[0] for name in carried} == {"digitrend"}


def test_the_wheel_says_under_which_licences_its_parts_and_the_faces_of_a_site_are(tmp_path: Path) -> None:
    wheel = build("wheel", ROOT, tmp_path)
    carried = {name.partition("/licenses/")[2]: name for name in names_in(wheel) if "/licenses/" in name}
    with zipfile.ZipFile(wheel) as archive:
        texts = {name: archive.read(path).decode() for name, path in carried.items()}
        (about,) = (archive.read(name).decode() for name in archive.namelist() if name.endswith("/METADATA"))

    assert carried.keys() == {"LICENSE", "licenses/Source-Sans-OFL-1.1.txt", "licenses/Source-Serif-OFL-1.1.txt"}
    assert all("SIL OPEN FONT LICENSE Version 1.1" in texts[name] for name in texts if name != "LICENSE")
    assert "License-Expression: MIT\n" in about
    assert "Classifier: Typing :: Typed\n" in about
    assert "://" not in about.partition("\n\n")[0]  # no address that does not exist


@pytest.mark.full
def test_the_sdist_is_enough_to_build_the_same_wheel(tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    shutil.unpack_archive(sdist, tmp_path)

    again = build("wheel", tmp_path / sdist.name.removesuffix(".tar.gz"), tmp_path / "again")

    assert again.read_bytes() == build("wheel", ROOT, tmp_path / "wheel").read_bytes()


@pytest.mark.full
def test_the_installed_wheel_builds_a_briefing_away_from_the_checkout(tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=os.name != "nt")
    constraints = tmp_path / "constraints.txt"
    constraints.write_text(without_hashes((ROOT / "requirements.txt").read_text(encoding="utf-8")))
    install(build("wheel", ROOT, tmp_path / "wheel"), environment, constraints)
    desk = tmp_path / "desk"
    shutil.copytree(ROOT / "content", desk / "content")

    digitrend = environment / ("Scripts" if os.name == "nt" else "bin") / "digitrend"
    done = subprocess.run(
        [digitrend, "build", "--content", "content", "--out", "site"],
        cwd=desk,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )

    assert done.returncode == 0, done.stderr
    assert (desk / "site" / "index.html").is_file()
