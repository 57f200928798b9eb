"""`digitrend new`, `draft` and `init`: commands that write content for an editor to fill in."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digitrend.cli.main import FOLDER, content_option, show
from digitrend.content.layout import ENTITY_TYPES

if TYPE_CHECKING:
    from digitrend.scaffold.new import Addition, Request


KINDS = (
    *("trend", "issue", "countermeasure"),
    *("figure", "series", "derived", "event", "forecast", "chart", "measure"),
    *("entity", "relation", "note", "change"),
)
NEW_EXAMPLES = """\b
Examples: digitrend new trend "Goods travel by rail"
          digitrend new figure "Growth in freight" --in trend-2
          digitrend new series "Share of rail in freight" --in trend-2
          digitrend new entity "Port Authority" --type organisations
          digitrend new relation --from trend-2 --to issue-1
"""


class _Kind(click.Choice[str]):
    """A kind of item; for a type of entity, such as "policy", it says how an entity is added."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        beginning = value[:5].lower()
        types = (each for each in ENTITY_TYPES if each.startswith(beginning))
        type_ = "people" if value == "person" else next(types, "")
        if type_ and value not in KINDS:
            self.fail(f"'{value}' is a type of entity; write: digitrend new entity \"…\" --type {type_}", param, ctx)
        return str(super().convert(value, param, ctx))


@click.command("new", epilog=NEW_EXAMPLES)
@click.argument("kind", type=_Kind(KINDS), metavar="KIND")
@click.argument("title", default="")
@click.option("--in", "place", default="", metavar="PART", help="The part to add it to, such as trend-2, or briefing.")
@click.option("--type", "type_", type=click.Choice(ENTITY_TYPES), default="concepts", help="The type of an entity.")
@click.option("--from", "source", default="", metavar="PART", help="The part at which a relation starts.")
@click.option("--to", "target", default="", metavar="PART", help="The part to which a relation leads.")
@click.option("--print", "only_print", is_flag=True, help="Print the item instead of writing it.")
@content_option
def new_command(
    kind: str, title: str, place: str, type_: str, source: str, target: str, only_print: bool, content: Path
) -> int:
    """Add an item to the content, for you to fill in.

    KIND is one of: trend, issue, countermeasure (each gets its own file); figure, series, derived, event, forecast,
    chart, measure (added to a part); entity, relation, note, change.

    The item is valid, has the next number or a free id, and explains its fields in comments. It is added after the last
    one of its kind; nothing else changes.
    """
    from digitrend.scaffold.new import Request

    return _new(Request(kind, title, place, type_, source, target), content, only_print=only_print)


def _new(request: Request, content: Path, *, only_print: bool) -> int:
    """Add the item, print its place, and return the exit code."""
    from digitrend.content.reader import read_documents, texts_of
    from digitrend.scaffold.new import added

    documents, found = read_documents(content)
    lost = [each for each in found if each.code == "C020"]
    if lost:
        show(lost, {}, err=True)
        return 1
    addition = added(request, documents, found, content.as_posix())
    file = content / addition.item.name
    broken = [each for each in found if each.path == file.as_posix()]
    if broken:
        show(broken, texts_of(broken), err=True)
        click.echo(f"Nothing was added: fix {file.as_posix()} first.", err=True)
        return 1
    if addition.wrong:
        show(addition.wrong, {file.as_posix(): addition.text}, err=True)
        click.echo("Nothing was added: this title is not allowed there. Try another one, or none.", err=True)
        return 1
    if only_print:
        click.echo(addition.item.text, nl=False)
        return 0
    return _write_item(addition, content)


def _write_item(addition: Addition, content: Path) -> int:
    """Write the file with the item in it; if it cannot be inserted safely, print it for pasting."""
    from digitrend.build.files import DiskStore
    from digitrend.content.insert import PENDING
    from digitrend.scaffold.schemas import FOLDER, modeline

    item, file = addition.item, content / addition.item.name
    if not addition.text:
        click.echo(item.text, nl=False)
        where = f"at the end of '{item.list}' in {file.as_posix()}"
        click.echo(f"Nothing was written: the layout of the list is not known. Paste this {where}.", err=True)
        return 1
    if addition.new and file.exists():
        click.echo(f"digitrend: {file.as_posix()} already exists; nothing was written", err=True)
        return 1
    text, line = addition.text, addition.line
    if addition.new and (content / FOLDER).is_dir():
        text, line = f"{modeline(item.name)}\n{text}", line + 1
    mark = codecs.BOM_UTF8 if not addition.new and file.read_bytes().startswith(codecs.BOM_UTF8) else b""
    mode = None if addition.new else file.stat().st_mode
    DiskStore(content).write(item.name, mark + text.encode("utf-8"))
    if mode is not None:
        file.chmod(mode)
    name = f" '{item.id}'" if item.id else ""
    todo = "; now fill it in" if PENDING in item.text else ""
    kind = "computed figure" if item.kind == "derived" else item.kind
    click.echo(f"{file.as_posix()}:{line}: added the {kind}{name}{todo}.")
    return 0


