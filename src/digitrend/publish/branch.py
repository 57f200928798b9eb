"""A branch of a git repository, from which a host such as GitHub Pages serves; written by ghp-import.

The branch keeps its history: each time is one commit on what the remote has.  It is made on a branch of its own in
this repository, so that no branch, index or file of whoever publishes is touched, and is pushed in one step: an
interruption leaves the remote as it was, or done.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tarfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digitrend.publish.changes import Changes, changes
from digitrend.publish.faults import (
    another_address,
    failed_there,
    forbidden,
    missing,
    no_repository,
    not_ours,
    overtaken,
    refused,
    unreachable,
    without_secrets,
)
from digitrend.publish.running import run
from digitrend.store import MARKER, marked_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digitrend.publish.changes import Files
    from digitrend.publish.faults import CannotPublish
    from digitrend.publish.running import Ran

STAGE = "digitrend-publish-"  # begins the name of the branch on which the commit is made; the process follows
NO_REMOTE = "digitrend-none"  # what ghp-import would begin from; there is none, because we say where to begin
CNAME = "CNAME"  # https://docs.github.com/pages/configuring-a-custom-domain-for-your-github-pages-site
NO_JEKYLL = ".nojekyll"  # without it GitHub leaves out what begins with an underscore
HOST_FILES = {CNAME, NO_JEKYLL}
HOSTED = (".github.io", ".gitlab.io", ".codeberg.page")  # where a host serves without a domain of one's own
NOBODY = {"GIT_COMMITTER_NAME": "digitrend", "GIT_COMMITTER_EMAIL": "digitrend@example.invalid"}


def domain_of(address: str) -> str:
    """Return the domain that the site of an address needs a `CNAME` for, or "": one of its own, at the root."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return "" if parts.path.strip("/") or host.endswith(HOSTED) or "." not in host else host


@dataclass(slots=True)
class _Standing:
    """The branch as the remote has it."""

    commit: str = ""  # "" when there is no such branch
    blobs: dict[str, str] = field(default_factory=dict)  # path → object
    listed: dict[str, str] = field(default_factory=dict)  # what its manifest lists
    domain: str = ""


