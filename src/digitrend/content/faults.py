"""A place where a parser gave up, and the mistake that it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass

IN_QUOTES = "put the value in quotes"


@dataclass(frozen=True, slots=True)
class Broken:
    """A mistake in the YAML: what is so, where (an offset from 0), and what to do."""

    message: str
    offset: int
    hint: str
    code: str = "C001"


@dataclass(frozen=True, slots=True)
class Last:
    """The last scalar or alias that was read whole: its offsets and its style ("*" for an alias)."""

    start: int = 0
    end: int = 0
    style: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the parser gave up (`at`), and where what it was reading began (`since`)."""

    text: str
    at: int
    since: int
    inside: str  # what it was reading, in its own words
    last: Last

    @property
    def here(self) -> str:
        """The character the parser gave up at; "" at the end of the file."""
        return self.text[self.at : self.at + 1]

    @property
    def begun(self) -> int:
        """Where the line it gave up in begins."""
        return line_start(self.text, self.at)

    @property
    def before(self) -> str:
        """What stands before it in its line."""
        return self.text[self.begun : self.at]


def misread(text: str, offset: int) -> Broken:
    """Explain a tab or a full-width colon that stands where YAML wants a space or a colon."""
    if text[offset] == "：":
        return Broken("the full-width colon '：' does not end a key", offset, "write ': ' instead", "C014")
    if text[line_start(text, offset) : offset].strip():
        hint = f"write a space, or {IN_QUOTES} if the tab is part of it"
        return Broken("a tab stands where only a space may", offset, hint)
    return Broken("a tab is used for indentation", offset, "indent with spaces")


def no_character(offset: int) -> Broken:
    """Explain an escape such as a half of a surrogate pair."""
    return Broken("an escape gives no character", offset, "remove the escape", "C013")


def line_start(text: str, offset: int) -> int:
    """Return where the line of an offset begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def first_line(text: str) -> str:
    """Return a text up to its first line break."""
    return re.split(r"[\r\n]", text, maxsplit=1)[0]
