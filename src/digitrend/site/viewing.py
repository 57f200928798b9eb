"""Items to views: each item of the briefing as the value that templates show."""

from __future__ import annotations

from functools import cached_property

from digitrend import addresses
from digitrend.charts import Chart
from digitrend.charts.charting import chart_of
from digitrend.check.gaps import gaps
from digitrend.lookup import Link, Lookup, Prose
from digitrend.model import (
    DerivedStatistic,
    Entity,
    Event,
    Forecast,
    Oddity,
    Outcome,
    Part,
    Passage,
    Qualifier,
    Relation,
    Statistic,
    Strength,
)
from digitrend.site.views import (
    EntityView,
    EventView,
    Evidence,
    Exact,
    ForecastView,
    OddityView,
    OutcomeView,
    PassageView,
    RelationView,
)
from digitrend.wording import date_text, period_text


class Viewer:
    """Makes views of one briefing; each is made once and shared by the pages that show it."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.briefing = lookup.briefing

    @cached_property
    def charts(self) -> dict[str, Chart]:
        """The charts as they are drawn, by id."""
        return {spec.id: chart_of(spec, self.lookup) for _, spec in self.briefing.charts}

    @cached_property
    def gaps(self) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """What the argument lacks: of each kind, its heading and what it lists."""
        found = gaps(self.briefing).items()
        return tuple(
            (self.lookup.word(f"gap.{kind.value}"), tuple(map(self.lookup.named, names))) for kind, names in found
        )

    @cached_property
    def oddities(self) -> dict[str, tuple[OddityView, ...]]:
        """The oddities that touch an id, by that id."""
        return {name: tuple(map(self.oddity, touching)) for name, touching in self.lookup.oddities.items()}

    def oddity(self, oddity: Oddity) -> OddityView:
        """Return the view of an oddity."""
        look = self.lookup
        return OddityView(
            id=oddity.id,
            kind=oddity.kind.value,
            printed=oddity.printed,
            reading=look.prose(oddity.reading),
            action=look.prose(oddity.action),
            place=look.place(oddity.locator) if oddity.locator else None,
            touches=tuple(look.link(name) for name in oddity.touches),
            url=addresses.oddity_url(oddity.id),
        )

    def passage(self, passage: Passage) -> PassageView:
        """Return the view of a passage."""
        return PassageView(self.lookup.prose(passage.text, block=True), self.lookup.place(passage.locator))

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """The view of each statistic, by id."""
        return {name: self._evidence(name) for name in self.briefing.statistics}

    def _evidence(self, name: str) -> Evidence:
        part, statistic = self.briefing.statistics[name]
        quoted = statistic if isinstance(statistic, Statistic) else self._first_input(statistic)
        own = statistic if isinstance(statistic, Statistic) else None
        look, derived = self.lookup, statistic if isinstance(statistic, DerivedStatistic) else None
        qualifier = own.qualifier if own else Qualifier.EXACT
        return Evidence(
            id=name,
            url=addresses.statistic_url(name),
            label=look.prose(statistic.label),
            text=look.figure(name),
            bare=look.bare(name),
            qualifier="" if qualifier is Qualifier.EXACT else look.word(f"qualifier.{qualifier.name.lower()}"),
            qualifier_before=qualifier is Qualifier.MORE_THAN,
            unit=look.word(f"unit.{look.units[name].value}"),
            kind=look.word(f"statistic.{quoted.kind.value if own else 'derived'}"),
            measure=look.prose(statistic.measure),
            subject=look.prose(statistic.subject),
            geography=look.prose(quoted.geography),
            period=period_text(quoted.period, look.words),
            period_basis=quoted.period_basis.value,
            comparator=look.prose(own.comparator) if own else Prose(),
            comparator_basis=own.comparator_basis.value if own and own.comparator_basis else "",
            status=quoted.status.value,
            computed=derived is not None,
            formula=look.word(f"formula.{derived.formula.value}") if derived else "",
            inputs=tuple(look.link(each) for each in derived.inputs) if derived else (),
            printed=own.printed if own else "",
            place=look.place(own.locator) if own else None,
            attributed_to=look.mentions[own.attributed_to].text if own and own.attributed_to else "",
            part_of=Link(self._label(own.part_of), addresses.statistic_url(own.part_of))
            if own and own.part_of
            else None,
            doubts=look.lines(statistic.doubts),
            note=look.prose(statistic.note),
            oddities=self.oddities.get(name, ()),
            holder=look.part_link(part),
            section=part.id,
            part_name=look.place(part.id).text,
            exact=Exact(
                self.briefing.values[name], look.units[name].value, quoted.period, qualifier is Qualifier.MORE_THAN
            ),
        )

    def _first_input(self, derived: DerivedStatistic) -> Statistic:
        """Return the statistic whose period and place a derived one takes over."""
        first = self.lookup.statistic(derived.inputs[0])
        assert isinstance(first, Statistic)
        return first

    def _label(self, name: str) -> str:
        return self.lookup.plain(self.lookup.statistic(name).label)

    def event(self, part: Part, event: Event) -> EventView:
        """Return the view of an event."""
        look = self.lookup
        return EventView(
            id=event.id,
            date=date_text(event.date, look.words),
            datetime=event.date,
            basis=event.basis.value,
            kind=event.kind.value,
            what=look.prose(event.what),
            label=look.prose(event.label),
            actors=tuple(look.link(name) for name in event.actors),
            location=look.link(event.place) if event.place else None,
            place=look.place(event.locator),
            printed=event.printed,
            statistics=event.statistics,
            note=look.prose(event.note),
            holder=look.part_link(part),
            oddities=self.oddities.get(event.id, ()),
        )

    def forecast(self, part: Part | None, forecast: Forecast) -> ForecastView:
        """Return the view of a forecast."""
        look = self.lookup
        return ForecastView(
            id=forecast.id,
            year=forecast.year,
            year_basis=forecast.year_basis.value,
            gist=look.prose(forecast.gist),
            conditions=look.prose(forecast.conditions),
            place=look.place(forecast.locator),
            numeric=forecast.numeric,
            complete=forecast.complete,
            outcome=self._outcome(forecast.outcome),
            note=look.prose(forecast.note),
            holder=look.part_link(part) if part else None,
            oddities=self.oddities.get(forecast.id, ()),
        )

    def _outcome(self, outcome: Outcome | None) -> OutcomeView | None:
        if outcome is None or outcome.source is None:
            return None
        said, look = outcome.source, self.lookup
        verdict = look.word(f"verdict.{outcome.verdict.name.lower()}")
        source = Link(said.title, said.address)
        return OutcomeView(verdict, outcome.text, source, said.publisher, date_text(said.date, look.words))

    def name_of(self, reference: str) -> str:
        """Return the short name of a part or measure: "Issue 1", "Group 2, measure 1"."""
        part, _, ordinal = reference.partition(".")
        name = self.lookup.place(part).text
        return self.lookup.word("section.measure", section=name, ordinal=ordinal) if ordinal else name

    def relation(self, relation: Relation, *, forward: bool) -> RelationView:
        """Return the view of a relation from its start, or from its end."""
        look = self.lookup
        other = relation.target if forward else relation.source
        direction = "relation" if forward else "inverse"
        return RelationView(
            kind=relation.kind.value,
            label=look.word(f"{direction}.{relation.kind.value}"),
            other=look.link(other),
            other_name=self.name_of(other),
            stated=relation.strength is Strength.STATED,
            strength=look.word(f"strength.{relation.strength.value}"),
            reason=look.prose(relation.reason),
            evidence=tuple((look.place(each.locator), each.printed) for each in relation.evidence),
        )

    def relations_from(self, name: str) -> tuple[RelationView, ...]:
        """Return what a part leads to, in the order of the content."""
        return tuple(self.relation(r, forward=True) for r in self.briefing.relations if r.source == name)

    def relations_to(self, name: str) -> tuple[RelationView, ...]:
        """Return what leads to a part or a measure; to a group, what leads to any of its measures."""
        return tuple(
            self.relation(r, forward=False)
            for r in self.briefing.relations
            if r.target == name or r.target.startswith(f"{name}.")
        )

    @cached_property
    def mentions(self) -> dict[str, tuple[Link, ...]]:
        """Where each entity is mentioned: the parts whose prose, lists or events name it."""
        found: dict[str, dict[str, Link]] = {}
        for part in self.briefing.parts:
            link = self.lookup.part_link(part)
            for name in dict.fromkeys((*self.lookup.named_in_parts[part.id], *self._listed(part))):
                found.setdefault(name, {})[link.url] = link
        for name in (*self.lookup.named_in(self.briefing.overview), *self.briefing.overview.entities):
            found.setdefault(name, {})[addresses.HOME] = Link(self.lookup.word("page.home"), addresses.HOME)
        found.setdefault(self.briefing.source.author_id, {})[addresses.SOURCE] = Link(
            self.lookup.word("page.source"), addresses.SOURCE
        )
        return {name: tuple(links.values()) for name, links in found.items()}

    @staticmethod
    def _listed(part: Part) -> tuple[str, ...]:
        """Return the entities in a part's lists: its own, its events' and its measures'."""
        listed = [*part.entities]
        for event in part.events:
            listed += [*event.actors, *event.entities, *([event.place] if event.place else [])]
        for measure in getattr(part, "measures", ()):
            listed += measure.entities
        return tuple(listed)

    def entity(self, entity: Entity) -> EntityView:
        """Return the view of an entity."""
        look = self.lookup
        return EntityView(
            id=entity.id,
            name=entity.name,
            acronym=entity.acronym,
            aliases=tuple(alias for alias in entity.aliases if alias != entity.name),
            broader=look.link(entity.broader) if entity.broader else None,
            gloss=look.prose(entity.gloss),
            mentions=self.mentions.get(entity.id, ()),
            oddities=self.oddities.get(entity.id, ()),
        )

    def entities_of(self, part: Part) -> tuple[Link, ...]:
        """Return links to the entities that a part names, by name."""
        kinds = {entity.id for _, entities in self.briefing.entities for entity in entities}
        names = dict.fromkeys((*self.lookup.named_in_parts[part.id], *self._listed(part)))
        return tuple(sorted((self.lookup.link(n) for n in names if n in kinds), key=lambda link: link.text.casefold()))
