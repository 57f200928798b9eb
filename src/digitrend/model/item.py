"""What every item of the content shares: a closed, frozen shape, and the kinds of text in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Item(BaseModel):
    """A thing that a content file says: unknown keys are refused, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, coerce_numbers_to_str=False)


@dataclass(frozen=True, slots=True)
class ProseMark:
    """Marks a field as written prose, so that the rules for prose and references find it."""

    block: bool  # True: Markdown of one or more paragraphs; False: one line, inline Markdown only


class Basis(StrEnum):
    """How the source supports a period, a date or a comparator."""

    STATED = "stated"  # in so many words, where the statement stands
    IMPLIED = "implied"  # by a neighbouring sentence or the section
    MISSING = "missing"  # not at all


Id = Annotated[
    str,
    Field(
        pattern=r"^[0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=80,
        description="lower-case letters, digits and single hyphens; unique in the briefing",
    ),
]
Reference = Annotated[str, Field(pattern=r"^[0-9]*[a-z][a-z0-9.]*(-[a-z0-9.]+)*$", description="an id given elsewhere")]
Text = Annotated[str, Field(min_length=1, description="plain text")]
Line = Annotated[
    str,
    ProseMark(block=False),
    Field(min_length=1, description="one line of prose; [[id]] refers to a statistic, an entity or an item"),
]
OptionalLine = Annotated[str, ProseMark(block=False), Field(description="one line of prose, or nothing; [[id]] refers")]
Markdown = Annotated[
    str,
    ProseMark(block=True),
    Field(min_length=1, description="Markdown paragraphs; [[id]] refers to a statistic, an entity or an item"),
]
Printed = Annotated[
    str, Field(min_length=1, max_length=120, description="a few words exactly as they stand in the source")
]

Where = tuple[str | int, ...]


def prose_in(item: Item, where: Where = ()) -> Iterator[tuple[Where, str, ProseMark]]:
    """Yield the place, the text and the mark of each prose field in `item` and in the items it holds."""
    for name, field in type(item).model_fields.items():
        value = getattr(item, name)
        path = (*where, field.alias or name)
        mark = next((m for m in field.metadata if isinstance(m, ProseMark)), None)
        if mark is not None and isinstance(value, str):
            if value:
                yield path, value, mark
        else:
            yield from _nested(value, path, mark)


def _nested(value: object, path: Where, mark: ProseMark | None) -> Iterator[tuple[Where, str, ProseMark]]:
    if isinstance(value, Item):
        yield from prose_in(value, path)
    elif isinstance(value, tuple):
        for i, each in enumerate(value):
            if isinstance(each, str):
                if mark is not None:
                    yield (*path, i), each, mark
            else:
                yield from _nested(each, (*path, i), mark)
