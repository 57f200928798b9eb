"""Reads the files of a content from a folder or a git revision, without checking anything out."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from digitrend.errors import NoRevisionError

# Set in hooks and worktrees, and would make git use their repository.
ELSEWHERE = re.compile(
    r"GIT_(ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|DIR|GRAFT_FILE|IMPLICIT_WORK_TREE|INDEX_FILE|INTERNAL_SUPER_PREFIX"
    r"|NAMESPACE|NO_REPLACE_OBJECTS|OBJECT_DIRECTORY|PREFIX|QUARANTINE_PATH|REPLACE_REF_BASE|SHALLOW_FILE|WORK_TREE)"
)
LINK = b"120000"  # git's mode of a symbolic link


def git_environment() -> dict[str, str]:
    """Return the environment without variables that make git use another repository than that of its folder."""
    return {name: value for name, value in os.environ.items() if not ELSEWHERE.fullmatch(name)}


def content_files(named: str, content: Path) -> dict[str, bytes]:
    """Return the files of a content by path; `named` is its folder, a project with it, or a revision of `content`.

    Raises NoRevisionError.
    """
    folder = Path(named)
    if not folder.is_dir():
        return content_at(named, content)
    inside = folder / content.name
    if not (folder / "briefing.yaml").is_file() and inside.is_dir():
        folder = inside
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def revision_label(named: str, content: Path) -> str:
    """Return the path of a content for findings: "v1:content" at a revision."""
    return Path(named).as_posix() if Path(named).is_dir() else f"{named}:{content.as_posix()}"


def content_at(revision: str, folder: Path) -> dict[str, bytes]:
    """Return the files of a folder at a revision of its repository, by their path in the folder.

    The folder need not exist now.  Raises NoRevisionError.
    """
    near = folder.absolute()
    while not near.is_dir():
        near = near.parent
    top = Path(os.fsdecode(_git(near, "rev-parse", "--show-toplevel").rstrip(b"\r\n")))
    inside = Path(os.path.normpath(folder.absolute())).relative_to(near)
    place = (near.resolve() / inside).relative_to(top.resolve()).as_posix()
    commit = _commit(revision, near)
    prefix = b"" if place == "." else os.fsencode(place) + b"/"
    listed = _git(near, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *([place] if prefix else []))
    found: dict[str, str] = {}
    for entry in filter(None, listed.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, kind, name = about.split()
        if kind == b"blob" and mode != LINK:
            found[path.removeprefix(prefix).decode("utf-8", "replace")] = name.decode()
    if not found:
        raise NoRevisionError(f"the revision '{revision}' has no folder '{place}'")
    return dict(zip(found, _blobs(near, list(found.values())), strict=True))


def _commit(revision: str, near: Path) -> str:
    try:
        asked = _git(near, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except NoRevisionError:
        raise NoRevisionError(f"'{revision}' is neither a folder nor a revision that git knows") from None
    return asked.decode().strip()


def _blobs(near: Path, names: list[str]) -> list[bytes]:
    """Return the bytes of each object; `git cat-file --batch` prints a line with the size before them."""
    answer = _git(near, "cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode())
    blobs: list[bytes] = []
    at = 0
    for _ in names:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        blobs.append(answer[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
    return blobs


def _git(near: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git and return its output; raises NoRevisionError with git's message."""
    settings = {**git_environment(), "LC_ALL": "C", "GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", "-C", str(near), *arguments], input=given, capture_output=True, check=False, env=settings
        )
    except FileNotFoundError:
        raise NoRevisionError("git is not installed, so revisions cannot be read") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoRevisionError((reason[0] if reason else f"git {arguments[0]} failed").removeprefix("fatal: "))
    return done.stdout
