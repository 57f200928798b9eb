"""The edge: the files of the content folder, read from disk.  What they mean is for the pure modules.

Hidden files and what editors leave behind are passed over; nothing outside the folder is ever read.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from digitrend.content.layout import FOLDERS, shown, survey
from digitrend.content.yaml_parser import LARGEST, parse
from digitrend.diagnostics import Diagnostic, by_position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from digitrend.content.positions import Document

from collections.abc import Callable
from pathlib import Path

LEFT_BEHIND = re.compile(r"[.~#].*|.*(?:~|\.bak|\.orig|\.rej|\.sw[a-z]|\.tmp)|4913|Thumbs\.db|desktop\.ini")
ABOUT_THE_FILE = re.compile("C005|C02.")  # such a finding has no line to show


Parser = Callable[[str, bytes, str], "Document | list[Diagnostic]"]


def read_documents(root: Path, parser: Parser = parse) -> tuple[list[Document], list[Diagnostic]]:
    """Read and parse every YAML file of a content folder, in the order of their names.

    Returns the sound documents, and all findings: about the folder (C020 to C029) and about each file's YAML.
     Never raises for what the folder may hold.  `parser` is `parse`, or one that remembers what it has parsed.
    """
    base = root.as_posix()
    if not root.is_dir():
        fault = "is not a folder" if root.exists() else "does not exist"
        hint = "name the folder with --content, or make a new briefing with `digitrend init`"
        return [], [Diagnostic("C020", f"the content folder '{base}' {fault}", base, hint=hint)]
    found: list[Diagnostic] = []
    names = sorted(_names(root, found))
    found += survey(names, base)
    documents = [each for name in names if name.endswith(".yaml") and (each := _document(root, name, found, parser))]
    return documents, by_position(found)


def documents_of(files: Mapping[str, bytes], base: str) -> tuple[list[Document], list[Diagnostic]]:
    """Parse the files of a content that are at hand as bytes, by their path in it, as `read_documents` does a folder.

    `base` is how findings call the folder.
    """
    names: set[str] = set()
    for path in files:
        steps = path.split("/")
        if any(LEFT_BEHIND.fullmatch(step) for step in steps):
            continue
        deepest = 2 if steps[0] in FOLDERS else 1
        names.add(path if len(steps) <= deepest else "/".join(steps[:deepest]) + "/")
    found = survey(names, base)
    documents: list[Document] = []
    for name in sorted(names):
        if name.endswith(".yaml"):
            parsed = parse(shown(base, name), files[name], name)
            if isinstance(parsed, list):
                found += parsed
            else:
                documents.append(parsed)
    return documents, by_position(found)


def texts_of(found: Iterable[Diagnostic]) -> dict[str, str]:
    """Read again the files that findings are about, for `listing`; those that cannot be read are left out.

    Bytes that are not UTF-8 become U+FFFD, each in one column.
    """
    paths = {one.path for one in found if not ABOUT_THE_FILE.fullmatch(one.code)}
    raws = {path: _bytes(Path(path)) for path in sorted(paths)}
    return {path: _roughly(raw) for path, raw in raws.items() if isinstance(raw, bytes)}


def _roughly(raw: bytes) -> str:
    return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")


def _names(root: Path, found: list[Diagnostic]) -> Iterator[str]:
    """Give the names in the folder and in its known folders; any other folder as one name that ends in `/`."""
    for entry in _entries(root, root, found):
        if entry.is_dir() and entry.name in FOLDERS:
            yield from (_name(each, root) for each in _entries(entry, root, found))
        else:
            yield _name(entry, root)


def _name(entry: Path, root: Path) -> str:
    name = entry.relative_to(root).as_posix() + "/" * entry.is_dir()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _entries(folder: Path, root: Path, found: list[Diagnostic]) -> list[Path]:
    """List a folder, sorted, without what is passed over; links that lead out are reported and left out."""
    try:
        entries = sorted(each for each in folder.iterdir() if not LEFT_BEHIND.fullmatch(each.name))
        links = {each for each in entries if each.is_symlink() and not _within(each, root)}
    except OSError as error:
        found.append(_unreadable(folder.as_posix(), error))
        return []
    hint = "put the file itself there"
    for link in entries:
        if link in links:
            message = "the link leads out of the content folder"
            found.append(Diagnostic("C022", message, link.as_posix(), hint=hint))
    return [each for each in entries if each not in links]


def _within(link: Path, root: Path) -> bool:
    """Say whether a link leads to a file of the folder; one to a folder could lead in circles."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # it leads nowhere, or in a circle
        return False
    return target.is_file() and target.is_relative_to(root.resolve())


def _document(root: Path, name: str, found: list[Diagnostic], parser: Parser) -> Document | None:
    """Read and parse one file; what is wrong with it goes to `found`."""
    path = shown(root.as_posix(), name)
    raw = _bytes(root / name)
    if isinstance(raw, OSError):
        found.append(_unreadable(path, raw))
        return None
    parsed = parser(path, raw, name)
    if isinstance(parsed, list):
        found.extend(parsed)
        return None
    return parsed


def _bytes(path: Path) -> bytes | OSError:
    """Read a file, but no more than shows that it is too large; anything but a file could block for ever."""
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
