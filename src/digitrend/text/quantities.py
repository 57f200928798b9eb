"""The grammar of printed figures, one for all languages over the words of each.

A figure is: hedges and directions, a number (or a range), a unit, and what follows ("or more", "lower").

    up $11/b · between 3 and 5% · nearly 49.9 trillion yuan · 13 MW less · one in four · 提升1.7个百分点 · 不足三成
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from digitrend.model.quantities import Direction, Qualifier, Quantity, QuantityKind
from digitrend.model.units import Units
from digitrend.text.dates import NamedTime, find_dates
from digitrend.text.lexicon import (
    MASKED,
    Lexicon,
    Phrases,
    Token,
    goes_on,
    is_in_name,
    lexicon,
    masked,
    phrase_spans,
    tokenize,
)
from digitrend.text.numbers import SMALL, Number, NumberStyle, ranks_in
from digitrend.text.vocabulary import SIGNS, TO_ONE, Vocabulary, is_sign

RATES = ("ratio", "percentage points", "points")  # dimensions of which an article makes no ratio, but in time
_MARKER = re.compile(r"^[ \t]*(?:[(（]\d{1,2}[)）]|\d{1,2}[.)、](?!\d))", re.MULTILINE)  # "(1)", "2." before a heading


class Found(NamedTuple):
    """A quantity in a text, with its place: from the first hedge to the last word of the unit."""

    start: int
    end: int
    quantity: Quantity
    style: NumberStyle
    has_unit: bool  # a unit, percent sign, currency or scale stands with it


@dataclass(slots=True)
class _Prefixes:
    """What was read before a number and belongs to it."""

    start: int = -1  # the token it begins at
    hedge: Qualifier | None = None
    hedge_word: str = ""
    direction: Direction = Direction.NONE
    share: bool = False
    per: str = ""
    by: bool = False  # "by" stands before it: a change, also of a count

    @property
    def any(self) -> bool:
        return self.start >= 0


@dataclass(slots=True)
class _Core:
    """A number or range with its unit, as read from the tokens."""

    end: int
    low: Number
    high: Number | None = None
    unit: str = ""
    measured: bool = False  # a measure word stands in for a unit: 24个
    prefixed: bool = False  # the currency stands before it
    sign: int = 0
    hedge: Qualifier | None = None
    direction: Direction = Direction.NONE


class Grammar:
    """Finds the quantities of a text by the words of one language and the units of a briefing."""

    def __init__(self, words: Lexicon, units: Units) -> None:
        self.words, self.units = words, units
        self.vocabulary = Vocabulary(words, units)
        self.numbers = self.vocabulary.numbers

    def tokens(
        self, text: str, masks: Sequence[tuple[int, int]] = (), names: Phrases[bool] | None = None
    ) -> list[Token]:
        """Return the tokens of a text, with dates, names and masked spans made unreadable."""
        tokens = tokenize(text, self.words.pattern)
        spans = [*masks, *(match.span() for match in _MARKER.finditer(text))]
        for mention in find_dates(text, self.words.language):
            if not mention.is_plain_year or not self._is_amount(tokens, mention):
                spans.append((mention.start, mention.end))
        for table in (self.vocabulary.names, names):
            spans.extend(phrase_spans(tokens, table))
        if not spans:
            return tokens
        hidden = bytearray(len(text) + 1)
        for start, end in spans:
            hidden[start:end] = b"\1" * (end - start)
        return [masked(token) if hidden[token.start] else token for token in tokens]

    def _is_amount(self, tokens: Sequence[Token], mention: NamedTime) -> bool:
        """Return whether digits like a year are an amount, by what stands around them: "2000 MW", 2000个."""
        starts = [token.start for token in tokens]
        i, end = bisect_left(starts, mention.start), bisect_left(starts, mention.end)
        if end >= len(tokens) or not tokens[end - 1].text[-1].isdigit():
            return False
        if i > 0 and tokens[i - 1].low in self.vocabulary.year_before:
            return False
        while (
            end + 1 < len(tokens)
            and tokens[end].low in self.vocabulary.range_joins
            and tokens[end + 1].kind == "digits"
        ):
            end += 2
        number = self.numbers.at(tokens, end - 1)
        if number is None or number.end > end:
            return number is not None
        return self.vocabulary.unit_at(tokens, end)[1] != "" or self.vocabulary.measures.find(tokens, end) is not None

    def find(self, tokens: Sequence[Token], *, lenient: bool = False) -> Iterator[Found]:
        """Yield the quantities among tokens; `lenient` reads "two" and "three times" too, as in a printed figure."""
        i, before = 0, _Prefixes()
        last: tuple[int, Quantity] | None = None
        while i < len(tokens):
            if tokens[i].low not in self.vocabulary.starts and tokens[i].kind != "digits":
                before, i = _Prefixes() if before.any else before, i + 1
                continue
            core = self._core(tokens, i, before, lenient)
            if core is not None:
                found = self._complete(tokens, i, core, before, last)
                last = (core.end, found.quantity)
                i, before = max(core.end, i + 1), _Prefixes()
                if lenient or self._counts(found):
                    yield found
                continue
            after, rate = self.vocabulary.rate_at(tokens, i, apart=False)  # "the rate per 1,000": no figure
            length = after - i if rate else self._prefix(tokens, i, before)
            if not length:
                before = _Prefixes()
            i += length or 1

    def _prefix(self, tokens: Sequence[Token], i: int, before: _Prefixes) -> int:
        """Take a hedge, a direction or a filler into `before`; return how many tokens it has."""
        hedge, way = self.vocabulary.hedges.find(tokens, i), self.vocabulary.directions.find(tokens, i)
        share = self.vocabulary.shares.find(tokens, i)
        if hedge and hedge[0] >= (way[0] if way else 0):
            before.hedge = hedge[1]
            if self.vocabulary.of_level.find(tokens, i):
                before.direction = Direction.NONE
            before.hedge_word = tokens[i].low if hedge[0] == 1 else ""
            length = hedge[0]
        elif share:  # "took up to 30%" has the hedge "up to"
            before.share, length = True, share[0] - bool(self.vocabulary.hedges.find(tokens, i + share[0] - 1))
        elif way:
            before.direction, length = way[1], way[0]
        elif (
            not self.words.has_spaces
            and tokens[i].low in self.vocabulary.per
            and (unit := self.vocabulary.unit_at(tokens, i + 1))[1]
        ):
            before.per, length = unit[1], unit[0] - i
        else:
            filler = self.vocabulary.fillers.find(tokens, i) or self.vocabulary.rate_lead(tokens, i)
            before.by = before.by or (bool(filler) and tokens[i].low in self.vocabulary.by)
            return filler[0] if filler and before.any else 0
        if before.start < 0:
            before.start = i
        return length

    def _core(self, tokens: Sequence[Token], i: int, before: _Prefixes, lenient: bool) -> _Core | None:
        """Return the number at `i` with its currency, range and unit."""
        if tokens[i].kind == MASKED or is_in_name(tokens, i):
            return None
        at, sign = i, 0
        if tokens[at].low in self.vocabulary.signs and is_sign(tokens, at):
            sign, at = self.vocabulary.signs[tokens[at].low], at + 1
        money = self.vocabulary.money.find(tokens, at)
        if money:
            at += money[0]
            if (
                not sign
                and at < len(tokens)
                and tokens[at].text in SIGNS
                and at + 1 < len(tokens)
                and tokens[at + 1].glued
            ):
                sign, at = SIGNS[tokens[at].text], at + 1
        if at >= len(tokens) or tokens[at].kind == MASKED:
            return None
        by = i > 0 and tokens[i - 1].low in self.vocabulary.by
        hedged, near = before.any or by or lenient, before.hedge is not None
        number = self.numbers.at(tokens, at, hedged=hedged, money=bool(money), near=near)
        if number is None or ((money or sign) and number.style is not NumberStyle.DIGITS):
            return None
        core = _Core(number.end, number, unit=money[1] if money else number.unit, sign=sign, hedge=number.qualifier)
        core.direction, core.prefixed = number.direction, bool(money)
        if number.high is not None:
            core.high = replace(number, value=number.high)
        if number.style in (NumberStyle.MULTIPLE, NumberStyle.FRACTION) or (
            number.unit and number.style is NumberStyle.WORDS
        ):
            return core
        if not money:
            self._short_scale(tokens, core)
            self._take_unit(tokens, core, lenient)
        else:
            self._take_per(tokens, core)
        self._range(tokens, i, core, before, lenient)
        is_name = not core.unit and self.vocabulary.is_part_of_name(tokens, core.end, number)
        return None if is_name or goes_on(tokens, core.end) else core

    def _take_unit(self, tokens: Sequence[Token], core: _Core, lenient: bool) -> None:
        """Add the unit behind a number, with what it is per; of things per 1,000 it is the rate."""
        self._take_measure(tokens, core, lenient)
        if not core.unit or self.units[core.unit].dimension == core.unit:
            end, rate = self.vocabulary.rate_at(tokens, core.end)
            core.end, core.unit = (end, rate) if rate else (core.end, core.unit)

    def _take_measure(self, tokens: Sequence[Token], core: _Core, lenient: bool) -> None:
        end, unit = self.vocabulary.unit_at(tokens, core.end)
        if unit == "times" and not lenient and tokens[core.end].low in self.vocabulary.times:
            follows = tokens[end].low if end < len(tokens) else ""
            if self.vocabulary.times_next and core.low.decimals == 0 and follows not in self.vocabulary.times_next:
                return
        if unit and (tokens[core.end].glued or not goes_on(tokens, end)):  # "6 kg3" is 6 of a unit that is not known
            core.end, core.unit = end, unit
            self._take_per(tokens, core)
            return
        if found := self.vocabulary.measures.find(tokens, core.end):
            core.measured = True
            core.end += found[0]
        end, noun = self.vocabulary.noun_at(tokens, core.end)
        core.end, core.unit = (end, noun) if noun else (core.end, core.unit)
        self._take_per(tokens, core)
        if not core.unit and core.low.style is NumberStyle.DIGITS:
            end, below = self.vocabulary.below_at(tokens, core.end)
            surely = lenient or core.low.scale or (below and tokens[core.end].low not in self.vocabulary.articles)
            if below and surely and self.units[below].dimension == "time":
                core.end, core.unit = end, f"count/{below}"  # 562k per month

    def _short_scale(self, tokens: Sequence[Token], core: _Core) -> None:
        """Take "m" in "40m people" as a million: it is glued, and a counted thing follows."""
        if core.low.style is not NumberStyle.DIGITS or core.end + 1 >= len(tokens) or not tokens[core.end].glued:
            return
        power, follows = self.numbers.short_scale(tokens[core.end]), tokens[core.end + 1]
        noun = follows.kind == "word" and not follows.glued and follows.text.islower()
        if power and noun and follows.low not in self.vocabulary.not_millions:
            scaled = core.low.value.scaleb(power)
            core.low = replace(core.low, value=scaled, scale=core.low.scale + power)
            core.end += 1

    def _take_per(self, tokens: Sequence[Token], core: _Core) -> None:
        """Add what a unit is per: "/MMBtu", "per barrel", "a day"; twice for "45 euros a tonne a year"."""
        for _ in range(2):
            amount = core.unit != "" and not self.units[core.unit].dimension.startswith(RATES)
            end, below = self.vocabulary.below_at(tokens, core.end, amount=amount)
            if not below or not core.unit or f"{core.unit}/{below}" not in self.units:
                return
            core.end, core.unit = end, f"{core.unit}/{below}"

    def _range(self, tokens: Sequence[Token], i: int, core: _Core, before: _Prefixes, lenient: bool) -> None:
        """Add the upper end: "3–5%", "3 to 5%", "between 3 and 5%"; of "from 3 to 5%" only the unit."""
        at = core.end
        if at + 1 >= len(tokens):
            return
        join = tokens[at].low
        between = before.hedge is Qualifier.BETWEEN and join in self.vocabulary.between_joins
        first = before.start if before.any else i
        moved = first > 0 and tokens[first - 1].low in self.vocabulary.no_range
        if not between and join not in self.vocabulary.range_joins:
            return
        upper = at + 1
        if money := self.vocabulary.money.find(tokens, upper):
            upper += money[0]
        if upper >= len(tokens) or tokens[upper].kind == MASKED:
            return
        number = self.numbers.at(tokens, upper, money=bool(money or core.unit in self.units.currencies))
        if number is None or number.style is not core.low.style or number.fraction:
            return
        high = _Core(number.end, number, unit=money[1] if money else core.unit if _is_money(core.unit) else "")
        if high.unit:
            self._take_per(tokens, high)
        else:
            self._take_unit(tokens, high, lenient)
        low = core.low
        scaled = low.value.scaleb(number.scale)
        whole = core.prefixed and money and scaled >= number.value  # $900 to $1.2 million
        if not low.scale and not whole and (not core.unit or money or core.prefixed):
            low = replace(low, value=scaled, scale=number.scale)  # $1.2–1.5 trillion
        if core.unit and high.unit and core.unit != high.unit and not high.unit.startswith(core.unit + "/"):
            return
        if moved and not core.unit:
            core.low, core.unit = low, high.unit
        if before.direction is not Direction.NONE and join.isalpha():
            moved = moved or self.vocabulary.is_reached(core.unit, high.unit, number.value / (low.value or 1))
        is_name = not high.unit and self.vocabulary.is_part_of_name(tokens, high.end, number)
        if moved or is_name or low.value >= number.value:
            return
        core.low, core.high, core.end, core.unit = low, number, high.end, high.unit or core.unit
        core.measured = core.measured or high.measured

    def _complete(
        self, tokens: Sequence[Token], i: int, core: _Core, before: _Prefixes, last: tuple[int, Quantity] | None
    ) -> Found:
        """Return the quantity with what stands before and after it."""
        unit = core.unit or "count"
        if before.per and core.unit and f"{unit}/{before.per}" in self.units:
            unit = f"{unit}/{before.per}"
        hedge = core.hedge or before.hedge
        timed = self.units[unit].dimension == "time"
        if hedge is Qualifier.BETWEEN and core.high is None:
            hedge = None
        if timed and before.hedge_word in self.vocabulary.not_of_time:
            hedge = None
        if hedge is None and (after := self.vocabulary.hedges_after.find(tokens, core.end)):
            hedge, core.end = after[1], core.end + after[0]
        direction, way = core.direction, before.direction
        if way is Direction.NONE:
            found = self.vocabulary.directions_after.find(tokens, core.end)
            moved = core.low.style is not NumberStyle.MULTIPLE  # 3.6% lower, a fifth lower, three points fewer
            if found and core.unit and moved and (core.low.kind is not QuantityKind.SHARE or core.low.fraction):
                way, core.end = found[1], core.end + found[0]
        if (
            way is Direction.NONE
            and last
            and core.unit == last[1].unit
            and self._is_coordinated(tokens, last[0], i, before)
        ):
            way = last[1].direction if last[1].kind in (QuantityKind.GROWTH_RATE, QuantityKind.CHANGE) else way
        kind = self._kind(tokens, core, unit, way, before)
        if kind in (QuantityKind.GROWTH_RATE, QuantityKind.CHANGE):
            direction = way
        start = before.start if before.any else i
        quantity = _quantity(core, unit, hedge or Qualifier.EXACT, kind, direction)
        has_unit = bool(core.unit or core.low.scale or core.low.fraction or core.measured)
        return Found(tokens[start].start, tokens[core.end - 1].end, quantity, core.low.style, has_unit)

    def _is_coordinated(self, tokens: Sequence[Token], end: int, i: int, before: _Prefixes) -> bool:
        """Return whether only "and" or commas stand between two quantities: "rose by 18.2% and 14.7%"."""
        between = [token.low for token in tokens[end : before.start if before.any else i]]
        return bool(between) and all(word in self.vocabulary.and_words for word in between)

    def _counts(self, found: Found) -> bool:
        """Return whether a number is a figure by itself: not "one", and not a few things or years in words."""
        if found.style is not NumberStyle.WORDS:
            return True
        quantity = found.quantity
        small = all(abs(each) <= SMALL for each in quantity.numbers)
        counted = quantity.kind is QuantityKind.COUNT or self.units[quantity.unit].dimension == "time"
        return not small or (found.has_unit and not counted)

    def _kind(
        self, tokens: Sequence[Token], core: _Core, unit: str, way: Direction, before: _Prefixes
    ) -> QuantityKind | None:
        part = core.low.kind is QuantityKind.SHARE and way is not Direction.NONE  # shrank by a fifth
        if core.low.kind is not None and not part:
            return core.low.kind
        measure = self.units[unit]
        relative = measure.dimension == "ratio"
        moves = way is not Direction.NONE and (measure.id != "count" or before.by)
        moves = moves and (unit != "times" or way is not Direction.DOWN)  # "5 times lower" is a ratio
        rate = relative or measure.dimension == "ratio/time"  # per cent, per cent a year
        if measure.dimension == "percentage points" or (moves and not rate):
            return QuantityKind.CHANGE
        if moves:
            return QuantityKind.GROWTH_RATE
        if relative:
            share = before.share or any(
                token.low in self.vocabulary.share_next for token in tokens[core.end : core.end + 1]
            )
            is_ratio = (
                unit in ("times", TO_ONE) or (share and core.sign < 0) or (unit == "percent" and core.low.value > 100)
            )
            return QuantityKind.RATIO if is_ratio else QuantityKind.SHARE if share else None
        counted = QuantityKind.COUNT if measure.dimension == measure.id else None
        return QuantityKind.MONEY if measure.is_currency else counted


def _is_money(unit: str) -> bool:
    return len(unit.partition("/")[0]) == 3 and unit[:3].isupper()


def _quantity(
    core: _Core, unit: str, qualifier: Qualifier, kind: QuantityKind | None, direction: Direction
) -> Quantity:
    signed = kind in (QuantityKind.GROWTH_RATE, QuantityKind.CHANGE) and direction is Direction.DOWN
    factor = -1 if signed or core.sign < 0 else 1
    if direction is Direction.NONE and core.sign and kind in (QuantityKind.GROWTH_RATE, QuantityKind.CHANGE):
        direction = Direction.DOWN if core.sign < 0 else Direction.UP
    value, low, high = core.low.value * factor, None, None
    ends = [each for each in (core.low, core.high) if each]
    scale = min(each.scale for each in ends)  # "$900 to $1.2 million" are written in digits
    if core.high is not None:
        low, high = sorted((value, core.high.value * factor))
        qualifier = qualifier if qualifier is Qualifier.ABOUT else Qualifier.BETWEEN
    return Quantity(
        None if core.high else value,
        unit,
        qualifier,
        low,
        high,
        kind,
        direction,
        decimals=max(max(0, each.decimals - each.scale + scale) for each in ends),
        scale=scale,
        fraction=core.low.fraction,
    )


@lru_cache(maxsize=16)
def grammar(language: str, units: Units) -> Grammar:
    """Return the grammar of a language with a briefing's units."""
    return Grammar(lexicon(language), units)


