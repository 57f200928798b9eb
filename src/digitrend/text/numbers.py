"""Numbers in a text: digits with separators and scales, number words, fractions and multiples; and back.

49.9 trillion · 2.84亿 · two hundred and five · 三百二十五 · half a million · two thirds · one in four · 三分之二 ·
三成 · doubled · six-fold · 翻一番 · a dozen
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from digitrend.model.quantities import Direction, Qualifier, QuantityKind
from digitrend.text.lexicon import VULGAR, Lexicon, Phrases, Token

SMALL = 12  # number words up to here may count things without being figures


class NumberStyle(StrEnum):
    """How a number is written."""

    DIGITS = "digits"
    WORDS = "words"
    DOZENS = "dozens"
    FRACTION = "fraction"
    MULTIPLE = "multiple"


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from tokens: where it ends, and what it is."""

    end: int  # the first token behind it
    value: Decimal
    style: NumberStyle
    decimals: int = 0
    scale: int = 0
    unit: str = ""  # "percent" or "times", where the words have it
    fraction: tuple[int, int] | None = None
    kind: QuantityKind | None = None
    direction: Direction = Direction.NONE
    qualifier: Qualifier | None = None  # written inside the number: 300多家
    high: Decimal | None = None  # the upper end of 两三百


class NumberReader:
    """Reads the number that begins at a token, by the words of one language."""

    def __init__(self, lexicon: Lexicon, is_unit: Callable[[Sequence[Token], int], bool]) -> None:
        """Take the language's words; `is_unit` says that a scale word begins a unit: 千瓦时, billion cubic feet."""
        self._is_unit = is_unit
        self._spaces = lexicon.has_spaces
        self._group, self._point = lexicon.signs
        self._numbers: dict[str, int] = lexicon.lowered("numbers")
        self._small: dict[str, int] = lexicon.lowered("small_scales")
        self._scales: dict[str, int] = lexicon.lowered("scales")
        self._money_scales: dict[str, int] = lexicon.table("money_scales")
        self._dozens: dict[str, int] = lexicon.lowered("dozens")
        self._articles = frozenset(lexicon.words("articles"))
        self._joins = frozenset(lexicon.words("joins"))
        self._fractions: dict[str, int] = lexicon.lowered("fractions")
        self._denominators: dict[int, list[str]] = {}
        for word, below in self._fractions.items():
            self._denominators.setdefault(below, []).append(word)
        self._fraction_next = frozenset(lexicon.words("fraction_next"))
        self._fraction_word = lexicon.text("fraction_word")
        self._tenths = frozenset(lexicon.words("tenths"))
        self._doublings = frozenset(lexicon.words("doublings"))
        self._doubling_before = frozenset(lexicon.words("doubling_before"))
        self._doubling_between = frozenset(lexicon.words("doubling_between"))
        self._fraction_before = frozenset(lexicon.words("fraction_before"))
        self._fold = frozenset(lexicon.words("fold"))
        self._near: dict[str, float] = lexicon.lowered("multiples_near")
        self._near_before = frozenset(lexicon.words("multiples_before"))
        self._near_after = frozenset(lexicon.words("multiples_after"))
        self._ratio_joins: Phrases[bool] = Phrases(lexicon.pattern)
        self._ratio_joins.add(lexicon.words("ratio_joins"), True)
        self._ratio_joins_apart: Phrases[bool] = Phrases(lexicon.pattern)
        self._ratio_joins_apart.add(lexicon.words("ratio_joins_apart"), True)
        self._multiples: Phrases[Decimal] = Phrases(lexicon.pattern)
        for word, factor in lexicon.table("multiples").items():
            self._multiples.add([word], Decimal(str(factor)))
        self._halves: Phrases[Qualifier] = Phrases(lexicon.pattern)
        for word, name in lexicon.table("half_words").items():
            self._halves.add([word], Qualifier(name))
        inside = {name: each.get("inside", ()) for name, each in lexicon.table("hedges").items()}
        self._inside = {word: Qualifier(name) for name, words in inside.items() for word in words}

    def at(
        self, tokens: Sequence[Token], i: int, *, hedged: bool = False, money: bool = False, near: bool = False
    ) -> Number | None:
        """Return the number that begins at token `i`; `hedged` if a hedge or "by" stands before, `money` a currency.

        `near` if it is a hedge, behind which a scale is a number: 近百家.
        """
        if found := self._multiple(tokens, i, hedged) or self._half(tokens, i, hedged):
            return found
        if (whole := self._whole(tokens, i, near=near)) is None:
            return self._hundredths(tokens, i) or self._fraction_of(tokens, i, 1, i + 1, hedged=hedged)
        if found := self._after(tokens, i, whole, hedged):
            return found
        return self._scaled(tokens, whole, money)

    def _text(self, tokens: Sequence[Token], i: int) -> str:
        return tokens[i].low if 0 <= i < len(tokens) else ""

    # -- digits, words and scales -------------------------------------------------------------------------------------

    def _whole(self, tokens: Sequence[Token], i: int, *, near: bool = False) -> Number | None:
        """Return digits or number words, without the scale behind digits."""
        token = tokens[i]
        if token.kind == "digits":
            return self._digits(token.text, i + 1)
        if not self._spaces and (token.low in self._numbers or near or self._small.get(token.low) == 1):
            low, high = self._words(tokens, i), self._words(tokens, i, upper=True)
            return replace(low, high=high.value if high.value != low.value else None) if low.end > i else None
        if token.low in self._numbers:
            return self._words(tokens, i)
        if token.low in self._articles and self._text(tokens, i + 1) in (self._small | self._scales | self._dozens):
            return self._words(tokens, i + 1, Decimal(1))
        return None

    @property
    def starts(self) -> set[str]:
        """The words at which a number may begin, in lower case; digits apart."""
        single = {*self._numbers, *self._small, *self._articles, *self._fractions, *self._near}
        single |= set() if self._spaces else {*self._scales}
        return single | self._doubling_before | self._multiples.starts | self._halves.starts

    @property
    def words(self) -> set[str]:
        """Words of which each number that is spelled has one, in lower case."""
        single = {*self._small, *self._scales, *self._dozens, *self._fractions, *self._near}
        single |= self._doubling_before | self._multiples.longest | self._halves.longest
        return single - self._articles | {*self._numbers}

    def _digits(self, text: str, end: int) -> Number:
        if part := VULGAR.get(text[-1]):
            value = Decimal(text[:-1] or 0) + Decimal(part)
            return Number(end, value, NumberStyle.DIGITS, len(part) - 2)
        plain = "".join(sign for sign in text if sign.isdigit() or sign == self._point)
        decimals = len(plain.rpartition(self._point)[2]) if self._point in plain else 0
        return Number(end, Decimal(plain.replace(self._point, ".")), NumberStyle.DIGITS, decimals)

    def _words(self, tokens: Sequence[Token], i: int, first: Decimal | None = None, *, upper: bool = False) -> Number:
        """Read number words by place: units and tens gather in `current`, hundreds in `section`, scales in `total`.

        Of 两三百 the lower end, or the upper one.
        """
        total, section, current = Decimal(0), Decimal(0), first
        dozen, style = Decimal(1), NumberStyle.WORDS
        while i < len(tokens):
            word = tokens[i].low
            hyphen = word == "-" and tokens[i].glued and current is not None
            if (hyphen or (word in self._joins and (total or section))) and self._text(tokens, i + 1) in self._numbers:
                i += 1
                continue
            if word in self._numbers:
                value = Decimal(self._numbers[word])
                if current is None or (value < 10 and current >= 20 and current % 10 == 0 and self._spaces):
                    current = (current or Decimal(0)) + value
                elif not self._spaces and value < 10:
                    pair = self._is_pair(tokens, i)
                    current = (value if upper else current) if pair else current * 10 + value
                else:
                    break
            elif word in self._small:
                section += (1 if current is None else current) * Decimal(10) ** self._small[word]
                current = None
            elif word in self._scales and not (total and total < Decimal(10) ** self._scales[word] and self._spaces):
                power = Decimal(10) ** self._scales[word]
                if not self._spaces and total and not section and current is None:
                    total *= power
                else:
                    total += (section + (current or 0) or Decimal(1)) * power
                section, current = Decimal(0), None
            elif word in self._dozens and dozen == 1 and not section and not total:
                dozen, style = Decimal(self._dozens[word]), NumberStyle.DOZENS
                i += 1
                break
            else:
                break
            i += 1
        return Number(i, (total + section + (current or 0)) * dozen, style)

    def _is_pair(self, tokens: Sequence[Token], i: int) -> bool:
        """Return whether the digits before and at `i` follow each other and stand alone: 两三百, 十七八."""
        before, last, digit, after = (self._numbers.get(self._text(tokens, each)) for each in range(i - 2, i + 2))
        return before is None and after is None and last is not None and digit == last + 1 > 1

    def _scaled(self, tokens: Sequence[Token], number: Number, money: bool) -> Number:
        """Add what multiplies a number: "49.9 trillion", "2.84亿", "300多万", "two and a half million"."""
        end, value, decimals, qualifier = number.end, number.value, number.decimals, None
        if self._is_and_a_half(tokens, end) and value == int(value):
            value, decimals, end = value + Decimal("0.5"), 1, end + 3
        if found := self._inside.get(self._text(tokens, end)):
            qualifier, end = found, end + 1
        power = 0
        if self._text(tokens, end) == "-" and tokens[end].glued and self._power(tokens, end + 1, money, number.style):
            end += 1  # a 1.2-million-tonne plant
        while (step := self._power(tokens, end, money, number.style)) is not None:
            power, end = power + step, end + 1
        high = None if number.high is None else number.high.scaleb(power)
        return Number(end, value.scaleb(power), number.style, decimals, power, qualifier=qualifier, high=high)

    def _is_and_a_half(self, tokens: Sequence[Token], i: int) -> bool:
        half = self._fractions.get(self._text(tokens, i + 2)) == 2
        return half and self._text(tokens, i) in self._joins and self._text(tokens, i + 1) in self._articles

    def _power(self, tokens: Sequence[Token], i: int, money: bool, style: NumberStyle) -> int | None:
        if i >= len(tokens) or self._is_unit(tokens, i):
            return None
        if (power := self._scales.get(tokens[i].low, self._small.get(tokens[i].low))) is not None:
            return power
        if style is NumberStyle.DIGITS and money:
            return self._money_scales.get(tokens[i].text)
        return None

    def short_scale(self, token: Token) -> int | None:
        """Return the power of "m" or "bn" glued to a number, where what follows shows that it is one."""
        return self._money_scales.get(token.text)

    # -- fractions and multiples --------------------------------------------------------------------------------------

    def _after(self, tokens: Sequence[Token], i: int, whole: Number, hedged: bool) -> Number | None:
        """Return what a number makes with the words behind it: a fraction, a ratio, tenths, a fold, a doubling."""
        word, end = self._text(tokens, whole.end), whole.end
        if self._fraction_word and word == self._fraction_word[:1]:
            return self._chinese_fraction(tokens, whole)
        if word in self._tenths:
            value, high = whole.value * 10, None if whole.high is None else whole.high * 10
            return Number(end + 1, value, whole.style, unit="percent", kind=QuantityKind.SHARE, high=high)
        hyphen = word == "-" and tokens[end].glued
        if self._text(tokens, end + hyphen) in self._fold:
            return _multiple(end + hyphen + 1, whole.value, whole.decimals)
        if whole.value != int(whole.value):
            return None
        return self._fraction_of(tokens, i, int(whole.value), end, hedged=hedged) or self._one_in(tokens, whole)

    def _fraction_of(self, tokens: Sequence[Token], i: int, above: int, end: int, *, hedged: bool) -> Number | None:
        """Return "two thirds", "one-third", "a third of": an article, or quarters, need a word that shows a part."""
        hyphen = self._text(tokens, end) == "-" and tokens[end].glued
        at = end + 1 if hyphen else end
        below = self._fractions.get(self._text(tokens, at))
        if not below or not 0 < above < below:
            return None
        article = tokens[i].low in self._articles and tokens[i].low not in self._numbers
        if tokens[i].low not in self._numbers and tokens[i].kind != "digits" and not article:
            return None
        right = self._denominators[below][above > 1 :]  # "one third", "two thirds"; one word for both in some languages
        follows = self._text(tokens, at + 1)
        if follows == "-" and tokens[at + 1].glued:
            return None
        named = follows in self._fraction_next or self._text(tokens, i - 1) in self._fraction_before
        shown = named or hedged or not follows or (hyphen and not article)
        if (right and tokens[at].low not in right[:1]) or not (
            shown or (below != 4 and (above > 1 or not follows.isalpha()))
        ):
            return None
        return _part(at + 1, above, below)

    def _one_in(self, tokens: Sequence[Token], above: Number) -> Number | None:
        """Return "one in four", "one euro in every four"."""
        near, apart = self._ratio_joins.find(tokens, above.end), self._ratio_joins_apart.find(tokens, above.end + 1)
        if above.value < 1 or not (near or apart):
            return None
        at = above.end + (near[0] if near else 1 + apart[0] if apart else 0)
        below = self._whole(tokens, at) if at < len(tokens) else None
        if below is None or below.value != int(below.value) or not above.value < below.value <= 1000:
            return None
        return _part(below.end, int(above.value), int(below.value))

    def _half(self, tokens: Sequence[Token], i: int, hedged: bool) -> Number | None:
        """Return "half of", "half a million"; `hedged` lets "half" stand alone."""
        if found := self._halves.find(tokens, i):
            return replace(_part(i + found[0], 1, 2), qualifier=None if found[1] is Qualifier.EXACT else found[1])
        if self._fractions.get(tokens[i].low) != 2 or tokens[i].low.endswith("s"):
            return None
        follows = self._text(tokens, i + 1)
        if follows == "-" and self._text(tokens, i + 2) not in self._articles:
            return None
        if follows in self._articles and (more := self._whole(tokens, i + 1)):
            return Number(more.end, more.value / 2, NumberStyle.WORDS)
        return _part(i + 1, 1, 2) if hedged or not follows or follows in self._fraction_next else None

    def _chinese_fraction(self, tokens: Sequence[Token], below: Number) -> Number | None:
        at = below.end + len(self._fraction_word)
        if "".join(token.low for token in tokens[below.end : at]) != self._fraction_word or at >= len(tokens):
            return None
        above = self._whole(tokens, at)
        if above is None:
            return None
        if below.value in (100, 1000):
            unit = "percent" if below.value == 100 else "per-mille"
            return Number(above.end, above.value, NumberStyle.DIGITS, above.decimals, unit=unit)
        return _part(above.end, int(above.value), int(below.value)) if below.value else None

    def _hundredths(self, tokens: Sequence[Token], i: int) -> Number | None:
        """Return 百分之三 and 千分之五, whose denominators have no number before them."""
        if not self._fraction_word or tokens[i].low not in self._small:
            return None
        scale = Decimal(10) ** self._small[tokens[i].low]
        return self._chinese_fraction(tokens, Number(i + 1, scale, NumberStyle.WORDS))

    def _multiple(self, tokens: Sequence[Token], i: int, hedged: bool) -> Number | None:
        """Return "doubled", "sixfold"; "double" and "twice" only beside words that make them a quantity."""
        follows = self._text(tokens, i + 1)
        if tokens[i].low in self._doubling_before:
            at = i + 1 + (follows in self._doubling_between)
            times = self._whole(tokens, at) if at < len(tokens) else None
            doubles = times is not None and times.value <= SMALL and self._text(tokens, times.end) in self._doublings
            return _multiple(times.end + 1, Decimal(2) ** int(times.value)) if times and doubles else None
        if found := self._multiples.find(tokens, i):
            if self._text(tokens, i + found[0]) == "-" and tokens[i + found[0]].glued:
                return None
            return _multiple(i + found[0], found[1])
        factor = self._near.get(tokens[i].low)
        if factor is None or (follows == "-" and tokens[i + 1].glued):
            return None
        before = self._text(tokens, i - 1)
        end = not follows or not follows[0].isalpha()
        if hedged or before in self._near_after or follows in self._near_before or (end and before):
            return _multiple(i + 1, Decimal(str(factor)))
        return None


