"""`digitrend gaps`: what the argument lacks, and where in the content each gap lies."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from .terminal import content_option, reporting

if TYPE_CHECKING:
    from digitrend.check.contents import Contents
    from digitrend.diagnostics import Position
    from digitrend.gaps import GapKind
    from digitrend.lookup import Lookup


class Gap(NamedTuple):
    """A gap as it is listed."""

    kind: str
    id: str
    title: str
    path: str
    at: Position


@click.command("gaps", epilog="Example: digitrend gaps --format json")
@content_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How gaps are written.")
def command(content: Path, form: Literal["text", "json"]) -> None:
    """List what the argument lacks; gaps are no errors, and nothing fills them in.

    Sections that rest on no figure, issues that nothing answers, trends and measures that only readings connect,
    measures that meet nothing, figures without an origin: computed from the content, as the site shows them.
    """
    with reporting():
        sys.exit(_reveal(content, form))


def _reveal(content: Path, form: str) -> int:
    """Print the gaps and return the exit code; content that has errors is not looked at."""
    from digitrend.check import check
    from digitrend.check.contents import contents_of
    from digitrend.content import Document, parse, read_documents, texts_of
    from digitrend.diagnostics import listing
    from digitrend.gaps import gaps
    from digitrend.inputs import own_templates
    from digitrend.lookup import Lookup
    from digitrend.wording import flattened

    documents, broken = read_documents(content)
    briefing, wrong = check(documents, broken)
    if briefing is None:
        click.echo(listing(wrong, texts_of(wrong)))
        click.echo("Nothing was looked for: mend the content first.", err=True)
        return 1
    words = parse("words.yaml", (own_templates() / "words.yaml").read_bytes())
    look = Lookup(briefing, flattened(words.data) if isinstance(words, Document) else {})
    found = gaps(briefing)
    listed = {kind: list(_listed(kind, names, look, contents_of(documents)[0])) for kind, names in found.items()}
    if form == "json":
        click.echo(_as_json(listed))
    else:
        click.echo("\n\n".join(_as_text(look.word(f"gap.{kind.value}"), rows) for kind, rows in listed.items()))
    return 0


def _listed(kind: GapKind, names: tuple[str, ...], look: Lookup, contents: Contents) -> Iterator[Gap]:
    for name in names:
        path, at = _place(name, contents)
        yield Gap(kind.value, name, look.named(name).text, path, at)


def _place(name: str, contents: Contents) -> tuple[str, Position]:
    """Return where the content holds what has an id; a section that no part retells is in the record of the source."""
    if name in contents.statistic:
        statistic = contents.statistic[name]
        return statistic.document.path, statistic.at("id")
    part, _, ordinal = name.partition(".")
    for placed in contents.parts:
        if placed.item.id == part:
            return placed.document.path, placed.at(*(("measures", int(ordinal) - 1) if ordinal else ()))
    assert contents.source
    sections = [section.id for section in contents.source.item.sections]
    return contents.source.document.path, contents.source.at("sections", sections.index(name), "id")


def _as_text(heading: str, rows: list[Gap]) -> str:
    lines = [f"  {row.id}: {row.title}\n    {row.path}:{row.at}" for row in rows]
    return "\n".join([f"{heading}: {len(rows) or 'none'}", *lines])


def _as_json(listed: dict[GapKind, list[Gap]]) -> str:
    """Return the gaps as JSON: `version` (1), and under `gaps` each with kind, id, title, path, line and column."""
    rows = [
        {
            "kind": row.kind,
            "id": row.id,
            "title": row.title,
            "path": row.path,
            "line": row.at.line,
            "column": row.at.column,
        }
        for rows in listed.values()
        for row in rows
    ]
    return json.dumps({"version": 1, "gaps": rows}, ensure_ascii=False, indent=2)
