"""Each folder of `cases/` is a test: its name is what is wrong, `findings.txt` what `digitrend check` prints.

A case holds only the files that differ from the small content; those that `absent.txt` lists, a line each, are left
out.  `pytest --accept` writes what was got over what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import SMALL, Files, told
from digitrend.check.codes import explanations
from paths import TESTS

CASES = TESTS / "cases"
OF_THE_DISK = {"C005", "C020", "C021", "C022"}  # what no folder of small files can show
CODE = re.compile(r"^content/[\w./-]+:\d+:\d+: ([CSR]\d{3}) ", re.MULTILINE)


def the_case(name: str) -> Files:
    """Return the content of a case: the small one, with the case's files over it."""
    content = {path.relative_to(SMALL).as_posix(): path.read_bytes() for path in SMALL.rglob("*.yaml")}
    over = {
        path.relative_to(CASES / name / "content").as_posix(): path.read_bytes()
        for path in (CASES / name / "content").rglob("*")
        if path.is_file()
    }
    absent = CASES / name / "absent.txt"
    for line in absent.read_text("utf-8").split() if absent.is_file() else ():
        del content[line]
    return content | over


NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_content_is_told_what_is_wrong_and_where(name: str, expected: Callable[[Path, str], None]) -> None:
    expected(CASES / name / "findings.txt", told(the_case(name)))


def test_every_case_finds_something_and_every_family_has_many() -> None:
    codes = {name: CODE.findall((CASES / name / "findings.txt").read_text("utf-8")) for name in NAMES}
    families = [code[0] for found in codes.values() for code in found]

    assert len(NAMES) >= 120
    assert [name for name, found in codes.items() if not found] == []
    assert min(families.count(letter) for letter in "CSR") >= 15


def test_every_code_of_the_content_has_a_case() -> None:
    shown = {code for name in NAMES for code in CODE.findall((CASES / name / "findings.txt").read_text("utf-8"))}

    assert {code for code in explanations() if code[0] in "CSR"} - shown == OF_THE_DISK


def test_a_case_is_told_the_same_way_from_a_folder(tmp_path: Path) -> None:
    from digitrend.check.runner import check
    from digitrend.content.reader import read_documents, texts_of
    from digitrend.diagnostics import listing

    for name in NAMES[::8]:
        root = tmp_path / name / "content"
        for path, raw in the_case(name).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        _, found = check(*read_documents(root))
        printed = listing(found, texts_of(found)) + "\n"
        assert printed.replace(root.as_posix(), "content") == (CASES / name / "findings.txt").read_text("utf-8")


def test_the_names_of_cases_are_sentences_in_lower_case() -> None:
    assert [name for name in NAMES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name)] == []
