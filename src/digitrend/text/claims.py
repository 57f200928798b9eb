"""What the words of a chart claim, held against its figures: the highest, a rise, most, an order, a year.

Words that claim are data, by language. A claim is held against the figures that the words name; where they name none,
against all. What cannot be decided is no fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from digitrend.model.charts import Datum, Fault, rising, things
from digitrend.model.quantities import Direction, Qualifier
from digitrend.model.units import Units
from digitrend.text.dates import find_dates
from digitrend.text.lexicon import lexicon, tokenize
from digitrend.text.quantities import grammar
from digitrend.text.references import Stretch, references, split

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
YEAR_MONTHS = 12
HALF = 50  # per cent
NEAR = 0.05  # how far "doubled" may be from twice
BEGINS = re.compile(r"(?<![^\W\u3000-\u9fff])")  # at a place where a word begins
WHOLE = 4  # letters below which a word must be whole


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a chart: what it claims, and the figures of which it speaks, in the order in which it names them."""

    text: str
    field: str  # "title", "description", "subtitle"
    named: tuple[str, ...] = ()
    language: str = "en"

    def claims(self, what: str) -> str:
        """Return the words by which it claims something, or ""."""
        pattern = lexicon(self.language).table("claims").get(what, "")
        found = re.search(pattern, self.text, re.IGNORECASE) if pattern else None
        return found[0] if found else ""


def named_figures(text: str, labels: Mapping[str, str], language: str) -> tuple[str, ...]:
    """Return the figures of which a text speaks, in its order: those that it refers to, or that its words name.

    `labels` tell whose figure each is; a figure is named by a longer word that no other label has.
    """
    refs = tuple(dict.fromkeys(ref.id for ref in references(text) if ref.id in labels))
    if refs:
        return refs
    own = {name: words_of(label, language) for name, label in labels.items()}
    counts = Counter(word for label in set(labels.values()) for word in words_of(label, language))
    plain = unreferred(text).lower()
    places = {
        name: [at for word in words if counts[word] == 1 and (at := _begins(word, plain, language)) >= 0]
        for name, words in own.items()
    }
    return tuple(sorted((name for name in places if places[name]), key=lambda name: min(places[name])))


def _begins(word: str, text: str, language: str) -> int:
    """Return where a word begins in a text, or -1; a short one must be whole."""
    plural = lexicon(language).text("plural")
    ends = re.compile(rf"(?:{plural})?(?![a-z])")
    at = text.find(word)
    while at >= 0 and not (BEGINS.match(text, at) and (len(word) >= WHOLE or ends.match(text, at + len(word)))):
        at = text.find(word, at + 1)
    return at


def unreferred(text: str) -> str:
    """Return a text without its references, but for the words that they give."""
    return "".join(piece.text if isinstance(piece, Stretch) else piece.words for piece in split(text))


def words_of(text: str, language: str) -> set[str]:
    """Return the longer words of a text in lower case, without the ending of a plural; of Chinese, the whole text."""
    data = lexicon(language)
    found = re.findall(r"[^\W\u3000-\u9fff]{3,}", text)
    words = {word.lower().removesuffix(data.text("plural")) for word in found} - set(data.words("short_words"))
    return words | set(re.findall(r"[\u3400-\u9fff]{2,}", text))


def claimed(said: Said, data: Sequence[Datum]) -> Iterator[Fault]:
    """Yield what a title or a description claims and its figures do not bear out."""
    if not data:
        return
    about = [d for d in data if d.id in said.named] or list(data)
    yield from _superlative(said, data, about)
    yield from _direction(said, about)
    yield from _each_way(said, data)
    yield from _portion(said, data)
    yield from _order(said, data)
    yield from _of_times(said, data)


def _of_times(said: Said, data: Sequence[Datum]) -> Iterator[Fault]:
    """Hold "cheap through August, and dear by January" against the values of these months."""
    values: dict[str, list[float]] = {"dear": [], "cheap": []}
    seasons = lexicon(said.language).table("seasons")
    for clause in re.split(r"[,;]| and ", said.text):
        part = Said(clause, said.field, (), said.language)
        ways = [way for way in values if part.claims(way)]
        months = {month for each in find_dates(clause, said.language) for month in each.months}
        months |= {month for name, of in seasons.items() if re.search(rf"\b{name}\b", clause) for month in of}
        for way in ways if len(ways) == 1 else ():
            values[way] += [d.value for d in data if d.end and any(_has_month(d, month) for month in months)]
    if values["dear"] and values["cheap"] and max(values["dear"]) < min(values["cheap"]):
        yield Fault("R225", "what is said of one time is true of the other", _SAY, said.field)


