"""Documents to a briefing: items are validated against their models, then checked by rules.

Invalid items are left out, but their ids are kept, so that each mistake is reported once, without its consequences. A
rule is a generator of findings over `Contents`.  All rules run; none stops another.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from inspect import isgeneratorfunction
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from digitrend.check.contents import Contents, Placed, tables_of, with_suppressions
from digitrend.check.fill import SHARED, Context, context_of, filled
from digitrend.check.rules import beside, charts, consistency, evidence, ids, named, prose
from digitrend.check.schema_errors import AFTER_A_COMMA, KINDS, SchemaErrors, SchemaFault, Shapes, fault_subject
from digitrend.content.layout import ENTITY_TYPES, Kind, kind_of, number_and_slug
from digitrend.content.positions import Data, Document
from digitrend.diagnostics import Diagnostic, Severity, by_position, closest, failed
from digitrend.model import (
    AuditRecord,
    AuditState,
    Briefing,
    CountermeasureGroup,
    Entity,
    EntityFile,
    EntityType,
    Issue,
    Item,
    Note,
    NoteFile,
    Overview,
    Part,
    Relation,
    RelationFile,
    Source,
    Trend,
)
from digitrend.model.units import UnitFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from digitrend.check.schema_errors import Schema
    from digitrend.content.positions import Where


def without_cascades(faults: Iterable[SchemaFault], report: SchemaErrors) -> list[SchemaFault]:
    """Return the faults that do not follow from others; `report` learns which fields misspelt ones stand for."""
    return _misspelt(_misplaced(_nameless(_comma_split(_without_consequences(list(faults))), report), report), report)


def _comma_split(faults: list[SchemaFault]) -> list[SchemaFault]:
    """Keep only the fault of a number that a comma split, of all faults of its item: {printed: 1,450 hives}."""
    parted = [
        each.where for each in faults if each.type == "extra_forbidden" and AFTER_A_COMMA.match(str(each.where[-1]))
    ]
    items = {where[:-1] for where in parted}
    return [
        each for each in faults if each.where in parted or not any(each.where[: len(item)] == item for item in items)
    ]


PRINTED = ("unit", "value", "kind")  # of a figure, from what is printed


def _without_consequences(faults: list[SchemaFault]) -> list[SchemaFault]:
    """Leave out faults that follow from others.

    These are: the length of a list with invalid items, fields that an invalid `printed` would have given, and fields
    that the points of a series take from it.
    """
    below = {fault.where[:i] for fault in faults for i in range(len(fault.where))}
    lent: set[tuple[Where, str, str]] = {
        (fault.where[:2], fault.type, str(fault.value))
        for fault in faults
        if len(fault.where) == 3 and fault.where[2] != "points"
    }
    faults = [
        fault
        for fault in faults
        if fault.where[2:3] != ("points",) or (fault.where[:2], fault.type, str(fault.value)) not in lent
    ]
    unread = {(*fault.where[:-1], name) for fault in faults if fault.where[-1:] == ("printed",) for name in PRINTED}
    return [
        fault
        for fault in faults
        if not (fault.type in {"too_short", "too_long"} and fault.where in below)
        and not (fault.type == "missing" and fault.where in unread)
    ]


def _nameless(faults: list[SchemaFault], report: SchemaErrors) -> list[SchemaFault]:
    """Report once that fields stand in the place of items, because the line with the id is missing."""
    bare = [
        fault
        for fault in faults
        if fault.where
        and KINDS.get(fault_subject(fault.type)) == "fields"
        and fault.where[-1] in report.of_items(fault.where[:-1])
    ]
    first = {fault.where[:-1]: fault for fault in reversed(bare)}
    return [*(replace(each, type="nameless") for each in first.values()), *(f for f in faults if f not in bare)]


def _misspelt(faults: list[SchemaFault], report: SchemaErrors) -> list[SchemaFault]:
    """Leave out the fault of a missing field that a misspelt one stands for."""
    missing = {fault.where for fault in faults if fault.type == "missing"}
    for fault in faults:
        if fault.type == "extra_forbidden":
            *above, key = fault.where
            absent = {str(each[-1]): each for each in missing if each[:-1] == tuple(above)}
            meant = closest(str(key), absent) or _only_missing(absent, fault.where, faults, report)
            if meant:
                missing.discard(absent[meant])
                report.meant[fault.where] = meant
    return [fault for fault in faults if fault.type != "missing" or fault.where in missing]


def _only_missing(absent: Iterable[str], where: Where, faults: list[SchemaFault], report: SchemaErrors) -> str:
    """Return the only missing field, if the only unknown one resembles no known field."""
    *above, key = where
    strange = [each for each in faults if each.type == "extra_forbidden" and each.where[:-1] == tuple(above)]
    names = tuple(absent)
    return names[0] if len(names) == len(strange) == 1 and not report.near(str(key), tuple(above)) else ""


def _misplaced(faults: list[SchemaFault], report: SchemaErrors) -> list[SchemaFault]:
    """Report only the first of several items that belong to another list, because its name is missing."""
    unknown = Counter(fault.where[:-1] for fault in faults if fault.type == "extra_forbidden")
    strange = sorted(where for where, count in unknown.items() if count > 1 and len(where) > 1 and report.kin(where))
    first = {where for i, where in enumerate(strange) if not i or strange[i - 1][:-1] != where[:-1]}
    found = [
        replace(fault, type="stranger", where=where)
        for where in sorted(first)
        for fault in [next(each for each in faults if each.where[:-1] == where and each.type == "extra_forbidden")]
    ]
    return [*found, *(each for each in faults if not any(each.where[: len(where)] == where for where in strange))]


T = TypeVar("T", bound=BaseModel)


def validated(
    document: Document, model: type[T], data: Data, tables: Mapping[str, Document] | None = None
) -> T | list[Diagnostic]:
    """Return the data of a document (from `fill.filled`) as a `model`, or the findings, sorted by place.

    `tables` are the CSV documents of series, by the id of the series.
    """
    try:
        return model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        faults = [
            SchemaFault(each["type"], _written(each, document, tables or {}), each["input"], *_told(each))
            for each in error.errors(include_url=False)
        ]
    shapes = Shapes(_schema(model))
    found: list[Diagnostic] = []
    for name, table in (tables or {}).items():
        inside = [fault for fault in faults if fault.where[:3] == ("series", name, "points")]
        faults = [fault for fault in faults if fault not in inside]
        report = SchemaErrors(table, shapes.part(("series", name, "points")))
        found += map(
            report.diagnostic, without_cascades([replace(fault, where=fault.where[3:]) for fault in inside], report)
        )
    report = SchemaErrors(document, shapes)
    return by_position([*found, *map(report.diagnostic, without_cascades(faults, report))])


def _written(error: ErrorDetails, document: Document, tables: Mapping[str, Document]) -> Where:
    """Return the place in the file of a value in the model: items of a mapping are under their keys."""
    steps: list[str | int] = []
    here: Data = document.data
    loc = error["loc"]
    last = loc[-1:] if error["type"] == "missing" else ()
    for step in loc[: len(loc) - len(last)]:
        if step == "[key]":
            continue
        if isinstance(here, dict) and isinstance(step, int):
            keys = list(here)
            step = keys[step] if step < len(keys) else step  # noqa: PLW2901
        elif steps and not isinstance(here, dict | list) and here is not None:
            continue  # a part of what the file writes as one value
        steps.append(step)
        if isinstance(here, dict):
            here = here.get(str(step))
        else:
            here = here[step] if isinstance(here, list) and isinstance(step, int) and step < len(here) else None
        if steps[:1] == ["series"] and steps[2:] == ["points"] and isinstance(here, str) and str(steps[1]) in tables:
            here = tables[str(steps[1])].data
    return (*steps, *last)


@cache  # asked for when something is wrong; takes milliseconds
def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


def _told(error: ErrorDetails) -> tuple[str, dict[str, Any]]:
    context = dict(error.get("ctx", {}))
    if error["loc"] and error["loc"][-1] == "[key]":
        context["key"] = True
    return error["msg"], context


ItemT = TypeVar("ItemT", bound=Item)

PARTS: dict[Kind, type[Part]] = {
    Kind.TREND: Trend,
    Kind.ISSUE: Issue,
    Kind.COUNTERMEASURES: CountermeasureGroup,
}
# What the defaults of briefing.yaml may give.
LENT = re.compile(rf"the field '({'|'.join((*SHARED, 'kind', 'period', 'date', 'by'))})' is missing")
TYPE_OF_FILE = dict(zip(ENTITY_TYPES, EntityType, strict=True))


class _Validation:
    """Validates the data of files, and collects findings and the ids of invalid items."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.found: list[Diagnostic] = []
        self.broken: set[str] = set()
        self.nameless = False

    def item_of(self, document: Document, model: type[ItemT]) -> Placed[ItemT] | None:
        """Return a file's item, or None after collecting its findings and ids."""
        data = filled(document, self.context)
        item = validated(document, model, data, tables_of(document, self.context))
        if not isinstance(item, list):
            return Placed(item, document)
        self.found.extend(one for one in item if self.context.whole or not LENT.match(one.message))
        self.broken.update(ids_in(data))
        self.nameless = self.nameless or holds_nameless(data)
        if identity := number_and_slug(document.name):
            self.broken.add(f"{_SINGULAR[document.name.partition('/')[0]]}-{identity[0]}")
        return None


