"""The layout of the content folder: the kind of each file, and findings about the folder.

Works on names relative to the content folder, with forward slashes; the name of a folder ends in one.
The file name gives number and slug: `trends/03-remote-work.yaml` is trend 3, `remote-work`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digitrend.diagnostics import Diagnostic, by_position, closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Kind(StrEnum):
    """What a content file holds."""

    BRIEFING = "briefing"
    SOURCE = "source"
    RELATIONS = "relations"
    NOTES = "notes"
    UNITS = "units"  # those that are counted or measured here and nowhere else
    AUDIT = "audit"  # the record of the last one
    TREND = "trend"
    ISSUE = "issue"
    COUNTERMEASURES = "countermeasures"  # one group of them
    ENTITIES = "entities"  # all of one type


FILES = {
    "briefing.yaml": Kind.BRIEFING,
    "source.yaml": Kind.SOURCE,
    "relations.yaml": Kind.RELATIONS,
    "notes.yaml": Kind.NOTES,
    "units.yaml": Kind.UNITS,
    "audit.yaml": Kind.AUDIT,
}
REQUIRED = ("briefing.yaml", "source.yaml")
NUMBERED = {"trends": Kind.TREND, "issues": Kind.ISSUE, "countermeasures": Kind.COUNTERMEASURES}
ENTITY_TYPES = (
    "organisations",
    "forums",
    "people",
    "regions",
    "policies",
    "programmes",
    "systems",
    "technologies",
    "concepts",
)
FOLDERS = (*NUMBERED, "entities")

NUMBERED_NAME = re.compile(r"(?P<number>[0-9]{2,})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")
ROUGH_NUMBER = re.compile(r"0*(?P<number>[1-9][0-9]*)[-_. ]*(?P<rest>.*)")
LARGEST = 1024 * 1024  # bytes of a content file
# Hidden files and what editors and desktops leave behind: no part of a content, of templates, or of what is watched.
LITTER = re.compile(r"[.~#].*|.*(?:~|\.bak|\.orig|\.rej|\.sw[a-z]|\.tmp)|4913|Thumbs\.db|desktop\.ini")
FREE = re.compile(r"(?:readme|licen[cs]e)(?:\.\w+)?", re.IGNORECASE)  # may lie anywhere, are not read


def is_litter(name: str) -> bool:
    """Return whether a file or folder of that name belongs to an editor or desktop, not to the content."""
    return LITTER.fullmatch(name) is not None


def kind_of(name: str) -> Kind | None:
    """Return the kind of the file of that name, or None if it is unknown."""
    folder, _, file = name.rpartition("/")
    if not folder:
        return FILES.get(file)
    if folder == "entities":
        return Kind.ENTITIES if file.removesuffix(".yaml") in ENTITY_TYPES and file.endswith(".yaml") else None
    return NUMBERED.get(folder) if number_and_slug(name) else None


def number_and_slug(name: str) -> tuple[int, str] | None:
    """Return the number and slug that a numbered file's name gives: "trends/03-ai.yaml" gives (3, "ai")."""
    folder, _, file = name.rpartition("/")
    found = NUMBERED_NAME.fullmatch(file.removesuffix(".yaml"))
    if folder not in NUMBERED or not file.endswith(".yaml") or found is None or not int(found["number"]):
        return None
    return int(found["number"]), found["slug"]


def survey(names: Iterable[str], root: str = "content") -> list[Diagnostic]:
    """Return findings about the content folder `root`, C023 to C029, given all names in it."""
    ordered = sorted(names)
    found = [fault for name in ordered if (fault := _misplaced(name, root, ordered))]
    found += _missing(ordered, root)
    for folder in NUMBERED:
        found += _numbering([name for name in ordered if name.startswith(f"{folder}/")], root)
    return by_position(found)


def shown(root: str, name: str) -> str:
    """Return the path of a file for findings: the folder as given, and the name in it."""
    return (PurePosixPath(root) / name).as_posix()


# --- one name


