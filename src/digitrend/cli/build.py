"""`digitrend build`, `serve` and `publish`: write the site, preview it, send it to a host."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digitrend.cli.main import FOLDER, content_option, count_files, counted, show, size_text, strict_option

if TYPE_CHECKING:
    from digitrend.build.inputs import Options
    from digitrend.build.scheduler import Progress
    from digitrend.diagnostics import Diagnostic
    from digitrend.pipeline import BuildResult
    from digitrend.publish import Changes, Target, TargetOptions
    from digitrend.serve.preview import Update


templates_option = click.option(
    "--templates",
    type=FOLDER,
    default=Path("templates"),
    show_default=True,
    help="Your own templates; each replaces the built-in one of the same name.",
)


@click.command("build", epilog="Example: digitrend build --out public --base-url https://example.org/reports/2021/")
@content_option
@templates_option
@click.option(
    "--out", type=FOLDER, default=Path("build/site"), show_default=True, help="The folder to write the site to."
)
@click.option(
    "--cache", type=FOLDER, default=Path("build/cache"), show_default=True, help="Results kept for the next build."
)
@click.option("--base-url", default="", metavar="URL", help="The address of the published site.")
@click.option("--pdf", is_flag=True, help="Also write briefing.pdf; needs WeasyPrint.")
@click.option(
    "--paper",
    type=click.Choice(["A4", "letter"], case_sensitive=False),
    default="A4",
    help="The paper size of the PDF.",
)
@click.option("--single-file", is_flag=True, help="Also write briefing.html, the whole site in one file.")
@click.option("--markdown", is_flag=True, help="Also write each page as Markdown, and llms.txt.")
@click.option("--compress", is_flag=True, help="Also write gzip and Brotli copies of text files.")
@click.option("--zip", "zipped", is_flag=True, help="Also write the site as build/site.zip.")
@click.option(
    "--former",
    type=FOLDER,
    metavar="DIRECTORY",
    help="A copy of the published site; warn of its addresses that the new site lacks. [default: --out]",
)
@click.option(
    "--since", default="", metavar="OLD", help="Add a page of the changes since OLD, a folder or git revision."
)
@strict_option
@click.option("--unaudited", is_flag=True, help="Do not warn of a missing, outdated or failed audit; the site says so.")
@click.option(
    "--why",
    is_flag=True,
    help="Print why each file was written, and why each chart has its form.",
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
    zipped: bool,
    since: str,
    former: Path | None,
    strict: bool,
    unaudited: bool,
    why: bool,
    quiet: bool,
) -> int:
    """Check the content and build the site.

    If the content has errors, nothing is written. Files that are up to date are reused. The new site replaces the old
    one in one step.
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
    with deferred():
        code = _build(options, began, why=why, quiet=quiet)
        return code or (_pack(out, quiet=quiet) if zipped else 0)


def _pack(out: Path, *, quiet: bool) -> int:
    """Pack the site into an archive beside it, and return the exit code."""
    from digitrend.build.output import Site, archive

    path, size = archive(Site(out))
    if not quiet:
        click.echo(f"Packed into {path} ({size_text(size)}).")
    return 0


def _refuse_addresses(base_url: str, former: Path | None) -> None:
    """Raise a usage error if `base_url` is not absolute or `former` is no site."""
    if base_url:
        from digitrend.model.base import is_base_url

        if not is_base_url(base_url):
            hint = "give an absolute address, such as https://example.org/reports/"
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
    # Nothing heavy is loaded yet.  With --former and --why there is something to print even if nothing is to do.
    report = None if options.former or why else nothing_to_do(Site(options.out), Cache(options.cache), inputs.digest)
    if report:
        if not quiet:
            click.echo(
                f"Nothing to do: {len(report.kept)} files are up to date ({size_text(report.bytes)}, {_since(began)})."
            )
            click.echo(_where(options.out))
        return 0
    import gc

    gc.disable()  # a build is short: collecting garbage costs more than it frees
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
        check_interrupt()  # the signal that ended the workers may have reached this process, too
        click.echo(f"digitrend: {error}; the site is unchanged", err=True)
        return 1
    if found := [one for one in outcome.found if not one.suppressed]:
        show(found, texts_of(found), err=True)
    if outcome.report is None or failed(outcome.found):
        click.echo("Nothing was written.", err=True)
        return 1
    if why:
        _print_reasons(outcome)
    if not quiet:
        _print_summary(outcome, _since(began))
        click.echo(_where(options.out))
    return 0


