"""What the tests of the content share: reading a text, and places counted independently."""

from __future__ import annotations

from typing import cast

import yaml
from hypothesis import strategies as st

from digitrend.content.positions import Data, Document
from digitrend.content.yaml_parser import FASTEST, Loader, parse
from digitrend.diagnostics import Diagnostic, Position

LOADERS = list(dict.fromkeys([FASTEST, cast("Loader", yaml.SafeLoader)]))
PATH = "content/a.yaml"

MARK = "¦"  # stands before the character that a finding must point at


def document(text: str | bytes, loader: Loader = FASTEST) -> Document:
    """Read a text that is sound."""
    parsed = parse(PATH, text if isinstance(text, bytes) else text.encode(), "a.yaml", loader)
    assert isinstance(parsed, Document), parsed
    return parsed


def findings(text: str | bytes, loader: Loader = FASTEST) -> list[Diagnostic]:
    """Read a text that is not."""
    parsed = parse(PATH, text if isinstance(text, bytes) else text.encode(), "a.yaml", loader)
    assert isinstance(parsed, list), parsed
    return parsed


def character(text: str, at: Position) -> str:
    """Return the text from a position on, counted independently of the code under test."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join([lines[at.line - 1][at.column - 1 :], *lines[at.line :]])


def place_of(text: str, needle: str) -> Position:
    """Return where a part of the text first stands, counted independently of the code under test."""
    before = text[: text.index(needle)].replace("\r\n", "\n").replace("\r", "\n")
    return Position(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def scalars(data: Data, where: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], str]]:
    """Return every text of the data with the way to it."""
    if isinstance(data, dict):
        return [found for key, value in data.items() for found in scalars(value, (*where, key))]
    if isinstance(data, list):
        return [found for i, value in enumerate(data) for found in scalars(value, (*where, i))]
    return [(where, data)] if isinstance(data, str) else []


LAYOUT = """\
# a comment, 注释
title: One  # two
list:
  - name: "quoted"
    数: [a, {b: c}]
  -
    - deep
text: |
  First line
    indented 7

  last
empty:
"""

LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs"], exclude_characters="\u2028\u2029"
)
TEXTS = st.text(st.one_of(LETTERS, st.sampled_from(" \n:#-'\"%")), max_size=40)


def lists_and_mappings(inner: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    """Return lists and mappings of what `inner` gives."""
    return st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4))
