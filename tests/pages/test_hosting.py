"""One output, every place: behind nginx at a root and at a path, and from disk; link by link and in a browser."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import url2pathname
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from digitrend.build.hosting import brotlied, gzipped, headers
from machine import NO_NGINX, stand_down
from nginx import PREFIX, free_port, program, serving
from paths import ROOT
from real_site import on_each_page, pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request, Response

    from real_site import Pages, RealSite
    from site_bench import Bench

pytestmark = pytest.mark.xdist_group("hosting")

REPORT = """
addEventListener("securitypolicyviolation", e => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
"""
LOADED = "document.fonts.ready.then(it => [...it].some(face => face.status === 'loaded'))"
MISSING_STYLED = "getComputedStyle(document.querySelector('main')).maxWidth === '684px'"
ICON = re.compile(r"/assets/icon-[^/]+\.svg$")
ADDRESSES = ("href", "src", "data-index", "poster", "action")
COMPRESSED = ("index.html", "figures/index.html", "data/briefing.json", "search-index.js")
ABSOLUTE = (  # what a known address adds to a page, and nothing else
    r'<link rel="(?:canonical|alternate" type="application/json\+oembed)" [^>]*>\s*',
    r'<meta name="citation_public_url" [^>]*>\s*',
    r'<meta (?:property="og:(?:url|image[^"]*)"|name="twitter:card") [^>]*>\s*',
    r'<script type="application/ld\+json">.*?</script>\s*',
    r'(?:<p class="(?:intro|note)">[^<]*</p>\s*)?<pre class="snippet".*?</pre>',
    rf"http://127\.0\.0\.1:\d+{PREFIX}[^<\s]*",  # at the end of a citation
    r"\s+",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A site where its readers find it."""

    name: str
    folder: Path
    address: str  # of its first folder, with a slash at its end

    @property
    def known(self) -> bool:
        """Whether the site was built for this address."""
        return self.name == "path"


@pytest.fixture(scope="module")
def places(real_site: RealSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    """The real site at the root of a host and from disk, and built for a path at that path."""
    if program() is None:
        stand_down(NO_NGINX, "none was found on this machine")
    scratch = tmp_path_factory.mktemp("nginx")
    root, path = free_port(), free_port()
    site = scratch / "built" / "site"
    _build(site, f"http://127.0.0.1:{path}{PREFIX}", real_site.cache(scratch / "cache"))
    for file in COMPRESSED:  # as --compress does, which tests/pages/test_editions.py sees
        (site / f"{file}.gz").write_bytes(gzipped((site / file).read_bytes()))
        (site / f"{file}.br").write_bytes(brotlied((site / file).read_bytes()))
    with (
        serving(real_site.folder, "/", root, scratch / "root") as at_root,
        serving(site, PREFIX, path, scratch / "path") as at_path,
    ):
        yield {
            "root": Place("root", real_site.folder, at_root),
            "path": Place("path", site, at_path),
            "disk": Place("disk", real_site.folder, real_site.folder.as_uri() + "/"),
        }


def _build(site: Path, base: str, cache: Path) -> None:
    where = ("--out", str(site), "--cache", str(cache), "--base-url", base)
    command = [sys.executable, "-m", "digitrend", "build", *where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(params=[pytest.param("root", marks=pytest.mark.full), "path", "disk"])
def place(request: pytest.FixtureRequest, places: dict[str, Place]) -> Place:
    return places[request.param]


@pytest.fixture(params=[pytest.param("root", marks=pytest.mark.full), "path"])
def served(request: pytest.FixtureRequest, places: dict[str, Place]) -> Place:
    return places[request.param]


# ---- Link by link


class Links(HTMLParser):
    """The ids of a page and the addresses in it, as Python's own parser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given["id"]} if "id" in given else set()
        self.addresses += [given[name] for name in ADDRESSES if name in given]
        self.addresses += given.get("data-fonts", "").split()
        if given.get("property") in {"og:url", "og:image"}:
            self.addresses.append(given["content"])


@cache
def fetched(address: str) -> tuple[int, str, bytes]:
    """Return status, type and content of what is at an address, on a host or on disk."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        file = Path(url2pathname(parts.path))
        return (200, file.suffix, file.read_bytes()) if file.is_file() else (404, "", b"")
    connection = _connection(parts.netloc)
    connection.request("GET", parts.path)
    answer = connection.getresponse()
    return answer.status, answer.headers.get("Content-Type", ""), answer.read()


@cache
def _connection(host: str) -> http.client.HTTPConnection:
    """Return a connection that is kept, and opened again where the host has ended it."""
    return http.client.HTTPConnection(host, timeout=10)


def in_xml(content: bytes) -> list[str]:
    """Return the addresses that a feed or a sitemap names."""
    tree = ElementTree.fromstring(content)
    links = [each.get("href", "") for each in tree.iter() if each.tag.endswith("}link")]
    return links + [str(each.text) for each in tree.iter() if each.tag.endswith("}loc")]


@pytest.mark.full  # in make test tests/unit/site/test_briefing.py follows every link from file to file
@pytest.mark.parametrize("place", ["root", "path", "disk"], indirect=True)
def test_every_link_leads_to_something(place: Place) -> None:
    ahead, seen = [urljoin(place.address, "index.html")], set[str]()
    broken: list[str] = []
    wanted: dict[str, set[str]] = {}  # page → fragments that links ask for
    ids: dict[str, set[str]] = {}
    while ahead:
        here = ahead.pop()
        status, kind, content = fetched(here)
        if status != 200:
            broken.append(f"{here}: {status}")
            continue
        found: list[str] = []
        if "html" in kind:
            page = Links(content.decode())
            ids[here], found = page.ids, page.addresses
        elif "xml" in kind:
            found = in_xml(content) if b"<svg" not in content[:300] else []
        elif "css" in kind:
            found = re.findall(r"""url\(["']?([^"')]+)""", content.decode())
        for address in found:
            target, fragment = urldefrag(urljoin(here, address))
            if target.startswith(place.address):
                wanted.setdefault(target, set()).add(unquote(fragment))
                if target not in seen:
                    seen.add(target)
                    ahead.append(target)
            else:
                assert urlsplit(target).scheme == "https", (here, address)
    for target, fragments in wanted.items():
        broken += [f"{target}#{each}" for each in fragments - ids.get(target, fragments) - {""}]

    assert broken == []
    reached = {unquote(each.removeprefix(place.address)) for each in ids}
    unlinked = {path for path in pages() if path == "404.html" or path.startswith("charts/embed/")}
    assert set(pages()) - unlinked <= reached


def test_sitemap_robots_and_feed_lead_to_pages(places: dict[str, Place]) -> None:
    place = places["path"]
    named = in_xml(fetched(place.address + "sitemap.xml")[2]) + in_xml(fetched(place.address + "feed.xml")[2])
    robots = fetched(place.address + "robots.txt")[2].decode()

    assert len(named) > len(pages()) // 2
    assert all(address.startswith(place.address) for address in named)
    assert {fetched(address)[0] for address in named} == {200}
    assert f"Sitemap: {place.address}sitemap.xml" in robots


def test_a_known_address_only_adds_what_must_be_absolute(places: dict[str, Place]) -> None:
    plain, known = places["root"].folder, places["path"].folder
    files = (path for path in known.rglob("*") if path.is_file() and path.suffix not in {".gz", ".br"})
    paths = {path.relative_to(known).as_posix() for path in files}
    differing = {path for path in paths if not same(plain / path, known / path)}

    pages_too = {path for path in differing if path.endswith(".html")}
    others = {path for path in differing - pages_too if not re.match(r"cards/|cite/|charts/[^/]+\.oembed\.json$", path)}
    assert others <= {
        *("_headers", "data/datapackage.json", "data/figures.csv", "digitrend.json", "feed.xml"),
        *("proof.json", "robots.txt", "sitemap.xml"),
    }
    for path in pages_too - {"404.html"}:
        assert rest(plain / path) == rest(known / path), path


def same(one: Path, other: Path) -> bool:
    return one.is_file() and one.read_bytes() == other.read_bytes()


def rest(page: Path) -> str:
    """Return a page without what is absolute in it."""
    text = page.read_text(encoding="utf-8")
    for pattern in ABSOLUTE:
        text = re.sub(pattern, "", text, flags=re.DOTALL)
    return text


# ---- As nginx sends it


def test_every_file_is_sent_with_the_headers_that_are_promised(served: Place) -> None:
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=10)
    prefix = urlsplit(served.address).path
    files = [path.relative_to(served.folder).as_posix() for path in served.folder.rglob("*") if path.is_file()]

    for path in files:
        connection.request("HEAD", prefix + path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, path
        promised = headers(path, (served.folder / path).read_bytes() if path == "404.html" else b"")
        assert {name: answer.headers[name] for name in promised} == promised, path
        assert {len(answer.headers.get_all(name) or ()) for name in promised} == {1}, path


def test_texts_say_their_type_and_letters(served: Place) -> None:
    kinds = {
        "index.html": "text/html; charset=utf-8",
        "data/figures.csv": "text/csv; charset=utf-8",
        "cite/briefing.bib": "application/x-bibtex; charset=utf-8",
        "cite/briefing.ris": "application/x-research-info-systems; charset=utf-8",
        "data/briefing.json": "application/json",
        "feed.xml": "text/xml; charset=utf-8",
        "robots.txt": "text/plain; charset=utf-8",
    }

    assert {path: fetched(served.address + path)[1] for path in kinds} == kinds


def test_a_compressed_copy_is_sent_as_it_stands(places: dict[str, Place]) -> None:
    site = places["path"]
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=10)
    for path in COMPRESSED:
        connection.request("GET", urlsplit(site.address).path + path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()

        assert answer.read() == (site.folder / f"{path}.gz").read_bytes()
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert {name: answer.headers[name] for name in headers(path)} == headers(path)


def test_a_page_that_did_not_change_is_answered_in_a_few_bytes(served: Place) -> None:
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=10)
    connection.request("GET", urlsplit(served.address).path)
    first = connection.getresponse()
    first.read()
    connection.request("GET", urlsplit(served.address).path, headers={"If-None-Match": first.headers["ETag"]})

    again = connection.getresponse()

    assert (first.status, again.status, again.read()) == (200, 304, b"")


def test_a_missing_page_says_so_at_any_depth(served: Place, page: Page) -> None:
    said = watched(page)
    promised = headers("404.html", (served.folder / "404.html").read_bytes())

    answer = page.goto(served.address + "no/such/page.html")

    assert answer is not None
    assert answer.status == 404
    assert answer.headers["content-security-policy"] == promised["Content-Security-Policy"]
    assert answer.headers["cache-control"] == promised["Cache-Control"]
    assert page.evaluate(MISSING_STYLED)
    links = page.get_by_role("main").get_by_role("link")
    if served.known:
        links.first.click()
        expect(page).to_have_url(served.address)
    else:
        assert links.count() == 0
        assert page.get_by_text("delete the last part of the address").count() == 1
    assert [each for each in said if "404" not in each] == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who can be refused")
def test_an_asset_that_may_not_be_read_is_asked_for_again(served: Place) -> None:
    asset = next((served.folder / "assets").iterdir())
    asset.chmod(0)
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=10)
    connection.request("GET", f"{urlsplit(served.address).path}assets/{asset.name}")
    answer = connection.getresponse()
    asset.chmod(0o644)

    assert (answer.status, answer.headers["Cache-Control"]) == (403, headers("index.html")["Cache-Control"])


def test_a_folder_of_assets_that_may_not_be_listed_and_a_missing_one_are_asked_for_again(served: Place) -> None:
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=10)
    for path, status in (("assets/", 403), ("assets/none.css", 404)):
        connection.request("GET", urlsplit(served.address).path + path)
        answer = connection.getresponse()
        answer.read()

        assert (answer.status, answer.headers["Cache-Control"]) == (status, headers("index.html")["Cache-Control"])


