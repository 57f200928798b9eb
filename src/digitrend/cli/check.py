"""Commands that look at the content and write no site: check, audit, verify, explain, gaps, diff, schema."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click
from click.shell_completion import CompletionItem

from digitrend.cli.main import content_option, format_option, show, strict_option

if TYPE_CHECKING:
    from digitrend.audit.runner import Audit
    from digitrend.check.contents import Contents
    from digitrend.content.reader import ContentFiles
    from digitrend.diagnostics import Diagnostic, Format, Position
    from digitrend.model import Briefing, GapKind
    from digitrend.site.lookup import Lookup


@click.command("check", epilog="Example: digitrend check --format github")
@content_option
@format_option
@strict_option
def check_command(content: Path, form: Format, strict: bool) -> int:
    """Check the content and print all findings."""
    from digitrend.content.reader import texts_of
    from digitrend.diagnostics import failed

    found = _findings(content)
    if found or form != "text":
        show(found, texts_of(found), form)
    else:
        click.echo("Nothing is wrong.")
    return 1 if failed(found, strict=strict) else 0


def _findings(folder: Path) -> list[Diagnostic]:
    """Return the findings of a check, from the cache if the same bytes were checked before."""
    from digitrend.content.reader import parse_content, read_content

    content = read_content(folder)

    def checked() -> list[Diagnostic]:
        from digitrend.check.runner import check

        return check(*parse_content(content))[1]

    return _checked(content, checked)()


Make = Callable[[], bytes]


def _checked(
    content: ContentFiles, check: Callable[[], list[Diagnostic]], begin: Callable[[Make], Make] | None = None
) -> Callable[[], list[Diagnostic]]:
    """Return what waits for the findings of a check, which `begin` may begin at once."""
    from digitrend.diagnostics import findings_of, format_findings

    made = _remembered("checks", content, (), lambda: format_findings(check(), {}, "json").encode(), begin)
    return lambda: findings_of(made())


def _remembered(
    kind: str, content: ContentFiles, others: Iterable[str], make: Make, begin: Callable[[Make], Make] | None = None
) -> Make:
    """Return a function that gives what is made of a content and others; of the same bytes it is in the cache.

    What is not there is made when it is asked for, or as soon as `begin` begins it.
    """
    from digitrend.build.cache import shared_cache
    from digitrend.build.files import digest
    from digitrend.build.inputs import maker_versions, program_digest

    gc.disable()  # a check is short: collecting garbage costs more than it frees
    if content.found or not (cache := shared_cache(kind)):  # unreadable files have no bytes to make a key of
        return begin(make) if begin else make
    files = [f"{name} {digest(content.files.get(name, b''))}" for name in content.names]
    key = "\n".join((program_digest(maker_versions()), content.base, *files, *others))
    known = cache.get(key)

    def make_and_keep() -> bytes:
        made = make()
        cache.put(key, made)
        return made

    if known is not None:
        return lambda: known
    return begin(make_and_keep) if begin else make_and_keep


@click.command("audit", epilog="Example: digitrend audit --source article.txt")
@click.option(
    "--source",
    "sources",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The text of the article; repeat it for each further source.",
)
@content_option
@format_option
@strict_option
@click.option("--record", is_flag=True, help="Write the result to audit.yaml in the content; the site then shows it.")
def audit_command(sources: tuple[Path, ...], content: Path, form: Format, strict: bool, record: bool) -> int:
    """Compare the content with the text of its source.

    From the content to the text: each figure, event, forecast, note, piece of evidence and slogan is in the paragraph
    that the content names, and the text is the one on record. From the text to the content: each number is a figure, or
    is excused with a reason.

    A recorded audit is valid until the content changes; then the site shows "not audited" again.
    """
    return _audit(sources, content, form, strict=strict, record=record)


RECORD = "audit.yaml"  # in the content folder
OF_THE_RECORD = {"A304"}  # faults of the last record, which this audit replaces
OF_THE_WHOLE = re.compile(r"/(?:source|briefing|units)\.yaml$|/entities/")  # files that every part depends on
LEFT_OUT = re.compile(r"A2")  # what the content leaves out: a file with errors may have it


class Answer(NamedTuple):
    """What an audit answers; without a record there is a sentence why, and the audit has failed."""

    found: list[Diagnostic]
    record: str = ""  # the text of the file
    counts: str = ""  # "16 of 16 figures … were found where the content cites them."
    kept: str = ""  # whether the content has this record
    refused: str = ""

    def as_json(self) -> bytes:
        """Return it as `of_json` reads it."""
        from digitrend.diagnostics import format_findings

        return json.dumps((format_findings(self.found, {}, "json"), *self[1:])).encode()

    @classmethod
    def of_json(cls, text: bytes) -> Answer:
        """Return what `as_json` has written."""
        from digitrend.diagnostics import findings_of

        found, *rest = json.loads(text)
        return cls(findings_of(found), *rest)


def _audit(sources: tuple[Path, ...], content: Path, form: Format, *, strict: bool, record: bool) -> int:
    """Audit, print, and return the exit code."""
    from digitrend.build.files import DiskStore, digest
    from digitrend.content.reader import read_content, texts_of
    from digitrend.content.scalars import text_of
    from digitrend.diagnostics import failed

    files, copies = read_content(content), [(_read(each), each.as_posix()) for each in sources]
    others = (f"{path} {digest(raw)}" for raw, path in copies)
    made = _remembered("audits", files, others, lambda: _answer(files, copies).as_json())
    answer = Answer.of_json(made())
    if record and answer.record:
        DiskStore(content).write(RECORD, answer.record.encode())
    if answer.found or form != "text":
        texts = {path: text_of(raw) for raw, path in copies}
        show(answer.found, texts_of(answer.found) | texts, form)
    if answer.refused:
        click.echo(answer.refused, err=True)
    elif form == "text":
        click.echo(answer.counts)
        click.echo(f"Recorded in {content.as_posix()}/{RECORD}." if record else answer.kept)
    return 1 if answer.refused or failed(answer.found, strict=strict) else 0


def _answer(files: ContentFiles, sources: list[Copy]) -> Answer:
    """Audit a content; one with errors is audited as far as possible, and there is no record of that."""
    from digitrend.audit.runner import audited, how_it_is_kept, record_of, record_text
    from digitrend.build.workers import aside
    from digitrend.check.runner import check_contents, contents_of
    from digitrend.content.reader import parse_content
    from digitrend.diagnostics import Severity, by_position, failed
    from digitrend.scaffold.schemas import modeline

    documents, broken = parse_content(files)
    contents, shape = contents_of(documents)
    checked = _checked(files, lambda: check_contents(contents, shape, broken)[1], aside)
    lost = [one.path for one in (*shape, *broken) if one.severity is Severity.ERROR]
    readable = contents.source is not None and not any(OF_THE_WHOLE.search(each) for each in lost)
    result = audited(contents, *_by_work(sources, contents), aside) if readable else None
    wrong = [one for one in checked() if one.code not in OF_THE_RECORD]
    if result is None or any(one.code == "R120" for one in wrong):  # the language
        return Answer(wrong, refused="Nothing was audited: fix the content first.")
    if failed(wrong):
        lines = {(one.path, one.at.line) for one in wrong}
        sound = [one for one in result.found if (one.path, one.at.line) not in lines]
        found = by_position([*wrong, *(one for one in sound if not (lost and LEFT_OUT.match(one.code)))])
        refused = "Only content without errors was audited, and nothing was recorded: fix the content."
        return Answer(found, refused=refused)
    kept = record_of(result, contents)
    text = f"{modeline(RECORD)}\n{record_text(kept)}"
    return Answer(list(result.found), text, _counts(result), how_it_is_kept(kept, contents))


Copy = tuple[bytes, str]  # the bytes of a source's text, and its path for findings


def _by_work(files: list[Copy], contents: Contents) -> tuple[bytes, str, dict[str, Copy]]:
    """Return the copy of the article, its path, and copies of further sources by id; digests tell which is which."""
    works = contents.source.item.further if contents.source else ()
    named = {each.digest: each.id for each in works}
    copies = {name: each for each in files if (name := named.get(sha256(each[0]).hexdigest()))}
    rest = [each for each in files if each not in copies.values()]
    if len(rest) == 1:
        return *rest[0], copies
    message = "give the text of the article, too"
    if rest:
        message = f"'{rest[0][1]}' or '{rest[1][1]}' is none of the works that source.yaml records"
    raise click.BadParameter(message, param_hint="--source")


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.BadParameter(f"'{source.as_posix()}' cannot be read: {reason}", param_hint="--source") from error


def _counts(result: Audit) -> str:
    """Return the counts: "16 of 16 figures and 13 of 13 events were found where the content cites them."."""
    counts = [f"{each.standing} of {each.all} {each.kind}" for each in result.claims]
    if not counts:
        return "The content quotes nothing."
    told = " and ".join(filter(None, (", ".join(counts[:-1]), counts[-1])))
    return f"{told} were found where the content cites them."


@click.command("verify", epilog="Example: digitrend verify build/site")
@click.argument(
    "site", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("build/site"), required=False
)
@format_option
@strict_option
@click.option("--shared", is_flag=True, help="Allow other files in the folder that do not affect the site.")
def verify_command(site: Path, form: Format, strict: bool, shared: bool) -> int:
    """Compare a published folder with its proof.

    Lists the files in SITE (default: build/site) that were changed or removed after the build, and what was added:
    files, links, and anything that a host would send in place of a page.
    """
    from digitrend.build.files import digest
    from digitrend.diagnostics import failed
    from digitrend.sitecheck.proof import PROOF, SIGNATURE, verify_folder

    found = verify_folder(site, shared=shared)
    if found or form != "text":
        show(found, {}, form)
    if form == "text" and not failed(found):
        click.echo(f"All files are as built. The SHA-256 of {PROOF} is {digest((site / PROOF).read_bytes())}.")
        if (site / SIGNATURE).exists():
            click.echo(
                f"It is signed. To see by whom: gh attestation verify {PROOF} --bundle {SIGNATURE} --repo OWNER/NAME"
            )
        else:
            click.echo("It is not signed: compare this digest with one that the publisher gives elsewhere.")
    return 1 if failed(found, strict=strict) else 0


WIDTH = 88  # columns of an explanation


def _codes(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return completions of a code, each with its meaning."""
    from digitrend.diagnostics import explanations

    known = explanations().values()
    return [CompletionItem(each.code, help=each.what) for each in known if each.code.startswith(begun.upper())]