def ahead_as_stated(said: Said, ahead: Mapping[int, bool]) -> Iterator[Fault]:
    """Yield "only 2021 is projected" where other years of the chart are, too; `ahead` says it of each year."""
    pattern = lexicon(said.language).table("claims").get("stated ahead", "(?!)")
    for found in re.finditer(pattern, said.text, re.IGNORECASE):
        named, true = set(map(int, YEAR.findall(found["years"]))), {year for year, is_so in ahead.items() if is_so}
        if named & ahead.keys() and (not named <= true or (found["only"] and named != true)):
            yield Fault(
                "R226", f"'{found[0]}' is said, but {', '.join(map(str, sorted(true))) or 'none'} is", _SAY, said.field
            )


def _has_month(datum: Datum, month: int) -> bool:
    begins = (month - 1 - datum.start) % YEAR_MONTHS
    return begins < datum.length


def _superlative(said: Said, data: Sequence[Datum], about: Sequence[Datum]) -> Iterator[Fault]:
    if len(data) < 2 or len(about) == len(data) > 1:
        return  # of nobody in particular
    values = [d.value for d in data]
    for what, best in (("highest", max(values)), ("lowest", min(values)), ("fell most", min(values))):
        word = said.claims(what)
        if not word or (what == "highest" and said.claims("fell most")):
            continue
        if all(d.value < 0 for d in data) and what in ("highest", "lowest"):
            continue  # of falls, "the largest" may be meant by size
        others = [d for d in data if d not in about]
        if best not in [d.value for d in about]:
            yield Fault("R222", f"'{word}' describes a figure that is not the {what} of the chart", _SAY, said.field)
        elif any(d.value == best for d in others):
            yield Fault("R222", f"'{word}' is said, but another figure is level with it", _SAY, said.field)
        elif any(d.bound == ("upper" if what != "highest" else "lower") for d in others):
            yield Fault("R222", f"'{word}' is said, but a bound among the others may go beyond it", _SAY, said.field)


_SAY = "say what the figures show"


def _direction(said: Said, about: Sequence[Datum]) -> Iterator[Fault]:
    rose, fell = said.claims("rose"), said.claims("fell")
    ways = {d.value > 0 for d in about if d.kind in ("growth rate", "change") and d.value}
    ways |= {
        way
        for group in things(about).values()
        if group[0].kind not in ("growth rate", "change") and (way := rising(group)) is not None
    }
    if rose and not fell and ways == {False}:
        yield Fault("R223", f"'{rose}' describes a fall", _SAY, said.field)
    if fell and not rose and ways == {True}:
        yield Fault("R223", f"'{fell}' describes a rise", _SAY, said.field)
    if (word := said.claims("negative")) and about and all(d.value > 0 for d in about):
        yield Fault("R223", f"'{word}' is said, but no figure is negative", _SAY, said.field)
    series = [group for group in things(about).values() if len(group) > 1]
    ends = [(min(values), max(values)) for group in series if (values := [d.value for d in group])]
    if (word := said.claims("still")) and ends and all(low < high * (1 - NEAR) for low, high in ends):
        yield Fault("R223", f"'{word}' describes what moves", _SAY, said.field)
    for what, factor in (("doubled", 2.0), ("tripled", 3.0), ("halved", 0.5)):
        if (word := said.claims(what)) and (grown := _factors(about)):
            near = [g >= factor * (1 - NEAR) if factor > 1 else g <= factor * (1 + NEAR) for g in grown]
            if not any(near):
                yield Fault("R223", f"'{word}' describes what became {grown[0]:.2g} times as much", _SAY, said.field)


def unmoved(said: Said, data: Sequence[Datum]) -> Iterator[Fault]:
    """Yield a rise or a fall of which a title tells where each figure is of one time, and none is a change."""
    still = data and all(d.kind in ("count", "level", "money") for d in data)
    word = (
        still
        and all(len(group) == 1 for group in things(data).values())
        and (said.claims("rose") or said.claims("fell"))
    )
    if word:
        yield Fault("R223", f"'{word}' tells of a change, but no figure of the chart does", _SAY, said.field)


