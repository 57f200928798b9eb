"""Units that a content declares: what is counted or measured there and nowhere else."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import ConfigDict, Field

from digitrend.model.base import Item, Keyed, hidden
from digitrend.model.units import Unit, UnitNames


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
