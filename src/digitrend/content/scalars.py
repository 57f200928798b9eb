"""Bytes to text: which encodings are read, and which characters may stand in a content file."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from digitrend.content.positions import Lines
from digitrend.diagnostics import Diagnostic, by_position

if TYPE_CHECKING:
    from digitrend.content.yaml_errors import Broken


MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
SAVE = "save the file as UTF-8"

# What makes a text look like another one: it changes the order in which letters are shown, or hides between them
# (Unicode TR36 and TR39).  Joiners and the plain marks of direction are not among them: scripts need those.
DECEIVING = "\u200b\u202a-\u202e\u2060-\u2069\ufff9-\ufffb\U000e0000-\U000e007f"
PRIVATE = "\ue000-\uf8ff"  # what each typeface draws as it likes, and ours not at all: bullets of word processors
# A line separator would start a line for YAML and none for the editor; a byte order mark inside a file
# comes from joining files; the rest cannot be seen and may not stand in HTML.
UNSEEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff{DECEIVING}{PRIVATE}]")
ESCAPED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff{DECEIVING}{PRIVATE}]")
NAMES = {
    "\0": "null character",
    "\x1b": "escape character",
    "\x85": "next-line character",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\ufeff": "byte order mark",
}


def text_of(raw: bytes) -> str:
    """Return the text of a file; bytes that are not UTF-8 become U+FFFD."""
    return raw.decode("utf-8", "replace").removeprefix("\ufeff")


def decoded(path: str, raw: bytes) -> str | Diagnostic:
    """Return the text of a file without its byte order mark, or C004: it is not UTF-8."""
    for mark, name in MARKS.items():
        if raw.startswith(mark):
            return Diagnostic("C004", f"the file is {name}, not UTF-8", path, hint=SAVE)
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        return _undecodable(path, raw.removeprefix(codecs.BOM_UTF8), error.start)


def _undecodable(path: str, raw: bytes, start: int) -> Diagnostic:
    """Point at the first byte that is not UTF-8, and guess what it was meant to be."""
    before = raw[:start].decode("utf-8")
    byte = raw[start]
    message = f"byte 0x{byte:02X} is not UTF-8"
    if meant := _as_chinese(raw):
        hint = f"{SAVE}: it looks like GB18030 (where this begins '{meant}')"
    else:
        letter = bytes([byte]).decode("cp1252", "ignore")
        hint = f"{SAVE}: in Windows-1252 and Latin-1 this is '{letter}'" if letter else SAVE
    return Diagnostic("C004", message, path, Lines(before).at(len(before)), hint=hint)


def _as_chinese(raw: bytes) -> str:
    """Return some ideographs of a text that reads as GB18030 throughout and has runs of them, or ""."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    found = re.search("[\u4e00-\u9fff]{2,4}", text)
    return found[0] if found else ""


def unseen(path: str, text: str) -> list[Diagnostic]:
    """Return C013 for each kind of character that cannot be seen, at its first place."""
    if text.isprintable() or not (found := list(UNSEEN.finditer(text))):
        return []
    lines, counts = Lines(text), Counter(each[0] for each in found)
    first = {each[0]: each.start() for each in reversed(found)}
    wrong = []
    for letter, offset in first.items():
        places = "" if counts[letter] == 1 else f", {counts[letter]} times"
        message = f"the file holds an invisible {character_name(letter)}{places}"
        hint = "delete it, or press Enter where a new line is meant" if letter in "  " else "delete it"
        wrong.append(Diagnostic("C013", message, path, lines.at(offset), hint=hint))
    return wrong


def character_name(letter: str) -> str:
    """Return a character's name and number, for a message: "line separator (U+2028)"."""
    otherwise = "private-use character" if "\ue000" <= letter <= "\uf8ff" else "control character"
    name = NAMES.get(letter) or unicodedata.name(letter, otherwise).lower()
    return f"{name} (U+{ord(letter):04X})"


MOST = 100  # findings of a file; more would help nobody


class EnoughError(Exception):
    """There is no sense in reading on: what follows could only be guessed at."""


class Findings:
    """Collects what is wrong with a text; places are given as offsets from 0."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = Lines(text)
        self._found: list[Diagnostic] = []

    def error(self, code: str, message: str, offset: int, hint: str) -> None:
        """Add an error.  Raises EnoughError when there are as many as anybody would read."""
        self._add(Diagnostic(code, message, self._path, self._lines.at(offset), hint=hint))

    def repeated(self, code: str, message: str, places: tuple[int, int], hint: str) -> None:
        """Add an error about the second of two places, which tells of the first."""
        first, second = map(self._lines.at, places)
        related = (("first given here", first),)
        self._add(Diagnostic(code, message, self._path, second, hint=hint, related=related))

    def broken(self, broken: Broken) -> None:
        """Add a mistake in the YAML itself."""
        self.error(broken.code, broken.message, broken.offset, broken.hint)

    def fatal(self, code: str, message: str, offset: int, hint: str) -> None:
        """Add an error after which nothing can be read; raises EnoughError."""
        self.error(code, message, offset, hint)
        raise EnoughError

    def on_line_of(self, offset: int) -> bool:
        """Say whether there is a finding already in the line of that place."""
        line = self._lines.at(offset).line
        return any(one.at.line == line for one in self._found)

    @property
    def all(self) -> list[Diagnostic]:
        """All findings, by position."""
        return by_position(self._found)

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self._found)

    def _add(self, one: Diagnostic) -> None:
        self._found.append(one)
        if len(self._found) >= MOST:
            raise EnoughError


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
        return _unclear(text, plain_decimal(text))
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


def plain_decimal(text: str) -> str:
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
