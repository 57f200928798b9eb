"""Charts within pages of others: the page to embed, and the snippet that embeds it."""

from __future__ import annotations

import re
from html import unescape
from itertools import product
from typing import TYPE_CHECKING

from fuzzing import some
from real_site import pages
from scripting import Strict

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from real_site import RealSite
    from site_bench import Bench


def snippet(text: str) -> str:
    return unescape(re.findall(r'(?s)<pre class="snippet"[^>]*><code>(.*?)</code>', text)[0])


def test_every_chart_has_a_page_to_embed(built: Bench) -> None:
    charts = {path for path in built.site if re.fullmatch(r"charts/[^/]+\.html", path)} - {"charts/index.html"}
    embeds = {path for path in built.site if path.startswith("charts/embed/")}

    assert {path.replace("embed/", "") for path in embeds} == charts


def test_a_page_to_embed_is_the_chart_and_no_more(built: Bench) -> None:
    text = built.text("charts/embed/ferry-growth.html")

    assert '<meta name="robots" content="noindex">' in text
    assert '<link rel="canonical" href="../ferry-growth.html">' in text
    assert not re.search(r"<nav|<header|<footer|<form", text)
    assert text.count("<script") == 1  # it tells the page around it how high it is
    assert text.count("<svg") == 2
    assert re.search(r'<h1 class="chart-title">[^<]+</h1>\s*<p class="chart-measure">[^<]+</p>', text)
    back = r'href="../ferry-growth.html" target="_blank" rel="noopener"'
    assert re.search(rf'<p class="chart-source">Source: .*{back}', text)


def test_without_an_address_the_snippet_says_what_to_put_in(built: Bench) -> None:
    text = built.text("charts/ferry-growth.html")

    assert 'src="SITE-ADDRESS/charts/embed/ferry-growth.html"' in snippet(text)
    assert "in place of SITE-ADDRESS" in text


def test_with_an_address_the_snippet_is_whole(bench: Bench) -> None:
    bench.base = "https://example.org/reports/"
    bench.build()
    text = bench.text("charts/ferry-growth.html")

    assert 'src="https://example.org/reports/charts/embed/ferry-growth.html"' in snippet(text)
    assert "SITE-ADDRESS" not in text
    embedded = bench.text("charts/embed/ferry-growth.html")
    assert '<link rel="canonical" href="https://example.org/reports/charts/ferry-growth.html">' in embedded


def test_no_search_or_sitemap_leads_to_a_page_to_embed(bench: Bench) -> None:
    bench.base = "https://example.org/reports/"
    bench.build()

    for path in ("search-index.js", "a-z.html", "sitemap.xml"):
        assert "embed/" not in bench.text(path)


def test_the_frame_is_as_high_as_the_chart(page: Page, real_site: RealSite) -> None:
    page.goto(real_site.address + "robots.txt")  # a page of the site lets nothing be framed in it
    for path, width in product(some(pages("embed"), 6), (320, 390, 600, 760, 1000)):
        chart = real_site.text(path.replace("embed/", ""))
        frame = snippet(chart).replace("SITE-ADDRESS/", real_site.address)
        page.set_content(f'<div style="width:{width}px">{frame.replace("lazy", "eager")}</div>')
        inside = page.frame_locator("iframe").locator("html")
        inside.locator(".chart-source").wait_for()
        size = inside.evaluate("it => [it.scrollHeight, innerHeight, it.scrollWidth, innerWidth, visualViewport.width]")
        assert size[0] <= size[1], (path, width, size)
        assert size[2] <= size[3], (path, width, size)


def test_a_page_to_embed_tells_how_high_it_is(page: Page, real_site: RealSite) -> None:
    page.goto(real_site.address + "robots.txt")  # a page of the site lets nothing be framed in it
    for path, width in product(pages("embed")[:2], (320, 1000)):
        chart = real_site.text(path.replace("embed/", ""))
        frame = snippet(chart).replace("SITE-ADDRESS/", real_site.address).replace("lazy", "eager")
        page.set_content(f'<div style="width:{width}px">{frame}</div>')
        page.wait_for_function("document.querySelector('iframe').contentWindow.length === 0")
        page.frame_locator("iframe").locator(".chart-source").wait_for()
        inside = page.frame_locator("iframe").locator("main")
        page.wait_for_timeout(300)
        low = inside.evaluate("it => it.getBoundingClientRect().bottom")
        assert abs(page.locator("iframe").evaluate("it => it.clientHeight") - low) < 3


def test_a_page_to_embed_fetches_little_and_says_nothing(page: Page, real_site: RealSite) -> None:
    strict = Strict(page, real_site.address)
    strict.open(pages("embed")[0])
    page.wait_for_load_state("networkidle")

    assert len(strict.fetched) <= 8
    assert strict.said == []


def test_the_link_back_opens_beside_the_page_that_embeds(page: Page, real_site: RealSite) -> None:
    page.goto(real_site.address + pages("embed")[0])
    with page.context.expect_page() as opened:
        page.locator(".chart-source a").click()

    assert opened.value.url == real_site.address + pages("embed")[0].replace("embed/", "")
