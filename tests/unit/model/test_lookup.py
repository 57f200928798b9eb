"""References resolved: what each id stands for, and where it leads."""

from __future__ import annotations

import pytest

from builders import (
    a_briefing,
    a_briefing_of,
    a_chart_spec,
    a_content,
    a_derived,
    a_figure,
    a_forecast,
    a_group,
    a_measure,
    a_passage,
    a_rate,
    a_trend,
    an_event,
    an_issue,
    an_note,
    documents,
    edited,
    the_real_content,
    the_words,
)
from digitrend.check.rules.ids import COUNTED
from digitrend.model import Briefing, Qualifier
from digitrend.site.lookup import Lookup, Mention, ResolvedProse
from tables import table


def a_lookup(briefing: Briefing) -> Lookup:
    return Lookup(briefing, the_words())


EVERYTHING = a_briefing_of(
    a_trend(
        1,
        title="Up by [[growth]]",
        figures=(
            a_rate("growth", 12.5),
            a_figure("crossings", value=40_000, qualifier=Qualifier.MORE_THAN),
            a_figure("part", value=1, unit="CNY", kind="money"),
            a_figure("whole", value=4, unit="CNY", kind="money"),
        ),
        derived=(a_derived("share"), a_derived("rest", formula="difference", inputs=("whole", "part"))),
        events=(an_event("opening", label="Quay of the [[ferry-board]]"),),
        forecasts=(a_forecast("quiet"),),
        charts=(a_chart_spec("bars", "growth", id="bars", title="Growth of [[growth]]"),),
    ),
    an_issue(1),
    a_group(1, measures=(a_measure("Dredge"), a_measure("Share"))),
    notes=(an_note("tree"),),
)

MENTIONS = {
    "ferry-board": ("Ferry Board", "/terms.html#ferry-board"),
    "growth": ("12.5%", "/figures/growth.html"),
    "crossings": ("more than 40,000 people", "/figures/crossings.html"),
    "share": ("25% (computed here)", "/figures/share.html"),
    "rest": ("3 yuan (computed here)", "/figures/rest.html"),
    "trend-1": ("Up by 12.5%", "/trends/trend-number-1.html"),
    "issue-1": ("A title", "/issues/issue-number-1.html"),
    "countermeasure-1": ("A title", "/countermeasures/group-number-1.html"),
    "countermeasure-1.2": ("Share", "/countermeasures/group-number-1.html#measure-2"),
    "opening": ("Quay of the Ferry Board", "/timeline.html#opening"),
    "quiet": ("Ferries run quieter", "/outlook.html#quiet"),
    "bars": ("Growth of 12.5%", "/charts/bars.html"),
    "tree": ("walking tree", "/source.html#tree"),
}


@table("name", MENTIONS)
def test_each_id_has_a_text_and_an_address(name: str) -> None:
    mention = a_lookup(EVERYTHING).mentions[name]

    assert (mention.text, mention.url) == MENTIONS[name]


def test_a_figure_is_parted_into_the_number_and_its_qualifier() -> None:
    mentions = a_lookup(EVERYTHING).mentions

    assert mentions["crossings"].parts == ("more than ", "40,000 people", "")
    assert mentions["share"].parts == ("", "25%", " (computed here)")
    assert [name for name, mention in mentions.items() if mention.figure] == list(EVERYTHING.figures)
    assert Mention("more than 40,000", figure="x", bare="40,000 crossings").parts == ("more than ", "40,000", "")


def test_prose_becomes_text_and_mentions() -> None:
    prose = a_lookup(EVERYTHING).prose("By [[growth]], [[ferry-board|it]] says, of [[#trends]].")

    assert prose == ResolvedProse(
        (
            "By ",
            Mention("12.5%", "/figures/growth.html", "growth", "12.5%", "trend-1/1"),
            ", ",
            Mention("it", "/terms.html#ferry-board", term="ferry-board"),
            " says, of ",
            Mention("one"),
            ".",
        )
    )


