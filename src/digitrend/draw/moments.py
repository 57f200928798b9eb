"""Dates of a timeline's moments: how precise they are, in words, and where they lie on an axis of months."""

from __future__ import annotations

from calendar import monthrange
from itertools import groupby
from typing import TYPE_CHECKING

from digitrend.charts.values import MONTHS

if TYPE_CHECKING:
    from digitrend.charts.values import Moment


def dated(moments: tuple[Moment, ...]) -> list[Moment]:
    """Return the moments whose month is known, in order of date."""
    return sorted((moment for moment in moments if len(moment.date) > 4), key=lambda moment: moment.date)


def of_years(moments: tuple[Moment, ...]) -> list[Moment]:
    """Return the moments of which only the year is known."""
    return [moment for moment in moments if len(moment.date) == 4]


def undated(moments: tuple[Moment, ...]) -> list[Moment]:
    """Return the moments without a date."""
    return [moment for moment in moments if not moment.date]


def by_date(moments: list[Moment]) -> list[tuple[str, list[Moment]]]:
    """Group moments of the same date."""
    return [(date, list(group)) for date, group in groupby(moments, key=lambda moment: moment.date)]


def in_words(moment: Moment) -> str:
    """Return a moment's date in words, in plain English if it brings none; never finer than it is."""
    year, month, *day = moment.date.split("-")
    return moment.when or " ".join([*(str(int(part)) for part in day), MONTHS[int(month) - 1], year])


def span(date: str, first_year: int) -> tuple[float, float]:
    """Return from when to when a date lasts, in months since January of the first year."""
    year, month, *day = (int(part) for part in date.split("-"))
    start = (year - first_year) * 12 + month - 1
    if not day:
        return start, start + 1
    days = monthrange(year, month)[1]
    return start + (day[0] - 1) / days, start + day[0] / days


def years(moments: list[Moment]) -> range:
    """Return all years from the first moment's to the last one's."""
    found = [int(moment.date[:4]) for moment in moments]
    return range(min(found), max(found) + 1)