@click.command("explain", epilog="Examples: digitrend explain R101; digitrend explain")
@click.argument("code", required=False, default="", shell_complete=_codes)
def explain_command(code: str) -> None:
    """Explain a CODE: what it means, why it matters, an example, and how to fix it.

    Without a code, list all of them. docs/findings.md has the same texts.
    """
    from digitrend.diagnostics import explanations, no_such_code

    known = explanations()
    if not code:
        for each in known.values():
            click.echo(f"{each.code}: {each.what}")
    elif found := known.get(code.upper()):
        click.echo(click.wrap_text(found.text, WIDTH, preserve_paragraphs=True))
    else:
        raise click.BadParameter(f"there is no code '{code}'; {no_such_code(code, known)}", param_hint="CODE")


class Gap(NamedTuple):
    """A gap, with the place of its item in the content."""

    kind: str
    id: str
    title: str
    path: str
    line: int
    column: int


@click.command("gaps", epilog="Example: digitrend gaps --format json")
@content_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="The output format.")
def gaps_command(content: Path, form: Literal["text", "json"]) -> int:
    """List gaps in the argument, as the site shows them. A gap is not an error.

    These are sections without a figure, issues without advice, measures that answer nothing, trends and measures that
    are connected only by the editor's reading, and figures without an origin.
    """
    from digitrend.build.inputs import builtin_templates
    from digitrend.check.runner import check, contents_of
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
        click.echo("No gaps were looked for: fix the content first.", err=True)
        return 1
    words = parse("words.en.yaml", (builtin_templates() / "words.en.yaml").read_bytes())
    look = Lookup(briefing, flattened(words.data) if isinstance(words, Document) else {})
    contents = contents_of(documents)[0]
    listed = {kind: list(_listed(kind, names, look, contents)) for kind, names in briefing.gaps.items()}
    if form == "json":
        gaps = [row._asdict() for rows in listed.values() for row in rows]
        click.echo(json.dumps({"version": 1, "gaps": gaps}, ensure_ascii=False, indent=2))
        return 0
    for i, (kind, rows) in enumerate(listed.items()):
        click.echo("\n" * bool(i) + f"{look.word(f'gap.{kind}')}: {len(rows) or 'none'}")
        for row in rows:
            click.echo(f"  {row.id}: {row.title}\n    {row.path}:{row.line}:{row.column}")
    return 0


