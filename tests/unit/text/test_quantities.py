"""Printed figures read: every row says what the words mean, in English and in Chinese."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from digitrend.model.quantities import Bound, Direction, Quantity, QuantityKind
from digitrend.model.units import Unit, UnitNames
from digitrend.text.claims import unknown_hedge, words_beside
from digitrend.text.lexicon import LanguageError, known_units, lexicon
from digitrend.text.quantities import find_quantities, read_printed
from digitrend.text.wording import format_quantity
from tables import table

BROADCASTS = Unit(
    "broadcasts", names={"en": UnitNames("live broadcast", "live broadcasts"), "zh": UnitNames("场", "场")}
)
VIEWS = Unit("views", names={"en": UnitNames("view", "views", ("viewers",)), "zh": UnitNames("次", "次")})
UNITS = known_units().with_units([BROADCASTS, VIEWS])

# printed | value or low..high | unit | qualifier | kind | direction
ENGLISH = """
4.8GW | 4.8 | GW | exact | |
15 GW | 15 | GW | exact | |
$3.08/MMBtu | 3.08 | USD/MMBtu | exact | |
€4.9bn | 4900000000 | EUR | exact | money |
USD 1.2 bn | 1200000000 | USD | exact | money |
4000$ | 4000 | USD | exact | money |
3–5% | 3..5 | percent | between | |
between 3 and 5% | 3..5 | percent | between | |
3% to 5% | 3..5 | percent | between | |
0.2 percentage points | 0.2 | percentage-points | exact | change |
two thirds | 66.67 | percent | exact | share |
one in four | 25 | percent | exact | share |
three out of five firms | 60 | percent | exact | share |
a third of exports | 33.33 | percent | exact | share |
45 euros a tonne a year | 45 | EUR/t/yr | exact | |
grew by 5% a year | 5 | percent/yr | exact | growth rate | up
doubled | 2 | times | exact | ratio | up
halved | 0.5 | times | exact | ratio | down
six-fold | 6 | times | exact | ratio | up
1.5 times | 1.5 | times | exact | ratio |
a dozen | 12 | count | exact | count |
twenty-five | 25 | count | exact | count |
two hundred and five | 205 | count | exact | count |
half a million people | 500000 | people | exact | count |
two and a half million tonnes | 2500000 | t | exact | |
150% of GDP | 150 | percent | exact | ratio |
95% of events | 95 | percent | exact | share |
−13 | -13 | count | exact | count |
-5 °C | -5 | degC | exact | |
13 MW less | -13 | MW | exact | change | down
up $11/b | 11 | USD/bbl | exact | change | up
16.6 million b/d lower | -16600000 | bbl/d | exact | change | down
down 3.6% | -3.6 | percent | exact | growth rate | down
increased by 18.2% | 18.2 | percent | exact | growth rate | up
5.7% less electricity | -5.7 | percent | exact | growth rate | down
declines to 36% | 36 | percent | exact | |
fell by 3–5% | -5..-3 | percent | between | growth rate | down
fell at a 1.4% pace | -1.4 | percent | exact | growth rate | down
grew at an annualized rate of 3% | 3 | percent | exact | growth rate | up
wage growth at a 5-6% pace | 5..6 | percent | between | growth rate | up
fell at a 40% discount | 40 | percent | exact | |
420 ppm | 420 | ppm | exact | |
5 cents per kilowatt-hour | 5 | cent/kWh | exact | |
higher by 100-155bps | 100..155 | basis-points | between | change | up
pay down $26 billion | 26000000000 | USD | exact | money |
$1 billion per quarter | 1000000000 | USD/quarter | exact | |
12 MW a quarter | 12 | MW/quarter | exact | |
a quarter of exports | 25 | percent | exact | share |
capped at $60bn per month | 60000000000 | USD/month | at most | |
fell by more than 5% | -5 | percent | more than | growth rate | down
49.9 trillion yuan | 49900000000000 | CNY | exact | money |
$29 per barrel | 29 | USD/bbl | exact | |
$1.75 per million British thermal units | 1.75 | USD/MMBtu | exact | |
83.8 million barrels per day | 83800000 | bbl/d | exact | |
81.9 billion cubic feet per day | 81.9 | Bcf/d | exact | |
23.2 gigawatts | 23.2 | GW | exact | |
562k per month | 562000 | count/month | exact | |
2.1m a year | 2100000 | count/yr | exact | |
$1.2-1.5 trillion | 1200000000000..1500000000000 | USD | between | money |
$900 to $1.2 million | 900..1200000 | USD | between | money |
C$3 | 3 | CAD | exact | money |
HK$20bn | 20000000000 | HKD | exact | money |
north of $100 | 100 | USD | more than | money |
rose by a factor of three | 3 | times | exact | ratio | up
a fifth lower | -20 | percent | exact | growth rate | down
100-MW plant | 100 | MW | exact | |
60 km/h | 60 | km/h | exact | |
40m people | 40000000 | people | exact | count |
more than 40 000 crossings | 40000 | count | more than | count |
more than 10 million e-commerce live broadcasts | 10000000 | broadcasts | more than | count |
more than 50 billion viewers | 50000000000 | views | more than | count |
lower than $2/MMBtu | 2 | USD/MMBtu | less than | |
below 100 MW | 100 | MW | less than | |
no more than 45 | 45 | count | at most | count |
no less than 45 | 45 | count | at least | count |
up to 15 GW | 15 | GW | up to | |
nearly 3 Mt | 3 | Mt | nearly | |
about a third of exports | 33.33 | percent | about | share |
5 GW or more | 5 | GW | at least | |
over 2024–25 | none | | | |
more than in 2019 | none | | | |
2Q20 | none | | | |
made up 18% of sales | 18 | percent | exact | share |
diesel took up to 30% of their income | 30 | percent | up to | share |
7½ per cent | 7.5 | percent | exact | |
$1,900 an ounce | 1900 | USD/oz-troy | exact | |
fell below $6.5/kg | 6.5 | USD/kg | less than | |
rose 3.2 points to 104.7 | 3.2 | points | exact | change | up
300k trucks | 300000 | count | exact | count |
1.5m cars | 1500000 | count | exact | count |
5m long | 5 | m | exact | |
a 1.2-million-tonne plant | 1200000 | t | exact | |
a 5-percentage-point rise | 5 | percentage-points | exact | change | up
37.4 Gt of CO2 | 37.4 | GtCO2 | exact | |
shrank by a fifth | -20 | percent | exact | growth rate | down
Rs 500 crore | 5000000000 | INR | exact | money |
nine in ten firms | 90 | percent | exact | share |
13.3 mb/d | 13.3 | mb/d | exact | |
17% above the mean | 17 | percent | exact | growth rate | up
102.4 GW a year earlier | 102.4 | GW | exact | |
5x lower | 5 | times | exact | ratio |
4,310 per 100,000 workers | 4310 | per-100000 | exact | |
between 10 and 12 per 1,000 | 10..12 | per-1000 | between | |
31 vacancies per 100 unemployed people | 31 | per-100 | exact | |
362 people aged 65 and over per 1,000 people | 362 | per-1000 | exact | |
1,950 to 1 | 1950 | to-one | exact | ratio |
one euro in every four | 25 | percent | exact | share |
cut of 25% to 30% | -30..-25 | percent | between | growth rate | down
grew by 2 to 20 GW | 2..20 | GW | between | change | up
three percentage points fewer | -3 | percentage-points | exact | change | down
minus 0.4% of GDP | -0.4 | percent | exact | ratio |
minus $3 billion | -3000000000 | USD | exact | money |
nine out of every ten | 90 | percent | exact | share |
grew at an average annual rate of 2.1% | 2.1 | percent | exact | growth rate | up
bottom 20% | none | | | |
-1.9% of GDP | -1.9 | percent | exact | ratio |
50 or older | 50 | count | at least | count |
aged 15-24 | none | | | |
95% confidence | none | | | |
COVID-19 | none | | | |
"""
CHINESE = """
约2.84亿 | 284000000 | count | about | count |
提升1.7个百分点 | 1.7 | percentage-points | exact | change | up
下降0.3个百分点 | -0.3 | percentage-points | exact | change | down
近49.9万亿元 | 49900000000000 | CNY | nearly | money |
不足三成 | 30 | percent | less than | share |
翻一番 | 2 | times | exact | ratio | up
翻两番 | 4 | times | exact | ratio | up
500亿次 | 50000000000 | views | exact | count |
超过1000万场 | 10000000 | broadcasts | more than | count |
负2.5% | -2.5 | percent | exact | |
负增长3% | -3 | percent | exact | growth rate | down
近百家 | 100 | count | nearly | count |
超万亿元 | 1000000000000 | CNY | more than | money |
两三百家 | 200..300 | count | between | count |
七八成 | 70..80 | percent | between | share |
三四十万吨 | 300000..400000 | t | between | |
近半 | 50 | percent | nearly | share |
每月56.2万吨 | 562000 | t/month | exact | |
175项 | 175 | count | exact | count |
2000个 | 2000 | count | exact | count |
百分之三 | 3 | percent | exact | |
三分之二 | 66.67 | percent | exact | share |
一半 | 50 | percent | exact | share |
300多家 | 300 | count | more than | count |
10余万人 | 100000 | people | more than | count |
每桶29美元 | 29 | USD/bbl | exact | |
29美元/桶 | 29 | USD/bbl | exact | |
同比增长18.2% | 18.2 | percent | exact | growth rate | up
增至36% | 36 | percent | exact | |
占35% | 35 | percent | exact | share |
3%至5% | 3..5 | percent | between | |
三百二十五 | 325 | count | exact | count |
5万亿千瓦时 | 5000000000000 | kWh | exact | |
不超过45吉瓦 | 45 | GW | at most | |
不少于45人 | 45 | people | at least | count |
50%以上 | 50 | percent | at least | |
100元左右 | 100 | CNY | about | money |
降幅超过三成 | -30 | percent | more than | growth rate | down
翻了两番 | 4 | times | exact | ratio | up
增长1.6倍 | 1.6 | times | exact | growth rate | up
每瓦1.5元左右 | 1.5 | CNY/W | about | |
55至65吉瓦 | 55..65 | GW | between | |
1.37万亿斤 | 1370000000000 | jin | exact | |
百分之九十五 | 95 | percent | exact | |
第一版 | none | | | |
2020年12月 | none | | | |
IPv6地址 | none | | | |
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def shown(quantity: Quantity | None) -> list[str]:
    """Return a quantity as a row of the tables has it."""
    if quantity is None:
        return ["none", "", "", "", ""]
    numbers = ".." if quantity.is_range else ""
    value = numbers.join(f"{round(each, 2).normalize():f}" for each in quantity.numbers)
    direction = "" if quantity.direction is Direction.NONE else quantity.direction.value
    return [value, quantity.unit, quantity.qualifier.value, (quantity.kind or ""), direction]


