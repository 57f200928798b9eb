"""Prose that quotes nothing, against the source: the opposite of what it says, and years that it lacks."""

from __future__ import annotations

from audit_bench import (
    CRAFTS,
    ISSUE,
    ISSUE_YAML,
    RELATIONS,
    SOURCE,
    TEXT,
    TREND,
    a_briefing_on_it,
    a_record,
    an_audit,
)
from builders import edited
from tables import table

SILT = "Silt waits for spring."


def told_of(said: str, retold: str, field: str = "passage") -> list[str]:
    """Return what an audit says of the opposites in a passage or a summary that retells a paragraph."""
    text = TEXT.replace(SILT, said)
    old = "{text: Silt waits for spring.," if field == "passage" else "summary: Silt gathers in the harbour."
    new = f'{{text: "{retold}",' if field == "passage" else f"summary: {retold}"
    files = a_briefing_on_it({ISSUE: ISSUE_YAML.replace(old, new), SOURCE: a_record(text)})
    return [each.message for each in an_audit(files, text).found if "opposite" in each.message]


PAIRS = [
    ("Silt grows in the harbour.", "Silt shrinks in the harbour."),
    ("Most towns of the coast dredge.", "Few towns of the coast dredge."),
    ("Boats need more tools and fewer hands.", "Boats need fewer tools and fewer hands."),
    ("Prices are higher with silt.", "Prices are lower with silt."),
]


@table(("true", "false"), PAIRS)
def test_a_passage_that_says_the_opposite_of_its_paragraph_is_told(true: str, false: str) -> None:
    assert told_of(true, true) == []
    assert told_of(true, false) == ["this says the opposite of issue-1 paragraph 1"]


@table(("true", "false"), PAIRS[1:3])
def test_a_summary_that_says_of_a_thing_the_opposite_of_its_section_is_told(true: str, false: str) -> None:
    assert told_of(true, true, "summary") == []
    assert told_of(true, false, "summary") == ["this says the opposite of the heading of issue-1"]


@table(
    ("said", "retold"),
    [
        ("Low demand keeps boats idle.", "Demand rises late, and boats are idle."),  # "low" is no fall
        ("Silt grows, and depth falls.", "Depth falls."),
        ("The towns will deepen the channel.", "The channel gets deeper."),
    ],
)
def test_what_agrees_passes(said: str, retold: str) -> None:
    assert told_of(said, retold) == []


@table(
    ("file", "old", "new", "years"),
    [
        (CRAFTS, "finding: Nets are mended.", "finding: Nets are mended since 1998.", ["1998"]),
        (CRAFTS, "title: Nets are mended by hand", "title: Nets are mended by hand until 2030", ["2030"]),
        (CRAFTS, "finding: Nets are mended.", "finding: Nets are mended in 2025, as in 2024.", []),
        (CRAFTS, "finding: Nets are mended.", "finding: Nets are mended since October.", ["October"]),
        (TREND, "finding: Landings grew.", "finding: Landings grew in April.", []),
        (TREND, "summary: ", "remarks: [Founded in 1871.]\nsummary: ", []),  # what the editors say of their own
    ],
)
def test_a_time_that_the_source_lacks_is_told(file: str, old: str, new: str, years: list[str]) -> None:
    found = [each for each in an_audit(edited(a_briefing_on_it(), file, old, new)).found if each.code == "A128"]

    assert [each.message for each in found] == [f"the source names no {year}" for year in years]


def a124(said: str, file: str, old: str, new: str) -> list[str]:
    """Return what an audit says of words, where a text of the briefing is another one and the source says so."""
    text = TEXT.replace(SILT, said)
    files = a_briefing_on_it({ISSUE: ISSUE_YAML.replace(SILT, said), SOURCE: a_record(text)})
    return [each.message for each in an_audit(edited(files, file, old, new), text).found if each.code == "A124"]


@table(
    ("said", "retold", "word", "instead"),
    [
        ("Towns find it difficult to dredge.", "Towns find it hard to dredge.", "", ""),
        ("Towns find it difficult to dredge.", "Towns find it easy to dredge.", "easy", "“difficult”"),
        ("Towns published plans for dredging.", "Towns withdrew plans for dredging.", "withdrew", "“published”"),
        ("The contest of the towns is fierce.", "The contest of the towns abates.", "abates", "“fierce”"),
        ("The towns have a plan.", "The towns have a tariff.", "tariff", "another thing"),
    ],
)
def test_a_summary_says_nothing_that_its_section_excludes(said: str, retold: str, word: str, instead: str) -> None:
    found = a124(said, ISSUE, "summary: Silt gathers in the harbour.", f"summary: {retold}")

    assert found == [f"this says “{word}”, and the heading of issue-1 {instead}"] * bool(word)


def test_a_word_is_pointed_at_where_it_stands_in_a_passage() -> None:
    text = TEXT.replace(SILT, "Towns find it difficult to dredge.")
    files = a_briefing_on_it({ISSUE: ISSUE_YAML.replace(SILT, "Towns find it easy to dredge."), SOURCE: a_record(text)})

    (found,) = (each for each in an_audit(files, text).found if each.code == "A124")

    assert (
        ISSUE_YAML.replace(SILT, "Towns find it easy to dredge.")
        .split("\n")[found.at.line - 1][found.at.column - 1 :]
        .startswith("easy")
    )