def test_plain_text_has_the_same_words_without_links() -> None:
    look = a_lookup(EVERYTHING)

    assert look.plain("By [[growth]], [[ferry-board|it]] says.\n") == "By 12.5%, it says."
    assert not look.prose("")


def test_what_an_item_names_is_told_once_and_in_order() -> None:
    passage = a_passage("[[growth]] of [[ferry-board]], [[growth]] of [[#trends]]")

    assert a_lookup(EVERYTHING).named_in(passage) == ("growth", "ferry-board")


@table(
    ("place", "text", "url"),
    [
        ("intro/1", "Introduction ¶1", "/source.html#intro-1"),
        ("trend-4/2", "Trend 4 ¶2", "/source.html#trend-4-2"),
        ("issue-1", "Issue 1", "/source.html#issue-1"),
        ("countermeasure-2/1", "Group 2 ¶1", "/source.html#countermeasure-2-1"),
    ],
)
def test_a_place_in_the_source_has_a_name_and_an_address(place: str, text: str, url: str) -> None:
    link = a_lookup(EVERYTHING).place(place)

    assert (link.text, link.url) == (text, url)


def test_whatever_the_rules_allow_to_be_counted_is_counted() -> None:
    counts = a_lookup(a_briefing()).counts

    assert set(counts) == set(COUNTED)
    assert counts == {
        "trends": 2,
        "issues": 1,
        "countermeasures": 1,
        "measures": 2,
        "figures": 12,
        "events": 3,
        "forecasts": 3,
        "entities": 9,
        "relations": 3,
        "notes": 3,
        "charts": 8,
        "paragraphs": 9,
    }


def test_every_id_of_a_checked_briefing_can_be_mentioned() -> None:
    from digitrend.check.runner import contents_of

    contents, _ = contents_of(documents(a_content())[0])

    assert set(a_lookup(a_briefing()).mentions) == set(contents.kinds)


def test_a_reference_in_a_passage_may_name_anything() -> None:
    every = " ".join(f"[[{name}]]" for name in a_lookup(a_briefing()).mentions)
    files = edited(a_content(), "trends/02-orchards.yaml", "The [[walking-tree]] is to open.", every)

    look = a_lookup(a_briefing(files))

    passage = look.briefing.trends[1].outlook[0]
    assert all(isinstance(piece, Mention) or piece == " " for piece in look.prose(passage.text).pieces)


@pytest.mark.parametrize("name", ["live-views", "provinces-backing-ai", "planned-investment-total"])
@pytest.mark.parametrize("form", ["", "number", "value", "size", "short"])
def test_the_number_that_opens_the_evidence_stands_once_in_its_text(name: str, form: str) -> None:
    look = a_lookup(a_briefing(the_real_content()))
    (mention,) = (each for each in look.prose(f"[[{name}|{form}]]" if form else f"[[{name}]]").pieces if each)

    assert isinstance(mention, Mention)
    assert mention.bare
    assert "".join(mention.parts) == mention.text


def test_a_hedge_stays_with_its_figure_but_where_the_sentence_has_it() -> None:
    look = a_lookup(a_briefing(the_real_content()))

    assert look.plain("[[planned-investment-2020]]") == "8.4 trillion yuan (according to incomplete statistics)"
    assert look.plain("[[planned-investment-2020|value]]") == "8.4 trillion yuan"


def test_a_figure_that_opens_a_sentence_has_a_capital() -> None:
    look = a_lookup(EVERYTHING)

    assert look.plain("[[crossings]] came, e.g. [[crossings]]. [[crossings]] it was.") == (
        "More than 40,000 people came, e.g. more than 40,000 people. More than 40,000 people it was."
    )
    assert look.plain("It was 95%. [[crossings]] came.") == "It was 95%. More than 40,000 people came."
    assert look.prose("[[crossings]]").pieces[0].parts[:2] == ("More than ", "40,000 people")  # type: ignore[union-attr]