@pytest.mark.parametrize(("language", "table"), [("en", ENGLISH), ("zh", CHINESE)], ids=["en", "zh"])
def test_printed_figures_are_read(language: str, table: str) -> None:
    for printed, *expected in rows(table):
        assert [printed, *shown(read_printed(printed, language, UNITS))] == [printed, *(*expected, "")[:5]]


def test_of_several_quantities_none_is_guessed() -> None:
    for printed in (
        "between 32 and 30 million TEU",
        "12,900 TEU, up from 9,200",
        "5% or 6%",
        "9 mills of the 14 mills",
    ):
        assert read_printed(printed, "en", UNITS) is None, printed

    assert shown(read_printed("9 mills of the 14 mills", "en", UNITS, [14]))[0] == "14"
    assert shown(read_printed("rose 3 points to 104", "en", UNITS))[0] == "3"


def test_printed_zeros_are_kept() -> None:
    table = {"18.0%": 1, "18%": 0, "2.50 billion yuan": 2, "$2.06/MMBtu": 2}
    read = {printed: read_printed(printed, "en", UNITS) for printed in table}
    assert {printed: quantity and quantity.decimals for printed, quantity in read.items()} == table


def test_a_bound_of_a_fall_is_a_bound_from_above() -> None:
    for printed, bound in (("fell by more than 5%", Bound.UPPER), ("more than 5%", Bound.LOWER)):
        quantity = read_printed(printed, "en", UNITS)
        assert quantity is not None
        assert quantity.bound is bound


