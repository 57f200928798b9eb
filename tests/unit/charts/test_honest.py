"""What figures allow a chart to show: what each form refuses and why, and which form is found."""

from __future__ import annotations

from dataclasses import replace

from digitrend.model.charts import Datum, choose, faults
from tables import table


def a_datum(id: str, value: float, year: int = 2020, kind: str = "level", **more: object) -> Datum:
    known: dict[str, object] = {"dimension": "mass", "thing": id, "start": year * 12.0, "end": year * 12.0 + 12}
    return Datum(id, kind, value=value, **(known | more))  # type: ignore[arg-type]


def over_time(thing: str, *values: float, kind: str = "share", first: int = 2019, **more: object) -> list[Datum]:
    return [
        a_datum(f"{thing}@{first + i}", value, first + i, kind, thing=thing, **more) for i, value in enumerate(values)
    ]


RATES = [a_datum("robots", 18.2, kind="growth rate"), a_datum("chips", 14.7, kind="growth rate")]
GENERATION = [*over_time("gas", 37, 41, 36), *over_time("coal", 24, 17, 20), *over_time("sun", 17, 21, 23)]
PRICES = [
    *over_time("gas", 1.75, 2.06, kind="level"),
    replace(a_datum("gas@2020-05", 2.0, thing="gas"), start=24244.0, end=24245.0),
]
BOUND = a_datum("many", 60, kind="share", bound="lower")
PART = [a_datum("part", 3, kind="count", part_of="whole"), a_datum("whole", 8, kind="count")]

REFUSED = {
    "a growth rate beside a share": ("bars", [RATES[0], a_datum("b", 1, kind="share")], "R202"),
    "a change beside a level": (
        "line",
        [*over_time("a", 1, 2, kind="level"), *over_time("a", 1, 2, kind="change")],
        "R202",
    ),
    "people beside views": ("bars", [a_datum("a", 1), a_datum("b", 1, dimension="views")], "R203"),
    "yuan beside dollars": ("line", [*over_time("a", 1, 2), *over_time("b", 1, 2, dimension="currency USD")], "R203"),
    "bars of two years": ("bars", [a_datum("a", 1), a_datum("b", 2, 2021)], "R204"),
    "a plan beside an outcome": ("bars", [a_datum("a", 1), a_datum("b", 2, status="planned")], "R205"),
    "a plan as filled marks": ("marks", [replace(each, status="planned") for each in PART], "R205"),
    "a line that leads on to a target": (
        "line",
        [*over_time("a", 1, 2), a_datum("t", 3, 2025, "share", thing="a", status="target")],
        "R205",
    ),
    "a bound as a share": ("squares", [BOUND], "R207"),
    "a bound as one end of a slope": ("slope", [*over_time("a", 1, 2, bound="upper")], "R207"),
    "a range as a stacked part": ("stacked", [replace(BOUND, bound="range")], "R207"),
    "rates of different things joined": ("line", RATES, "R218"),
    "a slope of one time": ("slope", RATES, "R218"),
    "columns of several things": ("columns", GENERATION, "R218"),
    "a stock beside a flow": (
        "line",
        [*over_time("a", 1, 2, kind="level"), a_datum("s", 3, 2022, thing="a", stock=True)],
        "R219",
    ),
    "a half year beside years": (
        "columns",
        [*over_time("a", 1, 2, kind="count"), replace(a_datum("h", 1, 2021, "count", thing="a"), end=24258.0)],
        "R219",
    ),
    "counts of unequal periods on a line": (
        "line",
        [*over_time("a", 1, 2, kind="count"), replace(a_datum("h", 1, 2021, "count", thing="a"), end=24258.0)],
        "R219",
    ),
    "a figure without a period on a line": (
        "line",
        [*over_time("a", 1, 2), a_datum("x", 1, kind="share", thing="a", start=0.0, end=0.0)],
        "R219",
    ),
    "parts of different wholes": ("stacked", [a_datum("a", 1, part_of="x"), a_datum("b", 1, part_of="y")], "R220"),
    "parts that are more than all": (
        "stacked",
        [a_datum("a", 60, kind="share"), a_datum("b", 60, kind="share")],
        "R220",
    ),
}


@table("what", REFUSED)
def test_what_misleads_is_refused_with_what_fits(what: str) -> None:
    form, data, code = REFUSED[what]
    found = list(faults(form, data))
    assert code in [fault.code for fault in found]
    assert all(
        fault.message and ("use" in fault.hint or "draw" in fault.hint or "leave" in fault.hint) for fault in found
    )
    assert not list(faults("cards", data))


HONEST = {
    "bars": RATES,
    "line": GENERATION,
    "grouped": [*GENERATION[:2], *GENERATION[3:5]],
    "stacked": GENERATION,
    "range": [replace(BOUND, bound="range")],
    "columns": over_time("ferries", 12, 15, 21, kind="count"),
    "marks": PART,
}


@table("form", HONEST)
def test_what_is_honest_passes(form: str) -> None:
    assert list(faults(form, HONEST[form])) == []


def test_averages_over_unequal_periods_are_drawn_over_their_time() -> None:
    assert list(faults("line", PRICES)) == []
    assert "line" in next(faults("columns", PRICES)).hint


def test_projections_may_follow_on_observations() -> None:
    ahead = [replace(each, status="projected") if each.start > 24234 else each for each in GENERATION]
    assert list(faults("line", ahead)) == []


CHOSEN = {
    "bars": RATES,
    "line": GENERATION,
    "columns": over_time("ferries", 12, 15, 21, kind="count"),
    "range": [*over_time("gas", 37, 41), *over_time("coal", 24, 17)],
    "marks": PART,
    "part": [a_datum("part", 8.4e12, kind="money", part_of="whole"), a_datum("whole", 49.9e12, kind="money")],
    "squares": [a_datum("found", 95, kind="share")],
    "cards": [RATES[0], a_datum("b", 1, kind="share")],
}


@table("form", CHOSEN)
def test_the_form_that_fits_is_found_and_says_why(form: str) -> None:
    found, reason = choose(CHOSEN[form])
    assert found == form
    assert reason
    assert list(faults(found, CHOSEN[form])) == []


def test_one_price_over_unequal_periods_is_a_line() -> None:
    assert choose(PRICES) == ("line", "one thing over periods of unequal length")


def test_one_number_needs_no_axis() -> None:
    assert choose([BOUND]) == ("cards", "one number needs no axis")
    assert choose([]) == ("cards", "no figure is known")
