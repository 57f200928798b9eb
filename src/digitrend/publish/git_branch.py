"""Publishes to a git branch, for hosts such as GitHub Pages.

The new tree is made from the old one in a temporary index, so other files on the branch stay as they are: links,
submodules, modes, line ends.  Each publication is one commit on top of the remote branch.  No branch, index or file of
the user changes, and the push is a single step.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from digitrend.build.files import MARKER, marked_in
from digitrend.publish.changes import (
    Changes,
    PublishError,
    another_address,
    changes,
    run,
    scratch,
    without_secrets,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digitrend.publish.changes import Files, ProcessResult

CNAME = "CNAME"  # https://docs.github.com/pages/configuring-a-custom-domain-for-your-github-pages-site
NO_JEKYLL = ".nojekyll"  # without it GitHub leaves out what begins with an underscore
HOST_FILES = {CNAME, NO_JEKYLL}
HOSTED = (".github.io", ".gitlab.io", ".codeberg.page")  # where a host serves without a domain of one's own
HOST_NAME = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.I
)
BRANCH_NAME = re.compile(  # git-check-ref-format(1)
    r"(?![-./])(?!@$)(?!.*(?:\.\.|//|/\.|@\{|\.lock(?:/|$)))[^\x00-\x20~^:?*\[\\\x7f]+(?<![./])"
)
NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "digitrend"), ("EMAIL", "digitrend@example.invalid"))
}
FILE = "100644"  # git's mode of a plain file


def domain_of(address: str) -> str:
    """Return the domain that the site of an address needs a `CNAME` for, or "": one of its own, at the root."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return "" if parts.path.strip("/") or host.endswith(HOSTED) or "." not in host else host


class _Entry(NamedTuple):
    """One line of a tree: a file, a link or a submodule."""

    mode: str
    name: str  # of the object


@dataclass(slots=True)
class _Tip:
    """The branch as the remote has it."""

    commit: str = ""  # "" when there is no such branch
    entries: dict[str, _Entry] = field(default_factory=dict)
    listed: Mapping[str, str] = field(default_factory=dict)  # what its manifest lists
    domain: str = ""


