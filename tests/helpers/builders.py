"""Builders: a small sound content, one of each item, and what `check` says when one thing is changed.

Everything here is a value: the fixture's files are read once, and a content is a mapping from names to texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

import paths
from digitrend.check.runner import check
from digitrend.content.layout import survey
from digitrend.content.positions import Document
from digitrend.content.reader import ABOUT_THE_FILE, read_table
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import LINE_BREAK, Diagnostic, Position, by_position, format_findings
from digitrend.model import (
    Basis,
    Briefing,
    ChartSpec,
    CountermeasureGroup,
    DerivedFigure,
    Entity,
    EntityType,
    Event,
    Figure,
    Forecast,
    Issue,
    Measure,
    Note,
    Overview,
    Part,
    Passage,
    QuantityKind,
    Relation,
    Section,
    Source,
    Status,
    Trend,
)
from digitrend.site.contexts import Page
from digitrend.site.lookup import Lookup
from digitrend.site.planning import plan
from digitrend.site.search import search_entries
from digitrend.site.viewer import Viewer
from digitrend.text.lexicon import known_units
from digitrend.text.wording import Words, flattened
from paths import REAL, SMALL

__all__ = ["REAL", "SMALL"]

ROOT = "content"  # how findings call the folder

Files = Mapping[str, str | bytes]

BRIEFING = "briefing.yaml"
SOURCE = "source.yaml"
RELATIONS = "relations.yaml"
NOTES = "notes.yaml"
FERRIES = "trends/01-ferries.yaml"
ORCHARDS = "trends/02-orchards.yaml"
SILT = "issues/01-silt.yaml"
WATER = "countermeasures/01-look-after-the-water.yaml"
CONCEPTS = "entities/concepts.yaml"
ORGANISATIONS = "entities/organisations.yaml"
REGIONS = "entities/regions.yaml"


# ---- Contents: names to texts


@lru_cache
def _read(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.yaml"))}


def a_content(over: Files | None = None, *, without: Iterable[str] = (), of: Path = SMALL) -> dict[str, str]:
    """Return the small briefing's files, with those in `over` in the place of theirs and `without` some."""
    files = {name: raw.decode() for name, raw in _read(of).items() if name not in set(without)}
    return files | {name: text if isinstance(text, str) else text.decode() for name, text in (over or {}).items()}


def the_real_content() -> dict[str, str]:
    return a_content(of=REAL)


def edited(files: Mapping[str, str], name: str, old: str, new: str) -> dict[str, str]:
    """Return the files with `old`, which stands once in the file `name`, replaced."""
    count = files[name].count(old)
    assert count == 1, f"{old!r} stands {count} times in {name}"
    return {**files, name: files[name].replace(old, new)}


def place_of(text: str, needle: str) -> Position:
    """Return where `needle` first stands in a text, counted independently of the code under test."""
    lines = LINE_BREAK.split(text[: text.index(needle)])
    return Position(len(lines), len(lines[-1]) + 1)


# ---- Checking


@lru_cache(maxsize=4096)  # of a content most files stay as they are
def _parsed(name: str, raw: bytes) -> tuple[Document | None, list[Diagnostic]]:
    if name.endswith(".csv"):
        return read_table(f"{ROOT}/{name}", raw, name)
    parsed = parse(f"{ROOT}/{name}", raw, name)
    return (parsed, []) if isinstance(parsed, Document) else (None, parsed)


