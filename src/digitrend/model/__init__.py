"""The vocabulary of a briefing: one frozen type for each concept, with the words that explain it to an editor."""

from digitrend.model.arithmetic import derive
from digitrend.model.audit import AuditRecord, ClaimKind, Claims
from digitrend.model.briefing import AnyFigure, Briefing, Change, Idiom, Overview, Silence
from digitrend.model.chart import ChartForm, ChartSpec
from digitrend.model.choosing import MOST_MARKS, settled
from digitrend.model.entities import Entity, EntityFile, EntityType
from digitrend.model.events import Event, EventKind, Forecast, Outcome, OutcomeSource, Verdict
from digitrend.model.figure import DerivedFigure, Figure, FigureKind, Formula, Qualifier, Status, Unit
from digitrend.model.item import Basis, Item, Line, Markdown, ProseMark, Where, Word, prose_in
from digitrend.model.parts import CountermeasureGroup, Issue, Measure, Part, Passage, Trend
from digitrend.model.relations import (
    Evidence,
    Note,
    NoteFile,
    NoteKind,
    NoteSeverity,
    Relation,
    RelationFile,
    RelationKind,
    Strength,
)
from digitrend.model.source import Excuse, Section, Source, paragraph_of, section_of

__all__ = [
    "MOST_MARKS",
    "AnyFigure",
    "AuditRecord",
    "Basis",
    "Briefing",
    "Change",
    "ChartForm",
    "ChartSpec",
    "ClaimKind",
    "Claims",
    "CountermeasureGroup",
    "DerivedFigure",
    "Entity",
    "EntityFile",
    "EntityType",
    "Event",
    "EventKind",
    "Evidence",
    "Excuse",
    "Figure",
    "FigureKind",
    "Forecast",
    "Formula",
    "Idiom",
    "Issue",
    "Item",
    "Line",
    "Markdown",
    "Measure",
    "Note",
    "NoteFile",
    "NoteKind",
    "NoteSeverity",
    "Outcome",
    "OutcomeSource",
    "Overview",
    "Part",
    "Passage",
    "ProseMark",
    "Qualifier",
    "Relation",
    "RelationFile",
    "RelationKind",
    "Section",
    "Silence",
    "Source",
    "Status",
    "Strength",
    "Trend",
    "Unit",
    "Verdict",
    "Where",
    "Word",
    "derive",
    "paragraph_of",
    "prose_in",
    "section_of",
    "settled",
]
