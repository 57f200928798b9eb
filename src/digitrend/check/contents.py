"""What the documents hold before they are a briefing: every item with the place where it is written.

Takes documents, gives `Contents` and what is wrong with the shape of each; items that are broken are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from digitrend.content import ENTITY_TYPES, Document, Kind, kind_of, number_and_slug
from digitrend.diagnostics import Diagnostic, Position, Severity
from digitrend.model import (
    ChartSpec,
    CountermeasureGroup,
    DerivedStatistic,
    Entity,
    EntityFile,
    EntityType,
    Event,
    Forecast,
    Issue,
    Item,
    Measure,
    Oddity,
    OddityFile,
    Overview,
    Part,
    Passage,
    Relation,
    RelationFile,
    Source,
    Statistic,
    Trend,
    Where,
)

from .shape import validated

T_co = TypeVar("T_co", bound=Item, covariant=True)
T = TypeVar("T", bound=Item)

Identified = Statistic | DerivedStatistic | Event | Forecast | ChartSpec | Oddity | Entity

PARTS: dict[Kind, type[Part]] = {
    Kind.TREND: Trend,
    Kind.ISSUE: Issue,
    Kind.COUNTERMEASURES: CountermeasureGroup,
}
TYPE_OF_FILE = dict(zip(ENTITY_TYPES, EntityType, strict=True))


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
    """An item with its document and its place there, so that a rule can point at the text."""

    item: T_co
    document: Document
    where: Where = ()

    def at(self, *where: str | int, key: bool = False) -> Position:
        """Return the position of a value in the item, or of its key."""
        find = self.document.key_at if key else self.document.value_at
        return find((*self.where, *where))

    def error(
        self,
        code: str,
        message: str,
        *where: str | int,
        hint: str = "",
        related: tuple[tuple[str, Position], ...] = (),
        severity: Severity = Severity.ERROR,
    ) -> Diagnostic:
        """Return a finding at a value in the item."""
        return Diagnostic(code, message, self.document.path, self.at(*where), severity, hint, related)

    def warning(self, code: str, message: str, *where: str | int, hint: str = "") -> Diagnostic:
        """Return a finding that does not stop a build."""
        return self.error(code, message, *where, hint=hint, severity=Severity.WARNING)


@dataclass(frozen=True)
class Contents:
    """Every placed item before it is a briefing; what the rules look at."""

    overview: Placed[Overview] | None
    source: Placed[Source] | None
    parts: tuple[Placed[Part], ...]  # trends, issues, groups; each by number
    entities: tuple[tuple[EntityType, Placed[Entity]], ...]
    relations: tuple[Placed[Relation], ...]
    oddities: tuple[Placed[Oddity], ...]
    broken: frozenset[str] = field(default=frozenset())  # ids in documents that have not the right shape

    def _of(self, name: str) -> Iterator[tuple[Placed[Item], int, Item]]:
        holders: list[Placed[Item]] = [*self.parts, *([self.overview] if self.overview else [])]
        for holder in holders:
            for i, item in enumerate(getattr(holder.item, name, ())):
                yield holder, i, item

    def _placed(self, kind: type[T], name: str) -> tuple[Placed[T], ...]:
        return tuple(
            Placed(item, holder.document, (name, i)) for holder, i, item in self._of(name) if isinstance(item, kind)
        )

    @cached_property
    def statistics(self) -> tuple[Placed[Statistic], ...]:
        """Every figure that the source states."""
        return self._placed(Statistic, "statistics")

    @cached_property
    def derived(self) -> tuple[Placed[DerivedStatistic], ...]:
        """Every figure that is computed here."""
        return self._placed(DerivedStatistic, "derived")

    @cached_property
    def events(self) -> tuple[Placed[Event], ...]:
        """Every event."""
        return self._placed(Event, "events")

    @cached_property
    def forecasts(self) -> tuple[Placed[Forecast], ...]:
        """Every forecast."""
        return self._placed(Forecast, "forecasts")

    @cached_property
    def charts(self) -> tuple[Placed[ChartSpec], ...]:
        """Every chart."""
        return self._placed(ChartSpec, "charts")

    @cached_property
    def measures(self) -> tuple[Placed[Measure], ...]:
        """Every measure of every group."""
        return self._placed(Measure, "measures")

    @cached_property
    def passages(self) -> tuple[Placed[Passage], ...]:
        """Every passage: of the thesis, a situation, an outlook, a cause, an effect or those affected."""
        names = ("thesis", "situation", "outlook", "cause", "effect", "affected")
        return tuple(placed for name in names for placed in self._placed(Passage, name))

    @property
    def written(self) -> Iterator[Placed[Item]]:
        """Every item that stands at the top of a document or in a list of its own file."""
        yield from (each for each in (self.overview, self.source) if each)
        yield from self.parts
        yield from (placed for _, placed in self.entities)
        yield from self.relations
        yield from self.oddities

    @cached_property
    def statistic(self) -> dict[str, Placed[Statistic]]:
        """Every quoted statistic by id."""
        return {placed.item.id: placed for placed in self.statistics}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What each id names: "statistic", "event", …; parts and measures included."""
        named: dict[str, tuple[Placed[Identified], ...]] = {
            "statistic": (*self.statistics, *self.derived),
            "event": self.events,
            "forecast": self.forecasts,
            "chart": self.charts,
            "oddity": self.oddities,
            "entity": tuple(placed for _, placed in self.entities),
        }
        kinds = {placed.item.id: kind for kind, all_of_it in named.items() for placed in all_of_it}
        for part in self.parts:
            kinds[part.item.id] = part.item.kind
            if isinstance(part.item, CountermeasureGroup):
                kinds |= {part.item.measure_id(i): "measure" for i in range(1, len(part.item.measures) + 1)}
        return kinds


