"""What an entity is called and said to be, held against the sentences that name it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from digitrend.audit.clauses import CLAUSE_END, SENTENCE_END, Reading, around
from digitrend.audit.retold import DOING, SAY
from digitrend.audit.source import SourceLine, Span, called
from digitrend.check.contents import Contents
from digitrend.check.rules.named import country_names
from digitrend.diagnostics import Diagnostic
from digitrend.model import Entity, Precision
from digitrend.text.contrasts import denied_otherwise, instead, unborne
from digitrend.text.dates import find_dates
from digitrend.text.references import references

LONG_NAME = 3  # words
SHORT = 30  # characters between two names
PARTED = re.compile(r"[,;:.，；：。、]|\band\b|\[\[")


def entity_faults(contents: Contents, reading: Reading) -> Iterator[Diagnostic]:
    """A124: what an entity is said to be denies nothing of a sentence that names it, and names what stands there."""
    names, tag = reading.names, reading.names.source.words.language
    for _, placed in contents.entities if names.same_language else ():
        item = placed.item
        lines = [line for line in reading.text.lines if item.id in names.spans.get(line.number, {})]
        theirs = "\n".join(line.text for line in lines)
        not_yet = names.written.phrases("not_yet").search(item.gloss)
        acts = names.types[item.id] in DOING
        if item.id != reading.author and (strange := _strange_in_name(item, reading)):
            message = f"the source names no {strange}, as the name of '{item.id}' does"
            yield placed.warning("A124", message, "name", hint=SAY)
        if strange := _strange_in_gloss(item, lines, reading) or names.strange_items(item.gloss):
            message = f"no paragraph that names '{item.id}' names {strange}"
            yield placed.warning("A124", message, "gloss", hint=SAY)
        elif strange := _not_told(item, lines, reading):
            message = f"no paragraph that names '{item.id}' says {strange}"
            yield placed.warning("A124", message, "gloss", hint=SAY)
        elif strange := _month_of_another(item, lines, reading):
            message = f"no paragraph that names '{item.id}' has the time {strange}"
            yield placed.warning("A124", message, "gloss", hint=SAY)
        elif (acts or names.types[item.id] == "region") and (strange := _of_a_neighbour(item, lines, reading)):
            message = f"this says {strange}, which the source says of another beside '{item.id}'"
            yield placed.warning("A124", message, "gloss", hint=SAY)
        elif word := (
            (lines and acts and unborne(item.gloss, theirs, tag, antonyms=True))
            or (not_yet and denied_otherwise(item.gloss, theirs, tag))
        ):
            message = f"this says “{word}”, and the source {instead(word, theirs, tag)} of '{item.id}'"
            yield placed.warning("A124", message, "gloss", hint=SAY)


def _strange_in_gloss(item: Entity, lines: list[SourceLine], reading: Reading) -> str:
    """Return the name of another entity that a gloss has, and none of the sentences that name its own.

    Of what does not act, only "by the article's account" is asked, and of the paragraph.
    """
    names = reading.names
    if item.broader and names.types[item.id] == "region":
        regions = {e.name: n for n, e in names.entities.items() if names.types[n] == "region" and e.name in item.gloss}
        known = {name for name in names.entities if item.broader in names.with_broader([name])}
        known |= names.with_broader([item.id])
        if strange := next((each for each, name in regions.items() if name not in known), ""):
            return strange
    called = names.called_in(item.gloss) - {item.id, reading.author, *names.with_broader([item.id])}
    told = names.written.phrases("of_the_text").search(item.gloss)
    for other in sorted(called if lines else ()):
        spans = [(line, span) for line in lines for span in _sentences_with(item.id, line, reading)]
        acts = other in names.acting
        there = (names.named(*each) if acts else names.with_broader(names.spans[each[0].number]) for each in spans)
        if (acts or told) and not any(other in each for each in there):
            return names.entities[other].name or other
    return ""


def _not_told(item: Entity, lines: list[SourceLine], reading: Reading) -> str:
    """Return the words of a gloss "by the article's account" of which the lines that name the entity have none."""
    names = reading.names
    told = names.written.phrases("of_the_text").search(item.gloss)
    name = {word for each in (item.name, *names.with_broader([item.id])) for word in names.written.meant(each)}
    words = [w for w in names.written.meant(item.gloss) if w not in names.written.plain and w not in name]
    said = [names.stems(line, (0, len(line.text))) for line in lines]
    words = [w for w in words if names.said.has(w)]  # what the article has, and where else
    strange = [word for word in words if not any(each.has(word) for each in said)]
    few = len(strange) * 2 > len(words)
    return names.as_written(item.gloss, strange) if told and lines and few and len(strange) > 1 else ""


def _month_of_another(item: Entity, lines: list[SourceLine], reading: Reading) -> str:
    """Return a month that a gloss names, and none of the paragraphs that name the entity."""
    spans = [(line, span) for line in lines for span in _sentences_with(item.id, line, reading)]
    said = {
        month
        for line, (start, end) in spans
        for each in reading.times(line)
        if start <= each.start < end
        for month in each.months
    }
    months = [e for e in find_dates(item.gloss, reading.names.written.words.language) if e.precision is Precision.MONTH]
    return next((item.gloss[e.start : e.end] for e in months if said and not said.intersection(e.months)), "")


def _of_a_neighbour(item: Entity, lines: list[SourceLine], reading: Reading) -> str:
    """Return words of a gloss that a sentence has of a neighbour: "A focuses on data centres, B on the internet"."""
    names = reading.names
    for line in lines if names.source.words.has_spaces else ():
        for start, end in names.spans[line.number][item.id]:
            own = around(CLAUSE_END, line.text, start)
            for first in (own[0] - 2, own[1] + 1):
                other = around(CLAUSE_END, line.text, first) if 0 <= first < len(line.text) else own
                beside = {each for each in names.named(line, other) if names.types[each] == names.types[item.id]}
                if not beside or item.id in beside or end > own[1]:
                    continue
                mine, theirs = (names.stems(line, span) for span in (own, other))
                words = names.written.meant(item.gloss)
                strange = [each for each in words if theirs.has(each) and not mine.has(each)]
                if strange and not any(mine.has(each) and not theirs.has(each) for each in words):
                    return names.as_written(item.gloss, strange)
    return ""


def _strange_in_name(item: Entity, reading: Reading) -> str:
    """Return a word of a name that the source lacks, where it prints another name of the thing with all the others."""
    words, whole = re.findall(r"\w+", item.name), reading.text.whole
    if reading.names.types[item.id] == "region" and _is_another_place(item, reading):
        return item.name
    if not reading.names.written.words.has_spaces and len(item.name) > LONG_NAME + 2 and item.name not in whole:
        for i in range(len(item.name) - 1):
            if re.search(rf"{re.escape(item.name[:i])}..{re.escape(item.name[i + 2 :])}", whole):
                return item.name[i : i + 2]
    if len(words) < LONG_NAME or item.name in whole or not any(each[0].isupper() for each in words[1:]):
        return ""
    lost = [i for i, each in enumerate(words) if each not in whole]
    for i in lost or range(1, len(words)) if len(words) > LONG_NAME and len(lost) < 2 else ():
        near = r"\W+".join(re.escape(each) if j != i else r"\w+" for j, each in enumerate(words))
        if i and re.search(rf"\b{near}\b", whole):
            return str(words[i])
    for alias in (each for each in item.aliases if len(lost) == 1 and each in whole):
        theirs = re.findall(r"\w+", alias.lower())
        rest = [each for each in words[1:] if each[:1].isupper() and each.lower() not in theirs]
        if len(rest) == 1 < len(words) - 1 and len(theirs) == len(words) and rest[0] not in whole:
            return str(rest[0])
    return ""


def _is_another_place(item: Entity, reading: Reading) -> bool:
    """Return whether the name of a place shares no word with what the source prints; that of a country need not."""
    names, whole = reading.names, reading.text.whole
    printed = [each for each in item.aliases if each in whole]
    known = {word for each in printed for word in names.written.meant(each)}
    common = item.name in whole or item.name in country_names(names.written.words.language)
    return bool(known) and not common and known.isdisjoint(names.written.meant(item.name))


def _sentences_with(name: str, line: SourceLine, reading: Reading) -> set[Span]:
    """Return the sentences of a line that name an entity, each with the next one, which may go on of it."""
    own = {around(SENTENCE_END, line.text, start) for start, _ in reading.names.spans[line.number][name]}
    return {(first, around(SENTENCE_END, line.text, min(last, len(line.text) - 1))[1]) for first, last in own}


def neighbour_faults(contents: Contents, reading: Reading) -> Iterator[Diagnostic]:
    """A124: who is told beside a thing stands beside it in the paragraph: "A on data centres, B on the internet"."""
    names = reading.names
    for placed in contents.passages if names.same_language else ():
        text, lines = placed.item.text, reading.text.at(placed.item.locator)
        refs = [each for each in references(text) if each.id in names.entities]
        for one, two in pairwise(refs):
            between = text[one.offset + one.length : two.offset]
            if len(between) > SHORT or PARTED.search(between) or names.types[one.id] not in (*DOING, "region"):
                continue
            if other := _in_its_place(one.id, two.id, lines, reading):
                message = f"'{one.id}' stands beside '{two.id}' here, and '{other}' in {called(placed.item.locator)}"
                yield placed.warning("A124", message, "text", hint=SAY)


def _in_its_place(name: str, thing: str, lines: Iterable[SourceLine], reading: Reading) -> str:
    """Return who stands in the clauses that name a thing, if it is another one of the same type in each."""
    names, found = reading.names, ""
    for line in lines:
        for start, _ in names.spans[line.number].get(thing, ()):
            here = names.with_broader(names.named(line, around(CLAUSE_END, line.text, start)))
            alike = sorted(each for each in here if names.types[each] == names.types[name])
            if not alike or name in here:
                return ""
            found = found or alike[0]
    return found
