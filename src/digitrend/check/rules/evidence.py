"""Rules about figures: locators, units, kinds, parts, formulas, printed words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

from digitrend.check.contents import Contents, Placed, first_of_each
from digitrend.diagnostics import Diagnostic, closest, did_you_mean
from digitrend.model import (
    NEEDS_COMPARISON,
    Bound,
    DerivedFigure,
    Direction,
    Event,
    Figure,
    Forecast,
    Formula,
    Item,
    Measure,
    Passage,
    Qualifier,
    Quantity,
    QuantityKind,
    Source,
    UnitError,
    Where,
    decimal,
    hedge_of,
    paragraph_of,
    section_of,
)
from digitrend.model.units import counts
from digitrend.text.claims import unknown_hedge
from digitrend.text.quantities import read_printed

POINTS = "percentage points"
KIND_HINTS = {
    QuantityKind.GROWTH_RATE: "a growth rate is in percent; an amount up or down is a 'change'",
    QuantityKind.SHARE: "a share is in percent",
    QuantityKind.MONEY: "money is in a currency (CNY, USD, …); a price per something is a 'level'",
    QuantityKind.COUNT: "what is counted is a unit: people, views, …; per cent is a 'share' or a 'growth rate'",
    QuantityKind.CHANGE: "a change is in the unit of what changes; one in percent is a 'growth rate'",
}


def is_doubtful(item: Figure, contents: Contents) -> bool:
    """Return whether a rule rejects the figure itself, so that findings that follow from it are left out."""
    return not fits(item, contents) or not as_printed(item, contents)


def as_printed(item: Figure, contents: Contents) -> bool:
    """Return whether the number is that in `printed`, if there is one; the words may leave out the sign."""
    printed = contents.printed(item)
    if printed is None:
        return True
    numbers = tuple(decimal(each) for each in (item.value, item.low, item.high) if each is not None)
    if printed.unit != item.unit:
        with suppress(UnitError):  # 16.6 million b/d, kept in kb/d
            printed = printed.converted(item.unit, contents.units)
    spelt = tuple(decimal(float(each)) for each in printed.numbers)  # two thirds have no end; a float has
    if numbers == spelt:
        return True
    unsigned = printed.direction is Direction.NONE and item.kind in NEEDS_COMPARISON
    return unsigned and tuple(map(abs, numbers)) == spelt


def fits(item: Figure, contents: Contents) -> bool:
    """Return whether the unit is known and fits the kind of the figure."""
    if item.unit not in contents.units:
        return False
    unit = contents.units[item.unit]
    relative, yearly = unit.dimension == "ratio", unit.dimension == "ratio/time"  # per cent, per cent a year
    fitting = {
        QuantityKind.GROWTH_RATE: relative or yearly,
        QuantityKind.SHARE: relative,
        QuantityKind.MONEY: unit.is_currency,
        QuantityKind.COUNT: not relative and not unit.has_currency and unit.dimension != POINTS,
        QuantityKind.CHANGE: not relative and not yearly,
    }
    return fitting.get(item.kind, True)


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
        near = closest(section, source.lengths)
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
        for evidence in relation.item.evidence:
            yield relation, ("evidence", evidence.locator), evidence.locator


def nothing_is_compared_with_itself(contents: Contents) -> Iterator[Diagnostic]:
    """R119: a figure is compared with another period than its own, or with another figure, as a forecast revised is."""
    for placed in contents.figures:
        item, other = placed.item, contents.period_of(placed.item.compared_with)
        revised = item.compared_with in contents.figure and item.compared_with != item.id
        if item.time and other and item.kind in NEEDS_COMPARISON and other == item.time and not revised:
            hint = "name the period before it with which it is compared"
            yield placed.error("R119", "the figure is compared with its own period", "compared_with", hint=hint)


def every_unit_fits_its_kind(contents: Contents) -> Iterator[Diagnostic]:
    """R015 and R103: a unit is known, and may be that of the kind: rates in per cent, money in a currency."""
    for placed in contents.figures:
        item = placed.item
        if item.unit not in contents.units:
            if not contents.may_be_broken(item.unit):
                message = f"there is no unit '{item.unit}'"
                yield placed.error("R015", message, "unit", hint=_other_name(item.unit, contents))
        elif not fits(item, contents):
            message = f"a figure of kind '{item.kind}' cannot have the unit '{item.unit}'"
            printed = contents.printed(item)
            field = "kind" if printed and printed.unit == item.unit else "unit"
            yield placed.error("R103", message, field, hint=KIND_HINTS[item.kind])


def _other_name(unit: str, contents: Contents) -> str:
    """Return what to write for an unknown unit: the id of the one that is called so, or how to declare it."""
    above, _, below = unit.partition("/")
    near = below[:-1] if below[:-1] in contents.units else closest(below, contents.units)  # "EUR/kgs"
    if above in contents.units and near:
        return f"did you mean '{above}/{near}'?"
    read = read_printed(f"7 {unit}", contents.context.language, contents.units)
    if read and read.unit != "count":
        return f"write 'unit: {read.unit}'"
    near = did_you_mean(unit, contents.units)
    declare = f"declare it in units.yaml: '{unit}: {{name: {{one: …, other: …}}}}'"
    return f"{near} or {declare}" if near else declare


def every_share_is_at_most_all(contents: Contents) -> Iterator[Diagnostic]:
    """R104: a share lies between nothing and a hundred per cent; a count or an amount is not negative."""
    for placed in contents.figures:
        kind, value = placed.item.kind, placed.item.number
        if is_doubtful(placed.item, contents):
            continue  # R103 or R107 says so
        if kind is QuantityKind.SHARE and placed.item.unit == "percent" and not 0 <= value <= 100:
            hint = "a figure that can exceed a hundred is a growth rate or a ratio"
            yield placed.error("R104", f"a share of {exact(value)}% is not possible", "value", hint=hint)
        elif kind in (QuantityKind.COUNT, QuantityKind.MONEY) and value < 0:
            hint = "leave the minus sign out"
            yield placed.error("R104", f"a {kind} of {exact(value)} is not possible", "value", hint=hint)


def every_part_is_within_its_whole(contents: Contents) -> Iterator[Diagnostic]:
    """R105: a part has its whole's unit, is not greater, and is not part of itself, directly or through others."""
    told = set[str]()  # those in a cycle, which is one mistake
    for placed in contents.figures:
        name = placed.item.part_of
        whole = contents.figure.get(name) if name else None
        if whole is None:
            continue
        if circle := _circle(contents, placed.item.id):
            if told.isdisjoint(circle):
                yield placed.error("R105", "a figure is a part of itself", "part_of", hint="name the whole")
            told |= circle
        elif is_doubtful(placed.item, contents) or is_doubtful(whole.item, contents):
            continue  # what is wrong with either is said elsewhere
        elif whole.item.unit != placed.item.unit:
            message = f"a part in {placed.item.unit} cannot belong to a whole in {whole.item.unit}"
            yield placed.error("R105", message, "part_of", hint="name a whole of the same unit")
        elif placed.item.number > whole.item.number:
            message = f"the part is greater than its whole '{name}'"
            hint = f"check both values; the whole is {exact(whole.item.number)}"
            yield placed.error("R105", message, "value", hint=hint)


