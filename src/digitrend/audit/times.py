"""Times named in the source: periods, dates and comparisons of the content, held against the times of the sentence.

What counts is the time that follows a number ("37% in 2019"), else those of the sentence, else the nearest before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from digitrend.audit.clauses import SENTENCE_END, Level, Occurrence, around
from digitrend.audit.figures import Binding
from digitrend.audit.source import called
from digitrend.audit.words import Language
from digitrend.check.contents import Placed
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import NEEDS_COMPARISON, Basis, Event, Forecast, Period
from digitrend.text.dates import Mention, format_period

CLOSE = 34  # characters between a number and the time that follows it


@dataclass(frozen=True, slots=True)
class Named:
    """A time that the source names, and how near."""

    mention: Mention
    period: Period | None
    level: Level
    compared: bool  # whether it is what something is compared with: "down from 2019"
    years: frozenset[int] = frozenset()  # that a time without a year may be of

    def is_like(self, period: Period) -> bool:
        """Whether it is the period, or its months without a year."""
        if period.fiscal:  # which months it has, the source need not say
            return self.mention.year == int(period.fiscal[2:6])
        own = self.period
        if self.mention.year is None and self.mention.months == (period.start.month, period.end.month):
            return own is None or period.start.year in {*self.years, own.start.year}
        if own is None:
            return False
        return (own.start, own.end) == (period.start, period.end) or (period.is_point and own.end == period.end)


def named_at(at: Occurrence) -> list[Named]:
    """Return the times of the sentence; a year that is not said there is the nearest before it."""
    found = []
    for mention in at.times(at.sentence):
        inside = at.clause[0] <= mention.start and mention.end <= at.clause[1]
        level = Level.CLAUSE if inside else Level.SENTENCE
        years = at.reading.years | {each.year for each in at.reading.times(at.line) if each.year}
        year = _year(at, mention)
        found.append(Named(mention, mention.period(year), level, _is_compared(at, mention), frozenset(years)))
    return found


def _named(named: Iterable[Named], period: Period, at: Occurrence) -> list[Named]:
    """Return the times that are a period, or its two ends: "from September to … in January", "through August"."""
    listed = list(named)
    like = [each for each in listed if each.is_like(period)]
    if like or period.is_point:
        return like
    until = at.reading.names.source.phrases("until_words")
    starts = [each for each in listed if each.mention.months[0] == period.start.month]
    for each in listed:
        lead = at.line.text[max(0, each.mention.start - 12) : each.mention.start]
        ends = each.mention.months[1] == period.end.month and each.mention.year in (None, period.end.year)
        if ends and (until.search(lead) or any(one is not each for one in starts)):
            return [each]
    return []


def _is_compared(at: Occurrence, mention: Mention) -> bool:
    """Return whether words such as "from" and "compared with" lead to a time, and do not begin its sentence."""
    text, words = at.line.text, at.reading.names.source
    start = around(SENTENCE_END, text, mention.start)[0]
    before = text[max(start, mention.start - 40) : mention.start]
    if mention.first != mention.last or (words.words.has_spaces and before.strip(' "').count(" ") == 0):
        return False
    return bool(_comparing(words).search(before))


@cache
def _comparing(words: Language) -> re.Pattern[str]:
    lead = sorted(words.words.words("compared_before"), key=len, reverse=True)
    space = r"\b(?:\s+(?:in|the|on|of|average|that))*\s*$" if words.words.has_spaces else r"\s*$"
    return re.compile(rf"(?:{'|'.join(map(re.escape, lead))}){space}", re.IGNORECASE)


def _year(at: Occurrence, mention: Mention) -> int | None:
    """Return the year of a time that is named without one: the nearest year before it, else after it in its sentence.

    Years that are only compared with do not count.
    """
    if mention.year:
        return mention.year
    before = [each for each in at.reading.times(at.line) if each.end <= mention.start and each.year]
    for each in reversed(before):
        if not _is_compared(at, each):
            return each.year2 or each.year
    later = [each for each in at.times(at.sentence) if each.year]
    if later:
        return later[0].year
    for line in (*at.reading.text.before(at.line.place), *at.reading.text.headings(at.line.place)):
        there = Occurrence(at.reading, line, (0, 0))
        if years := [each.year for each in at.reading.times(line) if each.year and not _is_compared(there, each)]:
            return years[-1]
    return None


def earlier(at: Occurrence) -> Iterator[list[Named]]:
    """Yield the times of each sentence before, then of each paragraph before and the headings, the nearest first."""
    for span in at.sentences_before():
        yield [Named(each, each.period(_year(at, each)), Level.PARAGRAPH, False) for each in at.times(span)]
    for line in (*at.reading.text.before(at.line.place), *at.reading.text.headings(at.line.place)):
        there = Occurrence(at.reading, line, (0, 0))
        yield [Named(each, each.period(_year(there, each)), Level.PARAGRAPH, False) for each in at.reading.times(line)]


def nearest(at: Occurrence) -> list[Named]:
    """Return the times that are named nearest before the sentence."""
    return next((found for found in earlier(at) if found), [])


def the_period_is_as_printed(b: Binding) -> None:
    """A112: a period is the one that the source names with the figure or nearest before it, and is given if it is.

    A stated one stands in the sentence: otherwise it is implied, and a warning says so.
    """
    item, at = b.item, b.at
    named = named_at(at)
    own = [each for each in named if not each.compared]
    tail = _following(at, own)
    b.levels["period"] = Level.EDITOR
    if item.time is None:
        said = tail or [each for each in own if each.level is Level.CLAUSE and each.mention.end <= at.at]
        if (said and item.kind not in NEEDS_COMPARISON) or (tail and item.kind in NEEDS_COMPARISON):
            _missing(b, said[0])
        return
    if tail and not _named(tail, item.time, at) and not item.time.point:
        b.error(
            "A112",
            f"the period of '{item.printed}' is '{item.period}', and the source has {told(tail, at)} behind it",
            "period",
            hint="write the period that follows the number",
        )
        return
    like = _named(own, item.time, at)
    if like:
        b.levels["period"] = min(each.level for each in like)
        if (
            all(each.mention.year is None and each.period is None for each in like)
            and item.period_basis is Basis.STATED
        ):
            b.warning(
                "A112",
                f"the sentence of '{item.printed}' names no year, and the period is 'stated'",
                "period_basis",
                hint="write 'implied'",
            )
        elif (
            item.period_basis is Basis.STATED
            and all(each.mention.year is None for each in like)
            and not _years(own, item.time)
        ):
            b.warning(
                "A112",
                f"the sentence of '{item.printed}' does not name the year, and the period is 'stated'",
                "period_basis",
                hint="write 'implied'",
            )
        return
    if (
        at.reading.names.source.phrases("this_year").search(at.within(at.sentence))
        and item.period_basis is Basis.IMPLIED
    ):
        b.levels["period"] = Level.SENTENCE
        return
    if own and not _wider(own, item.time):
        b.error(
            "A112",
            f"the period of '{item.printed}' is '{item.period}', and the source names {told(own, at)} there",
            "period",
            hint=f"write the period that {called(at.line.place)} gives, or leave it out",
        )
        return
    _look_before(b, own)


def _following(at: Occurrence, own: Iterable[Named]) -> list[Named]:
    """Return the times that follow the number closely, before the next one."""
    start, end = at.tail
    found = [each for each in own if start <= each.mention.start and each.mention.end <= end]
    close = [each for each in found if each.mention.start - start <= CLOSE and each.mention.end <= at.clause[1] + 1]
    text = at.line.text
    return [each for each in close[:1] if not re.search(r"[,;，；]", text[start : each.mention.start])]


def _years(named: Iterable[Named], period: Period) -> bool:
    return any(each.mention.year in (period.start.year, period.end.year) for each in named)


def _wider(named: Iterable[Named], period: Period) -> bool:
    """Return whether all that is named are whole years in which the period lies: its months may stand elsewhere."""
    return all(
        each.period is not None
        and each.mention.is_plain_year
        and each.period.start <= period.start
        and period.end <= each.period.end
        for each in named
    )


def _look_before(b: Binding, own: list[Named]) -> None:
    """Hold the period against what is named before the sentence."""
    item, at = b.item, b.at
    assert item.time is not None
    near: list[Named] = []
    for found in earlier(at):
        near = near or found
        if any(each.is_like(item.time) for each in found):
            b.levels["period"] = Level.PARAGRAPH
            break
    years = {each.period.start.year for each in (*own, *near) if each.period}
    if b.levels["period"] is Level.EDITOR:
        whole = item.time.start.month == 1 and item.time.end.month == 12
        if near and (item.time.start.year not in years or not whole):
            severity = (
                Severity.ERROR
                if item.time.start.year not in years or item.period_basis is Basis.STATED
                else Severity.WARNING
            )
            message = f"the period of '{item.printed}' is '{item.period}', and the source names {told(near, at)} there"
            b.faults.append(
                b.placed.error(
                    "A112",
                    message,
                    "period",
                    hint="write the period that the source gives, or leave it out",
                    severity=severity,
                )
            )
            return
        anywhere = {each.year for line in at.reading.text.lines for each in at.reading.times(line) if each.year}
        if not near and item.time.start.year not in anywhere:
            b.error(
                "A112",
                f"the period of '{item.printed}' is '{item.period}', and the source names no such year",
                "period",
                hint="leave it out",
            )
            return
    if item.period_basis is Basis.STATED:
        b.warning(
            "A112",
            f"the sentence of '{item.printed}' does not name its whole period, and the period is 'stated'",
            "period_basis",
            hint="write 'implied'",
        )


def _missing(b: Binding, said: Named) -> None:
    shown = b.at.line.text[said.mention.start : said.mention.end]
    b.warning(
        "A112",
        f"the sentence of '{b.item.printed}' names “{shown}”, and the figure has no period",
        "period_basis",
        hint=f"write 'period: {said.period or shown}', or why it is another's among the doubts",
    )


def told(named: Iterable[Named], at: Occurrence) -> str:
    """Return times in words."""
    return " and ".join(
        dict.fromkeys(
            f"“{at.line.text[each.mention.start : each.mention.end]}”"
            if each.level is not Level.PARAGRAPH
            else (format_period(each.period, "en") if each.period else "another time")
            for each in named
        )
    )


def the_comparison_is_as_printed(b: Binding) -> None:
    """A111: "year-on-year" or "from 2019" beside a rate is a stated comparison; beside its neighbours it implies one.

    What is compared with is what these words name.
    """
    item, at, words = b.item, b.at, b.at.reading.names.source
    if item.kind not in NEEDS_COMPARISON:
        return
    finder = words.phrases("comparisons")
    named = [each for each in named_at(at) if each.compared]
    first, last = at.sentence
    alone = sum(first <= each.start < last for each in at.reading.quantities(at.line)) == 1
    beside = finder.search(at.within(at.sentence if alone else at.clause)) or _first(named, Level(alone), at)
    near = beside or finder.search(at.within(at.sentence)) or _first(named, Level.SENTENCE, at)
    basis = item.compared_with_basis
    b.levels["comparison"] = Level.CLAUSE if beside else Level.SENTENCE if near else Level.EDITOR
    shown = (near[0] if isinstance(near, re.Match) else near) or ""
    if basis is Basis.STATED and not near:
        b.error(
            "A111",
            f"the sentence of '{item.printed}' compares it with nothing, and its comparison is 'stated'",
            "compared_with_basis",
            hint="write 'implied' or 'missing'",
        )
    elif basis is Basis.STATED and not beside:
        b.warning(
            "A111",
            f"“{shown}” stands beside the neighbours of '{item.printed}' only, and its comparison is 'stated'",
            "compared_with_basis",
            hint="write 'implied'",
        )
    elif basis is Basis.MISSING and near:
        tell = b.error if beside else b.warning
        tell(
            "A111",
            f"the sentence of '{item.printed}' says “{shown}”, and its comparison is 'missing'",
            "compared_with_basis",
            hint=f"write '{'stated' if beside else 'implied'}', and the comparison",
        )
    elif basis is Basis.IMPLIED and beside:
        b.warning(
            "A111",
            f"“{shown}” stands beside '{item.printed}', and its comparison is 'implied'",
            "compared_with_basis",
            hint="write 'stated'",
        )
    elif near and item.compared_with:
        _compared_rightly(b, shown, named)


def _first(named: Iterable[Named], most: Level, at: Occurrence) -> str:
    return next((at.line.text[each.mention.start : each.mention.end] for each in named if each.level <= most), "")


def _compared_rightly(b: Binding, shown: str, named: list[Named]) -> None:
    item, words = b.item, b.at.reading.names.source
    period, time = b.contents.period_of(item.compared_with), item.time
    message = f"'{item.printed}' is compared with '{item.compared_with}', and the source says “{shown}”"
    if period is not None and named:
        if not any(each.is_like(period) for each in named):
            b.error("A111", message, "compared_with", hint="write the time with which the sentence compares it")
        return
    units = words.table("comparison_units")
    said = {name for name, finder in units.items() if finder.search(shown.replace("-", " "))}
    if period is not None:
        if (
            time
            and "year" in said
            and (period.start.year, period.start.month, period.end.month)
            != (time.start.year - 1, time.start.month, time.end.month)
        ):
            b.error("A111", message, "compared_with", hint="write the same months of the year before")
    elif said:
        ours = b.at.reading.names.written.table("comparison_units")
        mine = {name for name, finder in ours.items() if finder.search(item.compared_with)}
        if not mine & said:
            b.error("A111", message, "compared_with", hint="write with what the sentence compares it")


def date_faults(placed: Placed[Event], at: Occurrence) -> Iterator[Diagnostic]:
    """A113: an event has the date that the source names with it, no finer, and has one if the sentence does."""
    item, time = placed.item, placed.item.time
    own = [each for each in named_at(at) if not each.compared]
    clause = [each for each in own if each.level is Level.CLAUSE] or own
    if time is None:
        before = [each for each in clause if each.mention.is_time]
        if before:
            shown = at.line.text[before[0].mention.start : before[0].mention.end]
            yield placed.warning(
                "A113",
                f"the sentence of '{item.printed}' names “{shown}”, and the event has no date",
                "basis",
                hint=f"write 'date: {before[0].period or shown}', if that is its date",
            )
        return
    like = [each for each in own if each.is_like(time)]
    if (
        like
        and all(each.period is None for each in like)
        and at.reading.years
        and time.start.year not in at.reading.years
    ):
        yield placed.error(
            "A113",
            f"the date of '{item.printed}' is '{item.date}', and the source names no such year",
            "date",
            hint="write the year that the section speaks of",
        )
    elif like:
        finer = [each for each in clause if each.period and _finer(each.period, time)]
        if finer:
            yield placed.warning(
                "A113",
                f"the date of '{item.printed}' is '{item.date}', and the source names {told(finer, at)} there",
                "date",
                hint="date it as finely as the source",
            )
        if item.basis is Basis.STATED and all(each.mention.year is None for each in own if each.is_like(time)):
            yield placed.warning(
                "A113",
                f"the sentence of '{item.printed}' names no year, and the date is 'stated'",
                "basis",
                hint="write 'implied'",
            )
        elif item.basis is Basis.IMPLIED and any(each.is_like(time) and each.mention.year for each in clause):
            yield placed.warning(
                "A113",
                f"the sentence of '{item.printed}' names its date, which is 'implied'",
                "basis",
                hint="write 'stated'",
            )
    if like:
        return
    hint = f"write the date that {called(at.line.place)} gives, or leave it out"
    if own and not _wider(own, time):
        yield placed.error(
            "A113",
            f"the date of '{item.printed}' is '{item.date}', and the source names {told(own, at)} there",
            "date",
            hint=hint,
        )
        return
    for found in earlier(at):
        if any(each.is_like(time) for each in found):
            whole = time.precision.value == "year"
            if not whole or item.basis is Basis.STATED:
                yield placed.warning(
                    "A113",
                    f"another sentence names the date of '{item.printed}'",
                    "basis" if whole else "date",
                    hint="write 'basis: implied', if it is meant",
                )
            return
    near = nearest(at)
    said = f"names {told(near, at)} there" if near else "names no such time there"
    yield placed.error(
        "A113", f"the date of '{item.printed}' is '{item.date}', and the source {said}", "date", hint=hint
    )


def _finer(period: Period, than: Period) -> bool:
    return (
        than.start <= period.start and period.end <= than.end and (period.end - period.start) < (than.end - than.start)
    )


def forecast_time_faults(placed: Placed[Forecast], at: Occurrence) -> Iterator[Diagnostic]:
    """A112: a forecast is of the time that the sentence names, or the nearest before it."""
    item, time = placed.item, placed.item.time
    own = [each for each in named_at(at) if not each.compared]
    like = _named(own, time, at)
    if at.reading.names.source.phrases("this_year").search(at.within(at.sentence)):
        return
    hint = "write the time of which the sentence speaks"
    if own and not like:
        yield placed.error(
            "A112",
            f"the forecast is of '{item.period}', and the source names {told(own, at)} there",
            "period",
            hint=hint,
        )
    elif not own:
        near = next((found for found in earlier(at) if found), [])
        if near and not any(each.is_like(time) for each in near):
            overview = at.reading.looks_ahead_to
            severity = Severity.WARNING if overview == time.start.year else Severity.ERROR
            if severity is Severity.ERROR:
                yield placed.error(
                    "A112",
                    f"the forecast is of '{item.period}', and the source names {told(near, at)} there",
                    "period",
                    hint=hint,
                )
        elif not near and at.reading.looks_ahead_to not in (None, time.start.year):
            yield placed.error(
                "A112",
                f"the forecast is of '{item.period}', and the source names no such time there",
                "period",
                hint=hint,
            )
    elif item.period_basis is Basis.IMPLIED and any(each.level is Level.CLAUSE for each in like):
        yield placed.warning(
            "A112",
            "the clause names the time of the forecast, which is 'implied'",
            "period_basis",
            hint="write 'stated'",
        )
    if (
        not own
        and item.period_basis is Basis.STATED
        and not any(each.is_like(time) for found in earlier(at) for each in found)
    ):
        yield placed.warning(
            "A112",
            "the sentence names no time of the forecast, which is 'stated'",
            "period_basis",
            hint="write 'implied'",
        )
