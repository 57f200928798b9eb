"""From a character of a parsed text back to the character of the file that it was made from.

YAML folds lines, strips indentation and resolves escapes, so the fifth character of a text may stand on
another line of the file.  Each style of scalar is read here a second time, keeping the offset of each
character.  What comes out is compared with what the parser made of it: an answer is exact, or there is none.
The rules are those of https://yaml.org/spec/1.1/#id899912 as libyaml applies them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
ESCAPES = {
    **{letter: letter for letter in '\t "\\/'},
    **{"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b"},
    **{"N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"},
}
DEEPEST = 100  # columns of indentation that are tried
HEADER = re.compile(r"[|>](?P<marks>[-+0-9]{0,2})[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|$)")
LINE = re.compile(r"(?P<indent> *)(?P<body>[^\r\n]*)(?P<end>\r\n|\r|\n|$)")


def origins(text: str, start: int, end: int, style: str, value: str) -> list[int] | None:
    """Return the file offset of each character of `value`, and of the place after it; None when unsure.

    `start` and `end` are the scalar's offsets in `text`; `style` is its quote or block indicator, "" if plain.
    """
    if not value:
        return [start + (style in {"'", '"'})]
    for letters in READERS[style](text, start, end):
        if "".join(letter for letter, _ in letters) == value:
            return [*(place for _, place in letters), letters[-1][1] + 1]
    return None


def _plain(text: str, start: int, end: int) -> Iterator[list[Letter]]:
    yield [each for found in PLAIN.finditer(text, start, end) for each in _letters(found)]


def _single(text: str, start: int, end: int) -> Iterator[list[Letter]]:
    yield [each for found in SINGLE.finditer(text, start + 1, end - 1) for each in _letters(found)]


def _double(text: str, start: int, end: int) -> Iterator[list[Letter]]:
    yield [each for found in DOUBLE.finditer(text, start + 1, end - 1) for each in _letters(found)]


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
    return [(_meant(kind, found[kind]), found.start())]


def _meant(kind: str, written: str) -> str:
    if kind == "pair":
        return "'"
    return ESCAPES.get(written, written) if kind == "short" else chr(min(int(written, 16), 0x10FFFF))


def _block(text: str, start: int, _: int) -> Iterator[list[Letter]]:
    """Read a block text; with an indentation indicator, try what its parent's indentation may have been."""
    header = HEADER.match(text, start)
    if header is None:
        return
    marks = header["marks"]
    lines = list(_lines(text, header.end()))
    for indent in _indents(lines, explicit=any(mark.isdigit() for mark in marks)):
        yield _unfolded(_within(lines, indent), folded=text[start] == ">", keep=marks.strip("0123456789"))


def _lines(text: str, offset: int) -> Iterator[re.Match[str]]:
    while offset < len(text):
        found = LINE.match(text, offset)
        if found is None:  # cannot be: the pattern matches everywhere
            return
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


READERS: dict[str, Callable[[str, int, int], Iterator[list[Letter]]]] = {
    "": _plain,
    "'": _single,
    '"': _double,
    "|": _block,
    ">": _block,
}
