"""What was learnt of templates, to be kept for the next build: which others each names, and its compiled code.

Compiling all takes longer than rendering most pages.  What is kept counts for the same text only, and the whole of
it for the same program only: its notes name the text that they are of, and whoever keeps them, the program.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Container
from dataclasses import dataclass, field
from hashlib import sha256

import jinja2
from jinja2.bccache import Bucket

Named = tuple[tuple[int, str], ...]  # the line and the name of each template that is named; "" for an expression


@dataclass(slots=True)
class Compiled:
    """What is known of templates, by name."""

    _named: dict[str, tuple[str, Named]] = field(default_factory=dict)  # with the digest of the text
    codes: dict[str, bytes] = field(default_factory=dict)  # as Jinja2 writes them, with the digest of the text
    changed: bool = False  # whether more is known than was kept

    @classmethod
    def from_json(cls, note: bytes) -> Compiled:
        """Read what `to_json` wrote; nothing is known by what is not that."""
        try:
            known = json.loads(note)
            named = {
                name: (str(digest), tuple((int(line), str(other)) for line, other in of_it))
                for name, (digest, of_it) in known["named"].items()
            }
            return cls(named, {name: b64decode(code) for name, code in known["codes"].items()})
        except (ValueError, LookupError, TypeError, AttributeError):
            return cls()

    def to_json(self) -> bytes:
        """Write what is known."""
        codes = {name: b64encode(code).decode() for name, code in self.codes.items()}
        return json.dumps({"named": self._named, "codes": codes}, sort_keys=True).encode()

    def named(self, name: str, text: str) -> Named | None:
        """Return which templates a text names, or None if that is not known."""
        digest, named = self._named.get(name, ("", ()))
        return named if digest == _digest(text) else None

    def learn(self, name: str, text: str, named: Named) -> None:
        """Remember which templates a text names."""
        self._named[name] = (_digest(text), named)
        self.changed = True

    def keep_only(self, names: Container[str]) -> None:
        """Forget all templates but these."""
        for known in (self._named, self.codes):
            for name in [name for name in known if name not in names]:
                del known[name]
                self.changed = True


class Codes(jinja2.BytecodeCache):
    """Gives Jinja2 the code of the templates that are known; it compiles the others and adds theirs."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template: its name."""
        return name if filename is None else filename

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if its template is known; one of another text stays empty."""
        if code := self.compiled.codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code of a template that was compiled."""
        self.compiled.codes[bucket.key] = bucket.bytecode_to_string()
        self.compiled.changed = True


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
