"""Every number that a reader of the built site can see is a figure's own, or of a kind that is excused and says why.

All pages are parsed.  A run of digits must stand in an element that names its figure (`data-figure`, or a link to
the figure's page) and be part of that figure, its value, or what is printed of it; or it is of an excused kind.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import html5lib
import pytest

from builders import a_briefing, the_real_content, the_words
from digitrend.charts import Chart
from digitrend.charts.make import chart_of
from digitrend.model import Figure
from digitrend.site.lookup import Lookup
from digitrend.text.wording import full

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from real_site import RealSite

pytestmark = pytest.mark.xdist_group("real briefing")

DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
UNSEEN = {"head", "script", "style", "template", "noscript"}
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"

# What is no figure whatever element holds it: blanked before digits are looked for.
TEXTS = {
    "a year": re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d| (?:million|billion|trillion|yuan|per cent)\b)"),
    "a day of a date": re.compile(rf"\b\d{{1,2}} (?=(?:{MONTH})\b)|(?<=-)\d\d-\d\d\b"),  # 23 November; 2026-11-23
    "a part, or a place in the source": re.compile(
        r"\b(?:Trend|Issue|Group) \d+\b|\b[Pp]aragraph \d+\b|\b[Mm]easure \d+\b|¶ ?\d+\b|\b\d+ of \d+$"
    ),
    "a day of an APA date": re.compile(rf"(?<=, )(?:{MONTH}) \d{{1,2}}\b"),
    "the name of a standard": re.compile(r"\bGB/T 7714\b"),
    "the index's letter for what begins with a digit": re.compile(r"\b0–9\b"),
}


@dataclass(frozen=True)
class Seen:
    """A piece of text as readers see it, and the elements that it stands in, the outermost first."""

    text: str
    within: tuple[Element, ...]
    page: str = ""

    def has(self, tag: str = "", cls: str = "") -> bool:
        """Whether one of the elements has a tag or a class."""
        return any(
            (not tag or each.tag == tag) and (not cls or cls in each.get("class", "").split()) for each in self.within
        )

    @property
    def links(self) -> Iterator[str]:
        """The addresses to which the elements lead, from the root of the site."""
        return (urljoin(self.page, each.attrib["href"]) for each in self.within if "href" in each.attrib)

    @property
    def named(self) -> Iterator[str]:
        """The figures that the elements name."""
        for each in self.within:
            yield from each.get("data-figure", "").split()
        for link in self.links:
            if found := re.fullmatch(r"figures/(?!index\.)([\w-]+)\.html", link):
                yield found[1]

    @property
    def drawing(self) -> str:
        """The title of the drawing or the table that it stands in, or ""."""
        for each in self.within:
            if each.tag.endswith("svg"):
                return each.get("aria-label", "")
            if each.tag == "table":
                return " ".join("".join(each.find("caption").itertext()).split())  # type: ignore[union-attr]
        return ""


class Known:
    """What the briefing knows of numbers."""

    def __init__(self) -> None:
        self.look = Lookup(a_briefing(the_real_content()), the_words())

    @cached_property
    def figures(self) -> dict[str, set[str]]:
        """The numbers of each figure, as they may be shown."""
        known = {}
        for name, (_, figure) in self.look.briefing.figures.items():
            texts = [self.look.figure_text(name), full(self.look.briefing.values[name])]
            texts += [figure.printed] if isinstance(figure, Figure) else []
            known[name] = set(DIGITS.findall(" ".join(texts)))
        return known

    @cached_property
    def names(self) -> re.Pattern[str]:
        """Names, titles and idioms that hold digits: of entities, items, the licence and the idioms of the content.

        What numbers a title holds came from references, or the content would not have passed the check.
        """
        briefing = self.look.briefing
        entities = (entity for _, all_of_it in briefing.entities for entity in all_of_it)
        names = {name for each in entities for name in (each.name, each.acronym, *each.aliases)}
        names |= {mention.text for mention in self.look.mentions.values() if not mention.figure}
        names |= {idiom.text for idiom in briefing.overview.idioms} | {briefing.overview.licence}
        spelt = sorted((name for name in names if re.search(r"\d", name)), key=len, reverse=True)
        return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in spelt))

    @cached_property
    def charts(self) -> dict[str, Chart]:
        """The charts by title."""
        charts = (chart_of(spec, self.look) for _, spec in self.look.briefing.charts)
        return {chart.title: chart for chart in charts}


def seen(tree: Element, page: str, within: tuple[Element, ...] = ()) -> Iterator[Seen]:
    """Yield the text of a page, piece by piece."""
    if not isinstance(tree.tag, str) or tree.tag in UNSEEN:
        return
    inside = (*within, tree)
    if tree.text:
        yield Seen(tree.text, inside, page)
    for child in tree:
        yield from seen(child, page, inside)
        if child.tail:
            yield Seen(child.tail, inside, page)


def kind_of(digits: str, piece: Seen, known: Known) -> str:
    """Return the kind to which a number belongs, or "" for one that nothing accounts for."""
    if any(digits in known.figures.get(name, ()) for name in piece.named):
        return "a figure"
    chart = known.charts.get(piece.drawing)
    of_whole = chart is not None and not chart.drawn
    kinds = {
        "the source's own words": piece.has("q"),
        "a citation": piece.has(cls="cite"),
        "computed here, and said so": "(computed here)" in piece.text and bool(piece.drawing),
        "a digest, or code to copy": piece.has("code"),
        "the briefing's own count": piece.has(cls="count")
        or piece.has(cls="retold-count")
        or piece.has("summary")
        or piece.has(cls="row-number"),
        "the number of an endnote": piece.has(cls="endnote") or piece.has(cls="endnote-number"),
        "the number of a part, or of links": of_whole
        and chart is not None
        and chart.form in ("matrix", "argument")
        and len(digits) == 1,
        "a count by section": chart is not None
        and chart.form == "tally"
        and digits in {cell for row in chart.table.rows for cell in row[1:]},
    }
    return next((kind for kind, true in kinds.items() if true), "")


def numbers(tree: Element, page: str, known: Known) -> Iterator[tuple[str, str, str]]:
    """Yield each number of a page with its kind and the text around it."""
    for piece in seen(tree, page):
        if not re.search(r"\d", piece.text):
            continue
        left = known.names.sub(lambda name: "\0" * len(name[0]), piece.text)
        if left != piece.text:
            yield "", "a name, a title, or an idiom of the content", piece.text
        for kind, pattern in TEXTS.items():
            # A number in an element that names its figure may look like a year: it is the figure's.
            blanked = pattern.sub(lambda found: "\0" * len(found[0]), left)
            if blanked != left:
                yield "", kind, piece.text
            left = blanked
        for digits in DIGITS.findall(left):
            yield digits, kind_of(digits, piece, known), " ".join(piece.text.split())[:80]


def parsed(path: Path) -> Element:
    tree: Element = html5lib.parse(path.read_bytes(), namespaceHTMLElements=False, transport_encoding="utf-8")
    return tree


@pytest.fixture(scope="module")
def known() -> Known:
    return Known()


@pytest.fixture(scope="module")
def trees(real_site: RealSite) -> dict[str, Element]:
    return {path.relative_to(real_site.folder).as_posix(): parsed(path) for path in real_site.folder.rglob("*.html")}


def test_every_number_in_sight_is_a_figure_s_own_or_excused(trees: dict[str, Element], known: Known) -> None:
    unaccounted, kinds = [], set()
    for path, tree in sorted(trees.items()):
        for digits, kind, around in numbers(tree, path, known):
            kinds.add(kind)
            if not kind:
                unaccounted.append(f"{path}: '{digits}' in: {around}")

    assert unaccounted == []
    assert len(trees) > 50
    assert kinds >= {"a figure", "the source's own words", "the briefing's own count", *TEXTS}


def test_every_figure_is_in_sight_under_its_name(trees: dict[str, Element], known: Known) -> None:
    shown = {name for path, tree in trees.items() for piece in seen(tree, path) for name in piece.named}

    assert shown == set(known.figures)


@pytest.mark.parametrize(
    ("where", "typed"),
    [
        ("p", "37"),
        ("h1", "18.2%"),
        ("li", "５"),
        ("*[@data-figure='robot-output-growth']", "18.3%"),
        ("*[@data-figure='robot-output-growth']", "14.7%"),
        ("p", "2020 million"),
        ("h2", "1,000"),
    ],
)
def test_a_number_that_nothing_accounts_for_is_found(
    where: str, typed: str, trees: dict[str, Element], known: Known
) -> None:
    path = "trends/technology-and-uses.html"
    tree = copy.deepcopy(trees[path])
    before = [number for number in numbers(tree, path, known) if not number[1]]
    element = next(iter(tree.iterfind(f".//main//{where}")))
    element.text = f"{element.text or ''} {typed} "

    assert before == []
    assert [number[0] for number in numbers(tree, path, known) if not number[1]] == DIGITS.findall(typed)