def test_a_headline_says_nothing_that_the_source_excludes() -> None:
    old, said = "title: Harbour towns in 2025\nsub", "Silt accelerates in spring."

    assert a124(said, "briefing.yaml", old, f"headline: Silt is faster in 2025\n{old}") == []
    assert a124(said, "briefing.yaml", old, f"headline: Silt slows in 2025\n{old}") == [
        "this says “slows”, and the source “accelerates”"
    ]


@table(
    ("new", "told"),
    [
        ("[[visitors|number]] visitors of the markets", []),
        (
            "[[visitors|number]] tourists",
            ["“tourists” stands behind 'visitors', and trend-1 paragraph 1 says nothing of it"],
        ),
    ],
)
def test_what_is_counted_has_a_word_of_its_paragraph(new: str, told: list[str]) -> None:
    assert a124(SILT, TREND, "[[visitors]], [[scenarios]]", f"{new}, [[scenarios]]") == told


@table(
    ("gist", "told"),
    [
        ("Nets are mended on the coast", []),  # a word that the briefing has elsewhere
        ("Nets are consumed on the pier", ["the gist says “consumed”, which the source nowhere says"]),
    ],
)
def test_a_word_that_nothing_else_has_is_told(gist: str, told: list[str]) -> None:
    assert a124(SILT, CRAFTS, "gist: Nets are mended on the pier", f"gist: {gist}") == told


@table(
    ("title", "told"),
    [
        ("Silt passes from dredging into building", []),
        ("Towns go from building to dredging", ["from building to dredging"]),
    ],
)
def test_a_way_is_not_told_backwards(title: str, told: list[str]) -> None:
    found = a124(
        "Towns go from the dredging of silt to the construction of quays.",
        ISSUE,
        "title: Silt",
        f"title: {title} of silt",
    )

    assert found == [f"this turns round what the heading of issue-1 says: “{each} of silt”" for each in told]


def test_an_entity_beside_a_figure_is_one_that_its_sentence_names() -> None:
    false = "[[visitors]] of the [[g20-pier]], [[scenarios]]"

    assert a124(SILT, TREND, "[[visitors]], [[scenarios]]", false) == [
        "“G20 pier” stands beside 'visitors', and trend-1 paragraph 1 does not name it"
    ]


@table(
    ("reason", "told"),
    [("With less output of silt, boats wait", False), ("With more output of silt, boats wait", True)],
)
def test_the_reason_of_a_link_says_what_its_evidence_says(reason: str, told: bool) -> None:
    evidence = "\n    evidence: [{locator: issue-1/1, printed: waits}]"
    new = f"strength: reading\n    reason: {reason}{evidence}"
    found = a124(
        "In spring less output of silt waits.",
        RELATIONS,
        "strength: reading\n    reason: Boats come in by the water that silts",
        new,
    )

    assert bool(found) is told, found


@table(("place", "told"), [("Portugal", True), ("the coast", False)])
def test_a_number_of_the_world_is_of_no_one_country(place: str, told: bool) -> None:
    text = TEXT.replace("More than 40,000 visitors", "Worldwide, more than 40,000 visitors")
    text = text.replace("Worldwide, more", "Worldwide more")
    files = a_briefing_on_it({SOURCE: a_record(text)})
    files = edited(files, TREND, "qualifier: more than, subject: visitors", f"place: {place}, qualifier: more than")
    found = [each.message for each in an_audit(files, text).found if each.code == "A117"]

    assert any("says “Worldwide”" in each for each in found) is told


@table(
    ("old", "new", "told"),
    [
        ("what: The Port Board opens", "what: The Port Board proposes", "of 'opening', and this of 'initiative'"),
        ("what: The Port Board opens", "what: The Port Board is about to open", "tells of what was done"),
        ("what: The Port Board opens", "what: The Port Board has opened", ""),
    ],
)
def test_an_event_is_an_act_of_the_kind_that_its_sentence_tells_of(old: str, new: str, told: str) -> None:
    found = a124(SILT, TREND, old, new)

    assert [told in each for each in found] == [True] * bool(told), found


@table(
    ("foreseen", "told"),
    [
        ("In April 2024 the Port Board opened a fish hall.", 0),
        ("In April 2024, as the Port Board had forecast, the Net Guild opened a fish hall.", 1),
    ],
)
def test_who_only_expects_something_does_not_act(foreseen: str, told: int) -> None:
    text = TEXT.replace("In April 2024 the Port Board opened a fish hall.", foreseen)
    files = a_briefing_on_it({SOURCE: a_record(text)})
    files = edited(files, TREND, "printed: the Port Board opened a fish hall", "printed: opened a fish hall")
    bodies = "entities/organisations.yaml"
    files = edited(files, bodies, "entities:\n", "entities:\n  - {id: net-guild, name: Net Guild, gloss: A guild.}\n")
    found = [each.message for each in an_audit(files, text).found if each.code == "A120"]

    assert sum("expects, not that it acts" in each for each in found) == told


