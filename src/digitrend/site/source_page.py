"""The source, section by section: what the briefing takes from each paragraph, and what is odd there."""

from __future__ import annotations

from collections import Counter

from digitrend.model import Briefing, EntityType
from digitrend.site import urls
from digitrend.site.citations import briefing_citation, figure_citation, source_citation, styles
from digitrend.site.contexts import SourceContext, WorkView
from digitrend.site.lookup import Link
from digitrend.site.viewer import INNER_QUOTES, Viewer
from digitrend.site.views import AuditView, ParagraphView, SectionView
from digitrend.text.wording import date_text


def section_view(name: str, viewer: Viewer) -> SectionView:
    """Return a section of the source with what stands in it."""
    look, section, part = viewer.lookup, viewer.sections[name], viewer.parts.get(name)
    return SectionView(
        id=name,
        name=look.place(name).text,
        title=look.prose(section.title),
        retold=look.part_link(part) if part else Link(look.word("page.home"), urls.HOME),
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
    """Return what every page tells machines of the source and of the briefing's terms."""
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
    """Return how to cite a page of the briefing, or the briefing itself by its own title, in words."""
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
    """Return how to cite a figure of the source, in words: the work, and where in it and in what it was seen."""
    cited, look = figure_citation(name, viewer.lookup), viewer.lookup
    return look.word(
        "cite.figure",
        author=cited.author,
        year=cited.date[:4] or look.word("cite.undated"),
        source=cited.title.translate(INNER_QUOTES),
        place=cited.place,
        title=f"{look.plain(look.figure(name).label)}: {look.figure_text(name)}",
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
    return AuditView(
        state=viewer.briefing.audit_state.value,
        claims=tuple((of, name(f"claim.{kind.lower()}")) for of, kind in claims),
        faults=name("audit.errors", count=record.errors) if record.errors else "",
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
        note_kinds=tuple(Counter(note.kind for note in briefing.notes).most_common()),
        gaps=viewer.gaps,
        audit=audit_view(viewer),
        proof=Link(urls.file_of(urls.PROOF), urls.PROOF),
    )


def provenance(viewer: Viewer) -> tuple[str, ...]:
    """Return what this is, in pieces: whose outlook, written when, how far back it looks, whether it was checked."""
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
