"""Numbers, periods and dates in words; the words themselves come from the templates' `words.en.yaml`.

Takes values of the model and gives text; what it gives for a figure always carries its qualifier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from digitrend.diagnostics import Diagnostic
from digitrend.model import Period, Quantity, Units, decimal
from digitrend.text.dates import format_period
from digitrend.text.formats import Form, format_quantity, format_unit
from digitrend.text.lexicon import languages, lexicon
from digitrend.text.numbers import format_number

Words = Mapping[str, str]  # "status.planned" → "planned, not an outcome"; the keys of the nested file, joined by dots
LANGUAGE = "lang"  # the key of the words' own language

_SMALL = 13  # counts below are written as words, as the house style has it


class MissingWordError(LookupError):
    """P005: a word that the program or a template asks for is not among the interface's words.

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
    """Return a number in full for data: fifteen digits, those that a float keeps, and never an exponent."""
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
