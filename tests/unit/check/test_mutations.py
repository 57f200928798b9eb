"""The real content, falsified in small ways: `check` catches each one, with a code that says what is wrong.

Left out is what only the source's text can show, which is the work of `audit`: a true figure at a true but wrong
paragraph, a qualifier dropped where `printed` does not hold it, a count given another unit of counts, words in
`printed` that the source does not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from random import Random

import pytest

from builders import documents, findings, the_real_content
from digitrend.check.contents import Contents, Placed
from digitrend.check.runner import contents_of
from digitrend.content.positions import Document
from digitrend.diagnostics import LINE_BREAK, Position
from digitrend.model import ChartForm, Forecast, Item, Passage, QuantityKind, Where, prose_in
from fuzzing import FULL

SEED = 2021
OF_EACH = 16 if FULL else 2  # falsifications of a kind, at most


@dataclass(frozen=True)
class Falsehood:
    """One small change to one file, and the codes of which one must be found."""

    document: Document
    start: int  # offset of what is replaced
    end: int
    new: str
    codes: frozenset[str]

    @property
    def files(self) -> dict[str, str]:
        text = self.document.text
        return {**the_real_content(), self.document.name: text[: self.start] + self.new + text[self.end :]}

    def __str__(self) -> str:
        return f"{self.document.name}: {self.document.text[self.start : self.end]!r} -> {self.new!r}"


def offset(document: Document, at: Position) -> int:
    starts = [0, *(found.end() for found in LINE_BREAK.finditer(document.text))]
    return starts[at.line - 1] + at.column - 1


def falsehood(placed: Placed[Item], where: Where, new: str, codes: str) -> Falsehood:
    """Replace a scalar of an item."""
    start = offset(placed.document, placed.at(*where))
    written = placed.document.written((*placed.where, *where))
    return Falsehood(placed.document, start, start + len(written), new, frozenset(codes.split()))


def is_written(placed: Placed[Item], field: str) -> bool:
    """Say whether the file gives a field, so that it is not filled in from the printed words or from defaults."""
    fields = placed.document.value(placed.where)
    return isinstance(fields, dict) and field in fields


def said(placed: Placed[Item], field: str, new: str, codes: str) -> Falsehood:
    """Have the file say something of a field: in the place of what it says, or on a line before the item's others."""
    if is_written(placed, field):
        return falsehood(placed, (field,), new, codes)
    fields = placed.document.value(placed.where)
    assert isinstance(fields, dict)
    first = placed.document.key_at((*placed.where, next(iter(fields))))
    at = offset(placed.document, first)
    line = f"{field}: {new}\n{' ' * (first.column - 1)}"
    return Falsehood(placed.document, at, at, line, frozenset(codes.split()))


@lru_cache
def the_contents() -> Contents:
    contents, found = contents_of(documents(the_real_content())[0])
    assert not found
    return contents


def plain(number: float) -> str:
    """Return a number as an editor writes it."""
    return f"{number:.10f}".rstrip("0").rstrip(".")


# ---- Kinds of falsehood: each yields all that could be told


def a_value_that_is_not_printed() -> Iterator[Falsehood]:
    for placed in the_contents().figures:
        value = placed.item.number
        for other in (value * 10, value / 10, value + 1):
            yield said(placed, "value", plain(other), "R107")
        # A fall may be printed without its sign; the label then tells of it.
        moving = placed.item.kind in (QuantityKind.GROWTH_RATE, QuantityKind.CHANGE)
        yield said(placed, "value", plain(-value), "R320" if moving else "R107")


def a_unit_that_cannot_be() -> Iterator[Falsehood]:
    for placed in the_contents().figures:
        # Where the kind is not said, it follows from the unit: then part and whole differ, or no kind follows.
        codes = "R103" if is_written(placed, "kind") else "R103 R105 S101"
        for unit in ("percent", "CNY") if placed.item.kind is QuantityKind.COUNT else ("people", "provinces"):
            yield said(placed, "unit", unit, codes)
        yield said(placed, "unit", f"{placed.item.unit}s", "R015")


