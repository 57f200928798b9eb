"""Contents that nobody meant: whatever is done to the files, `check` says what is wrong; it never raises or hangs."""

from __future__ import annotations

import time
from collections.abc import Iterator

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from builders import a_content, documents, the_words, told
from digitrend.charts.make import chart_of
from digitrend.check.runner import check
from digitrend.diagnostics import by_position, failed
from digitrend.model import prose_in
from digitrend.scaffold.schemas import MODELS
from digitrend.site.lookup import Lookup
from fuzzing import inputs

SMALL = {name: text.encode() for name, text in a_content().items()}
NAMES = st.sampled_from(sorted(SMALL))
PLACES = st.floats(0, 1, exclude_max=True)  # of a file
SECONDS = 5.0  # what a check of a small content may take at worst; it takes milliseconds

VALUES = st.sampled_from(
    [
        *(
            "",
            "no",
            "~",
            "null",
            "true",
            "0",
            "-1",
            "1e9",
            "18.2%",
            "１２",
            "'",
            '"',
            "[]",
            "{}",
            "[[x]]",
            "[[",
            "|",
            ">-",
        ),
        *("*a", "&a x", "!!x y", "2024", "2024-02-31", "2024-06/2024-01", "trend-1/99", "trend-1", "crossings", "三百"),
        *("crossings, pickers", "[crossings, crossings]", "{id: crossings}", "a: b", "# x", "9" * 31, "x" * 200),
        *(
            "more than",
            "percent",
            "bars",
            "squares",
            "stated",
            "missing",
            "\U0001f6a2",
            "\x00",
            "\ufeff",
            "\u202e",
            "\t",
        ),
    ]
)

Edit = tuple[str, str, float, float, str, int]
EDITS = st.tuples(
    st.sampled_from(["flip", "delete", "double", "swap", "value", "key", "insert", "cut", "indent"]),
    NAMES,
    PLACES,
    PLACES,
    VALUES,
    st.integers(0, 255),
)


def edited(raw: bytes, edit: Edit) -> bytes:
    """Do one thing to a file: to its bytes, its lines, or the values in its lines."""
    how, _, first, second, value, byte = edit
    lines = raw.splitlines(keepends=True) or [b"\n"]
    at, i, j = int(first * len(raw)), int(first * len(lines)), int(second * len(lines))
    key, colon, _ = lines[i].partition(b": ")
    match how:
        case "flip":
            return raw[:at] + bytes([byte]) + raw[at + 1 :]
        case "insert":
            return raw[:at] + value.encode() + raw[at:]
        case "cut":
            return raw[:at]
        case "delete":
            del lines[i]
        case "double":
            lines.insert(j, lines[i])
        case "swap":
            lines[i], lines[j] = lines[j], lines[i]
        case "value" if colon:
            lines[i] = key + b": " + value.encode() + b"\n"
        case "key":
            lines[i] = lines[i].replace(key.strip(), lines[j].partition(b": ")[0].strip() or b"x", 1)
        case "indent":
            lines[i] = b" " * (byte % 7) + lines[i].lstrip()
    return b"".join(lines)


def with_edits(edits: list[Edit]) -> dict[str, bytes]:
    files = dict(SMALL)
    for edit in edits:
        files[edit[1]] = edited(files[edit[1]], edit)
    return files


@settings(max_examples=inputs(400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_no_edit_makes_the_check_raise_or_hang(edits: list[Edit]) -> None:
    answered(with_edits(edits))


def answered(files: dict[str, bytes]) -> None:
    """Check the files, and assert what holds for every answer: in time, in order, each once, at a place with a hint."""
    began = time.process_time()

    briefing, found = check(*documents(files))

    assert time.process_time() - began < SECONDS
    assert (briefing is None) == failed(found)
    assert found == by_position(found)
    assert len(set(found)) == len(found)
    for one in found:
        lines = files.get(one.path.removeprefix("content/"), b"").count(b"\n") + 2
        assert one.message
        assert one.hint or one.code.startswith("C")
        assert 1 <= one.at.line <= lines
        assert one.at.column >= 1


def fields(model: type[BaseModel]) -> Iterator[str]:
    """Yield the names of all fields that a file of that kind may have, at any depth."""
    schema = model.model_json_schema()
    for definition in (schema, *schema.get("$defs", {}).values()):
        yield from definition.get("properties", {})


NAMES_OF_FIELDS = sorted({name for model in MODELS.values() for name in fields(model)})
SCALARS = st.one_of(VALUES, st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.none(), st.dates())
DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(NAMES_OF_FIELDS), inner, max_size=8)
    ),
    max_leaves=20,
)
FILES = st.dictionaries(st.sampled_from(NAMES_OF_FIELDS), DATA, max_size=12)


@settings(
    max_examples=inputs(200),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(NAMES, FILES, st.booleans())
def test_no_file_of_known_fields_in_any_order_makes_the_check_raise_or_hang(
    name: str, data: dict[str, object], flow: bool
) -> None:
    """Takes what an editor's completion could lead to: right names in wrong places."""
    mine = yaml.safe_load(SMALL[name])
    merged = {**mine, **data} if isinstance(mine, dict) and flow else data

    answered({**SMALL, name: yaml.safe_dump(merged, allow_unicode=True, default_flow_style=flow).encode()})


@settings(max_examples=inputs(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EDITS, min_size=1, max_size=3))
def test_whatever_is_found_can_be_shown(edits: list[Edit]) -> None:
    assert told(with_edits(edits)).endswith(("nothing wrong\n", "file\n", "files\n"))


KEEPING = EDITS.filter(lambda edit: edit[0] in ("delete", "double", "swap", "value", "key"))


@settings(
    max_examples=inputs(200), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(st.lists(KEEPING, min_size=1, max_size=2))
def test_what_passes_can_be_looked_up_and_charted(edits: list[Edit]) -> None:
    briefing, _ = check(*documents(with_edits(edits)))
    if briefing is None:
        return
    look = Lookup(briefing, the_words())

    assert look.mentions
    for _, spec in briefing.charts:
        chart_of(spec, look)
    for item in (briefing.overview, briefing.source, *briefing.parts, *briefing.relations, *briefing.notes):
        for _, text, mark in prose_in(item):
            look.prose(text, block=mark.block)


@settings(max_examples=inputs(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NAMES, st.sampled_from(["drop", "empty", "swap"]), NAMES), min_size=1, max_size=5))
def test_no_set_of_files_makes_the_check_raise(changes: list[tuple[str, str, str]]) -> None:
    files = dict(SMALL)
    for name, how, other in changes:
        if how == "drop":
            files.pop(name, None)
        else:
            files[name] = b"" if how == "empty" else SMALL[other]

    check(*documents(files))
