"""Prose of the briefing held against the source: opposites, times and names, and what is said beside figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from digitrend.audit.clauses import CLAUSE_END, SENTENCE_END, Reading, around
from digitrend.audit.retold import NO_FALL, OWN_WORDS, SAY, foreign
from digitrend.audit.source import SourceLine, called, joined
from digitrend.audit.words import RISE_AND_FALL, Stems, names_of
from digitrend.check.contents import Contents, Placed, ProseField
from digitrend.check.rules.beside import Setting, references_in
from digitrend.content.insert import PENDING
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import Overview, Part, Passage, Period, Precision, QuantityKind, section_of
from digitrend.text.contrasts import (
    contrast,
    crossed,
    denied_otherwise,
    given_to_another,
    instead,
    moved_otherwise,
    sentences_of,
    unborne,
    ways,
)
from digitrend.text.dates import find_dates
from digitrend.text.lexicon import lexicon
from digitrend.text.references import Stretch, references, split

OF_ITEMS = {"events", "forecasts", "measures"}  # of whose words other rules ask
BEGINNING = 4  # letters of a name by which it is known
CAPITAL, SMALL = re.compile(r"\b[A-Z][a-z]{2,}"), re.compile(r"\b[a-z]{3,}")
ACRONYM = 3, 6  # letters
FEW = 3  # words of a sentence
SHOWN = 4  # words of what stands behind a figure
# What editors say of their own: explanations, and what came true later.
OURS = frozenset({"note", "notes", "doubts", "reading", "action", "changes", "caution", "remarks", "method", "outcome"})


def prose_faults(contents: Contents, reading: Reading) -> Iterator[Diagnostic]:
    """A124: prose says the opposite of its paragraph or section.  A128: it names a year that the source does not."""
    periods = _periods(contents)
    known = _years(contents, reading, periods)
    months = _months(reading, periods)
    near = {each.document.path: _months(reading, _own_periods(each, contents), each.item.id) for each in contents.parts}
    for prose in contents.prose:
        if prose.text.startswith(PENDING):
            continue
        if prose.where[-1] == "note":
            yield from _strange_in_note(prose, reading)
        if isinstance(prose.placed.item, Overview | Part) and OURS.isdisjoint(prose.where):
            own = near.get(prose.placed.document.path, months)
            yield from _strange_times(prose, known, (own, months), contents.language)
            opposites = list(_opposites(prose, reading))
            yield from opposites or _strange_words(prose, contents, reading)
            if prose.where[0] == "charts" and reading.names.same_language:
                yield from _strange_names(prose, contents, reading)


def _strange_in_note(prose: ProseField, reading: Reading) -> Iterator[Diagnostic]:
    """Tell of a country in a note, and of Chinese words about the source itself, that the source does not have."""
    names, ours = reading.names, reading.names.plain(prose.text)
    place = foreign(ours, reading)
    if not place and not names.written.words.has_spaces and names.written.phrases("of_the_text").search(ours):
        place = next(iter(names.strangers(ours, reading.text.whole)), "")
    if place:
        at = _place_of(place, prose.text)
        yield prose.error("A124", f"the source does not name {place}", at, SAY, Severity.WARNING)


def _strange_words(prose: ProseField, contents: Contents, reading: Reading) -> Iterator[Diagnostic]:
    """Warn of a word, in a chart or in a sentence with a figure, that neither the source nor any other text has.

    The text of a link may be any words.
    """
    names, words = reading.names, reading.names.written.words
    if not (names.same_language and words.has_spaces and names.is_long) or OF_ITEMS & {*prose.where}:
        return
    for sentence in sentences_of(prose.text):
        if prose.where[0] == "charts" or any(ref.id in contents.figure for ref in references(sentence)):
            text = "".join(piece.text for piece in split(sentence) if isinstance(piece, Stretch))
            strange = [w for w in names.strangers(text, reading.text.whole) if not is_short_for(w, reading.text.whole)]
            if strange:
                message = f"this says {names.as_written(text, strange[:1])}, which the source nowhere says"
                yield prose.error("A124", message, 0, OWN_WORDS, Severity.WARNING)


def _strange_names(prose: ProseField, contents: Contents, reading: Reading) -> Iterator[Diagnostic]:
    """Tell of a name in the words of a chart that neither the source has nor an entity: what is drawn is the source's.

    "Chinese" is borne out by "China", and a unit has its name.
    """
    written = reading.names.written.words
    finder, said = written.text("proper_nouns"), reading.names.plain(prose.text)
    times = [range(each.start, each.end) for each in find_dates(said, written.language)]
    capitals = [each for each in CAPITAL.finditer(said, 1) if not any(each.start() in time for time in times)]
    if not finder or len(capitals) > len(SMALL.findall(said)):
        return  # A Title Whose Words All Have Capitals
    for found in re.finditer(finder, said):
        beginning = re.compile(rf"\b{found[0][:BEGINNING]}", re.IGNORECASE)
        texts = (*_known(contents), *(each.text for each in reading.text.lines))
        known = any(map(beginning.search, texts)) or is_short_for(found[0], reading.text.whole)
        if not known and not any(found.start() in each for each in times):
            at = max(prose.text.find(found[0]), 0)
            yield prose.error("A124", f"the source does not name {found[0]}", at, SAY, Severity.WARNING)
            return


@lru_cache(maxsize=256)
def is_short_for(word: str, text: str) -> bool:
    """Return whether a word is made of the first letters of words that follow each other: "Btu"."""
    words = r"[\w']*\W+".join(map(re.escape, word))
    return ACRONYM[0] <= len(word) <= ACRONYM[1] and bool(re.search(rf"\b{words}", text, re.IGNORECASE))


def _known(contents: Contents) -> Iterator[str]:
    """Yield the names of entities and units, and what is said of the source itself."""
    written = lexicon(contents.language)
    yield from (
        word for _, each in contents.entities for word in (*names_of(each.item), *each.item.also, each.item.gloss)
    )
    units = {each.item.unit for each in contents.figures if each.item.unit in contents.units}
    yield from (written.unit_names(contents.units[each], contents.units).other for each in units)
    if contents.source:
        source = contents.source.item
        yield from (source.author, source.title, source.publisher)


def _strange_times(
    prose: ProseField, years: set[int], months: tuple[set[int], set[int]], language: str
) -> Iterator[Diagnostic]:
    """Tell of years that the source does not name, and of months that the section, or the source, does not."""
    own, anywhere = months
    for mention in find_dates(prose.text, language):
        strange = [year for year in (mention.year, mention.year2) if year and year not in years]
        said = str(strange[0]) if strange else ""
        if mention.precision is Precision.MONTH and not said and not own.issuperset(mention.months):
            said = prose.text[mention.start : mention.end]
        if said and mention.is_time:
            where = "section" if not strange and anywhere.issuperset(mention.months) else "source"
            message = f"the {where} names no {said}"
            hint = "write the time that the source has, or say it in a note"
            yield prose.error("A128", message, mention.start, hint, Severity.WARNING)


def _periods(contents: Contents) -> list[Period]:
    """Return the periods that the content's own items have."""
    figures, events, forecasts = contents.figures, contents.events, contents.forecasts
    periods = [*(each.item.time for each in figures), *(each.item.time for each in events)]
    periods += [each.item.time for each in forecasts]
    compared = [contents.period_of(each.item.compared_with) for each in figures]
    return [each for each in (*periods, *compared) if each]


