"""Documents to `Contents`: every item gets the shape of its model; what is broken is left out, and its ids are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from digitrend.check.contents import Contents, Placed, tables_of
from digitrend.check.fill import SHARED, Context, context_of, filled
from digitrend.check.validation import validated
from digitrend.content.layout import ENTITY_TYPES, Kind, kind_of, number_and_slug
from digitrend.content.positions import Data, Document
from digitrend.diagnostics import Diagnostic
from digitrend.model import (
    AuditRecord,
    CountermeasureGroup,
    Entity,
    EntityFile,
    EntityType,
    Issue,
    Item,
    Note,
    NoteFile,
    Overview,
    Part,
    Relation,
    RelationFile,
    Source,
    Trend,
)
from digitrend.model.units import UnitFile

T = TypeVar("T", bound=Item)

PARTS: dict[Kind, type[Part]] = {
    Kind.TREND: Trend,
    Kind.ISSUE: Issue,
    Kind.COUNTERMEASURES: CountermeasureGroup,
}
# What the defaults of briefing.yaml may give.
LENT = re.compile(rf"the field '({'|'.join((*SHARED, 'kind', 'period', 'date', 'by'))})' is missing")
TYPE_OF_FILE = dict(zip(ENTITY_TYPES, EntityType, strict=True))


class _Shaping:
    """Gives the data of files the shape of their models, and keeps what is found and lost on the way."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.found: list[Diagnostic] = []
        self.broken: set[str] = set()
        self.nameless = False

    def shaped(self, document: Document, model: type[T]) -> Placed[T] | None:
        """Return a file's item, or None after keeping what is wrong with it and which ids are lost."""
        data = filled(document, self.context)
        item = validated(document, model, data, tables_of(document, self.context))
        if not isinstance(item, list):
            return Placed(item, document)
        self.found.extend(one for one in item if self.context.whole or not LENT.match(one.message))
        self.broken.update(ids_in(data))
        self.nameless = self.nameless or holds_nameless(data)
        if identity := number_and_slug(document.name):
            self.broken.add(f"{_SINGULAR[document.name.partition('/')[0]]}-{identity[0]}")
        return None


def contents_of(documents: list[Document]) -> tuple[Contents, list[Diagnostic]]:
    """Sort the documents' items by kind; return them with the findings about their shape."""
    shaping = _Shaping(Context())
    shaped = shaping.shaped
    declared = [shaped(each, UnitFile) for each in documents if kind_of(each.name) is Kind.UNITS]
    shaping.context = context_of(documents, declared[0].item if declared and declared[0] else None)
    overview = next((shaped(each, Overview) for each in documents if kind_of(each.name) is Kind.BRIEFING), None)
    if overview is None:  # whatever it declares is not known
        shaping.context = replace(shaping.context, whole=False)
    source: Placed[Source] | None = None
    parts: list[Placed[Part]] = []
    entities: list[tuple[EntityType, Placed[Entity]]] = []
    relations: list[Placed[Relation]] = []
    notes: list[Placed[Note]] = []
    audit: Placed[AuditRecord] | None = None

    for document in documents:
        kind = kind_of(document.name)
        if kind is Kind.SOURCE:
            source = shaped(document, Source)
        elif kind is Kind.AUDIT:
            audit = shaped(document, AuditRecord)
        elif kind in PARTS and (part := shaped(document, PARTS[kind])):
            part.item.placed(*number_and_slug(document.name) or (0, ""))
            parts.append(part)
        elif kind is Kind.ENTITIES and (of_type := shaped(document, EntityFile)):
            type_ = TYPE_OF_FILE[document.name.removeprefix("entities/").removesuffix(".yaml")]
            entities += [(type_, each) for each in _each(of_type.item.entities, "entities", document)]
        elif kind is Kind.RELATIONS and (all_relations := shaped(document, RelationFile)):
            relations += _each(all_relations.item.relations, "relations", document)
        elif kind is Kind.NOTES and (all_notes := shaped(document, NoteFile)):
            notes += _each(all_notes.item.notes, "notes", document)
    parts.sort(key=lambda placed: (list(PARTS.values()).index(type(placed.item)), placed.item.number))
    entities.sort(key=lambda entry: list(EntityType).index(entry[0]))
    return (
        Contents(
            overview,
            source,
            tuple(parts),
            tuple(entities),
            tuple(relations),
            tuple(notes),
            frozenset(shaping.broken),
            shaping.nameless,
            tuple(documents),
            shaping.context,
            audit,
        ),
        shaping.found,
    )


def _each(items: Iterable[T], field: str, document: Document) -> list[Placed[T]]:
    """Return the items of a file that is a list of them, each with its place."""
    return [Placed(item, document, (field, i)) for i, item in enumerate(items)]


_SINGULAR = {"trends": "trend", "issues": "issue", "countermeasures": "countermeasure"}


_IDENTIFIED = ("figures", "derived", "events", "forecasts", "charts", "entities", "notes")


def ids_in(data: object) -> Iterator[str]:
    """Yield every id in the data; one that has itself the wrong form in the right one, too."""
    if isinstance(data, dict):
        if isinstance(name := data.get("id"), str):
            yield name
            yield re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        for key, value in data.items():
            if isinstance(value, dict) and "label" in value:  # of a mapping whose name is misspelt
                yield key
            yield from ids_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from ids_in(value)


def holds_nameless(data: Data) -> bool:
    """Say whether one of the lists of items with ids holds one without."""
    lists = [data.get(name) for name in _IDENTIFIED] if isinstance(data, dict) else []
    return any(
        isinstance(each, dict) and not isinstance(each.get("id"), str)
        for items in lists
        for each in (items if isinstance(items, list) else [items])  # an item may stand there without its dash
    )
