"""Prose: a number in it is a reference to a statistic, or is excused by a rule that says why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digitrend.diagnostics import Diagnostic
from digitrend.model import Item, Where, prose_in
from digitrend.prose import Ref, Stretch, split, stray_brackets

from .contents import Contents, Placed

# A year stands alone and is no quantity; so is a range of years, as of a plan.
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)")
DIGITS = re.compile(r"[0-9０-９]+(?:[.,][0-9０-９]+)*(?:\s?[%％])?")
NUMBER_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|scores"
    r"|half|halves|halved|(?:a|one) (?:third|quarter|fifth|tenth)|(?:third|quarter|fifth|tenth)s"
    r"|double[ds]?|doubling|twofold|threefold|tenfold|triple[ds]?|tripling|quadruple[ds]?|twice|thrice)\b",
    re.IGNORECASE,
)
CHINESE = re.compile(r"[一二三四五六七八九十百千万亿两〇零]+")


def no_number_is_typed(contents: Contents) -> Iterator[Diagnostic]:
    """R301: a digit typed into prose.  R302: a number word that carries a quantity.

    Excused are years, names of entities as they are given (5G, G20, the 14th Five-Year Plan), and the idioms that
    `briefing.yaml` lists with a reason.
    """
    excused = _excused(contents)
    for placed, where, stretch in _stretches(contents):
        spans = [match.span() for pattern in excused for match in pattern.finditer(stretch.text)]
        spans += [match.span() for match in YEAR.finditer(stretch.text)]
        for code, pattern in (("R301", DIGITS), ("R302", NUMBER_WORDS), ("R302", CHINESE)):
            for match in pattern.finditer(stretch.text):
                if not any(start <= match.start() and match.end() <= end for start, end in spans):
                    yield _typed(code, match[0].strip(), placed, where, stretch.offset + match.start())


def _typed(code: str, text: str, placed: Placed[Item], where: Where, offset: int) -> Diagnostic:
    what = "number" if code == "R301" else "quantity"
    hint = "refer to the statistic by its id, as in [[some-statistic]]; a count of the briefing's own is [[#trends]]"
    at = placed.document.inside((*placed.where, *where), offset)
    return Diagnostic(code, f"the {what} '{text}' is typed into prose", placed.document.path, at, hint=hint)


def _excused(contents: Contents) -> list[re.Pattern[str]]:
    """Return patterns for the names and idioms that may hold a number."""
    names = {
        name
        for _, placed in contents.entities
        for name in (placed.item.name, placed.item.acronym, *placed.item.aliases)
        if DIGITS.search(name) or NUMBER_WORDS.search(name)
    }
    idioms = {idiom.text for idiom in contents.overview.item.idioms} if contents.overview else set[str]()
    return [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE) for name in sorted(names | idioms)]


def _stretches(contents: Contents) -> Iterator[tuple[Placed[Item], Where, Stretch]]:
    for placed in contents.written:
        for where, text, _ in prose_in(placed.item):
            for piece in split(text):
                if isinstance(piece, Stretch):
                    yield placed, where, piece
                elif piece.words:
                    yield placed, where, Stretch(piece.words, piece.offset)


def a_figure_keeps_its_qualifier(contents: Contents) -> Iterator[Diagnostic]:
    """R303: a reference to a statistic takes no words of its own, since its qualifier would be lost."""
    for placed, where, ref in _refs(contents):
        if ref.words and contents.kinds.get(ref.id) == "statistic":
            at = placed.document.inside((*placed.where, *where), ref.offset)
            message = f"the reference to the statistic '{ref.id}' has words of its own"
            yield Diagnostic("R303", message, placed.document.path, at, hint=f"write [[{ref.id}]]")


def every_bracket_closes(contents: Contents) -> Iterator[Diagnostic]:
    """R304: double square brackets come in pairs around one id."""
    for placed in contents.written:
        for where, text, _ in prose_in(placed.item):
            for offset in stray_brackets(text):
                at = placed.document.inside((*placed.where, *where), offset)
                hint = "write [[id]] or [[id|words]]"
                yield Diagnostic("R304", "a reference does not close", placed.document.path, at, hint=hint)


def _refs(contents: Contents) -> Iterator[tuple[Placed[Item], Where, Ref]]:
    for placed in contents.written:
        for where, text, _ in prose_in(placed.item):
            yield from ((placed, where, piece) for piece in split(text) if isinstance(piece, Ref))
