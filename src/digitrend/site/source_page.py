"""The source, section by section, and how it, the briefing, its charts and its figures are cited.

A figure of the source is cited as the source, by its author and paragraph, and the briefing is named as the place where
it was seen.  A chart, and a figure that is computed here, is a work of the briefing's.  In words by APA (7th edition)
and GB/T 7714-2015; `exports.files` has the formats for programs.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator
from typing import Literal, NamedTuple

from digitrend.model import Briefing, DerivedFigure, EntityType, section_of
from digitrend.site import urls
from digitrend.site.contexts import SourceContext, WorkView
from digitrend.site.lookup import Link, Lookup
from digitrend.site.mentions import PASSAGES
from digitrend.site.viewer import INNER_QUOTES, Viewer
from digitrend.site.views import AuditView, ParagraphView, SectionView
from digitrend.text.wording import Words, date_text, word

SOURCE, BRIEFING = "source", "briefing"  # ids of their files
Kind = Literal["source", "briefing", "chart", "computed", "figure"]
# How GB/T 7714-2015 marks a sort of document, without and with a place on the network (annex B).
ONLINE, DATA = "[EB/OL]", "[DS/OL]"
MARKS: dict[Kind, str] = {"source": ONLINE, "briefing": ONLINE, "chart": DATA, "computed": DATA, "figure": ONLINE}
OTHER = "[Z]"  # a work of which nothing more is known


class Citation(NamedTuple):
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
        note=lookup.word("cite.after", author=lookup.briefing.source.author, source=lookup.briefing.source.title),
    )


def chart_citation(name: str, lookup: Lookup, base: str = "") -> Citation:
    """Return the citation of a chart."""
    own = briefing_citation(lookup)._replace(id=name, kind="chart", title=lookup.link(name).text)
    return _own(own, urls.chart_url(name), lookup, base)


def figure_citation(name: str, lookup: Lookup, base: str = "") -> Citation:
    """Return the citation of a figure: of the source at its paragraph, if it is not computed here."""
    figure, overview, source = lookup.figure(name), lookup.briefing.overview, lookup.briefing.source
    said = ", ".join([f"{lookup.plain(figure.label)}: {lookup.figure_text(name)}", *lookup.ahead(name)])
    if isinstance(figure, DerivedFigure):
        own = briefing_citation(lookup)._replace(id=name, kind="computed", title=said)
        return _own(own, urls.figure_url(name), lookup, base)
    work = source.work(figure.locator) or source
    place, seen = lookup.place(figure.locator).text, overview.as_of.isoformat()
    title, edition = lookup.plain(overview.title), lookup.plain(overview.edition)
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
    return part._replace(key=key, within=within, url=urls.absolute(url, base) if base else "")


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
    return word(words, key, year=f"{year:04}", month=month, name=month_name[month], day=day)


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


def section_view(name: str, viewer: Viewer) -> SectionView:
    """Return a section of the source with what stands in it."""
    look, section = viewer.lookup, viewer.sections[name]
    retelling = (
        part
        for part in viewer.briefing.parts
        for group in (*PASSAGES, "measures")
        if any(section_of(each.locator) == name for each in getattr(part, group, ()))
    )
    part = viewer.parts.get(name) or next(retelling, None)
    return SectionView(
        id=name,
        name=look.place(name).text,
        title=look.prose(section.title),
        retold=look.link(part.id) if part else Link(look.word("page.home"), urls.HOME),
        paragraphs=tuple(
            _paragraph(f"{name}/{number}", digest, viewer) for number, digest in enumerate(section.paragraphs, 1)
        ),
        heading_notes=viewer.notes_at.get(name, ()),
    )


def _paragraph(place: str, digest: str, viewer: Viewer) -> ParagraphView:
    taken, link = viewer.taken.get(place, {}), viewer.lookup.link
    return ParagraphView(
        number=int(place.partition("/")[2]),
        anchor=place.replace("/", "-"),
        digest=digest,
        figures=tuple((name, viewer.lookup.named(name)) for name in taken.get("figures", ())),
        events=tuple(map(link, taken.get("events", ()))),
        forecasts=tuple(map(link, taken.get("forecasts", ()))),
        measures=tuple(map(link, taken.get("measures", ()))),
        passages=len(taken.get("passages", ())),
        notes=viewer.notes_at.get(place, ()),
    )


def work_of(briefing: Briefing) -> WorkView:
    """Return the data about source and briefing that every page contains for programs."""
    source, overview = briefing.source, briefing.overview
    persons = (entity.id for type_, entities in briefing.entities if type_ is EntityType.PERSON for entity in entities)
    return WorkView(
        author=source.author,
        by_person=source.author_id is not None and source.author_id in persons,
        title=source.title,
        language=source.language,
        date=source.date,
        licence=overview.licence,
        licence_url=overview.licence_url,
    )


def citation(viewer: Viewer, title: str) -> str:
    """Return the citation of a page of the briefing, or of the briefing itself, given its title."""
    overview = viewer.briefing.overview
    briefing = viewer.lookup.plain(overview.title)
    return viewer.lookup.word(
        "cite.whole" if title == briefing else "cite.text",
        publisher=overview.publisher,
        year=overview.as_of.year,
        title=title,
        briefing=briefing,
        edition=viewer.lookup.plain(overview.edition),
        date=overview.as_of.isoformat(),
        author=viewer.briefing.source.author,
        source=viewer.briefing.source.title.translate(INNER_QUOTES),
    )


def figure_cite(name: str, viewer: Viewer) -> str:
    """Return the citation of a figure: the source, the paragraph, and the briefing."""
    cited, look = figure_citation(name, viewer.lookup), viewer.lookup
    return look.word(
        "cite.figure",
        author=cited.author,
        year=cited.date[:4] or look.word("cite.undated"),
        source=cited.title.translate(INNER_QUOTES),
        place=cited.place,
        title=", ".join([f"{look.plain(look.figure(name).label)}: {look.figure_text(name)}", *look.ahead(name)]),
        publisher=cited.publisher,
        briefing=cited.within,
        edition=cited.edition,
        date=cited.seen,
    )


def _language(tag: str, viewer: Viewer) -> str:
    """Return the name of a language by its BCP 47 tag; the tag itself for one that the words do not name."""
    words = viewer.lookup.words
    return words.get(f"language.{tag}") or words.get(f"language.{tag.partition('-')[0]}") or tag


def audit_view(viewer: Viewer) -> AuditView | None:
    """Return what the last audit found, or None when none was of exactly this content and its source."""
    record, name = viewer.briefing.audit, viewer.lookup.word
    if record is None:
        return None
    claims = ((name("audit.of", standing=each.standing, all=each.all), each.kind.name) for each in record.claims)
    faults = (("errors", record.errors), ("doubts", record.warnings))
    return AuditView(
        claims=tuple((of, name(f"claim.{kind.lower()}")) for of, kind in claims),
        faults=", ".join(name(f"audit.{kind}", count=count) for kind, count in faults if count),
    )


def source_context(viewer: Viewer, data: tuple[Link, ...], *, compared: bool = False) -> SourceContext:
    """Return all that the page of the source shows; `compared`: there is a page of what changed."""
    briefing, look = viewer.briefing, viewer.lookup
    source, overview = briefing.source, briefing.overview
    record = {
        "author": source.author,
        "title": source.title,
        "language": _language(source.language, viewer),
        "translated_from": _language(source.translated_from, viewer),
        "translation": look.plain(source.translation),
        "date": source.date or look.word("source.no_date"),
        "paragraphs": str(sum(source.lengths.values())),
    }
    return SourceContext(
        record=tuple((look.word(f"source.{key}"), value) for key, value in record.items() if value),
        digest=source.digest,
        further=tuple(Link(f"{each.author}: {each.title}", each.address or urls.SOURCE) for each in source.further),
        remarks=look.lines(source.remarks),
        method=look.lines(overview.method),
        sections=tuple(section_view(section.id, viewer) for section in source.sections),
        general_notes=viewer.notes_at.get("", ()),
        written=provenance(viewer),
        caution=look.prose(overview.before_you_quote),
        cite=citation(viewer, look.plain(overview.title)),
        styles=styles(briefing_citation(look), look.words),
        source_styles=styles(source_citation(look), look.words),
        licence=overview.licence,
        licence_url=overview.licence_url,
        edition=look.plain(overview.edition),
        data=data,
        corrections=tuple(
            (date_text(each.date.isoformat(), look.words), each.date.isoformat(), look.prose(each.text))
            for each in sorted(overview.changes, key=lambda each: each.date, reverse=True)
        ),
        changes=Link(look.word("page.changes"), urls.CHANGES) if compared else None,
        gaps=viewer.gaps,
        audit=audit_view(viewer),
        proof=Link(urls.file_of(urls.PROOF), urls.PROOF),
    )


def provenance(viewer: Viewer) -> tuple[str, ...]:
    """Return the origin of the briefing, in pieces: author, date, years covered, audit."""
    look, briefing = viewer.lookup, viewer.briefing
    source, overview = briefing.source, briefing.overview
    latest = max((event.date for _, event in briefing.events if event.date), default="")
    scored = sum(each.outcome is not None for _, each in briefing.forecasts)
    written = look.word("home.written", date=date_text(source.date, look.words)) if source.date else ""
    if not written:
        year = overview.looks_ahead_to
        written = look.word("home.undated_for", year=year) if year else look.word("home.undated")
    if work_of(briefing).by_person:
        whose = look.word("home.retold_person", author=source.author)
    else:
        whose = look.word("home.retold", author=source.author.removeprefix("The "))
    return tuple(
        filter(
            None,
            (
                whose,
                written,
                look.word("home.latest", date=date_text(latest, look.words)) if latest and not source.date else "",
                look.word("home.checked", count=scored) if scored else look.word("home.unchecked"),
            ),
        )
    )