def a_kind_that_cannot_be() -> Iterator[Falsehood]:
    for placed in the_contents().figures:
        percent = placed.item.unit == "percent"
        yield said(placed, "kind", "count" if percent else "share", "R103")
        yield said(placed, "kind", "count" if placed.item.kind is QuantityKind.MONEY else "money", "R103")
        if placed.item.kind is not QuantityKind.GROWTH_RATE:
            yield said(placed, "kind", "growth rate", "S107")  # it compares with nothing


def a_paragraph_that_the_source_has_not() -> Iterator[Falsehood]:
    contents = the_contents()
    located: tuple[Placed[Item], ...] = (
        *contents.figures,
        *contents.events,
        *contents.forecasts,
        *contents.measures,
        *contents.passages,
    )
    for placed in located:
        section = str(getattr(placed.item, "locator", "")).partition("/")[0]
        yield said(placed, "locator", f"{section}/9", "R101")
        yield said(placed, "locator", "trend-12/1", "R101")
        if not isinstance(placed.item, Forecast | Passage):  # they may retell a heading
            yield said(placed, "locator", section, "S106")
    for note in contents.notes:
        if note.item.locator:
            yield falsehood(note, ("locator",), "issue-4/1", "R101")


def a_printed_figure_that_is_another() -> Iterator[Falsehood]:
    """What follows from the printed words is written out as it was: words and value contradict each other."""
    for placed in the_contents().figures:
        item, printed = placed.item, placed.item.printed
        if item.value is None:
            continue
        others = [
            line
            for line in (f"value: {plain(item.value)}", f"unit: {item.unit}", f"qualifier: {item.qualifier}")
            if not is_written(placed, line.partition(":")[0])
        ]
        margin = "\n" + " " * (placed.document.key_at((*placed.where, "printed")).column - 1)
        wrong = []
        if digit := re.search(r"\d", printed):
            other = str((int(digit[0]) + 3) % 10)
            wrong += [printed.replace(digit[0], other, 1), re.sub(r"[\d.,]+", "several", printed, count=1)]
        for scale, instead in (("million", "billion"), ("trillion", "billion"), ("%", ""), (" yuan", "")):
            wrong += [printed.replace(scale, instead)] if scale in printed else []
        for words in wrong:
            yield falsehood(placed, ("printed",), margin.join([f"'{words}'", *others]), "R107")


def a_period_that_cannot_be() -> Iterator[Falsehood]:
    for placed in the_contents().figures:
        if is_written(placed, "period"):
            start, _, end = placed.item.period.partition("/")
            if start < end:
                yield falsehood(placed, ("period",), f"{end}/{start}", "S107")
            yield falsehood(placed, ("period",), f"{start[:4]}-13", "S107")
            yield falsehood(placed, ("period",), f"{start} to {end or start}", "S106")
            yield said(placed, "period_basis", "missing", "S107")
        elif not placed.item.period:
            yield said(placed, "period_basis", "stated", "S107")


def a_date_that_cannot_be() -> Iterator[Falsehood]:
    for placed in the_contents().events:
        if placed.item.date:
            yield said(placed, "date", f"'{placed.item.date[:4]}-02-30'", "S107")
            yield said(placed, "date", f"'{placed.item.date[:4]}-13'", "S107")
            yield said(placed, "date", f"'{placed.item.date[:4]}, spring'", "S106")
            yield said(placed, "basis", "missing", "S107")
        else:
            yield said(placed, "basis", "implied", "S107")


def a_number_typed_into_prose() -> Iterator[Falsehood]:
    contents = the_contents()
    for prose in contents.prose:
        document, where = prose.placed.document, (*prose.placed.where, *prose.where)
        if document.written(where)[:1] in ("'", '"'):
            continue
        bare = re.sub(r"\[\[.*?\]\]", lambda ref: "x" * len(ref[0]), prose.text, flags=re.DOTALL)
        for space in list(re.finditer(r"(?<=[a-z]) (?=[a-z])", bare))[:3]:
            at = offset(document, document.inside(where, space.start()))
            if document.text[at] == " ":
                for typed, code in ((" 37", "R301"), (" some 4.2%", "R301"), (" a dozen", "R302"), (" ９", "R301")):
                    yield Falsehood(document, at, at, typed, frozenset({code}))


