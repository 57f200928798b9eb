"""What is wrong with a figure itself, so that what would follow from it is no second finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from digitrend.check.contents import Contents, Placed, first_of_each
from digitrend.diagnostics import Diagnostic, nearest
from digitrend.model import (
    DerivedFigure,
    Event,
    Figure,
    FigureKind,
    Forecast,
    Formula,
    Item,
    Measure,
    Passage,
    Qualifier,
    Source,
    Unit,
    Where,
    derive,
    paragraph_of,
    section_of,
)
from digitrend.printed import printed_value

UNITS: dict[FigureKind, tuple[Unit, ...]] = {
    FigureKind.GROWTH_RATE: (Unit.PERCENT,),
    FigureKind.SHARE: (Unit.PERCENT,),
    FigureKind.MONEY: tuple(unit for unit in Unit if unit.is_currency),
    FigureKind.COUNT: tuple(unit for unit in Unit if unit is not Unit.PERCENT and not unit.is_currency),
}
DECLINE = re.compile(r"fall|fell|declin|decreas|drop|down|less|lower|shr[aiu]nk|reduc", re.IGNORECASE)


def is_doubtful(item: Figure) -> bool:
    """Whether a rule finds fault with the figure itself, so that what would follow from it is no second finding."""
    return bool(fault_of_period(item.period)) or item.unit not in UNITS[item.kind] or not as_printed(item)


def as_printed(item: Figure) -> bool:
    """Whether the value is the number that `printed` spells, if it spells one; a fall may be told in words."""
    printed = printed_value(item.printed)
    if printed is None or printed[0] == item.value:
        return True
    return item.value < 0 and printed[0] == -item.value and DECLINE.search(item.printed) is not None


def fault_of_period(period: str) -> tuple[str, str] | None:
    """Return the message and hint for a period that cannot be; None for one that can."""
    start, _, end = period.partition("/")
    for date in (start, end):
        if date and not exists(date):
            return f"'{date}' is no date", "write months from 01 to 12, and days that the month has"
    if end < start[: len(end)]:
        return f"the period ends in {end}, before it starts in {start}", f"write {end}/{start}, if that is meant"
    return None


def exists(date: str) -> bool:
    """Say whether there is such a date, of whatever precision."""
    year, month, day = (int(each) for each in (date + "-01-01").split("-")[:3])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def exact(value: float, group: str = ",") -> str:
    """Return a number with all its digits, as an editor would write it."""
    whole, _, fraction = f"{Decimal(repr(value)):{group}f}".partition(".")
    return f"{whole}.{fraction}" if fraction.strip("0") else whole


def every_figure_stands_somewhere(contents: Contents) -> Iterator[Diagnostic]:
    """R101: a locator must name a paragraph that the source has."""
    if contents.source is None:
        return
    yield from first_of_each(_nowhere(contents, contents.source.item))


def _nowhere(contents: Contents, source: Source) -> Iterator[tuple[str, Diagnostic]]:
    """Yield what leads nowhere, the section or the paragraph, with the finding."""
    for placed, where, locator in _locators(contents):
        if not source.has(locator):
            message, hint = _no_such_place(locator, source)
            section = section_of(locator)
            name = locator if section in source.lengths else section
            yield name, placed.error("R101", message, *where, hint=hint)


def _no_such_place(locator: str, source: Source) -> tuple[str, str]:
    section = section_of(locator)
    if last := source.lengths.get(section):
        hint = f"'{section}' has {last} paragraph{'' if last == 1 else 's'}"
    elif section.partition("-")[0] in {known.partition("-")[0] for known in source.lengths}:
        hint = f"the sections are {', '.join(source.lengths)}"
    else:
        near = nearest(section, source.lengths)
        meant = locator.replace(section, near or "", 1)
        hint = f"did you mean '{meant}'?" if near else f"the sections are {', '.join(source.lengths)}"
    kind = "paragraph" if paragraph_of(locator) else "section"
    return f"the source has no {kind} '{locator}'", hint


def _locators(contents: Contents) -> Iterator[tuple[Placed[Item], Where, str]]:
    located: tuple[Placed[Figure | Event | Forecast | Measure | Passage], ...] = (
        *contents.figures,
        *contents.events,
        *contents.forecasts,
        *contents.measures,
        *contents.passages,
    )
    for placed in located:
        yield placed, ("locator",), placed.item.locator
    for note in contents.notes:
        if note.item.locator:
            yield note, ("locator",), note.item.locator
    for relation in contents.relations:
        for i, evidence in enumerate(relation.item.evidence):
            yield relation, ("evidence", i, "locator"), evidence.locator


def every_period_runs_forward(contents: Contents) -> Iterator[Diagnostic]:
    """R102: a period must not end before it starts, and the months and days of all dates must exist."""
    for placed in contents.figures:
        if fault := fault_of_period(placed.item.period):
            message, hint = fault
            yield placed.error("R102", message, "period", hint=hint)
    for event in contents.events:
        if event.item.date and not exists(event.item.date):
            hint = "write a day that the month has, or leave the day out"
            yield event.error("R102", f"'{event.item.date}' is no date", "date", hint=hint)


def every_unit_fits_its_kind(contents: Contents) -> Iterator[Diagnostic]:
    """R103: rates and shares are in per cent, money in a currency, counts in what is counted."""
    for placed in contents.figures:
        kind, unit = placed.item.kind, placed.item.unit
        if unit not in UNITS[kind]:
            message = f"a figure of kind '{kind}' cannot have the unit '{unit}'"
            printed = printed_value(placed.item.printed)
            if printed and printed[1] is unit:  # the source has the unit, so the kind is wrong
                kinds = [f"'kind: {each}'" for each, units in UNITS.items() if unit in units]
                yield placed.error("R103", message, "kind", hint=f"write {' or '.join(kinds)}")
            else:
                units = ", ".join(UNITS[kind])
                yield placed.error("R103", message, "unit", hint=f"'{kind}' takes: {units}; or choose another kind")


def every_share_is_at_most_all(contents: Contents) -> Iterator[Diagnostic]:
    """R104: a share lies between nothing and a hundred per cent; a count or an amount is not negative."""
    for placed in contents.figures:
        kind, value = placed.item.kind, placed.item.value
        if not as_printed(placed.item):
            continue  # R107 says so
        if kind is FigureKind.SHARE and not 0 <= value <= 100:
            hint = "a figure that can exceed a hundred is a growth rate or a ratio"
            yield placed.error("R104", f"a share of {exact(value)}% is not possible", "value", hint=hint)
        elif kind in (FigureKind.COUNT, FigureKind.MONEY) and value < 0:
            hint = "leave the minus sign out"
            yield placed.error("R104", f"a {kind} of {exact(value)} is not possible", "value", hint=hint)


def every_part_is_within_its_whole(contents: Contents) -> Iterator[Diagnostic]:
    """R105: a part has its whole's unit, is not greater, and is not part of itself by any road."""
    told = set[str]()  # those in a circle: it is one mistake
    for placed in contents.figures:
        name = placed.item.part_of
        whole = contents.figure.get(name) if name else None
        if whole is None:
            continue
        if circle := _circle(contents, placed.item.id):
            if told.isdisjoint(circle):
                yield placed.error("R105", "a figure is a part of itself", "part_of", hint="name the whole")
            told |= circle
        elif is_doubtful(placed.item) or is_doubtful(whole.item):
            continue  # what is wrong with either is said elsewhere
        elif whole.item.unit != placed.item.unit:
            message = f"a part in {placed.item.unit} cannot belong to a whole in {whole.item.unit}"
            yield placed.error("R105", message, "part_of", hint="name a whole of the same unit")
        elif placed.item.value > whole.item.value:
            message = f"the part is greater than its whole '{name}'"
            hint = f"check both values; the whole is {exact(whole.item.value)}"
            yield placed.error("R105", message, "value", hint=hint)