class Branch:
    """A branch of a remote, published from the repository that `folder` is in."""

    def __init__(self, folder: Path, remote: str, branch: str, *, domain: str = "", address: str = "") -> None:
        """Take the branch; nothing is looked at yet.

        `domain` is what its `CNAME` is to say, if not what it says already; `address` the one that the site was built
        for.  Raises ValueError for names that cannot be.
        """
        for word in (remote, branch):
            if not word or word.startswith("-"):
                raise ValueError(f"'{word}' cannot be the name of a remote or of a branch")
        self.name = without_secrets(f"{branch} of {remote}")
        self._domain = domain
        self._address = address
        self._folder = folder
        self._remote = remote
        self._branch = branch
        self._stage = f"{STAGE}{os.getpid()}"
        self._before = _Standing()

    def compare(self, files: Files) -> Changes:
        """Fetch the branch, and say what must be done for just these files to be there."""
        self._before = before = self._fetched()
        if before.blobs.keys() - HOST_FILES and not before.listed:
            raise not_ours(self.name)
        self._domain = self._domain or before.domain or domain_of(self._address)
        if self._address and self._domain and urlsplit(self._address).hostname != self._domain:
            raise another_address(self._address, self._domain, self.name)
        wanted = {**files, NO_JEKYLL: b"", **({CNAME: self._domain.encode()} if self._domain else {})}
        length = len(before.commit)
        standing = {path: path in wanted and _blob(wanted[path], length) == blob for path, blob in before.blobs.items()}
        return changes(dict(sorted(wanted.items())), standing, before.listed)

    def send(self, files: Files, todo: Changes) -> None:
        """Make one commit and push it."""
        before = self._before
        with TemporaryDirectory(prefix="digitrend-") as folder, self._staged(before.commit):
            self._write(Path(folder), files, before)
            self._import(folder, f"Publish the site: {todo}", before)
            pushed = self._git("push", "--quiet", self._remote, f"refs/heads/{self._stage}:refs/heads/{self._branch}")
            if pushed.code:
                raise self._fault(pushed)

    def _write(self, folder: Path, files: Files, before: _Standing) -> None:
        """Write what the commit is to hold: what is published, and what was put there by hand."""
        ours = {*before.listed, *files, MARKER, *HOST_FILES}
        if by_hand := sorted(before.blobs.keys() - ours):
            packed = self._git("archive", "--format=tar", before.commit, "--", *by_hand)
            with tarfile.open(fileobj=io.BytesIO(packed.out)) as archive:
                archive.extractall(folder, filter="data")
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)

    def _import(self, folder: str, message: str, before: _Standing) -> None:
        """Have ghp-import make the commit, in a process of its own: it prints, and works where it stands."""
        command = [sys.executable, "-m", "ghp_import", "--no-jekyll", "--branch", self._stage, "--remote", NO_REMOTE]
        command += ["--message", message, *(["--cname", self._domain] if self._domain else []), folder]
        known = not self._git("var", "GIT_COMMITTER_IDENT").code
        ran = run(command, self.name, cwd=self._folder, more={} if known else NOBODY)
        made = self._git("rev-parse", "--verify", "--quiet", f"refs/heads/{self._stage}").out.decode().strip()
        if ran.code or not made or made == before.commit:
            raise failed_there(ran.why, self.name)

    @contextmanager
    def _staged(self, commit: str) -> Iterator[None]:
        """Have our own branch begin at a commit, or at nothing; it goes when all is done."""
        self._sweep()
        if commit:
            begun = self._git("update-ref", f"refs/heads/{self._stage}", commit)
            if begun.code:
                raise failed_there(begun.why, self.name)
        try:
            yield
        finally:
            self._git("update-ref", "-d", f"refs/heads/{self._stage}")

    def _sweep(self) -> None:
        """Remove the branches that killed processes left behind, of this name too."""
        left = self._git("for-each-ref", "--format=%(refname)", f"refs/heads/{STAGE}*").out.decode().split()
        for name in left:
            if not _is_at_work(name.removeprefix(f"refs/heads/{STAGE}")):
                self._git("update-ref", "-d", name)

    def _fetched(self) -> _Standing:
        """Return the branch as the remote has it now."""
        here = self._git("rev-parse", "--git-dir")
        if here.code:
            raise no_repository(here.why, self.name)
        there = self._git("ls-remote", "--heads", self._remote, f"refs/heads/{self._branch}")
        if there.code:
            raise self._fault(there)
        if not (commit := there.out.decode().partition("\t")[0].strip()):
            return _Standing()
        fetched = self._git("fetch", "--quiet", "--no-tags", self._remote, f"refs/heads/{self._branch}")
        if fetched.code:
            raise self._fault(fetched)
        listing = self._git("ls-tree", "-r", "-z", commit).out.decode(errors="surrogateescape")
        rows = (row.partition("\t") for row in listing.split("\0") if row)
        blobs = {path: about.split()[2] for about, _, path in rows}
        return _Standing(commit, blobs, marked_in(self._shown(commit, MARKER)) or {}, self._domain_at(commit))

    def _domain_at(self, commit: str) -> str:
        return self._shown(commit, CNAME).decode(errors="replace").strip()

    def _shown(self, commit: str, path: str) -> bytes:
        shown = self._git("cat-file", "blob", f"{commit}:{path}")
        return b"" if shown.code else shown.out

    def _git(self, *arguments: str, more: Mapping[str, str] | None = None) -> Ran:
        return run(["git", *arguments], self.name, cwd=self._folder, more=more)

    def _fault(self, ran: Ran) -> CannotPublish:
        """Return what git's errors mean."""
        if ran.says("non-fast-forward", "fetch first", "stale info", "cannot lock ref"):
            return overtaken(ran.why, self.name)
        if ran.says("authentication failed", "could not read username", "could not read password", "(publickey", "401"):
            hint = "log in with git, or give the job a token, then publish again"
            return refused(ran.why, self.name, hint)
        if ran.says("remote rejected", "hook declined", "permission", "403", "not allowed", "read-only"):
            return forbidden(ran.why, self.name)
        if ran.says("could not resolve", "connection refused", "timed out", "failed to connect", "unreachable"):
            return unreachable(ran.why, self.name)
        if ran.says("does not appear to be a git repository", "not found", "no such remote", "does not exist"):
            return missing(ran.why, self.name, "name a remote that `git remote` lists, with --remote")
        return failed_there(ran.why, self.name)


def _is_at_work(process: str) -> bool:
    """Whether another process of this number is there; where that cannot be asked, none is."""
    if not process.isdecimal() or int(process) == os.getpid() or os.name == "nt":
        return False
    with suppress(ProcessLookupError, OverflowError):
        try:
            os.kill(int(process), 0)
        except PermissionError:
            return True
        return True
    return False


def _blob(content: bytes, length: int) -> str:
    """Return git's name of a file's content; `length` is that of the repository's names."""
    kind = hashlib.sha256 if length == 64 else hashlib.sha1
    return kind(b"blob %d\0" % len(content) + content).hexdigest()