def contents_of(documents: list[Document]) -> tuple[Contents, list[Diagnostic]]:
    """Return the items of documents by kind, with the findings of validation."""
    validation = _Validation(Context())
    item_of = validation.item_of
    declared = [item_of(each, UnitFile) for each in documents if kind_of(each.name) is Kind.UNITS]
    validation.context = context_of(documents, declared[0].item if declared and declared[0] else None)
    overview = next((item_of(each, Overview) for each in documents if kind_of(each.name) is Kind.BRIEFING), None)
    if overview is None:  # whatever it declares is not known
        validation.context = replace(validation.context, whole=False)
    source: Placed[Source] | None = None
    parts: list[Placed[Part]] = []
    entities: list[tuple[EntityType, Placed[Entity]]] = []
    relations: list[Placed[Relation]] = []
    notes: list[Placed[Note]] = []
    audit: Placed[AuditRecord] | None = None

    for document in documents:
        kind = kind_of(document.name)
        if kind is Kind.SOURCE:
            source = item_of(document, Source)
        elif kind is Kind.AUDIT:
            audit = item_of(document, AuditRecord)
        elif kind in PARTS and (part := item_of(document, PARTS[kind])):
            part.item.placed(*number_and_slug(document.name) or (0, ""))
            parts.append(part)
        elif kind is Kind.ENTITIES and (of_type := item_of(document, EntityFile)):
            type_ = TYPE_OF_FILE[document.name.removeprefix("entities/").removesuffix(".yaml")]
            entities += [(type_, each) for each in _each(of_type.item.entities, "entities", document)]
        elif kind is Kind.RELATIONS and (all_relations := item_of(document, RelationFile)):
            relations += _each(all_relations.item.relations, "relations", document)
        elif kind is Kind.NOTES and (all_notes := item_of(document, NoteFile)):
            notes += _each(all_notes.item.notes, "notes", document)
    parts.sort(key=lambda placed: (list(PARTS.values()).index(type(placed.item)), placed.item.number))
    entities.sort(key=lambda entry: list(EntityType).index(entry[0]))
    return (
        Contents(
            overview,
            source,
            tuple(parts),
            tuple(entities),
            tuple(relations),
            tuple(notes),
            frozenset(validation.broken),
            validation.nameless,
            tuple(documents),
            validation.context,
            audit,
        ),
        validation.found,
    )