def _misplaced(name: str, root: str, names: list[str]) -> Diagnostic | None:
    """Return what is wrong with one name, if anything."""
    folder, _, file = name.rstrip("/").rpartition("/")
    if name.endswith("/"):
        return _unknown("folder", name.rstrip("/"), root, () if folder else FOLDERS)
    if kind_of(name) or FREE.fullmatch(file) or (folder in NUMBERED and file.endswith(".csv")):  # points of a series
        return None
    if not file.endswith(".yaml"):
        return _not_yaml(name, root)
    if folder in NUMBERED:
        return _badly_numbered(name, root)
    if folder == "entities":
        return _unknown("file", name, root, [f"entities/{each}.yaml" for each in ENTITY_TYPES])
    absent = [each for each, kind in FILES.items() if each not in names and kind is not Kind.AUDIT]
    return _unknown("file", name, root, absent if closest(name, absent) else FILES)


def _unknown(what: str, name: str, root: str, candidates: Iterable[str]) -> Diagnostic:
    """C024: an unknown file or folder would be ignored."""
    expected = list(candidates)
    near = closest(name, expected)
    known = f"known here: {', '.join(expected)}" if expected else f"move the {what} out of the content folder"
    hint = f"did you mean '{near}'? rename it" if near else known
    return Diagnostic(
        "C024", f"the {what} '{name}' does not belong in the content folder", shown(root, name), hint=hint
    )


def _not_yaml(name: str, root: str) -> Diagnostic:
    """C028: content is read from files that end in .yaml, in lower case."""
    renamed = re.sub(r"(?i)(\.ya?ml)?(\.txt)?$", "", name) + ".yaml"
    is_yaml = re.search(r"(?i)\.ya?ml(\.txt)?$", name)
    hint = f"rename it to '{renamed}'" if is_yaml else "move it out of the content folder"
    return Diagnostic("C028", f"the file '{name}' does not end in '.yaml'", shown(root, name), hint=hint)


def _badly_numbered(name: str, root: str) -> Diagnostic:
    """C025: an item's file is named by its number, of two digits or more, and its slug."""
    folder, _, file = name.rpartition("/")
    rough = ROUGH_NUMBER.match(file.removesuffix(".yaml"))
    number = f"{int(rough['number']):02}" if rough else "01"
    slug = re.sub(r"[^a-z0-9]+", "-", (rough["rest"] if rough else file.removesuffix(".yaml")).lower()).strip("-")
    example = f"{number}-{slug or 'short-title'}.yaml"
    hint = f"rename it to '{example}'" if rough and slug else f"give it a number and a name, such as '{example}'"
    message = f"the file name '{file}' is not a number and a slug"
    return Diagnostic("C025", message, shown(root, f"{folder}/{file}"), hint=hint)


# --- all names together


def _missing(names: list[str], root: str) -> Iterator[Diagnostic]:
    """C023: a required file is missing, unless a similar name was reported."""
    strays = [name for name in names if "/" not in name and name not in FILES]
    for file in REQUIRED:
        if file not in names and not any(closest(stray, FILES) == file for stray in strays):
            hint = "create it; docs/reference.md lists its fields"
            yield Diagnostic("C023", f"the file '{file}' is missing", shown(root, file), hint=hint)


def _numbering(names: list[str], root: str) -> Iterator[Diagnostic]:
    """C026: a number twice.  C029: a slug, and so an address, twice.  C027: a number left out."""
    numbers: dict[int, list[str]] = defaultdict(list)
    slugs: dict[str, str] = {}
    for name in names:
        if identity := number_and_slug(name):
            number, slug = identity
            if slug in slugs and not numbers[number]:
                hint = "rename one of the two"
                message = f"the slug '{slug}' is also that of '{slugs[slug]}'"
                yield Diagnostic("C029", message, shown(root, name), hint=hint)
            slugs.setdefault(slug, name)
            numbers[number].append(name)
        elif rough := ROUGH_NUMBER.match(name.rpartition("/")[2]):
            numbers[int(rough["number"])].append("")  # misnamed, which is reported; it leaves no gap
    for number, holders in sorted(numbers.items()):
        first, *others = [name for name in holders if name] or [""]
        for name in others:
            message = f"the number {number:02} is also that of '{first}'"
            yield Diagnostic("C026", message, shown(root, name), hint="give one of the two another number")
        if number > 1 and number - 1 not in numbers:
            yield _gap(number, numbers, holders[0] or names[0], root)


def _gap(number: int, numbers: Iterable[int], name: str, root: str) -> Diagnostic:
    expected = max((each for each in numbers if each < number), default=0) + 1
    message = f"number {number:02} follows {expected - 1:02}" if expected > 1 else f"the first number is {number:02}"
    hint = f"number the files without gaps: {expected:02} comes next"
    return Diagnostic("C027", message, shown(root, name), hint=hint)
