"""The audit: what is quoted stands where it is said to, and no number of the source is left out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audit_bench import (
    CONCEPTS,
    COPY,
    CRAFTS,
    ISSUE,
    NOTES,
    RELATIONS,
    SOURCE,
    TEXT,
    TREND,
    a_briefing_on_it,
    a_record,
    an_audit,
    contents,
    findings,
    short,
)
from builders import ROOT, documents, edited, place_of
from digitrend.audit.runner import audit
from digitrend.audit.source import Look, Row, aligned, fold, source_text
from digitrend.check.runner import check, contents_of
from digitrend.cli.main import cli
from digitrend.content.reader import read_documents
from digitrend.diagnostics import Position
from tables import table

FILES = a_briefing_on_it()
SAME = "[{locator: trend-1/1, printed: looked to the sea}, {locator: issue-1/1, printed: Silt waits}]"


def test_a_briefing_that_quotes_rightly_has_nothing_wrong() -> None:
    assert findings() == []


def test_an_audit_counts_what_stands() -> None:
    counts = {each.kind.value: (each.standing, each.all) for each in an_audit().claims}

    assert counts == {
        "figures": (9, 9),
        "events": (1, 1),
        "notes": (3, 3),
        "slogans": (1, 1),
        "forecasts": (2, 2),
        "passages": (5, 5),
        "relations": (1, 1),
    }


def test_what_does_not_stand_is_not_counted_as_standing() -> None:
    result = an_audit(edited(FILES, TREND, 'printed: "40,000"', 'printed: "41,000"'))

    assert [(each.standing, each.all) for each in result.claims if each.kind == "figures"] == [(8, 9)]


def test_an_audit_says_how_near_the_source_says_what() -> None:
    rows = {each.aspect: (each.clause, each.sentence, each.paragraph, each.editor) for each in an_audit().bound}

    assert rows["number"] == (8, 0, 0, 1)
    assert rows["period"] == (0, 3, 0, 6)
    assert rows["comparison"] == (2, 1, 0, 0)
    assert rows["order"] == (2, 0, 0, 0)
    assert all(sum(row) <= 9 for row in rows.values())


def test_an_audit_counts_what_is_retold_section_by_section() -> None:
    rows = {each.section: each for each in an_audit().coverage}

    assert (rows["trend-1"].paragraphs, rows["trend-1"].numbers, rows["trend-1"].acts) == ("2 of 2", "9 of 9", "1 of 1")
    assert rows["trend-2"].outlooks == "1 of 1"


# ---- Forward: one thing changed in the content, one finding at the changed place


class Change(NamedTuple):
    """One thing changed in the content, and the one finding that it must give."""

    code: str
    file: str
    old: str
    new: str
    at: str  # what the finding points at
    message: str  # what it says, or part of it


FORMS = "printed: 12.5%, subject: towns"
CHANGED = [
    Change("A103", TREND, "printed: 3.1%", "printed: 3.2%", "3.2%", "'3.2%' does not stand in trend-1 paragraph 1"),
    Change(
        "A104",
        TREND,
        "Board opened a fish",
        "Board opened the fish",
        "the Port Board opened the",
        "does not stand in trend-1",
    ),
    Change("A105", NOTES, "printed: a fish hall", "printed: a fish mall", "a fish mall", "does not stand in trend-1"),
    Change(
        "A105", NOTES, "locator: trend-1,", "locator: trend-2,", "trend-2,", "found in the heading of trend-1 instead"
    ),
    Change(
        "A107", TREND, "slogan: Quiet water", "slogan: slow boats", "slow boats", "found in intro paragraph 1 instead"
    ),
    Change("A108", CONCEPTS, "[slow boats]", "[fast boats]", "fast boats", "is printed nowhere in the source"),
    Change("A109", TREND, "qualifier: more than, ", "", "", "hedges '40,000' with “more than”"),
    Change("A109", TREND, "printed: 48", "qualifier: about, printed: 48", "about, printed: 48", "does not hedge '48"),
    Change("A109", TREND, "qualifier: according to incomplete statistics,\n    status", "status", "", "“according to"),
    Change(
        "A110", TREND, "printed: 1.8 million yuan", "printed: '1.8', unit: CNY", "'1.8'", "the source has 1,800,000"
    ),
    Change(
        "A110",
        TREND,
        "printed: 48 market scenarios",
        "printed: '48', unit: provinces",
        "provinces, subject",
        "in scenarios",
    ),
    Change("A111", TREND, FORMS, f"compared_with_basis: implied, {FORMS}", "implied, printed: 12.5%", "is 'implied'"),
    Change(
        "A111",
        TREND,
        "7.5%, subject: towns, compared_with: the year",
        "7.5%, subject: towns, compared_with: the month",
        "the month before",
        "the source says “year-on-year”",
    ),
    Change(
        "A111",
        TREND,
        "compared_with_basis: implied",
        "compared_with_basis: stated",
        "stated",
        "the neighbours of '3.1%' only",
    ),
    Change(
        "A112",
        TREND,
        "printed: 3.1%",
        "period: 2024-01/2024-09, printed: 3.1%",
        "2024-01/2024-09",
        "“first half of the year” there",
    ),
    Change(
        "A112",
        TREND,
        "printed: 3.1%",
        "period: 2023-01/2023-06, printed: 3.1%",
        "2023-01/2023-06",
        "“first half of the year” there",
    ),
    Change(
        "A112",
        CRAFTS,
        "period: 2025",
        "period: 2026",
        "2026",
        "the forecast is of '2026', and the source names “2025” there",
    ),
    Change("A113", TREND, "date: 2024-04", "date: 2024-05", "2024-05", "“April 2024” there"),
    Change("A113", TREND, "date: 2024-04", "date: 2023-04", "2023-04", "“April 2024” there"),
    Change("A114", CRAFTS, "nets will be mended", "nets are mended", "nets are mended", "does not stand in trend-2"),
    Change("A116", TREND, "subject: quays", "subject: hotels", "hotels", "says nothing of “hotels”"),
    Change("A116", TREND, "label: Exports", "label: Sugar", "Sugar", "says nothing of “Sugar”"),
    Change("A117", TREND, "printed: 3.1%", "place: Peru, printed: 3.1%", "Peru", "is named nowhere in the source"),
    Change(
        "A118", TREND, "kind: growth rate, printed: 3.1%", "kind: share, printed: 3.1%", "share", "of a rise or a fall"
    ),
    Change(
        "A119",
        TREND,
        "status: planned, locator: trend-1/2, period",
        "status: target, locator: trend-1/2, period",
        "target",
        "of what is planned",
    ),
    Change(
        "A119", TREND, "printed: 3.1%", "status: estimated, printed: 3.1%", "estimated", "says that it is estimated"
    ),
    Change(
        "A120",
        TREND,
        "printed: 3.1%",
        "attributed_to: port-board, printed: 3.1%",
        "port-board, printed",
        "does not name 'port-board'",
    ),
    Change("A121", TREND, "label: Landings", "label: Exports", "Exports", "is number 1 of a list"),
    Change(
        "A122",
        TREND,
        "printed: 7.5%",
        "printed: 12.5%",
        "12.5%, subject: towns, compared_with: the year before}\n  quays",
        "states already",
    ),
    Change("A123", CRAFTS, ", printed: nets will be mended", "", "", "quotes nothing"),
    Change(
        "A124", CRAFTS, "gist: Nets are mended on the pier", "gist: Hotels breed orchids", "Hotels", "says nothing of"
    ),
    Change("A125", ISSUE, "locator: issue-1/1", "locator: trend-2/1", "trend-2/1", "which is another section"),
    Change("A126", RELATIONS, "strength: reading", f"strength: same words\n    evidence: {SAME}", "", "share no word"),
    Change(
        "A127", NOTES, "locator: trend-1/2", "touches: [nets], locator: trend-1/2", "nets", "'nets' stands in trend-2"
    ),
    Change("A128", CRAFTS, "summary: Nets are", "summary: Until 2031 nets are", "2031", "the source names no 2031"),
    Change("A204", ISSUE, "locator: issue-1/1", "locator: issue-1", "", "no passage retells issue-1 paragraph 1"),
]


@table("change", CHANGED)
def test_what_the_source_does_not_bear_out_is_found_where_it_is_written(change: Change) -> None:
    files = edited(FILES, change.file, change.old, change.new)

    found = [each for each in findings(files) if each.code == change.code]

    assert found, [(each.code, each.message) for each in findings(files)]
    if change.at:
        assert (found[0].path, found[0].at) == (f"{ROOT}/{change.file}", place_of(files[change.file], change.at))
    assert change.message in found[0].message
    assert found[0].hint


@table("hedge", ["More than 40,000", "Over 40,000"])
def test_a_lower_bound_has_several_words(hedge: str) -> None:
    text = TEXT.replace("More than 40,000", hedge)

    assert findings({**FILES, SOURCE: a_record(text)}, text) == []


def test_a_sentence_of_an_act_and_an_outlook_are_missed() -> None:
    text = TEXT.replace("Silt waits for spring.", "Silt waits for spring. In May the Port Board issued its rules.")
    text = text.replace("Old hands know", "Old hands expect")
    files = {**FILES, SOURCE: a_record(text)}
    assert [each.code for each in findings(files, text)] == ["A206"]

    files[CRAFTS] = files[CRAFTS].partition("forecasts:")[0]
    assert [each.code for each in findings(files, text)] == ["A205", "A206"]


def test_a_hint_says_where_the_words_agree() -> None:
    files = edited(FILES, TREND, "the Port Board opened a fish hall", "the Port Board opened the fish hall")
    assert findings(files)[0].hint == (
        "quote the words exactly; the place has 'the Port Board opened', and then other words"
    )

    files = edited(FILES, NOTES, "printed: a fish hall", "printed: A fish hall")
    assert findings(files)[0].hint == "the source prints 'a fish hall'"


# ---- The copy


def test_another_file_is_told_from_the_one_on_record() -> None:
    found = an_audit(text=TEXT + "\n").found

    assert short(list(found)) == [("A101", COPY, Position(1, 1), "error")]


def test_a_paragraph_that_was_changed_is_named_with_its_line() -> None:
    found = list(an_audit(text=TEXT.replace("looked to the sea", "looked to the tea")).found)

    assert [each[:3] for each in short(found) if each[1] == COPY] == [
        ("A101", COPY, Position(1, 1)),
        ("A102", COPY, Position(9, 1)),
    ]


def test_a_paragraph_that_is_gone_is_named_where_it_is_recorded() -> None:
    gone = TEXT.partition("Silt waits for spring.")[0]

    found = [each for each in an_audit(text=gone).found if each.code == "A102"]

    record = FILES[SOURCE]
    at = Position(record.rstrip().count("\n") + 1, record.rstrip().rindex("- ") - record.rstrip().rindex("\n") + 2)
    assert short(found) == [("A102", f"{ROOT}/{SOURCE}", at, "error")]
    assert found[0].message == "issue-1 paragraph 1 is missing from the source"


def test_a_file_that_is_not_utf_8_is_told_so() -> None:
    found = an_audit(text=TEXT.encode("utf-16")).found

    assert next(each for each in found if each.code == "A101").hint == "save the file as UTF-8"


def test_a_mark_of_byte_order_and_other_line_ends_leave_the_paragraphs_as_they_are() -> None:
    raw = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()

    assert [each.code for each in an_audit(text=raw).found] == ["A101"]


T, H, R = Look.TEXT, Look.HEADING, Look.FURNITURE


@table(
    ("record", "rows", "expected"),
    [
        ("a/1 a/2 b/1", [("a/1", T), ("x", H), ("a/2", T), ("b/1", T)], {"a/1": 0, "a/2": 2, "b/1": 3}),
        ("a/1 a/2 b/1", [("a/1", T), ("?", T), ("x", H), ("b/1", T)], {"a/1": 0, "a/2": 1, "b/1": 3}),
        ("a/1 a/2 b/1", [("a/1", T), ("x", R), ("?", T), ("x", R), ("b/1", T)], {"a/1": 0, "a/2": 2, "b/1": 4}),
        ("a/1 b/1 c/1", [("?", T), ("x", H), ("?", T), ("x", H), ("?", T)], {"a/1": 0, "b/1": 2, "c/1": 4}),
        ("a/1 a/2 a/3", [("a/2", T), ("a/3", T), ("a/1", T)], {"a/2": 0, "a/3": 1}),
        ("a/1 a/2", [("a/2", T)], {"a/2": 0}),
        ("a/1", [], {}),
        ("a/1", [("x", H), ("x", H)], {}),
    ],
)
def test_paragraphs_are_found_by_digest_and_else_by_order(
    record: str, rows: list[tuple[str, Look]], expected: dict[str, int]
) -> None:
    recorded = [(locator, locator) for locator in record.split()]

    assert aligned(recorded, [Row(digest, look) for digest, look in rows]) == expected


# ---- Folding


@table(
    ("typed", "printed"),
    [
        ('"slow boats" - they say', "“slow boats” – they say"),
        ("'slow boats' — they say", "‘slow boats’ ― they say"),
        ("slow boats", "slow\u00a0boats"),
        ("slow boats", "  slow \u2009\t boats "),
        ("slow boats", "slow \u200bboats\u00ad"),
        ("caf\u00e9", "cafe\u0301"),
        ("12.5%", "１２.５％"),
        ("well...", "well…"),
        ("한", "\u1112\u1161\u11ab"),
    ],
)
def test_what_differs_in_typing_only_is_folded_alike(typed: str, printed: str) -> None:
    assert fold(typed).text == fold(printed).text


def test_words_are_found_however_quotes_dashes_and_spaces_are_typed() -> None:
    text = TEXT.replace("“", '"').replace("”", "″").replace("–", "—").replace("12.5%", "12.5\u200b%")
    text = text.replace("fish hall", "fish\u00a0\u2009hall")

    assert findings({**FILES, SOURCE: a_record(text)}, text) == []


def test_a_folded_character_knows_where_it_came_from() -> None:
    folded = fold(" a\u200b  é\u0301…b")

    assert folded.text == "a \u00e9\u0301...b"
    assert [folded.origins[folded.text.index(each)] for each in "a é.b"] == [1, 3, 5, 7, 8]


@table(
    ("words", "text", "count"),
    [
        ("8.2%", "18.2%", 0),
        ("8.2", "18.2", 0),
        ("18", "18.2", 0),
        ("400", "400,000", 0),
        ("000", "400,000", 0),
        ("ferry", "ferrying", 0),
        ("5", "5G", 0),
        ("18.2%", "by 18.2%.", 1),
        ("400,000", "(400,000, they say)", 1),
        ("400", "400, 500", 1),
        ("五", "十五五", 2),
        ("", "a", 0),
    ],
)
def test_words_and_numbers_are_found_whole(words: str, text: str, count: int) -> None:
    assert len(fold(text).spans(fold(words).text)) == count


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)

    assert fold(once.text).text == once.text or not once.text.isascii()
    assert len(once.origins) == len(once.text)
    assert list(once.origins) == sorted(once.origins)


# ---- Backward


@table(("figure", "code", "left"), [("ice", "A201", "1.8 million"), ("cranes", "A202", "all of them")])
def test_a_figure_that_was_removed_is_named_by_line_of_the_source(figure: str, code: str, left: str) -> None:
    line = re.search(rf"  {figure}: .*\n(?:    .*\n)*", FILES[TREND])
    assert line
    files = edited(FILES, TREND, line[0], "")

    assert [(each.code, each.at) for each in findings(files) if each.path == COPY] == [(code, place_of(TEXT, left))]


def test_a_figure_that_stands_twice_needs_two_figures_or_an_excuse() -> None:
    text = TEXT.replace("want a crane", "want a crane, say 12 provinces")
    files = {**FILES, SOURCE: a_record(text)}

    assert [each.code for each in findings(files, text)] == ["A201"]
    files[SOURCE] = files[SOURCE].replace(
        "sections:", "excused: [{text: say 12 provinces, reason: again}]\nsections:", 1
    )
    assert findings(files, text) == []


@table(
    "free",
    [
        "since 1998",
        "on 5 April",
        "in the first three quarters",
        "at the G20 pier",
        "with 5G for all",
        "a two-way street",
    ],
)
def test_what_is_no_quantity_needs_no_figure(free: str) -> None:
    text = TEXT.replace("Silt waits for spring.", f"Silt waits for spring. Boats wait {free}.")

    assert findings({**FILES, SOURCE: a_record(text)}, text) == []


def test_numbers_in_the_source_are_named_by_their_column_in_the_file() -> None:
    text = TEXT.replace("Silt waits for spring.", "\u00a0 “Silt”\u200b waits…  for 77 springs.")

    found = [each for each in findings({**FILES, SOURCE: a_record(text)}, text) if each.code == "A201"]

    assert [each.at for each in found] == [place_of(text, "77")]


# ---- Never raises


HELD = contents(FILES)
WORDS = st.sampled_from([*TEXT.split("\n"), *TEXT.split(), "\n", "\r", "\u2028", " ", "10 mıllion", "thouſand", "İ"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.one_of(st.binary(), st.lists(WORDS).map(lambda words: " ".join(words).encode())))
@example(b"")
@example(b"\xff\xfe\x00")
@example(TEXT.encode()[:-5] + b"\xe2\x80")
@example(TEXT.replace("4.5 million", "4.5 mıllion").replace("40,000", "40\u2009000").encode())
@example(b"\n".join([b"Silt waits for spring."] * 50))
def test_any_bytes_can_be_audited(raw: bytes) -> None:
    lines = [each.decode("utf-8", "replace") for each in re.split(rb"\r\n|\r|\n", raw)]

    found = audit(HELD, raw, COPY)

    assert found == sorted(found, key=lambda one: (one.path, one.at, one.code, one.message))
    assert all(1 <= one.at.line <= len(lines) for one in found if one.path == COPY)


@given(st.lists(st.sampled_from(TEXT.split("\n"))))
def test_every_paragraph_has_at_most_one_line(lines: list[str]) -> None:
    assert HELD.source
    read = source_text("\n".join(lines).encode(), COPY, HELD.source.item)

    placed = [line.place for line in read.lines if "/" in line.place]
    assert len(placed) == len(set(placed))


def test_contents_without_a_record_of_the_source_are_held_against_nothing() -> None:
    read, _ = documents({name: text for name, text in FILES.items() if name != SOURCE})
    held, _ = contents_of(read)

    assert audit(held, TEXT.encode(), COPY) == []


# ---- The command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the article beside its content, and the place to run in."""
    for name, text in FILES.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (tmp_path / COPY).write_bytes(TEXT.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, ["audit", *arguments])
    return ran.exit_code, ran.output


