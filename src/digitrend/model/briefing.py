"""The whole argument, as the content gives it and as it stands once checked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from digitrend.model.base import BASE_URL, FigureId, Id, Item, Kind, Line, OptionalLine, Reference, Text
from digitrend.model.charts import ChartSpec, with_form
from digitrend.model.events import Event, Forecast
from digitrend.model.figures import AnyFigure, Figure, Series, values_by_id
from digitrend.model.parts import (
    CountermeasureGroup,
    Defaults,
    Entity,
    EntityType,
    Idioms,
    Issue,
    Measure,
    Note,
    Part,
    Passage,
    Relation,
    Strength,
    Trend,
)
from digitrend.model.quantities import Qualifier
from digitrend.model.source import LANGUAGE, AuditRecord, AuditState, Source, section_of
from digitrend.model.units import Units


class Suppression(Item):
    """A warning that the editor accepts; errors cannot be suppressed."""

    code: str = Field(pattern=r"^[RA][0-9]{3}$", description="the code of the warning, such as R310", examples=["R310"])
    item: Reference = Field(
        description="the id of the item that it is about, or `briefing` if it belongs to no part",
        examples=["trend-2"],
    )
    reason: Text = Field(description="why the warning is acceptable", examples=["The source has no better word."])


class Kinds(Item):
    """Kinds that this briefing adds to the built-in ones, each with its meaning."""

    events: dict[Kind, Text] = Field(
        default={}, description="kinds of events", examples=[{"strike": "people stop working"}]
    )
    notes: dict[Kind, Text] = Field(
        default={}, description="kinds of notes", examples=[{"slip": "a letter is missing"}]
    )
    relations: dict[Kind, Text] = Field(
        default={}, description="kinds of relations", examples=[{"delays": "the first holds the second up"}]
    )


class Hedge(Item):
    """Words with which the source hedges figures, and that digitrend does not know."""

    means: Qualifier = Field(description="the qualifier that they stand for", examples=["about"])
    gloss: Text = Field(description="their meaning, in your own words", examples=["counted in part"])


class Change(Item):
    """A correction or another change of a published edition."""

    date: datetime.date = Field(description="the day of the change", examples=["2021-03-31"])
    text: Line = Field(description="what was changed, and why", examples=["A unit was corrected."])


class Budgets(Item):
    """Limits for the size of the site, in kilobytes as sent; a build above them fails."""

    page: int | None = Field(
        default=None,
        ge=1,
        description="a page with everything that it loads; by default, more than 80 kB is a warning",
        examples=[80],
    )
    file: int | None = Field(default=None, ge=1, description="a single file", examples=[400])
    site: int | None = Field(default=None, ge=1, description="all files together", examples=[20000])


class Publication(Item):
    """The address of the site, and limits for its size."""

    url: str = Field(
        default="",
        pattern=rf"^$|{BASE_URL}",
        description="the site's own address, such as https://example.org/2021/",
        examples=["https://example.org/2021/"],
    )
    budgets: Budgets = Field(default=Budgets(), description="limits for the size of the site, in kilobytes as sent")


class Overview(Item):
    """`briefing.yaml`: the briefing as a whole."""

    title: Line = Field(description="the title of the briefing", examples=["The Elm Valley in figures"])
    subtitle: Line = Field(description="a line that says what it is", examples=["An outlook, figure by figure"])
    headline: OptionalLine = Field(
        default="", description="the finding of the whole, in one sentence", examples=["Robots lead the recovery"]
    )
    points: tuple[Line, ...] = Field(
        default=(),
        max_length=6,
        description="the main points, each a sentence with its figure",
        examples=[["Output of robots rose by [[robot-output-growth]]."]],
    )
    before_you_quote: OptionalLine = Field(
        default="", description="the most important caution for readers, in one or two sentences"
    )
    thesis: tuple[Passage, ...] = Field(min_length=1, description="the argument in a few sentences")
    language: str = Field(
        pattern=rf"^{LANGUAGE}$",
        description="BCP 47 tag of the briefing's own text, such as en, zh-Hans or es-419",
        examples=["en", "zh-Hans"],
    )
    as_of: datetime.date = Field(description="the date of this edition", examples=["2021-03-31"])
    edition: Line = Field(description="the name of this edition", examples=["First edition"])
    looks_back_on: int | None = Field(
        default=None,
        ge=1900,
        le=2200,
        description="the year that the source looks back on, if it is one",
        examples=[2020],
    )
    looks_ahead_to: int | None = Field(
        default=None,
        ge=1900,
        le=2200,
        description="the year that the source looks ahead to, if it is one",
        examples=[2021],
    )
    publisher: Text = Field(description="who publishes the briefing", examples=["The Elm Valley Library"])
    licence: Text = Field(description="the licence of the briefing's own text", examples=["CC BY 4.0"])
    licence_url: str = Field(
        default="",
        pattern=r"^(https://\S+)?$",
        description="the address of the licence, such as https://creativecommons.org/licenses/by/4.0/",
        examples=["https://creativecommons.org/licenses/by/4.0/"],
    )
    key_figures: tuple[FigureId, ...] = Field(
        default=(), description="the overview begins with the first chart that shows one of these figures"
    )
    forecasts: tuple[Forecast, ...] = Field(default=(), description="what the source expects overall")
    charts: tuple[ChartSpec, ...] = Field(default=(), description="charts of the briefing as a whole")
    entities: tuple[Id, ...] = Field(
        default=(), description="entities that the whole briefing is about", examples=[["ferry-board"]]
    )
    idioms: Idioms = ()
    defaults: Defaults = Field(default=Defaults(), description="default values for all parts")
    kinds: Kinds = Field(default=Kinds(), description="kinds besides the built-in ones, each with its meaning")
    hedges: dict[Text, Hedge] = Field(
        default={},
        description="words of the source that hedge figures, each with its meaning",
        examples=[{"according to incomplete statistics": {"means": "about", "gloss": "counted in part"}}],
    )
    words: dict[str, str] = Field(
        default={},
        description="words of the interface to replace; keys are those of words.en.yaml, joined by dots",
        examples=[{"page.countermeasures": "Recommendations"}],
    )
    suppressed: tuple[Suppression, ...] = Field(default=(), description="warnings to accept, each with the reason")
    method: tuple[Line, ...] = Field(
        default=(),
        description="how the figures were recorded, as a list",
        examples=[["Periods that only a neighbour states are implied."]],
    )
    changes: tuple[Change, ...] = Field(default=(), description="changes since this edition was published")
    note: OptionalLine = ""
    site: Publication = Field(default=Publication(), description="the address of the site, and limits for its size")


class GapKind(StrEnum):
    """The kinds of gaps in an argument."""

    UNANSWERED = "unanswered"  # an issue that no countermeasure answers
    WEAK = "weak"  # a trend that only readings connect, or nothing does
    IDLE = "idle"  # a measure that answers nothing
    MEASURES_READ = "measures_read"  # a measure that only readings connect
    NO_FIGURE = "no_figure"  # a section in which no figure stands
    UNSOURCED = "unsourced"  # a figure that the source attributes to nobody


@dataclass(frozen=True)
class Briefing:
    """The checked briefing: every figure has its paragraph, every reference its item."""

    overview: Overview
    source: Source
    trends: tuple[Trend, ...]
    issues: tuple[Issue, ...]
    countermeasures: tuple[CountermeasureGroup, ...]
    entities: tuple[tuple[EntityType, tuple[Entity, ...]], ...]
    relations: tuple[Relation, ...]
    notes: tuple[Note, ...]
    units: Units = field(default_factory=lambda: Units(()))  # known and declared
    audit: AuditRecord | None = None  # the last, if it was of exactly this content and its source
    audit_state: AuditState = AuditState.MISSING
    audit_message: str = ""  # what is wrong with the audit, in words

    @property
    def parts(self) -> tuple[Part, ...]:
        """Trends, issues and groups, in the order of the argument."""
        return (*self.trends, *self.issues, *self.countermeasures)

    @cached_property
    def figures(self) -> dict[str, tuple[Part, AnyFigure]]:
        """Each figure, point and derived figure with the part that holds it, by id, in the order of the argument."""
        found: dict[str, tuple[Part, AnyFigure]] = {}
        for part in self.parts:
            found |= {figure.id: (part, figure) for figure in part.points}
            found |= {figure.id: (part, figure) for figure in part.derived}
        return found

    @cached_property
    def series(self) -> dict[str, tuple[Part, Series]]:
        """Each series with the part that holds it, by id."""
        return {series.id: (part, series) for part in self.parts for series in part.series}

    @cached_property
    def values(self) -> dict[str, float]:
        """The number of each figure by id; derived ones computed from their inputs, of a range its middle."""
        return values_by_id((figure for _, figure in self.figures.values()), self.units)

    @property
    def events(self) -> Iterator[tuple[Part, Event]]:
        """Each event with the part that holds it, in the order of the argument."""
        return ((part, event) for part in self.parts for event in part.events)

    @property
    def forecasts(self) -> Iterator[tuple[Part | None, Forecast]]:
        """Each forecast with the part that holds it; None for the briefing as a whole, which comes first."""
        yield from ((None, forecast) for forecast in self.overview.forecasts)
        yield from ((part, forecast) for part in self.parts for forecast in part.forecasts)

    @property
    def measures(self) -> Iterator[tuple[CountermeasureGroup, int, Measure]]:
        """Each measure with its group and ordinal, from 1."""
        for group in self.countermeasures:
            for ordinal, measure in enumerate(group.measures, 1):
                yield group, ordinal, measure

    @cached_property
    def charts(self) -> tuple[tuple[Part | None, ChartSpec], ...]:
        """Each chart, its form chosen, with the part that holds it; None for those of the briefing as a whole."""
        quoted = {name: each for name, (_, each) in self.figures.items() if isinstance(each, Figure)}
        series = {name: each for name, (_, each) in self.series.items()}
        held = [(part, spec) for part in self.parts for spec in (part.plain_chart, *part.charts) if spec]
        return tuple(
            (part, with_form(spec, quoted, series, self.units))
            for part, spec in (*held, *((None, c) for c in self.overview.charts))
        )

    @property
    def gaps(self) -> dict[GapKind, tuple[str, ...]]:
        """The gaps in the argument: by kind, the ids of sections, parts, measures or figures, in its order."""
        met = {relation.target for relation in self.relations}
        stated = [relation for relation in self.relations if relation.strength is not Strength.READING]
        sources, stated_sources = {each.source for each in self.relations}, {each.source for each in stated}
        stated_targets = {each.target for each in stated}
        measures = [(group.id, group.measure_id(ordinal)) for group, ordinal, _ in self.measures]
        quoted = [each for _, each in self.figures.values() if isinstance(each, Figure)]
        told = {section_of(each.locator) for each in quoted}
        found = {
            GapKind.UNANSWERED: (issue.id for issue in self.issues if issue.id not in sources),
            GapKind.WEAK: (trend.id for trend in self.trends if trend.id not in stated_sources),
            GapKind.IDLE: (name for group, name in measures if name not in met and group not in met),
            GapKind.MEASURES_READ: (name for _, name in measures if name in met and name not in stated_targets),
            GapKind.NO_FIGURE: (section for section in self.source.lengths if section not in told),
            GapKind.UNSOURCED: (each.id for each in quoted if each.attributed_to is None),
        }
        return {kind: tuple(names) for kind, names in found.items()}
