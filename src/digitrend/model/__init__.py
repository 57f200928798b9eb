"""The vocabulary of a briefing: one frozen type for each concept, with the words that explain it to an editor."""

from digitrend.model.arithmetic import derive
from digitrend.model.audit import AuditRecord, ClaimKind, Claims
from digitrend.model.briefing import AnyStatistic, Briefing, Change, Idiom, Overview, Silence
from digitrend.model.chart import ChartForm, ChartSpec
from digitrend.model.choosing import MOST_MARKS, settled
from digitrend.model.entities import Entity, EntityFile, EntityType
from digitrend.model.events import Event, EventKind, Forecast, Outcome, OutcomeSource, Verdict
from digitrend.model.item import Basis, Item, Line, Markdown, ProseMark, Where, Word, prose_in
from digitrend.model.parts import CountermeasureGroup, Issue, Measure, Part, Passage, Trend
from digitrend.model.relations import (
    Evidence,
    NoteSeverity,
    Oddity,
    OddityFile,
    OddityKind,
    Relation,
    RelationFile,
    RelationKind,
    Strength,
)
from digitrend.model.source import Excuse, Section, Source, paragraph_of, section_of
from digitrend.model.statistic import DerivedStatistic, Formula, Qualifier, Statistic, StatisticKind, Status, Unit

__all__ = [
    "MOST_MARKS",
    "AnyStatistic",
    "AuditRecord",
    "Basis",
    "Briefing",
    "Change",
    "ChartForm",
    "ChartSpec",
    "ClaimKind",
    "Claims",
    "CountermeasureGroup",
    "DerivedStatistic",
    "Entity",
    "EntityFile",
    "EntityType",
    "Event",
    "EventKind",
    "Evidence",
    "Excuse",
    "Forecast",
    "Formula",
    "Idiom",
    "Issue",
    "Item",
    "Line",
    "Markdown",
    "Measure",
    "NoteSeverity",
    "Oddity",
    "OddityFile",
    "OddityKind",
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
    "Statistic",
    "StatisticKind",
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
