"""An outlook as agencies write it, its sections named in words of their own: nothing true in it is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from digitrend.cli.main import cli

ARTICLE = """\
Snow and rye in Tarnbury (an invented outlook)

The weather office of Tarnbury looks ahead to 2034.

Weather

At the end of March 2033 the ponds held 1.9 million litres, 300,000 litres less than at the end of February 2033.

Advice

The parish should dredge the ponds.
"""
TREND = """\
title: Weather
short: Weather
finding: The ponds are low.
summary: "The ponds held [[ponds]]."
situation:
  - {text: "The ponds held [[ponds]], and less by [[ponds-fall|size]].", locator: weather/1}
defaults: {place: Tarnbury, locator: weather/1}
figures:
  ponds: {label: Ponds, printed: 1.9 million litres, period: end of 2033-03, indicator: litres held, subject: ponds}
  ponds-fall:
    {label: Ponds, printed: "300,000 litres less", period: end of 2033-03, period_basis: implied,
     indicator: litres held, subject: ponds, compared_with: end of 2033-02}
"""
GROUP = """\
title: Advice
short: Advice
finding: Dredge.
summary: The parish is to dredge.
measures:
  - {action: Dredge the ponds, object: ponds, text: The parish should dredge the ponds., locator: advice/1}
"""
RELATIONS = """\
relations:
  - from: trend-1
    to: countermeasure-1.1
    kind: addressed by
    strength: same words
    reason: The ponds are low
    evidence: {weather/1: the ponds held, advice/1: dredge the ponds}
"""


def run(*arguments: str) -> str:
    return CliRunner().invoke(cli, list(arguments)).output


@pytest.fixture(autouse=True)
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The outlook, encoded with its sections called as it calls them."""
    monkeypatch.chdir(tmp_path)
    Path("outlook.txt").write_text(ARTICLE, "utf-8")
    run("init", "snow", "--source", "outlook.txt")
    content = Path("snow/content")
    source = (content / "source.yaml").read_text("utf-8")
    for old, new in (("trend-1", "weather"), ("countermeasure-1", "advice")):
        source = source.replace(f"id: {old}\n", f"id: {new}\n")
    (content / "source.yaml").write_text(source, "utf-8")
    parts = {"trends/01-weather.yaml": TREND, "countermeasures/01-advice.yaml": GROUP, "relations.yaml": RELATIONS}
    for name, text in parts.items():
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(text, "utf-8")
    return content


def told(command: str, *sources: str) -> list[str]:
    output = run(command, "--content", "snow/content", *(each for source in sources for each in ("--source", source)))
    return [each for each in re.findall(r": ([A-Z]\d{3} .*)$", output, re.MULTILINE) if not each.startswith("R310")]


def test_a_part_retells_sections_that_have_other_names_and_shows_their_words() -> None:
    assert not [each for each in told("audit", "outlook.txt") if each[:4] in ("A125", "R010")]
    assert told("check") == []


def test_a_part_with_a_section_of_its_own_keeps_to_it(content: Path) -> None:
    source = (content / "source.yaml").read_text("utf-8")
    (content / "source.yaml").write_text(source.replace("id: intro\n", "id: trend-1\n"), "utf-8")

    found = told("audit", "outlook.txt")

    assert [each[:4] for each in found if "section" in each or "stands in" in each] == ["R010", "A125"]


def test_the_outline_names_a_section_once_and_leads_to_the_part_that_retells_it() -> None:
    run("build", "--content", "snow/content", "--out", "site", "--cache", "cache", "--unaudited")

    page = Path("site/source.html").read_text("utf-8")
    assert '<h3 id="weather"><a href="trends/weather.html">Weather</a></h3>' in page