def test_quantities_are_found_with_their_places() -> None:
    text = "In 2020 output rose by 18.2% and 14.7%, to nearly 4.8GW (2Q20), and COVID-19 cost 5G makers €4.9bn."
    found = find_quantities(text, "en", UNITS)
    expected = ["rose by 18.2%", "14.7%", "nearly 4.8GW", "€4.9bn"]
    assert [text[each.start : each.end] for each in found] == expected
    assert [each.quantity.direction for each in found[:2]] == [Direction.UP, Direction.UP]


@table(
    ("text", "expected"),
    [
        ("$1 million in 2-, 3-, 5-year notes and 10- and 30-year bonds", ["$1 million"]),
        ("turbines of 3- or 4-MW", ["3", "4-MW"]),
        ("the fund set up 12 offices", ["12"]),
    ],
)
def test_a_hyphen_that_hangs_makes_a_name_as_a_whole_one_does(text: str, expected: list[str]) -> None:
    assert [text[each.start : each.end] for each in find_quantities(text, "en", UNITS)] == expected


def test_numbers_in_words_count_when_they_measure() -> None:
    text = "Two provinces spent three million dollars on five sites, and a dozen towns lost two per cent."
    found = [text[each.start : each.end] for each in find_quantities(text, "en", UNITS)]
    assert found == ["three million dollars", "a dozen", "lost two per cent"]