def _each(items: Iterable[ItemT], field: str, document: Document) -> list[Placed[ItemT]]:
    """Return the items of a file that is a list of them, each with its place."""
    return [Placed(item, document, (field, i)) for i, item in enumerate(items)]


_SINGULAR = {"trends": "trend", "issues": "issue", "countermeasures": "countermeasure"}
_IDENTIFIED = ("figures", "derived", "events", "forecasts", "charts", "entities", "notes")


def ids_in(data: object) -> Iterator[str]:
    """Yield every id in the data; one of the wrong form also in the right form."""
    if isinstance(data, dict):
        if isinstance(name := data.get("id"), str):
            yield name
            yield re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        for key, value in data.items():
            if isinstance(value, dict) and "label" in value:  # of a mapping whose name is misspelt
                yield key
            yield from ids_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from ids_in(value)


def holds_nameless(data: Data) -> bool:
    """Return whether a list of items with ids has one without."""
    lists = [data.get(name) for name in _IDENTIFIED] if isinstance(data, dict) else []
    return any(
        isinstance(each, dict) and not isinstance(each.get("id"), str)
        for items in lists
        for each in (items if isinstance(items, list) else [items])  # an item may stand there without its dash
    )


Rule = Callable[[Contents], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = tuple(  # every public generator of `rules/`
    rule
    for module in (ids, evidence, consistency, charts, prose, beside, named)
    for name, rule in vars(module).items()
    if isgeneratorfunction(rule) and rule.__module__ == module.__name__ and not name.startswith("_")
)
MOST = 20  # findings of a code in a line
REFERENCES = frozenset({"R002", "R006", "R015"})  # what a file that cannot be read makes of references into it
UNITS = frozenset({"R015"})  # what is not known while units.yaml has not the right shape
COPIED = frozenset({"C026", "C029"})  # of a file that may be a copy of another
UNUSED = frozenset({"R111"})  # what cannot be known before everything is read, and every reference leads somewhere
COUNTED = frozenset({"R224"})  # of how many parts a title speaks
TYPED = frozenset({"R301", "R302"})  # what is excused by idioms and names of entities
EXCUSERS = re.compile(r"/briefing\.yaml$|/entities/")


def check(documents: Iterable[Document], found: Iterable[Diagnostic] = ()) -> tuple[Briefing | None, list[Diagnostic]]:
    """Return the briefing, or None if there are errors, and all findings in order of place.

    `found` are the findings of reading; they are included, and findings that may only follow from them are not.
    """
    return check_contents(*contents_of(list(documents)), found)


def check_contents(
    contents: Contents, shape: list[Diagnostic], found: Iterable[Diagnostic] = ()
) -> tuple[Briefing | None, list[Diagnostic]]:
    """Do what `check` does, given the contents and the findings of validation."""
    earlier = list(found)
    unread = {one.path.rpartition("/")[2] for one in earlier if one.path.endswith(".csv")}
    there = tuple(f"there is no table '{name}'" for name in unread)  # it is there, and cannot be read
    shape = [one for one in shape if not one.message.startswith(there)]
    meant = list(consistency.the_languages_have_words(contents))  # else no other rule can read
    meant = meant or list(_some_of_each_line(finding for rule in RULES for finding in rule(contents)))
    following = _following(earlier, shape, meant)
    copies = {finding.path for finding in earlier if finding.code in COPIED}
    told = [one for one in meant if one.code not in following and not (one.code == "R001" and one.path in copies)]
    everything = with_suppressions([*earlier, *shape, *_first_of_each_chart(told, contents)], contents, "R")
    return (None if failed(everything) else _briefing(contents)), everything


def _some_of_each_line(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Limit the findings of one code in one line; the last one says that there are more."""
    counts: Counter[tuple[str, str, int]] = Counter()
    for finding in found:
        key = (finding.code, finding.path, finding.at.line)
        counts[key] += 1
        if counts[key] < MOST:
            yield finding
        elif counts[key] == MOST:
            yield replace(finding, message=f"{finding.message} (and there is more of this in the line)")


def _following(
    earlier: Iterable[Diagnostic], shape: Iterable[Diagnostic], meant: Iterable[Diagnostic]
) -> frozenset[str]:
    """Return the codes of findings that may only follow from missing or unreadable files, or from other mistakes."""
    missing = {finding.path for finding in earlier if finding.severity is Severity.ERROR}
    misnamed = {finding.path for finding in earlier if finding.code.startswith("C02")}
    excusers = {path for path in {*missing, *(each.path for each in shape)} if EXCUSERS.search(path)}
    following = (REFERENCES if missing else frozenset()) | (TYPED if misnamed or excusers else frozenset())
    following |= UNITS if any(each.path.endswith("/units.yaml") for each in shape) else frozenset()
    following |= COUNTED if missing or shape else frozenset()
    astray = any(finding.code in REFERENCES for finding in meant)
    return following | (UNUSED if missing or shape or astray else frozenset())


def _first_of_each_chart(found: Iterable[Diagnostic], contents: Contents) -> Iterator[Diagnostic]:
    """Keep only the findings of the first rule that refuses a chart; those of later ones may follow from it."""
    starts = sorted((placed.document.path, placed.at()) for placed in contents.charts)
    of_chart: dict[int, list[Diagnostic]] = defaultdict(list)
    for finding in found:
        if finding.code.startswith("R2"):
            of_chart[bisect_right(starts, (finding.path, finding.at))].append(finding)
        else:
            yield finding
    for findings in of_chart.values():
        first = min(finding.code for finding in findings)
        yield from (finding for finding in findings if finding.code == first)


def _briefing(contents: Contents) -> Briefing | None:
    """Return the briefing; None if its overview or source is missing."""
    if contents.overview is None or contents.source is None:
        return None
    parts = [placed.item for placed in contents.parts]
    state, told = consistency.state_of(contents)
    return Briefing(
        overview=contents.overview.item,
        source=contents.source.item,
        trends=tuple(part for part in parts if isinstance(part, Trend)),
        issues=tuple(part for part in parts if isinstance(part, Issue)),
        countermeasures=tuple(part for part in parts if isinstance(part, CountermeasureGroup)),
        entities=tuple(
            (type_, tuple(placed.item for its, placed in contents.entities if its is type_))
            for type_ in EntityType
            if any(its is type_ for its, _ in contents.entities)
        ),
        relations=tuple(placed.item for placed in contents.relations),
        notes=tuple(placed.item for placed in contents.notes),
        units=contents.units,
        audit=contents.audit.item if contents.audit and state in (AuditState.PASSED, AuditState.FAILED) else None,
        audit_state=state,
        audit_message=told,
    )
