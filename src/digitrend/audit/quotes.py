"""What the content says stands in the source: words, and the place where they are said to stand.

Each rule takes a claim and the source's text and yields a finding where the words are not found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digitrend.audit.source import SourceLine, SourceText, called, fold
from digitrend.check.contents import Contents, Placed
from digitrend.diagnostics import Diagnostic
from digitrend.model import ClaimKind, Item, Where, paragraph_of

KINDS = {  # code → what makes the claim
    "A103": ClaimKind.FIGURES,
    "A104": ClaimKind.EVENTS,
    "A105": ClaimKind.NOTES,
    "A106": ClaimKind.EVIDENCE,
    "A107": ClaimKind.SLOGANS,
    "A114": ClaimKind.FORECASTS,
    "A115": ClaimKind.MEASURES,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that are said to stand somewhere in the source."""

    code: str
    placed: Placed[Item]
    words: str
    place: str | None  # a paragraph, a section's heading, or None for anywhere
    printed: Where  # where the content gives the words
    locator: Where  # and the place


def claims(contents: Contents) -> Iterator[Claim]:
    """Yield every claim of the content.

    A103: a figure's `printed`; A104: an event's; A105: a note's; A106: the evidence of a relation;
    A107: a slogan, which stands in its part's heading; A114: a forecast's `printed`; A115: a measure's.
    """
    where, at = ("printed",), ("locator",)
    for figure in contents.figures:
        yield Claim("A103", figure, figure.item.printed, figure.item.locator, where, at)
    for event in contents.events:
        yield Claim("A104", event, event.item.printed, event.item.locator, where, at)
    for note in contents.notes:
        yield Claim("A105", note, note.item.printed, note.item.locator, where, at)
    for relation in contents.relations:
        for i, evidence in enumerate(relation.item.evidence):
            step = ("evidence", i)
            yield Claim("A106", relation, evidence.printed, evidence.locator, (*step, "printed"), (*step, "locator"))
    for part in contents.parts:
        if part.item.slogan:
            yield Claim("A107", part, part.item.slogan, part.item.id, ("slogan",), ("slogan",))
    for forecast in contents.forecasts:
        if forecast.item.printed:
            yield Claim("A114", forecast, forecast.item.printed, forecast.item.locator, where, at)
    for measure in contents.measures:
        if measure.item.printed:
            yield Claim("A115", measure, measure.item.printed, measure.item.locator, where, at)


def where_it_fails(claim: Claim, source: SourceText) -> Iterator[Diagnostic]:
    """Yield a finding if the words do not stand in the place: at the locator if they stand elsewhere."""
    if source.find(claim.words, claim.place):
        return
    message = f"'{claim.words}' does not stand in {called(claim.place)}"
    elsewhere = [line for line, _ in source.find(claim.words, None)]
    if elsewhere:
        places = " and ".join(dict.fromkeys(_called(line) for line in elsewhere))
        hint = _move(claim, elsewhere)
        yield claim.placed.error(claim.code, f"{message}: found in {places} instead", *claim.locator, hint=hint)
    else:
        yield claim.placed.error(claim.code, message, *claim.printed, hint=_requote(claim, source))


def every_alias_is_printed(contents: Contents, source: SourceText) -> Iterator[Diagnostic]:
    """A108: an alias is a name as the source prints it, so it stands somewhere in the source; a warning."""
    for _, placed in contents.entities:
        for i, alias in enumerate(placed.item.aliases):
            if not source.find(alias, None):
                message = f"the alias '{alias}' of '{placed.item.id}' is printed nowhere in the source"
                hint = _as_printed(alias, source.lines) or "write the name exactly as the source prints it"
                yield placed.warning("A108", message, "aliases", i, hint=hint)


def _called(line: SourceLine) -> str:
    return called(line.place) if line.place else f"line {line.number}, outside every paragraph,"


def _move(claim: Claim, elsewhere: list[SourceLine]) -> str:
    """Say how to follow words that stand elsewhere."""
    place = next((line.place for line in elsewhere if paragraph_of(line.place)), "")
    if not place or claim.locator == claim.printed:
        return f"quote words of {called(claim.place)}"
    return f"write 'locator: {place}', if that is the place that is meant"


def _requote(claim: Claim, source: SourceText) -> str:
    """Say how the place prints something near to the words, if it does."""
    lines = source.at(claim.place)
    if not lines:
        return f"the file has no {called(claim.place).removeprefix('the ')}: check the file"
    if near := _as_printed(claim.words, lines):
        return near
    words = fold(claim.words).text.split(" ")
    for count in range(len(words) - 1, 0, -1):
        start = " ".join(words[:count])
        if count > 1 and any(line.folded.spans(start) for line in lines):
            return f"quote the words exactly; the place has '{start}', and then other words"
    return "quote the words exactly as they stand there"


def _as_printed(words: str, lines: tuple[SourceLine, ...]) -> str:
    """Return a hint if the words differ from those of the lines in capitals only, else ""."""
    sought = fold(words).text.lower()
    for line in lines:
        at = line.text.lower().find(sought) if len(line.text.lower()) == len(line.text) else -1
        if at >= 0 and sought:
            return f"the source prints '{line.text[at : at + len(sought)]}'"
    return ""
