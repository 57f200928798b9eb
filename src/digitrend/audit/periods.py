"""Periods, dates and comparisons of the content, held against the times that the source names there.

What counts is the time that follows a number ("37% in 2019"), else those of the sentence, else the nearest before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digitrend.audit.clauses import (
    Level,
    Named,
    Occurrence,
    are_wider,
    earlier,
    following,
    has_year,
    named_as,
    named_at,
    nearest,
    of_others,
    told,
)
from digitrend.audit.figures import Binding, said_before
from digitrend.audit.source import called
from digitrend.check.contents import Placed
from digitrend.diagnostics import Diagnostic
from digitrend.model import NEEDS_COMPARISON, Basis, Event, Forecast, Period, QuantityKind
from digitrend.model.quantities import MONTHS_IN, Precision
from digitrend.text.dates import find_dates

DAYS_IN_A_YEAR = 365
WRITE_IMPLIED, WRITE_STATED = "write 'implied'", "write 'stated'"


def the_period_is_as_printed(b: Binding) -> None:
    """A112: a period is the one that the source names with the figure or nearest before it, and is given if it is.

    A stated one stands in the sentence: otherwise it is implied, and a warning says so.
    """
    item, at = b.item, b.at
    own = [each for each in named_at(at) if not each.compared and not _is_of_another(each, b)]
    others, tail = of_others(at, own), following(at, own)
    beside = own if item.period_basis is Basis.STATED else [each for each in own if each not in others]
    b.levels["period"] = Level.EDITOR
    if item.time is None:
        _missing(b, own, tail)
    elif _is_an_end(b, own) or _begins_then(b):
        b.levels["period"] = Level.SENTENCE
    elif tail and not named_as(tail, item.time, at) and not item.time.point and not said_before(b):
        message = f"the period of '{item.printed}' is '{item.period}', and the source has {told(tail)} behind it"
        b.error("A112", message, "period", hint="write the period that follows the number")
    elif like := named_as(own, item.time, at):
        b.levels["period"] = min(each.level for each in like)
        if item.period_basis is Basis.STATED:
            _stated(b, item.time, like, own)
    elif item.period_basis is Basis.IMPLIED and (
        _of_this_year(at, item.time)
        or _of_this_quarter(at, item.time)
        or _is_the_one_before(at, item.time, own)
        or _is_now(at, item.time)
    ):
        b.levels["period"] = Level.SENTENCE
    elif beside and not are_wider(beside, item.time):
        message = f"the period of '{item.printed}' is '{item.period}', and the source names {told(own)} there"
        hint = f"write the period that {called(at.line.place)} gives, or leave it out"
        if len(beside) == len(others) and _is_before(at, item.time):
            hint = "write 'period_basis: implied', if a sentence before gives it"
        b.error("A112", message, "period", hint=hint)
    else:
        _look_before(b, item.time, own, others)


def _is_an_end(b: Binding, own: list[Named]) -> bool:
    """Return whether the number is an end of what moved over a stretch: "from 6.8 to 8.1 years from 2019 to 2024"."""
    words, start, time = b.at.reading.names.source.words, b.at.found.start if b.at.found else b.at.span[0], b.item.time
    lead = b.at.within((b.at.sentence[0], start)).rstrip().lower()
    first = lead.endswith(tuple(words.words("not_a_range_after")))
    if time is None or not (first or lead.endswith(tuple(words.words("range_joins")))):
        return False
    ends = (each.period for each in own if each.period and each.mention.year2)
    return any((each.start == time.start if first else each.end == time.end) and each != time for each in ends)


def _begins_then(b: Binding) -> bool:
    """Return whether the period runs from a time with which the sentence compares: "growth since 2019"."""
    time = b.item.time
    starts = {each.period.start for each in named_at(b.at) if each.compared and each.period}
    return time is not None and time.start in starts and time.months != MONTHS_IN.get(time.precision)


def _is_of_another(named: Named, b: Binding) -> bool:
    """Return whether a time is the base of an index, or that with which a ratio compares: "six-fold that of 2010"."""
    item = b.item
    compared = b.contents.period_of(item.compared_with) if item.kind is QuantityKind.RATIO else None
    others = [each for each in (compared, Period.parse(item.base) if item.base else None) if each]
    return item.time not in others and any(named.is_like(each) for each in others)


def _of_this_year(at: Occurrence, time: Period) -> bool:
    """Return whether the sentence names the year of a period by "this year" or "next year"."""
    words, written = at.reading.names.source, at.reading.written
    after = words.words.lowered("this_year")
    said = words.phrases_of_keys("this_year").findall(at.within(at.sentence))
    return any(written is None or time.start.year - written in after[each.lower()] for each in said)


def _of_this_quarter(at: Occurrence, time: Period) -> bool:
    """Return whether the sentence names a period by "this quarter" or "next quarter", as of when it was written."""
    words, published = at.reading.names.source, at.reading.published
    if published is None or time.precision is not Precision.QUARTER:
        return False
    after = words.words.lowered("this_quarter")
    said = words.phrases_of_keys("this_quarter").findall(at.within(at.sentence))
    return any(_quarter(time) - _quarter(published) == after[each.lower()] for each in said)


def _quarter(time: Period) -> int:
    return time.start.year * 4 + (time.start.month - 1) // 3


def _is_the_one_before(at: Occurrence, time: Period, own: list[Named]) -> bool:
    """Return whether words such as "a year earlier" stand right behind the number, and all times named are later."""
    finder = at.reading.names.source.phrases("the_one_before")
    begins = finder.match(at.within((at.span[1], at.sentence[1])).lstrip())
    begins = begins or finder.match(at.within(at.sentence).lstrip())  # "; a decade before, it was 3"
    return bool(begins) and all(each.period is None or time.end < each.period.end for each in own)


def _is_now(at: Occurrence, time: Period) -> bool:
    """Return whether the clause says "now", and the source was written in a period."""
    published = at.reading.published
    says = at.reading.names.source.phrases("now_words").search(at.within(at.clause))
    return bool(says) and published is not None and (time.contains(published) or published.contains(time))


def _missing(b: Binding, own: list[Named], tail: list[Named]) -> None:
    """Tell of a time that stands with a figure without a period."""
    rate = b.item.kind in NEEDS_COMPARISON
    said = [each for each in tail if each.mention.is_time]
    said = said or [each for each in own if not rate and each.level is Level.CLAUSE and each.mention.end <= b.at.at]
    if said:
        shown = b.at.line.text[said[0].mention.start : said[0].mention.end]
        message = f"the sentence of '{b.item.printed}' names “{shown}”, and the figure has no period"
        hint = f"write 'period: {said[0].period or shown}', or why it is another's among the doubts"
        b.warning("A112", message, "period_basis", hint=hint)


def _stated(b: Binding, time: Period, like: list[Named], own: list[Named]) -> None:
    """Tell of a year that the sentence does not name, where the period is stated."""
    if any(each.mention.year for each in like):
        return
    printed = b.item.printed
    if all(each.period is None for each in like):
        message = f"the sentence of '{printed}' names no year, and the period is 'stated'"
    elif not has_year(own, time):
        message = f"the sentence of '{printed}' does not name the year, and the period is 'stated'"
    else:
        return
    b.warning("A112", message, "period_basis", hint=WRITE_IMPLIED)


def _is_before(at: Occurrence, time: Period) -> bool:
    """Return whether a sentence, paragraph or heading before names a period."""
    return any(each.is_like(time) for found in earlier(at) for each in found)


def _look_before(b: Binding, time: Period, own: list[Named], others: list[Named]) -> None:
    """Hold the period against what is named before the sentence; `others` belong to other numbers of it.

    Beside those, one that is implied and named nowhere near is doubtful, and need not be wrong.
    """
    item, at, year = b.item, b.at, time.start.year
    implied = item.period_basis is Basis.IMPLIED
    if _is_before(at, time):
        b.levels["period"] = Level.PARAGRAPH
    else:
        near = nearest(at) or others
        years: set[int | None] = {each.period.start.year for each in (*own, *near) if each.period}
        years = years or {at.reading.written}
        whole = time.start.month == 1 and time.end.month == 12
        if near and (year not in years or not whole or near is others):
            message = f"the period of '{item.printed}' is '{item.period}', and the source names {told(near)} there"
            hint = "write the period that the source gives, or leave it out"
            tell = b.warning if implied and (year in years or others) else b.error
            tell("A112", message, "period", hint=hint)
            return
        anywhere = {each.year for line in at.reading.text.lines for each in at.reading.times(line) if each.year}
        if not near and year not in anywhere:
            message = f"the period of '{item.printed}' is '{item.period}', and the source names no such year"
            b.error("A112", message, "period", hint="leave it out")
            return
    if item.period_basis is Basis.STATED:
        message = f"the sentence of '{item.printed}' does not name its whole period, and the period is 'stated'"
        b.warning("A112", message, "period_basis", hint=WRITE_IMPLIED)


def the_comparison_is_as_printed(b: Binding) -> None:
    """A111: "year-on-year" or "from 2019" beside a rate is a stated comparison; beside its neighbours it implies one.

    What is compared with is what these words name.
    """
    item, at, words = b.item, b.at, b.at.reading.names.source
    if item.kind not in NEEDS_COMPARISON:
        return
    finder, since = words.phrases("comparisons"), words.phrases("since_words")
    named = [each for each in named_at(at) if each.compared]
    first, last = at.sentence
    alone = sum(first <= each.start < last for each in at.reading.quantities(at.line)) == 1
    behind = since.search(at.within(at.tail))
    beside = finder.search(at.within(at.sentence if alone else at.clause)) or behind or _first(named, Level(alone), at)
    near = beside or finder.search(at.within(at.sentence)) or _first(named, Level.SENTENCE, at)
    basis, since_when = item.compared_with_basis, b.contents.period_of(item.compared_with)
    runs = (each.period for each in named_at(at) if each.mention.year2 and each.period)
    if since_when and any(each.start == since_when.start for each in runs):
        b.levels["comparison"] = Level.SENTENCE  # "from 2023 to 2033"
        return
    b.levels["comparison"] = Level.CLAUSE if beside else Level.SENTENCE if near else Level.EDITOR
    shown = (near[0] if isinstance(near, re.Match) else near) or ""
    where, message = "compared_with_basis", ""
    tell = b.warning
    if basis is Basis.STATED and not near:
        tell, hint = b.error, "write 'implied' or 'missing'"
        message = f"the sentence of '{item.printed}' compares it with nothing, and its comparison is 'stated'"
    elif basis is Basis.STATED and not beside:
        message = f"“{shown}” stands beside the neighbours of '{item.printed}' only, and its comparison is 'stated'"
        hint = WRITE_IMPLIED
    elif basis is Basis.MISSING and near:
        tell = b.error if beside else b.warning
        message = f"the sentence of '{item.printed}' says “{shown}”, and its comparison is 'missing'"
        hint = f"{WRITE_STATED if beside else WRITE_IMPLIED}, and the comparison"
    elif basis is Basis.IMPLIED and beside:
        message, hint = f"“{shown}” stands beside '{item.printed}', and its comparison is 'implied'", WRITE_STATED
    if message:
        tell("A111", message, where, hint=hint)
    elif near and item.compared_with:
        _compared_rightly(b, shown, named)
    elif item.compared_with and not since_when:
        _compared_with_as_long(b)
    elif since_when and basis is Basis.IMPLIED and _is_another_year(item.time, since_when):
        message = (
            f"the source does not say with what '{item.printed}' is compared, and it is with '{item.compared_with}'"
        )
        b.warning("A111", message, "compared_with", hint="write the year before; if the source names another, 'stated'")


def _is_another_year(time: Period | None, compared: Period) -> bool:
    """Return whether a whole year is compared with one that is not the year before."""
    if time is None or {time.precision, compared.precision} != {Precision.YEAR}:
        return False
    return compared.start.year != time.start.year - 1


def _compared_with_as_long(b: Binding) -> None:
    """Tell of a year that is compared with the month before, where the source does not say with what."""
    item = b.item
    months = item.time.months if item.time else None
    ours = b.at.reading.names.written.table("comparison_units")
    mine = [MONTHS_IN[Precision(name)] for name, finder in ours.items() if finder.search(item.compared_with)]
    if months and mine and max(mine) < months:
        message = f"the period of '{item.printed}' has {months} months, and is compared with '{item.compared_with}'"
        b.error("A111", message, "compared_with", hint="write the period as long as this one with which it is compared")


def _first(named: Iterable[Named], most: Level, at: Occurrence) -> str:
    return next((at.line.text[each.mention.start : each.mention.end] for each in named if each.level <= most), "")


def _compared_rightly(b: Binding, shown: str, named: list[Named]) -> None:
    item, words = b.item, b.at.reading.names.source
    period, time = b.contents.period_of(item.compared_with), item.time
    said = {name for name, finder in words.table("comparison_units").items() if finder.search(shown.replace("-", " "))}
    hint = ""
    if period is not None and named:
        if not any(
            each.is_like(period) or _is_the_last(each, period, time) or _is_in(each, period, time) for each in named
        ):
            hint = "write the time with which the sentence compares it"
    elif period is not None:
        start, months = period.start, (period.start.month, period.end.month)
        the_year_before = time and start.year == time.start.year - 1 and months == (time.start.month, time.end.month)
        if time and "year" in said and not the_year_before:
            hint = "write the same months of the year before"
    elif said := said | {each.mention.precision.value for each in named}:
        ours = b.at.reading.names.written.table("comparison_units")
        mine = {name for name, finder in ours.items() if finder.search(item.compared_with)}
        finer = {each.precision.value for each in find_dates(item.compared_with, b.contents.language)} - said
        if (not said & mine and (mine or not named)) or (finer and not named):
            hint = "write with what the sentence compares it"
    if hint:
        message = f"'{item.printed}' is compared with '{item.compared_with}', and the source says “{shown}”"
        b.error("A111", message, "compared_with", hint=hint)


def _is_in(named: Named, period: Period, time: Period | None) -> bool:
    """Return whether a period has the months of the figure's in a year that is named: "the same period of 2023"."""
    months = (period.start.month, period.end.month)
    same = time is not None and months == (time.start.month, time.end.month)
    return same and named.mention.is_plain_year and named.mention.year == period.start.year