def contents_of(documents: list[Document]) -> tuple[Contents, list[Diagnostic]]:
    """Sort the documents' items by kind; return them with the findings about their shape."""
    found: list[Diagnostic] = []
    broken: set[str] = set()
    overview: Placed[Overview] | None = None
    source: Placed[Source] | None = None
    parts: list[Placed[Part]] = []
    entities: list[tuple[EntityType, Placed[Entity]]] = []
    relations: list[Placed[Relation]] = []
    oddities: list[Placed[Oddity]] = []

    def shaped(document: Document, model: type[T]) -> Placed[T] | None:
        item = validated(document, model)
        if isinstance(item, list):
            found.extend(item)
            broken.update(_ids(document.data))
            if identity := number_and_slug(document.name):
                broken.add(f"{_SINGULAR[document.name.partition('/')[0]]}-{identity[0]}")
            return None
        return Placed(item, document)

    for document in documents:
        kind = kind_of(document.name)
        if kind is Kind.BRIEFING:
            overview = shaped(document, Overview)
        elif kind is Kind.SOURCE:
            source = shaped(document, Source)
        elif kind in PARTS and (part := shaped(document, PARTS[kind])):
            part.item.placed(*number_and_slug(document.name) or (0, ""))
            parts.append(part)
        elif kind is Kind.ENTITIES and (of_type := shaped(document, EntityFile)):
            type_ = TYPE_OF_FILE[document.name.removeprefix("entities/").removesuffix(".yaml")]
            entities += [
                (type_, Placed(each, document, ("entities", i))) for i, each in enumerate(of_type.item.entities)
            ]
        elif kind is Kind.RELATIONS and (all_relations := shaped(document, RelationFile)):
            relations += [
                Placed(each, document, ("relations", i)) for i, each in enumerate(all_relations.item.relations)
            ]
        elif kind is Kind.ODDITIES and (all_oddities := shaped(document, OddityFile)):
            oddities += [Placed(each, document, ("oddities", i)) for i, each in enumerate(all_oddities.item.oddities)]
    parts.sort(key=lambda placed: (list(PARTS.values()).index(type(placed.item)), placed.item.number))
    entities.sort(key=lambda entry: list(EntityType).index(entry[0]))
    return (
        Contents(overview, source, tuple(parts), tuple(entities), tuple(relations), tuple(oddities), frozenset(broken)),
        found,
    )


_SINGULAR = {"trends": "trend", "issues": "issue", "countermeasures": "countermeasure"}


def _ids(data: object) -> Iterator[str]:
    """Yield every id in a document whose shape is wrong, so that references to it are no second finding."""
    if isinstance(data, dict):
        if isinstance(data.get("id"), str):
            yield data["id"]
        for value in data.values():
            yield from _ids(value)
    elif isinstance(data, list):
        for value in data:
            yield from _ids(value)
