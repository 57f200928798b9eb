"""What a page costs its reader: bytes on the wire, requests, scripts, and text that moves while it loads.

Counted is a first visit, over HTTP with gzip, headers left out, but scripts as they are; the host lets nothing be kept,
and fonts come late, so that what they move is seen. The largest page and its parts are named at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from real_site import on_each_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Request

    from real_site import Pages, RealSite

BYTES = 80_000
REQUESTS = 8
SCRIPT_BYTES = 10_000
SHIFT = 0.01
VIEWS = ((390, 844), (1280, 900))

WATCH = """
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      const moved = entry.sources.map(source => source.node && (source.node.className || source.node.nodeName));
      window.shifts.push({value: entry.value, moved: moved.join(' ')});
    }
  }).observe({type: 'layout-shift', buffered: true});
"""
SHIFTED = """async () => {
  const frames = async count => { while (count--) await new Promise(done => requestAnimationFrame(done)); };
  await frames(2);
  await document.fonts.ready;
  await frames(3);
  return window.shifts.map(each => [each.value, each.moved]);
}"""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a page loads: what, which kind of thing, and its bytes on the wire."""

    name: str
    kind: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A first visit to a page: what it loaded, and by how much it moved."""

    parts: tuple[Part, ...]
    shifts: tuple[tuple[float, str], ...]

    @property
    def bytes(self) -> int:
        """All bytes on the wire."""
        return sum(part.bytes for part in self.parts)

    def __str__(self) -> str:
        """Name the parts, the largest first."""
        largest = sorted(self.parts, key=lambda part: -part.bytes)
        return f"{self.bytes} bytes: " + ", ".join(f"{part.name} {part.bytes}" for part in largest)


class Tab:
    """A window of one size, and what it has fetched for the page that it shows."""

    def __init__(self, context: BrowserContext, width: int, height: int) -> None:
        self.page = context.new_page()
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.add_init_script(WATCH)
        self.requests: list[Request] = []
        self.page.on("requestfinished", lambda request: self.requests.append(request))  # noqa: PLW0108

    def open(self, url: str) -> None:
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(url, wait_until="commit")


@pytest.fixture
def tabs(browser: Browser) -> Iterator[list[Tab]]:
    """Windows of both sizes, side by side; each has its cache, for with one they wait for each other."""
    contexts = [browser.new_context() for _ in VIEWS]
    yield [Tab(context, *view) for context, view in zip(contexts, VIEWS, strict=True)]
    for context in contexts:
        context.close()


def visits(tabs: list[Tab], site: RealSite, path: str) -> list[Visit]:
    """Visit a page in all windows, where fonts come late."""
    for tab in tabs:
        tab.open(site.slow + path)
    return [_visit(tab.page, tab.requests, site) for tab in tabs]


def _visit(page: Page, requests: list[Request], site: RealSite) -> Visit:
    page.wait_for_load_state("load")
    found = page.evaluate(SHIFTED)
    parts = [Part(_name(each.url), each.resource_type, each.sizes()["responseBodySize"]) for each in requests]
    icon = page.evaluate("document.querySelector('link[rel=icon]')?.href")
    if icon and icon not in {each.url for each in requests}:  # a browser without a window asks for none
        parts.append(Part(_name(icon), "image", (site.folder / icon.removeprefix(site.slow)).stat().st_size))
    return Visit(tuple(parts), tuple((value, moved) for value, moved in found))


def _name(url: str) -> str:
    return url.rpartition("/")[2] or "index.html"


@on_each_page
def test_a_page_is_light_and_stands_still(
    tabs: list[Tab], real_site: RealSite, chosen: Pages, record_property: Callable[[str, object], None]
) -> None:
    sizes = {file.name: file.stat().st_size for file in real_site.folder.glob("assets/**/*.js")}
    for path in chosen():
        for seen in visits(tabs, real_site, path):
            record_property("weight", (seen.bytes, f"{path}: {seen}"))
            kinds = {part.kind for part in seen.parts if part.bytes}
            scripts = [part for part in seen.parts if part.kind == "script"]

            # The page for missing addresses may stand anywhere, so it brings all of itself.
            assert kinds >= {"document", "stylesheet", "font"} or (path, kinds) == ("404.html", {"document"}), seen
            assert seen.bytes <= BYTES, (path, seen)
            assert len(seen.parts) <= REQUESTS, (path, seen)
            assert sum(sizes[part.name] for part in scripts) <= SCRIPT_BYTES, (path, scripts)
            assert sum(value for value, _ in seen.shifts) < SHIFT, (path, seen.shifts)