def find_quantities(text: str, language: str, units: Units) -> list[Found]:
    """Return every quantity of a text, in order: numbers in digits, with units, fractions and multiples.

    Dates, years, ordinals, names with digits, idioms, and up to twelve things counted in words are left out.
    """
    rules = grammar(language, units)
    return list(rules.find(rules.tokens(text)))


def read_printed(text: str, language: str, units: Units, numbers: Sequence[float] = ()) -> Quantity | None:
    """Return the one quantity of a few words from a source: "近49.9万亿元", "two thirds", "doubled".

    Of several the one with these numbers is meant, or the first if none has them. Without numbers, only a change stands
    before others: "rose 3 points to 104". None if the words hold none, or could mean either: "between 32 and 30 GW".
    A number alone is one, also if it looks like a year: nobody prints a year as a figure. So is a place in an order,
    where there is nothing else: "third-warmest", "11th".
    """
    ranks = (Quantity(each, kind=QuantityKind.RANK) for each in ranks_in(text, lexicon(language)))
    read = _quantities(text, grammar(language, units)) or [*ranks]
    if len(read) > 1 and not numbers and read[0].direction is Direction.NONE:
        return None
    return next((each for each in read if [*map(float, each.numbers)] == [*numbers]), read[0] if read else None)


@lru_cache(maxsize=4096)  # the printed words of a figure are read by many rules
def _quantities(text: str, rules: Grammar) -> list[Quantity]:
    """Return the quantities of a few words."""
    tokens = tokenize(text, rules.words.pattern) if text.strip().isdigit() else rules.tokens(text)
    return [found.quantity for found in rules.find(tokens, lenient=True)]