def a_lower_bound_where_none_can_be_shown() -> Iterator[Falsehood]:
    contents = the_contents()
    shown = {
        name
        for placed in contents.charts
        if placed.item.form in (ChartForm.PART, ChartForm.MARKS, ChartForm.SQUARES)
        for name in placed.item.figures
    } | set(chain.from_iterable(placed.item.inputs for placed in contents.derived))
    for name in sorted(shown):
        placed = contents.figure[name]
        yield said(placed, "qualifier", "more than", "R207 R106")


def a_part_that_is_not_declared() -> Iterator[Falsehood]:
    contents = the_contents()
    for chart in contents.charts:
        if chart.item.form in (ChartForm.PART, ChartForm.MARKS):
            placed = contents.figure[chart.item.figures[0]]
            at = offset(placed.document, placed.document.key_at((*placed.where, "part_of")))
            line = placed.document.text.index("\n", at)
            yield Falsehood(placed.document, at, line, "# part_of: gone", frozenset({"R206"}))
            for other in list(contents.figure)[:4]:
                if other not in chart.item.figures:
                    yield said(placed, "part_of", other, "R206 R105")


def misspelt(name: str, random: Random) -> str:
    """Return an id with one letter doubled, left out or changed."""
    letters = [i for i, letter in enumerate(name) if letter.isalpha()]
    at = random.choice(letters[1:-1] or letters)
    instead = random.choice(["", name[at] * 2, "q" if name[at] != "q" else "x"])
    return name[:at] + instead + name[at + 1 :]


def an_id_misspelt_where_it_is_given() -> Iterator[Falsehood]:
    contents, random = the_contents(), Random(SEED)
    texts = "\n".join(the_real_content().values())
    for placed in contents.identified:
        bare = re.sub(r"(?m)(?:^|\s)#.*$", "", texts)  # without comments
        if len(re.findall(rf"(?<![\w-]){re.escape(placed.item.id)}(?![\w-])", bare)) > 1:
            codes = "R002 R006" if f"[[{placed.item.id}" in texts else "R002"
            yield falsehood(placed, ("id",), misspelt(placed.item.id, random), codes)


def an_id_misspelt_where_it_is_meant() -> Iterator[Falsehood]:
    contents, random = the_contents(), Random(SEED)
    for chart in contents.charts:
        for i, name in enumerate(chart.item.figures):
            yield falsehood(chart, ("figures", i), misspelt(name, random), "R002")
    for event in contents.events:
        for i, name in enumerate(event.item.actors):
            yield falsehood(event, ("actors", i), misspelt(name, random), "R002")
    for prose in contents.prose:
        document, where = prose.placed.document, (*prose.placed.where, *prose.where)
        for ref in prose.refs:
            at = offset(document, document.inside(where, ref.offset)) + len("[[")
            if not ref.count and document.text.startswith(ref.id, at):
                yield Falsehood(document, at, at + len(ref.id), misspelt(ref.id, random), frozenset({"R006"}))


def an_id_given_twice() -> Iterator[Falsehood]:
    contents = the_contents()
    names = [placed.item.id for placed in contents.identified]
    for i, placed in enumerate(contents.identified):
        yield falsehood(placed, ("id",), names[i - 7], "R001")


def a_relation_that_says_too_much() -> Iterator[Falsehood]:
    for placed in the_contents().relations:
        told = ("made", "R010") if placed.item.strength == "reading" else ("reading", "R011")
        yield falsehood(placed, ("strength",), *told)
        starts_at_issue = placed.item.source.startswith("issue")
        yield falsehood(placed, ("kind",), "addressed by" if starts_at_issue else "answered by", "R004")
        yield falsehood(placed, ("kind",), "led to by", "R014")
        yield falsehood(placed, ("to",), "countermeasure-2.9", "R002")


