"""References in prose.

    [[robot-output-growth]]      a figure, an entity or a part, by its id
    [[ndrc|the commission]]      the same, under other words
    [[robot-output-growth|value]] a form of a figure: number, value, size, short; never other words
    [[#trends]]                  how many there are

Splits text into plain stretches and references, with their offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from digitrend.model.units import Units
from digitrend.text.lexicon import Phrases, phrase_spans
from digitrend.text.numbers import NumberStyle
from digitrend.text.quantities import grammar

FORMS = (
    "number",
    "value",
    "size",
    "short",
)  # of a figure, behind a bar: less than all of it, for a sentence that has it
# Half of a reference, with what stands at its brackets; looked for at the beginning of a word alone, and so only once.
HALF = re.compile(r"\[\[[^\[\]\s]*\]?|(?<![^\[\]\s])\[?[^\[\]\s]*(?P<end>\]\])")
LIKE = re.compile(  # a reference, but for its brackets
    r"(?:【【?|［［?|\{\{)(?P<inside>#?[a-z0-9][a-z0-9.-]*(?:[|｜][^\n【】［］{}]*)?)(?:】】?|］］?|\}\})"
)
_REFERENCE = re.compile(r"\[\[(?P<count>#)?(?P<id>[^\]\[|\n]*)(?:\|(?P<words>[^\]\[]*))?\]\]")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as written."""

    id: str  # what it names; for a count, the kind that is counted
    words: str  # the words to show instead of the name; "" for none
    count: bool  # "[[#trends]]": how many there are
    offset: int  # where it starts in the text, from 0
    length: int
    words_at: int = 0  # where its words start in the text, from 0; 0 when it has none


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text between references."""

    text: str
    offset: int


@lru_cache(maxsize=8192)  # the rules, the lookup and the plan all ask for the same texts
def split(text: str) -> tuple[Stretch | Ref, ...]:
    """Return the stretches and references of `text` in order; together they cover it."""
    return tuple(_split(text))


def _split(text: str) -> Iterator[Stretch | Ref]:
    at = 0
    for match in _REFERENCE.finditer(text):
        if match.start() > at:
            yield Stretch(text[at : match.start()], at)
        words = " ".join((match["words"] or "").split())
        words_at = max(match.start("words"), 0)
        yield Ref(match["id"].strip(), words, bool(match["count"]), match.start(), len(match[0]), words_at)
        at = match.end()
    if at < len(text):
        yield Stretch(text[at:], at)


def references(text: str) -> Iterator[Ref]:
    """Yield the references of `text` in order."""
    return (piece for piece in split(text) if isinstance(piece, Ref))


@lru_cache(maxsize=8192)  # as above
def stray_brackets(text: str) -> tuple[int, ...]:
    """Return the offset of each "[[" or "]]" that is part of no reference."""
    return tuple(
        piece.offset + (half.start() if half["end"] is None else half.start("end"))
        for piece in split(text)
        if isinstance(piece, Stretch)
        for half in HALF.finditer(piece.text)
    )


@lru_cache(maxsize=8192)
def other_brackets(text: str) -> tuple[tuple[int, str], ...]:
    """Return the offset and text of what looks like a reference in other brackets."""
    return tuple(
        (piece.offset + like.start(), like["inside"])
        for piece in split(text)
        if isinstance(piece, Stretch)
        for like in LIKE.finditer(piece.text)
    )


# Inline Markdown, as much of it as prose may hold.
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>-])")
_MARKS = (
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
    (re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"\*(?=\S)(.+?)(?<=\S)\*"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)"), r"\1"),
)


def without_marks(text: str) -> str:
    """Return a text without inline Markdown."""
    if not re.search(r"[*_`\[<\\]", text):
        return text
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\ue002{len(kept) - 1}\ue003"

    text = _ESCAPED.sub(keep, text)
    for pattern, words in _MARKS:
        text = pattern.sub(words, text)
    return re.sub("\ue002([0-9]+)\ue003", lambda found: kept[int(found[1])], text)


MARKDOWN = (  # what prose does not support, and what to do instead; the first for a line, too
    (re.compile(r"!\["), "an image", "leave it out; charts are the pictures of a briefing"),
    (re.compile(r"\[\^"), "a footnote", "say it in the sentence, or in a note on the text"),
)
BLOCKS = (
    (
        re.compile(r"^ {0,3}\[[^\]\n]+\]:", re.MULTILINE),
        "a link's definition",
        "write [words](https://…) in the sentence",
    ),
    (re.compile(r"^ {0,3}#{1,6}[ \t]", re.MULTILINE), "a heading", "leave it out; fields have headings of their own"),
    (re.compile(r"\S\n {0,3}(?:=+|-{2,})[ \t]*$", re.MULTILINE), "a heading", "leave out the line below the words"),
    (re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE), "a block of code", "put `…` around the words, in the sentence"),
    (re.compile(r"^[ |]*:?-{2,}:? *\|", re.MULTILINE), "a table", "encode its figures, or write a list"),
    (
        re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$", re.MULTILINE),
        "a rule",
        "leave it out",
    ),
    (re.compile(r"^(?:[ \t]*(?:[-+*>]|\d+[.)])[ \t]+){4}", re.MULTILINE), "a list in lists in lists", "make it flat"),
    (
        re.compile(r"(?:\A|\n[ \t]*\n)(?: {4}|\t)(?![ \t]*(?:[-+*]|\d+[.)])[ \t])\S"),
        "a block of code",
        "begin it at the margin",
    ),
)
MOST_BRACKETS = 200  # in a text, of those that are no references: the time that Markdown takes grows with their square
# Where a reference would be put into an attribute, or a link into a link.
_LABEL = r"\[(?:[^\[\]]|\[[^\[\]]*\])*"
_LINKS = re.compile(
    rf"(?P<label>{_LABEL})\](?P<to>\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]]*\])|(?P<auto><(?:https?:|mailto:)[^<>\n]*>)"
)


def unsupported(text: str, *, block: bool) -> Iterator[tuple[int, str, str]]:
    """Yield the offset, name and hint of Markdown that prose does not support."""
    bare = "".join("\ue000" * piece.length if isinstance(piece, Ref) else piece.text for piece in split(text))
    for pattern, what, fix in (*MARKDOWN, *(BLOCKS if block else ())):
        if found := pattern.search(bare):
            yield found.start() + len(found[0]) - len(found[0].lstrip()), what, fix
    if bare.count("[") > MOST_BRACKETS:
        yield bare.index("["), f"more than {MOST_BRACKETS} square brackets", "leave them out"


def misplaced(text: str) -> Iterator[int]:
    """Yield the offsets of references inside links: in text, address or title."""
    refs = {piece.offset: piece for piece in split(text) if isinstance(piece, Ref)}
    if not refs or ("[" not in text.replace("[[", "") and "<" not in text):
        return
    bare = "".join("\ue000" * piece.length if isinstance(piece, Ref) else piece.text for piece in split(text))
    for link in _LINKS.finditer(bare):
        for offset, ref in refs.items():
            if link.start() < offset < link.end() and not (ref.count and offset < link.end("label")):
                yield offset


def nested(text: str) -> Iterator[int]:
    """Yield the offsets of links inside the text of other links."""
    for link in _LINKS.finditer(text):
        words = link["label"] or ""
        inner = re.search(r"\]\(|<https?:|https?://", words)
        if inner and link["to"]:
            yield link.start() + inner.start()


# References, links and code: what stands in them is no prose.
_MARKUP = re.compile(r"\[\[[^\]\n]*\]\]|`[^`\n]*`|https?://[^\s)\]]+|(?<=\])\([^)\n]*\)|\bwww\.[^\s)]+")


class Untraceable(NamedTuple):
    """A quantity in prose that no figure stands for."""

    start: int
    end: int
    text: str


def untraceable(
    text: str, language: str, units: Units, names: Iterable[str] = (), idioms: Iterable[str] = ()
) -> list[Untraceable]:
    """Return the quantities of a text that cannot be traced.

    `names` are those of the briefing (entities and their aliases), `idioms` what an item excuses; an idiom that is a
    quantity itself does not excuse it (`is_quantity`).
    """
    return _untraceable(text, language, units, tuple(names), tuple(idioms))


@lru_cache(maxsize=4096)  # most texts of a briefing stay as they are from one check to the next
def _untraceable(
    text: str, language: str, units: Units, names: tuple[str, ...], idioms: tuple[str, ...]
) -> list[Untraceable]:
    rules = grammar(language, units)
    if not rules.vocabulary.may_tell(_MARKUP.sub(" ", text)):
        return []
    passed = _passed(language, units, names, idioms)
    masks = [match.span() for match in _MARKUP.finditer(text)]
    tokens = rules.tokens(text, masks, passed)
    spans = [(found.start, found.end) for found in rules.find(tokens)]
    vague = phrase_spans(tokens, rules.vocabulary.vague)
    spans += [(start, end) for start, end in vague if not _inside(start, spans)]
    return [Untraceable(start, end, text[start:end]) for start, end in sorted(spans)]


@lru_cache(maxsize=64)
def _passed(language: str, units: Units, names: tuple[str, ...], idioms: tuple[str, ...]) -> Phrases[bool]:
    """Return the table of what passes; kept, since the names are the same for all texts of a briefing."""
    passed: Phrases[bool] = Phrases(grammar(language, units).words.pattern)
    passed.add(names, True)
    passed.add((each for each in idioms if not is_quantity(each, language, units)), True)
    return passed


def is_quantity(text: str, language: str, units: Units) -> bool:
    """Return whether a phrase is nothing but a quantity: "30 per cent", "doubled"."""
    rules = grammar(language, units)
    bare = text.strip().rstrip(".")
    if not rules.vocabulary.may_tell(bare):
        return False
    found = next(iter(rules.find(rules.tokens(bare), lenient=True)), None)
    if found is None or (found.style is NumberStyle.WORDS and not found.has_unit):
        return False
    return found.end - found.start >= len(bare) * 0.6


def _inside(start: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= start < last for first, last in spans)