def _years(contents: Contents, reading: Reading, periods: list[Period]) -> set[int]:
    """Return the years that the source names or means, and those of the content's own periods."""
    overview = contents.overview.item if contents.overview else None
    mentions = [each for line in reading.text.lines for each in reading.times(line)]
    said = {year for each in mentions for year in (each.year, each.year2) if year}
    meant = {year for each in periods for year in (each.start.year, each.end.year)}
    return {*said, *meant, *reading.years, reading.written or 0, overview.as_of.year if overview else 0}


def _own_periods(part: Placed[Part], contents: Contents) -> list[Period]:
    """Return the periods of what the file of a part has, and of the figures to which its prose refers."""
    named = {ref.id for prose in contents.prose if prose.placed.document is part.document for ref in prose.refs}
    figures = [each.item for each in contents.figures if each.item.id in named or each.document is part.document]
    times = [each.time for each in figures] + [each.time for each in part.item.events]
    times += [each.time for each in part.item.forecasts]
    compared = [contents.period_of(each.compared_with) for each in figures]
    return [each for each in (*times, *compared) if each]


def _months(reading: Reading, periods: list[Period], part: str = "") -> set[int]:
    """Return the months with which a time begins or ends that the source, or a section, names or the content has."""
    lines = (line for line in reading.text.lines if not part or section_of(line.place or "") == part)
    said = {month for line in lines for each in reading.times(line) for month in each.months}
    own = {month for each in periods for month in (each.start.month, each.end.month)}
    return {*said, *own, *({reading.published.start.month} if reading.published else ())}


