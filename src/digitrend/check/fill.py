"""Completes the data of files: default values, what printed words say, the points of series.

Works on plain data, before validation: mappings from ids to fields become lists of items with their ids, and each
figure gets the default values of its part and the briefing, and value, unit and qualifier from its printed words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from digitrend.content.layout import NUMBERED, Kind, kind_of
from digitrend.content.positions import Data, Document
from digitrend.model import NEEDS_COMPARISON, Period, Qualifier, Quantity, QuantityKind, Units
from digitrend.model.units import UnitFile
from digitrend.text.dates import format_period
from digitrend.text.lexicon import LanguageError, known_units, lexicon
from digitrend.text.quantities import read_printed
from digitrend.text.vocabulary import RATE

Fields = dict[str, Any]

KEYED = {  # which fields of a file are mappings from a key, and the name of that key among the fields
    Kind.UNITS: {"units": "id"},
    Kind.SOURCE: {"further": "id"},
    **{kind: {"figures": "id", "series": "id", "derived": "id"} for kind in NUMBERED.values()},
}
SHARED = ("place", "status", "unit", "indicator", "subject", "attributed_to", "locator")
OF_SERIES = ("label", "unit", "kind", "indicator", "subject", "place", "status", "locator")
PERIODS = ("period", "date", "base", "compared_with")  # texts that may be written as a plain year
NUMBERS = ("value", "low", "high")


@dataclass(frozen=True)
class Context:
    """What figures need from the whole content: language, units, hedges, default values."""

    language: str = "en"  # of the source
    units: Units = field(default_factory=known_units)
    defaults: Fields = field(default_factory=dict)
    hedges: Mapping[str, str] = field(default_factory=dict)  # words, and the qualifier that they mean
    tables: Mapping[str, Document] = field(default_factory=dict)  # of points, by name
    whole: bool = True  # whether briefing.yaml is sound, and what it declares is known
    written: str = "en"  # the language of the briefing


def context_of(documents: Iterable[Document], declared: UnitFile | None) -> Context:
    """Return the context of documents; invalid values count as absent."""
    by_kind = {kind_of(each.name): each for each in documents}
    head, source = (_fields(by_kind[kind].data) if kind in by_kind else {} for kind in (Kind.BRIEFING, Kind.SOURCE))
    written = str(head.get("language", "en"))
    hedges = {
        words: str(_fields(told).get("means", ""))
        for words, told in _fields(head.get("hedges")).items()
        if _fields(told).get("means") in set(Qualifier)
    }
    return Context(
        _readable(str(source.get("language", written))),
        known_units().with_units([each.unit(written) for each in declared.units] if declared else []),
        _fields(head.get("defaults")),
        hedges,
        {each.name: each for each in documents if each.name.endswith(".csv")},
        written=_readable(written),
    )


def _readable(language: str) -> str:
    try:
        lexicon(language)
    except LanguageError:
        return "en"
    return language


def filled(document: Document, context: Context) -> Data:
    """Return the data of a file in the shape of its model."""
    if not isinstance(document.data, dict):
        return document.data
    kind = kind_of(document.name)
    data: Fields = dict(document.data)
    own = _fields(data.get("defaults"))
    defaults = {**context.defaults, **own}
    for name, key in KEYED.get(kind, {}).items() if kind else ():
        if isinstance(data.get(name), dict):
            data[name] = [
                {key: each, **fields} if isinstance(fields, dict) else fields for each, fields in data[name].items()
            ]
    if kind in NUMBERED.values():
        makers = {
            "figures": lambda each: _figure(each, defaults, context),
            "series": lambda each: _series(each, defaults, document, context),
        }
        data |= {name: _each(data[name], make) for name, make in makers.items() if name in data}
    if kind in (Kind.BRIEFING, *NUMBERED.values()):
        for name in ("events", "forecasts"):
            given = _fields(context.defaults.get(name)) | _fields(own.get(name))
            if name in data:
                data[name] = _each(data[name], partial(_dated, own=given, defaults=defaults, name=name), named=False)
    if "defaults" in data:
        given = _dates_as_text(own)
        data["defaults"] = {k: _dates_as_text(each) if isinstance(each, dict) else each for k, each in given.items()}
    if kind is Kind.ENTITIES and isinstance(data.get("entities"), list):
        data["entities"] = [_named(each) for each in data["entities"]]
    if kind is Kind.RELATIONS and isinstance(data.get("relations"), list):
        data["relations"] = [_with_evidence(each) for each in data["relations"]]
    return data


def _each(items: Any, fill: Callable[[Fields], Fields], *, named: bool = True) -> Any:  # noqa: ANN401 - plain data
    """Return a list with each item filled that is one; anything else as it is."""
    if not isinstance(items, list):
        return items
    return [
        fill(each) if isinstance(each, dict) and (isinstance(each.get("id"), str) or not named) else each
        for each in items
    ]


def _fields(value: object) -> Fields:
    return value if isinstance(value, dict) else {}


def _text(value: Data) -> Data:
    """Return a year as the text that it stands for."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _dates_as_text(fields: Fields) -> Fields:
    return {key: _text(value) if key in PERIODS else value for key, value in fields.items()}


