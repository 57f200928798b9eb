"""Words that exclude each other: exports and output, households and industry, coal and gas, opens and closes.

Each set of `contrasts` and `antonyms` in a language's data lists what cannot be the same thing; every entry has its
words, apart by "|", and "*" ends a word in any way.  Those of `turns` exclude each other only of one thing: demand is
higher, and not lower.  Those of `vouched` are said only of what says so: the first entry needs one of the set.  Those
of `moves` are further words for a rise and a fall.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from digitrend.text.lexicon import lexicon

WORD = re.compile(r"[^\W\d_]+")
SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])|\n\s*\n")
LONGEST = 3  # words of a phrase
SHORTEST = 3  # letters that "*" can follow
BEGINNING = 5  # letters by which a word is known again
Entries = dict[str, tuple[tuple[int, int], ...]]
DENYING = ("denials", "refusals")
HIGH = 2  # of the turns: high and low, behind rise and fall
USUAL = 2  # sentences in which a word may stand near others before it tells nothing
NEAR = 6  # words, or Chinese characters, that tell of what another is said
BESIDE = 3  # words, or Chinese characters, next to it


class Entry(NamedTuple):
    """An entry of a set in a sentence: its word there, and the words, or pairs of characters, before and behind it."""

    at: tuple[int, int]
    word: str
    before: tuple[str, ...]
    behind: tuple[str, ...]


@lru_cache(maxsize=8192)
def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; what a semicolon ends is one, and what the end of a paragraph does."""
    return tuple(SENTENCE.split(text))


@lru_cache(maxsize=8192)
def sides_of(text: str, language: str) -> dict[tuple[int, int], str]:
    """Return which entries of which sets a text has, each with its first word there."""
    found = [each for part in sentences_of(text) for each in _said(part, language)]
    return {each.at: each.word for each in reversed(found)}


@lru_cache(maxsize=16384)
def _said(text: str, language: str) -> list[Entry]:
    """Return the entries that a sentence has, in its order."""
    starts, phrases = _table(language)[1:]
    said = []
    if not lexicon(language).has_spaces:
        found = ((each.start(), w) for w in phrases if w in text for each in re.finditer(w, text))
        for start, word in sorted(found):
            sides = text[max(start - NEAR, 0) : start], text[start + len(word) :][:NEAR]
            before, behind = (tuple(side[i : i + 2] for i in range(len(side) - 1)) for side in sides)
            said += [Entry(at, word, before, behind) for at in phrases[word]]
        return said
    words = WORD.findall(re.sub(lexicon(language).text("sayings") or "(?!)", "", text))
    lower = tuple(each.lower() for each in words)
    leads, things = _set("verb_leads", language), _first("antonyms", language)
    verbs, articles = _set("verbs_too", language), _set("articles_next", language)
    for i, word in enumerate(lower):
        alone = _alone(word, language)
        if not alone and word not in starts:
            continue
        is_verb = word in verbs and bool(articles.intersection(lower[i + 1 : i + 2]))
        first = things if is_verb or (i and lower[i - 1] in leads) else 0
        hits = [(at, words[i]) for at in alone if at[0] >= first]
        for n in range(2, LONGEST + 1) if word in starts else ():
            phrase = " ".join(lower[i : i + n])
            hits += [(at, phrase) for at in phrases.get(phrase, ())]
        said += [Entry(at, each, lower[max(i - NEAR, 0) : i], lower[i + 1 : i + NEAR + 1]) for at, each in hits]
    return said


def _near(words: Iterable[str], language: str) -> frozenset[str]:
    """Return by what the words that tell of something are known again."""
    return frozenset[str]().union(*(_keys(each, language) for each in words))


@cache
def _keys(word: str, language: str) -> frozenset[str]:
    """Return by what a word is known again: its beginning, and that of other words for the same thing."""
    stop = _set("stop_words", language)
    if not lexicon(language).has_spaces:
        return frozenset() if stop & {*word} else frozenset([word])
    same = _alone(word, language)
    told = {word[:BEGINNING]} if len(word) >= SHORTEST and word not in stop else set()
    return frozenset(told | {f"{a}/{b}" for a, b in same if a < _first("antonyms", language)})


def _denies(words: tuple[str, ...], language: str, *keys: str) -> bool:
    """Return whether there is a denial among words, or among pairs of characters."""
    said = words if lexicon(language).has_spaces else "".join(words)
    return any(not _set(key, language).isdisjoint(said) for key in keys)


