"""Two briefings to a comparison."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

from digitrend.model import (
    Briefing,
    ChartSpec,
    DerivedStatistic,
    Entity,
    Event,
    Forecast,
    Item,
    Measure,
    Oddity,
    Overview,
    Part,
    Relation,
    Source,
    Statistic,
)
from digitrend.wording import full

from .fields import aligned, differences, everything
from .values import Comparison, Edition, FieldChange, ItemChange

KINDS = (
    "statistic",
    "trend",
    "issue",
    "countermeasure",
    "measure",
    "relation",
    "event",
    "forecast",
    "chart",
    "entity",
    "oddity",
    "section",
    "source",
    "briefing",
)
# Fields that hold items of their own, or by which the item is known.
WITHOUT: Mapping[type[Item], frozenset[str]] = {
    Part: frozenset({"statistics", "derived", "events", "forecasts", "charts", "measures"}),
    Overview: frozenset({"forecasts", "charts"}),
    Source: frozenset({"sections"}),
    Relation: frozenset({"source", "target", "kind"}),
}
KNOWN_BY_ID = frozenset({"id"})


@dataclass(frozen=True, slots=True)
class Known:
    """An item of one side, with what is not in it: how it is known, and what follows for it from others."""

    kind: str
    id: str
    item: Item
    more: tuple[tuple[str, str], ...] = ()  # the part that holds it, a computed value, …


def compare(old: Briefing, new: Briefing) -> Comparison:
    """Return all that differs, kind by kind; within a kind in the order of the newer briefing, then what is gone."""
    names = {part.id: part.slug for part in old.parts}
    before, after = dict(_items(old, names)), dict(_items(new, _names(new, old)))
    changes = [change for key in after if (change := _change(before.get(key), after[key]))]
    changes += [change for key in before if key not in after and (change := _change(before[key], None))]
    changes += _measures(old, new)
    changes.sort(key=lambda change: KINDS.index(change.kind))
    return Comparison(_edition(old), _edition(new), tuple(changes))


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
    for name, (holder, statistic) in briefing.statistics.items():
        more = [("part", names[holder.id])]
        if isinstance(statistic, DerivedStatistic):
            more.append(("computed value", full(briefing.values[name])))
        yield ("statistic", name), Known("statistic", name, statistic, tuple(more))
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
    for oddity in briefing.oddities:
        yield ("oddity", oddity.id), Known("oddity", oddity.id, oddity)
    for relation in briefing.relations:
        ends = tuple(_by_name(end, names) for end in (relation.source, relation.target))
        name = f"{relation.source} {relation.kind.value} {relation.target}"
        yield ("relation", *ends, relation.kind.value), Known("relation", name, relation)


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
        rows = aligned(was.measures if was else (), now.measures if now else ())
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
    without = _without(known.item)
    change = ItemChange(known.kind, known.id, old.id if old else "", label_of(known.item), "changed", ())
    if old and new and type(old.item) is type(new.item):
        fields = tuple(differences(old.item, new.item, without))
    elif old and new:  # quoted before and computed now, or the other way
        fields = (*everything(old.item, without, added=False), *everything(new.item, without, added=True))
    else:
        fields = tuple(everything(known.item, without, added=new is not None))
    fields += tuple(_more(dict(old.more) if old else {}, dict(new.more) if new else {}))
    if old and new:
        return replace(change, fields=fields) if fields else None
    return replace(change, what="added" if new else "removed", fields=fields)


def _more(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield FieldChange(name, old.get(name), new.get(name))


def _without(item: Item) -> frozenset[str]:
    return KNOWN_BY_ID.union(*(names for kind, names in WITHOUT.items() if isinstance(item, kind)))


NAMED_BY: tuple[tuple[type[Item], str], ...] = (
    (Statistic, "label"),
    (DerivedStatistic, "label"),
    (Event, "label"),
    (Forecast, "gist"),
    (Measure, "action"),
    (Entity, "name"),
    (Oddity, "printed"),
    (Relation, "reason"),
)


def label_of(item: Item) -> str:
    """Return what an item is called, as it is written: by its title, where it has no other name."""
    field = next((name for kind, name in NAMED_BY if isinstance(item, kind)), "title")
    return str(getattr(item, field))
