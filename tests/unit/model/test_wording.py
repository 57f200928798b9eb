"""Numbers, periods and dates in words: no digit lost, no qualifier lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import the_words
from digitrend.text.lexicon import known_units
from digitrend.text.references import untraceable
from digitrend.text.wording import MissingWordError, count_text, date_text, flattened, number, period_text, word
from paths import ROOT
from tables import table

WORDS = the_words()


@table(
    ("value", "shown"),
    [
        (0, "0"),
        (3, "3"),
        (18.2, "18.2"),
        (400_000, "400,000"),
        (999_999.5, "999,999.5"),
        (1_000_000, "1 million"),
        (1_234_567, "1.234567 million"),
        (50_000_000_000, "50 billion"),
        (49_900_000_000_000, "49.9 trillion"),
        (1_234_000_000_000_000, "1,234 trillion"),
        (-3.5, "−3.5"),
        (-2_500_000, "−2.5 million"),
        (0.0000001, "0.0000001"),
    ],
)
def test_a_number_is_grouped_scaled_and_never_rounded(value: float, shown: str) -> None:
    assert number(value, WORDS) == shown


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_every_digit_of_a_number_is_kept(value: float) -> None:
    text = number(value, WORDS).replace(",", "").replace("−", "-")
    figure, _, scale = text.partition(" ")
    exponent = {"": 0, "million": 6, "billion": 9, "trillion": 12}[scale]

    assert float(f"{figure}e{exponent}") == value


@table(
    ("date", "shown"),
    [
        ("", "date not given"),
        ("2020", "2020"),
        ("2020-04", "April 2020"),
        ("2020-12", "December 2020"),
        ("2020-11-05", "5 November 2020"),
    ],
)
def test_a_date_is_as_fine_as_it_is_given_and_no_finer(date: str, shown: str) -> None:
    assert date_text(date, WORDS) == shown


@table(
    ("period", "shown"),
    [
        ("", ""),
        ("2020/2020", "2020"),
        ("2020-01/2020-12", "2020"),
        ("2020-01/2020-09", "January to September 2020"),
        ("2019-10/2020-03", "October 2019 to March 2020"),
        ("2019/2020", "2019 to 2020"),
        ("2020-01-01/2020-03-31", "1 January 2020 to 31 March 2020"),
        ("2020-Q2", "Q2 2020"),
    ],
)
def test_a_period_is_told_in_words(period: str, shown: str) -> None:
    assert period_text(period, WORDS) == shown


def test_a_count_of_the_briefing_is_in_words_up_to_twelve() -> None:
    assert [count_text(n, WORDS) for n in (0, 1, 12, 13, 1300)] == ["none", "one", "twelve", "13", "1,300"]


def test_a_missing_word_is_named() -> None:
    with pytest.raises(MissingWordError, match=r"no entry 'a\.b'"):
        word({}, "a.b")
    with pytest.raises(MissingWordError, match=r"no entry 'a: \{gap\}'"):
        word({"a": "{gap}"}, "a", other=1)


def test_nested_words_are_flattened_with_dots_and_places() -> None:
    assert flattened({"a": {"b": "x"}, "c": ["y", 2]}) == {"a.b": "x", "c.0": "y", "c.1": "2"}


# ---- Nor does the interface type a number

SPELLING = re.compile(r"lang$|number\.|count\.[0-9]+$")  # how numbers are spelt
NAMES = re.compile(r"SHA-256|twice the size|\{period\} = 100$")
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(pre|style).*?</\1>|<[^>]*>", re.DOTALL)


def typed(text: str) -> list[str]:
    return [found.text for found in untraceable(NAMES.sub("", text), "en", known_units())]


@table("key", [key for key in WORDS if not SPELLING.match(key)])
def test_no_word_of_the_interface_types_a_number(key: str) -> None:
    assert typed(WORDS[key]) == []


def test_no_template_types_a_number() -> None:
    pages = sorted((ROOT / "templates").rglob("*.html"))

    assert {page.name: found for page in pages if (found := typed(CODE.sub(" ", page.read_text("utf-8"))))} == {}
    assert len(pages) > 10
