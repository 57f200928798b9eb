"""Figures and their evidence: each stands somewhere, and says nothing that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.diagnostics import Diagnostic, did_you_mean
from digitrend.model import (
    Event,
    Forecast,
    Formula,
    Item,
    Measure,
    Passage,
    Source,
    Statistic,
    StatisticKind,
    Unit,
    Where,
    paragraph_of,
    section_of,
)
from digitrend.printed import printed_value

from .contents import Contents, Placed

UNITS: dict[StatisticKind, tuple[Unit, ...]] = {
    StatisticKind.GROWTH_RATE: (Unit.PERCENT,),
    StatisticKind.SHARE: (Unit.PERCENT,),
    StatisticKind.MONEY: (Unit.CNY,),
    StatisticKind.COUNT: tuple(unit for unit in Unit if unit not in (Unit.PERCENT, Unit.CNY)),
}


def every_figure_stands_somewhere(contents: Contents) -> Iterator[Diagnostic]:
    """R101: a locator must name a paragraph that the source has."""
    if contents.source is None:
        return
    source = contents.source.item
    for placed, where, locator in _locators(contents):
        if not source.has(locator):
            message, hint = _no_such_place(locator, source)
            yield placed.error("R101", message, *where, hint=hint)


def _no_such_place(locator: str, source: Source) -> tuple[str, str]:
    section = section_of(locator)
    if last := source.lengths.get(section):
        hint = f"'{section}' has {last} paragraph{'' if last == 1 else 's'}"
    else:
        hint = did_you_mean(section, source.lengths) or f"the sections are {', '.join(source.lengths)}"
    kind = "paragraph" if paragraph_of(locator) else "section"
    return f"the source has no {kind} '{locator}'", hint


def _locators(contents: Contents) -> Iterator[tuple[Placed[Item], Where, str]]:
    located: tuple[Placed[Statistic | Event | Forecast | Measure | Passage], ...] = (
        *contents.statistics,
        *contents.events,
        *contents.forecasts,
        *contents.measures,
        *contents.passages,
    )
    for placed in located:
        yield placed, ("locator",), placed.item.locator
    for oddity in contents.oddities:
        if oddity.item.locator:
            yield oddity, ("locator",), oddity.item.locator
    for relation in contents.relations:
        for i, evidence in enumerate(relation.item.evidence):
            yield relation, ("evidence", i, "locator"), evidence.locator


def every_period_runs_forward(contents: Contents) -> Iterator[Diagnostic]:
    """R102: a period must not end before it starts, and its months and days must exist."""
    for placed in contents.statistics:
        start, _, end = placed.item.period.partition("/")
        for date in (start, end):
            if date and not _exists(date):
                yield placed.error("R102", f"'{date}' is no date", "period", hint="write YYYY-MM/YYYY-MM")
                break
        else:
            if end < start[: len(end)]:
                message = f"the period ends in {end}, before it starts in {start}"
                yield placed.error("R102", message, "period", hint=f"write {end}/{start}, if that is meant")


def _exists(date: str) -> bool:
    year, month, day = (int(each) for each in (date + "-01-01").split("-")[:3])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def every_unit_fits_its_kind(contents: Contents) -> Iterator[Diagnostic]:
    """R103: rates and shares are in per cent, money in a currency, counts in what is counted."""
    for placed in contents.statistics:
        units = UNITS[placed.item.kind]
        if placed.item.unit not in units:
            message = f"a statistic of kind '{placed.item.kind}' cannot have the unit '{placed.item.unit}'"
            yield placed.error("R103", message, "unit", hint=f"use {' or '.join(units)}, or another kind")


def every_share_is_at_most_all(contents: Contents) -> Iterator[Diagnostic]:
    """R104: a share lies between nothing and a hundred per cent; a count or an amount is not negative."""
    for placed in contents.statistics:
        kind, value = placed.item.kind, placed.item.value
        if kind is StatisticKind.SHARE and not 0 <= value <= 100:
            hint = "a figure that can exceed a hundred is a growth rate or a ratio"
            yield placed.error("R104", f"a share of {value:g}% is not possible", "value", hint=hint)
        elif kind in (StatisticKind.COUNT, StatisticKind.MONEY) and value < 0:
            hint = "leave the minus sign out"
            yield placed.error("R104", f"a {kind} of {value:g} is not possible", "value", hint=hint)


def every_part_is_within_its_whole(contents: Contents) -> Iterator[Diagnostic]:
    """R105: a part has its whole's unit, is not greater, and is not part of itself by any road."""
    for placed in contents.statistics:
        name = placed.item.part_of
        whole = contents.statistic.get(name) if name else None
        if whole is None:
            continue
        if name == placed.item.id or _ancestors(contents, placed.item.id):
            yield placed.error("R105", "a statistic is a part of itself", "part_of", hint="name the whole")
        elif whole.item.unit != placed.item.unit:
            message = f"a part in {placed.item.unit} cannot belong to a whole in {whole.item.unit}"
            yield placed.error("R105", message, "part_of", hint="name a whole of the same unit")
        elif placed.item.value > whole.item.value:
            message = f"the part is greater than its whole '{name}'"
            hint = f"check both values; the whole is {whole.item.value:,.15g}"
            yield placed.error("R105", message, "value", hint=hint)


