"""Words that mean something, compared across a briefing and its source: stems, pairs of characters, and names.

What the briefing says of a figure in its own words is borne out where the source has the same words, or names an
entity that the briefing calls so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from digitrend.audit.source import SourceLine, SourceText, Span, fold
from digitrend.check.contents import Contents
from digitrend.model import Entity
from digitrend.text.contrasts import alike, sides_of
from digitrend.text.dates import find_dates
from digitrend.text.lexicon import HAN, LanguageError, Lexicon, lexicon
from digitrend.text.references import FORMS, Ref, split

LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LISTED = re.compile(  # items of a Chinese list
    rf"(?:(?<![{HAN}])|(?<=[有如是为]))[{HAN}]{{2,6}}(?=、)|(?<=、)[{HAN}]{{2,6}}(?=[、和及与])|(?<=[和及与])[{HAN}]{{2,6}}?(?=等)"
)
IDEOGRAPHS = re.compile(rf"[{HAN}]+")
# Endings of English words, the longest first; what is left stands for the word.
ENDINGS = (
    *("isations", "isation", "ational", "ations", "ation", "ically", "ating", "ments", "ities", "ments", "ical"),
    *("ment", "ates", "ated", "ness", "ions", "ings", "ises", "ised", "ate", "ies", "ity", "ion", "ing", "ise", "ers"),
    *("our", "ors", "als", "ial", "ive", "ous", "ist", "ed", "er", "or", "es", "al", "ic", "ly", "'s", "s", "y", "e"),
)
ENDINGS_IN = {last: [each for each in ENDINGS if each[-1] == last] for last in {each[-1] for each in ENDINGS}}
NEXT = 4  # words behind "more" and "fewer", among which is the thing
RISE_AND_FALL = frozenset({0, 1})  # the first pair of the opposites
WAYS = ("up_before", "down_before", "up_after", "down_after")
SHORTEST = 3  # letters of a stem
MANY = 250  # words of a briefing
SHARED = 5  # letters at its beginning, by which a longer word is the same


@cache
def stem(word: str) -> str:
    """Return what stands for a word in all its forms: "robots" and "robot's" for "robot", "ize" as "ise"."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace("iz", "is").replace("yz", "ys")
    for ending in ENDINGS_IN.get(word[-1:], ()):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST and not (ending == "s" and word[-2] == "s"):
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, eq=False)
class Stems:
    """The words of a text, to be asked for others."""

    all: frozenset[str]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.all)

    def has(self, word: str) -> bool:
        """Whether the text has the word, or a longer or shorter one of the same beginning."""
        if word in self.all:
            return True
        at = bisect_left(self._sorted, word)
        if len(word) >= SHARED and at < len(self._sorted) and self._sorted[at].startswith(word):
            return True
        return any(word[:n] in self.all for n in range(SHARED, len(word)))


@dataclass(frozen=True, eq=False)
class WordCounts:
    """How often a briefing, or one of its files, has each word."""

    counts: Counter[str]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.counts)

    def only_in(self, words: Sequence[str]) -> list[str]:
        """Return the words of one text that no other text has."""
        own = Counter(words)
        return [word for word in own if self.counts[word] <= own[word] and not self._like(word, own)]

    def _like(self, word: str, own: Mapping[str, int]) -> bool:
        """Return whether the briefing has a longer or shorter word of the same beginning, in another text."""
        if len(word) < SHARED:
            return False
        at = bisect_left(self._sorted, word) + 1
        longer = at < len(self._sorted) and self._sorted[at].startswith(word)
        return longer or any(word[:n] in self.counts and word[:n] not in own for n in range(SHARED, len(word)))


