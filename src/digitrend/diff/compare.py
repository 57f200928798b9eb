"""Compares two briefings; prints the comparison as text or JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import Literal, NamedTuple, get_args

from digitrend.model import (
    AuditState,
    Briefing,
    ChartSpec,
    DerivedFigure,
    Entity,
    Event,
    Figure,
    Forecast,
    Item,
    Measure,
    Note,
    Overview,
    Part,
    Relation,
    Source,
)
from digitrend.model.base import fields_of
from digitrend.text.wording import full

What = Literal["added", "removed", "changed"]


class FieldChange(NamedTuple):
    """A field that changed."""

    name: str  # as in the content file, with the place in a list: "situation 2 text"
    old: str | None  # as written; None: it was not there
    new: str | None  # None: it is not there any more
    prose: bool = False  # whether references stand in it


class ItemChange(NamedTuple):
    """An item that was added, removed or changed."""

    kind: str  # one of KINDS
    id: str  # of the newer side, if it is there
    was: str  # its id on the older side; "" for what was added
    label: str  # what it is called, as written: references may stand in it
    what: What
    fields: tuple[FieldChange, ...]  # of one that was added or removed: all that it says


class Edition(NamedTuple):
    """One side."""

    name: str
    as_of: str  # ISO 8601


class Comparison(NamedTuple):
    """The differences between two briefings, in the order of KINDS."""

    old: Edition
    new: Edition
    changes: tuple[ItemChange, ...]
    audit: tuple[AuditState, AuditState] = (AuditState.MISSING, AuditState.MISSING)  # of either side
    audit_message: str = ""  # what is wrong with the audit of the newer side

    def count(self, what: What) -> int:
        """Return how many items were added, removed or changed."""
        return sum(each.what == what for each in self.changes)


SHORT = 3  # as many words of every item of a list, and it is shown in one line


def differences(old: Item, new: Item, without: frozenset[str] = frozenset()) -> Iterator[FieldChange]:
    """Yield the fields that differ; those named in `without` are compared elsewhere."""
    before, after = _fields(old, without), _fields(new, without)
    for name in dict.fromkeys((*before, *after)):
        (was, prose), (now, of_prose) = before.get(name, (None, False)), after.get(name, (None, False))
        yield from _difference(name, was, now, prose=prose or of_prose)


def everything(item: Item, without: frozenset[str], *, added: bool) -> Iterator[FieldChange]:
    """Yield all fields of an item that was added or removed."""
    for name, (value, prose) in _fields(item, without).items():
        yield from _difference(name, *((None, value) if added else (value, None)), prose=prose)


def _fields(item: Item, without: frozenset[str]) -> dict[str, tuple[object, bool]]:
    """Return the value of each field, and whether it is prose, by its name in the file."""
    names = ((name, key, mark is not None) for name, key, mark, _ in fields_of(type(item)))
    return {key: (getattr(item, name), prose) for name, key, prose in names if name not in without}


def _difference(name: str, old: object, new: object, *, prose: bool) -> Iterator[FieldChange]:
    if old == new:
        return
    if isinstance(old, Item) or isinstance(new, Item):
        yield from _within(name, old, new)
    elif isinstance(old, tuple) or isinstance(new, tuple):
        yield from _lists(name, _sequence(old), _sequence(new), prose=prose)
    else:
        before, after = _text(old), _text(new)
        if before != after:
            yield FieldChange(name, before, after, prose)


def _within(name: str, old: object, new: object) -> Iterator[FieldChange]:
    """Compare items that are the value of a field, or stand in a list."""
    nothing: frozenset[str] = frozenset()
    if isinstance(old, Item) and isinstance(new, Item):
        found = differences(old, new)
    elif isinstance(new, Item):
        found = everything(new, nothing, added=True)
    elif isinstance(old, Item):
        found = everything(old, nothing, added=False)
    else:
        return
    for each in found:
        yield FieldChange(f"{name} {each.name}", each.old, each.new, each.prose)


def _lists(name: str, old: Sequence[object], new: Sequence[object], *, prose: bool) -> Iterator[FieldChange]:
    if not prose and not any(isinstance(each, Item) for each in (*old, *new)):
        yield FieldChange(name, _joined(old), _joined(new))
        return
    for i, (before, after) in enumerate(paired_members(old, new), 1):
        yield from _difference(f"{name} {i}", before, after, prose=prose)


def paired_members(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[object, object]]:
    """Pair the members of two lists that say the same or stand in for each other; None where there is no other."""
    matcher = SequenceMatcher(a=[repr(each) for each in old], b=[repr(each) for each in new], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
            continue
        for i in range(max(b - a, d - c)):
            yield (old[a + i] if a + i < b else None), (new[c + i] if c + i < d else None)


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else ()


def _joined(values: Sequence[object]) -> str | None:
    return ", ".join(filter(None, map(_text, values))) or None


def _text(value: object) -> str | None:
    """Return a value as in the content file; None if it is empty."""
    if value is None or value == "":
        return None
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return full(value)
    return " ".join(str(value).split())


HEADINGS = {
    "figure": "Figures",
    "trend": "Trends",
    "issue": "Issues",
    "countermeasure": "Groups of countermeasures",
    "measure": "Measures",
    "relation": "Relations",
    "event": "Events",
    "forecast": "Forecasts",
    "chart": "Charts",
    "entity": "Entities",
    "note": "Notes",
    "section": "Sections of the source",
    "source": "The source",
    "briefing": "The briefing as a whole",
}
KINDS = tuple(HEADINGS)
# Fields that hold items of their own, or by which the item is known.
WITHOUT: Mapping[type[Item], frozenset[str]] = {
    Part: frozenset({"figures", "derived", "events", "forecasts", "charts", "measures"}),
    Overview: frozenset({"forecasts", "charts"}),
    Source: frozenset({"sections"}),
    Relation: frozenset({"source", "target", "kind"}),
}
KNOWN_BY_ID = frozenset({"id"})


class Known(NamedTuple):
    """An item of one side, with its key and with values that follow from other items."""

    kind: str
    id: str
    item: Item
    more: tuple[tuple[str, str], ...] = ()  # the part that holds it, a computed value, …


def compare(old: Briefing, new: Briefing) -> Comparison:
    """Return all that differs, kind by kind; within a kind in the order of the newer briefing, then what is gone."""
    names = {part.id: part.slug for part in old.parts}
    before, after = dict(_items(old, names)), dict(_items(new, _names(new, old)))
    former = dict(_renamed(before, after))
    changes = [change for key in after if (change := _change(before.get(former.get(key, key)), after[key]))]
    gone = before.keys() - after.keys() - set(former.values())
    changes += [change for key in before if key in gone and (change := _change(before[key], None))]
    changes += _measures(old, new)
    changes.sort(key=lambda change: KINDS.index(change.kind))
    return Comparison(
        _edition(old), _edition(new), tuple(changes), (old.audit_state, new.audit_state), new.audit_message
    )


def _renamed(before: Mapping[Hashable, Known], after: Mapping[Hashable, Known]) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield each item that tells an older name among its `aliases`, with what it was known by under that name."""
    for key, known in after.items():
        if key in before or not isinstance(known.item, (Part, Figure, DerivedFigure)):
            continue
        former = ((known.kind, alias) for alias in known.item.aliases)
        if old := next((each for each in former if each in before and each not in after), None):
            yield key, old


