"""The arithmetic of derived figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digitrend.model.statistic import DerivedStatistic, Formula, Statistic


def derive(formula: Formula, inputs: tuple[float, ...], decimals: int) -> float:
    """Return the derived value, rounded half to even to `decimals` places; a share is in per cent.

    Raises ZeroDivisionError for a share of nothing.
    """
    match formula:
        case Formula.SHARE:
            value = 100 * inputs[0] / inputs[1]
        case Formula.DIFFERENCE:
            value = inputs[0] - inputs[1]
        case Formula.SUM:
            value = sum(inputs)
    return round(value, decimals)


def values_of(statistics: Iterable[Statistic | DerivedStatistic]) -> dict[str, float]:
    """Return each statistic's value by id; inputs of derived figures must be among them and be quoted."""
    known = tuple(statistics)
    quoted: Mapping[str, float] = {s.id: s.value for s in known if isinstance(s, Statistic)}
    derived = {
        s.id: derive(s.formula, tuple(quoted[i] for i in s.inputs), s.decimals)
        for s in known
        if isinstance(s, DerivedStatistic)
    }
    return {**quoted, **derived}