def contrast(text: str, other: str, language: str, *, antonyms: bool = False, each: bool = False) -> str:
    """Return the word of a text that names another thing than the other text does; "" where they can agree.

    With `antonyms`, only what is said of things is compared, and not which things they are; with `each`, the other
    text is to have each thing of a set of which it has one.
    """
    said = reversed([entry for part in sentences_of(text) for entry in _said(part, language)])
    ours = {entry.at: entry.word for entry in said if not _denies(entry.before[-2:], language, "denials")}
    theirs = sides_of(other, language)
    first, last = _first("antonyms", language) if antonyms else 0, _first("turns", language)
    sets = {at[0] for at in ours if first <= at[0] < last}
    for number in sorted(sets & {at[0] for at in theirs}):
        mine = {at for at in ours if at[0] == number}
        strange = {at for at in mine if at not in theirs}
        if strange and (each or strange == mine):
            return ours[min(strange)]
    return ""


def of_another_kind(text: str, other: str, language: str, key: str) -> str:
    """Return the word of a text for another thing of a kind than the other text names, such as oil for gas.

    The data's list `key` has a word of each set that counts.
    """
    numbers = {at[0] for word in lexicon(language).words(key) for at in _alone(word, language)}
    ours, theirs = ({at: w for at, w in sides_of(each, language).items() if at[0] in numbers} for each in (text, other))
    told = {at[0] for at in theirs}
    shared = {at[0] for at in ours if at in theirs}
    return next((word for at, word in sorted(ours.items()) if at[0] in told - shared), "")


def unborne(text: str, other: str, language: str, *, antonyms: bool = False) -> str:
    """Return the word of a text that the paragraph which it retells does not bear out; "" where it bears out all.

    Beside what `contrast` tells of, each entry is to stand there that excludes what stands there, of the same thing;
    and of what is to be vouched for, a word.
    """
    theirs = sides_of(other, language)
    told = {at[0] for at in theirs}
    things, turns, vouched, moves = (_first(key, language) for key in KEYS[1:])
    first = things if antonyms else 0
    for entry in (each for part in sentences_of(text) for each in _said(part, language)):
        at = entry.at
        strict = first <= at[0] < turns and at[0] in told and at not in theirs
        alone = vouched <= at[0] < moves and not at[1] and at[0] not in told
        asked = things <= at[0] < vouched and at[0] in told
        if not (strict or alone or asked) or _denies(entry.before, language, "denials"):
            continue  # "not in the same way" is in another
        if (
            strict
            or alone
            or (at[0] == turns and _denied_there(entry, other, language))
            or _turned(entry, other, language)
        ):
            return entry.word
    return ""


def _turned(entry: Entry, other: str, language: str) -> bool:
    """Return whether another text has, of the same thing, what excludes an entry, in a sentence without the entry."""
    often, said = _often(other, language), [_said(each, language) for each in sentences_of(other)]
    near = _near((*entry.before, *entry.behind), language)
    rare = {each for each in near if often[each] <= USUAL}
    of_set = [[e for e in had if e.at[0] == entry.at[0]] for had in said]
    there = any(
        any(rare & _near((*e.before, *e.behind), language) for e in had) and entry.at not in {e.at for e in had}
        for had in of_set
    )
    return there and not any(
        e.at == entry.at and near & _near((*e.before, *e.behind), language) for had in of_set for e in had
    )


def moved_otherwise(text: str, other: str, language: str, *, levels: bool = False) -> str:
    """Return the word for a rise of what another text only lets fall: "stocks build up", where inventories decline.

    With `levels`, what is low does not rise, either.
    """
    theirs: dict[tuple[int, int], set[int]] = {}  # what is measured, and which set → the sides
    high = _first("turns", language) + HIGH if levels else -1
    for thing, entry in _moves(other, language):
        number = entry.at[0] - (entry.at[0] == high)
        theirs.setdefault((thing, number), set()).add(entry.at[1])
    for thing, entry in _moves(text, language):
        sides = theirs.get((thing, entry.at[0] - (entry.at[0] == high)))
        if sides and entry.at[1] not in sides and not _denies(entry.before, language, "denials"):
            return entry.word
    return ""


