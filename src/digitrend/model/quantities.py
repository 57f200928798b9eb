"""Quantities and periods as values.

    Quantity(Decimal("49.9e12"), unit="CNY", qualifier=Qualifier.ABOUT)
    Quantity(low=Decimal(3), high=Decimal(5), unit="percent", qualifier=Qualifier.BETWEEN)
    Period.parse("2020-01/2020-09"), Period.parse("end of 2020")

`digitrend.text` reads and writes them as text; these types are independent of language.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import total_ordering
from typing import Self

from digitrend.model.base import Word
from digitrend.model.units import Units


class Bound(StrEnum):
    """Where the true value may be, relative to the number."""

    POINT = "point"
    APPROXIMATE = "approximate"
    LOWER = "lower"
    UPPER = "upper"
    RANGE = "range"


class Qualifier(Word):
    """How the source hedges a number."""

    EXACT = "exact", "no hedge: the number stands alone"
    ABOUT = "about", "close to the number, on either side"
    NEARLY = "nearly", "close to the number, and below it"
    MORE_THAN = "more than", "a lower bound that is not reached itself"
    AT_LEAST = "at least", "a lower bound that may be reached"
    LESS_THAN = "less than", "an upper bound that is not reached itself"
    AT_MOST = "at most", "an upper bound that may be reached: no more than"
    UP_TO = "up to", "an upper bound that is reached by some"
    BETWEEN = "between", "from a low to a high value"

    @property
    def bound(self) -> Bound:
        """The bound that it stands for."""
        return _BOUNDS[self]


_BOUNDS = {
    Qualifier.EXACT: Bound.POINT,
    Qualifier.ABOUT: Bound.APPROXIMATE,
    Qualifier.NEARLY: Bound.APPROXIMATE,
    Qualifier.MORE_THAN: Bound.LOWER,
    Qualifier.AT_LEAST: Bound.LOWER,
    Qualifier.LESS_THAN: Bound.UPPER,
    Qualifier.AT_MOST: Bound.UPPER,
    Qualifier.UP_TO: Bound.UPPER,
    Qualifier.BETWEEN: Bound.RANGE,
}
_CLOSE = Decimal("1e-9")  # relative: what a conversion may lose
_TURNED = {Bound.LOWER: Bound.UPPER, Bound.UPPER: Bound.LOWER}


class QuantityKind(Word):
    """The kind of a number; kinds never share an axis."""

    LEVEL = "level", "an amount at a time or over a period: capacity, output, a temperature"
    COUNT = "count", "how many there are of something"
    MONEY = "money", "an amount in a currency"
    SHARE = "share", "a part of a whole, from 0 to 100 per cent"
    GROWTH_RATE = "growth rate", "a relative change against another period or figure, which is named"
    CHANGE = "change", "an amount up or down, in the unit of what changes"
    RATIO = "ratio", "one amount measured by another: 150% of GDP, six-fold"
    INDEX = "index", "relative to a base period"
    RANK = "rank", "a place in an order: the second largest"


class Direction(StrEnum):
    """A rise or a fall."""

    NONE = "none"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and hedge. Either `value`, or `low` and `high`; a fall is negative.

    The qualifier speaks of the size: "fell by more than 5%" is -5 with more than, and its `bound` is an upper one.

    `decimals` and `scale` keep how it was printed (18.0%; 49.9 × 10^12) and take no part in comparisons, nor does
    `fraction`, (2, 3) for "two thirds".
    """

    value: Decimal | None = None
    unit: str = "count"
    qualifier: Qualifier = Qualifier.EXACT
    low: Decimal | None = None
    high: Decimal | None = None
    kind: QuantityKind | None = None  # as far as the words tell it
    direction: Direction = Direction.NONE
    decimals: int = field(default=0, compare=False)  # printed after the point
    scale: int = field(default=0, compare=False)  # power of ten that was printed as a word: 12 for "trillion"
    fraction: tuple[int, int] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuse a quantity that is neither a number nor a range."""
        if (self.value is None) == (self.low is None) or (self.low is None) != (self.high is None):
            raise ValueError("a quantity is a value, or low and high")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the low end of the range is above the high one: {self.low} to {self.high}")

    @property
    def is_range(self) -> bool:
        """Whether it has two ends and no value."""
        return self.value is None

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The value, or both ends of the range."""
        return tuple(each for each in (self.value, self.low, self.high) if each is not None)

    def converted(self, unit: str, units: Units) -> Self:
        """Return it in another unit; raises UnitError if units do not convert."""
        value, low, high = (
            None if each is None else units.convert(each, self.unit, unit) for each in (self.value, self.low, self.high)
        )
        return replace(self, value=value, low=low, high=high, unit=unit)

    def same_amount(self, other: Quantity, units: Units) -> bool:
        """Return whether both have the same numbers, in units that convert, regardless of hedges."""
        if len(self.numbers) != len(other.numbers) or not units.comparable(self.unit, other.unit):
            return False
        pairs = zip(self.numbers, (units.convert(each, other.unit, self.unit) for each in other.numbers), strict=True)
        return all(abs(first - second) <= abs(first) * _CLOSE for first, second in pairs)

    @property
    def bound(self) -> Bound:
        """Where the true value may be; a hedged range stays a range, and for a fall the bounds are reversed."""
        if self.is_range:
            return Bound.RANGE
        bound = self.qualifier.bound
        is_fall = self.direction is Direction.DOWN and self.value is not None and self.value < 0
        return _TURNED.get(bound, bound) if is_fall else bound