@dataclass(frozen=True, eq=False)
class Language:
    """How the words of one language are told and compared."""

    words: Lexicon
    stop: frozenset[str] = field(repr=False)

    @lru_cache(maxsize=8192)  # noqa: B019 - there are as many as languages
    def meant(self, text: str) -> list[str]:
        """Return the words of a text that mean something, as stems or, without spaces, pairs of characters."""
        if self.words.has_spaces:
            words = LETTERS.findall(text)
            return [stem(each) for each in words if len(each) >= SHORTEST and each.lower() not in self.stop]
        pairs = []
        for run in IDEOGRAPHS.findall(self.phrases("stop_phrases").sub(" ", text)):
            pairs += [run[i : i + 2] for i in range(len(run) - 1) if not {run[i], run[i + 1]} & self.stop]
        return pairs + [each.lower() for each in LETTERS.findall(IDEOGRAPHS.sub(" ", text)) if len(each) > 1]

    def counted(self, text: str) -> Counter[str]:
        """Return how often a long text has each word that means something."""
        if not self.words.has_spaces:
            return Counter(self.meant(text))
        counts = Counter[str]()
        for word, count in Counter(LETTERS.findall(text)).items():
            if len(word) >= SHORTEST and word.lower() not in self.stop:
                counts[stem(word)] += count
        return counts

    def head(self, text: str) -> list[str]:
        """Return the words of what a text calls first: "active hosts" of "active hosts of live commerce"."""
        if not self.words.has_spaces:
            return self.meant(text)
        parts = self.phrases("head_ends").split(text)
        return next((words for part in parts if (words := self.meant(part))), [])

    def phrases(self, *keys: str) -> re.Pattern[str]:
        """Return an expression that finds the phrases of lists or of tables' keys."""
        return _phrases(self.words.language, keys)

    def found(self, key: str, text: str) -> str:
        """Return what an expression of the language's data finds in a text, or ""."""
        found = re.search(self.words.text(key) or "(?!)", text, re.IGNORECASE)
        return found[0] if found else ""

    @cache  # noqa: B019
    def table(self, key: str) -> dict[str, re.Pattern[str]]:
        """Return, for each entry of a table of phrases, an expression that finds them."""
        return {name: _finder(words, spaces=self.words.has_spaces) for name, words in self.words.table(key).items()}

    @cache  # noqa: B019
    def phrases_of_keys(self, key: str) -> re.Pattern[str]:
        """Return an expression that finds the keys of a table."""
        return _finder(self.words.table(key), spaces=self.words.has_spaces)

    def denies(self, text: str, other: str) -> bool:
        """Return whether a text says the opposite of another: a fall of a rise."""
        return _denies(self.sides(text), self.sides(other))

    def denies_of_a_thing(self, text: str, other: str) -> bool:
        """Return whether a text says of some thing the opposite of what another says of it: fewer tools, more tools."""
        ours, theirs = self._of_things(text), self._of_things(other)
        return any(_denies(ours[thing], theirs[thing]) for thing in ours.keys() & theirs.keys())

    @cached_property
    def _opposites(self) -> tuple[frozenset[str], ...]:
        """Words of which those of one side deny those of the other: the sides of a pair follow each other."""
        sides = self.words.data.get("opposites") or ()
        whole = "er" if self.words.has_spaces else ""  # "lower", and not "low"
        return tuple(frozenset(w if w.endswith(whole) else stem(w) for w in side) for side in sides)

    @cache  # noqa: B019
    def sides(self, text: str) -> frozenset[int]:
        """Return which sides of the opposites a text takes."""
        if self.words.has_spaces:
            words = {form for each in LETTERS.findall(text) for form in (each.lower(), stem(each))}
            return frozenset(i for i, side in enumerate(self._opposites) if words & side)
        return frozenset(i for i, side in enumerate(self._opposites) if any(each in text for each in side))

    def turned_round(self, text: str, other: str) -> str:
        """Return "from building to investment" of a text, where another way begins with investment."""
        for ours in self._ways[0].finditer(text):
            for whole in self._ways[1].finditer(other):
                parts = (Stems(frozenset(self._alike(each))) for each in (*ours.groups(), *whole.groups()))
                start, end, source, goal = parts
                ends_there = any(map(source.has, end.all)) and not any(map(source.has, start.all))
                if ends_there and not any(map(goal.has, end.all)):
                    return ours[0].strip()
        return ""

    @cached_property
    def ways(self) -> frozenset[str]:
        """Words for a rise and a fall."""
        return frozenset(stem(each) for key in WAYS for each in self.words.words(key))

    @cached_property
    def plain(self) -> frozenset[str]:
        """General words, which a text may have though its source lacks them."""
        return frozenset(map(stem, self.words.words("plain_words")))

    @cached_property
    def _ways(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Expressions of a way from one thing to another: short, as a text tells it, and long, as a source may."""
        way = self.words.text("way") or "(?!)"
        return re.compile(way.replace("{}", "6", 1).replace("{}", "3"), re.IGNORECASE), re.compile(
            way.replace("{}", "8"), re.IGNORECASE
        )

    def _alike(self, text: str) -> list[str]:
        """Return the words of a text, with those that mean the same."""
        sides = sides_of(text, self.words.language)
        return [*self.meant(text), *(f"{a}/{b}" for a, b in sides)]

    @cache  # noqa: B019
    def _of_things(self, text: str) -> dict[str, frozenset[int]]:
        """Return which sides a text takes of each thing that it names right behind: "more of the tools"."""
        found: dict[str, frozenset[int]] = {}
        words = LETTERS.findall(text) if self.words.has_spaces else []
        for at, word in enumerate(words):
            if sides := self.sides(word):
                for thing in self.meant(" ".join(words[at + 1 : at + NEXT]))[:1]:
                    found[thing] = found.get(thing, frozenset()) | sides
        return found


def _denies(ours: frozenset[int], theirs: frozenset[int]) -> bool:
    return any(side not in theirs and side ^ 1 in theirs for side in ours)


@cache
def _phrases(language: str, keys: tuple[str, ...]) -> re.Pattern[str]:
    words = lexicon(language)
    return _finder((each for key in keys for each in words.words(key)), spaces=words.has_spaces)


def _finder(phrases: Iterable[str], *, spaces: bool) -> re.Pattern[str]:
    found = "|".join(re.escape(each) for each in sorted(phrases, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"\b(?:{found})\b" if spaces else f"(?:{found})", re.IGNORECASE)


def in_turn(names: Iterable[str]) -> str:
    """Return names as a sentence has them, each once: "a, b and c"."""
    *first, last = list(dict.fromkeys(names)) or [""]
    return f"{', '.join(first)} and {last}" if first else last


@cache
def language(tag: str) -> Language:
    """Return the words of a language; of one without data, those of English, which then find little."""
    try:
        words = lexicon(tag)
    except LanguageError:
        words = lexicon("en")
    return Language(words, frozenset(words.words("stop_words")))


@dataclass(frozen=True, eq=False)
class Names:
    """Where the source names the entities of a briefing."""

    entities: Mapping[str, Entity]
    types: Mapping[str, str]  # the type of each
    spans: Mapping[int, Mapping[str, tuple[Span, ...]]] = field(repr=False)  # line → entity → where
    same_language: bool  # whether briefing and source are written in one language, so that words can be compared
    source: Language
    written: Language  # the briefing's
    files: Mapping[str, WordCounts] = field(repr=False)  # of the briefing, by path
    said: Stems = field(repr=False)  # anywhere in the source
    whole: str = field(repr=False)  # the text of the source
    _sections: dict[str, Stems] = field(default_factory=dict, repr=False)
    _stems: dict[tuple[int, Span], Stems] = field(default_factory=dict, repr=False)  # by line and span

    def plain(self, text: str) -> str:
        """Return a text of the briefing as it is read: names for entities, nothing for figures and parts."""
        return "".join(self._read(piece) if isinstance(piece, Ref) else piece.text for piece in split(text))

    def _read(self, ref: Ref) -> str:
        if ref.count or ref.words in FORMS:
            return ""
        return ref.words or (self.entities[ref.id].name if ref.id in self.entities else "") or ""

    def named(self, line: SourceLine, span: Span) -> set[str]:
        """Return the entities that are named within a span of a line."""
        start, end = span
        of_line = self.spans.get(line.number, {})
        return {name for name, found in of_line.items() if any(start <= a and b <= end for a, b in found)}

    @cached_property
    def acting(self) -> frozenset[str]:
        """Those who can act: organisations and people."""
        return frozenset(name for name, type_ in self.types.items() if type_ in ("organisation", "person"))

    def by_name(self, words: str) -> set[str]:
        """Return the entities that are called so: by name, acronym, alias or id."""
        return self._called.get(_key(words), set())

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, entity in self.entities.items():
            for word in (name.replace("-", " "), *names_of(entity), *entity.also):
                found.setdefault(_key(word), set()).add(name)
        return found

    def with_broader(self, names: Iterable[str]) -> set[str]:
        """Return entities with those to which they belong, however far up."""
        found: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in found and name in self.entities:
                found.add(name)
                todo += [broader] if (broader := self.entities[name].broader) else []
        return found

    def stems(self, line: SourceLine, span: Span) -> Stems:
        """Return the words of a span, and those of the names of the entities that are named there."""
        if (line.number, span) not in self._stems:
            said = self.source.meant(line.text[span[0] : span[1]])
            called = [word for name in self.named(line, span) for word in self.words_of(name)]
            self._stems[line.number, span] = Stems(frozenset((*said, *called)))
        return self._stems[line.number, span]

    def stems_of_section(self, place: str, source: SourceText) -> Stems:
        """Return the words of a paragraph, of those before it in its section, and of the headings above it."""
        if place not in self._sections:
            lines = [*source.at(place), *source.before(place), *source.headings(place)]
            found = (self.stems(line, (0, len(line.text))).all for line in lines)
            self._sections[place] = Stems(frozenset(word for words in found for word in words))
        return self._sections[place]

    def told_otherwise(self, text: str, sentence: str) -> set[str]:
        """Return the words of a text that are other words for what a sentence says: production, output."""
        language = self.written.words.language
        return {stem(word) for words in alike(text, sentence, language) for word in words.split()}

    def strangers(self, text: str, sentence: str, said: Stems | None = None, file: str = "") -> list[str]:
        """Return the words of a text that neither the source has nor another text of the briefing, or of one file.

        General words and other words for what the sentence says are no strangers, nor are times and ways, of which
        others ask.
        """
        written = self.written
        words = [word for word in written.meant(text) if len(word) >= SHORTEST or not written.words.has_spaces]
        strange = [
            w for w in (self.files[file] if file else self._all).only_in(words) if not (said or self.said).has(w)
        ]
        if not strange:
            return []
        times = (text[each.start : each.end] for each in find_dates(text, written.words.language))
        like = self.told_otherwise(text, sentence) | set(written.meant(" ; ".join(times)))
        strange = [word for word in strange if word not in like | written.ways | written.plain]
        return strange if written.words.has_spaces else running(strange)

    def strange_items(self, text: str) -> str:
        """Return an item of a list, in a language without spaces, of which the source has no pair of characters."""
        if self.written.words.has_spaces or "、" not in text:
            return ""
        for item in map(str, LISTED.findall(text)):
            pairs = [item[i : i + 2] for i in range(len(item) - 1)]
            if pairs and not any(each in self.whole for each in pairs) and not self.by_name(item):
                return item
        return ""

    @property
    def is_long(self) -> bool:
        """Whether the briefing has so many words that one which it has once, and the source never, is strange."""
        return len(self._all.counts) > MANY

    @cached_property
    def _all(self) -> WordCounts:
        counts = Counter[str]()
        for each in self.files.values():
            counts.update(each.counts)
        return WordCounts(counts)

    def as_written(self, text: str, lacking: Iterable[str]) -> str:
        """Return the words of a text whose stems are lacking, as they are written: “textiles” and “mills”."""
        if not self.written.words.has_spaces:
            return in_turn(f"“{each}”" for each in lacking)
        wanted = set(lacking)
        words = (word for word in LETTERS.findall(self.plain(text)) if stem(word) in wanted)
        return in_turn(f"“{each}”" for each in words)

    def called_in(self, text: str) -> set[str]:
        """Return the entities that a text of the briefing calls by a name of several words or by an acronym."""
        lower = f" {' '.join(LETTERS.findall(text.lower()))} "
        found = {words: name for words, name in self._spelt.items() if f" {words} " in lower}
        longest = [words for words in found if not any(words != each and words in each for each in found)]
        capitals = {each for each in LETTERS.findall(text) if each.isupper() and len(each) > 1}
        short = (
            {name for name, entity in self.entities.items() if capitals & set(names_of(entity))} if capitals else set()
        )
        return short | {found[words] for words in longest}

    @cached_property
    def _spelt(self) -> dict[str, str]:
        names = (
            (" ".join(LETTERS.findall(word.lower())), name) for name, e in self.entities.items() for word in names_of(e)
        )
        return {words: name for words, name in names if " " in words}

    @cache  # noqa: B019 - there are few
    def words_of(self, name: str) -> list[str]:
        """Return the words of all names of an entity that mean something."""
        entity = self.entities[name]
        return [word for text in (*names_of(entity), *entity.also) for word in self.written.meant(text)]


def names_of(entity: Entity) -> tuple[str, ...]:
    """Return what an entity is called: name, acronym and aliases."""
    return tuple(each for each in (entity.name, entity.acronym, *entity.aliases) if each)


def running(pairs: list[str]) -> list[str]:
    """Return the pairs of characters of which one begins where another ends: one alone may run across two words."""
    return [w for w in pairs if any(w[1:] == each[:1] or w[:1] == each[1:] for each in pairs if each != w)]


def _key(words: str) -> str:
    return " ".join(words.replace("-", " ").replace("’", "'").casefold().split())


def names_in(contents: Contents, source: SourceText) -> Names:
    """Find every name of an entity in every line of the source."""
    entities = {placed.item.id: placed.item for _, placed in contents.entities}
    types = {placed.item.id: type_.value for type_, placed in contents.entities}
    sought = [(name, fold(word).text.casefold()) for name, entity in entities.items() for word in names_of(entity)]
    whole = source.whole.casefold()
    sought = [(name, word) for name, word in sought if word in whole]
    spans: dict[int, dict[str, tuple[Span, ...]]] = {}
    for line in source.lines:
        lower = line.text.casefold()
        if len(lower) != len(line.text):
            lower = line.text
        of_line: dict[str, tuple[Span, ...]] = {}
        for name, word in sought:
            if word in lower and (found := line.folded.spans_in(lower, word)):
                of_line[name] = (*of_line.get(name, ()), *found)
        spans[line.number] = of_line
    ours, theirs = language(contents.language), language(contents.context.language)
    same = ours.words.language[:2] == theirs.words.language[:2]
    documents = contents.documents if same else ()
    files = {each.path: WordCounts(ours.counted(each.text)) for each in documents}
    said = Stems(frozenset(word for line in source.lines for word in theirs.meant(line.text)))
    return Names(entities, types, spans, same, theirs, ours, files, said, source.whole)
