"""Sentences of a plain article that an editor encodes as they stand: the audit finds nothing wrong with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from digitrend.cli.main import cli

ARTICLE = """\
Honey (an invented article)

Tarnbury looks ahead.

1. Trends

(1) Roofs

The keepers harvested 31 tonnes of honey in 2023, up 14% on 2022. Losses in 2023 were 19%, against 12% the year before.

Hives are to grow more slowly, by 3 to 5% a year until 2026. In the coming school year pupils will keep bees.

A new hive waits 9 days for its permit, almost three times as long as in 2005.
"""
ANNEX = "Counts (an invented annex)\n\n1. Tables\n\n(1) Hives\n\nThere were 1,450 hives in 2019.\n"
PART = """\
title: Roofs
short: Roofs
finding: The harvest grows.
summary: The keepers harvested more honey.
situation:
  - {text: The keepers harvested honey and counted losses., locator: trend-1/1}
outlook:
  - {text: Hives are to grow more slowly, locator: trend-1/2}
defaults: {place: Tarnbury, period: 2023, locator: trend-1/1}
figures:
  harvest: {label: Honey, printed: 31 tonnes, indicator: honey harvested, subject: honey}
  growth:
    {label: Honey harvested, kind: growth rate, printed: up 14%, indicator: honey, subject: honey, compared_with: 2022}
  losses: {label: Losses, kind: share, printed: 19%, indicator: losses, subject: losses}
  before:
    label: Losses of colonies the year before
    kind: share
    printed: 12%
    period: 2022
    period_basis: implied
    indicator: losses
    subject: losses
  ahead:
    label: Hives ahead
    kind: growth rate
    printed: 3 to 5% a year
    period: 2024/2026
    status: projected
    compared_with_basis: missing
    indicator: hives
    subject: hives
    locator: trend-1/2
  counted:
    label: Hives
    printed: 1,450 hives
    period: 2019
    indicator: hives
    subject: hives
    locator: annex:trend-1/1
  wait:
    {label: Wait for a permit, printed: 9 days, subject: a new hive, indicator: wait, period_basis: missing,
      period: "", locator: trend-1/3}
  slower:
    {label: Wait against 2005, kind: ratio, printed: almost three times as long as in 2005, subject: a new hive,
      indicator: wait, compared_with: 2005, period_basis: missing, period: "", locator: trend-1/3}
forecasts:
  - id: forecast-pupils
    period: 2024
    period_basis: implied
    gist: Pupils keep bees
    printed: pupils will keep bees
    locator: trend-1/2
chart: [losses, before]
"""


def run(*arguments: str) -> str:
    return CliRunner().invoke(cli, list(arguments)).output


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article with an annex, encoded."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("article", ARTICLE), ("annex", ANNEX)):
        Path(f"{name}.txt").write_text(text, "utf-8")
        run("init", name, "--source", f"{name}.txt")
    source = Path("article/content/source.yaml")
    record = Path("annex/content/source.yaml").read_text("utf-8")
    lines = [line for line in record.splitlines() if line and not line.startswith(("#", "id:", "author_id:"))]
    more = "".join(f"    {line}\n" for line in lines)
    source.write_text(f"{source.read_text('utf-8')}\nfurther:\n  annex:\n{more}", "utf-8")
    Path("article/content/trends").mkdir()
    Path("article/content/trends/01-roofs.yaml").write_text(PART, "utf-8")
    Path("article/content/units.yaml").write_text(
        "units:\n  hives: {name: {one: hive, other: hives}}\n", encoding="utf-8"
    )
    return tmp_path


def audit(*sources: str) -> list[str]:
    told = run("audit", "--content", "article/content", *(part for each in sources for part in ("--source", each)))
    return re.findall(r"^.+?:\d+:\d+: (A\d+.*)$", told, re.MULTILINE) + re.findall(r"\d+ of \d+ figures", told)


@pytest.mark.usefixtures("folder")
def test_plain_sentences_and_a_further_source_stand() -> None:
    *found, standing = audit("article.txt", "annex.txt")

    assert [each for each in found if "(warning)" not in each] == []
    assert [each for each in found if "almost three times" in each or "left out" in each] == []
    assert standing == "8 of 8 figures"


@pytest.mark.usefixtures("folder")
def test_a_further_source_that_is_not_given_is_told_and_does_not_count() -> None:
    *found, standing = audit("article.txt")

    assert [each for each in found if "A129" in each or "(warning)" not in each] == [
        "A129 (warning) '1,450 hives' was not looked for: there is no copy of 'annex'"
    ]
    assert standing == "7 of 8 figures"


def test_what_a_further_source_does_not_say_is_an_error(folder: Path) -> None:
    part = folder / "article/content/trends/01-roofs.yaml"
    part.write_text(part.read_text("utf-8").replace("1,450 hives", "1,540 hives"), "utf-8")

    found = audit("annex.txt", "article.txt")

    assert [each for each in found if "A103" in each] == [
        "A103 '1,540 hives' does not stand in trend-1 paragraph 1 of 'annex'"
    ]


@pytest.mark.usefixtures("folder")
def test_a_file_that_no_record_has_is_refused() -> None:
    Path("other.txt").write_text("Another text\n", "utf-8")

    told = run("audit", "--content", "article/content", "--source", "annex.txt")
    assert "give the text of the article, too" in told
    told = run("audit", "--content", "article/content", "--source", "article.txt", "--source", "other.txt")
    assert "'article.txt' or 'other.txt' is none of the works that source.yaml records" in told
