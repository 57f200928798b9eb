"""One content file as a value: its text, its plain data, and where in the text each piece of data stands.

Places are kept as a tree beside the data, one `Node` a value.  It holds offsets into the text; lines and
columns are worked out when somebody asks, which is when something is wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from digitrend.diagnostics import LINE_BREAK, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | float | bool | None"
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
        if "\r" in text:
            self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]
        else:  # ten times as fast
            self._starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))[:-1]

    def at(self, offset: int) -> Position:
        """Return the line and column, from 1, of the character at an offset from 0."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


@lru_cache(maxsize=256)  # a text with many findings asks for each
def _lines_of(text: str) -> Lines:
    return Lines(text)


@dataclass(frozen=True, slots=True)
class Document:
    """One content file that is sound YAML: text, data, and the position of every key and value."""

    path: str  # as shown in diagnostics
    name: str  # below the content folder: "trends/03-example.yaml"
    text: str  # as read, line ends included; a byte order mark is left out
    data: Data
    root: Node = field(repr=False, compare=False)

    def value_at(self, where: Where) -> Position:
        """Return where the value at `where` starts; when there is none, the nearest that holds it, or its key.

        Behind an alias it is the alias.
        """
        node, found = self._nearest(where)
        return self._at(node.start if found or node.key < 0 or node.style == "*" else node.key)

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
        return _lines_of(self.text).at(offset)


def documents_digest(documents: Iterable[Document]) -> str:
    """Return one SHA-256 of the names and texts of documents, whatever their order and their line ends."""
    texts = sorted((each.name, LINE_BREAK.sub("\n", each.text)) for each in documents)
    return _sha256("".join(f"{name} {_sha256(text)}\n" for name, text in texts))


def _sha256(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _part(parts: dict[str, Node] | list[Node] | None, step: str | int) -> Node | None:
    if isinstance(parts, dict) and isinstance(step, str):
        return parts.get(step)
    return parts[step] if isinstance(parts, list) and isinstance(step, int) and 0 <= step < len(parts) else None


Letter: TypeAlias = "tuple[str, int]"
"""A character of the parsed text, and its offset in the file."""

BREAK = re.compile(r"\r\n|\r|\n")
FOLD = r"(?P<fold>[ \t]*(?:\r\n|\r|\n)[ \t\r\n]*)"
PLAIN = re.compile(rf"{FOLD}|.", re.DOTALL)
SINGLE = re.compile(rf"{FOLD}|(?P<pair>'')|.", re.DOTALL)
DOUBLE = re.compile(
    rf"{FOLD}|\\(?:(?P<joint>(?:\r\n|\r|\n)[ \t\r\n]*)"
    r"|x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<short>.))|.",
    re.DOTALL,
)
PATTERNS = {"": PLAIN, "'": SINGLE, '"': DOUBLE}
ESCAPES = {
    **{letter: letter for letter in '\t "\\/'},
    **{"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b"},
    **{"N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"},
}
DEEPEST = 100  # columns of indentation that are tried
HEADER = re.compile(r"[|>](?P<marks>[-+0-9]{0,2})[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|$)")
LINE = re.compile(r"(?P<indent> *)(?P<body>[^\r\n]*)(?P<end>\r\n|\r|\n|$)")


@lru_cache(maxsize=256)  # as above
def origins(text: str, start: int, end: int, style: str, value: str) -> list[int] | None:
    """Return the file offset of each character of `value`, and of the place after it; None when unsure.

    `start` and `end` are the scalar's offsets in `text`; `style` is its quote or block indicator, "" if plain.
    """
    if not value:
        return [start + (style in {"'", '"'})]
    readings = _block(text, start)
    if style in PATTERNS:
        pieces = PATTERNS[style].finditer(text, start + len(style), end - len(style))
        readings = iter([[each for found in pieces for each in _letters(found)]])
    for letters in readings:
        if "".join(letter for letter, _ in letters) == value:
            return [*(place for _, place in letters), letters[-1][1] + 1]
    return None


def _letters(found: re.Match[str]) -> list[Letter]:
    """Return the characters that one piece of a plain or quoted text stands for."""
    kind = found.lastgroup
    if kind is None:
        return [(found[0], found.start())]
    if kind == "fold":
        breaks = [at.start() for at in BREAK.finditer(found[0])]
        return [("\n", found.start() + at) for at in breaks[1:]] or [(" ", found.start() + breaks[0])]
    if kind == "joint":
        breaks = [at.start() for at in BREAK.finditer(found[0])]
        return [("\n", found.start("joint") + at) for at in breaks[1:]]
    if kind == "pair":
        return [("'", found.start())]
    written = found[kind]
    letter = ESCAPES.get(written, written) if kind == "short" else chr(min(int(written, 16), 0x10FFFF))
    return [(letter, found.start())]


def _block(text: str, start: int) -> Iterator[list[Letter]]:
    """Read a block text; with an indentation indicator, try what its parent's indentation may have been."""
    header = HEADER.match(text, start)
    assert header  # or the parser would have refused it
    marks = header["marks"]
    lines = list(_lines(text, header.end()))
    for indent in _indents(lines, explicit=any(mark.isdigit() for mark in marks)):
        yield _unfolded(_within(lines, indent), folded=text[start] == ">", keep=marks.strip("0123456789"))


def _lines(text: str, offset: int) -> Iterator[re.Match[str]]:
    while offset < len(text):
        found = LINE.match(text, offset)
        assert found  # the pattern matches everywhere
        yield found
        offset = found.end()


def _indents(lines: list[re.Match[str]], *, explicit: bool) -> list[int]:
    """Return the indentations that a block may have: that of its first line, or with an indicator, any."""
    widths = [len(line["indent"]) for line in lines if line["body"]]
    deepest = 1 + max((len(line["indent"]) for line in lines), default=0)
    if not explicit:
        return widths[:1] or [deepest]
    return list(range(1, min(deepest, DEEPEST) + 1))


def _within(lines: list[re.Match[str]], indent: int) -> list[tuple[list[Letter], list[Letter]]]:
    """Return each line of the block as what it says beyond its indentation, and its line break."""
    rows = []
    for line in lines:
        spaces = len(line["indent"])
        if spaces < indent and line["body"]:
            break
        begin = line.start() + min(indent, spaces)
        body = [(letter, begin + i) for i, letter in enumerate(line.string[begin : line.start("end")])]
        rows.append((body, [("\n", line.start("end"))] if line["end"] else []))
    return rows


def _unfolded(rows: list[tuple[list[Letter], list[Letter]]], *, folded: bool, keep: str) -> list[Letter]:
    """Join the lines as the style says; `keep` is "-" or "+" when the end is to be cut or kept."""
    filled = [i for i, (body, _) in enumerate(rows) if body]
    letters: list[Letter] = []
    for i, (body, end) in enumerate(rows[: filled[-1]] if filled else []):
        letters += body
        if not folded or not body or not _flows(rows, i):
            letters += end
        elif rows[i + 1][0]:
            letters += [(" ", end[0][1])]
    tail = rows[filled[-1] :] if filled else rows
    if filled:
        letters += tail[0][0] + (tail[0][1] if keep != "-" else [])
        tail = tail[1:]
    return letters + [each for _, end in tail for each in end] * (keep == "+")


def _flows(rows: list[tuple[list[Letter], list[Letter]]], i: int) -> bool:
    """Say whether line `i` runs on into the next line that says something: neither begins with white space."""
    following = next(body for body, _ in rows[i + 1 :] if body)
    return rows[i][0][0][0] not in " \t" and following[0][0] not in " \t"
