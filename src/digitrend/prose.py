"""References in prose: one short form for all fields.

    [[robot-output-growth]]      a figure, an entity or a part, by its id
    [[ndrc|the commission]]      the same, under other words
    [[robot-output-growth|value]] a form of a figure: number, value, size, short; never other words
    [[#trends]]                  how many there are

Splits text into plain stretches and references, each with its offset, so that rules can point at them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

FORMS = (
    "number",
    "value",
    "size",
    "short",
)  # of a figure, behind a bar: less than all of it, for a sentence that has it
HALF = re.compile(r"\[\[[^\[\]\s]*\]?|\[?[^\[\]\s]*(?P<end>\]\])")  # of a reference, with what stands at its brackets
LIKE = re.compile(  # a reference, but for its brackets
    r"(?:【【?|［［?|\{\{)(?P<inside>#?[a-z0-9][a-z0-9.-]*(?:[|｜][^\n【】［］{}]*)?)(?:】】?|］］?|\}\})"
)
_REFERENCE = re.compile(r"\[\[(?P<count>#)?(?P<id>[^\]\[|\n]*)(?:\|(?P<words>[^\]\[]*))?\]\]")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as written."""

    id: str  # what it names; for a count, the kind that is counted
    words: str  # the words to show instead of the name; "" for none
    count: bool  # "[[#trends]]": how many there are
    offset: int  # where it starts in the text, from 0
    length: int
    words_at: int = 0  # where its words start in the text, from 0; 0 when it has none


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text between references."""

    text: str
    offset: int


@lru_cache(maxsize=8192)  # the rules, the lookup and the plan all ask for the same texts
def split(text: str) -> tuple[Stretch | Ref, ...]:
    """Return the stretches and references of `text` in order; together they cover it."""
    return tuple(_split(text))


def _split(text: str) -> Iterator[Stretch | Ref]:
    at = 0
    for match in _REFERENCE.finditer(text):
        if match.start() > at:
            yield Stretch(text[at : match.start()], at)
        words = " ".join((match["words"] or "").split())
        words_at = max(match.start("words"), 0)
        yield Ref(match["id"].strip(), words, bool(match["count"]), match.start(), len(match[0]), words_at)
        at = match.end()
    if at < len(text):
        yield Stretch(text[at:], at)


def references(text: str) -> Iterator[Ref]:
    """Yield the references of `text` in order."""
    return (piece for piece in split(text) if isinstance(piece, Ref))


@lru_cache(maxsize=8192)  # as above
def stray_brackets(text: str) -> tuple[int, ...]:
    """Return the offset of each "[[" or "]]" that is part of no reference."""
    return tuple(
        piece.offset + (half.start() if half["end"] is None else half.start("end"))
        for piece in split(text)
        if isinstance(piece, Stretch)
        for half in HALF.finditer(piece.text)
    )


@lru_cache(maxsize=8192)
def other_brackets(text: str) -> tuple[tuple[int, str], ...]:
    """Return the offset of what looks like a reference in brackets of another kind, and what stands between them."""
    return tuple(
        (piece.offset + like.start(), like["inside"])
        for piece in split(text)
        if isinstance(piece, Stretch)
        for like in LIKE.finditer(piece.text)
    )
