"""The written site, verified before it takes the old one's place; what a file declares is remembered by its content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from .build import digest
from .diagnostics import Diagnostic, failed
from .store import Cache
from .verify import PROOF, USUAL, Budgets, Facts, facts, verify

NOTE = "facts"


@dataclass(slots=True)
class Inspection:
    """Approves of a site, or keeps what is wrong with it."""

    cache: Cache
    program: str  # the digest of digitrend's own sources: other rules see other facts
    base: str = ""
    budgets: Budgets = USUAL
    former: frozenset[str] = frozenset()  # the files of the site that this one replaces, without those that moved
    found: list[Diagnostic] = field(default_factory=list)
    _remembered: dict[str, Facts] = field(init=False)  # by kind and content
    _seen: dict[str, Facts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._remembered = self._recall()

    def look(self, path: str, content: bytes) -> Facts:
        """Return the facts of a file.  To look as soon as it is made costs nothing: workers are at work meanwhile."""
        key = f"{PurePosixPath(path).suffix} {digest(content)}"
        if key not in self._seen:
            self._seen[key] = self._remembered.get(key) or facts(path, content)
        return self._seen[key]

    def approve(self, files: Mapping[str, bytes]) -> bool:
        """Verify all files of a site; true if no finding is an error."""
        known = {path: self.look(path, content) for path, content in files.items()}
        # The proof tells what is found here, so it is written afterwards; pages may lead to it.
        self.found = verify(known, {*files, PROOF}, self.base, self.budgets, self.former)
        if self._seen.keys() != self._remembered.keys():
            self._remember()
        return not failed(self.found)

    def _recall(self) -> dict[str, Facts]:
        try:
            note = json.loads(self.cache.note(NOTE) or b"{}")
            if note.get("program") != self.program:
                return {}
            return {key: Facts.from_json(text.encode()) for key, text in note["facts"].items()}
        except (ValueError, LookupError, AttributeError):  # written by another version: as good as none
            return {}

    def _remember(self) -> None:
        texts = {key: value.to_json().decode() for key, value in self._seen.items()}
        self.cache.write_note(NOTE, json.dumps({"program": self.program, "facts": texts}, sort_keys=True).encode())
