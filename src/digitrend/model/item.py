"""What every item of the content shares: a closed, frozen shape, and the kinds of text in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Self, get_args

from pydantic import BaseModel, ConfigDict, Field


class Item(BaseModel):
    """A thing that a content file says: unknown keys are refused, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, coerce_numbers_to_str=False)


@dataclass(frozen=True, slots=True)
class ProseMark:
    """Marks a field as written prose, so that the rules for prose and references find it."""

    block: bool  # True: Markdown of one or more paragraphs; False: one line, inline Markdown only


class Word(StrEnum):
    """One of the words that a field knows, with what it means: editors show that beside the word."""

    _value_: str
    meaning: str

    def __new__(cls, word: str, meaning: str = "") -> Self:
        """Make a word; its meaning is a phrase without a full stop."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member


class Basis(Word):
    """How the source supports a period, a date or a comparison."""

    STATED = "stated", "in so many words, where the statement stands"
    IMPLIED = "implied", "by a neighbouring sentence or the section"
    MISSING = "missing", "not at all: the field itself stays empty"


Id = Annotated[
    str,
    Field(
        pattern=r"^[0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=80,
        description="lower-case letters, digits and single hyphens; unique in the briefing",
        examples=["robot-output-growth"],
    ),
]
Reference = Annotated[
    str,
    Field(
        pattern=r"^[0-9]*[a-z][a-z0-9.]*(-[a-z0-9.]+)*$",
        description="an id given elsewhere",
        examples=["trend-1", "countermeasure-2.1"],
    ),
]
Aliases = Annotated[tuple[Id, ...], Field(description="ids that it had before; the addresses that they gave lead here")]
Text = Annotated[str, Field(min_length=1, description="plain text", examples=["Plain words"])]
Line = Annotated[
    str,
    ProseMark(block=False),
    Field(
        min_length=1,
        description="one line of prose; [[id]] refers to a figure, an entity or an item",
        examples=["Output rose by [[robot-output-growth]]"],
    ),
]
OptionalLine = Annotated[
    str,
    ProseMark(block=False),
    Field(
        description="one line of prose, or nothing; [[id]] refers to a figure, an entity or an item",
        examples=["It counts visits, not persons"],
    ),
]
Markdown = Annotated[
    str,
    ProseMark(block=True),
    Field(
        min_length=1,
        description="Markdown paragraphs; [[id]] refers to a figure, an entity or an item",
        examples=["Output of [[industrial-robots|robots]] rose by [[robot-output-growth]]."],
    ),
]
Printed = Annotated[
    str,
    Field(
        min_length=1,
        max_length=120,
        description="a few words exactly as they stand in the source",
        examples=["18.2%", "more than 40 000 crossings"],
    ),
]

Where = tuple[str | int, ...]


def prose_in(item: Item, where: Where = ()) -> Iterator[tuple[Where, str, ProseMark]]:
    """Yield the place, the text and the mark of each prose field in `item` and in the items it holds."""
    for name, key, mark in _fields(type(item)):
        yield from _prose(getattr(item, name), (*where, key), mark)


def _prose(value: object, where: Where, mark: ProseMark | None) -> Iterator[tuple[Where, str, ProseMark]]:
    if isinstance(value, Item):
        yield from prose_in(value, where)
    elif isinstance(value, tuple):
        for i, each in enumerate(value):
            yield from _prose(each, (*where, i), mark)
    elif mark is not None and isinstance(value, str) and value:
        yield where, value, mark


@cache
def _fields(item: type[Item]) -> tuple[tuple[str, str, ProseMark | None], ...]:
    """Return each field's name, its key in the file, and its mark: that of its text, or of the texts in its list."""
    return tuple(
        (name, field.alias or name, _mark((*field.metadata, field.annotation)))
        for name, field in item.model_fields.items()
    )


def _mark(annotations: tuple[object, ...]) -> ProseMark | None:
    """Return the mark among annotations, however deep: `tuple[Line, ...]` holds the one of `Line`."""
    for each in annotations:
        if mark := each if isinstance(each, ProseMark) else _mark(get_args(each)):
            return mark
    return None
