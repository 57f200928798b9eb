"""What two places say must agree: figures and words, outlooks and years, forecasts, the audit's record.

Only the content is looked at; what the source's own text alone can show is the work of `audit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digitrend.check.contents import Contents, Placed, ProseField
from digitrend.check.rules.evidence import fits
from digitrend.content.insert import PENDING
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import (
    NEEDS_COMPARISON,
    AuditRecord,
    AuditState,
    Basis,
    Briefing,
    ChartSpec,
    ClaimKind,
    DerivedFigure,
    Figure,
    Item,
    NoteSeverity,
    QuantityKind,
    Status,
)
from digitrend.text.dates import comparisons
from digitrend.text.lexicon import LanguageError, lexicon

SENTENCE = re.compile(r"[.!?;](?=\s|$)|[。！？；]")
CLAUSE = re.compile(r"[.!?;,:](?=\s|$)|[–—。！？；，、：]")
CAVEATS = frozenset({"note", "notes", "doubts", "reading", "action", "changes"})  # fields that may tell what is not so
SPEAKING = frozenset(
    {"label", "indicator", "subject", "title", "subtitle"}
)  # fields that speak for a figure or a chart as a whole

Span = tuple[int, int]


def no_comparison_is_lent(contents: Contents) -> Iterator[Diagnostic]:
    """R109: words such as “year-on-year” do not stand beside a rate whose comparison is missing."""
    missing = {each.item.id for each in contents.figures if each.item.compared_with_basis is Basis.MISSING}
    for prose in contents.prose if missing else ():
        if CAVEATS.isdisjoint(prose.where):
            told = {""}  # once a rate
            for match in comparisons(prose.text, contents.language):
                name, severity = _compared(match.start(), prose, missing)
                if name not in told:
                    told.add(name)
                    message = f"“{match[0]}” stands beside '{name}', whose comparison is missing"
                    hint = "leave the words out, or give the figure its comparison, if the source does"
                    yield prose.error("R109", message, match.start(), hint, severity)


def _compared(at: int, prose: ProseField, missing: set[str]) -> tuple[str, Severity]:
    """Return the rate without a comparison that words at a place would compare, or "", and how surely they do."""
    sentence, clause = (_around(end, prose.text, at) for end in (SENTENCE, CLAUSE))
    named = [ref for ref in prose.refs if ref.id in missing]
    near = [ref.id for ref in named if clause[0] <= ref.offset < clause[1]]
    far = [ref.id for ref in named if sentence[0] <= ref.offset < sentence[1]]
    if sure := [*near, *(name for name in _spoken_for(prose) if name in missing)]:
        return sure[0], Severity.ERROR
    return (far[0] if far else ""), Severity.WARNING


def _spoken_for(prose: ProseField) -> tuple[str, ...]:
    """Return the figures for which a field speaks as a whole: its own, or those of its chart."""
    match prose.where:
        case ("figures" | "charts" as name, int(i) | str(i), str(field)) if field in SPEAKING:
            items: tuple[Item, ...] = getattr(prose.placed.item, name)
            item = items[i] if isinstance(i, int) else next(each for each in items if getattr(each, "id", "") == i)
            if isinstance(item, Figure):
                return (item.id,)
            return item.figures if isinstance(item, ChartSpec) else ()
    return ()


def _around(end: re.Pattern[str], text: str, at: int) -> Span:
    """Return the stretch between two ends in which a place lies."""
    ends = [match.end() for match in end.finditer(text)]
    before, after = [each for each in ends if each <= at], [each for each in ends if each > at]
    return (before[-1] if before else 0), (after[0] if after else len(text))


def no_figure_is_given_twice(contents: Contents) -> Iterator[Diagnostic]:
    """R110: one figure has one id."""
    first: dict[tuple[object, ...], Placed[Figure]] = {}
    for placed in contents.figures:
        item = placed.item
        key = (item.quantity.numbers, item.unit, _folded(item.subject), item.period)
        if item.subject.startswith(PENDING):
            continue  # that it is still to be written is said elsewhere
        twin = first.setdefault(key, placed)
        if twin.item.id in (item.id, item.part_of) or twin.item.part_of == item.id:
            continue  # all of a whole may be told beside it
        same = [_folded(each.indicator + each.place) for each in (item, twin.item)]
        if same[0] != same[1] and item.locator != twin.item.locator:
            continue  # two measures, in two places of the source, that happen to agree
        severity = Severity.ERROR if same[0] == same[1] else Severity.WARNING
        message = f"'{item.id}' and '{twin.item.id}' give one value for one subject and period"
        hint = "keep one of the two, or say in 'subject' or 'period' how they differ"
        yield placed.error("R110", message, "id", hint=hint, severity=severity)


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def every_figure_is_shown(contents: Contents) -> Iterator[Diagnostic]:
    """R111: a figure is used by a text, a chart, an event, a forecast or a computed figure; a warning."""
    used = {ref.id for prose in contents.prose if prose.where[-1] != "sentence" for ref in prose.refs}
    used |= {name for chart in contents.charts for name in chart.item.figures}
    used |= {name for event in contents.events for name in event.item.figures}
    used |= {name for forecast in contents.forecasts for name in forecast.item.figures}
    used |= {name for derived in contents.derived for name in derived.item.inputs}
    used |= {part.item.lead for part in contents.parts if part.item.lead}
    used |= set(contents.overview.item.key_figures) if contents.overview else set()
    figures: tuple[Placed[Figure | DerivedFigure], ...] = (*contents.figures, *contents.derived)
    for placed in figures:
        if placed.item.id not in used:
            message = f"no text, chart, event, forecast or computed figure uses the figure '{placed.item.id}'"
            hint = f"refer to it, as in [[{placed.item.id}]], or draw it"
            yield placed.warning("R111", message, "id", hint=hint)


WORDS = re.compile(r"[^\W\d_]{4,}", re.IGNORECASE)
HAN = re.compile(r"[\u3400-\u9fff]+")
SAME = 0.5  # the share of a doubt's words in a note from which on it repeats the note
MOST = 3  # at most one figure in so many is marked


def every_material_note_has_its_caution(contents: Contents) -> Iterator[Diagnostic]:
    """R501, R502: a material note has a caution, and no other note has one."""
    for note in contents.notes:
        material = note.item.severity is NoteSeverity.MATERIAL
        if material and not note.item.caution:
            hint = "add 'caution', the one sentence to stand at the figure or claim, or write 'severity: minor'"
            yield note.error("R501", "the note is material and has no caution", "severity", hint=hint)
        elif note.item.caution and not material:
            hint = "write 'severity: material', or leave the caution out: what it says belongs in 'reading'"
            yield note.error("R502", f"the note is {note.item.severity} and has a caution", "caution", hint=hint)


def no_doubt_repeats_a_note(contents: Contents) -> Iterator[Diagnostic]:
    """R503: a figure's doubt does not repeat a note that touches the figure."""
    for figure in _figures(contents):
        notes = [note.item for note in contents.notes if figure.item.id in note.item.touches]
        for i, doubt in enumerate(figure.item.doubts):
            said = _terms(doubt)
            for note in notes:
                if said and len(said & _terms(f"{note.reading} {note.caution}")) >= SAME * len(said):
                    message = f"the doubt repeats the note '{note.id}', which touches the figure"
                    hint = "leave the doubt out; what it adds belongs in the note"
                    yield figure.error("R503", message, "doubts", i, hint=hint)
                    break


