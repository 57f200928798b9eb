"""What the words of a chart claim, held against its figures."""

from __future__ import annotations

import pytest
from test_honest import GENERATION, a_datum, over_time

from digitrend.model.charts import Datum
from digitrend.text.claims import Said, all_but, claimed, of_many, other_years, subtitle
from tables import table

ROBOTS = [
    a_datum("robots", 18.2, kind="growth rate"),
    a_datum("software", 15.9, kind="growth rate"),
    a_datum("chips", 14.7, kind="growth rate"),
]
FALLS = [a_datum("shops", -9.1, kind="growth rate"), a_datum("homes", -1.5, kind="growth rate")]
PART = [a_datum("part", 8.4, part_of="whole"), a_datum("whole", 49.9)]
BOTH = "gas@2019 gas@2020 gas@2021 coal@2019 coal@2020 coal@2021"
SHARE = [a_datum("found", 95, kind="share")]
ALL = [a_datum("backing", 24, kind="count", part_of="policies"), a_datum("policies", 24, kind="count")]
PRICES = [  # of August 2020 and January 2021
    a_datum("gas@2020-08", 2, start=24247, end=24248),
    a_datum("gas@2021-01", 3, start=24252, end=24253),
]

FALSE = {
    ("Chips led the growth", "chips"): (ROBOTS, "R222"),
    ("Robots grew slowest", "robots"): (ROBOTS, "R222"),
    ("Homes fell most", "homes"): (FALLS, "R222"),
    ("Robots fell", "robots"): (ROBOTS, "R223"),
    ("Sales to shops rose", "shops"): (FALLS, "R223"),
    ("Coal rises", "coal@2019 coal@2020 coal@2021"): (GENERATION, "R223"),
    ("Output of robots doubled", "robots"): (ROBOTS, "R223"),
    ("In 2020, gas gains what sun loses", BOTH.replace("coal", "sun")): (GENERATION, "R223"),
    ("All is planned for 2020", ""): (PART, "R224"),
    ("Most of the money is planned for 2020", ""): (PART, "R224"),
    ("Far more is planned for 2020 than in all", ""): (PART, "R224"),
    ("All events are found", ""): (SHARE, "R224"),
    ("Few events are found", ""): (SHARE, "R224"),
    ("Software grew by this, followed by robots and chips", "software robots chips"): (ROBOTS, "R225"),
    ("芯片增长最快", "chips"): (ROBOTS, "R222"),
    ("Gas is dear in August, and cheap by January", ""): (PRICES, "R225"),
}
TRUE = {
    ("Robots led the growth", "robots"): ROBOTS,
    ("Robots grew fastest, followed by software and chips", "robots software chips"): ROBOTS,
    ("Chips grew slowest", "chips"): ROBOTS,
    ("Sales to shops fell most", "shops"): FALLS,
    ("Coal falls", "coal@2019 coal@2020 coal@2021"): GENERATION,
    ("In 2020, gas gains what coal loses", BOTH): GENERATION,
    ("Ferries doubled", ""): over_time("ferries", 12, 25, kind="count"),
    ("Far less is planned for 2020 than in all", ""): PART,
    ("Nearly all events are found", ""): SHARE,
    ("Most events are found", ""): SHARE,
    ("Every place with a policy backs it", ""): ALL,
    ("机器人增长最快", "robots"): ROBOTS,
    ("Gas stays cheap through August, and is dear by January", ""): PRICES,
    ("Gas is dear by January", ""): PRICES,
}


def said(text: str, named: str = "") -> Said:
    language = "zh" if ord(text[0]) > 0x3000 else "en"
    return Said(text, "title", tuple(named.split()), language)


@pytest.mark.parametrize("what", FALSE, ids=lambda what: what[0])
def test_a_claim_that_the_figures_do_not_bear_out_is_found(what: tuple[str, str]) -> None:
    data, code = FALSE[what]
    assert [fault.code for fault in claimed(said(*what), data)] == [code]


@pytest.mark.parametrize("what", TRUE, ids=lambda what: what[0])
def test_a_claim_that_they_bear_out_passes(what: tuple[str, str]) -> None:
    assert list(claimed(said(*what), TRUE[what])) == []


def test_a_bound_among_the_others_may_go_beyond_the_highest() -> None:
    data: list[Datum] = [ROBOTS[0], a_datum("many", 10, kind="growth rate", bound="lower")]
    (fault,) = claimed(said("Robots led the growth", "robots"), data)
    assert "bound" in fault.message


def test_a_subtitle_names_the_years_units_and_places_of_its_figures() -> None:
    years, units, places = frozenset({2019, 2020}), {"per cent": True, "yuan": False}, {"China": True, "Japan": False}

    def found(text: str) -> list[str]:
        own = Said(text, "subtitle")
        return [fault.message for fault in (*other_years(own, years), *subtitle(own, ROBOTS, units, places))]

    assert found("Growth on 2019, in per cent, China, January to September 2020") == []
    assert "2018" in found("In per cent, China, 2018")[0]
    assert "Decline" in found("Decline on 2019, in per cent, China, 2020")[0]
    assert "yuan" in found("In yuan, China, 2020")[0]
    assert "Japan" in found("In per cent, Japan, 2020")[0]


@table(
    ("text", "share", "true"),
    [
        ("Most trends lead to one issue", 0.6, True),
        ("Most of the trends lead to one issue", 0.4, False),
        ("Few trends lead to one issue", 0.6, False),
        ("All trends lead to one issue", 0.9, False),
        ("Every trend leads to one issue", 1.0, True),
        ("Trends lead to most of the issues", 0.2, True),  # of another kind
        ("A single trend leads to it", 0.6, False),
        ("Every trend but that on water leads to it", 0.9, False),
    ],
)
def test_a_title_says_of_how_many_trends(text: str, share: float, true: bool) -> None:
    assert (of_many(text, "trend", share, "en") is None) == true
    assert of_many("少数趋势导向一个问题", "trend", 0.6, "zh") is not None
    assert all_but("Advice bears on every trend but that on water", "trend", "en") == ("Advice bears on ", "water")
