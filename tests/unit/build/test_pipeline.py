"""The whole of digitrend in order: what a change of one thing makes again, and what stops a build."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

from builders import BRIEFING, CONCEPTS, FERRIES, ORCHARDS, RELATIONS, SILT, a_content, edited
from digitrend.render.theme import read_templates
from site_bench import TEMPLATES, build_command, called, write

if TYPE_CHECKING:
    from pathlib import Path

    from site_bench import Bench

FAULT = '<a href="nowhere.html">away</a></article>'
BASE_URL = "https://example.org/reports/2025/"


def template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def pages(paths: Iterable[str]) -> set[str]:
    return {path for path in paths if path.endswith(".html")}


def drawings(paths: Iterable[str]) -> set[str]:
    """Return the charts that are drawn again, in any way."""
    return {path.split(":")[1] for path in paths if path.startswith("drawings:")}


def stamps(bench: Bench) -> dict[str, tuple[int, int]]:
    """Return which files the site is made of, and when each was written."""
    stats = {path.as_posix(): path.stat() for path in (bench.root / "site").rglob("*")}
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in stats.items()}


def test_a_briefing_becomes_a_site(bench: Bench) -> None:
    outcome = bench.attempt()

    assert (outcome.pages, outcome.charts, outcome.figures) == (len(pages(bench.site)), 8, 12)
    assert outcome.found == ()
    assert {"index.html", "404.html", "data/briefing.json", "trends/ferries.html"} <= bench.site.keys()


def test_a_second_build_writes_nothing(bench: Bench) -> None:
    first, before = bench.build(), stamps(bench)

    second = bench.build()

    assert (dict(second.written), dict(second.made), second.swapped) == ({}, {}, False)
    assert second.kept == tuple(sorted(first.written))
    assert stamps(bench) == before


def test_a_typo_in_a_trend_rewrites_its_own_page_only(bench: Bench) -> None:
    bench.build()

    report = bench.build(edited(bench.content, FERRIES, "if the quays are dredged.", "if the quays are cleared."))

    written = {"trends/ferries.html": "content changed", "whole.html": "content changed"}
    assert {path: report.written[path] for path in pages(report.written)} == written
    assert report.written["data/briefing.json"] == "content changed"
    assert drawings(report.made) == set()


def test_a_new_title_rewrites_the_pages_that_link_there(bench: Bench) -> None:
    bench.build()

    report = bench.build(edited(bench.content, SILT, "title: The landings silt up", "title: The landings fill"))

    assert {"index.html", "issues/silt.html", "trends/orchards.html", "connections.html"} <= report.written.keys()
    assert "figures/passengers.html" not in report.written
    assert all(report.written[path].startswith("content") for path in pages(report.written))


def test_a_figure_is_redrawn_where_it_stands_and_nowhere_else(bench: Bench) -> None:
    bench.build()
    changed = bench.content[FERRIES].replace("value: 7.5", "value: 8.5").replace("printed: 7.5%", "printed: 8.5%")

    report = bench.build({**bench.content, FERRIES: changed})

    assert drawings(report.made) == {"ferry-growth"}
    assert {"charts/ferry-growth.csv", "charts/ferry-growth.png", "figures/freight-growth.html"} <= set(report.written)
    assert {"trends/orchards.html", "figures/pickers.html", "terms.html"} & report.written.keys() == set()
    assert "8.5%" in bench.text("trends/ferries.html")


def test_neither_workers_nor_matplotlib_are_loaded_while_no_drawing_changes(tmp_path: Path, small_cache: Path) -> None:
    shutil.copytree(small_cache, tmp_path / "cache")
    redrawn = a_content()[FERRIES].replace("value: 7.5", "value: 8.5").replace("printed: 7.5%", "printed: 8.5%")
    content = a_content({FERRIES: redrawn})
    command = [sys.executable, "-X", "importtime", *build_command(tmp_path, content=tmp_path / "content")[1:]]
    heavy = re.compile(r"\| +(matplotlib|multiprocessing|concurrent\.futures\.process)\n")

    loaded = []
    for text in ("if the quays are dredged.", "if the quays are cleared."):
        write(tmp_path / "content", edited(content, FERRIES, "if the quays are dredged.", text))
        ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        loaded.append(set(heavy.findall(ran.stderr)) != set())

    assert loaded == [True, False]


@pytest.mark.usefixtures("one_core")
def test_a_build_says_why_each_output_was_made_again(tmp_path: Path) -> None:
    write(tmp_path / "content", a_content())
    command = build_command(tmp_path, "--why", content=tmp_path / "content")[3:]
    first = called(*command)
    old = tmp_path / "content" / SILT
    old.rename(old.with_name("01-mud.yaml"))
    (tmp_path / "site/terms.html").write_text("by hand")

    second = called(*command)

    reasons = dict(line.split(": ", 1) for line in second.stdout.splitlines() if re.match(r"[\w/.-]+\.\w+: ", line))
    assert "terms.html: new\n" in first.stdout
    assert reasons["issues/mud.html"] == "new"
    assert reasons["issues/silt.html"] == "no longer made"
    assert reasons["terms.html"] == "output edited"
    assert reasons["index.html"] == "content and 'drawings:links' changed"  # the map names the part
    assert "figures/pickers.html" not in reasons
    third = called(*command).stdout
    assert not re.search(r"^[\w/.-]+\.html: ", third, re.MULTILINE)
    assert "chart ferry-growth: bars, because " in third, third


def test_a_template_is_felt_by_the_pages_that_use_it(bench: Bench) -> None:
    bench.build()
    bench.templates["pages/terms.html"] = template("pages/terms.html").replace("<article", '<article lang="en"', 1)

    report = bench.build()

    assert report.written == {"terms.html": "templates changed", "proof.json": "site changed"}


def test_a_partial_is_felt_by_all_that_include_it(bench: Bench) -> None:
    bench.build()
    bench.templates["partials/part.html"] = template("partials/part.html") + "<!-- changed -->\n"

    report = bench.build()

    parts = {"countermeasures/look-after-the-water", "issues/silt", "trends/ferries", "trends/orchards", "whole"}
    changed = {f"{page}.html": "templates changed" for page in parts}
    assert report.written == {**changed, "proof.json": "site changed"}


def test_a_word_is_felt_everywhere(bench: Bench) -> None:
    bench.build()
    bench.templates["words.en.yaml"] = template("words.en.yaml").replace("skip: ", "skip: Now ", 1)

    report = bench.build()

    assert {path for path, reason in report.made.items() if reason == "words changed"} == pages(bench.site)
    assert drawings(report.made) == set()


def test_a_stylesheet_gets_a_new_name_that_every_page_follows(bench: Bench) -> None:
    bench.build()
    bench.templates["assets/site.css"] = template("assets/site.css") + "\n.new { color: red }\n"

    report = bench.build()

    old, new = (next(path for path in paths if path.endswith(".css")) for paths in (report.removed, report.written))
    assert old != new
    assert report.written[new] == "new"
    assert {path for path in pages(bench.site) if new not in bench.text(path)} == {"404.html"}  # whose style is inside
    assert {report.written[path] for path in pages(report.written)} == {"assets changed"}


def test_a_new_glyph_is_in_the_fonts_and_their_names(bench: Bench) -> None:
    before = bench.build()

    report = bench.build(edited(bench.content, CONCEPTS, "What becomes of apples.", "What becomes of applés Ω."))

    fonts = {path for path in report.written if path.endswith(".woff2")}
    assert len(fonts) == len([path for path in before.written if path.endswith(".woff2")])
    assert set(report.removed) >= {path for path in before.written if path.endswith(".woff2")}


def test_an_address_is_felt_by_every_page(bench: Bench) -> None:
    bench.build()
    bench.base = BASE_URL

    report = bench.build()

    assert {path for path, reason in report.made.items() if reason.startswith("address")} == pages(bench.site)
    assert f'href="{BASE_URL}timeline.html"' in bench.text("404.html")
    assert f"{BASE_URL}figures/pickers.html" in bench.text("data/figures.csv")


def test_a_part_that_goes_takes_its_files_along(bench: Bench) -> None:
    bench.build()
    without = a_content(without=[ORCHARDS])
    without[RELATIONS] = without[RELATIONS].replace(
        "  - from: trend-2\n    to: issue-1\n", "  - from: trend-1\n    to: issue-1\n"
    )
    without["notes.yaml"] = without["notes.yaml"].replace("locator: trend-2/2", "locator: trend-1/1")

    report = bench.build(without)

    assert {"trends/orchards.html", "figures/pickers.html", "charts/harvest.svg"} <= set(report.removed)
    assert not (bench.root / "site/charts/harvest.svg").exists()
    assert bench.site == {path: content for path, content in bench.clean().items() if path != "digitrend.json"}


def test_the_same_file_under_another_name_is_another_page(bench: Bench) -> None:
    bench.build()
    content = dict(bench.content)
    content["trends/02-fruit.yaml"] = content.pop(ORCHARDS)

    report = bench.build(content)

    assert pages(report.removed) == {"trends/orchards.html"}
    assert report.written["trends/fruit.html"] == "new"
    assert drawings(report.made) == {"links", "when"}  # whose marks lead to the page


def test_a_file_of_the_site_that_was_edited_is_mended(bench: Bench) -> None:
    bench.build()
    (bench.root / "site/terms.html").write_text("mine now", encoding="utf-8")
    (bench.root / "site/charts/fleet.svg").unlink()

    report = bench.build()

    assert report.written == {"charts/fleet.svg": "output missing", "terms.html": "output edited"}
    assert dict(report.made) == {}


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (FERRIES, "slogan: ", "slogans: ", "S"),
        (FERRIES, "locator: trend-1/3\n\nfigures", "locator: trend-1/9\n\nfigures", "R101"),
        (BRIEFING, "language: en", "language: [", "C001"),
    ],
)
def test_a_content_with_an_error_writes_nothing(bench: Bench, name: str, old: str, new: str, code: str) -> None:
    bench.build()
    before = bench.site

    found = bench.fails(edited(bench.content, name, old, new))

    assert [each for each in found if each.code.startswith(code)]
    assert {each.path.partition("content/")[2] for each in found} == {name}
    assert bench.site == before


def test_findings_of_content_and_templates_are_shown_together(bench: Bench) -> None:
    bench.templates["pages/terms.html"] = "{% extends name %}"

    found = bench.fails(edited(bench.content, FERRIES, "slogan: ", "slogans: "))

    assert {"P002"} < {each.code for each in found}


def test_a_missing_word_is_a_finding_in_the_words(bench: Bench) -> None:
    bench.build()
    before = bench.site
    bench.templates["words.en.yaml"] = template("words.en.yaml").replace("  skip: ", "  slip: ", 1)

    (fault,) = bench.fails()

    assert fault.code == "P005"
    assert fault.message.startswith("the words have no entry 'site.skip', on the page '")
    assert bench.site == before


def test_a_missing_word_for_a_value_is_a_finding_too(bench: Bench) -> None:
    bench.templates["words.en.yaml"] = template("words.en.yaml").replace("  growth_rate: ", "  growth: ")

    (fault,) = bench.fails()

    assert fault.code == "P005"
    assert fault.path.endswith("templates/words.en.yaml")


def test_words_that_are_no_yaml_are_a_finding_at_their_place(bench: Bench) -> None:
    bench.templates["words.en.yaml"] = "site:\n  skip: [\n"

    found = bench.fails()

    assert [(each.code, each.path.rpartition("/")[2]) for each in found] == [("C001", "words.en.yaml")]


def test_templates_without_words_are_a_finding() -> None:
    found = read_templates({"pages/home.html": b""}, "templates")[2]

    assert [(each.code, each.path) for each in found] == [("P006", "templates/words.en.yaml")]


def test_a_template_that_is_not_utf_8_is_a_finding() -> None:
    found = read_templates({"pages/home.html": b"caf\xe9", "words.en.yaml": b"a: b\n"}, "templates")[2]

    assert [(each.code, each.path) for each in found] == [("C004", "templates/pages/home.html")]


def test_a_page_with_a_fault_is_never_published(bench: Bench) -> None:
    bench.build()
    before = bench.site
    bench.templates["pages/terms.html"] = template("pages/terms.html").replace("</article>", FAULT)

    found = bench.fails()

    assert {(each.code, each.path) for each in found} == {("V101", "terms.html")}
    assert bench.site == before


def test_warnings_go_with_a_site(bench: Bench) -> None:
    outcome = bench.attempt(edited(bench.content, BRIEFING, "entities: [elm-valley]", "entities: []"))

    assert outcome.report is not None
    assert all(each.severity.value == "warning" for each in outcome.found)


def test_the_marker_lists_every_file_that_was_written(built: Bench) -> None:
    marker = json.loads((built.root / "site/digitrend.json").read_bytes())

    assert marker["files"].keys() == built.site.keys()
