"""Bad specifications of charts: each is refused before anything is drawn, with a code of its own and a form that fits.

Beside each stands the nearest specification that is honest, which passes.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from builders import FERRIES, a_content, edited, findings
from digitrend.model import ChartForm

CHART = """\
charts:
  - id: chart
    {lines}
    title: A title
    measure: A subtitle
    description: In words.
  - id: ferry-growth
"""
EVENT = "date: 2024-04\n    basis: implied"


@dataclass(frozen=True)
class Bad:
    """A specification that misleads: the lines that are given for the chart, and those that are honest instead."""

    lines: str
    code: str
    fits: str  # what the hint names
    honest: str
    other: tuple[str, str] = ("", "")  # what else of the file is changed


BARS = "form: bars, statistics: [passenger-growth, freight-growth]"
CARDS = "form: cards, statistics: [passengers, crossings, orchards]"
PART = "form: part, statistics: [battery-plan, fleet-plan]"
MARKS = "form: marks, statistics: [electric-ferries, all-ferries]"
SQUARES = "form: squares, statistics: [cider-share]"
TIMELINE = "form: timeline"
MIXED = "statistics: [passenger-growth, crossings]"
BOUND = ("printed: 8 ferries\n", "printed: more than 8 ferries\n    qualifier: more than\n")

BAD = {
    "growth rates beside counts on one axis": Bad(f"form: bars, {MIXED}", "R202", "cards", f"form: cards, {MIXED}"),
    "growth rates beside shares on one axis": Bad(
        "form: bars, statistics: [passenger-growth, cider-share]", "R202", "cards", BARS
    ),
    "two axes": Bad(f"{BARS}, second_axis: [crossings]", "R210", "cards", f"form: cards, {MIXED}"),
    "two axes by their form": Bad(f"form: dual-axis, {MIXED}", "R210", "cards", f"form: cards, {MIXED}"),
    "a total of rates of different things": Bad(f"{BARS}, total: yes", "R211", "bars", BARS),
    "an average of rates of different things": Bad(f"{BARS}, average: yes", "R211", "bars", BARS),
    "a line through rates of different things": Bad(
        "form: line, statistics: [passenger-growth, freight-growth]", "R211", "bars", BARS
    ),
    "counts of different units on one linear axis": Bad(
        "form: bars, statistics: [passengers, crossings]", "R203", "cards", CARDS
    ),
    "counts of different units on one logarithmic axis": Bad(f"{CARDS}, scale: log", "R217", "cards", CARDS),
    "a ratio of two lower bounds": Bad(f"{CARDS}, ratio: [crossings, passengers]", "R215", "part", PART),
    "a part of a whole without a declared part_of": Bad(
        "form: part, statistics: [battery-plan, fleet-plan]",
        "R206",
        "part_of: fleet-plan",
        "form: cards, statistics: [battery-plan, fleet-plan]",
        ("    part_of: fleet-plan\n", ""),
    ),
    "bars that do not start at zero": Bad(f"{BARS}, baseline: 5", "R212", "bars", BARS),
    "plans drawn as progress": Bad(
        "form: bars, statistics: [passenger-growth, freight-growth]",
        "R205",
        "cards",
        "form: cards, statistics: [passenger-growth, freight-growth]",
        ("status: observed\n    printed: 7.5%", "status: planned\n    printed: 7.5%"),
    ),
    "a plan as marks that are filled": Bad("form: marks, statistics: [battery-plan, fleet-plan]", "R205", "part", PART),
    "a map without data by place": Bad("form: map, statistics: [passengers]", "R213", "cards", CARDS),
    "dates finer than the source gives": Bad(f"{TIMELINE}, precision: day", "R214", "timeline", TIMELINE),
    "a lower bound drawn as a point": Bad(MARKS, "R207", "cards", MARKS.replace("marks", "cards"), BOUND),
    "squares of what is no share": Bad("form: squares, statistics: [orchards]", "R208", "cards", SQUARES),
    "bars of two periods": Bad(
        "form: bars, statistics: [passengers, pickers]",
        "R204",
        "cards",
        "form: cards, statistics: [passengers, pickers]",
    ),
    "a computed figure among the source’s": Bad(
        "form: bars, statistics: [cider-share, battery-share]", "R209", "description", SQUARES
    ),
    "a chart of nothing": Bad("form: bars, statistics: []", "R201", "name at least one", BARS),
    "a chart without a table": Bad(f"{BARS}, table: no", "R216", "follows from the statistics", BARS),
    "a chart without a source": Bad(f"{BARS}, source: none", "R216", "follows from the statistics", BARS),
}
NEEDED = {"R202", "R203", "R205", "R206", "R207", "R210", "R211", "R212", "R213", "R214", "R215", "R216", "R217"}


def with_chart(lines: str, old: str = "", new: str = "") -> dict[str, str]:
    """Return the small content with one chart more, and none of those that it has."""
    content = edited(a_content(), FERRIES, old, new) if old else a_content()
    head, _, tail = content[FERRIES].partition("charts:\n")
    spread = lines.replace(", statistics", "\n    statistics").replace("], ", "]\n    ").replace("line, ", "line\n    ")
    spread = spread.replace("timeline, ", "timeline\n    ")
    chart = CHART.format(lines=spread).removesuffix("  - id: ferry-growth\n")
    return {**content, FERRIES: f"{head}{chart}{tail[tail.index('entities:') :]}"}


@pytest.mark.parametrize("what", BAD)
def test_what_misleads_is_refused_with_its_reason_and_what_fits(what: str) -> None:
    bad = BAD[what]
    found = findings(with_chart(bad.lines, *bad.other))

    assert [one.code for one in found] == [bad.code]
    assert bad.fits in found[0].hint
    assert found[0].message


@pytest.mark.parametrize("what", BAD)
def test_what_fits_instead_passes(what: str) -> None:
    bad = BAD[what]

    assert findings(with_chart(bad.honest, *bad.other)) == []


def test_every_dishonesty_has_a_code_of_its_own_and_every_form_is_tried() -> None:
    assert {bad.code for bad in BAD.values()} >= NEEDED
    tried = " ".join(f"{bad.lines} {bad.honest}" for bad in BAD.values())
    assert {form for form in ChartForm if f"form: {form.value}" not in tried} == {
        ChartForm.AUTO,
        ChartForm.MATRIX,
        ChartForm.TALLY,
    }


def test_all_that_is_asked_for_in_vain_is_answered_at_once() -> None:
    found = findings(with_chart(f"{BARS}, scale: log, baseline: 5".replace(", baseline", "\n    baseline")))

    assert {one.code for one in found} == {"R212", "R217"}


@pytest.mark.parametrize("field", ["title", "measure", "description"])
def test_a_chart_keeps_its_words(field: str) -> None:
    word = {"title": "A title", "measure": "A subtitle", "description": "In words."}[field]
    files = with_chart(BARS)
    found = findings(edited(files, FERRIES, f"    {field}: {word}", f"    {field}: none"))

    assert [one.code for one in found] == ["R216"]