def test_the_small_briefing_passes_the_check_that_comes_first(folder: Path) -> None:
    assert check(*read_documents(folder / "content"))[1] == []


@pytest.mark.usefixtures("folder")
def test_the_command_says_how_much_stands() -> None:
    assert run("--source", COPY) == (
        0,
        "9 of 9 figures, 1 of 1 events, 3 of 3 notes, 1 of 1 slogans, 2 of 2 forecasts, 5 of 5 passages "
        "and 1 of 1 relations were found where the content cites them.\n"
        "The content keeps no record of an audit; --record writes this one.\n",
    )


def test_the_command_fails_on_an_error_and_shows_the_line(folder: Path) -> None:
    (folder / COPY).write_bytes(TEXT.replace("sea", "tea").encode())

    code, output = run("--source", COPY)

    assert code == 1
    assert f"{COPY}:9:1: A102 trend-1 paragraph 1 is not as recorded" in output
    assert "9 | In 2024 the towns looked to the tea." in output


def test_the_command_speaks_json_and_to_github(folder: Path) -> None:
    assert json.loads(run("--source", COPY, "--format", "json")[1])["findings"] == []
    (folder / COPY).write_bytes(TEXT.encode() + b"77\n")

    findings = json.loads(run("--source", COPY, "--format", "json")[1])["findings"]

    assert [(each["code"], each["line"]) for each in findings] == [("A101", 1), ("A201", 26)]
    assert f"::error file={COPY},line=26,col=1,title=A201::" in run("--source", COPY, "--format", "github")[1]


