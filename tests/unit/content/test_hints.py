"""Hints: what an editor meant by a value that cannot be read, and how it is written."""

from __future__ import annotations

from digitrend.check.hints import also, correction, form_hint
from digitrend.model import Figure, Qualifier, QuantityKind
from tables import table

ID = r"^[0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$"
FIELDS = Figure.model_json_schema()["properties"]
LOCATOR = FIELDS["locator"]["pattern"]
PERIOD = r"^[0-9]{4}(-[0-9]{2}){0,2}/[0-9]{4}(-[0-9]{2}){0,2}$"


@table(
    ("written", "hint"),
    [
        ("18.2%", "write 18.2 and 'unit: percent'"),
        ("18,2 %", "write 18.2 and 'unit: percent'"),
        ("１８.２％", "write 18.2 and 'unit: percent'"),
        ("18.2", "remove the quotes: 18.2"),
        ("１８", "write 18, with ordinary digits"),
        ("18,2", "write 18.2, with a point"),
        ("1,200,000", "write 1200000, without separators"),
        ("120,0000", "write 1200000, without separators"),
        ("1’200’000", "write 1200000, without separators"),
        ("49.9 trillion", "write 49900000000000"),
        ("1.5bn", "write 1500000000"),
        ("40k", "write 40000"),
        ("4万", "write 40000"),
        ("4万人", "write 40000 alone"),
        ("约4万", "write 40000 alone"),
        ("~40000", "write 40000 alone"),
        ("40000 crossings", "write 40000 alone"),
        ("2025年", "write 2025 alone"),
        ("more than 10 million", "write 10000000 and 'qualifier: more than'"),
        ("超过400", "write 400 and 'qualifier: more than'"),
        ("over 60%", "write 60 and 'unit: percent' and 'qualifier: more than'"),
        ("¥4亿", "write 400000000 and 'unit: CNY'"),
        ("12 yuan", "write 12 and 'unit: CNY'"),
        ("twelve", "write a number in digits, such as 18.2"),
        ("40-50", "write a number in digits, such as 18.2"),
        ("more than", "write a number in digits, such as 18.2"),
        ("5t", "write a number in digits, such as 18.2"),
        ("", "write a number in digits, such as 18.2"),
    ],
)
def test_a_number_with_anything_beside_it_is_taken_apart(written: str, hint: str) -> None:
    assert correction(["number"], written, written) == hint


@table(
    ("kind", "value", "hint"),
    [
        ("truth", "no", "write false"),
        ("truth", "是", "write true"),
        ("truth", "maybe", "write true or false"),
        ("list", "a, b", "write it as a list: [a, b]"),
        ("list", "a，b、c；d", "write it as a list: [a, b, c, d]"),
        ("list", "【a, b】", "write it as a list: [a, b]"),
        ("list", "• a • b", "begin each item with '- ', an ordinary hyphen and a space"),
        ("list", {"a": 1}, "begin each item with '- '"),
        ("text", ["a"], "write a, without dash or brackets"),
        ("text", ["a", "b"], "write one text, without dash or brackets"),
        ("text", [["a"]], "put the reference in quotes: '[[a]]'"),
        ("date", "2025年3月1日", "write 2025-03-01"),
        ("date", "2025/3/1", "write 2025-03-01"),
        ("date", "2025-02-30", "write a month from 01 to 12, and a day that the month has"),
        ("date", "March", "write year, month and day, such as 2020-01-31"),
    ],
)
def test_a_value_of_another_type_is_answered_with_how_it_is_written(kind: str, value: object, hint: str) -> None:
    assert correction([kind], value, str(value)) == hint


@table(
    ("written", "pattern", "instead"),
    [
        ("Robot Output", ID, "write 'robot-output'"),
        ("robot_output", ID, "write 'robot-output'"),
        ("ｒｏｂｏｔ", ID, "write 'robot'"),
        ("[[robot]]", ID, "write 'robot'"),
        ("trend-1／2", LOCATOR, "write 'trend-1/2'"),
        ("Trend 1, paragraph 2", LOCATOR, "write 'trend-1/2'"),
        ("trend1/02", LOCATOR, "write 'trend-1/2'"),
        ("trend-1-2", LOCATOR, "write 'trend-1/2'"),
        ("2024", PERIOD, "write '2024/2024'"),
        ("2024-1 to 2024-6", PERIOD, "write '2024-01/2024-06'"),
        ("2024.1–2024.6", PERIOD, "write '2024-01/2024-06'"),
        ("2024-01-05 至 2024-02-06", PERIOD, "write '2024-01-05/2024-02-06'"),
    ],
)
def test_a_text_of_another_form_is_given_in_the_right_one(written: str, pattern: str, instead: str) -> None:
    assert form_hint(written, pattern, "what it is", listed=False) == f"{instead}: what it is"


@table(("written", "pattern"), [("数字", ID), ("trend-1", LOCATOR), ("first half of 2024", PERIOD), ("2024/", PERIOD)])
def test_a_text_that_cannot_be_guessed_is_told_what_the_field_takes(written: str, pattern: str) -> None:
    assert form_hint(written, pattern, "what it is", listed=False) == "what it is"


@table(
    ("written", "hint"),
    [
        ("a; b", "write a comma between the items: a, b"),
        ("a b", "write 'a-b', or a comma between the items: a, b"),
        ("A b", "write 'a-b': an id"),
    ],
)
def test_two_items_in_one_are_parted(written: str, hint: str) -> None:
    assert form_hint(written, ID, "an id", listed=True) == hint


@table(
    ("written", "words", "meant"),
    [
        ("over", Qualifier, "more than"),
        ("超过", Qualifier, "more than"),
        ("percentage", QuantityKind, "share"),
        ("%", Qualifier, ""),
        ("nothing", Qualifier, ""),
    ],
)
def test_a_word_of_the_same_meaning_is_known(written: str, words: type[Qualifier], meant: str) -> None:
    assert also(written, [word.value for word in words]) == meant