def test_a_movement_is_no_range() -> None:
    for language, text in (("en", "from 3% to 5%"), ("en", "from 3 to 5%"), ("zh", "从3%至5%"), ("zh", "从3至5%")):
        found = [(each.quantity.value, each.quantity.unit) for each in find_quantities(text, language, UNITS)]
        assert found == [(Decimal(3), "percent"), (Decimal(5), "percent")]
    for text, values in (("rose by 62,000 to 511,000", [62000, 511000]), ("fell from 3 to 1 last year", [3, 1])):
        assert [each.quantity.value for each in find_quantities(text, "en", UNITS)] == values


def test_words_beside_a_figure_are_told() -> None:
    table = [
        ("Sales fell by ", " in May.", "en", "exact", "down"),
        ("Sales fell to nearly ", " in May.", "en", "nearly", "none"),
        ("It was ", " lower than before.", "en", "exact", "down"),
        ("Output rose by more than ", ".", "en", "more than", "up"),
        ("They have no more than ", ".", "en", "at most", "none"),
        ("Exports were ", ".", "en", "exact", "none"),
        ("销量下降", "。", "zh", "exact", "down"),
        ("总额超过", "。", "zh", "more than", "none"),
    ]
    for before, after, language, qualifier, direction in table:
        assert words_beside(before, after, language, UNITS) == (qualifier, direction), before


def test_hedges_without_a_meaning_are_told() -> None:
    table = {"barely 45 GW": "barely", "supposedly 45": "supposedly", "roughly 45": "", "a mere 45": "a mere", "45": ""}
    assert {printed: unknown_hedge(printed, "en", UNITS) for printed in table} == table


def test_amounts_agree_across_units() -> None:
    table = [
        ("4.8GW", "4,800 MW", True),
        ("81.9 Bcf/d", "81,900 MMcf/d", True),
        ("$5", "€5", False),
        ("3–5%", "3% to 5%", True),
        ("3%", "3 percentage points", False),
        ("up 5%", "fell by 5%", False),
    ]
    for first, second, same in table:
        quantity, other = read_printed(first, "en", UNITS), read_printed(second, "en", UNITS)
        assert quantity is not None
        assert other is not None
        assert quantity.same_amount(other, UNITS) is same, (first, second)


def test_a_long_text_is_read_fast() -> None:
    text = "Output of the plants rose by 18.2% to nearly 4.8GW in the first half of 2020, as planned in May. " * 250
    find_quantities(text, "en", UNITS)
    before = time.process_time()
    assert len(find_quantities(text, "en", UNITS)) == 500
    assert time.process_time() - before < 0.5  # 0.1 s on a free core; the room is for busy machines


def test_a_unit_that_is_not_known_leaves_its_number() -> None:
    for text, found in (("It held 6.3 km³ then.", ("6.3 km³", "km3")), ("It held 6.3 kg3 then.", ("6.3", "count"))):
        (only,) = find_quantities(text, "en", UNITS)
        assert (text[only.start : only.end], only.quantity.unit) == found


def test_a_language_without_words_is_refused_in_one_sentence() -> None:
    with pytest.raises(LanguageError, match=r"cannot be read in 'fr'.*copy en\.yaml"):
        lexicon("fr")
    assert lexicon("zh-Hans").is_one(Decimal(1)) is False


@table(
    ("language", "printed", "value", "written"),
    [
        ("en", "third-warmest", 3, "3rd"),
        ("en", "the 11th-driest winter", 11, "11th"),
        ("en", "tied for sixth", 6, "6th"),
        ("en", "the 22nd place", 22, "22nd"),
        ("zh", "居全国第三", 3, "第3"),
        ("zh", "第15位", 15, "第15"),
    ],
)
def test_a_place_in_an_order_is_a_rank(language: str, printed: str, value: int, written: str) -> None:
    read = read_printed(printed, language, known_units())

    assert read is not None
    assert (read.numbers, read.kind) == ((Decimal(value),), QuantityKind.RANK)
    assert format_quantity(read, language, known_units()) == written


@table("printed", ["two thirds", "a third of the farms", "the fourth quarter", "third parties, 5%"])
def test_words_with_a_number_or_of_time_are_no_rank_where_a_number_stands(printed: str) -> None:
    read = read_printed(printed, "en", known_units())

    assert read is None or read.kind is not QuantityKind.RANK
