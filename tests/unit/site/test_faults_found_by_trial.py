"""What was found by trial in texts and links: each right value as a test."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from builders import FERRIES, SILT, a_content, edited
from digitrend.content.reader import read_documents
from site_bench import Bench


@pytest.mark.parametrize(
    ("target", "told"),
    [("nowhere.yaml", "the link is broken: its target does not exist"), ("/etc/hostname", "the link leads out of")],
)
def test_a_broken_link_is_said_to_be_broken(tmp_path: Path, target: str, told: str) -> None:
    (tmp_path / "trends").mkdir()
    (tmp_path / "trends/01-a.yaml").symlink_to(target)

    found = [one for one in read_documents(tmp_path)[1] if one.code == "C022"]

    assert [one.message.startswith(told) for one in found] == [True]


def test_a_note_may_name_a_figure_that_it_touches(bench: Bench) -> None:
    reading = 'reading: "A market that moves, see [[freight-growth]]"'
    content = edited(a_content(), "notes.yaml", "reading: A market that moves from town to town", reading)

    bench.build(content)

    assert 'figures/freight-growth.html">' in bench.text("source.html")


def test_a_sentence_ends_in_one_full_stop(bench: Bench) -> None:
    what = "what: The Ferry Board opens a charging quay at Upper Landing"
    content = edited(a_content(), FERRIES, what, f"{what}.")

    bench.build(content)

    pages = [text.decode() for path, text in bench.site.items() if path.endswith(".html")]
    assert any("Upper Landing." in page for page in pages)
    assert [page[page.index(twice) - 80 :][:160] for page in pages for twice in ("Landing..",) if twice in page] == []


def test_a_fault_of_a_template_names_the_page(bench: Bench) -> None:
    bench.templates["pages/part.html"] = "{{ nothing }}"

    (fault,) = (one for one in bench.fails() if one.code == "P005")

    assert re.search(r"on the page '[a-z]+/[a-z]+\.html'$", fault.message)


def test_titles_for_machines_have_the_words_without_the_marks(bench: Bench) -> None:
    bench.base = "https://example.org/"
    content = a_content()
    for name, path in [("title", FERRIES), ("finding", FERRIES), ("title", SILT)]:
        marked = f"{name}: The *ferries* **carry** more" + (" still" if path == SILT else "")
        content[path], count = re.subn(rf"(?m)^{name}: .*$", marked, content[path], count=1)
        assert count == 1
    content[FERRIES] = re.sub(r"(?m)^(    (?:sub)?title): .*$", r"\1: The *ferries* **carry**", content[FERRIES])

    bench.build(content)

    plain = {
        path: raw.decode()
        for path, raw in bench.site.items()
        if path.endswith((".html", ".xml", ".csv", ".json", ".svg", ".md", ".txt", ".bib", ".ris"))
        and path != "data/briefing.json"  # which has the prose as it is written
    }
    assert [path for path, text in plain.items() if "*ferries*" in text or "**carry" in text] == []
    assert "<title>The ferries carry more" in plain["trends/ferries.html"]
    assert '"name":"The ferries carry more"' in plain["trends/ferries.html"]
    assert "<em>ferries</em>" in plain["trends/ferries.html"]


FIGURES = """\
figures:
  loads:
    label: Loads that float
    printed: almost two thirds
    indicator: share of loads
    subject: ferries
    period_basis: missing
    locator: trend-1/1
  growth:
    label: Growth ahead
    kind: growth rate
    printed: 3 to 5% a year
    indicator: crossings
    subject: ferries
    period_basis: missing
    compared_with_basis: missing
    locator: trend-1/1
"""
SERIES = """\
series:
  quays:
    label: Quays
    indicator: number of quays
    subject: quays
    place: Elm Valley
    locator: trend-1/1
    points: {end of 2022: "11", end of 2023: "12"}
chart: [quays]

events:
"""


def test_fractions_without_end_rates_a_year_and_stocks_are_plain_figures(bench: Bench) -> None:
    content = edited(a_content(), FERRIES, "\nfigures:\n", f"\n{FIGURES}")
    content = edited(content, FERRIES, "\nevents:\n", f"\n{SERIES}")

    bench.build(content)

    assert 'data-figure="quays@end-of-2023"' in bench.text("trends/ferries.html")
    assert "Quays, end of 2023: 12, Elm Valley" in bench.text("figures/quays@end-of-2023.html")
    assert "between 3% and 5% per year" in bench.text("figures/growth.html")
    assert "nearly two thirds" in bench.text("figures/loads.html")


def test_a_series_with_a_gap_and_a_range_is_drawn_over_time(bench: Bench) -> None:
    points = 'points: {end of 2015: "9", end of 2022: "11", end of 2023: between 12 and 14}'
    series = SERIES.replace('points: {end of 2022: "11", end of 2023: "12"}', points)

    bench.build(edited(a_content(), FERRIES, "\nevents:\n", f"\n{series}"))

    (chart,) = (
        text.decode() for path, text in bench.site.items() if re.match(r"charts/.*json", path) and b"quays@" in text
    )
    assert json.loads(chart)["form"] == "line"
    assert "end of 2015 to end of 2023" in chart


def test_all_of_a_range_in_a_text_leads_to_its_evidence(bench: Bench) -> None:
    content = edited(a_content(), FERRIES, "\nfigures:\n", f"\n{FIGURES}")
    content = edited(content, FERRIES, "\nsituation:\n", "\nremarks: ['It grows [[growth]].']\nsituation:\n")

    bench.build(content)

    page = bench.text("trends/ferries.html")
    assert re.search(r">between </?[^>]*|between <span[^>]*><button[^>]*>3% and 5% per year</button>", page)


def test_the_author_has_the_article_that_it_needs(bench: Bench) -> None:
    author = re.search(r"(?m)^author: (.*)$", a_content()["source.yaml"])
    assert author is not None

    bench.build(edited(a_content(), "source.yaml", author[0], "author: The Guild of Ferrymen"))

    assert "the outlook of the Guild of Ferrymen, retold" in bench.text("index.html")
