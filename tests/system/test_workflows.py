"""The workflows that `digitrend init --ci` writes: valid, and each step does what it says on a bare machine."""

from __future__ import annotations

import hashlib
import os
import re
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

from digitrend.cli.main import cli
from digitrend.scaffold.schemas import PLACES, workflow
from machine import NO_NETWORK, stand_down
from paths import ROOT
from wheels import UNREACHABLE, build, without_hashes

SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}
ADDRESS = "https://example.org/islands/"
NOT_CLEAN = ("PYTHON", "VIRTUAL_ENV", "DIGITREND", "GIT_")  # how the names of variables begin that a runner has not


def run(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, list(arguments))
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


WHEEL = f"https://example.org/digitrend-1.0-py3-none-any.whl#sha256={'0' * 64}"


@pytest.mark.parametrize("forge", PLACES)
def test_a_workflow_goes_into_a_briefing_that_is_there_and_writes_nothing_over(forge: str, tmp_path: Path) -> None:
    run("init", str(tmp_path))

    code, told = run("init", str(tmp_path), "--ci", forge)

    assert code == 0
    assert f"Say in PROGRAM, in {PLACES[forge]}, where it installs digitrend from" in told
    assert run("init", str(tmp_path), "--ci", forge, "--program", WHEEL)[0] == 1


@pytest.mark.parametrize("forge", PLACES)
@pytest.mark.parametrize("program", [WHEEL, f"git+https://example.org/ann/digitrend@{'0' * 40}"])
def test_a_workflow_names_the_program_that_it_is_given(forge: str, program: str) -> None:
    files, told = workflow(forge, program)

    read = yaml.safe_load(files[PLACES[forge]])
    assert (read.get("env") or read["variables"])["PROGRAM"] == program
    assert "fails" not in " ".join(told)


@pytest.mark.parametrize(
    "program",
    [
        "digitrend==0.1.0",
        "https://example.org/digitrend-1.0-py3-none-any.whl",
        "git+https://example.org/ann/digitrend@main",
        f"git+https://ann:secret@example.org/ann/digitrend@{'0' * 40}",
        f'https://example.org/"; touch x; "/a.whl#sha256={"0" * 64}',
        f"https://example.org/$(touch x)/a.whl#sha256={'0' * 64}",
    ],
)
def test_a_program_that_could_become_another_one_is_refused(program: str, tmp_path: Path) -> None:
    code, told = run("init", str(tmp_path / "new"), "--ci", "github", "--program", program)

    assert (code, "Invalid value for --program: give a wheel with its hash" in told) == (2, True)
    assert not (tmp_path / "new").exists()


def test_actions_are_named_by_their_full_version_and_have_the_least_rights() -> None:
    read = yaml.safe_load(workflow("github")[0][PLACES["github"]])
    build, publish = read["jobs"]["build"], read["jobs"]["publish"]

    used = [step["uses"] for job in (build, publish) for step in job["steps"] if "uses" in step]
    assert [each for each in used if not re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", each)] == []
    assert read["permissions"] == {"contents": "read"}
    assert "permissions" not in build
    assert publish["permissions"] == {"pages": "write", "id-token": "write", "attestations": "write"}
    run = [step["run"].split()[0] for step in publish["steps"] if "run" in step]
    assert run == ["cp"]  # whoever may write runs no program of others


def github_steps(text: bytes) -> Iterator[str]:
    """Yield what each step of each job runs, in order."""
    yield from (step["run"] for step in yaml.safe_load(text)["jobs"]["build"]["steps"] if "run" in step)


def gitlab_steps(text: bytes) -> Iterator[str]:
    """Yield what each job runs."""
    read: dict[str, Any] = yaml.safe_load(text)
    for job in (value for value in read.values() if isinstance(value, dict) and "script" in value):
        yield "\n".join([*read["before_script"], *job["script"]])


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="the runners of these workflows are Linux machines")
def test_each_step_does_what_it_says_in_a_clean_environment(tmp_path: Path) -> None:
    wheel, runner = build("wheel", ROOT, tmp_path / "wheel"), tmp_path / "runner"
    program = f"{wheel.as_uri()}#sha256={hashlib.sha256(wheel.read_bytes()).hexdigest()}"
    venv.create(runner, symlinks=True, with_pip=True)
    constraints = tmp_path / "constraints.txt"
    constraints.write_text(without_hashes((ROOT / "requirements.txt").read_text("utf-8")), "utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(NOT_CLEAN)}
    clean |= {
        "PATH": f"{runner / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "PIP_CONSTRAINT": str(constraints),
        "SITE_URL": ADDRESS,
        "CI_PAGES_URL": ADDRESS,
        "CI": "true",
    }

    def do(step: str, desk: Path, program: str) -> subprocess.CompletedProcess[str]:
        env = clean | {"PROGRAM": program}
        done = subprocess.run(
            ["bash", "-e", "-c", step], cwd=desk, env=env, capture_output=True, text=True, check=False
        )
        if done.returncode and UNREACHABLE.search(done.stderr):
            stand_down(NO_NETWORK, "the packages that the wheel needs could not be fetched")
        return done

    for forge, steps in (("github", github_steps), ("gitlab", gitlab_steps)):
        desk = tmp_path / forge
        run("init", str(desk), "--ci", forge, "--program", program)
        text = (desk / PLACES[forge]).read_bytes()

        empty = do(next(iter(steps(text))), desk, "")
        other = do(next(iter(steps(text))), desk, f"{wheel.as_uri()}#sha256={'0' * 64}")
        assert (empty.returncode, f"Say in PROGRAM, in {PLACES[forge]}, where" in empty.stdout) == (1, True)
        assert (other.returncode, "DO NOT MATCH THE HASHES" in other.stdout + other.stderr) == (1, True)

        said = yaml.safe_load(text)
        for step in steps(text):
            done = do(step, desk, (said.get("env") or said["variables"])["PROGRAM"])
            assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"

        assert (desk / "public" / "charts" / "power-growth.svg").is_file()
        assert not (desk / "public").is_symlink()
        assert ADDRESS in (desk / "public" / "sitemap.xml").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the runners of these workflows are Linux machines")
@pytest.mark.parametrize(("forge", "steps"), [("github", github_steps), ("gitlab", gitlab_steps)])
def test_without_the_article_the_audit_is_left_out_and_says_so(
    forge: str, steps: Callable[[bytes], Iterator[str]], tmp_path: Path
) -> None:
    (audit,) = (step for step in steps(workflow(forge)[0][PLACES[forge]]) if "was audited" in step)
    if forge == "gitlab":
        audit = audit[audit.index("if [ -f") : audit.rindex("fi\n") + 3]
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")

    done = subprocess.run([bash, "-e", "-c", audit], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "source.txt is not here, so nothing was audited\n")
