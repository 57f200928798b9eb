"""The search on the web, from disk and in the edition in one file, and the A–Z index."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from axe import COLOURS, faults
from builders import FERRIES, a_content, edited, the_words
from digitrend.site import search
from fuzzing import some
from paths import ROOT
from scripting import Strict
from site_bench import digitrend_
from window import Scheme

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from real_site import RealSite
    from site_bench import Bench
    from window import Window

BOX, RESULTS = "#words", ".hits:not([hidden]) li"
# What a reader may type, and the address that must be among the first three.
QUESTIONS = {
    "18.2": "figures/robot-output-growth.html",
    "18,2 %": "figures/robot-output-growth.html",
    "robbots": "figures/robot-output-growth.html",
    "NDRC": "terms.html#ndrc",
    "SME": "terms.html#sme",
    "small firms": "terms.html#sme",
    "工业": "trends/technology-and-uses.html",
    "500亿": "figures/live-views.html",
    "50 billion": "figures/live-views.html",
    "49.9 trillion": "figures/planned-investment-total.html",
    "city brain": "terms.html#city-brain",
}
HITS = """() => {
  for (const button of document.querySelectorAll(".hits:not([hidden]) button:not([hidden])")) button.click();
  return [...document.querySelectorAll(".hits:not([hidden])")].map(section => [
    section.querySelector("h2").textContent,
    [...section.querySelectorAll("li")].map(each => [...each.querySelectorAll("p")].map(line => line.textContent)),
  ]);
}"""


LOOKS: tuple[tuple[int, Scheme, tuple[str, ...]], ...] = (  # after all rules on a light phone: what may differ there
    (390, "dark", COLOURS),
    (1280, "light", (*COLOURS, "target-size")),
    (1280, "dark", COLOURS),
)


# ---- The index


def entries_of(bench: Bench) -> list[list[object]]:
    text = bench.text(search.SCRIPT).removeprefix("var searchIndex = ").strip().removesuffix(";")
    found: list[list[object]] = json.loads(text)["entries"]
    return found


def test_everything_that_has_an_address_is_an_entry(built: Bench) -> None:
    addresses = [str(url) for _, _, _, url, *_ in entries_of(built)]

    assert {group for group, *_ in entries_of(built)} == set(range(len(search.GROUPS)))
    assert len(set(addresses)) == len(addresses)
    for url in addresses:
        path, _, fragment = url.partition("#")
        assert not fragment or f'id="{fragment}"' in built.text(path), url


@pytest.mark.parametrize("path", ["trends/ferries.html", "countermeasures/look-after-the-water.html", "outlook.html"])
def test_every_word_that_a_page_shows_can_be_found(built: Bench, path: str) -> None:
    main = built.text(path).partition('tabindex="-1">')[2].partition("</main>")[0]
    shown = set(search.words(re.sub(r"(?s)<svg.*?</svg>|&\w+;|<[^>]*>", " ", main)))
    index = json.loads(built.text(search.SCRIPT).removeprefix("var searchIndex = ").strip().removesuffix(";"))
    publisher = json.loads(built.text("data/briefing.json"))["overview"]["publisher"]  # in every source line
    interface = set(search.words(" ".join((*the_words().values(), publisher)), parts=True))
    no_words = {word for word in shown if re.fullmatch(r"[0-9a-f]{12}|[0-9]{1,2}", word)}  # digests, ordinals

    assert shown - index["words"].keys() - interface - no_words == set()


def test_a_changed_word_makes_the_index_again_and_no_page_but_its_own(bench: Bench) -> None:
    bench.build()

    report = bench.build(edited(a_content(), FERRIES, "if the quays are dredged.", "if the quays are cleared."))

    assert report.written[search.SCRIPT] == "content changed"
    assert {path for path in report.made if path.endswith(".html")} == {"trends/ferries.html", "whole.html"}


# ---- A to Z


def test_figures_stand_under_their_numbers_in_order_and_keep_their_qualifiers(built: Bench) -> None:
    numbers = built.text("a-z.html").partition('id="letter-0"')[2].partition("</details>")[0]
    listed = re.findall(r">([^<]*)</a>", numbers)

    values = [float(re.sub(r"^\D*", "", text).split()[0].rstrip("%:").replace(",", "")) for text in listed]
    assert values == sorted(values)
    assert any(text.startswith("more than ") for text in listed)


def test_letters_lead_to_their_names(built: Bench) -> None:
    text = built.text("a-z.html")
    letters = re.findall(r'id="(letter-\w)"', text)

    assert letters == sorted(letters)
    assert re.findall(r'href="a-z.html#(letter-\w)"', built.text("search.html")) == letters


# ---- In a browser


@pytest.fixture(scope="module")
def single(real_site: RealSite, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address on disk of the edition in one file, made of what the site without it left in the cache."""
    folder = tmp_path_factory.mktemp("single")
    cache = real_site.cache(folder / "cache")
    made = digitrend_("build", "--single-file", "--out", folder / "site", "--cache", cache, cwd=ROOT)
    assert made.returncode == 0, made.stderr
    return (folder / "site" / "briefing.html").as_uri()


