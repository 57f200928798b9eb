"""What scripts add to pages, and that no page needs them: appearance, sorting, filtering, copying."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from real_site import one_of_each
from scripting import Strict

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from real_site import RealSite

PAPER = {"light": "rgb(251, 250, 247)", "dark": "rgb(21, 24, 27)"}
FIGURES = "figures/index.html"
CHART = "charts/growth-rates.html"
SIZES = """[...document.querySelectorAll('#all-figures td.num')]
  .map(({ dataset }) => [dataset.unit, Number(dataset.value)])"""


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_without_scripts_nothing_waits_for_them(still: Page, real_site: RealSite) -> None:
    for path in one_of_each():
        still.goto(real_site.address + path)

        controls = still.locator(".theme, .filters, #search, .copy, .sort")
        assert controls.locator("visible=true").count() == 0, path
        assert still.locator("main h1").is_visible(), path
        assert len(still.locator("main").inner_text()) > 50, path


# ---- Appearance


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_a_chosen_appearance_stays(strict: Strict, system: str, chosen: str) -> None:
    strict.page.emulate_media(color_scheme="light" if system == "light" else "dark")
    page = strict.open("index.html")
    before = paper(page)
    page.click(f"label[for=theme-{chosen}]")
    after = paper(page)

    strict.open("terms.html")

    assert (before, after, paper(page)) == (PAPER[system], PAPER[chosen], PAPER[chosen])
    assert page.is_checked(f"#theme-{chosen}")
    page.click("label[for=theme-system]")
    assert paper(page) == PAPER[system]
    assert page.evaluate("localStorage.length") == 0


def test_a_chosen_appearance_is_there_before_anything_is_drawn(page: Page, real_site: RealSite) -> None:
    page.goto(real_site.address + "index.html")
    page.click("label[for=theme-dark]")
    page.add_init_script(
        "new MutationObserver(() => { if (document.body) window.early ??= document.documentElement.dataset.theme; })"
        ".observe(document, { childList: true, subtree: true });"
    )

    page.goto(real_site.address + "terms.html")

    assert page.evaluate("window.early") == "dark"


def test_where_nothing_may_be_kept_the_choice_holds_for_the_page(page: Page, real_site: RealSite) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } });")
    page.goto(real_site.address + "index.html")

    page.click("label[for=theme-dark]")

    assert paper(page) == PAPER["dark"]


def test_a_chosen_appearance_leaves_paper_alone(strict: Strict) -> None:
    page = strict.open("index.html")
    page.click("label[for=theme-dark]")
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')").strip() == "#fff"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_appearance_can_be_chosen_by_key(strict: Strict) -> None:
    page = strict.open("timeline.html")
    page.focus("#theme-system")

    page.keyboard.press("ArrowRight")

    assert page.is_checked("#theme-light")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


# ---- Tables


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"#all-figures tbody tr:visible > :nth-child({number})").all_inner_texts()


def test_figures_sort_by_size_within_shares_money_and_counts(strict: Strict) -> None:
    page = strict.open(FIGURES)
    head = page.get_by_role("columnheader", name="Figure", exact=True)
    given = page.evaluate(SIZES)

    head.get_by_role("button").click()
    up = page.evaluate(SIZES)
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").click()
    down = page.evaluate(SIZES)

    assert head.get_attribute("aria-sort") == "descending"
    assert up == sorted(given)
    assert down == sorted(given, reverse=True)
    assert strict.said == []


def test_what_has_no_period_comes_last_up_and_down(strict: Strict) -> None:
    page = strict.open(FIGURES)
    head = page.get_by_role("columnheader", name="Period")

    for _ in range(2):
        head.get_by_role("button").click()
        periods = column(page, 3)
        known = [not text.startswith("period not given") for text in periods]
        assert known == sorted(known, reverse=True)
        assert 0 < sum(known) < len(known)


def test_only_one_column_says_that_it_is_sorted(strict: Strict) -> None:
    page = strict.open(FIGURES)

    for name in ("Status", "What it measures"):
        page.get_by_role("columnheader", name=name).get_by_role("button").press("Enter")

    assert page.locator("#all-figures [aria-sort]").all_inner_texts() == ["What it measures"]
    labels = column(page, 2)
    assert labels == sorted(labels, key=str.casefold)


def test_a_phone_sorts_too(strict: Strict) -> None:
    strict.page.set_viewport_size({"width": 390, "height": 800})
    page = strict.open(FIGURES)

    page.get_by_role("button", name="Figure", exact=True).click()

    assert column(page, 1)[0].startswith("10 categories")  # counts come first
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_figures_are_filtered_and_counted_aloud(strict: Strict) -> None:
    page = strict.open(FIGURES)
    total = len(column(page, 1))
    status = page.locator(".shown")

    page.select_option("#filter-status", "planned")
    planned = column(page, 4)
    page.select_option("#filter-kind", "growth rate")

    assert set(planned) == {"planned"}
    assert column(page, 1) == []
    expect(status).to_have_text(f"0 of {total} figures shown")
    assert status.get_attribute("role") == "status"
    page.select_option("#filter-status", "")
    page.select_option("#filter-kind", "")
    assert len(column(page, 1)) == total
    expect(status).to_have_text("Pick two figures to compare them.")


def test_every_choice_of_a_filter_leaves_some_figures(strict: Strict) -> None:
    page = strict.open(FIGURES)

    for select in page.locator(".filters select").all():
        for option in select.locator("option").all():
            select.select_option(option.get_attribute("value"))
            assert column(page, 1) != []
        select.select_option("")


# ---- Copying


@pytest.mark.parametrize("path", [CHART, "figures/robot-output-growth.html", "source.html"])
def test_a_citation_can_be_copied(strict: Strict, path: str) -> None:
    strict.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = strict.open(path)

    page.locator(".cite + .copy-line").get_by_role("button", name="Copy").click()

    expect(page.locator(".cite + .copy-line").get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".cite").inner_text()


def test_a_snippet_is_copied_as_it_stands(strict: Strict) -> None:
    strict.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = strict.open(CHART)

    page.locator(".snippet + .copy-line button").click()

    expect(page.locator(".snippet + .copy-line").get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe src=")


def test_copying_works_without_the_clipboard_of_secure_hosts(page: Page, real_site: RealSite) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { get: () => undefined });")
    page.goto(real_site.address + CHART)

    page.locator(".cite + .copy-line button").click()

    expect(page.locator(".cite + .copy-line").get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("document.activeElement.className") == "copy"


# ---- From disk


def test_from_disk_all_of_it_works(page: Page, real_site: RealSite) -> None:
    disk = Strict(page, real_site.folder.as_uri() + "/")
    disk.open(FIGURES)

    page.click("label[for=theme-dark]")
    page.get_by_role("columnheader", name="Figure", exact=True).get_by_role("button").click()
    page.select_option("#filter-status", "planned")

    assert paper(page) == PAPER["dark"]
    assert len(column(page, 1)) == 2
    assert disk.said == []
