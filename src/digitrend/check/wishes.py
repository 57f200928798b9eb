"""What an editor may ask of a chart, and is refused: fields and forms that would mislead, each with what fits instead.

They are no part of the model, so that no chart can have them; looked for in the data as read, they get an answer that
says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digitrend.content import Document, Where
from digitrend.diagnostics import Diagnostic

from .contents import Contents

ANY = ""  # whatever the field's value


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for by a field, where it has one of these values, or by a form."""

    code: str
    message: str
    hint: str
    fields: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    values: tuple[str, ...] = (ANY,)


CARDS = "use the form 'cards', which shows each figure by itself"
WISHES = (
    Wish(
        "R210",
        "a chart with two axes lets any two figures seem to agree",
        f"draw two charts, or {CARDS}",
        ("axes", "axis2", "axis_2", "second_axis", "secondary_axis", "right_axis", "y2", "y_axis_2"),
        ("dual", "dual-axis", "dual_axis", "combo", "two-axes"),
    ),
    Wish(
        "R211",
        "rates of different things have no total, no average and no line through them",
        "use the form 'bars', one bar a rate",
        ("total", "sum", "average", "mean", "median", "line", "trend", "trend_line", "trendline", "regression"),
        ("line", "lines", "area", "stacked", "stacked-bars", "spline", "curve"),
    ),
    Wish(
        "R212",
        "bars that do not start at zero make small differences look large",
        "leave it out: the form 'bars' starts at zero",
        ("baseline", "base", "start", "origin", "min", "minimum", "y_min", "x_min", "axis_start", "range", "zero"),
    ),
    Wish(
        "R213",
        "a map needs a figure for each place, and the statistics are of one place each",
        "use the form 'bars' or 'cards', and name the place in the subtitle",
        ("map", "regions", "places"),
        ("map", "choropleth", "cartogram"),
    ),
    Wish(
        "R214",
        "dates cannot be finer than the source gives them",
        "leave it out: the form 'timeline' has months, and lanes for events with a year or no date",
        ("precision", "granularity", "resolution", "by", "dates", "days"),
        ("calendar", "gantt"),
    ),
    Wish(
        "R215",
        "a chart computes nothing, and a ratio of two lower bounds has no bound",
        "declare a part with 'part_of' and use the form 'part', or use the form 'cards'",
        ("ratio", "formula", "divide", "per", "index"),
        ("ratio", "index"),
    ),
    Wish(
        "R216",
        "a chart keeps its title, its subtitle, its description, its table and its source line",
        "leave it out: what is not written follows from the statistics",
        ("table", "source", "data", "title", "measure", "description"),
        values=("no", "none", "false", "off", "hide", "hidden", "without"),
    ),
    Wish(
        "R217",
        "a logarithmic axis has no zero, and does not make different units comparable",
        f"use the form 'bars' for figures of one unit, or {CARDS}",
        ("scale", "axis_scale", "log", "logarithmic", "log_scale"),
        ("log", "log-bars"),
        ("log", "log10", "logarithmic", "symlog", "true", "yes"),
    ),
)
CODES = frozenset(wish.code for wish in WISHES)
OF_FIELD = {field: wish for wish in WISHES for field in wish.fields}
OF_FORM = {form: wish for wish in WISHES for form in wish.forms}


def nothing_misleading_is_asked_for(contents: Contents) -> Iterator[Diagnostic]:
    """R210, R211, R212, R213, R214, R215, R216 and R217: a chart has one axis, and the like."""
    for document in contents.documents:
        for where, chart in _charts(document):
            for field, value in chart.items():
                told = "" if value is None else str(value).strip().lower()
                if field == "form" and (wish := OF_FORM.get(told)):
                    at = document.value_at((*where, field))
                elif (wish := OF_FIELD.get(field)) and (ANY in wish.values or told in wish.values):
                    at = document.key_at((*where, field))
                else:
                    continue
                yield Diagnostic(wish.code, wish.message, document.path, at, hint=wish.hint)


def _charts(document: Document) -> Iterator[tuple[Where, dict[str, object]]]:
    """Yield the charts in the data of a file, and where they stand; whatever the shape of the rest."""
    charts = document.value(("charts",))
    for i, chart in enumerate(charts if isinstance(charts, list) else ()):
        if isinstance(chart, dict):
            yield ("charts", i), dict(chart)