OF_THE_WHOLE = ("title", "headline", "points", "before_you_quote")


def _opposites(prose: ProseField, reading: Reading) -> Iterator[Diagnostic]:
    """Hold a passage against its paragraph, the summary of a part against its section, and points against the whole."""
    item, names = prose.placed.item, reading.names
    if not names.same_language:
        return
    ours, hint = names.plain(prose.text), SAY
    passage = _passage(item, prose.where)
    if OF_ITEMS.isdisjoint(prose.where) and (place := foreign(ours, reading)):
        word, message = place, f"the source does not name {place}"
    elif isinstance(item, Overview) and prose.where[0] in OF_THE_WHOLE:
        word, message = _told_of_the_whole(ours, reading)
    elif passage:
        word, message, hint = _told_otherwise(ours, passage.locator, reading, is_passage=True)
    elif isinstance(item, Part) and len(prose.where) == 1:
        word, message, hint = _told_otherwise(ours, item.id, reading, is_title=prose.where == ("title",))
    else:
        return
    if message:
        yield prose.error("A124", message, _place_of(word, prose.text) if word else 0, hint, Severity.WARNING)


def _told_of_the_whole(ours: str, reading: Reading) -> tuple[str, str]:
    """Return a word of a text that the source does not bear out, and a message."""
    tag = reading.names.source.words.language
    whole = reading.text.whole
    if word := unborne(ours, whole, tag, antonyms=True):
        return word, f"this says “{word}”, and the source {instead(word, whole, tag)}"
    for sentence, theirs in _nearest(ours, reading):
        if word := contrast(sentence, theirs, tag, antonyms=True):
            return word, f"this says “{word}”, and the source {instead(word, theirs, tag)}"
    return "", ""


def _told_otherwise(
    ours: str, place: str, reading: Reading, *, is_passage: bool = False, is_title: bool = False
) -> tuple[str, str, str]:
    """Return the word of a text that its paragraph or section tells otherwise, with a message and a hint."""
    words, tag = reading.names.source, reading.names.source.words.language
    own = (each for each in reading.text.lines if each.place and section_of(each.place) == place)
    lines = reading.text.at(place) if is_passage else tuple(own)
    theirs = joined(lines)
    plain = [each for each in sentences_of(ours) if is_passage and not words.sides(each) >= RISE_AND_FALL]
    if (
        words.denies_of_a_thing(ours, theirs)
        or moved_otherwise(ours, theirs, tag)
        or any(words.denies(each, theirs) for each in plain)
    ):
        return "", f"this says the opposite of {called(place)}", NO_FALL
    if turned := words.turned_round(ours, theirs) or crossed(ours, theirs, tag):
        return "", f"this turns round what {called(place)} says: “{turned}”", SAY
    if is_passage and (cause := _strange_cause(ours, lines, reading)):
        return cause, f"this says “{cause}”, of which {called(place)} says nothing", SAY
    things = contrast(ours, theirs, tag) if is_title else ""
    denied = next((word for each in plain if (word := denied_otherwise(each, theirs, tag))), "")
    if word := things or unborne(ours, theirs, tag, antonyms=True) or denied or given_to_another(ours, theirs, tag):
        return word, f"this says “{word}”, and {called(place)} {instead(word, theirs, tag)}", SAY
    return "", "", SAY


