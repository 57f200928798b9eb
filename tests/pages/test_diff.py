"""`digitrend diff`: what changed between two contents, item by item; in folders, in git's revisions, on a page."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from axe import AXE, LOOK, STANDARDS
from builders import (
    CONCEPTS,
    FERRIES,
    NOTES,
    ORCHARDS,
    RELATIONS,
    SMALL,
    WATER,
    Files,
    a_briefing,
    a_briefing_of,
    a_content,
    edited,
)
from changed_site import git, run, set_up
from digitrend.content.reader import content_of, parse_content, read_documents
from digitrend.diff.compare import KINDS, Comparison, as_json, as_text, compare
from digitrend.site.changes import pieces
from tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page


def compared(files: Files) -> Comparison:
    """Compare the small content with another."""
    return compare(a_briefing(), a_briefing(files))


def told(files: Files) -> list[str]:
    """Return the lines that tell what changed from the small content, without the counts."""
    return as_text(compared(files)).splitlines()[2:]


# ---- What counts as a change


def test_nothing_differs_between_equals() -> None:
    assert compared(a_content()).changes == ()
    assert as_text(compared(a_content())).endswith(": nothing differs")


def test_comments_order_and_layout_are_no_change() -> None:
    files = edited(
        a_content(), FERRIES, "    value: 12.5\n    unit: percent\n", "    unit: percent # %\n    value: 12.50\n"
    )

    assert compared(files).changes == ()


def test_a_figure_is_compared_field_by_field() -> None:
    files = edited(a_content(), FERRIES, "value: 40000", "value: 41000")
    files = edited(files, FERRIES, "printed: more than 40,000 crossings", "printed: 41,000 crossings")
    files = edited(files, FERRIES, "    qualifier: more than # a lower bound\n", "")

    assert told(files) == [
        "Figures",
        "  ~ crossings: Ferry crossings",
        "      printed: more than 40,000 crossings → 41,000 crossings",
        "      value: 40000 → 41000",
        "      qualifier: more than → exact",
    ]


def test_texts_are_compared_as_they_are_written() -> None:
    files = a_content()
    files = edited(
        files, FERRIES, "    what: The Ferry Board opens a charging quay at Upper Landing\n", "    what: A quay opens\n"
    )

    assert told(files) == [
        "Events",
        "  ~ quay-opened: Charging quay opened",
        "      what:",
        "        - The Ferry Board opens a charging quay at Upper Landing",
        "        + A quay opens",
    ]


def test_a_paragraph_put_in_between_leaves_the_others_alone() -> None:
    files = edited(
        a_content(),
        FERRIES,
        "  - text: |\n      The plan",
        "  - text: New.\n    locator: trend-1/1\n  - text: |\n      The plan",
    )

    assert told(files) == [
        "Trends",
        "  ~ trend-1: Ferries turn to batteries",
        "      + situation 2 text: New.",
        "      + situation 2 locator: trend-1/1",
    ]


def test_what_follows_from_other_figures_is_told_of_a_computed_one() -> None:
    files = edited(a_content(), FERRIES, "value: 1800000", "value: 2250000")
    files = edited(files, FERRIES, "printed: 1.8 million yuan", "printed: 2.25 million yuan")

    assert "      computed value: 40 → 50" in told(files)


def test_relations_are_known_by_what_they_connect() -> None:
    files = edited(a_content(), RELATIONS, "Fruit that travels can spoil", "Fruit spoils")
    files = edited(
        files,
        RELATIONS,
        "  - from: issue-1\n    to: countermeasure-1\n",
        "  - from: issue-1\n    to: countermeasure-1.2\n",
    )

    assert [line for line in told(files) if line.startswith("  ")][:3] == [
        "  ~ trend-2 leads to issue-1: Fruit spoils",
        "      reason: Fruit that travels can spoil → Fruit spoils",
        "  + issue-1 answered by countermeasure-1.2: Dredging takes the silt away",
    ]


def test_a_part_that_is_renamed_is_still_itself() -> None:
    files = a_content(without=(FERRIES,)) | {"trends/01-boats.yaml": a_content()[FERRIES]}

    assert told(files) == ["Trends", "  ~ trend-1: Ferries turn to batteries", "      address: ferries → boats"]


def test_a_figure_that_tells_its_former_name_is_still_itself() -> None:
    files = {name: text.replace("cider-share", "share-of-cider") for name, text in a_content().items()}
    files[ORCHARDS] = files[ORCHARDS].replace("  share-of-cider:\n", "  share-of-cider:\n    aliases: [cider-share]\n")

    (figure,) = [each for each in compared(files).changes if each.kind == "figure"]

    assert (figure.what, figure.id, figure.was) == ("changed", "share-of-cider", "cider-share")


def test_measures_are_matched_by_what_they_say() -> None:
    files = edited(
        a_content(),
        WATER,
        "measures:\n",
        "measures:\n  - action: Sing\n    object: songs\n    text: Sing.\n    locator: countermeasure-1/1\n",
    )
    files = edited(files, RELATIONS, "to: countermeasure-1.1", "to: countermeasure-1.2")

    lines = told(files)

    assert "  + countermeasure-1.1: Sing" in lines
    assert [line for line in lines if "Dredge" in line and line.startswith("  ~")] == []


def test_what_came_and_went_is_told_of_every_kind() -> None:
    files = edited(a_content(), CONCEPTS, "name: cider\n", "name: apple wine\n")
    files = {**files, NOTES: files[NOTES].replace("no-date", "undated")}

    assert {
        "  + undated: The Elm Valley in 2025",
        "  - no-date: The Elm Valley in 2025",
        "  ~ cider: apple wine",
    } <= set(told(files))


def test_every_change_of_a_kind_is_listed_under_it() -> None:
    comparison = compare(a_briefing(), a_briefing_of())

    assert {change.kind for change in comparison.changes} <= set(KINDS)
    assert comparison.count("removed") > 30
    assert as_text(comparison)


def test_the_json_says_the_same() -> None:
    files = edited(a_content(), FERRIES, "label: Ferry crossings", "label: Crossings")

    read = json.loads(as_json(compared(files)))

    assert read["counts"] == {"added": 0, "removed": 0, "changed": 1}
    assert read["changes"] == [
        {
            "kind": "figure",
            "id": "crossings",
            "was": "crossings",
            "label": "Crossings",
            "change": "changed",
            "fields": [{"field": "label", "old": "Ferry crossings", "new": "Crossings"}],
        }
    ]


@table(
    ("old", "new", "marked"),
    [
        ("a b c d", "a b x d", [("", "a b "), ("removed", "c"), ("", " "), ("added", "x"), ("", " d")]),
        ("a b c", "a b c d", [("", "a b c"), ("", " "), ("added", "d")]),
        ("one two", "three", [("removed", "one two"), ("", " "), ("added", "three")]),
        ("", "new", [("added", "new")]),
        ("gone", "", [("removed", "gone")]),
    ],
)
def test_texts_are_marked_word_by_word(old: str, new: str, marked: list[tuple[str, str]]) -> None:
    assert [(piece.mark, piece.text) for piece in pieces(old, new)] == marked


# ---- Folders and revisions


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the small content in two revisions: `first`, and one figure later."""
    return set_up(tmp_path, monkeypatch)


