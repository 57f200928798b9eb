"""What browsers may do with a file of the site, and how long they may keep it: one table for pages, hosts and tests.

A page carries its policy itself, for hosts that send no headers and for reading from disk; as a header it can also
forbid others to frame the page, which a page cannot say of itself.  Content Security Policy Level 3:
https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import re

EMBEDDED = "charts/embed/"  # the folder of the pages that others may frame
ASSETS = "assets/"  # the folder whose files' names change with their content
# An address that a site can have: a folder's, with nothing behind it that could be taken for something else.
BASE_URL = r"^https?://[^\s/?#\"'<>\\,;*:@]+(:[0-9]+)?(/[^\s?#\"'<>\\,;*:]*)?$"

# A frame with nothing but styles, typefaces and drawings.
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

FOR_GOOD = "public, max-age=31536000, immutable"  # a year, which is as long as caches count
ASK_AGAIN = "public, max-age=0, must-revalidate"  # an unchanged file is answered in a few bytes
COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # no other host learns which page its reader came from
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
}


def is_base_url(address: str) -> bool:
    """Say whether a site can be published at an address."""
    return re.fullmatch(BASE_URL, address) is not None


def policy(path: str) -> str:
    """Return the policy that the page at `path` carries itself."""
    return "; ".join(f"{name} {value}" for name, value in _directives(path).items())


def content_policy(path: str) -> str:
    """Return the policy to send with a file: the page's own, and whether others may frame it."""
    return policy(path) if path.startswith(EMBEDDED) else f"{policy(path)}; frame-ancestors 'none'"


def cache_control(path: str) -> str:
    """Return how long copies of a file hold: an asset's for good, all others until the host is asked again."""
    return FOR_GOOD if path.startswith(ASSETS) else ASK_AGAIN


def headers(path: str) -> dict[str, str]:
    """Return the headers that a host should send with the file at `path`."""
    return {**COMMON, "Cache-Control": cache_control(path), "Content-Security-Policy": content_policy(path)}


def _directives(path: str) -> dict[str, str]:
    return _STILL if path.startswith(EMBEDDED) else _LIVELY