def _listed(kind: GapKind, names: tuple[str, ...], look: Lookup, contents: Contents) -> Iterator[Gap]:
    for name in names:
        path, at = _place(name, contents)
        yield Gap(kind.value, name, look.named(name).text, path, at.line, at.column)


def _place(name: str, contents: Contents) -> tuple[str, Position]:
    """Return the place of an item by its id; for a section that no part retells, its place in source.yaml."""
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


@click.command("schema", epilog="Example: digitrend schema --content content")
@content_option
def schema_command(content: Path) -> int:
    """Write JSON Schemas of the content files to `.schema` in the content folder.

    The YAML extension of VS Code, and other editors with the YAML language server, use them to complete, explain and
    check fields. Each content file names its schema in its first line:

    # yaml-language-server: $schema=../.schema/trend.json
    """
    from digitrend.build.files import DiskStore
    from digitrend.scaffold.schemas import FOLDER, MADE, schemas

    if not content.is_dir():
        raise click.BadParameter(f"'{content.as_posix()}' is not a folder", param_hint="--content")
    store, wanted = DiskStore(content), schemas()
    stale = {path: text.encode() for path, text in wanted.items() if store.read(path) != text.encode()}
    if strange := [path for path in stale if MADE.encode() not in (store.read(path) or MADE.encode())]:
        click.echo(f"digitrend: {(content / strange[0]).as_posix()} was not written by this command; move it", err=True)
        return 1
    for path, text in stale.items():
        store.write(path, text)
    click.echo(
        f"{len(stale)} of {len(wanted)} schemas written to {(content / FOLDER).as_posix()}; the others are up to date."
    )
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
    "--format", "form", type=click.Choice(["text", "html", "json"]), default="text", help="The output format."
)
@content_option
def diff_command(old: str, new: str, form: Literal["text", "html", "json"], content: Path) -> int:
    """Show what changed in the content from OLD to NEW, item by item.

    OLD and NEW are folders or git revisions; without NEW, the content folder is compared. `digitrend build --since OLD`
    adds the same comparison to the site.
    """
    from digitrend.diff.compare import as_json, as_text, compare

    before, after = _briefing(old, content), _briefing(new or content.as_posix(), content)
    if before is None or after is None:
        click.echo("Nothing was compared: fix the content first.", err=True)
        return 1
    if form == "html":
        from digitrend.build.inputs import templates_of
        from digitrend.render.single_file import changes_page

        folder = Path("templates")
        click.echo(changes_page(before, after, templates_of(folder), folder.as_posix()), nl=False)
        return 0
    comparison = compare(before, after)
    click.echo(as_json(comparison) if form == "json" else as_text(comparison))
    return 0


def _briefing(named: str, content: Path) -> Briefing | None:
    """Return the briefing of a folder or revision; print its findings and return None if it has errors."""
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
