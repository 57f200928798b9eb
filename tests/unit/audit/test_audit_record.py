"""What is kept of an audit, and that it is told of exactly the content and the text that it was of, and of no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from audit_bench import NOTES, TEXT, TREND, a_briefing_on_it, an_audit, contents
from builders import documents
from digitrend.audit.runner import record_of, record_text
from digitrend.check.rules.consistency import state_of
from digitrend.check.runner import check
from digitrend.cli.main import cli
from digitrend.content.positions import documents_digest
from digitrend.model import AuditRecord, AuditState
from paths import TESTS
from site_bench import write
from tables import table

if TYPE_CHECKING:
    from site_bench import Bench

RECORD = "audit.yaml"
NOT_AUDITED = "Not checked: no comparison of exactly this content with this text is on record."


def recorded(files: dict[str, str] | None = None, text: str = TEXT) -> dict[str, str]:
    """Return a briefing with the record of its audit."""
    files = a_briefing_on_it() if files is None else files
    return {**files, RECORD: record_text(record_of(an_audit(files, text), contents(files)))}


def kept(files: dict[str, str]) -> AuditRecord | None:
    """Return what a checked briefing says of its audit."""
    briefing, found = check(*documents(files))
    assert briefing, found
    return briefing.audit


def state(files: dict[str, str]) -> AuditState:
    """Return how far a briefing has been held against its source."""
    held = contents(files)
    return state_of(held)[0]


def test_an_audit_that_is_recorded_is_known_again() -> None:
    files = recorded()

    record = kept(files)

    assert record
    assert record == record_of(an_audit(), contents(a_briefing_on_it()))
    assert {each.kind.value: (each.standing, each.all) for each in record.claims}["figures"] == (9, 9)
    assert (record.errors, record.warnings) == (0, 0)


def test_a_briefing_without_a_record_is_not_audited() -> None:
    assert kept(a_briefing_on_it()) is None


@table("name", [*a_briefing_on_it()])
def test_a_record_holds_for_no_other_content_be_it_a_comment(name: str) -> None:
    files = recorded()

    assert kept({**files, name: files[name] + "# another\n"}) is None


def test_a_record_holds_for_no_other_text() -> None:
    files = recorded()
    record = files[RECORD]
    source = record.partition('source: "')[2][:64]

    assert state({**files, RECORD: record.replace(source, "0" * 64)}) is AuditState.STALE


def test_a_record_that_was_edited_is_refused() -> None:
    files = recorded()

    for old, new in (("all: 9}", "all: 99}"), ("standing: 9,", "standing: 8,"), ("errors: 0", "errors: 1")):
        assert old in files[RECORD]
        _, found = check(*documents({**files, RECORD: files[RECORD].replace(old, new)}))
        assert {each.code for each in found} == {"A304"}, (old, found)


def test_the_state_of_the_audit_is_told() -> None:
    files = recorded()
    less = {**files, NOTES: files[NOTES].rsplit("  - {id", 1)[0]}
    briefing, _ = check(*documents(less))

    assert state(files) is AuditState.PASSED
    assert state(a_briefing_on_it()) is AuditState.MISSING
    assert briefing
    assert briefing.audit_state is AuditState.STALE
    assert "notes: 3 then, 2 now" in briefing.audit_message


def test_a_file_that_is_renamed_is_another_content() -> None:
    read, _ = documents(a_briefing_on_it())
    renamed = {("trends/01-renamed.yaml" if name == TREND else name): text for name, text in a_briefing_on_it().items()}

    assert documents_digest(read) != documents_digest(documents(renamed)[0])
    assert documents_digest(read) == documents_digest(reversed(read))


def test_line_ends_of_another_system_are_the_same_content() -> None:
    files = recorded()

    assert kept({name: text.replace("\n", "\r\n") for name, text in files.items()}) == kept(files)


def test_a_record_tells_of_what_did_not_stand() -> None:
    files = a_briefing_on_it()
    wrong = {**files, NOTES: files[NOTES].replace("printed: a fish hall", "printed: a walrus")}

    record = kept(recorded(wrong))

    assert record
    assert record.errors > 0
    assert any(each.standing < each.all for each in record.claims)


# ---- The command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "content", a_briefing_on_it())
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, ["audit", "--source", "article.txt", *arguments])
    return ran.exit_code, ran.output.splitlines()[-1]


def test_the_command_writes_nothing_unless_asked(folder: Path) -> None:
    assert run() == (0, "The content keeps no record of an audit; --record writes this one.")
    assert not (folder / "content" / RECORD).exists()


def test_the_command_records_and_knows_its_record_again(folder: Path) -> None:
    assert run("--record") == (0, f"Recorded in content/{RECORD}.")
    first = (folder / "content" / RECORD).read_bytes()

    assert run() == (0, "The record in the content is that of this audit.")
    assert run("--record")[0] == 0
    assert (folder / "content" / RECORD).read_bytes() == first


def test_the_command_says_that_the_record_is_of_another_content(folder: Path) -> None:
    run("--record")
    with (folder / "content" / TREND).open("a", encoding="utf-8") as file:
        file.write("# a word more\n")

    assert run() == (0, "The record in the content is of another audit; --record writes this one.")


# ---- The site


def test_the_method_page_says_how_much_stands_only_for_exactly_this_content(bench: Bench) -> None:
    files = bench.content
    bench.build()
    assert NOT_AUDITED in bench.text("source.html")

    bench.build(recorded(files, SMALL_TEXT))
    audited, proof = bench.text("source.html"), json.loads(bench.text("proof.json"))
    assert '<b class="count">10 of 11</b>' in audited
    assert "Found where the briefing says:" in audited
    assert NOT_AUDITED not in audited
    assert proof["predicate"]["audit"]["claims"][0] == {"kind": "figures", "standing": 10, "all": 11}

    bench.build({**bench.content, "source.yaml": bench.content["source.yaml"] + "# another\n"})
    assert NOT_AUDITED in bench.text("source.html")
    assert "Found where the briefing says:" not in bench.text("source.html")
    assert json.loads(bench.text("proof.json"))["predicate"]["audit"] == {"state": "stale"}


def test_a_build_without_an_audit_is_warned_and_refused_when_strict(bench: Bench) -> None:
    bench.unaudited = False
    (told,) = bench.attempt().found
    assert (told.code, told.severity.value) == ("A301", "warning")

    bench.strict = True
    assert [each.code for each in bench.fails()] == ["A301"]

    bench.unaudited = True
    assert bench.attempt().found == ()
    assert json.loads(bench.text("proof.json"))["predicate"]["options"]["unaudited"] is True


SMALL_TEXT = (TESTS / "fixtures" / "small" / "source.txt").read_text(encoding="utf-8")
