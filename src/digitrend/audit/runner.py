"""Contents and the source's own text to findings, both ways.

Forward: the file is the one on record, and what the content quotes stands where it says.  Backward: no number of the
source is left out.  Pure, and never raises, whatever the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digitrend import __version__
from digitrend.audit import dates, figures, leftovers, quotes
from digitrend.audit.figures import Occurrence
from digitrend.audit.source import SourceText, called, source_text
from digitrend.check.contents import Contents, Placed
from digitrend.check.suppressions import with_suppressions
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import AuditRecord, ClaimKind, Claims, Event, Figure, Item


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims of a kind stand where they are said to."""

    one: str  # "figure"
    many: str  # "figures"
    standing: int
    all: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found."""

    digest: str  # of the file that was held against the content
    found: tuple[Diagnostic, ...]  # in order of place
    tallies: tuple[Tally, ...]  # one a kind of claim; kinds of which there is none are left out


def audit(contents: Contents, raw: bytes, path: str) -> list[Diagnostic]:
    """Return what is wrong between the contents and a copy of their source, in order of place.

    `path` is how findings call the copy.
    """
    return list(audited(contents, raw, path).found)


def audited(contents: Contents, raw: bytes, path: str) -> Audit:
    """Audit the contents and count what stands; without a record of the source there is nothing to hold it against."""
    if contents.source is None:
        return Audit("", (), ())
    source = source_text(raw, path, contents.source.item)
    found = list(_the_copy_is_the_one_on_record(contents, source))
    found += quotes.every_alias_is_printed(contents, source)
    counts: dict[str, list[bool]] = {}
    quoted: dict[str, list[Occurrence]] = {}
    for claim in quotes.claims(contents):
        places = [Occurrence(line, span) for line, span in source.find(claim.words, claim.place)]
        faults = [*quotes.where_it_fails(claim, source), *_read(claim.placed, places, source, contents)]
        found += faults
        counts.setdefault(claim.code, []).append(not any(each.severity is Severity.ERROR for each in faults))
        if isinstance(claim.placed.item, Figure):
            quoted[claim.placed.item.id] = places
    found += leftovers.every_number_of_the_source_is_told(contents, source, quoted)
    tallies = (Tally(*quotes.NAMES[code], sum(stands), len(stands)) for code, stands in sorted(counts.items()))
    return Audit(source.digest, tuple(with_suppressions(found, contents, "A")), tuple(tallies))


def _the_copy_is_the_one_on_record(contents: Contents, source: SourceText) -> Iterator[Diagnostic]:
    """A101: the file is not the one on record.  A102: a paragraph is not as recorded, or is missing."""
    record = contents.source
    if record is None:
        return
    if source.digest != record.item.digest:
        message = f"the file is not the one on record: its SHA-256 is '{source.digest}'"
        hint = "audit the file that 'digest' in source.yaml names" if source.readable else "save the file as UTF-8"
        yield Diagnostic("A101", message, source.path, hint=hint)
    for i, section in enumerate(record.item.sections):
        for j, _ in enumerate(section.paragraphs):
            locator = f"{section.id}/{j + 1}"
            if locator not in source.paragraphs:
                message = f"{called(locator)} is missing from the source"
                yield record.error("A102", message, "sections", i, "paragraphs", j, hint="use the file on record")
            elif locator in source.altered:
                line = source.paragraphs[locator]
                message = f"{called(locator)} is not as recorded: its SHA-256 is '{source.altered[locator]}'"
                hint = "use the file on record, or record this digest and read the paragraph again"
                yield Diagnostic("A102", message, source.path, line.at(0), hint=hint)


def _read(placed: Placed[Item], places: list[Occurrence], source: SourceText, contents: Contents) -> list[Diagnostic]:
    """Return what the words around a quotation say against its item, at the place where they say least."""
    readings = [list(_against(placed.item, placed, found, source, contents)) for found in places]
    return min(
        readings, key=lambda faults: (sum(each.severity is Severity.ERROR for each in faults), len(faults)), default=[]
    )


def _against(
    item: Item, placed: Placed[Item], found: Occurrence, source: SourceText, contents: Contents
) -> Iterator[Diagnostic]:
    if isinstance(item, Figure):
        figure = Placed(item, placed.document, placed.where)
        yield from figures.every_hedge_is_a_qualifier(figure, found, contents)
        yield from figures.every_figure_is_quoted_whole(figure, found, contents)
        yield from figures.every_comparison_is_as_printed(figure, found, contents)
        yield from dates.every_period_is_as_printed(figure, found, source)
    elif isinstance(item, Event):
        yield from dates.every_date_is_as_printed(Placed(item, placed.document, placed.where), found, source)


RECORD = "audit.yaml"  # in the content folder


def record_of(audit: Audit, contents: Contents) -> AuditRecord:
    """Return the record of an audit of these contents."""
    errors = sum(each.severity is Severity.ERROR for each in audit.found)
    record = AuditRecord(
        tool=f"digitrend {__version__}",
        source=audit.digest,
        content=contents.digest,
        claims=tuple(Claims(kind=ClaimKind(each.many), standing=each.standing, all=each.all) for each in audit.tallies),
        errors=errors,
        warnings=len(audit.found) - errors,
    )
    return record.model_copy(update={"seal": record.computed_seal})


def record_text(record: AuditRecord) -> str:
    """Return a record as the text of its file."""
    claims = [f"  - {{kind: {each.kind}, standing: {each.standing}, all: {each.all}}}" for each in record.claims]
    lines = (
        "# The last audit, true of exactly this content and this text: `digitrend audit --record` writes it.",
        "",
        f"tool: {record.tool}",
        f'source: "{record.source}" # the file of the text',
        f'content: "{record.content}" # all other files here',
        f"claims:{'' if claims else ' []'}",
        *claims,
        f"errors: {record.errors}",
        f"warnings: {record.warnings}",
        f'seal: "{record.seal}" # of the lines above',
    )
    return "\n".join(lines) + "\n"


def how_it_is_kept(record: AuditRecord, contents: Contents) -> str:
    """Say in a sentence whether the record in the content is that of this audit."""
    if contents.audit is None:
        return "The content keeps no record of an audit; --record writes this one."
    if contents.audit.item == record:
        return "The record in the content is that of this audit."
    return "The record in the content is of another audit; --record writes this one."