@table(
    ("gloss", "told"),
    [
        ("It runs the port.", []),
        ("It runs the G20 pier, by the article.", ["no paragraph that names 'port-board' names G20 pier"]),
        ("It has not yet opened a fish hall.", ["this says “opened”, and the source the opposite of 'port-board'"]),
        ("It closed a fish hall.", ["this says “closed”, and the source “opened” of 'port-board'"]),
        ("It opened a hall in April.", []),
        ("It stands outside the port.", ["this says “outside”, and the source another thing of 'port-board'"]),
        ("It opened a hall in March.", ["no sentence that names 'port-board' has the time March"]),
    ],
)
def test_a_gloss_says_nothing_else_than_the_paragraphs_of_its_entity(gloss: str, told: list[str]) -> None:
    assert a124(SILT, "entities/organisations.yaml", "gloss: It runs the port.", f'gloss: "{gloss}"') == told


@table(
    ("name", "told"),
    [
        ("Silt Watch Guild", []),
        ("Silt Dutch Guild", ["the source names no Dutch, as the name of 'guild' does"]),
        ("Guild of Silt", []),  # another name may have words of its own
        ("Board of Port Importers", ["the source names no Importers, as the name of 'guild' does"]),
    ],
)
def test_a_name_has_no_other_word_than_the_one_that_is_printed(name: str, told: list[str]) -> None:
    guild = f"entities:\n  - {{id: guild, name: {name}, aliases: [Silt Watch Guild], gloss: A guild.}}\n"

    assert (
        a124(
            "The Silt Watch Guild and the Board of Port Exporters wait.",
            "entities/organisations.yaml",
            "entities:\n",
            guild,
        )
        == told
    )


def test_a_part_names_the_months_of_its_own_section() -> None:
    found = an_audit(
        edited(a_briefing_on_it(), ISSUE, "finding: Silt gathers.", "finding: Silt gathers in April.")
    ).found

    assert [each.message for each in found if each.code == "A128"] == ["the section names no April"]


@table(
    ("cause", "told"),
    [
        ("because spring comes late", []),
        ("since it rains", []),  # a single word may be the editor's
        ("because drains leaked poison", ["this says “because drains leaked poison”"]),
    ],
)
def test_a_cause_that_a_passage_gives_has_a_word_of_its_paragraph(cause: str, told: list[str]) -> None:
    found = a124(SILT, ISSUE, SILT, f"Silt waits {cause}.")

    assert [each.partition(",")[0] for each in found] == told


@table(
    ("then", "told"),
    [("before it rises", 0), ("and then falls", 1), ("and then waits", 0)],
)
def test_what_follows_a_figure_goes_where_the_source_lets_it_go(then: str, told: int) -> None:
    said = "48 market scenarios"
    text = TEXT.replace(f"{said}.", f"{said}, before their number increased.")
    files = a_briefing_on_it({SOURCE: a_record(text)})
    files = edited(files, TREND, "finding: Landings grew.", f'finding: "[[scenarios]] {then}."')
    found = [each.message for each in an_audit(files, text).found if each.code == "A124"]

    assert sum("tells what follows 'scenarios'" in each for each in found) == told


@table(("thing", "told"), [("fish hall", 0), ("G20 pier", 1)])
def test_a_list_names_what_its_section_names(thing: str, told: int) -> None:
    found = a124(SILT, TREND, "what: The Port Board opens", f"what: Ice and {thing} and the Port Board opens")

    assert sum("does not name" in each for each in found) == told, found


@table(("who", "told"), [("port-board", 0), ("net-guild", 1)])
def test_who_stands_beside_a_thing_stands_beside_it_in_the_paragraph(who: str, told: int) -> None:
    said = "In April 2024 the Port Board opened a fish hall."
    text = TEXT.replace(said, f"{said} The Port Board counts on the G20 pier, the Net Guild on ice.")
    files = edited(a_briefing_on_it({SOURCE: a_record(text)}), TREND, "[[port-board]]", f"[[{who}]] and [[g20-pier]]")
    guild = "entities:\n  - {id: net-guild, name: Net Guild, gloss: A guild.}\n"
    files = edited(files, "entities/organisations.yaml", "entities:\n", guild)
    files = edited(files, TREND, f"[[{who}]] and [[g20-pier]] opened", f"[[{who}]] bets on the [[g20-pier]]; it opened")
    found = [each.message for each in an_audit(files, text).found if each.code == "A124"]

    assert found == [f"'{who}' stands beside 'g20-pier' here, and 'port-board' in trend-1 paragraph 2"] * told


@table(("reason", "told"), [("Silt waits, as boats do", 0), ("Silt stops boats and nets", 1)])
def test_the_reason_of_a_link_has_no_word_of_a_third_section(reason: str, told: int) -> None:
    found = a124(SILT, RELATIONS, "reason: Boats come in by the water that silts", f"reason: {reason}")

    assert sum("which neither end of the link says" in each for each in found) == told, found
