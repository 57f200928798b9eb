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
    NOTES,
    RELATIONS,
    SHARED,
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
from digitrend.audit.dates import months
from digitrend.audit.runner import audit
from digitrend.audit.source import Look, Row, aligned, fold, source_text
from digitrend.check.runner import check
from digitrend.check.shaping import contents_of
from digitrend.cli.main import main
from digitrend.content.reader import read_documents
from digitrend.diagnostics import Position
from tables import table

FILES = a_briefing_on_it()


def test_a_briefing_that_quotes_rightly_has_nothing_wrong() -> None:
    assert findings() == []


def test_an_audit_counts_what_stands() -> None:
    tallies = {each.many: (each.standing, each.all) for each in an_audit().tallies}

    assert tallies == {
        "figures": (9, 9),
        "events": (1, 1),
        "notes": (3, 3),
        "pieces of evidence": (2, 2),
        "slogans": (1, 1),
    }


def test_what_does_not_stand_is_not_counted_as_standing() -> None:
    result = an_audit(edited(FILES, TREND, 'printed: "40,000"', 'printed: "41,000"'))

    assert [(each.standing, each.all) for each in result.tallies if each.one == "figure"] == [(8, 9)]


# ---- Forward: one thing changed in the content, one finding at the changed place


class Change(NamedTuple):
    """One thing changed in the content, and the one finding that it must give."""

    code: str
    file: str
    old: str
    new: str
    at: str  # what the finding points at
    message: str  # what it says, or part of it


