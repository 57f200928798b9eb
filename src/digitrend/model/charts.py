"""Specifications of charts, and the rules for their forms: what is wrong with a form, which form fits, and why.

A `Datum` is what these rules need of a figure. `codes.toml` explains the codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pydantic import Field

from digitrend.model.base import Aliases, FigureId, Id, Item, OptionalLine, Word
from digitrend.model.figures import Figure, Series
from digitrend.model.quantities import Bound
from digitrend.model.units import Units


class ChartForm(Word):
    """The forms of charts, and what they can show."""

    AUTO = "auto", "chosen by the figures"
    BARS = "bars", "horizontal bars from zero: rates or shares of one kind, unit and period"
    COLUMNS = "columns", "vertical bars from zero: one thing over equal periods"
    GROUPED = "grouped", "bars in groups: several things at a few times"
    LINE = "line", "values over time, one line for each thing"
    RANGE = "range", "from a low to a high end, or from one time to another"
    SLOPE = "slope", "several things at two times"
    STACKED = "stacked", "the parts of a whole, in per cent, at one or several times"
    PART = "part", "a declared part of one whole: the part first, then the whole"
    CARDS = "cards", "number cards: counts whose units differ"
    MARKS = "marks", "one mark for each thing, n of n: the part first, then the whole"
    SQUARES = "squares", "one share, as squares of a hundred"
    TIMELINE = "timeline", "all events by date; takes no figures"
    MATRIX = "matrix", "all relations, as tables of parts by parts; takes no figures"
    ARGUMENT = "argument", "all relations, as a map from trends to issues to advice; takes no figures"
    TALLY = "tally", "evidence by section; takes no figures"


# Forms of the briefing as a whole, which take no figures.
WHOLE_BRIEFING = (ChartForm.TIMELINE, ChartForm.MATRIX, ChartForm.ARGUMENT, ChartForm.TALLY)


class ChartSpec(Item):
    """A chart: figures, and optionally form and texts, which otherwise follow from the figures."""

    id: Id = Field(examples=["robots-and-circuits"])
    form: ChartForm = Field(
        default=ChartForm.AUTO,
        description="left out, it is chosen by the figures; a form that would mislead is an error",
    )
    figures: tuple[FigureId, ...] = Field(default=(), description="ids of figures or series, in the order of the chart")
    title: OptionalLine = Field(
        default="",
        description="a finding, not a topic; left out, it is written from the figures",
        examples=["Robots grew faster than circuits"],
    )
    subtitle: OptionalLine = Field(
        default="",
        description="what, in which unit, where and when; left out, it is written from the figures",
        examples=["Growth in output, in per cent, China, January to September 2020"],
    )
    description: OptionalLine = Field(
        default="",
        description="the chart in words, for readers who cannot see it; left out, a list of its figures",
        examples=["Output of robots grew by [[robot-output-growth]]."],
    )
    note: OptionalLine = ""
    aliases: Aliases = ()


AHEAD = ("projected", "planned", "target")
BOUNDS = {Bound.LOWER: "lower", Bound.UPPER: "upper", Bound.RANGE: "range"}
TIMES = ("line", "columns", "slope", "grouped", "range", "stacked")  # forms that set several times side by side
NO_BOUNDS = ("part", "marks", "squares", "stacked", "slope")  # what ends at a point
FLOWS = ("count", "money", "change")  # kinds that grow with the length of their period
MOST_MARKS = 100  # marks that can still be counted by eye
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Datum:
    """The properties of a figure that the rules of charts use."""

    id: str
    kind: str  # "level", "count", "money", "share", "growth rate", "change", "ratio", "index", "rank"
    dimension: str  # what its unit measures: units of one dimension convert
    value: float  # of a range its middle
    thing: str  # whose quantity, and what is measured: one line joins the values of one thing
    bound: str = ""  # "lower", "upper", "range", or "" for a point
    status: str = "observed"
    start: float = 0.0  # when its period begins and ends, in months; both 0 where the source gives none
    end: float = 0.0
    stock: bool = False  # whether it is of a point in time
    part_of: str = ""

    @property
    def length(self) -> float:
        """How long its period is, in months; days of a month make no difference."""
        return round(self.end - self.start, 1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a form, and what to use instead."""

    code: str
    message: str
    hint: str
    field: str = "figures"


def things(data: Sequence[Datum]) -> dict[str, list[Datum]]:
    """Return figures by what they are values of, each in order of time."""
    found: dict[str, list[Datum]] = {}
    for each in data:
        found.setdefault(each.thing, []).append(each)
    return {name: sorted(group, key=lambda d: d.start) for name, group in found.items()}


