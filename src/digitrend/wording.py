"""Numbers, periods and dates in words; the words themselves come from the templates' `words.en.yaml`.

Takes values of the model and gives text; what it gives for a figure always carries its qualifier.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from digitrend.errors import MissingWordError
from digitrend.model import AnyFigure, DerivedFigure, Qualifier, Unit

Words = Mapping[str, str]  # "figure.percent" → "{number}%"; the keys of the nested file, joined by dots

_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SMALL = 13  # counts below are written as words, as the house style has it


def word(words: Words, key: str, **values: object) -> str:
    """Return the entry `key` with its gaps filled; raises MissingWordError if there is none."""
    try:
        return words[key].format_map(values) if values else words[key]
    except KeyError as error:
        raise MissingWordError(key if key not in words else f"{key}: {{{error.args[0]}}}") from None


def flattened(data: object, prefix: str = "") -> dict[str, str]:
    """Return the nested words of the file with their keys joined by dots; in a list, places count from 0."""
    if not isinstance(data, (Mapping, list)):
        return {prefix: str(data)}
    flat: dict[str, str] = {}
    for key, value in data.items() if isinstance(data, Mapping) else enumerate(data):
        flat |= flattened(value, f"{prefix}.{key}" if prefix else str(key))
    return flat


def full(value: float) -> str:
    """Return a number in full for data: fifteen digits, those that a float keeps, and never an exponent."""
    return f"{Decimal(f'{value:.15g}'):f}"


def number(value: float, words: Words) -> str:
    """Return a number for reading: "18.2", "400,000", "49.9 trillion"; every digit is kept."""
    exact = Decimal(repr(value))
    for scale, name in _SCALES:
        if abs(exact) >= scale:
            return word(words, f"number.{name}", number=_grouped(exact / scale, words))
    return _grouped(exact, words)


def _grouped(value: Decimal, words: Words) -> str:
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0")
    whole = whole.replace(",", word(words, "number.group")).replace("-", "−")
    return f"{whole}{word(words, 'number.point')}{fraction}" if fraction else whole


def unit_of(figure: AnyFigure, units: Mapping[str, Unit]) -> Unit:
    """Return the unit of a figure; a derived one's follows from its formula and inputs."""
    if isinstance(figure, DerivedFigure):
        return Unit.PERCENT if figure.formula.value == "share" else units[figure.inputs[0]]
    return figure.unit


def quantity(value: float, unit: Unit, words: Words) -> str:
    """Return a number with its unit where the unit is part of the number: "18.2%", "49.9 trillion yuan"."""
    shown = number(value, words)
    if unit is Unit.PERCENT or unit.is_currency:
        return word(words, f"figure.{unit.value.lower()}", number=shown)
    return shown


def hedged(figure: AnyFigure, value: float, unit: Unit, words: Words) -> str:
    """Return a figure as prose shows it, with its qualifier: "more than 10 million"."""
    shown = quantity(value, unit, words)
    if isinstance(figure, DerivedFigure):
        return word(words, "figure.derived", figure=shown)
    if figure.qualifier is Qualifier.EXACT:
        return shown
    key = {Qualifier.MORE_THAN: "figure.more_than", Qualifier.INCOMPLETE: "figure.incomplete"}[figure.qualifier]
    return word(words, key, figure=shown)


def date_text(date: str, words: Words) -> str:
    """Return a date of any precision in words: "April 2020", "2020", "15 November 2020", or that there is none."""
    if not date:
        return word(words, "date.none")
    year, *rest = date.split("-")
    if not rest:
        return year
    month = word(words, f"month.{int(rest[0]) - 1}")
    if len(rest) == 1:
        return word(words, "date.month", month=month, year=year)
    return word(words, "date.day", day=int(rest[1]), month=month, year=year)


def period_text(period: str, words: Words) -> str:
    """Return an ISO 8601 interval in words: "January to September 2020"; "" for none."""
    if not period:
        return ""
    start, end = period.split("/")
    year = end[:4]
    if (start, end) in ((f"{year}-01", f"{year}-12"), (year, year), (f"{year}-01-01", f"{year}-12-31")):
        return year
    first, last = date_text(start, words), date_text(end, words)
    if start[:4] == year and len(start) == len(end) == len("2020-01"):
        first = word(words, f"month.{int(start[5:7]) - 1}")
    return word(words, "date.range", start=first, end=last)


def count_text(count: int, words: Words) -> str:
    """Return a count as prose has it: in words up to twelve, in figures above."""
    return word(words, f"count.{count}") if 0 <= count < _SMALL else number(count, words)
