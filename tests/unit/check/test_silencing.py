"""Silences: a warning may stand, by code and with a reason; it is still told, and an idle silence is one itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import BRIEFING, FERRIES, ORCHARDS, a_content, documents, edited, findings, place_of, told
from digitrend.audit.runner import audit
from digitrend.check.runner import check, contents_of
from digitrend.cli.main import cli
from digitrend.diagnostics import Diagnostic, Severity, by_position, failed, format_findings
from paths import TESTS

PENDING = "To be written – the point"
REASON = "The editor is on leave."
A203 = "excused:\n  - text: nowhere at all\n    reason: none\n"


def pending(*names: str) -> dict[str, str]:
    """Return the small content with the findings of some files still to be written: a warning each."""
    files = a_content()
    for name in names:
        line = next(line for line in files[name].splitlines() if line.startswith("finding: "))
        files = edited(files, name, f"{line}\n", f"finding: {PENDING}\n")
    return files


def silenced(files: dict[str, str], code: str = "R310", item: str = "trend-1") -> dict[str, str]:
    entry = f"  - code: {code}\n    reason: {REASON}\n    item: {item}\n"
    begun = "silenced:\n" if "silenced:" not in files[BRIEFING] else ""
    return {**files, BRIEFING: files[BRIEFING].rstrip("\n") + f"\n{begun}{entry}"}


def shown(found: list[Diagnostic]) -> list[tuple[str, str, str]]:
    return [(one.code, one.path.removeprefix("content/"), one.silenced) for one in found]


def test_a_silenced_warning_is_still_told_with_its_reason_and_fails_nothing() -> None:
    found = findings(silenced(pending(FERRIES)))

    assert shown(found) == [("R310", FERRIES, REASON)]
    assert not failed(found, strict=True)


def test_a_silence_of_the_briefing_is_for_what_belongs_to_no_part() -> None:
    files = pending(FERRIES)
    files = edited(files, BRIEFING, "title: The Elm Valley in 2025", "title: To be written")

    found = findings(silenced(files, item="briefing"))

    assert shown(found) == [("R310", FERRIES, ""), ("R310", BRIEFING, REASON)]


def test_a_silence_without_an_item_is_refused() -> None:
    files = silenced(pending(FERRIES))
    files = edited(files, BRIEFING, "    item: trend-1\n", "")

    assert [one.message for one in findings(files) if one.code == "S101"] == [
        "the field 'item' is missing in item 1 of 'silenced'"
    ]


def test_a_silence_of_one_item_leaves_the_others_alone() -> None:
    found = findings(silenced(pending(FERRIES, ORCHARDS), item="trend-2"))

    assert shown(found) == [("R310", FERRIES, ""), ("R310", ORCHARDS, REASON)]
    assert not failed(found)
    assert failed(found, strict=True)


@pytest.mark.parametrize(("item", "quiet"), [("crossings", True), ("trend-1", True), ("passengers", False)])
def test_an_item_of_a_list_is_silenced_from_its_first_line_to_its_last(item: str, quiet: bool) -> None:
    files = edited(a_content(), FERRIES, "label: Ferry crossings", "label: To be written, crossings")

    found = findings(silenced(files, item=item))

    assert found[-1].code == "R310"
    assert bool(found[-1].silenced) is quiet
    assert [one.code for one in found[:-1]] == ([] if quiet else ["R401"])


def test_a_measure_is_an_item_too() -> None:
    files = a_content()
    name = "countermeasures/01-look-after-the-water.yaml"
    line = next(line for line in files[name].splitlines() if "action: " in line)
    files = edited(files, name, f"{line}\n", f"{line.partition('action: ')[0]}action: {PENDING}\n")

    (found,) = findings(silenced(files, item="countermeasure-1.1"))

    assert found.silenced == REASON


def test_a_silence_that_silences_nothing_is_a_warning_at_its_code() -> None:
    files = silenced(a_content(), item="trend-1")

    (found,) = findings(files)

    assert (found.code, found.severity, found.at) == ("R401", Severity.WARNING, place_of(files[BRIEFING], "R310"))
    assert found.message == "the silence of 'R310' silences nothing in 'trend-1'"


def test_an_error_cannot_be_silenced() -> None:
    files = edited(a_content(), FERRIES, "[[crossings]]", "[[crosings]]")

    found = findings(silenced(files, "R006"))

    assert [(one.code, one.severity, one.silenced) for one in found] == [
        ("R401", Severity.WARNING, ""),
        ("R006", Severity.ERROR, ""),
    ]
    assert found[0].message == "'R006' is an error, which cannot be silenced"


def test_while_something_else_is_wrong_no_silence_is_called_idle() -> None:
    files = edited(silenced(a_content()), FERRIES, "[[crossings]]", "[[crosings]]")

    assert [one.code for one in findings(files)] == ["R006"]


def test_a_silence_names_an_item_that_exists() -> None:
    assert [one.code for one in findings(silenced(pending(FERRIES), item="trend-7"))] == ["R002", "R310"]


@pytest.mark.parametrize("code", ["C001", "R31", "310"])
def test_a_silence_names_a_code_that_may_be_a_warnings(code: str) -> None:
    assert findings(silenced(a_content(), code))[0].code in {"S103", "S106"}


def test_a_silence_needs_a_reason() -> None:
    files = edited(silenced(pending(FERRIES)), BRIEFING, f"    reason: {REASON}\n", "")

    assert [one.message for one in findings(files) if one.code == "S101"] == [
        "the field 'reason' is missing in item 1 of 'silenced'"
    ]


def test_a_silence_of_an_audits_warning_is_for_the_audit_to_use() -> None:
    files = a_content()
    files["source.yaml"] = files["source.yaml"].rstrip("\n") + "\n" + A203
    files = silenced(files, "A203", "briefing")
    text = (TESTS / "fixtures/small/source.txt").read_bytes()

    assert check(*documents(files))[1] == []
    found = audit(contents_of(documents(files)[0])[0], text, "source.txt")
    assert [(one.code, one.silenced) for one in found if one.silenced or one.code == "A203"] == [("A203", REASON)]
    assert "R401" not in {one.code for one in found}, "the silence is used"


def test_text_counts_and_lists_the_silenced_in_a_line_each() -> None:
    printed = told(silenced(pending(FERRIES)))

    head, nothing, summary = printed.splitlines()
    assert head.endswith(f"R310 (silenced) the text is still to be written: {REASON}")
    assert (nothing, summary) == ("", "1 silenced warning in 1 file")


def test_the_silenced_stand_behind_all_others() -> None:
    quiet = Diagnostic("R310", "a", "a.yaml", severity=Severity.WARNING, silenced="It may stand.")
    loud = Diagnostic("R310", "b", "b.yaml", severity=Severity.WARNING)

    assert by_position([quiet, loud]) == [loud, quiet]


def test_json_counts_the_silenced_apart() -> None:
    report = json.loads(format_findings(findings(silenced(pending(FERRIES, ORCHARDS), item="trend-2")), {}, "json"))

    assert (report["errors"], report["warnings"], report["silenced"]) == (0, 1, 1)
    assert [one["silenced"] for one in report["findings"]] == ["", REASON]


def test_github_shows_the_silenced_as_notices() -> None:
    assert format_findings(findings(silenced(pending(FERRIES))), {}, "github").startswith(
        "::notice file=content/trends/01"
    )


def test_a_strict_check_passes_over_the_silenced_and_prints_them(tmp_path: Path) -> None:
    for name, text in silenced(pending(FERRIES)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    result = CliRunner().invoke(cli, ["check", "--strict", "--content", str(tmp_path)])

    assert result.exit_code == 0
    assert "1 silenced warning" in result.output
