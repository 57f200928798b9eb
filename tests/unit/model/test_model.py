"""The vocabulary: closed and frozen, with ids, dates and derived figures as they are meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from builders import (
    a_briefing,
    a_briefing_of,
    a_derived,
    a_figure,
    a_group,
    a_measure,
    a_passage,
    a_rate,
    a_relation,
    a_source,
    a_trend,
    an_event,
    an_issue,
    an_note,
    an_overview,
)
from digitrend import model
from digitrend.model import Formula, Item, paragraph_of, prose_in, section_of
from digitrend.model.figures import derive, values_by_id
from digitrend.text.lexicon import known_units
from tables import table

ITEMS = [each for each in vars(model).values() if isinstance(each, type) and issubclass(each, Item)]


@table("item", ITEMS)
def test_every_item_is_closed_and_frozen(item: type[Item]) -> None:
    assert item.model_config["extra"] == "forbid"
    assert item.model_config["frozen"]


def test_an_item_does_not_change_once_read() -> None:
    with pytest.raises(ValidationError):
        a_figure().value = 1


@table("name", ["a", "robot-output", "5g", "14th-plan", "a" * 80])
def test_an_id_may_be(name: str) -> None:
    assert a_figure(name).id == name


@table("name", ["", "A", "a_b", "a--b", "-a", "a-", "5", "a b", "é", "a.b", "a" * 121])
def test_an_id_may_not_be(name: str) -> None:
    with pytest.raises(ValidationError):
        a_figure(name)


@table("period", ["2020/2020", "2020-01/2020-09", "2020-01-01/2020-03-31", ""])
def test_a_period_may_be(period: str) -> None:
    assert a_figure(period=period).period == period


@table("period", ["2020-1", "2020-1/2020-9", "2020-01 - 2020-09", "2020/"])
def test_a_period_may_not_be(period: str) -> None:
    with pytest.raises(ValidationError):
        a_figure(period=period)


CONTRADICTIONS: dict[str, Callable[[], object]] = {
    "a period without its basis": lambda: a_figure(period="2020/2020", period_basis="missing"),
    "a basis without its period": lambda: a_figure(period_basis="stated"),
    "a growth rate that says nothing of its comparison": lambda: a_rate(compared_with_basis=None),
    "a comparison said to be missing": lambda: a_rate(compared_with="2019", compared_with_basis="missing"),
    "a comparison said to be stated": lambda: a_rate(compared_with_basis="stated"),
    "a date said to be missing": lambda: an_event(date="2020", basis="missing"),
    "a date said to be stated": lambda: an_event(basis="stated"),
    "a group without measures": lambda: a_group(measures=()),
}


@table("what", CONTRADICTIONS)
def test_a_contradiction_is_refused(what: str) -> None:
    with pytest.raises(ValidationError):
        CONTRADICTIONS[what]()


@table(("date", "precision"), [("", "none"), ("2020", "year"), ("2020-04", "month"), ("2020-04-02", "day")])
def test_an_event_knows_how_fine_its_date_is(date: str, precision: str) -> None:
    assert an_event(date=date).precision == precision


@table(
    ("place", "section", "paragraph"),
    [("trend-4/1", "trend-4", 1), ("intro/12", "intro", 12), ("issue-1", "issue-1", None)],
)
def test_a_place_is_a_section_and_perhaps_a_paragraph(place: str, section: str, paragraph: int | None) -> None:
    assert (section_of(place), paragraph_of(place)) == (section, paragraph)


def test_a_source_has_the_paragraphs_it_lists_and_no_others() -> None:
    source = a_source()

    assert source.has("trend-1/1")
    assert source.has("trend-1")
    assert not any(source.has(place) for place in ("trend-1/2", "trend-9/1", "trend-9", "appendix/1"))


@table(
    ("formula", "inputs", "decimals", "value"),
    [
        (Formula.SHARE, (1.8e6, 4.5e6), 0, 40),
        (Formula.SHARE, (1, 3), 2, 33.33),
        (Formula.DIFFERENCE, (12.5, 7.5), 1, 5),
        (Formula.SUM, (1, 2, 3), 0, 6),
        (Formula.SUM, (0.1, 0.2), 1, 0.3),
    ],
)
def test_a_derived_figure_is_computed_and_rounded(
    formula: Formula, inputs: tuple[float, ...], decimals: int, value: float
) -> None:
    assert derive(formula, inputs, decimals) == value


def test_a_share_of_nothing_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        derive(Formula.SHARE, (1, 0), 0)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_the_shares_of_a_part_and_of_the_rest_make_up_the_whole(part: int, rest: int) -> None:
    assume(part + rest > 0)
    shares = [derive(Formula.SHARE, (each, part + rest), 6) for each in (part, rest)]

    assert sum(shares) == pytest.approx(100, abs=1e-5)


def test_values_are_those_quoted_and_those_computed_from_them() -> None:
    known = (a_derived("share"), a_figure("part", value=1), a_figure("whole", value=4))

    assert values_by_id(known, known_units()) == {"part": 1, "whole": 4, "share": 25}


def test_a_briefing_gives_its_items_in_the_order_of_the_argument() -> None:
    briefing = a_briefing_of(
        an_issue(1, figures=(a_figure("third"),)),
        a_trend(1, figures=(a_figure("first"),), derived=(a_derived("second", inputs=("first", "third")),)),
        a_group(1, measures=(a_measure("Dredge"), a_measure("Share"))),
    )

    assert [part.id for part in briefing.parts] == ["trend-1", "issue-1", "countermeasure-1"]
    assert list(briefing.figures) == ["first", "second", "third"]
    assert [(group.id, ordinal, m.action) for group, ordinal, m in briefing.measures] == [
        ("countermeasure-1", 1, "Dredge"),
        ("countermeasure-1", 2, "Share"),
    ]


def test_forecasts_of_the_whole_come_before_those_of_its_parts() -> None:
    holders = [part.id if part else "" for part, _ in a_briefing().forecasts]

    assert holders == ["", "trend-1", "trend-2"]


def test_charts_of_the_whole_come_after_those_of_its_parts() -> None:
    holders = [part.id if part else "" for part, _ in a_briefing().charts]

    assert holders == ["trend-1"] * 3 + ["trend-2"] * 2 + [""] * 3


def test_number_slug_and_measures_make_the_ids_of_parts() -> None:
    group = a_group(3)

    assert (group.id, group.number, group.slug) == ("countermeasure-3", 3, "group-number-3")
    assert group.measure_id(2) == "countermeasure-3.2"


def test_prose_is_found_with_its_place_wherever_it_stands() -> None:
    trend = a_trend(
        situation=(a_passage("Said."),),
        outlook=(a_passage("Expected."),),
        figures=(a_figure(doubts=("Doubt.",)),),
        remarks=("A note.",),
    )

    found = {where: (text, mark.block) for where, text, mark in prose_in(trend)}

    assert found[("situation", 0, "text")] == ("Said.", True)
    assert found[("outlook", 0, "text")] == ("Expected.", True)
    assert found[("figures", "passengers", "doubts", 0)] == ("Doubt.", False)
    assert found[("figures", "passengers", "label")] == ("Ferry passengers", False)
    assert found[("remarks", 0)] == ("A note.", False)
    assert ("figures", "passengers", "printed") not in found
    assert ("figures", "passengers", "note") not in found  # it is empty


def test_names_of_fields_in_prose_are_those_of_the_file() -> None:
    wheres = [where for item in (a_relation(), an_note(), an_overview()) for where, _, _ in prose_in(item)]

    assert ("reason",) in wheres
    assert ("thesis", 0, "text") in wheres
