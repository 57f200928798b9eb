"""The arithmetic of derived figures: values, and what becomes of hedges and units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from digitrend.model.figures import DerivedFigure, Figure, Formula
from digitrend.model.quantities import Bound, Qualifier, QuantityKind
from digitrend.model.units import Units

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
    """Return the qualifier that those of the inputs make; None where their bounds pull in both directions."""
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
    """Return what a conversion multiplies by; one for other formulas."""
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
    """Return what sort of number a derived figure is."""
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
