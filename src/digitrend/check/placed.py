"""Items and fields of prose with the place where they are written, so that a rule can point at the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from digitrend.content import Document
from digitrend.diagnostics import Diagnostic, Position, Severity
from digitrend.model import Item, Where
from digitrend.prose import Ref, Stretch

T_co = TypeVar("T_co", bound=Item, covariant=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
    """An item with its document and its place there, so that a rule can point at the text."""

    item: T_co
    document: Document
    where: Where = ()
    field: str = ""  # the one field of an item that is written without its name, as a list of statistics for a chart

    def at(self, *where: str | int, key: bool = False) -> Position:
        """Return the position of a value in the item, or of its key."""
        find = self.document.key_at if key else self.document.value_at
        steps = where[1:] if self.field and where[:1] == (self.field,) else where
        return find((*self.where, *steps))

    def error(
        self,
        code: str,
        message: str,
        *where: str | int,
        hint: str = "",
        related: tuple[tuple[str, Position], ...] = (),
        severity: Severity = Severity.ERROR,
    ) -> Diagnostic:
        """Return a finding at a value in the item."""
        return Diagnostic(code, message, self.document.path, self.at(*where), severity, hint, related)

    def warning(self, code: str, message: str, *where: str | int, hint: str = "") -> Diagnostic:
        """Return a finding that does not stop a build."""
        return self.error(code, message, *where, hint=hint, severity=Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Prose:
    """A field of prose: its item, its place there, and its text in pieces."""

    placed: Placed[Item]
    where: Where
    text: str
    pieces: tuple[Stretch | Ref, ...]

    @property
    def refs(self) -> Iterator[Ref]:
        """The references in it, in order."""
        return (piece for piece in self.pieces if isinstance(piece, Ref))

    def error(self, code: str, message: str, offset: int, hint: str, severity: Severity = Severity.ERROR) -> Diagnostic:
        """Return a finding at a character of the text."""
        at = self.placed.document.inside((*self.placed.where, *self.where), offset)
        return Diagnostic(code, message, self.placed.document.path, at, severity, hint)
