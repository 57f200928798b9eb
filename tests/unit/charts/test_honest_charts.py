"""Bad specifications of charts: each is refused before anything is drawn, with a code of its own and a form that fits.

Beside each stands the nearest specification that is honest, which passes.
"""

from __future__ import annotations

from dataclasses import dataclass

from builders import FERRIES, a_content, edited, findings
from tables import table

CHART = """\
charts:
  - id: chart
    {lines}
    title: A title
    subtitle: A subtitle
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


BARS = "form: bars, figures: [passenger-growth, freight-growth]"
CARDS = "form: cards, figures: [passengers, crossings, orchards]"
PART = "form: part, figures: [battery-plan, fleet-plan]"
MARKS = "form: marks, figures: [electric-ferries, all-ferries]"
SQUARES = "form: squares, figures: [cider-share]"
TIMELINE = "form: timeline"
MIXED = "figures: [passenger-growth, crossings]"
BOUND = ("printed: 8 ferries\n", "printed: more than 8 ferries\n")

BAD = {
    "growth rates beside counts on one axis": Bad(f"form: bars, {MIXED}", "R202", "cards", f"form: cards, {MIXED}"),
    "growth rates beside shares on one axis": Bad(
        "form: bars, figures: [passenger-growth, cider-share]", "R202", "cards", BARS
    ),
    "counts of different units on one linear axis": Bad(
        "form: bars, figures: [passengers, crossings]", "R203", "cards", CARDS
    ),
    "a part of a whole without a declared part_of": Bad(
        "form: part, figures: [battery-plan, fleet-plan]",
        "R206",
        "part_of: fleet-plan",
        "form: cards, figures: [battery-plan, fleet-plan]",
        ("    part_of: fleet-plan\n", ""),
    ),
    "plans drawn as progress": Bad(
        "form: bars, figures: [passenger-growth, freight-growth]",
        "R205",
        "cards",
        "form: cards, figures: [passenger-growth, freight-growth]",
        ("status: observed\n    printed: 7.5%", "status: planned\n    printed: 7.5%"),
    ),
    "a plan as marks that are filled": Bad("form: marks, figures: [battery-plan, fleet-plan]", "R205", "part", PART),
    "a lower bound drawn as a point": Bad(MARKS, "R207", "cards", MARKS.replace("marks", "cards"), BOUND),
    "squares of what is no share": Bad("form: squares, figures: [orchards]", "R208", "cards", SQUARES),
    "bars of two periods": Bad(
        "form: bars, figures: [passengers, pickers]",
        "R204",
        "cards",
        "form: cards, figures: [passengers, pickers]",
    ),
    "a computed figure among the source’s": Bad(
        "form: bars, figures: [cider-share, battery-share]", "R209", "description", SQUARES
    ),
    "a chart of nothing": Bad("form: bars, figures: []", "R201", "name at least one", BARS),
}
NEEDED = {"R202", "R203", "R205", "R206", "R207"}


def with_chart(lines: str, old: str = "", new: str = "") -> dict[str, str]:
    """Return the small content with one chart more, and none of those that it has."""
    content = edited(a_content(), FERRIES, old, new) if old else a_content()
    head, _, tail = content[FERRIES].partition("charts:\n")
    spread = lines.replace(", figures", "\n    figures").replace("], ", "]\n    ").replace("line, ", "line\n    ")
    spread = spread.replace("timeline, ", "timeline\n    ")
    chart = CHART.format(lines=spread).removesuffix("  - id: ferry-growth\n")
    return {**content, FERRIES: f"{head}{chart}{tail[tail.index('entities:') :]}"}


@table("what", BAD)
def test_what_misleads_is_refused_with_its_reason_and_what_fits(what: str) -> None:
    bad = BAD[what]
    found = findings(with_chart(bad.lines, *bad.other))

    assert [one.code for one in found] == [bad.code]
    assert bad.fits in found[0].hint
    assert found[0].message


@table("what", BAD)
def test_what_fits_instead_passes(what: str) -> None:
    bad = BAD[what]

    assert findings(with_chart(bad.honest, *bad.other)) == []


def test_every_dishonesty_has_a_code_of_its_own_and_every_form_is_tried() -> None:
    assert {bad.code for bad in BAD.values()} >= NEEDED
    tried = " ".join(f"{bad.lines} {bad.honest}" for bad in BAD.values())
    assert all(f"form: {form}" in tried for form in ("bars", "part", "cards", "marks", "squares"))