@lru_cache(maxsize=1024)
def _moves(text: str, language: str) -> list[tuple[int, Entry]]:
    """Return what moves, by its number in the first set of contrasts, and the word that says which way."""
    before_noun, adjectives = _set("way_of", language), tuple(_set("way_adjectives", language))
    found = list[tuple[int, Entry]]()
    if not before_noun:
        return found
    first, last, more = _first("turns", language) + 1, _first("vouched", language), _first("moves", language)
    leads = _set("verb_leads", language) | {"to"}
    copulas, articles = _set("copulas", language), _set("articles_next", language)
    for part, said in ((one, each) for one in sentences_of(text) for each in _said(one, language)):
        if not (first <= said.at[0] < last or said.at[0] == more):
            continue
        next_ = said.behind[0] if said.behind else ""
        near = said.before[: -BESIDE - 2 : -1]  # "prices will rise"
        if said.word.lower().endswith(adjectives):
            near = said.behind[:BESIDE] if next_ and next_ not in _set("way_behind", language) else near
            if copulas.intersection(said.before[-1:]):  # "stocks stay high"
                near = said.before[: -BESIDE - 3 : -1]
        elif next_ in before_noun or (next_ in articles and said.at[0] == first):  # "raised the demand"
            near = said.behind[1 : BESIDE + 2]
        thing = next((each for word in near if (each := _measured(word, language)) is not None), None)
        if thing is None and leads.intersection(said.before[-1:]):  # "investment in core technology … will increase"
            before = WORD.findall(part.partition(said.word)[0].lower())
            things = {each for word in before if (each := _measured(word, language)) is not None}
            thing = things.pop() if len(things) == 1 else None
        if thing is not None:
            found.append((thing, said._replace(at=(first, said.at[1])) if said.at[0] == more else said))
    return found


def ways(text: str, language: str) -> set[int]:
    """Return which ways a text goes: 0 for a rise, 1 for a fall."""
    number = _first("turns", language) + 1
    return {each.at[1] for part in sentences_of(text) for each in _said(part, language) if each.at[0] == number}


def _measured(word: str, language: str) -> int | None:
    """Return the number of what is measured in the first set: output, exports, orders, sales."""
    return next((number for a, number in _alone(word, language) if not a), None)


def _denied_there(entry: Entry, other: str, language: str) -> bool:
    """Return whether another text denies what is said of the same: "most do not", where it is that most do."""
    next_ = BESIDE if lexicon(language).has_spaces else NEAR
    head, denies = _near(entry.behind[:next_], language), _denies(entry.behind, language, *DENYING)
    said = [each for part in sentences_of(other) for each in _said(part, language) if each.at == entry.at]
    alike = [_denies(e.behind, language, *DENYING) for e in said if head & _near(e.behind[:next_], language)]
    return bool(alike) and denies not in alike


@lru_cache(maxsize=1024)
def _often(text: str, language: str) -> Counter[str]:
    """Return in how many sentences of a text each word is."""
    spaces = lexicon(language).has_spaces
    sentences = sentences_of(text)
    words = (
        WORD.findall(each.lower()) if spaces else [each[i : i + 2] for i in range(len(each))] for each in sentences
    )
    return Counter(key for each in words for key in _near(each, language))


def denied_otherwise(text: str, other: str, language: str) -> str:
    """Return a word that a text denies and another only affirms, or the reverse: "without a policy"."""
    ours, theirs = _denied(text, language), _denied(other, language)
    return next((ours[key][0] for key in ours if key in theirs and ours[key][1] ^ theirs[key][1] == {True, False}), "")


@lru_cache(maxsize=8192)
def _denied(text: str, language: str) -> dict[str, tuple[str, set[bool]]]:
    """Return by what each word of a text is known again, with the word, and whether a denial stands before it."""
    spaces, stop = lexicon(language).has_spaces, _set("stop_words", language)
    by, behind, only = (_set(key, language) for key in ("denied_by", "denied_behind", "not_only"))
    found: dict[str, tuple[str, set[bool]]] = {}
    for part in re.split(r"[,;:.!?，、；：。！？]", text):
        words = WORD.findall(part.lower()) if spaces else [part[i : i + 2] for i in range(len(part) - 1)]
        is_none = spaces and words[-1:] == ["none"]
        for i, word in enumerate(words):
            if word in stop or (spaces and len(word) <= SHORTEST) or (not spaces and stop & {*word}):
                continue
            if spaces:  # "without a policy", "list neither"
                near = words[max(i - 2, 0) : i]
                denied = not by.isdisjoint(near) or not behind.isdisjoint(words[i + 1 : i + 2])
                denied = (denied or is_none) and only.isdisjoint(near)
            else:
                denied = any(each in part[max(i - NEAR, 0) : i] for each in by) or part[i + 2 : i + 4] in behind
            found.setdefault(word[:BEGINNING], (word, set()))[1].add(denied)
    return found


