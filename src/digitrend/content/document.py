"""One content file as a value: its text, its plain data, and where in the text each piece of data stands.

Places are kept as a tree beside the data, one `Node` a value.  It holds offsets into the text; lines and
columns are worked out when somebody asks, which is when something is wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from digitrend.content.origins import origins
from digitrend.diagnostics import LINE_BREAK, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digitrend.content.scalars import Data

Where: TypeAlias = "tuple[str | int, ...]"
"""The way to a value from the top of a file: keys and, in lists, indices from 0."""


@dataclass(slots=True)
class Node:
    """Where one value stands in the text, as offsets from 0; the same shape as the data it belongs to."""

    start: int
    end: int
    style: str = ""  # a scalar's: "" plain, "'", '"', "|" or ">"
    key: int = -1  # where its key starts, when it is a mapping's value
    parts: dict[str, Node] | list[Node] | None = None
    size: int = 1  # values in it, itself included: what an alias to it costs
    height: int = 0  # levels below it


class Lines:
    """The lines of a text: turns offsets into positions."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]

    def at(self, offset: int) -> Position:
        """Return the line and column, from 1, of the character at an offset from 0."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Document:
    """One content file that is sound YAML: text, data, and the position of every key and value."""

    path: str  # as shown in diagnostics
    name: str  # below the content folder: "trends/03-example.yaml"
    text: str  # as read, line ends included; a byte order mark is left out
    data: Data
    root: Node = field(repr=False, compare=False)

    def value_at(self, where: Where) -> Position:
        """Return where the value at `where` starts; when there is none, the nearest that holds it."""
        return self._at(self._nearest(where)[0].start)

    def key_at(self, where: Where) -> Position:
        """Return where the key of the value at `where` starts; in a list, the value itself."""
        node, _ = self._nearest(where)
        return self._at(node.start if node.key < 0 else node.key)

    def holds(self, where: Where, at: Position) -> bool:
        """Say whether a position is within the value at `where`, from its first character to its last."""
        node, found = self._nearest(where)
        return found and self._at(node.start) <= at < self._at(max(node.end, node.start + 1))

    def inside(self, where: Where, offset: int) -> Position:
        """Return where the character at `offset` (from 0) of the parsed text at `where` stands in the file.

        Line folds, indentation, quotes and escapes are taken into account.  An offset at the end of the
        text gives the place after its last character; where the way back is not certain, for instance
        behind an alias, the start of the value is given.
        """
        node, found = self._nearest(where)
        value = self.value(where)
        if not found or not isinstance(value, str):
            return self._at(node.start)
        places = origins(self.text, node.start, node.end, node.style, value)
        if places is None or not 0 <= offset < len(places):
            return self._at(node.start)
        return self._at(places[offset])

    def value(self, where: Where) -> Data:
        """Return the data at `where`, or None when there is none."""
        here = self.data
        for step in where:
            if isinstance(here, dict) and isinstance(step, str):
                here = here.get(step)
            elif isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here):
                here = here[step]
            else:
                return None
        return here

    def written(self, where: Where) -> str:
        """Return a scalar as the file spells it, quotes included; "" when there is none."""
        node, found = self._nearest(where)
        return self.text[node.start : node.end] if found and node.parts is None else ""

    def commented(self, where: Where) -> bool:
        """Say whether a comment stands where the value at `where` begins, or would begin."""
        node, found = self._nearest(where)
        return found and re.match(r"[ \t]*#", self.text[node.start :]) is not None

    def _nearest(self, where: Where) -> tuple[Node, bool]:
        """Return the node at `where`, or the nearest one above it and False."""
        node = self.root
        for step in where:
            below = _part(node.parts, step)
            if below is None:
                return node, False
            node = below
        return node, True

    def _at(self, offset: int) -> Position:
        return Lines(self.text).at(offset)


def digest_of(documents: Iterable[Document]) -> str:
    """Return one SHA-256 of the names and texts of documents, whatever their order and their line ends."""
    texts = sorted((each.name, LINE_BREAK.sub("\n", each.text)) for each in documents)
    return _sha256("".join(f"{name} {_sha256(text)}\n" for name, text in texts))


def _sha256(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _part(parts: dict[str, Node] | list[Node] | None, step: str | int) -> Node | None:
    if isinstance(parts, dict) and isinstance(step, str):
        return parts.get(step)
    return _item(parts, step) if isinstance(parts, list) and isinstance(step, int) else None


def _item(parts: Sequence[Node], index: int) -> Node | None:
    return parts[index] if 0 <= index < len(parts) else None
