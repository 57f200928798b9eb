"""A comparison as text for people, and as JSON for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from digitrend.diff.compare import KINDS, Comparison, FieldChange, ItemChange
from digitrend.model import AuditState

SIGNS = {"added": "+", "removed": "-", "changed": "~"}
HEADINGS = {
    "figure": "Figures",
    "trend": "Trends",
    "issue": "Issues",
    "countermeasure": "Groups of countermeasures",
    "measure": "Measures",
    "relation": "Relations",
    "event": "Events",
    "forecast": "Forecasts",
    "chart": "Charts",
    "entity": "Entities",
    "note": "Notes",
    "section": "Sections of the source",
    "source": "The source",
    "briefing": "The briefing as a whole",
}
ESSENTIAL = ("value", "unit", "qualifier", "period", "printed", "locator")  # of a figure that came or went
ONE_LINE = 60  # characters of both sides together
WIDTH = 100


def as_text(comparison: Comparison) -> str:
    """Return a comparison for reading: what changed, by kind, each field with what it said and what it says."""
    old, new = comparison.old, comparison.new
    lines = [f"{old.name}, {old.as_of} → {new.name}, {new.as_of}: {count_changes(comparison)}"]
    for kind in KINDS:
        found = [each for each in comparison.changes if each.kind == kind]
        if found:
            lines += ["", HEADINGS[kind]]
        for each in found:
            lines += _item(each)
    if comparison.audit != (AuditState.MISSING, AuditState.MISSING):
        was, now = comparison.audit
        told = f": {comparison.audit_told}" if comparison.audit_told else ""
        lines += ["", "Audit", f"    {was} → {now}{told}"]
    return "\n".join(lines)


def count_changes(comparison: Comparison) -> str:
    """Return the counts: "3 added, 1 removed, 2 changed", or that nothing differs."""
    counts = [(comparison.count(what), what) for what in ("added", "removed", "changed")]
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing differs"


def _item(change: ItemChange) -> Iterator[str]:
    name = "" if change.id == change.kind else f"{change.id}: "
    renamed = f" (was {change.was})" if change.was and change.was != change.id else ""
    yield f"  {SIGNS[change.what]} {name}{_short(change.label)}{renamed}"
    if change.what == "changed":
        shown = change.fields
    else:
        shown = tuple(each for each in change.fields if change.kind == "figure" and each.name in ESSENTIAL)
    for field in shown:
        yield from _field(field)


def _field(field: FieldChange) -> Iterator[str]:
    if field.old is None or field.new is None:
        said = field.new if field.old is None else field.old
        sign = "+" if field.old is None else "-"
        yield from _wrapped(f"      {sign} {field.name}: ", said or "")
    elif len(field.old) + len(field.new) <= ONE_LINE:
        yield f"      {field.name}: {field.old} → {field.new}"
    else:
        yield f"      {field.name}:"
        yield from _wrapped("        - ", field.old)
        yield from _wrapped("        + ", field.new)


def _wrapped(lead: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False
    ) or [lead.rstrip()]


def _short(text: str) -> str:
    return textwrap.shorten(text, WIDTH - 20, placeholder=" …")


def as_json(comparison: Comparison) -> str:
    """Return a comparison for programs: an object with `version` (1), `old`, `new`, `counts` and `changes`.

    Each change has `kind`, `id`, `was`, `label`, `change` and `fields`; each field `field`, `old` and `new`, with null
    where it was or is not there.  Keys are only ever added, `version` tells of anything else.
    """
    whole = {
        "version": 1,
        "old": {"edition": comparison.old.name, "as_of": comparison.old.as_of},
        "new": {"edition": comparison.new.name, "as_of": comparison.new.as_of},
        "audit": {"old": comparison.audit[0].value, "new": comparison.audit[1].value, "told": comparison.audit_told},
        "counts": {
            "added": comparison.count("added"),
            "removed": comparison.count("removed"),
            "changed": comparison.count("changed"),
        },
        "changes": [
            {
                "kind": each.kind,
                "id": each.id,
                "was": each.was,
                "label": each.label,
                "change": each.what,
                "fields": [{"field": field.name, "old": field.old, "new": field.new} for field in each.fields],
            }
            for each in comparison.changes
        ],
    }
    return json.dumps(whole, indent=2)  # ASCII: a console's encoding cannot break it
