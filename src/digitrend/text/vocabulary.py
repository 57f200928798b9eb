"""The words of a grammar as tables that are searched by token: hedges, directions, units, currencies, names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from digitrend.model.quantities import Direction, Qualifier
from digitrend.model.units import Unit, UnitNames, Units
from digitrend.text.lexicon import MASKED, VULGAR, WORDS, Lexicon, Phrases, Token
from digitrend.text.numbers import Number, NumberReader

LONE = frozenset("abdhlsxy")  # symbols of one letter that are units only when glued to the number
_NUMERIC = re.compile(rf"[\d{''.join(VULGAR)}]")
SIGNS = {"-": -1, "−": -1, "–": -1, "+": 1, "＋": 1, "－": -1, "负": -1}
RATE = "rate per number"  # the dimension of "per 1,000"
TO_ONE = "to-one"  # the unit of "40 to 1"
FAR = 4  # times: what is so far from a change is no upper end of it
RATE_TOKENS = 8  # a number, its unit and a word or two: "2.7% annualized rate"


class Vocabulary:
    """The tables of one language, with the units of a briefing."""

    def __init__(self, words: Lexicon, units: Units) -> None:
        self.words, self.units = words, units
        self.numbers = NumberReader(words, lambda tokens, i: self._unit_names.find(tokens, i) is not None)
        pattern = words.pattern
        self.hedges: Phrases[Qualifier] = Phrases(pattern)
        self.hedges_after: Phrases[Qualifier] = Phrases(pattern)
        self.directions: Phrases[Direction] = Phrases(pattern)
        self.directions_after: Phrases[Direction] = Phrases(pattern)
        self._add_hedges_and_directions()
        self.fillers = self._phrases("fillers")
        self.rate_leads = self._phrases("rate_leads")
        self.rate_nouns = frozenset(words.words("rate_nouns"))
        self.shares = self._phrases("share_before")
        self.measures = self._phrases("measure_words")
        self.vague = self._phrases("vague")
        number_words = frozenset((*words.table("numbers"), *words.table("small_scales")))
        self.names: Phrases[bool] = Phrases(pattern, numbers=number_words)
        self.names.add((*words.words("names"), *words.words("idioms")), True)
        self.between_joins = frozenset(words.table("between").get("join", ()))
        self.range_joins = frozenset(words.words("range_joins"))
        self.no_range = frozenset(words.words("not_a_range_after"))
        self.not_of_time = frozenset(words.words("not_of_time"))
        self.share_next = frozenset(words.words("share_next"))
        self.times = frozenset(words.words("times"))
        self.times_next = frozenset(words.words("times_next"))
        self.year_before = frozenset(words.words("year_before"))
        self.by = frozenset(words.words("by"))
        self.per = frozenset(words.words("per"))
        self.articles = frozenset(words.words("articles"))
        self.and_words = frozenset(words.words("and_words"))
        self.nouns_between = int(words.data.get("nouns_between") or 0)
        self.symbols: Phrases[str] = Phrases(pattern, cased=True)
        self.money: Phrases[str] = Phrases(pattern, cased=True)
        self.declared: Phrases[str] = Phrases(pattern)
        self._unit_names: Phrases[str] = Phrases(pattern)
        self._below: Phrases[str] = Phrases(pattern)  # what a unit may only be per
        self._rates: Phrases[str] = Phrases(pattern)  # per 1,000
        self.not_millions = frozenset(words.words("not_millions"))
        self.of_level: Phrases[bool] = self._phrases("of_level")
        self._add_currencies()
        self._add_units()
        tables = (self.hedges, self.directions, self.shares, self.fillers, self.rate_leads, self.money)
        self.telling = self.numbers.words | self.vague.longest  # a quantity in words has one of them
        self.signs = SIGNS | words.table("sign_words")
        self.starts = self.numbers.starts.union(self.per, self.signs, *(table.starts for table in tables))

    def _add_hedges_and_directions(self) -> None:
        """Fill the tables of words before and after a number that hedge it, or say that it rose or fell."""
        for name, sides in self.words.table("hedges").items():
            self.hedges.add(sides.get("before", ()), Qualifier(name))
            self.hedges_after.add(sides.get("after", ()), Qualifier(name))
        self.hedges.add(self.words.table("between").get("before", ()), Qualifier.BETWEEN)
        for way, side in ((Direction.UP, "up"), (Direction.DOWN, "down")):
            self.directions.add(self.words.words(f"{side}_before"), way)
            self.directions_after.add(self.words.words(f"{side}_after"), way)

    def _phrases(self, key: str) -> Phrases[bool]:
        phrases: Phrases[bool] = Phrases(self.words.pattern)
        phrases.add(self.words.words(key), True)
        return phrases

    def _add_currencies(self) -> None:
        """Fill the table of currency signs and codes: the language's own first, then those of the CLDR."""
        for code, signs in self.words.table("currency_symbols").items():
            self.money.add(signs, code)
        for code, sign in self.words.locale.currency_symbols.items():
            if sign != code and code in self.units.currencies:
                self.money.add([sign], code)
        for code in self.units.currencies - frozenset(self.words.words("not_currencies")):
            self.money.add([code], code)

    def _add_units(self) -> None:
        """Fill the tables of unit names and symbols: declared units first, then the known, then those with prefixes."""
        only_below = frozenset(self.words.words("only_below"))
        known = sorted(self.units.values(), key=lambda unit: not unit.names)
        for unit in known:
            names = self.words.unit_names(unit, self.units)
            if unit.names:
                self._add_names(self.declared, names, unit)
            if unit.dimension == RATE:
                self._add_names(self._rates, names, unit)
            self._add_names(self._below if unit.id in only_below else self._unit_names, names, unit)
            self.symbols.add([each for each in (unit.symbol, *unit.symbols) if each], unit.id)
        for unit_id, words in self.words.table("units").items():
            (self._below if unit_id in only_below else self._unit_names).add(words, unit_id)
        for unit in known:
            for prefix in unit.prefixes:
                made = self.units[prefix + unit.id]
                self._add_names(self._unit_names, self.words.unit_names(made, self.units), made)
                self.symbols.add([made.symbol or made.id, *(prefix + each for each in unit.symbols)], made.id)
        for code in self.units.currencies:
            names = self.words.currency_names(code)
            self._unit_names.add((names.other, names.one, *names.also), code)

    def _add_names(self, table: Phrases[str], names: UnitNames, unit: Unit) -> None:
        words = (names.other, names.one, *names.also)
        table.add(words, unit.id)
        table.add((each.replace(" ", "-") for each in words if " " in each), unit.id)  # a 5-percentage-point rise

    def may_tell(self, text: str) -> bool:
        """Return whether a text can have a quantity: digits, or a word without which there is none."""
        return bool(_NUMERIC.search(text)) or not self.telling.isdisjoint(WORDS.findall(text.lower()))

    def unit_at(self, tokens: Sequence[Token], i: int) -> tuple[int, str]:
        """Return the end and the id of the unit at token `i`, by name or symbol; an empty id if there is none."""
        if i >= len(tokens):
            return i, ""
        if tokens[i].low == "-" and tokens[i].glued and i + 1 < len(tokens) and tokens[i + 1].glued:
            end, unit = self.unit_at(tokens, i + 1)  # "100-MW", "3-percentage-point"; but a "7-day" mean is no amount
            return (end, unit) if unit and self.units[unit].dimension != "time" else (i, "")
        found = [each for each in (self._symbol(tokens, i), self._unit_names.find(tokens, i)) if each]
        if not found:
            money = self.money.find(tokens, i)
            return (i + money[0], money[1]) if money else (i, "")
        length, unit = max(found, key=lambda each: each[0])
        if unit == TO_ONE:
            again = any(tokens[j].low == tokens[i].low and tokens[j + 1].low == tokens[i + 1].low for j in range(i - 2))
            moves = i > 1 and tokens[i - 2].low in self.no_range and not again  # "from 3 to 1"
            unit = "" if moves or self.unit_at(tokens, i + length)[1] else unit
        return (i + length, unit) if unit else (i, "")

    def noun_at(self, tokens: Sequence[Token], i: int) -> tuple[int, str]:
        """Return the end and the id of a declared unit at `i` or a few words on: "10 million e-commerce views"."""
        return self._soon(self.declared, tokens, i, ("word", "mark", "han"))

    def _soon(self, table: Phrases[str], tokens: Sequence[Token], i: int, past: Sequence[str]) -> tuple[int, str]:
        """Return the end and the value of a phrase at token `i` or a few words on; `past` are the kinds of these."""
        for at in range(i, min(len(tokens), i + 1 + self.nouns_between)):
            if found := table.find(tokens, at):
                return at + found[0], found[1]
            if tokens[at].kind not in past or tokens[at].low in ".,;:!?()，。；：、（）":
                break
        return i, ""

    def rate_at(self, tokens: Sequence[Token], i: int, *, apart: bool = True) -> tuple[int, str]:
        """Return the end and the id of "per 1,000" at token `i`, or a few words on: "31 jobs per 100 seekers"."""
        return self._soon(self._rates, tokens, i, ("word", MASKED) if apart else ())

    def rate_lead(self, tokens: Sequence[Token], i: int) -> tuple[int, bool] | None:
        """Return "at a" before a number with a word such as "pace" behind it: "fell at a 1.4% pace"."""
        lead = self.rate_leads.find(tokens, i)
        follows = tokens[i + lead[0] : i + lead[0] + RATE_TOKENS] if lead else ()
        return lead if any(token.low in self.rate_nouns for token in follows) else None

    def below_at(self, tokens: Sequence[Token], i: int, *, amount: bool = False) -> tuple[int, str]:
        """Return the end and the id of what the unit before `i` is per: "/MMBtu", "per barrel", "a day".

        After an article only a time is meant ("a day"), but for an amount: "$50 a barrel", "45 bushels an acre".
        """
        if i + 1 >= len(tokens) or (tokens[i].low != "/" and tokens[i].low not in self.per):
            return i, ""
        article = tokens[i].low in self.articles
        symbol = None if article else self.symbols.find(tokens, i + 1)
        named = self._unit_names.find(tokens, i + 1), self._below.find(tokens, i + 1)
        found = [each for each in (symbol, *named) if each]
        if not found:
            return i, ""
        length, unit = max(found, key=lambda each: each[0])
        if article and not amount and self.units[unit].dimension != "time":
            return i, ""
        return i + 1 + length, unit

    def _symbol(self, tokens: Sequence[Token], i: int) -> tuple[int, str] | None:
        """Return the unit whose symbol stands at `i`; letters that are words too must touch the number or a slash."""
        found = self.symbols.find(tokens, i)
        if found and found[0] == 1 and tokens[i].text in LONE and not tokens[i].glued:
            slash = i + 1 < len(tokens) and tokens[i + 1].low == "/" and tokens[i + 1].glued
            return found if slash else None
        return found

    def is_reached(self, low: str, high: str, times: Decimal) -> bool:
        """Return whether a change with the unit `low` leads to a level that many times it: "rose 3 points to 104".

        Otherwise both are the ends of a range: "a cut of 25% to 30%".
        """
        unit = self.units[low or high or "count"]
        if low:
            return low != high or times > FAR or unit.dimension not in ("ratio", "percentage points")
        return times > FAR and unit.dimension == unit.id  # "rose by 62,000 to 511,000"

    def is_part_of_name(self, tokens: Sequence[Token], end: int, number: Number) -> bool:
        """Return whether letters or signs glued to a bare number make it a name: "5G", "7-day", "24/7", "1.2.3".

        So does a hyphen that hangs, if the compound that completes it is one: "2-, 3- and 5-year notes".
        """
        if end >= len(tokens) or not tokens[end].glued or number.scale:
            return False
        token = tokens[end]
        follows = tokens[end + 1] if end + 1 < len(tokens) else None
        if token.kind == "word":
            return True
        hangs = token.low == "-" and (follows is None or not follows.glued or follows.low == ",")
        if hangs and (next_ := self._next_number(tokens, end + 1)):
            whole = self.is_part_of_name(tokens, next_.end, next_)
            return whole and not self.unit_at(tokens, next_.end)[1]
        if token.low in "-/:." and follows is not None and follows.glued:
            return follows.kind in ("word", "digits") or (token.low == "-" and follows.kind == "han")
        return False

    def _next_number(self, tokens: Sequence[Token], start: int) -> Number | None:
        """Return the number that stands next, behind only a comma and a word such as "and"."""
        near = range(start, min(start + 3, len(tokens)))
        return next((self.numbers.at(tokens, j) for j in near if tokens[j].kind == "digits"), None)


def is_sign(tokens: Sequence[Token], i: int) -> bool:
    """Return whether a dash, or a word for it, is the sign of the number behind it."""
    if tokens[i].kind == "word":
        return i + 1 < len(tokens) and tokens[i + 1].kind in ("digits", "mark")  # minus $3
    if i + 1 >= len(tokens) or not tokens[i + 1].glued:
        return False
    return i == 0 or not tokens[i].glued or tokens[i - 1].low in "([（:：" or tokens[i - 1].kind == "han"
