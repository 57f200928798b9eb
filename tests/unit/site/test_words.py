"""The words of the interface: whole in each language that the templates have, and taken by the briefing's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from builders import BRIEFING, a_content, edited
from digitrend.content.yaml_parser import parse
from digitrend.render.theme import read_templates
from digitrend.text.wording import flattened
from paths import ROOT
from tables import table

if TYPE_CHECKING:
    from site_bench import Bench

GAP = re.compile(r"\{\w*\}|\[\[#\w+\]\]")
FILES = sorted((ROOT / "templates").glob("words.*.yaml"))


def words_of(name: str) -> dict[str, str]:
    document = parse(name, (ROOT / "templates" / name).read_bytes())
    assert not isinstance(document, list), document
    return dict(flattened(document.data))


@table("name", [path.name for path in FILES])
def test_every_language_has_the_same_words_with_the_same_gaps(name: str) -> None:
    english, other = words_of("words.en.yaml"), words_of(name)

    assert list(other) == list(english)
    assert {key for key in english if gaps(english[key]) != gaps(other[key])} == set()


def gaps(text: str) -> list[str]:
    """Return the gaps of a word; a month is told by its name in one language, by its number in another."""
    return sorted(GAP.findall(text.replace("{name}", "{month}")))


def test_no_chinese_word_was_left_in_english() -> None:
    named = {"SVG", "PNG", "CSV", "JSON", "BibTeX", "RIS", "CSL-JSON", "SHA-256"}
    plain = {GAP.sub("", text) for text in words_of("words.zh.yaml").values()} - named

    assert [text for text in plain if re.search("[A-Za-z]", text) and not re.search(r"[\u4e00-\u9fff]", text)] == []


def test_a_language_without_words_and_one_that_lacks_some_are_findings() -> None:
    english = b"site: {menu: Menu, skip: Skip}\n"

    none = read_templates({"words.en.yaml": english}, "templates", language="fr")[2]
    some = read_templates({"words.en.yaml": english, "words.fr.yaml": b"site: {}\n"}, "templates", language="fr-CA")[2]

    assert [(each.code, each.path) for each in none] == [("P006", "templates/words.fr.yaml")]
    assert [(each.code, each.message) for each in some] == [
        ("P009", "the words lack 2 of English: site.menu, site.skip")
    ]


def test_a_briefing_may_have_single_words_otherwise(bench: Bench) -> None:
    own = "language: en\nwords:\n  page.countermeasures: What to do & why\n  search.singel: x\n  part.number: '{n}'\n"

    wrong = bench.fails(edited(a_content(), BRIEFING, "language: en\n", own))
    bench.build(edited(a_content(), BRIEFING, "language: en\n", own.partition("  search.singel")[0]))

    line = a_content()[BRIEFING].partition("language: en")[0].count("\n") + 4
    assert [(each.code, each.message, each.at.line, each.at.column) for each in wrong] == [
        ("P011", "the interface has no word 'search.singel'", line, 3),
        ("P011", "the word 'part.number' has a gap that nothing fills", line + 1, 3),
    ]
    assert "What to do &amp; why" in bench.text("index.html")
    assert f">{words_of('words.en.yaml')['page.countermeasures']}</a>" not in bench.text("index.html")


def test_a_briefing_in_chinese_has_a_chinese_interface(bench: Bench) -> None:
    bench.build(edited(a_content(), BRIEFING, "language: en", "language: zh"))

    page = bench.text("index.html")
    assert words_of("words.zh.yaml")["site.skip"] in page
    assert words_of("words.en.yaml")["site.skip"] not in page
