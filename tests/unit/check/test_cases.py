"""What `digitrend check` says of contents with mistakes: the cases in tests/cases, each a difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builders import told
from cases import FOLDER, TOO_LONG, changed, codes_in, read_cases, write_cases
from digitrend.diagnostics import explanations
from tables import table

OF_THE_DISK = {"C005", "C020", "C021", "C022"}  # what no folder of small files can show

FILES = sorted(FOLDER.glob("*.txt"))
CASES = [case for path in FILES for case in read_cases(path)[1]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_mistakes_are_reported_where_they_are(path: Path, expected: Callable[[Path, str], None]) -> None:
    head, cases = read_cases(path)

    expected(path, write_cases(head, {case: told(case.content()) for case in cases}))


def test_every_case_finds_something_and_every_family_has_many() -> None:
    families = [code[0] for case in CASES for code in codes_in(case.expected)]

    assert len(CASES) >= 120
    assert [case.name for case in CASES if not codes_in(case.expected)] == []
    assert min(families.count(letter) for letter in "CSR") >= 15


def test_every_code_of_the_content_has_a_case() -> None:
    shown = {code for case in CASES for code in codes_in(case.expected)}

    assert {code for code in explanations() if code[0] in "CSR"} - shown == OF_THE_DISK | TOO_LONG


def test_no_two_cases_have_one_name() -> None:
    names = [case.name for case in CASES]

    assert [name for name in names if names.count(name) > 1] == []


def test_mistakes_are_reported_the_same_way_from_a_folder(tmp_path: Path) -> None:
    from digitrend.check.runner import check
    from digitrend.content.reader import read_documents, texts_of
    from digitrend.diagnostics import format_findings

    for number, case in enumerate(CASES[::8]):
        root = tmp_path / str(number) / "content"
        for path, raw in case.content().items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(raw)
        _, found = check(*read_documents(root))
        printed = format_findings(found, texts_of(found)) + "\n"
        assert printed.replace(root.as_posix(), "content") == case.expected


def test_a_case_is_written_as_it_was_read(tmp_path: Path) -> None:
    text = (
        "Of pears.\n\n[case a pear]\n--- a.yaml\n-pear\n===\nfound\n\n[case a plum]\n--- a.yaml [removed]\n===\nnone\n"
    )
    (tmp_path / "cases.txt").write_text(text, "utf-8")

    head, cases = read_cases(tmp_path / "cases.txt")

    assert write_cases(head, {case: case.expected for case in cases}) == text


CHANGES = {
    "--- a\n a\n-b\n+c\n": {"a": b"a\nc\nb\n", "z": b"z\n"},
    "--- a\n-a\n@@\n-b\n b\n+d\n": {"a": b"b\nd\n", "z": b"z\n"},
    "--- a [whole, crlf, bom]\n+x\n+y\n": {"a": b"\xef\xbb\xbfx\r\ny\r\n", "z": b"z\n"},
    "--- a [removed]\n--- q [copy of z, escapes]\n-z\n+\\t\\xff\\u00e9\n": {"q": b"\t\xff\xc3\xa9\n", "z": b"z\n"},
}


def test_changes_are_made_as_they_are_written() -> None:
    assert {changes: changed({"a": b"a\nb\nb\n", "z": b"z\n"}, changes) for changes in CHANGES} == CHANGES


@table("lines", ["-b\n+c\n", "-q\n"])
def test_what_does_not_stand_once_is_not_changed(lines: str) -> None:
    with pytest.raises(ValueError, match="not once"):
        changed({"a": b"a\nb\nb\n"}, f"--- a\n{lines}")


def test_a_case_is_divided(tmp_path: Path) -> None:
    (tmp_path / "cases.txt").write_text("[case a pear]\n--- a\n-a\n", "utf-8")

    with pytest.raises(ValueError, match="'a pear' has no line ==="):
        read_cases(tmp_path / "cases.txt")
