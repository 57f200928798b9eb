"""The pages in a real browser: by http and from disk, with scripts and without, wide, narrow and on paper."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from fuzzing import some
from real_site import one_of_each, pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

    from real_site import RealSite

pytestmark = pytest.mark.xdist_group("real briefing")

# The strictest policy that the site must stand: nothing but its own files, nothing inline.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
PATIENCE = 60.0  # seconds until a test gives up; nothing is measured
WIDTHS = (320, 390, 768, 1280, 1920)
TREND = "trends/technology-and-uses.html"
WATCH = """
window.violations = [];
addEventListener('securitypolicyviolation', e => violations.push(`${e.violatedDirective} ${e.blockedURI}`));
"""


class Strict(SimpleHTTPRequestHandler):
    """Serves files under the policy and says nothing."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server(real_site: RealSite) -> Iterator[str]:
    """The address of the site under the policy."""
    handler = partial(Strict, directory=str(real_site.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}/"
        httpd.shutdown()


@contextmanager
def opened(context: BrowserContext, width: int = 1280) -> Iterator[Page]:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    try:
        yield page
    finally:
        page.close()


def heard(page: Page) -> list[str]:
    """Return the list that takes whatever goes wrong on a page from now on, and every request to another host."""
    faults: list[str] = []

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before its icon came
            faults.append(f"{request.url} was not loaded: {request.failure}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"{response.url}: {response.status}")

    page.on("console", lambda message: faults.append(f"{page.url} says {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"{page.url} fails: {error}"))
    page.on("requestfailed", failed)
    page.on("response", answered)
    return faults


def address(site: RealSite, path: str) -> str:
    return (site.folder / path).as_uri()


@pytest.mark.full  # in make test tests/pages/test_hosting.py looks at a page of each template under the shipped policy
def test_pages_load_from_a_server_under_a_strict_policy_without_a_message(
    shared_context: BrowserContext, server: str
) -> None:
    with opened(shared_context) as page:
        page.add_init_script(WATCH)
        faults, asked = heard(page), set[str]()
        page.on("request", lambda request: asked.add(request.url))
        for path in pages():
            if path != "404.html":  # has its style inside, under a policy of its own
                page.goto(server + path)
                assert page.evaluate("violations") == [], path

    assert faults == []
    assert {url for url in asked if not url.startswith(server)} == set()


@pytest.mark.full  # in make test tests/pages/test_hosting.py looks at the same pages from disk
def test_pages_load_from_disk_without_a_message(shared_context: BrowserContext, real_site: RealSite) -> None:
    with opened(shared_context) as page:
        faults, asked = heard(page), set[str]()
        page.on("request", lambda request: asked.add(request.url))
        for path in one_of_each():
            page.goto(address(real_site, path))
            assert page.locator("h1").count() == 1

    assert faults == []
    assert {url for url in asked if not url.startswith(real_site.folder.as_uri())} == set()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_page_read_from_disk_is_set_in_our_typefaces(
    browser: Browser, real_site: RealSite, *, scripts: bool
) -> None:
    for path in some(("index.html", TREND, "figures/index.html", "whole.html"), 4):
        context = browser.new_context(java_script_enabled=scripts)  # which has read nothing yet
        page = context.new_page()
        page.goto(address(real_site, path))
        wait_for_typeface(page, "h1", "Briefing Serif Pro Semibold")
        wait_for_typeface(page, ".colophon p", "Briefing Sans Pro")
        context.close()


def wait_for_typeface(page: Page, selector: str, family: str) -> None:
    """Wait until an element is drawn in a family that the page brought."""
    end = time.monotonic() + PATIENCE
    while (got := typeface_of(page, selector)) != (family, True):
        assert time.monotonic() < end, (page.url, got)
        page.wait_for_timeout(20)


def typeface_of(page: Page, selector: str) -> tuple[str, bool]:
    """Return the family in which the browser draws most of an element, and whether the page brought it."""
    asked = page.context.new_cdp_session(page)
    asked.send("DOM.enable")
    asked.send("CSS.enable")
    root = asked.send("DOM.getDocument")["root"]["nodeId"]
    node = asked.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    most = max(fonts, key=lambda font: font["glyphCount"])
    return most["familyName"], most["isCustomFont"]


def test_links_lead_from_page_to_page_on_disk(shared_context: BrowserContext, real_site: RealSite) -> None:
    with opened(shared_context) as page:
        page.goto(address(real_site, "index.html"))
        page.locator("section[aria-labelledby=trends] li a").first.click()
        page.locator(".pager a[rel=next]").click()

        expect(page).to_have_url(re.compile("/trends/"))
        assert page.locator("h1").is_visible()


def test_one_drawing_of_each_chart_shows_at_any_width(shared_context: BrowserContext, server: str) -> None:
    count = """() => [...document.querySelectorAll('.drawing')].map(drawing =>
        [...drawing.querySelectorAll('svg.chart')].filter(svg => svg.getBoundingClientRect().width > 0)
            .map(svg => svg.classList.contains('chart-wide') ? 'wide' : 'narrow').join(' '))"""
    with opened(shared_context) as page:
        page.goto(server + "charts/index.html")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            shown = page.evaluate(count)
            assert shown
            assert set(shown) <= {"wide", "narrow"}, width
            assert set(shown) == {"wide" if width >= 1280 else "narrow"} or 390 < width < 1280, width


@pytest.mark.parametrize("scripts", [True, False])
def test_a_figure_opens_its_evidence_by_click_and_closes_with_escape(
    shared_context: BrowserContext, still_context: BrowserContext, server: str, scripts: bool
) -> None:
    with opened(shared_context if scripts else still_context) as page:
        page.goto(server + TREND)
        figure = page.locator("main button[popovertarget^=evidence-]").first
        evidence = page.locator(f"#{figure.get_attribute('popovertarget')}")
        assert not evidence.is_visible()

        figure.click()
        assert evidence.is_visible()
        assert evidence.locator("a").count() >= 2

        page.keyboard.press("Escape")
        assert not evidence.is_visible()


@pytest.mark.parametrize("path", ["index.html", TREND])
def test_the_first_stop_leads_past_the_menu(shared_context: BrowserContext, server: str, path: str) -> None:
    with opened(shared_context) as page:
        page.goto(server + path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").is_visible()

        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_on_a_phone_without_scripts(still_context: BrowserContext, server: str) -> None:
    with opened(still_context, 390) as page:
        page.goto(server + TREND)
        assert not page.locator("#menu").is_visible()

        page.locator("[popovertarget=menu]").click()

        assert page.locator("#menu").is_visible()
        assert page.locator("#menu a").count() > 5
