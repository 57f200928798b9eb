"""Figures in their sentences: what the words around a figure demand of the figure that quotes it.

Takes a figure and a place where its `printed` stands; the vocabulary is English, with the commonest Chinese words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from digitrend.audit.source import SourceLine, Span
from digitrend.check.contents import Placed
from digitrend.diagnostics import Diagnostic
from digitrend.model import Basis, Figure, FigureKind, Qualifier, Unit
from digitrend.printed import COMPARISON, printed_value

SENTENCE_END = re.compile(r"[.!?](?:[\"')\]]*)(?= +[^\s,;a-z]|$)|[。！？；;]")
CLAUSE_END = re.compile(r"[,，、;；:](?![0-9])|[.!?。！？](?= |$)")
FIGURE = re.compile(r"(?<![A-Za-z0-9.,])\d+(?:[.,]\d+)*(?![A-Za-z])")  # not the digits of a name, such as 5G
SIGNED = re.compile(r"(?:(?:RMB|CNY|[¥￥$€£])\s*)?(?:(?<!\w)-)?$")
LONGEST = 80  # characters that a figure with its scale and unit may take
NO_LETTERS = {ord("ı"): "\0", ord("İ"): "\0"}  # which a pattern that ignores case takes for an i

MORE_THAN = re.compile(
    r"\b(?:more than|over|above|at least|no (?:less|fewer) than|upwards of|in excess of|exceed(?:s|ed|ing)?)\s+$"
    r"|(?:超过|逾|至少)\s*$",
    re.IGNORECASE,
)
OR_MORE = re.compile(r"^[^,.;]{0,30}?(?: or more\b| and above\b(?! all)|以上)", re.IGNORECASE)
INCOMPLETE = re.compile(r"\bincomplete statistics\b|不完全统计", re.IGNORECASE)
ROUGHLY = re.compile(
    r"\b(about|nearly|almost|around|roughly|approximately|some|up to|less than|fewer than|under|close to)\s+$",
    re.IGNORECASE,
)

NOUNS: dict[Unit, tuple[str, ...]] = {
    Unit.PEOPLE: (
        *(
            "people",
            "persons",
            "residents",
            "citizens",
            "users",
            "workers",
            "hosts",
            "anchors",
            "employees",
            "visitors",
        ),
        *("passengers", "viewers", "students", "patients", "customers", "consumers", "farmers", "pickers"),
    ),
    Unit.BROADCASTS: ("broadcasts", "livestreams", "streams"),
    Unit.VIEWS: ("views", "viewers", "viewings"),
    Unit.PRODUCTS: ("products", "goods"),
    Unit.CATEGORIES: ("categories", "classes", "types", "kinds"),
    Unit.SCENARIOS: ("scenarios", "scenes"),
    Unit.PROVINCES: ("provinces", "cities", "municipalities", "regions"),
}
PHRASE_END = re.compile(
    r"[^\w\s'-]|\b(?:of|that|which|who|whose|with|from|in|on|at|by|for|to|such|and|or|are|is|was|were|has|have|had)\b"
)
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


def every_hedge_is_a_qualifier(placed: Placed[Figure], found: Occurrence) -> Iterator[Diagnostic]:
    """A109: “more than” before a figure and “incomplete statistics” in its sentence demand the qualifier.

    A qualifier that the sentence does not bear out is refused as well.  Words such as “nearly”, for which there is no
    qualifier, are to be told among the doubts: a warning.
    """
    item, demanded = placed.item, _demanded(found)
    if item.qualifier in demanded:
        return
    if demanded or item.qualifier is not Qualifier.EXACT:
        meant = demanded or (Qualifier.EXACT,)
        does = f"hedges '{item.printed}' with “{meant[0]}”" if demanded else f"does not hedge '{item.printed}'"
        message = f"the source {does}, and the qualifier is '{item.qualifier}'"
        hint = " or ".join(f"write 'qualifier: {each}'" for each in meant)
        yield placed.error("A109", message, "qualifier", hint=hint)
    elif (hedge := ROUGHLY.search(found.before)) and not any(hedge[1].lower() in each.lower() for each in item.doubts):
        message = f"the source says “{hedge[1]}” before '{item.printed}', and the figure does not"
        yield placed.warning("A109", message, "printed", hint="say so among the doubts")


def _demanded(found: Occurrence) -> tuple[Qualifier, ...]:
    demanded: list[Qualifier] = []
    if MORE_THAN.search(found.before) or OR_MORE.search(found.after):
        demanded.append(Qualifier.MORE_THAN)
    if INCOMPLETE.search(found.within(found.sentence)):
        demanded.append(Qualifier.INCOMPLETE)
    return tuple(demanded)


def every_figure_is_quoted_whole(placed: Placed[Figure], found: Occurrence) -> Iterator[Diagnostic]:
    """A110: the figure as it goes on in the source, with scale and unit, is the figure's value and unit.

    What the source counts there ("48 scenarios") is the unit, too; and no more people are counted than live.
    """
    item = placed.item
    if not re.match(r"\d", found.line.text[found.number :]):
        return
    read, quoted = printed_value(found.figure), printed_value(item.printed)
    if read is not None and quoted is not None and read[0] != quoted[0]:
        message = f"the source has {read[0]:,.15g} where '{item.printed}' stands"
        yield placed.error("A110", message, "printed", hint="quote the whole figure, with its scale and unit")
    elif read is not None and read[0] != item.value:
        message = f"the source has {read[0]:,.15g} where '{item.printed}' stands, and the value is {item.value:,.15g}"
        yield placed.error("A110", message, "value", hint=f"write 'value: {read[0]:.15g}', or quote another figure")
    elif read is not None and read[1] not in (None, item.unit):
        message = f"the source gives '{item.printed}' in {read[1]}, and the unit is '{item.unit}'"
        yield placed.error("A110", message, "unit", hint=f"write 'unit: {read[1]}'")
    else:
        yield from _miscounted(placed, found)


def _miscounted(placed: Placed[Figure], found: Occurrence) -> Iterator[Diagnostic]:
    item = placed.item
    noun, units = _counted(found)
    if units and item.unit not in units:
        message = f"the source counts '{noun}' there, and the unit is '{item.unit}'"
        yield placed.error("A110", message, "unit", hint=" or ".join(f"write 'unit: {each}'" for each in units))
    elif item.unit is Unit.PEOPLE and item.value > ALL_WHO_LIVE:
        message = f"{item.value:,.15g} people are more than live"
        yield placed.error("A110", message, "unit", hint="name what is counted, such as views")


def _counted(found: Occurrence) -> tuple[str, tuple[Unit, ...]]:
    """Return the noun that the figure counts, as far as it is known, and the units that it may stand for."""
    phrase = re.sub(r"^\s*(?:(?:hundred|thousand|million|billion|trillion)\b\s*)*", "", found.after)
    end = PHRASE_END.search(phrase)
    for word in phrase[: end.start() if end else None].lower().split():
        if units := tuple(unit for unit, nouns in NOUNS.items() if word in nouns):
            return word, units
    return "", ()


def every_comparison_is_as_printed(placed: Placed[Figure], found: Occurrence) -> Iterator[Diagnostic]:
    """A111: “year-on-year” beside a rate is a stated comparison; beside its neighbours only, it implies one.

    A comparison that is stated and printed nowhere in the sentence is refused, and so is a missing one that is
    printed beside the figure; in between, a warning.
    """
    item = placed.item
    if item.kind is not FigureKind.GROWTH_RATE:
        return
    beside = COMPARISON.search(found.within(found.clause))
    near = beside or COMPARISON.search(found.within(found.sentence))
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
