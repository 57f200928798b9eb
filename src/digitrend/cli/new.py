"""`digitrend new`: a commented, valid item with the next number and a free id."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digitrend.cli.main import FOLDER, content_option, reporting, show

if TYPE_CHECKING:
    from digitrend.scaffold.new import Addition, Wish


KINDS = (
    *("trend", "issue", "countermeasure"),
    *("figure", "series", "derived", "event", "forecast", "chart", "measure"),
    *("entity", "relation", "note", "change"),
)
TYPES = (
    *("organisations", "forums", "people", "regions", "policies"),
    *("programmes", "systems", "technologies", "concepts"),
)
NEW_EXAMPLES = """\b
Examples: digitrend new trend "Goods travel by rail"
          digitrend new figure "Growth in freight" --in trend-2
          digitrend new series "Share of rail in freight" --in trend-2
          digitrend new entity "Port Authority" --type organisations
          digitrend new relation --from trend-2 --to issue-1
"""


@click.command("new", epilog=NEW_EXAMPLES)
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("title", default="")
@click.option("--in", "place", default="", metavar="PART", help="The part that holds it, such as trend-2; or briefing.")
@click.option("--type", "type_", type=click.Choice(TYPES), default="concepts", help="What an entity is.")
@click.option("--from", "source", default="", metavar="PART", help="Where a relation starts.")
@click.option("--to", "target", default="", metavar="PART", help="Where a relation leads.")
@click.option("--print", "only_print", is_flag=True, help="Print the item; write nothing.")
@content_option
def new_command(
    kind: str, title: str, place: str, type_: str, source: str, target: str, only_print: bool, content: Path
) -> None:
    """Add an item to the content, for you to fill in.

    KIND is trend, issue or countermeasure, which get a file of their own; figure, series, derived, event, forecast,
    chart or measure, which go into a part; entity, relation, note or change.

    The item is valid as it stands, with the next number or a free id, and says in comments what goes where. It is
    put after the last of its kind; nothing that you wrote is changed.
    """
    from digitrend.scaffold.new import Wish

    with reporting():
        sys.exit(_new(Wish(kind, title, place, type_, source, target), content, only_print=only_print))


def _new(wish: Wish, content: Path, *, only_print: bool) -> int:
    """Add the item, say where it is, and return the exit code."""
    from digitrend.content.reader import read_documents, texts_of
    from digitrend.errors import NotPossibleError
    from digitrend.scaffold.new import added

    documents, found = read_documents(content)
    lost = [each for each in found if each.code == "C020"]
    if lost:
        show(lost, {}, err=True)
        return 1
    try:
        addition = added(wish, documents, found, content.as_posix())
    except NotPossibleError as error:
        click.echo(f"digitrend: {error}; {error.hint}", err=True)
        return 1
    file = content / addition.item.name
    broken = [each for each in found if each.path == file.as_posix()]
    if broken:
        show(broken, texts_of(broken), err=True)
        click.echo(f"Nothing was added: mend {file.as_posix()} first.", err=True)
        return 1
    if addition.wrong:
        show(addition.wrong, {file.as_posix(): addition.text}, err=True)
        click.echo("Nothing was added: the title would be wrong there. Try another, or none.", err=True)
        return 1
    if only_print:
        click.echo(addition.item.text, nl=False)
        return 0
    return _write_item(addition, content)


def _write_item(addition: Addition, content: Path) -> int:
    """Write the file with the item in it; where it cannot be put safely, print it for pasting."""
    from digitrend.build.files import DiskStore
    from digitrend.content.insert import PENDING
    from digitrend.scaffold.schemas import FOLDER, modeline

    item, file = addition.item, content / addition.item.name
    if not addition.text:
        click.echo(item.text, nl=False)
        where = f"at the end of '{item.list}' in {file.as_posix()}"
        click.echo(f"Nothing was written: the list is written in a way of its own. Paste this {where}.", err=True)
        return 1
    if addition.new and file.exists():
        click.echo(f"digitrend: {file.as_posix()} is there already; nothing is written over it", err=True)
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
    todo = "; write what is to be written" if PENDING in item.text else ""
    kind = "computed figure" if item.kind == "derived" else item.kind
    click.echo(f"{file.as_posix()}:{line}: the {kind}{name} is here{todo}.")
    return 0


@click.command("draft", epilog="Example: digitrend draft --source article.txt > drafts.yaml")
@click.option(
    "--source",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The text of the article, which the content does not carry.",
)
@content_option
def draft_command(source: Path, content: Path) -> None:
    """Print a first draft of each number in the source's text that no figure quotes yet.

    Paste what you keep into the files of the parts. A draft says 'draft: true'; check lists it until you remove that.
    """
    with reporting():
        sys.exit(_draft(source, content))


def _draft(source: Path, content: Path) -> int:
    """Print the drafts as YAML and return the exit code."""
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
    click.echo(f"{len(found)} numbers of the text are no figure yet.", err=True)
    return 0


INIT_EXAMPLES = """\b
Examples: digitrend init islands
          digitrend init outlook --source article.txt --ci github
"""
SHOWN = 5  # files that are named where more stand in the way


@click.command("init", epilog=INIT_EXAMPLES)
@click.argument("folder", type=FOLDER, default=Path(), metavar="[DIR]")
@click.option(
    "--source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The text of an article, one paragraph a line: the briefing will be about it.",
)
@click.option("--ci", type=click.Choice(["github", "gitlab"]), help="Also write the workflow that publishes it.")
@click.option("--program", default="", metavar="URL", help="--ci: a wheel with #sha256=…, or git+https://…@COMMIT.")
def init_command(folder: Path, source: Path | None, ci: str | None, program: str) -> None:
    """Make a new briefing in DIR, which builds at once and explains itself in comments.

    It is a small example about islands that do not exist; with --source it is about an article of your own, whose
    sections and paragraphs are recorded, and you write the rest. Nothing that is there is written over. Where DIR
    holds a briefing already, --ci adds the workflow to it; --program says where the workflow gets digitrend from.
    """
    with reporting():
        sys.exit(_init(folder, source, ci, program))


def _init(folder: Path, source: Path | None, ci: str | None, program: str) -> int:
    """Write the files, say what comes next, and return the exit code."""
    from digitrend.scaffold.schemas import workflow

    there = (folder / "content").exists()
    if there and (source or not ci):
        click.echo(f"digitrend: {(folder / 'content').as_posix()} is there already; name another folder", err=True)
        return 1
    files: dict[str, bytes] = {}
    told: list[str] = []
    if not there:
        try:
            files, told = _briefing(source, date.today().isoformat(), folder)
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
        told += how
    return _write_files(files, folder, told)


def _briefing(source: Path | None, today: str, folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a briefing, with the schemas that they point at, and what to tell of them."""
    from digitrend.scaffold.init import example, files_about, outline_of
    from digitrend.scaffold.schemas import modeline, schemas

    told = ["It is about islands that do not exist: change it, and look at what becomes of it."]
    if source is None:
        files = example()
    else:
        raw = source.read_bytes()
        raw.decode()  # refused if it is not UTF-8: its digests would be of no use
        recorded = outline_of(raw)
        files = files_about(recorded, today, _seen_from(folder, source))
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


def _seen_from(folder: Path, file: Path) -> str:
    """Return the path of a file as seen from a folder; on another drive of Windows there is none but its own."""
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:
        return file.as_posix()


def _write_files(files: Mapping[str, bytes], folder: Path, told: list[str]) -> int:
    """Write all files, or none when one is there already."""
    from digitrend.build.files import DiskStore

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
