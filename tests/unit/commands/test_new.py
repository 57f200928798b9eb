"""`digitrend new`: a valid item with the next number and a free id, and nothing that was written is touched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import FERRIES, SMALL, a_content, documents
from digitrend.cli.main import cli
from digitrend.cli.new import KINDS
from digitrend.content.insert import part_skeleton, scalar, skeleton, slug, texts
from digitrend.content.positions import Document
from digitrend.content.yaml_parser import parse
from digitrend.model import ChartForm, Event, EventKind, Item, Note, NoteKind, Qualifier, Status
from digitrend.model.quantities import QuantityKind
from digitrend.scaffold.new import KINDS as ALL_KINDS
from digitrend.scaffold.new import NOWHERE, Request, added
from fuzzing import FULL, some
from paths import ROOT
from tables import table

REAL = ROOT / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the small content."""
    return shutil.copytree(SMALL, tmp_path / "content")


def run(*arguments: str, content: Path) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, [*arguments, "--content", str(content)])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


def files(content: Path) -> dict[str, bytes]:
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in sorted(content.rglob("*.yaml"))}


REQUESTS = [
    ("trend", "Goods travel by rail"),
    ("issue",),
    ("countermeasure", "Mend the rails"),
    ("figure", "Growth in freight", "--in", "trend-2"),
    ("figure", "--in", "orchards"),
    ("figure", "--in", "issue-1"),
    ("series", "Share of rail in freight", "--in", "trend-2"),
    ("series", "--in", "issue-1"),
    ("derived", "--in", "trend-1"),
    ("derived", "--in", "trend-2"),
    ("event", "Cider fair", "--in", "trend-2"),
    ("event", "--in", "countermeasure-1"),
    ("forecast", "--in", "trend-1"),
    ("forecast", "--in", "briefing"),
    ("chart", "--in", "trend-1"),
    ("chart", "--in", "trend-2"),
    ("chart", "--in", "issue-1"),
    ("chart", "--in", "briefing"),
    ("measure", "Publish the depths", "--in", "countermeasure-1"),
    ("entity", "Port Authority", "--type", "organisations"),
    ("entity", "--type", "people"),
    ("entity",),
    ("relation",),
    ("relation", "--from", "trend-1", "--to", "countermeasure-1.2"),
    ("note", "--in", "trend-2/2"),
    ("note",),
    ("change",),
]


@pytest.mark.parametrize("asked", REQUESTS, ids=" ".join)
def test_after_a_new_item_the_content_has_no_error(asked: tuple[str, ...], content: Path) -> None:
    before = files(content)

    code, told = run("new", *asked, content=content)

    assert code == 0, told
    assert run("check", content=content)[0] == 0
    after = files(content)
    changed = [name for name in after if after[name] != before.get(name)]
    assert len(changed) == 1
    for name in changed:
        assert only_inserted(before.get(name, b""), after[name])
    place = re.match(r"(.+\.yaml):(\d+): added the ", told)
    assert place is not None
    line = Path(place[1]).read_text("utf-8").splitlines()[int(place[2]) - 1]
    assert re.match(r"- |# |[a-z0-9-]+: #", line.lstrip())


def only_inserted(before: bytes, after: bytes) -> bool:
    """Say whether `after` is `before` with one stretch put in."""
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    return len(after) > len(before) and after.endswith(before[start:])


def test_every_kind_of_item_can_be_added_many_times(content: Path) -> None:
    for _ in range(2):
        for asked in some(REQUESTS, 3):
            code, told = run("new", *asked, content=content)
            assert code == 0 or "there are no two parts left" in told, told

    assert run("check", content=content)[0] == 0


def test_the_real_briefing_takes_an_item_of_every_kind(tmp_path: Path) -> None:
    content = shutil.copytree(REAL, tmp_path / "content")

    for kind in ALL_KINDS if FULL else ("figure", "measure", "relation", "change"):
        place = {"measure": "countermeasure-2", "derived": "trend-1"}.get(kind, "trend-3")
        code, told = run("new", kind, *(() if kind in NOWHERE else ("--in", place)), content=content)
        assert code == 0, told

    assert run("check", content=content)[0] == 0


