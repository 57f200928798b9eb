"""Where keys, values and single characters of a text stand in the file."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content_bench import LAYOUT, LOADERS, PATH, TEXTS, character, document, lists_and_mappings, place_of, scalars
from digitrend.content.positions import Data, Document
from digitrend.content.yaml_parser import Loader, parse
from digitrend.diagnostics import Position
from tables import table


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@table("loader", LOADERS)
def test_keys_and_values_have_their_place(end: str, mark: str, loader: Loader) -> None:
    read = document(mark + LAYOUT.replace("\n", end), loader)

    assert read.key_at(("title",)) == Position(2, 1)
    assert read.value_at(("title",)) == Position(2, 8)
    assert read.value_at(("list",)) == Position(4, 3)
    assert read.value_at(("list", 0)) == read.key_at(("list", 0)) == Position(4, 5)
    assert read.value_at(("list", 0, "name")) == Position(4, 11)
    assert read.key_at(("list", 0, "数")) == Position(5, 5)
    assert read.value_at(("list", 0, "数")) == Position(5, 8)
    assert read.value_at(("list", 0, "数", 1, "b")) == Position(5, 16)
    assert read.value_at(("list", 1, 0)) == Position(7, 7)
    assert read.value_at(("text",)) == Position(8, 7)
    assert read.inside(("text",), str(read.value(("text",))).index("7")) == Position(10, 14)
    assert read.value_at(("empty",)) == Position(13, 7)


def test_what_is_not_there_is_placed_at_the_key_of_the_nearest_that_holds_it() -> None:
    read = document("a:\n  b: [1]\n")

    assert read.value_at(("a", "x", "y")) == read.key_at(("a",)) == Position(1, 1)
    assert read.value_at(("a", "b", 7)) == read.key_at(("a", "b")) == Position(2, 3)
    assert read.key_at(("a", "x")) == Position(1, 1)
    assert read.value_at(()) == Position(1, 1)
    assert read.value(("a", "x", "y")) is None


def test_a_scalar_is_known_as_it_is_spelt() -> None:
    read = document("a: 1.10\nb: 'x'\nc: [1]\nd: &n 2.50\ne: *n\n")

    assert [read.written((key,)) for key in "abcd"] == ["1.10", "'x'", "", "2.50"]


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("a: plain text 7 here\n", "7"),
        ("a: plain text\n  on two lines,\n\n  then 7\n", "7"),
        ("a: 'it''s 7'\n", "7"),
        ("a: 'it''s\n  on 7'\n", "7"),
        ('a: "\\u6570 \\x41\\tZ"\n', "Z"),
        ('a: "one \\\n    two\n\n    7"\n', "7"),
        ("a: |\n  one\n\n    two 7\n", "7"),
        ("a: |2-\n    one\n  two 7\n", "7"),
        ("- - a: |1\n      7\n", "7"),
        ("a: |+ # why\n  one\n  7\n\n\n", "7"),
        ("a: >\n  one\n  two\n\n  three 7\n", "7"),
        ("a: >-\n  one\n   more\n  two\n\n\n  数 7\n", "7"),
        ("a: &name plain 7\nb: *name\n", "7"),
        ("a: &name |\n  plain 7\nb: *name\n", "7"),
        ("a: [x, 'y 7']\n", "7"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@table("loader", LOADERS)
def test_a_character_of_a_text_is_found_in_the_file(text: str, needle: str, end: str, loader: Loader) -> None:
    whole = text.replace("\n", end)
    read = document(whole, loader)
    where, value = next((where, value) for where, value in scalars(read.data) if needle in str(value))

    assert read.inside(where, value.index(needle)) == place_of(whole, needle)


def test_an_offset_outside_the_text_gives_its_start() -> None:
    read = document("a: |\n  one\n")

    assert read.inside(("a",), 99) == read.inside(("a",), -1) == read.value_at(("a",)) == Position(1, 4)
    assert read.inside(("a",), 4) == Position(3, 1)  # right behind the last character
    assert read.inside(("x",), 0) == Position(1, 1)


@settings(deadline=None)
@given(st.dictionaries(TEXTS, st.recursive(TEXTS, lists_and_mappings, max_leaves=12), min_size=1, max_size=4))
def test_places_point_at_what_they_are_said_to(data: Data) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_style='"', sort_keys=False)
    read = document(text)

    assert read.data == data
    for where, value in scalars(read.data):
        shown = character(text, read.value_at(where))
        assert yaml.safe_load(first_scalar(shown)) == value
        if isinstance(where[-1], str):
            assert yaml.safe_load(first_scalar(character(text, read.key_at(where)))) == where[-1]


def first_scalar(text: str) -> str:
    """Return the double-quoted scalar that a text begins with."""
    found = re.match(r'"(?:[^"\\]|\\.)*"', text, re.DOTALL)
    assert found, text
    return found[0]


LINES = st.lists(st.text(st.sampled_from("ab 数:#-'\"7\\ é"), max_size=12), min_size=1, max_size=6)


@settings(deadline=None)
@given(
    LINES, st.sampled_from("|>"), st.sampled_from(["", "-", "+"]), st.integers(1, 4), st.sampled_from(["\n", "\r\n"])
)
def test_every_character_of_a_block_text_is_found_in_the_file(
    lines: list[str], style: str, chomp: str, indent: int, end: str
) -> None:
    header = f"key: {style}{indent}{chomp}"
    text = end.join([header, *(" " * indent + line for line in lines), "last: 1", ""])
    parsed = parse(PATH, text.encode())
    assume(isinstance(parsed, Document))
    assert isinstance(parsed, Document)

    exact(parsed, ("key",))


@settings(deadline=None)
@given(st.text(st.sampled_from("ab 数é7'\"\\:\t"), min_size=1, max_size=30), st.sampled_from(["'", '"', None]))
def test_every_character_of_a_quoted_or_plain_text_is_found_in_the_file(value: str, style: str | None) -> None:
    text = yaml.safe_dump({"key": value}, default_style=style, width=10, allow_unicode=True)
    assume(style or not (value.endswith('"') and value.count('"') == 1))  # a quote that nothing opens is refused

    exact(document(text), ("key",))


def exact(read: Document, where: tuple[str, ...]) -> None:
    """Assert that each letter of a text is found; white space may come from a line break, a mark from an escape."""
    value = str(read.value(where))
    places = [read.inside(where, i) for i in range(len(value))]
    for i, letter in enumerate(value):
        there = character(read.text, places[i])[:1]
        assert there in {letter, "\\"} or (letter.isspace() and there in {"\n", ""}), (read.text, i)
    assert places == sorted(places)
    assert len(set(places)) == len(places)
