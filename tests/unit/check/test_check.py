"""The rules: each refuses what it is for, at the character to change, and nothing that is sound."""

# ruff: noqa: E501 - a row a mistake
from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import (
    BRIEFING,
    CONCEPTS,
    FERRIES,
    NOTES,
    ORCHARDS,
    ORGANISATIONS,
    REGIONS,
    RELATIONS,
    SILT,
    SOURCE,
    WATER,
    a_content,
    documents,
    edited,
    findings,
    place_of,
    the_real_content,
)
from cases import FOLDER, TOO_LONG, codes_in, read_cases
from digitrend.check.runner import RULES, check
from digitrend.diagnostics import Diagnostic, Position, by_position
from fuzzing import inputs
from tables import table

MARK = "¦"  # stands before the character that a finding must point at


def one_finding(files: dict[str, str]) -> Diagnostic:
    found = findings(files)
    assert len(found) == 1, [(one.code, f"{one.path}:{one.at}", one.message) for one in found]
    return found[0]


# ---- What is sound


def test_the_small_content_is_sound() -> None:
    briefing, found = check(*documents(a_content()))

    assert found == []
    assert briefing is not None
    assert [part.id for part in briefing.parts] == ["trend-1", "trend-2", "issue-1", "countermeasure-1"]


def test_the_real_content_is_sound() -> None:
    assert [one for one in findings(the_real_content()) if not one.suppressed] == []


SOUND = [
    ("a count of the briefing", FERRIES, "Passengers and", "The [[#trends]] and"),
    ("a year", FERRIES, "Passengers and", "In 2023 and 2024–2025 and"),
    ("a decade", FERRIES, "Passengers and", "In the 2020s and"),
    ("a name with a digit", FERRIES, "Passengers and", "The Mark 2, or M2, and"),
    ("an idiom", FERRIES, "Passengers and", "The 7-up and"),
    ("an idiom in another case", FERRIES, "Passengers and", "The 7-UP and"),
    ("an address", FERRIES, "Passengers and", "See https://example.org/7/8 and"),
    ("words that hold number words", FERRIES, "Passengers and", "Often, someone in attendance tended quarters and"),
    ("one", FERRIES, "Passengers and", "One of them and"),
    (
        "words that only look like number words",
        FERRIES,
        "Passengers and",
        "Once more, a single couple in a tent, troubled, and",
    ),
    ("an ordinal", FERRIES, "Passengers and", "At first, then second, and third, and"),
    ("single brackets", FERRIES, "Passengers and", "The [passengers] and"),
    ("a reference with words", FERRIES, "Passengers and", "The [[ferry-board|board]] and"),
    ("a reference to a part", FERRIES, "Passengers and", "Of [[trend-2]], [[countermeasure-1.2]] and"),
    ("a figure with a reference in its own words", FERRIES, "printed: 12.5%", "printed: by 12.5 per cent"),
    ("a whole told in words", FERRIES, "printed: 3 of the 8 ferries", "printed: all of them"),
    ("cards of anything", ORCHARDS, "[orchards, pickers, crossings]", "[orchards, cider-share, fleet-plan]"),
    ("a part of money", FERRIES, "form: marks", "form: part"),
    ("a stated relation", RELATIONS, "kind: leads to", "kind: leads to # why"),
    ("a difference", FERRIES, "formula: share", "formula: difference"),
    ("a sum", FERRIES, "formula: share\n    inputs: [b", "formula: sum\n    inputs: [passengers, orchards-2, b"),
    ("an editor's own result that agrees", FERRIES, "decimals: 1", "decimals: 1\n    value: 40"),
    (
        "a comparison beside a rate that has a comparison",
        FERRIES,
        "by [[passenger-growth]] and freight",
        "by [[passenger-growth]] year on year. Freight",
    ),
    (
        "a comparison in a doubt of a rate",
        FERRIES,
        "with what it compares",
        "with what [[freight-growth]] year-on-year compares",
    ),
    ("one value of two subjects", ORCHARDS, "value: 120\n", "value: 2500\n"),
    (
        "a part that is all of its whole",
        FERRIES,
        "subject: ferries on batteries\n    place: Elm Valley\n    period_basis: missing\n    status: observed\n    printed: 3 of the 8 ferries",
        "subject: ferries\n    place: Elm Valley\n    period_basis: missing\n    status: observed\n    printed: 8 of the 8 ferries",
    ),
    ("an outlook on the year after", FERRIES, "period: 2025", "period: 2030"),
    ("a title that begins like a refusal", FERRIES, "title: Part of the fleet", "title: None of the fleet"),
    ("an event on a leap day", FERRIES, "date: 2024-04", "date: 2024-02-29"),
    (
        "a period of one month",
        FERRIES,
        "period: 2024-01/2024-06\n    period_basis: implied\n    qual",
        "period: 2024-01/2024-01\n    period_basis: implied\n    qual",
    ),
]
ALSO = {  # what else must change for the first change to be sound
    "a whole told in words": (FERRIES, "value: 3\n", "value: 8\n"),
    "one value of two subjects": (ORCHARDS, "printed: 120 orchards", "printed: 2500 orchards"),
    "a part that is all of its whole": (FERRIES, "value: 3\n", "value: 8\n"),
    "a sum": (FERRIES, "[passengers, orchards-2, battery-plan, fleet-plan]", "[battery-plan, fleet-plan]"),
}