def test_a_new_file_has_the_next_number_and_the_title_s_words(content: Path) -> None:
    run("new", "trend", "Goods & people travel – by rail", content=content)

    file = content / "trends" / "03-goods-people-travel-by-rail.yaml"
    assert 'title: "Goods & people travel – by rail"' in file.read_text("utf-8")


def test_what_is_still_to_be_written_is_a_warning_and_no_error(content: Path) -> None:
    run("new", "event", "--in", "trend-2", content=content)

    code, told = run("check", content=content)

    assert code == 0
    assert "R310 (warning) the text is still to be written" in told
    assert run("check", "--strict", content=content)[0] == 1


def test_an_id_that_is_taken_gets_a_number(content: Path) -> None:
    told = [run("new", "entity", "Cider", content=content)[1] for _ in range(2)]

    assert ["'cider-2'" in told[0], "'cider-3'" in told[1]] == [True, True]


def test_a_title_that_a_rule_refuses_adds_nothing(content: Path) -> None:
    before = files(content)

    code, told = run("new", "figure", "5% more freight", "--in", "trend-1", content=content)

    assert (code, files(content)) == (1, before)
    assert "R301 the number '5% more' is typed into prose" in told
    assert "Nothing was added" in told


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("figure",), "could go into trend-1, trend-2, issue-1, countermeasure-1; say which: --in trend-1"),
        (("figure", "--in", "trend-7"), "'trend-7' is not a part of the content; did you mean 'trend-"),
        (("measure", "--in", "trend-1"), "'trend-1' is not a countermeasure of the content; there are counterm"),
        (("relation", "--from", "trend-7"), "there are no two parts left that could be connected so"),
    ],
)
def test_what_cannot_be_made_is_told_with_the_next_step(asked: tuple[str, ...], told: str, content: Path) -> None:
    before = files(content)

    code, output = run("new", *asked, content=content)

    assert (code, files(content)) == (1, before)
    assert told in output


def test_a_list_in_brackets_is_left_alone_and_the_item_printed(content: Path) -> None:
    file = content / "notes.yaml"
    file.write_text("notes: []\n", "utf-8")

    code, told = run("new", "note", content=content)

    assert (code, file.read_text("utf-8")) == (1, "notes: []\n")
    assert "- id: new-note\n" in told
    assert f"Paste this at the end of 'notes' in {file.as_posix()}" in told


def test_a_file_that_cannot_be_read_is_left_alone(content: Path) -> None:
    file = content / "notes.yaml"
    file.write_text("notes:\n\t- id: x\n", "utf-8")

    code, told = run("new", "note", content=content)

    assert (code, file.read_text("utf-8")) == (1, "notes:\n\t- id: x\n")
    assert "fix" in told


def test_the_marks_and_rights_of_a_file_stay(content: Path) -> None:
    file = content / FERRIES
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    file.chmod(0o640)
    before = file.read_bytes()

    run("new", "figure", "--in", "trend-1", content=content)

    after = file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert only_inserted(before, after)
    assert file.stat().st_mode & 0o777 == 0o640


def test_printing_writes_nothing(content: Path) -> None:
    before = files(content)

    code, told = run("new", "figure", "Freight", "--in", "trend-1", "--print", content=content)

    assert (code, files(content)) == (0, before)
    assert told.startswith("freight: #")


def test_a_content_that_is_not_there_is_told(tmp_path: Path) -> None:
    code, told = run("new", "trend", content=tmp_path / "nowhere")

    assert code == 1
    assert "C020" in told


@table("title", ["yes", "a: b", "- x", 'he said "no"', "C:\\x", "#1", "5", "数字", "It’s", "x #y", "[z"])
def test_a_title_is_written_so_that_it_is_read_as_it_was_meant(title: str) -> None:
    read = parse("x.yaml", f"title: {scalar(title)}\n".encode())

    assert isinstance(read, Document)
    assert read.data == {"title": title}


