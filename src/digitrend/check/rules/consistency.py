"""What is said in two places must agree: figures with words beside them, outlooks with years, relations with evidence.

Only the content is looked at; what the source's own text alone can show is the work of `audit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digitrend.check.contents import Contents, Placed, ProseField
from digitrend.content.insert import PENDING
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import Basis, ChartSpec, DerivedFigure, Figure, Item, NoteSeverity, Relation, Strength, section_of
from digitrend.text.dates import comparisons

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
        key = (item.value, item.unit, _folded(item.subject), item.period)
        if item.subject.startswith(PENDING):
            continue  # that it is still to be written is said elsewhere
        twin = first.setdefault(key, placed)
        if twin.item.id in (item.id, item.part_of) or twin.item.part_of == item.id:
            continue  # all of a whole may be told beside it
        same = [_folded(each.indicator + each.place) for each in (item, twin.item)]
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


def every_relation_shows_its_words(contents: Contents) -> Iterator[Diagnostic]:
    """R010 and R011: a link that is made, or found in the same words, shows those words; a reading shows none."""
    needed = {Strength.MADE: 1, Strength.SAME_WORDS: 2}
    for placed in contents.relations:
        relation = placed.item
        evidence, least = relation.evidence, needed.get(relation.strength, 0)
        if least and len(evidence) < least:
            same = relation.strength is Strength.SAME_WORDS
            message = "the same words are shown on one side only" if same and evidence else "the link shows no words"
            hint = "add 'evidence': the words by their place"
            hint += ", on both sides" if same else ""
            yield placed.error("R010", message, "strength", hint=f"{hint}; or write 'strength: reading'")
        elif relation.strength is Strength.SAME_WORDS:
            yield from _beside_the_point(placed, contents)
        elif evidence and not least:
            message = "a reading gives evidence, as if the source made the link"
            hint = "write 'strength: same words' or 'strength: made', or leave 'evidence' out"
            yield placed.error("R011", message, "strength", hint=hint)


def _beside_the_point(placed: Placed[Relation], contents: Contents) -> Iterator[Diagnostic]:
    """Yield a finding where the evidence of a side stands in another section than that of the side."""
    relation = placed.item
    for i, (side, name) in enumerate((("from", relation.source), ("to", relation.target))):
        section, locator = name.partition(".")[0], relation.evidence[i].locator
        known = name in contents.kinds and contents.source is not None and contents.source.item.has(locator)
        if known and section_of(locator) != section:  # what is not known is said elsewhere
            message = f"the evidence for '{side}: {name}' stands in '{section_of(locator)}'"
            hint = f"quote words of {section}, or write 'strength: reading'"
            yield placed.error("R010", message, "evidence", locator, hint=hint)


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
            hint = "keep 'material' for what readers could act upon differently; the others are minor"
            yield note.warning("R504", message, "severity", hint=hint)
            return
