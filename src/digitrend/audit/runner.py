"""Contents and the source's own text to findings, both ways.

Forward: the file is the one on record, what the content quotes stands where it says, and the words around it say what
the content says of it.  Backward: nothing of the source is left out.  Pure, and never raises, whatever the bytes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from digitrend import __version__
from digitrend.audit import quotes, retold
from digitrend.audit.clauses import Occurrence, Reading, follows_comparison
from digitrend.audit.entities import entity_faults, neighbour_faults
from digitrend.audit.figures import ASPECTS, Binding, whole_place_faults
from digitrend.audit.periods import the_comparison_is_as_printed, the_period_is_as_printed
from digitrend.audit.prose import figure_prose_faults, prose_faults
from digitrend.audit.quotes import Covered, coverage
from digitrend.audit.source import SourceText, Span, called, source_text
from digitrend.audit.subjects import the_order_is_kept, the_subject_is_named
from digitrend.audit.words import Stems, names_in
from digitrend.check.contents import Contents, Placed, with_suppressions
from digitrend.check.rules.consistency import claims_of
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import (
    NEEDS_COMPARISON,
    Aspect,
    AuditRecord,
    ClaimKind,
    Claims,
    Coverage,
    Event,
    Figure,
    Forecast,
    Item,
    Measure,
    NoteSeverity,
    Period,
    Source,
    Where,
    Work,
    source_of,
)

EVERY_ASPECT = (
    *ASPECTS,
    the_subject_is_named,
    the_order_is_kept,
    the_period_is_as_printed,
    the_comparison_is_as_printed,
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found."""

    digest: str  # of the file that was held against the content
    found: tuple[Diagnostic, ...]  # in order of place
    claims: tuple[Claims, ...] = ()  # how much stands, one a kind of claim
    bound: tuple[Aspect, ...] = ()
    coverage: tuple[Coverage, ...] = ()


def audit(contents: Contents, raw: bytes, path: str) -> list[Diagnostic]:
    """Return what is wrong between the contents and a copy of their source, in order of place.

    `path` is how findings call the copy.
    """
    return list(audited(contents, raw, path).found)


Copies = Mapping[str, tuple[bytes, str]]  # of further works, by id: the bytes, and how findings call the file


Later = Callable[[], list[Diagnostic]]


def audited(
    contents: Contents,
    raw: bytes,
    path: str,
    copies: Copies | None = None,
    aside: Callable[[Later], Later] | None = None,
) -> Audit:
    """Audit the contents and count what stands; without a record of the source there is nothing to hold it against.

    What is quoted from further works is held against their `copies`.  `aside` may begin what can be done beside the
    rest, and gives back what waits for it.
    """
    if contents.source is None:
        return Audit("", ())
    record = contents.source.item
    alone = source_text(raw, path, record)
    works = {each.id: each for each in record.further if each.id in (copies or {})}
    further = {name: source_text(*(copies or {})[name], work) for name, work in works.items()}
    source = alone.with_further(further)
    overview = contents.overview.item if contents.overview else None
    back, ahead = (overview.looks_back_on, overview.looks_ahead_to) if overview else (None, None)
    years = frozenset(each for each in (back, ahead) if each)
    names = names_in(contents, source)
    written = int(record.date[:4]) if record.date else None
    published = Period.parse(record.date) if record.date else None
    author, language = record.author_id or "", contents.context.language
    reading = Reading(source, language, contents.units, names, author, years, ahead, written, published)
    work = _Work(contents, reading, frozenset(each.id for each in record.further) - works.keys())
    work.found += _the_copy_is_the_one_on_record(contents.source, record, alone)
    for name, text in further.items():
        work.found += _the_copy_is_the_one_on_record(contents.source, works[name], text, ("further", name))
    work.found += quotes.every_alias_is_printed(contents, source)
    rules = (prose_faults, figure_prose_faults, entity_faults, neighbour_faults, whole_place_faults)

    def of_prose() -> list[Diagnostic]:
        return [each for rule in rules for each in rule(contents, reading)]

    prose = aside(of_prose) if aside else of_prose
    work.quotations()
    work.figures()
    work.the_rest()
    work.found += prose()
    reading = replace(reading, text=alone)  # of further works nothing need be retold
    left, rows = coverage(contents, reading, Covered(work.numbers, work.quoted, work.events))
    found = list(dict.fromkeys((*work.found, *left)))
    return Audit(source.digest, tuple(with_suppressions(found, contents, "A")), work.claims(), work.bound(), rows)


