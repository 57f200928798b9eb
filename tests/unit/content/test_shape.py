"""Shape: data to models, and each mistake as one finding at the character to change."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from digitrend.check.runner import validated
from digitrend.content.positions import Document
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import Diagnostic, Position
from fuzzing import inputs
from tables import table

MARK = "¦"  # stands before the character that a finding must point at


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tone(StrEnum):
    ALPHA = "alpha"
    BETA = "beta"


class Period(Closed):
    start: date
    end: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end and self.end < self.start:
            raise ValueError("the period ends before it starts|swap the two dates", "end")
        return self


class Thing(Closed):
    title: Annotated[str, Field(min_length=1, max_length=20)]
    figure: float | None = Field(None, ge=0, lt=1000)
    whole: int = 0
    tone: Tone = Tone.ALPHA
    letter: Literal["x", "y"] = "x"
    day: date | None = None
    names: tuple[str, ...] = Field(("a",), min_length=1)
    slug: Annotated[str, Field(pattern="^[a-z-]+$", description="lower-case letters and hyphens")] = "a"
    scores: dict[Annotated[str, Field(pattern="^[a-z]+$")], int] = {}
    flag: bool = False
    period: Period | None = None
    parts: tuple[Period, ...] = ()

    @field_validator("title")
    @classmethod
    def _good(cls, title: str) -> str:
        if title == "bad":
            raise ValueError("the title 'bad' is taken | choose another")
        return title


def document(text: str) -> Document:
    parsed = parse("content/a.yaml", text.encode())
    assert isinstance(parsed, Document), parsed
    return parsed


def findings(text: str, model: type[BaseModel] = Thing) -> list[Diagnostic]:
    read = document(text)
    found = validated(read, model, read.data)
    assert isinstance(found, list)
    return found


def place_of_mark(marked: str) -> Position:
    before = marked[: marked.index(MARK)]
    return Position(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


WRONG = [
    # a field is missing, or not known
    ("S101", "¦slug: a\n", "'title' is missing", "title: …"),
    ("S101", "title: a\n¦period:\n  end: 2020-01-01\n", "'start' is missing in 'period'", "start"),
    ("S101", "title: a\nparts:\n  - start: 2020-01-01\n  - ¦{}\n", "in item 2 of 'parts'", "start"),
    ("S102", "¦titel: a\n", "'titel' is not known", "'title'"),
    ("S102", "title: a\n¦slugg: b\n", "not known", "'slug'"),
    ("S102", "title: a\n¦zzz: b\n", "not known", "other fields here"),
    ("S102", "title: a\nperiod:\n  # why\n  start: 2020-01-01\n  ¦ende: 2020-01-02\n", "in 'period'", "'end'"),
    # a value of the wrong type
    ("S103", "title: a\nfigure: ¦18.2%\n", "not the text '18.2%'", "write 18.2 and 'unit: percent'"),
    ("S103", "title: a\nfigure: ¦18,2 %\n", "number", "write 18.2 and 'unit: percent'"),
    ("S103", "title: a\nfigure: ¦'１８．２'\n", "number", "write 18.2, with ordinary digits"),
    ("S103", "title: a\nfigure: ¦1,000\n", "number", "write 1000, without separators"),
    ("S103", "title: a\nfigure: ¦1 000 000\n", "number", "write 1000000, without separators"),
    ("S103", "title: a\nfigure: ¦18,2\n", "number", "write 18.2, with a point"),
    ("S103", "title: a\nfigure: ¦'18.2'\n", "number", "remove the quotes: 18.2"),
    ("S103", "title: a\nfigure: ¦49.9 trillion\n", "number", "write 49900000000000"),
    ("S103", "title: a\nfigure: ¦3.5亿\n", "number", "write 350000000"),
    ("S103", "title: a\nfigure: ¦true\n", "must be a number, not true", "18.2"),
    ("S103", "title: a\nwhole: ¦1.0\n", "whole number", "write 1"),
    ("S103", "title: a\nwhole: ¦1.5\n", "whole number", "without a fraction"),
    ("S103", "title: a\nflag: ¦no\n", "must be true or false, not the text 'no'", "write false"),
    ("S103", "title: a\nflag: ¦on\n", "true or false", "write true"),
    ("S103", "title: a\nflag: ¦1\n", "true or false", "write true"),
    ("S103", "title: ¦1.10\n", "must be text, not the number 1.1", "put it in quotes: '1.10'"),
    ("S103", "title: ¦true\n", "must be text, not true", "put it in quotes: 'true'"),
    ("S103", "title: ¦[a]\n", "must be text, not a list", "without dash"),
    ("S103", "title: a\nnames:\n  - one\n  - ¦two: three\n", "item 2 of 'names'", "'two: three'"),
    ("S103", "title: a\nnames: ¦one, two\n", "must be a list", "[one, two]"),
    ("S103", "title: a\nparts:\n  ¦start: 2020-01-01\n", "must be a list", "'- '"),
    ("S103", "title: a\nperiod: ¦2020\n", "must be a group of fields", "below"),
    ("S103", "title: a\nperiod:\n  ¦- start: 2020-01-01\n", "must be a group of fields, not a list", "dash"),
    ("S103", "title: a\nday: ¦2020\n", "must be a date", "2020-01-31"),
    ("S103", "title: a\nscores: {a: ¦x}\n", "'a' must be a whole number", "digits"),
    ("S103", "# only a list\n¦- a\n", "the file must be a group of fields", "dash"),
    # a word that is not allowed
    ("S104", "title: a\ntone: ¦alhpa\n", "'tone' cannot be 'alhpa'", "did you mean 'alpha'? write one of: alpha, beta"),
    ("S104", "title: a\nletter: ¦z\n", "'letter' cannot be 'z'", "write one of: x, y"),
    ("S104", "title: a\nletter: ¦1\n", "cannot be the number 1", "x, y"),
    # out of range
    ("S105", "title: a\nfigure: ¦-1\n", "at least 0, not the number -1", "at least 0"),
    ("S105", "title: a\nfigure: ¦1000\n", "less than 1000", "less than 1000"),
    ("S105", "title: ¦aaaaaaaaaaaaaaaaaaaaaaaaa\n", "at most 20 characters, not 25", "shorten"),
    # not of the right form
    ("S106", "title: a\nslug: ¦Foo Bar\n", "right form: 'Foo Bar'", "write 'foo-bar': lower-case letters and hyphens"),
    ("S106", "title: a\nday: ¦2020/3/1\n", "must be a date", "write 2020-03-01"),
    ("S106", "title: a\nday: ¦2020年3月1日\n", "must be a date", "write 2020-03-01"),
    ("S106", "title: a\nday: ¦2020-02-30\n", "must be a date", ""),
    ("S106", "title: a\nscores: {¦A1: 1}\n", "right form: 'A1'", "match"),
    # what a validator says
    ("S107", "title: ¦bad\n", "the title 'bad' is taken", "choose another"),
    ("S107", "title: a\nperiod:\n  start: 2020-01-02\n  end: ¦2020-01-01\n", "ends before it starts", "swap"),
    # nothing there
    ("S108", "title:¦\n", "'title' has no value", "write it"),
    ("S108", 'title: ¦""\n', "'title' is an empty text", "write it"),
    ("S108", "title: a\nday: ¦''\n", "'day' is an empty text", "leave the field out"),
    ("S108", "title: a\nnames: ¦[]\n", "'names' is an empty list", "write it"),
    ("S108", "title: a\nnames:\n  - one\n  -¦\n", "item 2 of 'names' has no value", ""),
    ("S108", "title: a\ntone:¦ # why\n", "'tone' has no value", "alpha, beta"),
]


@table(("code", "marked", "message", "hint"), WRONG)
def test_each_mistake_is_one_finding_at_the_character_to_change(
    code: str, marked: str, message: str, hint: str
) -> None:
    (found,) = findings(marked.replace(MARK, ""))

    assert (found.code, found.at) == (code, place_of_mark(marked))
    assert message in found.message
    assert hint in found.hint
    assert found.path == "content/a.yaml"
    assert not found.message.endswith(".")


def test_what_is_right_becomes_the_model() -> None:
    text = "title: no\nfigure: 18\nday: 2020-01-31\nnames: [a, b]\ntone: beta\n"

    read = document(text)
    thing = validated(read, Thing, read.data)

    assert isinstance(thing, Thing)
    assert thing == Thing(
        title="no",
        figure=18.0,
        day=date(2020, 1, 31),
        names=("a", "b"),
        tone=Tone.BETA,
    )


def test_all_mistakes_are_found_in_the_order_of_their_places() -> None:
    found = findings("titel: a\nfigure: 18.2%\nperiod:\n  start: x\n  ende: 2020-01-01\ntone: alhpa\nnames: []\n")

    assert [(one.code, str(one.at)) for one in found] == [
        ("S102", "1:1"),
        ("S103", "2:9"),
        ("S106", "4:10"),
        ("S102", "5:3"),
        ("S104", "6:7"),
        ("S108", "7:8"),
    ]


def test_an_item_that_is_wrong_does_not_make_its_list_too_short() -> None:
    assert [one.code for one in findings("title: a\nnames:\n  - [x]\n")] == ["S103"]


def test_a_model_that_is_not_strict_is_read_strictly() -> None:
    class Lax(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=False)
        flag: bool
        count: int

    assert [one.code for one in findings("flag: yes\ncount: '3'\n", Lax)] == ["S103", "S103"]


DATA = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(-9, 9).map(lambda x: round(x, 2)),
        st.text("ab1-%", max_size=6),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*Thing.model_fields, "kind", "start"]), inner, max_size=4),
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=inputs(200))
@given(st.dictionaries(st.sampled_from([*Thing.model_fields, "titel"]), DATA, min_size=1, max_size=6))
def test_no_data_makes_it_raise_and_no_place_is_blamed_twice_for_the_same(data: dict[str, Any]) -> None:
    parsed = parse("a.yaml", json.dumps(data, indent=2).encode())
    if not isinstance(parsed, Document):  # an exponent, for instance
        return
    found = validated(parsed, Thing, parsed.data)
    if isinstance(found, list):
        assert found
        assert all(one.code[:2] == "S1" and one.message for one in found)
        told = [(one.at, one.code) for one in found if one.code not in {"S101", "S107"}]
        assert len(set(told)) == len(told)
