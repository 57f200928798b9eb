"""Where a schema's complaint belongs, and what the schema expects there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digitrend.content import Where

Schema: TypeAlias = "dict[str, Any]"


@dataclass(frozen=True, slots=True)
class Fault:
    """One complaint of a schema.  The models have no unions, so pydantic's location is the place in the data."""

    type: str  # pydantic's name of it
    where: Where
    value: Any  # what was found
    message: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


class Shapes:
    """A JSON Schema, asked what is expected at a place."""

    def __init__(self, schema: Schema) -> None:
        self._definitions: dict[str, Schema] = schema.get("$defs", {})
        self._schema = schema

    def fields(self, where: Where) -> list[str]:
        """Return the names of the fields that a mapping at that place may have."""
        names = {name: None for schema in self._at(where) for name in schema.get("properties", {})}
        return list(names)

    def words(self, where: Where) -> list[str]:
        """Return the words that are allowed at that place, when only certain ones are."""
        return [
            str(word)
            for schema in self._at(where)
            for word in (schema.get("enum") or ([schema["const"]] if "const" in schema else []))
        ]

    def needs(self, where: Where) -> bool:
        """Say whether that place must not be left out."""
        *above, name = where or ("",)
        return any(name in schema.get("required", []) for schema in self._at(tuple(above)))

    def description(self, where: Where) -> str:
        """Return what the schema says of a plain value at that place."""
        told = (schema.get("description", "") for schema in self._at(where) if "properties" not in schema)
        return next((each.strip().splitlines()[0] for each in told if each), "")

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
        told = {"description": schema["description"]} if "description" in schema else {}
        return [member for part in parts for member in self._members({**part, **told})]


def _part(schema: Schema, step: str | int) -> Schema | None:
    """Return the schema of a field or an item, or None when it is not a mapping or list."""
    if isinstance(step, str):
        rest = schema.get("additionalProperties")
        part = schema.get("properties", {}).get(step, rest)
        return part if isinstance(part, dict) else None
    first = schema.get("prefixItems", [])
    part = first[step] if step < len(first) else schema.get("items")
    return part if isinstance(part, dict) else None