@dataclass
class _Work:
    """The audit under way: what was found, and what stands."""

    contents: Contents
    reading: Reading
    absent: frozenset[str] = frozenset()  # further works of which there is no copy
    found: list[Diagnostic] = field(default_factory=list)
    stands: dict[ClaimKind, list[bool]] = field(default_factory=lambda: defaultdict(list))
    bindings: dict[str, list[Binding]] = field(default_factory=dict)  # figure → each place where it might stand
    chosen: dict[str, Binding] = field(default_factory=dict)
    numbers: dict[tuple[int, int], str] = field(default_factory=dict)  # line and offset → the figure there
    quoted: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    events: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def quotations(self) -> None:
        """Hold every quotation against its place, and what it is of against the words there."""
        for claim in quotes.claims(self.contents):
            if (work := source_of(claim.place or "")) in self.absent:
                message = f"'{claim.words}' was not looked for: there is no copy of '{work}'"
                hint = "give its text, too: --source ARTICLE --source OTHER"
                self.found.append(claim.placed.warning("A129", message, *claim.locator, hint=hint))
                continue
            places = self.reading.find(claim.words, claim.place)
            faults = list(quotes.where_it_fails(claim, self.reading.text))
            item = claim.placed.item
            if isinstance(item, Figure):
                placed = Placed(item, claim.placed.document, claim.placed.where)
                self.bindings[item.id] = [_bound(placed, at, self.contents) for at in places]
                if faults:
                    self.stands[ClaimKind.FIGURES].append(False)
            else:
                faults += _fewest([list(self._against(claim.placed, at)) for at in places])
                self.stands[quotes.KINDS[claim.code]].append(_no_error(faults))
            self.found += faults
            for at in places:
                self.quoted[at.line.number].append(at.span)
                if isinstance(item, Event):
                    self.events[at.line.number].append(at.sentence)

    def _against(self, placed: Placed[Item], at: Occurrence) -> Iterator[Diagnostic]:
        item, rest = placed.item, (placed.document, placed.where)
        if isinstance(item, Event):
            yield from retold.event_faults(Placed(item, *rest), at, self.contents)
        elif isinstance(item, Forecast):
            yield from retold.forecast_faults(Placed(item, *rest), at, self.contents)
        elif isinstance(item, Measure):
            yield from retold.measure_faults(Placed(item, *rest), at)

    def figures(self) -> None:
        """Give each figure the place that says most of it, one place to one figure: A122."""
        for name, bindings in sorted(self.bindings.items(), key=lambda each: len(each[1])):
            free = [each for each in bindings if (each.at.line.number, each.at.at) not in self.numbers]
            if not bindings:
                continue
            best = min(
                free or bindings, key=lambda each: (_errors(each.faults), len(each.faults), sum(each.levels.values()))
            )
            place = best.at.line.number, best.at.at
            if not free and best.at.found:
                other = self.numbers[place]
                message = f"'{best.item.printed}' is a place of the source that '{other}' states already"
                hint = "one place is one figure: quote another, or refer to that one"
                best.error("A122", message, "printed", hint=hint)
            elif best.at.found:
                self.numbers[place] = name
            self.chosen[name] = best
        by_line: dict[int, list[Binding]] = defaultdict(list)
        for best in self.chosen.values():
            by_line[best.at.line.number].append(best)
        for bindings in by_line.values():
            for best in bindings:
                _stands_beside_another(best, bindings)
        told = set[tuple[str, ...]]()  # of a series: what its points share is told at the first
        for best in self.chosen.values():
            series, printed = best.item.series, f"'{best.item.printed}'"
            for each in best.faults:
                key = (series, each.code, each.message.replace(printed, ""))
                self.found += [each] if not series or key not in told else []
                told.add(key)
            self.stands[ClaimKind.FIGURES].append(_no_error(best.faults))

    def the_rest(self) -> None:
        """Hold against the source what quotes nothing of it, or need not."""
        contents = self.contents
        bare = [(ClaimKind.FORECASTS, each) for each in contents.forecasts if not quotes.is_quoted(each.item.printed)]
        bare_too = [(ClaimKind.MEASURES, each) for each in contents.measures if not quotes.is_quoted(each.item.printed)]
        for kind, placed in (*bare, *bare_too):
            message = f"one of the {kind} quotes nothing of the source"
            hint = "add a few words of it as `printed`, exactly as they stand"
            self.found.append(placed.warning("A123", message, hint=hint))
            self.stands[kind].append(False)
        source = contents.source
        own = [each for each in contents.parts if source and source.item.has(each.item.id)]
        parts = {each.document.path: each.item.id for each in own}
        for passage in contents.passages:
            self._count(ClaimKind.PASSAGES, list(retold.passage_faults(passage, self.reading, parts)), strict=True)
        for relation in contents.relations:
            self._count(ClaimKind.RELATIONS, list(quotes.relation_faults(relation, self.reading)))
        for note in contents.notes:
            faults = list(retold.note_faults(note, contents))
            if note.item.severity is NoteSeverity.MATERIAL:
                self._count(ClaimKind.MATERIAL, faults)
            else:
                self.found += faults

    def _count(self, kind: ClaimKind, faults: list[Diagnostic], *, strict: bool = False) -> None:
        self.found += faults
        self.stands[kind].append(not faults if strict else _no_error(faults))

    def claims(self) -> tuple[Claims, ...]:
        """Return how much stands, kind by kind."""
        counts = claims_of(self.contents)
        return tuple(Claims(kind=kind, standing=sum(self.stands[kind]), all=count) for kind, count in counts.items())

    def bound(self) -> tuple[Aspect, ...]:
        """Return how near the source says what of the figures."""
        rows: dict[str, list[int]] = {}
        for best in self.chosen.values():
            for aspect, level in best.levels.items():
                rows.setdefault(aspect, [0, 0, 0, 0])[level] += 1
        return tuple(
            Aspect(aspect=name, clause=row[0], sentence=row[1], paragraph=row[2], editor=row[3])
            for name, row in rows.items()
        )


