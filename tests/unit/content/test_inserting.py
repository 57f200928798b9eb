"""One more item in a list that somebody wrote: what is there stays, byte for byte."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from content_bench import document
from digitrend.content.insert import appended
from fuzzing import inputs
from tables import table

ITEM = "- id: c # new\n  note: x\n"


def with_item(text: str, name: str = "things", item: str = ITEM) -> str | None:
    """Return the text with the item at the end of the list, or None."""
    insertion = appended(document(text), name, item)
    return None if insertion is None else insertion.into(text)


def test_an_item_goes_after_the_last_with_its_indentation() -> None:
    text = "title: x\nthings:\n  - id: a\n  - id: b\n    more: [1,\n      2]  # both\nother: y\n"

    assert with_item(text) == text.replace("# both\n", "# both\n  - id: c # new\n    note: x\n")


def test_a_list_at_the_margin_keeps_to_the_margin() -> None:
    assert with_item("things:\n- id: a\nother: y\n") == "things:\n- id: a\n- id: c # new\n  note: x\nother: y\n"


def test_remarks_that_are_indented_with_an_item_stay_with_it() -> None:
    text = "things:\n  - id: a\n    # about a\n\n# about the rest\nother: y\n"

    assert with_item(text) == text.replace("# about a\n", "# about a\n  - id: c # new\n    note: x\n")


def test_items_that_empty_lines_part_stay_parted() -> None:
    text = "things:\n  - id: a\n\n  - id: b\n\nother: y\n"

    assert with_item(text) == text.replace("id: b\n", "id: b\n\n  - id: c # new\n    note: x\n")


def test_an_item_goes_after_a_block_of_text() -> None:
    text = "things:\n  - id: a\n    text: |\n      One.\n\n      Two.\n\nother: y\n"

    assert with_item(text) == text.replace("Two.\n", "Two.\n  - id: c # new\n    note: x\n")


def test_a_list_that_is_not_there_goes_to_the_end_of_the_file() -> None:
    assert with_item("title: x\n") == "title: x\n\nthings:\n  - id: c # new\n    note: x\n"


def test_a_file_without_a_last_line_break_gets_one_first() -> None:
    assert with_item("title: x") == "title: x\n\nthings:\n  - id: c # new\n    note: x\n"
    assert with_item("things:\n  - id: a") == "things:\n  - id: a\n  - id: c # new\n    note: x\n"


@table("end", ["\r\n", "\r"])
def test_lines_end_as_the_file_ends_them(end: str) -> None:
    text = "things:\n  - id: a\nother: y\n".replace("\n", end)

    found = with_item(text)

    assert found is not None
    assert found.replace(end, "\n") == "things:\n  - id: a\n  - id: c # new\n    note: x\nother: y\n"


@table(
    "text",
    [
        "things: [{id: a}]\n",
        "things: []\n",
        "things:\n",
        "things: word\n",
        "{title: x}\n",
        "- id: a\n",
        "title: x\n...\n",
        "things:\n  - id: a\n    text: |+\n      kept\n\nother: y\n",
        "first: &l\n  - id: a\nthings: *l\n",
    ],
)
def test_what_cannot_be_added_to_safely_is_left_alone(text: str) -> None:
    assert with_item(text) is None


SCALARS = st.sampled_from(
    [
        "a",
        '"a # b"',
        "'it''s'",
        "|\n      one\n      two",
        ">-\n      folded\n      text",
        "[1, 2]",
        "{k: v}",
        "a # why",
    ]
)


@settings(max_examples=inputs(60), deadline=None)
@given(values=st.lists(SCALARS, min_size=1, max_size=4), gaps=st.lists(st.integers(0, 2), min_size=5, max_size=5))
def test_whatever_is_written_stays(values: list[str], gaps: list[int]) -> None:
    rows = [f"  - id: i{i}\n    value: {value}\n" + "\n" * gaps[i] for i, value in enumerate(values)]
    text = "title: x\nthings:\n" + "".join(rows) + "# end\nother: y\n"

    insertion = appended(document(text), "things", ITEM)

    assert insertion is not None
    after = insertion.into(text)
    assert after[: insertion.offset] + after[insertion.offset + len(insertion.text) :] == text
    assert insertion.text in after
