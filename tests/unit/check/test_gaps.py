"""What the argument lacks: computed, listed by the command and on two pages, and never filled in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from builders import (
    FERRIES,
    RELATIONS,
    SILT,
    SMALL,
    a_briefing,
    a_content,
    documents,
    edited,
    place_of,
    the_real_content,
)
from digitrend.check.runner import contents_of
from digitrend.cli.main import cli
from digitrend.model import GapKind
from fuzzing import some
from site_bench import write

if TYPE_CHECKING:
    from site_bench import Bench

ANSWER = "  - from: issue-1\n    to: countermeasure-1\n    kind: answered by\n    strength: reading\n"
ANSWER += "    reason: Dredging takes the silt away\n"
IN_THE_SMALL_ONE = {
    GapKind.UNANSWERED: (),
    GapKind.WEAK: ("trend-2",),
    GapKind.IDLE: (),
    GapKind.MEASURES_READ: (),
    GapKind.NO_FIGURE: ("intro", "issue-1", "countermeasure-1"),
}

Found = set[tuple[str, str]]


def of(files: dict[str, str]) -> Found:
    return {(kind.value, name) for kind, names in a_briefing(files).gaps.items() for name in names}


def test_the_gaps_of_the_small_briefing() -> None:
    found = a_briefing().gaps

    assert {kind: found[kind] for kind in IN_THE_SMALL_ONE} == IN_THE_SMALL_ONE
    assert "passenger-growth" not in found[GapKind.UNSOURCED]
    assert "freight-growth" in found[GapKind.UNSOURCED]


def test_a_relation_that_is_removed_leaves_its_gap_and_no_other() -> None:
    before = of(a_content())
    after = of(edited(a_content(), RELATIONS, ANSWER, ""))

    assert after - before == {("unanswered", "issue-1"), ("idle", "countermeasure-1.2")}
    assert before - after == set()


def test_every_relation_of_the_real_briefing_fills_just_its_own_gaps() -> None:
    files = the_real_content()
    overview = files["briefing.yaml"].replace("Most trends could", "Trends could")  # titles that count relations
    overview = overview.replace("bears on most of the trends", "bears on the trends")
    files["briefing.yaml"] = re.sub(r"every trend but\s+that on", "the trends, and not that on", overview)
    held, before = contents_of(documents(files)[0])[0].relations, of(files)
    lines = files[RELATIONS].splitlines(keepends=True)
    starts = [placed.at().line - 1 for placed in held] + [len(lines)]
    ends = {(placed.item.source, placed.item.target): placed.item for placed in held}
    for i, placed in some(enumerate(held), 6):
        without = {**files, RELATIONS: "".join([*lines[: starts[i]], *lines[starts[i + 1] :]])}
        source, target = placed.item.source, placed.item.target
        others = [other for pair, other in ends.items() if pair != (source, target)]
        left = {
            "unanswered": source.startswith("issue") and not any(each.source == source for each in others),
            "weak": source.startswith("trend")
            and not any(each.source == source and each.strength != "reading" for each in others),
        }
        of_target = [each.strength.value for each in others if each.target == target]
        met = "." in target
        of_group = [each for each in others if each.target == target.partition(".")[0]]
        left |= {"idle": met and not of_target and not of_group, "measures_read": met and set(of_target) == {"reading"}}
        named = {"unanswered": source, "weak": source, "idle": target, "measures_read": target}
        touched = set(named.items())

        assert {each for each in of(without) if each in touched} == {each for each in touched if left[each[0]]}
        assert of(without) - touched == before - touched, placed.at()


def test_a_figure_that_is_removed_leaves_its_section_without_one() -> None:
    files = a_content()
    moved = {name: text.replace("locator: trend-2/1", "locator: trend-1/1") for name, text in files.items()}

    assert of(moved) - of(files) == {("no_figure", "trend-2")}


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, ["gaps", "--content", str(folder), *arguments])
    return ran.exit_code, ran.output


def test_the_command_lists_each_gap_with_its_place() -> None:
    code, told = run(SMALL)

    assert code == 0
    assert "Issues on which there is no advice: none" in told
    assert "Trends linked by our reading only, or not at all: 1\n  trend-2: Orchards sell by mail\n" in told
    silt = place_of(a_content()[SILT], "title:")
    assert f"  issue-1: The landings silt up\n    {SMALL.as_posix()}/{SILT}:{silt}" in told
    assert "  intro: Introduction\n" in told
    assert "  freight-growth: 7.5%: Growth in ferry freight\n" in told


def test_the_command_speaks_json() -> None:
    told = json.loads(run(SMALL, "--format", "json")[1])

    assert told["version"] == 1
    assert {(each["kind"], each["id"]) for each in told["gaps"]} == of(a_content())
    freight = next(each for each in told["gaps"] if each["id"] == "freight-growth")
    at = place_of(a_content()[FERRIES], "freight-growth:\n    label")
    assert (freight["line"], freight["column"]) == (at.line, at.column)
    assert freight["path"].endswith(FERRIES)


@pytest.mark.parametrize("form", ["text", "json"])
def test_content_with_errors_is_not_looked_at(tmp_path: Path, form: str) -> None:
    write(tmp_path / "content", edited(a_content(), FERRIES, "lead: passenger-growth", "lead: nothing"))
    code, told = run(tmp_path / "content", "--format", form)

    assert code == 1
    assert "R002" in told
    assert "fix the content first" in told


def test_two_pages_show_the_gaps_and_follow_the_relations(bench: Bench) -> None:
    bench.build(edited(a_content(), RELATIONS, ANSWER, ""))

    for page in ("connections.html", "source.html"):
        shown = bench.text(page).partition('<dl class="gaps">')[2].partition("</dl>")[0]
        issues, _, rest = shown.partition("Trends linked by our reading only")
        assert "issues/silt.html" in issues
        assert 'class="absent"' not in issues
        assert "trends/orchards.html" in rest
        assert "figures/freight-growth.html" in rest
