"""What the briefing retells without a number: events, forecasts, measures, passages, relations, notes and prose.

Each is held against the sentence in which its `printed` stands: who and where is named there, whether the words say the
same thing or its opposite, and whether another paragraph fits better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from digitrend.audit.clauses import CLAUSE_END, Occurrence, Reading, around, sentences
from digitrend.audit.periods import date_faults, forecast_time_faults
from digitrend.audit.source import SourceLine, called
from digitrend.audit.words import Language, Names, Stems
from digitrend.check.contents import Contents, Placed
from digitrend.check.rules.named import country_names
from digitrend.content.insert import PENDING
from digitrend.diagnostics import Diagnostic
from digitrend.model import (
    Event,
    Forecast,
    Item,
    Measure,
    Note,
    Passage,
    paragraph_of,
    section_of,
)
from digitrend.text.contrasts import (
    contrast,
    crossed,
    denied_otherwise,
    given_to_another,
    instead,
    moved_otherwise,
    sentences_of,
    unborne,
)
from digitrend.text.dates import find_dates
from digitrend.text.references import references

ACTORS = ("organisation", "person")
DOING = (*ACTORS, "policy", "programme")  # what is named with those who act
SAY = "say what the source says, or name the paragraph that says it"
NO_FALL = "a rise is no fall, and more is not less"
OWN_WORDS = "use a word of the source or one that the file has elsewhere, too"
OF_THE_FILE = ("label", "what", "condition", "action", "object")  # short, and near the source's words
LIST_END = re.compile(r"[,;]\s*|\band\b|、")
FEW = 0.33  # of the words of a text that must stand in the paragraph which it retells


def event_faults(placed: Placed[Event], at: Occurrence, contents: Contents) -> Iterator[Diagnostic]:
    """A113, A120, A124 and A127: an event's date, actors, place, words and figures are those of its sentence."""
    item, names = placed.item, at.reading.names
    yield from date_faults(placed, at)
    in_sentence, in_paragraph = (names.named(at.line, span) for span in (at.sentence, at.paragraph))
    for i, actor in enumerate(item.actors):
        if actor not in in_sentence:
            where = "sentence" if actor in in_paragraph else "paragraph"
            message = f"the {where} of '{item.printed}' does not name '{actor}' as one who acts"
            hint = "name who acts there, by a name that the source prints"
            yield placed.warning("A120", message, "actors", i, hint=hint)
        elif in_sentence - {actor} & names.acting and _only_foresees(actor, at):
            message = f"the sentence of '{item.printed}' tells only what '{actor}' expects, not that it acts"
            yield placed.warning("A120", message, "actors", i, hint="name who acts there")
    told = {*item.actors, *item.entities, *([item.place] if item.place else [])}
    told |= {ref.id for text in (item.label, item.what, item.note) for ref in references(text)}
    first = around(CLAUSE_END, at.line.text, at.span[0])[0]
    last = around(CLAUSE_END, at.line.text, at.span[1] - 1)[1]
    for name in sorted(names.named(at.line, (max(first, at.sentence[0]), min(last, at.sentence[1]))) - told):
        if names.types[name] in ACTORS and not told & names.with_broader([name]):
            message = f"the sentence of '{item.printed}' names '{name}', and the event does not"
            yield placed.warning("A120", message, "actors", hint="add it to the actors or to the entities")
    others = {each for each in in_sentence if names.types[each] == "region"}
    elsewhere = item.place and item.place not in in_sentence and others and item.place not in names.with_broader(others)
    if item.place and (item.place not in in_paragraph or elsewhere):
        where = "the sentence" if elsewhere else called(at.line.place)
        message = f"{where} does not name the place '{item.place}' of '{item.printed}'"
        yield placed.warning("A117", message, "place", hint="write the place that the source names, or leave it out")
    for i, name in enumerate(item.entities):
        if name not in in_paragraph and not _in_section(name, at):
            message = f"{called(at.line.place)} does not name '{name}', which the event is about"
            yield placed.warning("A120", message, "entities", i, hint="name what the paragraph names")
    for i, figure in enumerate(item.figures):
        other = contents.figure.get(figure)
        if other and other.item.locator != item.locator:
            message = f"'{figure}' stands in {called(other.item.locator)}, and the event in {called(item.locator)}"
            yield placed.warning("A127", message, "figures", i, hint="name figures of the event's own paragraph")
    yield from _kind_faults(placed, at)
    if names.same_language and (word := names.written.phrases("about_to").search(names.plain(item.what))):
        ahead = names.source.phrases("about_to", "will_words").search(at.within(at.sentence))
        if not ahead:
            message = f"this says “{word[0]}”, and the sentence of '{item.printed}' tells of what was done"
            yield placed.warning("A124", message, "what", hint=SAY)
    yield from words_faults(placed, at, (("label", item.label), ("what", item.what)))


