"""What a written file says of itself and refers to: all that the rules need, so that no rule reads the file.

Facts depend on the file's content alone.  A caller may keep them, as JSON, for as long as the content is the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import NamedTuple

from digitrend.diagnostics import Position


class Mention(NamedTuple):
    """Something that a file says, and where; what `kind` and `text` are depends on the fact it belongs to."""

    kind: str
    text: str
    line: int  # from 1, as `column`
    column: int

    @property
    def at(self) -> Position:
        """The place as diagnostics want it."""
        return Position(self.line, self.column)


Mentions = tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """One written file as the rules see it.

    References are of these kinds: "link" (a reader goes there), "asset" (the browser fetches it with the page),
    "later" (it may fetch it afterwards), "own" (must be an address of this site), "about" (any other address) and
    "base" (what all others start from).
    """

    kind: str = ""  # "html", "css", "svg", "xml", "script", "text" or "" for all others
    weight: int = 0  # bytes over the wire: compressed, if a server would compress it
    ids: Mentions = ()  # text: the id
    references: Mentions = ()  # kind: see above; text: the address
    pointers: Mentions = ()  # kind: the attribute; text: the id it names
    headings: Mentions = ()  # kind: "h1" to "h6"
    properties: Mentions = ()  # kind: "title", "lang", "description", "viewport" or "redirect"; text: the value
    headless: Mentions = ()  # tables without a header cell
    nameless: Mentions = ()  # kind: "img", "svg" or "input", without a text that stands for it
    inline: Mentions = ()  # kind: what it is; what a strict content security policy blocks
    leaks: Mentions = ()  # text: an address or path that exists on one machine only
    statistics: Mentions = ()  # text: the id of a statistic that is shown here

    def told(self, kind: str) -> str:
        """Return the value of a property of the page, or "" when it has none."""
        return next((one.text for one in self.properties if one.kind == kind), "")

    @property
    def redirects(self) -> bool:
        """Whether the page only sends its readers on to another."""
        return any(one.kind == "redirect" for one in self.properties)

    def to_json(self) -> bytes:
        """Return the facts as JSON, without those there are none of."""
        known = {name: value for name in NAMES if (value := getattr(self, name))}
        return json.dumps(known, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Facts:
        """Return the facts that `to_json` wrote; raises ValueError for anything else."""
        known = json.loads(content)
        if not isinstance(known, dict) or not known.keys() <= set(NAMES):
            raise ValueError("these are no facts of a file")
        try:
            lists = {name: _mentions(known[name]) for name in MENTIONS if name in known}
            return cls(str(known.get("kind", "")), int(known.get("weight", 0)), **lists)
        except TypeError as error:
            raise ValueError("these are no facts of a file") from error


NAMES = tuple(field.name for field in fields(Facts))
MENTIONS = NAMES[2:]


def _mentions(rows: list[tuple[str, str, int, int]]) -> Mentions:
    return tuple(Mention(str(kind), str(text), int(line), int(column)) for kind, text, line, column in rows)