def _factors(about: Sequence[Datum]) -> list[float]:
    """Return how many times as much each thing became: by its growth rate, or from its first value to its last."""
    rates = [1 + d.value / 100 for d in about if d.kind == "growth rate"]
    groups = (
        group for group in things(about).values() if len(group) > 1 and group[0].kind not in ("growth rate", "change")
    )
    return rates + [group[-1].value / group[0].value for group in groups if group[0].value]


def _portion(said: Said, data: Sequence[Datum]) -> Iterator[Fault]:
    share = portion(data)
    whose = things([d for d in data if d.id in said.named])
    if share is None and len(whose) == 1 and all(d.kind == "share" and d.value <= HALF for d in data):
        share = max(d.value for d in data if d.id in said.named) / 100
    if share is None:
        return
    fits = {"nearly all": 0.9 <= share < 1, "all": share >= 1, "most": share > 0.5, "few": share < 0.5}
    for what, true in fits.items():
        if (word := said.claims(what)) and not true:
            yield Fault("R224", f"'{word}' describes {share:.3g} of the whole", _SAY, said.field)


def portion(data: Sequence[Datum]) -> float | None:
    """Return which part of a whole the figures show, from 0 to 1; None if they show no part."""
    if len(data) == 1 and data[0].kind == "share":
        return data[0].value / 100
    if len(data) == 2 and data[0].part_of == data[1].id and data[1].value:
        return data[0].value / data[1].value
    return None


def of_many(text: str, kind: str, share: float, language: str) -> Fault | None:
    """Return what is wrong if a text says of all, most or few of a kind of parts what is true of another share."""
    words = lexicon(language).table("claims_of_many")
    for what, true in (("all", share == 1), ("most", share > 0.5), ("few", share < 0.5)):
        found = (
            what in words and kind in words and re.search(rf"(?<!\w){words[what]}{words[kind]}", text, re.IGNORECASE)
        )
        if found and not true:
            return Fault("R224", f"'{found[0]}' describes {share:.0%} of them", _SAY, "title")
    return None


def all_but(text: str, kind: str, language: str) -> tuple[str, str] | None:
    """Return what is said of all of a kind of parts but some, and what is said of those; None if nothing is."""
    words = lexicon(language).table("claims_of_many")
    pattern = words.get("all but", "").replace("{}", words.get(kind, ""))
    found = re.search(pattern, text, re.IGNORECASE) if pattern else None
    return (text[: found.start()], found["rest"]) if found else None


def _order(said: Said, data: Sequence[Datum]) -> Iterator[Fault]:
    named = [d for name in said.named for d in data if d.id == name]
    values = [d.value for d in named]
    yield from _crossing(said, named)
    if len(named) > 1 and (word := said.claims("level")) and min(values) < max(values) * (1 - NEAR):
        yield Fault("R225", f"'{word}' is not true of {named[0].id} and {named[1].id}, which differ", _SAY, said.field)
    for what, way in (("above", 1), ("below", -1)):
        if len(named) == 2 and (word := said.claims(what)) and way * (values[0] - values[1]) <= 0:
            yield Fault("R225", f"'{word}' is not true of {named[0].id} and {named[1].id}", _SAY, said.field)
    told = len(named) > 2 and len(things(named)) == len(named) and said.claims("order")
    if told and values not in (sorted(values), sorted(values, reverse=True)):
        yield Fault("R225", f"'{told}' puts figures in an order that is not theirs", "name them by size", said.field)


def _crossing(said: Said, named: Sequence[Datum]) -> Iterator[Fault]:
    """Hold "more than" against two things over time: it is true where it is at some time."""
    two = list(things(named).values())
    if len(two) < 2 or len(named) == len(two):
        return
    pairs = [(a.value, b.value) for a in two[0] for b in two[-1] if a.start == b.start and a.end == b.end]
    for what, way in (("above", 1), ("below", -1)):
        if (word := said.claims(what)) and pairs and not any(way * (a - b) > 0 for a, b in pairs):
            yield Fault("R225", f"'{word}' is true at no time", _SAY, said.field)


