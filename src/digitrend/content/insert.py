"""The text of new items: valid, with comments on their fields.

Texts that an editor still has to write begin with `PENDING`; `check` warns of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

import yaml

from digitrend.content.positions import Document, Node
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import LINE_BREAK

PENDING = "To be written"

PLAIN = re.compile(r"[A-Za-z][\w ,.;’'()/–-]*[\w.)’]|[A-Za-z]")
LONGEST = 60  # characters of an id that is made of a title
NOT_TEXT = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})


@cache
def texts() -> dict[str, Any]:
    """Return the texts of new items by kind, and what they are made of, from `skeletons.yaml`."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("skeletons.yaml").read_text(encoding="utf-8"))
    return loaded


def skeleton(kind: str, title: str = "", /, **values: str) -> str:
    """Return the text of a new item: of a list, beginning with its dash at the margin, or of a mapping, with its key.

    `values` are those that the kind's text asks for: `id`, `locator`, …  Raises KeyError for one that is not given.
    """
    return Template(texts()[kind]).substitute(values, label=title_scalar(kind, title))


def chart_skeleton(title: str, **values: str) -> str:
    """Return the text of a new chart."""
    follows = bool(values["figures"])
    said = texts()["chart_said" if title or not follows else "chart_unsaid"]
    words = Template(said).substitute(label=title_scalar("chart", title))
    rest = texts()["chart_following" if follows else "chart_written"]
    return skeleton("chart", title, words=words + rest, **values)


SHORTEST = 3  # letters of a word with which the short title of a part may not end


def part_skeleton(kind: str, number: int, title: str, locator: str) -> str:
    """Return the text of the file of a new part: "trend", "issue" or "countermeasure"."""
    named = texts()["groups"].get(kind, {})
    group = Template(texts()["group"])
    groups = [group.substitute(name=name, about=about, locator=locator) for name, about in named.items()]
    if not named:
        groups = ["measures: # in the order of the source\n" + indented(skeleton("measure", locator=locator), "  ")]
    return Template(texts()["part"]).substitute(
        heading=texts()["headings"][kind],
        label=title_scalar(kind, title),
        short=scalar(short_of(title)) if title else PENDING,
        groups="\n".join(groups),
        part=f"{kind}-{number}",
    )


def short_of(title: str) -> str:
    """Return a title's first words, for menus; none ends them that leads to the next, such as "of"."""
    first, *more = (word.strip(",;:–") for word in title.split()[:2])
    return " ".join([first, *(word for word in more if len(word) > SHORTEST or not word.islower())])


def title_scalar(kind: str, title: str) -> str:
    """Return the title as a YAML scalar, or a placeholder."""
    return scalar(" ".join(title.split())) if title else f"{PENDING} – {texts()['labels'][kind]}"


def scalar(text: str) -> str:
    """Return a line of text as a YAML scalar, in quotes if necessary."""
    if PLAIN.fullmatch(text) and text.casefold() not in NOT_TEXT:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def indented(text: str, by: str) -> str:
    """Return lines of text, indented except for empty ones."""
    return "".join(f"{by}{line}" if line.strip() else line for line in text.splitlines(keepends=True))


def slug(title: str) -> str:
    """Return a title as lower-case words with hyphens, for ids and addresses; "" if it has no words.

    A long title is cut after a word.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]


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
    """Return the insertion of an item at the end of the list or mapping `name` of a file, or None.

    `item` is not indented, and begins with its dash or key.  None if the list is written in brackets, or the insertion
    would change something else.
    """
    place = (
        _at_the_end_of_the_list(document, name)
        or _at_the_end_of_the_mapping(document, name)
        or _at_the_end_of_the_file(document, name)
    )
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
    column = dash - max(text.rfind("\n", 0, dash), text.rfind("\r", 0, dash)) - 1
    offset = _behind(text, _last(text, items[-1]), column)
    parted = len(items) > 1 and EMPTY_LINE.search(text, _last(text, items[-2]), dash)
    return offset, _newline(text) if parted else "", " " * column


def _at_the_end_of_the_mapping(document: Document, name: str) -> tuple[int, str, str] | None:
    """Return the same for a mapping from ids to items."""
    parts = document.root.parts
    node = parts.get(name) if isinstance(parts, dict) else None
    if node is None or not isinstance(node.parts, dict) or not node.parts or document.text[node.start] == "{":
        return None
    last = list(node.parts)[-1]
    column = document.key_at((name, last)).column - 1
    return _behind(document.text, _last(document.text, node.parts[last]), column), "", " " * column


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
    if not (isinstance(before, dict) and isinstance(after.data, dict)):
        return False
    was, more = before.get(name), alone.data
    if isinstance(more, dict) and isinstance(was, dict | None):
        return not (was or {}).keys() & more.keys() and after.data == {**before, name: {**(was or {}), **more}}
    if isinstance(more, list) and isinstance(was, list | None):
        return after.data == {**before, name: [*(was or []), *more]}
    return False


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


def _newline(text: str) -> str:
    """Return how the file ends its lines."""
    found = LINE_BREAK.search(text)
    return found[0] if found else "\n"