def test_warnings_fail_a_strict_audit_only(folder: Path) -> None:
    concepts = edited(FILES, CONCEPTS, "[slow boats]", "[fast boats]")[CONCEPTS]
    (folder / "content" / CONCEPTS).write_bytes(concepts.encode())

    assert (run("--source", COPY)[0], run("--source", COPY, "--strict")[0]) == (0, 1)


def test_of_content_with_errors_what_is_sound_is_audited(folder: Path) -> None:
    (folder / "content" / RELATIONS).write_bytes(b"relations: [")
    trend = folder / "content" / TREND
    trend.write_bytes(trend.read_bytes().replace(b"printed: 3.1%", b"printed: 3.2%"))

    code, output = run("--source", COPY, "--record")

    assert code == 1
    assert "C001" in output
    assert "'3.2%' does not stand in" in output
    assert "A201" not in output  # what is left out is not known
    assert "Only content without errors was audited" in output


def test_without_what_holds_for_all_nothing_is_audited(folder: Path) -> None:
    (folder / "content" / "briefing.yaml").write_bytes(b"title: [")

    code, output = run("--source", COPY)

    assert code == 1
    assert "Nothing was audited" in output


@pytest.mark.usefixtures("folder")
def test_a_source_that_is_not_there_is_misuse() -> None:
    assert run("--source", "nowhere.txt")[0] == 2
    assert run()[0] == 2


def test_of_the_same_bytes_an_audit_prints_what_was_found_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(folder / "cache"))
    (folder / "content" / RELATIONS).write_bytes(b"relations: [")
    found = run("--source", COPY)

    assert run("--source", COPY) == found
    assert [each for each in (folder / "cache").rglob("objects/*") if b"C001" in each.read_bytes()]
