"""Words that exclude each other: exports and output, households and industry, coal and gas, opens and closes.

Each set of `contrasts` and `antonyms` in a language's data lists what cannot be the same thing; every entry has its
words, apart by "|", and "*" ends a word in any way.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from digitrend.text.lexicon import lexicon

WORD = re.compile(r"[^\W\d_]+")
LONGEST = 3  # words of a phrase
SHORTEST = 3  # letters that "*" can follow


@lru_cache(maxsize=8192)
def sides_of(text: str, language: str) -> dict[tuple[int, int], str]:
    """Return which entries of which sets a text has, each with its first word there."""
    single, starts, phrases = _table(language)
    if not lexicon(language).has_spaces:
        return {at: word for word, at in phrases.items() if word in text}
    found: dict[tuple[int, int], str] = {}
    words = WORD.findall(text)
    lower = [each.lower() for each in words]
    leads = frozenset(lexicon(language).words("verb_leads"))
    for i, word in enumerate(lower):
        first = _things(language) if i and lower[i - 1] in leads else 0
        for at in (*single.get(word, ()), *_begun(word, language)):
            if at[0] >= first:
                found.setdefault(at, words[i])
        if word in starts:
            for n in range(2, LONGEST + 1):
                phrase = " ".join(lower[i : i + n])
                if phrase in phrases:
                    found.setdefault(phrases[phrase], phrase)
    return found


def contrast(text: str, other: str, language: str, *, antonyms: bool = False) -> str:
    """Return the word of a text that names another thing than the other text does; "" where they can agree.

    With `antonyms`, only what is said of things is compared, and not which things they are.
    """
    ours, theirs = sides_of(text, language), sides_of(other, language)
    first = _things(language) if antonyms else 0
    sets = {at[0] for at in ours if at[0] >= first}
    for each in sorted(sets & {at[0] for at in theirs}):
        mine = {at for at in ours if at[0] == each}
        if not any(at in theirs for at in mine):
            return ours[min(mine)]
    return ""


def measure_apart(text: str, other: str, language: str) -> str:
    """Return the word for what is measured, such as "sales", of a text where the other text has none; else ""."""
    ours, theirs = ({at: word for at, word in sides_of(each, language).items() if not at[0]} for each in (text, other))
    return "" if theirs else next(iter(ours.values()), "")


def _things(language: str) -> int:
    """Return how many sets are of things; those behind them are antonyms."""
    return len(lexicon(language).data.get("contrasts") or ())


@cache
def _begun(word: str, language: str) -> tuple[tuple[int, int], ...]:
    return tuple(at for start, at in _beginnings(language).get(word[:SHORTEST], ()) if word.startswith(start))


@cache
def _entries(language: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    data = lexicon(language).data
    sets = [*(data.get("contrasts") or ()), *(data.get("antonyms") or ())]
    return tuple((w, (i, j)) for i, each in enumerate(sets) for j, entry in enumerate(each) for w in entry.split("|"))


@cache
def _beginnings(language: str) -> dict[str, list[tuple[str, tuple[int, int]]]]:
    """Return the entries that end in any way, by their first letters."""
    found: dict[str, list[tuple[str, tuple[int, int]]]] = {}
    for word, at in _entries(language):
        if word.endswith("*"):
            found.setdefault(word[:SHORTEST], []).append((word[:-1], at))
    return found


@cache
def _table(language: str) -> tuple[dict[str, tuple[tuple[int, int], ...]], frozenset[str], dict[str, tuple[int, int]]]:
    """Return the single words, the first words of phrases, and the phrases; without spaces all are phrases."""
    single: dict[str, tuple[tuple[int, int], ...]] = {}
    phrases: dict[str, tuple[int, int]] = {}
    for word, at in _entries(language):
        if " " in word or not lexicon(language).has_spaces:
            phrases[word] = at
        elif not word.endswith("*"):
            single[word] = (*single.get(word, ()), at)
    return single, frozenset(each.partition(" ")[0] for each in phrases), phrases
