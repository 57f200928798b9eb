"""One content file: what YAML may say, and what is said when it is wrong."""

from __future__ import annotations

import pytest

from content_bench import LOADERS, MARK, document, findings, place_of
from digitrend.content.yaml_parser import Loader
from digitrend.diagnostics import Position
from tables import table

# --- broken YAML: the code, the place (before which ¦ stands), and a word of the hint or message

BROKEN = [
    # tabs
    ("C001", "a:\n¦\tb: 1\n", "spaces"),
    ("C001", "a:\n  b: 1\n¦\tc: 2\n", "spaces"),
    ("C001", "a:\n  ¦\tb: 1\n", "spaces"),
    ("C001", "a: x¦\t# why\n", "space"),
    ("C001", "a:¦\tx\n", "space"),
    ("C001", "a: |\n¦\tx\n", "spaces"),
    # colons
    ("C001", "a: 1\n¦title hello\nc: 2\n", "no colon"),
    ("C001", "a: 1\n¦b\n", "no colon"),
    ("C001", "¦a\n b: 1\n", "no colon"),
    ("C001", "b: 2\na¦:1\nc: 2\n", "no space"),
    ("C001", "a¦:1\n", "no space"),
    ("C001", "a: foo¦: bar\n", "quotes"),
    ("C001", "# one\n\n- a: foo\n  b: x¦: y\n", "quotes"),
    ("C001", "summary: This is a text\n  ¦that goes on: like this\n", "align"),
    ("C001", "a: 1\n  ¦b: 2\n", "align"),
    ("C001", "¦" + "a" * 1100 + ": 1\n", "longer"),
    # indentation and lists
    ("C001", "a:\n    b: 1\n  ¦c: 2\n", "align"),
    ("C001", "a:\n  - 1\n ¦- 2\n", "align"),
    ("C001", "a: |\n  text\n ¦less\nb: 1\n", "align"),
    ("C001", "a: ¦- b\n", "next line"),
    ("C001", "- a\n¦b: 1\n", "list item"),
    ("C001", "b: 1\n¦- a\n", "key"),
    ("C015", "a:\n  -x\n  ¦- y\n", "- "),
    # quotes
    ("C001", 'a: ¦"hello\nb: 2\n', "never closed"),
    ("C001", "a: ¦'hello\nb: 2\n", "never closed"),
    ("C001", 'a: ¦"hello\nb: "x"\nc: "y"\n', "never closed"),
    ("C001", "a: 'it¦'s here'\nb: 2\n", "apostrophe"),
    ("C001", 'a: "x¦" y\n', "goes on"),
    ("C001", 'a: "数字 ¦\\q"\n', "backslash"),
    ("C001", 'a: "¦\\xZZ"\n', "backslash"),
    # signs that cannot begin a value
    ("C001", "a: ¦%x\n", "quotes"),
    ("C001", "a: ¦@x\n", "quotes"),
    ("C001", "a: ¦`x`\n", "quotes"),
    ("C001", "a: ¦*very* good\n", "quotes"),
    ("C001", "a: ¦**very** good\n", "quotes"),
    ("C001", "a: ¦, x\n", "quotes"),
    ("C001", "a: ¦]\n", "quotes"),
    ("C001", "a: | ¦text\n", "next line"),
    # brackets
    ("C001", "a: ¦{x\nb: 1\n", "never closed"),
    ("C001", "a: ¦[x, y\nb: 1\n", "never closed"),
    ("C001", "a: {x: 1¦]\n", "comma"),
    ("C001", "a: [1]¦]\n", "closes nothing"),
    ("C001", "a: [x¦] done\n", "quotes"),
    ("C001", "a: [x,¦, y]\n", "missing"),
    ("C001", "# one\n¦%YAML 1.1\n---\na: 1\n", "directive"),
    # what YAML allows and an editor is spared
    ("C002", "a: 1\nb: 2\n¦a: 3\n", "twice"),
    ("C002", "a: {c: 1, ¦c: 2}\n", "twice"),
    ("C002", "- a: 1\n  'b': 1\n  ¦\"b\": 2\n- a: 2\n", "twice"),
    ("C002", "a: |\n  text: 1\n\n  text: 2\nb: 1\n¦a: 3\n", "twice"),
    ("C003", "a: ¦010\n", "write 10"),
    ("C003", "a: ¦1_000\n", "write 1000"),
    ("C003", "a: ¦0x1F\n", "write 31"),
    ("C003", "a: ¦0o17\n", "write 15"),
    ("C003", "a: ¦1e3\n", "write 1000"),
    ("C003", "a: ¦+5\n", "write 5"),
    ("C003", "a: ¦.5\n", "write 0.5"),
    ("C003", "a: ¦5.\n", "write 5"),
    ("C003", "a: ¦.inf\n", "quote"),
    ("C003", "a: ¦True\n", "write true"),
    ("C003", "a: [x, ¦NULL]\n", "write null"),
    ("C003", "a: ¦" + "1" * 40 + "\n", "digits"),
    ("C006", "a: ¦*x\n", "quotes"),
    ("C006", "a: &x 1\nb: ¦&x 2\n", "twice"),
    ("C006", "a: &x {b: 1}\nc:\n  ¦<<: *x\n", "fields"),
    ("C006", "a: &x [¦*x]\n", "anchor"),
    ("C008", "a: ¦!!python/object:os.system x\n", "tag"),
    ("C008", "a: ¦!important\n", "tag"),
    ("C008", "a: ¦!e!x y\n", "tag"),
    ("C009", "a: 1\n¦---\nb: 2\n", "document"),
    ("C010", "¦hello\n", "key: value"),
    ("C011", "¦1.5: a\n", "'1.5'"),
    ("C002", "2020: a\n¦'2020': b\n", "twice"),
    ("C011", "a: 1\n¦true: a\n", "'true'"),
    ("C011", "¦{a: 1}: 2\n", "text"),
    ("C012", "¦", "empty"),
    ("C012", "¦# only a comment\n", "empty"),
    ("C013", "a: x¦\x07y\n", "delete"),
    ("C013", "a: x¦\x85b: y\n", "Enter"),
    ("C013", "a: x¦\u2028b: y\n", "Enter"),
    ("C013", "a: 1\n¦\ufeffb: 2\n", "byte order mark"),
    ("C013", 'a: "x¦\\0y"\n', "escape"),
    ("C013", 'a: "¦\\ud800"\n', "escape"),
    ("C013", 'a: "¦\\U00110000"\n', "escape"),
    # another keyboard
    ("C014", "a: ¦１８．２％\n", "18.2 with"),
    ("C014", "a¦： 1\nb: 2\n", "': '"),
    ("C014", "b: 2\n数¦： 1\nc: 3\n", "': '"),
    ("C014", "a¦： 1\n", "': '"),
    ("C014", "a¦（b）: 1\n", "（"),
    ("C014", "a: [x¦， y]\n", "','"),
    ("C014", "a: ¦“x: y”\n", "straight"),
    ("C014", "a: {b: ¦“x: y”}\n", "straight"),
    ("C014", "a: {b: “x, y¦”, c: d}\n", "straight"),
]


