"""`digitrend new`: a commented, valid item with the next number and a free id."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .terminal import content_option, reporting, show

if TYPE_CHECKING:
    from digitrend.scaffold import Addition, Wish

KINDS = (
    *("trend", "issue", "countermeasure"),
    *("statistic", "derived", "event", "forecast", "chart", "measure"),
    *("entity", "relation", "oddity", "change"),
)
TYPES = (
    *("organisations", "forums", "people", "regions", "policies"),
    *("programmes", "systems", "technologies", "concepts"),
)
EXAMPLES = """\b
Examples: digitrend new trend "Goods travel by rail"
          digitrend new statistic "Growth in freight" --in trend-2
          digitrend new entity "Port Authority" --type organisations
          digitrend new relation --from trend-2 --to issue-1
"""


@click.command("new", epilog=EXAMPLES)
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("title", default="")
@click.option("--in", "place", default="", metavar="PART", help="The part that holds it, such as trend-2; or briefing.")
@click.option("--type", "type_", type=click.Choice(TYPES), default="concepts", help="What an entity is.")
@click.option("--from", "source", default="", metavar="PART", help="Where a relation starts.")
@click.option("--to", "target", default="", metavar="PART", help="Where a relation leads.")
@click.option("--print", "only_print", is_flag=True, help="Print the item; write nothing.")
@content_option
def command(
    kind: str, title: str, place: str, type_: str, source: str, target: str, only_print: bool, content: Path
) -> None:
    """Add an item to the content, for you to fill in.

    KIND is trend, issue or countermeasure, which get a file of their own; statistic, derived, event, forecast, chart
    or measure, which go into a part; entity, relation, oddity or change.

    The item is valid as it stands, with the next number or a free id, and says in comments what goes where. It is
    put after the last of its kind; nothing that you wrote is changed.
    """
    from digitrend.scaffold import Wish

    with reporting():
        sys.exit(_new(Wish(kind, title, place, type_, source, target), content, only_print=only_print))


def _new(wish: Wish, content: Path, *, only_print: bool) -> int:
    """Add the item, say where it is, and return the exit code."""
    from digitrend.content import read_documents, texts_of
    from digitrend.scaffold import NotPossibleError, added

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
    return _write(addition, content)


def _write(addition: Addition, content: Path) -> int:
    """Write the file with the item in it; where it cannot be put safely, print it for pasting."""
    from digitrend.content.skeletons import PENDING
    from digitrend.schemas import FOLDER, modeline
    from digitrend.store import DiskStore

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