def faults(form: str, data: Sequence[Datum]) -> Iterator[Fault]:
    """Yield why a form would mislead about figures; cards, which share no axis, suit nearly all."""
    if not data or form in ("cards", "auto"):
        return
    kinds, dimensions = list(dict.fromkeys(d.kind for d in data)), list(dict.fromkeys(d.dimension for d in data))
    if form not in ("part", "marks", "squares") and len(kinds) > 1:
        yield Fault("R202", f"a {kinds[0]} and a {kinds[1]} share an axis", "draw one kind, or use the form 'cards'")
    elif form not in ("marks", "squares") and len(dimensions) > 1:
        message = f"{dimensions[0]} and {dimensions[1]} share an axis"
        yield Fault("R203", message, "draw one dimension, or use the form 'cards'")
    yield from _of_time(form, data)
    yield from _of_status(form, data)
    if form in NO_BOUNDS and (bounded := [d for d in data if d.bound]):
        kind = {"range": "range", "lower": "lower bound", "upper": "upper bound"}[bounded[0].bound]
        fits = "'range' or 'bars'" if kind == "range" else "'cards' or 'bars', which leave it open"
        yield Fault("R207", f"the {kind} '{bounded[0].id}' would be drawn as a point", f"use the form {fits}")
    if form == "stacked":
        yield from _of_parts(data)


def _of_time(form: str, data: Sequence[Datum]) -> Iterator[Fault]:
    spans = {(d.start, d.end) for d in data}
    if form in ("bars", "part", "marks") and len(spans) > 1:
        whole = " and its whole" if form != "bars" else ""
        if form == "bars":
            message, hint = (
                "bars of different periods stand side by side",
                "draw one period, or use 'columns' or 'line'",
            )
            yield Fault("R204", message + whole, hint + ", or 'cards'")
        return
    if form in ("line", "slope", "columns"):
        alone = [group[0] for group in things(data).values() if len({d.start for d in group}) < 2]
        if form != "columns" and alone:
            message = (
                f"a {form} joins values of one thing over time, but '{alone[0].id}' is the only value of its thing"
            )
            yield Fault("R218", message, "use the form 'bars' for different things at one time")
        elif form == "columns" and len(things(data)) > 1:
            yield Fault(
                "R218", "columns are of one thing over time, but these are of several", "use the form 'grouped'"
            )
    if form not in TIMES:
        return
    if len({d.stock for d in data}) > 1:
        names = [next(d.id for d in data if d.stock is stock) for stock in (True, False)]
        message = f"'{names[0]}' is of a point in time, '{names[1]}' of a period"
        yield Fault("R219", message, "draw them apart, or use the form 'cards'")
    lengths = {d.length for d in data}
    if len(lengths) > 1 and not any(d.stock for d in data):
        if form != "line":
            fits = "'line', which draws each over its time" if data[0].kind not in FLOWS else "'cards'"
            yield Fault("R219", "periods of unequal length stand side by side", f"use the form {fits}")
        elif data[0].kind in FLOWS:
            message = f"a {data[0].kind} grows with its period, but these are of unequal length"
            yield Fault("R219", message, "draw periods of one length, or use the form 'cards'")
    along = form in ("line", "columns", "slope") or any(d.end for d in data)
    if len(data) > 1 and not all(d.end for d in data) and form != "range" and along:
        missing = next(d for d in data if not d.end)
        yield Fault("R219", f"'{missing.id}' has no period, so it has no place in time", "leave it out, or use 'cards'")


def _of_status(form: str, data: Sequence[Datum]) -> Iterator[Fault]:
    statuses = list(dict.fromkeys(d.status for d in data))
    ahead = [s for s in statuses if s in ("planned", "target")]
    if form in ("bars", "part", "marks", "squares", "stacked") and len(statuses) > 1:
        message = f"{statuses[0]} and {statuses[1]} figures are drawn as one thing"
        yield Fault("R205", message, "draw figures of one status, or use the form 'cards'")
    elif form in ("squares", "marks") and ahead:
        yield Fault("R205", "a plan is drawn as progress", "use the form 'part' or 'cards'", "form")
    elif form in ("line", "slope") and ahead and len(statuses) > 1:
        yield Fault("R205", f"a line leads on to what is {ahead[0]}", "use the form 'columns', where it is hatched")


def _of_parts(data: Sequence[Datum]) -> Iterator[Fault]:
    wholes = {d.part_of for d in data}
    if data[0].kind != "share" and (len(wholes) > 1 or "" in wholes):
        message = "the parts are not declared to be of one whole"
        yield Fault("R220", message, "add 'part_of' to each, if the source supports that, or use the form 'grouped'")
    sums: dict[float, float] = {}
    for each in data:
        sums[each.start] = sums.get(each.start, 0.0) + each.value
    if data[0].kind == "share" and (over := [s for s in sums.values() if s > 100 + 0.5 * len(data)]):
        yield Fault("R220", f"the parts make {over[0]:g}% of their whole", "use the form 'grouped'")


