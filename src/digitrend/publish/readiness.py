"""Whether a site may be published: it is there, whole, current, sound, and meant for this address."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitrend.build.cache import Cache
from digitrend.build.files import MARKER, digest, marked_in
from digitrend.build.inputs import Options, read_inputs, recorded_build
from digitrend.build.output import Site
from digitrend.build.scheduler import nothing_to_do
from digitrend.check.rules.record import audit_findings
from digitrend.check.runner import check
from digitrend.content.reader import read_documents
from digitrend.diagnostics import Diagnostic, Severity, failed
from digitrend.publish.errors import another_address
from digitrend.sitecheck.runner import Inspection
from digitrend.sitecheck.site import SizeLimits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digitrend.publish.changes import Files

CANONICAL = re.compile(rb'<link rel="?canonical"? href="?([^"> ]+)')


@dataclass(frozen=True, slots=True)
class Ready:
    """A site that may be published, or what is wrong with it; warnings may go with a site."""

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
        return Ready((stale(out),))
    briefing, found = check(*read_documents(options.content))
    if briefing and not (unaudited or as_built.unaudited):
        found = audit_findings(briefing, options.content.as_posix(), Severity.ERROR)
    if briefing is None or failed(found):
        return Ready(tuple(found))
    built_for, wanted = address_of(files), (address or briefing.overview.site.url).rstrip("/")
    if wanted not in {"", built_for}:
        return Ready((another_address(built_for, wanted, out).diagnostic,))
    inspection = Inspection(cache, inputs.program, built_for, SizeLimits(*briefing.overview.site.budgets.in_bytes))
    inspection.approve({path: content for path, content in files.items() if path != MARKER})
    if failed(inspection.found):
        return Ready(tuple(inspection.found))
    return Ready(tuple(inspection.found), files, built_for)


def _read(site: Site) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return what the manifest lists and what there is of it, the manifest included; nothing else is published."""
    marker = b""
    with suppress(OSError):
        marker = (site.out / MARKER).read_bytes()
    files = {**site.contents(), MARKER: marker}
    return marked_in(marker) or {}, dict(sorted(files.items()))


def _damage(listed: Mapping[str, str], files: Files, out: str) -> tuple[Diagnostic, ...]:
    if not listed:
        return (no_site(out),)
    wrong = (path for path, sha in sorted(listed.items()) if path not in files or digest(files[path]) != sha)
    return tuple(edited(path, out, there=path in files) for path in wrong)


def address_of(files: Files) -> str:
    """Return the address that a site was built for, without a slash at its end, or "": what its overview says."""
    found = CANONICAL.search(files.get("index.html", b""))
    return found[1].decode(errors="replace").rstrip("/") if found else ""


def no_site(out: str) -> Diagnostic:
    """X001: there is no site to publish."""
    return Diagnostic("X001", f"there is no site in '{out}'", out, hint="run digitrend build")


def edited(path: str, out: str, *, there: bool) -> Diagnostic:
    """X002: a file of the site is not what was built."""
    what = "is not what was built" if there else "is missing"
    return Diagnostic("X002", f"'{path}' {what}", f"{out}/{path}", hint="run digitrend build")


def stale(out: str) -> Diagnostic:
    """X003: the site is older than its content, or was not built here."""
    fault = "the site is older than its content or templates, or was not built here"
    return Diagnostic("X003", fault, out, hint="run digitrend build")
