"""The words of a chart that its editor leaves to the figures: title, subtitle and description.

Prose like an editor's own: labels, and references in the place of numbers, joined by the templates' words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from digitrend.model import AnyFigure, Bound, ChartForm, ChartSpec, Figure, Units
from digitrend.text.wording import Words, count_text, key_of, period_text, unit_name, word

WHOLE_BRIEFING = (ChartForm.TIMELINE, ChartForm.MATRIX, ChartForm.ARGUMENT, ChartForm.TALLY)
OF_A_WHOLE = (ChartForm.PART, ChartForm.MARKS)
POINTS = (Bound.POINT, Bound.APPROXIMATE)


def captioned(spec: ChartSpec, figures: Mapping[str, AnyFigure], words: Words, units: Units) -> ChartSpec:
    """Return a specification with all its words; those that the editor has written stand."""
    if spec.title and spec.subtitle and spec.description:
        return spec
    if spec.form in WHOLE_BRIEFING:
        makers: dict[str, Callable[[], str]] = {
            field: lambda field=field: word(words, f"caption.{spec.form.value}.{field}")  # type: ignore[misc]
            for field in ("title", "subtitle", "description")
        }
    else:
        drawn = tuple(figures[name] for name in spec.figures)
        makers = {
            "title": lambda: _title(spec.form, drawn, words),
            "subtitle": lambda: _measure(drawn, words, units),
            "description": lambda: " ".join(_told("caption.described", each, words) for each in drawn),
        }
    missing = {field: make() for field, make in makers.items() if not getattr(spec, field)}
    return spec.model_copy(update=missing)


def _told(key: str, figure: AnyFigure, words: Words, **more: str) -> str:
    return word(words, key, label=figure.label, figure=f"[[{figure.id}]]", **more)


def _title(form: ChartForm, drawn: tuple[AnyFigure, ...], words: Words) -> str:
    """Return what the figures say at once: the highest of a kind, a part of its whole, or the first of several."""
    first = drawn[0]
    if form in OF_A_WHOLE and len(drawn) == 2:
        return _told("caption.part", first, words, whole=f"[[{drawn[1].id}]]")
    if form is ChartForm.BARS and (highest := _highest(drawn)):
        return _told("caption.highest", highest, words, count=count_text(len(drawn), words))
    if len(drawn) == 1:
        return _told("caption.one", first, words)
    if len(drawn) == 2:
        return _told("caption.another", first, words)
    return _told("caption.several", first, words, count=count_text(len(drawn) - 1, words))


def _highest(drawn: tuple[AnyFigure, ...]) -> Figure | None:
    """Return the one that is above the others, or None: two may be level, and a lower bound may be above any."""
    quoted = [each for each in drawn if isinstance(each, Figure)]
    values = sorted((each.number for each in quoted), reverse=True)
    if len(quoted) < 2 or values[0] == values[1] or any(each.bound not in POINTS for each in quoted):
        return None
    return max(quoted, key=lambda each: each.number)


def _measure(drawn: tuple[AnyFigure, ...], words: Words, units: Units) -> str:
    """Return what is measured, in which unit, where and when, each once; several measures go by their kind."""
    quoted = [each for each in drawn if isinstance(each, Figure)]
    measures = dict.fromkeys(each.indicator for each in drawn)
    kinds = [word(words, f"figure_kind.{key_of(each.kind)}") for each in quoted]
    told = (
        measures if len(measures) == 1 and all(measures) else kinds,
        [unit_name(each.unit, words, units) for each in quoted],
        [each.place for each in quoted],
        [period_text(each.period, words) or word(words, "evidence.no_period") for each in quoted],
    )
    text = "; ".join(", ".join(dict.fromkeys(each)) for each in told if any(each))
    return text[:1].upper() + text[1:]