def _circle(contents: Contents, start: str) -> set[str]:
    """Return the figures by whose `part_of` one comes back to the start, if one does."""
    seen, name = set[str](), start
    while name in contents.figure and name not in seen:
        seen.add(name)
        name = contents.figure[name].item.part_of or ""
    return seen if name == start else set()


Fault = tuple[str, str, Where]  # message, hint and the way to what is at fault


def every_formula_can_be_computed(contents: Contents) -> Iterator[Diagnostic]:
    """R106: a derived figure takes quoted ones of one unit, kind and status, and none that is a lower bound."""
    computed = {placed.item.id for placed in contents.derived}
    for placed in contents.derived:
        names = placed.item.inputs
        for i, name in enumerate(names):
            if name in computed:
                hint = "derive it from the source's figures"
                yield placed.error("R106", f"'{name}' is itself computed", "inputs", i, hint=hint)
        inputs = [contents.figure[name].item for name in names if name in contents.figure]
        if len(inputs) < len(names) or any(map(is_doubtful, inputs)):
            continue  # what is wrong with an input is said elsewhere
        formula = placed.item.formula
        faults = _mixed(inputs) or _unbounded(formula, inputs) or _senseless(formula, inputs)
        if fault := faults or _other_result(placed.item, inputs):
            message, hint, where = fault
            yield placed.error("R106", message, *where, hint=hint)


def _mixed(inputs: list[Figure]) -> Fault | None:
    """Return the fault of figures that do not go together."""
    for what in ("unit", "kind", "status"):
        if len(mixed := list(dict.fromkeys(str(getattr(each, what)) for each in inputs))) > 1:
            return f"the inputs mix {' and '.join(mixed)}", f"derive figures from inputs of one {what}", ("inputs",)
    return None


