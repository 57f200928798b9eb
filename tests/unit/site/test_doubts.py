"""Doubts travel: what is to be doubted of a thing stands wherever the thing is shown, in every kind of output."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from builders import a_briefing, the_words
from digitrend.lookup import Lookup
from site_bench import bench, built, one_core

if TYPE_CHECKING:
    from site_bench import Bench

__all__ = ["bench", "built", "one_core"]

Site = Mapping[str, bytes]
Missing = tuple[str, str, str]  # the output, the id of what is shown there, and the doubt that is not


def seen(html: str) -> str:
    """Return what a reader sees of HTML, on one line."""
    return " ".join(unescape(re.sub(r"<script.*?</script>|<[^>]*>", "", html, flags=re.DOTALL)).split())


def without_doubts(site: Site, look: Lookup) -> list[Missing]:
    """Return every doubt that is not told of where the thing that it is about is shown."""
    return [*in_pages(site, look), *in_figures(site, look), *in_charts(site, look), *in_data(site, look)]


def lacking(path: str, name: str, text: str, look: Lookup) -> Iterator[Missing]:
    yield from ((path, name, doubt) for doubt in look.doubts(name) if " ".join(doubt.split()) not in text)


def in_pages(site: Site, look: Lookup) -> Iterator[Missing]:
    """Evidence of figures; figures without evidence on the page, which lead to their record; events and forecasts."""
    for path, raw in site.items():
        if not path.endswith(".html"):
            continue
        html = raw.decode()
        body = html.partition("<body")[2]
        block = r'id="evidence-([\w-]+)"(.*?)(?=<div class="evidence|</section>)'
        for name, text in re.findall(block, body, re.DOTALL):
            yield from lacking(path, name, seen(text), look)
        yield from in_numbers(path, body, look)
        for kind in ("event", "forecast", "term"):
            block = rf'<\w+ class="{kind}" id="([\w-]+)">(.*?)(?=class="{kind}"|</section>)'
            for name, text in re.findall(block, body, re.DOTALL):
                yield from lacking(path, name, seen(text), look)


def in_numbers(path: str, body: str, look: Lookup) -> Iterator[Missing]:
    """Numbers set large and rows of the table of figures have no room for doubts: they say that there are some."""
    shown = re.findall(r'<div class="number[^"]*" data-statistic="([\w-]+)"(.*?)</div>', body, re.DOTALL)
    shown += re.findall(r'<tr[^>]*data-statistic="([\w-]+)" data-kind(.*?)</tr>', body, re.DOTALL)
    for name, text in shown:
        if look.doubts(name) and f'{name}.html">in doubt</a>' not in text:
            yield path, name, "in doubt"


def in_figures(site: Site, look: Lookup) -> Iterator[Missing]:
    """The record of a figure: for people, as JSON, and as linked data."""
    for name in look.briefing.statistics:
        html = site[f"figures/{name}.html"].decode()
        yield from lacking(f"figures/{name}.html", name, seen(html), look)
        graph = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        node = json.loads(graph[1])["@graph"][0] if graph else {}
        yield from lacking("JSON-LD", name, str(node.get("disambiguatingDescription", "")), look)
        told = json.loads(site[f"figures/{name}.json"])
        yield from lacking_ids(f"figures/{name}.json", name, told["oddities"], look)
        if len(told["doubts"]) != len(look.statistic(name).doubts):
            yield f"figures/{name}.json", name, "doubts"


def in_charts(site: Site, look: Lookup) -> Iterator[Missing]:
    """A chart: its page, the page to embed, the data of both, the whole edition for print and PDF."""
    whole = seen(site["whole.html"].decode())
    for _, chart in look.briefing.charts:
        for name in chart.statistics:
            for path in (f"charts/{chart.id}.html", f"charts/embed/{chart.id}.html", f"charts/{chart.id}.csv"):
                text = site[path].decode()
                told = seen(text.partition("<body")[2]) if path.endswith("html") else text.replace('""', '"')
                yield from lacking(path, name, told, look)
            yield from lacking("whole.html", name, whole, look)


def in_data(site: Site, look: Lookup) -> Iterator[Missing]:
    """The tables, and what the search finds."""
    for kind in ("statistics", "events", "forecasts", "entities"):
        path = f"data/{kind}.csv"
        for row in csv.DictReader(io.StringIO(site[path].decode(), newline="")):
            yield from lacking_ids(path, row["id"], row["oddities"].split(" | "), look)
            if kind == "statistics" and row["doubts"] != " | ".join(map(look.plain, look.statistic(row["id"]).doubts)):
                yield path, row["id"], "doubts"
    found = json.loads(site["search-index.js"].decode().partition("= ")[2].rstrip().rstrip(";"))
    for kind, _, url, text in found:
        if kind in {"figure", "event", "forecast", "term"}:
            name = url.partition("#")[2] or PurePosixPath(url).stem
            yield from lacking("search-index.js", name, text, look)


def lacking_ids(path: str, name: str, ids: list[str], look: Lookup) -> Iterator[Missing]:
    yield from ((path, name, oddity.id) for oddity in look.oddities.get(name, ()) if oddity.id not in ids)


@pytest.fixture(scope="module")
def look(built: Bench) -> Lookup:
    return Lookup(a_briefing(built.content), the_words())


def test_every_doubt_stands_wherever_what_it_is_about_is_shown(built: Bench, look: Lookup) -> None:
    assert without_doubts(built.site, look) == []


def test_the_briefing_has_doubts_of_every_kind_to_look_for(look: Lookup) -> None:
    assert any(look.statistic(name).doubts for name in look.briefing.statistics)
    assert any(look.oddities.get(name) for name in look.briefing.statistics)


@pytest.mark.parametrize(
    "path",
    [
        "trends/ferries.html",
        "index.html",
        "figures/index.html",
        "figures/{id}.html",
        "figures/{id}.json",
        "charts/{chart}.html",
        "charts/embed/{chart}.html",
        "charts/{chart}.csv",
        "whole.html",
        "data/statistics.csv",
        "search-index.js",
    ],
)
def test_a_doubt_that_is_taken_from_an_output_is_missed(built: Bench, look: Lookup, path: str) -> None:
    chart = next(c for _, c in look.briefing.charts if any(look.doubts(name) for name in c.statistics))
    name = next(name for name in chart.statistics if look.doubts(name))
    path = path.format(id=name, chart=chart.id)
    site = dict(built.site)
    text = site[path].decode()
    for words in (*look.doubts(name), *(oddity.id for oddity in look.oddities.get(name, ())), "in doubt"):
        for form in (words, words.replace("’", "&#39;"), json.dumps(words)[1:-1]):
            text = text.replace(form, "")
    assert text != site[path].decode(), "there is nothing to take away"

    site[path] = text.encode()

    assert {output for output, _, _ in without_doubts(site, look)} & {path, "JSON-LD"}
