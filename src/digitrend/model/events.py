"""What happened, and what the source expects to happen."""

from __future__ import annotations

import math

from pydantic import ConfigDict, Field, model_validator

from digitrend.model.base import (
    Basis,
    FigureId,
    Id,
    Item,
    Kind,
    Line,
    OptionalLine,
    PeriodText,
    Printed,
    Text,
    Word,
    hidden,
)
from digitrend.model.quantities import Period, check_period
from digitrend.model.source import Locator, Place


class EventKind(Word):
    """The kind of act; `kinds` in briefing.yaml can add others."""

    POLICY = "policy", "a rule or plan comes into force or is issued"
    INITIATIVE = "initiative", "a campaign or programme is begun"
    PUBLICATION = "publication", "a report, list or standard comes out"
    CONSULTATION = "consultation", "comments on a draft are asked for"
    OPENING = "opening", "a place or service opens"
    PROPOSAL = "proposal", "something is proposed but not decided"
    DEPLOYMENT = "deployment", "a system is put to use"
    SUMMIT = "summit", "heads of state or of organisations meet"
    FORUM = "forum", "a conference is held"
    AGREEMENT = "agreement", "parties sign or conclude something"
    LAUNCH = "launch", "a product or a service comes to market"
    PRICE_CHANGE = "price change", "a price rises or falls"
    RECORD = "record", "something is higher or lower than ever before"
    DECISION = "decision", "a body decides, rules or votes"
    OUTBREAK = "outbreak", "a disease, a war or an unrest begins"
    DISASTER = "disaster", "a flood, an earthquake, an accident"
    BANKRUPTCY = "bankruptcy", "a company fails"
    MERGER = "merger", "companies join, or one buys another"
    CLOSURE = "closure", "a place or service closes"


class Event(Item):
    """A policy or action, with the date and precision of the source."""

    model_config = ConfigDict(json_schema_extra=hidden(filled=("locator",)))

    id: Id = Field(examples=["quay-opened"])
    label: Line = Field(description="a few words for the timeline", examples=["Quay opened"])
    what: Line = Field(
        description="what was done, in one sentence", examples=["The [[ferry-board|board]] opens a second quay."]
    )
    date: PeriodText = Field(
        default="",
        description="2020, 2020-Q2, 2020-04 or 2020-04-09, or an interval; as precise as the source, and left out "
        "when it gives none",
        examples=["2020", "2020-04", "2020-04-09", "2020-04/2020-06"],
    )
    basis: Basis = Field(default=Basis.STATED, description="whether the date is stated, implied or missing")
    kind: Kind = Field(
        description="the kind of act; declare others under `kinds`",
        examples=[each.value for each in EventKind],
    )
    actors: tuple[Id, ...] = Field(
        default=(), description="entities that acted, as the source names them", examples=[["ferry-board"]]
    )
    place: Id | None = Field(
        default=None, description="the region where it happened, if the source says", examples=["elm-valley"]
    )
    printed: Printed = Field(examples=["opened a second quay"])
    locator: Locator
    figures: tuple[FigureId, ...] = Field(default=(), description="figures of the event")
    entities: tuple[Id, ...] = Field(
        default=(), description="other entities that it is about", examples=[["battery-ferries"]]
    )
    note: OptionalLine = ""

    @model_validator(mode="after")
    def _complete(self) -> Event:
        if (self.basis is Basis.MISSING) != (not self.date):
            raise ValueError("'date' and 'basis' contradict each other|give a date, or 'basis: missing'", "basis")
        check_period(self.date, "date")
        return self

    @property
    def time(self) -> Period | None:
        """The date as a value; None where the source gives none."""
        return Period.parse(self.date) if self.date else None

    @property
    def in_time(self) -> tuple[float, float]:
        """What orders events: by the end of the time, so that a year comes after its months; no date comes last."""
        return (self.time.end.toordinal(), -self.time.start.toordinal()) if self.time else (math.inf, 0)

    @property
    def precision(self) -> str:
        """How fine the date is: "year", "half", "quarter", "month", "day", or "none"."""
        return self.time.precision.value if self.time else "none"


class Verdict(Word):
    """How a forecast turned out."""

    BORNE_OUT = "borne out", "it came as expected"
    PARTLY = "partly borne out", "some of it came, or later, or less"
    NOT_BORNE_OUT = "not borne out", "it did not come"
    UNDECIDED = "undecided", "it cannot be decided from what is known"


class OutcomeSource(Item):
    """The source of an outcome; never the article itself."""

    title: Text = Field(description="its title exactly as printed", examples=["Ferries of the Elm Valley in 2025"])
    publisher: Text = Field(description="who published it", examples=["The Elm Valley Library"])
    date: str = Field(
        pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?$",
        description="when it came out: YYYY, YYYY-MM or YYYY-MM-DD",
        examples=["2026-02-01"],
    )
    address: str = Field(
        pattern=r"^https?://\S+$", description="where it can be read", examples=["https://example.org/ferries-2025"]
    )


class Outcome(Item):
    """What came of a forecast, as a later source tells it; added by an edition, and no word of the article's."""

    verdict: Verdict = Field(description="what became of what was expected")
    text: Text = Field(
        description="what happened, in plain words and with the figures of its own source",
        examples=["Half of the ferries ran on batteries by the end of the year."],
    )
    source: OutcomeSource | None = Field(default=None, description="the work that says so; nothing is scored without")


class Forecast(Item):
    """What the source expects of a time, classed by that time and not by the tense of its verb."""

    model_config = ConfigDict(json_schema_extra=hidden(filled=("period", "locator")))

    id: Id = Field(examples=["forecast-batteries"])
    gist: Line = Field(description="what is expected, in our words", examples=["Ferries run on batteries"])
    period: PeriodText = Field(
        default="",
        description="the time that the sentence is about: 2021, 2020-H2, 2021-01/2021-06, end of 2030; left out "
        "where nothing tells",
    )
    period_basis: Basis = Field(
        default=Basis.STATED, description="implied where only the place in the text tells, missing where nothing does"
    )
    by: Id | None = Field(
        default=None, description="who expects it, where it is not the author: an entity", examples=["port-board"]
    )
    condition: OptionalLine = Field(
        default="", description="on what the source makes it depend", examples=["The quays are dredged"]
    )
    figures: tuple[FigureId, ...] = Field(
        default=(), description="the numbers that are expected, by id; their status is projected, planned or target"
    )
    printed: str = Field(
        default="",
        max_length=120,
        description="a few words of it, exactly as the source has them",
        examples=["robots will"],
    )
    locator: Place
    complete: bool = Field(default=True, description="false where the source is cut off or garbled")
    outcome: Outcome | None = Field(default=None, description="what came of it; leave it out while that is open")
    note: OptionalLine = ""

    @model_validator(mode="after")
    def _complete(self) -> Forecast:
        if (self.period_basis is Basis.MISSING) != (not self.period):
            hint = "give the period that the sentence is about, or 'period_basis: missing'"
            raise ValueError(f"'period' and 'period_basis' contradict each other|{hint}", "period_basis")
        check_period(self.period, "period")
        return self

    @property
    def time(self) -> Period | None:
        """The period as a value; None where the source gives none."""
        return Period.parse(self.period) if self.period else None
