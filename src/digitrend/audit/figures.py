"""Figures in their sentences: what the words around a figure demand of the figure that quotes it.

Takes a figure and a place where its `printed` stands; the vocabulary is that of the source's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from digitrend.audit.source import SourceLine, Span
from digitrend.check.contents import Contents, Placed
from digitrend.diagnostics import Diagnostic
from digitrend.model import Basis, Figure, Qualifier, Quantity, QuantityKind
from digitrend.text.dates import comparisons
from digitrend.text.quantities import find_quantities

SENTENCE_END = re.compile(r"[.!?](?:[\"')\]]*)(?= +[^\s,;a-z]|$)|[。！？；;]")
CLAUSE_END = re.compile(r"[,，、;；:](?![0-9])|[.!?。！？](?= |$)")
FIGURE = re.compile(r"(?<![A-Za-z0-9.,])\d+(?:[.,]\d+)*(?![A-Za-z])")  # not the digits of a name, such as 5G
SIGNED = re.compile(r"(?:(?:RMB|CNY|[¥￥$€£])\s*)?(?:(?<!\w)-)?$")
LONGEST = 80  # characters that a figure with its scale and unit may take
NO_LETTERS = {ord("ı"): "\0", ord("İ"): "\0"}  # which a pattern that ignores case takes for an i

ALL_WHO_LIVE = 10**10  # rounded up: more people than this there are not


@dataclass(frozen=True)
class Occurrence:
    """A place where a figure's `printed` stands."""

    line: SourceLine
    span: Span

    @cached_property
    def number(self) -> int:
        """The offset of the figure in the line; of the words themselves if they hold none."""
        start, end = self.span
        figure = FIGURE.search(self.line.text[start:end])
        return start + figure.start() if figure else start

    @cached_property
    def sentence(self) -> Span:
        """The sentence, or the part of one up to a semicolon, in which the figure stands."""
        return _around(SENTENCE_END, self.line.text, self.number)

    @cached_property
    def clause(self) -> Span:
        """The clause in which the figure stands: between commas."""
        first, last = _around(CLAUSE_END, self.line.text, self.number)
        return max(first, self.sentence[0]), min(last, self.sentence[1])

    def within(self, span: Span) -> str:
        """Return the text of a span of the line."""
        return self.line.text[span[0] : span[1]]

    @property
    def before(self) -> str:
        """The sentence up to the figure, without a sign or currency that belongs to it."""
        return SIGNED.sub("", self.within((self.sentence[0], self.number)))

    @property
    def after(self) -> str:
        """The sentence after the figure's digits."""
        rest = self.within((self.number, self.sentence[1]))
        return re.sub(r"^\d+(?:[.,]\d+)*", "", rest)

    @property
    def figure(self) -> str:
        """What is written from the figure's sign on; narrow spaces are kept, for they hold digits together."""
        sign = SIGNED.search(self.line.text[: self.number])
        start = self.line.folded.origins[sign.start() if sign else self.number]
        written = self.line.written[start : start + LONGEST].translate(NO_LETTERS)
        return "".join(each if each.isspace() else unicodedata.normalize("NFKC", each) for each in written)


def read(found: Occurrence, contents: Contents) -> Quantity | None:
    """Return the quantity that the source has where a figure stands, with its hedge, scale and unit."""
    at = found.number - found.sentence[0]
    quantities = find_quantities(found.within(found.sentence), contents.context.language, contents.units)
    return next((each.quantity for each in quantities if each.start <= at < each.end), None)


def every_hedge_is_a_qualifier(placed: Placed[Figure], found: Occurrence, contents: Contents) -> Iterator[Diagnostic]:
    """A109: the hedge that stands beside a figure in the source is its qualifier, or is declared and named."""
    item, quantity = placed.item, read(found, contents)
    sentence = found.within(found.sentence).casefold()
    if item.hedge:
        if item.hedge.casefold() not in sentence:
            message = f"the sentence of '{item.printed}' does not say “{item.hedge}”"
            yield placed.error("A109", message, "hedge", hint="write the words that the source has")
        return
    meant = quantity.qualifier if quantity else item.qualifier
    for words in contents.context.hedges:
        if words.casefold() in sentence:
            message = f"the source hedges '{item.printed}' with “{words}”, and the qualifier is '{item.qualifier}'"
            yield placed.error("A109", message, "qualifier", hint=f"write 'qualifier: {words}'")
            return
    if item.qualifier is not meant:
        exact = meant is Qualifier.EXACT
        does = f"does not hedge '{item.printed}'" if exact else f"hedges '{item.printed}' with “{meant}”"
        message = f"the source {does}, and the qualifier is '{item.qualifier}'"
        yield placed.error("A109", message, "qualifier", hint=f"write 'qualifier: {meant}'")


