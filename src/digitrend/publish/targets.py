"""Where a site can be published, and what each target must be able to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from digitrend.build.files import MARKER, listing
from digitrend.build.output import Site
from digitrend.errors import StoreError
from digitrend.publish.changes import Changes, changes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from digitrend.publish.changes import Changes, Files


PAGES = "github-pages"
BUCKET = re.compile(r"s3://(?P<bucket>[A-Za-z0-9][A-Za-z0-9._-]+)(?:/(?P<prefix>.*))?")
RSYNC = re.compile(
    r"rsync://(?:[\w.+-]+@)?(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d+)?/[^/].*"  # a module of a daemon
    r"|(?:[\w.+-]+@)?[A-Za-z0-9][\w.-]+::?(?!//)[^:].*"  # a shell's, or a daemon's; a drive has one letter
)


class Target(Protocol):
    """A place where a site can be published.

    Methods raise PublishError, StoreError or NotOurs with what stands in the way.
    """

    name: str  # for messages; without secrets

    def compare(self, files: Files) -> Changes:
        """Say what must be done for just these files to be there; nothing is changed."""

    def send(self, files: Files, todo: Changes) -> None:
        """Do that; if it is interrupted, the next time does the rest."""


@dataclass(frozen=True, slots=True)
class TargetOptions:
    """Where to publish, as the user said."""

    to: str
    address: str = ""  # the site's own, as it was built
    remote: str = "origin"
    branch: str = "gh-pages"
    domain: str = ""
    endpoint: str = ""


def target_of(options: TargetOptions) -> Target:
    """Return the target that the options name.  Raises ValueError with a sentence for one that cannot be."""
    # Each loads what it needs alone: boto3 takes a second.
    to = options.to
    if to == PAGES:
        from digitrend.publish.git_branch import Branch  # noqa: PLC0415

        return Branch(Path(), options.remote, options.branch, domain=options.domain, address=options.address)
    if found := BUCKET.fullmatch(to):
        from digitrend.publish.s3 import Bucket  # noqa: PLC0415

        prefix = (found["prefix"] or "").strip("/")
        if prefix and {"", ".", ".."}.intersection(prefix.split("/")):
            raise ValueError("a prefix of S3 has no empty part, '.' or '..'")
        return Bucket(found["bucket"], prefix, options.endpoint)
    if RSYNC.fullmatch(to):
        from digitrend.publish.rsync import Rsync  # noqa: PLC0415

        return Rsync(to.rstrip("/"))
    if "://" in to:
        raise ValueError(
            "digitrend knows no such target: give github-pages, s3://BUCKET/PREFIX, rsync://HOST/MODULE/PATH, "
            "HOST:PATH or a folder, and no password"
        )
    pass

    return Folder(Path(to))


class Folder:
    """A folder, which need not exist; what was put into it by hand stays."""

    def __init__(self, path: Path) -> None:
        """Take the folder; nothing is looked at yet."""
        self.name = path.as_posix()
        self._site = Site(path)

    def compare(self, files: Files) -> Changes:
        """Say what must be done for just these files to be there.  Raises NotOurs or StoreError."""
        self._site.check()
        out = self._site.out
        try:
            there = {path: kind for path, kind in (listing(out) if out.exists() else {}).items() if kind != "folder"}
            standing = {
                path: kind == "file" and path in files and (out / path).read_bytes() == files[path]
                for path, kind in there.items()
            }
        except OSError as error:
            raise StoreError(f"cannot read '{self.name}': {error.strerror}") from None
        return changes(files, standing, self._site.files() or {})

    def tidy(self) -> None:
        """Remove what a killed publish left beside the site."""
        if self._site.left_over():
            with self._site.locked():
                pass

    def send(self, files: Files, todo: Changes) -> None:
        """Put the new site beside the old one, and swap the two; readable for all, such as the web server's user."""
        made = [above for above in (self._site.out.parent, *self._site.out.parents) if not above.exists()]
        with self._site.locked():
            ours = {path: content for path, content in files.items() if path != MARKER}
            staged = self._site.stage(ours, replaced=todo.taken)
            _let_all_read((staged / path for path in files), staged, made)
            self._site.swap(staged)


def _let_all_read(files: Iterable[Path], top: Path, made: Iterable[Path]) -> None:
    """Give files, the folders that they are in, and folders that were made on the way modes without regard to umask."""
    folders = {top, *made}
    try:
        for file in files:
            file.chmod(0o644)
            folders |= {above for above in file.parents if above.is_relative_to(top)}
        for folder in folders:
            folder.chmod(0o755)
    except OSError as error:
        raise StoreError(f"cannot let others read '{top}': {error.strerror}") from None
