"""Quantities, periods and dates as text in a page's language; the words come from the templates' `words.en.yaml`.

Form.FULL    more than 50 billion views     超过500亿次     between 3% and 5%
Form.VALUE   50 billion views               500亿次         3% to 5%
Form.SIZE    9.1% of a fall of 9.1%: without its sign, for a sentence whose words tell the direction
Form.SHORT   >50bn views                    >500亿次        3%–5%    for charts and tables
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache

from digitrend.diagnostics import Diagnostic
from digitrend.model import Period, decimal
from digitrend.model.quantities import Bound, Direction, Qualifier, Quantity, QuantityKind
from digitrend.model.units import Unit, Units
from digitrend.text.dates import format_period
from digitrend.text.lexicon import Lexicon, languages, lexicon
from digitrend.text.numbers import format_digits, format_number, format_rank, scale_of

MARKS = {
    Qualifier.ABOUT: "~",
    Qualifier.NEARLY: "~",
    Qualifier.MORE_THAN: ">",
    Qualifier.AT_LEAST: "≥",
    Qualifier.LESS_THAN: "<",
    Qualifier.AT_MOST: "≤",
    Qualifier.UP_TO: "≤",
}
TURNED = {">": "<", "≥": "≤", "<": ">", "≤": "≥", "~": "~"}  # of a fall: more than 9% is less than −9%
CLOSE = ("%", "‰", "×")  # symbols that touch the number
# What readers expect by its symbol: GW and °C; but barrels and tonnes by name.
BY_SYMBOL = ("power", "energy", "peak power", "data rate", "frequency", "voltage", "temperature")
NEVER_SCALED = ("ratio", "percentage points", "temperature")  # a rate of a million per cent is written in digits


class Form(StrEnum):
    """The form of a quantity in a sentence."""

    FULL = "full"
    VALUE = "value"
    SIZE = "size"
    SHORT = "short"


def format_quantity(quantity: Quantity, language: str, units: Units, form: Form = Form.FULL) -> str:
    """Return a quantity in words of a language; never without its unit."""
    falls = form is Form.FULL and is_hedged_fall(quantity)
    writer = _Writer(lexicon(language), units, form)
    if form is not Form.SHORT or not writer.words.has_spaces:
        quantity = _as_written(quantity, writer.words, units)
    if falls:
        quantity = replace(quantity, value=-(quantity.value or Decimal(0)))
    text = writer.hedged(writer.range(quantity) if quantity.is_range else writer.amount(quantity), quantity)
    return writer.words.text("write_fall").format(text) if falls else text


def is_hedged_fall(quantity: Quantity) -> bool:
    """Return whether it is a fall with a bound: "down more than 9%" is not "more than −9%"."""
    down = quantity.direction is Direction.DOWN and quantity.value is not None and quantity.value < 0
    return down and quantity.qualifier.bound in (Bound.LOWER, Bound.UPPER)


def bare_text(quantity: Quantity, words: Words, units: Units) -> str:
    """Return the full text without the hedge."""
    return quantity_text(quantity, words, units, Form.SIZE if is_hedged_fall(quantity) else Form.VALUE)


def format_unit(unit_id: str, language: str, units: Units, number: Decimal = Decimal(10)) -> str:
    """Return the name of a unit, in the form that `number` takes: "live broadcasts", "percentage points"."""
    words = lexicon(language)
    names = words.unit_names(units[unit_id], units)
    return names.one if words.is_one(number) else names.other


def _as_written(quantity: Quantity, words: Lexicon, units: Units) -> Quantity:
    """Return a quantity in the unit that the language writes: 3 Mt is 3 million tonnes, 300万吨."""
    head, slash, below = quantity.unit.partition("/")
    base = words.table("write_as").get(head)
    if base is None:
        return quantity
    power = units[head].factor / units[base].factor

    def scaled(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * power

    return replace(
        quantity,
        unit=base + slash + below,
        value=scaled(quantity.value),
        low=scaled(quantity.low),
        high=scaled(quantity.high),
        scale=quantity.scale + power.adjusted(),
    )


@dataclass(frozen=True)
class _Writer:
    """Writes quantities in one language and form."""

    words: Lexicon
    units: Units
    form: Form

    @property
    def is_short(self) -> bool:
        return self.form is Form.SHORT

    def hedged(self, text: str, quantity: Quantity) -> str:
        """Add the hedge: "more than {}", or a mark in the short form."""
        qualifier = quantity.qualifier
        if self.form in (Form.VALUE, Form.SIZE) or qualifier in (Qualifier.EXACT, Qualifier.BETWEEN):
            return text
        if self.is_short:
            return f"{TURNED[MARKS[qualifier]] if is_hedged_fall(quantity) else MARKS[qualifier]}{text}"
        return str(self.words.table("write_hedges")[qualifier.value]).format(text)

    def range(self, quantity: Quantity) -> str:
        """Return both ends; scale and unit are said once if both ends have the same."""
        low, high = quantity.low or Decimal(0), quantity.high or Decimal(0)
        if self.form is Form.SIZE and high <= 0:
            low, high = -high, -low
        scales = self.words.table("write_scales")
        scaled = scale_of(low, scales) == scale_of(high, scales)  # "$1 to $5 million" would raise the lower end too
        first, last = (self.amount(replace(quantity, value=each, low=None, high=None), scaled) for each in (low, high))
        tail = _common_tail(first, last)
        if tail:
            first = first.removesuffix(tail[1:] if tail[0] in CLOSE else tail)
        hedged = quantity.qualifier is Qualifier.ABOUT
        name = "short" if self.is_short else "full" if self.form is Form.FULL and not hedged else "value"
        return str(self.words.table("write_range")[name]).format(low=first, high=last)

    def amount(self, quantity: Quantity, scaled: bool = True) -> str:
        """Return one number with its unit; without `scaled` the number is written in digits."""
        value = quantity.value or Decimal(0)
        if quantity.kind is QuantityKind.RANK:
            return format_rank(value, self.words)
        if self.form is Form.SIZE:
            value = abs(value)
        if quantity.fraction:
            if not self.is_short and value > 0 and (text := _fraction(*quantity.fraction, self.words)):
                return text
            value = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
        unit = self.units[quantity.unit]
        plain = not scaled or unit.dimension in NEVER_SCALED
        scales = "" if plain else "short_scales" if self.is_short else "write_scales"
        number = format_number(value, self.words, scales, quantity.decimals, quantity.scale)
        return number if unit.id == "count" else self._with_unit(number, value, unit)

    def _with_unit(self, number: str, value: Decimal, unit: Unit) -> str:
        sign = self.words.table("write_currency_symbol").get(unit.id.partition("/")[0])
        if sign and unit.has_currency:
            return self._money(f"−{sign}{number[1:]}" if number.startswith("−") else f"{sign}{number}", unit)
        names = self.words.unit_names(unit, self.units)
        name = names.one if self.words.is_one(abs(value)) else names.other
        if name in CLOSE or (unit.symbol in CLOSE and self.is_short):
            return f"{number}{unit.symbol or name}"
        by_symbol = self.is_short or unit.dimension in BY_SYMBOL
        if unit.symbol and not unit.has_currency and self.words.has_spaces and by_symbol:
            return f"{number}{'' if unit.symbol[0] in CLOSE else ' '}{unit.symbol}"
        glue = "" if name[0] in CLOSE else self.words.text("unit_glue")  # "5% per year"
        return f"{number}{glue}{name}"

    def _money(self, text: str, unit: Unit) -> str:
        """Return money whose sign stands before the number: "$29 per barrel", "$29/b"."""
        for name in unit.id.split("/")[1:] or filter(None, [unit.per]):
            below = self.units[name]
            if self.is_short and below.symbol:
                text = f"{text}/{below.symbol}"
            else:
                one = self.words.unit_names(below, self.units).one
                text = self.words.text("write_per").format(above=text, below=one)
        return text


def _common_tail(first: str, last: str) -> str:
    """Return the scale and unit behind both numbers if they are the same: "3 to 5 million barrels"."""
    tails = [re.sub(r"^\D*\d(?:[\d.,]*\d)?", "", text) for text in (first, last)]
    return tails[0] if tails[0] == tails[1] else ""


def _fraction(above: int, below: int, words: Lexicon) -> str:
    """Return "two thirds", 三分之二; empty if the language has no word for it."""
    if (above, below) == (1, 2) and (half := words.text("one_half")):
        return half
    pattern = words.text("fraction")
    names: dict[int, list[str]] = words.table("write_fractions")
    if not words.table("fractions"):
        if below > 10:
            return ""
        return pattern.format(above=number_word(above, words), below=number_word(below, words))
    if below not in names:
        return ""
    return pattern.format(above=number_word(above, words), below=names[below][above > 1])


def number_word(number: int, words: Lexicon) -> str:
    """Return a small number as a word where the language has a single one, else in digits."""
    own: dict[str, int] = words.table("numbers") | {
        word: 10**power for word, power in words.table("small_scales").items() if power == 1
    }
    return next((word for word, value in own.items() if value == number), format_digits(Decimal(number), words))


Words = Mapping[str, str]  # "status.planned" → "planned, not an outcome"; the keys of the nested file, joined by dots
LANGUAGE = "lang"  # the key of the words' own language

_SMALL = 13  # counts below are written as words, as the house style has it


class MissingWordError(LookupError):
    """P005: a word is not among the words of the interface.

    It has a `diagnostic`, as a BuildError has.
    """

    def __init__(self, key: str, language: str = "en") -> None:
        file = f"templates/words.{language.partition('-')[0]}.yaml"
        message = f"the words have no entry '{key}'"
        super().__init__(message)
        self.diagnostic = Diagnostic("P005", message, file, hint=f"add it to {file}")


def word(words: Words, key: str, **values: object) -> str:
    """Return the entry `key` with its gaps filled; raises MissingWordError if there is none."""
    try:
        return words[key].format_map(values) if values else words[key]
    except KeyError as error:
        missing = key if key not in words else f"{key}: {{{error.args[0]}}}"
        raise MissingWordError(missing, words.get(LANGUAGE, "en")) from None


def flattened(data: object, prefix: str = "") -> dict[str, str]:
    """Return the nested words of the file with their keys joined by dots; in a list, places count from 0."""
    if not isinstance(data, (Mapping, list)):
        return {prefix: str(data)}
    flat: dict[str, str] = {}
    for key, value in data.items() if isinstance(data, Mapping) else enumerate(data):
        flat |= flattened(value, f"{prefix}.{key}" if prefix else str(key))
    return flat


def full(value: float) -> str:
    """Return a number for data: up to fifteen digits, without exponent."""
    return f"{Decimal(f'{value:.15g}'):f}"


def language_of(words: Words) -> str:
    """Return the tag of the language that the words are of."""
    return words.get(LANGUAGE, "en")


def number(value: float, words: Words) -> str:
    """Return a number for reading: "18.2", "400,000", "49.9 trillion"; every digit is kept."""
    exact = decimal(value)
    lexis = lexicon(language_of(words))
    return format_number(exact, lexis)


def key_of(word: str) -> str:
    """Return the key among the interface's words of a word of the model: "growth rate" gives "growth_rate"."""
    return word.replace(" ", "_").replace("-", "_")


