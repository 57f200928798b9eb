"""Figures: what the source states, series of it over time, and what is computed from it here.

A file writes less than a figure holds: `check` takes what a part gives as `defaults`, and reads value, unit and
qualifier from the printed words. The types here are the figures once filled in; the arithmetic of what is computed, its
hedges and units stand below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from digitrend.model.base import (
    Aliases,
    Basis,
    FigureId,
    Id,
    Item,
    Keyed,
    Line,
    OptionalLine,
    PeriodText,
    Printed,
    Word,
    hidden,
    or_text,
)
from digitrend.model.quantities import Bound, Direction, Period, Qualifier, Quantity, QuantityKind, check_period
from digitrend.model.source import Locator
from digitrend.model.units import Units

FILLED = ("label", "kind", "printed", "unit", "locator")  # by the part, the series, or what is printed
SET = ("hedge", "series", "point", "decimals", "scale", "fraction")  # when read, never by a file
NEEDS_COMPARISON = frozenset({QuantityKind.GROWTH_RATE, QuantityKind.CHANGE})


class Status(Word):
    """What a figure reports."""

    OBSERVED = "observed", "counted or measured, according to the source"
    ESTIMATED = "estimated", "an estimate of the past"
    PROJECTED = "projected", "expected for the future"
    PLANNED = "planned", "intended; never shown as an outcome"
    TARGET = "target", "aimed at; never shown as an outcome"
    CLAIMED = "claimed", "asserted without saying how it was measured"

    @property
    def is_ahead(self) -> bool:
        """Whether it speaks of what had not come about when the source was written."""
        return self in (Status.PROJECTED, Status.PLANNED, Status.TARGET)


class Scenario(Word):
    """Which of several projections a figure is."""

    LOW = "low", "the lower case"
    CENTRAL = "central", "the main case"
    HIGH = "high", "the upper case"


class Formula(Word):
    """How a derived figure is computed from its inputs, in their order."""

    SHARE = "share", "the first in per cent of the second"
    DIFFERENCE = "difference", "the first less the second"
    SUM = "sum", "all of them together"
    GROWTH = "growth", "from the first to the second, in per cent of the first"
    RATIO = "ratio", "the first divided by the second"
    MEAN = "mean", "the average of all of them"
    CONVERSION = "conversion", "the one input in another unit"


FigureSentence = Annotated[
    OptionalLine,
    Field(
        description="the figure in one sentence that refers to its id; left out, label, figure and period",
        examples=["Output of robots grew by [[robot-output-growth]] on a year earlier."],
    ),
]


class Figure(Item):
    """One figure of the source: the number, what it measures, and where it is stated."""

    model_config = ConfigDict(json_schema_extra=hidden("id", *SET, filled=FILLED))

    id: FigureId
    label: Line = Field(
        description="what it measures, in a few words",
        examples=["Growth in output of industrial robots"],
    )
    sentence: FigureSentence = ""
    kind: QuantityKind = Field(
        description="the kind of number; left out, it follows from the unit, except for per cent: share or growth rate"
    )
    printed: Printed
    value: float | None = Field(
        default=None,
        description="the full number: 49.9 trillion is 49900000000000, a fall of 3% is -3; left out, it is read from "
        "`printed`",
        examples=[18.2, 40000],
    )
    low: float | None = Field(default=None, description="the lower end of a range, in place of a value", examples=[3])
    high: float | None = Field(default=None, description="the upper end of a range", examples=[5])
    unit: str = Field(
        min_length=1,
        description="what is counted or measured: percent, percentage point, count, a currency (CNY), a unit (GW, "
        "USD/bbl), or one that units.yaml declares; left out, it is read from `printed`",
        examples=["percent", "GW", "CNY"],
    )
    qualifier: Qualifier = Field(
        default=Qualifier.EXACT,
        description="the source's hedge, by its meaning, or in words that `hedges` of briefing.yaml declares; left "
        "out, it is read from `printed`",
        examples=["more than"],
        json_schema_extra=or_text,
    )
    hedge: str = Field(
        default="", description="a hedge in the source's own words, declared under `hedges` in briefing.yaml"
    )
    indicator: OptionalLine = Field(
        default="", description="what is measured: output, investment, number of viewers, …", examples=["output"]
    )
    subject: OptionalLine = Field(
        default="", description="whose quantity it is: industrial robots, provinces, …", examples=["industrial robots"]
    )
    place: OptionalLine = Field(default="", description="where", examples=["China"])
    period: PeriodText = ""
    period_basis: Basis = Field(
        default=Basis.STATED, description="stated where the figure stands, implied by a neighbour, or missing"
    )
    compared_with: OptionalLine = Field(
        default="",
        description="what a rate or a change is compared with: a period, the id of a figure, or a few words",
        examples=["2019-01/2019-09", "the same period of the year before"],
    )
    compared_with_basis: Basis | None = Field(
        default=None, description="how the source supports the comparison; required for growth rates and changes"
    )
    status: Status = Field(
        default=Status.OBSERVED, description="what it reports; plans and projections are not shown as outcomes"
    )
    scenario: Scenario | None = Field(default=None, description="which of several projections")
    locator: Locator
    attributed_to: Id | None = Field(
        default=None, description="the entity that the source names as its origin", examples=["port-board"]
    )
    part_of: FigureId | None = Field(
        default=None, description="the figure of which this is a part", examples=["ferries"]
    )
    base: PeriodText = Field(default="", description="the period in which an index is 100", examples=["2015"])
    doubts: tuple[Line, ...] = Field(
        default=(),
        description="doubts that are in no note",
        examples=[["The year is not stated."]],
    )
    note: OptionalLine = Field(default="", description="the editor's note")
    draft: bool = Field(default=False, description="true until an editor has checked it; `check` lists drafts")
    aliases: Aliases = ()
    series: str = Field(default="", exclude=True)  # the id of the series of which it is a point; set when read
    point: str = Field(default="", exclude=True)  # its period there
    decimals: int = Field(default=0, exclude=True)  # places printed after the point; set when read
    scale: int = Field(default=0, exclude=True)  # the power of ten that was printed as a word
    fraction: tuple[int, int] | None = Field(default=None, exclude=True)  # two thirds, as printed

    @model_validator(mode="after")
    def _complete(self) -> Figure:
        if (self.value is None) == (self.low is None) or (self.low is None) != (self.high is None):
            empty = next((key for key in ("value", "low", "high") if key in self.model_fields_set), "")
            if self.value is not None or self.low is not None or self.high is not None:
                raise ValueError("a figure is a number, or a range|give 'value', or 'low' and 'high'", "value")
            if empty:
                raise ValueError(f"'{empty}' is empty|write the number, or leave '{empty}' out", empty)
            hint = "quote the number; of several say which: 'value', or 'low' below 'high'; of a whole, 'part_of', too"
            raise ValueError(f"no single number can be read from '{self.printed}'|{hint}", "printed")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("'low' is above 'high'|swap 'low' and 'high'", "low")
        if (self.period_basis is Basis.MISSING) != (not self.period):
            message = "'period' and 'period_basis' contradict each other|give a period, or 'period_basis: missing'"
            raise ValueError(message, "period_basis")
        check_period(self.period, "period")
        check_period(self.base, "base")
        if self.kind in NEEDS_COMPARISON and self.compared_with_basis is None:
            raise ValueError(f"a {self.kind} has no comparison|give 'compared_with', or 'compared_with_basis: missing'")
        if self.compared_with_basis is not None and (self.compared_with_basis is Basis.MISSING) != (
            not self.compared_with
        ):
            raise ValueError(
                "'compared_with' and 'compared_with_basis' contradict each other"
                "|give what it is compared with, or 'compared_with_basis: missing'",
                "compared_with_basis",
            )
        return self

    @property
    def number(self) -> float:
        """The value; of a range, its middle, by which it is sorted and placed."""
        if self.value is not None:
            return self.value
        assert self.low is not None
        assert self.high is not None
        return (self.low + self.high) / 2

    @property
    def bound(self) -> Bound:
        """Where the true value may lie: at the number, near it, above, below, or in a range."""
        return self.quantity.bound

    @cached_property
    def quantity(self) -> Quantity:
        """The number with its unit and hedge."""
        value, low, high = (None if each is None else decimal(each) for each in (self.value, self.low, self.high))
        signed = self.kind in NEEDS_COMPARISON and self.number != 0
        direction = (Direction.UP if self.number > 0 else Direction.DOWN) if signed else Direction.NONE
        shape = self.decimals, self.scale, self.fraction
        return Quantity(value, self.unit, self.qualifier, low, high, self.kind, direction, *shape)

    @cached_property
    def time(self) -> Period | None:
        """The period as a value; None where the source gives none."""
        return Period.parse(self.period) if self.period else None


class Series(Item):
    """One quantity at several times; each point is a figure with an id like `gas-share@2020`."""

    model_config = ConfigDict(json_schema_extra=hidden("id"))

    id: Id
    label: Line = Field(description="what it measures, in a few words", examples=["Natural gas in generation"])
    unit: str = Field(
        default="",
        description="the unit of all points; left out, it is read from their printed words",
        examples=["percent"],
    )
    kind: QuantityKind | None = Field(default=None, description="the kind of number of all points")
    indicator: OptionalLine = Field(default="", description="what is measured", examples=["share of generation"])
    subject: OptionalLine = Field(default="", description="whose quantity it is", examples=["natural gas"])
    place: OptionalLine = Field(default="", description="where", examples=["United States"])
    status: Status | None = Field(default=None, description="the default for points")
    locator: Locator | None = Field(default=None, description="the default for points")
    doubts: tuple[Line, ...] = Field(
        default=(),
        description="doubts about all points",
        examples=[["The source of the shares is not named."]],
    )
    note: OptionalLine = Field(default="", description="the editor's note on the series")
    aliases: Aliases = ()
    points: Annotated[tuple[Figure, ...], Keyed("point", short=True)] = Field(
        min_length=1,
        description="by period: the printed words, or the fields of the point; or the name of a CSV file "
        "beside this one, with the columns `period`, `printed` and others named as the fields of a figure",
        examples=[{"2019": "37%", "2020": {"printed": "41%", "status": "projected"}}, "gas.csv"],
    )


class DerivedFigure(Item):
    """A figure computed from figures of the source; labelled as computed."""

    model_config = ConfigDict(json_schema_extra=hidden("id"))

    id: Id
    label: Line = Field(description="what it measures, in a few words", examples=["Share of battery ferries"])
    sentence: FigureSentence = ""
    formula: Formula = Field(
        description="share: the first in per cent of the second; difference: the first less the second; sum: of all; "
        "growth: from the first to the second in per cent; ratio; mean; conversion: the one in another unit"
    )
    inputs: tuple[FigureId, ...] = Field(
        min_length=1, description="the figures it is computed from, in order", examples=[["battery-ferries", "ferries"]]
    )
    unit: str = Field(default="", description="the unit of a conversion's result", examples=["GW"])
    decimals: int = Field(default=0, ge=0, le=6, description="decimal places", examples=[1])
    value: float | None = Field(
        default=None, description="the editor's own result, to compare with the computed one", examples=[40]
    )
    indicator: OptionalLine = Field(default="", description="what is measured", examples=["share"])
    subject: OptionalLine = Field(default="", description="whose quantity it is", examples=["battery ferries"])
    doubts: tuple[Line, ...] = Field(
        default=(), description="doubts", examples=[["One of its inputs is a lower bound."]]
    )
    note: OptionalLine = ""
    aliases: Aliases = ()


AnyFigure = Figure | DerivedFigure


def decimal(number: float) -> Decimal:
    """Return a float as the decimal number that it is written as."""
    return Decimal(repr(number)).normalize() if number != int(number) else Decimal(int(number))


RISING = {  # whether the result rises with each input; the last holds for all that follow
    Formula.SHARE: (True, False),
    Formula.DIFFERENCE: (True, False),
    Formula.SUM: (True,),
    Formula.GROWTH: (False, True),
    Formula.RATIO: (True, False),
    Formula.MEAN: (True,),
    Formula.CONVERSION: (True,),
}
ABOVE = {True: (Bound.POINT, Bound.LOWER), False: (Bound.POINT, Bound.UPPER)}  # what keeps a result a lower bound
BELOW = {True: (Bound.POINT, Bound.UPPER), False: (Bound.POINT, Bound.LOWER)}


def derive(formula: Formula, inputs: Sequence[float], decimals: int, factor: float = 1) -> float:
    """Return the derived value, rounded half to even to `decimals` places; shares and growth are in per cent.

    `factor` is that of a conversion. Raises ZeroDivisionError for a share of nothing.
    """
    match formula:
        case Formula.SHARE:
            value = 100 * inputs[0] / inputs[1]
        case Formula.DIFFERENCE:
            value = inputs[0] - inputs[1]
        case Formula.SUM:
            value = sum(inputs)
        case Formula.GROWTH:
            value = 100 * (inputs[1] - inputs[0]) / inputs[0]
        case Formula.RATIO:
            value = inputs[0] / inputs[1]
        case Formula.MEAN:
            value = sum(inputs) / len(inputs)
        case Formula.CONVERSION:
            value = inputs[0] * factor
    return round(value, decimals)


def hedge_of(formula: Formula, inputs: Sequence[Figure]) -> Qualifier | None:
    """Return the qualifier that follows from the inputs; None if their bounds allow none."""
    rising = RISING[formula]
    bounds = [(each.bound, rising[min(i, len(rising) - 1)]) for i, each in enumerate(inputs)]
    if all(bound is Bound.POINT for bound, _ in bounds):
        return Qualifier.EXACT
    if all(bound in ABOVE[up] for bound, up in bounds):
        return Qualifier.AT_LEAST
    if all(bound in BELOW[up] for bound, up in bounds):
        return Qualifier.AT_MOST
    return Qualifier.ABOUT if all(bound in (Bound.POINT, Bound.APPROXIMATE) for bound, _ in bounds) else None


def factor_of(derived: DerivedFigure, inputs: Sequence[Figure], units: Units) -> float:
    """Return the factor of a conversion; 1 for other formulas."""
    if derived.formula is not Formula.CONVERSION:
        return 1
    return float(units.convert(Decimal(1), inputs[0].unit, derived.unit))


def unit_of(derived: DerivedFigure, inputs: Sequence[Figure]) -> str:
    """Return the id of a derived figure's unit."""
    first = inputs[0]
    match derived.formula:
        case Formula.SHARE | Formula.GROWTH:
            return "percent"
        case Formula.CONVERSION:
            return derived.unit
        case Formula.RATIO:
            return "times" if first.unit == inputs[1].unit else f"{first.unit}/{inputs[1].unit}"
        case Formula.DIFFERENCE if first.unit == "percent":
            return "percentage-points"
    return first.unit


def result_kind(derived: DerivedFigure, inputs: Sequence[Figure]) -> QuantityKind:
    """Return the kind of a derived figure."""
    match derived.formula:
        case Formula.SHARE:
            return QuantityKind.SHARE
        case Formula.GROWTH:
            return QuantityKind.GROWTH_RATE
        case Formula.RATIO:
            return QuantityKind.RATIO
        case Formula.DIFFERENCE if inputs[0].unit == "percent":
            return QuantityKind.CHANGE
    return inputs[0].kind


def values_by_id(figures: Iterable[Figure | DerivedFigure], units: Units) -> dict[str, float]:
    """Return each figure's number by id; inputs of derived figures must be among them and be quoted."""
    known = tuple(figures)
    quoted: Mapping[str, Figure] = {each.id: each for each in known if isinstance(each, Figure)}
    values = {name: each.number for name, each in quoted.items()}
    for each in known:
        if isinstance(each, DerivedFigure):
            inputs = [quoted[name] for name in each.inputs]
            factor = factor_of(each, inputs, units)
            values[each.id] = derive(each.formula, [other.number for other in inputs], each.decimals, factor)
    return values