def _bound(placed: Placed[Figure], at: Occurrence, contents: Contents) -> Binding:
    binding = Binding(placed, at, contents)
    for aspect in EVERY_ASPECT:
        aspect(binding)
    return binding


TITLES = ("label", "subject", "indicator")


def _stands_beside_another(best: Binding, others: list[Binding]) -> None:
    """A121: what a figure is called stands in its own clause rather than in that of another figure.

    In one clause it stands right behind its number: "23 GW of wind and 12 GW of solar power".
    """
    names = best.at.reading.names
    if not names.same_language or best.at.found is None:
        return
    own, start = best.at.found, best.at.sentence[0]
    before = [each for each in best.at.reading.quantities(best.at.line) if start <= each.start < own.start]
    if before and (best.item.kind in NEEDS_COMPARISON or best.item.compared_with):
        return  # "83.8 million barrels, 16.6 million lower", "9 years, twice as long as in 2005": named once
    pronouns = names.source.phrases("pronouns")
    if follows_comparison(best.at) or pronouns.search(best.at.within((best.at.clause[0], own.start))):
        return  # "120 ships, against 96 a year earlier"; "in its low case it is 5.5 GW"
    item, clause, behind = best.item, names.stems(best.at.line, best.at.clause), _behind(best.at)
    for key, apart in (("label", item.subject), ("subject", item.label), ("indicator", "")):
        called_so = {each.item.id: set(names.written.meant(getattr(each.item, key))) for each in others}
        shared = Counter(word for words in called_so.values() for word in words)
        own_words = called_so[item.id]
        words = {word for word in own_words - set(names.written.meant(apart)) if shared[word] <= 2}
        for other in others:
            if other is best or item.part_of == other.item.id or item.series == other.item.series != "":
                continue  # "of which"; the points of a series are one thing
            together = other.at.clause == best.at.clause
            here = behind if together else clause
            there = _behind(other.at) if together else names.stems(other.at.line, other.at.clause)
            if here is None or there is None:
                continue
            more = [word for word in words if there.has(word) and not here.has(word)]
            if not together and any(map(here.has, own_words)):
                head = names.written.head(getattr(item, key))  # and it is the other's word
                more = [word for word in more if word in called_so[other.item.id] and word in head]
            theirs = {word for each in TITLES for word in names.written.meant(getattr(other.item, each))}
            if not together:
                more = [word for word in more if word in theirs]  # and who acts in the sentence is of all its numbers
            if more:
                shown = names.as_written(getattr(item, key), more)
                message = f"the source says {shown} beside '{other.item.printed}', and not beside '{item.printed}'"
                best.warning("A121", message, key, hint="call the figure what its own clause calls it")
                break


