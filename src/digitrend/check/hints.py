"""Hints for values of the wrong type or form: what was meant, and how to write it.

Pure, and knows nothing of schemas: takes what was expected, what was found, and how the file spells it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from digitrend.content.scalars import NUMBER
from digitrend.text.dates import read_period

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 40  # characters of a value that a message repeats
SCALES = {
    "k": 10**3,
    "thousand": 10**3,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
    "tn": 10**12,
    "trillion": 10**12,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
}
SCALED = re.compile(rf"([0-9]+(?:\.[0-9]+)?)\s*({'|'.join(sorted(SCALES, key=len, reverse=True))})")
PLACE = re.compile(r"([a-z]+)[\W_]*([0-9]+)[\W_]+(?:paragraph|para|p)?[\W_]*0*([1-9][0-9]*)")
MOMENT = r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?"
SPAN = re.compile(rf"{MOMENT}(?:\s*(?:to|until|till|through|–|—|−|~|至|到|/)\s*{MOMENT})?")
BULLET = re.compile(r"\s*[–—−－•·・●▪＊]")  # what other programs put before an item of a list
WIDE_BRACKETS = re.compile(r"[【［〔（(](.*)[】］〕）)]")
MORE = re.compile(r"(?:more than|over|above|at least|超过|逾|>=?|≥|＞)\s*(?P<rest>[^\s].*)", re.IGNORECASE)
MONEY = re.compile(r"(?:[¥￥]|CNY|RMB)\s*(?P<before>.+)|(?P<after>.+?)\s*(?:yuan|元|CNY|RMB)", re.IGNORECASE)
COUNTED = re.compile(r"(?P<number>-?[0-9][0-9,.]*)\s*(?:[^\W\d_]{2}|[^\x00-\x7f])\D*")
PERCENT = re.compile(r"([-+]?[0-9]+(?:[.,][0-9]+)?)\s*(?:%|per ?cent)")
SEPARATED = re.compile(r"[0-9]{1,3}(?:[, '’_\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,4}(?:,[0-9]{4})+")
DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
TRUE = frozenset({"yes", "y", "on", "true", "1", "是", "对"})
FALSE = frozenset({"no", "n", "off", "false", "0", "否", "不", "非"})


def described(value: object) -> str:
    """Name a value in a message: "the text 'x'", "the number 3", "a list"."""
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else "a group of fields"


def quoted(value: object) -> str:
    """Repeat a value in quotes, shortened to a line."""
    text = " ".join(str(value).split())
    return f"'{text}'" if len(text) <= LONGEST else f"'{text[:LONGEST]}…'"


def correction(expected: Collection[str], value: object, written: str) -> str:
    """Say what to write instead of a value of the wrong type.

    `expected` holds the kinds that were possible: "number", "whole number", "text", "truth", "list", "fields"
    or "date"; `written` is how the file spells the value, when it is a scalar.
    """
    for kind in expected:
        if hint := MENDS[kind](value, written):
            return hint
    return ""


def form_hint(value: str, pattern: str, description: str, *, listed: bool) -> str:
    """Say how to write a text that does not match the pattern of its field.

    `description` is that of the field in the schema; a `listed` text is an item of a list, and may be two items.
    """
    plainly = unicodedata.normalize("NFKC", value).strip().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plainly).strip("-")
    forms = [
        form for form in (plainly, _place(plainly), _span(plainly), _period(value), slug) if form and form != value
    ]
    instead = next((f"write '{form}'" for form in forms if _matches(pattern, form)), "")
    items = [each for each in re.split(r"[\s;；]+", value) if each]
    if listed and len(items) > 1 and all(_matches(pattern, each) for each in items):
        comma = f"write a comma between the items: {', '.join(items)}"
        return comma if re.search("[;；]", value) else f"{instead}, or {comma.removeprefix('write ')}"
    return f"{instead}: {description}" if instead else description


@cache
def _synonyms() -> dict[str, str]:
    import tomllib  # noqa: PLC0415 - only a mistake needs it

    found = tomllib.loads(Path(__file__).with_name("synonyms.toml").read_text(encoding="utf-8"))
    return {each: word for word, others in found.items() for each in others}


def also(word: str, words: Collection[str]) -> str:
    """Return the one of the allowed words that means the same, or ""."""
    meant = _synonyms().get(" ".join(word.lower().split()), "")
    return meant if meant in words else ""


def _place(text: str) -> str:
    """Return a place of the source in the form of a locator: "trend 1, paragraph 2" gives "trend-1/2"."""
    found = PLACE.fullmatch(text)
    return f"{found[1]}-{found[2]}/{found[3]}" if found else ""


def _span(text: str) -> str:
    """Return a period in the form of an interval: "2024-1 to 2024-6" gives "2024-01/2024-06"."""
    if not (found := SPAN.fullmatch(text)):
        return ""
    start, end = (
        "-".join(part if i == 0 else f"{int(part):02}" for i, part in enumerate(parts) if part)
        for parts in (found.group(1, 2, 3), found.group(4, 5, 6))
    )
    return f"{start}/{end or start}"


def _period(text: str) -> str:
    """Return a period written in words: "April 2024" gives "2024-04"."""
    periods = (read_period(text, language) for language in ("en", "zh"))
    return next((str(period) for period in periods if period), "")


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:  # pydantic's regular expressions are Rust's, which differ in corners
        return False


def _number(value: object, _: str) -> str:
    """Return the hint for a number that is given as text."""
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    if NUMBER.fullmatch(text):
        return f"write {text}, with ordinary digits" if text != str(value).strip() else f"remove the quotes: {text}"
    return _figure(text) or "write a number in digits, such as 18.2"


def _figure(text: str) -> str:
    """Return the hint for a number with a sign, a word or separators; "" for anything else."""
    if percent := PERCENT.fullmatch(text):
        return f"write {percent[1].replace(',', '.')} and 'unit: percent'"
    if scaled := SCALED.fullmatch(text):
        whole, _, fraction = f"{Decimal(scaled[1]) * SCALES[scaled[2]]:f}".partition(".")
        return f"write {whole}.{fraction}" if fraction.strip("0") else f"write {whole}"
    if SEPARATED.fullmatch(text):
        return f"write {re.sub('[^0-9.]', '', text)}, without separators"
    if DECIMAL_COMMA.fullmatch(text):
        return f"write {text.replace(',', '.')}, with a point"
    return _with_words(text)


def _with_words(text: str) -> str:
    """Return the hint for words beside a number: the field that they belong in."""
    text = text.lstrip("~≈约 ")
    if NUMBER.fullmatch(text):
        return f"write {text} alone"
    if more := MORE.fullmatch(text):
        return _and(more["rest"], "'qualifier: more than'")
    if money := MONEY.fullmatch(text):
        return _and(money["before"] or money["after"], "'unit: CNY'")
    if scaled := SCALED.match(text):
        return f"{_figure(scaled[0])} alone"
    counted = COUNTED.fullmatch(text)
    return f"write {counted['number']} alone" if counted and NUMBER.fullmatch(counted["number"]) else ""


def _and(rest: str, field: str) -> str:
    """Join the hint for the remaining number with that for the field of its words."""
    number = rest.strip()
    hint = f"write {number}" if NUMBER.fullmatch(number) else _figure(number)
    return f"{hint} and {field}" if hint else ""


def _whole(value: object, written: str) -> str:
    if isinstance(value, float):
        return f"write {value:.0f}" if value.is_integer() else "write a number without a fraction"
    return _number(value, written)


def _truth(value: object, _: str) -> str:
    word = str(value).lower()
    return "write true" if word in TRUE else "write false" if word in FALSE else "write true or false"


def _text(value: object, written: str) -> str:
    """Say how to keep as text what YAML read as something else."""
    if isinstance(value, bool | int | float):
        return f"put it in quotes: '{written}'" if written else "put it in quotes"
    if isinstance(value, list):
        match value:
            case [[str(name)]]:
                return f"put the reference in quotes: '[[{name}]]'"
            case [str(name)] if len(name) <= LONGEST:
                return f"write {name}, without dash or brackets"
        return "write one text, without dash or brackets"
    if isinstance(value, dict) and len(value) == 1:
        key, rest = next(iter(value.items()))
        return f"put the text in quotes, if the colon is part of it: {quoted(f'{key}: {rest}')}"
    return "write one text"


def _list(value: object, _: str) -> str:
    if isinstance(value, str):
        if BULLET.match(value):
            return "begin each item with '- ', an ordinary hyphen and a space"
        bare = WIDE_BRACKETS.fullmatch(value.strip())
        items = [each.strip() for each in re.split("[,，、;；]", bare[1] if bare else value) if each.strip()]
        return f"write it as a list: [{', '.join(items)}]" if len(value) <= LONGEST else "begin it with '- '"
    return "begin each item with '- '"


def _fields(value: object, _: str) -> str:
    if isinstance(value, list):
        return "write its fields without a dash before them"
    return "write its fields on the lines below it, indented"


def _date(value: object, _: str) -> str:
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if found := DATE.fullmatch(text):
        meant = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        return f"write {meant}" if _is_date(meant) else "write a month from 01 to 12, and a day that the month has"
    return "write year, month and day, such as 2020-01-31"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


MENDS = {
    "number": _number,
    "whole number": _whole,
    "truth": _truth,
    "text": _text,
    "list": _list,
    "fields": _fields,
    "date": _date,
}
