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
    """R210: a chart has one axis.

    Why: two axes let any two figures seem to agree, by the choice of their scales.
    Example: `second_axis: [live-views]`, `form: dual-axis`.
    Mend: draw two charts, or use `form: cards`, which shows each figure by itself.

    R211: rates of different things have no total, no average and no line through them.

    Why: a line says that one thing became another, a total that they are parts of one.
    Example: `form: line`, `average: yes`.
    Mend: use `form: bars`, one bar a rate.

    R212: bars start at zero.

    Why: the eye compares lengths, and small differences would look large.
    Example: `baseline: 10`, `min: 5`.
    Mend: leave it out.

    R213: a map needs a figure for each place.

    Why: a coloured area says that something was measured there.
    Example: `form: map`.
    Mend: use `form: bars` or `form: cards`, and name the place in the subtitle.

    R214: dates are no finer than the source gives them.

    Why: a mark at a day says that the source names the day.
    Example: `precision: day` for a timeline.
    Mend: leave it out: `form: timeline` has months, and lanes for what has a year only or no date.

    R215: a chart computes nothing.

    Why: a ratio of two lower bounds has no bound, and any ratio is a figure that needs its own record.
    Example: `ratio: [live-views, live-hosts]`.
    Mend: declare a part with `part_of` and use `form: part`, derive a figure, or use `form: cards`.

    R216: a chart keeps its title, its subtitle, its description, its table and its source line.

    Why: without them a reader cannot check it, and one who does not see it learns nothing.
    Example: `table: no`, `source: none`.
    Mend: leave it out: what is not written follows from the statistics.

    R217: no axis is logarithmic.

    Why: it has no zero, and makes figures of different units look comparable.
    Example: `scale: log`.
    Mend: use `form: bars` for figures of one unit, or `form: cards`.
    """
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
