"""The form of a chart that an editor leaves to the figures: what fits them, and nothing that would mislead."""

from __future__ import annotations

from collections.abc import Mapping

from digitrend.model.charts import ChartForm, ChartSpec
from digitrend.model.figures import Figure, Series
from digitrend.model.quantities import Bound, QuantityKind

MOST_MARKS = 100  # marks that can still be counted by eye


def settled(spec: ChartSpec, figures: Mapping[str, Figure], series: Mapping[str, Series]) -> ChartSpec:
    """Return a specification with the form, and for a part of a whole the order, that its figures ask for.

    The id of a series stands for its points. A specification whose form is given keeps it, and ids that name no figure
    stay, for the rules to find.
    """
    names = tuple(
        name
        for each in spec.figures
        for name in ([point.id for point in series[each].points] if each in series else [each])
    )
    if names != spec.figures:
        spec = spec.model_copy(update={"figures": names})
    if spec.form is not ChartForm.AUTO:
        return spec
    drawn = [figures[name] for name in spec.figures if name in figures]
    if len(drawn) < len(spec.figures):
        return spec.model_copy(update={"form": ChartForm.CARDS})
    if len(drawn) == 2 and drawn[1].part_of == drawn[0].id:
        drawn.reverse()
    return spec.model_copy(update={"form": _form(drawn), "figures": tuple(each.id for each in drawn)})


def _form(drawn: list[Figure]) -> ChartForm:
    """Return the form that fits; number cards fit everything."""
    points = all(each.bound in (Bound.POINT, Bound.APPROXIMATE) for each in drawn)
    planned = any(each.status.is_ahead for each in drawn)
    alike = len({(each.kind, each.unit, each.period, each.status) for each in drawn}) == 1
    rates = all(each.kind in (QuantityKind.GROWTH_RATE, QuantityKind.SHARE) for each in drawn)
    if len(drawn) == 2 and drawn[0].part_of == drawn[1].id and points and drawn[0].status is drawn[1].status:
        countable = all(each.number.is_integer() and 0 <= each.number <= MOST_MARKS for each in drawn)
        counts = all(each.kind is QuantityKind.COUNT for each in drawn)
        return ChartForm.MARKS if counts and countable and not planned else ChartForm.PART
    if len(drawn) == 1 and drawn[0].kind is QuantityKind.SHARE and points and not planned:
        return ChartForm.SQUARES
    return ChartForm.BARS if len(drawn) > 1 and alike and rates else ChartForm.CARDS
