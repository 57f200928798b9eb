"""What is kept of templates for the next build: which others each names, and its compiled code.

Compiling all takes longer than rendering most pages. Names are kept in the project's cache. Code is not, since a cache
may come from somebody else: it is kept in a folder that only this user can open.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

KEPT = 30 * 86400.0  # seconds that code is kept
Named = tuple[tuple[int, str], ...]  # the line and the name of each template that is named; "" for an expression


@dataclass(slots=True)
class Compiled:
    """What is known of templates, by name."""

    program: str = ""  # the digest of the program that compiles them; "" keeps no code
    _named: dict[str, tuple[str, Named]] = field(default_factory=dict)  # with the digest of the text
    changed: bool = False  # whether more is known than was kept

    @classmethod
    def from_json(cls, note: bytes, program: str = "") -> Compiled:
        """Read what `to_json` wrote; nothing is known by what is not that."""
        try:
            named = {
                name: (str(digest), tuple((int(line), str(other)) for line, other in of_it))
                for name, (digest, of_it) in json.loads(note)["named"].items()
            }
            return cls(program, named)
        except (ValueError, LookupError, TypeError, AttributeError):
            return cls(program)

    def to_json(self) -> bytes:
        """Write what is known."""
        return json.dumps({"named": self._named}, sort_keys=True).encode()

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
        for name in [name for name in self._named if name not in names]:
            del self._named[name]
            self.changed = True

    def codes(self) -> jinja2.BytecodeCache | None:
        """Return where Jinja2 keeps compiled templates; None where no folder is this user's alone."""
        if self.program:
            with suppress(RuntimeError, OSError):
                return _Codes(str(_own_folder()), f"{self.program[:16]}-%s.cache")
        return None


class _Codes(jinja2.FileSystemBytecodeCache):
    """Compiled templates, each with the digest of its text: code of another text counts for nothing."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, if the disk lets us."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _own_folder() -> Path:
    """Return the folder of code that this user compiled, and remove what is old in it.

    Raises OSError when it cannot be made or others may write to it, RuntimeError without a home.
    """
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    folder = (Path(base) if base else Path.home() / ".cache") / "digitrend"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = folder.lstat()
    if os.name != "nt" and (about.st_uid != os.getuid() or stat.S_IMODE(about.st_mode) != 0o700):
        raise PermissionError(f"'{folder}' is not this user's alone")
    for file in folder.glob("*.cache"):
        if time.time() - file.stat().st_mtime > KEPT:
            file.unlink()
    return folder


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