CHANGED = [
    Change("A103", TREND, "printed: 3.1%", "printed: 3.2%", "3.2%", "'3.2%' does not stand in trend-1 paragraph 1"),
    Change(
        "A103", TREND, "printed: 48 market", "printed: 48 big market", "48 big", "does not stand in trend-1 paragraph 1"
    ),
    Change(
        "A103",
        TREND,
        "12 provinces, locator: trend-1/2",
        "12 provinces, locator: trend-1/1",
        "trend-1/1}\n  cranes",
        "'12 provinces' does not stand in trend-1 paragraph 1: found in trend-1 paragraph 2 instead",
    ),
    Change(
        "A104",
        TREND,
        "opened a fish hall",
        "opened the fish hall",
        "the Port Board opened the",
        "'the Port Board opened the fish hall' does not stand in trend-1 paragraph 2",
    ),
    Change(
        "A105",
        NOTES,
        "printed: a fish hall",
        "printed: a fish mall",
        "a fish mall",
        "'a fish mall' does not stand in trend-1 paragraph 2",
    ),
    Change(
        "A105",
        NOTES,
        "locator: trend-1/2",
        "locator: trend-2/1",
        "trend-2/1",
        "'a fish hall' does not stand in trend-2 paragraph 1: found in trend-1 paragraph 2 instead",
    ),
    Change(
        "A105",
        NOTES,
        "locator: trend-1,",
        "locator: trend-2,",
        "trend-2,",
        "'“Quiet water” and' does not stand in the heading of trend-2: found in the heading of trend-1 instead",
    ),
    Change(
        "A105",
        NOTES,
        "printed: Harbour towns in",
        "printed: Harbor towns in",
        "Harbor towns in",
        "'Harbor towns in' does not stand in the source",
    ),
    Change(
        "A106",
        RELATIONS,
        "printed: Silt waits for spring",
        "printed: Silt waits for autumn",
        "Silt waits for autumn",
        "'Silt waits for autumn' does not stand in issue-1 paragraph 1",
    ),
    Change(
        "A106",
        RELATIONS,
        "locator: trend-1/1",
        "locator: trend-1/2",
        "trend-1/2",
        "'looked to the sea' does not stand in trend-1 paragraph 2: found in trend-1 paragraph 1 instead",
    ),
    Change(
        "A107",
        TREND,
        "slogan: Quiet water",
        "slogan: slow boats",
        "slow boats",
        "'slow boats' does not stand in the heading of trend-1: found in intro paragraph 1 instead",
    ),
    Change(
        "A108",
        CONCEPTS,
        "aliases: [slow boats]",
        "aliases: [fast boats]",
        "fast boats",
        "the alias 'fast boats' of 'slow-boats' is printed nowhere in the source",
    ),
    Change(
        "A109",
        TREND,
        'qualifier: more than, printed: "40,000"',
        'qualifier: exact, printed: "40,000"',
        "exact, printed",
        "the source hedges '40,000' with “more than”, and the qualifier is 'exact'",
    ),
    Change(
        "A109",
        TREND,
        "printed: 48 market",
        "qualifier: more than, printed: 48 market",
        "more than, printed: 48",
        "the source does not hedge '48 market scenarios', and the qualifier is 'more than'",
    ),
    Change(
        "A109",
        TREND,
        "hedge: according to incomplete statistics, printed: 4.5",
        "qualifier: exact, printed: 4.5",
        "exact, printed: 4.5",
        "hedges '4.5 million yuan' with “according to incomplete statistics”",
    ),
    Change(
        "A109",
        TREND,
        "printed: 12 provinces",
        "hedge: according to incomplete statistics, printed: 12 provinces",
        "according to incomplete statistics, printed: 12",
        "the sentence of '12 provinces' does not say “according to incomplete statistics”",
    ),
    Change(
        "A110", TREND, "printed: 1.8 million yuan", "printed: '1.8'", "'1.8'", "the source has 1,800,000 where '1.8'"
    ),
    Change("A110", TREND, "value: 12.5", "value: 12.6", "12.6", "the source has 12.5 where '12.5%' stands"),
    Change(
        "A110",
        TREND,
        "value: 48, unit: scenarios",
        "value: 48, unit: people",
        f"people, kind: count, {SHARED}, period_basis: missing, printed: 48",
        "the source gives '48 market scenarios' in scenarios, and the unit is 'people'",
    ),
    Change(
        "A110",
        TREND,
        "value: 4500000, unit: CNY",
        "value: 4500000, unit: people",
        f"people, kind: money, {SHARED}, locator: trend-1/2",
        "the source gives '4.5 million yuan' in CNY, and the unit is 'people'",
    ),
    Change(
        "A111",
        TREND,
        "compared_with_basis: stated, printed: 12.5%",
        "compared_with_basis: implied, printed: 12.5%",
        "implied, printed: 12.5%",
        "“year-on-year” stands beside '12.5%', and its comparison is 'implied'",
    ),
    Change(
        "A111",
        TREND,
        "compared_with: early 2023, compared_with_basis: stated, printed: 7.5%",
        "compared_with_basis: missing, printed: 7.5%",
        "missing, printed: 7.5%",
        "the sentence of '7.5%' says “year-on-year”, and its comparison is 'missing'",
    ),
    Change(
        "A111",
        TREND,
        "compared_with_basis: implied, printed: 3.1%",
        "compared_with_basis: stated, printed: 3.1%",
        "stated, printed: 3.1%",
        "“year-on-year” stands beside the neighbours of '3.1%' only",
    ),
    Change("A113", TREND, "date: 2024-04", "date: 2024-05", "2024-05", "the source names April there"),
    Change("A113", TREND, "date: 2024-04", "date: 2023-04", "2023-04", "the source speaks of 2024 there"),
    Change("A113", TREND, "date: 2024-04", "date: 2024-04-03", "2024-04-03", "the source names no such day there"),
    Change("A203", SOURCE, "AB12-C3", "AB12-C4", '"The Links', "'The Links: AB12-C4' excuses no number of the source"),
]


@table("change", CHANGED)
def test_what_the_source_does_not_bear_out_is_found_where_it_is_written(change: Change) -> None:
    files = edited(FILES, change.file, change.old, change.new)

    found = [each for each in findings(files) if each.code == change.code]

    assert [(each.path, each.at) for each in found] == [
        (f"{ROOT}/{change.file}", place_of(files[change.file], change.at))
    ]
    assert change.message in found[0].message
    assert found[0].hint


