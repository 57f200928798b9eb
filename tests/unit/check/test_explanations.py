"""Every code that the program can raise is explained, in one place: `codes.toml`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from click.testing import CliRunner

import digitrend
from digitrend.cli.main import cli
from digitrend.diagnostics import explanations, no_such_code
from findings_page import findings_page
from paths import ROOT
from tables import table

SOURCES = sorted(Path(digitrend.__file__).parent.rglob("*.py"))
CODE = re.compile(r"[A-Z][0-9]{3}")
KNOWN = explanations()


def raised() -> Iterator[str]:
    """Yield every code in the program's text that is a value: what a finding can have."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield node.value


def test_every_code_is_explained_and_no_other() -> None:
    codes = set(raised())

    assert codes - KNOWN.keys() == set(), "`codes.toml` lacks it"
    assert KNOWN.keys() - codes == set(), "nothing raises it"


def test_each_part_of_an_explanation_is_a_sentence() -> None:
    for one in KNOWN.values():
        for part in (one.what, one.why, one.example, one.fix):
            assert len(part) > 5, one.code
            assert re.search(r"[.`”]$", part), part
            assert part.count("`") % 2 == 0, part
        assert one.what[0] == one.what[0].lower() or one.what.startswith("“"), one.code


def test_the_page_of_the_documentation_is_current(expected: Callable[[Path, str], None]) -> None:
    expected(ROOT / "docs" / "findings.md", findings_page(KNOWN.values()))


def test_the_page_tells_what_the_command_tells() -> None:
    text = findings_page(KNOWN.values())

    assert [code for code, one in KNOWN.items() if one.text not in text] == []


def ran(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["explain", *arguments])
    return result.exit_code, result.output


@table("word", ["R101", "r101"])
def test_explain_tells_what_why_how_it_looks_and_the_fix(word: str) -> None:
    code, output = ran(word)

    assert code == 0
    assert output.split() == KNOWN["R101"].text.split()
    assert max(map(len, output.splitlines())) <= 88


def test_explain_alone_lists_every_code() -> None:
    code, output = ran()

    assert code == 0
    assert [line.partition(":")[0] for line in output.splitlines()] == list(KNOWN)


@table(
    ("word", "told"),
    [
        ("R1O1", "did you mean 'R101'?"),
        ("R-101", "did you mean 'R101'?"),
        ("R10", "those that begin with R10 are R101, R103"),
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
