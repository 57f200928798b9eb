"""What is found in a text, collected by offset and handed out with lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from digitrend.diagnostics import LINE_BREAK
from digitrend.verify.declared import Mention

if TYPE_CHECKING:
    from digitrend.verify.declared import Mentions


class Finds:
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
        starts = _line_starts(self.text)
        return {fact: tuple(_mention(one, starts) for one in found) for fact, found in self._found.items()}


def _mention(found: tuple[str, str, int], starts: list[int]) -> Mention:
    kind, text, offset = found
    line = bisect_right(starts, offset)
    return Mention(kind, text, line, offset - starts[line - 1] + 1)


def _line_starts(text: str) -> list[int]:
    if "\r" in text:
        return [0, *(found.end() for found in LINE_BREAK.finditer(text))]
    return list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))[:-1]  # ten times as fast