def _unbounded(formula: Formula, inputs: list[Figure]) -> Fault | None:
    """Return the fault of a lower bound among the inputs."""
    for i, each in enumerate(inputs):
        if each.qualifier.is_lower_bound:
            message = f"a {formula} of the lower bound '{each.id}' has no bound of its own"
            return message, "leave it out: “more than” cannot be computed with", ("inputs", i)
    return None


def _senseless(formula: Formula, inputs: list[Figure]) -> Fault | None:
    """Return the fault of a formula that says nothing of these inputs."""
    rates, values = inputs[0].kind is FigureKind.GROWTH_RATE, [each.value for each in inputs]
    if formula is not Formula.SUM and len(inputs) > 2:
        return f"a {formula} takes two inputs, not {len(inputs)}", "use the formula 'sum', or two inputs", ("inputs",)
    if rates and formula is not Formula.DIFFERENCE:
        does = "do not add up" if formula is Formula.SUM else "are no parts of each other"
        return f"growth rates {does}", "leave it out, or use the formula 'difference'", ("inputs",)
    if formula is Formula.SHARE and values[1] == 0:
        return "a share of nothing cannot be computed", "name another whole", ("inputs", 1)
    if formula is Formula.SHARE and values[0] > values[1]:
        return "the share would be of more than all", "name the part first, then the whole", ("inputs",)
    return None


def _other_result(derived: DerivedFigure, inputs: list[Figure]) -> Fault | None:
    """Return the fault of an editor's own result that is not the formula's."""
    result = derive(derived.formula, tuple(each.value for each in inputs), derived.decimals)
    if derived.value is None or derived.value == result:
        return None
    message = f"the {derived.formula} of its inputs is {exact(result)}, and the value is {exact(derived.value)}"
    return message, f"write 'value: {exact(result, group='')}', leave it out, or mend the inputs", ("value",)


HEDGES = {
    Qualifier.MORE_THAN: re.compile(
        r"(?:\b(?:more than|over|above|at least|exceed\w*)\s+|(?:超过|逾|至少)\s*)(?=[\d¥￥])", re.IGNORECASE
    ),
    Qualifier.INCOMPLETE: re.compile(r"incomplete statistics|不完全统计", re.IGNORECASE),
}


def every_printed_figure_is_its_value(contents: Contents) -> Iterator[Diagnostic]:
    """R107: the number that `printed` spells must be `value`; words without a number repeat the whole's value."""
    for placed in contents.figures:
        item = placed.item
        printed = printed_value(item.printed)
        if printed is None:
            yield from _told_in_words(placed, contents)
            continue
        value, unit = printed
        if not as_printed(item):
            message = f"'{item.printed}' is {exact(value)}, and the value is {exact(item.value)}"
            yield placed.error(
                "R107", message, "value", hint=f"write 'value: {exact(value, group='')}', or mend 'printed'"
            )
        elif item.unit not in UNITS[item.kind]:
            continue  # R103 says so
        elif unit is not None and unit is not item.unit:
            message = f"'{item.printed}' is in {unit}, and the unit is {item.unit}"
            yield placed.error("R107", message, "unit", hint=f"write 'unit: {unit}', or mend 'printed'")
        elif unit is None and (item.unit is Unit.PERCENT or item.unit.is_currency):
            message = f"'{item.printed}' has no sign of the unit {item.unit}"
            yield placed.error("R107", message, "printed", hint="quote the unit with the number")


def _told_in_words(placed: Placed[Figure], contents: Contents) -> Iterator[Diagnostic]:
    """R107: words without a number, such as “all of them”, repeat the figure of the whole."""
    item = placed.item
    whole = contents.figure.get(item.part_of or "")
    if item.part_of and whole is None:
        return  # what is wrong with the reference is said elsewhere
    if whole is None or whole.item.value != item.value:
        message = f"'{item.printed}' holds no number that could be {exact(item.value)}"
        hint = "quote the words that state the figure, or name the whole that they repeat in 'part_of'"
        yield placed.error("R107", message, "printed", hint=hint)


def every_hedge_is_kept(contents: Contents) -> Iterator[Diagnostic]:
    """R108: where `printed` holds the words of a qualifier, such as “more than”, the figure has that qualifier."""
    for placed in contents.figures:
        hedges = [qualifier for qualifier, words in HEDGES.items() if words.search(placed.item.printed)]
        if hedges and placed.item.qualifier not in hedges:
            message = f"'{placed.item.printed}' is hedged, and the qualifier is '{placed.item.qualifier}'"
            yield placed.error("R108", message, "qualifier", hint=f"write 'qualifier: {hedges[0]}'")