def _behind(at: Occurrence) -> Stems | None:
    """Return the words that stand behind a number with "of", up to the next one: what it is of."""
    words = at.reading.names.source.words
    leads = tuple(f" {each} " for each in words.words("share_next")) if words.has_spaces else ()
    start, end = at.tail
    return (
        at.reading.names.stems(at.line, (start, min(end, at.clause[1])))
        if at.line.text.startswith(leads, start)
        else None
    )


def _errors(faults: list[Diagnostic]) -> int:
    return sum(each.severity is Severity.ERROR for each in faults)


def _no_error(faults: list[Diagnostic]) -> bool:
    return not _errors(faults)


def _fewest(readings: list[list[Diagnostic]]) -> list[Diagnostic]:
    return min(readings, key=lambda faults: (_errors(faults), len(faults)), default=[])


def _the_copy_is_the_one_on_record(
    placed: Placed[Source], record: Work, source: SourceText, at: Where = ()
) -> Iterator[Diagnostic]:
    """A101: the file is not the one on record.  A102: a paragraph is not as recorded, or is missing."""
    if source.digest != record.digest:
        message = f"the file is not the one on record: its SHA-256 is '{source.digest}'"
        hint = "audit the file that 'digest' in source.yaml names" if source.readable else "save the file as UTF-8"
        yield Diagnostic("A101", message, source.path, hint=hint)
    for i, section in enumerate(record.sections):
        for j, _ in enumerate(section.paragraphs):
            locator = f"{section.id}/{j + 1}"
            if locator not in source.paragraphs:
                message = f"{called(locator)} is missing from the source"
                yield placed.error("A102", message, *at, "sections", i, "paragraphs", j, hint="use the file on record")
            elif locator in source.altered:
                line = source.paragraphs[locator]
                message = f"{called(locator)} is not as recorded: its SHA-256 is '{source.altered[locator]}'"
                hint = "use the file on record, or record this digest and read the paragraph again"
                yield Diagnostic("A102", message, source.path, line.at(0), hint=hint)


def record_of(audit: Audit, contents: Contents) -> AuditRecord:
    """Return the record of an audit of these contents."""
    told = [each for each in audit.found if not each.suppressed]
    record = AuditRecord(
        tool=f"digitrend {__version__}",
        source=audit.digest,
        content=contents.digest,
        claims=audit.claims,
        bound=audit.bound,
        coverage=audit.coverage,
        errors=_errors(told),
        warnings=len(told) - _errors(told),
    )
    return record.model_copy(update={"seal": record.computed_seal})


def record_text(record: AuditRecord) -> str:
    """Return a record as the text of its file."""
    lines = [
        "# The last audit, true of exactly this content and this text: `digitrend audit --record` writes it.",
        "",
        f"tool: {record.tool}",
        f'source: "{record.source}" # the file of the text',
        f'content: "{record.content}" # all other files here',
    ]
    for key in ("claims", "bound", "coverage"):
        rows = getattr(record, key)
        lines.append(f"{key}:{'' if rows else ' []'}")
        lines += [f"  - {{{', '.join(f'{k}: {v}' for k, v in row.model_dump(mode='json').items())}}}" for row in rows]
    lines += [f"errors: {record.errors}", f"warnings: {record.warnings}", f'seal: "{record.seal}" # of the lines above']
    return "\n".join(lines) + "\n"


def how_it_is_kept(record: AuditRecord, contents: Contents) -> str:
    """Say in a sentence whether the record in the content is that of this audit."""
    if contents.audit is None:
        return "The content keeps no record of an audit; --record writes this one."
    if contents.audit.item == record:
        return "The record in the content is that of this audit."
    return "The record in the content is of another audit; --record writes this one."
