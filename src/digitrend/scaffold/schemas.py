"""JSON Schemas of the content files, and CI workflows.

Schemas are made from the models: their descriptions, examples and the meanings of their words.  They lie in the content
folder, in `.schema`, which reading passes over as it does all hidden files; each content file points at its own by a
comment that the YAML language server of VS Code, Neovim and others reads
(https://github.com/redhat-developer/yaml-language-server).
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from digitrend.content.layout import Kind, kind_of
from digitrend.model import (
    AuditRecord,
    CountermeasureGroup,
    EntityFile,
    Issue,
    Item,
    NoteFile,
    Overview,
    RelationFile,
    Source,
    Trend,
    Word,
)
from digitrend.model.units import UnitFile

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema: TypeAlias = "dict[str, Any]"

FOLDER = ".schema"  # in the content folder
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MADE = "written by `digitrend schema`; not to be edited"
MODELS: dict[Kind, type[Item]] = {
    Kind.BRIEFING: Overview,
    Kind.SOURCE: Source,
    Kind.TREND: Trend,
    Kind.ISSUE: Issue,
    Kind.COUNTERMEASURES: CountermeasureGroup,
    Kind.ENTITIES: EntityFile,
    Kind.RELATIONS: RelationFile,
    Kind.NOTES: NoteFile,
    Kind.UNITS: UnitFile,
    Kind.AUDIT: AuditRecord,
}


@cache
def schemas() -> Mapping[str, str]:
    """Return the schema of each kind of content file, as JSON text, by path in the content folder."""
    return {
        f"{FOLDER}/{kind}.json": f"{json.dumps(schema_of(kind), indent=2, ensure_ascii=False)}\n" for kind in MODELS
    }


def schema_of(kind: Kind) -> Schema:
    """Return the JSON Schema of one kind of content file."""
    made = MODELS[kind].model_json_schema()
    words = {each.__name__: each for each in Word.__subclasses__()}
    for name, definition in made.get("$defs", {}).items():
        if name in words:
            definition.update(_meanings(words[name]))
    head = {"$schema": DIALECT, "$comment": MADE}
    return head | {key: _plain(value) for key, value in made.items() if key != "title"}


def modeline(name: str) -> str:
    """Return the comment by which a content file, named by its path in the content folder, points at its schema.

    Raises ValueError for a file that has no place in the layout.
    """
    kind = kind_of(name)
    if kind is None:
        raise ValueError(f"'{name}' is no content file")
    return f"# yaml-language-server: $schema={'../' * name.count('/')}{FOLDER}/{kind}.json"


def _meanings(words: type[Word]) -> Schema:
    """Return what each word means; the language server shows the first list in completions, the second in hovers."""
    meanings = [word.meaning for word in words]
    return {"enumDescriptions": meanings, "markdownEnumDescriptions": meanings} if any(meanings) else {}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a JSON document
    """Return a schema without titles that repeat the field's name, and without empty defaults."""
    if isinstance(value, dict):
        empty = {key for key, each in value.items() if key == "default" and each in ("", None, [], ())}
        empty |= {key for key, each in value.items() if key == "title" and isinstance(each, str)}
        return {key: _plain(each) for key, each in value.items() if key not in empty}
    return [_plain(each) for each in value] if isinstance(value, list) else value


PLACES = {"github": ".github/workflows/briefing.yml", "gitlab": ".gitlab-ci.yml"}
HOW = {
    "github": "The workflow publishes to GitHub Pages: choose GitHub Actions under Pages in the repository's settings.",
    "gitlab": "The workflow publishes to GitLab Pages, from the default branch.",
}
EMPTY = b'PROGRAM: ""'
# Each names bytes that cannot change later; pip checks them before it runs anything of them.
PROGRAM = re.compile(
    r"(?:https?|file)://[^\s@#?\"$\\]+\.whl#sha256=[0-9a-f]{64}"
    r"|git\+(?:https|file)://[^\s@#?\"$\\]+@(?:[0-9a-f]{64}|[0-9a-f]{40})"
)


def workflow(forge: str, program: str = "") -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of the workflow for "github" or "gitlab", by path, and what to tell of them.

    `program` is where the workflow installs digitrend from. Raises ValueError for an address that could come to mean
    another program later, or that holds a login.
    """
    if program and not PROGRAM.fullmatch(program):
        raise ValueError(
            "give a wheel with its hash (https://….whl#sha256=…) or a repository at a full commit (git+https://…@…), "
            "without a login"
        )
    place = PLACES[forge]
    text = (Path(__file__).parent / "workflows" / f"{forge}.yml").read_bytes()
    fill_in = (
        () if program else (f"Say in PROGRAM, in {place}, where it installs digitrend from; until then it fails.",)
    )
    return {place: text.replace(EMPTY, f'PROGRAM: "{program}"'.encode())}, (HOW[forge], *fill_in)
