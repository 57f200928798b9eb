"""What the preview remembers from save to save, so that it does nothing twice; none of it reaches the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.content import parse
from digitrend.store import Cache

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digitrend.content import Document
    from digitrend.diagnostics import Diagnostic


class ReadOnlyCache(Cache):
    """The builds' cache, from which the preview takes what it finds; what it adds stays in memory.

    What neither of the last two whole sites was made of is forgotten: the last but one is kept because an edit may be
    undone.
    """

    def __init__(self, cache: Cache) -> None:
        super().__init__(cache.root)
        self._now: dict[str, bytes] = {}
        self._before: dict[str, bytes] = {}
        self._notes: dict[str, bytes] = {}

    def turn(self) -> None:
        """Begin another site."""
        self._now, self._before = {}, self._now

    def get(self, key: str) -> bytes | None:
        """Return the bytes put under `key`, or None."""
        content = self._now.get(key) or self._before.get(key) or super().get(key)
        if content is not None:
            self._now[key] = content
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep bytes under `key`, in memory."""
        self._now[key] = content

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove nothing: what is on the disk is the builds'."""

    def note(self, name: str) -> bytes | None:
        """Return a note, or None."""
        return self._notes.get(name) or super().note(name)

    def write_note(self, name: str, content: bytes) -> None:
        """Replace a note, in memory."""
        self._notes[name] = content


class Parsed:
    """Parses files, and each text of a file once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bytes, Document | list[Diagnostic]]] = {}  # the last text of each, and its sense

    def __call__(self, path: str, raw: bytes, name: str) -> Document | list[Diagnostic]:
        """Return what `parse` does."""
        known = self._known.get(path)
        if known is None or known[0] != raw:
            known = self._known[path] = (raw, parse(path, raw, name))
        return known[1]
