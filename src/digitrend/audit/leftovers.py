"""The way back: every number of the source is a figure's, or is no quantity, or is excused with a reason.

Takes what the figures have found in the source, and names what is left by line and column of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from digitrend.audit.dates import YEAR, times
from digitrend.audit.figures import FIGURE, Occurrence
from digitrend.audit.source import NUMBERING, SourceLine, SourceText, Span, fold
from digitrend.check.contents import Contents
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import paragraph_of
from digitrend.text.quantities import find_quantities

DIGITS = re.compile(r"[A-Za-z]*\d[A-Za-z\d]*(?:[.,]\d+)*")  # with the letters of the name that they are part of
SHOWN = re.compile(
    rf"{DIGITS.pattern}(?: ?(?:hundred|thousand|million|billion|trillion)\b| ?[万亿])*"
    r"(?: ?%| ?per ?cent\b| ?yuan\b| ?元)?"
)
# What follows a year-like number and makes it a quantity: a scale or a sign.
NO_YEAR = re.compile(r" ?(?:%|per ?cent\b|yuan\b|元|[万亿]|(?:hundred|thousand|million|billion|trillion)\b)")
WORD = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
)
WORDS = re.compile(  # only where a noun follows, or "of": "two of a kind" counts something, a "two-way street" does not
    rf"\b(?:{WORD}(?:-(?:{WORD}|one))?(?= [a-z])|(?<!\d )(?:hundreds|thousands|millions|billions|dozens)(?= of\b)"
    r"|a (?:dozen|hundred|thousand|million)\b|(?:one|two|three|a)[ -](?:third|quarter|fifth|tenth)s?(?= of\b| the\b)"
    r"|half(?= of\b| the\b)|(?:doubled|tripled|quadrupled|halved|tenfold|twofold|threefold)\b"
    r"|(?:all|both|each|none|most|half) of (?:them|these|those)\b)",
    re.IGNORECASE,
)

Spans = dict[int, list[Span]]  # by line


def every_number_of_the_source_is_told(
    contents: Contents, source: SourceText, quoted: Mapping[str, list[Occurrence]]
) -> Iterator[Diagnostic]:
    """A201: a number of the source is no figure's.  A202: words that carry a quantity are none's; a warning.

    Not counted are years, dates, names of entities, the numbering of headings and lists, and what `excused` lists.
    A203: an entry of `excused` excuses nothing; a warning.
    """
    taken, phrases = _taken(quoted.values())
    names = _spans_of(_names(contents), source)
    excuses = [fold(each.text).text for each in contents.source.item.excused] if contents.source else []
    idle = set(range(len(excuses)))
    for line in source.lines:
        free = [*names.get(line.number, []), *times(line.text), *_years(line.text, contents), *_numbering(line.text)]
        pardons = [(i, span) for i, excuse in enumerate(excuses) for span in line.folded.spans(excuse)]
        for code, span in _numbers(line.text):
            mine = taken if code == "A201" else phrases
            if _covered(span, [*free, *mine.get(line.number, [])]):
                continue
            by = {i for i, pardon in pardons if _covered(span, [pardon])}
            idle -= by
            if not by:
                yield _left(code, line, span, source)
    yield from _idle(contents, idle)


def _numbers(text: str) -> Iterator[tuple[str, Span]]:
    yield from (("A201", match.span()) for match in DIGITS.finditer(text))
    yield from (("A202", match.span()) for match in WORDS.finditer(text))


def _left(code: str, line: SourceLine, span: Span, source: SourceText) -> Diagnostic:
    excuse = "or excuse the words under 'excused' in source.yaml, with the reason"
    place = f"'locator: {line.place}'" if paragraph_of(line.place) else "its locator"
    if code == "A201":
        shown = SHOWN.match(line.text, span[0])
        message = f"no figure states the figure '{shown[0] if shown else line.text[slice(*span)]}'"
        severity = Severity.ERROR
    else:
        message = f"no figure states the quantity '{line.text[slice(*span)]}'"
        severity = Severity.WARNING
    return Diagnostic(code, message, source.path, line.at(span[0]), severity, f"add one with {place}, {excuse}")


def _idle(contents: Contents, idle: Iterable[int]) -> Iterator[Diagnostic]:
    hint = "remove it, or quote the words as they are printed"
    for i in sorted(idle):
        if placed := contents.source:
            message = f"'{placed.item.excused[i].text}' excuses no number of the source"
            yield placed.warning("A203", message, "excused", i, "text", hint=hint)


def _taken(quoted: Iterable[list[Occurrence]]) -> tuple[Spans, Spans]:
    """Return the figures that figures state, by line, and the words in which they do.

    Each figure takes one figure, those with the least choice first: a second mention is a number of its own.
    """
    figures: Spans = {}
    phrases: Spans = {}
    for found in sorted(quoted, key=len):
        for each in found:
            phrases.setdefault(each.line.number, []).append(each.span)
        free = ((each, _figure(each)) for each in found)
        for each, figure in free:
            if figure and figure not in figures.setdefault(each.line.number, []):
                figures[each.line.number].append(figure)
                break
    return figures, phrases


def _figure(found: Occurrence) -> Span | None:
    match = FIGURE.match(found.line.text, found.number)
    return match.span() if match else None


def _names(contents: Contents) -> set[str]:
    """Return the names that hold a number, digits or words."""
    entities = (placed.item for _, placed in contents.entities)
    names = {name for item in entities for name in (item.name, item.acronym, *item.aliases)}
    return {name for name in names if re.search(r"\d", name) or any(_numbers(f"{name} x"))}


def _spans_of(names: Iterable[str], source: SourceText) -> Spans:
    spans: Spans = {}
    for name in names:
        for line, span in source.find(name, None):
            spans.setdefault(line.number, []).append(span)
    return spans


def _years(text: str, contents: Contents) -> list[Span]:
    """Return where years stand: not where something is counted, as in "2000 people"."""
    counted = [(each.start, each.end) for each in find_quantities(text, contents.context.language, contents.units)]
    years = (match.span() for match in YEAR.finditer(text) if not NO_YEAR.match(text, match.end()))
    return [year for year in years if not _covered(year, counted)]


def _numbering(text: str) -> list[Span]:
    match = NUMBERING.match(text)
    return [match.span()] if match else []


def _covered(span: Span, by: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in by)
