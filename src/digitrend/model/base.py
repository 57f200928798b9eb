"""What every item of the content shares: a closed, frozen shape, and the kinds of text in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

# No plugin has a say in how content is read; to look for some takes 12 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class Item(BaseModel):
    """The base of all content items: frozen, and without unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, coerce_numbers_to_str=False, defer_build=True)


def hidden(*names: str, filled: tuple[str, ...] = ()) -> Callable[[dict[str, Any]], None]:
    """Return a hook that removes fields from the JSON Schema: keys of mappings, and what reading sets.

    Fields that are `filled` in by reading stay, but are not required.
    """

    def leave_out(schema: dict[str, Any]) -> None:
        schema["properties"] = {key: value for key, value in schema["properties"].items() if key not in names}
        schema["required"] = [each for each in schema.get("required", ()) if each not in {*names, *filled}]

    return leave_out


def or_text(schema: dict[str, Any]) -> None:
    """Let the JSON Schema allow any text besides the words of a field, since content may declare more."""
    words = schema.pop("allOf", None) or [{"$ref": schema.pop("$ref")}]
    schema["anyOf"] = [*words, {"type": "string", "minLength": 1}]


@dataclass(frozen=True, slots=True)
class Keyed:
    """Marks a tuple of items that a file writes as a mapping, with the field `by` as the key.

    The value is a mapping of the other fields, or with `value` that field alone.
    """

    by: str = "id"
    value: str = ""
    short: bool = False  # whether the value may be a plain one, and the whole the name of a file

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors of a mapping from the key to the other fields."""
        listed = handler(core_schema)
        rest = {key: value for key, value in listed.items() if key not in ("type", "items")}
        items = {"type": "string"} if self.value else listed["items"]
        if not self.short:
            return rest | {"type": "object", "additionalProperties": items}
        rest.pop("minItems", None)
        point = {"anyOf": [{"type": ["string", "number"]}, items]}
        return rest | {"type": ["object", "string"], "additionalProperties": point}


@dataclass(frozen=True, slots=True)
class Numeric:
    """Marks a text that a file may write as a number: `2020`."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors that a number will do."""
        return handler(core_schema) | {"type": ["string", "integer"]}


@dataclass(frozen=True, slots=True)
class ProseMark:
    """Marks a field as prose, for the rules on prose and references."""

    block: bool  # True: Markdown of one or more paragraphs; False: one line, inline Markdown only


class Word(StrEnum):
    """A word that a field allows, with its meaning, which editors show."""

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

    STATED = "stated", "the sentence itself says it"
    IMPLIED = "implied", "a neighbouring sentence or the section says it"
    MISSING = "missing", "nothing says it; the field itself stays empty"


SLUG = r"[0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*"
Id = Annotated[
    str,
    Field(
        pattern=rf"^{SLUG}$",
        max_length=80,
        description="lower-case letters, digits and single hyphens; unique in the briefing",
        examples=["robot-output-growth"],
    ),
]
FigureId = Annotated[
    str,
    Field(
        pattern=rf"^{SLUG}(@[0-9A-Za-z][0-9A-Za-z /-]*)?$",
        max_length=120,
        description="the id of a figure; of a point of a series, with its period: gas-share@2020, ferries@end-of-2020",
        examples=["robot-output-growth", "gas-share@2020"],
    ),
]
Kind = Annotated[
    str,
    Field(
        pattern=r"^[^\W\d_]+([ -][^\W\d_]+)*$",
        max_length=40,
        description="a built-in kind, or one declared under `kinds` in briefing.yaml",
    ),
]
_PART = r"[0-9]{4}(-Q[1-4]|-H[12]|-[0-9]{2}(-[0-9]{2})?)?"
_FY = "FY[0-9]{4}"
PeriodText = Annotated[
    str,
    Numeric(),
    Field(
        pattern=rf"^(((end|start) of )?{_FY}(/{_FY})?|({_FY} )?((end|start) of |at )?{_PART}(/{_PART})?)?$",
        description="2019, 2020-H2, 2020-Q2, 2020-04, 2020-04-15, FY2020; an interval, 2020-01/2020-09, "
        "FY2020/FY2022; a point in time, end of 2020",
        examples=["2020", "2020-Q2", "2020-01/2020-09", "end of 2020"],
    ),
]
Reference = Annotated[
    str,
    Field(
        pattern=r"^[0-9]*[a-z][a-z0-9.]*(-[a-z0-9.]+)*(@[0-9A-Za-z][0-9A-Za-z /-]*)?$",
        description="the id of another item",
        examples=["trend-1", "countermeasure-2.1"],
    ),
]
Aliases = Annotated[
    tuple[Id, ...],
    Field(description="former ids; their addresses redirect here", examples=[["robot-growth"]]),
]
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

M = TypeVar("M")
Where = tuple[str | int, ...]


def prose_in(item: Item, where: Where = ()) -> Iterator[tuple[Where, str, ProseMark]]:
    """Yield place, text and mark of each prose field in `item` and the items in it."""
    for name, key, mark, keyed in fields_of(type(item)):
        value = getattr(item, name)
        if keyed is None:
            yield from _prose(value, (*where, key), mark)
            continue
        for each in value:
            yield from prose_in(each, (*where, key, getattr(each, keyed.by)))


def _prose(value: object, where: Where, mark: ProseMark | None) -> Iterator[tuple[Where, str, ProseMark]]:
    if isinstance(value, Item):
        yield from prose_in(value, where)
    elif isinstance(value, tuple):
        for i, each in enumerate(value):
            yield from _prose(each, (*where, i), mark)
    elif mark is not None and isinstance(value, str) and value:
        yield where, value, mark


@cache
def fields_of(item: type[Item]) -> tuple[tuple[str, str, ProseMark | None, Keyed | None], ...]:
    """Return each field's name, its key in the file, and its marks, also those of texts in a list."""
    return tuple(
        (
            name,
            field.alias or name,
            _mark(ProseMark, (*field.metadata, field.annotation)),
            _mark(Keyed, (*field.metadata,)),
        )
        for name, field in item.model_fields.items()
    )


def _mark(mark: type[M], annotations: tuple[object, ...]) -> M | None:
    """Return the mark in annotations, also in nested ones: `tuple[Line, ...]` has that of `Line`."""
    for each in annotations:
        if found := each if isinstance(each, mark) else _mark(mark, get_args(each)):
            return found
    return None


# the folder whose files' names change with their content
# An address that a site can have: a folder's, with nothing behind it that could be taken for something else.
BASE_URL = r"^https?://[^\s/?#\"'<>\\,;*:@]+(:[0-9]+)?(/[^\s?#\"'<>\\,;*:]*)?$"


def is_base_url(address: str) -> bool:
    """Return whether a site can be published at an address."""
    return re.fullmatch(BASE_URL, address) is not None
