"""What is cited: the source, the briefing, its charts, and the source's figures as they are seen here.

A figure of the source is cited as the source, by its author and paragraph, and the briefing is named as the place where
it was seen.  A chart, and a figure that is computed here, is a work of the briefing's.  In words by APA (7th edition)
and GB/T 7714-2015; `exports.citations` has the formats for programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from digitrend.model import DerivedFigure
from digitrend.site import urls
from digitrend.site.lookup import Lookup
from digitrend.text.wording import Words, word

SOURCE, BRIEFING = "source", "briefing"  # ids of their files
Kind = Literal["source", "briefing", "chart", "computed", "figure"]
MONTHS = (  # by their English names; the words of a language may take the number instead
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# How GB/T 7714-2015 marks a sort of document, without and with a place on the network (annex B).
MARKS: dict[Kind, str] = {
    "source": "[EB/OL]",
    "briefing": "[EB/OL]",
    "chart": "[DS/OL]",
    "computed": "[DS/OL]",
    "figure": "[EB/OL]",
}
OTHER = "[Z]"  # a work of which nothing more is known


@dataclass(frozen=True, slots=True)
class Citation:
    """What there is to say of a work that is cited; a text is plain, and "" where there is none."""

    id: str  # the file's name
    key: str  # the entry's, which no other work should have
    kind: Kind
    author: str  # a name in full, of a person or an organisation; never taken apart
    title: str
    date: str  # ISO 8601, as fine as it is known
    language: str
    within: str = ""  # the briefing: the work that it is a part of, or in which it was seen
    publisher: str = ""  # the briefing's, if it is of the briefing or seen there
    edition: str = ""
    seen: str = ""  # the day of the edition in which a figure was seen
    place: str = ""  # where in the work a figure stands: "Trend 1, paragraph 2"
    url: str = ""
    read: str = ""  # the day on which the source was read at its address
    note: str = ""


def citations(lookup: Lookup, base: str = "") -> Iterator[Citation]:
    """Yield the citation of the source, of the briefing, of each chart and of each figure."""
    briefing = lookup.briefing
    yield source_citation(lookup)
    yield briefing_citation(lookup, base)
    for _, spec in briefing.charts:
        yield chart_citation(spec.id, lookup, base)
    for name in briefing.figures:
        yield figure_citation(name, lookup, base)


def source_citation(lookup: Lookup) -> Citation:
    """Return the citation of the source itself."""
    source = lookup.briefing.source
    read = source.date_read.isoformat() if source.date_read else ""
    about = (source.author, source.title, source.date, source.language)
    return Citation(SOURCE, source.id, "source", *about, publisher=source.publisher, url=source.address, read=read)


def briefing_citation(lookup: Lookup, base: str = "") -> Citation:
    """Return the citation of the briefing."""
    overview, source = lookup.briefing.overview, lookup.briefing.source
    return Citation(
        BRIEFING,
        f"{source.id}-briefing",
        "briefing",
        overview.publisher,
        lookup.plain(overview.title),
        overview.as_of.isoformat(),
        overview.language,
        publisher=overview.publisher,
        edition=lookup.plain(overview.edition),
        url=urls.absolute(urls.HOME, base) if base else "",
        note=_after(lookup),
    )


def chart_citation(name: str, lookup: Lookup, base: str = "") -> Citation:
    """Return the citation of a chart."""
    own = replace(briefing_citation(lookup), id=name, kind="chart", title=lookup.link(name).text)
    return _own(own, urls.chart_url(name), lookup, base)


def figure_citation(name: str, lookup: Lookup, base: str = "") -> Citation:
    """Return the citation of a figure: of the source at its paragraph, if it is not computed here."""
    figure, overview, source = lookup.figure(name), lookup.briefing.overview, lookup.briefing.source
    said = f"{lookup.plain(figure.label)}: {lookup.figure_text(name)}"
    if isinstance(figure, DerivedFigure):
        own = replace(briefing_citation(lookup), id=name, kind="computed", title=said)
        return _own(own, urls.figure_url(name), lookup, base)
    work = source.work(figure.locator) or source
    place, title, edition = (
        lookup.place(figure.locator).text,
        lookup.plain(overview.title),
        lookup.plain(overview.edition),
    )
    seen = overview.as_of.isoformat()
    return Citation(
        name,
        f"{source.id}-{name}",
        "figure",
        work.author,
        work.title,
        work.date,
        work.language,
        within=title,
        publisher=overview.publisher,
        edition=edition,
        seen=seen,
        place=place,
        url=urls.absolute(urls.figure_url(name), base) if base else "",
        note=lookup.word("cite.seen", place=place, figure=said, publisher=overview.publisher, briefing=title)
        + f", {edition}, {seen}",
    )


def _own(part: Citation, url: str, lookup: Lookup, base: str) -> Citation:
    """Return the citation of what the briefing made, given the briefing's under the part's id and title."""
    key, within = f"{lookup.briefing.source.id}-{part.id}", lookup.plain(lookup.briefing.overview.title)
    return replace(part, key=key, within=within, url=urls.absolute(url, base) if base else "")


def _after(lookup: Lookup) -> str:
    source = lookup.briefing.source
    return lookup.word("cite.after", author=source.author, source=source.title)


def styles(cited: Citation, words: Words) -> tuple[tuple[str, str], ...]:
    """Return the name of each style with the reference in it."""
    return ("APA", apa(cited, words)), ("GB/T 7714", gbt(cited))


def apa(cited: Citation, words: Words) -> str:
    """Return a reference as APA has it: author, date, title, container, address; "n.d." for no date.

    What APA says in words is said in the briefing's language.

    A group author that is also the publisher is named once (9.29), the address has no full stop behind it (9.36), and
    what was seen elsewhere says where (8.6).
    """
    parts = [_stopped(cited.author), f"{_bracketed(_apa_date(cited.date, words), words).strip()}."]
    edition = _bracketed(cited.edition, words) if cited.edition else ""
    match cited.kind:
        case "source":
            parts.append(_stopped(cited.title))
            parts += [_stopped(cited.publisher)] if cited.publisher not in {"", cited.author} else []
        case "briefing":
            parts.append(_stopped(f"{cited.title}{edition}"))
        case "figure":
            parts.append(_stopped(f"{cited.title}{_bracketed(cited.place, words)}"))
            whole = {"publisher": cited.publisher, "year": cited.seen[:4], "work": cited.within, "edition": edition}
            parts.append(_stopped(word(words, "cite.apa.seen", **whole)))
        case _:
            form = word(words, "cite.apa.chart" if cited.kind == "chart" else "cite.apa.data")
            parts.append(_stopped(word(words, "cite.apa.form", title=cited.title, form=form)))
            parts.append(_stopped(word(words, "cite.apa.within", work=cited.within, edition=edition)))
    return " ".join([*parts, *([cited.url] if cited.url else [])])


def _apa_date(date: str, words: Words) -> str:
    """Return a date as APA has it: "2020, March 15", as fine as it is known."""
    if not date:
        return word(words, "cite.undated")
    year, *rest = map(int, date.split("-"))
    key = ("cite.apa.year", "cite.apa.month", "cite.apa.day")[len(rest)]
    month, day = (*rest, 0, 0)[:2]
    return word(words, key, year=f"{year:04}", month=month, name=MONTHS[month - 1], day=day)


def _bracketed(text: str, words: Words) -> str:
    return word(words, "cite.apa.brackets", text=text)


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def gbt(cited: Citation) -> str:
    """Return a reference as GB/T 7714-2015 has it for electronic resources (4.6): "//" before what it is seen in (4.2).

    The day in round brackets is that of publication, the one in square brackets that on which it was read; what is
    not known is left out.
    """
    edition = f": {cited.edition}" if cited.edition else ""
    author = _stopped(cited.author)
    if cited.kind == "source":
        if not cited.url:
            rest = ", ".join(filter(None, (cited.publisher, cited.date[:4])))
            return f"{author} {cited.title}{OTHER}.{f' {rest}.' if rest else ''}"
        days = (f"({cited.date})" if cited.date else "") + (f"[{cited.read}]" if cited.read else "")
        return " ".join(filter(None, (author, f"{cited.title}{MARKS[cited.kind]}.", days and f"{days}.", cited.url)))
    day = cited.seen or cited.date
    named = f"{author} {cited.title}"
    if cited.kind == "briefing":
        named += f"{edition}{MARKS[cited.kind]}"
    else:
        place = f": {cited.place}" if cited.place else ""
        named += f"{place}{MARKS[cited.kind]}//{_stopped(cited.publisher)} {cited.within}{edition}"
    return " ".join([_stopped(named), f"({day})[{day}].", *([cited.url] if cited.url else [])])