@table("change", CHANGED)
def test_only_what_is_doubtful_is_a_warning(change: Change) -> None:
    found = findings(edited(FILES, change.file, change.old, change.new))

    doubtful = change.code in {"A108", "A203"} or (change.code == "A111" and "missing" not in change.new)
    severities = [each.severity.value for each in found if each.code == change.code]
    assert severities == ["warning" if doubtful else "error"]


def test_a_period_must_be_the_one_that_the_source_names() -> None:
    for wrong, said in {
        "2024-01/2024-09": "names January to June there",
        "2024-01/2024-12": "names January to June there",
        "2023-01/2023-06": "speaks of 2024 there",
        "2025-01/2025-06": "speaks of 2024 there",
    }.items():
        files = {**FILES, TREND: FILES[TREND].replace("2024-01/2024-06", wrong, 1)}

        found = findings(files)

        assert short(found) == [("A112", f"{ROOT}/{TREND}", place_of(files[TREND], wrong), "error")]
        assert said in found[0].message


def test_an_implied_period_for_which_there_are_no_words_is_doubtful_and_a_stated_one_wrong() -> None:
    text = TEXT.replace("In the first half of the year, landings", "Landings")
    files = {**FILES, SOURCE: a_record(text)}
    assert [(each.code, each.severity.value) for each in findings(files, text)] == [("A112", "warning")] * 3

    files[TREND] = files[TREND].replace("period_basis: implied", "period_basis: stated")
    assert [(each.code, each.severity.value) for each in findings(files, text)] == [("A112", "error")] * 3


def test_a_stated_period_stands_in_the_sentence() -> None:
    files = {**FILES, TREND: FILES[TREND].replace("period_basis: implied", "period_basis: stated", 1)}

    at = place_of(files[TREND], "stated, compared_with: early")
    assert short(findings(files)) == [("A112", f"{ROOT}/{TREND}", at, "warning")]


def test_a_rate_that_nothing_compares_has_no_stated_comparison() -> None:
    text = TEXT.replace(" year-on-year respectively", " respectively")
    files = {**FILES, SOURCE: a_record(text)}

    found = findings(files, text)

    assert [each.code for each in found] == ["A111", "A111"]
    assert "compares it with nothing" in found[0].message


def test_a_rough_figure_has_its_qualifier() -> None:
    text = TEXT.replace("saw 48", "saw nearly 48")
    files = {**FILES, SOURCE: a_record(text)}
    (found,) = findings(files, text)
    assert (found.code, found.hint) == ("A109", "write 'qualifier: nearly'")

    told = edited(files, TREND, "printed: 48 market", "qualifier: nearly, printed: 48 market")
    assert findings(told, text) == []


@table(
    ("hedge", "qualifier"),
    [
        ("More than 40,000", "more than"),
        ("Over 40,000", "more than"),
        ("At least 40,000", "at least"),
        ("Here 40,000 or more", "at least"),
    ],
)
def test_a_lower_bound_has_several_words(hedge: str, qualifier: str) -> None:
    text = TEXT.replace("More than 40,000", hedge)
    files = edited(FILES, TREND, "qualifier: more than", f"qualifier: {qualifier}")

    assert findings({**files, SOURCE: a_record(text)}, text) == []


def test_a_qualifier_is_demanded_of_the_figure_it_stands_before_and_of_no_other() -> None:
    text = TEXT.replace("visitors saw 48 market scenarios", "visitors saw more than 48 market scenarios")

    found = findings({**FILES, SOURCE: a_record(text)}, text)

    assert [(each.code, each.message[:46]) for each in found] == [
        ("A109", "the source hedges '48 market scenarios' with “")
    ]


