"""Findings: their order, when they fail a run, and the three ways they are shown."""

from __future__ import annotations

import json
import random
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from digitrend.diagnostics import (
    WIDTH,
    Diagnostic,
    Position,
    Severity,
    by_position,
    closest,
    did_you_mean,
    failed,
    format_findings,
    summary,
)
from tables import table


def a_finding(line: int = 1, column: int = 1, path: str = "content/a.yaml", **rest: object) -> Diagnostic:
    values = {"code": "R101", "message": "it is so", **rest}
    return Diagnostic(path=path, at=Position(line, column), **values)  # type: ignore[arg-type]


def a_warning(path: str = "content/a.yaml") -> Diagnostic:
    return a_finding(path=path, severity=Severity.WARNING)


def excerpt(line: str, column: int) -> tuple[str, str]:
    """Return the source line and the caret's line as shown, without the gutter."""
    shown = format_findings([a_finding(1, column)], {"content/a.yaml": line}).splitlines()
    return shown[2][4:], shown[3][4:]


def test_findings_come_in_reading_order_whatever_the_order_they_were_found_in() -> None:
    ordered = [a_finding(1, 2), a_finding(1, 10), a_finding(2, 1), a_finding(10, 1), a_finding(1, 1, "content/b.yaml")]
    shuffled = random.Random(7).sample(ordered, len(ordered))

    assert by_position(shuffled) == ordered


@table(
    ("found", "plain", "strict"),
    [
        ([], False, False),
        ([a_warning()], False, True),
        ([a_finding()], True, True),
        ([a_warning(), a_finding()], True, True),
    ],
)
def test_errors_fail_a_run_and_warnings_only_a_strict_one(found: list[Diagnostic], plain: bool, strict: bool) -> None:
    assert failed(found) is plain
    assert failed(found, strict=True) is strict


def test_the_summary_counts_what_there_is() -> None:
    assert summary([]) == "nothing wrong"
    assert summary([a_finding()]) == "1 error in 1 file"
    assert summary([a_warning(), a_warning("b")]) == "2 warnings in 2 files"
    assert summary([a_finding(), a_finding(2), a_finding(3), a_warning("b")]) == "3 errors, 1 warning in 2 files"


def test_a_finding_is_shown_with_its_line_a_caret_and_what_to_do() -> None:
    text = "\n" * 13 + "    locator: trend-3/9\n"
    finding = Diagnostic(
        "R101",
        "the source has no paragraph 'trend-3/9'",
        "content/trends/03-example.yaml",
        Position(14, 14),
        hint="'trend-3' has 6 paragraphs",
    )

    assert format_findings([finding], {finding.path: text}) == (
        "content/trends/03-example.yaml:14:14: R101 the source has no paragraph 'trend-3/9'\n"
        "   |\n"
        "14 |     locator: trend-3/9\n"
        "   |              ^\n"
        "   = hint: 'trend-3' has 6 paragraphs\n"
        "\n"
        "1 error in 1 file"
    )


def test_a_related_place_is_named_so_that_an_editor_can_jump_to_it() -> None:
    finding = a_finding(3, 1, related=(("first given here", Position(1, 1)),))

    assert "= first given here: content/a.yaml:1:1" in format_findings([finding], {})


def test_a_warning_says_so() -> None:
    assert "content/a.yaml:1:1: R101 (warning) it is so" in format_findings([a_warning()], {})


def test_a_file_that_cannot_be_shown_costs_the_excerpt_only() -> None:
    assert format_findings([a_finding(9)], {}) == "content/a.yaml:9:1: R101 it is so\n\n1 error in 1 file"
    assert format_findings([a_finding(9)], {"content/a.yaml": "one line"}) == format_findings([a_finding(9)], {})
    assert (
        format_findings([a_finding()], {"content/a.yaml": ""})
        == "content/a.yaml:1:1: R101 it is so\n\n1 error in 1 file"
    )


