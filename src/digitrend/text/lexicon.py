"""What the program knows of a language: its words for numbers, hedges, units and dates, from `data/<language>.yaml`.

To add a language, copy `data/en.yaml` to `data/xx.yaml`, translate it, and run `tests/unit/text`; number signs, plural
forms and the names of months and currencies come from the CLDR (Babel).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitrend.model.units import Unit, UnitNames, Units
from digitrend.text.tokens import tokenizer

if TYPE_CHECKING:
    import re

    from babel import Locale

DATA = Path(__file__).with_name("data")


class LanguageError(ValueError):
    """A language has no data here."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one language, as its data file gives them, and the language's CLDR locale."""

    language: str  # a tag: "en", "zh-Hans"
    data: Mapping[str, Any]

    def words(self, key: str) -> list[str]:
        """Return a list of words; empty if the language has none."""
        return [str(each) for each in self.data.get(key) or ()]

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
            above = self.unit_names(units[unit.id.rpartition("/")[0]], units)
            below = self.unit_names(units[unit.per], units)
            pattern = self.text("write_per")
            one, other = (pattern.format(above=each, below=below.one) for each in (above.one, above.other))
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
