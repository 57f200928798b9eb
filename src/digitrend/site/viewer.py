"""Items of the briefing to the views that templates show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from digitrend.charts import Chart
from digitrend.charts.make import chart_of
from digitrend.charts.plots import edges
from digitrend.model import (
    AuditState,
    Bound,
    DerivedFigure,
    Entity,
    Event,
    Figure,
    Forecast,
    Note,
    NoteSeverity,
    Outcome,
    Part,
    Passage,
    Qualifier,
    Relation,
    Strength,
)
from digitrend.site import urls
from digitrend.site.lookup import Link, ResolvedProse
from digitrend.site.mentions import PASSAGES, Occurrences
from digitrend.site.views import (
    EntityView,
    EventView,
    Exact,
    FigureView,
    ForecastView,
    NoteView,
    OutcomeView,
    PassageView,
    RelatedPart,
    RelationView,
)
from digitrend.text.wording import date_text, is_hedged_fall, key_of, period_text, unit_name

# Within quotation marks, those of a title become single ones (The Chicago Manual of Style, 17th edition, 13.30).
INNER_QUOTES = str.maketrans("“”", "‘’")

ENOUGH = 2  # passages, measures and events that name an entity give it a page of its own


@dataclass(frozen=True, slots=True)
class EntityMentions:
    """Where an entity is named."""

    passages: list[tuple[Link, PassageView]]
    measures: list[Link]
    events: list[EventView]


class Viewer(Occurrences):
    """Makes the views of one briefing; each is made once and shared by all pages."""

    @cached_property
    def charts(self) -> dict[str, Chart]:
        """The charts as they are drawn, by id."""
        return {spec.id: chart_of(spec, self.lookup) for _, spec in self.briefing.charts}

    @cached_property
    def audited(self) -> str:
        """The state of the audit, in a sentence."""
        state, record = self.briefing.audit_state, self.briefing.audit
        noted = state is AuditState.PASSED and record is not None and record.warnings
        return self.lookup.word(f"audit.state.{'noted' if noted else state}")

    @cached_property
    def figures_of(self) -> dict[str, tuple[FigureView, ...]]:
        """The figures of each part, by its id."""
        found: dict[str, list[FigureView]] = {}
        for view in self.evidence.values():
            found.setdefault(view.section, []).append(view)
        return {name: tuple(views) for name, views in found.items()}

    @cached_property
    def notes_at(self) -> dict[str, tuple[NoteView, ...]]:
        """The notes on each paragraph and heading of the source, by place; "" for those on the whole."""
        found: dict[str, list[NoteView]] = {}
        for note in self.briefing.notes:
            found.setdefault(note.locator or "", []).append(self.note(note))
        return {place: tuple(views) for place, views in found.items()}

    @cached_property
    def _notes_at(self) -> dict[str, list[NoteView]]:
        """The notes on each section of the source, and those that touch a part, by the part's id."""
        found: dict[str, list[NoteView]] = {}
        for note in self.briefing.notes:
            view = self.note(note)
            for name in dict.fromkeys(((note.locator or "").partition("/")[0], *note.touches)):
                found.setdefault(name, []).append(view)
        return found

    def notes_of(self, part: Part) -> tuple[NoteView, ...]:
        """Return the notes on the section that a part retells, and on the part itself."""
        return tuple(self._notes_at.get(part.id, ()))

    @cached_property
    def gaps(self) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """The gaps in the argument: for each kind, its heading and links."""
        look = self.lookup
        return tuple(
            (look.word(f"gap.{kind}"), tuple(map(look.named, names))) for kind, names in self.briefing.gaps.items()
        )

    @cached_property
    def notes(self) -> dict[str, tuple[NoteView, ...]]:
        """The notes that touch an id, by that id."""
        return {name: tuple(map(self.note, touching)) for name, touching in self.lookup.notes.items()}

    def note(self, note: Note) -> NoteView:
        """Return the view of a note."""
        look = self.lookup
        return NoteView(
            id=note.id,
            kind=note.kind,
            printed=note.printed,
            reading=look.prose(note.reading),
            action=look.prose(note.action),
            place=look.place(note.locator) if note.locator else None,
            touches=tuple(look.link(name) for name in note.touches),
            url=urls.note_url(note.id),
            material=note.severity is NoteSeverity.MATERIAL,
            caution=look.prose(note.caution),
        )

    def passage(self, name: str, passage: Passage, charts: tuple[Chart, ...] = ()) -> PassageView:
        """Return the view of a passage with an id for the page, and the charts that follow it."""
        prose = self.lookup.prose(passage.text, block=True)
        return PassageView(name, prose, self.lookup.place(passage.locator), charts)

    def cautions(self, name: str) -> tuple[ResolvedProse, ...]:
        """Return the one sentence of each material note that touches an id."""
        return tuple(note.caution for note in self.notes.get(name, ()) if note.caution)

    @cached_property
    def evidence(self) -> dict[str, FigureView]:
        """The view of each figure, by id."""
        return {name: self._evidence(name) for name in self.briefing.figures}

    def _compared(self, compared_with: str) -> str:
        """Return what a figure is compared with in words: a period, another figure's label, or as written."""
        if compared_with in self.briefing.figures:
            return f"[[{compared_with}|{self.lookup.plain(self.lookup.figure(compared_with).label)}]]"
        try:
            return period_text(compared_with, self.lookup.words)
        except ValueError:
            return compared_with

    def _evidence(self, name: str) -> FigureView:
        part, figure = self.briefing.figures[name]
        quoted = figure if isinstance(figure, Figure) else self._first_input(figure)
        own = figure if isinstance(figure, Figure) else None
        look, derived = self.lookup, figure if isinstance(figure, DerivedFigure) else None
        qualifier, hedge = (own.qualifier, own.hedge) if own else (Qualifier.EXACT, "")
        said = "" if qualifier is Qualifier.EXACT else look.word(f"qualifier.{qualifier.name.lower()}")
        if is_hedged_fall(look.quantities[name]):
            said = look.word("figure.fall", hedge=said)
        return FigureView(
            id=name,
            item=figure,
            url=urls.figure_url(name),
            label=look.prose(figure.label),
            text=look.figure_text(name),
            bare=look.bare(name),
            qualifier=hedge or said,
            qualifier_before=not hedge and qualifier is not Qualifier.BETWEEN,  # a range is told by both ends
            unit=unit_name(look.units[name].id, look.words, self.briefing.units),
            kind=look.word(f"figure_kind.{key_of(quoted.kind) if own else 'derived'}"),
            measure=look.prose(figure.indicator),
            subject=look.prose(figure.subject),
            area=look.prose(quoted.place),
            period=period_text(quoted.period, look.words),
            period_basis=quoted.period_basis.value,
            compared_with=look.prose(self._compared(own.compared_with)) if own else ResolvedProse(),
            compared_with_basis=own.compared_with_basis.value if own and own.compared_with_basis else "",
            status=quoted.status.value,
            scenario=look.word(f"scenario.{own.scenario.value}") if own and own.scenario else "",
            base=period_text(own.base, look.words) if own else "",
            computed=derived is not None,
            formula=look.word(f"formula.{derived.formula.value}") if derived else "",
            inputs=tuple(look.link(each) for each in derived.inputs) if derived else (),
            printed=own.printed if own else "",
            place=look.place(own.locator) if own else None,
            attributed_to=look.mentions[own.attributed_to].text if own and own.attributed_to else "",
            part_of=Link(self._label(own.part_of), urls.figure_url(own.part_of)) if own and own.part_of else None,
            doubts=look.lines(figure.doubts),
            note=look.prose(figure.note),
            notes=self.notes.get(name, ()),
            cautions=self.cautions(name),
            sentence=look.prose(self._sentence(name)),
            quotation=self._quotation(name),
            holder=look.link(part.id),
            section=part.id,
            part_name=look.place(part.id).text,
            exact=self._exact(name, quoted),
        )

    def _exact(self, name: str, quoted: Figure) -> Exact:
        lower = self.briefing.figures[name][1] is quoted and quoted.qualifier is Qualifier.MORE_THAN
        unit = self.lookup.units[name].id
        return Exact(self.briefing.values[name], unit, quoted.period, lower and quoted.bound is Bound.LOWER)

    def _said(self, name: str) -> list[str]:
        """Return comparison, place and period of a figure, as far as the source gives them.

        A figure that is no outcome begins with its status, unless its label has it: "expected", "low case".
        """
        look, figure = self.lookup, self.lookup.figure(name)
        quoted = figure if isinstance(figure, Figure) else self._first_input(figure)
        compared = self._compared(quoted.compared_with) if quoted is figure else ""
        when = period_text(quoted.period, look.words) or look.word("evidence.no_period")
        return [
            *look.ahead(name),
            look.word("sentence.compared", compared_with=look.plain(compared)) if compared else "",
            look.plain(quoted.place),
            when if not self._label(name).endswith(when) else "",  # the label of a point has it
        ]

    def _sentence(self, name: str) -> str:
        """Return a figure in one sentence, as prose that refers to it."""
        if written := self.lookup.figure(name).sentence:
            return written
        said = ", ".join(filter(None, self._said(name)))
        return self.lookup.word("sentence.figure", label=self._label(name), figure=f"[[{name}]]", said=said)

    def sentence(self, name: str) -> str:
        """Return a figure in one sentence, as plain text."""
        return self.lookup.plain(self._sentence(name))

    def _quotation(self, name: str) -> str:
        """Return a figure as a sentence to quote in a report, with its citation."""
        look, source = self.lookup, self.briefing.source
        figure = look.figure(name)
        place = look.place(figure.locator).text if isinstance(figure, Figure) else ""
        return look.word(
            "sentence.quotation" if place else "sentence.quotation_computed",
            label=self._label(name),
            figure=look.figure_text(name),
            said=", ".join(filter(None, self._said(name))),
            author=source.author,
            title=source.title.translate(INNER_QUOTES),
            place=place,
        )

    def _first_input(self, derived: DerivedFigure) -> Figure:
        """Return the first quoted input of a derived figure, which gives it period and place."""
        first = self.lookup.figure(derived.inputs[0])
        assert isinstance(first, Figure)
        return first

    def _label(self, name: str) -> str:
        return self.lookup.plain(self.lookup.figure(name).label)

    def event(self, part: Part, event: Event) -> EventView:
        """Return the view of an event."""
        look = self.lookup
        return EventView(
            id=event.id,
            date=date_text(event.date, look.words),
            datetime=edges(event.time)[0],
            kind=event.kind,
            what=look.prose(event.what),
            label=look.prose(event.label),
            place=look.place(event.locator),
            printed=event.printed,
            figures=event.figures,
            note=look.prose(event.note),
            holder=look.link(part.id),
            notes=self.notes.get(event.id, ()),
        )

    def forecast(self, part: Part | None, forecast: Forecast) -> ForecastView:
        """Return the view of a forecast."""
        look = self.lookup
        return ForecastView(
            id=forecast.id,
            period=period_text(forecast.period, look.words),
            period_basis=forecast.period_basis.value,
            gist=look.prose(forecast.gist),
            condition=look.prose(forecast.condition),
            place=look.place(forecast.locator),
            figures=tuple(look.link(each) for each in forecast.figures),
            complete=forecast.complete,
            outcome=self._outcome(forecast.outcome),
            note=look.prose(forecast.note),
            holder=look.link(part.id) if part else None,
            notes=self.notes.get(forecast.id, ()),
        )

    def _outcome(self, outcome: Outcome | None) -> OutcomeView | None:
        if outcome is None or outcome.source is None:
            return None
        said, look = outcome.source, self.lookup
        verdict = look.word(f"verdict.{outcome.verdict.name.lower()}")
        source = Link(said.title, said.address)
        return OutcomeView(verdict, outcome.text, source, said.publisher, date_text(said.date, look.words))

    @cached_property
    def charts_showing(self) -> dict[str, Chart]:
        """The first chart that shows each figure, by the figure's id."""
        found: dict[str, Chart] = {}
        for chart in self.charts.values():
            for name in chart.drawn:
                found.setdefault(name, chart)
        return found

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
            kind=relation.kind,
            label=look.kind_word(direction, relation.kind),
            other=look.link(other),
            stated=relation.strength is not Strength.READING,
            strength=look.word(f"strength.{key_of(relation.strength)}"),
            reason=look.prose(relation.reason),
            evidence=tuple((look.place(each.locator), each.printed) for each in relation.evidence),
        )

    def relations_from(self, name: str) -> tuple[RelationView, ...]:
        """Return what a part leads to, in the order of the content."""
        return tuple(self.relation(each, forward=True) for each, starts in self.ends.get(name, ()) if starts)

    def relations_to(self, name: str) -> tuple[RelationView, ...]:
        """Return what leads to a part or a measure; to a group, what leads to any of its measures."""
        return tuple(self.relation(each, forward=False) for each, starts in self.ends.get(name, ()) if not starts)

    def related_parts(self, name: str, *kinds: str) -> tuple[RelatedPart, ...]:
        """Return the parts that relations of some kinds connect to a part, each once."""
        found: dict[str, list[Relation]] = {}
        for relation, forward in self.ends.get(name, ()):
            if relation.kind in kinds:
                other = relation.target if forward else relation.source
                found.setdefault(other.partition(".")[0], []).append(relation)
        return tuple(self._related_part(part, relations) for part, relations in found.items())

    @cached_property
    def _short(self) -> dict[str, str]:
        """The title of each part in a few words, by its id."""
        return {part.id: self.lookup.plain(part.short) for part in self.briefing.parts}

    def _related_part(self, part: str, relations: list[Relation]) -> RelatedPart:
        measures = dict.fromkeys(each.target for each in relations if "." in each.target)
        return RelatedPart(
            part=self.lookup.link(part),
            name=self.lookup.place(part).text,
            short=self._short[part],
            via=tuple(map(self.lookup.link, measures)),
            stated=any(each.strength is not Strength.READING for each in relations),
        )

    @cached_property
    def mentions(self) -> dict[str, tuple[Link, ...]]:
        """Where each entity is mentioned: the parts whose prose, lists or events name it."""
        found: dict[str, dict[str, Link]] = {}
        for part in self.briefing.parts:
            link = self.lookup.link(part.id)
            for name in dict.fromkeys((*self.lookup.named_in_parts[part.id], *self.listed(part))):
                found.setdefault(name, {})[link.url] = link
        for name in (*self.lookup.named_in(self.briefing.overview), *self.briefing.overview.entities):
            found.setdefault(name, {})[urls.HOME] = Link(self.lookup.word("page.home"), urls.HOME)
        if author := self.briefing.source.author_id:
            found.setdefault(author, {})[urls.SOURCE] = Link(self.lookup.word("page.source"), urls.SOURCE)
        return {name: tuple(links.values()) for name, links in found.items()}

    def entity(self, entity: Entity) -> EntityView:
        """Return the view of an entity."""
        look, said = self.lookup, self.entity_mentions.get(entity.id)
        amount = len(said.passages) + len(said.measures) + len(said.events) if said else 0
        page = urls.term_url(entity.id) if amount >= ENOUGH else ""
        return EntityView(
            id=entity.id,
            name=entity.name,
            acronym=entity.acronym,
            aliases=tuple(alias for alias in entity.aliases if alias != entity.name),
            broader=look.link(entity.broader) if entity.broader else None,
            gloss=look.prose(entity.gloss),
            url=page or urls.entity_url(entity.id),
            page=page,
            mentions=self.mentions.get(entity.id, ()),
            notes=self.notes.get(entity.id, ()),
        )

    @cached_property
    def entity_mentions(self) -> dict[str, EntityMentions]:
        """Where the briefing mentions each entity, by its id."""
        found: dict[str, EntityMentions] = {}

        def of(name: str) -> EntityMentions:
            return found.setdefault(name, EntityMentions([], [], []))

        look = self.lookup
        for part in self.briefing.parts:
            link = look.link(part.id)
            for group in PASSAGES:
                for i, passage in enumerate(getattr(part, group, ()), 1):
                    for name in look.named_in(passage):
                        of(name).passages.append((link, self.passage(f"{group}-{i}", passage)))
            for ordinal, measure in enumerate(getattr(part, "measures", ()), 1):
                for name in dict.fromkeys((*look.named_in(measure), *measure.entities)):
                    of(name).measures.append(look.link(f"{part.id}.{ordinal}"))
            for event in part.events:
                named = (*look.named_in(event), *event.actors, *event.entities, *([event.place] if event.place else []))
                for name in dict.fromkeys(named):
                    of(name).events.append(self.event(part, event))
        return found

    @cached_property
    def entity_views(self) -> dict[str, EntityView]:
        """The view of each entity, by id."""
        return {each.id: self.entity(each) for _, entities in self.briefing.entities for each in entities}

    def entities_of(self, part: Part) -> tuple[Link, ...]:
        """Return links to the entities that a part names, by name."""
        names = dict.fromkeys((*self.lookup.named_in_parts[part.id], *self.listed(part)))
        return tuple(
            sorted(
                (self.lookup.link(n) for n in names if n in self.entity_views), key=lambda link: link.text.casefold()
            )
        )
