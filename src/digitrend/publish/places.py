"""Where a site can be published, and what each place must be able to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from digitrend.publish.changes import Changes, Files

PAGES = "github-pages"
BUCKET = re.compile(r"s3://(?P<bucket>[A-Za-z0-9][A-Za-z0-9._-]+)(?:/(?P<prefix>.*))?")
MIRROR = re.compile(
    r"rsync://(?:[\w.+-]+@)?(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d+)?/[^/].*"  # a module of a daemon
    r"|(?:[\w.+-]+@)?[A-Za-z0-9][\w.-]+::?(?!//)[^:].*"  # a shell's, or a daemon's; a drive has one letter
)


class Place(Protocol):
    """A place where a site can be published.

    Methods raise CannotPublish, StoreError or NotOurs with what stands in the way.
    """

    name: str  # for messages; without secrets

    def compare(self, files: Files) -> Changes:
        """Say what must be done for just these files to be there; nothing is changed."""

    def send(self, files: Files, todo: Changes) -> None:
        """Do that; if it is interrupted, the next time does the rest."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where to publish, as the user said."""

    to: str
    address: str = ""  # the site's own, as it was built
    remote: str = "origin"
    branch: str = "gh-pages"
    domain: str = ""
    endpoint: str = ""


def place_of(wish: Wish) -> Place:
    """Return the place that is wished for.  Raises ValueError with a sentence for one that cannot be."""
    # Each loads what it needs alone: boto3 takes a second.
    if wish.to == PAGES:
        from digitrend.publish.branch import Branch  # noqa: PLC0415

        return Branch(Path(), wish.remote, wish.branch, domain=wish.domain, address=wish.address)
    if found := BUCKET.fullmatch(wish.to):
        from digitrend.publish.bucket import Bucket  # noqa: PLC0415

        return Bucket(found["bucket"], (found["prefix"] or "").strip("/"), wish.endpoint)
    if MIRROR.fullmatch(wish.to):
        from digitrend.publish.mirror import Mirror  # noqa: PLC0415

        return Mirror(wish.to.rstrip("/"))
    if "://" in wish.to:
        raise ValueError(
            "this is no place that digitrend knows: give github-pages, s3://BUCKET/PREFIX, rsync://HOST/MODULE/PATH, "
            "HOST:PATH or a folder, and no password"
        )
    from digitrend.publish.folder import Folder  # noqa: PLC0415

    return Folder(Path(wish.to))