def _is_the_last(named: Named, period: Period, time: Period | None) -> bool:
    """Return whether months that are named without a year are those before a time: "down since December"."""
    months = (period.start.month, period.end.month)
    if named.mention.year is not None or time is None or named.mention.months != months:
        return False
    return period.end < time.end and (time.end - period.end).days < DAYS_IN_A_YEAR


def date_faults(placed: Placed[Event], at: Occurrence) -> Iterator[Diagnostic]:
    """A113: an event has the date that the source names with it, no finer, and has one if the sentence does."""
    item, time = placed.item, placed.item.time
    own = [each for each in named_at(at) if not each.compared]
    clause = [each for each in own if each.level is Level.CLAUSE] or own
    if time is None:
        if before := next((each for each in clause if each.mention.is_time), None):
            shown = at.line.text[before.mention.start : before.mention.end]
            message = f"the sentence of '{item.printed}' names “{shown}”, and the event has no date"
            hint = f"write 'date: {before.period or shown}', if that is its date"
            yield placed.warning("A113", message, "basis", hint=hint)
        return
    like = [each for each in own if each.is_like(time)]
    years = at.reading.years
    if like and years and all(each.period is None for each in like) and time.start.year not in years:
        message = f"the date of '{item.printed}' is '{item.date}', and the source names no such year"
        yield placed.error("A113", message, "date", hint="write the year that the section speaks of")
    elif like:
        yield from _dated_finely(placed, time, like, clause)
    elif own and not are_wider(own, time):
        message = f"the date of '{item.printed}' is '{item.date}', and the source names {told(own)} there"
        hint = f"write the date that {called(at.line.place)} gives, or leave it out"
        yield placed.error("A113", message, "date", hint=hint)
    else:
        yield from _dated_before(placed, time, at)


