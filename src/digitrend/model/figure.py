"""Figures: what the source states, and what is computed from it here."""

from __future__ import annotations

from pydantic import Field, model_validator

from digitrend.model.item import Aliases, Basis, Id, Item, Line, OptionalLine, Printed, Word
from digitrend.model.source import Locator


class Unit(Word):
    """What is counted or measured."""

    PERCENT = "percent", "for growth rates and shares; the value is as printed, 18.2 for 18.2%"
    CNY = "CNY", "Chinese yuan (ISO 4217), in full: 49.9 trillion is 49900000000000"
    EUR = "EUR", "euros (ISO 4217), in full"
    GBP = "GBP", "pounds sterling (ISO 4217), in full"
    JPY = "JPY", "Japanese yen (ISO 4217), in full"
    USD = "USD", "US dollars (ISO 4217), in full"
    PEOPLE = "people", "persons, users, viewers"
    BROADCASTS = "broadcasts", "live broadcasts"
    VIEWS = "views", "visits to a broadcast or a page, not persons"
    PRODUCTS = "products", "kinds of goods"
    CATEGORIES = "categories", "groups of goods or services"
    SCENARIOS = "scenarios", "settings in which a technology is used"
    PROVINCES = "provinces", "regions of the first level"
    COUNT = "count", "of what the measure says"

    @property
    def is_currency(self) -> bool:
        """Whether it is one of ISO 4217's codes, which are three capitals."""
        return len(self.value) == 3 and self.value.isupper()


class FigureKind(Word):
    """What sort of number it is; charts never mix them on one axis."""

    GROWTH_RATE = "growth_rate", "a change in per cent against an earlier period; needs compared_with_basis"
    COUNT = "count", "how many there are of something"
    MONEY = "money", "an amount in a currency"
    SHARE = "share", "a part of a whole in per cent, from 0 to 100"


class Qualifier(Word):
    """The words with which the source hedges a figure."""

    EXACT = "exact", "no hedge: the figure stands alone"
    MORE_THAN = "more than", "a lower bound, and shown as one wherever the figure goes"
    INCOMPLETE = "according to incomplete statistics", "counted in part, as the source says"

    @property
    def is_lower_bound(self) -> bool:
        """Whether the figure is a lower bound and not a point."""
        return self is Qualifier.MORE_THAN


class Status(Word):
    """What the figure reports."""

    OBSERVED = "observed", "counted or measured, as the source tells it"
    PLANNED = "planned", "intended: never shown as done"
    CLAIMED = "claimed", "asserted without saying how it was measured"


class Formula(Word):
    """How a derived figure follows from its inputs, in the order in which they are given."""

    SHARE = "share", "the first in per cent of the second"
    DIFFERENCE = "difference", "the first less the second"
    SUM = "sum", "all of them together"


class Figure(Item):
    """One figure of the source: the number, what it measures, and where it is stated."""

    id: Id
    label: Line = Field(
        description="what it measures, in a few words; stands beside the figure",
        examples=["Growth in output of industrial robots"],
    )
    sentence: OptionalLine = Field(
        default="",
        description="the figure in one sentence that refers to it by its id; without one, label, figure and period",
        examples=["Output of robots grew by [[robot-output-growth]] on a year earlier."],
    )
    value: float = Field(
        description="the full number: 49.9 trillion is 49900000000000; 18.2% is 18.2", examples=[18.2, 40000]
    )
    unit: Unit = Field(description="what is counted or measured; percent for rates and shares, a currency for money")
    kind: FigureKind = Field(description="what sort of number it is; charts never mix them on one axis")
    measure: Line = Field(description="the quantity: output, investment, number of viewers, …", examples=["output"])
    subject: Line = Field(
        description="whose quantity it is: industrial robots, provinces, …", examples=["industrial robots"]
    )
    place: Line = Field(description="where", examples=["China"])
    period: str = Field(
        default="",
        pattern=r"^([0-9]{4}(-[0-9]{2}){0,2}/[0-9]{4}(-[0-9]{2}){0,2})?$",
        description="ISO 8601 interval, both ends included, such as 2020-01/2020-09; leave out when unknown",
        examples=["2020-01/2020-09"],
    )
    period_basis: Basis = Field(description="stated where the figure stands, implied by a neighbour, or missing")
    compared_with: OptionalLine = Field(
        default="", description="what a rate is compared with", examples=["January to September 2019"]
    )
    compared_with_basis: Basis | None = Field(default=None, description="needed for growth rates")
    qualifier: Qualifier = Field(
        default=Qualifier.EXACT, description="the source's hedge; more than makes the figure a lower bound"
    )
    status: Status = Field(description="observed, planned (never shown as done), or claimed without a measurement")
    printed: Printed
    locator: Locator
    attributed_to: Id | None = Field(default=None, description="the entity that the source names as its origin")
    part_of: Id | None = Field(default=None, description="the figure of which this is a part")
    doubts: tuple[Line, ...] = Field(default=(), description="what a careful reader should doubt")
    note: OptionalLine = Field(default="", description="the editor's note")
    aliases: Aliases = ()

    @model_validator(mode="after")
    def _complete(self) -> Figure:
        if (self.period_basis is Basis.MISSING) != (not self.period):
            message = "'period' and 'period_basis' disagree|give a period, or 'period_basis: missing'"
            raise ValueError(message, "period_basis")
        if self.kind is FigureKind.GROWTH_RATE and self.compared_with_basis is None:
            raise ValueError("a growth rate says nothing of its comparison|add 'compared_with_basis'")
        basis = self.compared_with_basis
        if basis is not None and (basis is Basis.MISSING) != (not self.compared_with):
            raise ValueError(
                "'compared_with' and 'compared_with_basis' disagree"
                "|say with what it is compared, or 'compared_with_basis: missing'",
                "compared_with_basis",
            )
        return self


class DerivedFigure(Item):
    """A figure computed here from the source's; always labelled so."""

    id: Id
    label: Line = Field(description="what it measures, in a few words", examples=["Share of battery ferries"])
    sentence: OptionalLine = Field(
        default="",
        description="the figure in one sentence that refers to it by its id; without one, label, figure and period",
        examples=["Output of robots grew by [[robot-output-growth]] on a year earlier."],
    )
    formula: Formula = Field(
        description="share: the first in per cent of the second; difference: the first less the second; sum: of all"
    )
    inputs: tuple[Id, ...] = Field(min_length=2, description="the figures it is computed from, in order")
    decimals: int = Field(default=0, ge=0, le=6, description="places kept after the point", examples=[1])
    value: float | None = Field(
        default=None, description="the editor's own result, held against the computed one", examples=[40]
    )
    measure: Line = Field(description="the quantity", examples=["share"])
    subject: Line = Field(description="whose quantity it is", examples=["battery ferries"])
    doubts: tuple[Line, ...] = Field(default=(), description="what a careful reader should doubt")
    note: OptionalLine = ""
    aliases: Aliases = ()
