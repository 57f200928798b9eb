"""Bytes to text: which encodings are read, and which characters may stand in a content file."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from digitrend.content.document import Lines
from digitrend.diagnostics import Diagnostic

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
# A line separator would start a line for YAML and none for the editor; a byte order mark inside a file
# comes from joining files; the rest cannot be seen and may not stand in HTML.
UNSEEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff{DECEIVING}]")
ESCAPED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff{DECEIVING}]")
NAMES = {
    "\0": "null character",
    "\x1b": "escape character",
    "\x85": "next-line character",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\ufeff": "byte order mark",
}


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
    return [
        Diagnostic("C013", _told(letter, counts[letter]), path, lines.at(offset), hint=_mend(letter))
        for letter, offset in first.items()
    ]


def named(letter: str) -> str:
    """Return a character's name and number, for a message: "line separator (U+2028)"."""
    name = NAMES.get(letter) or unicodedata.name(letter, "control character").lower()
    return f"{name} (U+{ord(letter):04X})"


def _told(letter: str, count: int) -> str:
    places = "" if count == 1 else f", {count} times"
    return f"the file holds an invisible {named(letter)}{places}"


def _mend(letter: str) -> str:
    return "delete it, or press Enter where a new line is meant" if letter in "\x85\u2028\u2029" else "delete it"
