"""`digitrend draft`: each number of the text that no figure quotes, ready to be pasted, and none that one does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from digitrend.cli.main import cli

ARTICLE = """\
Barley and stone (an invented article)

In 2030 the farms sold more.

1. Trends

(1) Barley goes by rail

In 2030 shipments grew by 12% over 2029. The railway carried more than 4,200 wagons and 3.9 GW of power.
"""


def ran(*arguments: str) -> str:
    result = CliRunner().invoke(cli, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    ran("init", ".", "--source", "article.txt")
    return tmp_path


def test_each_number_is_drafted_with_what_its_sentence_says(folder: Path) -> None:
    output = ran("draft", "--source", "article.txt")

    assert "kind: growth rate\n    printed: grew by 12%" in output.replace('"', "")
    assert "printed: more than 4,200" in output
    assert "printed: 3.9 GW" in output.replace('"', "")
    assert output.count("draft: true") == 3
    assert "# In 2030 shipments grew by 12% over 2029." in output
    assert (folder / "content" / "briefing.yaml").is_file()


def test_a_draft_has_the_period_of_its_sentence_and_invents_none(folder: Path) -> None:
    text = f"{ARTICLE}\nBread cost 3 crowns in 2029 and 2030.\n"
    (folder / "article.txt").write_text(text, encoding="utf-8")
    ran("init", "other", "--source", "article.txt")

    output = ran("draft", "--source", "article.txt", "--content", "other/content")

    said = re.findall(r"^    (?:# )?period: .*$", output, re.MULTILINE)
    assert said[1:] == [
        "    # period: … the sentence names none",
        "    # period: … the sentence names none",
        "    # period: 2029 or 2030: which?",
    ]


def test_a_year_right_behind_a_number_is_its_own(folder: Path) -> None:
    text = ARTICLE + "Guests numbered 2.4 million in 2022 and almost 2.6 million in 2023.\n"
    (folder / "other.txt").write_text(text, encoding="utf-8")
    ran("init", "other", "--source", "other.txt")

    output = ran("draft", "--source", "other.txt", "--content", "other/content").replace('"', "")

    assert "printed: 2.4 million\n    period: 2022\n" in output
    assert "printed: almost 2.6 million\n    period: 2023\n" in output


def test_a_time_with_which_a_number_is_compared_is_no_period_of_its_own(folder: Path) -> None:
    text = ARTICLE + "Wagons numbered 7,420 a year before and 7,505 at the end of 2021.\n"
    (folder / "other.txt").write_text(text, encoding="utf-8")
    ran("init", "other", "--source", "other.txt")

    output = ran("draft", "--source", "other.txt", "--content", "other/content")

    assert re.search(r'printed: "7,420"\n    # period: end of 2021: which\?\n', output), output


def test_what_is_counted_since_a_year_or_from_a_base_is_not_of_that_year(folder: Path) -> None:
    text = ARTICLE + "Prices halved since 2021. Imports reached 562k per month. The index stood at 104.2 "
    text += "(2020 = 100).\n"
    (folder / "other.txt").write_text(text, encoding="utf-8")
    ran("init", "other", "--source", "other.txt")

    output = ran("draft", "--source", "other.txt", "--content", "other/content").replace('"', "")

    assert "printed: halved\n    # period: 2021: which?" in output
    assert "printed: 562k per month\n" in output
    assert "kind: index\n    printed: 104.2\n    base: 2020\n    # period: … the sentence names none" in output
    assert "printed: 100\n" not in output


def drafted(folder: Path, sentences: str) -> str:
    (folder / "other.txt").write_text(f"{ARTICLE}{sentences}\n", encoding="utf-8")
    ran("init", "other", "--source", "other.txt")
    return ran("draft", "--source", "other.txt", "--content", "other/content").replace('"', "")


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("The share rose from 40 to 50% in 2024.", ["printed: from 40 to 50%\n    value: 40\n", "printed: 50%\n"]),
        (
            "Sales fell from 1.5 to 1.2 trillion yuan.",
            ["printed: from 1.5 to 1.2 trillion yuan\n    value: 1500000000000\n"],
        ),
        ("The ratio is 40 to 1, up from 30 to 1 in 2015.", ["printed: 40 to 1\n", "printed: 30 to 1\n"]),
        ("The mean was 9 points, plus or minus 2 points.", ["printed: 9 points\n", "printed: 2 points\n"]),
        ("Of 2,600 places per 1,000 people aged 65 and over, 90 were free.", ["printed: 2,600 places per 1,000\n"]),
        ("A visit cost 5.2 tokens per visitor.", ["# unit: 'tokens per visitor' is none that is known"]),
        ("Bread cost 6.3 zlot in 2023 and 4.8 zlots in 2025.", ["6.3\n    period: 2023\n", "4.8\n    period: 2025\n"]),
        (
            "It was the costliest year after 2011 at 30 million euros.",
            ["euros\n    # period: … the sentence names none"],
        ),
        ("The poor fell by 62,000 to 511,000.", ["printed: fell by 62,000\n", "printed: 511,000\n"]),
        ("A cut of 25% to 30% is planned.", ["kind: growth rate\n    printed: cut of 25% to 30%\n"]),
        ("Debt was 4% of GDP in FY2024 and 3% at the end of FY2026.", ["FY2024\n", "end of FY2026\n"]),
        ("In 2031 it sold 6.2% less than in 2030.", ["6.2% less\n    period: 2031\n    compared_with: 2030\n"]),
        ("It sold 6.2% less than in 2030.", ["# period: … the sentence names none\n    compared_with: 2030\n"]),
        ("It sold twice as many as in 1990.", ["printed: twice\n    # period: 1990: which?"]),
        ("The balance was -1.9% of GDP.", ["kind: ratio\n    printed: -1.9%\n"]),
        ("One crown in every sixteen goes there.", ["kind: share\n    printed: One crown in every sixteen\n"]),
    ],
)
def test_what_the_words_around_a_number_say_is_drafted(folder: Path, sentence: str, rows: list[str]) -> None:
    output = drafted(folder, sentence)

    assert [row for row in rows if row not in output] == [], output


def test_ages_and_levels_of_confidence_are_no_figures(folder: Path) -> None:
    output = drafted(folder, "Of people aged 15-24 and ages 25 to 54, 9.4% left (95% confidence interval: 8% to 10%).")

    assert re.findall(r"printed: (.*)", output)[3:] == ["9.4%", "8% to 10%"]


def test_a_sentence_is_given_once_and_whole_above_its_numbers(folder: Path) -> None:
    long = (
        "In March the mills sold 3,000 sacks of flour of the finest kind to the bakers of the town and of the villages "
    )
    long += "around it, and the bakers expect to buy 4,000 sacks in 2031"
    (folder / "article.txt").write_text(f"{ARTICLE}\n{long}.\n", encoding="utf-8")
    ran("init", "other", "--source", "article.txt")

    output = ran("draft", "--source", "article.txt", "--content", "other/content")

    comments = " ".join(re.findall(r"^  # (.*)$", output, re.MULTILINE))
    assert comments.count(long) == 1
    of_sacks = output[output.index("3,000") :]
    assert re.findall(r"^    (?:# )?(?:period|status): .*$", of_sacks, re.MULTILINE) == [
        "    # period: March: of which year?",
        "    # status: projected, if that is said of it",
        "    period: 2031",
        "    # status: projected, if that is said of it",
    ]


def test_what_is_pasted_is_no_draft_again_and_check_lists_it(folder: Path) -> None:
    ran("new", "trend", "Barley goes by rail")
    (part,) = (folder / "content" / "trends").iterdir()
    output = ran("draft", "--source", "article.txt")
    block = output[output.index("figures:") : output.rindex("draft: true")] + "draft: true\n"
    part.write_text(part.read_text("utf-8") + "\n" + block, encoding="utf-8")

    assert "0 numbers of the article are not yet figures" in ran("draft", "--source", "article.txt")
    assert "R117" in CliRunner().invoke(cli, ["check"]).output


def test_what_is_excused_is_not_drafted(folder: Path) -> None:
    source = folder / "content" / "source.yaml"
    excused = "excused:\n  - {text: by 12%, reason: It is told elsewhere.}\n"
    source.write_text(source.read_text("utf-8").replace("sections:", f"{excused}sections:", 1), encoding="utf-8")

    assert "printed: grew by 12%" not in ran("draft", "--source", "article.txt").replace('"', "")
