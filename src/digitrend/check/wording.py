"""Values that have the wrong type, in an editor's words: what was meant, and how to write it.

Pure, and knows nothing of schemas: takes what was expected, what was found, and how the file spells it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from digitrend.content.scalars import NUMBER

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 40  # characters of a value that a message repeats
SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
}
SCALED = re.compile(rf"([0-9]+(?:\.[0-9]+)?)\s*({'|'.join(sorted(SCALES, key=len, reverse=True))})")
PERCENT = re.compile(r"([-+]?[0-9]+(?:[.,][0-9]+)?)\s*(?:%|per ?cent)")
SEPARATED = re.compile(r"[0-9]{1,3}(?:[, '’_\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?")
DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
TRUE = frozenset({"yes", "y", "on", "true", "1"})
FALSE = frozenset({"no", "n", "off", "false", "0"})


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


def mended(expected: Collection[str], value: object, written: str) -> str:
    """Say what to write instead of a value of the wrong type.

    `expected` holds the kinds that were possible: "number", "whole number", "text", "truth", "list", "fields"
    or "date"; `written` is how the file spells the value, when it is a scalar.
    """
    for kind in expected:
        if hint := MENDS[kind](value, written):
            return hint
    return ""


def _number(value: object, _: str) -> str:
    """Say how a figure is written that came as text."""
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    if NUMBER.fullmatch(text):
        return f"write {text}, with ordinary digits" if text != str(value).strip() else f"remove the quotes: {text}"
    return _figure(text) or "write a number in digits, such as 18.2"


def _figure(text: str) -> str:
    """Say how a figure is written that has a sign, a word or separators; "" for anything else."""
    if percent := PERCENT.fullmatch(text):
        return f"write {percent[1].replace(',', '.')} and 'unit: percent'"
    if scaled := SCALED.fullmatch(text):
        whole, _, fraction = f"{Decimal(scaled[1]) * SCALES[scaled[2]]:f}".partition(".")
        return f"write {whole}.{fraction}" if fraction.strip("0") else f"write {whole}"
    if SEPARATED.fullmatch(text):
        return f"write {re.sub('[^0-9.]', '', text)}, without separators"
    if DECIMAL_COMMA.fullmatch(text):
        return f"write {text.replace(',', '.')}, with a point"
    return ""


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
        return "write one text, without dash or brackets"
    if isinstance(value, dict) and len(value) == 1:
        key, rest = next(iter(value.items()))
        return f"put the text in quotes, if the colon is part of it: {quoted(f'{key}: {rest}')}"
    return "write one text"


def _list(value: object, _: str) -> str:
    if isinstance(value, str):
        items = [each.strip() for each in re.split("[,，、;]", value) if each.strip()]
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
