"""What is wrong with a figure itself, so that what would follow from it is no second finding."""

from __future__ import annotations

import re
from decimal import Decimal

from digitrend.model import Statistic, StatisticKind, Unit
from digitrend.printed import printed_value

UNITS: dict[StatisticKind, tuple[Unit, ...]] = {
    StatisticKind.GROWTH_RATE: (Unit.PERCENT,),
    StatisticKind.SHARE: (Unit.PERCENT,),
    StatisticKind.MONEY: tuple(unit for unit in Unit if unit.is_currency),
    StatisticKind.COUNT: tuple(unit for unit in Unit if unit is not Unit.PERCENT and not unit.is_currency),
}
DECLINE = re.compile(r"fall|fell|declin|decreas|drop|down|less|lower|shr[aiu]nk|reduc", re.IGNORECASE)


def is_doubtful(item: Statistic) -> bool:
    """Whether a rule finds fault with the figure itself, so that what would follow from it is no second finding."""
    return bool(fault_of_period(item.period)) or item.unit not in UNITS[item.kind] or not as_printed(item)


def as_printed(item: Statistic) -> bool:
    """Whether the value is the number that `printed` spells, if it spells one; a fall may be told in words."""
    printed = printed_value(item.printed)
    if printed is None or printed[0] == item.value:
        return True
    return item.value < 0 and printed[0] == -item.value and DECLINE.search(item.printed) is not None


def fault_of_period(period: str) -> tuple[str, str] | None:
    """Return the message and hint for a period that cannot be; None for one that can."""
    start, _, end = period.partition("/")
    for date in (start, end):
        if date and not exists(date):
            return f"'{date}' is no date", "write months from 01 to 12, and days that the month has"
    if end < start[: len(end)]:
        return f"the period ends in {end}, before it starts in {start}", f"write {end}/{start}, if that is meant"
    return None


def exists(date: str) -> bool:
    """Say whether there is such a date, of whatever precision."""
    year, month, day = (int(each) for each in (date + "-01-01").split("-")[:3])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def exact(value: float, group: str = ",") -> str:
    """Return a number with all its digits, as an editor would write it."""
    whole, _, fraction = f"{Decimal(repr(value)):{group}f}".partition(".")
    return f"{whole}.{fraction}" if fraction.strip("0") else whole
