"""New items: what a chart may show, a figure be computed from, and a relation connect, the best first.

These are suggestions; `check` decides whether an item is valid.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from digitrend.check.runner import check, contents_of
from digitrend.content.insert import appended, chart_skeleton, indented, part_skeleton, skeleton, slug
from digitrend.content.layout import ENTITY_TYPES
from digitrend.content.positions import Document
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import LINE_BREAK, Diagnostic, Severity, did_you_mean
from digitrend.errors import NotPossibleError
from digitrend.model import CountermeasureGroup, Figure, Issue, Part, QuantityKind, Trend

if TYPE_CHECKING:
    from digitrend.check.contents import Contents


MOST = 6  # bars or cards that are proposed


def charts(contents: Contents, part: Part | None) -> Iterator[dict[str, str]]:
    """Yield forms with the figures of a part that they could show; last one that takes none."""
    held = part.figures if part else tuple(placed.item for placed in contents.figures)
    alike: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for each in held:
        alike[each.kind, each.unit, each.period, each.status].append(each)
    for group in sorted(alike.values(), key=len, reverse=True):
        if len(group) > 1:
            yield _drawn("bars", group[:MOST])
    ids = {each.id: each for each in held}
    for each in held:
        if each.part_of in ids:
            yield _drawn("part", [each, ids[each.part_of]])
    for each in held:
        if each.kind is QuantityKind.SHARE:
            yield _drawn("squares", [each])
    if held:
        yield _drawn("cards", list(held[:MOST]))
    yield {"form": "tally", "figures": ""}


def _drawn(form: str, figures: list[Figure]) -> dict[str, str]:
    names = ", ".join(each.id for each in figures)
    return {"form": form, "figures": f"  figures: [{names}]\n"}


def formulas(contents: Contents, part: Part | None) -> Iterator[dict[str, str]]:
    """Yield what could be computed from two figures: of the part first, then of all."""
    held = list(part.figures) if part else []
    held += [placed.item for placed in contents.figures if placed.item not in held]
    for one, other in combinations(held, 2):
        for first, second in ((one, other), (other, one)):
            if first.part_of == second.id:
                yield {"formula": "share", "inputs": f"[{first.id}, {second.id}]"}
    for one, other in combinations(held, 2):
        if one.unit == other.unit and one.kind is other.kind:
            yield {"formula": "difference", "inputs": f"[{one.id}, {other.id}]"}


def new_pairs(contents: Contents, source: str, target: str) -> Iterator[tuple[str, str, str]]:
    """Yield start, end and kind of relations that are not there yet; with a start or an end given, only of those."""
    there = {(placed.item.source, placed.item.target, placed.item.kind) for placed in contents.relations}
    parts = [placed.item for placed in contents.parts]
    for start in parts:
        for end in parts:
            kind = _kind(start, end)
            if not kind or source not in ("", start.id):
                continue
            measures = range(1, len(end.measures) + 1) if isinstance(end, CountermeasureGroup) else ()
            for name in (end.id, *(f"{end.id}.{ordinal}" for ordinal in measures)):
                wanted = name == target if target else name == end.id
                if wanted and (start.id, name, kind) not in there:
                    yield start.id, name, kind


def _kind(start: Part, end: Part) -> str:
    """Return what the end can be to the start; "" for nothing."""
    if isinstance(start, Trend):
        return "leads to" if isinstance(end, Issue) else "addressed by" if _answers(end) else ""
    return "answered by" if isinstance(start, Issue) and _answers(end) else ""


def _answers(part: Part) -> bool:
    return isinstance(part, CountermeasureGroup)


FOLDERS = {"trend": "trends", "issue": "issues", "countermeasure": "countermeasures"}
LISTS = {  # the list that holds each kind of item
    "figure": "figures",
    "series": "series",
    "derived": "derived",
    "event": "events",
    "forecast": "forecasts",
    "chart": "charts",
    "measure": "measures",
    "entity": "entities",
    "relation": "relations",
    "note": "notes",
    "change": "changes",
}
KINDS = (*FOLDERS, *LISTS)
CALLED = {"derived": "computed-figure"}  # otherwise as the kind
ID = re.compile(r"[0-9]*[a-z]")  # how an id begins
BRIEFING = "briefing"
IN_PARTS = ("figure", "series", "derived", "event", "forecast", "chart")
IN_BRIEFING = ("forecast", "chart")
NOWHERE = (*FOLDERS, "entity", "relation", "change")  # in no part
HEADERS = {  # how a file begins that is not there yet
    "relations": "# How the parts connect: what answers what, stated by the source or read into it.",
    "notes": "# Where the source is wrong, broken or unclear, in its own order.",
    "entities": "# Entities of one type: named things, each with a gloss. Where they are mentioned is computed.",
}


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of `digitrend new`."""

    kind: str  # one of KINDS
    title: str = ""
    place: str = ""  # the part that holds it, or "briefing"; "" where there is no choice
    type: str = "concepts"  # an entity's: one of the files of entities
    source: str = ""  # where a relation starts
    target: str = ""  # where it leads


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item that can be added: either a file of its own, or the last of a list."""

    kind: str
    id: str  # as references name it; "" for what has none
    name: str  # the file, below the content folder
    list: str  # the list that it belongs to; "" for a file of its own
    text: str  # of the file; in a list, of the item, its dash at the margin
    header: str = ""  # of the file, if that is not there yet


def new_item(request: Request, contents: Contents) -> Iterator[NewItem]:
    """Yield the item that is wished for, in the forms that it may take, the best first; a rule may refuse the first.

    Raises NotPossibleError when there is no place for it, or nothing to make it of.
    """
    if request.place and request.kind in NOWHERE:
        raise NotPossibleError(
            f"{request.kind} items stand for themselves: '{request.place}' cannot hold one", "leave out --in"
        )
    if request.kind in FOLDERS:
        yield _part(request, contents)
    elif request.kind == "measure":
        group = _holder(request, contents, CountermeasureGroup)
        ordinal = len(group.measures) + 1 if isinstance(group, CountermeasureGroup) else 1
        text = skeleton("measure", request.title, locator=_place(contents, group.id))
        yield NewItem("measure", f"{group.id}.{ordinal}", _file(contents, group), "measures", text)
    elif request.kind in IN_PARTS:
        yield from _within(request, contents)
    else:
        yield from STANDALONE[request.kind](request, contents)


def _part(request: Request, contents: Contents) -> NewItem:
    mine = [placed.item for placed in contents.parts if placed.item.kind == request.kind]
    number = max((part.number for part in mine), default=0) + 1
    word = _free(slug(request.title) or f"new-{request.kind}", {part.slug for part in mine})
    kind, part_id = request.kind, f"{request.kind}-{number}"
    text = part_skeleton(kind, number, request.title, _place(contents, part_id))
    return NewItem(kind, part_id, f"{FOLDERS[kind]}/{number:02}-{word}.yaml", "", text)


def _within(request: Request, contents: Contents) -> Iterator[NewItem]:
    """Yield an item of a part, or of the briefing as a whole."""
    if request.kind in IN_BRIEFING and request.place == BRIEFING:
        holder, file, locator = None, "briefing.yaml", _place(contents, "")
    else:
        holder = _holder(request, contents, Part)
        file, locator = _file(contents, holder), _place(contents, holder.id)
    name = _free_id(request, contents)
    values = {"id": name, "locator": locator, "period": _period(contents)}
    forms = list(FORMS[request.kind](contents, holder)) if request.kind in FORMS else [{}]
    if not forms:
        hint = "add two figures of one kind and unit first, or one that is `part_of` another"
        raise NotPossibleError("there are no two figures from which another could be computed", hint)
    for form in forms:
        make = chart_skeleton if request.kind == "chart" else partial(skeleton, request.kind)
        text = make(request.title, **values, **form)
        yield NewItem(request.kind, name, file, LISTS[request.kind], text)


FORMS: dict[str, Callable[[Contents, Part | None], Iterator[dict[str, str]]]] = {"chart": charts, "derived": formulas}


def _entity(request: Request, contents: Contents) -> Iterator[NewItem]:
    if request.type not in ENTITY_TYPES:
        near = did_you_mean(request.type, ENTITY_TYPES)
        raise NotPossibleError(
            f"there is no type of entity '{request.type}'", near or f"the types are {', '.join(ENTITY_TYPES)}"
        )
    name = _free_id(request, contents)
    text = skeleton("entity", request.title, id=name)
    yield NewItem("entity", name, f"entities/{request.type}.yaml", "entities", text, HEADERS["entities"])


def _note(request: Request, contents: Contents) -> Iterator[NewItem]:
    source = contents.source.item if contents.source else None
    if request.place and source and not source.has(request.place):
        near = did_you_mean(request.place, source.lengths) or f"there are {', '.join(source.lengths)}"
        raise NotPossibleError(f"the source has no place '{request.place}'", near)
    name = _free_id(request, contents)
    text = skeleton("note", request.title, id=name, locator=_place(contents, request.place))
    yield NewItem("note", name, "notes.yaml", "notes", text, HEADERS["notes"])


def _relation(request: Request, contents: Contents) -> Iterator[NewItem]:
    found = False
    for source, target, kind in new_pairs(contents, request.source, request.target):
        found = True
        text = skeleton("relation", request.title, source=source, target=target, kind=kind)
        yield NewItem("relation", "", "relations.yaml", "relations", text, HEADERS["relations"])
    if not found:
        hint = "add a trend, an issue or a countermeasure first; a pair is connected once in each way"
        raise NotPossibleError("there are no two parts left that could be connected so", hint)


def _change(request: Request, contents: Contents) -> Iterator[NewItem]:
    day = contents.overview.item.as_of.isoformat() if contents.overview else "2000-01-01"
    yield NewItem("change", "", "briefing.yaml", "changes", skeleton("change", request.title, date=day))


STANDALONE: dict[str, Callable[[Request, Contents], Iterator[NewItem]]] = {
    "entity": _entity,
    "relation": _relation,
    "note": _note,
    "change": _change,
}


def _holder(request: Request, contents: Contents, kind: type[Part]) -> Part:
    """Return the part that the item goes into: the one that is named, or the only one."""
    parts = [placed.item for placed in contents.parts if isinstance(placed.item, kind)]
    names = [part.id for part in parts]
    called = "a countermeasure" if kind is CountermeasureGroup else "a part"
    if not parts:
        new = "countermeasure" if kind is CountermeasureGroup else "trend"
        raise NotPossibleError(
            f"there is no part that could hold the {request.kind}", f"run `digitrend new {new}` first"
        )
    if request.place:
        named = [part for part in parts if request.place in (part.id, part.slug, _file(contents, part))]
        if named:
            return named[0]
        hint = did_you_mean(request.place, names) or f"there are {', '.join(names)}"
        raise NotPossibleError(f"'{request.place}' is not {called} of the content", hint)
    if len(parts) > 1:
        raise NotPossibleError(f"the {request.kind} could go into {', '.join(names)}", f"say which: --in {names[0]}")
    return parts[0]


def _file(contents: Contents, part: Part) -> str:
    return next(placed.document.name for placed in contents.parts if placed.item is part)


def _place(contents: Contents, place: str) -> str:
    """Return a paragraph of the source: the place's first if the source has it, else the source's first."""
    source = contents.source.item if contents.source else None
    if source is None:
        return f"{place or 'intro'}/1"
    section = place.partition("/")[0]
    if place and source.has(place):
        return place if "/" in place else f"{place}/1"
    return f"{section if section in source.lengths else source.sections[0].id}/1"


def _period(contents: Contents) -> str:
    """Return the period of the last forecast, or the year of the edition."""
    periods = [placed.item.period for placed in contents.forecasts if placed.item.period]
    edition = contents.overview.item.as_of.year if contents.overview else 2000
    return periods[-1] if periods else str(edition)


def _free_id(request: Request, contents: Contents) -> str:
    start = slug(request.title)
    if not ID.match(start):
        start = f"new-{CALLED.get(request.kind, request.kind)}"
    return _free(start, set(contents.kinds) | contents.ambiguous | contents.broken)


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it if it is taken."""
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


