"""Where words of the source stand: the clause, the sentence and the paragraph around them, and the quantity in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import pairwise

from digitrend.audit.source import SourceLine, SourceText, Span
from digitrend.audit.words import Names
from digitrend.model.units import Units
from digitrend.text.dates import NamedTime, find_dates
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


@lru_cache(maxsize=1024)
def _times(text: str, language: str) -> tuple[NamedTime, ...]:
    return tuple(find_dates(text, language))


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

    def quantities(self, line: SourceLine) -> tuple[Found, ...]:
        """Return the quantities of a line, in order."""
        return _quantities(line.text, self.language, self.units)

    def times(self, line: SourceLine) -> tuple[NamedTime, ...]:
        """Return the times that a line names, in order."""
        return _times(line.text, self.language)

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
    for match in end.finditer(text):
        if match.end() <= at:
            first = match.end()
        elif match.start() > at:
            last = match.end()
            break
    return first, last


def sentences(text: str) -> Iterable[Span]:
    """Return the sentences of a line."""
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text))]
    spans = pairwise([*cuts, len(text)])
    return [(a, b) for a, b in spans if text[a:b].strip()]
