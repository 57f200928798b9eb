"""What the content quotes: words and their place in the source, what links quote, and what is not quoted at all.

The way back goes section by section; what is left out there is excused by a reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from digitrend.audit.clauses import Occurrence, Reading, sentences
from digitrend.audit.retold import NO_FALL, SAY
from digitrend.audit.source import NUMBERING, SourceLine, SourceText, Span, called, fold, joined
from digitrend.audit.words import Language, Stems, running
from digitrend.check.contents import Contents, Placed
from digitrend.content.insert import PENDING
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import ClaimKind, Coverage, Item, Relation, Strength, Where, paragraph_of, section_of
from digitrend.text.contrasts import instead, moved_otherwise, unborne
from digitrend.text.numbers import NumberStyle
from digitrend.text.quantities import Found

KINDS = {  # code → what makes the claim
    "A103": ClaimKind.FIGURES,
    "A104": ClaimKind.EVENTS,
    "A105": ClaimKind.NOTES,
    "A106": ClaimKind.EVIDENCE,
    "A107": ClaimKind.SLOGANS,
    "A114": ClaimKind.FORECASTS,
    "A115": ClaimKind.MEASURES,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that are said to stand somewhere in the source."""

    code: str
    placed: Placed[Item]
    words: str
    place: str | None  # a paragraph, a section's heading, or None for anywhere
    printed: Where  # where the content gives the words
    locator: Where  # and the place


def is_quoted(printed: str) -> bool:
    """Return whether words of the source are given, and not a text that an editor still has to replace."""
    return bool(printed) and not printed.startswith(PENDING)


def claims(contents: Contents) -> Iterator[Claim]:
    """Yield every claim of the content.

    A103: a figure's `printed`; A104: an event's; A105: a note's; A106: the evidence of a relation;
    A107: a slogan, which stands in its part's heading; A114: a forecast's `printed`; A115: a measure's.
    """
    where, at = ("printed",), ("locator",)
    for figure in contents.figures:
        yield Claim("A103", figure, figure.item.printed, figure.item.locator, where, at)
    for event in contents.events:
        yield Claim("A104", event, event.item.printed, event.item.locator, where, at)
    for note in contents.notes:
        yield Claim("A105", note, note.item.printed, note.item.locator, where, at)
    for relation in contents.relations:
        for i, evidence in enumerate(relation.item.evidence):
            step = ("evidence", i)
            yield Claim("A106", relation, evidence.printed, evidence.locator, (*step, "printed"), (*step, "locator"))
    for part in contents.parts:
        if part.item.slogan:
            yield Claim("A107", part, part.item.slogan, part.item.id, ("slogan",), ("slogan",))
    for forecast in contents.forecasts:
        if is_quoted(forecast.item.printed):
            yield Claim("A114", forecast, forecast.item.printed, forecast.item.locator, where, at)
    for measure in contents.measures:
        if is_quoted(measure.item.printed):
            yield Claim("A115", measure, measure.item.printed, measure.item.locator, where, at)


def where_it_fails(claim: Claim, source: SourceText) -> Iterator[Diagnostic]:
    """Yield a finding if the words do not stand in the place: at the locator if they stand elsewhere."""
    if source.find(claim.words, claim.place):
        return
    message = f"'{claim.words}' does not stand in {called(claim.place)}"
    elsewhere = [line for line, _ in source.find(claim.words, None)]
    if elsewhere:
        places = " and ".join(dict.fromkeys(_called(line) for line in elsewhere))
        hint = _move(claim, elsewhere)
        yield claim.placed.error(claim.code, f"{message}: found in {places} instead", *claim.locator, hint=hint)
    else:
        yield claim.placed.error(claim.code, message, *claim.printed, hint=_requote(claim, source))


def every_alias_is_printed(contents: Contents, source: SourceText) -> Iterator[Diagnostic]:
    """A108: an alias is a name as the source prints it, so it stands somewhere in the source; a warning."""
    for _, placed in contents.entities:
        for i, alias in enumerate(placed.item.aliases):
            if not source.find(alias, None):
                message = f"the alias '{alias}' of '{placed.item.id}' is printed nowhere in the source"
                hint = _as_printed(alias, source.lines) or "write the name exactly as the source prints it"
                yield placed.warning("A108", message, "aliases", i, hint=hint)


def _called(line: SourceLine) -> str:
    return called(line.place) if line.place else f"line {line.number}, outside every paragraph,"


def _move(claim: Claim, elsewhere: list[SourceLine]) -> str:
    """Say how to follow words that stand elsewhere."""
    place = next((line.place for line in elsewhere if paragraph_of(line.place)), "")
    if not place or claim.locator == claim.printed:
        return f"quote words of {called(claim.place)}"
    return f"write 'locator: {place}', if that is the place that is meant"


def _requote(claim: Claim, source: SourceText) -> str:
    """Say how the place prints something near to the words, if it does."""
    lines = source.at(claim.place)
    if not lines:
        return f"the file has no {called(claim.place).removeprefix('the ')}: check the file"
    if near := _as_printed(claim.words, lines):
        return near
    words = fold(claim.words).text.split(" ")
    for count in range(len(words) - 1, 0, -1):
        start = " ".join(words[:count])
        if count > 1 and any(line.folded.spans(start) for line in lines):
            return f"quote the words exactly; the place has '{start}', and then other words"
    return "quote the words exactly as they stand there"


