"""Facts about written files, with the lines and columns of their mentions."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, fields
from typing import NamedTuple

from digitrend.content.positions import Lines
from digitrend.diagnostics import Position


class FactsFound:
    """What has been found in a text so far, by the fact it belongs to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)

    def add(self, fact: str, kind: str, text: str, offset: int) -> None:
        """Add something that is found at an offset from 0."""
        self._found[fact].append((kind, text, offset))

    def has(self, fact: str, kind: str) -> bool:
        """Say whether something of that kind is among what was found."""
        return any(one[0] == kind for one in self._found[fact])

    def mentions(self) -> dict[str, Mentions]:
        """Return all that was found, with the places in which it stands."""
        at = Lines(self.text).at
        return {
            fact: tuple(
                PlacedFact(kind, text, (place := at(offset)).line, place.column) for kind, text, offset in found
            )
            for fact, found in self._found.items()
        }


# Looked for first, because nothing is found faster than a plain word; nearly no file holds any of them.
SIGNS = (
    "home/",
    "root/",
    "tmp/",
    "Users",
    "var/folders",
    "mnt/",
    ":\\",
    "file:",
    "localhost",
    "127.0",
    "//0.0",
    "[::1]",
)

_FOLDER = r"(?<![\w.:-])/(?:home|mnt|root|tmp|Users|var/folders)/[\w.@~-]"
_WINDOWS = r"\b[A-Za-z]:[\\/]+(?:Users)\b"
_FILE = r"\bfile:/"
_HOST = r"(?:\bhttps?:)?//(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\])(?![\w.-])|\blocalhost:\d"
LEAK = re.compile(rf"""(?:{_FOLDER}|{_WINDOWS}|{_FILE}|{_HOST})[^\s"'<>`)]*""")


def find_leaks(found_facts: FactsFound) -> None:
    """Find folders and addresses of the local machine."""
    if any(sign in found_facts.text for sign in SIGNS):
        for found in LEAK.finditer(found_facts.text):
            found_facts.add("leaks", "", found.group(), found.start())


class PlacedFact(NamedTuple):
    """A mention in a file and its place; `kind` and `text` depend on the fact."""

    kind: str
    text: str
    line: int  # from 1, as `column`
    column: int

    @property
    def at(self) -> Position:
        """The place as diagnostics want it."""
        return Position(self.line, self.column)


Mentions = tuple[PlacedFact, ...]


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
    marked: Mentions = ()  # kind: an attribute with markup in its value
    leaks: Mentions = ()  # text: an address or path that exists on one machine only
    figures: Mentions = ()  # text: the id of a figure that is shown here

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
    return tuple(PlacedFact(str(kind), str(text), int(line), int(column)) for kind, text, line, column in rows)
