"""Words that exclude each other: exports and output, households and industry, coal and gas, opens and closes.

Each set of `contrasts` and `antonyms` in a language's data lists what cannot be the same thing; every entry has its
words, apart by "|", and "*" ends a word in any way.  Those of `turns` exclude each other only of one thing: demand is
higher, and not lower.  Those of `vouched` are said only of what says so: the first entry needs one of the set.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from digitrend.text.lexicon import lexicon

WORD = re.compile(r"[^\W\d_]+")
SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
LONGEST = 3  # words of a phrase
SHORTEST = 3  # letters that "*" can follow
BEGINNING = 5  # letters by which a word is known again
Entries = dict[str, tuple[tuple[int, int], ...]]
DENYING = ("denials", "refusals")
USUAL = 2  # sentences in which a word may stand near others before it tells nothing
NEAR = 6  # words, or Chinese characters, that tell of what another is said
BESIDE = 3  # words behind "most" that tell of what; characters of a Chinese text, among which it is denied


class Entry(NamedTuple):
    """An entry of a set in a sentence: its word there, what stands near it, and what is denied."""

    at: tuple[int, int]
    word: str
    near: frozenset[str]
    denied: bool
    denies: bool  # as "most did not"
    head: frozenset[str]  # what stands next behind it


@lru_cache(maxsize=8192)
def sides_of(text: str, language: str) -> dict[tuple[int, int], str]:
    """Return which entries of which sets a text has, each with its first word there."""
    found = [each for part in SENTENCE.split(text) for each in _said(part, language)]
    return {each.at: each.word for each in reversed(found)}


@lru_cache(maxsize=16384)
def _said(text: str, language: str) -> list[Entry]:
    """Return the entries that a sentence has, in its order."""
    single, starts, phrases = _table(language)
    stop, denials, refusals, leads = (_set(key, language) for key in ("stop_words", *DENYING, "verb_leads"))
    things, vouched = (_first(key, language) for key in ("antonyms", "vouched"))
    said = []
    if not lexicon(language).has_spaces:
        found = ((each.start(), w) for w in phrases if w in text for each in re.finditer(w, text))
        for start, word in sorted(found):
            sides = text[max(start - NEAR, 0) : start], text[start + len(word) :][:NEAR]
            pairs = {side[i : i + 2] for side in sides for i in range(len(side) - 1)}
            denied = any(each in sides[0][-BESIDE:] for each in denials)
            denies = any(each in sides[1][:BESIDE] for each in denials)
            near = frozenset(each for each in pairs if not stop & {*each})
            said += [Entry(at, word, near, denied, denies, near) for at in phrases[word]]
        return said
    words = WORD.findall(text)
    lower = [each.lower() for each in words]
    for i, word in enumerate(lower):
        first = things if i and lower[i - 1] in leads else 0
        hits = [(at, words[i]) for at in (*single.get(word, ()), *_begun(word, language)) if at[0] >= first]
        for n in range(2, LONGEST + 1) if word in starts else ():
            phrase = " ".join(lower[i : i + n])
            hits += [(at, phrase) for at in phrases.get(phrase, ())]
        if hits:
            before, behind = lower[max(i - NEAR, 0) : i], lower[i + 1 : i + NEAR + 1]
            asked = any(things <= at[0] < vouched for at, _ in hits)
            own, head = (
                frozenset([e[:BEGINNING] for e in near if len(e) >= SHORTEST and e not in stop])
                for near in ((*before, *behind) if asked else (), behind[:BESIDE] if asked else ())
            )
            ways = (not denials.isdisjoint(before), not (denials | refusals).isdisjoint(behind))
            said += [Entry(at, each, own, *ways, head) for at, each in hits]
    return said


def contrast(text: str, other: str, language: str, *, antonyms: bool = False) -> str:
    """Return the word of a text that names another thing than the other text does; "" where they can agree.

    With `antonyms`, only what is said of things is compared, and not which things they are.
    """
    ours, theirs = sides_of(text, language), sides_of(other, language)
    first, last = _first("antonyms", language) if antonyms else 0, _first("turns", language)
    sets = {at[0] for at in ours if first <= at[0] < last}
    for each in sorted(sets & {at[0] for at in theirs}):
        mine = {at for at in ours if at[0] == each}
        if not any(at in theirs for at in mine):
            return ours[min(mine)]
    return ""


def unborne(text: str, other: str, language: str, *, antonyms: bool = False) -> str:
    """Return the word of a text that the paragraph which it retells does not bear out; "" where it bears out all.

    Beside what `contrast` tells of, each entry is to stand there that excludes what stands there, of the same thing;
    and of what is to be vouched for, a word.
    """
    theirs = sides_of(other, language)
    told = {at[0] for at in theirs}
    things, turns, vouched = (_first(key, language) for key in ("antonyms", "turns", "vouched"))
    first = things if antonyms else 0
    said, often = _sentences(other, language)
    for at, word, near, denied, denies, head in (e for part in SENTENCE.split(text) for e in _said(part, language)):
        if denied:
            continue  # "not in the same way" is in another
        if (first <= at[0] < turns and at[0] in told and at not in theirs) or (
            at[0] >= vouched and not at[1] and at[0] not in told
        ):
            return word
        alike = [each.denies for had in said for each in had if at[0] == turns and each.at == at and each.head & head]
        if alike and denies not in alike:
            return word  # "most", and the other text says that most do not
        rare = {each for each in near if often[each] <= USUAL}
        of_it = [{each.at for each in had if each.at[0] == at[0] and each.near & rare} for had in said if rare]
        others = [had for had, sides in zip(said, of_it, strict=False) if sides]
        if others and not any(at in sides for sides in of_it) and any(at not in {e.at for e in had} for had in others):
            return word
    return ""


@lru_cache(maxsize=1024)
def _sentences(text: str, language: str) -> tuple[list[list[Entry]], Counter[str]]:
    """Return the entries of each sentence of a text, and in how many of them each word stands near one."""
    said = [_said(each, language) for each in SENTENCE.split(text)]
    return said, Counter(word for had in said for word in frozenset[str]().union(*(each.near for each in had)))


def crossed(text: str, other: str, language: str) -> str:
    """Return a part of a text that says of one thing what the other text says of the next, and the next the reverse."""
    pairs = _pairs(other, language)
    for sentence in SENTENCE.split(text):
        for _, one, two in _pairs(sentence, language):
            if any(one & a and one & b and two & a and two & b for _, a, b in pairs):
                whole = next(each for each, a, b in pairs if one & a and one & b and two & a and two & b)
                said = [(one & a, one & b, two & a, two & b) for each, a, b in pairs if each == whole]
                if not any(bool(m and n) is not bool(k and j) for m, k, j, n in said):
                    return sentence
    return ""


@lru_cache(maxsize=8192)
def _pairs(text: str, language: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """Return each part of a sentence with the next one: the words that mean something and that only one of them has."""
    found = []
    for sentence in SENTENCE.split(text):
        found += [(sentence, a - b, b - a) for a, b in pairwise(_parts(sentence, language))]
    return found


def _parts(sentence: str, language: str) -> list[frozenset[str]]:
    """Return the words that mean something of each part of a sentence, by their beginnings."""
    stop, joint = _set("stop_words", language), lexicon(language).text("joint") or "(?!)"
    parts = (WORD.findall(each.lower()) for each in re.split(joint, sentence))
    clauses = (part if len(part) >= BESIDE else () for part in parts)  # of "prevent and control jointly" none is one
    return [frozenset(e[:BEGINNING] for e in part if len(e) > SHORTEST and e not in stop) for part in clauses]


def measure_apart(text: str, other: str, language: str) -> str:
    """Return the word for what is measured, such as "sales", of a text where the other text has none; else ""."""
    ours, theirs = ({at: word for at, word in sides_of(each, language).items() if not at[0]} for each in (text, other))
    return "" if theirs else next(iter(ours.values()), "")


@cache
def _set(key: str, language: str) -> frozenset[str]:
    return frozenset(lexicon(language).words(key))


KEYS = ("contrasts", "antonyms", "turns", "vouched")


@cache
def _first(key: str, language: str) -> int:
    """Return the number of the first set of a list: those of all lists are counted on."""
    data = lexicon(language).data
    return sum(len(data.get(each) or ()) for each in KEYS[: KEYS.index(key)])


@cache
def _begun(word: str, language: str) -> tuple[tuple[int, int], ...]:
    return tuple(at for start, at in _beginnings(language).get(word[:SHORTEST], ()) if word.startswith(start))


@cache
def _entries(language: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    sets = [each for key in KEYS for each in lexicon(language).data.get(key) or ()]
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
def _table(language: str) -> tuple[Entries, frozenset[str], Entries]:
    """Return the single words, the first words of phrases, and the phrases; without spaces all are phrases."""
    single: Entries = {}
    phrases: Entries = {}
    for word, at in _entries(language):
        if " " in word or not lexicon(language).has_spaces:
            phrases[word] = (*phrases.get(word, ()), at)
        elif not word.endswith("*"):
            single[word] = (*single.get(word, ()), at)
    return single, frozenset(each.partition(" ")[0] for each in phrases), phrases
