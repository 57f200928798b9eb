"""The shape of the content: plain data to the model's types, or what is wrong with it, at its place.

Uses pydantic in strict mode over JSON: a date may be text and a tuple a list, but "5" is no number and `no` no
truth value.  Each complaint becomes one diagnostic: an unknown field at its key, a bad value at its value, a
missing field at its mapping.

| code | says                                                               | pydantic's types                  |
|------|--------------------------------------------------------------------|-----------------------------------|
| S101 | a field is missing                                                 | `missing`                         |
| S102 | a field is not known; also for a missing one that was misspelt     | `extra_forbidden`                 |
| S103 | a value is of the wrong type                                       | `…_type`, `…_from_float`          |
| S104 | a word is not one of those allowed                                 | `literal_error`, `enum`           |
| S105 | a number is out of range; a text or list is too long or too short  | `greater_than…`, `too_long`, …    |
| S106 | a text is not of the right form                                    | `string_pattern…`, `date_parsing` |
| S107 | a validator of the model says so                                   | `value_error`, any other          |
| S108 | a field has no value, an empty text or an empty list               | `…_type` of none, `too_short`     |

A validator says `raise ValueError("what is so|what to do")`; what follows as further arguments is the way from
where the validator stands to the value to point at, such as `"period", "end"`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from digitrend.check.places import Fault, Schema, Shapes
from digitrend.check.report import Report
from digitrend.check.sifting import sifted
from digitrend.diagnostics import Diagnostic, by_position

if TYPE_CHECKING:
    from collections.abc import Hashable

    from pydantic_core import ErrorDetails

    from digitrend.content import Document, Where

T = TypeVar("T")


def validated(document: Document, model: type[T], where: Where = ()) -> T | list[Diagnostic]:
    """Return the document's data at `where` as a `model`, or what is wrong with it, sorted by place.

    `model` is a pydantic model or any type that pydantic knows, such as `list[Relation]`; whether unknown fields
    are refused is for the model to say (`extra="forbid"`).
    """
    adapter = _adapter(cast("Hashable", model))
    data = document.value(where)
    try:
        return cast("T", adapter.validate_json(json.dumps(data), strict=True))
    except ValidationError as error:
        faults = [
            Fault(each["type"], tuple(step for step in each["loc"] if step != "[key]"), each["input"], *_told(each))
            for each in error.errors(include_url=False)
        ]
    report = Report(document, where, Shapes(_schema(cast("Hashable", model))))
    return by_position(map(report.diagnostic, sifted(faults, report)))


@lru_cache(maxsize=64)  # making one takes milliseconds; files of a kind share it
def _adapter(model: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast("Any", model))


@lru_cache(maxsize=64)  # asked for when something is wrong; as costly
def _schema(model: Hashable) -> Schema:
    return _adapter(model).json_schema()


def _told(error: ErrorDetails) -> tuple[str, dict[str, Any]]:
    context = dict(error.get("ctx", {}))
    if error["loc"] and error["loc"][-1] == "[key]":
        context["key"] = True
    return error["msg"], context
