"""An audit as the record that is kept in the content, and whether the record there is this audit's."""

from __future__ import annotations

from digitrend import __version__
from digitrend.check.contents import Contents
from digitrend.diagnostics import Severity
from digitrend.model import AuditRecord, ClaimKind, Claims

from .auditing import Audit

RECORD = "audit.yaml"  # in the content folder


def record_of(audit: Audit, contents: Contents) -> AuditRecord:
    """Return the record of an audit of these contents."""
    errors = sum(each.severity is Severity.ERROR for each in audit.found)
    return AuditRecord(
        tool=f"digitrend {__version__}",
        source=audit.digest,
        content=contents.digest,
        claims=tuple(Claims(kind=ClaimKind(each.many), standing=each.standing, all=each.all) for each in audit.tallies),
        errors=errors,
        warnings=len(audit.found) - errors,
    )


def record_text(record: AuditRecord) -> str:
    """Return a record as the text of its file."""
    claims = [f"  - {{kind: {each.kind}, standing: {each.standing}, all: {each.all}}}" for each in record.claims]
    lines = (
        "# The last audit, true of exactly this content and this text: `digitrend audit --record` writes it.",
        "",
        f"tool: {record.tool}",
        f'source: "{record.source}" # the file of the text',
        f'content: "{record.content}" # all other files here',
        f"claims:{'' if claims else ' []'}",
        *claims,
        f"errors: {record.errors}",
        f"warnings: {record.warnings}",
    )
    return "\n".join(lines) + "\n"


def how_it_is_kept(record: AuditRecord, contents: Contents) -> str:
    """Say in a sentence whether the record in the content is that of this audit."""
    if contents.audit is None:
        return "The content keeps no record of an audit; --record writes this one."
    if contents.audit.item == record:
        return "The record in the content is that of this audit."
    return "The record in the content is of another audit; --record writes this one."