CHANGED = """\
Test edition, 2025-03-01 → Test edition, 2025-03-01: 1 changed

Figures
  ~ freight-growth: Growth in ferry freight
      printed: 7.5% → 8.5%
      value: 7.5 → 8.5
"""


@pytest.mark.usefixtures("desk")
def test_two_revisions_are_compared() -> None:
    assert run("diff", "first", "HEAD") == (0, CHANGED)


def test_a_revision_is_compared_with_the_content_as_it_is(desk: Path) -> None:
    assert run("diff", "first") == (0, CHANGED)
    assert run("diff", "HEAD")[1].endswith("nothing differs\n")
    shutil.copytree(SMALL, desk / "content", dirs_exist_ok=True)

    assert run("diff", "HEAD")[1].count("8.5 → 7.5") == 1


def test_a_hook_s_environment_leads_into_no_other_repository(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("init", "--quiet", "elsewhere")
    monkeypatch.setenv("GIT_DIR", str(desk / "elsewhere/.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(desk / "elsewhere"))

    assert run("diff", "first", "HEAD")[0] == 0


def test_two_folders_are_compared_and_a_project_s_content_is_found_in_it(desk: Path) -> None:
    old = desk / "old"
    shutil.copytree(SMALL, old / "content")

    assert run("diff", str(old / "content"), "content") == (0, CHANGED)
    assert run("diff", str(old)) == (0, CHANGED)


@pytest.mark.usefixtures("desk")
def test_a_content_that_is_gone_is_compared_by_its_revisions() -> None:
    shutil.rmtree("content")

    assert run("diff", "first", "HEAD") == (0, CHANGED)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("name", ["nothing", "--help-me", "HEAD:content", "first..HEAD", "v1;ls"])
def test_what_is_no_revision_is_told_in_a_sentence(name: str) -> None:
    code, output = run("diff", "--", name)

    assert code == 1
    assert output == f"digitrend: '{name}' is neither a folder nor a revision that git knows\n"


def test_outside_of_a_repository_revisions_are_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    code, output = run("diff", "HEAD")

    assert code == 1
    assert "git repository" in output


@pytest.mark.usefixtures("desk")
def test_a_content_with_errors_is_not_compared(desk: Path) -> None:
    (desk / "content" / FERRIES).write_text("title: x\n", "utf-8")
    git("commit", "--quiet", "--all", "--message", "broken")
    git("checkout", "--quiet", "first")

    code, output = run("diff", "first", "HEAD@{1}")

    assert code == 1
    assert "HEAD@{1}:content/trends/01-ferries.yaml:1:1: S101" in output
    assert "Nothing was compared: fix the content first." in output


def test_files_at_hand_are_read_as_a_folder_is() -> None:
    files = {path.relative_to(SMALL).as_posix(): path.read_bytes() for path in SMALL.rglob("*") if path.is_file()}
    strange = {
        ".schema/trend.json": b"{}",
        "trends/01-ferries.yaml~": b"x",
        "drafts/a/b.yaml": b"x",
        "trends/x/y.yaml": b"",
    }

    documents, found = parse_content(content_of({**files, **strange}, "content"))

    assert [each.name for each in documents] == [each.name for each in read_documents(SMALL)[0]]
    assert [each.path for each in found] == ["content/drafts", "content/trends/x"]


# ---- The page


@pytest.mark.usefixtures("one_core")
def test_what_changed_is_a_page_of_the_site(changed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (changed / "site" / "changes.html").read_text("utf-8")

    assert "From Test edition, 1 March 2025 to Test edition, 1 March 2025." in page
    assert "<del>7.5%</del> <ins>8.5%</ins>" in page
    assert 'href="figures/freight-growth.html">Growth in ferry freight</a>' in page
    assert '<a href="changes.html">What changed</a>' in (changed / "site" / "source.html").read_text("utf-8")
    monkeypatch.chdir(shutil.copytree(changed, tmp_path / "copy"))
    assert run("build", "--since", "first", "--out", "site", "--cache", "cache")[1].startswith("Nothing to do")
    code, output = run("build", "--out", "site", "--cache", "cache", "--quiet")
    assert (code, Path("site/changes.html").exists()) == (0, False), output


def test_the_page_alone_needs_no_other_file(changed: Path) -> None:
    page = (changed / "alone.html").read_text("utf-8")

    markup = re.sub(r"<style>.*</style>", "", page, flags=re.DOTALL)
    assert re.findall(r"(?:href|src)=", markup) == []
    assert re.findall(r"url\(|@import", page) == []
    assert "<del>7.5%</del> <ins>8.5%</ins>" in page


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_the_page_is_shown_by_a_browser_and_free_of_barriers(
    changed: Path, page: Page, open_page: Page, scheme: Literal["light", "dark"], width: int
) -> None:
    said: list[str] = []
    for each in (page, open_page):  # as readers have it, then with a script of the test's own let in
        each.emulate_media(color_scheme=scheme)
        each.set_viewport_size({"width": width, "height": 800})
        each.on("console", lambda message: said.append(message.text))
        for path in ("site/changes.html", "alone.html"):
            each.goto((changed / path).as_uri())
            assert each.evaluate("getComputedStyle(document.querySelector('ins')).fontWeight") == "600"
            assert each.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert said == []
            if each is open_page:
                each.evaluate(AXE)
                assert each.evaluate(LOOK, [list(STANDARDS), None])["faults"] == []
                said.clear()


@pytest.fixture(scope="module")
def open_page(open_context: BrowserContext) -> Iterator[Page]:
    """A page that lets scripts of the tests' own in."""
    page = open_context.new_page()
    yield page
    page.close()