def _only_foresees(name: str, at: Occurrence) -> bool:
    """Return whether each mention of one who acts tells what it expects: "than EIA had forecast"."""
    line, words = at.line, at.reading.names.source.phrases("foreseeing")
    ends = [b for a, b in at.reading.names.spans[line.number].get(name, ()) if at.sentence[0] <= a < at.sentence[1]]
    return bool(ends) and all(words.match(line.text[end:].lstrip(" ’'s")) for end in ends)


def _in_section(name: str, at: Occurrence) -> bool:
    lines = (*at.reading.text.before(at.line.place), *at.reading.text.headings(at.line.place))
    return any(name in at.reading.names.spans.get(line.number, {}) for line in lines)


def _kind_faults(placed: Placed[Event], at: Occurrence) -> Iterator[Diagnostic]:
    """A124: the kind of an event is one that its verb can have, where the verb is known."""
    item, names = placed.item, at.reading.names
    kinds = _kinds(at.within(at.sentence), names.source)
    known_kinds = {kind for table in names.source.words.table("acts").values() for kind in table} | {"summit", "forum"}
    likely = " or ".join(sorted(kinds))
    if kinds and item.kind in known_kinds and item.kind not in kinds:
        message = f"the sentence of '{item.printed}' tells of '{likely}', and the kind is '{item.kind}'"
        yield placed.warning("A124", message, "kind", hint="write the kind that the verb has")
    for field in ("label", "what") if kinds and names.same_language else ():
        told = _kinds(names.plain(getattr(item, field)), names.written, "acts_told")
        if told and not kinds & told:
            message = f"the sentence of '{item.printed}' tells of '{likely}', and this of '{min(told)}'"
            yield placed.warning("A124", message, field, hint="use a verb of the same kind")


def _kinds(text: str, words: Language, *also: str) -> set[str]:
    """Return the kinds of the acts that a text tells of, by its verbs and nouns."""
    kinds: set[str] = set()
    for table in ("acts", "act_nouns", *also):
        known = words.words.table(table)
        kinds |= {kind for verb in words.phrases_of_keys(table).findall(text) for kind in known[verb.lower()]}
    return kinds


def forecast_faults(placed: Placed[Forecast], at: Occurrence, contents: Contents) -> Iterator[Diagnostic]:
    """A112, A120, A124 and A127: a forecast's time, words and figures are those of its sentence."""
    item, names = placed.item, at.reading.names
    yield from forecast_time_faults(placed, at)
    acting = {each for each in names.named(at.line, at.sentence) if names.types[each] in ACTORS}
    if item.by and acting and item.by not in acting:
        message = f"the sentence names '{min(acting)}', and '{item.by}' is said to expect it"
        hint = "write who expects it there; leave it out where it is the author"
        yield placed.error("A120", message, "by", hint=hint)
    elif item.by and item.by not in names.named(at.line, at.paragraph):
        message = f"{called(at.line.place)} does not name '{item.by}', who is said to expect it"
        yield placed.error("A120", message, "by", hint="leave it out where it is the author")
    for i, figure in enumerate(item.figures):
        other = contents.figure.get(figure)
        if other and section_of(other.item.locator) != section_of(item.locator):
            message = f"'{figure}' stands in {called(other.item.locator)}, and the forecast in {called(item.locator)}"
            yield placed.warning("A127", message, "figures", i, hint="name figures of the forecast's own section")
    if names.same_language and not _is_of_one_sentence(names.plain(item.condition), at):
        message = f"no sentence up to {called(at.line.place)} has a third of the words of the condition"
        yield placed.warning("A124", message, "condition", hint=SAY)
        yield from words_faults(placed, at, [("gist", item.gist)])
    else:
        yield from words_faults(placed, at, (("gist", item.gist), ("condition", item.condition)))