def test_more_people_than_live_are_not_counted() -> None:
    text = TEXT.replace("40,000", "40 billion")
    trend = FILES[TREND].replace("value: 40000,", "value: 40000000000,").replace('"40,000"', "40 billion")

    found = findings({**FILES, SOURCE: a_record(text), TREND: trend}, text)

    assert [(each.code, each.message) for each in found] == [("A110", "40,000,000,000 people are more than live")]


def test_a_hint_says_where_the_words_agree() -> None:
    files = edited(FILES, TREND, "opened a fish hall", "opened the fish hall")
    assert findings(files)[0].hint == (
        "quote the words exactly; the place has 'the Port Board opened', and then other words"
    )

    files = edited(FILES, RELATIONS, "Silt waits for spring", "silt waits for Spring")
    assert findings(files)[0].hint == "the source prints 'Silt waits for spring'"


# ---- The copy


def test_another_file_is_told_from_the_one_on_record() -> None:
    found = an_audit(text=TEXT + "\n").found

    assert short(list(found)) == [("A101", COPY, Position(1, 1), "error")]


def test_a_paragraph_that_was_changed_is_named_with_its_line() -> None:
    found = an_audit(text=TEXT.replace("looked to the sea", "looked to the tea")).found

    assert [each[:3] for each in short(list(found))] == [
        ("A106", f"{ROOT}/{RELATIONS}", place_of(FILES[RELATIONS], "looked to the sea")),
        ("A101", COPY, Position(1, 1)),
        ("A102", COPY, Position(9, 1)),
    ]
    assert "trend-1 paragraph 1 is not as recorded" in found[2].message


def test_a_paragraph_that_is_gone_is_named_where_it_is_recorded() -> None:
    gone = TEXT.replace("Silt waits for spring.\n", "")

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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


def test_the_digits_of_a_figure_that_was_removed_are_named_by_line_of_the_source() -> None:
    line = re.search(r"  ice: .*\n", FILES[TREND])
    assert line
    files = edited(FILES, TREND, line[0], "")

    found = findings(files)

    assert short(found) == [("A201", COPY, place_of(TEXT, "1.8 million"), "error")]
    assert found[0].message == "no figure states the figure '1.8 million yuan'"


def test_the_words_of_a_figure_that_was_removed_are_named_too() -> None:
    line = re.search(r"  cranes: .*\n", FILES[TREND])
    assert line
    files = edited(FILES, TREND, line[0], "")

    assert short(findings(files)) == [("A202", COPY, place_of(TEXT, "all of them"), "warning")]


def test_a_figure_that_stands_twice_needs_two_figures_or_an_excuse() -> None:
    text = TEXT.replace("Silt waits", "The visitors, 12 provinces say, wait. Silt waits")
    text = text.replace("want a crane", "want a crane, say 12 provinces")
    files = {**FILES, SOURCE: a_record(text)}
    first = Position(13, text.split("\n")[12].rindex("12 provinces") + 1)
    second = place_of(text, "12 provinces say")

    found = findings(files, text)

    assert short(found) == [("A201", COPY, first, "error"), ("A201", COPY, second, "error")]
    files[SOURCE] = files[SOURCE].replace(
        "excused:\n",
        "excused:\n  - {text: say 12 provinces, reason: again}\n  - {text: 12 provinces say, reason: too}\n",
    )
    assert findings(files, text) == []


@pytest.mark.parametrize(
    "free",
    [
        "since 1998",
        "from 2016 to 2020, and in 2021",
        "on 5 April and on April 6",
        "in the first three quarters",
        "在2020年1—6月",
        "at the G20 pier",
        "with 5G for all",
        "a two-way street",
        "the third is dear, and a second helps",
        "one by one",
    ],
)
def test_what_is_no_quantity_needs_no_figure(free: str) -> None:
    text = TEXT.replace("Silt waits for spring.", f"Silt waits for spring. Boats wait {free}.")

    assert findings({**FILES, SOURCE: a_record(text)}, text) == []


