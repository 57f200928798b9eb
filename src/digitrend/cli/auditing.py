"""`digitrend audit`: the content held against the text of its source, both ways."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .terminal import content_option, reporting, show

if TYPE_CHECKING:
    from digitrend.audit import Audit
    from digitrend.diagnostics import Format


@click.command("audit", epilog="Example: digitrend audit --source article.txt")
@click.option(
    "--source",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The text of the article, which the content does not carry.",
)
@content_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are written."
)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--record", is_flag=True, help="Keep what was found as audit.yaml in the content, which pages then tell.")
def command(source: Path, content: Path, form: Format, strict: bool, record: bool) -> None:
    """Hold the content against the text of its source.

    Forward: the file and its paragraphs are those on record, and every figure, event, oddity, piece of evidence and
    slogan stands where the content says. Backward: no number of the source is left out, unless it is excused with a
    reason.

    A record of it holds for exactly this content: after any change there the site says again that it is not audited.
    """
    with reporting():
        sys.exit(_audit(source, content, form, strict=strict, record=record))


def _audit(source: Path, content: Path, form: Format, *, strict: bool, record: bool) -> int:
    """Audit, print, and return the exit code; content that has errors is not audited."""
    from digitrend.audit import RECORD, audited, how_it_is_kept, record_of, record_text, text_of
    from digitrend.check import check
    from digitrend.check.contents import contents_of
    from digitrend.content import read_documents, texts_of
    from digitrend.diagnostics import failed
    from digitrend.schemas import modeline
    from digitrend.store import DiskStore

    documents, broken = read_documents(content)
    _, wrong = check(documents, broken)
    if failed(wrong):
        show(wrong, texts_of(wrong), form)
        click.echo("Nothing was audited: mend the content first.", err=True)
        return 1
    path, raw = source.as_posix(), _read(source)
    contents = contents_of(documents)[0]
    result = audited(contents, raw, path)
    kept = record_of(result, contents)
    if record:
        DiskStore(content).write(RECORD, f"{modeline(RECORD)}\n{record_text(kept)}".encode())
    if result.found or form != "text":
        show(result.found, texts_of(result.found) | {path: text_of(raw)}, form)
    if form == "text":
        click.echo(_standing(result))
        click.echo(f"Recorded in {content.as_posix()}/{RECORD}." if record else how_it_is_kept(kept, contents))
    return 1 if failed(result.found, strict=strict) else 0


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.BadParameter(f"'{source.as_posix()}' cannot be read: {reason}", param_hint="--source") from error


def _standing(result: Audit) -> str:
    """Return how much stands: "16 of 16 statistics and 13 of 13 events stand where they are said to."."""
    counts = [f"{each.standing} of {each.all} {each.one if each.all == 1 else each.many}" for each in result.tallies]
    if not counts:
        return "The content quotes nothing."
    return f"{' and '.join(filter(None, (', '.join(counts[:-1]), counts[-1])))} stand where they are said to."
