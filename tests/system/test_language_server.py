"""The schemas in an editor: what the YAML language server completes, explains and marks in real content files."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import REAL
from language_server import LanguageServer, language_server
from paths import ROOT
from tables import table

pytestmark = pytest.mark.full

TREND = REAL / "trends" / "01-technology-and-uses.yaml"
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    with language_server(ROOT) as running:
        yield running


def opened(server: LanguageServer, text: str, like: Path = TREND) -> tuple[Path, list[dict[str, Any]]]:
    """Open a text as a file beside another one; return its path and what is marked."""
    path = like.with_name(f"opened-{next(NUMBERS)}.yaml")
    return path, server.open(path, text)


def with_change(old: str, new: str) -> str:
    text = TREND.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def place(text: str, needle: str) -> tuple[int, int]:
    """Return line and column, from 0, of the end of a text's first `needle`."""
    before = text[: text.index(needle) + len(needle)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def completed(server: LanguageServer, text: str, behind: str) -> dict[str, str]:
    """Return the labels that are offered behind the first `behind`, with what is said of each."""
    path, _ = opened(server, text)
    offered = server.at("textDocument/completion", path, *place(text, behind))["items"]
    return {each["label"]: json.dumps(each.get("documentation", ""), ensure_ascii=False) for each in offered}


def hovered(server: LanguageServer, text: str, over: str) -> str:
    path, _ = opened(server, text)
    line, column = place(text, over)
    return str(server.at("textDocument/hover", path, line, column - 1)["contents"]["value"])


@table("path", sorted(REAL.rglob("*.yaml")))
def test_nothing_is_marked_in_the_real_content(server: LanguageServer, path: Path) -> None:
    assert opened(server, path.read_text(encoding="utf-8"), path)[1] == []


def test_a_wrong_key_is_marked_where_it_stands(server: LanguageServer) -> None:
    text = with_change("    unit: broadcasts", "    unti: broadcasts")
    line, column = place(text, "    unti")

    _, marks = opened(server, text)

    told = [(mark["range"]["start"], mark["range"]["end"], mark["message"]) for mark in marks]
    assert (
        {"line": line, "character": 4},
        {"line": line, "character": column},
        "Property unti is not allowed.",
    ) in told


def test_a_wrong_word_is_marked_with_those_that_are_allowed(server: LanguageServer) -> None:
    text = with_change("kind: growth rate", "kind: growth rates")

    _, (mark,) = opened(server, text)

    assert mark["range"]["start"]["line"] == place(text, "kind: growth rates")[0]
    assert "growth rate" in mark["message"]


def test_words_are_completed_with_their_meanings(server: LanguageServer) -> None:
    offered = completed(server, TREND.read_text(encoding="utf-8"), "qualifier: m")

    assert {"exact", "more than", "between"} <= offered.keys()
    assert "a lower bound" in offered["more than"]


def test_fields_are_completed_with_their_descriptions(server: LanguageServer) -> None:
    offered = completed(server, with_change("lead: robot", "le\nlead: robot"), "\nle")

    assert {"derived", "remarks"} <= offered.keys()
    assert "remarks of the editor on the whole part" in offered["remarks"]
    assert "title" not in offered, "it is there already"


def test_a_new_item_offers_its_fields(server: LanguageServer) -> None:
    offered = completed(server, with_change("figures:\n", "figures:\n  some-id:\n    \n"), "  some-id:\n    ")

    assert {"label", "part_of", "attributed_to"} <= offered.keys()


def test_a_hover_explains_a_field_and_its_words(server: LanguageServer) -> None:
    told = hovered(server, TREND.read_text(encoding="utf-8"), "    unit")

    assert "what is counted or measured" in told
    assert "left out, it is read from" in told


def test_a_hover_shows_an_example(server: LanguageServer) -> None:
    assert "18.2%" in hovered(server, TREND.read_text(encoding="utf-8"), "    printed")


def test_the_lock_of_the_language_server_has_hashes_and_names_no_place() -> None:
    folder = ROOT / "tools/language-server"
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}

    assert packages
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []
    asked = json.loads((folder / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
