"""What the page of changes shows, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that was changed."""

    mark: str  # "added", "removed", or "" for what stayed
    text: str


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field that says something else than it did."""

    name: str  # in words
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """An item that was added, removed or changed."""

    what: str  # "added", "removed" or "changed"
    label: str
    url: str  # "" for none
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True)
class ChangedKind:
    """The changed items of one kind."""

    id: str
    heading: str
    items: tuple[ChangedItem, ...]


@dataclass(frozen=True, slots=True)
class ChangesContext:
    """What changed since an earlier edition."""

    intro: str
    counts: tuple[tuple[str, int], ...]  # word and number, of what was added, removed and changed
    kinds: tuple[ChangedKind, ...]
    style: str = ""  # of a page that stands alone: its whole stylesheet,
    policy: str = ""  # and the policy that lets in this one only
