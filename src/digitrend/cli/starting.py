"""`digitrend init`: a new briefing, and the workflow that publishes it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from .terminal import FOLDER, reporting

EXAMPLES = """\b
Examples: digitrend init islands
          digitrend init outlook --source article.txt --ci github
"""
SHOWN = 5  # files that are named where more stand in the way


@click.command("init", epilog=EXAMPLES)
@click.argument("folder", type=FOLDER, default=Path(), metavar="[DIR]")
@click.option(
    "--source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The text of an article, one paragraph a line: the briefing will be about it.",
)
@click.option("--ci", type=click.Choice(["github", "gitlab"]), help="Also write the workflow that publishes it.")
def command(folder: Path, source: Path | None, ci: str | None) -> None:
    """Make a new briefing in DIR, which builds at once and explains itself in comments.

    It is a small example about islands that do not exist; with --source it is about an article of your own, whose
    sections and paragraphs are recorded, and you write the rest. Nothing that is there is written over. Where DIR
    holds a briefing already, --ci adds the workflow to it.
    """
    with reporting():
        sys.exit(_init(folder, source, ci))


def _init(folder: Path, source: Path | None, ci: str | None) -> int:
    """Write the files, say what comes next, and return the exit code."""
    from digitrend.scaffold import NEEDED, workflow

    there = (folder / "content").exists()
    if there and (source or not ci):
        click.echo(f"digitrend: {(folder / 'content').as_posix()} is there already; name another folder", err=True)
        return 1
    files: dict[str, bytes] = {}
    told: list[str] = []
    if not there:
        try:
            files, told = _briefing(source, date.today().isoformat())
        except UnicodeDecodeError:
            click.echo("digitrend: the source is not UTF-8; save it as plain text in UTF-8", err=True)
            return 1
        except ValueError as error:
            click.echo(f"digitrend: {error}; write one paragraph a line, below a title", err=True)
            return 1
    if ci:
        more, how = workflow(ci)
        if (folder / NEEDED).exists():  # it may name more than digitrend: that is its owner's
            told.append(f"Add this to {(folder / NEEDED).as_posix()}: {more.pop(NEEDED).decode().strip()}")
        files |= more
        told += how
    return _write(files, folder, told)


def _briefing(source: Path | None, today: str) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a briefing, with the schemas that they point at, and what to tell of them."""
    from digitrend.audit.recording import record
    from digitrend.scaffold import about, example
    from digitrend.schemas import modeline, schemas

    told = ["It is about islands that do not exist: change it, and look at what becomes of it."]
    if source is None:
        files = example()
    else:
        raw = source.read_bytes()
        raw.decode()  # refused if it is not UTF-8: its digests would be of no use
        recorded = record(raw)
        files = about(recorded, today)
        told = ["The article was read as follows; put right in content/source.yaml what is not so:"]
        for each in recorded.sections:
            count = f"{len(each.paragraphs)} paragraph{'' if len(each.paragraphs) == 1 else 's'}"
            told.append(f"  {each.id:<17} {count}{': ' if each.heading else ''}{each.heading[:60]}")
        if recorded.wrapped:
            told.append("Many lines end in mid-sentence: write each paragraph on one line, and start again.")
    for name in files:
        inside = name.removeprefix("content/")
        if inside != name:
            files[name] = f"{modeline(inside)}\n".encode() + files[name]
    return files | {f"content/{name}": text.encode() for name, text in schemas().items()}, told


def _write(files: Mapping[str, bytes], folder: Path, told: list[str]) -> int:
    """Write all files, or none when one is there already."""
    from digitrend.store import DiskStore

    standing = [name for name in files if (folder / name).exists() or (folder / name).is_symlink()]
    if standing:
        shown = ", ".join((folder / name).as_posix() for name in standing[:SHOWN])
        click.echo(f"digitrend: nothing was written, since this is there already: {shown}", err=True)
        return 1
    store = DiskStore(folder)
    for name, content in files.items():
        store.write(name, content)
    where = folder.as_posix()
    if any(name.startswith("content/") for name in files):
        click.echo(f"A new briefing is in {where}.")
    for line in told:
        click.echo(line)
    if any(name.startswith("content/") for name in files):
        click.echo(f"Next: {'' if where == '.' else f'cd {where} && '}digitrend check && digitrend build")
    return 0
