"""Figures bound to their sentences: what the words around a figure prove of it, and what they say against it.

Each aspect of a figure (number, unit, hedge, kind, comparison, status, place, subject, origin) is looked for in the
clause, then the sentence, then the paragraph; what stands in none of them is the editor's word alone, and counted so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from digitrend.audit.clauses import Level, Occurrence, Reading
from digitrend.audit.source import Span, called
from digitrend.audit.words import RISE_AND_FALL, WAYS, Stems, running
from digitrend.check.contents import Contents, Placed
from digitrend.check.rules.named import country_names
from digitrend.diagnostics import Diagnostic
from digitrend.model import NEEDS_COMPARISON, Figure, Qualifier, QuantityKind
from digitrend.model.quantities import Direction
from digitrend.model.units import counts
from digitrend.text.claims import unknown_hedge
from digitrend.text.contrasts import contrast, unborne
from digitrend.text.dates import find_dates
from digitrend.text.lexicon import lexicon

CLOSE = Decimal("1e-9")
SOURCES_WORDS = "use the source's words, or add the source's word to the aliases of the entity that is meant"
POINTS = "percentage-points"  # "points" for short
PEOPLE = ("people", "count")  # counted under many names


@dataclass(eq=False)
class Binding:
    """A figure at a place of the source: how near each aspect of it is said, and what is said against it."""

    placed: Placed[Figure]
    at: Occurrence
    contents: Contents
    levels: dict[str, Level] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    @property
    def item(self) -> Figure:
        """The figure."""
        return self.placed.item

    def error(self, code: str, message: str, *where: str, hint: str = "") -> None:
        """Keep an error."""
        self.faults.append(self.placed.error(code, message, *where, hint=hint))

    def warning(self, code: str, message: str, *where: str, hint: str = "") -> None:
        """Keep a warning."""
        self.faults.append(self.placed.warning(code, message, *where, hint=hint))

    def level(self, said: Callable[[Span], bool]) -> Level:
        """Return the nearest level at which something is said."""
        return next((level for level, span in self.at.spans if said(span)), Level.EDITOR)

    @property
    def place(self) -> str:
        """What the paragraph is called."""
        return called(self.at.line.place)


def the_number_is_as_printed(b: Binding) -> None:
    """A110: the number as it goes on in the source, with scale, unit and sign, is the figure's.

    What the source counts there ("48 scenarios") is the unit, too.
    """
    found, item, units = b.at.found, b.item, b.contents.units
    b.levels["number"] = Level.CLAUSE if found else Level.EDITOR
    b.levels["unit"] = Level.EDITOR
    if found is None or item.unit not in units:  # R015 says so
        return
    read, mine = found.quantity, item.quantity
    if not _same(read.numbers, mine.numbers) and not (read.unit != mine.unit and read.same_amount(mine, units)):
        told = " to ".join(f"{float(each):,.15g}" for each in read.numbers)
        have = " to ".join(f"{float(each):,.15g}" for each in mine.numbers)
        message = f"the source has {told} where '{item.printed}' stands, and the figure is {have}"
        hint = "quote the whole figure, with its direction, scale and unit, or write its value as the source has it"
        where = "value" if b.placed.document.holds(b.placed.where, b.placed.at("value")) else "printed"
        b.error("A110", message, where, hint=hint)
    named = read.unit not in ("count", "") or found.has_unit
    if item.unit.startswith(f"{read.unit}/") and _says_the_rest(b):
        b.levels["unit"] = Level.SENTENCE  # "45 euros a month, against 30 euros"
    elif read.unit not in ("", item.unit) and not counts(read.unit, item.unit) and not read.same_amount(mine, units):
        if item.unit not in PEOPLE or units[read.unit].dimension:
            message = f"the source gives '{item.printed}' in {read.unit}, and the unit is '{item.unit}'"
            b.error("A110", message, "unit", hint=f"write 'unit: {read.unit}'")
    elif (
        read.unit == item.unit
        or (read.unit, item.unit) == ("points", POINTS)
        or (named and read.same_amount(mine, units))
    ):
        b.levels["unit"] = Level.CLAUSE
    elif item.unit not in PEOPLE:
        _counted(b)


def _says_the_rest(b: Binding) -> bool:
    """Return whether another number of the sentence has the whole unit, of which this one has the upper part."""
    first, last = b.at.sentence
    others = (each for each in b.at.reading.quantities(b.at.line) if first <= each.start < last)
    return any(each.quantity.unit == b.item.unit for each in others)


def _same(some: tuple[Decimal, ...], others: tuple[Decimal, ...]) -> bool:
    return len(some) == len(others) and all(abs(a - c) <= CLOSE * abs(a) for a, c in zip(some, others, strict=True))


def _counted(b: Binding) -> None:
    """Look for the name of what is counted behind the number; beside another number it is not this one's."""
    language, units = b.contents.context.language, b.contents.units
    words: set[str] = set()
    for each in (b.item.unit, b.item.unit.partition("/")[0]):  # jobs a month are jobs
        if each not in units:
            continue
        names = lexicon(language).unit_names(units[each], units)
        words |= {name.lower() for name in (names.one, names.other, *names.also)}
    tail, sentence = b.at.within(b.at.tail).lower(), b.at.within(b.at.sentence).lower()
    if any(word in tail for word in words):
        b.levels["unit"] = Level.CLAUSE
    elif any(word in sentence for word in words) and _is_bare(tail, b):
        b.levels["unit"] = Level.SENTENCE  # "120 ships, against 96 a year earlier"
    else:
        where = "beside another number" if any(word in sentence for word in words) else "nowhere in the sentence"
        message = f"'{b.item.unit}' stands {where} of '{b.item.printed}'"
        hint = "name what the source counts, or give the unit this name under `also` in units.yaml"
        b.warning("A110", message, "unit", hint=hint)


