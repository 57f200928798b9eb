"""The parts of the argument, how they connect, the entities that they name, and notes on the text."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, PrivateAttr

from digitrend.model.base import (
    Basis,
    FigureId,
    Id,
    Item,
    Keyed,
    Kind,
    Line,
    Markdown,
    OptionalLine,
    PeriodText,
    Printed,
    Reference,
    Word,
    hidden,
)
from digitrend.model.charts import ChartSpec
from digitrend.model.events import Event, Forecast
from digitrend.model.figures import DerivedFigure, Figure, Series, Status
from digitrend.model.quantities import QuantityKind
from digitrend.model.source import Locator, Place


class ForecastDefaults(Item):
    """Default values for forecasts."""

    period: PeriodText = ""
    period_basis: Basis | None = Field(default=None, description="how the source supports that period")
    by: Id | None = Field(default=None, description="who expects it, if not the author", examples=["port-board"])
    locator: Place | None = Field(default=None, description="where the source states it", examples=["trend-1/2"])


class EventDefaults(Item):
    """Default values for events."""

    date: PeriodText = ""
    basis: Basis | None = Field(default=None, description="how the source supports that date")
    locator: Locator | None = Field(default=None, description="where the source states it", examples=["trend-1/2"])


class Defaults(Item):
    """Default values for figures, events and forecasts; those of a part come before those of the briefing."""

    place: str = Field(default="", description="where", examples=["China"])
    period: PeriodText = ""
    period_basis: Basis | None = Field(default=None, description="how the source supports that period")
    compared_with: str = Field(
        default="", description="what rates and changes are compared with", examples=["2019-01/2019-09"]
    )
    compared_with_basis: Basis | None = Field(default=None, description="how the source supports that comparison")
    status: Status | None = Field(default=None, description="the status of figures", examples=["observed"])
    kind: QuantityKind | None = Field(default=None, description="the kind of figures")
    unit: str = Field(default="", description="the unit of figures whose printed words name none", examples=["percent"])
    indicator: str = Field(default="", description="what is measured", examples=["output"])
    subject: str = Field(default="", description="whose quantity it is", examples=["industrial robots"])
    attributed_to: Id | None = Field(
        default=None, description="whom the source names as the origin", examples=["port-board"]
    )
    locator: Locator | None = Field(default=None, description="the paragraph of figures, events and forecasts")
    events: EventDefaults = Field(default=EventDefaults(), description="default values for events")
    forecasts: ForecastDefaults = Field(default=ForecastDefaults(), description="default values for forecasts")


class Idiom(Item):
    """Words that look like a typed number but are no quantity."""

    text: str = Field(min_length=1, description="the words, as they are in this file", examples=["second to none"])
    reason: str = Field(min_length=1, description="why they carry no quantity", examples=["a figure of speech"])


Idioms = Annotated[
    tuple[Idiom, ...], Field(description="words of this file that look like a typed number and are none")
]


class Passage(Item):
    """One paragraph of the briefing, and the paragraph or heading of the source that it retells."""

    text: Markdown
    locator: Place


class Part(Item):
    """The common fields of trends, issues and groups; number and slug come from the file name."""

    kind: ClassVar[Literal["trend", "issue", "countermeasure"]]

    title: Line = Field(description="the title, in your own words", examples=["Enterprises go digital"])
    short: Line = Field(description="two or three words for menus and charts", examples=["Digital enterprises"])
    slogan: str = Field(
        default="",
        max_length=120,
        description="a catchword of the heading, as printed",
        examples=["two-wheel drive"],
    )
    finding: Line = Field(description="the point, in one sentence", examples=["Robots lead the recovery."])
    summary: Line = Field(
        description="the point in two or three sentences, for the overview and for search",
        examples=["Output of robots rose by [[robot-output-growth]]."],
    )
    lead: FigureId | None = Field(
        default=None, description="the figure to show first; left out if the part has no figure"
    )
    defaults: Defaults = Field(default=Defaults(), description="default values for its figures, events and forecasts")
    figures: Annotated[tuple[Figure, ...], Keyed()] = Field(
        default=(),
        description="the figures of the section, by id",
        examples=[
            {"robot-output-growth": {"label": "Growth in output of robots", "kind": "growth rate", "printed": "18.2%"}}
        ],
        json_schema_extra={"default": {}},
    )
    series: Annotated[tuple[Series, ...], Keyed()] = Field(
        default=(), description="quantities at several times, by id", json_schema_extra={"default": {}}
    )
    derived: Annotated[tuple[DerivedFigure, ...], Keyed()] = Field(
        default=(), description="figures computed from those of the source, by id", json_schema_extra={"default": {}}
    )
    events: tuple[Event, ...] = Field(default=(), description="dated policies and actions")
    forecasts: tuple[Forecast, ...] = Field(default=(), description="the forecasts of the section")
    chart: tuple[FigureId, ...] = Field(
        default=(), description="a chart of these figures or series, with default form and texts"
    )
    charts: tuple[ChartSpec, ...] = Field(default=(), description="charts of its figures")
    entities: tuple[Id, ...] = Field(
        default=(), description="relevant entities that the text does not name", examples=[["ferry-board"]]
    )
    remarks: tuple[Line, ...] = Field(
        default=(), description="remarks of the editor on the whole part", examples=[["The article gives no date."]]
    )
    idioms: Idioms = ()
    aliases: tuple[Id, ...] = Field(
        default=(),
        description="former names of the file, without number; their addresses redirect here",
        examples=[["battery-boats"]],
    )

    _number: int = PrivateAttr(default=0)
    _slug: str = PrivateAttr(default="")

    def placed(self, number: int, slug: str) -> None:
        """Take the number (from 1) and the slug that the file's name gives; done once, when read."""
        self._number, self._slug = number, slug

    @property
    def number(self) -> int:
        """Its place among its kind, from 1."""
        return self._number

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self._slug

    @property
    def plain_chart(self) -> ChartSpec | None:
        """The chart that `chart` asks for, if any."""
        return ChartSpec(id=f"{self.id}-chart", figures=self.chart) if self.chart else None

    @property
    def points(self) -> tuple[Figure, ...]:
        """Every figure that the section states: those alone, then the points of the series."""
        return (*self.figures, *(point for series in self.series for point in series.points))

    @property
    def id(self) -> str:
        """Its id, which is also its section in the source: "trend-3"."""
        return f"{self.kind}-{self._number}"


