"""Printed figures: what a text spells is read as the number that it means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import the_words
from digitrend.model import Unit
from digitrend.printed import SCALES, printed_value
from digitrend.wording import number, quantity
from tables import table

PRINTED = {
    "18.2%": (18.2, Unit.PERCENT),
    "62% of the harvest": (62, Unit.PERCENT),
    "3 per cent": (3, Unit.PERCENT),
    "3 percent": (3, Unit.PERCENT),
    "3 percentage points": (3, Unit.PERCENT),
    "１２％": (12, Unit.PERCENT),
    "-3.5%": (-3.5, Unit.PERCENT),
    "−3.5%": (-3.5, Unit.PERCENT),
    "49.9 trillion yuan": (49_900_000_000_000, Unit.CNY),
    "49.9 Trillion Yuan": (49_900_000_000_000, Unit.CNY),
    "RMB 5 million": (5_000_000, Unit.CNY),
    "¥1,200.50": (1200.5, Unit.CNY),
    "3亿元": (300_000_000, Unit.CNY),
    "49.9万亿元": (49_900_000_000_000, Unit.CNY),
    "4万": (40_000, None),
    "400,000": (400_000, None),
    "more than 40,000 crossings": (40_000, None),
    "1.2 million passengers": (1_200_000, None),
    "3 hundred thousand": (300_000, None),
    "3 of the 8 ferries": (3, None),
    "10 millionaires": (10, None),
    "0": (0, None),
    "(48)": (48, None),
}


@table("text", PRINTED)
def test_a_printed_figure_is_read_with_its_scale_and_unit(text: str) -> None:
    assert printed_value(text) == PRINTED[text]


@pytest.mark.parametrize(
    "text", ["all of them", "half of the fleet", "", "5G networks", "G20", "M2", "第3", "12,5%", "1.2.3"]
)
def test_what_spells_no_number_gives_none(text: str) -> None:
    assert printed_value(text) is None


def test_a_number_in_a_name_is_passed_over() -> None:
    assert printed_value("the 5G plan of 3 towns") == (3, None)


NUMBERS = st.one_of(
    st.integers(0, 10**15).map(float),
    st.decimals(0, 10**9, places=3).map(float),
    st.builds(lambda digits, zeros: float(digits * 10**zeros), st.integers(1, 9999), st.integers(0, 12)),
)


@given(NUMBERS, st.sampled_from([1, -1]))
def test_a_number_shown_and_read_back_is_the_same_number(value: float, sign: int) -> None:
    assert printed_value(number(sign * value, the_words())) == (sign * value, None)


@given(NUMBERS, st.sampled_from([Unit.PERCENT, Unit.CNY]))
def test_a_quantity_shown_and_read_back_keeps_its_unit(value: float, unit: Unit) -> None:
    assert printed_value(quantity(value, unit, the_words())) == (value, unit)


@given(st.decimals(0, 9999, places=2), st.sampled_from(sorted(SCALES)), st.sampled_from(["", " "]))
def test_a_scale_multiplies_exactly_with_or_without_a_space(figure: Decimal, scale: str, space: str) -> None:
    assert printed_value(f"{figure}{space}{scale}") == (float(figure * SCALES[scale]), None)


SPELLINGS = {  # how a text may print a figure: the sign of its unit, and that unit
    "{}": None,
    "{}%": Unit.PERCENT,
    "{}％": Unit.PERCENT,
    "{} %": Unit.PERCENT,
    "{} per cent": Unit.PERCENT,
    "{} percent": Unit.PERCENT,
    "{} percentage points": Unit.PERCENT,
    "{} yuan": Unit.CNY,
    "RMB {}": Unit.CNY,
    "CNY {}": Unit.CNY,
    "¥{}": Unit.CNY,
    "{}元": Unit.CNY,
    "more than {} of them": None,
    "according to incomplete statistics, {} yuan": Unit.CNY,
}
SCALED = {"": 1, **{f" {word}": SCALES[word] for word in ("hundred", "thousand", "million", "billion", "trillion")}}
CHINESE = {"万": 10**4, "亿": 10**8, "万亿": 10**12}


@given(
    st.decimals(0, 99_999, places=2),
    st.sampled_from(sorted(SPELLINGS)),
    st.sampled_from(sorted(SCALED)),
    st.booleans(),
)
def test_a_figure_printed_in_english_is_read_back(figure: Decimal, spelling: str, scale: str, grouped: bool) -> None:
    printed = spelling.format(f"{figure:,f}{scale}" if grouped else f"{figure:f}{scale}")

    assert printed_value(printed) == (float(figure * SCALED[scale]), SPELLINGS[spelling])


@given(st.decimals(0, 99_999, places=2), st.sampled_from(sorted(CHINESE)), st.sampled_from(["", "元", "人次"]))
def test_a_figure_printed_in_chinese_is_read_back(figure: Decimal, scale: str, unit: str) -> None:
    expected = float(figure * CHINESE[scale]), Unit.CNY if unit == "元" else None

    assert printed_value(f"{figure:f}{scale}{unit}") == expected
    assert printed_value(f"超过{figure:f} {scale}{unit}") == expected


@given(st.integers(0, 10**14))
def test_separators_of_thousands_change_nothing(value: int) -> None:
    written = f"{value:,}"

    assert printed_value(written) == printed_value(written.replace(",", "\u202f")) == printed_value(str(value))


@given(st.text(max_size=40))
def test_no_text_makes_it_raise(text: str) -> None:
    printed_value(text)


@table(
    ("printed", "value", "unit"),
    [
        ("€4.5 million", 4_500_000, Unit.EUR),
        ("4.5 million euros", 4_500_000, Unit.EUR),
        ("EUR 12", 12, Unit.EUR),
        ("£1,200", 1200, Unit.GBP),
        ("3 billion pounds sterling", 3_000_000_000, Unit.GBP),
        ("US$7 trillion", 7_000_000_000_000, Unit.USD),
        ("$7", 7, Unit.USD),
        ("7 US dollars", 7, Unit.USD),
        ("more than 20 million dollars", 20_000_000, Unit.USD),
        ("600 billion yen", 600_000_000_000, Unit.JPY),
        ("5 pounds of barley", 5, None),
        ("¥3亿", 300_000_000, Unit.CNY),
    ],
)
def test_money_is_read_in_its_currency(printed: str, value: float, unit: Unit | None) -> None:
    assert printed_value(printed) == (value, unit)
