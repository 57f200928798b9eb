"""Data of a document to a model, or what is wrong with it: each mistake once, without what follows from it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from digitrend.check.schema_errors import AFTER_A_COMMA, KINDS, SchemaErrors, SchemaFault, Shapes, fault_subject
from digitrend.diagnostics import Diagnostic, by_position, closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails

    from digitrend.check.schema_errors import Schema
    from digitrend.content.positions import Data, Document, Where


def sifted(faults: Iterable[SchemaFault], report: SchemaErrors) -> list[SchemaFault]:
    """Return the complaints that are no consequence of others; the report learns what misspelt fields were meant."""
    return _misspelt(_strangers(_nameless(_parted(_own(list(faults))), report), report), report)


def _parted(faults: list[SchemaFault]) -> list[SchemaFault]:
    """Of an item in which a comma parted a number, leave only that: {printed: 1,450 hives}."""
    parted = [
        each.where for each in faults if each.type == "extra_forbidden" and AFTER_A_COMMA.match(str(each.where[-1]))
    ]
    items = {where[:-1] for where in parted}
    return [
        each for each in faults if each.where in parted or not any(each.where[: len(item)] == item for item in items)
    ]


def _own(faults: list[SchemaFault]) -> list[SchemaFault]:
    """Leave out a length that is wrong only because pydantic left out the items that are wrong themselves."""
    below = {fault.where[:i] for fault in faults for i in range(len(fault.where))}
    return [fault for fault in faults if not (fault.type in {"too_short", "too_long"} and fault.where in below)]


def _nameless(faults: list[SchemaFault], report: SchemaErrors) -> list[SchemaFault]:
    """Tell once of fields that stand in the place of items: the line with the item's id is gone."""
    bare = [
        fault
        for fault in faults
        if fault.where
        and KINDS.get(fault_subject(fault.type)) == "fields"
        and fault.where[-1] in report.of_items(fault.where[:-1])
    ]
    first = {fault.where[:-1]: fault for fault in reversed(bare)}
    return [*(replace(each, type="nameless") for each in first.values()), *(f for f in faults if f not in bare)]


def _misspelt(faults: list[SchemaFault], report: SchemaErrors) -> list[SchemaFault]:
    """Leave out a missing field that an unknown one near it was meant to be: one mistake, one finding."""
    missing = {fault.where for fault in faults if fault.type == "missing"}
    for fault in faults:
        if fault.type == "extra_forbidden":
            *above, key = fault.where
            absent = {str(each[-1]): each for each in missing if each[:-1] == tuple(above)}
            meant = closest(str(key), absent) or _only(absent, fault.where, faults, report)
            if meant:
                missing.discard(absent[meant])
                report.meant[fault.where] = meant
    return [fault for fault in faults if fault.type != "missing" or fault.where in missing]


def _only(absent: Iterable[str], where: Where, faults: list[SchemaFault], report: SchemaErrors) -> str:
    """Return the one missing field, if the one unknown field there can stand for no other: it has a name of its own."""
    *above, key = where
    strange = [each for each in faults if each.type == "extra_forbidden" and each.where[:-1] == tuple(above)]
    names = tuple(absent)
    return names[0] if len(names) == len(strange) == 1 and not report.near(str(key), tuple(above)) else ""


def _strangers(faults: list[SchemaFault], report: SchemaErrors) -> list[SchemaFault]:
    """Tell once of an item that belongs to another list, and not of those that follow it: their list's name is gone."""
    unknown = Counter(fault.where[:-1] for fault in faults if fault.type == "extra_forbidden")
    strange = sorted(where for where, count in unknown.items() if count > 1 and len(where) > 1 and report.kin(where))
    first = {where for i, where in enumerate(strange) if not i or strange[i - 1][:-1] != where[:-1]}
    told = [
        replace(fault, type="stranger", where=where)
        for where in sorted(first)
        for fault in [next(each for each in faults if each.where[:-1] == where and each.type == "extra_forbidden")]
    ]
    return [*told, *(each for each in faults if not any(each.where[: len(where)] == where for where in strange))]


T = TypeVar("T", bound=BaseModel)


def validated(
    document: Document, model: type[T], data: Data, tables: Mapping[str, Document] | None = None
) -> T | list[Diagnostic]:
    """Return data of the document, as `fill.filled` gives it, as a `model`, or what is wrong, sorted by place.

    `tables` are the documents from which points of series were taken, by the id of the series.
    """
    try:
        return model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        faults = [
            SchemaFault(
                each["type"],
                _written(each, document, tables or {}),
                each["input"],
                *_told(each),
            )
            for each in error.errors(include_url=False)
        ]
    shapes = Shapes(_schema(model))
    found: list[Diagnostic] = []
    for name, table in (tables or {}).items():
        inside = [fault for fault in faults if fault.where[:3] == ("series", name, "points")]
        faults = [fault for fault in faults if fault not in inside]
        report = SchemaErrors(table, (), shapes.part(("series", name, "points")))
        found += map(report.diagnostic, sifted([replace(fault, where=fault.where[3:]) for fault in inside], report))
    report = SchemaErrors(document, (), shapes)
    return by_position([*found, *map(report.diagnostic, sifted(faults, report))])


def _written(error: ErrorDetails, document: Document, tables: Mapping[str, Document]) -> Where:
    """Return where the file has a value that the model has at `loc`: items of a mapping stand under their key there."""
    steps: list[str | int] = []
    here: Data = document.data
    loc = error["loc"]
    last = loc[-1:] if error["type"] == "missing" else ()
    for step in loc[: len(loc) - len(last)]:
        if step == "[key]":
            continue
        if isinstance(here, dict) and isinstance(step, int):
            keys = list(here)
            step = keys[step] if step < len(keys) else step  # noqa: PLW2901
        elif steps and not isinstance(here, dict | list) and here is not None:
            continue  # a part of what the file writes as one value
        steps.append(step)
        if isinstance(here, dict):
            here = here.get(str(step))
        else:
            here = here[step] if isinstance(here, list) and isinstance(step, int) and step < len(here) else None
        if steps[:1] == ["series"] and steps[2:] == ["points"] and isinstance(here, str) and str(steps[1]) in tables:
            here = tables[str(steps[1])].data
    return (*steps, *last)


@cache  # asked for when something is wrong; takes milliseconds
def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


def _told(error: ErrorDetails) -> tuple[str, dict[str, Any]]:
    context = dict(error.get("ctx", {}))
    if error["loc"] and error["loc"][-1] == "[key]":
        context["key"] = True
    return error["msg"], context
