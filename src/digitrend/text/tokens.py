"""Text as tokens, and phrases that are looked up in them: words, single Chinese characters, numbers and marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")

HAN = "\u3400-\u9fff"
VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅛": "0.125"}  # behind a number, or alone
MASKED = "masked"  # the kind of a token that is not to be read
NUMBER_SLOT = "<n>"  # in a phrase: any number stands here
_SLOT = "\0n"
_STAND_IN = "\ue000"  # for the slot while a phrase is cut into tokens
_DASHES = {"‐": "-", "‑": "-"}  # typographic hyphens are hyphens


class Token(NamedTuple):
    """A word, a Chinese character, a number in digits or a mark, with its place in the text."""

    kind: str  # "word", "han", "digits", "mark"
    text: str
    low: str  # the text in lower case, as it is looked up
    start: int
    end: int
    glued: bool  # no space before it


def number_pattern(group: str, point: str) -> str:
    """Return the expression of a number in digits: "400,000", "40 000", "49.9", by the language's separators."""
    groups = f"[{re.escape(group)}\u00a0\u2009\u202f ]"
    tail = rf"(?:{re.escape(point)}\d+)?"
    return rf"\d{{1,3}}(?:{groups}\d{{3}})+(?!\d){tail}|\d+(?:[{''.join(VULGAR)}]|{tail})|[{''.join(VULGAR)}]"


def tokenizer(group: str = ",", point: str = ".") -> re.Pattern[str]:
    """Return the expression that cuts a text into tokens."""
    return re.compile(
        rf"(?P<digits>{number_pattern(group, point)})|(?P<han>[{HAN}〇])"
        rf"|(?P<word>(?:[^\W\d_{HAN}〇]|[²³₂])+)|(?P<mark>\S)"
    )


def tokenize(text: str, pattern: re.Pattern[str]) -> list[Token]:
    """Return the tokens of a text."""
    tokens = []
    last = -1
    for match in pattern.finditer(text):
        word = _DASHES.get(match[0], match[0])
        start, end = match.span()
        tokens.append(Token(str(match.lastgroup), word, word.lower(), start, end, start == last))
        last = end
    return tokens


class Phrases(Generic[T]):
    """Phrases with a value each; the longest that begins at a token is found at once."""

    def __init__(
        self, pattern: re.Pattern[str], *, cased: bool = False, numbers: Collection[str] = frozenset()
    ) -> None:
        """Take how to cut phrases into tokens; `numbers` are the words that fill NUMBER_SLOT, beside digits."""
        self._pattern = pattern
        self._numbers = numbers
        self._cased = cased
        self._root: dict[str, Any] = {}

    def add(self, phrases: Iterable[str], value: T) -> None:
        """Give phrases a value; one that is known keeps its own."""
        for phrase in phrases:
            node = self._root
            for token in tokenize(phrase.replace(NUMBER_SLOT, _STAND_IN), self._pattern):
                key = _SLOT if token.text == _STAND_IN else token.text if self._cased else token.low
                node = node.setdefault(key, {})
            node.setdefault("", value)

    @property
    def starts(self) -> set[str]:
        """The first words of all phrases, in lower case."""
        return {key.lower() for key in self._root}

    def find(self, tokens: Sequence[Token], i: int) -> tuple[int, T] | None:
        """Return the length in tokens and the value of the longest phrase at `i`; None if there is none."""
        end, values = self._walk(tokens, i, self._root)
        return (end - i, values[0]) if values and end > i else None

    def _walk(self, tokens: Sequence[Token], at: int, node: dict[str, Any]) -> tuple[int, list[T]]:
        """Return the end of the longest phrase from a node on, and its value in a list; an empty one if none ends."""
        best, values = at, [node[""]] if "" in node else []
        while at < len(tokens):
            token = tokens[at]
            is_number = token.kind == "digits" or token.low in self._numbers
            if is_number and _SLOT in node:
                end, found = self._walk(tokens, self._number_end(tokens, at), node[_SLOT])
                if found and end > best:
                    best, values = end, found
            following = node.get(token.text if self._cased else token.low)
            if following is None:
                break
            node, at = following, at + 1
            if "" in node and at > best:
                best, values = at, [node[""]]
        return best, values

    def _number_end(self, tokens: Sequence[Token], at: int) -> int:
        at += 1
        while at < len(tokens) and tokens[at].low in self._numbers:
            at += 1
        return at


def masked(token: Token) -> Token:
    """Return a token that no phrase and no number is found in."""
    return token._replace(kind=MASKED, text="\0", low="\0")


def phrase_spans(tokens: Sequence[Token], table: Phrases[bool] | None) -> Iterator[tuple[int, int]]:
    """Yield where phrases of a table stand among tokens."""
    i = 0
    while table is not None and i < len(tokens):
        if found := table.find(tokens, i):
            yield tokens[i].start, tokens[i + found[0] - 1].end
            i += found[0]
        else:
            i += 1


def is_in_name(tokens: Sequence[Token], i: int) -> bool:
    """Return whether a number or word belongs to letters before it: "CO2", "COVID-19", "v1.2"."""
    if i == 0 or not tokens[i].glued:
        return False
    before = tokens[i - 1]
    if before.kind in ("word", "digits") and tokens[i].kind in ("digits", "word"):
        return True
    if before.low in ("-", "/", ".", ":", "_") and i > 1 and before.glued and tokens[i - 2].kind in ("word", "digits"):
        return tokens[i].kind in ("digits", "word")
    return False


def goes_on(tokens: Sequence[Token], end: int) -> bool:
    """Return whether letters or digits go on behind a unit without a space: "1b8db8" is no barrel."""
    solid = ("word", "digits")
    return end < len(tokens) and tokens[end].glued and tokens[end].kind in solid and tokens[end - 1].kind in solid
