"""What a comparison says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

What = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else than it did."""

    name: str  # as in the content file, with the place in a list: "situation 2 text"
    old: str | None  # as written; None: it was not there
    new: str | None  # None: it is not there any more
    prose: bool = False  # whether references stand in it


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that was added, removed or changed."""

    kind: str  # one of KINDS
    id: str  # of the newer side, if it is there
    was: str  # its id on the older side; "" for what was added
    label: str  # what it is called, as written: references may stand in it
    what: What
    fields: tuple[FieldChange, ...]  # of one that was added or removed: all that it says


@dataclass(frozen=True, slots=True)
class Edition:
    """One side."""

    name: str
    as_of: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two briefings, kind by kind in the order of KINDS."""

    old: Edition
    new: Edition
    changes: tuple[ItemChange, ...]

    def count(self, what: What) -> int:
        """Return how many items were added, removed or changed."""
        return sum(each.what == what for each in self.changes)