@table(("what", "name", "old", "new"), SOUND)
def test_what_is_sound_passes(what: str, name: str, old: str, new: str) -> None:
    files = edited(a_content(), name, old, new)
    if what in ALSO:
        files = edited(files, *ALSO[what])

    assert findings(files) == []


# ---- One mistake, one finding: (code, file, what is replaced, by what, part of the message, part of the hint)

DIGEST = "a" * 64
GROWTH = "period: 2024-01/2024-06\n    period_basis: stated\n    compared_with: January"
# fmt: off
WRONG = [
    # references
    ("R001", ORCHARDS, "id: forecast-mail", "id: ¦mail-agreement", "'mail-agreement' is given twice", "another id"),
    ("R001", ORCHARDS, "id: cider-fair", "id: ¦trend-1", "'trend-1' is that of a trend", "01-ferries.yaml"),
    ("R001", SOURCE, "sections:\n", f"sections:\n  - id: intro\n    title: Again\n    paragraphs: [{DIGEST}]\n", "'intro' is given twice", "of its own"),
    ("R002", FERRIES, "lead: passenger-growth", "lead: ¦passenger-grwth", "nothing has the id", "'passenger-growth'?"),
    ("R002", FERRIES, "attributed_to: ferry-board", "attributed_to: ¦ferry_board".replace("_b", "-br"), "nothing", "'ferry-board'?"),
    ("R002", FERRIES, "part_of: all-ferries", "part_of: ¦all-feries", "'all-feries'", "'all-ferries'?"),
    ("R002", FERRIES, "inputs: [battery-plan, f", "inputs: [¦batery-plan, f", "'batery-plan'", "'battery-plan'?"),
    ("R002", FERRIES, "actors: [ferry-board]", "actors: [ferry-board, ¦zzz]", "'zzz'", "the id of an entity"),
    ("R002", FERRIES, "place: upper-landing", "place: ¦uper-landing", "'uper-landing'", "'upper-landing'?"),
    ("R002", ORCHARDS, "    figures: [cider-share]\n\n", "    figures: [¦cidershare]\n\n", "'cidershare'", "'cider-share'?"),
    ("R002", FERRIES, "[passenger-growth, freight-growth]", "[passenger-growth, ¦fright-growth]", "'fright-growth'", "'freight-growth'?"),
    ("R002", WATER, "entities: [charging]", "entities: [¦chargin]", "'chargin'", "'charging'?"),
    ("R002", REGIONS, "broader: elm-valley", "broader: ¦elm-vale", "'elm-vale'", "'elm-valley'?"),
    ("R002", NOTES, "forecast-batteries, trend-1]", "forecast-batteries, ¦trend-7]", "'trend-7'", "there are trend-1, trend-2"),
    ("R002", BRIEFING, "key_figures: [passenger-growth, crossings]", "key_figures: [¦passengers-growth]", "'passengers-growth'", "'passenger-growth'?"),
    ("R002", BRIEFING, "entities: [elm-valley]", "entities: [¦elmvalley]", "'elmvalley'", "'elm-valley'?"),
    ("R002", SOURCE, "author_id: gazette", "author_id: ¦gazete", "'gazete'", "'gazette'?"),
    ("R002", RELATIONS, "to: countermeasure-1.1", "to: ¦countermeasure-1.7", "1.7'", "countermeasure-1.1, countermeasure-1.2"),
    ("R002", RELATIONS, "from: issue-1", "from: ¦issue-3", "'issue-3'", "there is issue-1"),
    ("R003", FERRIES, "lead: passenger-growth", "lead: ¦ferry-board", "is an entity, but a figure is expected", "a figure"),
    ("R003", FERRIES, "attributed_to: ferry-board", "attributed_to: ¦crossings", "is a figure, but an entity", "an entity"),
    ("R003", RELATIONS, "from: issue-1", "from: ¦cider", "a trend, an issue, a countermeasure or a measure", "the id of"),
    ("R005", RELATIONS, "  - from: issue-1\n", "  - ¦from: trend-2\n    to: issue-1\n    kind: leads to\n    strength: reading\n    reason: Again\n  - from: issue-1\n", "given twice", "merge the two"),
    ("R006", FERRIES, "Passengers and", "The ¦[[ferry-bord]] and", "'[[ferry-bord]]' leads nowhere", "'ferry-board'?"),
    ("R006", FERRIES, "Passengers and", "The ¦[[]] and", "'[[]]' leads nowhere", "give the id"),
    ("R006", FERRIES, "newest ferry —", "newest — ¦[[ferry-bord|board]] —", "leads nowhere", "'ferry-board'?"),
    ("R006", FERRIES, "with what it compares", "with ¦[[standz]] it compares", "leads nowhere", ""),
    ("R006", WATER, "is to publish", "is to ¦[[publish-it]]", "leads nowhere", "give the id"),
    ("R007", FERRIES, "Passengers and", "The ¦[[#trend]] and", "'trend' cannot be counted", "'trends'?"),
    ("R007", FERRIES, "Passengers and", "The ¦[[#ships]] and", "'ships' cannot be counted", "you can count: trends"),
    ("R008", FERRIES, "title: Ferries turn", "title: As ¦[[trend-2]] turn", "cannot refer to a trend", "write the words out"),
    ("R008", FERRIES, "label: Charging quay opened", "label: The ¦[[cider-fair]] opened", "cannot refer to an event", "figures and entities"),
    ("R008", WATER, "action: Share a calendar", "action: Share ¦[[countermeasure-1]]", "cannot refer to a countermeasure", "write"),
    ("R009", REGIONS, "broader: elm-valley", "broader: ¦upper-landing", "broader than itself", "name the entity"),
    # evidence
    ("R101", FERRIES, "locator: trend-1/2\n    entities", "locator: ¦trend-1/4\n    entities", "no paragraph 'trend-1/4'", "'trend-1' has 3 paragraphs"),
    ("R101", SILT, "Silt gathers at the landings.\n    locator: issue-1/1", "Silt gathers at the landings.\n    locator: ¦issue-1/2", "'issue-1/2'", "has 1 paragraph"),
    ("R101", WATER, "locator: countermeasure-1/2", "locator: ¦countermeasure-2/1", "no paragraph", "the sections are intro"),
    ("R101", WATER, "locator: countermeasure-1/2", "locator: ¦countermesure-1/2", "no paragraph", "'countermeasure-1/2'?"),
    ("R101", NOTES, "locator: trend-2/2", "locator: ¦trend-3", "no section 'trend-3'", "the sections are"),
    ("R101", BRIEFING, "trees.\n    locator: intro/1", "trees.\n    locator: ¦intro/2", "'intro/2'", "1 paragraph"),
    ("R101", FERRIES, "locator: trend-1/3\n    complete", "locator: ¦trend-1/30\n    complete", "'trend-1/30'", "3 paragraphs"),
    ("R103", FERRIES, "value: 3\n    unit: count", "value: 3\n    unit: ¦percent", "'count' cannot have the unit 'percent'", "what is counted"),
    ("R103", ORCHARDS, "kind: share", "kind: ¦money", "'money' cannot have the unit 'percent'", "currency"),
    ("R105", FERRIES, "part_of: all-ferries", "part_of: ¦passengers", "a part in count cannot belong to a whole in people", "same unit"),
    ("R105", FERRIES, "    part_of: fleet-plan", "    part_of: ¦battery-plan", "a part of itself", "name the whole"),
    ("R106", FERRIES, "inputs: [battery-plan, fleet-plan]", "inputs: ¦[passengers, fleet-plan]", "mix people and CNY", "one unit"),
    ("R106", FERRIES, "inputs: [battery-plan, fleet-plan]", "inputs: ¦[battery-plan, fleet-plan, battery-plan]", "takes two inputs, not 3", "'sum'"),
    ("R106", FERRIES, "inputs: [battery-plan, fleet-plan]", "inputs: [¦battery-share, fleet-plan]", "is itself computed", "the source's figures"),
    ("R106", FERRIES, "inputs: [battery-plan, fleet-plan]", "inputs: ¦[fleet-plan, battery-plan]", "of more than all", "the part first"),
    ("R106", FERRIES, "inputs: [battery-plan, fleet-plan]", "inputs: ¦[passenger-growth, cider-share]", "mix growth rate and share", "one kind"),
    ("R106", FERRIES, "inputs: [battery-plan, fleet-plan]", "inputs: ¦[freight-growth, passenger-growth]", "no parts of each other", "difference"),
    ("R106", FERRIES, "decimals: 1", "decimals: 1\n    unit: ¦CNY", "the unit of a share follows from its inputs", "leave 'unit' out"),
    ("R106", FERRIES, "decimals: 1", "decimals: 1\n    value: ¦41.2", "the share of its inputs is 40, but the value is 41.2", "'value: 40'"),
    ("R109", FERRIES, "freight by [[freight-growth]];", "freight by [[freight-growth]] ¦year-on-year;", "“year-on-year” stands beside 'freight-growth', whose comparison is missing", "leave the words out"),
    ("R109", FERRIES, "label: Growth in ferry freight", "label: Growth in ferry freight ¦on the year", "“on the year” stands beside 'freight-growth'", "comparison"),
    ("R109", FERRIES, "    indicator: freight", "    indicator: freight, ¦compared with the last", "“compared with” stands beside", "comparison"),
    ("R109", FERRIES, "subtitle: Growth in per cent, Elm", "subtitle: Growth on the ¦same period of the year before, Elm", "stands beside 'freight-growth'", "comparison"),
    ("R109", FERRIES, "title: Passengers grew faster than freight", "title: Both grew over the ¦previous year", "“previous year” stands", "leave"),
    ("R109", FERRIES, "by [[passenger-growth]], freight by [[freight-growth]].", "by [[passenger-growth]], freight by [[freight-growth]], ¦year on year.", "“year on year”", "leave"),
    ("R110", FERRIES, "  crossings:\n", "  ¦riders:\n    label: Riders\n    value: 12.5\n    unit: percent\n    kind: growth rate\n    indicator: number of Passengers\n    subject: Ferries\n    place: Elm Valley\n    period: 2024-01/2024-06\n    period_basis: stated\n    compared_with_basis: missing\n    status: observed\n    printed: 12.5%\n    locator: trend-1/1\n    doubts: ['[[riders]]']\n  crossings:\n", "'riders' and 'passenger-growth' give one value", "keep one"),
    ("R111", ORCHARDS, "  orchards:\n", "  ¦ladders:\n    label: Ladders\n    value: 7\n    unit: count\n    kind: count\n    indicator: number\n    subject: ladders\n    place: Elm Valley\n    period_basis: missing\n    status: observed\n    printed: 7 ladders\n    locator: trend-2/1\n  orchards:\n", "uses the figure 'ladders'", "[[ladders]]"),
    ("R112", FERRIES, "period: 2025", "period: ¦2023", "about 2023, but the source reports on 2024", "that the sentence is about"),
    ("R112", BRIEFING, "period: 2025", "period: ¦2024", "about 2024, on which the source reports", "whatever its tense"),
    ("R112", ORCHARDS, "period: 2025", "period: ¦1999", "about 1999", "as a fact"),
    ("R113", FERRIES, "    complete: false\n", "    complete: false\n    outcome: ¦{verdict: borne out, text: More do}\n", "outcome of the forecast has no source", "title, publisher"),
    ("R114", FERRIES, "    complete: false\n", "    complete: false\n    outcome: {verdict: borne out, text: More do, source: {title: T, publisher: P, date: ¦2024-12, address: 'https://example.org/'}}\n", "is about 2025, but the source of its outcome is older", "looks back"),
    ("R107", FERRIES, "value: 12.5", "value: ¦12.6", "'12.5%' is 12.5, but the value is 12.6", "'value: 12.5'"),
    ("R107", FERRIES, "value: 4500000", "value: ¦450000", "'4.5 million yuan' is 4,500,000", "'value: 4500000'"),
    ("R107", FERRIES, "printed: 1.8 million yuan", "printed: ¦1.8 million", "has no sign of the unit CNY", "quote the unit"),
    ("R107", FERRIES, "printed: 3 of the 8 ferries", "printed: ¦some of the ferries", "holds no number that could be 3", "quote the words"),
    ("R107", FERRIES, "value: 8\n", "value: ¦80\n", "'8 ferries' is 8, but the value is 80", "correct 'printed'"),
    ("R108", FERRIES, "qualifier: more than # a", "qualifier: ¦exact # a", "is hedged, but the qualifier is 'exact'", "'qualifier: more than'"),
    # charts
    ("R201", FERRIES, "[passenger-growth, freight-growth]", "¦[]", "shows nothing", "at least one"),
    ("R201", FERRIES, "[passenger-growth, freight-growth]", "[passenger-growth, ¦passenger-growth]", "drawn twice", "once"),
    ("R201", FERRIES, "figures: [electric-ferries, all-ferries]", "figures: ¦[electric-ferries]", "takes the part, then the whole, but 1", "name the part"),
    ("R201", ORCHARDS, "form: squares\n    figures: [", "form: squares\n    figures: ¦[pickers, ", "takes one share, but 2", "one share"),
    ("R201", BRIEFING, "form: timeline", "form: timeline\n    figures: ¦[crossings]", "takes no figures", "leave"),
    ("R202", FERRIES, "[passenger-growth, freight-growth]", "¦[passenger-growth, crossings]", "a growth rate and a count share", "'cards'"),
    ("R202", FERRIES, "[passenger-growth, freight-growth]", "¦[passenger-growth, cider-share]", "a growth rate and a share", "'cards'"),
    ("R203", FERRIES, "[passenger-growth, freight-growth]", "¦[passengers, crossings]", "people and count", "'cards'"),
    ("R204", FERRIES, "[passenger-growth, freight-growth]", "¦[passengers, pickers]", "different periods", "one period"),
    ("R205", FERRIES, "form: part", "form: ¦marks", "a plan is drawn as progress", "'part' or 'cards'"),
    ("R206", FERRIES, "[battery-plan, fleet-plan]\n    title", "¦[fleet-plan, battery-plan]\n    title", "'fleet-plan' is not declared", "[battery-plan, fleet-plan]"),
    ("R206", FERRIES, "[electric-ferries, all-ferries]", "¦[electric-ferries, passengers]", "a part of 'passengers'", "'part_of: passengers'"),
    ("R208", ORCHARDS, "form: squares\n    figures: [cider-share]", "form: ¦squares\n    figures: [orchards]", "a count cannot be shown as squares", "'bars'"),
    ("R209", FERRIES, "[passenger-growth, freight-growth]", "[passenger-growth, ¦battery-share]", "is computed here", "the description"),
    # addresses
    ("R012", ORCHARDS, "id: cider-fair", "id: ¦menu", "reserved for an address", "longer"),
    ("R013", FERRIES, "  freight-growth:\n", "  freight-growth:\n    aliases: [¦crossings]\n", "another figure", "remove it"),
    # prose
    ("R301", FERRIES, "[[electric-ferries]] of [[all-ferries]] ferries run on batteries.\nlead", "¦3 of [[all-ferries]] ferries run on batteries.\nlead", "the number '3'", "[[electric-ferries]]"),
    ("R301", FERRIES, "Passengers and", "By ¦12.5% and", "the number '12.5%'", "[[passenger-growth]]"),
    ("R301", FERRIES, "Passengers and", "By ¦4.5 million yuan and", "the number '4.5 million yuan'", "[[fleet-plan]]"),
    ("R301", FERRIES, "Passengers and", "¦1,200,000 and", "'1,200,000'", "[[passengers]]"),
    ("R301", FERRIES, "Passengers and", "By ¦１２ and", "'１２'", "refer to the figure"),
    ("R301", FERRIES, "Passengers and", "¦2024 million and", "'2024 million'", "refer"),
    ("R301", FERRIES, "Passengers and", "The 7-up, ¦7 and", "'7'", "refer"),
    ("R301", FERRIES, "newest ferry —", "newest — of ¦7 —", "'7'", "refer"),
    ("R301", WATER, "is to publish", "is to publish ¦7", "'7'", "refer"),
    ("R301", WATER, "actor: The [[ferry-board]]", "actor: The [[ferry-board|¦5 boards]]", "'5'", "refer"),
    ("R301", FERRIES, "with what it compares", "with ¦4 times it compares", "'4'", "refer"),
    ("R301", SILT, "This issue rests on no figure.", "This issue rests on ¦0 figures.", "'0'", "refer"),
    ("R301", ORGANISATIONS, "gloss: It runs", "gloss: It runs ¦9 times", "'9 times'", "refer"),
    ("R302", FERRIES, "Passengers and", "¦A third of them and", "'A third'", "idioms"),
    ("R302", FERRIES, "Passengers and", "¦two-thirds and", "'two-thirds'", "idioms"),
    ("R302", FERRIES, "Passengers and", "¦twenty-five million and", "'twenty-five million'", "idioms"),
    ("R302", FERRIES, "Passengers and", "They ¦doubled and", "'doubled'", "idioms"),
    ("R302", FERRIES, "Passengers and", "¦One per cent and", "'One per cent'", "idioms"),
    ("R302", FERRIES, "Passengers and", "¦Twice as many and", "'Twice'", "idioms"),
    ("R302", FERRIES, "Passengers and", "¦Dozens of them and", "'Dozens of'", "idioms"),
    ("R302", FERRIES, "Passengers and", "¦Tens of thousands and", "'Tens of thousands'", "idioms"),
    ("R302", FERRIES, "Passengers and", "They ¦trebled and", "'trebled'", "idioms"),
    ("R303", FERRIES, "[[crossings]] crossings with", "¦[[crossings|many]] crossings with", "'crossings' has words of its own", "write [[crossings]]"),
    ("R310", SILT, "finding: Silt delays", "finding: ¦To be written – silt delays", "still to be written", "write it"),
    ("R304", FERRIES, "Passengers and", "The ¦[[ferry-board] and", "does not close", "write [[id]]"),
    ("R304", FERRIES, "Passengers and", "Ferry-board¦]] and", "does not close", "write [[id]]"),
]
# fmt: on