class Trend(Part):
    """A trend: what happened, and what the source expects."""

    kind = "trend"

    situation: tuple[Passage, ...] = Field(default=(), description="what the source says has happened")
    outlook: tuple[Passage, ...] = Field(default=(), description="what the source expects")
    expects: OptionalLine = Field(
        default="",
        description="what the source expects, in at most ten words, for lists; left out, its first forecast",
        examples=["More ferries on batteries"],
    )


class Issue(Part):
    """An issue that the source wants watched."""

    kind = "issue"

    cause: tuple[Passage, ...] = Field(default=(), description="its cause")
    effect: tuple[Passage, ...] = Field(default=(), description="its effect")
    affected: tuple[Passage, ...] = Field(default=(), description="who is affected, according to the source")


class Measure(Item):
    """One recommendation: an action, its object, who is to act, by what means and to what end."""

    action: Line = Field(description="the recommendation in one clause, verb first", examples=["Dredge the landings"])
    object: Line = Field(description="what is acted upon", examples=["landings"])
    actor: OptionalLine = Field(
        default="", description="who is to act; leave it out when the source names nobody", examples=["the ferry board"]
    )
    instruments: tuple[Line, ...] = Field(default=(), description="the means", examples=[["subsidies"]])
    aim: OptionalLine = Field(default="", description="the aim, if the source gives one", examples=["safe landings"])
    text: Markdown = Field(
        description="the recommendation in full", examples=["The [[ferry-board|board]] should dredge the landings."]
    )
    printed: str = Field(
        default="",
        max_length=120,
        description="a few of its words, exactly as in the source",
        examples=["robots will"],
    )
    locator: Place
    entities: tuple[Id, ...] = Field(
        default=(), description="entities that matter beside those in the text", examples=[["ferry-board"]]
    )


class CountermeasureGroup(Part):
    """A group of countermeasures under one heading."""

    kind = "countermeasure"

    measures: tuple[Measure, ...] = Field(min_length=1, description="in the order of the source")

    def measure_id(self, ordinal: int) -> str:
        """Return the id of a measure by its ordinal, from 1: "countermeasure-2.1"."""
        return f"{self.id}.{ordinal}"


class EntityType(StrEnum):
    """The sort of thing an entity is; each has its file in the content folder."""

    ORGANISATION = "organisation"
    FORUM = "forum"
    PERSON = "person"
    REGION = "region"
    POLICY = "policy"
    PROGRAMME = "programme"
    SYSTEM = "system"
    TECHNOLOGY = "technology"
    CONCEPT = "concept"


class Entity(Item):
    """A named thing; where it is mentioned is computed, not written."""

    model_config = ConfigDict(json_schema_extra=hidden(filled=("name",)))

    id: Id = Field(examples=["ferry-board"])
    name: str = Field(
        min_length=1,
        description="the name in good English; left out, it is the id in words",
        examples=["Elm Valley Ferry Board"],
    )
    acronym: str = Field(default="", description="the short form, if there is one in use", examples=["EVFB"])
    aliases: tuple[str, ...] = Field(
        default=(), description="other names, exactly as printed in the source", examples=[["the Board"]]
    )
    also: tuple[str, ...] = Field(
        default=(),
        description="what readers may type into the search for it, in any language; no page shows it",
        examples=[["boat office", "渡轮"]],
    )
    broader: Id | None = Field(default=None, description="the entity that this one belongs to", examples=["port-board"])
    gloss: Line = Field(
        description="what it is, in our own words; terms with one make the glossary",
        examples=["The authority that runs the ferries of the valley"],
    )


