"""The search in its three forms, and the A–Z index: what is found, from where, and what the page says of itself."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from axe import faults
from builders import FERRIES, a_briefing_of, a_content, a_group, a_trend, an_entity, edited, the_words
from digitrend.build.recipe import unpacked
from digitrend.exports import search
from digitrend.exports.search import document_path
from digitrend.indexing import IndexingError, search_index
from digitrend.lookup import Lookup
from digitrend.model import EntityType
from digitrend.site import Topic, Viewer
from digitrend.site.index import folded, index_context, letter_of
from digitrend.site.topics import KINDS, topics
from scripting import POLICY, Strict
from site_bench import bench, built, one_core

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from real_site import RealSite
    from site_bench import Bench
    from window import Scheme, Window

__all__ = ["bench", "built", "one_core"]

BOX, RESULTS = "#words", "#results li"
# What a reader may type, and what must be among the first three.
QUESTIONS = {
    "18.2": "Growth in output of industrial robots: 18.2%",
    "robots": "Industrial robots",
    "NDRC": "National Development and Reform Commission (NDRC)",
    "49.9 trillion": "Planned investment in new infrastructure, total: 49.9 trillion yuan (incomplete statistics)",
    "city brain": "City brain",
}


# ---- Topics


def found_in() -> tuple[Topic, ...]:
    board = an_entity("board", "Ferry Board", acronym="FB", aliases=("the Board", "ferry board"))
    briefing = replace(a_briefing_of(a_trend(1), a_group(1)), entities=((EntityType.ORGANISATION, (board,)),))
    return topics(Viewer(Lookup(briefing, the_words())))


def test_everything_that_has_an_address_is_a_topic(built: Bench) -> None:
    rows = index_rows(built)

    assert {kind for kind, *_ in rows} == set(KINDS)
    assert len({url for _, _, url, _ in rows}) == len(rows)
    for _, _, url, _ in rows:
        path, _, fragment = url.partition("#")
        assert not fragment or f'id="{fragment}"' in built.text(path), url


def index_rows(bench: Bench) -> list[tuple[str, str, str, str]]:
    text = bench.text(search.SCRIPT)
    rows = json.loads(text.removeprefix("var searchIndex = ").strip().removesuffix(";"))
    return [tuple(row) for row in rows]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold()))


@pytest.mark.parametrize("path", ["trends/ferries.html", "countermeasures/look-after-the-water.html", "outlook.html"])
def test_every_word_that_a_page_shows_can_be_found(built: Bench, path: str) -> None:
    main = built.text(path).partition('tabindex="-1">')[2].partition("</main>")[0]
    shown = words_of(re.sub(r"(?s)<svg.*?</svg>|&\w+;|<[^>]*>", " ", main))
    found = words_of(" ".join(f"{title} {text}" for _, title, _, text in index_rows(built)))
    publisher = json.loads(built.text("data/briefing.json"))["overview"]["publisher"]  # in every source line
    interface = words_of(" ".join((*the_words().values(), publisher)))
    no_words = {word for word in shown if re.fullmatch(r"[0-9a-f]{12}|[0-9]{1,2}", word)}  # digests, ordinals

    assert shown - found - interface - no_words == set()


# ---- A to Z


@pytest.mark.parametrize(
    ("text", "letter"), [("“walking tree”", "W"), ("Élan", "E"), ("18.2%", "0"), ("…", "0"), ("ab", "A")]
)
def test_a_name_stands_under_its_first_letter(text: str, letter: str) -> None:
    assert letter_of(folded(text)) == letter


def test_an_organisation_is_listed_by_name_acronym_and_alias() -> None:
    letters = index_context(found_in(), Lookup(a_briefing_of(), the_words())).letters
    lines = {line.text: line.see for letter in letters for line in letter.lines}

    assert lines["Ferry Board (FB)"] == ""
    assert lines["FB"] == lines["the Board"] == "Ferry Board (FB)"
    assert "ferry board" not in lines, "differs by its capitals only"


def test_figures_stand_under_their_numbers_in_order_and_keep_their_qualifiers(built: Bench) -> None:
    numbers = built.text("a-z.html").partition('id="letter-0"')[2].partition("</section>")[0]
    listed = re.findall(r">([^<]*)</a>", numbers)

    values = [float(re.sub(r"^\D*", "", text).split()[0].rstrip("%:").replace(",", "")) for text in listed]
    assert values == sorted(values)
    assert any(text.startswith("more than ") for text in listed)


def test_letters_lead_to_their_names(built: Bench) -> None:
    text = built.text("a-z.html")
    letters = re.findall(r'href="#(letter-\w)"', text)

    assert letters == sorted(letters)
    assert all(f'id="{letter}"' in text for letter in letters)
    assert re.findall(r'href="a-z.html#(letter-\w)"', built.text("search.html")) == letters


# ---- The indexes


def test_equal_topics_give_equal_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tuple(search.documents(found_in(), "en"))
    first = search_index(documents, {})
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert search_index(documents, {}) == first
    assert search_index(documents[::-1], {}) == first
    assert list(tmp_path.iterdir()) == []


def test_the_index_holds_what_the_page_loads_and_no_more() -> None:
    found = found_in()
    files = unpacked(search_index(tuple(search.documents(found, "en")), {}))

    assert {"pagefind.js", "pagefind-entry.json", "groups.json", "wasm.en.pagefind", "LICENSE.txt"} < files.keys()
    assert not [path for path in files if path.endswith(".css") or "ui" in path or "unknown" in path]
    groups = json.loads(files["groups.json"])
    assert {kind: len(ids) for kind, ids in groups.items()} == {
        kind: count for kind in sorted(KINDS) if (count := sum(topic.kind == kind for topic in found))
    }


def test_a_document_carries_its_kind_and_address_in_its_path() -> None:
    assert document_path(Topic("term", "NDRC", "/terms.html#ndrc")) == "term/terms/ndrc.html"
    assert document_path(Topic("trend", "AI", "/trends/ai.html")) == "trend/trends/ai/index.html"
    assert len({document_path(topic) for topic in found_in()}) == len(found_in())


def test_what_looks_like_markup_is_found_as_text() -> None:
    (document,) = search.documents([Topic("page", "a < b", "/x.html", "<script>&")], "en")

    assert "a &lt; b" in document[1]
    assert "<script>" not in document[1]


def test_a_missing_program_is_a_finding(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: Path("gone") / "pagefind")

    (fault,) = bench.fails()

    assert (fault.code, fault.path) == ("P007", "pagefind")
    assert "cannot be run" in fault.message


def test_a_program_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: Path(sys.executable))  # which knows no `--service`

    with pytest.raises(IndexingError, match=r"Pagefind failed: .*--service"):
        search_index((("x.html", "<p>x"),), {})


def test_a_typo_makes_both_indexes_again_and_no_page_but_its_own(bench: Bench) -> None:
    bench.build()

    report = bench.build(edited(a_content(), FERRIES, "if the quays are dredged.", "if the quays are cleared."))

    assert {"pagefind", search.SCRIPT} <= report.made.keys()
    assert report.written[search.SCRIPT] == "content changed"
    assert {path for path in report.made if path.endswith(".html")} == {"trends/ferries.html", "whole.html"}


# ---- Over http


@pytest.fixture
def strict(page: Page, real_site: RealSite) -> Strict:
    return Strict(page, real_site.address)


def ask(page: Page, words: str) -> list[str]:
    """Type words, wait for the answer, and return the titles found."""
    page.fill(BOX, words)
    expect(page.locator("#found")).to_contain_text(f"“{words}”")
    page.locator("#results li, #found:has-text('Nothing')").first.wait_for()
    return page.locator("#results a").all_text_contents()


@pytest.mark.parametrize(("words", "title"), QUESTIONS.items())
def test_the_full_search_finds(strict: Strict, words: str, title: str) -> None:
    page = strict.open("search.html")

    assert title in ask(page, words)[:3]
    assert page.locator("#way-served").is_visible()
    assert page.locator(".way:visible").count() == 1
    assert strict.said == []


def test_nothing_of_pagefind_is_loaded_before_the_reader_turns_to_it(strict: Strict) -> None:
    page = strict.open("search.html")
    page.wait_for_load_state("networkidle")
    before = [path for path in strict.fetched if "pagefind" in path or "search-index" in path]

    with page.expect_response("**/pagefind/pagefind.js"):
        page.focus(BOX)
    page.wait_for_load_state("networkidle")

    assert before == []
    assert "pagefind/pagefind.js" in strict.fetched
    assert not [path for path in strict.fetched if "search-index" in path]


def test_a_result_leads_to_its_place(strict: Strict) -> None:
    page = strict.open("search.html")
    ask(page, "NDRC")

    page.locator("#results a").first.click()

    assert page.url == f"{strict.site}terms.html#ndrc"
    assert page.locator(":target").inner_text().startswith("National Development")


def test_results_can_be_narrowed_to_a_kind(strict: Strict) -> None:
    page = strict.open("search.html")
    total = len(ask(page, "robots"))

    page.click("label[for=kind-figure]")
    expect(page.locator(RESULTS)).to_have_count(2)  # of robots, and one whose doubts speak of them

    assert total > 2
    assert page.locator("#results .tag").all_text_contents() == ["figure", "figure"]
    assert page.locator("label[for=kind-term] .kind-count").inner_text() == "1"
    assert page.locator("#found").inner_text() == "2 results for “robots”."


def test_more_results_come_when_asked_for(strict: Strict) -> None:
    page = strict.open("search.html")
    first = ask(page, "data")

    page.click("#more")
    page.locator(RESULTS).nth(10).wait_for()

    assert len(first) == 10
    assert page.evaluate("document.activeElement === document.querySelectorAll('#results a')[10]")


def test_a_search_has_an_address(strict: Strict) -> None:
    page = strict.open("search.html?q=robots")
    page.wait_for_selector(RESULTS)
    ask(page, "ports")

    assert page.input_value(BOX) == "ports"
    assert page.url.endswith("?q=ports")


def test_what_is_not_there_is_not_found(strict: Strict) -> None:
    page = strict.open("search.html")

    assert ask(page, "xyzzy") == []
    assert page.locator("#found").inner_text() == "Nothing is found for “xyzzy”."


def test_where_no_webassembly_may_run_the_index_is_filtered(page: Page, real_site: RealSite) -> None:
    strict = Strict(page, real_site.address, search_policy=POLICY)
    strict.open("search.html")

    assert QUESTIONS["robots"] in ask(page, "robots")[:3]
    assert page.locator(".way:visible").all_text_contents() == [page.locator("#way-plain").text_content()]


# ---- From disk


@pytest.fixture
def disk(page: Page, real_site: RealSite) -> Strict:
    return Strict(page, real_site.folder.as_uri() + "/")


@pytest.mark.parametrize(("words", "title"), QUESTIONS.items())
def test_from_disk_the_same_words_are_found(disk: Strict, words: str, title: str) -> None:
    page = disk.open("search.html")

    assert title in ask(page, words)[:3]
    assert page.locator("#way-disk").is_visible()
    assert page.locator(".way:visible").count() == 1
    assert disk.said == []
    assert not [path for path in disk.fetched if "pagefind" in path]


@pytest.mark.parametrize("words", ["robots", "18.2", "NDRC", "live commerce", "ports", "supervision"])
def test_both_searches_find_the_same(browser: Browser, real_site: RealSite, words: str) -> None:
    found = []
    for site in (real_site.address, real_site.folder.as_uri() + "/"):
        context = browser.new_context()
        page = context.new_page()
        page.goto(site + "search.html")
        ask(page, words)
        counts = page.locator("[id=found]").inner_text()
        found.append((counts, sorted(ask(page, words)) if page.locator("#more").is_hidden() else []))
        context.close()

    assert found[0] == found[1]


def test_from_disk_a_result_leads_to_its_place(disk: Strict) -> None:
    page = disk.open("search.html")
    ask(page, "18.2")

    page.get_by_role("link", name=QUESTIONS["18.2"]).click()

    assert page.url == disk.site + "figures/robot-output-growth.html"


# ---- Without scripts


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_the_page_leads_to_the_index(still: Page, real_site: RealSite) -> None:
    still.goto(real_site.address + "search.html")

    assert still.locator("#search").is_hidden()
    assert [each.get_attribute("id") for each in still.locator(".way:visible").all()] == ["way-without"]
    still.get_by_role("link", name="N", exact=True).click()
    assert still.url == real_site.address + "a-z.html#letter-n"
    assert still.get_by_role("link", name="NDRC", exact=True).is_visible()


def test_search_is_in_the_menu_of_every_page(built: Bench) -> None:
    for path in built.site:
        if path.endswith(".html") and "embed/" not in path:
            menu = built.text(path).partition('id="menu"')[2].partition("</nav>")[0]
            assert "search.html" in menu, path


def test_the_menu_takes_one_line_at_1280_pixels(page: Page, real_site: RealSite) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(real_site.address + "index.html")

    tops = page.locator("#menu a").evaluate_all("links => links.map(link => link.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_among_results(window: Window, scheme: Scheme) -> None:
    found: list[str] = []
    for width in (390, 1280):
        window.open("search.html", width, scheme=scheme)
        ask(window.page, "robots")
        found += faults(window, f"{width}, {scheme}")

    assert found == []