@table(
    ("said", "code", "named"),
    [
        ("seven boats", "A202", "seven"),
        ("twenty-two boats", "A202", "twenty-two"),
        ("dozens of boats", "A202", "dozens"),
        ("a third of the boats", "A202", "a third"),
        ("half the boats", "A202", "half"),
        ("both of them", "A202", "both of them"),
        ("2000 people", "A201", "2000"),
        ("1999%", "A201", "1999%"),
        ("7 boats", "A201", "7"),
        ("B52 bombers", "A201", "B52"),
        ("３ boats", "A201", "3"),
        ("5 million yuan", "A201", "5 million yuan"),
    ],
)
def test_what_is_a_quantity_needs_one(said: str, code: str, named: str) -> None:
    text = TEXT.replace("Silt waits for spring.", f"Silt waits for spring. There are {said} here.")

    found = findings({**FILES, SOURCE: a_record(text)}, text)

    at = Position(23, len("Silt waits for spring. There are ") + 1)
    assert [(each.code, each.path, each.at) for each in found] == [(code, COPY, at)]
    assert f"'{named}'" in found[0].message


def test_numbers_in_the_source_are_named_by_their_column_in_the_file() -> None:
    text = TEXT.replace("Silt waits for spring.", "\u00a0 “Silt”\u200b waits…  for 77 springs.")

    found = [each for each in findings({**FILES, SOURCE: a_record(text)}, text) if each.code == "A201"]

    assert [each.at for each in found] == [place_of(text, "77")]


# ---- Times


@table(
    ("text", "named"),
    [
        ("In the first three quarters", {(1, 9)}),
        ("in the first 5 months", {(1, 5)}),
        ("From January to June", {(1, 6)}),
        ("between March 2020 and May 2020", {(3, 5)}),
        ("in the second half", {(7, 12)}),
        ("the fourth quarter", {(10, 12)}),
        ("In April, or on 3 May", {(4, 4), (5, 5)}),
        ("it may march on", set()),
        ("2020年前三季度", {(1, 9)}),
        ("1—6月, 第四季度", {(1, 6), (10, 12)}),
        ("上半年, 4月5日", {(1, 6), (4, 4)}),
        ("sıx months, the fırst half", set()),
    ],
)
def test_months_are_read_from_words(text: str, named: set[tuple[int, int]]) -> None:
    assert months(fold(text).text) == named


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
    ran = CliRunner().invoke(main, ["audit", *arguments])
    return ran.exit_code, ran.output


def test_the_small_briefing_passes_the_check_that_comes_first(folder: Path) -> None:
    assert check(*read_documents(folder / "content"))[1] == []


@pytest.mark.usefixtures("folder")
def test_the_command_says_how_much_stands() -> None:
    assert run("--source", COPY) == (
        0,
        "9 of 9 figures, 1 of 1 event, 3 of 3 notes, 2 of 2 pieces of evidence and 1 of 1 slogan "
        "stand where they are said to.\n"
        "The content keeps no record of an audit; --record writes this one.\n",
    )


def test_the_command_fails_on_an_error_and_shows_the_line(folder: Path) -> None:
    (folder / COPY).write_bytes(TEXT.replace("sea", "tea").encode())

    code, output = run("--source", COPY)

    assert code == 1
    assert f"{COPY}:9:1: A102 trend-1 paragraph 1 is not as recorded" in output
    assert "9 | In 2024 the towns looked to the tea." in output
    assert "1 of 2 pieces of evidence" in output


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


def test_content_with_errors_is_not_audited(folder: Path) -> None:
    (folder / "content" / RELATIONS).write_bytes(b"relations: [")

    code, output = run("--source", COPY)

    assert code == 1
    assert "C001" in output
    assert "Nothing was audited" in output


@pytest.mark.usefixtures("folder")
def test_a_source_that_is_not_there_is_misuse() -> None:
    assert run("--source", "nowhere.txt")[0] == 2
    assert run()[0] == 2