def _dated_finely(placed: Placed[Event], time: Period, like: list[Named], clause: list[Named]) -> Iterator[Diagnostic]:
    """Tell of a date that the clause names more finely, and of a wrong basis."""
    item = placed.item
    if finer := [each for each in clause if each.period and _finer(each.period, time)]:
        message = f"the date of '{item.printed}' is '{item.date}', and the source names {told(finer)} there"
        yield placed.warning("A113", message, "date", hint="date it as finely as the source")
    if item.basis is Basis.STATED and all(each.mention.year is None for each in like):
        message = f"the sentence of '{item.printed}' names no year, and the date is 'stated'"
        yield placed.warning("A113", message, "basis", hint=WRITE_IMPLIED)
    elif item.basis is Basis.IMPLIED and any(each.is_like(time) and each.mention.year for each in clause):
        message = f"the sentence of '{item.printed}' names its date, which is 'implied'"
        yield placed.warning("A113", message, "basis", hint=WRITE_STATED)


def _dated_before(placed: Placed[Event], time: Period, at: Occurrence) -> Iterator[Diagnostic]:
    """Look for the date before the sentence."""
    item = placed.item
    if _is_before(at, time):
        whole = time.precision.value == "year"
        if not whole or item.basis is Basis.STATED:
            message, hint = (
                f"another sentence names the date of '{item.printed}'",
                "write 'basis: implied', if it is meant",
            )
            yield placed.warning("A113", message, "basis" if whole else "date", hint=hint)
        return
    near = nearest(at)
    said = f"names {told(near)} there" if near else "names no such time there"
    message = f"the date of '{item.printed}' is '{item.date}', and the source {said}"
    hint = f"write the date that {called(at.line.place)} gives, or leave it out"
    yield placed.error("A113", message, "date", hint=hint)