def crossed(text: str, other: str, language: str) -> str:
    """Return a sentence that says of one thing what another text says of the next, and of the next the reverse."""
    theirs = [pair for sentence in sentences_of(other) for pair in _pairs(sentence, language)]
    for sentence in sentences_of(text):
        for one, two in _pairs(sentence, language):
            shared = [[mine.isdisjoint(part) for mine in (one, two) for part in pair] for pair in theirs]
            straight = any((m or n) is not (k or j) for m, k, j, n in shared)
            if not straight and not all(map(any, shared)):
                return sentence
    return ""


@lru_cache(maxsize=8192)
def _pairs(sentence: str, language: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return each part of a sentence with the next one: the words that mean something and that only one of them has."""
    stop, joint = _set("stop_words", language), lexicon(language).text("joint") or "(?!)"
    parts = (WORD.findall(each.lower()) for each in re.split(joint, sentence))
    clauses = (part if len(part) >= BESIDE else () for part in parts)  # of "prevent and control jointly" none is one
    meant = [frozenset(e[:BEGINNING] for e in part if len(e) > SHORTEST and e not in stop) for part in clauses]
    return [(a - b, b - a) for a, b in pairwise(meant)]


def measures(text: str, language: str) -> dict[tuple[int, int], str]:
    """Return the words of a text for what is measured, such as "sales", by the entry that each is."""
    return {at: word for at, word in sides_of(text, language).items() if not at[0]}


def given_to_another(text: str, other: str, language: str) -> str:
    """Return who gets or leads in a text what another text gives to somebody else: consumers, for producers."""
    told = _parties(other, language) if any(_parties(text, language)) else []
    for sentence in sentences_of(text) if any(told) else ():
        for ours, theirs in zip(_parties(sentence, language), told, strict=True):
            shared = [(party, theirs[word]) for word, party in ours.items() if word in theirs]
            apart = [mine for mine, them in shared if mine.keys().isdisjoint(them)]
            if apart and not any(them.keys() <= mine.keys() for mine, them in shared):
                return next(iter(apart[0].values()))
    return ""


@lru_cache(maxsize=1024)
def _parties(text: str, language: str) -> list[dict[str, dict[int, str]]]:
    """Return for each set of parties the words of a text, each with the parties that stand nearest before it.

    Where none stands before it in its sentence, the next one does.
    """
    stop, found = _set("stop_words", language), []
    for sides in _party_words(language):
        told: dict[str, dict[int, str]] = {}
        for sentence in sentences_of(text):
            words = WORD.findall(sentence) if any(side.search(sentence) for side in sides) else []
            at = [(i, n, w) for i, w in enumerate(words) for n, side in enumerate(sides) if side.fullmatch(w)]
            here = {each[0] for each in at}
            for i, word in enumerate(words if at else ()):
                if len(word) > SHORTEST and word.lower() not in stop and i not in here:
                    n, w = next(((n, w) for j, n, w in reversed(at) if j < i), at[0][1:])
                    told.setdefault(word[:BEGINNING].lower(), {})[n] = w
        found.append(told)
    return found


@cache
def _party_words(language: str) -> list[list[re.Pattern[str]]]:
    sets = lexicon(language).data.get("parties") or ()
    return [[re.compile(rf"\b(?:{w.replace('*', '[a-z]*')})\b", re.IGNORECASE) for w in entries] for entries in sets]


def alike(text: str, other: str, language: str) -> set[str]:
    """Return the words of a text that are other words for what another says: production, output."""
    theirs = sides_of(other, language)
    return {each.word for part in sentences_of(text) for each in _said(part, language) if each.at in theirs}


def instead(word: str, other: str, language: str) -> str:
    """Return what another text says in the place of a word, for a message: its own word in quotes, if it is known."""
    table = _table(language)[2]
    ours = table.get(word if word in table else word.lower(), ()) or _alone(word.lower(), language)
    theirs = sides_of(other, language)
    found = (said for at in ours for there, said in theirs.items() if there[0] == at[0] and there != at)
    if said := next(found, ""):
        return f"“{said}”"
    return "the opposite" if word.lower()[:BEGINNING] in _denied(other, language) else "another thing"


@cache
def _set(key: str, language: str) -> frozenset[str]:
    return frozenset(lexicon(language).words(key))


KEYS = ("contrasts", "antonyms", "turns", "vouched", "moves")


@cache
def _first(key: str, language: str) -> int:
    """Return the number of the first set of a list: those of all lists are counted on."""
    data = lexicon(language).data
    return sum(len(data.get(each) or ()) for each in KEYS[: KEYS.index(key)])


@cache
def _alone(word: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return the entries that a single word has, by itself or by its beginning."""
    begun = (at for start, at in _beginnings(language).get(word[:SHORTEST], ()) if word.startswith(start))
    return (*_table(language)[0].get(word, ()), *begun)


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
