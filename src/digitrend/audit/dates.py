"""Times named in the source: years and months, and the periods and dates of the content held against them.

What counts is the nearest mention: in the sentence, else in those before it, else in the paragraphs before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TypeVar

from digitrend.audit.figures import SENTENCE_END, Occurrence
from digitrend.audit.source import SourceText, Span, called
from digitrend.check.contents import Placed
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import Basis, Event, Figure

T = TypeVar("T")

NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS = {name: i for i, name in enumerate(NAMES, 1)}
COUNTS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

IGNORING_CASE = re.IGNORECASE | re.ASCII  # without ASCII, a dotless i would be an i
YEAR = re.compile(r"(?<![A-Za-z\d.,])(?:19|20)\d\d(?![A-Za-z\d]|[.,]\d| ?%)")
MONTH = rf"(?:{'|'.join(NAMES)})"
BETWEEN = re.compile(rf"\b({MONTH})(?: (?:19|20)\d\d)? ?(?:to|through|until|till|and|-) ?({MONTH})\b")
ALONE = re.compile(rf"\b(?:[Ii]n|[Oo]f|[Ss]ince|[Bb]y|[Ff]rom|[Oo]n|[Dd]uring|late|early|mid-?) ?({MONTH})\b")
FIRST = re.compile(rf"\bfirst (\d{{1,2}}|{'|'.join(COUNTS)}) (quarters?|months?)\b", IGNORING_CASE)
QUARTER = re.compile(r"\b(first|second|third|fourth) quarter\b", IGNORING_CASE)
HALF = re.compile(r"\b(first|second) half\b", IGNORING_CASE)
DAY = re.compile(
    rf"\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?! ?(?:%|[a-z]*llion|hundred|thousand))|\b\d{{1,2}} {MONTH}\b"
)
CHINESE = re.compile(
    r"(?P<first>\d{1,2})月?[-~至到](?P<last>\d{1,2})月|(?P<month>\d{1,2})月(?:\d{1,2}日)?"
    r"|(?P<till>前)?第?(?P<quarter>[一二三四])个?季度|(?P<half>[上下])半年"
)
TIMES = (BETWEEN, FIRST, QUARTER, HALF, DAY, CHINESE)

Months = tuple[int, int]  # the first and the last, both included
WHOLE_YEAR = (1, 12)


def times(text: str) -> list[Span]:
    """Return where a text names a time whose numbers count no thing: "the first three quarters", "5 April"."""
    return [match.span() for pattern in TIMES for match in pattern.finditer(text)]


def years(text: str) -> set[int]:
    """Return the years that a text names."""
    return {int(match[0]) for match in YEAR.finditer(text)}


def months(text: str) -> set[Months]:
    """Return the stretches of months that a text names: "the first half" is January to June."""
    found = {(MONTHS[match[1]], MONTHS[match[2]]) for match in BETWEEN.finditer(text)}
    found |= {(MONTHS[match[1]],) * 2 for match in ALONE.finditer(BETWEEN.sub("", text))}
    found |= {(MONTHS[day.split()[0]],) * 2 for day in days(text)}
    found |= {_chinese(match) for match in CHINESE.finditer(text)}
    for match in FIRST.finditer(text):
        count = COUNTS.get(match[1].lower()) or int(match[1])
        found.add((1, count * 3 if match[2].lower().startswith("q") else count))
    found |= {(3 * n - 2, 3 * n) for match in QUARTER.finditer(text) if (n := ORDINALS[match[1].lower()])}
    found |= {(6 * n - 5, 6 * n) for match in HALF.finditer(text) if (n := ORDINALS[match[1].lower()])}
    return found


def _chinese(match: re.Match[str]) -> Months:
    if match["half"]:
        return (1, 6) if match["half"] == "上" else (7, 12)
    if match["quarter"]:
        last = 3 * ("一二三四".index(match["quarter"]) + 1)
        return (1 if match["till"] else last - 2), last
    return int(match["first"] or match["month"]), int(match["last"] or match["month"])


def days(text: str) -> set[str]:
    """Return the days that a text names, as month and day: "April 5"."""
    found = (re.sub(r"(?<=\d)[a-z]+", "", match[0]).split() for match in DAY.finditer(text))
    return {f"{a} {int(b)}" if b.isdigit() else f"{b} {int(a)}" for a, b in found}


def every_period_is_as_printed(placed: Placed[Figure], found: Occurrence, source: SourceText) -> Iterator[Diagnostic]:
    """A112: a period has the year and the months that the source names nearest before the figure, or with it.

    A stated period has them in the figure's own sentence: otherwise it is implied, and a warning says so; as it does
    of an implied one for whose months there are no words near.
    """
    item, time = placed.item, placed.item.time
    if time is None:
        return
    # Which months a fiscal year has, the source need not say.
    named = {int(time.fiscal[2:6])} if time.fiscal else {time.start.year, time.end.year}
    span = WHOLE_YEAR if time.fiscal else (time.start.month, time.end.month)
    if said := _other_year(named, found, source):
        yield _refused(placed, found, "period", said)
    elif contradiction := _against(span, found, source):
        doubtful = item.period_basis is Basis.IMPLIED and not _near(found, source, months)
        severity = Severity.WARNING if doubtful else Severity.ERROR
        yield _refused(placed, found, "period", contradiction, severity)
    elif item.period_basis is Basis.STATED and not _in_sentence(span, found):
        message = f"the sentence of '{item.printed}' does not name its whole period, and the period is 'stated'"
        yield placed.warning("A112", message, "period_basis", hint="write 'implied'")


def every_date_is_as_printed(placed: Placed[Event], found: Occurrence, source: SourceText) -> Iterator[Diagnostic]:
    """A113: an event has the year, the month and the day that the source names with it, and is dated no finer.

    A month that only the sentences before it name is doubtful: a warning.
    """
    year, _, rest = placed.item.date.partition("-")
    if not year:
        return
    month, _, day = rest.partition("-")
    sentence = found.within(found.sentence)
    if said := _other_year({int(year)}, found, source):
        yield _refused(placed, found, "date", said)
    elif month and not _has(months(sentence), int(month)):
        near = _near(found, source, months)
        said = f"names {_told(near)} there" if near else "names no month there"
        doubtful = Severity.WARNING if _has(near, int(month)) else Severity.ERROR
        yield _refused(placed, found, "date", f"{said}, in another sentence" if near else said, doubtful)
    elif day and f"{NAMES[int(month) - 1]} {int(day)}" not in days(sentence):
        yield _refused(placed, found, "date", "names no such day there")


def _has(near: set[Months], month: int) -> bool:
    return any(first <= month <= last for first, last in near)


def _other_year(wanted: set[int], found: Occurrence, source: SourceText) -> str:
    """Return what the source says against these years, or ""; years that it names nowhere near must stand somewhere."""
    named = _near(found, source, years)
    if named:
        return "" if wanted <= named else f"speaks of {' and '.join(map(str, sorted(named)))} there"
    anywhere = {year for line in source.lines for year in years(line.text)}
    return "" if wanted <= anywhere else "names no such year"


def _against(span: Months, found: Occurrence, source: SourceText) -> str:
    """Return what the source says against the months of a period, or ""."""
    own = months(found.within(found.sentence))
    near = own or (set() if span == WHOLE_YEAR else _near(found, source, months))
    if span in near or (span == WHOLE_YEAR and not near):
        return ""
    return f"names {_told(near)} there" if near else "names no months there"


def _in_sentence(span: Months, found: Occurrence) -> bool:
    sentence = found.within(found.sentence)
    return bool(years(sentence)) and (span == WHOLE_YEAR or span in months(sentence))


def _near(found: Occurrence, source: SourceText, named: Callable[[str], set[T]]) -> set[T]:
    """Return what is named nearest: in the sentence, those before it, or the section's paragraphs before it."""
    before = found.line.text[: found.sentence[0]]
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(before)), len(before)]
    sentences = [before[a:b] for a, b in pairwise(cuts)]
    paragraphs = [line.text for line in source.before(found.line.place)]
    for text in (found.within(found.sentence), *reversed(sentences), *paragraphs):
        if each := named(text):
            return each
    return set()


def _refused(
    placed: Placed[Figure] | Placed[Event],
    found: Occurrence,
    field: str,
    said: str,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    code, value = ("A112", placed.item.period) if isinstance(placed.item, Figure) else ("A113", placed.item.date)
    message = f"the {field} of '{placed.item.printed}' is '{value}', and the source {said}"
    hint = f"write the {field} that {called(found.line.place)} gives, or leave it out"
    return placed.error(code, message, field, hint=hint, severity=severity)


def _told(near: set[Months]) -> str:
    return " and ".join(
        NAMES[min(a, 12) - 1] if a == b else f"{NAMES[min(a, 12) - 1]} to {NAMES[min(b, 12) - 1]}"
        for a, b in sorted(near)
    )