def _multiple(end: int, factor: Decimal, decimals: int = 0) -> Number:
    direction = Direction.UP if factor > 1 else Direction.DOWN if factor < 1 else Direction.NONE
    return Number(
        end, factor, NumberStyle.MULTIPLE, decimals, unit="times", kind=QuantityKind.RATIO, direction=direction
    )


def _part(end: int, above: int, below: int) -> Number:
    value = Decimal(100 * above) / Decimal(below)
    kind = QuantityKind.SHARE
    return Number(end, value, NumberStyle.FRACTION, unit="percent", fraction=(above, below), kind=kind)


def ranks_in(text: str, lexicon: Lexicon) -> list[Decimal]:
    """Return the places in an order that words name: "third-warmest", "11th", 第三."""
    ordinals, rank = lexicon.table("ordinals"), lexicon.text("rank") or "(?!)()"
    found = (match[1].lower() for match in re.finditer(rank, text, re.IGNORECASE))
    return [Decimal(word if word.isdigit() else ordinals[word]) for word in found]


def format_rank(value: Decimal, lexicon: Lexicon) -> str:
    """Return a place in an order, by the CLDR's rules: "3rd", 第3."""
    patterns = lexicon.table("write_rank")
    form = lexicon.locale.ordinal_form(value)
    return str(patterns.get(form) or patterns.get("other", "{}")).format(format_digits(value, lexicon))


