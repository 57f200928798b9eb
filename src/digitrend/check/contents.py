"""The items and prose of a content with their positions, before it is a briefing.

Editors may suppress a warning there, by code and with a reason: it is still listed, but fails nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from digitrend.check.fill import Context, neighbour
from digitrend.content.layout import Kind, kind_of
from digitrend.content.positions import Document, documents_digest
from digitrend.diagnostics import Diagnostic, Position, Severity, by_position, failed
from digitrend.model import (
    AuditRecord,
    ChartSpec,
    CountermeasureGroup,
    DerivedFigure,
    Entity,
    EntityType,
    Event,
    Figure,
    Forecast,
    Item,
    Measure,
    Note,
    Overview,
    Part,
    Passage,
    Period,
    Quantity,
    Relation,
    Series,
    Source,
    Suppression,
    Units,
    Where,
    derive,
    factor_of,
    prose_in,
    with_form,
)
from digitrend.text.quantities import read_printed
from digitrend.text.references import Ref, Stretch, split

T_co = TypeVar("T_co", bound=Item, covariant=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
    """An item with its document and place, for findings."""

    item: T_co
    document: Document
    where: Where = ()
    field: str = ""  # the one field of an item that is written without its name, as a list of figures for a chart

    def at(self, *where: str | int) -> Position:
        """Return the position of a value in the item, or of its key if it is an entry of a map."""
        keyed = bool(self.where) and self.document.value((*self.where, "id")) is None and where in ((), ("id",))
        find = self.document.key_at if keyed else self.document.value_at
        steps = () if keyed else where[1:] if self.field and where[:1] == (self.field,) else where
        return find((*self.where, *steps))

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


LONGEST = 20_000  # characters of a text; some ten pages


@dataclass(frozen=True, slots=True)
class ProseField:
    """A field of prose: its item, its place, and its text in pieces."""

    placed: Placed[Item]
    where: Where
    text: str
    pieces: tuple[Stretch | Ref, ...]
    block: bool = False  # whether it may have paragraphs and lists, and not only a line

    @property
    def refs(self) -> Iterator[Ref]:
        """The references in it, in order."""
        return (piece for piece in self.pieces if isinstance(piece, Ref))

    def error(self, code: str, message: str, offset: int, hint: str, severity: Severity = Severity.ERROR) -> Diagnostic:
        """Return a finding at a character of the text."""
        at = self.placed.document.inside((*self.placed.where, *self.where), offset)
        return Diagnostic(code, message, self.placed.document.path, at, severity, hint)


T = TypeVar("T", bound=Item)

Identified = Figure | Series | DerivedFigure | Event | Forecast | ChartSpec | Note | Entity


@dataclass(frozen=True, eq=False)  # so that rules can keep what they found of it
class Contents:
    """All items of a content with their places: the input of the rules."""

    overview: Placed[Overview] | None
    source: Placed[Source] | None
    parts: tuple[Placed[Part], ...]  # trends, issues, groups; each by number
    entities: tuple[tuple[EntityType, Placed[Entity]], ...]
    relations: tuple[Placed[Relation], ...]
    notes: tuple[Placed[Note], ...]
    broken: frozenset[str] = field(default=frozenset())  # ids in documents that have not the right shape
    nameless: bool = False  # whether one of those documents has an item without a readable id
    documents: tuple[Document, ...] = ()  # all of them, for what has no place in the model
    context: Context = field(default_factory=Context)  # language, units, defaults and hedges of the whole
    audit: Placed[AuditRecord] | None = None  # the record of the last audit

    @cached_property
    def digest(self) -> str:
        """The digest that an audit is bound to: of all documents except its record."""
        return documents_digest(each for each in self.documents if kind_of(each.name) is not Kind.AUDIT)

    def _of(self, name: str) -> Iterator[tuple[Placed[Item], int, Item]]:
        holders: list[Placed[Item]] = [*self.parts, *([self.overview] if self.overview else [])]
        for holder in holders:
            for i, item in enumerate(getattr(holder.item, name, ())):
                yield holder, i, item

    def _placed(self, kind: type[T], name: str) -> tuple[Placed[T], ...]:
        return tuple(
            Placed(item, holder.document, (name, i)) for holder, i, item in self._of(name) if isinstance(item, kind)
        )

    def _keyed(self, kind: type[T], name: str) -> tuple[Placed[T], ...]:
        """Every item of a mapping, which stands under its id."""
        return tuple(
            Placed(item, holder.document, (name, getattr(item, "id", "")))
            for holder, _, item in self._of(name)
            if isinstance(item, kind)
        )

    @cached_property
    def figures(self) -> tuple[Placed[Figure], ...]:
        """Every figure that the source states, points of series among them."""
        points: list[Placed[Figure]] = []
        for series in self.series:
            name, table = series.item.id, tables_of(series.document, self.context).get(series.item.id)
            document, where = (table, ()) if table else (series.document, ("series", name, "points"))
            points += [Placed(each, document, (*where, each.point)) for each in series.item.points]
        return (*self._keyed(Figure, "figures"), *points)

    @cached_property
    def series(self) -> tuple[Placed[Series], ...]:
        """Every series."""
        return self._keyed(Series, "series")

    @cached_property
    def derived(self) -> tuple[Placed[DerivedFigure], ...]:
        """Every figure that is computed here."""
        return self._keyed(DerivedFigure, "derived")

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
        """Every chart, with its form; a chart that is a plain list has the place of the list."""
        plain = ((part, part.item.plain_chart) for part in self.parts)
        lists = (Placed(spec, part.document, ("chart",), "figures") for part, spec in plain if spec)
        quoted = {name: placed.item for name, placed in self.figure.items()}
        specs = (*lists, *self._placed(ChartSpec, "charts"))
        series = {placed.item.id: placed.item for placed in self.series}
        return tuple(replace(each, item=with_form(each.item, quoted, series, self.units)) for each in specs)

    @cached_property
    def measures(self) -> tuple[Placed[Measure], ...]:
        """Every measure of every group."""
        return self._placed(Measure, "measures")

    @cached_property
    def suppressions(self) -> tuple[Placed[Suppression], ...]:
        """Every warning that is suppressed."""
        return self._placed(Suppression, "suppressed")

    @cached_property
    def passages(self) -> tuple[Placed[Passage], ...]:
        """Every passage: of the thesis, a situation, an outlook, a cause, an effect or those affected."""
        names = ("thesis", "situation", "outlook", "cause", "effect", "affected")
        return tuple(placed for name in names for placed in self._placed(Passage, name))

    @cached_property
    def prose(self) -> tuple[ProseField, ...]:
        """Every field of prose, except for those in `endless`."""
        return tuple(
            ProseField(placed, where, text, tuple(split(text)), mark.block)
            for placed in self._written
            for where, text, mark in prose_in(placed.item)
            if len(text) <= LONGEST and not (where[-1] == "compared_with" and self.period_of(text))
        )

    @property
    def endless(self) -> Iterator[ProseField]:
        """Every field of prose that is too long to be checked."""
        for placed in self._written:
            for where, text, mark in prose_in(placed.item):
                if len(text) > LONGEST:
                    yield ProseField(placed, where, text, (), mark.block)

    @property
    def _written(self) -> Iterator[Placed[Item]]:
        """Every item that stands at the top of a document or in a list of its own file."""
        yield from (each for each in (self.overview, self.source) if each)
        yield from self.parts
        yield from (placed for _, placed in self.entities)
        yield from self.relations
        yield from self.notes

    @property
    def identified(self) -> Iterator[Placed[Identified]]:
        """Every item that has an id of its own."""
        yield from self.figures
        yield from self.series
        yield from self.derived
        yield from self.events
        yield from self.forecasts
        yield from self.charts
        yield from (placed for _, placed in self.entities)
        yield from self.notes

    def may_be_broken(self, name: str) -> bool:
        """Return whether the id may belong to an item of an invalid document."""
        return self.nameless or name in self.broken or name.partition(".")[0] in self.broken

    @cached_property
    def ambiguous(self) -> frozenset[str]:
        """The ids that are given to more than one thing."""
        counts = Counter(placed.item.id for placed in self.identified) + Counter(part.item.id for part in self.parts)
        return frozenset(name for name, count in counts.items() if count > 1)

    @cached_property
    def figure(self) -> dict[str, Placed[Figure]]:
        """Every quoted figure by id."""
        return {placed.item.id: placed for placed in self.figures}

    @property
    def units(self) -> Units:
        """The units that are known and declared."""
        return self.context.units

    @property
    def language(self) -> str:
        """The language of the briefing's own text."""
        return self.overview.item.language if self.overview else "en"

    def printed(self, figure: Figure) -> Quantity | None:
        """Return the quantity in the printed words of a figure; None if there is none, or several others."""
        given = [each for each in (figure.value, figure.low, figure.high) if each is not None]
        return read_printed(figure.printed, self.context.language, self.units, given)

    def period_of(self, compared: str) -> Period | None:
        """Return the period that a figure is compared with, given or of another figure; None for other words."""
        if other := self.figure.get(compared):
            return other.item.time
        try:
            return Period.parse(compared) if compared else None
        except ValueError:
            return None

    def derive(self, derived: DerivedFigure, inputs: Sequence[Figure]) -> float:
        """Return the value of a derived figure."""
        factor = factor_of(derived, inputs, self.units)
        return derive(derived.formula, [each.number for each in inputs], derived.decimals, factor)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What each id names: "figure", "event", …; parts and measures included."""
        named: dict[str, tuple[Placed[Identified], ...]] = {
            "figure": (*self.figures, *self.derived),
            "series": self.series,
            "event": self.events,
            "forecast": self.forecasts,
            "chart": self.charts,
            "note": self.notes,
            "entity": tuple(placed for _, placed in self.entities),
        }
        kinds = {placed.item.id: kind for kind, all_of_it in named.items() for placed in all_of_it}
        for part in self.parts:
            kinds[part.item.id] = part.item.kind
            if isinstance(part.item, CountermeasureGroup):
                kinds |= {part.item.measure_id(i): "measure" for i in range(1, len(part.item.measures) + 1)}
        return kinds


def tables_of(document: Document, context: Context) -> dict[str, Document]:
    """Return the tables of points that a document names, by the id of the series."""
    named = document.value(("series",))
    return {
        name: context.tables[neighbour(document, points)]
        for name, fields in (named.items() if isinstance(named, dict) else ())
        if isinstance(fields, dict)
        and isinstance(points := fields.get("points"), str)
        and neighbour(document, points) in context.tables
    }


def first_of_each(findings: Iterable[tuple[str, Diagnostic]], note: str = "named") -> Iterator[Diagnostic]:
    """Yield the first finding about each name, with the places of the others and a note."""
    named: dict[str, list[Diagnostic]] = defaultdict(list)
    for name, finding in findings:
        named[name].append(finding)
    for alike in named.values():
        first, *others = by_position(alike)
        elsewhere = sorted({each.path for each in others} - {first.path})
        also = f" ({note} in {', '.join(elsewhere)}, too)" if elsewhere else ""
        related = tuple((f"{note} here, too", each.at) for each in others if each.path == first.path)
        yield replace(first, hint=first.hint + also, related=(*first.related, *related))


WHOLE = "briefing"  # the item of a suppression of what belongs to no part


def with_suppressions(found: Iterable[Diagnostic], contents: Contents, family: str) -> list[Diagnostic]:
    """Return the findings in order of place: suppressed ones marked, and R401 for each suppression without effect.

    `family` is the letter of the codes that could be found here; suppressions of other codes are not judged.
    """
    suppressions = [(placed, tuple(_places(placed.item, contents))) for placed in contents.suppressions]
    kept, used = list[Diagnostic](), set[int]()
    for one in found:
        by = next((i for i, (placed, places) in enumerate(suppressions) if _covers(placed, places, one)), None)
        if by is None or one.severity is Severity.ERROR:
            kept.append(one)
        else:
            used.add(by)
            kept.append(replace(one, suppressed=suppressions[by][0].item.reason))
    idle = [placed for i, (placed, _) in enumerate(suppressions) if i not in used and placed.item.code[0] == family]
    return by_position([*kept, *unused_suppressions(idle, kept)])


def unused_suppressions(idle: Iterable[Placed[Suppression]], found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """R401: an entry of `suppressed` suppresses something; a warning."""
    found = tuple(found)
    if failed(one for one in found if one.code not in {each.item.code for each in idle}):
        return  # the error may hide the warning that is to be suppressed
    for placed in idle:
        code, item = placed.item.code, placed.item.item
        if any(one.code == code and one.severity is Severity.ERROR for one in found):
            message, hint = f"'{code}' is an error, which cannot be suppressed", "fix it, and remove this entry"
        else:
            message = f"there is no warning '{code}' to suppress in '{item}'"
            hint = "remove the entry, or correct its code or item"
        yield placed.warning("R401", message, "code", hint=hint)


def _places(suppression: Suppression, contents: Contents) -> Iterator[Placed[Item]]:
    """Yield where the item of a suppression is written; more than once, if its id was given more than once."""
    yield from (part for part in contents.parts if part.item.id == suppression.item)
    yield from (placed for placed in contents.identified if placed.item.id == suppression.item)
    for group in contents.parts:
        if isinstance(group.item, CountermeasureGroup):
            for i, measure in enumerate(group.item.measures):
                if group.item.measure_id(i + 1) == suppression.item:
                    yield Placed(measure, group.document, ("measures", i))


def _covers(suppression: Placed[Suppression], places: Iterable[Placed[Item]], one: Diagnostic) -> bool:
    if suppression.item.code != one.code:
        return False
    if suppression.item.item == WHOLE:
        return PurePosixPath(one.path).parent == PurePosixPath(suppression.document.path).parent
    return any(placed.document.path == one.path and placed.document.holds(placed.where, one.at) for placed in places)