def measure_faults(placed: Placed[Measure], at: Occurrence) -> Iterator[Diagnostic]:
    """A120 and A124: what a measure says is what its sentence says."""
    item, names = placed.item, at.reading.names
    if item.actor and names.same_language:
        said, tag = names.stems(at.line, at.paragraph), names.source.words.language
        lacking = [word for word in names.written.meant(item.actor) if not said.has(word)]
        if len(lacking) * 2 > len(names.written.meant(item.actor)):
            message = f"{called(at.line.place)} says nothing of {names.as_written(item.actor, lacking)} who is to act"
            hint = "name whom the source names; leave it out where it names nobody"
            yield placed.warning("A120", message, "actor", hint=hint)
        elif turned := crossed(item.actor, at.line.text, tag) or given_to_another(item.actor, at.line.text, tag):
            message = f"the actor turns round what {called(at.line.place)} says: “{turned}”"
            yield placed.warning("A120", message, "actor", hint=SAY)
        elif strange := (
            _no_actor(item.actor, said, names) or names.strangers(item.actor, at.line.text, said, placed.document.path)
        ):
            message = f"{called(at.line.place)} says nothing of {names.as_written(item.actor, strange)} who is to act"
            yield placed.warning("A120", message, "actor", hint=OWN_WORDS)
    texts = [("action", item.action), ("object", item.object), ("aim", item.aim)]
    yield from words_faults(placed, at, [*texts, ("instruments", "; ".join(item.instruments)), ("text", item.text)])


def _no_actor(actor: str, said: Stems, names: Names) -> list[str]:
    """Return the words of one of several who act, if its paragraph lacks half of them or more."""
    joins = "|".join(names.written.words.words("conjunctions")) or "(?!)"
    parts = [names.written.head(each) for each in re.split(rf",\s*|\b(?:{joins})\b", actor)]
    lacking = [[w for w in part if not said.has(w) and w not in names.written.plain] for part in parts]
    return next(
        (each for each, part in zip(lacking, parts, strict=True) if len(parts) > 1 and len(each) * 2 >= len(part) > 1),
        [],
    )


