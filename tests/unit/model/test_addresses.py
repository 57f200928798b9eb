"""Addresses last: what moved says where it is, what vanishes is told of, and no name takes another's place."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from builders import BRIEFING, CONCEPTS, FERRIES, ORCHARDS, a_content, edited, findings
from digitrend.build.hosting import headers
from digitrend.exports.files import host_headers, host_redirects
from site_bench import Bench, build_command, called
from tables import table

if TYPE_CHECKING:
    from pathlib import Path

NEW_NAME = "trends/01-boats.yaml"


def renamed(aliases: str = "aliases: [ferries]\n") -> dict[str, str]:
    """Return the small content with trend 1 under another name."""
    files = a_content()
    text = files.pop(FERRIES)
    return {**files, NEW_NAME: text + aliases}


# ---- What moved


def test_a_renamed_part_is_found_at_its_former_address(bench: Bench) -> None:
    bench.build(renamed())

    stub = bench.text("trends/ferries.html")
    assert '<meta http-equiv="refresh" content="0; url=boats.html">' in stub
    assert '<link rel="canonical" href="boats.html">' in stub
    assert '<a href="boats.html">' in stub
    assert '<meta name="robots" content="noindex">' in stub
    assert bench.text("_redirects") == "/trends/ferries.html /trends/boats.html 301\n"


def test_redirects_and_canonical_addresses_know_where_the_site_is(bench: Bench) -> None:
    bench.base = "https://example.org/reports/2021/"

    bench.build(renamed())

    assert bench.text("_redirects") == "/reports/2021/trends/ferries.html /reports/2021/trends/boats.html 301\n"
    stub = bench.text("trends/ferries.html")
    assert '<link rel="canonical" href="https://example.org/reports/2021/trends/boats.html">' in stub
    assert "/trends/ferries.html" not in bench.text("sitemap.xml")


def test_a_renamed_figure_and_chart_take_their_downloads_along(bench: Bench) -> None:
    files = edited(a_content(), FERRIES, "  crossings:\n", "  crossings:\n    aliases: [trips]\n")
    files[FERRIES] = files[FERRIES].replace("  - id: fleet\n", "  - id: fleet\n    aliases: [boats]\n")
    assert "aliases: [boats]" in files[FERRIES]

    bench.build(files)

    moves = dict(line.split()[:2] for line in bench.text("_redirects").splitlines())
    assert moves["/figures/trips.html"] == "/figures/crossings.html"
    assert moves["/figures/trips.json"] == "/figures/crossings.json"
    assert moves["/cite/trips.bib"] == "/cite/crossings.bib"
    assert moves["/charts/boats.png"] == "/charts/fleet.png"
    assert moves["/charts/embed/boats.html"] == "/charts/embed/fleet.html"
    assert all((bench.root / f"site/{new}").is_file() for new in (each.lstrip("/") for each in moves.values()))
    assert {path for path in bench.site if re.search("trips|boats", path)} == {
        "figures/trips.html",
        "charts/boats.html",
        "charts/embed/boats.html",
    }


def test_without_former_names_there_are_no_redirects(built: Bench) -> None:
    assert "_redirects" not in built.site
    assert host_redirects((), "") == b""


# ---- What vanishes


def test_an_address_that_vanishes_is_told_of_once(bench: Bench) -> None:
    bench.build()

    outcome = bench.attempt(renamed(""))

    (told,) = outcome.found
    assert (told.code, told.path) == ("V118", "trends/ferries.html")
    assert told.severity.value == "warning"
    assert told.hint == "add 'ferries' to the 'aliases' of what took its place, or let it go"
    assert outcome.report is not None
    assert outcome.report.swapped
    assert bench.attempt().found == ()


def test_one_that_moved_does_not_vanish(bench: Bench) -> None:
    bench.build()

    assert bench.attempt(renamed()).found == ()


def test_the_downloads_of_a_figure_vanish_with_it_in_one_finding(bench: Bench) -> None:
    bench.build()
    files = a_content()
    for name in files:
        files[name] = files[name].replace("battery-share", "battery-part")

    (told,) = bench.attempt(files).found

    assert (told.code, told.path) == ("V118", "figures/battery-share.html")
    assert "with 4 more of that name" in told.message


def test_the_site_that_is_published_can_be_named(bench: Bench, tmp_path: Path) -> None:
    bench.build()
    shutil.copytree(bench.root / "site", tmp_path / "published")
    content = tmp_path / "content"
    for name, text in renamed("").items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    shutil.copytree(bench.root / "cache", tmp_path / "other" / "cache")
    arguments = build_command(tmp_path / "other", content=content)[3:]

    fresh = called(*arguments)
    first, second = (called(*arguments, "--former", tmp_path / "published") for _ in range(2))
    wrong = called(*arguments, "--former", tmp_path / "nowhere")

    assert (fresh.returncode, set(re.findall(r" ([A-Z]\d{3}) ", fresh.stderr))) == (0, set())
    assert " V118 " in first.stderr
    assert first.stderr == second.stderr
    assert wrong.returncode == 2
    assert "holds no 'digitrend.json'" in wrong.stderr


# ---- Names


@table(
    ("name", "old", "new", "place"),
    [
        (FERRIES, "  crossings:\n", "  source:\n", "source"),
        (FERRIES, "  crossings:\n", "  index:\n", "index"),
        (FERRIES, "  crossings:\n", "  con:\n", "con"),
        (FERRIES, "- id: fleet\n", "- id: briefing\n", "briefing"),
        (CONCEPTS, "- id: charging\n", "- id: main\n", "main"),
        (FERRIES, "  crossings:\n", "  crossings:\n    aliases: [nul]\n", "nul"),
    ],
)
def test_no_item_takes_a_name_that_the_site_needs(name: str, old: str, new: str, place: str) -> None:
    files = a_content()
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)

    (told,) = (one for one in findings(files) if one.code == "R012")

    line = files[name].splitlines()[told.at.line - 1]
    assert line[told.at.column - 1 :].startswith(place)


def test_a_part_cannot_be_called_like_a_device_of_windows() -> None:
    files = a_content()
    files["trends/01-aux.yaml"] = files.pop(FERRIES)

    assert [(one.code, one.path) for one in findings(files)] == [("R012", "content/trends/01-aux.yaml")]


def test_a_former_name_is_nobodys_now() -> None:
    files = edited(a_content(), FERRIES, "  crossings:\n", "  crossings:\n    aliases: [trips, boats, trips]\n")
    files[ORCHARDS] += "aliases: [ferries]\n"

    assert [(one.code, one.path) for one in findings(files)] == [
        ("R013", f"content/{FERRIES}"),
        ("R013", f"content/{ORCHARDS}"),
    ]


# ---- What hosts are told


def fitting(rules: str, address: str) -> dict[str, str]:
    """Return what a host that reads `_headers` sends: the values of all rules that fit, joined."""
    sent: dict[str, list[str]] = {}
    fits = False
    for line in rules.splitlines():
        if line.startswith("/"):
            pattern = re.escape(line).replace(r"\*", ".*").replace(":file", "[^/]+")
            fits = re.fullmatch(pattern, address) is not None
        elif fits and line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            sent.setdefault(name, []).append(value)
    return {name: ", ".join(values) for name, values in sent.items()}


ALONE = (  # as the single file has it
    b"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-x'\">"
)


@pytest.mark.parametrize("base", ["", "https://example.org/reports/2021/"])
def test_every_file_gets_its_own_headers_from_the_rules(built: Bench, base: str) -> None:
    paths = ["digitrend.json", "briefing.html", *(path for path in built.site if path != "_headers")]
    pages = {"404.html": built.site["404.html"], "briefing.html": ALONE}
    root = "/reports/2021/" if base else "/"
    (style,) = re.findall("'sha256-[^']+'", built.text("404.html"))

    def promised(path: str) -> dict[str, str]:
        """Return the headers of a file, and the style of what is sent where there is none."""
        given = headers(path, pages.get(path, b""))
        policy = given["Content-Security-Policy"].replace(f" {style}", "")
        return given | {"Content-Security-Policy": policy.replace("style-src 'self'", f"style-src 'self' {style}")}

    rules = host_headers(paths, base, pages).decode()

    assert (
        base or host_headers([path for path in paths if path != "briefing.html"], "", pages) == built.site["_headers"]
    )
    for path in paths:
        assert fitting(rules, root + path) == promised(path), path
    for path in (path for path in paths if path.endswith(".html")):  # as both hosts show it
        address = path.removesuffix("index.html").removesuffix(".html")
        assert fitting(rules, root + address) == promised(path), path
    assert (
        "script-src 'sha256-x'; frame-ancestors 'none'" in fitting(rules, f"{root}briefing")["Content-Security-Policy"]
    )
    assert style in fitting(rules, f"{root}trends/no/such.html").get("Content-Security-Policy", style)


def test_hosts_take_as_many_rules_and_as_long_lines(built: Bench) -> None:
    rules = built.text("_headers").splitlines()

    assert sum(line.startswith("/") for line in rules) <= 100
    assert max(map(len, rules)) < 2000


def test_an_alias_is_no_way_into_the_rules() -> None:
    files = a_content()
    files[BRIEFING] += "site:\n  url: https://example.org/a/*\n"
    files[ORCHARDS] += 'aliases: ["x /* 200", "../../etc", "a\\n/*"]\n'

    assert [one.code for one in findings(files)] == ["S106", "S106", "S106", "S106"]
