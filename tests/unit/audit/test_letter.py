"""A letter of advice, encoded as it stands: what is said loosely and in passing is no fault of the briefing's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from digitrend.cli.main import cli

LETTER = """\
A letter to the harbour board (invented)

Trade moved little while freight fell at a 1.4% pace in the first quarter of 2032. Wages in the docks grew at a 2.7% \
annualized rate, which would keep them above the board's 2% goal.

The share of idle berths was 3.6% in March, a 0.3pp decline since December. The bank raised its rate by 25bp in March.

Pilots' gains averaged 562k per month, and 40 berths are now idle. Repayment will be capped at $60m per month of old \
loans and $35m of new ones.

The port projects to pay down $26 million in the second quarter of 2032. For the third quarter of 2032 its need is \
estimated to be $182 million. Rates will likely rise further.

Given the smaller need, the guild recommends reductions of $3 million in 2-, 3- and 5-year loans.

A note on what these loans leave out.
"""
SECTIONS = {"trend-1": (1, 2), "trend-2": (3,), "trend-3": (4, 6), "countermeasure-1": (5,)}
HEAD = "title: {0}\nshort: {0}\nfinding: It is so.\nsummary: It is so.\n"
PARTS = {
    "trends/01-freight.yaml": HEAD.format("Freight")
    + """\
defaults: {locator: trend-1/1, period: 2032-Q1, compared_with_basis: missing, kind: growth rate}
figures:
  freight: {label: Freight, printed: fell at a 1.4% pace, indicator: pace, subject: freight}
  wages: {label: Wages, printed: 2.7% annualized rate, period_basis: implied, indicator: wages, subject: wages}
  goal: {label: Goal, kind: level, printed: 2%, status: target, period_basis: missing, indicator: goal, subject: board}
  idle: {label: Idle berths, kind: share, printed: 3.6%, period: 2032-03, period_basis: implied, locator: trend-1/2}
  idle-fall:
    label: Idle berths
    kind: change
    printed: 0.3pp decline
    period: 2032-03
    period_basis: implied
    compared_with: 2031-12
    locator: trend-1/2
  rate: {label: Rate of the bank, kind: change, printed: raised its rate by 25bp, period: 2032-03,
    period_basis: implied, locator: trend-1/2}
situation:
  - {text: Freight fell and wages grew., locator: trend-1/1}
  - {text: Fewer berths are idle., locator: trend-1/2}
""",
    "trends/02-pilots.yaml": HEAD.format("Pilots")
    + """\
