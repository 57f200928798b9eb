"""What a host sends: content security policy, caching and media type of each file, and compressed copies.

One table for pages, hosts and the preview.

Pages contain their policy, for hosts that send no headers and for reading from disk.  Only a header can forbid others
to frame a page.  Content Security Policy Level 3:
https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath

from digitrend.build.recipe import Recipe

NOT_FOUND = "404.html"  # carries its style itself, since it is sent from any address
SINGLE = "briefing.html"  # carries all that it needs
EMBEDDED = "charts/embed/"  # the folder of the pages that others may frame
ASSETS = "assets/"
# A page with nothing but styles, typefaces and drawings.
_STILL = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_LIVELY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    **_STILL,
    "form-action": "'self'",
}

# What is inside the single file runs by its digest, which the file's own policy names; both policies are in force.
_INSIDE = {
    **_STILL,
    "script-src": "'unsafe-inline'",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "font-src": "data:",
}
_OWN = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')

FOR_GOOD = "public, max-age=31536000, immutable"  # a year, which is as long as caches count
ASK_AGAIN = "public, max-age=0, must-revalidate"  # an unchanged file is answered in a few bytes
COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # no other host learns which page its reader came from
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
}


TYPES = {  # said here and not asked of the system, which may know another table
    "": "text/plain; charset=utf-8",  # such as `_headers`
    ".bib": "application/x-bibtex; charset=utf-8",
    ".br": "application/x-brotli",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttl": "text/turtle; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


def content_type(path: str) -> str:
    """Return the media type of a file, by the end of its name."""
    return TYPES.get(PurePosixPath(path).suffix, "application/octet-stream")


def policy(path: str, styles: Iterable[str] = ()) -> str:
    """Return the policy for the `meta` element of a page; `styles` are the texts of its `style` elements."""
    directives = dict(_directives(path))
    directives["style-src"] = " ".join((directives["style-src"], *map(hash_source, styles)))
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def hash_source(text: str) -> str:
    """Return the source expression that allows an inline text by its digest."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def content_policy(path: str, page: bytes = b"") -> str:
    """Return the policy to send as a header: that of the `page`, and who may frame it."""
    found = _OWN.search(page)
    own = found[1].decode() if found else policy(path)
    return own if path.startswith(EMBEDDED) else f"{own}; frame-ancestors 'none'"


def cache_control(path: str) -> str:
    """Return the Cache-Control of a file: assets for ever, others with revalidation."""
    return FOR_GOOD if path.startswith(ASSETS) else ASK_AGAIN


def headers(path: str, page: bytes = b"") -> dict[str, str]:
    """Return the headers that a host should send with the file at `path`; `page` is its content, if that is known."""
    return {**COMMON, "Cache-Control": cache_control(path), "Content-Security-Policy": content_policy(path, page)}


def _directives(path: str) -> dict[str, str]:
    if path.startswith(EMBEDDED):
        return {**_STILL, "script-src": "'self'"}  # it tells the page around it how high it is
    if path == SINGLE:
        return _INSIDE
    return _LIVELY


TEXTS = (".bib", ".css", ".csv", ".html", ".js", ".json", ".md", ".ris", ".svg", ".txt", ".xml")
GZIP, BROTLI = ".gz", ".br"
HEAD = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"  # deflated, undated, as small as can be, made on no system in particular
MAKER = {"zlib": zlib.ZLIB_RUNTIME_VERSION}  # brotli's version is the program's to count


def copies(recipes: Iterable[Recipe]) -> Iterator[Recipe]:
    """Yield the recipes of the copies of every text among the recipes' files."""
    for recipe in recipes:
        if recipe.published and recipe.path.endswith(TEXTS):
            for suffix, make in MAKERS.items():
                yield Recipe(
                    f"{recipe.path}{suffix}", MAKER, partial(_copy, recipe.path, make), (recipe.path,), in_worker=True
                )


def gzipped(content: bytes) -> bytes:
    """Return bytes as a gzip file."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflater.compress(content) + deflater.flush()
    return HEAD + body + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def brotlied(content: bytes) -> bytes:
    """Return bytes as a Brotli stream."""
    import brotli  # noqa: PLC0415 - few builds need it

    return bytes(brotli.compress(content, mode=brotli.MODE_TEXT))


MAKERS = {GZIP: gzipped, BROTLI: brotlied}


def _copy(path: str, make: Callable[[bytes], bytes], products: Mapping[str, bytes]) -> bytes:
    return make(products[path])
