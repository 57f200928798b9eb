"""What hosts are told beside the site: `_headers` and `_redirects`, as Netlify and Cloudflare Pages read them.

Both join the values of all rules that fit a file, so a header that differs from file to file is given by rules of
which one fits.  Cloudflare Pages takes a hundred rules of headers and two thousand redirects; a `:name` stands there
for one part of a path, a `*` for the rest of it.  https://developers.cloudflare.com/pages/configuration/headers/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from urllib.parse import urlsplit

from digitrend.build.http_headers import COMMON, NOT_FOUND, SINGLE, headers

HEADERS = "_headers"
REDIRECTS = "_redirects"
MOVED_FOR_GOOD = 301


def host_headers(paths: Iterable[str], base: str, pages: Mapping[str, bytes]) -> bytes:
    """Return `_headers` for a site of these files; `pages` are those whose policy depends on what is in them."""
    root = _root(base)
    # A rule fits an address, whatever is sent from there: all let in the style of the page for missing addresses.
    styles = " ".join(["style-src 'self'", *re.findall("'sha256-[^']+'", pages.get(NOT_FOUND, b"").decode())])
    lines = ["# What to send with each file; for Netlify, Cloudflare Pages and hosts that read the same form."]
    lines += _rule(f"{root}*", COMMON)
    for path, patterns in _patterns(paths):
        given = headers(path, pages[SINGLE] if path == SINGLE else b"")
        own = {name: value.replace("style-src 'self'", styles) for name, value in given.items() if name not in COMMON}
        for pattern in patterns:
            lines += _rule(f"{root}{pattern}", own)
    return "\n".join([*lines, ""]).encode()


def host_redirects(moves: Iterable[tuple[str, str]], base: str) -> bytes:
    """Return `_redirects` from each address that an item had to the one that it has now."""
    root = _root(base).rstrip("/")
    return "".join(f"{root}{old} {root}{new} {MOVED_FOR_GOOD}\n" for old, new in moves).encode()


def _patterns(paths: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a file of each sort, and what fits all files of that sort and no other."""
    for top, found in groupby(sorted(paths), lambda path: path.partition("/")[0]):
        inside = list(found)
        if inside == [top]:
            yield top, _alone(top)
        elif all(headers(path) == headers(inside[0]) for path in inside):
            yield inside[0], (f"{top}/*",)
        else:
            folders = {posixpath.dirname(path): path for path in reversed(inside)}
            yield from ((path, (f"{folder}/", f"{folder}/:file")) for folder, path in sorted(folders.items()))


def _alone(path: str) -> tuple[str, ...]:
    """Return the addresses of a file that is in no folder: both hosts show a page without its suffix as well."""
    bare = path.removesuffix(".html")
    return tuple(dict.fromkeys((path, "" if bare == "index" else bare)))


def _rule(pattern: str, given: dict[str, str]) -> Iterator[str]:
    yield ""
    yield pattern
    yield from (f"  {name}: {value}" for name, value in given.items())


def _root(base: str) -> str:
    """Return the path of the site at its host, with a slash at both ends."""
    return f"{urlsplit(base).path.rstrip('/')}/"
