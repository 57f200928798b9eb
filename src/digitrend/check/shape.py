"""The shape of the content: plain data to the model's types, or what is wrong with it, at its place.

Uses pydantic in strict mode over JSON: a date may be text and a tuple a list, but "5" is no number and `no` no
truth value.  Each complaint becomes one diagnostic: an unknown field at its key, a bad value at its value, a
missing field at its mapping.

| code | says                                                               | pydantic's types                  |
|------|--------------------------------------------------------------------|-----------------------------------|
| S101 | a field is missing                                                 | `missing`, `union_tag_not_found`  |
| S102 | a field is not known; also for a missing one that was misspelt     | `extra_forbidden`                 |
| S103 | a value is of the wrong type                                       | `…_type`, `…_from_float`          |
| S104 | a word is not one of those allowed                                 | `literal_error`, `enum`, `…_tag…` |
| S105 | a number is out of range; a text or list is too long or too short  | `greater_than…`, `too_long`, …    |
| S106 | a text is not of the right form                                    | `string_pattern…`, `date_parsing` |
| S107 | a validator of the model says so                                   | `value_error`, any other          |
| S108 | a field has no value, an empty text or an empty list               | `…_type` of none, `too_short`     |

A validator says `raise ValueError("what is so|what to do")`; what follows as further arguments is the way from
where the validator stands to the value to point at, such as `"period", "end"`.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from digitrend.check.places import Fault, Schema, Shapes, placed, settled
from digitrend.check.wording import also, described, formed, mended, quoted
from digitrend.diagnostics import Diagnostic, by_position, did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from pydantic_core import ErrorDetails

    from digitrend.content import Document, Where

T = TypeVar("T")

KINDS = {
    "string": "text",
    "int": "whole number",
    "float": "number",
    "decimal": "number",
    "bool": "truth",
    "date": "date",
    "datetime": "date",
    **dict.fromkeys(("list", "tuple", "set", "frozen_set"), "list"),
    **dict.fromkeys(("dict", "model", "model_attributes", "dataclass"), "fields"),
}
NAMES = {
    "text": "text",
    "whole number": "a whole number",
    "number": "a number",
    "truth": "true or false",
    "date": "a date",
    "list": "a list",
    "fields": "a group of fields",
}
BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than", "multiple_of": "a multiple of"}


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
            Fault(each["type"], placed(each["type"], each["loc"], each["input"], data), each["input"], *_told(each))
            for each in error.errors(include_url=False)
        ]
    report = _Report(document, where, Shapes(_schema(cast("Hashable", model)), data))
    return by_position(map(report.diagnostic, _misspelt(_own(settled(faults)), report)))


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


def _own(faults: list[Fault]) -> list[Fault]:
    """Leave out a length that is wrong only because pydantic left out the items that are wrong themselves."""
    below = {fault.where[:i] for fault in faults for i in range(len(fault.where))}
    return [fault for fault in faults if not (fault.type in {"too_short", "too_long"} and fault.where in below)]


def _misspelt(faults: list[Fault], report: _Report) -> list[Fault]:
    """Leave out a missing field that an unknown one near it was meant to be: one mistake, one finding."""
    missing = {fault.where for fault in faults if fault.type == "missing"}
    for fault in faults:
        if fault.type == "extra_forbidden":
            *above, key = fault.where
            absent = {str(each[-1]): each for each in missing if each[:-1] == tuple(above)}
            meant = nearest(str(key), absent) or _only(absent, fault.where, faults, report)
            if meant:
                missing.discard(absent[meant])
                report.meant[fault.where] = meant
    return [fault for fault in faults if fault.type != "missing" or fault.where in missing]


def _only(absent: Iterable[str], where: Where, faults: list[Fault], report: _Report) -> str:
    """Return the one missing field, if the one unknown field there can stand for no other: it has a name of its own."""
    *above, key = where
    strange = [each for each in faults if each.type == "extra_forbidden" and each.where[:-1] == tuple(above)]
    names = tuple(absent)
    return names[0] if len(names) == len(strange) == 1 and not report.near(str(key), tuple(above)) else ""


class _Report:
    """Turns the faults of one piece of data into diagnostics."""

    def __init__(self, document: Document, base: Where, shapes: Shapes) -> None:
        self.meant: dict[Where, str] = {}  # unknown fields whose right name is missing
        self._document, self._base, self._shapes = document, base, shapes
        self._tellers: dict[str, Callable[[Fault], Diagnostic]] = {
            "missing": self._missing,
            "extra_forbidden": self._unknown,
            "union_tag_not_found": self._untagged,
            "union_tag_invalid": self._word,
            "literal_error": self._word,
            "enum": self._word,
            "string_pattern_mismatch": self._form,
        }

    def diagnostic(self, fault: Fault) -> Diagnostic:
        """Return the finding for a fault, at its place."""
        return self._teller(fault)(fault)

    def _teller(self, fault: Fault) -> Callable[[Fault], Diagnostic]:
        kind = fault.type
        if isinstance(fault.value, str) and {kind, *fault.others} & {"literal_error", "enum"}:
            return self._word
        if kind in self._tellers:
            return self._tellers[kind]
        if kind.startswith(("date", "time", "url", "uuid", "decimal")) and isinstance(fault.value, str):
            return self._form
        if kind.endswith(("_type", "_parsing", "_from_float", "_parsing_size", "_string")):
            return self._empty if fault.value is None else self._type
        return self._range if kind.endswith(("than", "equal", "_short", "_long", "_of")) else self._custom

    def _missing(self, fault: Fault) -> Diagnostic:
        *above, name = fault.where
        told = self._shapes.description(fault.where)
        message = f"the field '{name}' is missing{self._in(tuple(above))}"
        return self._at("S101", message, tuple(above), f"add '{name}: …'" + (f": {told}" if told else ""))

    def _untagged(self, fault: Fault) -> Diagnostic:
        name = str(fault.context.get("discriminator", "")).strip("'")
        if misspelt := nearest(name, fault.value):
            message = f"the field {quoted(misspelt)} is not known{self._in(fault.where)}"
            return self._at("S102", message, (*fault.where, misspelt), f"did you mean '{name}'?", key=True)
        words = self._shapes.words((*fault.where, name))
        hint = f"add '{name}: …', one of: {', '.join(words)}" if words else f"add '{name}: …'"
        return self._at("S101", f"the field '{name}' is missing{self._in(fault.where)}", fault.where, hint)

    def near(self, key: str, above: Where) -> str | None:
        """Return the field that an unknown key of a mapping comes near to."""
        return nearest(key, self._free(above))

    def _free(self, above: Where) -> list[str]:
        """Return the fields that a mapping may have and has not."""
        holder = self._document.value((*self._base, *above))
        return [each for each in self._shapes.fields(above) if not isinstance(holder, dict) or each not in holder]

    def _unknown(self, fault: Fault) -> Diagnostic:
        *above, key = fault.where
        known = self._free(tuple(above))
        near = self.meant.get(fault.where) or nearest(str(key), known)
        others = f"the other fields here are: {', '.join(known)}" if known else "remove it"
        hint = f"did you mean '{near}'?" if near else others
        return self._at(
            "S102", f"the field {quoted(key)} is not known{self._in(tuple(above))}", fault.where, hint, key=True
        )

    def _type(self, fault: Fault) -> Diagnostic:
        kinds = list(dict.fromkeys(KINDS.get(_stem(each), "fields") for each in (fault.type, *fault.others)))
        hint = mended(kinds, fault.value, self._document.written((*self._base, *fault.where)))
        expected = " or ".join(NAMES[kind] for kind in kinds)
        message = f"{self._name(fault.where)} must be {expected}, not {described(fault.value)}"
        return self._at("S103", message, fault.where, hint)

    def _word(self, fault: Fault) -> Diagnostic:
        if fault.type == "union_tag_invalid":
            tag = str(fault.context["discriminator"]).strip("'")
            fault = replace(fault, type="enum", steps=(*fault.steps, tag), value=fault.value[tag])
        if fault.value is None:
            return self._empty(fault)
        where, value = fault.where, fault.value
        words = self._shapes.words(where)
        hint = f"write one of: {', '.join(words)}" if words else ""
        same = also(str(value), words)
        near = f"did you mean '{same}'?" if same else did_you_mean(str(value), words)
        shown = quoted(value) if isinstance(value, str) else described(value)
        message = f"{self._name(where)} cannot be {shown}"
        return self._at("S104", message, where, f"{near} {hint}".strip())

    def _range(self, fault: Fault) -> Diagnostic:
        length = len(fault.value) if isinstance(fault.value, str | list | dict) else -1
        if length == 0 or (isinstance(fault.value, str) and not fault.value.strip()):
            return self._empty(fault)
        limits = [f"{words} {_bound(fault.context[key])}" for key, words in BOUNDS.items() if key in fault.context]
        if limits:
            message = f"{self._name(fault.where)} must be {limits[0]}, not {described(fault.value)}"
            return self._at("S105", message, fault.where, f"write one that is {limits[0]}")
        unit = "characters" if isinstance(fault.value, str) else "entries"
        short = fault.context.get("min_length")
        bound = f"at least {short}" if short is not None else f"at most {fault.context.get('max_length')}"
        message = f"{self._name(fault.where)} must have {bound} {unit}, not {length}"
        hint = ("say more" if short is not None else "shorten it") if unit == "characters" else f"give {bound}"
        return self._at("S105", message, fault.where, hint)

    def _form(self, fault: Fault) -> Diagnostic:
        """Say of which form a text must be: a date, or what the field's description says."""
        name = self._name(fault.where)
        if not str(fault.value).strip():
            return self._empty(fault)
        if fault.type.startswith("date"):
            message = f"{name} must be a date, not {described(fault.value)}"
            return self._at("S106", message, fault.where, mended(["date"], fault.value, ""))
        pattern = str(fault.context.get("pattern", ""))
        told = self._shapes.description(fault.where) or (f"it must match {pattern}" if pattern else fault.message)
        listed = bool(fault.where) and isinstance(fault.where[-1], int)
        hint = formed(str(fault.value), pattern, told, listed=listed)
        message = f"{name} does not have the right form: {quoted(fault.value)}"
        return self._at("S106", message, fault.where, hint, key="key" in fault.context)

    def _custom(self, fault: Fault) -> Diagnostic:
        """Say what a validator says; its message and hint are parted by a bar."""
        arguments = getattr(fault.context.get("error"), "args", ()) or (fault.message,)
        message, _, hint = str(arguments[0]).partition("|")
        steps = tuple(step for step in arguments[1:] if isinstance(step, str | int))
        return self._at("S107", message.strip(), (*fault.where, *steps), hint.strip())

    def _empty(self, fault: Fault) -> Diagnostic:
        empty = {"str": "is an empty text", "list": "is an empty list"}
        what = empty.get(type(fault.value).__name__, "has no value")
        words = self._shapes.words(fault.where)
        hint = f"write one of: {', '.join(words)}" if words else "write it"
        if fault.where and not words and not self._shapes.needs(fault.where):
            hint += ", or leave the field out" if isinstance(fault.where[-1], str) else ", or remove it"
        if fault.value is None and self._document.commented((*self._base, *fault.where)):
            hint += "; what follows '#' is a comment, unless it is in quotes"
        return self._at("S108", f"{self._name(fault.where)} {what}", fault.where, hint)

    def _name(self, where: Where) -> str:
        """Call a place by its name: "'title'", or "item 2 of 'actors'"."""
        if not where:
            return "the file" if not self._base else self._name(self._base)
        *above, last = where
        if isinstance(last, str):
            return quoted(last)
        return f"item {last + 1}" + (f" of {self._name(tuple(above))}" if above else "")

    def _in(self, where: Where) -> str:
        return f" in {self._name(where)}" if where else ""

    def _at(self, code: str, message: str, where: Where, hint: str, *, key: bool = False) -> Diagnostic:
        full = (*self._base, *where)
        at = self._document.key_at(full) if key else self._document.value_at(full)
        return Diagnostic(code, message, self._document.path, at, hint=hint)


def _bound(limit: object) -> str:
    return str(int(limit)) if isinstance(limit, float) and limit.is_integer() else str(limit)


def _stem(kind: str) -> str:
    return re.sub(r"_(type|parsing|parsing_size|from_float|from_integer|string)$", "", kind)
