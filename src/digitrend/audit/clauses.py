"""Where words of the source stand: the clause, sentence and paragraph, and the quantity and times around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from digitrend.audit.source import SourceLine, SourceText, Span
from digitrend.audit.words import Language, Names, in_turn
from digitrend.model import Period
from digitrend.model.units import Units
from digitrend.text.dates import NamedTime, find_dates, format_period
from digitrend.text.quantities import Found, find_quantities

# "U.S." and "No." end no sentence: a single capital, or two with points.
SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:vs|No|cf|Mr|Dr|St))[.](?:[\"')\]]*)(?= +[^\s,;a-z]|$)"
    r"|[!?](?:[\"')\]]*)(?= |$)|[。！？]|[；;]"
)
CLAUSE_END = re.compile(r"[,，、;；:](?![0-9])|[.!?。！？](?= |$)")


class Level(IntEnum):
    """How near the source says what the briefing says: the less, the nearer."""

    CLAUSE = 0
    SENTENCE = 1
    PARAGRAPH = 2
    EDITOR = 3  # only the editor vouches for it


@lru_cache(maxsize=1024)
def _quantities(text: str, language: str, units: Units) -> tuple[Found, ...]:
    return tuple(find_quantities(text, language, units))


@dataclass(frozen=True, eq=False)
class Reading:
    """The source as it is read: its quantities, its times, and the names in it."""

    text: SourceText
    language: str
    units: Units
    names: Names
    author: str = ""  # the entity that wrote it
    years: frozenset[int] = frozenset()  # that it looks back on and ahead to, as far as the briefing says
    looks_ahead_to: int | None = None  # the year of which the source expects something
    written: int | None = None  # the year of its date, where that is known
    published: Period | None = None  # its date, as finely as it is known

    def quantities(self, line: SourceLine) -> tuple[Found, ...]:
        """Return the quantities of a line, in order."""
        return _quantities(line.text, self.language, self.units)

    def times(self, line: SourceLine) -> tuple[NamedTime, ...]:
        """Return the times that a line names, in order."""
        return find_dates(line.text, self.language)

    def find(self, words: str, place: str | None) -> list[Occurrence]:
        """Return where words stand in a place, as whole words and numbers."""
        return [Occurrence(self, line, span) for line, span in self.text.find(words, place)]


@dataclass(frozen=True, eq=False)
class Occurrence:
    """A place where words of the briefing stand in the source."""

    reading: Reading = field(repr=False)
    line: SourceLine
    span: Span

    @cached_property
    def found(self) -> Found | None:
        """The quantity in these words; None if they hold none."""
        start, end = self.span
        inside = [each for each in self.reading.quantities(self.line) if each.start < end and start < each.end]
        return next((each for each in inside if start <= self._digits(each) < end), inside[0] if inside else None)

    def _digits(self, found: Found) -> int:
        digit = re.search(r"\d", self.line.text[found.start : found.end])
        return found.start + digit.start() if digit else found.start

    @cached_property
    def at(self) -> int:
        """The offset of the number in the line; of the words themselves if they hold none."""
        return self._digits(self.found) if self.found else self.span[0]

    @cached_property
    def sentence(self) -> Span:
        """The sentence, or the part of one up to a semicolon."""
        return around(SENTENCE_END, self.line.text, self.at)

    @cached_property
    def clause(self) -> Span:
        """The clause: between commas; where several quantities share one, no further than the next of them."""
        first, last = around(CLAUSE_END, self.line.text, self.at)
        return max(first, self.sentence[0]), min(last, self.sentence[1])

    @property
    def paragraph(self) -> Span:
        """The whole line."""
        return 0, len(self.line.text)

    @property
    def spans(self) -> tuple[tuple[Level, Span], ...]:
        """The clause, the sentence and the paragraph."""
        return (Level.CLAUSE, self.clause), (Level.SENTENCE, self.sentence), (Level.PARAGRAPH, self.paragraph)

    def within(self, span: Span) -> str:
        """Return the text of a span of the line."""
        return self.line.text[span[0] : span[1]]

    @cached_property
    def tail(self) -> Span:
        """What follows the quantity, up to the next one in the sentence."""
        end = self.found.end if self.found else self.span[1]
        later = [each.start for each in self.reading.quantities(self.line) if each.start >= end]
        return end, min([*later, self.sentence[1]])

    def times(self, span: Span) -> list[NamedTime]:
        """Return the times that are named within a span of the line."""
        return [each for each in self.reading.times(self.line) if span[0] <= each.start and each.end <= span[1]]

    def sentences_before(self) -> Iterator[Span]:
        """Yield the sentences of the paragraph before this one, the nearest first."""
        cuts = [0, *(match.end() for match in SENTENCE_END.finditer(self.line.text[: self.sentence[0]]))]
        yield from reversed(list(pairwise([*cuts, self.sentence[0]])))


def around(end: re.Pattern[str], text: str, at: int) -> Span:
    """Return the stretch between ends, in which a place lies."""
    first, last = 0, len(text)
    for start, stop in _ends(end, text):
        if stop <= at:
            first = stop
        elif start > at:
            last = stop
            break
    return first, last


@lru_cache(maxsize=1024)
def _ends(end: re.Pattern[str], text: str) -> tuple[Span, ...]:
    return tuple(match.span() for match in end.finditer(text))


def sentences(text: str) -> Iterable[Span]:
    """Return the sentences of a line."""
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text))]
    spans = pairwise([*cuts, len(text)])
    return [(a, b) for a, b in spans if text[a:b].strip()]


CLOSE = 34  # characters between a number and the time that follows it


@dataclass(frozen=True, slots=True)
class Named:
    """A time that the source names, and how near."""

    mention: NamedTime
    period: Period | None
    level: Level
    compared: bool  # whether it is what something is compared with: "down from 2019"
    years: frozenset[int] = frozenset()  # that a time without a year may be of
    any_year: bool = True  # whether it may be of others too, since the source has no date
    words: str = ""  # as the source has it

    def is_like(self, period: Period) -> bool:
        """Whether it is the period, or its months without a year."""
        if period.fiscal:  # which months it has, the source need not say
            years = [int(year) for year in period.fiscal.replace("FY", "").split("/")]
            return (self.mention.year, self.mention.year2 or self.mention.year) == (years[0], years[-1])
        own = self.period
        if self.mention.year is None and self.mention.months == (period.start.month, period.end.month):
            return (own is None and self.any_year) or period.start.year in {*self.years, own.start.year if own else 0}
        if own is None:
            return False
        return (own.start, own.end) == (period.start, period.end) or (period.is_point and own.end == period.end)


def named_at(at: Occurrence) -> list[Named]:
    """Return the times of the sentence; a year that is not said there is the nearest before it."""
    found = []
    written, relative = at.reading.written, at.reading.names.source.phrases("relatives")
    years = at.reading.years | {each.year for each in at.reading.times(at.line) if each.year} | {written or 0}
    ranked = re.compile(at.reading.names.source.words.text("ranked_since") or "(?!)", re.IGNORECASE)
    for mention in at.times(at.sentence):
        if ranked.search(at.line.text[at.sentence[0] : mention.start]):
            continue  # "the first fall since 2009"
        inside = at.clause[0] <= mention.start and mention.end <= at.clause[1]
        later = around(CLAUSE_END, at.line.text, mention.start)[0]
        if later >= at.clause[1] and relative.match(at.line.text[later:].lstrip()):
            continue  # "…, which opens in March" is of what it stands behind
        level = Level.CLAUSE if inside else Level.SENTENCE
        period, is_compared = mention.period(_year(at, mention)), _is_compared(at, mention)
        found.append(Named(mention, period, level, is_compared, frozenset(years), written is None, _words(at, mention)))
    return found


def named_as(named: Iterable[Named], period: Period, at: Occurrence) -> list[Named]:
    """Return the times that are a period, or its two ends: "from September to … in January", "through August"."""
    listed = list(named)
    like = [each for each in listed if each.is_like(period)]
    if like or period.is_point:
        return like
    until = at.reading.names.source.phrases("until_words")
    start = period.start
    starts = [
        each for each in listed if each.mention.months[0] == start.month and each.mention.year in (None, start.year)
    ]
    for each in listed:
        lead = at.line.text[max(0, each.mention.start - 12) : each.mention.start]
        ends = each.mention.months[1] == period.end.month and each.mention.year in (None, period.end.year)
        if ends and (until.search(lead) or any(one is not each for one in starts)):
            return [each]
    return []


def follows_comparison(at: Occurrence) -> bool:
    """Return whether words such as "against" and "up from" lead to the number: "120 ships, against 96"."""
    start, words = at.found.start if at.found else at.span[0], at.reading.names.source
    if not words.words.has_spaces:
        return False  # 比 ends 同比, too
    return bool(_comparing(words).search(at.line.text[max(at.clause[0], start - 40) : start]))


def _is_compared(at: Occurrence, mention: NamedTime) -> bool:
    """Return whether words such as "from" and "compared with" lead to a time, and do not begin its sentence."""
    text, words = at.line.text, at.reading.names.source
    start = around(SENTENCE_END, text, mention.start)[0]
    before = text[max(start, mention.start - 40) : mention.start]
    if mention.first != mention.last or (words.words.has_spaces and before.strip(' "').count(" ") == 0):
        return False
    ahead = at.reading.looks_ahead_to or max(at.reading.years, default=-1) + 1
    lead = before.rstrip().lower()
    if mention.year2 and lead.endswith(tuple(words.words.words("stretch_before"))):
        return False
    if (
        ahead
        and mention.year
        and mention.year >= ahead
        and lead.endswith(tuple(words.words.words("not_a_range_after")))
    ):
        return False  # "2% a year from 2030"
    return bool(_comparing(words).search(before))


@cache
def _comparing(words: Language) -> re.Pattern[str]:
    lead = sorted(words.words.words("compared_before"), key=len, reverse=True)
    space = r"\b(?:\s+(?:in|the|on|of|average|that))*\s*$" if words.words.has_spaces else r"\s*$"
    return re.compile(rf"(?:{'|'.join(map(re.escape, lead))}){space}", re.IGNORECASE)


def _year(at: Occurrence, mention: NamedTime) -> int | None:
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
        yield [_before(at, each) for each in at.times(span)]
    for line in (*at.reading.text.before(at.line.place), *at.reading.text.headings(at.line.place)):
        there = Occurrence(at.reading, line, (0, 0))
        yield [_before(there, each) for each in at.reading.times(line)]


def _before(at: Occurrence, mention: NamedTime) -> Named:
    return Named(mention, mention.period(_year(at, mention)), Level.PARAGRAPH, False, words=_words(at, mention))


def _words(at: Occurrence, mention: NamedTime) -> str:
    return at.within((mention.start, mention.end))


def nearest(at: Occurrence) -> list[Named]:
    """Return the times that are named nearest before the sentence."""
    return next((found for found in earlier(at) if found), [])


def following(at: Occurrence, own: Iterable[Named]) -> list[Named]:
    """Return the times that follow the number closely, before the next one."""
    start, end = at.tail
    found = [each for each in own if start <= each.mention.start and each.mention.end <= end]
    close = [each for each in found if each.mention.start - start <= CLOSE and each.mention.end <= at.clause[1] + 1]
    text = at.line.text
    return [each for each in close[:1] if not re.search(r"[,;，；]", text[start : each.mention.start])]


def of_others(at: Occurrence, own: Iterable[Named]) -> list[Named]:
    """Return the times that belong to another number, outside the clause: "…, up from 9,200 in 2020"."""
    first, last = at.sentence
    others = [each.end for each in at.reading.quantities(at.line) if first <= each.start < last and each != at.found]
    text = at.line.text
    return [
        each
        for each in own
        if each.level is Level.SENTENCE
        and any(around(CLAUSE_END, text, each.mention.start)[0] <= end <= each.mention.start for end in others)
    ]


def has_year(named: Iterable[Named], period: Period) -> bool:
    """Whether one of the times names a year of the period."""
    return any(each.mention.year in (period.start.year, period.end.year) for each in named)


def are_wider(named: Iterable[Named], period: Period) -> bool:
    """Whether all that is named are whole years in which the period lies: its months may stand elsewhere."""
    return all(
        each.period is not None
        and each.mention.is_plain_year
        and each.period.start <= period.start
        and period.end <= each.period.end
        for each in named
    )


def told(named: Iterable[Named]) -> str:
    """Return times in words."""
    return in_turn(
        f"“{each.words}”" if each.level is not Level.PARAGRAPH or not each.period else format_period(each.period, "en")
        for each in named
    )