def _circle(contents: Contents, start: str) -> set[str]:
    """Return the figures of a cycle of `part_of` from the start, if there is one."""
    seen, name = set[str](), start
    while name in contents.figure and name not in seen:
        seen.add(name)
        name = contents.figure[name].item.part_of or ""
    return seen if name == start else set()


Fault = tuple[str, str, Where]  # message, hint and the way to what is at fault


def every_formula_can_be_computed(contents: Contents) -> Iterator[Diagnostic]:
    """R106: a derived figure takes quoted ones that go together, and bounds that leave it a bound."""
    computed = {placed.item.id for placed in contents.derived}
    for placed in contents.derived:
        names = placed.item.inputs
        for i, name in enumerate(names):
            if name in computed:
                hint = "derive it from the source's figures"
                yield placed.error("R106", f"'{name}' is itself computed", "inputs", i, hint=hint)
        inputs = [contents.figure[name].item for name in names if name in contents.figure]
        if len(inputs) < len(names) or any(is_doubtful(each, contents) for each in inputs):
            continue  # what is wrong with an input is said elsewhere
        fault = (
            _miscounted(placed.item, inputs)
            or _mixed(placed.item, inputs)
            or _unbounded(placed.item.formula, inputs)
            or _senseless(placed.item, inputs, contents)
            or _other_result(placed.item, inputs, contents)
        )
        if fault:
            message, hint, where = fault
            yield placed.error("R106", message, *where, hint=hint)


def mixed_inputs(contents: Contents) -> list[frozenset[str]]:
    """Return the inputs of each derived figure that cannot be combined, which R106 reports."""
    return [
        frozenset(placed.item.inputs)
        for placed in contents.derived
        if _mixed(placed.item, [contents.figure[name].item for name in placed.item.inputs if name in contents.figure])
    ]


