"""`digitrend check`: every finding about the content; nothing is built."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from digitrend.cli.terminal import content_option, reporting, show

if TYPE_CHECKING:
    from digitrend.audit.runner import Audit
    from digitrend.check.contents import Contents
    from digitrend.diagnostics import Format


@click.command("check", epilog="Example: digitrend check --format github")
@content_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are written."
)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
def check_command(content: Path, form: Format, strict: bool) -> None:
    """Check the content and show every finding; nothing is built."""
    from digitrend.check.runner import check
    from digitrend.content.reader import read_documents, texts_of
    from digitrend.diagnostics import failed

    with reporting():
        _, found = check(*read_documents(content))
        if found or form != "text":
            show(found, texts_of(found), form)
        else:
            click.echo("Nothing is wrong.")
        sys.exit(1 if failed(found, strict=strict) else 0)


@click.command("audit", epilog="Example: digitrend audit --source article.txt")
@click.option(
    "--source",
    "sources",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The text of the article, which the content does not carry; again for each further source.",
)
@content_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are written."
)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--record", is_flag=True, help="Keep what was found as audit.yaml in the content, which pages then tell.")
def audit_command(sources: tuple[Path, ...], content: Path, form: Format, strict: bool, record: bool) -> None:
    """Hold the content against the text of its source.

    Forward: the file and its paragraphs are those on record, and every figure, event, note, piece of evidence and
    slogan stands where the content says. Backward: no number of the source is left out, unless it is excused with a
    reason.

    A record of it holds for exactly this content: after any change there the site says again that it is not audited.
    """
    with reporting():
        sys.exit(_audit(sources, content, form, strict=strict, record=record))


OF_THE_RECORD = {"A304"}  # what an audit that is recorded mends


def _audit(sources: tuple[Path, ...], content: Path, form: Format, *, strict: bool, record: bool) -> int:
    """Audit, print, and return the exit code; content that has errors is not audited."""
    from digitrend.audit.runner import RECORD, audited, how_it_is_kept, record_of, record_text
    from digitrend.audit.source import text_of
    from digitrend.build.files import DiskStore
    from digitrend.check.runner import check
    from digitrend.check.shaping import contents_of
    from digitrend.content.reader import read_documents, texts_of
    from digitrend.diagnostics import failed
    from digitrend.scaffold.schemas import modeline

    documents, broken = read_documents(content)
    wrong = [one for one in check(documents, broken)[1] if one.code not in OF_THE_RECORD]
    if failed(wrong):
        show(wrong, texts_of(wrong), form)
        click.echo("Nothing was audited: mend the content first.", err=True)
        return 1
    contents = contents_of(documents)[0]
    (raw, path), copies = _by_work([(_read(each), each.as_posix()) for each in sources], contents)
    result = audited(contents, raw, path, copies)
    kept = record_of(result, contents)
    if record:
        DiskStore(content).write(RECORD, f"{modeline(RECORD)}\n{record_text(kept)}".encode())
    if result.found or form != "text":
        show(
            result.found,
            texts_of(result.found) | {path: text_of(raw) for raw, path in ((raw, path), *copies.values())},
            form,
        )
    if form == "text":
        click.echo(_standing(result))
        click.echo(f"Recorded in {content.as_posix()}/{RECORD}." if record else how_it_is_kept(kept, contents))
    return 1 if failed(result.found, strict=strict) else 0


Copy = tuple[bytes, str]  # of a source: its bytes, and how findings call the file


def _by_work(files: list[Copy], contents: Contents) -> tuple[Copy, dict[str, Copy]]:
    """Return the copy of the article, and those of further works by id, which are known by their digests."""
    works = contents.source.item.further if contents.source else ()
    named = {each.digest: each.id for each in works}
    copies = {name: each for each in files if (name := named.get(sha256(each[0]).hexdigest()))}
    rest = [each for each in files if each not in copies.values()]
    if len(rest) == 1:
        return rest[0], copies
    message = "give the article's text, too"
    if rest:
        message = f"'{rest[0][1]}' or '{rest[1][1]}' is none of the works that source.yaml records"
    raise click.BadParameter(message, param_hint="--source")


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.BadParameter(f"'{source.as_posix()}' cannot be read: {reason}", param_hint="--source") from error


def _standing(result: Audit) -> str:
    """Return how much stands: "16 of 16 figures and 13 of 13 events stand where they are said to."."""
    counts = [f"{each.standing} of {each.all} {each.kind}" for each in result.claims]
    if not counts:
        return "The content quotes nothing."
    return f"{' and '.join(filter(None, (', '.join(counts[:-1]), counts[-1])))} stand where they are said to."


@click.command("verify", epilog="Example: digitrend verify build/site")
@click.argument(
    "site", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("build/site"), required=False
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are written."
)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--shared", is_flag=True, help="Let pass files of others that change nothing of the site's.")
def verify_command(site: Path, form: Format, strict: bool, shared: bool) -> None:
    """Compare a published folder with its proof.

    SITE is the folder, build/site if none is given. Names what was changed after it was built, what is missing, and
    what was put there: files, links, and whatever hosts would send in the place of a page.
    """
    with reporting():
        sys.exit(_verify(site, form, strict=strict, shared=shared))


def _verify(site: Path, form: Format, *, strict: bool, shared: bool) -> int:
    """Verify, print, and return the exit code."""
    from digitrend.build.files import digest
    from digitrend.diagnostics import failed
    from digitrend.sitecheck.proof import PROOF, SIGNATURE, verify_folder

    found = verify_folder(site, shared=shared)
    if found or form != "text":
        show(found, {}, form)
    if form == "text" and not failed(found):
        click.echo(
            f"All files are as they were built. The SHA-256 of {PROOF} is {digest((site / PROOF).read_bytes())}."
        )
        if (site / SIGNATURE).exists():
            click.echo(
                f"It is signed. Who signed it: gh attestation verify {PROOF} --bundle {SIGNATURE} --repo OWNER/NAME"
            )
        else:
            click.echo("No signature was given: compare this with what its publisher says elsewhere.")
    return 1 if failed(found, strict=strict) else 0


WIDTH = 88  # columns of an explanation


def _codes(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete a code, with what it says."""
    from digitrend.check.codes import explanations

    known = explanations().values()
    return [CompletionItem(each.code, help=each.what) for each in known if each.code.startswith(begun.upper())]


@click.command("explain", epilog="Examples: digitrend explain R101; digitrend explain")
@click.argument("code", required=False, default="", shell_complete=_codes)
def explain_command(code: str) -> None:
    """Tell what a CODE means, why it is a fault, how it looks and how it is mended.

    Without a code, list all of them. The same texts are a page of the documentation, docs/findings.md.
    """
    from digitrend.check.codes import explanations, no_such_code

    known = explanations()
    if not code:
        for each in known.values():
            click.echo(f"{each.code}: {each.what}")
    elif found := known.get(code.upper()):
        click.echo(click.wrap_text(found.told, WIDTH, preserve_paragraphs=True))
    else:
        raise click.BadParameter(f"there is no code '{code}'; {no_such_code(code, known)}", param_hint="CODE")