@click.command("draft", epilog="Example: digitrend draft --source article.txt > drafts.yaml")
@click.option(
    "--source",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The text of the article.",
)
@content_option
def draft_command(source: Path, content: Path) -> int:
    """Print a draft of a figure for each number of the article that no figure quotes yet.

    Correct the drafts that you need and paste them into the files of the parts. `digitrend check` warns of each draft
    until you remove its line 'draft: true'.
    """
    from digitrend.audit.source import source_text
    from digitrend.check.runner import contents_of
    from digitrend.content.reader import read_documents, texts_of
    from digitrend.scaffold.init import as_yaml, drafts

    documents, broken = read_documents(content)
    contents, wrong = contents_of(documents)
    if broken or contents.source is None:
        show([*broken, *wrong], texts_of([*broken, *wrong]), err=True)
        return 1
    found = list(drafts(source_text(source.read_bytes(), source.as_posix(), contents.source.item), contents))
    click.echo(as_yaml(found), nl=False)
    click.echo(f"{len(found)} numbers of the article are not yet figures.", err=True)
    return 0


INIT_EXAMPLES = """\b
Examples: digitrend init islands
          digitrend init outlook --source article.txt --ci github
"""
SHOWN = 5  # how many of the existing files an error names


@click.command("init", epilog=INIT_EXAMPLES)
@click.argument("folder", type=FOLDER, default=Path(), metavar="[DIR]")
@click.option(
    "--source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The article as plain text, one paragraph a line.",
)
@click.option(
    "--ci", type=click.Choice(["github", "gitlab"]), help="Also write a workflow that checks and publishes the site."
)
@click.option(
    "--program",
    default="",
    metavar="URL",
    help="With --ci: where to install digitrend from, a wheel with #sha256=… or git+https://…@COMMIT.",
)
def init_command(folder: Path, source: Path | None, ci: str | None, program: str) -> int:
    """Start a new briefing in DIR.

    Without --source it is a small, finished example with comments. With --source it records the sections and paragraphs
    of your article, and you write the rest. Existing files are never replaced. If DIR already holds a briefing, --ci
    adds the workflow to it.
    """
    from digitrend.scaffold.schemas import workflow

    there = (folder / "content").exists()
    if there and (source or not ci):
        click.echo(f"digitrend: {(folder / 'content').as_posix()} already exists; choose another folder", err=True)
        return 1
    files: dict[str, bytes] = {}
    notes: list[str] = []
    if not there:
        try:
            files, notes = _briefing(source, date.today().isoformat(), folder)
        except UnicodeDecodeError:
            click.echo("digitrend: the source is not UTF-8; save it as plain text in UTF-8", err=True)
            return 1
        except ValueError as error:
            click.echo(f"digitrend: {error}; write one paragraph a line, below a title", err=True)
            return 1
    if ci:
        try:
            more, how = workflow(ci, program)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--program") from None
        files |= more
        notes += how
    return _write_files(files, folder, notes)


def _briefing(source: Path | None, today: str, folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a new briefing with their schemas, and lines to print about them."""
    from digitrend.scaffold.init import example, files_about, outline_of
    from digitrend.scaffold.schemas import modeline, schemas

    notes = ["It is an example about invented islands: change it, and see what happens."]
    if source is None:
        files = example()
    else:
        raw = source.read_bytes()
        raw.decode()  # refused if it is not UTF-8: its digests would be of no use
        recorded = outline_of(raw)
        files = files_about(recorded, today, _seen_from(folder, source))
        notes = ["The article was read as follows; correct mistakes in content/source.yaml:"]
        for each in recorded.sections:
            count = f"{len(each.paragraphs)} paragraph{'' if len(each.paragraphs) == 1 else 's'}"
            notes.append(f"  {each.id:<17} {count}{': ' if each.heading else ''}{each.heading[:60]}")
        if recorded.wrapped:
            notes.append("Many lines end in mid-sentence: put each paragraph on one line, and start again.")
    for name in files:
        inside = name.removeprefix("content/")
        if inside != name:
            files[name] = f"{modeline(inside)}\n".encode() + files[name]
    return files | {f"content/{name}": text.encode() for name, text in schemas().items()}, notes


def _seen_from(folder: Path, file: Path) -> str:
    """Return the path of a file relative to a folder; on another drive of Windows, its own path."""
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:
        return file.as_posix()


def _write_files(files: Mapping[str, bytes], folder: Path, notes: list[str]) -> int:
    """Write all files, or none if one of them exists."""
    from digitrend.build.files import DiskStore

    existing = [name for name in files if (folder / name).exists() or (folder / name).is_symlink()]
    if existing:
        shown = ", ".join((folder / name).as_posix() for name in existing[:SHOWN])
        click.echo(f"digitrend: nothing was written, because these exist already: {shown}", err=True)
        return 1
    store = DiskStore(folder)
    for name, content in files.items():
        store.write(name, content)
    where = folder.as_posix()
    if any(name.startswith("content/") for name in files):
        click.echo(f"A new briefing is in {where}.")
    for line in notes:
        click.echo(line)
    if any(name.startswith("content/") for name in files):
        click.echo(f"Next: {'' if where == '.' else f'cd {where} && '}digitrend check && digitrend build")
    return 0