@dataclass(frozen=True, slots=True)
class Addition:
    """A new item and the text of its file with it."""

    item: NewItem
    text: str  # of the whole file; "" where the item has to be pasted by hand
    line: int = 1  # where the item starts, from 1
    new: bool = False  # whether the file is new
    wrong: tuple[Diagnostic, ...] = field(default=())  # errors that come with it: it must not be added


def added(
    request: Request, documents: list[Document], found: Iterable[Diagnostic] = (), root: str = "content"
) -> Addition:
    """Return the first suggestion without errors; if all have some, the first one with its errors.

    `found` is what reading the content has found.  Raises NotPossibleError.
    """
    earlier = list(found)
    contents, _ = contents_of(documents)
    before = _errors(documents, earlier)
    tried: list[Addition] = []
    for item in new_item(request, contents):
        addition = _put(item, documents)
        if not addition.text:
            return addition
        after = parse(f"{root}/{item.name}", addition.text.encode("utf-8", "surrogatepass"), item.name)
        if isinstance(after, Document):
            others = [each for each in documents if each.name != item.name]
            errors = _errors([*others, after], earlier)
            new = (each for key, each in errors.items() if key not in before)
            # What is no longer true elsewhere, as a title that says "most", is for the next check to tell.
            wrong = tuple(each for each in new if each.path == after.path or f"'{item.id}'" in each.message)
        else:
            wrong = tuple(after)
        tried.append(Addition(item, addition.text, addition.line, addition.new, wrong))
        if not wrong:
            return tried[-1]
    return tried[0]


