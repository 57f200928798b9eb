"""Dates and periods in a text, and periods as text: "January to September 2020", "2Q20", 2020年上半年, 前三季度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from digitrend.model.quantities import MONTHS_IN, Period, Precision
from digitrend.text.lexicon import Lexicon, lexicon

YEAR = r"(?:19|20)\d\d"
MONTH = "{month}"  # the gap for a month's name
# The same in every language; a digit or letter beside it makes it part of a name.
_CODES = (
    rf"(?P<year>{YEAR})[ -]?Q(?P<quarter>[1-4])",
    rf"(?P<year>{YEAR})[ -]?H(?P<half>[12])",
    rf"(?P<year>{YEAR})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d))?",
    rf"(?P<quarter>[1-4])Q ?'?(?P<year>{YEAR}|\d\d)",
    rf"(?P<half>[12])H ?'?(?P<year>{YEAR}|\d\d)",
    rf"Q(?P<quarter>[1-4])(?:[ /-]?(?P<year>{YEAR}))?",
    rf"H(?P<half>[12])(?:[ /-]?(?P<year>{YEAR}))?",
    rf"FY ?(?P<fiscal>{YEAR}|\d\d)",
    rf"(?P<year>{YEAR}) ?[-–—/] ?(?P<year2>{YEAR}|\d\d)(?![%\d])",
)
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_ANY_YEAR = re.compile(rf"(?<![A-Za-z\d.,$€£¥])(?P<year>{YEAR})(?![A-Za-z\d]|[.,]\d|\s?[%％])")
_YEAR_APART = re.compile(rf"(?<![\w.,$€£¥])(?P<year>{YEAR})(?![\w%％]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A time that a text names, with what it leaves to its neighbours: "in August" has no year."""

    start: int
    end: int
    year: int | None = None
    year2: int | None = None  # of an interval's end
    precision: Precision = Precision.YEAR
    first: int = 1  # the number of the month, quarter or half
    last: int = 1
    day: int | None = None
    point: str = ""  # "end of", "start of", "at"
    fiscal: str = ""
    is_time: bool = True  # False: a decade or century, which no period states

    def period(self, default_year: int | None = None) -> Period | None:
        """Return the period; a year that the text does not give is `default_year`'s, or there is none."""
        year = self.year or default_year
        if year is None or not self.is_time:
            return None
        first, last = self._part(year, self.first), self._part(self.year2 or year, self.last)
        text = first if first == last else f"{first}/{last}"
        text = f"{self.point} {self.fiscal or text}".strip()
        try:
            return Period.parse(text)
        except ValueError:
            return None

    @property
    def months(self) -> tuple[int, int]:
        """The first and the last month that it covers, whatever the year."""
        length = 1 if self.precision is Precision.DAY else MONTHS_IN[self.precision]
        if self.precision is Precision.YEAR:
            return 1, 12
        return (self.first - 1) * length + 1, self.last * length

    @property
    def is_plain_year(self) -> bool:
        """Whether it is a year or years and nothing else, so that its digits might be an amount."""
        return self.precision is Precision.YEAR and self.is_time and not self.point and not self.fiscal

    def _part(self, year: int, number: int) -> str:
        match self.precision:
            case Precision.YEAR:
                return str(year)
            case Precision.HALF:
                return f"{year}-H{number}"
            case Precision.QUARTER:
                return f"{year}-Q{number}"
            case Precision.MONTH:
                return f"{year}-{number:02}"
            case Precision.DAY:
                return f"{year}-{number:02}-{self.day or 1:02}"


@lru_cache(maxsize=4096)  # a text is read by many rules, and by the next check again
def find_dates(text: str, language: str) -> tuple[NamedTime, ...]:
    """Return the dates and periods that a text names, in order, without overlaps."""
    taken = [False] * len(text)
    found = []
    for match in _matches(text, language):
        start, end = match.span()
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            found.append(_mention(match, _names(language)))
    return tuple(sorted(found, key=lambda mention: mention.start))


def read_period(text: str, language: str, default_year: int | None = None) -> Period | None:
    """Return the first period that a text names, or None: "2Q20" is 2020-Q2."""
    return next((period for each in find_dates(text, language) if (period := each.period(default_year))), None)


