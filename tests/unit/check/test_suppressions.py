"""Suppressed warnings: each by code and with a reason; still listed. An unused entry is a warning."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from builders import BRIEFING, FERRIES, ORCHARDS, a_content, documents, edited, findings, place_of, told
from digitrend.audit.runner import audit
from digitrend.check.runner import check, contents_of
from digitrend.cli.main import cli
from digitrend.diagnostics import Diagnostic, Severity, by_position, failed, format_findings
from paths import TESTS
from tables import table

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


def suppressed(files: dict[str, str], code: str = "R310", item: str = "trend-1") -> dict[str, str]:
    entry = f"  - code: {code}\n    reason: {REASON}\n    item: {item}\n"
    begun = "suppressed:\n" if "suppressed:" not in files[BRIEFING] else ""
    return {**files, BRIEFING: files[BRIEFING].rstrip("\n") + f"\n{begun}{entry}"}


def shown(found: list[Diagnostic]) -> list[tuple[str, str, str]]:
    return [(one.code, one.path.removeprefix("content/"), one.suppressed) for one in found]


def test_a_suppressed_warning_is_still_told_with_its_reason_and_fails_nothing() -> None:
    found = findings(suppressed(pending(FERRIES)))

    assert shown(found) == [("R310", FERRIES, REASON)]
    assert not failed(found, strict=True)


def test_a_suppression_of_the_briefing_is_for_what_belongs_to_no_part() -> None:
    files = pending(FERRIES)
    files = edited(files, BRIEFING, "title: The Elm Valley in 2025", "title: To be written")

    found = findings(suppressed(files, item="briefing"))

    assert shown(found) == [("R310", FERRIES, ""), ("R310", BRIEFING, REASON)]


def test_a_suppression_without_an_item_is_refused() -> None:
    files = suppressed(pending(FERRIES))
    files = edited(files, BRIEFING, "    item: trend-1\n", "")

    assert [one.message for one in findings(files) if one.code == "S101"] == [
        "the field 'item' is missing in item 1 of 'suppressed'"
    ]


def test_a_suppression_of_one_item_leaves_the_others_alone() -> None:
    found = findings(suppressed(pending(FERRIES, ORCHARDS), item="trend-2"))

    assert shown(found) == [("R310", FERRIES, ""), ("R310", ORCHARDS, REASON)]
    assert not failed(found)
    assert failed(found, strict=True)


@table(("item", "quiet"), [("crossings", True), ("trend-1", True), ("passengers", False)])
def test_an_item_of_a_list_is_suppressed_from_its_first_line_to_its_last(item: str, quiet: bool) -> None:
    files = edited(a_content(), FERRIES, "label: Ferry crossings", "label: To be written, crossings")

    found = findings(suppressed(files, item=item))

    assert found[-1].code == "R310"
    assert bool(found[-1].suppressed) is quiet
    assert [one.code for one in found[:-1]] == ([] if quiet else ["R401"])


def test_a_measure_is_an_item_too() -> None:
    files = a_content()
    name = "countermeasures/01-look-after-the-water.yaml"
    line = next(line for line in files[name].splitlines() if "action: " in line)
    files = edited(files, name, f"{line}\n", f"{line.partition('action: ')[0]}action: {PENDING}\n")

    (found,) = findings(suppressed(files, item="countermeasure-1.1"))

    assert found.suppressed == REASON


def test_a_suppression_without_effect_is_a_warning_at_its_code() -> None:
    files = suppressed(a_content(), item="trend-1")

    (found,) = findings(files)

    assert (found.code, found.severity, found.at) == ("R401", Severity.WARNING, place_of(files[BRIEFING], "R310"))
    assert found.message == "there is no warning 'R310' to suppress in 'trend-1'"


def test_an_error_cannot_be_suppressed() -> None:
    files = edited(a_content(), FERRIES, "[[crossings]]", "[[crosings]]")

    found = findings(suppressed(files, "R006"))

    assert [(one.code, one.severity, one.suppressed) for one in found] == [
        ("R401", Severity.WARNING, ""),
        ("R006", Severity.ERROR, ""),
    ]
    assert found[0].message == "'R006' is an error, which cannot be suppressed"


def test_while_something_else_is_wrong_no_suppression_is_called_idle() -> None:
    files = edited(suppressed(a_content()), FERRIES, "[[crossings]]", "[[crosings]]")

    assert [one.code for one in findings(files)] == ["R006"]


def test_a_suppression_names_an_item_that_exists() -> None:
    assert [one.code for one in findings(suppressed(pending(FERRIES), item="trend-7"))] == ["R002", "R310"]


@table("code", ["C001", "R31", "310"])
def test_a_suppression_names_a_code_that_may_be_a_warnings(code: str) -> None:
    assert findings(suppressed(a_content(), code))[0].code in {"S103", "S106"}


def test_a_suppression_needs_a_reason() -> None:
    files = edited(suppressed(pending(FERRIES)), BRIEFING, f"    reason: {REASON}\n", "")

    assert [one.message for one in findings(files) if one.code == "S101"] == [
        "the field 'reason' is missing in item 1 of 'suppressed'"
    ]


def test_a_suppression_of_an_audits_warning_is_for_the_audit_to_use() -> None:
    files = a_content()
    files["source.yaml"] = files["source.yaml"].rstrip("\n") + "\n" + A203
    files = suppressed(files, "A203", "briefing")
    text = (TESTS / "fixtures/small/source.txt").read_bytes()

    assert check(*documents(files))[1] == []
    found = audit(contents_of(documents(files)[0])[0], text, "source.txt")
    assert [(one.code, one.suppressed) for one in found if one.suppressed or one.code == "A203"] == [("A203", REASON)]
    assert "R401" not in {one.code for one in found}, "the suppression is used"


def test_text_counts_and_lists_the_suppressed_in_a_line_each() -> None:
    printed = told(suppressed(pending(FERRIES)))

    head, nothing, summary = printed.splitlines()
    assert head.endswith(f"R310 (suppressed) the text is still to be written: {REASON}")
    assert (nothing, summary) == ("", "1 suppressed warning in 1 file")


def test_the_suppressed_stand_behind_all_others() -> None:
    quiet = Diagnostic("R310", "a", "a.yaml", severity=Severity.WARNING, suppressed="It may stand.")
    loud = Diagnostic("R310", "b", "b.yaml", severity=Severity.WARNING)

    assert by_position([quiet, loud]) == [loud, quiet]


def test_json_counts_the_suppressed_apart() -> None:
    report = json.loads(format_findings(findings(suppressed(pending(FERRIES, ORCHARDS), item="trend-2")), {}, "json"))

    assert (report["errors"], report["warnings"], report["suppressed"]) == (0, 1, 1)
    assert [one["suppressed"] for one in report["findings"]] == ["", REASON]


def test_github_shows_the_suppressed_as_notices() -> None:
    assert format_findings(findings(suppressed(pending(FERRIES))), {}, "github").startswith(
        "::notice file=content/trends/01"
    )


def test_a_strict_check_passes_over_the_suppressed_and_prints_them(tmp_path: Path) -> None:
    for name, text in suppressed(pending(FERRIES)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    result = CliRunner().invoke(cli, ["check", "--strict", "--content", str(tmp_path)])

    assert result.exit_code == 0
    assert "1 suppressed warning" in result.output