def _is_bare(tail: str, b: Binding) -> bool:
    """Return whether nothing that is counted stands right behind a number: a mark, or a word such as "a" and "in"."""
    following = re.match(r"\s*([^\W\d_]*)", tail)
    word = following[1] if following else ""
    return len(word) < 2 or word in b.at.reading.names.source.stop


def the_hedge_is_as_printed(b: Binding) -> None:
    """A109: the hedge before and behind the number, or one that the content declares, is the figure's qualifier."""
    item, found = b.item, b.at.found
    sentence = b.at.within(b.at.sentence).lower()
    declared = [words for words in b.contents.context.hedges if words.lower() in sentence]
    b.levels["hedge"] = Level.CLAUSE
    if item.hedge and item.hedge not in declared:
        message = f"the sentence of '{item.printed}' does not say “{item.hedge}”"
        b.error("A109", message, "qualifier", hint="write the hedge that the source has")
    elif item.hedge:
        return
    elif declared:
        message = f"the source hedges '{item.printed}' with “{declared[0]}”, and the figure does not"
        b.error("A109", message, "qualifier", hint=f"write 'qualifier: {declared[0]}'")
    elif found and found.quantity.qualifier is not item.qualifier and not _shares_the_hedge(b):
        read = found.quantity.qualifier
        does, how = ("does not hedge", "") if read is Qualifier.EXACT else ("hedges", f" with “{read}”")
        message = f"the source {does} '{item.printed}'{how}, and the qualifier is '{item.qualifier}'"
        b.error("A109", message, "qualifier", hint=f"write 'qualifier: {read}'")
    elif found and item.qualifier is Qualifier.EXACT:
        ends = [each.end for each in b.at.reading.quantities(b.at.line) if each.end <= found.start]
        start = max([b.at.sentence[0], *ends])
        lead = b.at.line.text[start : found.end]
        hedge = unknown_hedge(lead, b.contents.context.language, b.contents.units)
        if hedge and not any(hedge in each.lower() for each in item.doubts):
            hint = "declare it under `hedges` in briefing.yaml, or say so among the doubts"
            message = f"the source says “{hedge}” before '{item.printed}', and the figure does not"
            b.warning("A109", message, "printed", hint=hint)


def _shares_the_hedge(b: Binding) -> bool:
    """Return whether the hedge stands before the number that "and" joins to this: "capped at $60bn … and $35bn"."""
    found, line = b.at.found, b.at.line
    before = [each for each in b.at.reading.quantities(line) if found and b.at.sentence[0] <= each.end <= found.start]
    if not found or not before or before[-1].quantity.qualifier is not b.item.qualifier:
        return False
    joins = tuple(f" {each}" for each in b.at.reading.names.source.words.words("conjunctions"))
    same = f"{before[-1].quantity.unit}/".startswith(f"{found.quantity.unit}/")
    return same and line.text[before[-1].end : found.start].rstrip().endswith(joins)