class Precision(StrEnum):
    """The finest part of a date that a period names."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


MONTHS_IN = {Precision.YEAR: 12, Precision.HALF: 6, Precision.QUARTER: 3, Precision.MONTH: 1}
_PART = r"\d{4}(?:-Q[1-4]|-H[12]|-\d{2}(?:-\d{2})?)?"
_PERIOD = re.compile(
    rf"(?:(?P<fiscal>FY\d{{4}})\s+)?(?P<point>(?:end|start) of |at )?(?P<first>{_PART})(?:/(?P<last>{_PART}))?"
)
_FISCAL = re.compile(r"(?:(?:end|start) of |at )?(?P<years>FY\d{4}(?:/FY\d{4})?)")


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """An interval of time, including both days, with the precision of its text; or a point in time.

    Texts: `2019`, `2020-H2`, `2020-Q2`, `2020-04`, `2020-04-15`, intervals `2020-01/2020-09`; points `end of 2020`,
    `start of 2020-Q3`, `at 2020-12-31`; fiscal years `FY2020`, `FY2020/FY2022`, `end of FY2020`, or
    `FY2020 2019-10/2020-09` where the months are known. `str` gives the text back.
    """

    start: date
    end: date
    precision: Precision
    point: str = ""  # "end of", "start of", "at", or empty for a stretch
    fiscal: str = ""  # "FY2020", "FY2020/FY2022"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a period; raises ValueError."""
        if fiscal := _FISCAL.fullmatch(text.strip()):  # as years of the calendar, since the months are not known
            return replace(cls.parse(text.replace("FY", "")), fiscal=fiscal["years"])
        found = _PERIOD.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"'{text}' is no period such as 2019, 2020-Q2, 2020-04 or 2020-01/2020-09")
        first, last = found["first"], found["last"] or found["first"]
        (start, _, precision), (_, end, other) = _ends(first), _ends(last)
        if precision is not other:
            raise ValueError(f"'{text}' begins with a {precision} and ends with a {other}")
        if end < start:
            raise ValueError(f"'{text}' ends before it begins")
        point = (found["point"] or "").strip()
        if point and found["last"]:
            raise ValueError(f"'{text}' is both a point in time and an interval")
        return cls(start, end, precision, point, found["fiscal"] or "")

    def __str__(self) -> str:
        first, last = _part(self.start, self.precision), _part(self.end, self.precision)
        text = first if first == last else f"{first}/{last}"
        if self.fiscal and text == self.fiscal.replace("FY", ""):
            return f"{self.point} {self.fiscal}".strip()
        return " ".join(filter(None, (self.fiscal, self.point, text)))

    def __lt__(self, other: Period) -> bool:
        """Order by what is meant: the instant of a point, else the beginning, then the end."""
        return self._key < other._key

    @property
    def _key(self) -> tuple[date, date, str]:
        return (*((self.day, self.day) if self.is_point else (self.start, self.end)), str(self))

    @property
    def is_point(self) -> bool:
        """Whether it is a point in time, for stocks."""
        return bool(self.point)

    @property
    def day(self) -> date:
        """The day of a point, or the last day of an interval."""
        return self.start if self.point == "start of" else self.end

    @property
    def days(self) -> int:
        """How many days it lasts; a point lasts one."""
        return 1 if self.is_point else (self.end - self.start).days + 1

    @property
    def months(self) -> int | None:
        """How many months it lasts; None for days and points."""
        if self.is_point or self.precision is Precision.DAY:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    def contains(self, other: Period) -> bool:
        """Return whether the other lies within this one."""
        first, last = (other.day, other.day) if other.is_point else (other.start, other.end)
        return self.start <= first and last <= self.end


def _ends(part: str) -> tuple[date, date, Precision]:
    """Return the first and the last day of a year, half, quarter, month or day."""
    year, _, rest = part.partition("-")
    try:
        if rest[:1] in ("H", "Q"):
            precision = Precision.HALF if rest[0] == "H" else Precision.QUARTER
            last = int(rest[1]) * MONTHS_IN[precision]
            return _first(int(year), last - MONTHS_IN[precision] + 1), _last(int(year), last), precision
        month, _, day = rest.partition("-")
        if day:
            return (exact := date(int(year), int(month), int(day))), exact, Precision.DAY
        if month:
            return _first(int(year), int(month)), _last(int(year), int(month)), Precision.MONTH
        return _first(int(year), 1), _last(int(year), 12), Precision.YEAR
    except ValueError:
        raise ValueError(f"'{part}' is no date of the calendar") from None


def _first(year: int, month: int) -> date:
    return date(year, month, 1)


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _part(day: date, precision: Precision) -> str:
    match precision:
        case Precision.DAY:
            return day.isoformat()
        case Precision.MONTH:
            return day.isoformat()[:7]
        case Precision.YEAR:
            return str(day.year)
        case _:
            letter = "H" if precision is Precision.HALF else "Q"
            return f"{day.year}-{letter}{(day.month - 1) // MONTHS_IN[precision] + 1}"


def check_period(text: str, field: str) -> None:
    """Raise ValueError, for a validator, if a text is neither empty nor a period."""
    if text:
        try:
            Period.parse(text)
        except ValueError as error:
            raise ValueError(f"{error}|write it as 2019, 2020-H2, 2020-Q2, 2020-04 or 2020-01/2020-09", field) from None
