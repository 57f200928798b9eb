"""Reads and parses the content folder; each file is read from disk once.

Hidden files and temporary files of editors are ignored; nothing outside the folder is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from digitrend.content.layout import FOLDERS, LARGEST, is_litter, shown, survey
from digitrend.content.positions import Data, Document, Lines, Node
from digitrend.content.scalars import NUMBER, decoded, unseen
from digitrend.diagnostics import Diagnostic, by_position

ABOUT_THE_FILE = re.compile("C005|C02.")  # findings without a line
READ = (".yaml", ".csv")  # files of other types are only reported

Parser = Callable[[str, bytes, str], "Document | list[Diagnostic]"]


@dataclass(frozen=True, slots=True)
class ContentFiles:
    """The files of a content folder; the bytes that are hashed are those that are parsed."""

    base: str  # how findings call the folder
    names: tuple[str, ...]  # of all files, sorted; an unknown folder ends in "/"
    files: Mapping[str, bytes]  # by name; of files that are too large, the beginning
    found: tuple[Diagnostic, ...] = ()  # C020 to C022: what could not be read


def read_content(root: Path) -> ContentFiles:
    """Read every file of a content folder; errors become findings."""
    base = root.as_posix()
    if not root.is_dir():
        fault = "is not a folder" if root.exists() else "does not exist"
        hint = "name the folder with --content, or make a new briefing with `digitrend init`"
        missing = Diagnostic("C020", f"the content folder '{base}' {fault}", base, hint=hint)
        return ContentFiles(base, (), {}, (missing,))
    found: list[Diagnostic] = []
    names = sorted(_names(root, found))
    files: dict[str, bytes] = {}
    for name in names:
        if name.endswith(READ):
            raw = _bytes(root / name)
            if isinstance(raw, bytes):
                files[name] = raw
            else:
                found.append(_unreadable(shown(base, name), raw))
    return ContentFiles(base, tuple(names), files, tuple(found))


def content_of(files: Mapping[str, bytes], base: str) -> ContentFiles:
    """Return the given files, by path in the content, like `read_content` does for a folder."""
    names: set[str] = set()
    for path in files:
        steps = path.split("/")
        if not any(map(is_litter, steps)):
            deepest = 2 if steps[0] in FOLDERS else 1
            names.add(path if len(steps) <= deepest else "/".join(steps[:deepest]) + "/")
    return ContentFiles(base, tuple(sorted(names)), {name: files[name] for name in sorted(names & files.keys())})


def parse_content(content: ContentFiles, parser: Parser | None = None) -> tuple[list[Document], list[Diagnostic]]:
    """Parse the files of a content, in order of their names.

    Returns the documents without errors, and all findings: about the folder (C020 to C029) and about each file.
    `parser` is by default `yaml_parser.parse`; the preview passes one with a cache.
    """
    from digitrend.content.yaml_parser import parse  # noqa: PLC0415 - loads yaml, which "nothing to do" need not

    parser = parser or parse
    found = [*content.found]
    if content.names or not content.found:
        found += survey(content.names, content.base)
    documents: list[Document] = []
    for name, raw in content.files.items():
        if name.endswith(".yaml"):
            parsed = parser(shown(content.base, name), raw, name)
            if isinstance(parsed, list):
                found += parsed
            else:
                documents.append(parsed)
        elif name.endswith(".csv"):
            table, wrong = read_table(shown(content.base, name), raw, name)
            documents += [table] if table else []
            found += wrong
    return documents, by_position(found)


def read_documents(root: Path, parser: Parser | None = None) -> tuple[list[Document], list[Diagnostic]]:
    """Read and parse a content folder: `parse_content` of `read_content`."""
    return parse_content(read_content(root), parser)


def texts_of(found: Iterable[Diagnostic]) -> dict[str, str]:
    """Return the texts of the files of findings by path, for `format_findings`; unreadable ones are left out.

    Bytes that are not UTF-8 become U+FFFD, one for each byte.
    """
    paths = {one.path for one in found if not ABOUT_THE_FILE.fullmatch(one.code)}
    raws = ((path, _bytes(Path(path))) for path in sorted(paths))
    return {path: raw.decode("utf-8-sig", "replace") for path, raw in raws if isinstance(raw, bytes)}


def _names(root: Path, found: list[Diagnostic]) -> Iterator[str]:
    """Yield the names in the folder and its known folders; other folders as one name that ends in `/`."""
    for entry in _entries(root, root, found):
        if entry.is_dir() and entry.name in FOLDERS:
            yield from (_name(each, root) for each in _entries(entry, root, found))
        else:
            yield _name(entry, root)


def _name(entry: Path, root: Path) -> str:
    name = entry.relative_to(root).as_posix() + "/" * entry.is_dir()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _entries(folder: Path, root: Path, found: list[Diagnostic]) -> list[Path]:
    """List a folder, sorted, without ignored files; report and skip links that lead out of it."""
    try:
        entries = sorted(each for each in folder.iterdir() if not is_litter(each.name))
        links = {each for each in entries if each.is_symlink() and not _within(each, root)}
    except OSError as error:
        found.append(_unreadable(folder.as_posix(), error))
        return []
    for link in entries:
        if link in links:
            message, hint = "the link leads out of the content folder", "put the file itself there"
            if not link.exists():
                message, hint = (
                    "the link is broken: its target does not exist",
                    "put the file itself there, or remove it",
                )
            found.append(Diagnostic("C022", message, link.as_posix(), hint=hint))
    return [each for each in entries if each not in links]


def _within(link: Path, root: Path) -> bool:
    """Return whether a link leads to a file in the folder; links to folders could lead in circles."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # it leads nowhere, or in a circle
        return False
    return target.is_file() and target.is_relative_to(root.resolve())


