"""Units: what a number counts or measures, and which share an axis.

A unit is looked up by its id. An id may be made of others by rule: `GW` is `W` with an SI prefix, and `USD/MMBtu`,
`bbl/d` or `g/kWh` are one unit per another. Where the known units come from is `digitrend.text.known_units`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from pydantic import ConfigDict, Field

from digitrend.model.base import Item, Keyed, hidden

CURRENCY = "currency "  # begins the dimension of money: each currency has its own, so that none is converted
SI_PREFIXES = {  # symbol: power of ten
    **{"d": -1, "c": -2, "m": -3, "µ": -6, "n": -9},
    **{"h": 2, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18},
}


class UnitError(ValueError):
    """A unit is unknown, or two units do not convert."""


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The names of a unit in one language: `one` broadcast, `other` broadcasts, and `also` read but never written."""

    one: str
    other: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts or measures.

    `factor` and `offset` lead to the dimension's base: base = value * factor + offset. A counted thing ("live
    broadcasts") is a dimension of its own. `per` is the id of the lower part of a ratio.
    """

    id: str
    symbol: str = ""  # written after the number: GW, %; empty if only the name is written
    names: Mapping[str, UnitNames] = field(default_factory=dict, compare=False)  # by language: "en", "zh"
    dimension: str = ""  # empty: the id
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)
    per: str = ""
    prefixes: str = ""  # SI prefixes that it takes, such as "kMGT"
    symbols: tuple[str, ...] = ()  # further symbols that are read: "MWp" beside "MW"
    source: str = ""  # of the factor

    def __post_init__(self) -> None:
        """Give a counted thing its own dimension."""
        if not self.dimension:
            object.__setattr__(self, "dimension", self.id)

    @property
    def is_currency(self) -> bool:
        """Whether it is a currency; dollars per barrel are not."""
        return self.dimension.startswith(CURRENCY) and not self.per

    @property
    def has_currency(self) -> bool:
        """Whether it is money or money per something: never converted, and prefixed in English."""
        return self.dimension.startswith(CURRENCY)


def counts(printed: str, unit: str) -> bool:
    """Return whether a printed number may be of what is counted: count/month of batteries/month; points of per cent."""
    first, second = printed.partition("/"), unit.partition("/")
    return (
        printed == "count"
        or (printed, unit) == ("points", "percentage-points")
        or (first[0] == "count" and first[2] == second[2])
    )


class Units(Mapping[str, Unit]):
    """All units that a briefing may name: those given, the currencies, and what prefixes and "/" make of them."""

    def __init__(self, units: Collection[Unit], currencies: Collection[str] = ()) -> None:
        self._units = {unit.id: unit for unit in units}
        self.currencies = frozenset(currencies)  # the codes of ISO 4217
        self._made: dict[str, Unit | None] = {}
        self._grown: dict[str, Units] = {}

    def __getitem__(self, unit_id: str) -> Unit:
        """Return the unit; raises UnitError for an id that is neither known nor made of known ones."""
        if unit := self._find(unit_id):
            return unit
        raise UnitError(f"there is no unit '{unit_id}'")

    def __contains__(self, unit_id: object) -> bool:
        return isinstance(unit_id, str) and self._find(unit_id) is not None

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the units given; currencies, prefixed units and ratios are made when they are asked for."""
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def with_units(self, more: Collection[Unit]) -> Units:
        """Return a registry with the units that a briefing declares, which replace built-in ones.

        The same units give the same registry, since a grammar is made for each.
        """
        if not more:
            return self
        return self._grown.setdefault(repr([*more]), Units([*self._units.values(), *more], self.currencies))

    def comparable(self, first: str, second: str) -> bool:
        """Return whether two units may share an axis: they have one dimension."""
        return self[first].dimension == self[second].dimension

    def convert(self, value: Decimal, unit: str, into: str) -> Decimal:
        """Return `value` in another unit of the same dimension; raises UnitError, for currencies always."""
        if unit == into:
            return value
        source, target = self[unit], self[into]
        if source.dimension != target.dimension:
            raise UnitError(f"{unit} ({source.dimension}) cannot be converted to {into} ({target.dimension})")
        return (value * source.factor + source.offset - target.offset) / target.factor

    def _find(self, unit_id: str) -> Unit | None:
        if unit_id in self._units:
            return self._units[unit_id]
        if unit_id not in self._made:
            self._made[unit_id] = self._currency(unit_id) or self._ratio(unit_id) or self._prefixed(unit_id)
        return self._made[unit_id]

    def _currency(self, unit_id: str) -> Unit | None:
        return Unit(unit_id, unit_id, dimension=CURRENCY + unit_id) if unit_id in self.currencies else None

    def _ratio(self, unit_id: str) -> Unit | None:
        above, slash, below = unit_id.rpartition("/")
        first, second = (self._find(above), self._find(below)) if slash else (None, None)
        if first is None or second is None or first.offset or second.offset:
            return None
        return Unit(
            unit_id,
            f"{first.symbol}/{second.symbol}" if first.symbol and second.symbol else "",
            dimension=f"{first.dimension}/{second.dimension}",
            factor=first.factor / second.factor,
            per=below,
        )

    def _prefixed(self, unit_id: str) -> Unit | None:
        unit = self._units.get(unit_id[1:])
        if unit is None or unit_id[0] not in unit.prefixes:
            return None
        return Unit(
            unit_id,
            unit_id[0] + unit.symbol,
            dimension=unit.dimension,
            factor=unit.factor.scaleb(SI_PREFIXES[unit_id[0]]),
            source=unit.source,
        )


class UnitName(Item):
    """What a unit is called in a language."""

    one: str = Field(default="", description="of one; left out where the language has one form", examples=["view"])
    other: str = Field(min_length=1, description="of several", examples=["views"])
    also: tuple[str, ...] = Field(default=(), description="read in printed words, never written", examples=[["hits"]])


class DeclaredUnit(Item):
    """A unit of this content."""

    model_config = ConfigDict(json_schema_extra=hidden("id"))

    id: str = Field(min_length=1, description="what `unit:` names", examples=["views"])
    symbol: str = Field(default="", description="written after the number; without it the name is", examples=["GWd"])
    name: UnitName | None = Field(
        default=None, description="in the briefing's language", examples=[{"one": "view", "other": "views"}]
    )
    names: dict[str, UnitName] = Field(
        default={}, description="in further languages, by tag", examples=[{"zh": {"other": "次"}}]
    )
    dimension: str = Field(
        default="",
        description="what it measures; units of one dimension share an axis; left out, a thing of its own",
        examples=["energy"],
    )
    factor: float = Field(default=1, gt=0, description="how many of the dimension's base one of it is", examples=[3600])
    per: str = Field(
        default="", description="the lower part of a ratio: people, for “per hundred people”", examples=["people"]
    )
    source: str = Field(default="", description="of the factor", examples=["NIST Handbook 44"])

    def unit(self, language: str) -> Unit:
        """Return the unit as a value; `language` is the briefing's."""
        given = {**({language: self.name} if self.name else {}), **self.names}
        names = {
            tag.partition("-")[0]: UnitNames(each.one or each.other, each.other, each.also)
            for tag, each in given.items()
        }
        return Unit(
            self.id,
            symbol=self.symbol,
            names=names,
            dimension=self.dimension,
            factor=Decimal(str(self.factor)),
            per=self.per,
            source=self.source,
        )


class UnitFile(Item):
    """All units that the content declares, by id."""

    units: Annotated[tuple[DeclaredUnit, ...], Keyed()] = Field(default=(), description="each unit, once")
