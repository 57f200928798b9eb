"""Words beside figures: what contradicts a figure is refused, and what does not passes."""

from __future__ import annotations

from builders import BRIEFING, FERRIES, ORCHARDS, a_content, edited, findings

GROW = "Passengers grew by [[passenger-growth]] and freight by [[freight-growth]]"
PLAN = "The plan comes to [[fleet-plan]]."
CIDER = "cider takes [[cider-share]] of the harvest"
CROSSINGS = "counted [[crossings]] crossings"

REFUSED = [
    ("R320", FERRIES, GROW, "Passengers fell by [[passenger-growth]] and freight grew by [[freight-growth]]"),
    ("R321", FERRIES, CROSSINGS, "counted nearly [[crossings|number]] crossings"),
    ("R321", FERRIES, PLAN, "The plan comes to about [[fleet-plan]]."),
    ("R321", FERRIES, CROSSINGS, "counted exactly [[crossings|number]] crossings"),
    ("R322", FERRIES, PLAN, "[[fleet-plan]] was spent."),
    ("R323", ORCHARDS, CIDER, "cider takes a minority of it, [[cider-share]] of the harvest"),
    ("R320", FERRIES, PLAN, "Ferries fell from [[electric-ferries|number]] to [[all-ferries|number]]."),
    ("R321", FERRIES, PLAN, "The plan comes to nearly [[fleet-plan|value]]."),
    ("R322", FERRIES, PLAN, "What was spent on [[mark-2|ferries]] comes to [[battery-plan|value]]."),
    ("R322", FERRIES, "subtitle: Planned spending in yuan", "subtitle: Money spent, in yuan"),
    ("R226", FERRIES, "title: Passengers grew faster", "title: In 2018 passengers grew faster"),
    ("R223", FERRIES, "subtitle: Growth in per", "subtitle: Decline in per"),
    ("R323", FERRIES, PLAN, "Most [[electric-ferries|number]] of the [[all-ferries|number]] ferries."),
    ("R323", FERRIES, PLAN, "All [[electric-ferries|number]] of the [[all-ferries|number]] ferries."),
    ("R324", FERRIES, PLAN, "In May 1999, passengers grew by [[passenger-growth]]."),
    ("R324", FERRIES, PLAN, "Passengers grew by [[passenger-growth]], January to June 1999."),
    ("R323", FERRIES, GROW, "Freight grew most, by [[freight-growth]]; passengers grew by [[passenger-growth]]"),
    ("R324", FERRIES, GROW, "In 1999 passengers grew by [[passenger-growth]] and freight by [[freight-growth]]"),
    ("R320", FERRIES, GROW, "Passengers slid by [[passenger-growth]] and freight grew by [[freight-growth]]"),
    ("R322", FERRIES, GROW, "Passengers will grow by [[passenger-growth]] and freight by [[freight-growth]]"),
    ("R322", FERRIES, PLAN, "In all it reached [[fleet-plan]]."),
    ("R324", FERRIES, PLAN, "Passengers grew by [[passenger-growth]], January to March 2024."),
    ("R325", FERRIES, PLAN, "The plan comes to [[fleet-plan|value]] in dollars."),
    ("R325", FERRIES, PLAN, "The plan of Japan comes to [[fleet-plan]]."),
    ("R325", FERRIES, GROW, "Passengers grew by [[freight-growth]] and freight by [[passenger-growth]]"),
    ("R325", FERRIES, PLAN, "Passengers grew by [[passenger-growth]] on a month earlier."),
    ("R325", FERRIES, "label: Growth in ferry passengers", "label: Growth in ferry passengers in 2019"),
    ("R325", FERRIES, "subject: the fleet", "subject: the fleet of Japan"),
    ("R227", FERRIES, "title: Passengers grew", "title: Passengers of Japan grew"),
    ("R227", FERRIES, "subtitle: Planned spending in yuan", "subtitle: Planned exports in yuan of households, 2024"),
    ("R325", FERRIES, PLAN, "U.S. spending on ferries and their quays comes to [[fleet-plan]]."),
    ("R227", BRIEFING, "title: What happened by the water", "title: What happened in May by the water"),
    ("R225", FERRIES, "title: Passengers grew faster than freight", "title: Freight grew faster than passengers"),
    ("R224", FERRIES, "title: Part of the fleet runs", "title: Most of the fleet runs"),
    ("R325", FERRIES, PLAN, "The plan comes to [[fleet-plan]] a year."),
    ("R325", FERRIES, PLAN, "Every month the plan comes to [[fleet-plan]]."),
    ("R325", FERRIES, PLAN, "Passengers grew by [[passenger-growth]], again on a month earlier."),
    ("R322", FERRIES, PLAN, "The money that was spent on batteries is [[battery-share]]."),
    ("R324", FERRIES, PLAN, "Passengers grew by [[passenger-growth]] in May 2024."),
    ("R323", FERRIES, GROW, "Freight leads with [[freight-growth]], and passengers grew by [[passenger-growth]]"),
    ("R223", FERRIES, "title: Part of the fleet runs", "title: The fleet lost ferries"),
    ("R224", BRIEFING, "title: Ferries carry most of the evidence", "title: The second trend has the most figures"),
    ("R224", BRIEFING, "title: Ferries carry most of the evidence", "title: Figures stand in all sections"),
    ("R227", FERRIES, "subtitle: Ferries, Elm Valley, no", "subtitle: Exports, Elm Valley, no"),
    ("R227", FERRIES, "subtitle: Ferries, Elm Valley, no", "subtitle: Ferries, Asia, no"),
    ("R227", BRIEFING, "subtitle: Acts named in the article, by", "subtitle: Acts of April and July, by"),
    ("R224", BRIEFING, "title: Ferries carry most of the evidence", "title: The last trend holds the most figures"),
    ("R224", BRIEFING, "title: Ferries carry most of the evidence", "title: Hardly a section goes without figures"),
    (
        "R224",
        BRIEFING,
        "title: Ferries carry most of the evidence",
        "title: The trend on orchards has the most figures",
    ),
    ("R324", FERRIES, PLAN, "From January to September 2024 passengers grew by [[passenger-growth]]."),
    ("R322", FERRIES, PLAN, "Passengers are said to have grown by [[passenger-growth]]."),
    ("R325", FERRIES, PLAN, "Freight comes first with [[passenger-growth]]."),
    ("R324", FERRIES, PLAN, "After 1999 passengers grew by [[passenger-growth]] a year later."),
    ("R321", FERRIES, PLAN, "This is nearly the [[all-ferries|number]] ferries of the valley."),
    ("R321", FERRIES, CROSSINGS, "counted at the very most [[crossings|number]] crossings"),
    ("R322", FERRIES, "label: Money planned for batteries", "label: Money spent on batteries"),
    ("R324", FERRIES, PLAN, "It rises from May 1999, with [[passenger-growth]]."),
    ("R325", FERRIES, PLAN, "Passengers grew by [[passenger-growth]], this time on the half-year before."),
    ("R325", FERRIES, GROW, "Freight grew by [[freight-growth]] and exports with [[fleet-plan]]"),
    ("R322", FERRIES, PLAN, "Passengers will in 2025 grow, by [[passenger-growth]]."),
    ("R227", FERRIES, "title: Passengers grew faster", "title: Throughout 2024, passengers grew faster"),
    ("R226", FERRIES, "title: Passengers grew faster", "title: Only 2024 is projected; passengers grew faster"),
    (
        "R324",
        FERRIES,
        "inputs: [battery-plan, fleet-plan]",
        "inputs: [passenger-growth, freight-growth]\n    sentence: In 2019 it was [[battery-share]]",
    ),
    ("R322", FERRIES, PLAN, "It fell to [[fleet-plan]], and is expected to rise."),
    ("R226", FERRIES, "title: Passengers grew faster", "title: In two weeks passengers grew faster"),
    ("R226", FERRIES, "title: Passengers grew faster", "title: Over ten years passengers grew faster"),
    ("R226", FERRIES, "title: Passengers grew faster", "title: In zero months passengers grew faster"),
    ("R227", FERRIES, "Elm Valley, January to June 2024", "Elm Valley, January to December 2024"),
    ("R223", FERRIES, "title: Passengers grew faster", "title: Negative rates; passengers grew faster"),
]
PASSES = [
    (FERRIES, "title: Passengers grew faster", "title: Over six months passengers grew faster"),
    (FERRIES, PLAN, "This is still below the [[all-ferries|number]] ferries of the valley."),
    (FERRIES, PLAN, "After 2023 passengers grew by [[passenger-growth]] a year later."),
    (FERRIES, PLAN, "The docks are short of [[all-ferries|number]] ferries."),
    (FERRIES, PLAN, "Boats, filed under [[all-ferries|number]] names."),
    (FERRIES, PLAN, "Passengers end up [[passenger-growth]] above a year earlier."),
    (FERRIES, PLAN, "It rises from May 2024, with [[passenger-growth]]."),
    (FERRIES, GROW, "Freight grew least, by [[freight-growth]]; passengers grew by [[passenger-growth]]"),
    (FERRIES, GROW, "Most passengers came; they grew by [[passenger-growth]], and freight by [[freight-growth]]"),
    (FERRIES, PLAN, "Ferries rose from [[electric-ferries|number]] to [[all-ferries|number]]."),
    (FERRIES, PLAN, "Ferries are to rise from [[electric-ferries|number]] to [[all-ferries|number]]."),
    (FERRIES, PLAN, "In May 2024, passengers grew by [[passenger-growth]], January to June 2024."),
    (FERRIES, PLAN, "Passengers grew by [[passenger-growth]], and in 2025 more ferries come."),
    (FERRIES, PLAN, "Few ferries of all: [[electric-ferries|number]] of the [[all-ferries|number]]."),
    (FERRIES, GROW, "Passengers rose by [[passenger-growth]], and freight by [[freight-growth]]"),
    (FERRIES, GROW, "Growth was [[passenger-growth]] for passengers and [[freight-growth]] for freight"),
    (FERRIES, PLAN, "The board plans to have spent [[fleet-plan]] by the end."),
    (FERRIES, CROSSINGS, "counted more than [[crossings|value]] crossings"),
    (FERRIES, GROW, "Passengers swelled by [[passenger-growth]] and freight by [[freight-growth]]"),
    (FERRIES, PLAN, "Passengers grew by [[passenger-growth]], and in 2025 more will come."),
    (FERRIES, PLAN, "The plan, it was said in May, comes to [[fleet-plan]]."),
    (FERRIES, PLAN, "Passengers grew by [[passenger-growth]] in the first half of 2024."),
    (FERRIES, PLAN, "The plan comes to [[fleet-plan|value]], in yuan by its own incomplete statistics."),
    (FERRIES, PLAN, "In Elm Valley the plan comes to [[fleet-plan]]."),
    (FERRIES, GROW, "Ferries took [[passenger-growth]] more passengers and [[freight-growth]] more freight"),
    (FERRIES, PLAN, "Passengers grew by [[passenger-growth]] on a year earlier."),
    (FERRIES, "label: Growth in ferry passengers", "label: Growth in ferry passengers in early 2024"),
    (FERRIES, "subject: the fleet", "subject: the fleet of Elm Valley"),
    (FERRIES, "title: Passengers grew", "title: Passengers of Elm Valley grew"),
    (FERRIES, "subtitle: Planned spending in yuan", "subtitle: Planned investment in yuan"),
    (FERRIES, PLAN, "Elm Valley’s spending on ferries and their quays is planned at [[fleet-plan]]."),
    (BRIEFING, "title: What happened by the water", "title: What happened in April by the water"),
    (FERRIES, "title: Passengers grew faster than freight", "title: Freight grew more slowly than passengers"),
    (FERRIES, "title: Part of the fleet runs", "title: Few of the fleet run"),
    (FERRIES, PLAN, "The plan comes to [[fleet-plan]] in a year of floods."),
    (FERRIES, PLAN, "Passengers grew by [[passenger-growth]], again on a year earlier."),
    (FERRIES, PLAN, "Of the money that is to be spent, [[battery-share]] is for batteries."),
    (FERRIES, PLAN, "Passengers grew by [[passenger-growth]] until the end of June 2024."),
    (FERRIES, PLAN, "The plan adds up to [[fleet-plan|value]], by its own incomplete statistics."),
    (FERRIES, GROW, "Passengers lead with [[passenger-growth]], and freight grew by [[freight-growth]]"),
    (BRIEFING, "title: Ferries carry most of the evidence", "title: The first trend has the most figures"),
]


def codes(file: str, old: str, new: str) -> set[str]:
    return {one.code for one in findings(edited(a_content(), file, old, new))} - {"R303"}


def test_words_that_contradict_a_figure_are_refused() -> None:
    missed = [(code, new) for code, file, old, new in REFUSED if code not in codes(file, old, new)]

    assert missed == []


def test_words_that_agree_with_a_figure_pass() -> None:
    refused = [(new, codes(file, old, new)) for file, old, new in PASSES if codes(file, old, new)]

    assert refused == []


def test_a_revision_is_compared_with_the_figure_of_its_own_period_and_growth_may_fall() -> None:
    revision = """figures:
  revision:
    label: Revision of the growth in passengers
    kind: change
    printed: revised down by 0.8 percentage points
    indicator: growth in passengers
    subject: ferries
    place: Elm Valley
    period: 2024-01/2024-06
    compared_with: passenger-growth
    locator: trend-1/1
"""
    files = edited(a_content(), FERRIES, "figures:\n  passenger", f"{revision}  passenger")

    assert {one.code for one in findings(edited(files, FERRIES, PLAN, f"{PLAN} [[revision|size]]"))} <= {"R303"}
