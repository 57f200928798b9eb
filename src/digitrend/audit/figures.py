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
from digitrend.audit.words import RISE_AND_FALL, Language
from digitrend.check.contents import Contents, Placed
from digitrend.check.rules.named import country_names
from digitrend.diagnostics import Diagnostic
from digitrend.model import NEEDS_COMPARISON, Figure, Qualifier, QuantityKind, Status
from digitrend.model.quantities import Direction
from digitrend.model.units import counts
from digitrend.text.claims import unknown_hedge
from digitrend.text.lexicon import lexicon

CLOSE = Decimal("1e-9")
SOURCES_WORDS = "use the source's words, or add the source's word to the aliases of the entity that is meant"
POINTS = "percentage-points"  # "points" for short
BEHIND = re.compile(r"[ -]*(?:\w+[ -]+)?(?:\w+)?")  # a word or two behind a number
ASKED = (Status.PLANNED, Status.TARGET)  # what advice may ask for
SURE = (Status.PLANNED, Status.PROJECTED, Status.TARGET, Status.ESTIMATED)  # of which the source must say so
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


def the_status_is_as_printed(b: Binding) -> None:
    """A119: words such as "planned" and "expects" are the figure's status, and a status has its words."""
    item, words = b.item, b.at.reading.names.source
    said: set[str] = set()
    b.levels["status"] = Level.EDITOR
    for level, span in b.at.spans[:2]:
        said = _of_this_number(b) or _statuses(_without_others(b, span), words)
        if said:
            b.levels["status"] = level
            break
    until = b.at.line.text[: b.at.sentence[1]]  # what comes later tells of later things
    told = {name for name, finder in words.table("statuses").items() if finder.search(until)}
    if said == {"projected"} and item.status is Status.OBSERVED and (_is_past(b) or _moves_from(b)):
        return  # "will rise from 37% in 2019 to 41%", "our forecasts were too high by 2%"
    if "estimated" in said and item.status is Status.PROJECTED and (_is_to_come(b) or _will(b)):
        return  # "the need in the summer is estimated at $182 billion"
    if not said and item.status.value in told:
        b.levels["status"] = Level.PARAGRAPH
        return
    if item.status is Status.CLAIMED and words.phrases("attributions").search(b.at.within(b.at.sentence)):
        return  # "plans …, and says that it has 30,000 customers"
    if said and item.status.value not in said:
        what = " and ".join(sorted(said))
        message = f"the sentence of '{item.printed}' has words of what is {what}, and the status is '{item.status}'"
        b.error("A119", message, "status", hint=f"write 'status: {sorted(said)[0]}'")
    elif item.status in (Status.PROJECTED, Status.PLANNED) and _was_over(b):
        message = f"'{item.printed}' is of a time that was over when the source was written, and is '{item.status}'"
        b.warning("A119", message, "status", hint="write 'status: observed', or what the sentence says")
    elif not said and item.status in SURE and not _will(b) and not (item.status in ASKED and _advises(b)):
        message = f"no word in the sentence of '{item.printed}' says that it is {item.status}"
        b.warning("A119", message, "status", hint="write 'status: observed', or what the sentence says")
    elif not said and item.status is Status.OBSERVED and _ahead(b):
        message = f"'{item.printed}' is of a time ahead, and the status is 'observed'"
        b.warning("A119", message, "status", hint="write 'status: projected', or what the sentence says")


def _statuses(text: str, words: Language) -> set[str]:
    return {name for name, finder in words.table("statuses").items() if finder.search(text)}


def _of_this_number(b: Binding) -> set[str]:
    """Return the statuses that the words right behind or before the number say: "the 2% goal", "our forecast of 2%"."""
    behind = b.at.within((b.at.span[1], b.at.sentence[1]))
    return _behind(behind, b.at.reading.names.source) or said_before(b)


def said_before(b: Binding) -> set[str]:
    """Return the statuses that the words right before the number say: "our forecast of 2% in March"."""
    start = b.at.found.start if b.at.found else b.at.span[0]
    lead = b.at.within((b.at.sentence[0], start))
    return {name for name, _ in _before(lead, b.at.reading.names.source)}


def _before(text: str, words: Language) -> list[tuple[str, int]]:
    """Return the statuses that the last words of a text say of the number behind them, and where they begin."""
    found = ((name, finder.finditer(text)) for name, finder in words.table("statuses_before").items())
    return [(name, each.start()) for name, matches in found for each in matches if not text[each.end() :].strip()]


def _behind(text: str, words: Language) -> set[str]:
    first = BEHIND.match(text)
    near = first[0] if first else ""
    return {name for name, finder in words.table("statuses_behind").items() if finder.search(near)}


def _without_others(b: Binding, span: Span) -> str:
    """Return the text of a span without what is said of the other numbers in it: "the 2% target", "an estimated 5%"."""
    text, words = b.at.line.text, b.at.reading.names.source
    for each in reversed(b.at.reading.quantities(b.at.line)):
        if each != b.at.found and span[0] <= each.start < span[1]:
            first = min([each.start, *(at for _, at in _before(text[: each.start], words))])
            said = BEHIND.match(text[each.end : span[1]]) if _behind(text[each.end : span[1]], words) else None
            last = each.end + (said.end() if said else 0)
            text = text[:first] + " " * (last - first) + text[last:]
    return text[span[0] : span[1]]


def _is_to_come(b: Binding) -> bool:
    """Return whether the figure is of a time that ends after the source was written."""
    time, published = b.item.time, b.at.reading.published
    return time is not None and published is not None and time.end > published.start


def _was_over(b: Binding) -> bool:
    time, published = b.item.time, b.at.reading.published
    return time is not None and published is not None and time.end < published.start


def _advises(b: Binding) -> bool:
    return bool(b.at.reading.names.source.phrases("advice_words").search(b.at.within(b.at.sentence)))


def _moves_from(b: Binding) -> bool:
    """Return whether "from" leads to the number, or the sentence tells by how much a forecast was wrong."""
    words, start = b.at.reading.names.source, b.at.found.start if b.at.found else b.at.span[0]
    lead = b.at.within((b.at.sentence[0], start)).rstrip().lower()
    return lead.endswith(tuple(words.words.words("not_a_range_after"))) or bool(
        words.phrases("proved_wrong").search(lead)
    )


def _is_past(b: Binding) -> bool:
    """Return whether the sentence names a later time than the figure's."""
    time = b.item.time
    years = [each.year for each in b.at.reading.times(b.at.line) if each.year]
    return time is not None and any(year > time.start.year for year in years)


def _will(b: Binding) -> bool:
    return bool(b.at.reading.names.source.phrases("will_words").search(b.at.within(b.at.sentence)))


def _ahead(b: Binding) -> bool:
    """Return whether the figure is of the whole time that the source looks ahead to, or of a later one."""
    overview, time = b.contents.overview, b.item.time
    year = overview.item.looks_ahead_to if overview else None
    return bool(year and time and (time.start.year > year or (time.end.year == year and time.end.month == 12)))


ASPECTS: tuple[Callable[[Binding], None], ...] = (
    the_number_is_as_printed,
    the_hedge_is_as_printed,
    the_kind_is_as_printed,
    the_place_is_named,
    the_origin_is_named,
    the_status_is_as_printed,
)
