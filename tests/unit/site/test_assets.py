"""Stylesheets as they are sent: with typefaces, without what only their editors read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import tinycss2

from digitrend.build.cache import Cache
from digitrend.build.files import digest
from digitrend.draw.fonts import FACES, Face, font
from digitrend.render.theme import assets_of
from tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def sent(sheet: str) -> str:
    """Return a stylesheet as the site holds it."""
    recipes, paths = assets_of({"a.css": sheet.encode()}, (), "program")
    recipe = next(each for each in recipes if each.path == paths["a.css"])
    return recipe.make({}).decode()


@table(
    ("written", "lean"),
    [
        ("b { }\n/* why */\na { color: red; }\n", "b{}\na{color:red;}"),
        ("@media (min-width: 2rem) and (max-width: 4rem) {\n  a, b { margin: 0 -1px; }\n}", None),
        ('a::before { content: ": /* ; } */  x"; }', 'a::before{content:": /* ; } */  x";}'),
        ("a { width: calc(100% + 2rem); }", "a{width:calc(100% + 2rem);}"),
        ("a :hover b > c + d { x: y }", "a :hover b > c + d{x:y}"),
        ('q { quotes: "‘" "’"; }', 'q{quotes:"‘" "’";}'),
    ],
)
def test_a_stylesheet_is_sent_lean_and_means_the_same(written: str, lean: str | None) -> None:
    if lean is not None:
        assert sent(written) == lean
    assert meaning(sent(written)) == meaning(written)


def meaning(sheet: str) -> list[str]:
    """Return the tokens of a stylesheet that are more than room."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return ["".join(rule.serialize().replace("/**/", "").split()) for rule in rules]


def test_a_script_is_sent_with_those_that_it_wants_inside() -> None:
    files = {"a.js": b"/* @b */\nlast();\n", "b.js": b"/* @c */\n", "c.js": b"first();\n"}
    recipes, paths = assets_of(files, (), "program")
    recipe = next(each for each in recipes if each.path == paths["a.js"])

    assert recipe.make({}).split() == [b"first();", b"last();"]


def test_assets_are_named_by_their_bytes_and_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, cuts = Cache(tmp_path / "cache"), []
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", str(tmp_path / "home"))

    def cut(face: Face, glyphs: frozenset[str], _: Mapping[str, bytes]) -> bytes:
        cuts.append(face)
        return font(face, glyphs, {})

    monkeypatch.setattr("digitrend.render.theme.font", cut)
    files = {"a.css": b"/* @font-face */", "a.js": b"go();"}

    _, first = assets_of(files, (), "one program", cache)
    _, again = assets_of(files, (), "one program", cache)
    recipes, other = assets_of(files, (), "another program, or another Python", cache)

    assert len(cuts) == 2 * len(FACES)
    assert assets_of(files, (), "one program", Cache(tmp_path / "elsewhere"))[1] == first
    assert len(cuts) == 2 * len(FACES)  # another project takes them from the user's cache
    assert first == again == other
    for recipe in recipes:
        assert digest(recipe.make({}))[:10] in recipe.path
    assert assets_of({**files, "a.js": b"stop();"}, (), "one program", cache)[1]["a.js"] != first["a.js"]