def _miscounted(derived: DerivedFigure, inputs: list[Figure]) -> Fault | None:
    """Return the fault of too many or too few inputs."""
    formula, count = derived.formula, len(inputs)
    if formula in (Formula.SUM, Formula.MEAN):
        return None if count > 1 else (f"a {formula} of one figure is that figure", "name all of them", ("inputs",))
    takes = 1 if formula is Formula.CONVERSION else 2
    if count == takes:
        return None
    words = "one input" if takes == 1 else "two inputs"
    other = "" if takes == 1 else "use the formula 'sum', or "
    return f"a {formula} takes {words}, not {count}", f"{other}{words}" if other else f"name {words}", ("inputs",)


def _mixed(derived: DerivedFigure, inputs: list[Figure]) -> Fault | None:
    """Return the fault of figures that do not go together."""
    alike = ("unit", "kind", "status") if derived.formula is not Formula.RATIO else ()
    for what in alike:
        if derived.formula is Formula.GROWTH and what == "status":
            continue  # from what was to what is expected
        if len(mixed := list(dict.fromkeys(str(getattr(each, what)) for each in inputs))) > 1:
            return f"the inputs mix {' and '.join(mixed)}", f"derive figures from inputs of one {what}", ("inputs",)
    return None


def _unbounded(formula: Formula, inputs: list[Figure]) -> Fault | None:
    """Return the fault of bounds among the inputs that leave nothing to say of the result."""
    if hedge_of(formula, inputs) is not None:
        return None
    i = next(i for i, each in enumerate(inputs) if each.bound not in (Bound.POINT, Bound.APPROXIMATE))
    message = f"a {formula} with the bound '{inputs[i].id}' is not bounded"
    return message, "delete the figure: these bounds allow no statement about the result", ("inputs", i)


def _senseless(derived: DerivedFigure, inputs: list[Figure], contents: Contents) -> Fault | None:
    """Return the fault of a formula that says nothing of these inputs."""
    formula, values = derived.formula, [each.number for each in inputs]
    rates = inputs[0].kind is QuantityKind.GROWTH_RATE
    if rates and formula in (Formula.SHARE, Formula.RATIO, Formula.GROWTH):  # R221 tells of sums and means
        return "growth rates are no parts of each other", "leave it out, or use the formula 'difference'", ("inputs",)
    if formula in (Formula.SHARE, Formula.RATIO) and values[1] == 0:
        return f"a {formula} of nothing cannot be computed", "name another whole", ("inputs", 1)
    if formula is Formula.GROWTH and values[0] <= 0:
        return "growth from nothing cannot be computed", "name another beginning", ("inputs", 0)
    if formula is Formula.SHARE and values[0] > values[1]:
        return "the share would be of more than all", "name the part first, then the whole", ("inputs",)
    if derived.unit and formula is not Formula.CONVERSION:
        return f"the unit of a {formula} follows from its inputs", "leave 'unit' out", ("unit",)
    return _unconverted(derived, inputs[0], contents) if formula is Formula.CONVERSION else None


def _unconverted(derived: DerivedFigure, figure: Figure, contents: Contents) -> Fault | None:
    """Return the fault of a conversion that has no way."""
    if contents.units[figure.unit].has_currency:
        return "currencies are never converted", "leave it out", ("formula",)
    if derived.unit not in contents.units:
        return f"there is no unit '{derived.unit}'", "name a unit of the same dimension", ("unit",)
    if not contents.units.comparable(figure.unit, derived.unit):
        return f"{figure.unit} cannot be converted to {derived.unit}", "name a unit of its dimension", ("unit",)
    return None


def _other_result(derived: DerivedFigure, inputs: list[Figure], contents: Contents) -> Fault | None:
    """Return the fault of an editor's own result that is not the formula's."""
    result = contents.derive(derived, inputs)
    if derived.value is None or derived.value == result:
        return None
    message = f"the {derived.formula} of its inputs is {exact(result)}, but the value is {exact(derived.value)}"
    return message, f"write 'value: {exact(result, group='')}', delete it, or correct the inputs", ("value",)


