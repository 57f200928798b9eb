"""The data model of a briefing: one frozen type for each concept, with descriptions for editors."""

from digitrend.model.base import Basis, Item, Line, Markdown, ProseMark, Where, Word, prose_in
from digitrend.model.briefing import Briefing, Change, GapKind, Hedge, Kinds, Overview, Suppression
from digitrend.model.charts import (
    MOST_MARKS,
    WHOLE_BRIEFING,
    ChartForm,
    ChartSpec,
    Datum,
    choose,
    datum,
    faults,
    with_form,
)
from digitrend.model.events import Event, EventKind, Forecast, Outcome, OutcomeSource, Verdict
from digitrend.model.figures import (
    NEEDS_COMPARISON,
    AnyFigure,
    DerivedFigure,
    Figure,
    Formula,
    Scenario,
    Series,
    Status,
    decimal,
    derive,
    factor_of,
    hedge_of,
    result_kind,
    unit_of,
)
from digitrend.model.parts import (
    CountermeasureGroup,
    Defaults,
    Entity,
    EntityFile,
    EntityType,
    Evidence,
    Idiom,
    Issue,
    Measure,
    Note,
    NoteFile,
    NoteKind,
    NoteSeverity,
    Part,
    Passage,
    Relation,
    RelationFile,
    RelationKind,
    Strength,
    Trend,
)
from digitrend.model.quantities import Bound, Direction, Period, Precision, Qualifier, Quantity, QuantityKind
from digitrend.model.source import (
    Aspect,
    AuditRecord,
    AuditState,
    ClaimKind,
    Claims,
    Coverage,
    Excuse,
    FurtherSource,
    Section,
    Source,
    Work,
    paragraph_of,
    section_of,
    source_of,
)
from digitrend.model.units import Unit, UnitError, UnitNames, Units
