"""Where a schema's complaint belongs: its path in the data, and which branch of a union was meant.

pydantic names a place by keys and indices, mixed with labels of the union members it tried, and complains once
for each member.  Here the labels are told from the keys, and of each union one member is kept: one mistake,
one finding.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from digitrend.content import Data, Where

Schema: TypeAlias = "dict[str, Any]"


@dataclass(frozen=True, slots=True)
class Branch:
    """A step that leads into a member of a union, not into the data."""

    label: str | int


Steps: TypeAlias = "tuple[str | int | Branch, ...]"


@dataclass(frozen=True, slots=True)
class Fault:
    """One complaint of a schema."""

    type: str  # pydantic's name of it
    steps: Steps
    value: Any  # what was found
    message: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()  # the types of the same value's complaints by other members of a union

    @property
    def where(self) -> Where:
        """The place in the data."""
        return tuple(step for step in self.steps if not isinstance(step, Branch))


def placed(type_: str, loc: Sequence[str | int], value: object, data: Data) -> Steps:
    """Tell keys and indices from labels in a complaint's location.

    A label may be spelled like a key, so all readings are tried: the best one leads to the very value that was
    complained about, with the fewest labels, and not with a label at its end.  A missing field leads to where it
    is missing, then to its name.
    """
    tail: Steps = ()
    if type_ == "missing" and loc:
        loc, tail = loc[:-1], (loc[-1],)
    elif loc and loc[-1] == "[key]":
        return placed("", loc[:-1], None, data)
    best = min(_readings(loc, data), key=lambda reading: (reading[0] != value, *_labels(reading[1])))
    return best[1] + tail


def _labels(steps: Steps) -> tuple[int, bool]:
    return sum(isinstance(step, Branch) for step in steps), bool(steps) and isinstance(steps[-1], Branch)


def _readings(loc: Sequence[str | int], data: Data) -> Iterator[tuple[Data, Steps]]:
    if not loc:
        yield data, ()
        return
    step, *rest = loc
    if isinstance(data, dict) and isinstance(step, str) and step in data:
        yield from ((value, (step, *steps)) for value, steps in _readings(rest, data[step]))
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        yield from ((value, (step, *steps)) for value, steps in _readings(rest, data[step]))
    else:
        yield from ((value, (Branch(step), *steps)) for value, steps in _readings(rest, data))


def settled(faults: Iterable[Fault]) -> list[Fault]:
    """Keep the complaints of one member for each union: the one that the data comes nearest to."""
    done: list[Fault] = []
    unions: dict[Steps, dict[str | int, list[Fault]]] = defaultdict(lambda: defaultdict(list))
    for fault in faults:
        fork = next((i for i, step in enumerate(fault.steps) if isinstance(step, Branch)), None)
        if fork is None:
            done.append(fault)
        else:
            branch = fault.steps[fork]
            label = branch.label if isinstance(branch, Branch) else ""
            inner = replace(fault, steps=fault.steps[:fork] + fault.steps[fork + 1 :])
            unions[fault.steps[:fork]][label].append(inner)
    for point, members in unions.items():
        done += settled(_nearest(point, list(members.values())))
    return done


def _nearest(point: Steps, members: list[list[Fault]]) -> list[Fault]:
    """Return the complaints of the member that fits best; when none fits at all, one for all of them."""
    best = min(members, key=lambda faults: _distance(point, faults))
    if len(members) > 1 and all(_misfit(point, fault) for faults in members for fault in faults):
        first, *others = [fault for faults in members for fault in faults]
        return [replace(first, others=tuple(each.type for each in others))]
    # A wrong tag makes all else of the member doubtful.
    return [fault for fault in best if len(members) > 1 and _is_tag(point, fault)] or best


def _distance(point: Steps, faults: list[Fault]) -> tuple[bool, int, int]:
    """Say how far the data is from a member: not of its kind, of another tag, with how many faults."""
    tags = sum(_is_tag(point, fault) for fault in faults)
    return any(_misfit(point, fault) for fault in faults), tags, len(faults)


def _is_tag(point: Steps, fault: Fault) -> bool:
    return fault.type == "literal_error" and len(fault.where) == len(point) + 1


def _misfit(point: Steps, fault: Fault) -> bool:
    return fault.steps == point and fault.type.endswith(("_type", "literal_error", "enum", "_from_float"))


class Shapes:
    """A JSON Schema, asked what is expected at a place of given data."""

    def __init__(self, schema: Schema, data: Data) -> None:
        self._definitions: dict[str, Schema] = schema.get("$defs", {})
        self._schema = schema
        self._data = data

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
        here, schemas = self._data, self._members(self._schema, self._data)
        for step in where:
            here = _below(here, step)
            schemas = [
                member
                for schema in schemas
                if (part := _part(schema, step)) is not None
                for member in self._members(part, here)
            ]
        return schemas

    def _members(self, schema: Schema, data: Data) -> list[Schema]:
        """Resolve references and unions; of a tagged union, only the member that the data's tag names."""
        if "$ref" in schema:
            rest = {key: value for key, value in schema.items() if key != "$ref"}
            target = self._definitions.get(schema["$ref"].rpartition("/")[2], {})
            return self._members({**target, **rest}, data)
        tagged = schema.get("discriminator")
        if tagged and isinstance(data, dict):
            chosen = tagged.get("mapping", {}).get(str(data.get(tagged["propertyName"])))
            if chosen:
                return self._members({"$ref": chosen}, data)
        parts = [each for word in ("anyOf", "oneOf", "allOf") for each in schema.get(word, [])]
        if not parts:
            return [schema]
        told = {"description": schema["description"]} if "description" in schema else {}
        return [member for part in parts for member in self._members({**part, **told}, data)]


def _below(data: Data, step: str | int) -> Data:
    if isinstance(data, dict) and isinstance(step, str):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _part(schema: Schema, step: str | int) -> Schema | None:
    """Return the schema of a field or an item, or None when it is not a mapping or list."""
    if isinstance(step, str):
        rest = schema.get("additionalProperties")
        part = schema.get("properties", {}).get(step, rest)
        return part if isinstance(part, dict) else None
    first = schema.get("prefixItems", [])
    part = first[step] if step < len(first) else schema.get("items")
    return part if isinstance(part, dict) else None
