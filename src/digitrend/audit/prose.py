"""Prose of the briefing against its source, where it quotes nothing: years that the source lacks, and opposites."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.audit.clauses import Reading
from digitrend.audit.source import called
from digitrend.check.contents import Contents, ProseField
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import Overview, Part, Passage, section_of
from digitrend.text.dates import find_dates

# What editors say of their own: explanations, and what came true later.
OURS = frozenset({"note", "notes", "doubts", "reading", "action", "changes", "caution", "remarks", "method", "outcome"})


def prose_faults(contents: Contents, reading: Reading) -> Iterator[Diagnostic]:
    """A124: prose says the opposite of its paragraph or section.  A128: it names a year that the source does not."""
    known = _years(contents, reading)
    for prose in contents.prose:
        if isinstance(prose.placed.item, Overview | Part) and OURS.isdisjoint(prose.where):
            yield from _strange_years(prose, known, contents.language)
            yield from _opposites(prose, reading)


def _strange_years(prose: ProseField, known: set[int], language: str) -> Iterator[Diagnostic]:
    for mention in find_dates(prose.text, language) if any(map(str.isnumeric, prose.text)) else ():
        strange = [year for year in (mention.year, mention.year2) if year and year not in known]
        if strange and mention.is_time:
            message = f"the source names no {strange[0]}"
            hint = "write the year that the source has, or say it in a note"
            yield prose.error("A128", message, mention.start, hint, Severity.WARNING)


def _years(contents: Contents, reading: Reading) -> set[int]:
    """Return the years that the source names or means, and those that the content's own periods have."""
    overview = contents.overview.item if contents.overview else None
    mentions = [each for line in reading.text.lines for each in reading.times(line)]
    said = {year for each in mentions for year in (each.year, each.year2) if year}
    figures, events, forecasts = contents.figures, contents.events, contents.forecasts
    periods = [*(each.item.time for each in figures), *(each.item.time for each in events)]
    periods += [each.item.time for each in forecasts]
    compared = [contents.period_of(each.item.compared_with) for each in figures]
    meant = {year for each in (*periods, *compared) if each for year in (each.start.year, each.end.year)}
    return {*said, *meant, *reading.years, reading.written or 0, overview.as_of.year if overview else 0}


def _opposites(prose: ProseField, reading: Reading) -> Iterator[Diagnostic]:
    """Hold a passage against its paragraph, and the summary of a part against its section."""
    item, words = prose.placed.item, reading.names.source
    if not reading.names.same_language:
        return
    passage = _passage(item, prose.where)
    if passage:
        place, lines = passage.locator, reading.text.at(passage.locator)
    elif isinstance(item, Part) and len(prose.where) == 1:
        place = item.id
        lines = tuple(each for each in reading.text.lines if each.place and section_of(each.place) == place)
    else:
        return
    theirs = "\n".join(each.text for each in lines)
    ours = reading.names.plain(prose.text)
    if words.denies_of_a_thing(ours, theirs) or (passage and words.denies(ours, theirs)):
        message = f"this says the opposite of {called(place)}"
        yield prose.error("A124", message, 0, "a rise is no fall, and more is not less", Severity.WARNING)


def _passage(item: object, where: tuple[str | int, ...]) -> Passage | None:
    """Return the passage in which a text stands, if it does."""
    held = getattr(item, str(where[0]), ())
    found = held[where[1]] if len(where) > 1 and isinstance(held, tuple) and isinstance(where[1], int) else None
    return found if isinstance(found, Passage) else None
