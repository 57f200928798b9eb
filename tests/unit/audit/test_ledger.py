"""The ledger of what the article expects: each claim with its place, and what came of it by a source of its own."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from builders import BRIEFING, FERRIES, a_briefing, edited, the_real_content

if TYPE_CHECKING:
    from site_bench import Bench

OUTCOME = """\
    complete: false
    outcome:
      verdict: partly borne out
      text: Two more ferries <run> on batteries, by 31 December.
      source:
        title: Ferries at the end of the year
        publisher: The Elm Valley Library
        date: 2026-02-01
        address: https://example.org/ferries?year=2025&all
"""


def scored(bench: Bench) -> dict[str, str]:
    return edited(bench.content, FERRIES, "    complete: false\n", OUTCOME)


def claims(page: str) -> dict[str, str]:
    """Return the claims of a page by id: their HTML."""
    found = re.findall(r'<li class="forecast" id="([\w-]+)">(.*?)</li>', page, re.DOTALL)
    return dict(found)


def seen(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def rows(bench: Bench) -> dict[str, dict[str, str]]:
    return {
        row["id"]: row
        for row in csv.DictReader(io.StringIO(bench.text("data/forecasts.csv").removeprefix("\ufeff"), newline=""))
    }


def test_every_claim_is_on_the_page_with_its_year_its_place_and_how_it_stands(built: Bench) -> None:
    told = {name: seen(html) for name, html in claims(built.text("outlook.html")).items()}

    forecasts = {forecast.id: forecast for _, forecast in a_briefing(built.content).forecasts}
    assert told.keys() == forecasts.keys()
    for name, forecast in forecasts.items():
        assert forecast.gist in told[name]
        assert f"¶{forecast.locator.partition('/')[2]}" in told[name]
        assert ("cut off or garbled in the source" in told[name]) is not forecast.complete


def test_without_outcomes_the_page_says_so(built: Bench) -> None:
    page = built.text("outlook.html")

    assert "Nobody has checked here what came of it." in page
    assert 'class="outcome' not in page


def test_an_outcome_stands_apart_with_the_source_that_tells_it(bench: Bench) -> None:
    bench.build(scored(bench))

    for page in ("outlook.html",):
        html = re.search(r'<div class="outcome ours">(.*?)</div>', bench.text(page), re.DOTALL)
        assert html, page
        assert "partly borne out" in html[1]
        assert "Two more ferries &lt;run&gt; on batteries" in html[1]
        assert "The Elm Valley Library: " in html[1]
        address = 'href="https://example.org/ferries?year=2025&amp;all"'
        assert f"<a {address}>Ferries at the end of the year</a>, 1 February 2026" in html[1]
    ledger = bench.text("outlook.html")
    assert "partly borne out" in seen(claims(ledger)["forecast-batteries"])
    assert "Nobody has checked" not in ledger


def test_the_data_tell_of_the_outcome_and_its_source(bench: Bench) -> None:
    bench.build(scored(bench))

    row = rows(bench)["forecast-batteries"]
    assert (row["status"], row["verdict"], row["outcome_date"]) == ("scored", "partly borne out", "2026-02-01")
    assert row["outcome_url"] == "https://example.org/ferries?year=2025&all"
    assert {row["status"] for name, row in rows(bench).items() if name != "forecast-batteries"} == {"open"}
    trend = json.loads(bench.text("data/briefing.json"))["trends"][0]
    kept = next(each for each in trend["forecasts"] if each["id"] == "forecast-batteries")["outcome"]
    assert kept["source"]["publisher"] == "The Elm Valley Library"


def test_an_overall_forecast_can_be_scored_as_well(bench: Bench) -> None:
    outcome = "    outcome: {verdict: undecided, text: Nobody counted., source: {title: T, publisher: P, date: "
    more = f"{outcome}'2026', address: 'https://example.org/'}}}}\n"
    head, _, tail = bench.content[BRIEFING].partition("forecasts:\n")
    place = tail.index("    locator:")

    bench.build({**bench.content, BRIEFING: f"{head}forecasts:\n{tail[:place]}{more}{tail[place:]}"})

    assert "undecided" in bench.text("outlook.html")


def test_this_briefing_invents_no_outcome() -> None:
    assert [each.id for _, each in a_briefing(the_real_content()).forecasts if each.outcome] == []
