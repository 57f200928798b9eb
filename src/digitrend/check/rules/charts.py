"""Honest charts: what may stand on one axis, and which form shows it.

The grounds are in the figures alone: kind, unit, period, bound, status and part.
"""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.check.contents import Contents, Placed
from digitrend.check.rules.evidence import is_doubtful
from digitrend.diagnostics import Diagnostic
from digitrend.model import MOST_MARKS, Bound, ChartForm, ChartSpec, Figure, QuantityKind, Status

RATES = (QuantityKind.GROWTH_RATE, QuantityKind.SHARE)
WHOLE_BRIEFING = (ChartForm.TIMELINE, ChartForm.MATRIX, ChartForm.ARGUMENT, ChartForm.TALLY)
EXACTLY = {ChartForm.PART: 2, ChartForm.MARKS: 2, ChartForm.SQUARES: 1}


def every_chart_has_its_figures(contents: Contents) -> Iterator[Diagnostic]:
    """R201: a form takes the number of figures that it can show, each once."""
    for placed in contents.charts:
        spec = placed.item
        count, form = len(spec.figures), spec.form
        if form in WHOLE_BRIEFING:
            if count:
                message = f"a chart of the form '{form}' draws on the whole briefing and takes no figures"
                yield placed.error("R201", message, "figures", hint="leave 'figures' out")
        elif form in EXACTLY and count != EXACTLY[form]:
            takes = "the part, then the whole" if EXACTLY[form] == 2 else "one share"
            message = f"a chart of the form '{form}' takes {takes}, and {count} are given"
            yield placed.error("R201", message, "figures", hint=f"name {takes}")
        elif not count:
            yield placed.error("R201", "a chart without figures shows nothing", "figures", hint="name at least one")
        else:
            for i, name in enumerate(spec.figures):
                if name in spec.figures[:i]:
                    yield placed.error("R201", f"'{name}' is drawn twice", "figures", i, hint="name it once")


def rates_do_not_stand_beside_counts(contents: Contents) -> Iterator[Diagnostic]:
    """R202: one axis holds figures of one kind: no growth rates beside shares, counts or money."""
    for placed, drawn in _bars(contents):
        kinds = list(dict.fromkeys(each.kind for each in drawn))
        if len(kinds) > 1:
            message = f"bars of {' and '.join(kinds)} share an axis"
            yield placed.error("R202", message, "figures", hint="draw one kind, or use the form 'cards'")


def counts_of_different_units_share_no_axis(contents: Contents) -> Iterator[Diagnostic]:
    """R203: one axis holds figures of one unit, whether its scale is linear or logarithmic."""
    for placed, drawn in _bars(contents):
        units = list(dict.fromkeys(each.unit for each in drawn))
        if len({each.kind for each in drawn}) == 1 and len(units) > 1:
            message = f"bars in {' and '.join(units)} share an axis"
            yield placed.error("R203", message, "figures", hint="use the form 'cards' for counts of different units")


def bars_share_a_period(contents: Contents) -> Iterator[Diagnostic]:
    """R204: bars side by side are of one period."""
    for placed, drawn in _bars(contents):
        if len({each.period for each in drawn}) > 1:
            periods = " and ".join(dict.fromkeys(each.period or "no period" for each in drawn))
            hint = "draw figures of one period, or use the form 'cards'"
            yield placed.error("R204", f"bars of {periods} stand side by side", "figures", hint=hint)


def plans_are_not_drawn_as_progress(contents: Contents) -> Iterator[Diagnostic]:
    """R205: planned, claimed and observed figures do not share an axis, nor is a plan a part of an outcome."""
    for placed, drawn in _drawn(contents):
        statuses = list(dict.fromkeys(each.status for each in drawn))
        if len(statuses) > 1 and placed.item.form is not ChartForm.CARDS:
            message = f"{' and '.join(statuses)} figures are drawn as one thing"
            yield placed.error("R205", message, "figures", hint="draw figures of one status, or use the form 'cards'")
        elif Status.PLANNED in statuses and placed.item.form in (ChartForm.SQUARES, ChartForm.MARKS):
            yield placed.error("R205", "a plan is drawn as progress", "form", hint="use the form 'part' or 'cards'")


def a_part_is_declared(contents: Contents) -> Iterator[Diagnostic]:
    """R206: a part of a whole is drawn only where the figure declares it with `part_of`."""
    for placed, drawn in _drawn(contents):
        if placed.item.form in (ChartForm.PART, ChartForm.MARKS) and len(drawn) == 2:
            part, whole = drawn
            declared = contents.figure.get(part.part_of or "")
            if part.part_of and (declared is None or declared.item is part or declared.item.unit is not part.unit):
                continue  # what is wrong with the reference is said elsewhere
            if part.part_of != whole.id:
                message = f"'{part.id}' is not declared to be a part of '{whole.id}'"
                hint = f"add 'part_of: {whole.id}' to it, if the source supports that"
                if whole.part_of == part.id:
                    hint = f"name the part first: [{whole.id}, {part.id}]"
                yield placed.error("R206", message, "figures", hint=hint)


def lower_bounds_are_not_drawn_as_points(contents: Contents) -> Iterator[Diagnostic]:
    """R207: a share, a part or a count of marks cannot show “more than”."""
    for placed, drawn in _drawn(contents):
        bounds = [each.id for each in drawn if each.bound not in (Bound.POINT, Bound.APPROXIMATE)]
        if bounds and placed.item.form in (ChartForm.PART, ChartForm.MARKS, ChartForm.SQUARES):
            message = f"the lower bound '{bounds[0]}' would be drawn as a point"
            yield placed.error("R207", message, "figures", hint="use the form 'cards'")


def squares_show_a_share(contents: Contents) -> Iterator[Diagnostic]:
    """R208: a hundred squares show one share; marks show small whole counts."""
    for placed, drawn in _drawn(contents):
        form = placed.item.form
        if form is ChartForm.SQUARES and drawn and drawn[0].kind is not QuantityKind.SHARE:
            message = f"a {drawn[0].kind} cannot be shown as squares of a hundred"
            yield placed.error("R208", message, "form", hint="use the form 'bars' or 'cards'")
        if form is ChartForm.MARKS and any(not each.number.is_integer() or each.number > MOST_MARKS for each in drawn):
            message = "marks stand for whole things, a hundred at most"
            yield placed.error("R208", message, "form", hint="use the form 'part' or 'cards'")


def computed_figures_are_not_drawn_among_the_sources(contents: Contents) -> Iterator[Diagnostic]:
    """R209: a figure computed here is never drawn beside those of the source."""
    computed = {placed.item.id for placed in contents.derived}
    for placed in contents.charts:
        for i, name in enumerate(placed.item.figures):
            if name in computed:
                hint = "name it in the description, where it is labelled as computed"
                yield placed.error("R209", f"'{name}' is computed here", "figures", i, hint=hint)


def _drawn(contents: Contents) -> Iterator[tuple[Placed[ChartSpec], list[Figure]]]:
    """Yield each chart with those of its figures that are known, quoted and without a fault of their own."""
    for placed in contents.charts:
        known = [contents.figure[name].item for name in placed.item.figures if name in contents.figure]
        yield placed, [each for each in known if not is_doubtful(each, contents)]


def _bars(contents: Contents) -> Iterator[tuple[Placed[ChartSpec], list[Figure]]]:
    return ((placed, drawn) for placed, drawn in _drawn(contents) if placed.item.form is ChartForm.BARS)
