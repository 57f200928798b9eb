"""`digitrend build` and `digitrend serve`: the site, written or shown while it is being written."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digitrend.cli.main import FOLDER, content_option, count_files, counted, reporting, show, size_text

if TYPE_CHECKING:
    from digitrend.build.inputs import Options
    from digitrend.build.scheduler import Progress
    from digitrend.diagnostics import Diagnostic
    from digitrend.pipeline import BuildResult
    from digitrend.serve.preview import Told


@click.command("build", epilog="Example: digitrend build --out public --base-url https://example.org/reports/2021/")
@content_option
@click.option(
    "--templates",
    type=FOLDER,
    default=Path("templates"),
    show_default=True,
    help="Templates that stand, file by file, over those that digitrend carries.",
)
@click.option("--out", type=FOLDER, default=Path("build/site"), show_default=True, help="The folder of the site.")
@click.option(
    "--cache", type=FOLDER, default=Path("build/cache"), show_default=True, help="What is kept for next time."
)
@click.option("--base-url", default="", metavar="URL", help="Where the site will be published, if that is known.")
@click.option("--pdf", is_flag=True, help="Also write briefing.pdf, the whole edition for paper; needs WeasyPrint.")
@click.option(
    "--paper", type=click.Choice(["A4", "letter"], case_sensitive=False), default="A4", help="The paper of the PDF."
)
@click.option("--single-file", is_flag=True, help="Also write briefing.html, all in one file that needs no other.")
@click.option("--markdown", is_flag=True, help="Also write each page as Markdown, and llms.txt to list them.")
@click.option("--compress", is_flag=True, help="Also write a gzip and a Brotli copy beside each text file.")
@click.option("--zip", "archive", is_flag=True, help="Also pack the site into one file beside it: build/site.zip.")
@click.option(
    "--former",
    type=FOLDER,
    metavar="DIRECTORY",
    help="A copy of the site that is published now, whose addresses should last; by default the one in --out.",
)
@click.option(
    "--since", default="", metavar="OLD", help="Add a page of what changed since OLD, a folder or a revision of git."
)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--unaudited", is_flag=True, help="Let a missing, stale or failed audit be; the site says so.")
@click.option(
    "--why",
    is_flag=True,
    help="Say of each output why it was made or written again, and of each chart why it has its form.",
)
@click.option("--quiet", is_flag=True, help="Print findings only.")
def build_command(
    content: Path,
    templates: Path,
    out: Path,
    cache: Path,
    base_url: str,
    pdf: bool,
    paper: str,
    single_file: bool,
    markdown: bool,
    compress: bool,
    archive: bool,
    since: str,
    former: Path | None,
    strict: bool,
    unaudited: bool,
    why: bool,
    quiet: bool,
) -> None:
    """Build the site.

    What is current is kept, and the old site stays whole until the new one is complete. Nothing is written when the
    content has errors.
    """
    from digitrend.build.inputs import Options
    from digitrend.signals import deferred

    began = time.monotonic()
    _refuse_addresses(base_url, former)
    options = Options(
        content,
        templates,
        out,
        cache,
        base_url,
        pdf,
        single_file=single_file,
        markdown=markdown,
        compress=compress,
        since=since,
        strict=strict,
        unaudited=unaudited,
        former=former,
        paper=paper,
    )
    with reporting(), deferred():
        code = _build(options, began, why=why, quiet=quiet)
        if archive and code == 0:
            _pack(options, quiet=quiet)
        sys.exit(code)


def _refuse_addresses(base_url: str, former: Path | None) -> None:
    """Raise a usage error for an address that is not whole, and for a folder that is no site."""
    if base_url:
        from digitrend.model.base import is_base_url

        if not is_base_url(base_url):
            hint = "give a whole address, such as https://example.org/reports/"
            raise click.BadParameter(hint, param_hint="--base-url")
    if former and not (former / "digitrend.json").is_file():
        raise click.BadParameter(f"'{former.as_posix()}' holds no 'digitrend.json'", param_hint="--former")


def _build(options: Options, began: float, *, why: bool, quiet: bool) -> int:
    """Build, print, and return the exit code."""
    from digitrend.build.cache import Cache
    from digitrend.build.inputs import read_inputs
    from digitrend.build.output import Site
    from digitrend.build.scheduler import nothing_to_do

    inputs = read_inputs(options)
    # Nothing heavy is loaded yet.  Who names a former site or asks why wants to hear of it, whatever there is to do.
    report = None if options.former or why else nothing_to_do(Site(options.out), Cache(options.cache), inputs.digest)
    if report:
        if not quiet:
            click.echo(
                f"Nothing to do: {len(report.kept)} files are current ({size_text(report.bytes)}, {_since(began)})."
            )
            click.echo(_where(options.out))
        return 0
    import gc

    gc.disable()  # a build is short, and its end clears away more cheaply what it leaves
    from digitrend.build.workers import prepare
    from digitrend.draw import IN_WORKERS
    from digitrend.errors import WorkerLostError
    from digitrend.signals import check_interrupt

    try:
        if not options.cache.is_dir():  # all must be drawn: matplotlib is loaded while content is read
            prepare(*IN_WORKERS)
        from digitrend.content.reader import texts_of
        from digitrend.diagnostics import failed
        from digitrend.pipeline import build_site

        check_interrupt()
        with _showing(quiet=quiet) as progress:
            outcome = build_site(options, inputs, progress)
    except WorkerLostError as error:
        check_interrupt()  # what ended the workers may have told this process to stop as well
        click.echo(f"digitrend: {error}; the site is as it was", err=True)
        return 1
    if found := [one for one in outcome.found if not one.suppressed]:
        show(found, texts_of(found), err=True)
    if outcome.report is None or failed(outcome.found):
        click.echo("Nothing was written.", err=True)
        return 1
    if why:
        _tell_why(outcome)
    if not quiet:
        _tell_what(outcome, _since(began))
        click.echo(_where(options.out))
    return 0


def _tell_why(outcome: BuildResult) -> None:
    for path, reason in outcome.report.reasons.items() if outcome.report else ():
        click.echo(f"{path}: {reason}")
    for name, form, reason in outcome.forms:
        click.echo(f"chart {name}: {form}, since {reason}")


def _tell_what(outcome: BuildResult, seconds: str) -> None:
    counts = ((outcome.pages, "page"), (outcome.charts, "chart"), (outcome.figures, "figure"))
    what = ", ".join(counted(*each) for each in counts)
    if report := outcome.report:
        click.echo(f"Built {what}: {size_text(report.bytes)} in {seconds}.")
        reused = f"{len(report.reused)} results reused"
        click.echo(f"{count_files(report.written)} written, {count_files(report.kept)} kept; {reused}.")


def _pack(options: Options, *, quiet: bool) -> None:
    """Pack the site, as it stands now, into one file beside it."""
    from digitrend.build.output import Site
    from digitrend.editions.archive import archive

    packed = archive(Site(options.out))
    if not quiet:
        click.echo(f"All of it is in {packed.path} too ({size_text(packed.bytes)}).")


@contextmanager
def _showing(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Show progress: a bar on a terminal, nothing elsewhere but the summary at the end."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("Building", total=None)

    def show(progress: Progress) -> None:
        # Started with the first result: a thread that runs before the workers fork would be copied into them.
        bar.start()
        bar.update(task, completed=progress.done, total=progress.total, description=progress.path[-40:])

    try:
        yield show
    finally:
        bar.stop()


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.2f} s"


def _where(out: Path) -> str:
    """Return where the site is and how to open it."""
    return f"The site is in {out.as_posix()}; open {(out / 'index.html').as_posix()} in a browser."


PORT = 8000


@click.command("serve", epilog="Example: digitrend serve --port 8080 --open")
@content_option
@click.option(
    "--templates",
    type=FOLDER,
    default=Path("templates"),
    show_default=True,
    help="Templates that stand, file by file, over those that digitrend carries.",
)
@click.option(
    "--cache", type=FOLDER, default=Path("build/cache"), show_default=True, help="What builds kept; it is only read."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port on this machine; 0 for any that is free.",
)
@click.option("--open", "opening", is_flag=True, help="Open the preview in the browser.")
def serve_command(content: Path, templates: Path, cache: Path, port: int, opening: bool) -> None:
    """Show the site while it is being written.

    The open page follows every save, and mistakes are laid over it until they are mended. Nothing is written. Only this
    machine can see it. Ctrl-C ends it.
    """
    from digitrend.build.inputs import Options

    with reporting():
        options = Options(content, templates, Path("build/site"), cache)
        options.check()
        sys.exit(_serve(options, port, opening=opening))


def _serve(options: Options, port: int, *, opening: bool) -> int:
    """Serve until told to stop, and return the exit code."""
    from digitrend.build.workers import prepare
    from digitrend.draw import IN_WORKERS
    from digitrend.errors import WorkerLostError

    try:
        prepare(*IN_WORKERS)
    except WorkerLostError as error:
        click.echo(f"digitrend: {error}", err=True)
        return 1
    from digitrend.errors import PortTakenError
    from digitrend.serve.server import serve

    def opened(address: str) -> None:
        click.echo(f"The preview is at {address} (Ctrl-C ends it).")
        if opening:
            import threading
            import webbrowser

            # Some browsers return only when they are closed.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        serve(options, port, Teller(), opened)
    except PortTakenError as error:
        click.echo(f"digitrend: {error}", err=True)
        return 1
    click.echo("The preview has ended.")
    return 0


class Teller:
    """Prints what comes of each save: what must be mended, or what is new; what stays is told once."""

    def __init__(self) -> None:
        self._told: tuple[Diagnostic, ...] = ()

    def __call__(self, told: Told, seconds: float) -> None:
        """Print what came of a save, and after how many seconds."""
        from digitrend.content.reader import texts_of

        if told.trouble:
            click.echo(f"digitrend: {told.trouble}", err=True)
        elif told.found and told.found != self._told:
            show(told.found, texts_of(told.found), err=True)
        if told.changed:
            click.echo(f"{count_files(told.changed)} changed, shown after {seconds:.2f} s.")
        if told.whole or told.failed:
            self._told = told.found