def a_form_that_does_not_fit() -> Iterator[Falsehood]:
    unfit = {
        ChartForm.BARS: ("squares", "marks", "part", "timeline"),
        ChartForm.PART: ("squares", "marks", "matrix"),
        ChartForm.CARDS: ("bars", "squares", "marks", "tally"),
        ChartForm.MARKS: ("squares", "timeline"),
        ChartForm.SQUARES: ("marks", "part", "matrix"),
        ChartForm.TIMELINE: ("bars", "cards", "squares"),
        ChartForm.MATRIX: ("bars", "part"),
        ChartForm.ARGUMENT: ("bars", "line", "part"),
        ChartForm.TALLY: ("bars", "marks"),
    }
    for placed in the_contents().charts:
        for form in unfit[placed.item.form]:
            yield falsehood(placed, ("form",), form, "R201 R202 R203 R204 R205 R206 R207 R208 R218")


def a_figure_on_an_axis_that_is_not_its_own() -> Iterator[Falsehood]:
    contents = the_contents()
    for placed in contents.charts:
        if placed.item.form in (ChartForm.BARS, ChartForm.PART, ChartForm.MARKS, ChartForm.SQUARES):
            first = contents.figure[placed.item.figures[0]].item
            for name, other in contents.figure.items():
                if other.item.kind is not first.kind:
                    yield falsehood(placed, ("figures", 0), name, "R202 R203 R205 R206 R207 R208")


def a_word_that_is_not_known() -> Iterator[Falsehood]:
    for event in the_contents().events:
        yield said(event, "kind", f"{event.item.kind}x", "R014")
    for placed in the_contents().figures:
        yield said(placed, "kind", f"{placed.item.kind}x", "S104")
        yield said(placed, "status", "expected", "S104")
        yield said(placed, "value", f"{placed.item.number:.0f}%", "S103")
        yield said(placed, "value", f"{placed.item.number:,.2f} million", "S103")


KINDS: tuple[Callable[[], Iterator[Falsehood]], ...] = (
    a_value_that_is_not_printed,
    a_unit_that_cannot_be,
    a_kind_that_cannot_be,
    a_paragraph_that_the_source_has_not,
    a_printed_figure_that_is_another,
    a_period_that_cannot_be,
    a_date_that_cannot_be,
    a_number_typed_into_prose,
    a_lower_bound_where_none_can_be_shown,
    a_part_that_is_not_declared,
    an_id_misspelt_where_it_is_given,
    an_id_misspelt_where_it_is_meant,
    an_id_given_twice,
    a_relation_that_says_too_much,
    a_form_that_does_not_fit,
    a_figure_on_an_axis_that_is_not_its_own,
    a_word_that_is_not_known,
)


@lru_cache
def chosen(kind: Callable[[], Iterator[Falsehood]]) -> tuple[Falsehood, ...]:
    everything = list(kind())
    return tuple(Random(SEED).sample(everything, min(OF_EACH, len(everything))))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_falsehood_passes(kind: Callable[[], Iterator[Falsehood]]) -> None:
    passed = []
    for each in chosen(kind):
        found = findings(each.files)
        if not any(one.code in each.codes for one in found):
            passed.append((str(each), sorted(each.codes), [(one.code, one.message) for one in found]))

    assert passed == []


def test_there_are_many_falsehoods_and_each_differs_from_the_truth() -> None:
    falsehoods = [each for kind in KINDS for each in chosen(kind)]

    assert len(falsehoods) >= (200 if FULL else 2 * len(KINDS))
    assert all(each.files[each.document.name] != each.document.text for each in falsehoods)


def test_every_prose_field_of_the_real_content_is_within_reach_of_the_rules() -> None:
    contents = the_contents()
    reached = {(prose.placed.document.path, *prose.placed.where, *prose.where) for prose in contents.prose}

    for part in contents.parts:
        assert all((part.document.path, *where) in reached for where, _, _ in prose_in(part.item))
    assert any("caution" in where for where in reached)
    assert any("notes" in where for where in reached)