@table("mistake", WRONG)
def test_each_mistake_is_one_finding_at_the_character_to_change(mistake: tuple[str, ...]) -> None:
    code, name, old, new, message, hint = mistake
    marked = edited(a_content(), name, old, new)[name]
    found = one_finding({**a_content(), name: marked.replace(MARK, "")})

    assert (found.code, found.path) == (code, f"content/{name}")
    if MARK in marked:
        assert found.at == place_of(marked, MARK)
    assert message in found.message
    assert hint in found.hint
    assert not found.message.endswith(".")


# ---- What shows elsewhere than where it was changed: (code, file, old, new, file and place of the finding, message)

SHARE = """value: 62
    unit: percent
    kind: share
    indicator: share of the harvest
    subject: cider
    place: Elm Valley
    period: 2024
    period_basis: implied
    status: claimed
    printed: 62%"""
EIGHT = """value: 8
    unit: count
    kind: count
    indicator: number of ferries
    subject: ferries
    place: Elm Valley
    period_basis: missing
    status: observed
    printed: 8 ferries"""

TOUCHES = "touches: [walking-tree, freight-growth]"

ELSEWHERE = [
    ("R503", NOTES, "reading: A market that moves from town to town", "reading: With what the article compares is not said", FERRIES, "The article does not say with", "repeats the note 'walking-tree-word'"),
    ("R504", NOTES, TOUCHES, "touches: [crossings, passengers, passenger-growth, freight-growth, all-ferries, orchards, pickers]\n    severity: material\n    caution: A market.", NOTES, "material", "mark 7 of"),
    ("R501", NOTES, TOUCHES, f"{TOUCHES}\n    severity: material", NOTES, "material", "has no caution"),
    ("R502", NOTES, TOUCHES, f"{TOUCHES}\n    caution: A market may be meant.", NOTES, "A market may", "is minor and has a caution"),
    ("R104", ORCHARDS, SHARE, SHARE.replace("62", "162"), ORCHARDS, "162\n", "a share of 162% is not possible"),
    ("R104", FERRIES, EIGHT, EIGHT.replace("8", "-8"), FERRIES, "-8\n", "a count of -8 is not possible"),
    ("R206", FERRIES, "    part_of: all-ferries\n", "", FERRIES, "[electric-ferries, all-ferries]", "not declared"),
    ("R207", FERRIES, "value: 8\n", "value: 8\n    qualifier: more than\n", FERRIES, "[electric-ferries, all-ferries]", "the lower bound 'all-ferries'"),
    ("R205", FERRIES, "status: observed\n    printed: 7.5%", "status: planned\n    printed: 7.5%", FERRIES, "[passenger-growth, freight-growth]", "observed and planned"),
    ("R204", FERRIES, GROWTH, GROWTH.replace("06", "05"), FERRIES, "[passenger-growth, freight-growth]", "side by side"),
    ("R106", FERRIES, "qualifier: according to incomplete statistics\n    status: planned\n    printed: 4.5", "qualifier: more than\n    status: planned\n    printed: 4.5", FERRIES, "fleet-plan]\n    decimals", "the bound 'fleet-plan'"),
    ("R105", FERRIES, "value: 3\n    unit: count\n    kind: count\n    indicator: number of ferries\n    subject: ferries on batteries\n    place: Elm Valley\n    period_basis: missing\n    status: observed\n    printed: 3 of", "value: 9\n    unit: count\n    kind: count\n    indicator: number of ferries\n    subject: ferries on batteries\n    place: Elm Valley\n    period_basis: missing\n    status: observed\n    printed: 9 of", FERRIES, "9\n    unit: count", "greater than its whole 'all-ferries'"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", ELSEWHERE, ids=[f"{row[0]}-{i}" for i, row in enumerate(ELSEWHERE)])
def test_a_mistake_that_shows_elsewhere_is_found_where_it_shows(mistake: tuple[str, ...]) -> None:
    code, name, old, new, path, needle, message = mistake
    files = edited(a_content(), name, old, new)
    wanted = {(code, f"content/{path}", place_of(files[path], needle))}

    found = [one for one in findings(files) if one.code == code]

    assert {(one.code, one.path, one.at) for one in found} == wanted
    assert message in found[0].message


@table("excuse", ["idiom", "name"])
def test_a_figure_of_the_source_cannot_be_excused_as_an_idiom_or_a_name(excuse: str) -> None:
    files = edited(a_content(), FERRIES, "Passengers and", "By 12.5% passengers and")
    if excuse == "idiom":
        files = edited(files, FERRIES, "  - text: 7-up\n", "  - text: 12.5%\n    reason: none\n  - text: 7-up\n")
    else:
        files = edited(
            files, CONCEPTS, "entities:\n", "entities:\n  - id: growth\n    name: 12.5%\n    gloss: Growth.\n"
        )

    typed = [(one.code, one.at) for one in findings(files) if one.code != "R305"]
    assert typed == [("R301", place_of(files[FERRIES], "12.5% passengers"))]


def test_every_code_of_the_rules_is_tested() -> None:
    explained = {code for rule in RULES for code in re.findall(r"\bR\d{3}\b", rule.__doc__ or "")}
    in_cases = {
        code for path in FOLDER.glob("*.txt") for case in read_cases(path)[1] for code in codes_in(case.expected)
    }
    here = {row[0] for row in (*WRONG, *ELSEWHERE)}

    assert explained - here - in_cases == TOO_LONG
    assert here <= explained


def test_no_code_is_explained_by_two_rules() -> None:
    codes = [code for rule in RULES for code in re.findall(r"\bR\d{3}(?=:)", rule.__doc__ or "")]

    assert len(codes) == len(set(codes))


# ---- No cascade


def broken_yaml(text: str) -> str:
    return text + "zz: [\n"


@table("name", sorted(a_content()))
def test_a_file_that_cannot_be_read_is_one_finding_whatever_refers_to_it(name: str) -> None:
    found = one_finding({**a_content(), name: broken_yaml(a_content()[name])})

    assert (found.code, found.path) == ("C001", f"content/{name}")


@table("name", sorted(a_content()))
def test_a_file_of_the_wrong_shape_is_one_finding_whatever_refers_to_it(name: str) -> None:
    found = one_finding({**a_content(), name: a_content()[name] + "\nzzz: 1\n"})

    assert (found.code, found.path) == ("S102", f"content/{name}")


@table("name", sorted(a_content()))
def test_a_missing_file_blames_nothing_but_what_refers_to_it(name: str) -> None:
    found = findings(a_content(without=[name]))

    assert {one.code for one in found} <= {"C023", "C027", "R002", "R006", "R301", "R015"}
    assert all(name not in one.path or one.code == "C023" for one in found)


IDS = [
    (FERRIES, "  crossings:\n", "  Crossings:\n", "S106"),
    (CONCEPTS, "- id: mark-2\n", "- id: mark_2\n", "S106"),
    (CONCEPTS, "name: Mark 2\n", "nam: Mark 2\n", "S102"),
    (FERRIES, "text: 7-up\n    reason: the name of a ferry", "text: 7-up", "S101"),
    (FERRIES, "figures:\n  passenger-growth:", "statisics:\n  passenger-growth:", "S102"),
    (WATER, "aim: to keep", "aims: to keep", "S102"),
]


@table(("name", "old", "new", "code"), IDS)
def test_an_item_without_a_sound_id_is_one_finding_whatever_refers_to_it(
    name: str, old: str, new: str, code: str
) -> None:
    files = edited(a_content(), name, old, new)
    files = edited(files, SILT, "Silt gathers", "The 7-up meets silt that gathers")

    assert one_finding(files).code == code


def test_a_chart_is_refused_once_however_many_rules_it_breaks() -> None:
    # growth and share; of two periods; observed and claimed
    files = edited(a_content(), FERRIES, "[passenger-growth, freight-growth]", "[passenger-growth, cider-share]")

    assert one_finding(files).code == "R202"


def test_a_wrong_figure_does_not_make_its_charts_wrong() -> None:
    wrongs = {
        "value: 12.5\n    unit: percent\n    kind: growth rate": "value: 12.5\n    unit: percent\n    kind: money",
        "value: 3\n": "value: 300\n",
        GROWTH: GROWTH.replace("2024-01/2024-06", "2024-06/2024-01"),
    }

    codes = [one_finding(edited(a_content(), FERRIES, old, new)).code for old, new in wrongs.items()]

    assert codes == ["R103", "R107", "S107"]


# ---- All at once, in order


MANY = [
    (RELATIONS, "from: trend-2", "from: trend-9"),
    (FERRIES, "value: 12.5", "value: 12.6"),
    (FERRIES, "Passengers and", "Twelve and"),
    (FERRIES, "[passenger-growth, freight-growth]", "[crossings, passengers]"),
    (ORCHARDS, "form: squares", "form: pie"),
    (BRIEFING, "as_of: 2025-03-01", "as_of: yesterday"),
    (CONCEPTS, "  - id: cider\n", "  - id: cider\n   name: x\n"),
]


def with_many(mistakes: list[tuple[str, str, str]]) -> dict[str, str]:
    files = a_content()
    for name, old, new in mistakes:
        files = edited(files, name, old, new)
    return files


def test_all_mistakes_are_found_at_once_and_in_order_of_place() -> None:
    found = findings(with_many(MANY))

    assert found == by_position(found)
    assert [(one.code, one.path.removeprefix("content/")) for one in found] == [
        ("S106", BRIEFING),
        ("C001", CONCEPTS),
        ("R107", FERRIES),
        ("R203", FERRIES),
        ("S104", ORCHARDS),
    ]  # references and typed numbers wait until all files can be read


def test_mistakes_that_have_nothing_to_do_with_each_other_add_up() -> None:
    mistakes = MANY[:4]
    alone = [finding for each in mistakes for finding in findings(with_many([each]))]

    assert findings(with_many(mistakes)) == by_position(alone)


def test_the_order_of_the_documents_changes_nothing() -> None:
    read, found = documents(with_many(MANY[:4]))
    shuffled = [read[i:] + read[:i] for i in range(len(read))] + [read[::-1]]

    assert all(check(some, found)[1] == check(read, found)[1] for some in shuffled)


def test_nothing_is_made_of_a_content_that_has_an_error() -> None:
    briefing, found = check(*documents(edited(a_content(), FERRIES, "value: 12.5", "value: 12.6")))

    assert found
    assert briefing is None


# ---- Places


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_do_not_depend_on_line_ends_or_a_byte_order_mark(end: str, mark: str) -> None:
    files = with_many(MANY[:4])
    expected = findings(files)

    assert findings({name: mark + text.replace("\n", end) for name, text in files.items()}) == expected


STYLES = {
    "plain": "    note: {}\n",
    "single": "    note: '{}'\n",
    "double": '    note: "{}"\n',
    "folded": "    note: >-\n      {}\n",
    "literal": "    note: |\n      {}\n",
}


@settings(max_examples=inputs(60), deadline=None)
@given(
    st.sampled_from(sorted(STYLES)),
    st.lists(st.sampled_from(["quay", "船", "é", "e\u0301", "—", "“x”", "\U0001f6a2"]), min_size=1, max_size=8),
    st.integers(0, 8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_typed_number_is_found_where_it_stands_in_any_style(style: str, words: list[str], at: int, end: str) -> None:
    at = min(at, len(words))
    text = " ".join([*words[:at], "¦77", *words[at:]])
    marked = (
        a_content()[FERRIES].replace("    attributed_to: ferry-board\n", STYLES[style].format(text)).replace("\n", end)
    )

    found = one_finding({**a_content(), FERRIES: marked.replace(MARK, "")})

    assert (found.code, found.at) == ("R301", place_of(marked, MARK))


def test_a_finding_about_two_files_names_both() -> None:
    files = edited(a_content(), CONCEPTS, "id: walking-tree\n", "id: pickers\n")
    files = edited(files, ORCHARDS, "[[walking-tree]]", "market")
    files = edited(files, NOTES, "[walking-tree, f", "[f")

    found = one_finding(files)

    assert found.path == f"content/{CONCEPTS}"
    assert f"content/{ORCHARDS}:{place_of(files[ORCHARDS], 'pickers:' + chr(10))}" in found.hint


def test_a_finding_about_two_places_of_a_file_tells_of_the_first() -> None:
    files = edited(a_content(), FERRIES, "id: forecast-batteries", "id: crossings")
    files = edited(files, NOTES, "[forecast-batteries, t", "[t")

    (note, at), *_ = next(one for one in findings(files) if one.code == "R001").related

    assert (note, at) == ("first given here", Position(*_line_and_column(files[FERRIES], "crossings:\n    label")))


def _line_and_column(text: str, needle: str) -> tuple[int, int]:
    at = place_of(text, needle)
    return at.line, at.column