def every_printed_figure_is_its_value(contents: Contents) -> Iterator[Diagnostic]:
    """R107: the number that `printed` spells must be `value`; words without a number repeat the whole's value."""
    for placed in contents.figures:
        item, printed = placed.item, contents.printed(placed.item)
        if printed is None:
            yield from _told_in_words(placed, contents)
        elif not as_printed(item, contents):
            message = f"'{item.printed}' is {_numbers(printed)}, but the value is {_numbers(item.quantity)}"
            hint = f"write 'value: {exact(float(printed.numbers[0]), group='')}', or correct 'printed'"
            yield placed.error("R107", message, "low" if printed.is_range else "value", hint=hint)
        elif fits(item, contents) and printed.unit != item.unit:
            yield from _other_unit(placed, printed, contents)


def _is_said_beside(placed: Placed[Figure], contents: Contents) -> bool:
    """Return whether another figure of the paragraph is printed with this one's whole unit: "45 euros a month"."""
    beside = (each.item for each in contents.figures if each.item.locator == placed.item.locator)
    return any((read := contents.printed(each)) is not None and read.unit == placed.item.unit for each in beside)


def _other_unit(placed: Placed[Figure], printed: Quantity, contents: Contents) -> Iterator[Diagnostic]:
    """R107: the unit is the printed one, or one of its dimension; a thing that is counted may be named elsewhere."""
    item, unit = placed.item, contents.units[placed.item.unit]
    if printed.unit != "count" and contents.units.comparable(printed.unit, item.unit):
        return
    if item.unit.startswith(f"{printed.unit}/") and _is_said_beside(placed, contents):
        return
    if not counts(printed.unit, item.unit):
        message = f"'{item.printed}' is in {printed.unit}, but the unit is {item.unit}"
        right = printed.unit.replace("count/", f"{item.unit.partition('/')[0]}/", 1)
        yield placed.error("R107", message, "unit", hint=f"write 'unit: {right}', or correct 'printed'")
    elif printed.unit != "points" and (unit.dimension == "ratio" or unit.has_currency or unit.symbol):
        message = f"'{item.printed}' has no sign of the unit {item.unit}"
        hint = "quote the unit with the number; of several numbers say which: 'value'"
        yield placed.error("R107", message, "printed", hint=hint)


def _numbers(quantity: Quantity) -> str:
    return " to ".join(exact(float(each)) for each in quantity.numbers)


def _told_in_words(placed: Placed[Figure], contents: Contents) -> Iterator[Diagnostic]:
    """R107: words without a number, such as “all of them”, repeat the figure of the whole."""
    item = placed.item
    whole = contents.figure.get(item.part_of or "")
    if item.part_of and whole is None:
        return  # what is wrong with the reference is said elsewhere
    if whole is None or whole.item.number != item.number:
        message = f"'{item.printed}' holds no number that could be {exact(item.number)}"
        hint = "quote the words that state the figure, or name the whole that they repeat in 'part_of'"
        yield placed.error("R107", message, "printed", hint=hint)


def every_hedge_is_kept(contents: Contents) -> Iterator[Diagnostic]:
    """R108: where `printed` holds the words of a qualifier, such as “more than”, the figure has that qualifier."""
    for placed in contents.figures:
        item, printed = placed.item, contents.printed(placed.item)
        if printed and printed.qualifier is not Qualifier.EXACT and item.qualifier is not printed.qualifier:
            message = f"'{item.printed}' is hedged, but the qualifier is '{item.qualifier}'"
            yield placed.error("R108", message, "qualifier", hint=f"write 'qualifier: {printed.qualifier}'")
        elif (
            item.qualifier is Qualifier.EXACT
            and not item.hedge
            and (words := unknown_hedge(item.printed, contents.context.language, contents.units))
        ):
            hint = f"write the qualifier that it stands for, or declare '{words}' under 'hedges' in briefing.yaml"
            yield placed.error("R108", f"'{words}' looks like a hedge without a meaning", "printed", hint=hint)


def every_series_has_one_dimension(contents: Contents) -> Iterator[Diagnostic]:
    """R121: the units of a series convert into each other; one that is not known is read as a number of things."""
    for series in contents.series:
        points = [placed for placed in contents.figures if placed.item.id.startswith(f"{series.item.id}@")]
        units = [contents.units[each.item.unit] for each in points if each.item.unit in contents.units]
        usual = max(units, key=lambda unit: [each.dimension for each in units].count(unit.dimension), default=None)
        for placed in points if len(units) == len(points) else ():
            own = contents.units[placed.item.unit]
            if usual and own.dimension != usual.dimension:
                message = f"'{placed.item.printed}' is in '{own.id}', but '{series.item.id}' in '{usual.id}'"
                hint = "correct the unit, declare it in units.yaml, or make two series"
                yield placed.error("R121", message, hint=hint)
