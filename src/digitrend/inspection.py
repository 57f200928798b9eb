"""The written site, verified before it takes the old one's place; what a file declares is remembered by its content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from .build import digest
from .diagnostics import Diagnostic, failed
from .store import Cache
from .verify import Facts, facts, verify

NOTE = "facts"


@dataclass(slots=True)
class Inspection:
    """Approves of a site, or keeps what is wrong with it."""

    cache: Cache
    program: str  # the digest of digitrend's own sources: other rules see other facts
    base: str = ""
    found: list[Diagnostic] = field(default_factory=list)

    def approve(self, files: Mapping[str, bytes]) -> bool:
        """Verify all files of a site; true if no finding is an error."""
        remembered = self._recall()
        keys = {path: f"{PurePosixPath(path).suffix} {digest(content)}" for path, content in files.items()}
        known = {key: remembered.get(key) or facts(path, files[path]) for path, key in keys.items()}
        self.found = verify({path: known[key] for path, key in keys.items()}, files.keys(), self.base)
        if known.keys() != remembered.keys():
            self._remember(known)
        return not failed(self.found)

    def _recall(self) -> dict[str, Facts]:
        try:
            note = json.loads(self.cache.note(NOTE) or b"{}")
            if note.get("program") != self.program:
                return {}
            return {key: Facts.from_json(text.encode()) for key, text in note["facts"].items()}
        except (ValueError, LookupError, AttributeError):  # written by another version: as good as none
            return {}

    def _remember(self, known: Mapping[str, Facts]) -> None:
        texts = {key: value.to_json().decode() for key, value in known.items()}
        self.cache.write_note(NOTE, json.dumps({"program": self.program, "facts": texts}, sort_keys=True).encode())
