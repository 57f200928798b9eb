"""`digitrend gaps`: what the argument lacks, and where in the content each gap lies."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from digitrend.cli.terminal import content_option, reporting

if TYPE_CHECKING:
    from digitrend.check.contents import Contents
    from digitrend.check.gaps import GapKind
    from digitrend.diagnostics import Position
    from digitrend.model import Briefing
    from digitrend.site.lookup import Lookup


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
def gaps_command(content: Path, form: Literal["text", "json"]) -> None:
    """List what the argument lacks; gaps are no errors, and nothing fills them in.

    Sections that rest on no figure, issues that nothing answers, trends and measures that only readings connect,
    measures that meet nothing, figures without an origin: computed from the content, as the site shows them.
    """
    with reporting():
        sys.exit(_reveal(content, form))


def _reveal(content: Path, form: str) -> int:
    """Print the gaps and return the exit code; content that has errors is not looked at."""
    from digitrend.build.inputs import own_templates
    from digitrend.check.gaps import gaps
    from digitrend.check.runner import check
    from digitrend.check.shaping import contents_of
    from digitrend.content.positions import Document
    from digitrend.content.reader import read_documents, texts_of
    from digitrend.content.yaml_parser import parse
    from digitrend.diagnostics import format_findings
    from digitrend.site.lookup import Lookup
    from digitrend.text.wording import flattened

    documents, broken = read_documents(content)
    briefing, wrong = check(documents, broken)
    if briefing is None:
        click.echo(format_findings(wrong, texts_of(wrong)))
        click.echo("Nothing was looked for: mend the content first.", err=True)
        return 1
    words = parse("words.en.yaml", (own_templates() / "words.en.yaml").read_bytes())
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
    if name in contents.figure:
        figure = contents.figure[name]
        return figure.document.path, figure.at("id")
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


@click.command("schema", epilog="Example: digitrend schema --content content")
@content_option
@click.option("--reference", is_flag=True, help="Print the reference of all fields as Markdown instead.")
def schema_command(content: Path, *, reference: bool) -> None:
    """Write JSON Schemas of the content files into the content folder's `.schema`.

    With them the YAML extension of VS Code, and whatever else uses the YAML language server, completes fields and
    words, explains them and marks what is wrong. A content file points at its schema in its first line:

    # yaml-language-server: $schema=../.schema/trend.json
    """
    with reporting():
        if reference:
            from digitrend.scaffold.reference import reference as as_markdown

            click.echo(as_markdown(), nl=False)
            return
        sys.exit(_schema(content))


def _schema(content: Path) -> int:
    """Write what is not current, print, and return the exit code; a file that a hand made is left alone."""
    from digitrend.build.files import DiskStore
    from digitrend.scaffold.schemas import FOLDER, MADE, schemas

    if not content.is_dir():
        raise click.BadParameter(f"'{content.as_posix()}' is not a folder", param_hint="--content")
    store, wanted = DiskStore(content), schemas()
    stale = {path: text.encode() for path, text in wanted.items() if store.read(path) != text.encode()}
    if strange := [path for path in stale if MADE.encode() not in (store.read(path) or MADE.encode())]:
        click.echo(f"digitrend: {(content / strange[0]).as_posix()} was not made by this command; move it", err=True)
        return 1
    for path, text in stale.items():
        store.write(path, text)
    click.echo(f"{len(stale)} of {len(wanted)} schemas written to {(content / FOLDER).as_posix()}, the others current.")
    return 0


EXAMPLES = """\b
Examples: digitrend diff HEAD
          digitrend diff first-edition second-edition --format json
          digitrend diff ../last-year/content content
"""


@click.command("diff", epilog=EXAMPLES)
@click.argument("old")
@click.argument("new", default="")
@click.option(
    "--format", "form", type=click.Choice(["text", "html", "json"]), default="text", help="How it is written."
)
@content_option
def diff_command(old: str, new: str, form: Literal["text", "html", "json"], content: Path) -> None:
    """Tell what changed in the content from OLD to NEW: figures, texts, relations and all other items.

    OLD and NEW are folders or revisions of git; NEW is the content folder as it is, if it is left out. The HTML is
    one page that needs nothing else. `digitrend build --since OLD` makes it a page of the site.
    """
    with reporting():
        sys.exit(_diff(old, new or content.as_posix(), content, form))


def _diff(old: str, new: str, content: Path, form: str) -> int:
    """Compare, print, and return the exit code; a content with errors is not compared."""
    from digitrend.diff.compare import compare
    from digitrend.diff.listing import as_json, as_text

    before, after = _briefing(old, content), _briefing(new, content)
    if before is None or after is None:
        click.echo("Nothing was compared: mend the content first.", err=True)
        return 1
    if form == "html":
        return _page(before, after)
    comparison = compare(before, after)
    click.echo(as_json(comparison) if form == "json" else as_text(comparison))
    return 0


def _page(old: Briefing, new: Briefing) -> int:
    """Print the page, with the templates of the folder one is in, and return the exit code."""
    from digitrend.build.inputs import templates_of
    from digitrend.cli.changes_page import changes_page

    folder = Path("templates")
    click.echo(changes_page(old, new, templates_of(folder), folder.as_posix()), nl=False)
    return 0


def _briefing(named: str, content: Path) -> Briefing | None:
    """Return the briefing of a folder or a revision; None, and its findings printed, for one that has errors."""
    from digitrend.check.runner import check
    from digitrend.content.reader import content_of, parse_content
    from digitrend.diagnostics import failed, format_findings
    from digitrend.git import content_files, revision_label

    files, base = content_files(named, content), revision_label(named, content)
    briefing, found = check(*parse_content(content_of(files, base)))
    if failed(found):
        texts = {f"{base}/{path}": raw.decode("utf-8", "replace") for path, raw in files.items()}
        click.echo(format_findings(found, texts), err=True)
    return briefing
