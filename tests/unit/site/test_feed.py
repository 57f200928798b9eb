"""The feed, the sitemap and robots.txt, held against their specifications by reading them back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from builders import BRIEFING, a_briefing, a_content, edited, the_pages, the_words
from digitrend.exports.files import feed, robots, sitemap
from digitrend.site.lookup import Lookup
from tables import table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from site_bench import Bench

BASE = "https://example.org/reports/2025/"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # RFC 3339, in UTC
URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
CHANGES = """
changes:
  - date: 2025-04-02
    text: The harvest of [[pickers]] & more <was> corrected
  - date: 2025-03-09
    text: A first correction
  - date: 2025-04-02
    text: A second one on that day
"""

# RFC 4287, section 4.1: what a feed and an entry must have once, and what they may have once.
ONCE = {"feed": {"id", "title", "updated"}, "entry": {"id", "title", "updated"}}
AT_MOST_ONCE = {
    "feed": {"subtitle", "rights", "generator", "icon", "logo"},
    "entry": {"published", "summary", "content"},
}
MANY = {"feed": {"author", "link", "entry", "category"}, "entry": {"author", "link", "category"}}


def the_feed(files: dict[str, str] | None = None, base: str = "") -> Element:
    return ElementTree.fromstring(feed(Lookup(a_briefing(files), the_words()), base))


def changed() -> dict[str, str]:
    content = a_content()
    return {**content, BRIEFING: content[BRIEFING] + CHANGES}


def text(element: Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def not_as_specified(element: Element) -> Iterator[str]:
    """Yield what RFC 4287 has against a feed or an entry."""
    kind = element.tag.removeprefix(ATOM)
    names = [child.tag.removeprefix(ATOM) for child in element]
    yield from (f"{kind} has {names.count(name)} {name}" for name in sorted(ONCE[kind]) if names.count(name) != 1)
    yield from (f"{kind} has two {name}" for name in sorted(AT_MOST_ONCE[kind]) if names.count(name) > 1)
    yield from (f"{kind} has {name}" for name in names if name not in ONCE[kind] | AT_MOST_ONCE[kind] | MANY[kind])
    yield from (f"{kind} has an id '{text(element, 'id')}'" for _ in [0] if not URN.fullmatch(text(element, "id")))
    for name in ("updated", "published"):
        yield from (
            f"'{e.text}' is no moment" for e in element.findall(f"{ATOM}{name}") if not MOMENT.fullmatch(e.text or "")
        )
    links = [(link.get("rel"), link.get("type")) for link in element.findall(f"{ATOM}link")]
    yield from (f"two links {link}" for link in set(links) if links.count(link) > 1)
    yield from (f"link without href in {kind}" for link in element.findall(f"{ATOM}link") if not link.get("href"))
    if kind == "feed":
        yield from (["no author"] if not element.findtext(f"{ATOM}author/{ATOM}name") else [])
        for entry in element.findall(f"{ATOM}entry"):
            yield from not_as_specified(entry)


@pytest.mark.parametrize("base", ["", BASE])
@pytest.mark.parametrize("files", [None, changed()], ids=["one edition", "with changes"])
def test_the_feed_is_as_rfc_4287_has_it(files: dict[str, str] | None, base: str) -> None:
    made = the_feed(files, base)

    assert list(not_as_specified(made)) == []
    ids = [element.text for element in made.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)


def test_this_edition_is_an_entry() -> None:
    (entry,) = the_feed().findall(f"{ATOM}entry")

    assert text(entry, "title") == "The Elm Valley in 2025: Test edition"
    assert text(entry, "updated") == text(entry, "published") == "2025-03-01T00:00:00Z"
    assert "moves by water" in text(entry, "content")


def test_every_change_is_an_entry_the_newest_first() -> None:
    made = the_feed(changed())

    assert [text(entry, "updated")[:10] for entry in made.findall(f"{ATOM}entry")] == [
        "2025-04-02",
        "2025-04-02",
        "2025-03-09",
        "2025-03-01",
    ]
    assert text(made, "updated") == "2025-04-02T00:00:00Z"
    assert text(made[-3], "title").endswith("& more <was> corrected")
    assert "[[" not in text(made[-3], "title")


def test_ids_stay_when_the_site_moves_and_when_a_change_is_added() -> None:
    def ids(made: Element) -> list[str | None]:
        return [element.text for element in made.iter(f"{ATOM}id")]

    assert ids(the_feed()) == ids(the_feed(base=BASE))
    assert set(ids(the_feed())) < set(ids(the_feed(changed())))


def test_another_edition_is_another_entry_of_the_same_feed() -> None:
    other = the_feed(edited(a_content(), BRIEFING, "edition: Test edition", "edition: Next edition"))

    assert text(other, "id") == text(the_feed(), "id")
    assert text(other[-1], "id") != text(the_feed()[-1], "id")


@pytest.mark.parametrize(("base", "found_at"), [("", "https://mirror.example/x/feed.xml"), (BASE, f"{BASE}feed.xml")])
def test_links_lead_to_the_site_wherever_it_is(bench: Bench, base: str, found_at: str) -> None:
    bench.base = base
    bench.build(changed())
    root = found_at.removesuffix("feed.xml")

    links = [link.get("href") or "" for link in ElementTree.fromstring(bench.site["feed.xml"]).iter(f"{ATOM}link")]
    files = {urljoin(found_at, link).removeprefix(root) or "index.html" for link in links}

    assert files == {"feed.xml", "index.html", "source.html"}
    assert files <= bench.site.keys()
    assert all(link.startswith(BASE) for link in links) if base else not any(":" in link for link in links)


def test_every_page_leads_to_the_feed(built: Bench) -> None:
    pages = {path for path in built.site if path.endswith(".html") and not path.endswith("embed.html")}
    found = {path for path in pages if 'rel="alternate" type="application/atom+xml"' in built.text(path)}

    assert {"index.html", "figures/crossings.html"} <= found
    assert 'href="../feed.xml"' in built.text("figures/crossings.html")


# ---- Sitemap and robots


def test_the_sitemap_has_every_page_once_under_its_canonical_address(bench: Bench) -> None:
    bench.base = BASE
    bench.build()
    found = ElementTree.fromstring(bench.site["sitemap.xml"])
    locations = [element.text or "" for element in found.iter(f"{SITEMAP}loc")]

    canonical = {
        match[1]
        for path in bench.site
        if path.endswith(".html") and path != "404.html" and "embed" not in path
        for match in [re.search(r'rel="canonical" href="([^"]+)"', bench.text(path))]
        if match
    }
    assert len(locations) == len(set(locations))
    assert set(locations) == canonical
    assert BASE in locations
    assert {element.text for element in found.iter(f"{SITEMAP}lastmod")} == {"2025-03-01"}


def test_without_an_address_there_is_no_sitemap(built: Bench) -> None:
    assert "sitemap.xml" not in built.site
    assert b"Sitemap" not in built.site["robots.txt"]


def test_a_sitemap_escapes_what_xml_must() -> None:
    made = sitemap(the_pages(), "https://example.org/a&b/")

    assert ElementTree.fromstring(made).findtext(f"{SITEMAP}url/{SITEMAP}loc") == "https://example.org/a&b/"


@table("base", ["", BASE])
def test_robots_may_read_everything(base: str) -> None:
    asked = RobotFileParser()
    asked.parse(robots(base).decode().splitlines())

    assert asked.can_fetch("anyone", f"{BASE}figures/index.html")
    assert asked.site_maps() == ([f"{BASE}sitemap.xml"] if base else None)


def test_all_is_the_same_every_time() -> None:
    lookup = Lookup(a_briefing(changed()), the_words())

    assert feed(lookup, BASE) == feed(Lookup(a_briefing(changed()), the_words()), BASE)