def test_the_single_file_works_behind_the_headers_that_are_shipped(bench: Bench, tmp_path: Path, page: Page) -> None:
    bench.single_file = True
    bench.build()
    said = watched(page)
    with serving(bench.root / "site", "/", free_port(), tmp_path / "nginx") as address:
        page.goto(f"{address}briefing.html")

        assert page.evaluate(LOADED)
        page.get_by_role("button", name=re.compile("[0-9]")).first.click()
        assert page.locator(":popover-open").count() == 1
    assert said == []


# ---- As a browser sees it


def watched(page: Page) -> list[str]:
    """Return a list that will hold all that goes wrong in a page: messages, errors, what is refused or missing."""
    said: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400:
            said.append(f"{response.status} {response.url}")

    def failed(request: Request) -> None:
        if not (ICON.search(request.url) and "ERR_ABORTED" in str(request.failure)):  # left before its icon came
            said.append(f"failed: {request.url} {request.failure}")

    page.add_init_script(REPORT)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", failed)
    page.on("response", answered)
    return said


@on_each_page
def test_a_browser_finds_nothing_broken_anywhere(place: Place, page: Page, chosen: Pages) -> None:
    said = watched(page)
    for path in chosen():
        page.goto(place.address + path)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

        # A typeface that is loaded was asked for by a stylesheet in force; the page for missing addresses has none.
        asked = MISSING_STYLED if path == "404.html" else LOADED
        assert page.evaluate(asked), path
        assert said == [], path


