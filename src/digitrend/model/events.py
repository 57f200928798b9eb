"""What happened, and what the source expects to happen."""

from __future__ import annotations

from pydantic import Field, model_validator

from digitrend.model.item import Basis, Id, Item, Line, OptionalLine, Printed, Text, Word
from digitrend.model.source import Locator, Place


class EventKind(Word):
    """What sort of act it was."""

    POLICY = "policy", "a rule or plan comes into force or is issued"
    INITIATIVE = "initiative", "a campaign or programme is begun"
    PUBLICATION = "publication", "a report, list or standard comes out"
    CONSULTATION = "consultation", "comments on a draft are asked for"
    OPENING = "opening", "a place or service opens"
    PROPOSAL = "proposal", "something is proposed, and not yet decided"
    DEPLOYMENT = "deployment", "a system is put to use"
    SUMMIT = "summit", "heads of state or of organisations meet"
    FORUM = "forum", "a conference is held"
    AGREEMENT = "agreement", "parties sign or conclude something"


class Event(Item):
    """A policy or action, dated as finely as the source dates it and no finer."""

    id: Id
    label: Line = Field(description="a few words for the timeline", examples=["Quay opened"])
    what: Line = Field(
        description="what was done, in one sentence", examples=["The [[ferry-board|board]] opens a second quay."]
    )
    date: str = Field(
        default="",
        pattern=r"^([0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?)?$",
        description="YYYY, YYYY-MM or YYYY-MM-DD; leave it out when the source gives none",
        examples=["2020", "2020-04", "2020-04-09"],
    )
    basis: Basis = Field(description="whether the date is stated, implied or missing")
    kind: EventKind = Field(description="what sort of act it was")
    actors: tuple[Id, ...] = Field(default=(), description="entities that acted, as the source names them")
    place: Id | None = Field(default=None, description="the region where it happened, if the source says")
    printed: Printed
    locator: Locator
    figures: tuple[Id, ...] = Field(default=(), description="the figures that it carries")
    entities: tuple[Id, ...] = Field(default=(), description="what else it is about")
    note: OptionalLine = ""

    @model_validator(mode="after")
    def _complete(self) -> Event:
        if (self.basis is Basis.MISSING) != (not self.date):
            raise ValueError("'date' and 'basis' disagree|give a date, or 'basis: missing'", "basis")
        return self

    @property
    def precision(self) -> str:
        """How fine the date is: "year", "month", "day", or "none"."""
        return ("none", "year", "month", "day")[len(self.date.split("-")) if self.date else 0]


class Verdict(Word):
    """What became of an expectation."""

    BORNE_OUT = "borne out", "it came as expected"
    PARTLY = "partly borne out", "some of it came, or later, or less"
    NOT_BORNE_OUT = "not borne out", "it did not come"
    UNDECIDED = "undecided", "what is known decides it neither way"


class OutcomeSource(Item):
    """The work by which an edition scores a forecast; never the article itself."""

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
    """What the source expects of a year; classified by the year it speaks of, not by its tense."""

    id: Id
    year: int = Field(ge=1900, le=2200, description="the year of which the sentence speaks", examples=[2021])
    year_basis: Basis = Field(default=Basis.STATED, description="implied where only the place in the text tells")
    gist: Line = Field(description="what is expected, in our words", examples=["Ferries run on batteries"])
    conditions: OptionalLine = Field(default="", description="on what the source makes it depend")
    locator: Place
    numeric: bool = Field(default=False, description="whether it names a figure")
    complete: bool = Field(default=True, description="false where the source is cut off or garbled")
    outcome: Outcome | None = Field(default=None, description="what came of it; leave it out while that is open")
    note: OptionalLine = ""
