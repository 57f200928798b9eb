"""What a text is found by, and what the index says of each entry."""

from __future__ import annotations

import json
from dataclasses import replace

from builders import a_briefing_of, a_group, a_trend, an_entity, the_words
from digitrend.model import EntityType
from digitrend.render.single_file import place_of
from digitrend.site.lookup import Lookup
from digitrend.site.pages import folded, index_context, letter_of
from digitrend.site.search import SearchEntry, index_script, search_entries, words
from digitrend.site.viewer import Viewer
from tables import table


def entries() -> tuple[SearchEntry, ...]:
    board = an_entity("board", "Ferry Board", acronym="FB", aliases=("the Board", "ferry board"), also=("渡轮局",))
    briefing = replace(a_briefing_of(a_trend(1), a_group(1)), entities=((EntityType.ORGANISATION, (board,)),))
    return search_entries(Viewer(Lookup(briefing, the_words())))


@table(
    ("text", "found"),
    [
        ("18.2%", "18.2"),
        ("18,2 %", "18.2"),
        ("400,000", "400000"),
        ("1,175.50", "1175.5"),
        ("50 billion", "50000000000"),
        ("500亿次", "50000000000 次"),
        ("49.9 trillion yuan", "49900000000000 yuan"),
        ("４９.９万亿元", "49900000000000 元"),
        ("Policies, boxes and buses", "policy box and buse"),
        ("Hangzhou’s", "hangzhou"),
        ("Élan COVID-19 5G", "elan covid 19 5g"),
        ("工业互联网", "工业 业互 互联 联网"),
        ("3.2.1", "3.2 1"),
        ("…", ""),
    ],
)
def test_a_text_is_found_by(text: str, found: str) -> None:
    assert " ".join(words(text)) == found


def test_a_number_is_found_without_its_scale_and_chinese_by_its_last_character() -> None:
    assert list(words("49.9 trillion", parts=True)) == ["49.9", "trillion", "49900000000000"]
    assert list(words("工业", parts=True)) == ["工业", "业"]


def test_the_index_lists_entries_under_their_words() -> None:
    index = json.loads(index_script(entries()).decode().partition(" = ")[2].rstrip(";\n"))
    (term,) = (i for i, entry in enumerate(entries()) if entry.kind == "term")

    assert 2 * term + 1 in index["words"]["fb"]
    assert 2 * term + 1 in index["words"]["渡轮"]
    assert index["entries"][term][-1] == ["ferry board fb", "fb", "the board", "ferry board", "渡轮 轮局"]
    assert index_script(entries()) == index_script(entries())


def test_what_looks_like_markup_stays_inside_the_script() -> None:
    assert b"<" not in index_script([SearchEntry("page", "a < b", "/x.html", "</script><!--")])


def test_in_one_file_an_entry_is_at_its_own_place_or_that_of_its_part() -> None:
    group = "/countermeasures/b.html"
    figure = SearchEntry("figure", "Growth", "/figures/growth.html", holder="/trends/a.html")
    measure = SearchEntry(
        "countermeasure", "Act", "/countermeasures/b.html#measure-2", holder="/countermeasures/b.html"
    )
    anchors = {"/trends/a.html": "trend-1", group: "countermeasure-1"}
    ids = frozenset({"evidence-growth", "trend-1", "countermeasure-1", "countermeasure-1-measure-2"})

    assert place_of(anchors, "", ids, figure) == "#evidence-growth"
    assert place_of(anchors, "", ids - {"evidence-growth"}, figure) == "#trend-1"
    assert place_of(anchors, "", ids, measure) == "#countermeasure-1-measure-2"
    assert place_of(anchors, "https://example.org", ids, figure._replace(holder="", url="/x.html")) == (
        "https://example.org/x.html"
    )
    assert place_of(anchors, "", frozenset(), figure) == ""


@table(("text", "letter"), [("“walking tree”", "W"), ("Élan", "E"), ("18.2%", "0"), ("…", "0"), ("ab", "A")])
def test_a_name_stands_under_its_first_letter(text: str, letter: str) -> None:
    assert letter_of(folded(text)) == letter


def test_an_organisation_is_listed_by_name_acronym_and_alias() -> None:
    letters = index_context(entries(), Lookup(a_briefing_of(), the_words())).letters
    lines = {line.text: line.see for letter in letters for line in letter.lines}

    assert lines["Ferry Board (FB)"] == ""
    assert lines["FB"] == lines["the Board"] == "Ferry Board (FB)"
    assert "ferry board" not in lines, "differs by its capitals only"
