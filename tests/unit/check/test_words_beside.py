"""Words beside figures: what contradicts a figure is refused, and what does not passes."""

from __future__ import annotations

from builders import FERRIES, ORCHARDS, a_content, edited, findings

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
]
PASSES = [
    (FERRIES, GROW, "Freight grew least, by [[freight-growth]]; passengers grew by [[passenger-growth]]"),
    (FERRIES, GROW, "Most passengers came; they grew by [[passenger-growth]], and freight by [[freight-growth]]"),
    (FERRIES, PLAN, "Ferries rose from [[electric-ferries|number]] to [[all-ferries|number]]."),
    (FERRIES, PLAN, "In May 2024, passengers grew by [[passenger-growth]], January to June 2024."),
    (FERRIES, PLAN, "Passengers grew by [[passenger-growth]], and in 2025 more ferries come."),
    (FERRIES, PLAN, "Few ferries of all: [[electric-ferries|number]] of the [[all-ferries|number]]."),
    (FERRIES, GROW, "Passengers rose by [[passenger-growth]], and freight by [[freight-growth]]"),
    (FERRIES, GROW, "Growth was [[passenger-growth]] for passengers and [[freight-growth]] for freight"),
    (FERRIES, PLAN, "The board plans to have spent [[fleet-plan]] by the end."),
    (FERRIES, CROSSINGS, "counted more than [[crossings|value]] crossings"),
]


def codes(file: str, old: str, new: str) -> set[str]:
    return {one.code for one in findings(edited(a_content(), file, old, new))} - {"R303"}


def test_words_that_contradict_a_figure_are_refused() -> None:
    missed = [(code, new) for code, file, old, new in REFUSED if code not in codes(file, old, new)]

    assert missed == []


def test_words_that_agree_with_a_figure_pass() -> None:
    refused = [(new, codes(file, old, new)) for file, old, new in PASSES if codes(file, old, new)]

    assert refused == []