class EntityFile(Item):
    """The entities of one type."""

    entities: tuple[Entity, ...] = Field(min_length=1, description="by type: one file holds those of one type")
    idioms: Idioms = ()


class RelationKind(Word):
    """The kind of a relation; `kinds` in briefing.yaml can add others."""

    LEADS_TO = "leads to", "a trend could bring about an issue, or one trend another"
    ADDRESSED_BY = "addressed by", "a trend is taken up by a group of countermeasures or a measure"
    ANSWERED_BY = "answered by", "an issue is answered by a group of countermeasures or a measure"
    SUPPORTS = "supports", "one is a reason or condition for the other"
    CONTRADICTS = "contradicts", "both cannot be true"


class Strength(Word):
    """How a relation is known."""

    MADE = "made", "the article makes the link itself; needs the words that make it"
    SAME_WORDS = "same words", "both places name the same thing; needs the words of each"
    READING = "reading", "the editor infers it; labelled as a reading"


class Evidence(Item):
    """Words of the source, and their place."""

    locator: Locator
    printed: Printed


class Relation(Item):
    """A link between any two parts or measures, with its reason."""

    source: Reference = Field(
        alias="from", description="the part or measure that it starts from, such as issue-1", examples=["issue-1"]
    )
    target: Reference = Field(
        alias="to", description="the part or measure it leads to: countermeasure-2.1", examples=["countermeasure-2.1"]
    )
    kind: Kind = Field(
        description="the kind of relation; declare others under `kinds`",
        examples=[each.value for each in RelationKind],
    )
    strength: Strength = Field(description="made by the article, the same words in both places, or our reading")
    reason: Line = Field(description="why, in a few words", examples=["The dredging that it asks for removes the silt"])
    evidence: Annotated[tuple[Evidence, ...], Keyed("locator", "printed")] = Field(
        default=(),
        max_length=2,
        description="the words that make the link, or those on each side",
        examples=[{"trend-1/1": "silt", "countermeasure-1/1": "dredge"}],
    )


class NoteKind(Word):
    """The kind of a note; `kinds` in briefing.yaml can add others."""

    MISTRANSLATION = "mistranslation", "a word translated by the look of it"
    LOST_TEXT = "lost text", "words or lines that are gone"
    BROKEN_SENTENCE = "broken sentence", "cut in two, or run into another"
    TENSE = "tense", "the past told as the future, or the reverse"
    TERMINOLOGY = "terminology", "one thing under several words, or a term used wrongly"
    AMBIGUITY = "ambiguity", "more than one reading is possible"
    ALIAS = "alias", "two names for one thing"
    MISSING_SOURCE = "missing source", "a figure or statement without its origin"
    NOISE = "noise", "furniture of the page that is no part of the text"
    CONTRADICTION = "contradiction", "two places that cannot both be so"
    MISPRINT = "misprint", "a slip of the pen or of the press"
    WRONG_SUM = "wrong sum", "numbers that do not add up"


class NoteSeverity(Word):
    """How much a note weighs, and so how loudly it is shown."""

    MATERIAL = "material", "careful readers could act differently on a figure or claim; shown with its caution"
    MINOR = "minor", "the sense does not depend on it; folded with a count"
    WHOLE = "whole", "about the article as a whole; shown once"


class Note(Item):
    """A note on the text: a place where it is wrong, broken, cut off or ambiguous, and what we make of it."""

    id: Id = Field(examples=["no-year"])
    locator: Place | None = Field(default=None, description="leave it out for the document as a whole")
    kind: Kind = Field(
        description="what is odd about the place; others than these are declared under `kinds`",
        examples=[each.value for each in NoteKind],
    )
    severity: NoteSeverity = Field(
        default=NoteSeverity.MINOR, description="how much it weighs: material, minor, or whole for the article as such"
    )
    caution: OptionalLine = Field(
        default="",
        max_length=120,
        description="one sentence to stand at the figure or claim; a material note needs it, others have none",
        examples=["Printed as viewers; read here as views."],
    )
    printed: Printed = Field(examples=["walking trees"])
    reading: Line = Field(description="how we read it", examples=["A street market"])
    action: OptionalLine = Field(
        default="", description="what we do about it", examples=["Quoted as printed, with this note"]
    )
    touches: tuple[Reference, ...] = Field(
        default=(),
        description="figures, events, entities or parts it bears on",
        examples=[["robot-output-growth", "trend-2"]],
    )


class RelationFile(Item):
    """All relations."""

    relations: tuple[Relation, ...] = Field(default=(), description="each link between two parts, once")
    idioms: Idioms = ()


class NoteFile(Item):
    """All notes on the text, in the order of the source."""

    notes: tuple[Note, ...] = Field(default=(), description="each place, in the order of the source")
    idioms: Idioms = ()
