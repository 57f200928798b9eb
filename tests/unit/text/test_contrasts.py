"""Words that exclude each other, and words that are said only of what says so."""

from __future__ import annotations

import pytest

from digitrend.text.contrasts import crossed, moved_otherwise, unborne

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


INVENTORIES = "Rising crude prices reflect declines in oil inventories, and 5% less electricity consumption."


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
    ],
)
def test_what_is_measured_moves_the_way_that_the_other_text_says(text: str, word: str) -> None:
    assert moved_otherwise(text, INVENTORIES, "en") == word