def documents(files: Files) -> tuple[list[Document], list[Diagnostic]]:
    """Read a content as `read_documents` reads a folder."""
    found = survey(files, ROOT)
    read: list[Document] = []
    for name, text in sorted(files.items()):
        if name.endswith((".yaml", ".csv")):
            parsed, wrong = _parsed(name, text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
            read += [parsed] if parsed else []
            found += wrong
    return read, by_position(found)


def findings(files: Files) -> list[Diagnostic]:
    """Return all that `check` finds in a content."""
    return check(*documents(files))[1]


def told(files: Files) -> str:
    """Return what `digitrend check` prints for a content."""
    found = findings(files)
    shown = {one.path for one in found if not ABOUT_THE_FILE.fullmatch(one.code)}
    texts = {path: _text(text) for name, text in files.items() if (path := f"{ROOT}/{name}") in shown}
    return format_findings(found, texts) + "\n"


def _text(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("utf-8-sig", "replace")


def a_briefing(files: Files | None = None) -> Briefing:
    """Return the briefing of a content that has no error."""
    briefing, found = check(*documents(a_content() if files is None else files))
    assert briefing is not None, found
    return briefing


# ---- One of each item; what is given stands over what does not matter


def a_figure(id: str = "passengers", **over: object) -> Figure:
    fields: dict[str, object] = {
        "label": "Ferry passengers",
        "value": 120,
        "unit": "people",
        "kind": QuantityKind.COUNT,
        "indicator": "number of passengers",
        "subject": "ferries",
        "place": "Elm Valley",
        "period": "",
        "status": Status.OBSERVED,
        "printed": "120 passengers",
        "locator": "trend-1/1",
    }
    fields |= over
    fields.setdefault("period_basis", Basis.STATED if fields["period"] else Basis.MISSING)
    return Figure.model_validate({"id": id} | fields)


def a_rate(id: str = "growth", value: float = 12.5, **over: object) -> Figure:
    fields = {"unit": "percent", "kind": QuantityKind.GROWTH_RATE, "compared_with_basis": Basis.MISSING}
    return a_figure(id, value=value, printed=f"{value}%", **(fields | over))


def a_derived(id: str = "share", **over: object) -> DerivedFigure:
    fields: dict[str, object] = {"label": "Share", "formula": "share", "indicator": "share", "subject": "ferries"}
    return DerivedFigure.model_validate(fields | {"id": id, "inputs": ("part", "whole")} | over)


def a_passage(text: str = "The ferries run.", locator: str = "trend-1/1") -> Passage:
    return Passage(text=text, locator=locator)


def a_part(kind: type[Part], number: int, slug: str, **over: object) -> Part:
    said = {"title": "A title", "short": "A part", "finding": "A finding.", "summary": "A summary."}
    part = kind.model_validate(said | over)
    part.placed(number, slug)
    return part


def a_trend(number: int = 1, **over: object) -> Trend:
    said = {"situation": (a_passage(),), "outlook": (a_passage(),)}
    trend = a_part(Trend, number, f"trend-number-{number}", **(said | over))
    assert isinstance(trend, Trend)
    return trend


def an_issue(number: int = 1, **over: object) -> Issue:
    said = {"cause": (a_passage(),), "effect": (a_passage(),), "affected": (a_passage(),)}
    issue = a_part(Issue, number, f"issue-number-{number}", **(said | over))
    assert isinstance(issue, Issue)
    return issue


def a_measure(action: str = "Dredge the landings", **over: object) -> Measure:
    said = {"action": action, "object": "landings", "text": "Dredge.", "locator": "trend-1/1"}
    return Measure.model_validate(said | over)


def a_group(number: int = 1, **over: object) -> CountermeasureGroup:
    group = a_part(CountermeasureGroup, number, f"group-number-{number}", **({"measures": (a_measure(),)} | over))
    assert isinstance(group, CountermeasureGroup)
    return group


def an_event(id: str = "quay-opened", date: str = "", **over: object) -> Event:
    fields: dict[str, object] = {
        "label": "Quay opened",
        "what": "The quay opens",
        "kind": "opening",
        "printed": "opened a quay",
        "locator": "trend-1/1",
        "basis": "stated" if date else "missing",
    }
    return Event.model_validate({"id": id, "date": date} | fields | over)


def a_forecast(id: str = "forecast-quiet", **over: object) -> Forecast:
    said = {"id": id, "period": "2025", "gist": "Ferries run quieter", "locator": "trend-1/1"}
    return Forecast.model_validate(said | over)


def a_chart_spec(form: str, *figures: str, **over: object) -> ChartSpec:
    words = {"title": "A finding", "subtitle": "What it measures", "description": "What it says."}
    return ChartSpec.model_validate({"id": "chart", "form": form, "figures": figures} | words | over)


def a_relation(source: str = "trend-1", target: str = "issue-1", **over: object) -> Relation:
    fields = {"from": source, "to": target, "kind": "leads to", "strength": "reading", "reason": "It may."}
    return Relation.model_validate(fields | over)


def an_note(id: str = "walking-tree", **over: object) -> Note:
    fields = {"id": id, "kind": "mistranslation", "printed": "walking tree", "reading": "A market", "action": "None"}
    return Note.model_validate(fields | over)


def an_entity(id: str = "ferry-board", name: str = "Ferry Board", **over: object) -> Entity:
    return Entity.model_validate({"id": id, "name": name, "gloss": "It runs the ferries."} | over)


def a_source(**over: object) -> Source:
    """Return a source with one paragraph in each section that the small briefing has."""
    names = ("intro", "trend-1", "trend-2", "issue-1", "countermeasure-1")
    sections = tuple(Section(id=name, title=name, paragraphs=("0" * 64,)) for name in names)
    fields: dict[str, object] = {"id": "article", "author": "The Gazette", "author_id": "ferry-board", "language": "en"}
    return Source.model_validate(fields | {"title": "The Elm Valley", "digest": "0" * 64, "sections": sections} | over)


def an_overview(**over: object) -> Overview:
    fields: dict[str, object] = {
        "title": "The Elm Valley",
        "subtitle": "Figure by figure",
        "thesis": (a_passage(locator="intro/1"),),
        "language": "en",
        "as_of": date(2025, 3, 1),
        "edition": "Test edition",
        "publisher": "The tests",
        "licence": "CC0 1.0",
    }
    return Overview.model_validate(fields | over)


def a_briefing_of(
    *parts: Part,
    relations: tuple[Relation, ...] = (),
    notes: tuple[Note, ...] = (),
    overview: Overview | None = None,
) -> Briefing:
    """Return a briefing of these parts, which no rule has checked."""
    return Briefing(
        overview=overview or an_overview(),
        source=a_source(),
        trends=tuple(part for part in parts if isinstance(part, Trend)),
        issues=tuple(part for part in parts if isinstance(part, Issue)),
        countermeasures=tuple(part for part in parts if isinstance(part, CountermeasureGroup)),
        entities=((EntityType.ORGANISATION, (an_entity(),)),),
        relations=relations,
        notes=notes,
        units=known_units(),
    )


@lru_cache
def the_words() -> Words:
    """Return the interface words of the project's templates."""
    read = parse("words.en.yaml", (paths.ROOT / "templates" / "words.en.yaml").read_bytes())
    assert isinstance(read, Document)
    return flattened(read.data)


def the_pages(briefing: Briefing | None = None) -> tuple[Page, ...]:
    """Return the pages of a briefing, in reading order."""
    viewer = Viewer(Lookup(briefing or a_briefing(), the_words()))
    return plan(viewer, search_entries(viewer))