def _print_reasons(outcome: BuildResult) -> None:
    for path, reason in outcome.report.reasons.items() if outcome.report else ():
        click.echo(f"{path}: {reason}")
    for name, form, reason in outcome.forms:
        click.echo(f"chart {name}: {form}, because {reason}")


def _print_summary(outcome: BuildResult, seconds: str) -> None:
    counts = ((outcome.pages, "page"), (outcome.charts, "chart"), (outcome.figures, "figure"))
    what = ", ".join(counted(*each) for each in counts)
    if report := outcome.report:
        click.echo(f"Built {what}: {size_text(report.bytes)} in {seconds}.")
        reused = f"{len(report.reused)} results reused"
        click.echo(f"{count_files(report.written)} written, {count_files(report.kept)} kept; {reused}.")


@contextmanager
def _showing(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Show a progress bar on a terminal."""
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
@templates_option
@click.option(
    "--cache", type=FOLDER, default=Path("build/cache"), show_default=True, help="Results of earlier builds; only read."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port to listen on; 0 for any free port.",
)
@click.option("--open", "opening", is_flag=True, help="Open the preview in the browser.")
def serve_command(content: Path, templates: Path, cache: Path, port: int, opening: bool) -> int:
    """Preview the site while you write.

    Pages in the browser update with every save; errors are shown on top of them until they are fixed. Nothing is
    written to disk. Only this machine can see the preview. Press Ctrl-C to stop it.
    """
    from digitrend.build.inputs import Options

    options = Options(content, templates, Path("build/site"), cache)
    options.check()
    return _serve(options, port, opening=opening)


def _serve(options: Options, port: int, *, opening: bool) -> int:
    """Serve until interrupted, and return the exit code."""
    from digitrend.build.workers import prepare
    from digitrend.draw import IN_WORKERS

    prepare(*IN_WORKERS)
    from digitrend.serve.server import serve

    def opened(address: str) -> None:
        click.echo(f"The preview is at {address} (press Ctrl-C to stop it).")
        if opening:
            import threading
            import webbrowser

            # Some browsers return only when they are closed.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    serve(options, port, RoundPrinter(), opened)
    click.echo("The preview has ended.")
    return 0


class RoundPrinter:
    """Prints what follows from each save: new findings, and how many files changed."""

    def __init__(self) -> None:
        self._printed: tuple[Diagnostic, ...] = ()

    def __call__(self, update: Update, seconds: float) -> None:
        """Print an update, which took so many seconds."""
        from digitrend.content.reader import texts_of

        if update.failure:
            click.echo(f"digitrend: {update.failure}", err=True)
        elif update.found and update.found != self._printed:
            show(update.found, texts_of(update.found), err=True)
        if update.changed:
            click.echo(f"{count_files(update.changed)} changed, shown after {seconds:.2f} s.")
        if update.whole or update.failed:
            self._printed = update.found


PUBLISH_EXAMPLES = """\b
Examples:
  digitrend publish --to github-pages --dry-run
  digitrend publish --to s3://briefings/2021 --endpoint-url https://s3.example.org
  digitrend publish --to rsync://web.example.org/site
  digitrend publish --to /var/www/outlook"""
TO = "github-pages, s3://BUCKET/PREFIX, rsync://HOST/MODULE/PATH, HOST:PATH, or a folder."


@click.command("publish", epilog=PUBLISH_EXAMPLES)
@click.option("--to", required=True, metavar="PLACE", help=TO)
@click.option("--dry-run", is_flag=True, help="Print what would change; send nothing.")
@click.option("--base-url", default="", metavar="URL", help="Refuse a site that was not built for this address.")
@click.option("--remote", default="origin", show_default=True, help="github-pages: the remote to push to.")
@click.option("--branch", default="gh-pages", show_default=True, help="github-pages: the branch to write.")
@click.option("--cname", default="", metavar="DOMAIN", help="github-pages: the custom domain, if it changed.")
@click.option("--endpoint-url", default="", metavar="URL", help="s3: the address of another store than Amazon's.")
@click.option("--overwrite", is_flag=True, help="Replace files that digitrend did not publish.")
@click.option("--unaudited", is_flag=True, help="Publish without a passed audit.")
@content_option
@templates_option
@click.option("--out", type=FOLDER, default=Path("build/site"), show_default=True, help="The folder of the built site.")
@click.option("--cache", type=FOLDER, default=Path("build/cache"), show_default=True, help="The cache of the build.")
def publish_command(
    to: str,
    dry_run: bool,
    base_url: str,
    remote: str,
    branch: str,
    cname: str,
    endpoint_url: str,
    overwrite: bool,
    unaudited: bool,
    content: Path,
    templates: Path,
    out: Path,
    cache: Path,
) -> int:
    """Publish the site that was built.

    Only files that changed are sent. The site is refused if it is damaged, has errors, is older than its content or was
    built for another address. If publishing is interrupted, run the command again.
    """
    from digitrend.build.inputs import Options
    from digitrend.publish import TargetOptions
    from digitrend.signals import deferred, set_stop_message

    options = Options(content, templates, out, cache)
    wanted = TargetOptions(to, "", remote, branch, cname, endpoint_url)
    with deferred():
        set_stop_message("nothing was published")
        return _publish(options, wanted, base_url, dry_run=dry_run, overwrite=overwrite, unaudited=unaudited)


def _publish(
    options: Options, wanted: TargetOptions, base_url: str, *, dry_run: bool, overwrite: bool, unaudited: bool
) -> int:
    """Check the site, compare it with the target, send it, and return the exit code."""
    from digitrend.publish import ready, taken, vanished
    from digitrend.publish.targets import Folder
    from digitrend.signals import set_stop_message

    _target(wanted, options)  # fail early on a wrong name
    state = ready(options, base_url, unaudited=unaudited)
    _show(state.found)
    if state.files is None:
        click.echo("Nothing was published.", err=True)
        return 1
    target = _target(replace(wanted, address=state.address), options)
    todo = target.compare(state.files)
    _show(vanished(todo, target.name))
    if todo.taken and not overwrite:
        raise taken(todo.taken, target.name)
    if dry_run:
        _print_changes(todo, target)
    elif todo:
        set_stop_message("run the same command again to finish")
        target.send(state.files, todo)
        set_stop_message("the site is published")
        click.echo(f"Published to {target.name}: {todo}.")
    else:
        if isinstance(target, Folder):
            target.tidy()
        click.echo(f"Nothing to do: {target.name} has all {len(todo.same)} files.")
    return 0


def _target(wanted: TargetOptions, options: Options) -> Target:
    """Return the target that `--to` names; raise a usage error for a wrong one."""
    from digitrend.publish import target_of

    site, to = options.out.resolve(), Path(wanted.to).resolve()
    if to == site or site in to.parents or to in site.parents:
        raise click.BadParameter("this is the site's own folder, or one around it or in it", param_hint="--to")
    replace(options, out=Path(wanted.to)).check()
    try:
        return target_of(wanted)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--to") from None


def _print_changes(todo: Changes, target: Target) -> None:
    """Print each file that would change, then the counts."""
    for sign, paths in (("+", todo.new), ("~", todo.changed), ("-", todo.removed)):
        for path in paths:
            click.echo(f"{sign} {path}")
    click.echo(f"Would publish to {target.name}: {todo}.")


def _show(found: Iterable[Diagnostic]) -> None:
    """Print findings, if there are any."""
    if ordered := tuple(found):
        show(ordered, {}, err=True)
