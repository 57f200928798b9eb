"""The index of the search: one script for the web, a copy on disk and the edition in one file.

It lists the entries, and under each word the entries that have it.  `search.js` reads a question by the same rules.
A script and not JSON, because a page that was opened from disk may load scripts and nothing else.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from digitrend.site.search_entries import SearchEntry

SCRIPT = "search-index.js"
GLOBAL = "searchIndex"  # the name under which search.js finds what the script holds
# In the order in which hits are shown; what is not here is a group of its own.
GROUPS = ("part", "figure", "chart", "event", "forecast", "term", "page", "note")
GROUP_OF = {"trend": "part", "issue": "part", "countermeasure": "part", "source": "page"}
# The powers of ten by which a number's next word multiplies it.
SCALES = {"thousand": 3, "million": 6, "m": 6, "billion": 9, "bn": 9, "trillion": 12, "tn": 12}
SCALES |= {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
HAN = r"\u3400-\u9fff\uf900-\ufaff"
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_WORD = re.compile(
    rf"([0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:[.,][0-9]+)?)(?![a-z0-9])(?:\s*({_SCALE})(?![a-z]))?"
    rf"|([{HAN}]+)|((?:(?![{HAN}])[^\W_])+)"
)
_PLURAL = ((re.compile(r"ies$"), "y"), (re.compile(r"(ss|x|ch|sh)es$"), r"\1"), (re.compile(r"([^s])s$"), r"\1"))


def index_script(entries: Iterable[SearchEntry], address: Callable[[SearchEntry], str] | None = None) -> bytes:
    """Return the script; `address` gives where an entry is, if not at its address in the site."""
    rows, found = list[list[object]](), dict[str, dict[int, int]]()
    for i, entry in enumerate(entries):
        names = (entry.title, *(name.text for name in entry.names), *entry.words)
        called = list(dict.fromkeys(" ".join(words(name)) for name in names))
        url = address(entry) if address else entry.url.lstrip("/")
        group = GROUPS.index(GROUP_OF.get(entry.kind, entry.kind))
        rows.append([group, entry.label, entry.title, url, entry.line, called])
        for weight, texts in ((1, (entry.text, entry.line, entry.label)), (2, names)):
            for word in (word for text in texts for word in words(text, parts=True)):
                found.setdefault(word, {})[i] = weight
    index = {"scales": SCALES, "entries": rows, "words": {word: _packed(found[word]) for word in sorted(found)}}
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"var {GLOBAL} = {text};\n".encode()


def _packed(weights: dict[int, int]) -> list[int]:
    """Return the entries that have a word, twice their number each, and one more where it is in a name."""
    return [2 * i + (weight == 2) for i, weight in weights.items()]


def words(text: str, *, parts: bool = False) -> Iterator[str]:
    """Yield what a text is found by: words without plural endings, numbers in full, Chinese by pairs of characters.

    With `parts` also what a reader may type of them: "49.9" of "49.9 trillion", and the last character of a run.
    """
    letters = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in letters if unicodedata.category(letter)[0] != "M")
    for number, scale, han, word in _WORD.findall(re.sub(r"[’‘']s\b", "", plain)):
        if number:
            value = Decimal(re.sub(r",(?=[0-9]{3}(?![0-9]))", "", number).replace(",", "."))
            if scale and parts:
                yield from (f"{value.normalize():f}", scale)
            yield f"{value.scaleb(SCALES.get(scale, 0)).normalize():f}"
        elif han:
            yield from (han[i : i + 2] for i in range(len(han) if parts else max(1, len(han) - 1)))
        else:
            yield _stem(word)


def _stem(word: str) -> str:
    for ending, instead in _PLURAL if len(word) > 3 else ():
        word = ending.sub(instead, word)
    return word
