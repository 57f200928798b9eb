"""References in prose: split without loss, each with the offset that a finding points at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digitrend.text.references import Ref, Stretch, references, split, stray_brackets
from tables import table


def test_a_text_is_split_into_stretches_and_references() -> None:
    assert list(split("Up by [[growth]], says [[board| the\nBoard ]].")) == [
        Stretch("Up by ", 0),
        Ref("growth", "", False, 6, 10),
        Stretch(", says ", 16),
        Ref("board", "the Board", False, 23, 21, 31),
        Stretch(".", 44),
    ]


def test_a_count_is_told_from_a_reference() -> None:
    assert [(ref.id, ref.count) for ref in references("[[#trends]] and [[trends]]")] == [
        ("trends", True),
        ("trends", False),
    ]


def test_white_space_about_an_id_does_not_belong_to_it() -> None:
    assert [ref.id for ref in references("[[ growth ]] [[board |x]]")] == ["growth", "board"]


def test_words_keep_their_place_in_the_text() -> None:
    text = "see [[board|the 3 boards]]"
    (ref,) = references(text)

    assert text[ref.words_at :].startswith(ref.words)


@table(
    ("text", "offsets"),
    [
        ("[[a]] and [[b|c]]", []),
        ("[a](b) [c]", []),
        ("[[a]", [0]),
        ("a [[b", [2]),
        ("a]] [[b]]", [1]),
        ("[[a\nb]]", [0, 5]),
        ("[[[a]]]", []),
        ("[[a|b", [0]),
        ("", []),
    ],
)
def test_brackets_that_are_part_of_no_reference_are_found(text: str, offsets: list[int]) -> None:
    assert list(stray_brackets(text)) == offsets


TEXTS = st.text(st.sampled_from("[]|#ab \n-数"), max_size=30)


@given(TEXTS)
def test_the_pieces_together_are_the_text(text: str) -> None:
    pieces = list(split(text))

    spans = [(p.offset, p.offset + (p.length if isinstance(p, Ref) else len(p.text))) for p in pieces]
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(
        p.text == text[start:end] for p, (start, end) in zip(pieces, spans, strict=True) if isinstance(p, Stretch)
    )


@given(TEXTS)
def test_a_stray_bracket_stands_where_it_is_said_to(text: str) -> None:
    assert all(text[offset : offset + 2] in ("[[", "]]") for offset in stray_brackets(text))