class Branch:
    """A branch of a remote, published from the repository that `folder` is in."""

    def __init__(self, folder: Path, remote: str, branch: str, *, domain: str = "", address: str = "") -> None:
        """Take the branch; nothing is read yet.

        `domain` is what its `CNAME` is to say, if not what it says already; `address` the one that the site was built
        for. Raises ValueError for names that cannot be.
        """
        if not remote or remote.startswith("-"):
            raise ValueError(f"'{without_secrets(remote)}' cannot be the name of a remote")
        if not BRANCH_NAME.fullmatch(branch):
            raise ValueError(f"'{branch}' cannot be the name of a branch")
        if domain and not HOST_NAME.fullmatch(domain):
            raise ValueError(f"'{without_secrets(domain)}' is not a host name such as outlook.example.org")
        self.name = without_secrets(f"{branch} of {remote}")
        self._domain = domain
        self._address = address
        self._folder = folder
        self._remote = remote
        self._branch = branch
        self._tip = _Tip()

    def compare(self, files: Files) -> Changes:
        """Fetch the branch, and say what must be done for just these files to be there."""
        self._tip = tip = self._fetched()
        if tip.entries.keys() - HOST_FILES and not tip.listed:
            raise PublishError("X005", self.name)
        self._domain = self._domain or tip.domain or domain_of(self._address)
        if self._address and self._domain and urlsplit(self._address).hostname != self._domain:
            raise another_address(self._address, self._domain, self.name)
        wanted = self._with_host_files(files)
        length = len(tip.commit)
        standing = {
            path: path in wanted and entry == _Entry(FILE, _blob(wanted[path], length))
            for path, entry in tip.entries.items()
        }
        return changes(wanted, standing, tip.listed, ours=HOST_FILES)

    def send(self, files: Files, todo: Changes) -> None:
        """Make one commit and push it."""
        commit = self._commit(self._with_host_files(files), todo)
        pushed = self._git("push", "--quiet", self._remote, f"{commit}:refs/heads/{self._branch}")
        if pushed.code:
            raise self._fault(pushed)

    def _with_host_files(self, files: Files) -> dict[str, bytes]:
        domain = {CNAME: self._domain.encode()} if self._domain else {}
        return dict(sorted({**files, NO_JEKYLL: b"", **domain}.items()))

    def _commit(self, files: Files, todo: Changes) -> str:
        """Return the id of a new commit on the branch, with the changes in `todo`."""
        with scratch() as folder:
            paths = [folder / str(i) for i in range(len(todo.sent))]
            for path, sent in zip(paths, todo.sent, strict=True):
                path.write_bytes(files[sent])
            names = self._made("hash-object", "-w", "--no-filters", "--stdin-paths", given="\n".join(map(str, paths)))
            index = {"GIT_INDEX_FILE": str(folder / "index")}
            if self._tip.commit:
                self._made("read-tree", self._tip.commit, more=index)
            lines = [f"0 {'0' * 40}\t{path}\0" for path in todo.removed]
            lines += [f"{FILE} {name}\t{path}\0" for name, path in zip(names.split(), todo.sent, strict=True)]
            self._made("update-index", "--replace", "-z", "--index-info", given="".join(lines), more=index)
            tree = self._made("write-tree", "--missing-ok", more=index)
        known = not any(self._git("var", f"GIT_{who}_IDENT").code for who in ("AUTHOR", "COMMITTER"))
        parent = ["-p", self._tip.commit] if self._tip.commit else []
        message = f"Publish the site: {todo}"
        return self._made("commit-tree", tree, *parent, "-m", message, more={} if known else NOBODY)

    def _fetched(self) -> _Tip:
        """Return the branch as the remote has it now."""
        here = self._git("rev-parse", "--git-dir")
        if here.code:
            raise PublishError("X206", self.name, here.why)
        there = self._git("ls-remote", "--heads", self._remote, f"refs/heads/{self._branch}")
        if there.code:
            raise self._fault(there)
        if not (commit := there.out.decode().partition("\t")[0].strip()):
            return _Tip()
        fetched = self._git("fetch", "--quiet", "--no-tags", self._remote, f"refs/heads/{self._branch}")
        if fetched.code:
            raise self._fault(fetched)
        listing = self._git("ls-tree", "-r", "-z", "--full-tree", commit).out.decode(errors="surrogateescape")
        rows = (row.partition("\t") for row in listing.split("\0") if row)
        entries = {path: _Entry(about.split()[0], about.split()[2]) for about, _, path in rows}
        domain = self._shown(commit, CNAME).decode(errors="replace").strip()
        return _Tip(commit, entries, marked_in(self._shown(commit, MARKER)) or {}, domain)

    def _shown(self, commit: str, path: str) -> bytes:
        shown = self._git("cat-file", "blob", f"{commit}:{path}")
        return b"" if shown.code else shown.out

    def _made(self, *arguments: str, given: str = "", more: Mapping[str, str] | None = None) -> str:
        """Return the output of a git command that must succeed."""
        ran = self._git(*arguments, given=given, more=more)
        if ran.code:
            raise PublishError("X207", self.name, ran.why)
        return ran.out.decode().strip()

    def _git(self, *arguments: str, given: str = "", more: Mapping[str, str] | None = None) -> ProcessResult:
        raw = given.encode(errors="surrogateescape")
        return run(["git", *arguments], self.name, cwd=self._folder, given=raw, more=more)

    def _fault(self, ran: ProcessResult) -> PublishError:
        """Return the finding for an error of git."""
        if ran.says("non-fast-forward", "fetch first", "stale info", "cannot lock ref"):
            return PublishError("X205", self.name, ran.why)
        passwords = ("authentication failed", "could not read username", "could not read password", "(publickey")
        if ran.says(*passwords, "returned error: 401"):
            hint = "log in with git, or give the job a token, then publish again"
            return PublishError("X202", self.name, ran.why, hint)
        if ran.says(
            "remote rejected", "hook declined", "permission", "returned error: 403", "not allowed", "read-only"
        ):
            return PublishError("X203", self.name, ran.answer or ran.why)
        if ran.says("could not resolve", "connection refused", "timed out", "failed to connect", "unreachable"):
            return PublishError("X201", self.name, ran.why)
        if ran.says("does not appear to be a git repository", "not found", "no such remote", "does not exist"):
            return PublishError("X204", self.name, ran.why, "name a remote that `git remote` lists, with --remote")
        return PublishError("X207", self.name, ran.why)


def _blob(content: bytes, length: int) -> str:
    """Return git's id of a file's content; `length` is that of ids in the repository."""
    kind = hashlib.sha256 if length == 64 else hashlib.sha1
    return kind(b"blob %d\0" % len(content) + content).hexdigest()