def _names(new: Briefing, old: Briefing) -> dict[str, str]:
    """Return what each part of the newer side is known by: its address, or the one it had if only that was changed."""
    before, after = {part.slug for part in old.parts}, {part.slug for part in new.parts}
    gone = {part.id: part.slug for part in old.parts if part.slug not in after}
    return {part.id: part.slug if part.slug in before else gone.get(part.id, part.slug) for part in new.parts}


def _edition(briefing: Briefing) -> Edition:
    return Edition(briefing.overview.edition, briefing.overview.as_of.isoformat())


def _items(briefing: Briefing, names: Mapping[str, str]) -> Iterator[tuple[Hashable, Known]]:
    """Yield every item with what it is known by; measures, which are known by nothing, are left out.

    `names` are what parts are known by, by their ids.
    """
    yield "briefing", Known("briefing", "briefing", briefing.overview)
    yield "source", Known("source", "source", briefing.source)
    for section in briefing.source.sections:
        yield ("section", section.id), Known("section", section.id, section)
    for part in briefing.parts:
        where = (("number", str(part.number)), ("address", part.slug))
        yield (part.kind, names[part.id]), Known(part.kind, part.id, part, where)
    for name, (holder, figure) in briefing.figures.items():
        more = [("part", names[holder.id])]
        if isinstance(figure, DerivedFigure):
            more.append(("computed value", full(briefing.values[name])))
        yield ("figure", name), Known("figure", name, figure, tuple(more))
    held: list[tuple[str, Part | None, Event | Forecast | ChartSpec]] = [
        *(("event", part, event) for part, event in briefing.events),
        *(("forecast", part, forecast) for part, forecast in briefing.forecasts),
        *(("chart", part, chart) for part, chart in briefing.charts),
    ]
    for kind, place, item in held:
        yield (kind, item.id), Known(kind, item.id, item, (("part", names[place.id] if place else "briefing"),))
    for type_, entities in briefing.entities:
        for entity in entities:
            yield ("entity", entity.id), Known("entity", entity.id, entity, (("type", type_.value),))
    for note in briefing.notes:
        yield ("note", note.id), Known("note", note.id, note)
    for relation in briefing.relations:
        ends = tuple(_by_name(end, names) for end in (relation.source, relation.target))
        name = f"{relation.source} {relation.kind} {relation.target}"
        yield ("relation", *ends, relation.kind), Known("relation", name, relation)


