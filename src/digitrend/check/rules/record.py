"""The record of the last audit, held against the content: what it is of, what it counts, and that nobody edited it."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.check.contents import Contents
from digitrend.diagnostics import Diagnostic, Severity
from digitrend.model import AuditRecord, AuditState, Briefing, ClaimKind, NoteSeverity

AUDIT = "run digitrend audit --source FILE --record"
LIFT = "or build with --unaudited, which the site then says"


def claims_of(contents: Contents) -> dict[ClaimKind, int]:
    """Return how many claims of each kind the content makes about its source; kinds without any are left out."""
    counts = {
        ClaimKind.FIGURES: len(contents.figures),
        ClaimKind.EVENTS: len(contents.events),
        ClaimKind.NOTES: len(contents.notes),
        ClaimKind.EVIDENCE: sum(len(placed.item.evidence) for placed in contents.relations),
        ClaimKind.SLOGANS: sum(bool(part.item.slogan) for part in contents.parts),
        ClaimKind.FORECASTS: len(contents.forecasts),
        ClaimKind.MEASURES: len(contents.measures),
        ClaimKind.PASSAGES: len(contents.passages),
        ClaimKind.RELATIONS: len(contents.relations),
        ClaimKind.MATERIAL: sum(each.item.severity is NoteSeverity.MATERIAL for each in contents.notes),
        ClaimKind.FORECASTS: sum(bool(placed.item.printed) for placed in contents.forecasts),
        ClaimKind.MEASURES: sum(bool(placed.item.printed) for placed in contents.measures),
    }
    return {kind: count for kind, count in counts.items() if count}


def the_record_is_as_written(contents: Contents) -> Iterator[Diagnostic]:
    """A304: the record of the audit says of this content what no audit of it can have found."""
    placed = contents.audit
    if placed is None or placed.item.content != contents.digest:
        return
    record, hint = placed.item, AUDIT
    for i, each in enumerate(record.claims):
        there = claims_of(contents).get(each.kind, 0)
        if each.all != there:
            message = f"the audit on record counts {each.all} {each.kind}, and there are {there}"
            yield placed.error("A304", message, "claims", i, "all", hint=hint)
        elif each.standing > each.all:
            message = f"of {each.all} {each.kind} {each.standing} cannot stand where they are said to"
            yield placed.error("A304", message, "claims", i, "standing", hint=hint)
    if record.seal != record.computed_seal:
        yield placed.error("A304", "the record of the audit was edited by hand", "seal", hint=hint)


def state_of(contents: Contents) -> tuple[AuditState, str]:
    """Return whether the content was audited, and what is wrong with its audit in words."""
    if contents.audit is None or contents.source is None:
        return AuditState.MISSING, "the content was not held against the text of its source"
    record = contents.audit.item
    if record.source != contents.source.item.digest:
        return AuditState.STALE, "the audit on record is of another text"
    if record.content != contents.digest:
        return AuditState.STALE, f"the audit on record is of another content{_unlike(record, contents)}"
    if record.errors:
        return AuditState.FAILED, f"the audit on record found {record.errors} error{'s' * (record.errors > 1)}"
    return AuditState.PASSED, ""


def _unlike(record: AuditRecord, contents: Contents) -> str:
    """Say what the content has more or fewer of than the record."""
    now, then = claims_of(contents), {each.kind: each.all for each in record.claims}
    unlike = [
        f"{kind}: {then.get(kind, 0)} then, {now.get(kind, 0)} now"
        for kind in ClaimKind
        if then.get(kind, 0) != now.get(kind, 0)
    ]
    return f" ({'; '.join(unlike)})" if unlike else ""


CODES = {AuditState.MISSING: "A301", AuditState.STALE: "A302", AuditState.FAILED: "A303"}


def audit_findings(briefing: Briefing, folder: str, severity: Severity = Severity.WARNING) -> list[Diagnostic]:
    """A301, A302 and A303: the briefing is not audited, or its audit is of something else or found errors.

    `folder` is how findings call the content folder.
    """
    if briefing.audit_state is AuditState.PASSED:
        return []
    hint = f"{AUDIT}, {LIFT}"
    code = CODES[briefing.audit_state]
    return [Diagnostic(code, briefing.audit_told, f"{folder}/audit.yaml", severity=severity, hint=hint)]