def ask(page: Page, words: str) -> list[str]:
    """Type words, wait for the answer, and return the addresses found."""
    page.fill(BOX, words)
    expect(page.locator("#found")).to_contain_text(f"“{words}”")
    found: list[str] = page.locator(f"{RESULTS} a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    return found


def test_the_search_finds(strict: Strict) -> None:
    page = strict.open("search.html")

    found = {words: ask(page, words)[:3] for words in QUESTIONS}

    assert {words: addresses for words, addresses in found.items() if QUESTIONS[words] not in addresses} == {}
    assert strict.said == []


def test_the_web_a_copy_on_disk_and_the_one_file_find_the_same(
    shared_context: BrowserContext, real_site: RealSite, single: str
) -> None:
    places = (f"{real_site.address}search.html", f"{real_site.folder.as_uri()}/search.html", single)
    pages = [shared_context.new_page() for _ in places]
    for page, place in zip(pages, places, strict=True):
        page.goto(place)

    for words in some((*QUESTIONS, "data", "supervision", "live commerce", "xyzzy"), 3):
        found = []
        for page in pages:
            ask(page, words)
            found.append((page.locator("#found").inner_text(), page.evaluate(HITS)))
        assert found[0] == found[1] == found[2], words
        assert found[0][1] or words == "xyzzy"
    for page in pages:
        page.close()


def test_hits_come_in_the_order_of_the_groups_and_show_a_finding_or_a_figure(strict: Strict) -> None:
    page = strict.open("search.html")
    ask(page, "robots")

    groups = [(heading.rsplit(" ", 1)[0], lines) for heading, lines in page.evaluate(HITS)]
    names = [name for name, _ in groups]
    words = the_words()
    order = [words[f"search.group.{name}"] for name in ("best", *search.GROUPS)]
    assert names == sorted(names, key=order.index)
    assert ["Growth in output of industrial robots", "18.2%, January to September 2020"] in dict(groups)["Figures"]
    assert all(line and " · " not in line for _, hits in groups for _, line in hits)


def test_notes_are_found_when_asked_for(strict: Strict) -> None:
    page = strict.open("search.html")
    without = ask(page, "robots")

    page.check("#notes")
    page.locator("[data-group='7'] li").first.wait_for()

    assert not [url for url in without if url.startswith("source.html#")]
    assert ask(page, "robots")[: len(without)] == without


def test_a_word_that_nothing_has_is_left_out_and_named(strict: Strict) -> None:
    page = strict.open("search.html")

    found = ask(page, "robots xyzzy")

    assert found == ask(page, "robots")
    ask(page, "robots xyzzy")
    expect(page.locator("#found")).to_contain_text("No page has “xyzzy”")


def test_a_group_shows_all_when_asked(strict: Strict) -> None:
    page = strict.open("search.html")
    ask(page, "data")
    parts = page.locator("[data-group='0']")

    parts.locator("button").click()

    total = int(parts.locator(".count").inner_text())
    assert parts.locator("li").count() == total > 5
    assert page.evaluate("document.activeElement === document.querySelectorAll(\"[data-group='0'] a\")[5]")


def test_the_index_is_loaded_when_the_reader_turns_to_the_box(strict: Strict) -> None:
    page = strict.open("search.html")
    page.wait_for_load_state("networkidle")
    before = [path for path in strict.fetched if search.SCRIPT in path]

    with page.expect_response(f"**/{search.SCRIPT}"):
        page.focus(BOX)

    assert before == []


def test_a_search_has_an_address(strict: Strict) -> None:
    page = strict.open("search.html?q=robots")
    page.wait_for_selector(RESULTS)
    ask(page, "ports")

    assert page.input_value(BOX) == "ports"
    expect(page).to_have_url(f"{strict.site}search.html?q=ports")


@pytest.mark.parametrize("path", ["index.html", "figures/index.html"])
def test_a_slash_goes_to_the_box_of_the_page_which_leads_to_the_search(strict: Strict, path: str) -> None:
    page = strict.open(path)

    page.keyboard.press("/")
    page.keyboard.type("robots")
    page.keyboard.press("Enter")
    page.wait_for_selector(RESULTS)

    expect(page).to_have_url(f"{strict.site}search.html?q=robots")


def test_from_disk_the_box_of_a_page_leads_to_the_search(page: Page, real_site: RealSite) -> None:
    disk = Strict(page, real_site.folder.as_uri() + "/")
    disk.open("figures/index.html")

    page.fill(".find input", "18.2")
    page.press(".find input", "Enter")
    page.locator(f"{RESULTS} a").first.click()

    expect(page).to_have_url(f"{disk.site}figures/robot-output-growth.html")
    assert disk.said == []


def test_a_result_leads_to_its_place(strict: Strict) -> None:
    page = strict.open("search.html")
    ask(page, "NDRC")

    page.locator(f"{RESULTS} a").first.click()

    expect(page).to_have_url(f"{strict.site}terms.html#ndrc")
    assert page.locator(":target").inner_text().startswith("National Development")


def test_in_one_file_a_figure_opens_its_evidence(page: Page, single: str) -> None:
    page.goto(single)
    assert ask(page, "18.2")[0] == "#evidence-robot-output-growth"

    page.locator(f"{RESULTS} a").first.click()

    assert page.locator("#evidence-robot-output-growth").is_visible()


# ---- Without scripts


def test_without_scripts_the_box_leads_to_a_page_that_leads_to_the_index(still: Page, real_site: RealSite) -> None:
    still.goto(real_site.address + "index.html")
    still.fill(".find input", "NDRC")
    still.press(".find input", "Enter")

    expect(still.locator(".scriptless")).to_be_visible()
    assert still.locator("#search").is_hidden()
    still.get_by_role("link", name="N", exact=True).click()
    expect(still).to_have_url(real_site.address + "a-z.html#letter-n")
    assert still.get_by_role("link", name="NDRC", exact=True).is_visible()


def test_a_search_box_is_in_the_header_of_every_page(built: Bench) -> None:
    for path in built.site:
        if path.endswith(".html") and "embed/" not in path and path != "404.html":
            assert 'name="q"' in built.text(path).partition("<main")[0], path


def test_axe_finds_nothing_among_results(window: Window) -> None:
    window.open("search.html", 390)
    ask(window.page, "robots")
    found = faults(window, "390, light")
    for width, scheme, rules in LOOKS:
        window.resize(width, scheme=scheme)
        found += faults(window, f"{width}, {scheme}", *rules)

    assert found == []