def _nearest(text: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a text with the paragraph that has most of its words, if it has two thirds of them."""
    names = reading.names
    lines = {line: names.stems(line, (0, len(line.text))) for line in reading.text.lines if line.place}
    for sentence in sentences_of(text):
        words = names.written.meant(sentence)
        counts = {line: sum(map(said.has, words)) for line, said in lines.items()}
        best = max(counts, key=lambda line: counts[line], default=None)
        if best and counts[best] * 3 >= len(words) * 2 > FEW:
            yield sentence, best.text


def _place_of(word: str, text: str) -> int:
    """Return where a word stands in a text as it is written, or 0."""
    found = re.search(rf"(?<![\w]){re.escape(word)}", text, re.IGNORECASE)
    return found.start() if found else max(text.find(word), 0)


def figure_prose_faults(contents: Contents, reading: Reading) -> Iterator[Diagnostic]:
    """A124: a sentence with a figure says what the paragraph of the figure says, and names its subject by its words.

    So does what a chart says of its figures.
    """
    names = reading.names
    if not names.same_language:
        return
    for at in references_in(contents):
        item = at.prose.placed.item
        if not isinstance(item, Overview | Part):
            continue
        start, end = around(SENTENCE_END, at.prose.text, at.ref.offset)
        refs = [each.id for each in at.prose.refs if start <= each.offset < end and each.id in contents.figure]
        ours, theirs, tag = (
            names.plain(at.prose.text[start:end]),
            _told_of(refs, contents, reading),
            names.source.words.language,
        )
        word = unborne(ours, theirs, tag) or denied_otherwise(ours, theirs, tag)
        if word and refs[0] == at.ref.id:
            message = f"this says “{word}”, and {called(at.figure.locator)} {instead(word, theirs, tag)}"
            yield at.prose.error(
                "A124", message, start + _place_of(word, at.prose.text[start:end]), SAY, Severity.WARNING
            )
        elif name := _strange_entity(at, refs, contents, reading):
            message = f"“{name}” stands beside '{at.ref.id}', and {called(at.figure.locator)} does not name it"
            yield at.prose.error("A124", message, at.ref.offset, SAY, Severity.WARNING)
        elif word := _goes_otherwise(at, reading):
            message = f"“{word}” tells what follows '{at.ref.id}', and {called(at.figure.locator)} the opposite"
            yield at.prose.error("A124", message, at.ref.offset, SAY, Severity.WARNING)
        elif thing := _of_another_thing(at, reading):
            message = f"“{thing}” stands before '{at.ref.id}', which is of something else"
            yield at.prose.error("A124", message, at.ref.offset, SAY, Severity.WARNING)
        elif lead := _strange_lead(at, reading):
            message = f"“{lead}” stands before '{at.ref.id}', and {called(at.figure.locator)} does not say it"
            yield at.prose.error("A124", message, at.ref.offset, SAY, Severity.WARNING)
        elif strange := _strange_thing(at, contents, reading):
            message = f"“{strange}” stands behind '{at.ref.id}', and {called(at.figure.locator)} says nothing of it"
            yield at.prose.error("A124", message, at.ref.offset, SAY, Severity.WARNING)
    for placed in contents.charts:
        theirs = _told_of(placed.item.figures, contents, reading)
        for field in ("title", "subtitle") if theirs else ():
            text = names.plain(getattr(placed.item, field))
            if word := unborne(text, theirs, names.source.words.language, antonyms=True):
                said = instead(word, theirs, names.source.words.language)
                message = f"the {field} says “{word}”, and the source of the figures {said}"
                yield placed.warning("A124", message, field, hint=SAY)


def _told_of(figures: Iterable[str], contents: Contents, reading: Reading) -> str:
    """Return the paragraphs in which figures stand."""
    places = dict.fromkeys(contents.figure[each].item.locator for each in figures if each in contents.figure)
    return joined(line for each in places for line in reading.text.at(each))


def _strange_entity(at: Setting, refs: list[str], contents: Contents, reading: Reading) -> str:
    """Return the name of an entity right before a figure, or right behind it, that no sentence of the figures names.

    A place is asked of elsewhere; what has a word of a figure's own is what the figure is of.
    """
    names, prose, end = reading.names, at.prose, at.ref.offset + at.ref.length
    near = [each for each in prose.refs if each.id in names.entities and names.types[each.id] != "region"]
    before = [(each, prose.text[each.offset + each.length : at.ref.offset]) for each in near if each.offset < end]
    behind = [(each, prose.text[end : each.offset]) for each in near if each.offset >= end]
    for ref, between in (*before[-1:], *behind[:1]):
        if re.search(r"[,;.:，。；：、]|\[\[", between) or ref.id == reading.author:
            continue
        figures = [contents.figure[each].item for each in refs]
        own = " ; ".join(getattr(each, key) for each in figures for key in OWN)
        known = Stems(frozenset(names.written.meant(names.plain(own))))
        found = [place for each in figures for place in reading.find(each.printed, each.locator)]
        named = {name for place in found for name in names.with_broader(names.named(place.line, place.sentence))}
        words = names.written.meant(names.entities[ref.id].name or ref.id.replace("-", " "))
        if found and ref.id not in named and sum(map(known.has, words)) * 2 <= len(words):
            return ref.words or names.entities[ref.id].name or ref.id
    return ""


def _strange_lead(at: Setting, reading: Reading) -> str:
    """Return the word right before a figure, if it is no plain one and its paragraph lacks it: "trained [[a]]"."""
    names, found = reading.names, re.search(r"\b[a-z]+(?=\s*$)", at.lead)
    if not names.written.words.has_spaces:
        return "".join(names.strangers(at.lead[-SHOWN:], reading.text.whole)[:1])
    lines = reading.text.at(at.figure.locator) if found else ()
    if not found or not lines:
        return ""
    said, whole = [names.stems(line, (0, len(line.text))) for line in lines], joined(lines)
    like = names.written.plain | names.written.ways | names.told_otherwise(found[0], whole)
    own = Stems(frozenset(names.written.meant(" ; ".join(getattr(at.figure, key) for key in OWN))))
    words = [each for each in names.written.meant(found[0]) if each not in like]
    return found[0] if words and not any(each.has(words[0]) for each in (own, *said)) else ""


def _of_another_thing(at: Setting, reading: Reading) -> str:
    """Return the words of a clause before a figure if none of them is the figure's: "distance teaching drew [[a]]"."""
    names = reading.names
    if not names.written.words.has_spaces or at.lead != at.before[-len(at.lead) :]:
        return ""
    own = " ; ".join(getattr(at.figure, key) for key in OWN)
    places = reading.find(at.figure.printed, at.figure.locator)
    known = [Stems(frozenset(names.written.meant(names.plain(own))))]
    known += [names.stems(each.line, each.sentence) for each in places]
    like = {word for each in places for word in names.told_otherwise(at.lead, each.within(each.sentence))}
    words = [each for each in names.written.meant(names.plain(at.lead)) if each not in names.written.ways]
    strange = [each for each in words if each not in names.written.plain]
    alien = places and len(strange) > 1 and not any(each in like or said.has(each) for each in words for said in known)
    return " ".join(at.lead.split()[:SHOWN]) if alien else ""


def _strange_cause(text: str, lines: Sequence[SourceLine], reading: Reading) -> str:
    """Return a cause that a text gives, if its paragraph has none of its words: "because new reactors open"."""
    names, near = reading.names, joined(lines)
    for found in names.written.phrases("causes").finditer(text) if names.written.words.has_spaces else ():
        cause = CLAUSE_END.split(text[found.end() :], maxsplit=1)[0]
        words, like = names.written.meant(cause), names.told_otherwise(cause, near)
        said = [names.stems(line, (0, len(line.text))) for line in lines]
        own = sum(each not in names.written.plain for each in words)
        least = FEW if names.source.phrases("links").search(near) else FEW - 1  # a cause may be told in other words
        if own >= least and not any(each in like or theirs.has(each) for each in words for theirs in said):
            return text[found.start() : found.end()] + cause
    return ""


def _goes_otherwise(at: Setting, reading: Reading) -> str:
    """Return what a text lets follow a figure, "and then falls", where the source has "before increasing"."""
    names, tag = reading.names, reading.names.written.words.language
    then = names.written.phrases("afterwards").search(at.after)
    if not then or at.next:
        return ""
    behind = at.after[then.start() :]
    places = [each for each in reading.find(at.figure.printed, at.figure.locator) if each.found]
    rest = [each.within((each.span[1], each.sentence[1])) for each in places]
    mark = names.source.phrases("afterwards")
    theirs = {way for each in rest if (found := mark.search(each)) for way in ways(each[found.start() :], tag)}
    ours = ways(behind, tag)
    return " ".join(behind.split()[:SHOWN]) if theirs and ours and not ours & theirs else ""


OWN = ("label", "subject", "indicator", "note", "printed")  # of a figure, in the editor's words


def _strange_thing(at: Setting, contents: Contents, reading: Reading) -> str:
    """Return what stands behind a count, or "of" after a share, if neither its figure nor its paragraph has it."""
    names, words = reading.names, reading.names.written.words
    behind = names.plain(
        re.split(r"(?<![A-Z])[,;.:，。；：、]|\[\[", at.prose.text[at.ref.offset + at.ref.length :], maxsplit=1)[0]
    )
    share = at.figure.kind is QuantityKind.SHARE
    leads = tuple(f" {each} " for each in words.words("share_next"))
    if not words.has_spaces or not (behind.startswith(leads) if share else at.ref.words == "number"):
        return ""
    things = names.written.head(behind.split(maxsplit=1)[1] if share else behind)[:2]
    units = contents.units
    unit = units[at.figure.unit].names.values() if at.figure.unit in units else ()
    count = at.figure.kind is QuantityKind.COUNT  # of products, though its subject be enterprises
    own = (
        *(getattr(at.figure, key) for key in OWN if not (count and key == "subject")),
        *(w for each in unit for w in (each.one, each.other, *each.also)),
    )
    known = Stems(frozenset(names.written.meant(names.plain(" ; ".join(own)))))
    lines = reading.text.at(at.figure.locator)
    said = [names.stems(line, (0, len(line.text))) for line in lines]
    if not lines or any(each.has(word) for word in things for each in (known, *said)):
        return ""
    return " ".join(behind.split()[:SHOWN]) if things and not names.written.plain.issuperset(things) else ""


def _passage(item: object, where: tuple[str | int, ...]) -> Passage | None:
    """Return the passage in which a text stands, if it does."""
    held = getattr(item, str(where[0]), ())
    found = held[where[1]] if len(where) > 1 and isinstance(held, tuple) and isinstance(where[1], int) else None
    return found if isinstance(found, Passage) else None