defaults: {locator: trend-2/1, period_basis: missing}
figures:
  pilots: {label: Pilots' gains, printed: 562k, unit: gains/month, indicator: gains, subject: pilots}
  berths: {label: Berths, printed: 40 berths, period: 2032-05, period_basis: implied, subject: berths}
  old: {label: Old loans, printed: capped at $60m per month, status: projected, subject: old loans}
  new: {label: New loans, printed: $35m, unit: USD/month, qualifier: at most, status: projected, subject: new loans}
situation:
  - {text: Pilots gain and berths are idle., locator: trend-2/1}
""",
    "trends/03-port.yaml": HEAD.format("Port")
    + """\
defaults: {locator: trend-3/1, status: projected}
figures:
  paid: {label: Pay by the port, printed: $26 million, period: 2032-Q2, subject: port}
  need: {label: Need, printed: $182 million, period: 2032-Q3, subject: need}
forecasts:
  - {id: port-pays, period: 2032-Q2, gist: The port pays, figures: [paid], printed: projects to pay down}
  - {id: port-needs, period: 2032-Q3, gist: The need is estimated, figures: [need], printed: is estimated to be}
  - {id: rates-rise, period_basis: missing, gist: Rates rise further, printed: will likely rise further}
situation:
  - {text: What the port needs., locator: trend-3/1}
  - {text: A note on loans., locator: trend-3/2}
""",
    "countermeasures/01-loans.yaml": HEAD.format("Loans")
    + """\
figures:
  cut: {label: Reductions, printed: $3 million, status: target, period_basis: missing, subject: loans,
    locator: countermeasure-1/1}
measures:
  - action: Make reductions of loans
    object: loans
    text: The guild recommends reductions.
    printed: recommends reductions
    locator: countermeasure-1/1
""",
    "relations.yaml": "relations:\n  - {from: trend-3, to: countermeasure-1, kind: addressed by, strength: made,\n"
    "    reason: The need is smaller, evidence: {countermeasure-1/1: Given the smaller need}}\n",
    "units.yaml": "units:\n  berths: {name: {one: berth, other: berths}}\n"
    '  gains: {name: {one: gain, other: gains, also: ["Pilots\' gains"]}}\n',
}


def run(*arguments: str) -> str:
    return CliRunner().invoke(cli, list(arguments)).output


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The letter, its paragraphs moved to the sections of an editor's choice: the last one before others."""
    monkeypatch.chdir(tmp_path)
    Path("letter.txt").write_text(LETTER, "utf-8")
    run("init", "letter", "--source", "letter.txt")
    content = Path("letter/content")
    text = (content / "source.yaml").read_text("utf-8")
    digests = re.findall(r"- ([0-9a-f]{64})", text)
    sections = "".join(
        f"  - {{id: {name}, title: A part, paragraphs: [{', '.join(digests[i - 1] for i in numbers)}]}}\n"
        for name, numbers in SECTIONS.items()
    )
    head = text.partition("sections:")[0]
    (content / "source.yaml").write_text(f"{head}date: 2032-05-03\nsections:\n{sections}", "utf-8")
    briefing = (content / "briefing.yaml").read_text("utf-8").replace("# defaults: {place: Some town}", "")
    briefing = briefing.replace("locator: intro/1", "locator: trend-1/1")
    (content / "briefing.yaml").write_text(
        briefing + "defaults: {place: Farland}\ncharts: [{id: argument, form: argument}]\n", "utf-8"
    )
    for name, part in PARTS.items():
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(part, "utf-8")
    return content


def audit() -> list[str]:
    told = run("audit", "--content", "letter/content", "--source", "letter.txt")
    return re.findall(r"^\S+?:\d+:\d+: (.*)$", told, re.MULTILINE) + re.findall(r"\d+ of \d+ figures", told)


@pytest.mark.usefixtures("letter")
def test_only_the_place_is_told_and_told_once() -> None:
    assert [each for each in audit() if not each.startswith("R310")] == [
        "A117 (warning) the place of the whole, 'Farland', is named nowhere in the source",
        "13 of 13 figures",
    ]


@pytest.mark.parametrize(
    ("file", "true", "false", "code"),
    [
        ("trends/01-freight.yaml", "compared_with: 2031-12", "compared_with: 2031-10", "A111"),
        ("trends/01-freight.yaml", "status: target, period_basis", "status: planned, period_basis", "A119"),
        (
            "trends/01-freight.yaml",
            "text: Freight fell and wages grew.",
            'text: "Freight fell by [[freight]]."',
            "R320",
        ),
        ("trends/02-pilots.yaml", "qualifier: at most", "qualifier: at least", "A109"),
        ("trends/02-pilots.yaml", "2032-05", "2033-05", "A112"),
        (
            "trends/03-port.yaml",
            "printed: $182 million, period: 2032-Q3",
            "printed: $182 million, status: planned, period: 2032-Q3",
            "A119",
        ),
        ("countermeasures/01-loans.yaml", "status: target", "status: estimated", "A119"),
        (
            "countermeasures/01-loans.yaml",
            "    object: loans\n",
            "    object: loans\n    actor: the small guild, masters\n",
            "A120",
        ),
        (
            "countermeasures/01-loans.yaml",
            "action: Make reductions of loans",
            "action: Leave loans to the guild",
            "A124",
        ),
    ],
)
def test_and_what_is_not_so_is_still_told(letter: Path, file: str, true: str, false: str, code: str) -> None:
    text = (letter / file).read_text("utf-8")
    assert true in text
    (letter / file).write_text(text.replace(true, false), "utf-8")

    assert any(each.startswith(code) for each in audit())


def test_above_a_goal_is_no_hedge_and_a_month_is_the_last_of_its_name(letter: Path) -> None:
    text = (letter / "trends/01-freight.yaml").read_text("utf-8")
    text = text.replace("{text: Freight fell and wages grew.,", '{text: "Freight fell and wages grew above [[goal]].",')
    text = text.replace(
        "{text: Fewer berths are idle.,", '{text: "Fewer berths are idle: [[idle-fall]] since December.",'
    )
    (letter / "trends/01-freight.yaml").write_text(text, "utf-8")

    assert "13 of 13 figures" in audit()


@pytest.mark.usefixtures("letter")
def test_a_page_says_that_doubts_were_noted_and_who_makes_a_link() -> None:
    run("audit", "--content", "letter/content", "--source", "letter.txt", "--record")
    run("build", "--content", "letter/content", "--out", "site", "--cache", "cache")

    assert "no error was found, and some doubts were noted" in Path("site/index.html").read_text("utf-8")
    assert '<b class="count">doubts: 1</b>' in Path("site/source.html").read_text("utf-8")
    drawn = Path("site/charts/argument.svg").read_text("utf-8")
    assert "the article makes the link" in drawn
    assert "same words" not in drawn


@pytest.mark.usefixtures("letter")
def test_a_forecast_without_a_time_stands_under_a_heading_of_its_own() -> None:
    told = run("build", "--content", "letter/content", "--out", "site", "--cache", "cache", "--unaudited")

    page = Path("site/outlook.html").read_text("utf-8") if Path("site/outlook.html").exists() else told
    headings = re.findall(r'href="#period-\d">([^<]*)<', page)
    assert list(dict.fromkeys(headings)) == ["Expected in Q2 2032", "Expected in Q3 2032", "Expected, no time given"]
