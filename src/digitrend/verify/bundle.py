"""The proof bundle: a file of the site that says what the site was made of, what was asked of it, and what came out.

Sorted, without a clock or a path of one machine: the same input gives the same bytes wherever it is built.  Its own
digest is the last thing in it; the digests of all other files but the marker's are in it, and the marker has its.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from digitrend.store import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

PROOF = "proof.json"
SEAL = "sha256"  # of the text before it is written into it


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a build can show of itself."""

    tool: str  # "digitrend 1.0.0"
    program: str  # the digest of the tool's sources and of the versions of all that makes bytes
    makers: Mapping[str, str]  # the versions of Python and of the libraries that make bytes, by name
    options: Mapping[str, str | bool]
    inputs: Mapping[str, str]  # path → SHA-256, of content and templates
    rules: Mapping[str, int]  # how many findings each rule has, by code
    findings: tuple[str, ...]  # "R111 content/trends/01-ferries.yaml:3:5", in order of place
    audit: Mapping[str, Any] | None  # the last audit, if it is of exactly this content and source
    outputs: Mapping[str, str]  # path → SHA-256, of every file but this one and the marker

    def text(self) -> bytes:
        """Return the bundle as it is published."""
        told = {each.name: _plain(getattr(self, each.name)) for each in fields(self)}
        return _text({**told, SEAL: digest(_text(told))})


def outputs_of(text: bytes) -> dict[str, str] | None:
    """Return the digests that a bundle has of the other files, or None unless each byte of it is as it was written."""
    try:
        told = json.loads(text)
        seal = told.pop(SEAL)
        outputs = {str(path): str(sha) for path, sha in told["outputs"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return outputs if seal == digest(_text(told)) and text == _text({**told, SEAL: seal}) else None


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(sorted(value.items())) if isinstance(value, dict) else value


def _text(told: Mapping[str, object]) -> bytes:
    """Return a bundle as JSON; the order is the one given, so that the seal comes last."""
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()
