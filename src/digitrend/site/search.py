"""The search index: one script for the web, for a copy on disk and for the single file.

It lists the entries, and the entries of each word.  `search.js` splits queries by the same rules.  It is a script and
not JSON, because a page that was opened from disk may load only scripts.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from digitrend.model import Entity, Item, Part, prose_in
from digitrend.site import urls
from digitrend.site.lookup import Lookup
from digitrend.site.viewer import Viewer
from digitrend.text.wording import date_text, full, period_text

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
_POSSESSIVE = re.compile(r"[’‘']s\b")
_PLURAL = ((re.compile(r"ies$"), "y"), (re.compile(r"(ss|x|ch|sh)es$"), r"\1"), (re.compile(r"([^s])s$"), r"\1"))


def index_script(entries: Iterable[SearchEntry], address: Callable[[SearchEntry], str] | None = None) -> bytes:
    """Return the script; `address` gives the address of an entry in the single file."""
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
    # Of each word the numbers of its entries, each doubled, plus one if the word is in a name.
    packed = {word: [2 * i + (weight == 2) for i, weight in found[word].items()] for word in sorted(found)}
    index = {"scales": SCALES, "entries": rows, "words": packed}
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"var {GLOBAL} = {text};\n".encode()


@lru_cache(maxsize=1 << 14)  # names and labels stand in many entries
def words(text: str, *, parts: bool = False) -> tuple[str, ...]:
    """Return the search words of a text: without plural endings, numbers in full, Chinese as pairs of characters.

    With `parts` also what a reader may type of them: "49.9" of "49.9 trillion", and the last character of a run.
    """
    return tuple(_words(text, parts))


def _words(text: str, parts: bool) -> Iterator[str]:
    plain = text.lower()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if letter < "\u0300" or unicodedata.category(letter)[0] != "M")
    for number, scale, han, word in _WORD.findall(_POSSESSIVE.sub("", plain)):
        if number:
            value = Decimal(re.sub(r",(?=[0-9]{3}(?![0-9]))", "", number).replace(",", "."))
            if scale and parts:
                yield from (f"{value.normalize():f}", scale)
            yield f"{value.scaleb(SCALES.get(scale, 0)).normalize():f}"
        elif han:
            yield from (han[i : i + 2] for i in range(len(han) if parts else max(1, len(han) - 1)))
        else:
            yield _stem(word)


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    for ending, instead in _PLURAL if len(word) > 3 else ():
        word = ending.sub(instead, word)
    return word


PAGES = {
    "home": urls.HOME,
    "figures": urls.FIGURES,
    "charts": urls.CHARTS,
    "timeline": urls.TIMELINE,
    "outlook": urls.OUTLOOK,
    "connections": urls.CONNECTIONS,
    "terms": urls.TERMS,
    "source": urls.SOURCE,
    "whole": urls.WHOLE,
}
OWN_ENTRIES = frozenset({"figures", "derived", "events", "forecasts", "charts", "measures"})
MARKUP = re.compile(r"[*`]+|\[(?=[^\]]*\]\()|(?<=\w)\]\([^)]*\)")


class Name(NamedTuple):
    """A name under which the A–Z index lists an entry."""

    text: str
    key: str = ""  # what it is sorted by, if that is not its text: "10 million" for "more than 10 million"


class SearchEntry(NamedTuple):
    """An entry of the search."""

    kind: str  # "trend", "figure", …: the words have a name for each
    title: str
    url: str
    line: str = ""  # what a hit shows below its title: a finding, or a figure with its period
    text: str = ""  # all else that it is found by, as plain text
    names: tuple[Name, ...] = ()  # others than the title
    words: tuple[str, ...] = ()  # names that readers type and no page shows: "工业机器人", "500"
    label: str = ""  # what is set before the title: "Trend 1"
    holder: str = ""  # the address of the part that it stands in
    computed: bool = False  # whether it is a figure that is computed here


def search_entries(viewer: Viewer) -> tuple[SearchEntry, ...]:
    """Return all entries of a briefing, each kind in the order of the argument."""
    briefing, look = viewer.briefing, viewer.lookup
    found = [_part(part, viewer) for part in briefing.parts]
    found += _measures(viewer)
    found += [_figure(name, viewer) for name in briefing.figures]
    found += _charts(viewer)
    found += _events(look)
    found += _forecasts(look)
    found += [_entity(entity, look) for _, entities in briefing.entities for entity in entities]
    found += _pages(viewer)
    found += _notes(look)
    return tuple(found)


def _joined(texts: Iterable[str]) -> str:
    """Return texts without markup and duplicates, joined."""
    return " · ".join(dict.fromkeys(MARKUP.sub("", " ".join(text.split())) for text in texts if text))


def _said(item: Item, look: Lookup, *, without: frozenset[str] = OWN_ENTRIES) -> list[str]:
    """Return the prose of an item and of its parts, except for those with entries of their own."""
    return [look.plain(text) for where, text, _ in prose_in(item) if where[0] not in without | {"doubts"}]


def _sentence(text: str) -> str:
    text = MARKUP.sub("", " ".join(text.split()))
    return text if not text or text.endswith((".", "?", "!", "。")) else f"{text}."


def _part(part: Part, viewer: Viewer) -> SearchEntry:
    look = viewer.lookup
    related = [r for r in viewer.briefing.relations if part.id in (r.source, r.target.partition(".")[0])]
    named = {link.url for link in viewer.entities_of(part)}
    entities = [e for _, some in viewer.briefing.entities for e in some if urls.entity_url(e.id) in named]
    text = [part.slogan, *_said(part, look, without=OWN_ENTRIES | {"title"})]
    text += [look.plain(relation.reason) for relation in related]
    text += [name for entity in entities for name in (entity.acronym, *entity.also)]
    title = look.plain(part.title)
    names = [Name(look.plain(part.short))] if look.plain(part.short) != title else []
    url, line, label = urls.part_url(part), _sentence(look.plain(part.finding)), look.place(part.id).text
    return SearchEntry(part.kind, title, url, line, _joined(text), tuple(names), label=label, holder=url)


def _measures(viewer: Viewer) -> Iterator[SearchEntry]:
    look = viewer.lookup
    for group, ordinal, measure in viewer.briefing.measures:
        said = _said(measure, look, without=frozenset({"action"}))
        url, label = urls.measure_url(group, ordinal), viewer.name_of(group.measure_id(ordinal))
        yield SearchEntry(
            "countermeasure",
            look.plain(measure.action),
            url,
            _sentence(look.plain(group.finding)),
            _joined(said),
            label=label,
            holder=urls.part_url(group),
        )


def _figure(name: str, viewer: Viewer) -> SearchEntry:
    look, view = viewer.lookup, viewer.evidence[name]
    figure, value = look.figure(name), full(viewer.briefing.values[name])
    label = look.plain(figure.label)
    text = [*_said(figure, look, without=frozenset({"label"})), view.printed, view.attributed_to]
    text += [view.kind, look.word(f"status.{view.status}"), view.formula, *(link.text for link in view.inputs)]
    line = ", ".join(filter(None, (view.text, view.period or date_text("", look.words))))
    first = Name(f"{view.text}: {label}", view.bare)
    return SearchEntry(
        "figure",
        label,
        view.url,
        line,
        _joined(text),
        (first,),
        (view.bare, value),
        holder=view.holder.url,
        computed=view.computed,
    )


def _charts(viewer: Viewer) -> Iterator[SearchEntry]:
    for holder, spec in viewer.briefing.charts:
        chart = viewer.charts[spec.id]
        cells = (" ".join(row) for row in chart.table.rows) if spec.figures else ()
        text = _joined([chart.subtitle, chart.description, chart.note, *cells])
        url = urls.part_url(holder) if isinstance(holder, Part) else urls.HOME
        yield SearchEntry("chart", chart.title, urls.chart_url(chart.id), chart.subtitle, text, holder=url)


def _events(look: Lookup) -> Iterator[SearchEntry]:
    for part, event in look.briefing.events:
        date = date_text(event.date, look.words)
        named = [look.mentions[each].text for each in (*event.actors, *([event.place] if event.place else ()))]
        text = [*_said(event, look, without=frozenset({"label"})), *named, event.printed]
        text += [look.kind_word("event", event.kind), look.place(event.locator).text]
        line = f"{date}: {_sentence(look.plain(event.what))}"
        url, holder = urls.event_url(event.id), urls.part_url(part)
        yield SearchEntry("event", look.plain(event.label), url, line, _joined(text), holder=holder)


def _forecasts(look: Lookup) -> Iterator[SearchEntry]:
    for part, forecast in look.briefing.forecasts:
        said = [*_said(forecast, look, without=frozenset({"gist"})), look.place(forecast.locator).text]
        url, line = (
            urls.forecast_url(forecast.id),
            look.word("search.expected", period=period_text(forecast.period, look.words))
            if forecast.period
            else look.word("passages.outlook_open"),
        )
        holder = urls.part_url(part) if part else urls.HOME
        yield SearchEntry("forecast", look.plain(forecast.gist), url, line, _joined(said), holder=holder)


def _entity(entity: Entity, look: Lookup) -> SearchEntry:
    others = [each for each in (entity.acronym, *entity.aliases) if each and each != entity.name]
    title = f"{entity.name} ({entity.acronym})" if entity.acronym else entity.name
    broader = [look.mentions[entity.broader].text] if entity.broader else []
    names = tuple(map(Name, dict.fromkeys(others)))
    words = (entity.name, *others, *entity.also)
    return SearchEntry(
        "term",
        title,
        urls.entity_url(entity.id),
        _sentence(look.plain(entity.gloss)),
        _joined(broader),
        names,
        words,
    )


def _pages(viewer: Viewer) -> Iterator[SearchEntry]:
    look, briefing = viewer.lookup, viewer.briefing
    overview, source = briefing.overview, briefing.source
    more = {
        "home": _said(overview, look, without=OWN_ENTRIES | {"method", "idioms"}),
        "connections": [look.plain(relation.reason) for relation in briefing.relations],
        "source": [source.author, source.title, *_said(source, look, without=frozenset({"sections"}))]
        + [look.plain(line) for line in overview.method],
    }
    for key, url in PAGES.items():
        about = _sentence(look.plain(overview.subtitle) if key == "home" else look.word(f"about.{key}"))
        kind = "source" if key == "source" else "page"
        yield SearchEntry(kind, look.word(f"page.{key}"), url, about, _joined(more.get(key, ())))
    for section in source.sections:
        title = f"{look.place(section.id).text}: {look.plain(section.title)}"
        yield SearchEntry("source", title, urls.place_url(section.id))


def _notes(look: Lookup) -> Iterator[SearchEntry]:
    for note in look.briefing.notes:
        place = look.place(note.locator).text if note.locator else look.word("note.document")
        text = _joined([*_said(note, look), note.kind, place])
        line = _sentence(look.plain(note.reading))
        yield SearchEntry("note", f"“{note.printed}”", urls.note_url(note.id), line, text)