# --- figures


def _figure(given: Fields, defaults: Fields, context: Context) -> Fields:
    """Return a figure completed from its printed words, its part and the briefing."""
    own = _dates_as_text(given)
    read = _read(own, context)
    for key in SHARED:
        if key not in own and key in defaults and not (key == "unit" and read and read.unit != "count"):
            own[key] = defaults[key]
    if hedge := context.hedges.get(str(own.get("qualifier", ""))):
        own |= {"hedge": own["qualifier"], "qualifier": hedge}
    elif not context.whole and own.get("qualifier") not in set(Qualifier):
        own.pop("qualifier", None)  # briefing.yaml may declare it
    if read:
        own = _as_printed(own, _in_unit(read, own.get("unit"), context.units))
    elif isinstance(own.get("printed"), str) and not any(key in own for key in NUMBERS):
        own = {"unit": "count", "kind": "count", **own}  # so that only the unreadable number is reported
    if "kind" not in own and (kind := defaults.get("kind") or _kind(own, read, context.units)):
        own["kind"] = kind
    _lend(own, defaults, "period")
    if own.get("kind") in NEEDS_COMPARISON:
        _lend(own, defaults, "compared_with")
    elif "compared_with" not in own and defaults.get("compared_with"):
        own.pop("compared_with_basis", None)  # of what it does not take
    if not own.get("period"):
        own.setdefault("period_basis", "missing")
    if own.get("compared_with"):
        own.setdefault("compared_with_basis", "stated")
    return own


def _read(own: Fields, context: Context) -> Quantity | None:
    """Return what the printed words say; of several quantities, the one with the numbers that are given."""
    printed, given = own.get("printed"), [own[key] for key in NUMBERS if isinstance(own.get(key), int | float)]
    return read_printed(printed, context.language, context.units, given) if isinstance(printed, str) else None


def _in_unit(read: Quantity, unit: Data, units: Units) -> Quantity:
    """Return what is printed in the unit that the file gives, where it converts: "5.5 GW" in MW."""
    if not isinstance(unit, str) or unit not in units or unit == read.unit or not units.comparable(read.unit, unit):
        return read
    return replace(read.converted(unit, units), decimals=0, scale=0)


def _as_printed(own: Fields, read: Quantity) -> Fields:
    """Return fields with those that the printed words give and the file does not."""
    if not any(key in own for key in NUMBERS):
        numbers = {"value": read.value, "low": read.low, "high": read.high}
        own |= {key: float(number) for key, number in numbers.items() if number is not None}
    if own.get("value") is not None and read.value is not None and own["value"] == float(read.value):
        own |= {"decimals": read.decimals, "scale": read.scale, "fraction": read.fraction}
    own.setdefault("unit", read.unit)
    own.setdefault("qualifier", read.qualifier.value)
    return own


