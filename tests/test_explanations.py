"""Every code that the program can raise is explained, in one place: the docstring of its rule."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import digitrend
from conftest import ROOT
from digitrend.cli import main
from digitrend.explanations import CODE, Explanation, explained, explanations, no_such_code, page

SOURCES = sorted(Path(digitrend.__file__).parent.rglob("*.py"))
KNOWN = explanations()

RULE = '''
def every_ferry_floats():
    """R901: a ferry floats.

    Why: one that sinks
    carries nobody.
    Example: `ferry: stone`.
    Mend: take wood.

    R902: it has an oar.

    Why: to move.
    Example: none.
    Mend: carve one.
    """
'''


def raised() -> Iterator[str]:
    """Yield every code in the program's text that is a value: what a finding can have."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield node.value


def test_every_code_is_explained_and_no_other() -> None:
    codes = set(raised())

    assert codes - KNOWN.keys() == set(), "its rule's docstring lacks 'CODE: …', 'Why:', 'Example:' or 'Mend:'"
    assert KNOWN.keys() - codes == set(), "nothing raises it"


def test_a_code_is_explained_in_one_place() -> None:
    counts = Counter(each.code for path in SOURCES for each in explained(path.read_text(encoding="utf-8")))

    assert [code for code, count in counts.items() if count > 1] == []


def test_an_explanation_is_read_part_by_part() -> None:
    assert list(explained(RULE)) == [
        Explanation("R901", "a ferry floats.", "one that sinks carries nobody.", "`ferry: stone`.", "take wood."),
        Explanation("R902", "it has an oar.", "to move.", "none.", "carve one."),
    ]


@pytest.mark.parametrize("part", ["Why", "Example", "Mend"])
def test_an_explanation_that_lacks_a_part_is_none(part: str) -> None:
    assert [each.code for each in explained(re.sub(f"{part}: ", "", RULE, count=1))] == ["R902"]


@pytest.mark.parametrize("code", KNOWN)
def test_each_part_of_an_explanation_is_a_sentence(code: str) -> None:
    one = KNOWN[code]

    for part in (one.what, one.why, one.example, one.mend):
        assert len(part) > 5
        assert re.search(r"[.`”]$", part), part
        assert part.count("`") % 2 == 0, part
    assert one.what[0] == one.what[0].lower() or one.what.startswith("“")


def test_the_page_of_the_documentation_is_current(expected: Callable[[Path, str], None]) -> None:
    expected(ROOT / "docs" / "findings.md", page(KNOWN.values()))


def test_the_page_tells_what_the_command_tells() -> None:
    text = page(KNOWN.values())

    assert [code for code, one in KNOWN.items() if one.told not in text] == []


def ran(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["explain", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("word", ["R101", "r101"])
def test_explain_tells_what_why_how_it_looks_and_the_mend(word: str) -> None:
    code, output = ran(word)

    assert code == 0
    assert output.split() == KNOWN["R101"].told.split()
    assert max(map(len, output.splitlines())) <= 88


def test_explain_alone_lists_every_code() -> None:
    code, output = ran()

    assert code == 0
    assert [line.partition(":")[0] for line in output.splitlines()] == list(KNOWN)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("R1O1", "did you mean 'R101'?"),
        ("R-101", "did you mean 'R101'?"),
        ("R10", "those that begin with R10 are R101, R102"),
        ("R199", "those that begin with R1 are R101"),
        ("S9", "those that begin with S are S101"),
        ("nonsense!", "`digitrend explain` lists all codes"),
        ("", "`digitrend explain` lists all codes"),
    ],
)
def test_a_code_that_there_is_not_is_answered_with_those_near(word: str, told: str) -> None:
    assert no_such_code(word, KNOWN).startswith(told)


def test_explain_of_a_code_that_there_is_not_is_misuse() -> None:
    code, output = ran("R999")

    assert code == 2
    assert "there is no code 'R999'" in output
