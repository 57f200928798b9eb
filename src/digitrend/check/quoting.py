"""Figures against the words that they come from: what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digitrend.diagnostics import Diagnostic
from digitrend.model import Qualifier, Statistic, Unit
from digitrend.printed import printed_value

from .contents import Contents, Placed
from .doubt import UNITS, as_printed, exact

HEDGES = {
    Qualifier.MORE_THAN: re.compile(
        r"(?:\b(?:more than|over|above|at least|exceed\w*)\s+|(?:超过|逾|至少)\s*)(?=[\d¥￥])", re.IGNORECASE
    ),
    Qualifier.INCOMPLETE: re.compile(r"incomplete statistics|不完全统计", re.IGNORECASE),
}


def every_printed_figure_is_its_value(contents: Contents) -> Iterator[Diagnostic]:
    """R107: the number that `printed` spells must be `value`; words without a number repeat the whole's value."""
    for placed in contents.statistics:
        item = placed.item
        printed = printed_value(item.printed)
        if printed is None:
            yield from _told_in_words(placed, contents)
            continue
        value, unit = printed
        if not as_printed(item):
            message = f"'{item.printed}' is {exact(value)}, and the value is {exact(item.value)}"
            yield placed.error(
                "R107", message, "value", hint=f"write 'value: {exact(value, group='')}', or mend 'printed'"
            )
        elif item.unit not in UNITS[item.kind]:
            continue  # R103 says so
        elif unit is not None and unit is not item.unit:
            message = f"'{item.printed}' is in {unit}, and the unit is {item.unit}"
            yield placed.error("R107", message, "unit", hint=f"write 'unit: {unit}', or mend 'printed'")
        elif unit is None and (item.unit is Unit.PERCENT or item.unit.is_currency):
            message = f"'{item.printed}' has no sign of the unit {item.unit}"
            yield placed.error("R107", message, "printed", hint="quote the unit with the number")


def _told_in_words(placed: Placed[Statistic], contents: Contents) -> Iterator[Diagnostic]:
    """R107: words without a number, such as “all of them”, repeat the figure of the whole."""
    item = placed.item
    whole = contents.statistic.get(item.part_of or "")
    if item.part_of and whole is None:
        return  # what is wrong with the reference is said elsewhere
    if whole is None or whole.item.value != item.value:
        message = f"'{item.printed}' holds no number that could be {exact(item.value)}"
        hint = "quote the words that state the figure, or name the whole that they repeat in 'part_of'"
        yield placed.error("R107", message, "printed", hint=hint)


def every_hedge_is_kept(contents: Contents) -> Iterator[Diagnostic]:
    """R108: where `printed` holds the words of a qualifier, such as “more than”, the statistic has that qualifier."""
    for placed in contents.statistics:
        hedges = [qualifier for qualifier, words in HEDGES.items() if words.search(placed.item.printed)]
        if hedges and placed.item.qualifier not in hedges:
            message = f"'{placed.item.printed}' is hedged, and the qualifier is '{placed.item.qualifier}'"
            yield placed.error("R108", message, "qualifier", hint=f"write 'qualifier: {hedges[0]}'")