def _put(item: NewItem, documents: Iterable[Document]) -> Addition:
    """Return the file with the item in it, or as a file of its own."""
    document = next((each for each in documents if each.name == item.name), None)
    if document is None:
        if not item.list:
            return Addition(item, item.text, new=True)
        head = f"{item.header}\n\n{item.list}:\n"
        return Addition(item, head + indented(item.text, "  "), head.count("\n") + 1, new=True)
    insertion = appended(document, item.list, item.text)
    if insertion is None:
        return Addition(item, "")
    before = document.text[: insertion.offset] + insertion.text[: insertion.text.index(item.text.split(maxsplit=1)[0])]
    return Addition(item, insertion.into(document.text), len(LINE_BREAK.findall(before)) + 1)


def _errors(documents: Iterable[Document], found: Iterable[Diagnostic]) -> dict[tuple[object, ...], Diagnostic]:
    """Return the errors of a content by what they say, so that those that only moved can be told from new ones."""
    counts: Counter[tuple[str, str, str]] = Counter()
    errors: dict[tuple[object, ...], Diagnostic] = {}
    for each in check(list(documents), found)[1]:
        if each.severity is Severity.ERROR:
            key = (each.code, each.path, each.message)
            counts[key] += 1
            errors[*key, counts[key]] = each
    return errors