def _figures(contents: Contents) -> tuple[Placed[Figure | DerivedFigure], ...]:
    return (*contents.figures, *contents.derived)


def _terms(text: str) -> set[str]:
    """Return what a text is about: its longer words, and the pairs of its Chinese characters."""
    pairs = {run[i : i + 2] for run in HAN.findall(text) for i in range(len(run) - 1)}
    return {word.casefold() for word in WORDS.findall(HAN.sub(" ", text))} | pairs


def few_figures_are_marked(contents: Contents) -> Iterator[Diagnostic]:
    """R504: material notes mark at most a third of the figures; a warning."""
    figures = {placed.item.id for placed in _figures(contents)}
    material = [note for note in contents.notes if note.item.severity is NoteSeverity.MATERIAL]
    marked = set[str]()
    for note in material:
        marked |= figures.intersection(note.item.touches)
        if len(marked) > max(1, len(figures) // MOST):
            many = {name for each in material for name in figures.intersection(each.item.touches)}
            message = f"material notes mark {len(many)} of {len(figures)} figures, more than a third"
            hint = "keep 'material' for notes that could change what a reader does; make the others minor"
            yield note.warning("R504", message, "severity", hint=hint)
            return


MOST_NAMED = 3  # of a list that a finding tells of


def no_outlook_looks_back(contents: Contents) -> Iterator[Diagnostic]:
    """R112: a forecast is about a time in the future of its source."""
    dated, reported = _reported(contents)
    for placed in contents.forecasts:
        if placed.item.time is None:
            continue
        period, year = placed.item.period, placed.item.time.day.year
        if year < reported:
            message = f"the forecast is about {period}, but the source {'is of' if dated else 'reports on'} {reported}"
            hint = "give the time that the sentence is about, or write it as a fact"
            yield placed.error("R112", message, "period", hint=hint)
        elif year == reported and not dated:
            message = f"the forecast is about {period}, on which the source reports"
            hint = "give the time that the sentence is about, whatever its tense, or write it as a fact"
            yield placed.warning("R112", message, "period", hint=hint)


def every_outcome_has_its_source(contents: Contents) -> Iterator[Diagnostic]:
    """R113 and R114: an outcome has a source, which is not older than the year of the forecast."""
    for placed in contents.forecasts:
        outcome = placed.item.outcome
        if outcome and outcome.source is None:
            hint = "add 'source' with title, publisher, date and address, or leave the outcome out"
            yield placed.error("R113", "the outcome of the forecast has no source", "outcome", hint=hint)
        elif outcome and outcome.source and (time := placed.item.time) and int(outcome.source.date[:4]) < time.day.year:
            message = f"the forecast is about {placed.item.period}, but the source of its outcome is older"
            hint = "name a source that looks back on the year, or leave the outcome out"
            yield placed.error("R114", message, "outcome", "source", "date", hint=hint)


def _reported(contents: Contents) -> tuple[str, int]:
    """Return the year of the source, if it is dated, and the last year on which it reports: its own, if it is."""
    dated = contents.source.item.date[:4] if contents.source else ""
    expected = {name for each in contents.forecasts for name in each.item.figures}  # R115 tells of their status
    observed = [each.item for each in contents.figures if each.item.status is Status.OBSERVED]
    told = [each.time for each in observed if each.id not in expected]
    told += [each.item.time for each in contents.events]
    return dated, int(dated) if dated else max((time.day.year for time in told if time), default=0)


def every_expected_figure_is_ahead(contents: Contents) -> Iterator[Diagnostic]:
    """R115: the figures of a forecast are projected, planned or targets."""
    for placed in contents.forecasts:
        for i, name in enumerate(placed.item.figures):
            figure = contents.figure.get(name)
            if figure and not figure.item.status.is_ahead:
                message = f"the forecast has the figure '{name}', which is {figure.item.status}"
                hint = f"write 'status: projected' for '{name}', or name what is expected"
                yield placed.error("R115", message, "figures", i, hint=hint)


def forecasts_that_are_due_are_listed(contents: Contents) -> Iterator[Diagnostic]:
    """R116: a forecast that is due at the date of the edition has an outcome; a warning."""
    if contents.overview is None:
        return
    edition, (dated, reported) = contents.overview.item.as_of, _reported(contents)
    due = [
        each.item.id
        for each in contents.forecasts
        if each.item.outcome is None
        and (time := each.item.time)
        and time.day < edition
        and time.day.year > reported - bool(dated)  # R112 tells of the others
    ]
    if due:
        message = f"{len(due)} forecast{' is' if len(due) == 1 else 's are'} due: {_some(due)}"
        hint = "add the 'outcome' of each with its source, or suppress R116 with the reason"
        yield contents.overview.warning("R116", message, "as_of", hint=hint)


def drafts_are_listed(contents: Contents) -> Iterator[Diagnostic]:
    """R117: a figure is still a draft, as `digitrend draft` wrote it; a warning that names all."""
    drafts = [placed for placed in contents.figures if placed.item.draft]
    if drafts:
        names = _some([placed.item.id for placed in drafts])
        message = f"{len(drafts)} figure{' is' if len(drafts) == 1 else 's are'} a draft: {names}"
        hint = "read the source again, correct the figure, and remove 'draft: true'"
        yield drafts[0].warning("R117", message, "draft", hint=hint)


def the_languages_have_words(contents: Contents) -> Iterator[Diagnostic]:
    """R120: the languages of the briefing and of its source are among those whose numbers and dates can be read."""
    for placed in (contents.overview, contents.source):
        if placed is None:
            continue
        try:
            lexicon(placed.item.language)
        except LanguageError as error:
            message, _, hint = str(error).partition("; ")
            yield placed.error("R120", message, "language", hint=hint)


def only_changes_are_compared(contents: Contents) -> Iterator[Diagnostic]:
    """R118: only a growth rate, a change and a ratio are compared with something."""
    compared = (*NEEDS_COMPARISON, QuantityKind.RATIO)  # six-fold that of 2010
    for placed in contents.figures:
        if placed.item.kind not in compared and placed.item.compared_with and fits(placed.item, contents):
            message = f"a {placed.item.kind} cannot have a comparison"
            hint = "leave 'compared_with' out, or write the kind that it is: 'growth rate' or 'change'"
            yield placed.error("R118", message, "compared_with", hint=hint)


def nothing_is_left_to_write(contents: Contents) -> Iterator[Diagnostic]:
    """R310: no text begins with “To be written”; a warning."""
    for prose in contents.prose:
        if prose.text.startswith(PENDING):
            yield prose.placed.warning("R310", "the text is still to be written", *prose.where, hint="write it")
    others: list[tuple[Placed[Item], str, str]] = [
        *((placed, "author", placed.item.author) for placed in (contents.source,) if placed),
        *((placed, "publisher", placed.item.publisher) for placed in (contents.overview,) if placed),
        *((placed, "name", placed.item.name) for _, placed in contents.entities),
        *((placed, "printed", placed.item.printed) for placed in contents.events),
        *((placed, "printed", placed.item.printed) for placed in contents.notes),
    ]
    for placed, name, text in others:
        if text.startswith(PENDING):
            yield placed.warning("R310", "the text is still to be written", name, hint="write it")


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


AUDIT = "run digitrend audit --source FILE --record"
LIFT = "or build with --unaudited, which the site then says"


def claims_of(contents: Contents) -> dict[ClaimKind, int]:
    """Return how many claims of each kind the content makes about its source; kinds without any are left out."""
    counts = {
        ClaimKind.FIGURES: len(contents.figures),
        ClaimKind.EVENTS: len(contents.events),
        ClaimKind.NOTES: len(contents.notes),
        ClaimKind.EVIDENCE: sum(len(placed.item.evidence) for placed in contents.relations),
        ClaimKind.SLOGANS: sum(bool(part.item.slogan) for part in contents.parts),
        ClaimKind.FORECASTS: len(contents.forecasts),
        ClaimKind.MEASURES: len(contents.measures),
        ClaimKind.PASSAGES: len(contents.passages),
        ClaimKind.RELATIONS: len(contents.relations),
        ClaimKind.MATERIAL: sum(each.item.severity is NoteSeverity.MATERIAL for each in contents.notes),
        ClaimKind.FORECASTS: sum(bool(placed.item.printed) for placed in contents.forecasts),
        ClaimKind.MEASURES: sum(bool(placed.item.printed) for placed in contents.measures),
    }
    return {kind: count for kind, count in counts.items() if count}


def the_record_is_as_written(contents: Contents) -> Iterator[Diagnostic]:
    """A304: the record of the audit says of this content what no audit of it can have found."""
    placed = contents.audit
    if placed is None or placed.item.content != contents.digest:
        return
    record, hint = placed.item, AUDIT
    for i, each in enumerate(record.claims):
        there = claims_of(contents).get(each.kind, 0)
        if each.all != there:
            message = f"the audit on record counts {each.all} {each.kind}, but there are {there}"
            yield placed.error("A304", message, "claims", i, "all", hint=hint)
        elif each.standing > each.all:
            message = f"of {each.all} {each.kind} {each.standing} cannot stand where they are said to"
            yield placed.error("A304", message, "claims", i, "standing", hint=hint)
    if record.seal != record.computed_seal:
        yield placed.error("A304", "the record of the audit was edited by hand", "seal", hint=hint)


def state_of(contents: Contents) -> tuple[AuditState, str]:
    """Return whether the content was audited, and what is wrong with its audit in words."""
    if contents.audit is None or contents.source is None:
        return AuditState.MISSING, "the content was not held against the text of its source"
    record = contents.audit.item
    if record.source != contents.source.item.digest:
        return AuditState.STALE, "the audit on record is of another text"
    if record.content != contents.digest:
        return AuditState.STALE, f"the audit on record is of another content{_unlike(record, contents)}"
    if record.errors:
        return AuditState.FAILED, f"the audit on record found {record.errors} error{'s' * (record.errors > 1)}"
    return AuditState.PASSED, ""


def _unlike(record: AuditRecord, contents: Contents) -> str:
    """Say what the content has more or fewer of than the record."""
    now, then = claims_of(contents), {each.kind: each.all for each in record.claims}
    unlike = [
        f"{kind}: {then.get(kind, 0)} then, {now.get(kind, 0)} now"
        for kind in ClaimKind
        if then.get(kind, 0) != now.get(kind, 0)
    ]
    return f" ({'; '.join(unlike)})" if unlike else ""


CODES = {AuditState.MISSING: "A301", AuditState.STALE: "A302", AuditState.FAILED: "A303"}


def audit_findings(briefing: Briefing, folder: str, severity: Severity = Severity.WARNING) -> list[Diagnostic]:
    """A301, A302 and A303: the briefing is not audited, or its audit is of something else or found errors.

    `folder` is how findings call the content folder.
    """
    if briefing.audit_state is AuditState.PASSED:
        return []
    hint = f"{AUDIT}, {LIFT}"
    code = CODES[briefing.audit_state]
    return [Diagnostic(code, briefing.audit_message, f"{folder}/audit.yaml", severity=severity, hint=hint)]