@table("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them(end: str) -> None:
    assert "2 | second\u2028still" not in format_findings(
        [a_finding(2)], {"content/a.yaml": f"first{end}second\u2028still{end}"}
    )
    assert "2 | second�still" in format_findings(
        [a_finding(2)], {"content/a.yaml": f"first{end}second\u2028still{end}"}
    )


@table(
    ("line", "column", "indent"),
    [
        ("title: x", 8, 7),
        ("title: x", 99, 8),  # behind the end: right after the last character
        ("\ttitle", 2, 4),
        ("数字: x", 3, 4),  # wide characters take two columns
        ("ｱｲ: x", 3, 2),  # halfwidth ones take one
        ("e\u0301te: x", 5, 3),  # a combining accent takes none
        ("\ufefftitle", 1, 0),
    ],
)
def test_the_caret_stands_under_its_character(line: str, column: int, indent: int) -> None:
    assert excerpt(line, column)[1] == " " * indent + "^"


@given(
    st.text(st.characters(blacklist_categories=["Cs", "Mn", "Me", "Mc", "Cc", "Cf", "Zl", "Zp"]), min_size=1), st.data()
)
def test_the_caret_is_right_for_any_line_of_any_length(line: str, data: st.DataObject) -> None:
    long = line * data.draw(st.integers(1, 60))
    column = data.draw(st.integers(1, len(long)))

    shown, caret = excerpt("|" + long + "|", column + 1)

    cells = "".join(each * (2 if unicodedata.east_asian_width(each) in "WF" else 1) for each in shown)
    assert len(cells) <= WIDTH + 2
    assert cells[len(caret) - 1] == long[column - 1]


def test_a_long_line_is_shown_around_the_caret() -> None:
    shown, caret = excerpt("a" * 500 + "X" + "b" * 500, 501)

    assert shown.startswith("…a")
    assert shown.endswith("b…")
    assert shown[len(caret) - 1] == "X"


def test_what_would_steer_a_terminal_is_made_visible() -> None:
    shown = format_findings([a_finding(message="bad '\x1b[2J'")], {"content/a.yaml": "a\x1b[31m\u202eb"})

    assert shown.isprintable() or set(shown) & {"\x1b", "\u202e"} == set()


def test_the_json_form_holds_everything() -> None:
    finding = a_finding(3, 4, hint="mend it", related=(("first", Position(1, 2)),))

    assert json.loads(format_findings([a_warning("d"), finding], {}, "json")) == {
        "version": 1,
        "errors": 1,
        "warnings": 1,
        "suppressed": 0,
        "findings": [
            {
                "code": "R101",
                "severity": "error",
                "message": "it is so",
                "path": "content/a.yaml",
                "line": 3,
                "column": 4,
                "hint": "mend it",
                "related": [{"message": "first", "line": 1, "column": 2}],
                "suppressed": "",
            },
            {
                "code": "R101",
                "severity": "warning",
                "message": "it is so",
                "path": "d",
                "line": 1,
                "column": 1,
                "hint": "",
                "related": [],
                "suppressed": "",
            },
        ],
    }


def test_the_github_form_escapes_what_would_end_a_property_or_a_line() -> None:
    finding = a_finding(3, 4, "a,b:c%.yaml", message="100% so:\r\nreally", hint="mend it")

    assert format_findings([finding], {}, "github") == (
        "::error file=a%2Cb%3Ac%25.yaml,line=3,col=4,title=R101::100%25 so:%0D%0Areally%0Amend it"
    )
    assert format_findings([a_warning()], {}, "github").startswith("::warning file=")
    assert format_findings([], {}, "github") == ""


@table(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("Title", "title"),
        ("period-basis", "period_basis"),
        ("locater", "locator"),
        ("xyzzy", None),
        ("t" * 10_000, None),
    ],
)
def test_the_nearest_name_is_found(word: str, meant: str | None) -> None:
    names = ["title", "period_basis", "locator", "figures"]

    assert closest(word, names) == closest(word, names[::-1]) == meant


def test_a_hint_is_given_only_when_something_is_near() -> None:
    assert did_you_mean("titel", ["title"]) == "did you mean 'title'?"
    assert did_you_mean("xyzzy", ["title"]) == ""
