"""Quantities as text, in both languages, and read again."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from digitrend.model.quantities import Qualifier, Quantity
from digitrend.model.units import Unit, UnitNames
from digitrend.text.lexicon import known_units
from digitrend.text.quantities import read_printed
from digitrend.text.wording import Form, format_quantity

VIEWS = Unit("views", names={"en": UnitNames("view", "views"), "zh": UnitNames("次", "次")})
UNITS = known_units().with_units([VIEWS])

# printed in English | in full (= where it says the same) | value | size | short | in Chinese
WRITTEN = """
49.9 trillion yuan | = | = | = | 49.9tn yuan | 49.9万亿元
more than 50 billion views | = | 50 billion views | 50 billion views | >50bn views | 超过500亿次
18.0% | = | = | = | = | 18.0%
3–5% | between 3% and 5% | 3% to 5% | 3% to 5% | 3%–5% | 3%至5%
two thirds | = | = | = | 66.7% | 三分之二
half | = | = | = | 50% | 一半
down more than 9% | = | −9% | 9% | <−9% | 下降超过9%
fell by up to 13 MW | down up to 13 MW | −13 MW | 13 MW | ≥−13 MW | 下降高达13兆瓦
562k per month | 562,000 per month | 562,000 per month | 562,000 per month | 562,000 per month | 56.2万/月
down 3.6% | −3.6% | −3.6% | 3.6% | −3.6% | −3.6%
83.8 million barrels per day | = | = | = | 83.8m b/d | 8380万桶/天
$29 per barrel | = | = | = | $29/b | 29美元/桶
81.9 billion cubic feet per day | = | = | = | 81.9 Bcf/d | 819亿立方英尺/天
23.2 GW | = | = | = | = | 23.2吉瓦
0.2 percentage points | = | = | = | 0.2 pp | 0.2个百分点
1 barrel | = | = | = | 1 b | 1桶
no more than 45 | = | 45 | 45 | ≤45 | 不超过45
less than $2 per tonne | = | $2 per tonne | $2 per tonne | <$2/t | 不足2美元/吨
between 3 and 5 million barrels | = | 3 to 5 million barrels | 3 to 5 million barrels | 3–5m b | 300至500万桶
about 3 million tonnes | = | 3 million tonnes | 3 million tonnes | ~3m t | 约300万吨
about 3 Mt | about 3 million tonnes | 3 million tonnes | 3 million tonnes | ~3 Mt | 约300万吨
€45 per tonne per year | = | = | = | €45/t/yr | 45欧元/吨/年
5% per year | = | = | = | 5%/yr | 5%/年
between 12 and 45 per 1,000 | = | 12 to 45 per 1,000 | 12 to 45 per 1,000 | 12–45 per 1,000 | 12至45（每千）
1,950 to 1 | = | = | = | = | 1950比1
one in sixteen | 6.3% | 6.3% | 6.3% | 6.3% | 6.3%
150 Swiss francs | = | = | = | = | 150瑞士法郎
"""


def test_quantities_are_written() -> None:
    for line in WRITTEN.strip().splitlines():
        printed, *expected = (cell.strip() for cell in line.split("|"))
        quantity = read_printed(printed, "en", UNITS)
        assert quantity is not None
        written = [format_quantity(quantity, "en", UNITS, form) for form in Form]
        written = ["=" if each == printed else each for each in written]
        assert [*written, format_quantity(quantity, "zh", UNITS)] == expected


NUMBERS = st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=2)
UNIT_IDS = st.sampled_from(
    [
        "percent",
        "CNY",
        "USD",
        "EUR",
        "CHF",
        "GW",
        "t",
        "kWh",
        "bbl/d",
        "USD/bbl",
        "USD/MMBtu",
        "people",
        "views",
        "count",
    ]
)


@given(
    value=NUMBERS,
    decimals=st.integers(0, 2),
    unit=UNIT_IDS,
    qualifier=st.sampled_from([each for each in Qualifier if each is not Qualifier.BETWEEN]),
    language=st.sampled_from(["en", "zh"]),
)
def test_what_is_written_in_full_is_read_again(
    value: Decimal, decimals: int, unit: str, qualifier: Qualifier, language: str
) -> None:
    quantity = Quantity(round(value, decimals), unit, qualifier, decimals=decimals)
    text = format_quantity(quantity, language, UNITS)
    again = read_printed(text, language, UNITS)
    assert again is not None, text
    assert (again.value, again.unit, again.qualifier) == (quantity.value, unit, qualifier), text


@given(first=st.integers(0, 10**9), width=st.integers(1, 10**9), unit=UNIT_IDS, language=st.sampled_from(["en", "zh"]))
def test_ranges_written_in_full_are_read_again(first: int, width: int, unit: str, language: str) -> None:
    low, high = Decimal(first), Decimal(first + width)
    text = format_quantity(Quantity(None, unit, Qualifier.BETWEEN, low, high), language, UNITS)
    again = read_printed(text, language, UNITS)
    assert again is not None, text
    assert (again.low, again.high, again.unit) == (low, high, unit), text


@given(above=st.integers(1, 9), below=st.integers(2, 10), language=st.sampled_from(["en", "zh"]))
def test_fractions_are_read_again(above: int, below: int, language: str) -> None:
    if above < below:
        quantity = Quantity(Decimal(100 * above) / below, "percent", fraction=(above, below))
        again = read_printed(format_quantity(quantity, language, UNITS), language, UNITS)
        assert again is not None
        assert again.value == quantity.value
