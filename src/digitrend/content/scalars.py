"""What a plain (unquoted) YAML value is: the one place where that is decided.

YAML 1.1 and 1.2 read the same letters differently, and neither does what an editor expects.  Here:

| written                                                        | read as                              |
|----------------------------------------------------------------|--------------------------------------|
| `true` `false`                                                 | truth values                         |
| `null` `~` and nothing at all                                  | no value                             |
| `0` `-3` `18.2` – decimal digits, at most 30                   | numbers                              |
| `no` `yes` `on` `off` `y` `n`, in any case                     | text: the word that is written       |
| `2020-01-31` `12:30` `190:20:30`                               | text: the schema reads dates         |
| `True` `NULL` …                                                | refused, C003: quote it, or `true`   |
| `010` `1_000` `0x1F` `0o17` `+5` `.5` `5.` `1e3` `.inf` `.nan` | refused, C003: quote it, or plain    |
| `１８．２` – full-width digits                                 | refused, C014: quote it, or plain    |
| anything else, and all that is quoted                          | text                                 |

Refused is what some version of YAML turns into something other than what is written, and what a reader
cannot be sure of either.  The regular expressions cover the types of https://yaml.org/type/ (1.1) and of
the core schema, https://yaml.org/spec/1.2.2/#103-core-schema.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | float | bool | None"

WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
LONGEST = 30  # characters of a number; more could not be kept exactly
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
BASED = re.compile(r"[-+]?0(?:[xX][0-9a-fA-F_]+|[oO][0-7_]+|[bB][01_]+)")
LOOSE = re.compile(r"[-+]?(?=\.?[0-9])[0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?")
NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
WIDE_NUMBER = re.compile(r"[-+－＋]?[0-9０-９][0-9０-９.,．，]*[%％]?")
MAY_BE_SPECIAL = frozenset("0123456789+-.~ntfNTF－＋０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Unclear:
    """A plain value that is refused: why, and what to write instead."""

    code: str
    message: str
    hint: str


def resolved(text: str) -> str | float | bool | Unclear | None:
    """Return what a plain value stands for, by the table above; `Unclear` when it is refused."""
    if text and text[0] not in MAY_BE_SPECIAL:
        return text
    if text in WORDS:
        return WORDS[text]
    if text.lower() in WORDS:
        return _unclear(text, text.lower())
    if number := NUMBER.fullmatch(text):
        return _number(text, fraction=bool(number[1]))
    return _doubtful(text)


def _number(text: str, *, fraction: bool) -> float | Unclear:
    if len(text) > LONGEST:
        message = f"'{text[:LONGEST]}…' has too many digits to be kept exactly"
        return Unclear("C003", message, "round it, or put it in quotes")
    return float(text) if fraction else int(text)


def _doubtful(text: str) -> str | Unclear:
    """Return the text, or why it is refused: it looks like a number to some reader."""
    if BASED.fullmatch(text) or LOOSE.fullmatch(text) or NO_NUMBER.fullmatch(text):
        return _unclear(text, plain(text))
    if not text.isascii() and WIDE_NUMBER.fullmatch(text):
        ordinary = unicodedata.normalize("NFKC", text)
        message = f"'{text}' has full-width digits or signs"
        instead = f"{ordinary[:-1]} with 'unit: percent'" if ordinary.endswith("%") else ordinary
        return Unclear("C014", message, f"write {instead}, or put it in quotes if that is the text")
    return text


def _unclear(text: str, instead: str) -> Unclear:
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    message = f"'{short}' can be read in more than one way"
    quotes = "put it in quotes" if short != text else f"quote it: '{text}'"
    return Unclear("C003", message, f"write {instead}, or {quotes}" if instead else quotes)


def plain(text: str) -> str:
    """Return a number in plain decimal digits: "1_000" gives "1000"; "" when it has no such form."""
    bare = text.replace("_", "").lstrip("+")
    if BASED.fullmatch(text):
        return str(int(bare, 0)) if len(bare) <= LONGEST and bare[-1] not in "xXoObB" else ""
    if NO_NUMBER.fullmatch(text) or len(bare) > LONGEST or not 0 <= _exponent(bare) <= LONGEST:
        return ""
    return f"{Decimal(bare):f}"


def _exponent(text: str) -> int:
    digits = text.lower().partition("e")[2]
    return abs(int(digits)) if digits else 0
