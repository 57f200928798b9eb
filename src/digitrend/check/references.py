"""Ids and references: every id once, every reference to something of the right kind."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.diagnostics import Diagnostic, did_you_mean
from digitrend.model import Item, RelationKind, Where, prose_in
from digitrend.prose import references

from .contents import Contents, Placed

COUNTED = (
    "trends",
    "issues",
    "countermeasures",
    "measures",
    "statistics",
    "events",
    "forecasts",
    "entities",
    "relations",
    "oddities",
    "charts",
    "paragraphs",
)
CONNECTS: dict[RelationKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    RelationKind.ANSWERED_BY: (("issue",), ("countermeasure", "measure")),
    RelationKind.ADDRESSED_BY: (("trend",), ("countermeasure", "measure")),
    RelationKind.CARRIES_RISK: (("trend",), ("issue",)),
}


def every_id_is_given_once(contents: Contents) -> Iterator[Diagnostic]:
    """R001: an id names one thing in the whole briefing; an id given twice would make references ambiguous."""
    first: dict[str, Placed[Item]] = {}
    for placed in _with_ids(contents):
        name = str(getattr(placed.item, "id"))  # noqa: B009 - every item here has one
        if name in first:
            earlier = first[name]
            yield placed.error(
                "R001",
                f"the id '{name}' is given twice",
                "id",
                hint="give one of the two another id",
                related=((earlier.document.path, earlier.at("id")),),
            )
        first.setdefault(name, placed)


def every_reference_leads_somewhere(contents: Contents) -> Iterator[Diagnostic]:
    """R002: a reference must name an id that exists.  R003: it must be an id of the kind that the field takes."""
    for placed, where, name, kinds in _references(contents):
        kind = contents.kinds.get(name)
        if kind is None and name not in contents.broken:
            candidates = [each for each, its in contents.kinds.items() if its in kinds]
            hint = did_you_mean(name, candidates) or f"give the id of {_one_of(kinds)}"
            yield placed.error("R002", f"nothing has the id '{name}'", *where, hint=hint)
        elif kind is not None and kind not in kinds:
            message = f"'{name}' is {_one_of((kind,))}, and {_one_of(kinds)} is meant here"
            yield placed.error("R003", message, *where, hint=f"give the id of {_one_of(kinds)}")


def every_relation_connects_what_it_says(contents: Contents) -> Iterator[Diagnostic]:
    """R004: each kind of relation leads from one kind of part to another.  R005: it is given once."""
    first: dict[tuple[str, str, str], Placed[Item]] = {}
    for placed in contents.relations:
        relation = placed.item
        starts, ends = CONNECTS[relation.kind]
        for field, name, kinds in (("from", relation.source, starts), ("to", relation.target, ends)):
            kind = contents.kinds.get(name)
            if kind in ("trend", "issue", "countermeasure", "measure") and kind not in kinds:
                message = f"'{relation.kind}' leads {field} {_one_of(kinds)}, and '{name}' is {_one_of((kind,))}"
                hint = f"choose another kind, or {_one_of(kinds)}"
                yield placed.error("R004", message, field, hint=hint)
        link = (relation.source, relation.target, relation.kind)
        if link in first:
            earlier = first[link]
            message = f"the relation from '{relation.source}' to '{relation.target}' is given twice"
            related = ((earlier.document.path, earlier.at()),)
            yield placed.error("R005", message, hint="join the two", related=related)
        first.setdefault(link, placed)


def every_prose_reference_leads_somewhere(contents: Contents) -> Iterator[Diagnostic]:
    """R006: a reference in prose must name something.  R007: a count must name what can be counted."""
    for placed in contents.written:
        for where, text, _ in prose_in(placed.item):
            for ref in references(text):
                at = placed.document.inside((*placed.where, *where), ref.offset)
                if ref.count and ref.id not in COUNTED:
                    message = f"'{ref.id}' cannot be counted"
                    hint = did_you_mean(ref.id, COUNTED) or f"these can: {', '.join(COUNTED)}"
                    yield Diagnostic("R007", message, placed.document.path, at, hint=hint)
                elif not ref.count and ref.id not in contents.kinds and ref.id not in contents.broken:
                    message = f"the reference '[[{ref.id}]]' leads nowhere"
                    hint = did_you_mean(ref.id, contents.kinds) or "give the id of a statistic, an entity or a part"
                    yield Diagnostic("R006", message, placed.document.path, at, hint=hint)


def _with_ids(contents: Contents) -> Iterator[Placed[Item]]:
    yield from contents.statistics
    yield from contents.derived
    yield from contents.events
    yield from contents.forecasts
    yield from contents.charts
    yield from (placed for _, placed in contents.entities)
    yield from contents.oddities


def _references(contents: Contents) -> Iterator[tuple[Placed[Item], Where, str, tuple[str, ...]]]:
    """Yield each reference in a field of ids: who makes it, where, to what, and the kinds that the field takes."""
    figure, entity, anything = ("statistic",), ("entity",), tuple(sorted({*contents.kinds.values()}))
    parts = ("trend", "issue", "countermeasure", "measure")
    fields: list[tuple[tuple[Placed[Item], ...], str, tuple[str, ...]]] = [
        (contents.parts, "lead", figure),
        (contents.parts, "entities", entity),
        (contents.statistics, "part_of", figure),
        (contents.statistics, "attributed_to", entity),
        (contents.derived, "inputs", figure),
        (contents.events, "actors", entity),
        (contents.events, "place", entity),
        (contents.events, "statistics", figure),
        (contents.events, "entities", entity),
        (contents.charts, "statistics", figure),
        (contents.measures, "entities", entity),
        (tuple(placed for _, placed in contents.entities), "broader", entity),
        (contents.oddities, "touches", anything),
        (tuple(p for p in (contents.overview,) if p), "key_figures", figure),
        (tuple(p for p in (contents.overview,) if p), "entities", entity),
        (tuple(p for p in (contents.source,) if p), "author_id", entity),
    ]
    for placed_items, field, kinds in fields:
        for placed in placed_items:
            value = getattr(placed.item, field)
            for where, name in _names(field, value):
                yield placed, where, name, kinds
    for relation in contents.relations:
        yield relation, ("from",), relation.item.source, parts
        yield relation, ("to",), relation.item.target, parts


def _names(field: str, value: object) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str):
        yield (field,), value
    elif isinstance(value, tuple):
        yield from (((field, i), each) for i, each in enumerate(value))


_ARTICLE = {"entity": "an", "event": "an", "issue": "an", "oddity": "an"}


def _one_of(kinds: tuple[str, ...]) -> str:
    """Return kinds in words: "a trend or an issue"."""
    if len(kinds) > 4:
        return "something in the briefing"
    return " or ".join(f"{_ARTICLE.get(kind, 'a')} {kind}" for kind in kinds)
