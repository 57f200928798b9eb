"""Ids and references: every id once, every reference to something of the right kind, every relation with its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digitrend.check.contents import WHOLE, Contents, Placed, first_of_each
from digitrend.diagnostics import Diagnostic, Position, did_you_mean
from digitrend.model import (
    ChartSpec,
    CountermeasureGroup,
    DerivedFigure,
    EntityType,
    Event,
    EventKind,
    Figure,
    Item,
    Measure,
    Note,
    NoteKind,
    Part,
    Relation,
    RelationKind,
    Strength,
    Where,
    Word,
    section_of,
)
from digitrend.text.claims import words_of
from digitrend.text.lexicon import lexicon
from digitrend.text.references import references

COUNTED = (
    "trends",
    "issues",
    "countermeasures",
    "measures",
    "figures",
    "events",
    "forecasts",
    "entities",
    "relations",
    "notes",
    "charts",
    "paragraphs",
)
NUMBERED = re.compile(r"(?:trend|issue|countermeasure)-[0-9]+(?:\.[0-9]+)?")  # ids of parts and measures
CONNECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # other kinds lead from any part to any
    RelationKind.ANSWERED_BY: (("issue",), ("countermeasure", "measure")),
    RelationKind.ADDRESSED_BY: (("trend",), ("countermeasure", "measure")),
}
PART_KINDS = ("trend", "issue", "countermeasure", "measure")

BEGINNING = 5  # letters by which a word is known again


def every_id_is_given_once(contents: Contents) -> Iterator[Diagnostic]:
    """R001: an id names one thing in the whole briefing."""
    yield from first_of_each(_given_twice(contents), "another given twice")
    if contents.source is not None:
        sections = [section.id for section in contents.source.item.sections]
        for i, name in enumerate(sections):
            if name in sections[:i]:
                hint = "give each section of the source an id of its own"
                yield contents.source.error("R001", f"the id '{name}' is given twice", "sections", i, "id", hint=hint)


def _given_twice(contents: Contents) -> Iterator[tuple[str, Diagnostic]]:
    """Yield the finding about each id that something else has; with its name, or that of the two files."""
    first: dict[str, Placed[Item]] = {}
    parts = {part.item.id: part for part in contents.parts}
    for placed in contents.identified:
        name = placed.item.id
        if name in parts:
            hint = f"give it another id; '{name}' is what {parts[name].document.path} is called"
            message = f"the id '{name}' is that of {_one_of((parts[name].item.kind,))}"
            yield name, placed.error("R001", message, "id", hint=hint)
        elif name in first:
            hint, related = _once(placed, first[name], "give one of the two another id", "id")
            paths = {first[name].document.path, placed.document.path}
            mistake = name if len(paths) == 1 else " ".join(sorted(paths))  # the second may be a copy of the first
            yield mistake, placed.error("R001", f"the id '{name}' is given twice", "id", hint=hint, related=related)
        first.setdefault(name, placed)


def _once(
    placed: Placed[Item], earlier: Placed[Item], hint: str, *where: str
) -> tuple[str, tuple[tuple[str, Position], ...]]:
    """Return hint and related place for a finding about the second of two items: the first one."""
    at = earlier.at(*where)
    if earlier.document.path == placed.document.path:
        return hint, (("first given here", at),)
    return f"{hint}; it is given first at {earlier.document.path}:{at}", ()


def every_reference_leads_somewhere(contents: Contents) -> Iterator[Diagnostic]:
    """R002 and R006: a reference in a field or in prose names an id that exists."""
    yield from first_of_each((*_fields_astray(contents), *_prose_astray(contents)))


def _fields_astray(contents: Contents) -> Iterator[tuple[str, Diagnostic]]:
    """Yield each unknown id in a field, with the finding."""
    for placed, where, name, kinds in _references(contents):
        if name not in contents.kinds and not contents.may_be_broken(name):
            known = [each for each, its in contents.kinds.items() if its in kinds]
            candidates = [*(each.partition("@")[0] for each in known if "@" in each), *known]  # a series, or its points
            hint = _instead(name, candidates) or f"give the id of {_one_of(kinds)}"
            yield name, placed.error("R002", f"nothing has the id '{name}'", *where, hint=hint)


def _prose_astray(contents: Contents) -> Iterator[tuple[str, Diagnostic]]:
    """Yield each unknown id in prose, with the finding."""
    for prose in contents.prose:
        for ref in prose.refs:
            if not ref.count and ref.id not in contents.kinds and not contents.may_be_broken(ref.id):
                hint = _instead(ref.id, contents.kinds) or "give the id of a figure, an entity or a part"
                if "｜" in ref.id:
                    hint = f"write an ordinary bar: [[{ref.id.replace('｜', '|', 1)}]]"
                message = f"the reference '[[{ref.id}]]' leads nowhere"
                yield ref.id, prose.error("R006", message, ref.offset, hint)


def every_reference_is_of_its_kind(contents: Contents) -> Iterator[Diagnostic]:
    """R003: a reference must name an id of the kind that the field takes."""
    for placed, where, name, kinds in _references(contents):
        kind = contents.kinds.get(name)
        if kind is not None and kind not in kinds and name not in contents.ambiguous:
            message = f"'{name}' is {_one_of((kind,))}, but {_one_of(kinds)} is expected"
            points = [each for each in contents.figure if each.startswith(f"{name}@")] if kind == "series" else []
            hint = f"name a point of it, such as '{points[-1]}'" if points else f"give the id of {_one_of(kinds)}"
            yield placed.error("R003", message, *where, hint=hint)


def every_relation_connects_what_it_says(contents: Contents) -> Iterator[Diagnostic]:
    """R004 and R005: a relation connects the parts that its kind allows, and is given once."""
    first: dict[tuple[str, str, str], Placed[Item]] = {}
    for placed in contents.relations:
        relation = placed.item
        starts, ends = CONNECTS.get(relation.kind, (PART_KINDS, PART_KINDS))
        for field, name, kinds in (("from", relation.source, starts), ("to", relation.target, ends)):
            kind = contents.kinds.get(name)
            if kind in PART_KINDS and kind not in kinds:
                message = f"'{relation.kind}' leads {field} {_one_of(kinds)}, but '{name}' is {_one_of((kind,))}"
                ends_ = contents.kinds.get(relation.source), contents.kinds.get(relation.target)
                fit = [each for each, (a, b) in CONNECTS.items() if ends_[0] in a and ends_[1] in b]
                hint = f"write 'kind: {fit[0]}'" if fit else f"choose another kind, or {_one_of(kinds)}"
                yield placed.error("R004", message, field, hint=hint)
        link = (relation.source, relation.target, relation.kind)
        if link in first:
            message = f"the relation from '{relation.source}' to '{relation.target}' is given twice"
            hint, related = _once(placed, first[link], "merge the two")
            yield placed.error("R005", message, hint=hint, related=related)
        first.setdefault(link, placed)


def every_kind_is_known(contents: Contents) -> Iterator[Diagnostic]:
    """R014: a kind of event, note or relation is of the starter set, or declared."""
    declared = contents.overview.item.kinds if contents.overview else None
    kinds: tuple[tuple[tuple[Placed[Event | Note | Relation], ...], str, type[Word]], ...] = (
        (contents.events, "events", EventKind),
        (contents.notes, "notes", NoteKind),
        (contents.relations, "relations", RelationKind),
    )
    for placed_items, group, starters in kinds:
        known = [*(each.value for each in starters), *(getattr(declared, group) if declared else ())]
        for placed in placed_items:
            kind = placed.item.kind
            if kind not in known and contents.context.whole:
                near = did_you_mean(kind, known) or f"there are {', '.join(known)};"
                hint = f"{near} others are declared in briefing.yaml: 'kinds: {{{group}: {{{kind}: what it means}}}}'"
                yield placed.error("R014", f"the kind '{kind}' is not known", "kind", hint=hint)


def every_count_counts_something(contents: Contents) -> Iterator[Diagnostic]:
    """R007: a count must name what can be counted."""
    for prose in contents.prose:
        for ref in prose.refs:
            if ref.count and ref.id not in COUNTED:
                hint = did_you_mean(ref.id, COUNTED) or f"you can count: {', '.join(COUNTED)}"
                yield prose.error("R007", f"'{ref.id}' cannot be counted", ref.offset, hint)


def every_name_stands_alone(contents: Contents) -> Iterator[Diagnostic]:
    """R008: the text that names an item refers to figures and entities only."""
    names: tuple[tuple[tuple[Placed[Item], ...], str], ...] = (
        (contents.parts, "title"),
        (contents.measures, "action"),
        (contents.events, "label"),
        (contents.forecasts, "gist"),
        (contents.charts, "title"),
    )
    for placed_items, field in names:
        for placed in placed_items:
            for ref in references(getattr(placed.item, field)):
                kind = contents.kinds.get(ref.id, "entity")
                if not ref.count and kind not in ("figure", "entity"):
                    at = placed.document.inside((*placed.where, field), ref.offset)
                    message = f"'{field}' names the item, so it cannot refer to {_one_of((kind,))}"
                    hint = "refer to figures and entities here, or write the words out"
                    yield Diagnostic("R008", message, placed.document.path, at, hint=hint)


def no_entity_belongs_to_itself(contents: Contents) -> Iterator[Diagnostic]:
    """R009: an entity is not broader than itself, directly or through others."""
    broader = {placed.item.id: placed.item.broader for _, placed in contents.entities}
    told = set[str]()  # those in a cycle, which is one mistake
    for _, placed in contents.entities:
        seen, name = set[str](), placed.item.broader
        while name and name not in seen:
            seen.add(name)
            name = broader.get(name)
        if placed.item.id in seen:
            if told.isdisjoint(seen):
                message = f"'{placed.item.id}' is broader than itself"
                yield placed.error("R009", message, "broader", hint="name the entity that it is a part or a kind of")
            told |= seen


def _instead(name: str, candidates: Iterable[str]) -> str:
    """Return the hint for an unknown id: a similar one, or all that differ only in their number."""
    known = tuple(candidates)
    if NUMBERED.fullmatch(name):
        siblings = [each for each in known if NUMBERED.fullmatch(each) and _bare(each) == _bare(name)]
        if siblings:
            return f"there {'is' if len(siblings) == 1 else 'are'} {', '.join(siblings)}"
    return did_you_mean(name, known)


def _bare(name: str) -> str:
    return re.sub(r"[0-9]+", "", name)


def _references(contents: Contents) -> Iterator[tuple[Placed[Item], Where, str, tuple[str, ...]]]:
    """Yield each reference in a field of ids: who makes it, where, to what, and the kinds that the field takes."""
    figure, entity, anything = ("figure",), ("entity",), tuple(sorted({*contents.kinds.values()}))
    parts = ("trend", "issue", "countermeasure", "measure")
    fields: list[tuple[tuple[Placed[Item], ...], str, tuple[str, ...]]] = [
        (contents.parts, "lead", figure),
        (contents.parts, "entities", entity),
        (contents.figures, "part_of", figure),
        (contents.figures, "attributed_to", entity),
        (contents.derived, "inputs", figure),
        (contents.events, "actors", entity),
        (contents.events, "place", entity),
        (contents.events, "figures", figure),
        (contents.events, "entities", entity),
        (contents.charts, "figures", figure),
        (contents.measures, "entities", entity),
        (tuple(placed for _, placed in contents.entities), "broader", entity),
        (contents.notes, "touches", anything),
        (tuple(each for each in contents.suppressions if each.item.item != WHOLE), "item", anything),
        (tuple(p for p in (contents.overview,) if p), "key_figures", figure),
        (tuple(p for p in (contents.overview,) if p), "entities", entity),
        (tuple(p for p in (contents.source,) if p), "author_id", entity),
    ]
    for placed_items, field, kinds in fields:
        for placed in placed_items:
            value = getattr(placed.item, field)
            for where, name in _names(field, value):
                yield placed, where, name, kinds
    for relation in contents.relations:
        yield relation, ("from",), relation.item.source, parts
        yield relation, ("to",), relation.item.target, parts


def _names(field: str, value: object) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str):
        yield (field,), value
    elif isinstance(value, tuple):
        yield from (((field, i), each) for i, each in enumerate(value))


_ARTICLE = {"entity": "an", "event": "an", "issue": "an", "note": "an"}


def _one_of(kinds: tuple[str, ...]) -> str:
    """Return kinds in words: "a trend, an issue or a measure"."""
    if len(kinds) > 4:
        return "something in the briefing"
    *others, last = (f"{_ARTICLE.get(kind, 'a')} {kind}" for kind in kinds)
    return f"{', '.join(others)} or {last}" if others else last


# Names that no file can have on Windows, whatever follows them: https://learn.microsoft.com/windows/win32/fileio/
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))})
OF_FILES = DEVICES | {"index", "source", "briefing"}  # a list of all, and whose citations have these names
OF_PLACES = frozenset(  # ids of the pages' own, where an item's id is that of its place on the page
    {"main", "menu", "theme-system", "theme-light", "theme-dark", "picture", "data", "cite", "licence", "record"}
    | {"method", "outline", *EntityType, *(f"{name}-{i}" for name in ("lane", "claims") for i in range(1, 100))}
)


def every_id_can_be_an_address(contents: Contents) -> Iterator[Diagnostic]:
    """R012: an id must not be one that the site needs for another address."""
    source = contents.source.item.sections if contents.source else ()
    paragraphs = {section.id: len(section.paragraphs) for section in source}
    places = {f"{name}-{i}" for name, count in paragraphs.items() for i in range(1, count + 1)} | paragraphs.keys()
    parts = {part.item.id for part in contents.parts}  # R001 tells of an id that is a part's
    for placed in contents.identified:
        is_page = isinstance(placed.item, Figure | DerivedFigure | ChartSpec)
        if placed.item.id in (OF_FILES if is_page else OF_PLACES | places) - parts:
            yield _kept(placed, placed.item.id, "id")
    for part in contents.parts:
        if part.item.slug in DEVICES:
            yield _kept(part, part.item.slug)


def every_former_name_is_free(contents: Contents) -> Iterator[Diagnostic]:
    """R013: a former name under `aliases` is not the name of another item, and is listed once."""
    taken: dict[tuple[str, str], Placed[Item]] = {}
    holders: list[tuple[str, Placed[Item], str, tuple[str, ...]]] = [
        *((placed.item.kind, placed, placed.item.slug, placed.item.aliases) for placed in contents.parts),
        *(("figure", placed, placed.item.id, placed.item.aliases) for placed in contents.figures),
        *(("figure", placed, placed.item.id, placed.item.aliases) for placed in contents.derived),
        *(("chart", placed, placed.item.id, placed.item.aliases) for placed in contents.charts),
    ]
    for kind, placed, name, _ in holders:
        taken.setdefault((kind, name), placed)
    for kind, placed, _, aliases in holders:
        for i, old in enumerate(aliases):
            if old in (DEVICES if isinstance(placed.item, Part) else OF_FILES):
                yield _kept(placed, old, "aliases", i)
            elif (kind, old) in taken:
                path = taken[kind, old].document.path
                hint = "remove it here, or give what has that name another one"
                message = f"the former name '{old}' is used by another {kind}, in {path}"
                yield placed.error("R013", message, "aliases", i, hint=hint)
            taken.setdefault((kind, old), placed)


def _kept(placed: Placed[Item], name: str, *where: str | int) -> Diagnostic:
    message = f"'{name}' is reserved for an address of the site"
    hint = "rename the file" if not where else "choose a longer id"
    return placed.error("R012", message, *where, hint=hint)


def every_relation_shows_its_words(contents: Contents) -> Iterator[Diagnostic]:
    """R010 and R011: a link that is made, or found in the same words, shows those words; a reading shows none."""
    needed = {Strength.MADE: 1, Strength.SAME_WORDS: 2}
    for placed in contents.relations:
        relation = placed.item
        evidence, least = relation.evidence, needed.get(relation.strength, 0)
        if least and len(evidence) < least:
            same = relation.strength is Strength.SAME_WORDS
            message = (
                "the relation quotes words of one side only"
                if same and evidence
                else "the relation quotes no words of the source"
            )
            hint = "add 'evidence': the words by their locators"
            hint += ", on both sides" if same else ""
            yield placed.error("R010", message, "strength", hint=f"{hint}; or write 'strength: reading'")
        elif relation.strength is Strength.SAME_WORDS:
            yield from _beside_the_point(placed, contents)
        elif relation.strength is Strength.READING and not evidence:
            yield from _reads_another(placed, contents)
        elif evidence and not least:
            message = "a reading has evidence"
            hint = "write 'strength: same words' or 'strength: made', or leave 'evidence' out"
            yield placed.error("R011", message, "strength", hint=hint)


def _beside_the_point(placed: Placed[Relation], contents: Contents) -> Iterator[Diagnostic]:
    """Yield a finding where the evidence of a side stands in another section than that of the side, if it has one."""
    relation = placed.item
    for i, (side, name) in enumerate((("from", relation.source), ("to", relation.target))):
        section, locator = name.partition(".")[0], relation.evidence[i].locator
        source = contents.source.item if contents.source else None
        known = name in contents.kinds and source is not None and source.has(locator) and source.has(section)
        if known and section_of(locator) != section:  # what is not known is said elsewhere
            message = f"the evidence for '{side}: {name}' stands in '{section_of(locator)}'"
            hint = f"quote words of {section}, or write 'strength: reading'"
            yield placed.error("R010", message, "evidence", locator, hint=hint)
        elif known and (measure := _measure(name, contents)) and measure.locator not in ("", locator):
            message = f"the evidence for '{side}: {name}' stands in '{locator}', and the measure in '{measure.locator}'"
            hint = "name the measure that the evidence is of, or quote its words"
            yield placed.error("R010", message, side, hint=hint)


def _measure(name: str, contents: Contents) -> Measure | None:
    """Return the measure that an id such as "countermeasure-1.2" names."""
    groups = (each.item for each in contents.parts if isinstance(each.item, CountermeasureGroup))
    return next((m for g in groups for i, m in enumerate(g.measures, 1) if g.measure_id(i) == name), None)


def _reads_another(placed: Placed[Relation], contents: Contents) -> Iterator[Diagnostic]:
    """Yield a finding where the reason of a reading has no word of its measure, or more of another one."""
    target = placed.item.target
    if _measure(target, contents) is None or not lexicon(contents.language).has_spaces:
        return
    groups = [each.item for each in contents.parts if isinstance(each.item, CountermeasureGroup)]
    measures = {group.measure_id(i): each for group in groups for i, each in enumerate(group.measures, 1)}
    stop = set(lexicon(contents.language).words("stop_words"))
    ours = {each[:BEGINNING] for each in words_of(placed.item.reason, contents.language) - stop}
    shared = {name: len(ours & _beginnings(each, contents.language)) for name, each in measures.items()}
    best = max(shared, key=lambda name: shared[name])
    if not shared[target]:
        message = f"the reason has no word of the measure '{target}'"
        yield placed.warning("R011", message, "to", hint="name the measure that is meant, or say what of it is meant")
    elif shared[best] > shared[target]:
        message = f"the reason has more words of '{best}' than of '{target}'"
        yield placed.warning("R011", message, "to", hint="name the measure that is meant, or say what of it is meant")


def _beginnings(measure: Measure, language: str) -> set[str]:
    """Return by what the words of a measure are known again."""
    told = (measure.action, measure.object, measure.aim, measure.text, measure.printed, *measure.instruments)
    return {each[:BEGINNING] for each in words_of(" ".join(told), language)}