def the_kind_is_as_printed(b: Binding) -> None:
    """A118: "rose by" makes a rate or a change, and nothing else does."""
    found, item = b.at.found, b.item
    if found is None:
        return
    counted = (QuantityKind.COUNT, QuantityKind.MONEY, QuantityKind.LEVEL)
    bare = found.quantity.unit == "count" and item.kind in (QuantityKind.INDEX, QuantityKind.RANK, QuantityKind.RATIO)
    if found.quantity.kind in counted and item.kind not in (*counted, *NEEDS_COMPARISON) and not bare:
        message = f"'{item.printed}' is a {found.quantity.kind}, and the kind is '{item.kind}'"
        b.error("A118", message, "kind", hint=f"write 'kind: {found.quantity.kind}'")
    if found.quantity.kind is None and item.kind is QuantityKind.RATIO and _is_amount(found.quantity.unit, b):
        message = f"'{item.printed}' is an amount, and the kind is 'ratio'"
        b.error("A118", message, "kind", hint="write 'kind: level'")
    moves = found.quantity.direction is not Direction.NONE or found.quantity.kind is QuantityKind.CHANGE  # 25 points
    may = moves or found.quantity.unit.startswith("percent/") or found.quantity.unit != item.unit == POINTS
    compares = bool(b.at.reading.names.source.phrases("comparisons", "since_words").search(b.at.within(b.at.clause)))
    if moves and item.kind not in (*NEEDS_COMPARISON, QuantityKind.RATIO):
        message = f"the source tells with '{item.printed}' of a rise or a fall, and the kind is '{item.kind}'"
        b.error("A118", message, "kind", hint="write 'kind: growth rate' or 'kind: change'")
    elif item.kind in NEEDS_COMPARISON and not may and not compares and not _moved(b):
        message = f"the source tells with '{item.printed}' of no rise or fall, and the kind is '{item.kind}'"
        b.error("A118", message, "kind", hint="write the kind that the sentence has, such as 'share' or 'level'")
    elif (item.kind, found.quantity.kind, item.unit) == (QuantityKind.CHANGE, QuantityKind.GROWTH_RATE, "percent"):
        message = f"'{item.printed}' is a rate, and the kind is 'change'"
        b.error("A118", message, "kind", hint="write 'kind: growth rate'")


def _is_amount(unit: str, b: Binding) -> bool:
    """Return whether a unit measures something, also per day: GW, barrels per day; not so per thing, or per cent."""
    units = b.contents.units
    known = units.get(unit)
    if known is None or not known.symbol or unit in ("percent", "per-mille", "times"):
        return False
    return not known.per or units[known.per].dimension == "time"


def _moved(b: Binding) -> bool:
    """Return whether the sentence tells of a rise or fall: "grew by 18%, and that from windmills by 6%".

    Either another quantity moves, or "by" stands before this one: "is to grow more slowly, by 3 to 5% a year".
    """
    first, last = b.at.sentence
    words, before = b.at.reading.names.source, b.at.within((first, b.at.span[0])).rstrip()
    by = any(each.end() == len(before) for each in words.phrases("moved_by").finditer(before))
    if by and words.sides(before) & RISE_AND_FALL:
        return True
    others = (each for each in b.at.reading.quantities(b.at.line) if first <= each.start < last)
    return any(each.quantity.direction is not Direction.NONE for each in others)