def quantity_text(quantity: Quantity, words: Words, units: Units, form: Form = Form.FULL) -> str:
    """Return a quantity in words, hedged and with its unit; NUMBER leaves out the name of what is counted."""
    return format_quantity(quantity, language_of(words), units, form)


def unit_name(unit_id: str, words: Words, units: Units) -> str:
    """Return what a unit is called, for an axis or a subtitle: "per cent", "live broadcasts"."""
    key = f"unit.{unit_id}"
    return words[key] if key in words else format_unit(unit_id, language_of(words), units)


def period_text(period: str, words: Words) -> str:
    """Return a period in words: "January to September 2020", "end of 2020"; "" for none."""
    return format_period(Period.parse(period), language_of(words)) if period else ""


def date_text(date: str, words: Words) -> str:
    """Return a date of any precision in words: "April 2020", "2020", "15 November 2020", or that there is none."""
    return period_text(date, words) or word(words, "date.none")


def count_text(count: int, words: Words) -> str:
    """Return a count as prose has it: in words up to twelve, in figures above."""
    return word(words, f"count.{count}") if 0 <= count < _SMALL else number(count, words)


HAN = "\u3400-\u9fff\uf900-\ufaff"
TAG = re.compile(r"(<[^>]*>)")
# Text that stands as it is: quotations, code, drawings, what browsers read.
AS_IT_IS = ("q", "code", "pre", "script", "style", "svg", "textarea")
_FOLDED = re.compile(
    rf"(?<=[，。；：、！？）》])[ \n]+(?=\S|$)|(?<=[{HAN}])[ \n](?=[{HAN}])"
)  # where a line of YAML ends
_OPENS = re.compile(rf"<(/?)({'|'.join(AS_IT_IS)})\b")