def every_figure_is_quoted_whole(placed: Placed[Figure], found: Occurrence, contents: Contents) -> Iterator[Diagnostic]:
    """A110: the figure as it goes on in the source, with scale and unit, is the figure's value and unit."""
    item, quantity, quoted = placed.item, read(found, contents), contents.printed(placed.item)
    if quantity is None or not re.match(r"\d", found.line.text[found.number :]):
        return
    there, own = _numbers(quantity), item.quantity.numbers
    if quoted is not None and quoted.numbers != quantity.numbers:
        message = f"the source has {there} where '{item.printed}' stands"
        yield placed.error("A110", message, "printed", hint="quote the whole figure, with its scale and unit")
    elif tuple(map(abs, own)) != tuple(map(abs, quantity.numbers)) and quantity.unit in ("count", item.unit):
        message = f"the source has {there} where '{item.printed}' stands, and the value is {_numbers(item.quantity)}"
        yield placed.error("A110", message, "value", hint=f"write 'value: {there}', or quote another figure")
    elif quantity.unit != "count" and not contents.units.comparable(quantity.unit, item.unit):
        message = f"the source gives '{item.printed}' in {quantity.unit}, and the unit is '{item.unit}'"
        yield placed.error("A110", message, "unit", hint=f"write 'unit: {quantity.unit}'")
    elif item.unit == "people" and item.number > ALL_WHO_LIVE:
        message = f"{item.number:,.15g} people are more than live"
        yield placed.error("A110", message, "unit", hint="name what is counted, such as views")


def _numbers(quantity: Quantity) -> str:
    return " to ".join(f"{float(each):,.15g}" for each in quantity.numbers)


def every_comparison_is_as_printed(
    placed: Placed[Figure], found: Occurrence, contents: Contents
) -> Iterator[Diagnostic]:
    """A111: “year-on-year” beside a rate is a stated comparison; beside its neighbours only, it implies one.

    A comparison that is stated and printed nowhere in the sentence is refused, and so is a missing one that is
    printed beside the figure; in between, a warning.
    """
    item = placed.item
    if item.kind is not QuantityKind.GROWTH_RATE:
        return
    language = contents.context.language
    beside = next(comparisons(found.within(found.clause), language), None)
    near = beside or next(comparisons(found.within(found.sentence), language), None)
    where, basis = ("compared_with_basis",), item.compared_with_basis
    if basis is Basis.STATED and not near:
        message = f"the sentence of '{item.printed}' compares it with nothing, and its comparison is 'stated'"
        yield placed.error("A111", message, *where, hint="write 'implied' or 'missing'")
    elif basis is Basis.STATED and not beside and near:
        message = f"“{near[0]}” stands beside the neighbours of '{item.printed}' only, and its comparison is 'stated'"
        yield placed.warning("A111", message, *where, hint="write 'implied'")
    elif basis is Basis.MISSING and near:
        message = f"the sentence of '{item.printed}' says “{near[0]}”, and its comparison is 'missing'"
        tell = placed.error if beside else placed.warning
        yield tell("A111", message, *where, hint=f"write '{'stated' if beside else 'implied'}', and the comparison")
    elif basis is Basis.IMPLIED and beside:
        message = f"“{beside[0]}” stands beside '{item.printed}', and its comparison is 'implied'"
        yield placed.warning("A111", message, *where, hint="write 'stated'")


def _around(end: re.Pattern[str], text: str, at: int) -> Span:
    """Return the stretch between ends, in which a place lies."""
    first, last = 0, len(text)
    for match in end.finditer(text):
        if match.end() <= at:
            first = match.end()
        elif match.start() > at:
            last = match.end()
            break
    return first, last
