"""One more item in a list of a file that somebody wrote: every byte that is there stays.

Pure.  The answer is proved before it is given: read again, the text holds what it held and the item, nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from digitrend.content.document import Document, Node
from digitrend.content.parsing import parse
from digitrend.content.skeletons import indented
from digitrend.diagnostics import LINE_BREAK

STEP = "  "  # indentation of a list that is new
EMPTY_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
COMMENT = re.compile(r"(?P<indent> *)#[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text to put into a file."""

    offset: int  # in the file's text, from 0
    text: str

    def into(self, text: str) -> str:
        """Return the text with this in it."""
        return text[: self.offset] + self.text + text[self.offset :]


def appended(document: Document, name: str, item: str) -> Insertion | None:
    """Return where and how an item goes to the end of the list `name` at the top of a file; None where nobody can tell.

    `item` begins with its dash at the margin.  A list that is written in brackets, or anything else that cannot be
    added to without touching what is there, gives None.
    """
    place = _at_the_end_of_the_list(document, name) or _at_the_end_of_the_file(document, name)
    if place is None:
        return None
    offset, lead, indent = place
    newline = _newline(document.text)
    text = lead + indented(item, indent).replace("\n", newline)
    if offset and document.text[offset - 1] not in "\r\n":
        text = newline + text
    insertion = Insertion(offset, text)
    return insertion if _adds_one(document, name, item, insertion) else None


def _at_the_end_of_the_list(document: Document, name: str) -> tuple[int, str, str] | None:
    """Return the offset behind the last item's last line, what parts the items, and their indentation."""
    parts = document.root.parts
    node = parts.get(name) if isinstance(parts, dict) else None
    if node is None or not isinstance(node.parts, list) or not node.parts:
        return None
    text, items = document.text, node.parts
    dash = text.rfind("-", 0, items[-1].start)
    column = dash - _line_start(text, dash)
    offset = _behind(text, _last(text, items[-1]), column)
    parted = len(items) > 1 and EMPTY_LINE.search(text, _last(text, items[-2]), dash)
    return offset, _newline(text) if parted else "", " " * column


def _at_the_end_of_the_file(document: Document, name: str) -> tuple[int, str, str] | None:
    """Return the same for a list that the file has not: it goes to the end, under its name."""
    parts = document.root.parts
    if not isinstance(parts, dict) or name in parts:
        return None
    newline = _newline(document.text)
    parted = document.text.endswith(newline * 2)
    return len(document.text), f"{'' if parted else newline}{name}:{newline}", STEP


def _adds_one(document: Document, name: str, item: str, insertion: Insertion) -> bool:
    """Say whether the file, read again, holds what it held and the item at the end of the list."""
    after = parse(document.path, insertion.into(document.text).encode("utf-8", "surrogatepass"), document.name)
    alone = parse(document.path, item.encode())
    if not isinstance(after, Document) or not isinstance(alone, Document):
        return False
    before = document.data
    if not (isinstance(before, dict) and isinstance(after.data, dict) and isinstance(alone.data, list)):
        return False
    was = before.get(name, [])
    return isinstance(was, list) and after.data == {**before, name: [*was, *alone.data]}


def _last(text: str, node: Node) -> int:
    """Return the offset behind the last character that a value is written with."""
    inner = list(node.parts.values() if isinstance(node.parts, dict) else node.parts or ())
    if not inner or text[node.start] in "[{":
        return node.end
    return _last(text, max(inner, key=lambda each: each.start))


def _behind(text: str, offset: int, column: int) -> int:
    """Return the offset of the line after the one that ends an item, or after remarks that are indented with it."""
    offset = len(text[:offset].rstrip())
    end = LINE_BREAK.search(text, offset)
    offset = end.end() if end else len(text)
    while (remark := COMMENT.match(text, offset)) and len(remark["indent"]) > column and remark.end() > offset:
        offset = remark.end()
    return offset


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _newline(text: str) -> str:
    """Return how the file ends its lines."""
    found = LINE_BREAK.search(text)
    return found[0] if found else "\n"