def punctuate(text: str, language: str) -> str:
    """Return plain text with the language's own signs beside its own letters."""
    signs = _signs(language)
    return _filled(text, "", signs) if signs else text


def punctuate_html(html: str, language: str) -> str:
    """Return HTML with the language's own signs beside its own letters, whatever tags stand between."""
    signs = _signs(language)
    if not signs:
        return html
    pieces, before, kept = [], "", 0
    for piece in TAG.split(html):
        if piece.startswith("<"):
            if found := _OPENS.match(piece):
                kept += -1 if found[1] else 1
            pieces.append(piece)
            continue
        made = piece if kept else _filled(piece, before, signs)
        pieces.append(made)
        before = (made.rstrip() or before)[-1:]
    return "".join(pieces)


@cache
def _signs(language: str) -> dict[str, str]:
    short = language.partition("-")[0]
    return dict(lexicon(short).table("full_width")) if short in languages() else {}


def _filled(text: str, before: str, signs: dict[str, str]) -> str:
    """Replace each sign that stands behind a Han character, or before one and behind no digit."""
    spelt = "".join(map(re.escape, signs))
    behind = re.compile(rf"(?<=[{HAN}）》”’])([{spelt}])(?:[ \n]+|$|(?=[<{HAN}]))")
    made = behind.sub(lambda match: signs[match[1]], text)
    if re.match(rf"[{HAN}）》”’]", before):
        made = re.sub(rf"^\s*([{spelt}])(?:\s+|$)", lambda match: signs[match[1]], made)
    made = re.sub(rf"([{spelt}]) (?=[{HAN}《“])", lambda match: signs[match[1]], made)
    return _FOLDED.sub("", made)
