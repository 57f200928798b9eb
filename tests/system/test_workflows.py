"""The workflows that `digitrend init --ci` writes: valid, and each step does what it says on a bare machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from digitrend import __version__
from digitrend.cli.main import main
from digitrend.scaffold.workflows import PLACES, workflow
from machine import NO_NETWORK, stand_down
from paths import ROOT
from wheels import UNREACHABLE, build, without_hashes

SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}
ADDRESS = "https://example.org/islands/"
NOT_CLEAN = ("PYTHON", "VIRTUAL_ENV", "DIGITREND", "GIT_")  # how the names of variables begin that a runner has not


def run(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(main, list(arguments))
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


@pytest.mark.parametrize("forge", PLACES)
def test_a_workflow_is_valid(forge: str, tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "new"), "--ci", forge)[0] == 0

    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[forge]]
    done = subprocess.run(
        [*command, str(tmp_path / "new" / PLACES[forge])], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schema_sees_what_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_bytes(workflow("github")[0][PLACES["github"]].replace(b"runs-on", b"runs-of"))

    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS["github"], str(wrong)]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("forge", PLACES)
def test_a_workflow_goes_into_a_briefing_that_is_there_and_writes_nothing_over(forge: str, tmp_path: Path) -> None:
    run("init", str(tmp_path))
    (tmp_path / "requirements.txt").write_text("mine\n", "utf-8")

    code, told = run("init", str(tmp_path), "--ci", forge)

    assert code == 0
    assert f"Add this to {(tmp_path / 'requirements.txt').as_posix()}: digitrend=={__version__}" in told
    assert (tmp_path / "requirements.txt").read_text("utf-8") == "mine\n"
    assert run("init", str(tmp_path), "--ci", forge)[0] == 1


def github_steps(text: bytes) -> Iterator[str]:
    """Yield what each step of each job runs, in order."""
    for job in yaml.safe_load(text)["jobs"].values():
        yield from (step["run"] for step in job["steps"] if "run" in step)


def gitlab_steps(text: bytes) -> Iterator[str]:
    """Yield what each job runs."""
    read: dict[str, Any] = yaml.safe_load(text)
    for job in (value for value in read.values() if isinstance(value, dict) and "script" in value):
        yield "\n".join([*read["before_script"], *job["script"]])


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the runners of these workflows are Linux machines")
def test_each_step_does_what_it_says_in_a_clean_environment(tmp_path: Path) -> None:
    wheel, runner = build("wheel", ROOT, tmp_path / "wheel"), tmp_path / "runner"
    venv.create(runner, symlinks=True, with_pip=True)
    constraints = tmp_path / "constraints.txt"
    constraints.write_text(without_hashes((ROOT / "requirements.txt").read_text("utf-8")), "utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(NOT_CLEAN)}
    clean |= {
        "PATH": f"{runner / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "PIP_CONSTRAINT": str(constraints),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "SITE_URL": ADDRESS,
        "CI_PAGES_URL": ADDRESS,
        "CI": "true",
    }

    def do(step: str, desk: Path) -> str:
        done = subprocess.run(
            ["bash", "-e", "-c", step], cwd=desk, env=clean, capture_output=True, text=True, check=False
        )
        if done.returncode and UNREACHABLE.search(done.stderr):
            stand_down(NO_NETWORK, "the packages that the wheel needs could not be fetched")
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    for forge, steps in (("github", github_steps), ("gitlab", gitlab_steps)):
        desk = tmp_path / forge
        run("init", str(desk), "--ci", forge)
        (desk / "requirements.txt").write_text(f"{wheel}\n", "utf-8")  # where a version of the index would be named
        do(f"git init --quiet --bare '{tmp_path / forge}.git' && git init --quiet", desk)
        do(f"git remote add origin '{tmp_path / forge}.git' && git add --all", desk)
        do("git -c user.name=E -c user.email=e@example.org commit --quiet --message First", desk)

        told = [do(step, desk) for step in steps((desk / PLACES[forge]).read_bytes())]

        if forge == "github":
            listed = do("git --git-dir=../github.git ls-tree -r --name-only gh-pages", desk).split()
            assert {"index.html", ".nojekyll", "charts/power-growth.svg"} <= set(listed)
        else:
            assert any("7 of 7 statistics" in each for each in told)
            assert (desk / "public" / "index.html").is_file()
            assert not (desk / "public").is_symlink()
            assert ADDRESS in (desk / "public" / "sitemap.xml").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the runners of these workflows are Linux machines")
@pytest.mark.parametrize(("forge", "steps"), [("github", github_steps), ("gitlab", gitlab_steps)])
def test_without_the_article_the_audit_is_left_out_and_says_so(
    forge: str, steps: Callable[[bytes], Iterator[str]], tmp_path: Path
) -> None:
    (audit,) = (step for step in steps(workflow(forge)[0][PLACES[forge]]) if "audit" in step)
    if forge == "gitlab":
        audit = audit[audit.index("if [") : audit.index("fi\n") + 3]
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")

    done = subprocess.run([bash, "-e", "-c", audit], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "source.txt is not here, so nothing was audited\n")
