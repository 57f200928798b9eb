"""What an entity is called and said to be, and beside what it stands, held against the sentences that name it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from digitrend.audit.clauses import CLAUSE_END, SENTENCE_END, Reading, around
from digitrend.audit.retold import DOING, SAY
from digitrend.audit.source import SourceLine, Span, called, joined
from digitrend.check.contents import Contents
from digitrend.check.rules.named import country_names
from digitrend.diagnostics import Diagnostic
from digitrend.model import Entity, Precision
from digitrend.text.contrasts import denied_otherwise, instead, moved_otherwise, of_another_kind, unborne
from digitrend.text.dates import find_dates
from digitrend.text.references import references

LONG_NAME = 3  # words
LEAD_IN = 5  # words
SHORT = 30  # characters between two names
PARTED = re.compile(r"[,;:.，；：。、]|\band\b|\[\[")


def entity_faults(contents: Contents, reading: Reading) -> Iterator[Diagnostic]:
    """A124: what an entity is called is printed, and what it is said to be is borne out where the source names it."""
    for _, placed in contents.entities if reading.names.same_language else ():
        item = placed.item
        if item.id != reading.author and (strange := _strange_in_name(item, reading)):
            message = f"the source names no {strange}, as the name of '{item.id}' does"
            yield placed.warning("A124", message, "name", hint=SAY)
        lines = [line for line in reading.text.lines if item.id in reading.names.spans.get(line.number, {})]
        if message := _gloss_fault(item, lines, reading):
            yield placed.warning("A124", message, "gloss", hint=SAY)


def _gloss_fault(item: Entity, lines: list[SourceLine], reading: Reading) -> str:
    """Return what is wrong with a gloss, if anything; `lines` are those that name the entity."""
    names, tag = reading.names, reading.names.source.words.language
    acts, gloss = names.types[item.id] in DOING, item.gloss
    if strange := _another_place(item, reading) or _another_name(item, lines, reading) or names.strange_items(gloss):
        return f"no paragraph that names '{item.id}' names {strange}"
    if strange := _not_told(item, lines, reading):
        return f"no paragraph that names '{item.id}' says {strange}"
    if strange := _month_of_another(item, lines, reading):
        return f"no sentence that names '{item.id}' has the time {strange}"
    if (acts or names.types[item.id] == "region") and (strange := _of_a_neighbour(item, lines, reading)):
        return f"this says {strange}, which the source says of another beside '{item.id}'"
    theirs = joined(lines)
    word = of_another_kind(gloss, theirs, tag, "of_glosses") or moved_otherwise(gloss, theirs, tag)
    word = word or (unborne(gloss, theirs, tag, antonyms=True) if lines and acts else "")
    outside = names.written.phrases("not_of_it").search(gloss) if acts else None
    word = word or (outside[0] if outside and not names.source.phrases("denied_by", "not_of_it").search(theirs) else "")
    if not word and names.written.phrases("not_yet").search(gloss):
        word = denied_otherwise(gloss, theirs, tag)
    return f"this says “{word}”, and the source {instead(word, theirs, tag)} of '{item.id}'" if word else ""


def _another_place(item: Entity, reading: Reading) -> str:
    """Return the name of a region that a gloss has, and that neither contains the entity's own nor lies beside it."""
    names = reading.names
    if not item.broader or names.types[item.id] != "region":
        return ""
    regions = (n for n, e in names.entities.items() if names.types[n] == "region" and e.name in item.gloss)
    above = names.with_broader([item.id])
    others = (each for each in regions if each not in above and item.broader not in names.with_broader([each]))
    return next((names.entities[each].name for each in others), "")


def _another_name(item: Entity, lines: list[SourceLine], reading: Reading) -> str:
    """Return the name of another entity that a gloss has, and none of the sentences that name its own.

    Of what does not act, only "by the article's account" is asked, and of the paragraph.
    """
    names = reading.names
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
    if not lines or not names.written.phrases("of_the_text").search(item.gloss):
        return ""
    name = {word for each in (item.name, *names.with_broader([item.id])) for word in names.written.meant(each)}
    words = [w for w in names.written.meant(item.gloss) if w not in names.written.plain and w not in name]
    said = [names.stems(line, (0, len(line.text))) for line in lines]
    words = [w for w in words if names.said.has(w)]  # what the article has, and where else
    strange = [word for word in words if not any(each.has(word) for each in said)]
    few = len(strange) * 2 > len(words)
    return names.as_written(item.gloss, strange) if few and len(strange) > 1 else ""