@pytest.mark.parametrize("loader", LOADERS)
@table(("code", "marked", "word"), BROKEN)
def test_each_mistake_is_one_finding_at_the_character_to_change(
    code: str, marked: str, word: str, loader: Loader
) -> None:
    text = marked.replace(MARK, "", 1)
    (found,) = findings(text, loader)

    assert (found.code, found.at) == (code, place_of(marked, MARK))
    assert word in f"{found.message}; {found.hint}"
    assert found.hint
    assert found.message[0] == found.message[0].lower()
    assert not found.message.endswith(".")


WRAPS = {
    "after a comment": '# 注释: "x\n',
    "after a field": "数字: text # c\n",
    "after a block text": "z: |\n  數 'quote\n\n    %deeper\n",
    "after a folded text": "z: >-\n  one\n  two: [\n",
    "after a quoted text over lines": "z: 'one\n\n  two'\n",
}
CAN_FOLLOW = [case for case in BROKEN if case[0] in {"C001", "C002", "C003"} and case[1][0] not in "-¦#%"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", WRAPS.values(), ids=WRAPS)
@table("mark", ["", "\ufeff"])
def test_what_stands_before_a_mistake_does_not_move_it(before: str, end: str, mark: str) -> None:
    for code, marked, _ in CAN_FOLLOW:
        whole = (before + marked).replace("\n", end)
        (found,) = findings((mark + whole.replace(MARK, "", 1)).encode())
        assert (found.code, found.at) == (code, place_of(whole, MARK)), whole


def test_all_findings_of_a_file_are_shown_at_once() -> None:
    found = findings("a: 010\nb: {c: 1, c: 2}\na: 1e3\nd: !x y\ntrue: z\n")

    assert [(one.code, str(one.at)) for one in found] == [
        ("C003", "1:4"),
        ("C002", "2:11"),
        ("C002", "3:1"),
        ("C003", "3:4"),
        ("C008", "4:4"),
        ("C011", "5:1"),
    ]


def test_what_was_found_before_the_yaml_breaks_is_shown_too() -> None:
    assert [one.code for one in findings("a: 1\na: 2\nb: @x\n")] == ["C002", "C001"]


def test_a_repeated_key_names_the_first_one() -> None:
    (found,) = findings("# x\na: 1\na: 2\n")

    assert found.related == (("first given here", Position(2, 1)),)


def test_a_file_full_of_mistakes_is_not_listed_to_the_end() -> None:
    assert len(findings("- 010\n" * 5000)) == 100


# --- encodings


@table(
    ("raw", "at", "word"),
    [
        ("a: 1".encode("utf-16"), "1:1", "UTF-16"),
        (b"\xfe\xff\x00a", "1:1", "UTF-16"),
        ("a: 1".encode("utf-32"), "1:1", "UTF-32"),
        ("ab: x\nb: é".encode("latin-1"), "2:4", "'é'"),
        ("数: é".encode()[:-1], "1:4", "0xC3"),
        ("a: 数字经济".encode("gb18030"), "1:4", "GB18030"),
    ],
)
def test_other_encodings_are_told_from_utf_8(raw: bytes, at: str, word: str) -> None:
    (found,) = findings(raw)

    assert (found.code, str(found.at)) == ("C004", at)
    assert word in found.message + found.hint
    assert "save the file as UTF-8" in found.hint


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    read = document(b"\xef\xbb\xbfa: 1\n")

    assert read.data == {"a": 1}
    assert read.key_at(("a",)) == Position(1, 1)


# --- what plain values are


@pytest.mark.parametrize("loader", LOADERS)
@table(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-3", -3),
        ("49900000000000", 49_900_000_000_000),
        ("18.2", 18.2),
        ("-0.5", -0.5),
        ("no", "no"),
        ("Yes", "Yes"),
        ("off", "off"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("190:20:30", "190:20:30"),
        ("2020-01-31", "2020-01-31"),
        ("2020-01-31T10:00:00Z", "2020-01-31T10:00:00Z"),
        ("2020-Q1", "2020-Q1"),
        ("1.2.3", "1.2.3"),
        ("18.2%", "18.2%"),
        ("1,000", "1,000"),
        ("5G", "5G"),
        ("0755-1234", "0755-1234"),
        ("=", "="),
        ("-x", "-x"),
        ("'010'", "010"),
        ('"no"', "no"),
        ("'１８'", "１８"),
        ("数字经济，互联网", "数字经济，互联网"),
        ("“Double 11”", "“Double 11”"),
    ],
)
def test_a_value_is_what_it_says(written: str, value: object, loader: Loader) -> None:
    read = document(f"a: {written}\nb:\n  - {written}\n", loader).data

    assert read == {"a": value, "b": [value]}
    assert isinstance(read, dict)
    assert type(read["a"]) is type(value)


def test_an_alias_gives_the_anchored_value_and_points_at_itself() -> None:
    read = document("a: &x [one]\nb: *x\n")

    assert read.data == {"a": ["one"], "b": ["one"]}
    assert read.value_at(("a", 0)) == Position(1, 8)
    assert read.value_at(("b", 0)) == read.inside(("b", 0), 1) == Position(2, 4)