def the_place_is_named(b: Binding) -> None:
    """A117: the place is named in the paragraph, or is that of the whole; no region in the sentence is passed over."""
    item, names, line = b.item, b.at.reading.names, b.at.line
    if not item.place:
        b.levels["place"] = Level.EDITOR
        return
    meant = names.by_name(item.place)
    said = re.compile(re.escape(item.place), re.IGNORECASE)
    b.levels["place"] = b.level(
        lambda span: bool(meant & names.named(line, span)) or bool(said.search(b.at.within(span)))
    )
    if b.levels["place"] <= Level.SENTENCE:
        return
    world = names.source.phrases("of_the_world").search(b.at.within(b.at.clause))
    if world and item.place in country_names(names.written.words.language):
        message = f"the clause of '{item.printed}' says “{world[0]}”, and the place is '{item.place}'"
        b.warning("A117", message, "place", hint="write the place of which the sentence speaks")
        return
    whole = str(b.contents.context.defaults.get("place", ""))
    spans = (b.at.sentence, *(b.at.sentences_before() if item.place != whole else ()))
    near = ({each for each in names.named(line, span) if names.types[each] == "region"} for span in spans)
    regions: set[str] = next((each for each in near if each), set())
    others = regions - meant
    narrower = {each for each in others if meant & names.with_broader([each])}
    if others == regions and others and (narrower or b.levels["place"] is Level.EDITOR or item.place != whole):
        other = sorted(others)[0]
        named = names.entities[other].name or other
        message = f"the sentence of '{item.printed}' names {named}, and the place is '{item.place}'"
        b.warning("A117", message, "place", hint="write the place of which the sentence speaks")
    elif b.levels["place"] is Level.EDITOR and item.place != whole:
        anywhere = _names_anywhere(item.place, b.at.reading)
        where = "in its paragraph" if anywhere else "in the source"
        file = b.placed.document
        if file.value(("defaults", "place")) == item.place and file.value((*b.placed.where, "place")) is None:
            message = f"the place '{item.place}', which figures take here, is not named {where.replace('its', 'each')}"
            hint = "give it only where it is named; that of the whole article goes under 'defaults' in briefing.yaml"
            b.faults.append(Placed(item, file).warning("A117", message, "defaults", "place", hint=hint))
            return
        whose = "paragraph names; that of the whole article goes under 'defaults' in briefing.yaml"
        message = f"the place of '{item.printed}', '{item.place}', is named nowhere {where}"
        b.warning("A117", message, "place", hint=f"write a place that the {whose if anywhere else 'source names'}")


def _names_anywhere(place: str, reading: Reading) -> bool:
    meant, said = reading.names.by_name(place), re.compile(re.escape(place), re.IGNORECASE)
    return any(meant & set(spans) for spans in reading.names.spans.values()) or any(
        said.search(each.text) for each in reading.text.lines
    )


def whole_place_faults(contents: Contents, reading: Reading) -> Iterator[Diagnostic]:
    """A117: the place of the whole article, which figures take that say none, is named in it; told once."""
    place = str(contents.context.defaults.get("place", ""))
    taken = place and any(each.item.place == place for each in contents.figures)
    if contents.overview and taken and not _names_anywhere(place, reading):
        message = f"the place of the whole, '{place}', is named nowhere in the source"
        hint = "write a place that the source names; if it is meant all the same, suppress A117 with the reason"
        yield contents.overview.warning("A117", message, "defaults", "place", hint=hint)


def the_subject_is_named(b: Binding) -> None:
    """A116: the words of subject, label and indicator stand near, or name what stands there."""
    names = b.at.reading.names
    b.levels["subject"] = Level.EDITOR
    if not names.same_language:
        return
    near = [(level, names.stems(b.at.line, span)) for level, span in b.at.spans]
    units = b.contents.units
    called_so = units[b.item.unit].names.values() if b.item.unit in units else ()
    own = [w for each in called_so for text in (each.one, each.other, *each.also) for w in names.written.meant(text)]
    whole, tag = names.stems_of_section(b.at.line.place, b.at.reading.text), names.source.words.language
    loose = 0.51 if names.written.words.has_spaces else 0.6  # pairs of characters also run across words
    for key, most in (("subject", 0.5), ("label", loose), ("indicator", 0.99)):
        words = names.written.meant(getattr(b.item, key))
        if not words:
            continue
        if key == "subject":
            b.levels["subject"] = next(
                (level for level, said in near if sum(map(said.has, words)) * 2 > len(words)), Level.EDITOR
            )
        text, sentence, clause = getattr(b.item, key), b.at.within(b.at.sentence), b.at.within(b.at.clause)
        like = names.told_otherwise(text, sentence) | names.written.plain
        lacking = [w for w in words if not whole.has(w) and w not in own and w not in like]
        if len(lacking) > most * len(words) - 1e-9 and lacking:
            shown = names.as_written(getattr(b.item, key), lacking)
            message = f"{b.place} says nothing of {shown}, which the {key} of '{b.item.printed}' names"
            b.warning("A116", message, key, hint=SOURCES_WORDS)
        elif word := contrast(text, sentence if key != "indicator" else clause, tag) or _unborne(b, text, tag):
            message = f"the {key} of '{b.item.printed}' says “{word}”, and its paragraph another thing"
            b.warning("A116", message, key, hint=SOURCES_WORDS)
        elif key != "indicator" and (strange := _of_the_editor(b, key, lacking)):
            shown = names.as_written(getattr(b.item, key), strange)
            message = f"{b.place} says nothing of {shown}, which only the {key} of '{b.item.printed}' names"
            b.warning("A116", message, key, hint=SOURCES_WORDS)
        elif strange := names.strangers(text, sentence, whole, b.placed.document.path):
            shown = names.as_written(getattr(b.item, key), strange)
            message = f"{b.place} says nothing of {shown}, which nothing but the {key} of '{b.item.printed}' names"
            b.warning("A116", message, key, hint=SOURCES_WORDS)


