"""Words that exclude each other, and words that are said only of what says so."""

from __future__ import annotations

import pytest

from digitrend.text.contrasts import (
    alike,
    contrast,
    crossed,
    denied_otherwise,
    given_to_another,
    measures,
    moved_otherwise,
    unborne,
)

SOURCE = (
    "Demand was higher than forecast. Stocks are lower than last year. Most provinces did not list the fields. "
    "Guizhou focuses on data centres, Zhejiang focuses on the industrial internet."
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Demand came in higher than thought", ""),
        ("Demand came in lower than thought", "lower"),  # lower is said of stocks alone
        ("Most provinces leave the fields open", ""),
        ("Most provinces say in which fields", "Most"),
        ("Foreign demand was higher", "Foreign"),  # what nothing in the source says
        ("The fields are not postponed", ""),
        ("The fields are postponed", "postponed"),
    ],
)
def test_what_a_text_bears_out(text: str, word: str) -> None:
    assert unborne(text, SOURCE, "en", antonyms=True) == word


def test_what_is_said_of_the_next_thing() -> None:
    assert not crossed("Guizhou builds data centres, Zhejiang an internet for industry.", SOURCE, "en")
    turned = "Guizhou builds an industrial internet, Zhejiang builds data centres."
    assert crossed(turned, SOURCE, "en") == turned


def test_chinese_words_are_compared_without_spaces() -> None:
    source = "多数地方没有说明细分领域。投入将继续加大。"
    assert unborne("多数没有说明细分领域", source, "zh", antonyms=True) == ""
    assert unborne("多数说明了细分领域", source, "zh", antonyms=True) == "多数"
    assert unborne("投入即将见顶", source, "zh", antonyms=True) == "见顶"


INVENTORIES = (
    "Rising crude prices reflect declines in oil inventories, and 5% less electricity consumption. "
    "Investment in key technologies such as cranes, masts and other parts of quays will continue to increase."
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Stocks of oil fall through 2021", ""),
        ("Stocks of oil build up through 2021", "build up"),
        ("Prices rise as stocks run down", ""),
        ("Prices drop as stocks run down", "drop"),
        ("Consumption falls", ""),
        ("Consumption of power grows", "grows"),
        ("Demand falls", ""),  # of which nothing is said
        ("Prices do not fall", ""),
        ("Quays draw more investment", ""),
        ("Quays draw less investment", "less"),  # far from the verb that lets it grow
    ],
)
def test_what_is_measured_moves_the_way_that_the_other_text_says(text: str, word: str) -> None:
    assert moved_otherwise(text, INVENTORIES, "en") == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Provinces with a policy speed it up", ""),
        ("Provinces without a policy speed it up", "policy"),
        ("Provinces that list their subfields", "list"),
        ("Provinces list neither", ""),
        ("The rail link is not yet open", "open"),
        ("Not only the rail link is open", ""),
    ],
)
def test_what_a_text_denies_or_affirms_and_another_does_not(text: str, word: str) -> None:
    source = "All 24 provinces with a policy want it, but most did not list the subfields. The rail link is open."
    assert denied_otherwise(text, source, "en") == word


def test_a_denial_in_chinese_is_of_the_characters_behind_it() -> None:
    source = "已出台政策的省市都要加快，但多数没有说明领域。"
    assert denied_otherwise("没有政策的省市", source, "zh") == "政策"
    assert denied_otherwise("已出台政策的省市", source, "zh") == ""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Producers decide more smartly", ""),
        ("Consumers decide on processes", "Consumers"),
        ("Leadership by the government for what is non-exclusive", ""),
        ("Leadership by the market for what is non-exclusive", "market"),
    ],
)
def test_what_is_given_to_another(text: str, word: str) -> None:
    source = (
        "It brings consumers richer content, and helps producers decide on processes. What is non-exclusive should be "
        "led by the government; in special fields let market players act."
    )
    assert given_to_another(text, source, "en") == word


def test_other_words_for_one_thing() -> None:
    assert alike("shops and offices", "the commercial sector", "en") == {"shops", "offices"}


def test_what_a_text_measures() -> None:
    assert {*measures("Output of robots, and spending on them", "en").values()} == {"Output", "spending"}
    assert measures("Production", "en").keys() == measures("output", "en").keys()
    assert measures("Robots of all kinds", "en") == {}


def test_what_is_denied_names_no_other_thing() -> None:
    assert contrast("Sites without staff", "more output", "en") == ""
    assert contrast("Staff of the sites", "more output", "en") == "Staff"


def test_a_verb_and_a_saying_name_nothing() -> None:
    assert contrast("Wind farms supply a third", "less demand", "en") == ""
    assert unborne("Close the digital divide", "The centre opens. Bridge the divide.", "en") == ""


def test_a_heading_is_a_sentence_of_its_own() -> None:
    source = "Less land, more value\n\nThe area was 7 in 2024 and 6 in 2026."

    assert unborne("The area shrinks.", source, "en", antonyms=True) == ""
    assert unborne("The area shrinks.", source.replace("\n\n", " "), "en", antonyms=True) == "shrinks"
