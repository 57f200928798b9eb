"""Markdown in prose: what is supported renders, what is not is a finding, and neither takes long."""

from __future__ import annotations

import json
import re
import time

from builders import FERRIES, a_content, findings
from digitrend.render.page import marked_up
from digitrend.text.references import without_marks
from tables import table

LINE, BLOCK = r"(?m)^(summary): .*(?:\n  .*)*", r"(?m)^(  - text): [A-Z].*$"


def told(text: str, field: str = LINE) -> list[str]:
    """Return the codes of what is found in a content with a text in a field of its first trend."""
    files = a_content()
    files[FERRIES], count = re.subn(field, lambda found: f"{found[1]}: {json.dumps(text)}", files[FERRIES], count=1)
    assert count == 1
    return [one.code for one in findings(files) if one.code.startswith("R3")]


@table(
    "text",
    [
        "See [notice](https://example.org/[[ferry-board]]).",
        'See [notice](https://example.org/ "by [[ferry-board]]").',
        "See [notice of the [[ferry-board]] of old](https://example.org/).",
        "See <https://example.org/[[ferry-board]]>.",
        "See [a [b](https://example.org/b) c](https://example.org/).",
    ],
)
def test_a_reference_in_a_link_and_a_link_in_a_link_are_errors(text: str) -> None:
    assert told(text) == ["R330"]


@table(
    "text",
    [
        "[[ferry-board]] and [notice](https://example.org/).",
        "The [list of [[#trends]]](https://example.org/).",
        "a < b",
    ],
)
def test_a_reference_beside_a_link_is_none(text: str) -> None:
    assert told(text) == []


@table(
    "text",
    [
        "![a](https://example.org/a.png)",
        "So it is.[^a]",
        "# Heading",
        "Heading\n=====",
        "| a | b |\n|---|---|\n| c | d |",
        "```\ncode\n```",
        "Words.\n\n    code",
        "Words.\n\n***\n\nWords.",
        "[a]: https://example.org/",
        "- - - - deep",
        "[ " * 300,
    ],
)
def test_what_is_not_supported_is_a_finding(text: str) -> None:
    assert told(text, BLOCK) == ["R331"]


@table("text", ["a *b* **c** `d` [e](https://example.org/)", "Words:\n- one\n- other", "> said\n\nWords."])
def test_what_is_supported_is_none(text: str) -> None:
    assert told(text, BLOCK) == []


@table("text", ["2021. That is the year", "- a", "> a", "# a", "    a", "+ a", "10) a"])
def test_a_field_of_one_line_has_no_blocks(text: str) -> None:
    assert re.search(r"<(?!p>|/p>)", marked_up(text, block=False)) is None
    assert re.sub(r"<[^>]*>|&gt;|\W", "", marked_up(text, block=False)) == re.sub(r"\W", "", text)


def test_a_list_needs_no_empty_line_and_a_year_begins_none() -> None:
    made = marked_up("They carry:\n- people\n- goods", block=True)

    assert made.replace("\n", "") == "<p>They carry:</p><ul><li>people</li><li>goods</li></ul>"
    assert marked_up("2021. That is the year.", block=True) == "<p>2021. That is the year.</p>"
    assert marked_up("It was in\n2021. That is *the* year.", block=True).count("<li>") == 0
    assert marked_up("- a\n- b", block=True).count("<li>") == 2
    assert marked_up("3. a\n4. b", block=True).startswith('<ol start="3">')


@table(
    ("text", "words"),
    [
        ("**Growth** of *the* _grid_", "Growth of the grid"),
        ("`a_b` and snake_case_name", "a_b and snake_case_name"),
        ("[notice](https://example.org/a_(b)) stands", "notice stands"),
        (r"5 \* 3 and \_x\_", "5 * 3 and _x_"),
        ("a * b * c", "a * b * c"),
        ("see <https://example.org/>", "see https://example.org/"),
    ],
)
def test_plain_text_has_no_marks(text: str, words: str) -> None:
    assert without_marks(text) == words


@table("sign", ["[", "[[", "[[a|", "*", "_", "`", "<", "&", "a", "1 ", "5%", "{{a", "数", "[a](", "**a "])
def test_many_signs_take_no_longer_than_few(sign: str) -> None:
    begun = time.monotonic()

    codes = told(sign * (8000 // len(sign)))

    assert time.monotonic() - begun < 5  # half a second on a machine that does nothing else; it was 21
    assert max(map(codes.count, codes), default=0) <= 20


def test_a_text_has_a_limit() -> None:
    assert told("word " * 5000) == ["R311"]
