"""Words beside a figure: what a sentence says of a reference, and hedges that the language's table does not know."""

from __future__ import annotations

from typing import NamedTuple

from digitrend.model.quantities import Direction, Qualifier
from digitrend.model.units import Units
from digitrend.text.quantities import grammar
from digitrend.text.tokens import tokenize

_FIGURE = " 7 MW "  # stands for the figure: an amount that any direction and hedge may go with
_REACH = 120  # characters before and behind that may belong to it


class Beside(NamedTuple):
    """What the words around a figure say of it: "fell by nearly …" is nearly, down."""

    qualifier: Qualifier
    direction: Direction


def words_beside(before: str, after: str, language: str, units: Units) -> Beside:
    """Return the hedge and the direction that a sentence gives to the figure between `before` and `after`.

    "fell by [[x]]" and "[[x]] lower" are down; "fell to [[x]]" has no direction, since it names a level.
    """
    head = before[-_REACH:]
    text = head + _FIGURE + after[:_REACH]
    rules = grammar(language, units)
    place = len(head) + 1
    for found in rules.find(rules.tokens(text)):
        if found.start <= place < found.end:
            return Beside(found.quantity.qualifier, found.quantity.direction)
    return Beside(Qualifier.EXACT, Direction.NONE)


def unknown_hedge(printed: str, language: str, units: Units) -> str:
    """Return a word directly before the quantity of `printed` that looks like a hedge and is none known; else ""."""
    rules = grammar(language, units)
    found = next(iter(rules.find(rules.tokens(printed), lenient=True)), None)
    if found is None:
        return ""
    before = tokenize(printed[: found.start], rules.words.pattern)
    if not before:
        return ""
    for phrase in rules.words.words("doubtful"):
        if printed[: found.start].rstrip().lower().endswith(phrase):
            return phrase
    ending = rules.words.text("hedge_ending")
    return before[-1].text if ending and before[-1].low.endswith(ending) else ""
