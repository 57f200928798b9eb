"""Content files that nobody meant: dumped, damaged, hostile.  Reading never raises and never hangs."""

from __future__ import annotations

import sys
import time

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content_bench import LAYOUT, LOADERS, PATH, TEXTS, document, findings, lists_and_mappings
from digitrend.content.positions import Data, Document
from digitrend.content.reader import read_table
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import LINE_BREAK, Diagnostic, Position, format_findings
from fuzzing import inputs
from tables import table

NUMBERS = st.one_of(st.integers(-(10**20), 10**20), st.decimals(-9999, 9999, places=2).map(float))


VALUES = st.recursive(st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS), lists_and_mappings, max_leaves=12)
TOPS = st.one_of(st.lists(VALUES, min_size=1, max_size=4), st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))


def same(left: Data, right: Data) -> bool:
    """Compare with types: True is not 1."""
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and bool(left == right)


@settings(deadline=None)
@given(TOPS, st.booleans(), st.sampled_from([None, "'", '"']), st.booleans())
def test_whatever_is_dumped_is_read_back(data: Data, flow: bool, style: str | None, wide: bool) -> None:
    text = yaml.safe_dump(
        data, allow_unicode=wide, default_flow_style=flow, default_style=style, sort_keys=False, width=30
    )
    assume("!!" not in text)  # forced quotes give numbers a tag

    for loader in LOADERS:
        parsed = parse(PATH, text.encode(), loader=loader)
        if isinstance(parsed, Document):
            assert same(parsed.data, data)
        else:  # PyYAML quotes by the rules of YAML 1.1: what is refused is text that needs no quotes there
            assert {one.code for one in parsed} <= {"C003", "C013", "C014", "C016"}


VALID = LAYOUT + "anchor: &k value\nref: *k\nquoted: 'it''s'\nfolded: >-\n  one\n  two\n"
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(VALID)),
        st.integers(0, 6),
        st.text(st.one_of(st.sampled_from(":-#[]{}\"'|>&*!%@`,? \n\t\r\\aé数：“~.<_0"), st.characters()), max_size=4),
    ),
    max_size=5,
)


def edited(edits: list[tuple[int, int, str]]) -> str:
    text = VALID
    for at, cut, put in edits:
        text = text[:at] + put + text[at + cut :]
    return text


def sound(text: str, parsed: Document | list[Diagnostic]) -> None:
    """Assert what holds for every answer: no empty blame, and every place exists."""
    if isinstance(parsed, Document):
        return
    assert parsed
    lines = LINE_BREAK.split(text)
    for one in parsed:
        assert one.hint
        assert 1 <= one.at.line <= len(lines)
        assert 1 <= one.at.column <= len(lines[one.at.line - 1]) + 1
    assert format_findings(parsed, {PATH: text})


@settings(deadline=None, max_examples=inputs(300))
@given(EDITS)
def test_a_damaged_file_never_raises(edits: list[tuple[int, int, str]]) -> None:
    raw = edited(edits).encode("utf-8", "surrogatepass")
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")

    for loader in LOADERS:
        sound(text, parse(PATH, raw, loader=loader))


@settings(deadline=None)
@given(EDITS)
def test_a_damaged_file_is_read_alike_by_both_parsers(edits: list[tuple[int, int, str]]) -> None:
    raw = edited(edits).encode("utf-8", "surrogatepass")
    assume(b"\t" not in raw)  # there they stop at different places
    assume(not {b":" + sign for sign in (b"]", b"}", b",", b"[", b"{")} & {raw[i : i + 2] for i in range(len(raw))})

    one, other = (parse(PATH, raw, loader=loader) for loader in (LOADERS[0], LOADERS[-1]))

    assert isinstance(one, Document) == isinstance(other, Document)
    if isinstance(one, Document):
        assert one == other


@settings(deadline=None, max_examples=inputs(200))
@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_findings(raw: bytes) -> None:
    for loader in LOADERS:
        sound(raw.decode("utf-8", "replace").removeprefix("\ufeff"), parse(PATH, raw, loader=loader))


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
)
HOSTILE = {
    "brackets": ("[" * 100_000, "C007"),
    "brackets on lines": ("[\n" * 100_000, "C007"),
    "braces": ("{a: " * 100_000, "C007"),
    "dashes": ("- " * 100_000, "C007"),
    "questions": ("? " * 100_000, "C007"),
    "indentation": ("".join(" " * i + "a:\n" for i in range(200)), "C007"),
    "a bomb of aliases": (BOMB, "C006"),
    "a chain of aliases": (
        "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} {'[' * 20}*a{i - 1}{']' * 20}\n" for i in range(1, 9)),
        "C007",
    ),
    "quotes": ('"' * 500_000, "C001"),
    "escapes": ('a: "' + "\\0" * 300_000 + '"', "C013"),
    "control characters": ("\x00\x01" * 300_000, "C013"),
    "a placeholder of the program's": ("a: x \ue0000\ue001 y\n", "C013"),
    "an escaped placeholder": ('a: "\\ue002"\n', "C013"),
    "a megabyte too much": ("a" * (1024 * 1024 + 1), "C005"),
}


@table(("text", "code"), HOSTILE.values())
def test_hostile_files_are_refused_at_once(text: str, code: str) -> None:
    limit, begun = sys.getrecursionlimit(), time.process_time()

    found = findings(text)

    assert [one.code for one in found][-1] == code
    assert time.process_time() - begun < 3
    assert sys.getrecursionlimit() == limit


def test_fifty_levels_are_allowed_and_one_more_is_not() -> None:
    assert document("[" * 50 + "]" * 50)
    assert findings("[" * 51 + "]" * 51)[0].at == Position(1, 51)


@table(
    ("cell", "code"),
    [(b"\xe2\x80\xae", "C013"), (b"\x00", "C013"), (b"\xee\x80\x80", "C013"), (b"\xff", "C004")],
)
def test_a_table_may_hold_no_more_than_a_text(cell: bytes, code: str) -> None:
    made, found = read_table("content/trends/a.csv", b"period,note\n2020," + cell + b"\n", "trends/a.csv")

    assert made is None
    assert [(one.code, one.at) for one in found] == [(code, Position(2, 6))]
