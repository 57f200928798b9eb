"""`digitrend init`: a briefing that builds at once, or one about an article at hand; nothing is written over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from digitrend.cli.main import cli
from digitrend.scaffold.init import example, heading_text, outline_of
from paths import TESTS
from tables import table

SOURCE = TESTS / "fixtures" / "small" / "source.txt"


def run(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, list(arguments))
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_briefing_builds_at_once_and_is_told_to_be_audited(desk: Path) -> None:
    assert run("init")[0] == 0

    assert run("check", "--strict") == (0, "Nothing is wrong.\n")
    code, told = run("build", "--out", "site", "--cache", "cache")
    assert (code, (desk / "site" / "index.html").is_file()) == (0, True), told
    assert [line.split()[1] for line in told.splitlines() if line.startswith("content/")] == ["A301"]
    assert "Built " in told


@pytest.mark.usefixtures("desk")
def test_every_figure_of_the_example_is_proved_by_its_source() -> None:
    run("init", "islands")

    code, told = run("audit", "--strict", "--content", "islands/content", "--source", "islands/source.txt")

    assert code == 0, told
    assert "7 of 7 figures" in told


def test_the_example_says_that_it_is_one_and_teaches() -> None:
    files = example()
    yaml = {name: content.decode() for name, content in files.items() if name.endswith(".yaml")}

    assert b"an invented example" in files["source.txt"].splitlines()[0]
    assert b"do not exist" in files["source.txt"]
    assert "an example" in re.findall(r"^title: (.*)$", yaml["content/briefing.yaml"], re.MULTILINE)[0]
    comments = sum(text.count("#") for text in yaml.values())
    assert comments > 60
    assert [line for text in yaml.values() for line in text.splitlines() if len(line) > 120] == []


def test_the_example_has_every_kind_of_item_and_a_chart_of_more_than_one_form() -> None:
    text = "\n".join(content.decode() for name, content in example().items() if name.endswith(".yaml"))

    lists = ("figures", "derived", "events", "forecasts", "charts", "measures", "entities", "relations", "notes")
    assert [name for name in lists if f"\n{name}:" not in text] == []
    assert {"bars", "cards", "matrix"} <= set(re.findall(r"form: (\w+)", text))


def test_every_file_points_at_a_schema_that_is_there(desk: Path) -> None:
    run("init")

    for path in (desk / "content").rglob("*.yaml"):
        pointed = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
        assert pointed is not None, path
        assert (path.parent / pointed[1]).is_file()


def test_an_item_that_gets_a_file_points_at_its_schema_too(desk: Path) -> None:
    run("init")
    run("new", "trend", "Goods travel by rail")

    first = (desk / "content/trends/03-goods-travel-by-rail.yaml").read_text("utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../.schema/trend.json"


def test_a_briefing_about_an_article_records_it_and_asks_for_the_rest(desk: Path) -> None:
    code, told = run("init", "valley", "--source", str(SOURCE))

    assert code == 0
    assert "trend-1           3 paragraphs: Ferries turn to batteries" in told
    assert not (desk / "valley" / "source.txt").exists()
    readme = (desk / "valley" / "README.md").read_text("utf-8")
    (named,) = re.findall(r"audit --source (\S+)", readme)
    assert (desk / "valley" / named).resolve() == SOURCE.resolve()
    code, told = run("check", "--content", "valley/content")
    assert (code, set(re.findall(r": ([A-Z]\d+)", told))) == (0, {"R310"})
    assert run("build", "--content", "valley/content", "--out", "site", "--cache", "cache")[0] == 0
    told = run("audit", "--content", "valley/content", "--source", str(SOURCE))[1]
    # The figures that nobody has encoded yet, the paragraphs that nobody has retold, the outlooks that are no forecast.
    assert set(re.findall(r": (A\d+)", told)) == {"A201", "A204", "A205"}


def test_the_new_briefing_asks_first_for_what_the_overview_shows_first(desk: Path) -> None:
    run("init", "valley", "--source", str(SOURCE))
    file = desk / "valley" / "content" / "briefing.yaml"
    text = file.read_text("utf-8")

    fields = re.findall(r"^(?:# )?([a-z_]+):", text, re.MULTILINE)
    wanted = ["headline", "points", "before_you_quote", "key_figures", "thesis"]
    assert [each for each in fields if each in wanted] == wanted
    for line in re.findall(r"^(?:headline|before_you_quote): .*$|^  - To be .*$", text, re.MULTILINE):
        text = text.replace(line, f"{line.partition('To be written')[0]}The ferries turn.")
    file.write_text(text, "utf-8")
    run("build", "--content", "valley/content", "--out", "site", "--cache", "cache", "--unaudited")
    page = (desk / "site" / "index.html").read_text("utf-8")
    assert page.count("The ferries turn.") == 3


def test_from_an_article_to_parts_and_figures_without_an_error(desk: Path) -> None:
    run("init", "--source", str(SOURCE))

    for wish in (
        ("trend", "Ferries go electric"),
        ("issue", "Silt gathers"),
        ("countermeasure", "Dredge"),
        ("figure", "--in", "trend-1"),
        ("chart", "--in", "trend-1"),
        ("relation",),
    ):
        assert run("new", *wish)[0] == 0

    assert run("check")[0] == 0
    assert "locator: trend-1/1" in (desk / "content/trends/01-ferries-go-electric.yaml").read_text("utf-8")


@pytest.mark.parametrize("heading", ["Twelve mills and 4% more", 'He said: "no"', "[[x]] # y", "A " * 60, "数字经济"])
def test_whatever_the_headings_the_new_content_has_no_error(heading: str, desk: Path) -> None:
    (desk / "article.txt").write_text(f'5 "quoted": titles\n\n## {heading}\n\nTrains ran.\n', "utf-8")

    assert run("init", "new", "--source", "article.txt")[0] == 0
    code, told = run("check", "--content", "new/content")

    assert code == 0, told


def test_a_text_without_a_paragraph_is_refused(desk: Path) -> None:
    (desk / "article.txt").write_text("A title", "utf-8")

    code, told = run("init", "new", "--source", "article.txt")

    assert (code, (desk / "new").exists()) == (1, False)
    assert told == "digitrend: the source has no paragraph; write one paragraph a line, below a title\n"


@pytest.mark.parametrize("raw", [b"A title\n\nIt was \xe9t\xe9.\n", "A title\n\nIt was so.\n".encode("utf-16")])
def test_a_text_that_is_not_utf_8_is_refused(raw: bytes, desk: Path) -> None:
    (desk / "article.txt").write_bytes(raw)

    code, told = run("init", "new", "--source", "article.txt")

    assert (code, (desk / "new").exists()) == (1, False)
    assert told == "digitrend: the source is not UTF-8; save it as plain text in UTF-8\n"


def test_nothing_that_is_there_is_written_over(desk: Path) -> None:
    (desk / "README.md").write_text("mine", "utf-8")

    code, told = run("init")

    assert (code, files(desk)) == (1, {"README.md": b"mine"})
    assert told == "digitrend: nothing was written, because these exist already: README.md\n"


def test_a_briefing_that_is_there_is_left_alone(desk: Path) -> None:
    run("init")
    before = files(desk)

    code, told = run("init")

    assert (code, files(desk)) == (1, before)
    assert told == "digitrend: content already exists; choose another folder\n"


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(desk: Path) -> None:
    (desk / "file").write_text("", "utf-8")

    code, told = run("init", "file/below")

    assert code == 1
    assert told.startswith("digitrend: cannot write '")


@table(
    ("heading", "text"),
    [("Trend 1. Freight returns", "Freight returns"), ("(2) Low water", "Low water"), ("## 3. Locks", "Locks")],
)
def test_a_heading_is_told_without_its_number_and_the_word_before_it(heading: str, text: str) -> None:
    assert heading_text(heading) == text
    assert heading_text(f"{text} by 2. half") == f"{text} by 2. half"


@table("cells", [" | ", "\t", "   "])
def test_a_row_of_a_table_is_a_paragraph_and_no_heading(cells: str) -> None:
    rows = "\n".join(
        cells.join(row) for row in (("Year", "Mills", "Share"), ("2020", "14", "20%"), ("2021", "15", "21%"))
    )

    source = outline_of(f"Mills\n\nThey grind.\n\n1. Trends\n\n(1)\tStone\n\nThey share.\n\n{rows}\n\nAll.\n".encode())

    assert [(each.id, each.heading, len(each.paragraphs)) for each in source.sections] == [
        ("intro", "", 1),
        ("trend-1", "Stone", 5),
    ]
