"""Figures computed here: only what can be computed from the source's figures without losing what they say."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.diagnostics import Diagnostic
from digitrend.model import DerivedStatistic, Formula, Statistic, StatisticKind, Where, derive

from .contents import Contents
from .doubt import exact, is_doubtful

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
        inputs = [contents.statistic[name].item for name in names if name in contents.statistic]
        if len(inputs) < len(names) or any(map(is_doubtful, inputs)):
            continue  # what is wrong with an input is said elsewhere
        formula = placed.item.formula
        faults = _mixed(inputs) or _unbounded(formula, inputs) or _senseless(formula, inputs)
        if fault := faults or _other_result(placed.item, inputs):
            message, hint, where = fault
            yield placed.error("R106", message, *where, hint=hint)


def _mixed(inputs: list[Statistic]) -> Fault | None:
    """Return the fault of figures that do not go together."""
    for what in ("unit", "kind", "status"):
        if len(mixed := list(dict.fromkeys(str(getattr(each, what)) for each in inputs))) > 1:
            return f"the inputs mix {' and '.join(mixed)}", f"derive figures from inputs of one {what}", ("inputs",)
    return None


def _unbounded(formula: Formula, inputs: list[Statistic]) -> Fault | None:
    """Return the fault of a lower bound among the inputs."""
    for i, each in enumerate(inputs):
        if each.qualifier.is_lower_bound:
            message = f"a {formula} of the lower bound '{each.id}' has no bound of its own"
            return message, "leave it out: “more than” cannot be computed with", ("inputs", i)
    return None


def _senseless(formula: Formula, inputs: list[Statistic]) -> Fault | None:
    """Return the fault of a formula that says nothing of these inputs."""
    rates, values = inputs[0].kind is StatisticKind.GROWTH_RATE, [each.value for each in inputs]
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


def _other_result(derived: DerivedStatistic, inputs: list[Statistic]) -> Fault | None:
    """Return the fault of an editor's own result that is not the formula's."""
    result = derive(derived.formula, tuple(each.value for each in inputs), derived.decimals)
    if derived.value is None or derived.value == result:
        return None
    message = f"the {derived.formula} of its inputs is {exact(result)}, and the value is {exact(derived.value)}"
    return message, f"write 'value: {exact(result, group='')}', leave it out, or mend the inputs", ("value",)
