"""The way back: what the source says and the briefing does not, section by section.

Numbers and multiples, paragraphs, sentences that tell of an act, paragraphs that look ahead, and advice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from digitrend.audit.clauses import Occurrence, Reading, sentences
from digitrend.audit.source import NUMBERING, SourceLine, Span, called, fold
from digitrend.audit.words import Language
from digitrend.check.contents import Contents
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import Coverage, paragraph_of, section_of
from digitrend.text.numbers import NumberStyle
from digitrend.text.quantities import Found

Spans = dict[int, list[Span]]  # by line


@dataclass(frozen=True)
class Covered:
    """What the content quotes of the source, by place."""

    numbers: Mapping[tuple[int, int], str]  # line and offset of a number → the figure that states it
    quoted: Mapping[int, list[Span]]  # by line: where words of figures and events stand
    events: Mapping[int, list[Span]]


def coverage(contents: Contents, reading: Reading, covered: Covered) -> tuple[list[Diagnostic], tuple[Coverage, ...]]:
    """Return what is left out, and how much of each section is retold.

    A201: a number of the source is no figure's.  A202: words that carry a quantity are none's; a warning.
    A203: an entry of `excused` excuses nothing; a warning.  A204: no passage retells a paragraph.  A205: a paragraph
    looks ahead, and no forecast has it.  A206: a sentence tells of an act, and no event does.
    """
    counts: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    found = list(_numbers(contents, reading, covered, counts))
    retold = {each.item.locator for each in contents.passages} | {each.item.locator for each in contents.measures}
    expected = {each.item.locator for each in contents.forecasts}
    for place, line in reading.text.paragraphs.items():
        section, is_retold = section_of(place), place in retold
        counts[section]["paragraphs"].append(is_retold)
        if not is_retold:
            yield_ = _told(
                "A204",
                line,
                (0, 0),
                reading,
                f"no passage retells {called(place)}",
                f"retell it, with 'locator: {place}'",
            )
            found.append(yield_)
        found += _outlook(line, reading, expected, counts[section])
        found += _acts(line, reading, covered, counts[section])
    rows = []
    for section in reading.text.sections:
        of = counts[section]
        pairs = {kind: (sum(of[kind]), len(of[kind])) for kind in ("paragraphs", "numbers", "outlooks", "acts")}
        rows.append(Coverage(section=section, **{kind: f"{a} of {b}" for kind, (a, b) in pairs.items()}))
    return found, tuple(rows)


def _told(  # noqa: PLR0913, PLR0917 - the parts of a finding
    code: str,
    line: SourceLine,
    span: Span,
    reading: Reading,
    message: str,
    hint: str,
    severity: Severity = Severity.WARNING,
) -> Diagnostic:
    return Diagnostic(code, message, reading.text.path, line.at(span[0]), severity, hint)


def _outlook(
    line: SourceLine, reading: Reading, expected: set[str], counts: dict[str, list[bool]]
) -> Iterator[Diagnostic]:
    """A205: a paragraph that begins with the year ahead, or says "expects", has its forecast."""
    words = reading.names.source
    first = next(iter(sentences(line.text)), (0, 0))
    will = words.phrases("will_words").search(line.text, *first)
    ahead = [
        each
        for each in reading.times(line)
        if each.year == reading.looks_ahead_to is not None and each.end <= first[0] + 60
        if each.is_plain_year or will  # "in the first quarter of 2022" may be past
    ]
    if not ahead and not _expects(line.text, words):
        return
    counts["outlooks"].append(line.place in expected)
    if line.place not in expected:
        hint = f"add one with 'locator: {line.place}' for each thing that it expects"
        yield _told("A205", line, first, reading, f"{called(line.place)} looks ahead, and no forecast has it", hint)


def _expects(text: str, words: Language) -> bool:
    """Return whether a text has a word such as "expects"; "EIA's forecasts" is a noun, and says nothing of the kind."""
    finder = words.table("statuses").get("projected")
    nouns = words.words.words("nouns_behind")
    before = [text[: match.start()].lower().split() for match in finder.finditer(text)] if finder else []
    return any(not (each and (each[-1] in nouns or each[-1].endswith("'s"))) for each in before)


def _acts(line: SourceLine, reading: Reading, covered: Covered, counts: dict[str, list[bool]]) -> Iterator[Diagnostic]:
    """A206: a sentence with a time, or a body that acts, and the verb of an act has its event."""
    words, names = reading.names.source, reading.names
    verbs = words.phrases_of_keys("acts")
    for span in sentences(line.text):
        verb = verbs.search(line.text, *span)
        if verb is None:
            continue
        dated = any(
            span[0] <= each.start < verb.start() and (each.precision.value != "year" or each.year is None)
            for each in reading.times(line)
        )
        named = names.named(line, (span[0], verb.start()))
        acting = any(names.types[each] in ("organisation", "person") for each in named)
        has = any(start < span[1] and span[0] < end for start, end in covered.events.get(line.number, []))
        if has or (dated and acting):
            counts["acts"].append(has)
        if dated and acting and not has:
            hint = f"add an event with 'locator: {line.place}' and these words as `printed`"
            said = line.text[max(span[0], verb.start() - 30) : verb.end()].strip()
            yield _told(
                "A206", line, (verb.start(), verb.end()), reading, f"“{said}” tells of an act, and no event does", hint
            )


def _numbers(
    contents: Contents, reading: Reading, covered: Covered, counts: Mapping[str, dict[str, list[bool]]]
) -> Iterator[Diagnostic]:
    excuses = [fold(each.text).text for each in contents.source.item.excused] if contents.source else []
    idle = set(range(len(excuses)))
    for line in reading.text.lines:
        pardons = [(i, span) for i, excuse in enumerate(excuses) for span in line.folded.spans(excuse)]
        numbering = NUMBERING.match(line.text)
        names = [
            span
            for name, spans in reading.names.spans.get(line.number, {}).items()
            for span in spans
            if _has_number(line.text[slice(*span)])
        ]
        for code, span in _quantities(line, reading):
            if (numbering and span[0] < numbering.end()) or _inside(span, names):
                continue
            by = {i for i, pardon in pardons if _inside(span, [pardon])}
            idle -= by
            at = (line.number, span[0]) in covered.numbers or (
                code == "A202" and _inside(span, covered.quoted.get(line.number, []))
            )
            if paragraph_of(line.place):
                counts[section_of(line.place)]["numbers"].append(bool(at or by))
            if not at and not by:
                yield _left(code, line, span, reading)
    for i in sorted(idle):
        if placed := contents.source:
            message = f"'{placed.item.excused[i].text}' excuses no number of the source"
            yield placed.warning(
                "A203", message, "excused", i, "text", hint="remove it, or quote the words as they are printed"
            )


def _quantities(line: SourceLine, reading: Reading) -> Iterator[tuple[str, Span]]:
    for each in reading.quantities(line):
        start = Occurrence(reading, line, (each.start, each.end)).at
        yield ("A202" if _is_words(each) else "A201"), (start, each.end)
    for match in reading.names.source.phrases("all_of_them").finditer(line.text):
        yield "A202", match.span()


def _is_words(found: Found) -> bool:
    return found.style is NumberStyle.WORDS


def _left(code: str, line: SourceLine, span: Span, reading: Reading) -> Diagnostic:
    excuse = "or excuse the words under 'excused' in source.yaml, with the reason"
    place = f"'locator: {line.place}'" if paragraph_of(line.place) else "its locator"
    what, severity = ("figure", Severity.ERROR) if code == "A201" else ("quantity", Severity.WARNING)
    message = f"no figure states the {what} '{line.text[slice(*span)]}'"
    return _told(code, line, span, reading, message, f"add one with {place}, {excuse}", severity)


def _has_number(text: str) -> bool:
    return any(each.isdigit() for each in text)


def _inside(span: Span, by: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in by)
