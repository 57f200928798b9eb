"""The record of a source made from its text: its paragraphs as they are, its outline as far as the look of it tells."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import SMALL
from digitrend.scaffold.init import outline_of
from fuzzing import inputs
from machine import NO_SOURCE, stand_down
from paths import ROOT, TESTS
from tables import table

SMALL_SOURCE = TESTS / "fixtures" / "small" / "source.txt"


def outline(text: str) -> list[tuple[str, str, int]]:
    """Return each section's id, heading and number of paragraphs."""
    return [(each.id, each.heading, len(each.paragraphs)) for each in outline_of(text.encode()).sections]


def on_record(content: Path) -> list[tuple[str, list[str]]]:
    sections = yaml.safe_load((content / "source.yaml").read_text("utf-8"))["sections"]
    return [(each["id"], each["paragraphs"]) for each in sections]


def recorded(raw: bytes) -> list[tuple[str, list[str]]]:
    return [(each.id, [paragraph.digest for paragraph in each.paragraphs]) for each in outline_of(raw).sections]


def test_the_record_of_the_small_source_is_the_one_made_by_hand() -> None:
    assert recorded(SMALL_SOURCE.read_bytes()) == on_record(SMALL)


def test_the_record_of_the_real_article_is_the_one_made_by_hand() -> None:
    named = os.environ.get("DIGITREND_SOURCE")
    if not named:
        stand_down(NO_SOURCE, "the article is not at hand")

    assert recorded(Path(named).read_bytes()) == on_record(ROOT / "content")


def test_a_text_without_headings_is_an_introduction() -> None:
    assert outline("A title\n\nIt was so.\nAnd so.\n") == [("intro", "", 2)]


def test_headings_are_told_by_their_marks_and_by_their_look() -> None:
    text = "# A title\n\nSo it was.\n\n## Rail\n\nTrains ran.\n\nRoads\n\nCarts ran.\n"

    assert outline(text) == [("intro", "", 1), ("trend-1", "Rail", 1), ("trend-2", "Roads", 1)]


def test_a_heading_of_headings_says_of_what_kind_they_are() -> None:
    text = (
        "T\n\nI. Trends\n1) Rail\nTrains ran.\n2) Road\nCarts ran.\nII. Risks to watch\n1) Snow\nIt fell.\n"
        "III. What is to be done\n1) Shovel\nShovel it.\n2) Salt\nSalt it.\n"
    )

    assert [name for name, _, _ in outline(text)] == [
        *("trend-1", "trend-2", "issue-1", "countermeasure-1", "countermeasure-2"),
    ]


def test_headings_of_one_level_say_their_kind_themselves() -> None:
    text = "T\n\nTrade\nIt grew.\n\nProblems\nIt snowed.\n\nRecommendations\nShovel it.\n"

    assert [name for name, _, _ in outline(text)] == ["trend-1", "issue-1", "countermeasure-1"]


def test_a_chinese_outline_is_read_too() -> None:
    text = "标题\n\n一、趋势\n（一）铁路\n火车行驶。\n二、问题\n（一）下雪\n下雪了。\n三、对策\n（一）铲雪\n铲雪。\n"

    assert [name for name, _, _ in outline(text)] == ["trend-1", "issue-1", "countermeasure-1"]
    assert outline_of(text.encode()).language == "zh"


def test_numbered_sentences_one_after_another_are_paragraphs() -> None:
    text = "T\n\nWhat to do\n1. Shovel the snow away.\n2. Salt the road.\n"

    assert outline(text) == [("countermeasure-1", "What to do", 2)]


def test_the_furniture_of_pages_is_no_paragraph() -> None:
    text = "T\n\nIt was so.\nPage of the Gazette.\nAnd so.\nPage of the Gazette.\n"

    assert outline(text) == [("intro", "", 2)]


def test_a_paragraph_is_found_by_its_line_and_first_words() -> None:
    (section,) = outline_of(b"T\r\n\r\nIt was  so that one could not say more.\r\n").sections

    assert [(each.line, each.begins) for each in section.paragraphs] == [(3, "It was so that one")]


def test_a_text_whose_lines_are_wrapped_is_told_from_one_whose_are_not() -> None:
    long = "The railway carried so much barley in that year that the harbour had to be built anew. " * 6
    wrapped = "\n".join(textwrap.wrap(long, 72))

    assert outline_of(f"A title\n\n{wrapped}\n".encode()).wrapped
    assert not outline_of(f"A title\n\n{long}\n{long}\n{long}\nSo it is.\n".encode()).wrapped
    assert not outline_of(SMALL_SOURCE.read_bytes()).wrapped


@table("raw", [b"", b"\n\n", b"\xff\xfe", b"Title alone"])
def test_a_text_without_paragraphs_has_no_sections(raw: bytes) -> None:
    assert outline_of(raw).sections == ()


@settings(max_examples=inputs(80), deadline=None)
@given(raw=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_whatever_the_bytes_there_is_a_record(raw: bytes) -> None:
    found = outline_of(raw)

    assert len({each.id for each in found.sections}) == len(found.sections)
    assert all(each.paragraphs for each in found.sections)
