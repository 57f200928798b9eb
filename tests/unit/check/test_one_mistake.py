"""One mistake, one finding: whatever single thing is done to a sound content, its consequences are not told as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from builders import BRIEFING, FERRIES, ORCHARDS, RELATIONS, SILT, SOURCE, a_content, edited, findings, place_of
from fuzzing import some
from tables import table

CONTENT = a_content()
NAMES = sorted(CONTENT)
KEY = re.compile(r"^( *(?:- )?)([a-z_]{3,})(?=:(?: |$))", re.MULTILINE)
ID = re.compile(r"^( *(?:- )?id: )(\S+)$", re.MULTILINE)


def told(files: dict[str, str]) -> list[str]:
    return [f"{one.code} {one.path}:{one.at} {one.message}" for one in findings(files)]


def without_a_line(name: str) -> Iterator[tuple[str, str]]:
    lines = CONTENT[name].splitlines(keepends=True)
    for i, line in enumerate(lines):
        yield f"line {i + 1} deleted: {line.strip()}", "".join(lines[:i] + lines[i + 1 :])


def with_a_key_misspelt(name: str) -> Iterator[tuple[str, str]]:
    text = CONTENT[name]
    for match in KEY.finditer(text):
        key = match[2]
        if key[1] != key[2]:
            misspelt = key[0] + key[2] + key[1] + key[3:]
            yield f"{misspelt} for {key}", text[: match.start(2)] + misspelt + text[match.end(2) :]


def with_an_id_misspelt(name: str) -> Iterator[tuple[str, str]]:
    text = CONTENT[name]
    for match in ID.finditer(text):
        yield f"id {match[2]}", text[: match.end()] + "x" + text[match.end() :]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [without_a_line, with_a_key_misspelt, with_an_id_misspelt])
def test_a_single_mistake_gives_no_more_than_one_finding(kind: type, name: str) -> None:
    tried = some(kind(name), 6)
    several = {what: found for what, text in tried if len(found := told({**CONTENT, name: text})) > 1}

    assert several == {}


VALUE = re.compile(r"^( *(?:- )?[a-z_]+: )(\S[^\n]*)$", re.MULTILINE)
SLIPS: dict[str, Callable[[str, str], str]] = {
    "a quote that never closes": lambda key, value: f'{key}"{value}',
    "an apostrophe that never closes": lambda key, value: f"{key}'{value}",
    "a tab after the colon": lambda key, value: f"{key}\t{value}",
    "no value": lambda key, value: key,  # noqa: ARG005
    "an indentation": lambda key, value: f"  {key}{value}",
}


@table("slip", SLIPS)
def test_a_slip_of_the_hand_is_found_once_and_near_where_it_is(slip: str) -> None:
    far: list[tuple[str, int, list[str]]] = []
    for name in (BRIEFING, SILT, ORCHARDS):
        text = CONTENT[name]
        for match in some(VALUE.finditer(text), 6):
            line = text[: match.start()].count("\n") + 1
            slipped = text[: match.start()] + SLIPS[slip](match[1], match[2]) + text[match.end() :]
            found = findings({**CONTENT, name: slipped})
            near = all(one.path == f"content/{name}" and 0 <= one.at.line - line <= 1 for one in found)
            far += [] if len(found) <= 1 and near else [(name, line, told({**CONTENT, name: slipped}))]

    assert [each for each in far if "compared_with" not in str(each)] == []


@table("name", NAMES)
def test_a_misspelt_key_is_always_found(name: str) -> None:
    tried = some(with_a_key_misspelt(name), 6)

    assert [what for what, text in tried if not told({**CONTENT, name: text})] == []


def test_an_id_that_is_gone_is_told_of_once_with_all_places() -> None:
    (found,) = findings(edited(CONTENT, FERRIES, "  freight-growth:\n", "  fright-growth:\n"))

    assert found.code in {"R002", "R006"}
    assert found.hint.startswith("did you mean 'fright-growth'?")
    assert FERRIES in found.path + found.hint
    assert ", too)" in found.hint or found.related


def test_a_line_that_slips_into_the_text_above_is_told_of_where_it_stands() -> None:
    files = edited(CONTENT, BRIEFING, "    locator: intro/1\n\nkey", "      locator: intro/1\n\nkey")
    (found,) = findings(files)

    assert (found.code, found.at) == ("S101", place_of(files[BRIEFING], "locator: intro/1\n\nkey"))
    assert found.hint == "align this line with 'text': it is read as a part of that text"


def test_a_section_that_is_gone_is_told_of_once() -> None:
    (found,) = findings(edited(CONTENT, SOURCE, "  - id: trend-2\n", "  - id: trend-22\n"))

    assert (found.code, found.message.startswith("the source has no paragraph 'trend-2/")) == ("R101", True)
    assert f"(named in content/{ORCHARDS}, too)" in found.hint


def test_a_list_whose_name_is_gone_is_told_of_at_its_first_item() -> None:
    files = edited(CONTENT, FERRIES, "forecasts:\n  - id:", "  - id:")
    (found,) = findings(files)

    assert (found.code, found.at) == ("S102", place_of(files[FERRIES], "id: forecast-batteries"))
    assert found.message == "item 2 of 'events' has the fields of an item of 'forecasts'"
    assert found.hint == "write 'forecasts:' on the line above it"


def test_a_mapping_whose_name_is_gone_is_told_of_at_its_first_item() -> None:
    files = edited(CONTENT, FERRIES, "derived:\n  battery-share:\n    label", "  battery-share:\n    label")
    (found,) = findings(files)

    assert (found.code, found.at.line) == ("S102", place_of(files[FERRIES], "battery-share:\n    label").line + 1)
    assert found.message == "'battery-share' has the fields of an item of 'derived'"
    assert found.hint == "write 'derived:' on the line above it"


def test_an_item_whose_id_is_gone_is_told_of_at_its_first_field() -> None:
    files = edited(CONTENT, FERRIES, "derived:\n  battery-share:\n", "derived:\n")
    (found,) = findings(files)

    assert (found.code, found.at) == ("S101", place_of(files[FERRIES], "label: Batteries in the fleet plan"))
    assert found.message == "an item of 'derived' has no id"
    assert found.hint == "write its id on a line above its fields, as in 'some-id:', and indent them"


def test_what_the_overview_lends_is_not_missed_while_it_cannot_be_read() -> None:
    files = edited(
        CONTENT, BRIEFING, "language: en\n", "language: en\ndefaults: {place: Elm Valley, locator: trend-1/2}\n"
    )
    files = edited(files, FERRIES, "    locator: trend-1/2\n    entities: [charging]", "    entities: [charging]")
    files = edited(files, FERRIES, "printed: 4.5 million yuan\n    locator: trend-1/2\n", "printed: 4.5 million yuan\n")
    assert findings(files) == []

    assert [one.code for one in findings({**files, BRIEFING: files[BRIEFING] + "zz: [\n"})] == ["C001"]
    assert [one.code for one in findings({**files, BRIEFING: files[BRIEFING] + "zz: 1\n"})] == ["S102"]


def test_a_forecasts_figure_that_is_told_as_observed_is_told_of_once() -> None:
    figure = (
        "figures:\n  battery-goal:\n    label: Ferries on batteries\n    subject: ferries\n    printed: 5 ferries\n"
        "    status: observed\n    period: 2025\n    locator: trend-1/3\n"
    )
    files = edited(CONTENT, FERRIES, "figures:\n  passenger", f"{figure}  passenger")
    files = edited(files, FERRIES, "    gist: More", "    figures: [battery-goal]\n    gist: More")
    (found,) = findings(files)

    assert (found.code, found.message) == ("R115", "the forecast has the figure 'battery-goal', which is observed")


def test_an_item_in_the_wrong_list_is_told_where_to_go() -> None:
    forecast = (
        "forecasts:\n  - id: forecast-early\n    label: Quay opened early\n    what: It opens.\n    kind: opening\n"
    )
    event = f"{forecast}    basis: missing\n    printed: opened a quay\n    locator: trend-1/1\n"
    (found,) = findings(edited(CONTENT, FERRIES, "forecasts:\n", event))

    assert (found.code, found.hint) == ("S102", "move it to 'events'")


def test_different_mistakes_are_each_told() -> None:
    files = edited(CONTENT, BRIEFING, "language: en", "language: English")
    files = edited(files, SILT, "finding: Silt delays", "fnding: Silt delays")
    files = edited(files, RELATIONS, "kind: leads to", "kind: carries_riks")

    told = [(one.code, one.path.removeprefix("content/")) for one in findings(files)]
    assert told == [("S106", BRIEFING), ("S102", SILT), ("S106", RELATIONS)]


def test_a_copy_of_a_file_is_one_mistake() -> None:
    (found,) = findings({**CONTENT, "trends/03-orchards-once-more.yaml": CONTENT[ORCHARDS]})

    assert (found.code, found.path) == ("R001", "content/trends/03-orchards-once-more.yaml")
    assert len(found.related) > 3
