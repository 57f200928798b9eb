"""Figures: what the source states, and what is computed from it here."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from .item import Basis, Id, Item, Line, OptionalLine, Printed
from .source import Locator


class Unit(StrEnum):
    """What is counted or measured."""

    PERCENT = "percent"
    CNY = "CNY"  # ISO 4217
    PEOPLE = "people"
    BROADCASTS = "broadcasts"
    VIEWS = "views"
    PRODUCTS = "products"
    CATEGORIES = "categories"
    SCENARIOS = "scenarios"
    PROVINCES = "provinces"
    COUNT = "count"  # of what the measure says


class StatisticKind(StrEnum):
    """What sort of number it is; charts never mix them on one axis."""

    GROWTH_RATE = "growth_rate"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"


class Qualifier(StrEnum):
    """The words with which the source hedges a figure."""

    EXACT = "exact"  # none: the figure stands alone
    MORE_THAN = "more than"
    INCOMPLETE = "according to incomplete statistics"

    @property
    def is_lower_bound(self) -> bool:
        """Whether the figure is a lower bound and not a point."""
        return self is Qualifier.MORE_THAN


class Status(StrEnum):
    """What the figure reports."""

    OBSERVED = "observed"  # counted or measured, as the source tells it
    PLANNED = "planned"  # intended: never shown as done
    CLAIMED = "claimed"  # asserted without saying how it was measured


class Formula(StrEnum):
    """How a derived figure follows from its inputs, in the order in which they are given."""

    SHARE = "share"  # the first in per cent of the second
    DIFFERENCE = "difference"  # the first less the second
    SUM = "sum"  # of all


class Statistic(Item):
    """One figure of the source: the number, what it measures, and where it is stated."""

    id: Id
    label: Line = Field(description="what it measures, in a few words; stands beside the figure")
    value: float = Field(description="the full number: 49.9 trillion is 49900000000000; 18.2% is 18.2")
    unit: Unit = Field(description="what is counted or measured; percent for rates and shares, CNY for money")
    kind: StatisticKind = Field(description="what sort of number it is; charts never mix them on one axis")
    measure: Line = Field(description="the quantity: output, investment, number of viewers, …")
    subject: Line = Field(description="whose quantity it is: industrial robots, provinces, …")
    geography: Line = Field(description="where")
    period: str = Field(
        default="",
        pattern=r"^([0-9]{4}(-[0-9]{2}){0,2}/[0-9]{4}(-[0-9]{2}){0,2})?$",
        description="ISO 8601 interval, both ends included, such as 2020-01/2020-09; leave out when unknown",
        examples=["2020-01/2020-09"],
    )
    period_basis: Basis = Field(description="stated where the figure stands, implied by a neighbour, or missing")
    comparator: OptionalLine = Field(default="", description="what a rate is compared with")
    comparator_basis: Basis | None = Field(default=None, description="needed for growth rates")
    qualifier: Qualifier = Field(
        default=Qualifier.EXACT, description="the source's hedge; more than makes the figure a lower bound"
    )
    status: Status = Field(description="observed, planned (never shown as done), or claimed without a measurement")
    printed: Printed
    locator: Locator
    attributed_to: Id | None = Field(default=None, description="the entity that the source names as its origin")
    part_of: Id | None = Field(default=None, description="the statistic of which this is a part")
    doubts: tuple[Line, ...] = Field(default=(), description="what a careful reader should doubt")
    note: OptionalLine = Field(default="", description="the editor's note")

    @model_validator(mode="after")
    def _complete(self) -> Statistic:
        if (self.period_basis is Basis.MISSING) != (not self.period):
            message = "'period' and 'period_basis' disagree|give a period, or 'period_basis: missing'"
            raise ValueError(message, "period_basis")
        if self.kind is StatisticKind.GROWTH_RATE and self.comparator_basis is None:
            raise ValueError("a growth rate says nothing of its comparator|add 'comparator_basis'")
        if self.comparator_basis is not None and (self.comparator_basis is Basis.MISSING) != (not self.comparator):
            raise ValueError(
                "'comparator' and 'comparator_basis' disagree|give a comparator, or 'comparator_basis: missing'",
                "comparator_basis",
            )
        return self


class DerivedStatistic(Item):
    """A figure computed here from the source's; always labelled so."""

    id: Id
    label: Line
    formula: Formula = Field(
        description="share: the first in per cent of the second; difference: the first less the second; sum: of all"
    )
    inputs: tuple[Id, ...] = Field(min_length=2, description="the statistics it is computed from, in order")
    decimals: int = Field(default=0, ge=0, le=6, description="places kept after the point")
    measure: Line
    subject: Line
    doubts: tuple[Line, ...] = Field(default=(), description="what a careful reader should doubt")
    note: OptionalLine = ""