def _unborne(b: Binding, text: str, tag: str) -> str:
    """Return the word of a text that neither the paragraph nor the whole article bears out: its title may have it."""
    if word := unborne(text, b.at.line.text, tag, antonyms=True):
        return word if unborne(text, b.at.reading.text.whole, tag, antonyms=True) else ""
    return ""


FIELDS = ("label", "subject", "indicator", "sentence", "note", "printed")


def _of_the_editor(b: Binding, key: str, lacking: list[str]) -> list[str]:
    """Return the words that are neither the source's nor said of the figure in another of its fields."""
    written, text = b.at.reading.names.written, getattr(b.item, key)
    times = (text[each.start : each.end] for each in find_dates(text, written.words.language))
    rest = (getattr(b.item, each) for each in FIELDS if each != key)
    ways = (word for each in WAYS for word in written.words.words(each))  # of which the sign is asked elsewhere
    others = written.meant(" ; ".join((*rest, *times, *ways)))
    strange = [w for w in lacking if not any(w.startswith(each) or each.startswith(w) for each in others)]
    if written.words.has_spaces:
        return strange
    return running(strange)


def the_origin_is_named(b: Binding) -> None:
    """A120: whom a figure is attributed to is named in its paragraph; who is named as its origin is not left out."""
    item, names = b.item, b.at.reading.names
    sentence = b.at.sentence
    if item.attributed_to:
        if item.attributed_to not in names.named(b.at.line, sentence):
            message = f"the sentence of '{item.printed}' does not name '{item.attributed_to}', to whom it is attributed"
            b.error("A120", message, "attributed_to", hint="leave it out where the source names no origin")
        return
    for match in names.source.phrases("attributions").finditer(b.at.within(sentence)):
        at = sentence[0] + match.start()
        close = names.named(b.at.line, (max(sentence[0], at - 60), min(sentence[1], at + 60)))
        if origin := next((each for each in sorted(close) if names.types[each] in ("organisation", "person")), ""):
            message = f"the sentence of '{item.printed}' names '{origin}' as its origin"
            b.warning("A120", message, hint=f"write 'attributed_to: {origin}'")
            return


def the_order_is_kept(b: Binding) -> None:
    """A121: of what is listed "respectively", a figure has the subject that stands where it stands itself."""
    names, text = b.at.reading.names, b.at.line.text
    if b.at.found is None or not names.same_language:
        return
    if not names.source.phrases("respectively").search(b.at.within(b.at.clause)):
        return
    listed = [each for each in b.at.reading.quantities(b.at.line) if b.at.clause[0] <= each.start < b.at.clause[1]]
    if b.at.found not in listed or len(listed) < 2:
        return
    mark = names.source.phrases("respectively").search(text, b.at.clause[0])
    head = text[b.at.sentence[0] : min(listed[0].start, mark.start() if mark else len(text))]
    joins = "|".join(map(re.escape, names.source.words.words("conjunctions")))
    parts = re.split(
        rf"\s*(?:,|，|、|\b(?:{joins})\b|(?:{joins}))\s*"
        if not names.source.words.has_spaces
        else rf"\s*(?:,|\b(?:{joins})\b)\s*",
        head,
    )
    if len(parts) < len(listed):
        return
    place = listed.index(b.at.found)
    said = [Stems(frozenset(names.source.meant(part))) for part in parts[-len(listed) :]]
    b.levels["order"] = Level.CLAUSE
    for key in ("subject", "label"):
        mine = set(names.written.meant(getattr(b.item, key)))
        scores = [sum(map(each.has, mine)) for each in said]
        if max(scores) > scores[place]:
            other = parts[len(parts) - len(listed) + scores.index(max(scores))].strip()
            message = f"'{b.item.printed}' is number {place + 1} of a list, and “{other[-60:]}” is not"
            b.error("A121", message, key, hint=f"give each figure the {key} of the same place in the list")


ASPECTS: tuple[Callable[[Binding], None], ...] = (
    the_number_is_as_printed,
    the_hedge_is_as_printed,
    the_kind_is_as_printed,
    the_place_is_named,
    the_subject_is_named,
    the_origin_is_named,
    the_order_is_kept,
)