def _each_way(said: Said, data: Sequence[Datum]) -> Iterator[Fault]:
    """Hold a verb right behind the name of a thing against that thing: "gas gains in 2020 what coal loses"."""
    claims, named = lexicon(said.language).table("claims"), [d for d in data if d.id in said.named]
    up, down = (claims.get(key, "(?!)") for key in ("rose", "fell"))
    plural = lexicon(said.language).text("plural")
    for thing, group in things(named).items():
        others = {word for d in named if d.thing != thing for word in words_of(d.thing, said.language)}
        words = "|".join(map(re.escape, words_of(thing, said.language) - others))
        if len(group) < 2 or not others or not words:
            continue
        verb = rf"\b(?:{words})(?:{plural})?\b(?: [a-z]+)?\s+(?:{up}|(?P<down>{down}))(?: in (?P<year>\d{{4}}))?"
        if found := re.search(verb, said.text, re.IGNORECASE):
            years = YEAR.findall(said.text)
            year = found["year"] or (years[0] if len(years) == 1 else None)  # "in 2020, gas gains what coal loses"
            until = [d for d in group if not year or d.start < (int(year) + 1) * YEAR_MONTHS]
            if len(until) > 1 and rising(until[-2:] if year else until) is bool(found["down"]):
                yield Fault("R223", f"'{found[0]}' is not what it does", _SAY, said.field)


def other_years(said: Said, years: frozenset[int]) -> Iterator[Fault]:
    """Yield the years that a title or a subtitle names and none of the figures' periods and comparisons has."""
    for year in dict.fromkeys(map(int, YEAR.findall(said.text)) if years else ()):
        if year not in years:
            yield Fault("R226", f"the {said.field} names {year}, but no figure is of that year", _SAY, said.field)


def subtitle(
    said: Said, data: Sequence[Datum], units: Mapping[str, bool], places: Mapping[str, bool]
) -> Iterator[Fault]:
    """Yield what a subtitle says and its figures do not have: a rise or a fall, a unit, a place.

    `units` and `places` are the names that the briefing's figures use, and whether one of the chart's own has it.
    """
    yield from _direction(said, data)
    for kind, names in (("unit", units), ("place", places)):
        own = [name for name, mine in names.items() if mine]
        for name, mine in names.items():
            if mine or name.casefold() not in said.text.casefold():
                continue
            inside = any(name.casefold() in each.casefold() for each in own)
            if not inside and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said.text, re.IGNORECASE):
                yield Fault("R226", f"the subtitle names the {kind} '{name}', which no figure has", _SAY, said.field)


_FIGURE = " 7 MW "  # stands for the figure: an amount that any direction and hedge may go with
_REACH = 120  # characters before and behind that may belong to it


class Beside(NamedTuple):
    """What the words around a figure say of it: "fell by nearly …" is nearly, down."""

    qualifier: Qualifier
    direction: Direction


@lru_cache(maxsize=4096)  # several rules ask, and most texts stay as they are from one check to the next
def words_beside(before: str, after: str, language: str, units: Units) -> Beside:
    """Return the hedge and the direction that a sentence gives to the figure between `before` and `after`.

    "fell by [[x]]" and "[[x]] lower" are down; "fell to [[x]]" has no direction, since it names a level.
    """
    head = _without_empty_words(before[-_REACH:], language)
    text = head + _FIGURE + after[:_REACH]
    rules = grammar(language, units)
    place = len(head) + 1
    for found in rules.find(rules.tokens(text)):
        if found.start <= place < found.end:
            return Beside(found.quantity.qualifier, found.quantity.direction)
    return Beside(Qualifier.EXACT, Direction.NONE)


def _without_empty_words(before: str, language: str) -> str:
    """Return what stands before a figure without "end up" and "arranged under", which say nothing of it."""
    words = "|".join(map(re.escape, lexicon(language).words("empty_before"))) or "(?!)"
    return re.sub(rf"\b(?:{words})\s*$", "", before)


def unknown_hedge(printed: str, language: str, units: Units) -> str:
    """Return a word directly before the quantity of `printed` that looks like a hedge and is none known; else ""."""
    rules = grammar(language, units)
    found = next(iter(rules.find(rules.tokens(printed), lenient=True)), None)
    if found is None:
        return ""
    before = tokenize(printed[: found.start], rules.words.pattern)
    if not before:
        return ""
    for phrase in rules.words.words("doubtful"):
        if printed[: found.start].rstrip().lower().endswith(phrase):
            return phrase
    ending = rules.words.text("hedge_ending")
    return before[-1].text if ending and before[-1].low.endswith(ending) else ""
