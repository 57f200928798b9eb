"""Texts folded, so that the same words compare as equal however they are typed.

Quotes, dashes, white space and the forms of Unicode are folded alike on both sides; case is kept, since words are
quoted exactly.  Each folded character knows where it came from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

QUOTES = dict.fromkeys("“”„‟«»「」『』〝〞〟＂″", '"') | dict.fromkeys("‘’‚‛′‵`´", "'")
DASHES = dict.fromkeys("‐‑‒–—―⁃−﹘﹣－", "-")
INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
SIGNS = str.maketrans(QUOTES | DASHES | INVISIBLE)

Span = tuple[int, int]  # offsets in a folded text: start, and the place after the end


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, and the offset in the original of each of its characters."""

    text: str
    origins: tuple[int, ...] = field(repr=False)

    def spans(self, words: str) -> list[Span]:
        """Return where words, folded already, stand as whole words and numbers: "8.2%" is not in "18.2%"."""
        found: list[Span] = []
        start = self.text.find(words) if words else -1
        while start >= 0:
            end = start + len(words)
            if not (runs_on(self.text, start) or runs_on(self.text, end)):
                found.append((start, end))
            start = self.text.find(words, start + 1)
        return found


def fold(text: str) -> Folded:
    """Fold a text; white space becomes single spaces and is left out at both ends."""
    letters: list[str] = []
    origins: list[int] = []
    for at, cluster in _clusters(text):
        for letter in cluster if cluster.isascii() else _folded(cluster):
            shown = " " if letter.isspace() else letter
            if shown != " " or (letters and letters[-1] != " "):
                letters.append(shown)
                origins.append(at)
    if letters and letters[-1] == " ":
        del letters[-1], origins[-1]
    return Folded("".join(letters), tuple(origins))


def runs_on(text: str, at: int) -> bool:
    """Say whether a word or a number runs across a place in the text; ideographs part nothing and join nothing."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after in ".," and before.isdigit():
        return text[at + 1 : at + 2].isdigit()
    if before in ".," and after.isdigit():
        return at > 1 and text[at - 2].isdigit()
    return _is_letter(before) and _is_letter(after)


def _is_letter(character: str) -> bool:
    return character.isalnum() and unicodedata.east_asian_width(character) not in "WF"


def _folded(cluster: str) -> str:
    """Fold quotes both before and after the normal form, which takes some of them apart."""
    return unicodedata.normalize("NFKC", cluster.translate(SIGNS)).translate(SIGNS)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each character with the marks that combine with it, and its offset."""
    start = 0
    for at, character in enumerate(text):
        if at > start and not _combines(character):
            yield start, text[start:at]
            start = at
    if text:
        yield start, text[start:]


def _combines(character: str) -> bool:
    """Say whether a character belongs to the one before it: a mark, or the later letters of a Hangul syllable."""
    return not character.isascii() and (unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff")