def _finer(period: Period, than: Period) -> bool:
    within = than.start <= period.start and period.end <= than.end
    return within and (period.end - period.start) < (than.end - than.start)


def forecast_time_faults(placed: Placed[Forecast], at: Occurrence) -> Iterator[Diagnostic]:
    """A112: a forecast is of the time that the sentence names, or the nearest before it."""
    item, time = placed.item, placed.item.time
    if time is None:
        if named := [
            each for each in named_at(at) if each.level is Level.CLAUSE and not each.compared and each.mention.is_time
        ]:
            message = f"the sentence names {told(named)}, and the forecast has no period"
            yield placed.warning("A112", message, "period_basis", hint="write 'period: …', if that is its time")
        return
    if _of_this_year(at, time) or _of_this_quarter(at, time):
        return
    own = [each for each in named_at(at) if not each.compared]
    like = named_as(own, time, at)
    ahead, said = at.reading.looks_ahead_to, ""
    if own and not like:
        said = told(own)
    elif not own and (near := nearest(at)):
        if ahead not in (time.start.year, time.end.year) and not any(each.is_like(time) for each in near):
            said = told(near)
    elif not own and ahead not in (None, time.start.year, time.end.year):
        said = "no such time"
    if said:
        message = f"the forecast is of '{item.period}', and the source names {said} there"
        hint = "write the time of which the sentence speaks, or under 'looks_ahead_to' the year of the whole outlook"
        yield placed.error("A112", message, "period", hint=hint)
    if item.period_basis is Basis.IMPLIED and any(each.level is Level.CLAUSE and each.mention.year for each in like):
        message = "the clause names the time of the forecast, which is 'implied'"
        yield placed.warning("A112", message, "period_basis", hint=WRITE_STATED)
    if item.period_basis is Basis.STATED and not own and not _is_before(at, time):
        message = "the sentence names no time of the forecast, which is 'stated'"
        yield placed.warning("A112", message, "period_basis", hint=WRITE_IMPLIED)