def _by_name(end: str, names: Mapping[str, str]) -> str:
    """Return what a part is known by, which stays when parts before it come or go, for its id; a measure's likewise."""
    part, dot, ordinal = end.partition(".")
    return f"{names.get(part, part)}{dot}{ordinal}"


def _measures(old: Briefing, new: Briefing) -> Iterator[ItemChange]:
    """Compare the measures of each group: they have no id, so those that say the same are matched first."""
    names = _names(new, old)
    before = {group.slug: group for group in old.countermeasures}
    after = {names[group.id]: group for group in new.countermeasures}
    for slug in dict.fromkeys((*after, *before)):
        was, now = before.get(slug), after.get(slug)
        rows = paired_members(was.measures if was else (), now.measures if now else ())
        ordinals = [0, 0]
        for one, other in rows:
            ordinals = [ordinals[0] + (one is not None), ordinals[1] + (other is not None)]
            sides = [
                Known("measure", group.measure_id(ordinal), item) if group and isinstance(item, Measure) else None
                for group, item, ordinal in ((was, one, ordinals[0]), (now, other, ordinals[1]))
            ]
            if change := _change(*sides):
                yield change


def _change(old: Known | None, new: Known | None) -> ItemChange | None:
    """Return how an item changed; None for one that says what it said."""
    known = new or old
    if known is None:
        return None
    without = KNOWN_BY_ID.union(*(names for kind, names in WITHOUT.items() if isinstance(known.item, kind)))
    change = ItemChange(known.kind, known.id, old.id if old else "", label_of(known.item), "changed", ())
    if old and new and type(old.item) is type(new.item):
        fields = tuple(differences(old.item, new.item, without))
    elif old and new:  # quoted before and computed now, or the other way
        fields = (*everything(old.item, without, added=False), *everything(new.item, without, added=True))
    else:
        fields = tuple(everything(known.item, without, added=new is not None))
    before, after = dict(old.more) if old else {}, dict(new.more) if new else {}
    names = (name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name))
    fields += tuple(FieldChange(name, before.get(name), after.get(name)) for name in names)
    if old and new:
        return change._replace(fields=fields) if fields else None
    return change._replace(what="added" if new else "removed", fields=fields)


