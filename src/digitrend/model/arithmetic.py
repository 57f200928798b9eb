"""The arithmetic of derived figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digitrend.model.figure import DerivedFigure, Figure, Formula


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


def values_of(figures: Iterable[Figure | DerivedFigure]) -> dict[str, float]:
    """Return each figure's value by id; inputs of derived figures must be among them and be quoted."""
    known = tuple(figures)
    quoted: Mapping[str, float] = {s.id: s.value for s in known if isinstance(s, Figure)}
    derived = {
        s.id: derive(s.formula, tuple(quoted[i] for i in s.inputs), s.decimals)
        for s in known
        if isinstance(s, DerivedFigure)
    }
    return {**quoted, **derived}