def words_faults(placed: Placed[Item], at: Occurrence, texts: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """A124: of the words of a text some stand in the paragraph, and they do not say the opposite of its sentence."""
    names = at.reading.names
    if not names.same_language:
        return
    said = names.stems_of_section(at.line.place, at.reading.text)
    for field, text in texts:
        ours = names.plain(text)
        words = [] if text.startswith(PENDING) else names.written.meant(ours)
        found = sum(said.has(word) or word in names.written.plain for word in words)
        lacking = [word for word in words if not said.has(word)] if found < FEW * len(words) else []
        place = "" if lacking else foreign(ours, at.reading)
        if lacking:
            message = f"{called(at.line.place)} says nothing of {names.as_written(text, lacking)}"
            yield placed.warning("A124", message, field, hint=SAY)
        elif place:
            yield placed.warning("A124", f"the source does not name {place}", field, hint=SAY)
        if told := next(_told_otherwise(field, ours, at, each=isinstance(placed.item, Event)), None):
            yield placed.warning("A124", f"the {field} {told[0]}", field, hint=told[1])
        elif field != "text" and not lacking and not place:
            file = placed.document.path if field in OF_THE_FILE else ""
            if strange := names.strangers(ours, at.line.text, said if field == "condition" else None, file):
                where = "its section" if field == "condition" else "the source"
                message = f"the {field} says {names.as_written(text, strange)}, which {where} nowhere says"
                yield placed.warning("A124", message, field, hint=OWN_WORDS)


def _told_otherwise(field: str, ours: str, at: Occurrence, *, each: bool) -> Iterator[tuple[str, str]]:
    """Yield what a text does that its sentence or paragraph excludes, and how to mend it; `each` is that of `contrast`.

    A condition may stand in another sentence.
    """
    names, paragraph, theirs, place = at.reading.names, at.line.text, at.within(at.sentence), called(at.line.place)
    source, tag, is_condition = names.source, names.source.words.language, field == "condition"
    near = _told_in(ours, at) if is_condition else theirs
    shared = any(map(names.stems(at.line, at.sentence).has, names.written.meant(ours)))
    denied = (shared and source.denies(ours, theirs)) or source.denies_of_a_thing(ours, paragraph)
    if denied and not is_condition:
        yield f"says the opposite of the sentence in {place}", NO_FALL
    word = moved_otherwise(ours, paragraph, tag)
    if word := word or (moved_otherwise(ours, near, tag, levels=True) if is_condition else ""):
        yield f"says “{word}”, and {place} the opposite", NO_FALL
    if (word := names.written.found("left_to", ours)) and not source.found("left_in", paragraph):
        yield f"says “{word}”, and {place} nothing of the kind", SAY
    if turned := source.turned_round(ours, theirs) or crossed(ours, theirs, tag):
        yield f"turns round what {place} says: “{turned}”", SAY
    if listed := names.strange_items(ours) or _strange_name(ours, at):
        yield f"lists “{listed}”, which the source does not name", SAY
    rules = (unborne, denied_otherwise, given_to_another)
    word = contrast(ours, near, tag, each=each)
    if word := word or next((w for rule in rules if (w := rule(ours, paragraph, tag))), ""):
        yield f"says “{word}”, and the sentence in {place} {instead(word, paragraph, tag)}", SAY


def _is_of_one_sentence(text: str, at: Occurrence) -> bool:
    """Return whether a sentence of the section so far has a third of the words of a text, or other words for them."""
    names, place = at.reading.names, at.line.place
    lines = (at.line, *at.reading.text.before(place), *at.reading.text.headings(place))
    words = [each for each in names.written.meant(text) if each not in names.written.plain]
    for line, span in [(each, span) for each in lines for span in sentences(each.text)]:
        said, like = names.stems(line, span), names.told_otherwise(text, line.text[slice(*span)])
        if sum(said.has(word) or word in like for word in words) >= FEW * len(words):
            return True
    return False


def _strange_name(text: str, at: Occurrence) -> str:
    """Return the name of an entity among the items of a list that its section does not name."""
    names = at.reading.names
    for item in (each.strip() for each in LIST_END.split(text)):
        called = names.by_name(item)
        if called and not any(_in_section(each, at) or each in names.spans[at.line.number] for each in called):
            return item
    return ""


def _told_in(text: str, at: Occurrence) -> str:
    """Return the sentence of a paragraph that has most of the words of a text, if no other one has so many."""
    names, line = at.reading.names, at.line
    words = names.written.meant(text)
    counts = [(sum(map(names.stems(line, span).has, words)), span) for span in sentences(line.text)]
    best = max(counts, default=None)
    alone = best and best[0] > 1 and [count for count, _ in counts].count(best[0]) == 1
    return line.text[slice(*best[1])] if best and alone else ""


def foreign(text: str, reading: Reading) -> str:
    """Return the name of a country that a text has and the source nowhere."""
    ours = reading.names.written.words
    spelt = [name for name in country_names(ours.language) if name in text and not reading.names.by_name(name)]
    if ours.has_spaces:
        spelt = [name for name in spelt if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    return next((name for name in spelt if not any(name in each.text for each in reading.text.lines)), "")


def passage_faults(placed: Placed[Passage], reading: Reading, parts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """A125: a passage names what its paragraph names; another paragraph that names more of it is told.

    A124: and of its words some stand there.
    """
    item, names = placed.item, reading.names
    own = parts.get(placed.document.path)
    if own and section_of(item.locator) != own:
        message = f"a passage of {own} retells {called(item.locator)}, which is another section"
        yield placed.warning("A125", message, "locator", hint=f"name a paragraph of {own}")
    lines = reading.text.at(item.locator)
    if not lines:
        return
    wanted = {ref.id for ref in references(item.text) if ref.id in names.entities}
    here = _named(wanted, lines, reading)
    others = {line.place: _named(wanted, (line,), reading) for line in reading.text.lines if paragraph_of(line.place)}
    best = max(others, key=lambda place: (others[place], section_of(place) == section_of(item.locator)), default="")
    if best and others[best] > here + (section_of(best) != section_of(item.locator)) and len(wanted) > 1:
        message = f"{called(item.locator)} names {here} of {len(wanted)} things here, {called(best)} {others[best]}"
        yield placed.warning("A125", message, "locator", hint=f"write 'locator: {best}', if that is what it retells")
    elif names.same_language and not item.text.startswith(PENDING):
        said = Stems(frozenset(word for line in lines for word in names.stems(line, (0, len(line.text))).all))
        words = names.written.meant(names.plain(item.text))
        if words and sum(said.has(word) or word in names.written.plain for word in words) < 0.2 * len(words):
            message = f"{called(item.locator)} has few of the words of this passage"
            yield placed.warning("A124", message, "locator", hint="name the paragraph that it retells")
    for ref in references(item.text):
        if ref.id in wanted and not _named({ref.id}, (*lines, *reading.text.headings(item.locator)), reading):
            yield from _stranger(placed, ref.id, reading, lines)
    yield from _parted(placed, reading, lines)


def _parted(placed: Placed[Passage], reading: Reading, lines: tuple[SourceLine, ...]) -> Iterator[Diagnostic]:
    """Tell of those who act and of months that a sentence of a passage names together, and none of its paragraph."""
    names, said = reading.names, list[set[str | int]]()
    texts = sentences_of(placed.item.text)
    doing = [(text, {ref.id for ref in references(text) if names.types.get(ref.id) in DOING}) for text in texts]
    for line in lines if any(acting for _, acting in doing) else ():
        for span in sentences(line.text):
            named = names.with_broader(names.named(line, span))
            said.append({*named, *_months(line.text[slice(*span)], reading.language)})
    for text, acting in doing if said else ():
        wanted = {*acting, *(_months(names.plain(text), names.written.words.language) if acting else ())}
        if wanted <= set().union(*said) and not any(wanted <= each for each in said):
            together = ", ".join(sorted(names.entities[each].name or each for each in acting))
            together += " and its month" if wanted - acting else ""
            message = f"no sentence of {called(placed.item.locator)} names together what this does: {together}"
            yield placed.warning("A125", message, "text", hint="say who acts, and when, as one sentence of it does")


def _months(text: str, language: str) -> set[int]:
    return {month for each in find_dates(text, language) for month in each.months}


def _stranger(
    placed: Placed[Passage], name: str, reading: Reading, lines: tuple[SourceLine, ...]
) -> Iterator[Diagnostic]:
    """Tell of a person, a body or a region that a passage names and its paragraph does not."""
    names = reading.names
    around = {each for line in lines for each in names.with_broader(names.spans.get(line.number, {}))}
    if names.types[name] in (*ACTORS, "region") and name not in around:
        source = reading.names.entities
        if name == reading.author:
            return
        message = f"{called(placed.item.locator)} does not name {source[name].name or name}"
        yield placed.warning("A125", message, "text", hint="name what the paragraph names")


def _named(wanted: set[str], lines: Iterable[SourceLine], reading: Reading) -> int:
    return len(wanted & {name for line in lines for name in reading.names.spans.get(line.number, {})})


def note_faults(placed: Placed[Note], contents: Contents) -> Iterator[Diagnostic]:
    """A127: a note touches what stands in its own section."""
    item = placed.item
    if item.locator is None or section_of(item.locator) not in contents.kinds:
        return
    places: dict[str, str] = {each.item.id: each.item.locator for each in contents.figures}
    places |= {each.item.id: each.item.locator for each in contents.events}
    places |= {each.item.id: each.item.locator for each in contents.forecasts}
    for i, name in enumerate(item.touches):
        place = places.get(name) or (
            name.partition(".")[0]
            if contents.kinds.get(name) in ("trend", "issue", "countermeasure", "measure")
            else ""
        )
        if place and section_of(place) != section_of(item.locator) and section_of(place) in contents.kinds:
            message = f"the note is on {called(item.locator)}, and '{name}' stands in {called(place)}"
            yield placed.warning("A127", message, "touches", i, hint="name what stands in the section of the note")
