"""The real briefing, built whole: every page sound, every link kept, every figure and chart where it should be."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from builders import REAL, a_briefing, the_real_content, the_words
from digitrend.model import Briefing
from digitrend.site import urls
from digitrend.site.lookup import Lookup
from digitrend.sitecheck.proof import verify
from digitrend.sitecheck.site import facts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from real_site import RealSite

pytestmark = pytest.mark.xdist_group("real briefing")

ADDRESSES = {"href", "src", "action", "data", "poster"}
NAMES = {"for", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "commandfor"}
SVG = "{http://www.w3.org/2000/svg}"


@lru_cache(maxsize=200)
def parsed(path: Path) -> Element:
    """Read a page as browsers do; the parser is not the one that the program uses."""
    tree: Element = html5lib.parse(path.read_bytes(), namespaceHTMLElements=False, transport_encoding="utf-8")
    return tree


@pytest.fixture(scope="module")
def pages(real_site: RealSite) -> dict[str, Element]:
    found = sorted(real_site.folder.rglob("*.html"))
    return {path.relative_to(real_site.folder).as_posix(): parsed(path) for path in found}


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return a_briefing(the_real_content())


def elements(tree: Element) -> Iterator[Element]:
    """Yield the elements of a page; comments are none."""
    return (each for each in tree.iter() if isinstance(each.tag, str))


def ids(tree: Element) -> list[str]:
    return [each.attrib["id"] for each in elements(tree) if "id" in each.attrib]


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_its_own_inspection_finds_nothing(real_site: RealSite) -> None:
    files = {
        path.relative_to(real_site.folder).as_posix(): path.read_bytes()
        for path in real_site.folder.rglob("*")
        if path.is_file()
    }

    found = verify({path: facts(path, content) for path, content in files.items()}, files.keys())

    assert [str(each) for each in found] == []


def test_every_link_and_address_leads_to_a_file_and_an_id_that_are_there(
    real_site: RealSite, pages: dict[str, Element]
) -> None:
    known = {path: set(ids(tree)) for path, tree in pages.items()}
    broken = []
    for path, tree in pages.items():
        for element in elements(tree):
            for name in ADDRESSES & element.attrib.keys():
                url = urlsplit(element.attrib[name])
                if url.scheme or url.netloc:
                    continue
                assert not url.path.startswith("/"), (path, element.attrib[name])
                file = (real_site.folder / path).parent / unquote(url.path) if url.path else real_site.folder / path
                target = file.resolve()
                inside = target.is_relative_to(real_site.folder.resolve())
                where = target.relative_to(real_site.folder.resolve()).as_posix() if inside else ""
                if not target.is_file() or (url.fragment and unquote(url.fragment) not in known.get(where, ())):
                    broken.append((path, element.attrib[name]))
    assert broken == []


def test_every_id_stands_once_on_its_page_and_what_is_named_is_there(pages: dict[str, Element]) -> None:
    for path, tree in pages.items():
        given = ids(tree)
        assert sorted(given) == sorted(set(given)), path
        named = {
            name
            for element in elements(tree)
            for attribute in NAMES & element.attrib.keys()
            for name in element.attrib[attribute].split()
        }
        assert named - set(given) == set(), path


def test_every_address_that_leaves_the_site_is_https(pages: dict[str, Element]) -> None:
    schemes = {
        urlsplit(element.attrib[name]).scheme
        for tree in pages.values()
        for element in elements(tree)
        for name in ADDRESSES & element.attrib.keys()
    }

    assert schemes <= {"", "https"}


def test_nothing_is_loaded_from_elsewhere(pages: dict[str, Element]) -> None:
    for path, tree in pages.items():
        for element in elements(tree):
            loaded = element.attrib.get("src", "")
            if element.tag == "link" and element.attrib.get("rel") not in {"canonical", "alternate", "license"}:
                loaded = element.attrib["href"]
            assert not urlsplit(loaded).netloc, (path, loaded)


def test_no_page_carries_a_style_or_a_handler(pages: dict[str, Element]) -> None:
    for path, tree in pages.items():
        for element in elements(tree):
            assert element.tag.removeprefix(SVG) != "style" or path == "404.html", path  # it stands alone
            assert [name for name in element.attrib if name == "style" or name.startswith("on")] == [], path


def test_every_drawing_is_a_picture_with_a_name(pages: dict[str, Element]) -> None:
    drawings = [(path, each) for path, tree in pages.items() for each in elements(tree) if each.tag == f"{SVG}svg"]

    assert drawings
    for path, drawing in drawings:
        if drawing.attrib.get("aria-hidden") != "true":
            assert drawing.attrib.get("role") in {"img", "group"}, path  # a group has marks to be reached
            assert drawing.attrib.get("aria-label", "").strip(), path


def test_every_page_has_one_main_heading_a_title_of_its_own_and_a_language(pages: dict[str, Element]) -> None:
    titles = {}
    for path, tree in pages.items():
        assert len([each for each in elements(tree) if each.tag == "h1"]) == 1, path
        titles[path] = text_of(next(each for each in elements(tree) if each.tag == "title"))
        assert tree.attrib["lang"] == "en"

    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize(("folder", "count"), [("trends", 7), ("issues", 3), ("countermeasures", 4)])
def test_every_part_has_its_page(pages: dict[str, Element], folder: str, count: int) -> None:
    written = sorted(re.sub(r"^\d+-|\.yaml$", "", path.name) for path in (REAL / folder).iterdir())

    assert len(written) == count
    assert sorted(f"{folder}/{slug}.html" for slug in written) == sorted(
        path for path in pages if path.startswith(f"{folder}/") and not path.endswith("/index.html")
    )


def test_every_part_is_told_in_full(pages: dict[str, Element], briefing: Briefing) -> None:
    lookup = Lookup(briefing, the_words())
    for part in briefing.parts:
        shown = text_of(pages[urls.file_of(urls.part_url(part))])
        fields = ("situation", "outlook", "cause", "effect", "affected", "measures")
        passages = [passage for name in fields for passage in getattr(part, name, ())]
        assert passages
        for passage in passages:
            for stretch in re.split(r"\[\[[^\]]*\]\]|\s+", passage.text):
                assert stretch in shown, (part.id, stretch)
        assert lookup.plain(part.title) in shown


def test_every_figure_reaches_its_page_the_table_and_its_part(
    real_site: RealSite, pages: dict[str, Element], briefing: Briefing
) -> None:
    lookup = Lookup(briefing, the_words())
    table = text_of(pages["figures/index.html"])
    for name, (part, _) in briefing.figures.items():
        own = text_of(pages[f"figures/{name}.html"])
        assert lookup.bare(name) in own, name
        assert lookup.bare(name) in table, name
        assert f"figures/{name}.html" in real_site.text(urls.file_of(urls.part_url(part))), name


def test_a_lower_bound_is_nowhere_without_its_qualifier(pages: dict[str, Element], briefing: Briefing) -> None:
    bounds = {
        name: Lookup(briefing, the_words()).bare(name)
        for name, (_, figure) in briefing.figures.items()
        if str(getattr(figure, "qualifier", "")) == "more than"
    }

    assert bounds
    for path, tree in pages.items():
        for element in elements(tree):
            name = element.attrib.get("data-figure", "")
            if name in bounds and element.tag in {"span", "div", "p", "tr"}:
                assert "more than" in text_of(element).lower(), (path, name)


def test_every_chart_has_its_page_with_its_table_and_downloads(
    real_site: RealSite, pages: dict[str, Element], briefing: Briefing
) -> None:
    for _, chart in briefing.charts:
        page = pages[f"charts/{chart.id}.html"]
        with (real_site.folder / f"charts/{chart.id}.csv").open(encoding="utf-8-sig", newline="") as file:
            data = list(csv.reader(file))
        rows = [len(list(table.iter("tr"))) for table in page.iter("table")]
        assert len(data) in rows, chart.id
        links = {element.attrib.get("href") for element in page.iter("a")}
        assert {f"{chart.id}.{suffix}" for suffix in ("svg", "png", "csv")} <= links


def test_every_event_forecast_note_and_entity_is_somewhere(pages: dict[str, Element], briefing: Briefing) -> None:
    places = {
        "timeline.html": [event.id for _, event in briefing.events],
        "outlook.html": [forecast.id for _, forecast in briefing.forecasts],
        "source.html": [note.id for note in briefing.notes],
        "terms.html": [entity.id for _, entities in briefing.entities for entity in entities],
    }
    for path, wanted in places.items():
        assert set(wanted) - set(ids(pages[path])) == set(), path


def test_every_page_but_the_one_for_missing_addresses_is_two_steps_from_the_overview(pages: dict[str, Element]) -> None:
    def linked(path: str) -> set[str]:
        folder = path.rpartition("/")[0]
        links = (each.attrib["href"].partition("#")[0] for each in pages[path].iter("a") if "href" in each.attrib)
        resolved = (re.sub(r"[^/]+/\.\./", "", f"{folder}/{link}".lstrip("/")) for link in links if link)
        return {each for each in resolved if each in pages}

    first = linked("index.html")
    reached = {"index.html", *first, *(each for path in first for each in linked(path))}

    assert {path for path in pages if path not in reached} <= {"404.html"} | {p for p in pages if "embed" in p}