def _ancestors(contents: Contents, start: str) -> bool:
    seen, name = set[str](), start
    while name in contents.statistic and name not in seen:
        seen.add(name)
        name = contents.statistic[name].item.part_of or ""
    return name == start


def every_formula_can_be_computed(contents: Contents) -> Iterator[Diagnostic]:
    """R106: a derived figure takes quoted ones of one unit; a share or difference of lower bounds has no bound."""
    for placed in contents.derived:
        inputs = [contents.statistic[name].item for name in placed.item.inputs if name in contents.statistic]
        computed = {each.item.id for each in contents.derived}
        for i, name in enumerate(placed.item.inputs):
            if name in computed:
                hint = "derive it from the source's figures"
                yield placed.error("R106", f"'{name}' is itself computed", "inputs", i, hint=hint)
        if len(inputs) != len(placed.item.inputs):
            continue
        if len({each.unit for each in inputs}) > 1:
            units = " and ".join(dict.fromkeys(each.unit for each in inputs))
            hint = "derive figures from inputs of one unit"
            yield placed.error("R106", f"the inputs mix {units}", "inputs", hint=hint)
        if placed.item.formula is Formula.SUM:
            continue
        bounds = [each.id for each in inputs if each.qualifier.is_lower_bound]
        if bounds:
            message = f"a {placed.item.formula} of the lower bound '{bounds[0]}' has no bound of its own"
            yield placed.error("R106", message, "inputs", hint="leave it out: “more than” cannot be divided")
        if len(inputs) > 2:
            message = f"a {placed.item.formula} takes two inputs, not {len(inputs)}"
            yield placed.error("R106", message, "inputs", hint="use the formula 'sum', or two inputs")
        elif placed.item.formula is Formula.SHARE and inputs[1].value == 0:
            yield placed.error("R106", "a share of nothing cannot be computed", "inputs", hint="name another whole")


def every_printed_figure_is_its_value(contents: Contents) -> Iterator[Diagnostic]:
    """R107: the number that `printed` spells must be `value`; words without a number need the whole's value."""
    for placed in contents.statistics:
        item = placed.item
        printed = printed_value(item.printed)
        if printed is None:
            whole = contents.statistic.get(item.part_of or "")
            if whole is None or whole.item.value != item.value:
                message = f"'{item.printed}' holds no number that could be {item.value:,.15g}"
                hint = "quote the words that state the figure, or name the whole that they repeat in 'part_of'"
                yield placed.error("R107", message, "printed", hint=hint)
            continue
        value, unit = printed
        if value != item.value:
            message = f"'{item.printed}' is {value:,.15g}, and the value is {item.value:,.15g}"
            yield placed.error("R107", message, "value", hint=f"write 'value: {value:.15g}', or mend 'printed'")
        elif unit is not None and unit is not item.unit:
            message = f"'{item.printed}' is in {unit}, and the unit is {item.unit}"
            yield placed.error("R107", message, "unit", hint=f"write 'unit: {unit}', or mend 'printed'")
        elif unit is None and item.unit in (Unit.PERCENT, Unit.CNY):
            message = f"'{item.printed}' has no sign of the unit {item.unit}"
            yield placed.error("R107", message, "printed", hint="quote the unit with the number")