def test_the_search_finds_its_way_in_every_place(place: Place, page: Page) -> None:
    said = watched(page)
    for words in ("robots", "18.2"):
        page.goto(place.address + "search.html")
        page.locator("#words").fill(words)

        page.locator(".hits:not([hidden]) a").first.click()
        page.wait_for_url(lambda url: "search.html" not in url)

        assert page.url.startswith(place.address)
        assert page.locator("h1").count() == 1
    assert said == []


def test_pages_to_embed_may_be_framed_by_others_and_no_other_page_may(served: Place, page: Page) -> None:
    embedded = next(path for path in pages() if path.startswith("charts/embed/"))
    said = watched(page)
    page.set_content(
        f'<iframe name="embed" src="{served.address}{embedded}"></iframe>'
        f'<iframe name="page" src="{served.address}index.html"></iframe>'
    )

    page.frame_locator("[name=embed]").locator(".chart-source").wait_for()
    page.wait_for_load_state("networkidle")

    assert page.frame_locator("[name=page]").locator(".masthead").count() == 0
    assert any("frame-ancestors" in each for each in said)


def test_without_headers_a_page_keeps_to_its_own_policy(places: dict[str, Place], browser: Browser) -> None:
    page = browser.new_context().new_page()
    said = watched(page)
    for name in ("disk", "root"):
        page.goto(places[name].address + "index.html")
        page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
        assert page.evaluate("window.ran") is None
        page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: 'https://x.example/'}))")
        for violated in ("script-src-elem", "img-src https://x.example/"):
            while not any(f"CSP: {violated}" in each for each in said):
                page.wait_for_event("console")
        said.clear()
    page.context.close()