def comparisons(text: str, language: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text that compare with another time: "year-on-year", 同比."""
    return _comparisons(language).finditer(text)


def compares(text: str, language: str) -> bool:
    """Return whether a text has words of comparison with another time: "year-on-year", 同比."""
    return bool(_comparisons(language).search(text))


def format_period(period: Period, language: str) -> str:
    """Return a period in words: "January to September 2020", 2020年1月至9月, "end of 2020"."""
    words = lexicon(language)
    patterns: dict[str, Any] = words.table("date_patterns")
    if period.fiscal:
        first, _, last = period.fiscal.replace("FY", "").partition("/")
        name = str(patterns["fiscal_years" if last else "fiscal"]).format(year=first, last=last)
        if str(period).endswith(period.fiscal):
            return str(patterns[period.point]).format(name) if period.point else name
        months = format_period(replace(period, fiscal=""), language)
        return str(patterns["fiscal_months"]).format(year=name, months=months)
    if period.is_point:
        return str(patterns[period.point]).format(_format(period, words, last=True))
    first, last = _format(period, words, last=False), _format(period, words, last=True)
    if first == last:
        return first
    if period.start.year == period.end.year and period.precision is Precision.MONTH:
        if (period.start.month, period.end.month) == (1, 12):
            return str(period.start.year) if words.has_spaces else _babel(period, str(patterns["year"]), words, False)
        first, last = _within_year(period, patterns, words)
    return str(patterns["interval"]).format(first=first, last=last)


def _within_year(period: Period, patterns: dict[str, Any], words: Lexicon) -> tuple[str, str]:
    """Name the year of two months once: where the language has it, before them or behind them."""
    alone = str(patterns["month_alone"])
    if str(patterns["month"]).startswith("y"):
        return _babel(period, str(patterns["month"]), words, False), _babel(period, alone, words, True)
    return _babel(period, alone, words, False), _babel(period, str(patterns["month"]), words, True)


def _format(period: Period, words: Lexicon, *, last: bool) -> str:
    patterns: dict[str, Any] = words.table("date_patterns")
    if period.precision is Precision.HALF:
        day = period.end if last else period.start
        return str(patterns["half"]).format(half=patterns["halves"][day.month > 6], year=day.year)
    return _babel(period, str(patterns[period.precision.value]), words, last)


def _babel(period: Period, pattern: str, words: Lexicon, last: bool) -> str:
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(period.end if last else period.start, pattern, words.locale)


def _matches(text: str, language: str) -> Iterator[re.Match[str]]:
    """Yield what the language's expressions find, those of more words first; then years alone."""
    known = _patterns(language)
    stands = {sign: bool(found.search(text)) for sign, found in _signs(language).items()}
    if not any(stands.values()):
        return
    for sign, pattern in known:
        if stands[sign]:
            yield from pattern.finditer(text)
    if not stands[""]:
        return
    if lexicon(language).has_spaces:
        yield from _ANY_YEAR.finditer(text)
    else:  # years have a word of their own, and 2000万 is an amount; only a year apart from words is one
        yield from _YEAR_APART.finditer(text)


def _mention(match: re.Match[str], names: dict[str, int]) -> NamedTime:
    groups = {key: text for key, text in match.groupdict().items() if text}
    start, end = match.span()
    year, year2 = _year(groups.get("year"), None), _year(groups.get("year2"), groups.get("year"))

    def number(key: str) -> int:
        text = groups[key].lower().rstrip(".")
        return int(text) if text.isdigit() else names[text]

    if "decade" in groups or not groups:
        return NamedTime(start, end, is_time=False)
    if "fiscal" in groups:
        first, last = _year(groups["fiscal"], None), _year(groups.get("fiscal2"), groups["fiscal"])
        fiscal = f"FY{first}/FY{last}" if last else f"FY{first}"
        return NamedTime(start, end, first, last, point=_point(groups.get("point", "")), fiscal=fiscal)
    mention = NamedTime(start, end, year, year2, point=_point(groups.get("point", "")))
    if "day" in groups:
        month = number("month")
        return replace(mention, precision=Precision.DAY, first=month, last=month, day=int(groups["day"]))
    for key, precision in (("month", Precision.MONTH), ("quarter", Precision.QUARTER), ("half", Precision.HALF)):
        if key in groups:
            last = number(f"{key}2") if f"{key}2" in groups else number(key)
            return replace(mention, precision=precision, first=number(key), last=last)
        if f"{key}s" in groups:  # the first three quarters
            return replace(mention, precision=precision, last=number(f"{key}s"))
    return mention


def _year(text: str | None, before: str | None) -> int | None:
    """Return a year in full: "20" is 2020, and "2024–25" ends in 2025."""
    if text is None:
        return None
    digits = text.translate(_CHINESE_DIGITS)
    return int(digits) if len(digits) == 4 else int((before or "20")[:2] + digits)


POINTS = {
    "end": "end of",
    "底": "end of",
    "末": "end of",
    "start": "start of",
    "beginning": "start of",
    "初": "start of",
}


def _point(text: str) -> str:
    return POINTS.get(text.lower(), "at") if text else ""


@cache
def _signs(language: str) -> dict[str, re.Pattern[str]]:
    """Return expressions for what a text must have if one of the others is to find anything; "" is a digit."""
    signs = {sign: re.escape(sign) for sign in lexicon(language).words("date_signs")}
    if MONTH in signs:
        signs[MONTH] = rf"\b(?:{'|'.join(map(re.escape, _months(language)))})"
    return {"": re.compile(r"\d"), **{sign: re.compile(spelt) for sign, spelt in signs.items()}}


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the expressions of a language, each with the sign without which it finds nothing."""
    words = lexicon(language)
    month = "|".join(re.escape(name) + r"\.?" for name in sorted(_months(language), key=len, reverse=True))
    number = "|".join(["\\d{1,2}", *sorted(words.table("numbers"), key=len, reverse=True)])
    # Letters of months keep their case ("may" is no month); other words may begin a sentence.
    fill = {MONTH: f"(?:{month})", "{number}": f"(?:{number})", "{year}": YEAR}
    patterns = []
    for text in words.words("dates"):
        plain = re.sub(r"\?P<\w+>", "", text)
        sign = next((each for each in words.words("date_signs") if each in plain), "")
        for gap, expression in fill.items():
            text = text.replace(gap, expression)  # noqa: PLW2901
        head = r"(?<![A-Za-z\d])" if words.has_spaces else r"(?<!\d)"
        patterns.append((sign, re.compile(head + _any_case(text))))
    codes = [("", re.compile(rf"(?<![A-Za-z\d.,]){code}(?![A-Za-z\d])")) for code in _CODES]
    return (*patterns, *codes)


def _any_case(expression: str) -> str:
    """Let the first word of an expression begin with a capital."""
    return re.sub(r"^(\(\?P<\w+>)?([a-z])", lambda match: f"{match[1] or ''}[{match[2]}{match[2].upper()}]", expression)


@cache
def _months(language: str) -> dict[str, int]:
    names = lexicon(language).locale.months["format"]
    found: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        found |= {name.rstrip("."): number for number, name in names[width].items()}
    if not lexicon(language).has_spaces:
        return {}  # 三月 and 3月 are in the expressions
    return found | lexicon(language).table("month_names")


@cache
def _names(language: str) -> dict[str, int]:
    """Return the numbers of months and ordinals by their words in lower case."""
    words = lexicon(language)
    found: dict[str, int] = {**words.table("numbers"), **words.table("ordinals")}
    found |= {"十": 10, "十一": 11, "十二": 12} if not words.has_spaces else {}
    return found | {name.lower(): number for name, number in _months(language).items()}


@cache
def _comparisons(language: str) -> re.Pattern[str]:
    phrases = sorted(lexicon(language).words("comparisons"), key=len, reverse=True)
    before = "|".join(re.escape(word) for word in lexicon(language).words("comparison_before"))
    years = [rf"\b(?:{before})\s+(?:19|20)\d\d\b"] if before else []
    return re.compile("|".join([*map(re.escape, phrases), *years]) or "(?!)", re.IGNORECASE)