LONG = "A cold quay, and what it will cost the harbours of the north in years ahead"


@table(
    ("title", "word"),
    [
        ("Öl & Gas", "ol-gas"),
        ("The growers' league", "the-growers-league"),
        ("数字", ""),
        ("A" * 99, "a" * 60),
        (LONG, "a-cold-quay-and-what-it-will-cost-the-harbours-of-the-north"),
    ],
)
def test_an_address_is_made_of_a_title_s_letters(title: str, word: str) -> None:
    assert slug(title) == word


@table(
    ("title", "short"),
    [("A warm, dry spring", "A warm"), ("Rules and reserves", "Rules"), ("Use AI", "Use AI"), ("Debt", "Debt")],
)
def test_a_short_title_is_whole(title: str, short: str) -> None:
    assert f"\nshort: {short} #" in part_skeleton("trend", 1, title, "trend-1/1")


def test_the_command_offers_every_kind() -> None:
    assert tuple(KINDS) == tuple(ALL_KINDS)


@table(
    ("kind", "words"),
    [
        ("figure", [*QuantityKind, *Qualifier, *Status]),
        ("event", list(EventKind)),
        ("chart", list(ChartForm)),
        ("note", list(NoteKind)),
    ],
)
def test_the_comments_name_every_word_that_a_field_knows(kind: str, words: list[str]) -> None:
    assert [word for word in words if word not in texts()[kind]] == []


@table(("kind", "item"), [("event", Event), ("note", Note)])
def test_the_comments_name_no_field_that_is_not_known(kind: str, item: type[Item]) -> None:
    named = set(re.findall(r"^ *(?:- |# )?([a-z_]+):", texts()[kind], re.MULTILINE))

    assert named <= {field.alias or name for name, field in item.model_fields.items()}


def leaves(held: object) -> Iterator[str]:
    """Yield every text of a table, however deep."""
    if isinstance(held, Mapping):
        for each in held.values():
            yield from leaves(each)
    else:
        yield str(held)


def test_a_part_s_text_is_as_long_as_it_must_be_and_no_line_too_long() -> None:
    parts = [part_skeleton(kind, 1, "", "intro/1") for kind in ("trend", "issue", "countermeasure")]

    assert [line for text in (*parts, *leaves(texts())) for line in text.split("\n") if len(line) > 120] == []
    assert "situation:" in parts[0]
    assert skeleton("change", "", date="2025-01-01").startswith("- date: 2025-01-01\n")


def test_an_error_that_was_there_before_does_not_stand_in_the_way() -> None:
    read, found = documents(a_content({"relations.yaml": "relations:\n  - from: trend-8\n"}))

    addition = added(Request("figure", place="trend-1"), read, found)

    assert addition.wrong == ()
    assert addition.text


@pytest.mark.parametrize("kind", ["trend", "entity", "relation", "change", "note", "figure", "chart", "measure"])
def test_a_place_that_is_not_there_is_said_and_nothing_is_added(content: Path, kind: str) -> None:
    before = files(content)

    code, told = run("new", kind, "Something", "--in", "nonsense-9", content=content)

    assert (code, "nonsense-9" in told) == (1, True)
    assert files(content) == before


def test_nothing_is_computed_from_fewer_than_two_figures(content: Path) -> None:
    for name in (FERRIES, "trends/02-orchards.yaml"):
        text = (content / name).read_text("utf-8")
        (content / name).write_text(re.sub(r"(?ms)^(figures|derived|charts):\n(?:[ #].*\n|\n)+", "", text), "utf-8")

    code, told = run("new", "derived", "--in", "trend-1", content=content)

    assert (code, "there are no two figures from which another could be computed" in told) == (1, True)


@table(("kind", "type_"), [("policy", "policies"), ("organisation", "organisations"), ("person", "people")])
def test_a_type_of_entity_is_no_kind_and_the_way_is_told(content: Path, kind: str, type_: str) -> None:
    code, told = run("new", kind, "The Rail Act", content=content)

    assert code == 2
    assert f'write: digitrend new entity "…" --type {type_}' in told
