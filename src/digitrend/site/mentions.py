"""Where figures are mentioned: on a page, and in the whole briefing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from digitrend.charts import Chart
from digitrend.model import ChartSpec, DerivedFigure, Figure, Part, Relation, Section
from digitrend.site import urls
from digitrend.site.lookup import Link, Lookup, Mention
from digitrend.site.views import FigureView

PLAIN = (str, int, type(None))  # values that contain nothing; most are


@dataclass(slots=True)
class Walker:
    """Finds the mentions and charts in contexts; values that several of them share are visited once."""

    # By id; the value is kept, too, so that no other value gets the same id.
    _seen: dict[int, tuple[object, tuple[Mention | Chart, ...]]] = field(default_factory=dict)

    def shown(self, value: object) -> tuple[Mention | Chart, ...]:
        """Return the figures and terms that the prose in a value mentions and the charts in it, by first appearance.

        The evidence of figures is skipped: a figure shown with its evidence needs no second one.
        """
        if isinstance(value, (Mention, Chart)):
            return (value,) if isinstance(value, Chart) or value.figure or value.term else ()
        if isinstance(value, FigureView):
            return ()
        if (known := self._seen.get(id(value))) is not None:
            return known[1]
        within: Iterable[object] = (
            value
            if isinstance(value, tuple)
            else (getattr(value, name) for name in getattr(value, "__dataclass_fields__", ()))
        )
        found = [thing for each in within if not isinstance(each, PLAIN) for thing in self.shown(each)]
        self._seen[id(value)] = (value, tuple(dict.fromkeys(found)) if found else ())
        return self._seen[id(value)][1]

    def mentioned(self, value: object) -> tuple[str, ...]:
        """Return the ids of the figures that the prose in a value mentions, in order of appearance."""
        return tuple(
            dict.fromkeys(each.figure for each in self.shown(value) if isinstance(each, Mention) and each.figure)
        )

    def terms(self, value: object) -> tuple[str, ...]:
        """Return the ids of the people, places and terms that the prose in a value mentions."""
        return tuple(dict.fromkeys(each.term for each in self.shown(value) if isinstance(each, Mention) and each.term))

    def charts(self, value: object) -> tuple[str, ...]:
        """Return the ids of the charts in a value, in order of appearance."""
        return tuple(dict.fromkeys(each.id for each in self.shown(value) if isinstance(each, Chart)))


PASSAGES = ("outlook", "situation", "cause", "effect", "affected")  # the groups of passages of a part
MOST_BESIDE = 4  # figures beside one on its page


class Occurrences:
    """Lookup tables over a whole briefing: by place, relation, part and figure."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.briefing = lookup.briefing

    @cached_property
    def charts_of(self) -> dict[str, list[tuple[Part | None, ChartSpec]]]:
        """The charts of each part, by its id; "" for those of the briefing as a whole."""
        found: dict[str, list[tuple[Part | None, ChartSpec]]] = {}
        for part, spec in self.briefing.charts:
            found.setdefault(part.id if part else "", []).append((part, spec))
        return found

    @cached_property
    def parts(self) -> dict[str, Part]:
        """The parts, by id."""
        return {part.id: part for part in self.briefing.parts}

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The sections of the source, by id."""
        return {section.id: section for section in self.briefing.source.sections}

    @cached_property
    def taken(self) -> dict[str, dict[str, list[str]]]:
        """The ids of what cites each paragraph, by place and kind; passages have no ids and are given by place."""
        found: dict[str, dict[str, list[str]]] = {}

        def take(place: str, kind: str, name: str) -> None:
            found.setdefault(place, {}).setdefault(kind, []).append(name)

        briefing = self.briefing
        for name, (_, figure) in briefing.figures.items():
            if not isinstance(figure, DerivedFigure):
                take(figure.locator, "figures", name)
        for _, event in briefing.events:
            take(event.locator, "events", event.id)
        for _, forecast in briefing.forecasts:
            take(forecast.locator, "forecasts", forecast.id)
        for group, ordinal, measure in briefing.measures:
            take(measure.locator, "measures", group.measure_id(ordinal))
        told = [each for part in briefing.parts for group in PASSAGES for each in getattr(part, group, ())]
        for passage in (*told, *briefing.overview.thesis):
            take(passage.locator, "passages", passage.locator)
        return found

    @cached_property
    def uses(self) -> dict[str, tuple[Link, ...]]:
        """Where each figure is used: the overview, parts, charts, events, and figures computed from it."""
        look, briefing, found = self.lookup, self.briefing, dict[str, dict[Link, None]]()

        def use(names: Iterable[str], link: Link) -> None:
            for name in names:
                found.setdefault(name, {})[link] = None

        overview = briefing.overview
        use((*overview.key_figures, *look.named_in(overview)), Link(look.word("page.home"), urls.HOME))
        for part in briefing.parts:
            use((*([part.lead] if part.lead else []), *look.named_in_parts[part.id]), look.link(part.id))
        for _, chart in briefing.charts:
            use(chart.figures, look.link(chart.id))
        for _, event in briefing.events:
            use(event.figures, look.link(event.id))
        for other, (_, figure) in briefing.figures.items():
            whole = getattr(figure, "part_of", None)
            inputs = (*getattr(figure, "inputs", ()), *([whole] if whole else []))
            use(inputs, Link(look.plain(figure.label), urls.figure_url(other)))
        return {name: tuple(links) for name, links in found.items()}

    @cached_property
    def _same_unit(self) -> dict[tuple[str, str], list[str]]:
        """The figures of each paragraph and unit."""
        found: dict[tuple[str, str], list[str]] = {}
        for name, (_, figure) in self.briefing.figures.items():
            if isinstance(figure, Figure):
                found.setdefault((figure.locator, self.lookup.units[name].id), []).append(name)
        return found

    @cached_property
    def _related(self) -> dict[str, list[str]]:
        """The parts, the whole, and the derived figures or inputs of each figure."""
        found: dict[str, list[str]] = {}
        for name, (_, figure) in self.briefing.figures.items():
            whole = getattr(figure, "part_of", None)
            for other in (*([whole] if whole else []), *getattr(figure, "inputs", ())):
                found.setdefault(name, []).append(other)
                found.setdefault(other, []).append(name)
        return found

    def related_figures(self, name: str) -> tuple[str, ...]:
        """Return the figures to show beside one: related ones, and others of its paragraph and unit."""
        figure = self.lookup.figure(name)
        place = figure.locator if isinstance(figure, Figure) else ""
        others = (*self._related.get(name, ()), *self._same_unit.get((place, self.lookup.units[name].id), ()))
        return tuple(other for other in dict.fromkeys(others) if other != name)[:MOST_BESIDE]

    @cached_property
    def between(self) -> dict[tuple[str, str], list[Relation]]:
        """The relations from one part to another, by both; a measure counts as its group."""
        found: dict[tuple[str, str], list[Relation]] = {}
        for relation in self.briefing.relations:
            found.setdefault((relation.source.partition(".")[0], relation.target.partition(".")[0]), []).append(
                relation
            )
        return found

    @cached_property
    def ends(self) -> dict[str, list[tuple[Relation, bool]]]:
        """The relations at each end, by part and by measure, each with whether it starts there."""
        found: dict[str, list[tuple[Relation, bool]]] = {}
        for relation in self.briefing.relations:
            for start in dict.fromkeys((relation.source, relation.source.partition(".")[0])):
                found.setdefault(start, []).append((relation, True))
            for end in dict.fromkeys((relation.target, relation.target.partition(".")[0])):
                found.setdefault(end, []).append((relation, False))
        return found

    @staticmethod
    def listed(part: Part) -> tuple[str, ...]:
        """Return the entities in a part's lists: its own, its events' and its measures'."""
        listed = [*part.entities]
        for event in part.events:
            listed += [*event.actors, *event.entities, *([event.place] if event.place else [])]
        for measure in getattr(part, "measures", ()):
            listed += measure.entities
        return tuple(listed)