NAMED_BY: tuple[tuple[type[Item], str], ...] = (
    (Figure, "label"),
    (DerivedFigure, "label"),
    (Event, "label"),
    (Forecast, "gist"),
    (Measure, "action"),
    (Entity, "name"),
    (Note, "printed"),
    (Relation, "reason"),
)


def label_of(item: Item) -> str:
    """Return what an item is called, as it is written: by its title, where it has no other name."""
    field = next((name for kind, name in NAMED_BY if isinstance(item, kind)), "title")
    return str(getattr(item, field))


SIGNS = {"added": "+", "removed": "-", "changed": "~"}
ESSENTIAL = ("value", "unit", "qualifier", "period", "printed", "locator")  # of a figure that came or went
ONE_LINE = 60  # characters of both sides together
WIDTH = 100


def as_text(comparison: Comparison) -> str:
    """Return a comparison for reading: what changed, by kind, each field with what it said and what it says."""
    old, new = comparison.old, comparison.new
    counts = [(comparison.count(what), what) for what in get_args(What)]
    told = ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing differs"
    lines = [f"{old.name}, {old.as_of} → {new.name}, {new.as_of}: {told}"]
    for kind in KINDS:
        found = [each for each in comparison.changes if each.kind == kind]
        if found:
            lines += ["", HEADINGS[kind]]
        for each in found:
            lines += _item_lines(each)
    if comparison.audit != (AuditState.MISSING, AuditState.MISSING):
        was, now = comparison.audit
        told = f": {comparison.audit_message}" if comparison.audit_message else ""
        lines += ["", "Audit", f"    {was} → {now}{told}"]
    return "\n".join(lines)


def _item_lines(change: ItemChange) -> Iterator[str]:
    name = "" if change.id == change.kind else f"{change.id}: "
    renamed = f" (was {change.was})" if change.was and change.was != change.id else ""
    yield f"  {SIGNS[change.what]} {name}{textwrap.shorten(change.label, WIDTH - 20, placeholder=' …')}{renamed}"
    if change.what == "changed":
        shown = change.fields
    else:
        shown = tuple(each for each in change.fields if change.kind == "figure" and each.name in ESSENTIAL)
    for field in shown:
        yield from _field_lines(field)


def _field_lines(field: FieldChange) -> Iterator[str]:
    if field.old is None or field.new is None:
        said = field.new if field.old is None else field.old
        sign = "+" if field.old is None else "-"
        yield from _wrapped(f"      {sign} {field.name}: ", said or "")
    elif len(field.old) + len(field.new) <= ONE_LINE:
        yield f"      {field.name}: {field.old} → {field.new}"
    else:
        yield f"      {field.name}:"
        yield from _wrapped("        - ", field.old)
        yield from _wrapped("        + ", field.new)


def _wrapped(lead: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False
    ) or [lead.rstrip()]


def as_json(comparison: Comparison) -> str:
    """Return a comparison for programs: an object with `version` (1), `old`, `new`, `counts` and `changes`.

    Each change has `kind`, `id`, `was`, `label`, `change` and `fields`; each field `field`, `old` and `new`, with null
    where it was or is not there.  Keys are only ever added, `version` tells of anything else.
    """
    whole = {
        "version": 1,
        "old": {"edition": comparison.old.name, "as_of": comparison.old.as_of},
        "new": {"edition": comparison.new.name, "as_of": comparison.new.as_of},
        "audit": {
            "old": comparison.audit[0].value,
            "new": comparison.audit[1].value,
            "message": comparison.audit_message,
        },
        "counts": {what: comparison.count(what) for what in get_args(What)},
        "changes": [
            {
                "kind": each.kind,
                "id": each.id,
                "was": each.was,
                "label": each.label,
                "change": each.what,
                "fields": [{"field": field.name, "old": field.old, "new": field.new} for field in each.fields],
            }
            for each in comparison.changes
        ],
    }
    return json.dumps(whole, indent=2)  # ASCII: a console's encoding cannot break it
