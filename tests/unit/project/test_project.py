"""What holds for the project's own files: dependencies, lock, size of modules, and names that stay out."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from functools import cache
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lock import LOCKS, locked, versions
from paths import ROOT
from tables import table

LONGEST_MODULE = 450
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

MUST_NOT_NAME = {  # written so that no pattern finds itself
    "a package registry": re.compile(r"pypi[.]org|python[h]osted|npm[j]s[.]|(?:deb|security)[.]debian"),
    "a path of one machine": re.compile(r"(?<![\w.:-])/(?:home|Users|root|work|tmp)/\w|\b[A-Z]:\\Users"),
    "the program as if an index had it": re.compile(r"""pip [i]nstall ['"`]?digitrend(?! @)"""),
}


@cache
def project_files() -> tuple[str, ...]:
    """Every file that is, or would be, under version control, by path from the project's root."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: only git knows which files are the project's")
    # a checkout that belongs to somebody else is still the project
    command = ["git", "-c", f"safe.directory={ROOT.as_posix()}", "ls-files", "-z", "--cached", "--others"]
    listed = subprocess.run([*command, "--exclude-standard"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    paths = set(listed.stdout.decode().split("\0")) - {""}
    return tuple(path for path in sorted(paths) if (ROOT / path).is_file())


def wanted(lock: str = "requirements-dev.txt") -> list[Requirement]:
    """Return what pyproject.toml asks for: to run and to install, for the developers' lock also to develop."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    texts = [*project["dependencies"], *groups["install"], *PROJECT["build-system"]["requires"]]
    if lock == "requirements-dev.txt":
        texts += [*groups["dev"], *(text for extra in project["optional-dependencies"].values() for text in extra)]
    return [Requirement(text) for text in texts]


@table("what", MUST_NOT_NAME)
def test_no_file_names(what: str) -> None:
    found = []
    for path in project_files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:  # text
            text = content.decode("utf-8", errors="replace")
            found += [f"{path}: {match.group()}" for match in MUST_NOT_NAME[what].finditer(text)]

    assert found == []


@table("name", LOCKS)
def test_every_locked_version_has_hashes_and_names_no_place(name: str) -> None:
    blocks = [block for versions in locked(name).values() for block in versions]

    assert len(blocks) > len(wanted(name))
    assert [block for block in blocks if not re.match(r"[a-z0-9-]+==[^\s;]+( ;.*)? \\\n", block)] == []
    assert [block for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block)] == []
    assert re.findall(r".*(?:://|index-url|find-links|trusted-host| @ ).*", LOCKS[name]) == []


@table("name", LOCKS)
def test_a_lock_has_what_is_asked_for(name: str) -> None:
    for requirement in wanted(name):
        found = versions(name, everywhere=True).get(canonicalize_name(requirement.name), "").split()
        assert found, f"run `make lock`: {name} lacks {requirement}"
        assert [version for version in found if version not in requirement.specifier] == []


def test_both_locks_have_the_same_versions() -> None:
    run, dev = (versions(name, everywhere=True) for name in LOCKS)

    assert run.items() <= dev.items()
    assert len(run) < 60, "what only developers need is in the lock of those who make the site"


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(
        r"^(?:dependencies|s3|pdf|install|dev) = \[[^\n]*\n(.*?)^\]", text, flags=re.MULTILINE | re.DOTALL
    )
    lines = [line.strip() for listed in lists for line in listed.splitlines()]

    assert len(lists) == 5
    assert [line for line in lines if not re.fullmatch(r'"[^"]+", *# \S.*', line)] == []


def test_dependencies_have_lower_bounds_and_no_upper_ones() -> None:
    assert [str(each) for each in wanted() if [part.operator for part in each.specifier] != [">="]] == []


def test_a_module_has_one_purpose_and_so_stays_short() -> None:
    modules = (ROOT / "src").rglob("*.py")
    lines = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n") for path in modules}

    assert {path: count for path, count in lines.items() if count > LONGEST_MODULE} == {}


@table("name", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_make_command_that_is_told_of_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = (ROOT / name).read_text(encoding="utf-8")
    told = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE))

    assert told <= targets


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bit")
def test_the_ci_script_can_be_executed() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