def scale_of(value: Decimal, scales: dict[int, str]) -> int:
    """Return the power of the largest scale word that the value reaches; 0 for none."""
    return next((power for power in sorted(scales, reverse=True) if abs(value) >= Decimal(10) ** power), 0)


def format_digits(value: Decimal, lexicon: Lexicon, decimals: int = 0) -> str:
    """Return a number in digits with the language's separators; `decimals` keeps zeros that were printed."""
    grouped = abs(value) >= Decimal(10) ** (int(lexicon.data.get("group_from") or 4) - 1)
    whole, _, part = (f"{abs(value):,f}" if grouped else f"{abs(value):f}").partition(".")
    part = part.rstrip("0").ljust(decimals, "0")
    group, point = lexicon.signs
    text = whole.replace(",", group) + (point + part if part else "")
    return f"−{text}" if value < 0 else text


def format_number(
    value: Decimal, lexicon: Lexicon, scales: str = "write_scales", decimals: int = 0, at: int = 0
) -> str:
    """Return a number with its scale word: "49.9 trillion", "49.9万亿".

    `scales` names the table of scale words ("short_scales": 49.9tn), empty for none; `decimals` were printed at the
    scale `at`, a power of ten, and are kept.
    """
    words: dict[int, str] = lexicon.table(scales)
    power = scale_of(value, words)
    kept = max(0, decimals + power - at) if decimals else 0
    number = format_digits(value.scaleb(-power), lexicon, kept)
    if not power:
        return number
    return f"{number}{'' if scales == 'short_scales' else lexicon.text('scale_glue')}{words[power]}"