def _kind(own: Fields, read: Quantity | None, units: Units) -> str:
    """Return the kind that follows from the words or the unit; "" for per cent, which may be a share or a growth."""
    name = own.get("unit")
    unit = units[name] if isinstance(name, str) and name in units else None
    rate = unit is not None and unit.dimension == RATE and read is not None and read.unit == "count"  # per 1,000
    if read and read.kind and not rate and (read.kind is not QuantityKind.MONEY or name == read.unit):  # "30 euros"
        return read.kind.value
    if isinstance(name, str) and unit is None:
        return QuantityKind.COUNT.value  # so that only the unknown unit is reported
    if unit is None or unit.dimension == "ratio":
        return ""
    if unit.is_currency:
        return QuantityKind.MONEY.value
    if unit.dimension == "percentage points":
        return QuantityKind.CHANGE.value
    return (QuantityKind.COUNT if unit.dimension in ("count", unit.id) else QuantityKind.LEVEL).value


def _lend(own: Fields, defaults: Fields, key: str) -> None:
    """Add a default value and its basis, unless the figure has one or says that there is none."""
    basis = f"{key}_basis"
    if key not in own and own.get(basis) != "missing" and defaults.get(key):
        own[key] = _text(defaults[key])
        if basis not in own and defaults.get(basis):
            own[basis] = defaults[basis]
    elif key not in own and defaults.get(basis) == "missing":
        own.setdefault(basis, "missing")


def _series(given: Fields, defaults: Fields, document: Document, context: Context) -> Fields:
    """Return a series whose points are figures."""
    points = given.get("points")
    if isinstance(points, str) and (table := context.tables.get(neighbour(document, points))):
        points = table.data
    if isinstance(points, list):
        return {**given, "points": len(points)}  # so that only the list is reported, and not each point
    if not isinstance(points, dict):
        return given
    shared = {key: given[key] for key in OF_SERIES if key in given}
    made = []
    for period, point in points.items():
        fields = point if isinstance(point, dict) else {"printed": _text(point) if point is not None else None}
        name = f"{given['id']}@{period}".replace(" ", "-")  # pages use it where a space parts two ids
        named = {"id": name, "series": given["id"], "point": period, "period": period}
        if isinstance(given.get("label"), str):
            named["label"] = _label(given["label"], period, context.written)
        made.append(_figure({**shared, **named, **fields}, defaults, context))
    return {**given, "points": made}


def _label(label: str, period: str, language: str) -> str:
    """Return the label of a point: that of its series, and when it is."""
    try:
        when = format_period(Period.parse(period), language)
    except ValueError:
        return label
    return f"{label}{', ' if lexicon(language).has_spaces else '，'}{when}"


def neighbour(document: Document, name: str) -> str:
    """Return the name of a file that lies beside a document."""
    folder, _, _ = document.name.rpartition("/")
    return f"{folder}/{name}" if folder else name


# --- other items


def _dated(given: Fields, own: Fields, defaults: Fields, name: str) -> Fields:
    """Return an event or a forecast with the defaults of its kind."""
    fields = _dates_as_text(given)
    date, basis = ("date", "basis") if name == "events" else ("period", "period_basis")
    if date not in fields and fields.get(basis) != "missing" and own.get(date):
        fields[date] = _text(own[date])
        if basis not in fields and own.get(basis):
            fields[basis] = own[basis]
    for key in ("by",) if name == "forecasts" else ():
        if key not in fields and key in own:
            fields[key] = own[key]
    if "locator" not in fields and (place := own.get("locator") or defaults.get("locator")):
        fields["locator"] = place
    if name == "events" and not fields.get("date"):
        fields.setdefault("basis", "missing")
    return fields


def _named(entity: Data) -> Data:
    """Return an entity with its name: the id in words, if the file gives none."""
    if not isinstance(entity, dict) or "name" in entity or not isinstance(entity.get("id"), str):
        return entity
    words = str(entity["id"]).replace("-", " ")
    return {"id": entity["id"], "name": words[:1].upper() + words[1:], **entity}


def _with_evidence(relation: Data) -> Data:
    """Return a relation with its evidence as items: a file gives the words by their place."""
    evidence = relation.get("evidence") if isinstance(relation, dict) else None
    if not isinstance(relation, dict) or not isinstance(evidence, dict):
        return relation
    return {**relation, "evidence": [{"locator": place, "printed": words} for place, words in evidence.items()]}