def _bytes(path: Path) -> bytes | OSError:
    """Read a file up to LARGEST + 1 bytes; reading anything but a regular file could block for ever."""
    try:
        if not path.is_file():
            return OSError("it is not a file")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        return error


def _unreadable(path: str, error: OSError) -> Diagnostic:
    reason = (error.strerror or str(error)).lower()
    return Diagnostic("C021", f"cannot be read: {reason}", path, hint="check the file and its permissions")


CELL = re.compile(r'\s*"(?P<quoted>(?:[^"]|"")*)"[ \t]*|(?P<plain>[^,\r\n]*)')
KEY = "period"
NUMERIC = frozenset({"value", "low", "high"})
LISTS = frozenset({"doubts"})  # written in one cell, separated by bars

Cell = tuple[str, int, int]  # text, start and end in the file


def read_table(path: str, raw: bytes, name: str) -> tuple[Document | None, list[Diagnostic]]:
    """Return a CSV file as a document with the data {period: {column: cell}}, without wrong rows, and findings."""
    text = decoded(path, raw)
    if isinstance(text, Diagnostic):
        return None, [text]
    if strange := unseen(path, text):
        return None, strange
    rows = [row for row in _rows(text) if any(cell[0] for cell in row)]
    lines = Lines(text)
    header = [cell[0] for cell in rows[0]] if rows else []
    if KEY not in header:
        hint = "name the columns in the first row: period, printed, and others as the fields of a figure"
        return None, [Diagnostic("C030", f"the table has no column '{KEY}'", path, lines.at(0), hint=hint)]
    found: list[Diagnostic] = []
    data: dict[str, Data] = {}
    parts: dict[str, Node] = {}
    for row in rows[1:]:
        start, end = row[0][1], row[-1][2]
        if len(row) > len(header):
            hint = "put a cell that holds a comma in quotes, or remove the surplus cells"
            at = lines.at(row[len(header)][1])
            found.append(
                Diagnostic("C030", f"the row has {len(row)} cells, and the header {len(header)}", path, at, hint=hint)
            )
            continue
        cells = {column: cell for column, cell in zip(header, row, strict=False) if cell[0]}
        period = cells.pop(KEY, ("", start, start))
        if not period[0] or period[0] in data:
            message = f"the period '{period[0]}' is given twice" if period[0] else "the row has no period"
            found.append(
                Diagnostic("C030", message, path, lines.at(period[1]), hint="give each row a period of its own")
            )
            continue
        data[period[0]] = {column: _value(column, cell[0]) for column, cell in cells.items()}
        inner = {column: Node(cell[1], cell[2], key=cell[1]) for column, cell in cells.items()}
        parts[period[0]] = Node(start, end, key=period[1], parts=inner)
    return Document(path, name, text, data, Node(0, len(text), parts=parts)), found


def _value(column: str, text: str) -> Data:
    if column in NUMERIC and NUMBER.fullmatch(text):
        return float(text)
    if column in LISTS:
        return [each.strip() for each in text.split("|")]
    return {"true": True, "false": False}.get(text, text) if column == "draft" else text


def _rows(text: str) -> Iterator[list[Cell]]:
    """Yield the rows as cells with their places."""
    at, row = 0, list[Cell]()
    while at <= len(text):
        match = CELL.match(text, at)
        assert match  # the second branch matches nothing, too
        quoted = match["quoted"]
        cell = match["plain"].strip() if quoted is None else quoted.replace('""', '"')
        row.append((cell, match.start() + len(match[0]) - len(match[0].lstrip()), match.end()))
        at = match.end()
        if text.startswith(",", at):
            at += 1
            continue
        yield row
        row = []
        end = re.compile(r"\r\n|\r|\n").match(text, at)
        if end is None:
            return
        at = end.end()
