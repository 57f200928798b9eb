"""The rule for prose: no quantity that cannot be traced to a figure.

A reference such as [[robot-output-growth]] brings its figure with it. What else is a quantity is refused: digits,
numbers with a unit, per cent, scale or currency, fractions, multiples, and words such as "a handful of".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from digitrend.model.units import Units
from digitrend.text.numbers import Style
from digitrend.text.quantities import grammar
from digitrend.text.tokens import Phrases, phrase_spans

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
    rules = grammar(language, units)
    passed = _passed(language, units, tuple(names), tuple(idioms))
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
    """Return whether a phrase spells nothing but a quantity, so that it excuses none: "30 per cent", "doubled"."""
    rules = grammar(language, units)
    bare = text.strip().rstrip(".")
    found = next(iter(rules.find(rules.tokens(bare), lenient=True)), None)
    if found is None or (found.style is Style.WORDS and not found.has_unit):
        return False
    return found.end - found.start >= len(bare) * 0.6


def _inside(start: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= start < last for first, last in spans)
