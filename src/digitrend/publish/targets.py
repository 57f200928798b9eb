"""Targets for publishing, and the check whether a site may be published."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from digitrend.build.cache import Cache
from digitrend.build.files import MARKER, digest, listing, marked_in
from digitrend.build.inputs import Options, read_inputs, recorded_build
from digitrend.build.output import Site
from digitrend.build.scheduler import nothing_to_do
from digitrend.check.rules.consistency import audit_findings
from digitrend.check.runner import check
from digitrend.content.reader import read_documents
from digitrend.diagnostics import Diagnostic, Severity, failed
from digitrend.errors import StoreError
from digitrend.publish.changes import Changes, another_address, changes
from digitrend.sitecheck.proof import Inspection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from digitrend.publish.changes import Files


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
        """Return the changes that would leave exactly these files there."""

    def send(self, files: Files, todo: Changes) -> None:
        """Make the changes; after an interruption, the next call makes the rest."""


@dataclass(frozen=True, slots=True)
class TargetOptions:
    """The options of `publish`."""

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
    return Folder(Path(to))


class Folder:
    """A folder, which need not exist; files put there by hand are kept."""

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


BUILD = "run digitrend build"  # the hint
CANONICAL = re.compile(rb'<link rel="?canonical"? href="?([^"> ]+)')


@dataclass(frozen=True, slots=True)
class Ready:
    """A site that may be published, perhaps with warnings, or the findings that prevent it."""

    found: tuple[Diagnostic, ...]
    files: Files | None = None  # what its manifest lists, and the manifest
    address: str = ""  # what it was built for


def ready(options: Options, address: str = "", *, unaudited: bool = False) -> Ready:
    """Look at the site that stands in `options.out`; `address` is where it is to be published, if that is known.

    A missing, stale or failed audit is an error, unless `unaudited` or the site was built so.
    """
    site, cache = Site(options.out), Cache(options.cache)
    out = options.out.as_posix()
    listed, files = _read(site)
    if damaged := _damage(listed, files, out):
        return Ready(damaged)
    as_built = recorded_build(options, cache)
    inputs = read_inputs(as_built or options)
    if as_built is None or nothing_to_do(site, cache, inputs.digest) is None:
        fault = "the site is older than its content or templates, or was not built here"
        return Ready((Diagnostic("X003", fault, out, hint=BUILD),))
    briefing, found = check(*read_documents(options.content))
    if briefing and not (unaudited or as_built.unaudited):
        found = audit_findings(briefing, options.content.as_posix(), Severity.ERROR)
    if briefing is None or failed(found):
        return Ready(tuple(found))
    named = CANONICAL.search(files.get("index.html", b""))
    built_for = named[1].decode(errors="replace").rstrip("/") if named else ""
    wanted = (address or briefing.overview.site.url).rstrip("/")
    if wanted not in {"", built_for}:
        return Ready((another_address(built_for, wanted, out).diagnostic,))
    inspection = Inspection(cache, inputs.program, built_for, briefing.overview.site.budgets)
    inspection.check({path: content for path, content in files.items() if path != MARKER})
    if failed(inspection.found):
        return Ready(tuple(inspection.found))
    return Ready(tuple(inspection.found), files, built_for)


def _read(site: Site) -> tuple[Mapping[str, str], dict[str, bytes]]:
    """Return what the manifest lists and what there is of it, the manifest included; nothing else is published."""
    marker = b""
    with suppress(OSError):
        marker = (site.out / MARKER).read_bytes()
    files = {**site.contents(), MARKER: marker}
    return marked_in(marker) or {}, dict(sorted(files.items()))


def _damage(listed: Mapping[str, str], files: Files, out: str) -> tuple[Diagnostic, ...]:
    """X001: there is no site to publish.  X002: a file of the site is missing, or not what was built."""
    if not listed:
        return (Diagnostic("X001", f"there is no site in '{out}'", out, hint=BUILD),)
    found = []
    for path, sha in sorted(listed.items()):
        if path not in files or digest(files[path]) != sha:
            what = "is not what was built" if path in files else "is missing"
            found.append(Diagnostic("X002", f"'{path}' {what}", f"{out}/{path}", hint=BUILD))
    return tuple(found)