def _month_of_another(item: Entity, lines: list[SourceLine], reading: Reading) -> str:
    """Return a month that a gloss names, and none of the sentences that name the entity."""
    months = [e for e in find_dates(item.gloss, reading.names.written.words.language) if e.precision is Precision.MONTH]
    spans = [(line, each) for line in lines if months for each in _sentences_with(item.id, line, reading)]
    said = {
        month
        for line, (start, end) in spans
        for each in reading.times(line)
        if start <= each.start < end
        for month in each.months
    }
    return next((item.gloss[e.start : e.end] for e in months if said and not said.intersection(e.months)), "")


def _of_a_neighbour(item: Entity, lines: list[SourceLine], reading: Reading) -> str:
    """Return words of a gloss that a sentence has of a neighbour: "A focuses on data centres, B on the internet"."""
    names = reading.names
    for line in lines if names.source.words.has_spaces else ():
        for start, end in names.spans[line.number][item.id]:
            own = _with_the_next(around(CLAUSE_END, line.text, start), line)
            for first in (own[0] - 2, own[1] + 1):
                other = around(CLAUSE_END, line.text, first) if 0 <= first < len(line.text) else own
                other = _with_the_next(other, line) if first > own[0] else other
                beside = {each for each in names.named(line, other) if names.types[each] == names.types[item.id]}
                if not beside or item.id in beside or end > own[1]:
                    continue
                mine, theirs = (names.stems(line, span) for span in (own, other))
                words = names.written.meant(item.gloss)
                strange = [each for each in words if theirs.has(each) and not mine.has(each)]
                if strange and not any(mine.has(each) and not theirs.has(each) for each in words):
                    return names.as_written(item.gloss, strange)
    return ""


def _with_the_next(clause: Span, line: SourceLine) -> Span:
    """Return a clause that only names a place, "In the Permian region,", with the next one."""
    first, last = clause
    short = len(line.text[first:last].split()) <= LEAD_IN and last < len(line.text) - 1
    return (first, around(CLAUSE_END, line.text, last + 1)[1]) if short else clause


def _strange_in_name(item: Entity, reading: Reading) -> str:
    """Return a word of a name that the source lacks, where it prints another name of the thing with all the others."""
    words, whole = re.findall(r"\w+", item.name), reading.text.whole
    if reading.names.types[item.id] == "region" and _is_another_place(item, reading):
        return item.name
    if strange := _strange_acronym(item, whole) or _strange_pair(item.name, reading):
        return strange
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


def _strange_acronym(item: Entity, whole: str) -> str:
    """Return the acronym that the source prints, if it has a letter that the long name has not in its place."""
    called = [each for each in (item.acronym, *item.aliases) if each.isupper() and each.isalpha() and each in whole]
    long = item.name.count(" ") >= LONG_NAME - 1 and item.name not in whole
    return "" if not long or not called or any(_is_short(each, item.name) for each in called) else called[0]


def _is_short(acronym: str, name: str) -> bool:
    """Return whether the letters of an acronym follow each other in a name, with or without others between."""
    letters = iter(name.lower())
    return all(each in letters for each in acronym.lower())


def _strange_pair(name: str, reading: Reading) -> str:
    """Return two characters of a long Chinese name in whose place the source has two others."""
    whole, chinese = reading.text.whole, not reading.names.written.words.has_spaces
    places = range(len(name) - 1) if chinese and len(name) > LONG_NAME + 2 and name not in whole else ()
    others = (i for i in places if re.search(rf"{re.escape(name[:i])}..{re.escape(name[i + 2 :])}", whole))
    return next((name[i : i + 2] for i in others), "")


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