def choose(data: Sequence[Datum]) -> tuple[str, str]:
    """Return a form that suits the figures, and why; `cards` suits all."""
    if not data:
        return "cards", "no figure is known"
    for form, reason in (*_of_a_whole(data), *_candidates(data, things(data))):
        if not next(faults(form, data), None):
            return form, reason
    wrong = next(faults("bars", data), None)
    return "cards", f"the figures share no axis: {wrong.message}" if wrong else "there are too many for bars"


def _of_a_whole(data: Sequence[Datum]) -> Iterator[tuple[str, str]]:
    first, bounded = data[0], any(d.bound for d in data)
    if len(data) == 2 and first.part_of == data[1].id and not bounded and first.status == data[1].status:
        countable = all(float(d.value).is_integer() and 0 <= d.value <= MOST_MARKS for d in data)
        if countable and {d.kind for d in data} == {"count"}:
            yield "marks", "a small count is part of another, so each thing can be shown as a mark"
        yield "part", "the first figure is declared as a part of the second"
    if len(data) == 1 and first.kind == "share" and first.status not in AHEAD and not bounded:
        yield "squares", "one share of a whole"
    if len(data) == 1 and first.bound != "range":
        yield "cards", "one number needs no axis"


def _candidates(data: Sequence[Datum], groups: dict[str, list[Datum]]) -> Iterator[tuple[str, str]]:
    """Yield possible forms with reasons, the best first; `choose` takes the first one without faults."""
    times = len({(d.start, d.end) for d in data})
    if len(data) == 1:
        yield "range", "one figure with a low and a high end"
    even, ends = len({d.length for d in data}) == 1, sorted({d.end for d in data})
    regular = len({round(later - earlier) for earlier, later in pairwise(ends)}) <= 1  # columns hide no gap of years
    if times > 1 and len(groups) == 1:
        if data[0].kind in FLOWS and even and regular and times <= MOST_BARS:
            yield "columns", "amounts of one thing over equal periods"
        yield "line", "values of one thing over time" if even else "one thing over periods of unequal length"
    if times > 2 and all(len(group) > 1 for group in groups.values()):
        yield "line", f"values of {len(groups)} things over time"
    if times == 2 and len(groups) > 1 and even:
        yield "range", f"{len(groups)} things at two times"
    if times > 1 and len(groups) > 1 and even:
        yield "grouped", f"{len(groups)} things at {times} times"
    if times == 1 and all(d.bound == "range" for d in data):
        yield "range", "figures with low and high ends on one axis"
    if times == 1 and len(data) <= MOST_BARS:
        yield "bars", f"{len(data)} figures of one kind, dimension and period"


def rising(data: Sequence[Datum]) -> bool | None:
    """Return whether values rise from first to last; None if they do not change or there is only one."""
    ordered = sorted(data, key=lambda d: d.start)
    first, last = ordered[0].value, ordered[-1].value
    return None if first == last else last > first


def with_form(spec: ChartSpec, figures: Mapping[str, Figure], series: Mapping[str, Series], units: Units) -> ChartSpec:
    """Return a specification with the form, and for a part of a whole the order, that suits its figures.

    The id of a series stands for its points. A specification whose form is given keeps it, and ids that name no figure
    stay, for the rules to find.
    """
    points = {name: tuple(point.id for point in each.points) for name, each in series.items()}
    names = tuple(name for each in spec.figures for name in points.get(each, (each,)))
    if names != spec.figures:
        spec = spec.model_copy(update={"figures": names})
    if spec.form is not ChartForm.AUTO:
        return spec
    drawn = [figures[name] for name in names if name in figures]
    if len(drawn) < len(names):
        return spec.model_copy(update={"form": ChartForm.CARDS})
    if len(drawn) == 2 and drawn[1].part_of == drawn[0].id:
        drawn.reverse()
    form, _ = choose([datum(each, units) for each in drawn])
    return spec.model_copy(update={"form": ChartForm(form), "figures": tuple(each.id for each in drawn)})


def datum(figure: Figure, units: Units) -> Datum:
    """Return what the rules need of a figure; a unit that is not known is a dimension of its own."""
    period = figure.time
    return Datum(
        id=figure.id,
        kind=figure.kind.value,
        dimension=units[figure.unit].dimension if figure.unit in units else figure.unit,
        value=figure.number,
        thing=figure.series or f"{figure.subject}|{figure.indicator}|{figure.place}".strip("|") or figure.label,
        bound=BOUNDS.get(figure.bound, ""),
        status=figure.status.value,
        start=_months(period.start) if period else 0.0,
        end=_months(period.end + timedelta(1)) if period else 0.0,
        stock=bool(period and period.is_point),
        part_of=figure.part_of or "",
    )


def _months(day: date) -> float:
    return day.year * 12 + day.month - 1 + (day.day - 1) / 31
