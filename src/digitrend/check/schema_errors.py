"""Validation errors to findings: the place, the message, and what the schema expects there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from digitrend.check.hints import also, correction, described, form_hint, quoted
from digitrend.diagnostics import Diagnostic, Position, closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from digitrend.content.positions import Document, Where


Schema: TypeAlias = "dict[str, Any]"
AFTER_A_COMMA = re.compile(r"[0-9]{3}(?![0-9])")  # "450 hives", as a key, of {printed: 1,450 hives}


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """A validation error.  The models have no unions, so pydantic's location is the place in the data."""

    type: str  # pydantic's name of it
    where: Where
    value: Any  # what was found
    message: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


class Shapes:
    """Looks up in a JSON Schema what is expected at a place."""

    def __init__(self, schema: Schema) -> None:
        self._definitions: dict[str, Schema] = schema.get("$defs", {})
        self._schema = schema

    def fields(self, where: Where) -> list[str]:
        """Return the names of the fields that a mapping at that place may have."""
        names = {name: None for schema in self._at(where) for name in schema.get("properties", {})}
        return list(names)

    def part(self, where: Where) -> Shapes:
        """Return what is expected below a place."""
        below = self._at(where)
        return Shapes({"$defs": self._definitions, **(below[0] if below else {})})

    def words(self, where: Where) -> list[str]:
        """Return the words that are allowed at a place, if only certain ones are."""
        return [
            str(word)
            for schema in self._at(where)
            for word in (schema.get("enum") or ([schema["const"]] if "const" in schema else []))
        ]

    def needs(self, where: Where) -> bool:
        """Return whether a place is required."""
        *above, name = where or ("",)
        return any(name in schema.get("required", []) for schema in self._at(tuple(above)))

    def description(self, where: Where) -> str:
        """Return what the schema says of a plain value at that place."""
        meaning = (schema.get("description", "") for schema in self._at(where) if "properties" not in schema)
        return next((each.strip().splitlines()[0] for each in meaning if each), "")

    def _at(self, where: Where) -> list[Schema]:
        schemas = self._members(self._schema)
        for step in where:
            parts = [part for schema in schemas if (part := _part(schema, step)) is not None]
            schemas = [member for part in parts for member in self._members(part)]
        return schemas

    def _members(self, schema: Schema) -> list[Schema]:
        """Resolve references, and `anyOf` of an optional value."""
        if "$ref" in schema:
            rest = {key: value for key, value in schema.items() if key != "$ref"}
            target = self._definitions.get(schema["$ref"].rpartition("/")[2], {})
            return self._members({**target, **rest})
        parts = [each for word in ("anyOf", "allOf") for each in schema.get(word, [])]
        if not parts:
            return [schema]
        meaning = {"description": schema["description"]} if "description" in schema else {}
        return [member for part in parts for member in self._members({**part, **meaning})]


def _part(schema: Schema, step: str | int) -> Schema | None:
    """Return the schema of a field or an item, or None when it is not a mapping or list."""
    if isinstance(step, str):
        rest = schema.get("additionalProperties")
        part = schema.get("properties", {}).get(step, rest)
        return part if isinstance(part, dict) else None
    first = schema.get("prefixItems", [])
    part = first[step] if step < len(first) else schema.get("items")
    return part if isinstance(part, dict) else None


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


