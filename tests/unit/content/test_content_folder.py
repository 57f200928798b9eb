"""The content folder: which file is what, and how it is read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrend.content.layout import ENTITY_TYPES, Kind, kind_of, number_and_slug, survey
from digitrend.content.reader import read_documents, texts_of
from digitrend.diagnostics import format_findings
from tables import table

if TYPE_CHECKING:
    from pathlib import Path

# --- layout


@table(
    ("name", "kind"),
    [
        ("briefing.yaml", Kind.BRIEFING),
        ("source.yaml", Kind.SOURCE),
        ("relations.yaml", Kind.RELATIONS),
        ("notes.yaml", Kind.NOTES),
        ("trends/03-remote-work.yaml", Kind.TREND),
        ("issues/01-a.yaml", Kind.ISSUE),
        ("countermeasures/12-a-2.yaml", Kind.COUNTERMEASURES),
        ("entities/people.yaml", Kind.ENTITIES),
        ("entities/persons.yaml", None),
        ("trends/3-remote.yaml", None),
        ("trends/00-remote.yaml", None),
        ("trends/03-Remote.yaml", None),
        ("trends/03-remote.yml", None),
        ("trends/briefing.yaml", None),
        ("03-remote.yaml", None),
    ],
)
def test_a_name_tells_what_a_file_holds(name: str, kind: Kind | None) -> None:
    assert kind_of(name) is kind


def test_the_file_name_is_the_identity() -> None:
    assert number_and_slug("trends/03-remote-work.yaml") == (3, "remote-work")
    assert number_and_slug("entities/03-remote.yaml") is None


SOUND = ["briefing.yaml", "source.yaml", "trends/01-a.yaml", "trends/02-b.yaml"]


def faults(*extra: str, without: str = "") -> list[tuple[str, str, str]]:
    names = [name for name in SOUND if name != without]
    return [(one.code, one.path, one.hint) for one in survey([*names, *extra])]


def test_a_sound_folder_has_nothing_to_say() -> None:
    everything = [f"entities/{each}.yaml" for each in ENTITY_TYPES]

    assert faults(*everything, "relations.yaml", "notes.yaml", "README.md", "trends/README", "issues/01-x.yaml") == []


@table(
    ("extra", "without", "code", "path", "word"),
    [
        ([], "source.yaml", "C023", "content/source.yaml", "create"),
        (["sourse.yaml"], "source.yaml", "C024", "content/sourse.yaml", "'source.yaml'"),
        (["relation.yaml"], "", "C024", "content/relation.yaml", "'relations.yaml'"),
        (["source.yml"], "source.yaml", "C028", "content/source.yml", "'source.yaml'"),
        (["trends.yaml.txt"], "", "C028", "content/trends.yaml.txt", "'trends.yaml'"),
        (["notes.docx"], "", "C028", "content/notes.docx", "move it"),
        (["trend/"], "", "C024", "content/trend", "'trends'"),
        (["trends/old/"], "", "C024", "content/trends/old", "move"),
        (
            ["entities/organizations.yaml"],
            "",
            "C024",
            "content/entities/organizations.yaml",
            "'entities/organisations.yaml'",
        ),
        (["trends/3-C & d.yaml"], "", "C025", "content/trends/3-C & d.yaml", "'03-c-d.yaml'"),
        (["trends/c.yaml"], "", "C025", "content/trends/c.yaml", "'01-c.yaml'"),
        (["trends/02-c.yaml"], "", "C026", "content/trends/02-c.yaml", "another number"),
        (["trends/04-d.yaml"], "", "C027", "content/trends/04-d.yaml", "03 comes next"),
        ([], "trends/01-a.yaml", "C027", "content/trends/02-b.yaml", "01 comes next"),
        (["trends/03-a.yaml"], "", "C029", "content/trends/03-a.yaml", "rename"),
    ],
)
def test_each_fault_of_the_folder_is_one_finding(
    extra: list[str], without: str, code: str, path: str, word: str
) -> None:
    ((found, there, hint),) = faults(*extra, without=without)

    assert (found, there) == (code, path)
    assert word in hint


@given(st.lists(st.text(st.sampled_from("abrtends/0123-._y ml数"), min_size=1, max_size=20)))
def test_no_names_make_the_survey_fail(names: list[str]) -> None:
    assert all(one.hint for one in survey(names))


# --- reading


def a_folder(root: Path, **files: str | bytes) -> Path:
    """Write a content folder; a double underscore stands for a slash."""
    folder = root / "content"
    sound = {"briefing": "a: 1\n", "source": "a: 1\n", **files}
    for name, text in sound.items():
        path = folder / (name.replace("__", "/") + ("" if "." in name else ".yaml"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_files_are_read_in_the_order_of_their_names_and_called_as_the_folder_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_folder(tmp_path, **{"trends__02-b": "b: 2", "trends__01-a": "a: 1", "entities__people": "- c"})
    monkeypatch.chdir(tmp_path)

    documents, found = read_documents(type(tmp_path)("content"))

    assert found == []
    assert [each.name for each in documents] == [
        "briefing.yaml",
        "entities/people.yaml",
        "source.yaml",
        "trends/01-a.yaml",
        "trends/02-b.yaml",
    ]
    assert documents[-1].path == "content/trends/02-b.yaml"


def test_a_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, **{"trends__01-a": "a: @", "trends__02-b": "b: 010\nb: 2", "relations": "[]"})

    documents, found = read_documents(folder)

    assert [each.name for each in documents] == ["briefing.yaml", "relations.yaml", "source.yaml"]
    assert [one.code for one in found] == ["C001", "C003", "C002"]


def test_hidden_files_and_what_editors_leave_are_passed_over(tmp_path: Path) -> None:
    left = [".hidden.yaml", "source.yaml~", "#source.yaml#", ".#source.yaml", "source.yaml.swp", "source.yaml.bak"]
    folder = a_folder(tmp_path, **dict.fromkeys([*left, ".git__x.yaml"], "@"))

    assert read_documents(folder)[1] == []


def test_a_missing_folder_is_a_finding(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    for root in (tmp_path / "none", file):
        documents, found = read_documents(root)
        assert documents == []
        assert [(one.code, one.path) for one in found] == [("C020", root.as_posix())]


def test_a_large_file_is_not_read_to_the_end(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, relations=b"#" * (1024 * 1024 + 1))

    assert [one.code for one in read_documents(folder)[1]] == ["C005"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_out_of_the_folder_are_refused_and_never_shown(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("secret: 1")
    folder = a_folder(tmp_path, **{"trends__01-a": "a: 1"})
    (folder / "relations.yaml").symlink_to(secret)
    (folder / "issues").symlink_to(tmp_path, target_is_directory=True)
    (folder / "notes.yaml").symlink_to(folder / "source.yaml")
    (folder / "trends" / "loop").symlink_to(folder / "trends" / "loop")

    documents, found = read_documents(folder)

    assert [one.code for one in found] == ["C022", "C022", "C022"]
    assert "notes.yaml" in [each.name for each in documents]
    assert "relations.yaml" not in [each.name for each in documents]
    assert "secret: 1" not in format_findings(found, texts_of(found))


def test_what_is_not_a_file_is_not_waited_for(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "relations.yaml").mkdir()

    assert [one.code for one in read_documents(folder)[1]] == ["C024"]


def test_the_lines_of_findings_can_be_shown_whatever_the_encoding(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, relations="a: é\nb: x\n".encode("latin-1"))
    _, found = read_documents(folder)

    assert "1 | a: �\n  |    ^" in format_findings(found, texts_of(found))
