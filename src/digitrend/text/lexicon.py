"""The words of a language for numbers, hedges, units and dates, from `data/<language>.yaml`.

To add a language, copy `data/en.yaml` to `data/xx.yaml`, translate it, and run `tests/unit/text`; number signs, plural
forms and the names of months and currencies come from the CLDR (Babel). A text is split into tokens, in which phrases
are looked up: words, single Chinese characters, numbers and marks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from digitrend.model.units import Unit, UnitNames, Units

if TYPE_CHECKING:
    from babel import Locale


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


WORDS = re.compile(rf"[{HAN}〇]|(?:[^\W\d_{HAN}〇]|[²³₂])+")  # what is a word to the tokenizer, in any language


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
        self.longest: set[str] = set()  # the longest word of each phrase, in lower case: where none is, no phrase is

    def add(self, phrases: Iterable[str], value: T) -> None:
        """Give phrases a value; one that is known keeps its own."""
        for phrase in phrases:
            node = self._root
            if phrase.isascii() and phrase.isalpha():  # one word, as most are
                node = node.setdefault(phrase if self._cased else phrase.lower(), {})
                self.longest.add(phrase.lower())
            else:
                tokens = tokenize(phrase.replace(NUMBER_SLOT, _STAND_IN), self._pattern)
                for token in tokens:
                    key = _SLOT if token.text == _STAND_IN else token.text if self._cased else token.low
                    node = node.setdefault(key, {})
                self.longest.add(max((token.low for token in tokens), key=len, default=""))
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


DATA = Path(__file__).with_name("data")


class LanguageError(ValueError):
    """A language has no data here."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one language, as its data file gives them, and the language's CLDR locale."""

    language: str  # a tag: "en", "zh-Hans"
    data: Mapping[str, Any]

    def words(self, key: str) -> list[str]:
        """Return a list of words, or the words of a text; empty if the language has none."""
        found = self.data.get(key) or ()
        return found.split() if isinstance(found, str) else [str(each) for each in found]

    def table(self, key: str) -> dict[Any, Any]:
        """Return a table of words; empty if the language has none."""
        found: dict[Any, Any] = self.data.get(key) or {}
        return found

    def lowered(self, key: str) -> dict[str, Any]:
        """Return a table by its words in lower case, as tokens are looked up."""
        return {word.lower(): value for word, value in self.table(key).items()}

    def text(self, key: str) -> str:
        """Return one word or pattern; empty if the language has none."""
        return str(self.data.get(key) or "")

    @property
    def has_spaces(self) -> bool:
        """Whether spaces part its words."""
        return bool(self.data["spaces"])

    @cached_property
    def locale(self) -> Locale:
        """The language in the CLDR; Babel is imported when it is first needed."""
        from babel import Locale  # noqa: PLC0415

        return Locale.parse(self.language, sep="-")

    @cached_property
    def signs(self) -> tuple[str, str]:
        """The signs that part thousands and decimals."""
        symbols = self.locale.number_symbols["latn"]
        return symbols["group"], symbols["decimal"]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression that cuts its text into tokens."""
        return tokenizer(*self.signs)

    def is_one(self, number: Decimal) -> bool:
        """Return whether a number takes the singular by the CLDR's rules."""
        return self.locale.plural_form(number) == "one"

    def unit_names(self, unit: Unit, units: Units) -> UnitNames:
        """Return the names of a unit: declared, from the data, the CLDR's for currencies, or made by rule."""
        base = self.language.partition("-")[0]
        if names := unit.names.get(self.language) or unit.names.get(base):
            return names
        if unit.is_currency:
            return self.currency_names(unit.id)
        if names := self._given.get(unit.id):
            return names
        if unit.per:
            head = unit.id.rpartition("/")[0]
            above = UnitNames("", "") if head == "count" else self.unit_names(units[head], units)  # 562,000 per month
            below = self.unit_names(units[unit.per], units)
            pattern, last = self.text("write_per"), self.table("write_below").get(unit.per, below.one)
            one, other = (pattern.format(above=each, below=last).strip() for each in (above.one, above.other))
            return UnitNames(one, other)
        if (names := self._given.get(unit.id[1:])) and (prefix := self.table("prefixes").get(unit.id[:1])):
            return UnitNames(prefix + names.one, prefix + names.other, tuple(prefix + each for each in names.also))
        name = unit.symbol or unit.id
        return UnitNames(name, name)

    def currency_names(self, code: str) -> UnitNames:
        """Return the names of a currency, the CLDR's where the data have no shorter ones."""
        if own := self.table("currencies").get(code):
            return _names(own)
        from babel.numbers import get_currency_name  # noqa: PLC0415

        return UnitNames(get_currency_name(code, 1, self.locale), get_currency_name(code, 10, self.locale))

    @cached_property
    def _given(self) -> dict[str, UnitNames]:
        return {unit_id: _names(names) for unit_id, names in self.table("units").items()}


def _names(words: list[str]) -> UnitNames:
    one, other, *also = [*words, *words[:1]] if len(words) == 1 else words
    return UnitNames(one, other, tuple(also))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of a language by its tag ("en", "zh-Hans"); raises LanguageError if there are none."""
    base = language.partition("-")[0].lower()
    try:
        return Lexicon(language, _read(base))
    except FileNotFoundError:
        known = ", ".join(languages())
        message = (
            f"numbers and dates cannot be read in '{language}': there is no text/data/{base}.yaml "
            f"(there is {known}); copy en.yaml and translate it"
        )
        raise LanguageError(message) from None


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have data."""
    names = (each.name for each in DATA.iterdir())
    return tuple(
        sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml") and name != "units.yaml")
    )


@cache
def known_units() -> Units:
    """Return the units known without being declared: those of `data/units.yaml` and the currencies of ISO 4217."""
    from babel.core import get_global  # noqa: PLC0415

    units = [_unit(unit_id, fields) for unit_id, fields in _read("units").items()]
    return Units(units, tuple(get_global("all_currencies")))


def _unit(unit_id: str, fields: Mapping[str, Any]) -> Unit:
    return Unit(
        unit_id,
        symbol=fields.get("symbol", ""),
        dimension=fields.get("dimension", ""),
        factor=Decimal(str(fields.get("factor", 1))),
        offset=Decimal(str(fields.get("offset", 0))),
        prefixes=fields.get("prefixes", ""),
        symbols=tuple(fields.get("symbols", ())),
        source=fields.get("source", ""),
    )


@cache
def _read(name: str) -> dict[str, Any]:
    import yaml  # noqa: PLC0415

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, loader)
    return data


@cache
def right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left (Unicode CLDR, character order)."""
    from babel import Locale  # noqa: PLC0415 - as above

    return Locale.parse(language, sep="-").text_direction == "rtl"