class SchemaErrors:
    """Turns the faults of a document into findings."""

    def __init__(self, document: Document, shapes: Shapes) -> None:
        self.meant: dict[Where, str] = {}  # unknown fields whose right name is missing
        self._document, self._shapes = document, shapes
        self._tellers: dict[str, Callable[[SchemaFault], Diagnostic]] = {
            "missing": self._missing,
            "extra_forbidden": self._unknown,
            "literal_error": self._word,
            "enum": self._word,
            "string_pattern_mismatch": self._form,
            "stranger": self._stranger,
            "nameless": self._nameless,
        }

    def diagnostic(self, fault: SchemaFault) -> Diagnostic:
        """Return the finding for a fault, at its place."""
        return self._teller(fault)(fault)

    def _teller(self, fault: SchemaFault) -> Callable[[SchemaFault], Diagnostic]:
        kind = fault.type
        if isinstance(fault.value, str) and kind in {"literal_error", "enum"}:
            return self._word
        if kind in self._tellers:
            return self._tellers[kind]
        if kind.startswith(("date", "time", "url", "uuid", "decimal")) and isinstance(fault.value, str):
            return self._form
        if kind.endswith(("_type", "_parsing", "_from_float", "_parsing_size", "_string")):
            return self._empty if fault.value is None else self._type
        return self._range if kind.endswith(("than", "equal", "_short", "_long", "_of")) else self._custom

    def _missing(self, fault: SchemaFault) -> Diagnostic:
        *above, name = fault.where
        meaning = self._shapes.description(fault.where)
        message = f"the field '{name}' is missing{self._in(tuple(above))}"
        if swallowed := self._swallowed(tuple(above), str(name)):
            at, text = swallowed
            hint = f"align this line with '{text}': it is read as a part of that text"
            return Diagnostic("S101", message, self._document.path, at, hint=hint)
        return self._at(
            "S101", message, tuple(above), f"add '{name}: …'" + (f": {meaning}" if meaning else ""), key=True
        )

    def _swallowed(self, above: Where, name: str) -> tuple[Position, str] | None:
        """Return where a missing field stands within the text of another, and the name of that one."""
        holder = self._document.value(tuple(above))
        for key, text in holder.items() if isinstance(holder, dict) else ():
            line = re.search(rf"(?:^|\s)({re.escape(name)}):\s", text) if isinstance(text, str) else None
            if line:
                return self._document.inside((*above, key), line.start(1)), key
        return None

    def near(self, key: str, above: Where) -> str | None:
        """Return the field that an unknown key of a mapping comes near to."""
        return closest(key, self._free(above))

    def kin(self, where: Where) -> str:
        """Return the sibling list whose items have all fields of an item, or ""."""
        *above, mine, _ = where
        item, holder = self._document.value(where), self._document.value(tuple(above))
        keys = set(item) if isinstance(item, dict) else set[str]()
        names = [name for name in self._shapes.fields(tuple(above)) if name != mine]
        fitting = [name for name in names if keys and keys <= set(self.of_items((*above, name)))]
        return min(fitting, key=lambda name: isinstance(holder, dict) and name in holder, default="")

    def of_items(self, where: Where) -> list[str]:
        """Return the fields of the items of a list, or of a mapping of items."""
        return [*self._shapes.fields((*where, 0)), *self._shapes.fields((*where, ""))]

    def _nameless(self, fault: SchemaFault) -> Diagnostic:
        message = f"an item of {self._name(fault.where[:-1])} has no id"
        hint = "write its id on a line above its fields, as in 'some-id:', and indent them"
        return self._at("S101", message, fault.where, hint, key=True)

    def _stranger(self, fault: SchemaFault) -> Diagnostic:
        kin = self.kin(fault.where)
        holder = self._document.value(fault.where[:-2])
        there = isinstance(holder, dict) and kin in holder
        hint = f"move it to '{kin}'" if there else f"write '{kin}:' on the line above it"
        message = f"{self._name(fault.where)} has the fields of an item of '{kin}'"
        return self._at("S102", message, fault.where, hint)

    def _free(self, above: Where) -> list[str]:
        """Return the fields that a mapping may have and has not."""
        holder = self._document.value(tuple(above))
        return [each for each in self._shapes.fields(above) if not isinstance(holder, dict) or each not in holder]

    def _unknown(self, fault: SchemaFault) -> Diagnostic:
        *above, key = fault.where
        known = self._free(tuple(above))
        near = self.meant.get(fault.where) or closest(str(key), known)
        others = f"the other fields here are: {', '.join(known)}" if known else "remove it"
        hint = f"did you mean '{near}'?" if near else others
        if AFTER_A_COMMA.match(str(key)):
            hint = "a comma between braces ends a value: put the one before it in quotes, whole"
        return self._at(
            "S102", f"the field {quoted(key)} is not known{self._in(tuple(above))}", fault.where, hint, key=True
        )

    def _type(self, fault: SchemaFault) -> Diagnostic:
        if fault.where[:1] == ("series",) and fault.where[-1] == "points" and isinstance(fault.value, str):
            hint = "put the CSV file there, or write the points here, each below its period"
            return self._at("S103", f"there is no table {quoted(fault.value)} beside the file", fault.where, hint)
        here = self._document.value(fault.where)
        if fault.where[:1] == ("series",) and fault.where[-1] == "points" and isinstance(here, list):
            first = here[0] if here and isinstance(here[0], dict) else {}
            shown = f"{first.get('period', 2020)}: {first.get('printed', '37%')}"
            return self._at("S103", "'points' must be given by period, not as a list", fault.where, f"write '{shown}'")
        kind = KINDS.get(fault_subject(fault.type), "fields")
        hint = correction([kind], fault.value, self._document.written(fault.where))
        message = f"{self._name(fault.where)} must be {NAMES[kind]}, not {described(fault.value)}"
        return self._at("S103", message, fault.where, hint)

    def _word(self, fault: SchemaFault) -> Diagnostic:
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

    def _range(self, fault: SchemaFault) -> Diagnostic:
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

    def _form(self, fault: SchemaFault) -> Diagnostic:
        """Return the finding for a text of the wrong form, with the field's description."""
        name = self._name(fault.where)
        if not str(fault.value).strip():
            return self._empty(fault)
        if fault.type.startswith("date"):
            message = f"{name} must be a date, not {described(fault.value)}"
            return self._at("S106", message, fault.where, correction(["date"], fault.value, ""))
        pattern = str(fault.context.get("pattern", ""))
        meaning = self._shapes.description(fault.where) or (f"it must match {pattern}" if pattern else fault.message)
        listed = bool(fault.where) and isinstance(fault.where[-1], int)
        hint = form_hint(str(fault.value), pattern, meaning, listed=listed)
        message = f"{name} does not have the right form: {quoted(fault.value)}"
        return self._at("S106", message, fault.where, hint, key="key" in fault.context)

    def _custom(self, fault: SchemaFault) -> Diagnostic:
        """Return the finding of a validator, whose message and hint are separated by a bar."""
        arguments = getattr(fault.context.get("error"), "args", ()) or (fault.message,)
        message, _, hint = str(arguments[0]).partition("|")
        steps = tuple(step for step in arguments[1:] if isinstance(step, str | int))
        return self._at("S107", message.strip(), (*fault.where, *steps), hint.strip())

    def _empty(self, fault: SchemaFault) -> Diagnostic:
        empty = {"str": "is an empty text", "list": "is an empty list"}
        what = empty.get(type(fault.value).__name__, "has no value")
        words = self._shapes.words(fault.where)
        hint = f"write one of: {', '.join(words)}" if words else "write it"
        if fault.where and not words and not self._shapes.needs(fault.where):
            hint += ", or leave the field out" if isinstance(fault.where[-1], str) else ", or remove it"
        if fault.value is None and self._document.commented(fault.where):
            hint += "; what follows '#' is a comment, unless it is in quotes"
        return self._at("S108", f"{self._name(fault.where)} {what}", fault.where, hint)

    def _name(self, where: Where) -> str:
        """Return the name of a place: "'title'", or "item 2 of 'actors'"."""
        if not where:
            return "the file"
        *above, last = where
        if isinstance(last, str):
            return quoted(last)
        return f"item {last + 1}" + (f" of {self._name(tuple(above))}" if above else "")

    def _in(self, where: Where) -> str:
        return f" in {self._name(where)}" if where else ""

    def _at(self, code: str, message: str, where: Where, hint: str, *, key: bool = False) -> Diagnostic:
        at = self._document.key_at(where) if key else self._document.value_at(where)
        return Diagnostic(code, message, self._document.path, at, hint=hint)


def _bound(limit: object) -> str:
    return str(int(limit)) if isinstance(limit, float) and limit.is_integer() else str(limit)


def fault_subject(kind: str) -> str:
    """Return what pydantic's name of a fault is about: "string" of "string_type"."""
    return re.sub(r"_(type|parsing|parsing_size|from_float|from_integer|string)$", "", kind)
