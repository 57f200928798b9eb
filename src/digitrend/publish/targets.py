"""Where a site can be published, and what each target must be able to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
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
    from digitrend.publish.folder import Folder  # noqa: PLC0415

    return Folder(Path(to))