def _as_printed(words: str, lines: tuple[SourceLine, ...]) -> str:
    """Return a hint if the words differ from those of the lines in capitals only, else ""."""
    sought = fold(words).text.lower()
    for line in lines:
        at = line.text.lower().find(sought) if len(line.text.lower()) == len(line.text) else -1
        if at >= 0 and sought:
            return f"the source prints '{line.text[at : at + len(sought)]}'"
    return ""


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
            hint = "remove it, or quote the words as they are printed"
            yield placed.warning("A203", message, "excused", i, "text", hint=hint)


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


def relation_faults(placed: Placed[Relation], reading: Reading) -> Iterator[Diagnostic]:
    """A126: the words of both places share one that means something; a link that the text makes has a word for it."""
    item, names = placed.item, reading.names
    yield from _reason_faults(placed, reading)
    if item.strength is Strength.SAME_WORDS and len(item.evidence) == 2:
        first, second = (Stems(frozenset(names.source.meant(each.printed))) for each in item.evidence)
        shared = [word for word in first.all if second.has(word)] + [word for word in second.all if first.has(word)]
        if not shared and not set.intersection(
            *(_entities(each.printed, each.locator, reading) for each in item.evidence)
        ):
            message = (
                f"'{item.evidence[0].printed}' and '{item.evidence[1].printed}' share no word that means something"
            )
            hint = "quote the words that both places have, or write 'strength: reading'"
            yield placed.error("A126", message, "evidence", hint=hint)
        elif word := _of_other_words(item, shared, reading):
            message = f"the reason has no word of the evidence, such as “{word}”"
            yield placed.warning("A124", message, "reason", hint="say it with a word of both places")
    elif item.strength is Strength.MADE:
        links = names.source.phrases("links")
        places = [at for each in item.evidence for at in reading.find(each.printed, each.locator)]
        if places and not any(links.search(at.within(at.sentence)) for at in places):
            message = "no word in the sentences of the evidence makes a link, such as “because” or “so as to”"
            hint = "quote the sentence that makes it, or write 'strength: reading'"
            yield placed.error("A126", message, "evidence", hint=hint)


def _reason_faults(placed: Placed[Relation], reading: Reading) -> Iterator[Diagnostic]:
    """A124: the reason does not say the opposite of the paragraphs of its evidence."""
    item, names = placed.item, reading.names
    theirs = joined(line for each in item.evidence for line in reading.text.at(each.locator))
    ours = names.plain(item.reason)
    tag = names.source.words.language
    moved = moved_otherwise(ours, theirs, tag) if names.same_language else ""
    if moved or (names.same_language and names.source.denies_of_a_thing(ours, theirs)):
        message = "the reason says the opposite of the paragraphs of its evidence"
        yield placed.warning("A124", message, "reason", hint=NO_FALL)
    elif strange := _of_another_section(item, ours, theirs, reading):
        message = f"the reason says {names.as_written(ours, strange)}, which neither end of the link says"
        yield placed.warning("A124", message, "reason", hint=SAY)
    elif names.same_language and item.strength is not Strength.READING and (word := unborne(ours, theirs, tag)):
        message = f"the reason says “{word}”, and the paragraphs of its evidence {instead(word, theirs, tag)}"
        yield placed.warning("A124", message, "reason", hint=SAY)


def _of_other_words(item: Relation, shared: list[str], reading: Reading) -> str:
    """Return a word that both places share, if the reason has no word of either, nor another word for one.

    Names may be told in short: "the same regions".
    """
    names, quoted = reading.names, " ; ".join(each.printed for each in item.evidence)
    words = [w for w in re.findall(r"\w+", item.evidence[0].printed) if {*names.source.meant(w)} & {*shared}]
    if not names.same_language or not shared or any(each[0].isupper() for each in words):
        return ""
    reason = names.plain(item.reason)
    said = Stems(frozenset(names.source.meant(quoted)))
    meant = names.written.meant(reason)
    if not names.written.words.has_spaces:  # pairs of characters, of which some are alike anywhere
        return "" if {*meant} & {*shared} else shared[0]
    told = any(map(said.has, meant)) or names.told_otherwise(reason, quoted)
    return "" if told else next(iter(words), shared[0])


def _of_another_section(item: Relation, ours: str, theirs: str, reading: Reading) -> list[str]:
    """Return the words of a reason that neither of the sections has which are linked, though the source has them.

    Of the same words, all stand in the paragraphs of the evidence; a reading, in the editor's, may have one of its own.
    """
    names = reading.names
    ends = {each.partition(".")[0] for each in (item.source, item.target)}
    of_ends = [line for line in reading.text.lines if line.place and section_of(line.place) in ends]
    quoted = [line for each in item.evidence for line in reading.text.at(each.locator)]
    strict = item.strength is Strength.SAME_WORDS and names.written.words.has_spaces
    lines = quoted if strict else of_ends
    said = Stems(frozenset(word for line in lines for word in names.stems(line, (0, len(line.text))).all))
    known = names.written.plain | names.written.ways | names.told_otherwise(ours, theirs)
    words = names.written.meant(ours) if names.same_language and lines else []
    strange = [w for w in words if (strict or names.said.has(w)) and not said.has(w) and w not in known]
    strange = [w for w in strange if not said.has(re.sub("^(?:un|in|im|dis)", "", w))]
    strange = strange if names.written.words.has_spaces else running(strange)
    return strange if item.strength is not Strength.READING or len(strange) > 1 else []


def _entities(printed: str, locator: str, reading: Reading) -> set[str]:
    return {name for at in reading.find(printed, locator) for name in reading.names.named(at.line, at.span)}
