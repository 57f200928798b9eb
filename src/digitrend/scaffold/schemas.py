"""What is made for an editor's tools: JSON Schemas of the content files, the reference for `docs/`, the workflow.

Schemas are made from the models: their descriptions, examples and the meanings of their words.  They lie in the content
folder, in `.schema`, which reading passes over as it does all hidden files; each content file points at its own by a
comment that the YAML language server of VS Code, Neovim and others reads
(https://github.com/redhat-developer/yaml-language-server).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeAlias

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


def schemas() -> dict[str, str]:
    """Return the schema of each kind of content file, as JSON text, by path in the content folder."""
    return {f"{FOLDER}/{kind}.json": _written(schema_of(kind)) for kind in MODELS}


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
    """Leave out what says nothing: titles that repeat the field's name, and defaults that are empty."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if not _says_nothing(key, each)}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _says_nothing(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in ("", None, [], ()))


def _written(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


HEAD = """\
# Content reference

Every field of every content file: its type, whether it is needed, what it means, and an example, as YAML has it in one
line. Made from the models by `digitrend schema --reference`; to change a text, change the field in
`src/digitrend/model/`.
"""
FILES = {
    Kind.BRIEFING: "`briefing.yaml`: the briefing as a whole",
    Kind.SOURCE: "`source.yaml`: the work cited",
    Kind.TREND: "`trends/NN-name.yaml`: a trend",
    Kind.ISSUE: "`issues/NN-name.yaml`: an issue",
    Kind.COUNTERMEASURES: "`countermeasures/NN-name.yaml`: a group of measures",
    Kind.ENTITIES: "`entities/TYPE.yaml`: entities of one type",
    Kind.RELATIONS: "`relations.yaml`: links between parts",
    Kind.NOTES: "`notes.yaml`: notes on the source's text",
    Kind.UNITS: "`units.yaml`: units that digitrend does not know",
    Kind.AUDIT: "`audit.yaml`: the last audit, written by `digitrend audit --record`",
}


def reference() -> str:
    """Return the reference of the content as Markdown: a table a file, then one for each item within files."""
    made = {kind: schema_of(kind) for kind in MODELS}
    parts: dict[str, Schema] = {}
    for schema in made.values():
        parts |= schema.get("$defs", {})
    files = [f"## {FILES.get(kind, f'`{kind}.yaml`')}\n\n{_fields(schema, parts)}" for kind, schema in made.items()]
    items, lists = [], []
    for name, part in sorted(parts.items()):
        if "properties" in part:
            items.append(f"### {name}\n\n{_sentence(part)}{_fields(part, parts)}")
        elif "enum" in part:
            lists.append(f"### {name}\n\n{_sentence(part)}{_words(part)}")
    return "\n".join([HEAD, *files, "## Items within files\n", *items, "## Words that fields know\n", *lists])


def _sentence(part: Schema) -> str:
    return f"{part['description'].splitlines()[0]}\n\n" if part.get("description") else ""


def _fields(schema: Schema, parts: dict[str, Schema]) -> str:
    required = schema.get("required", [])
    rows = []
    for name, field in schema.get("properties", {}).items():
        example = _flow(_example(field, parts)).replace("|", "\\|")
        needed, meaning = "yes" if name in required else "", field.get("description", "").replace("|", "\\|")
        rows.append(f"| `{name}` | {_type(field)} | {needed} | {meaning} | `{example}` |".replace("\n", " "))
    return "\n".join(["| field | type | needed | is | example |", "|---|---|---|---|---|", *rows]) + "\n"


def _example(field: Schema, parts: dict[str, Schema]) -> Any:  # noqa: ANN401 - any value of YAML
    """Return an example of a field: its own, or one made of those of what it consists of."""
    if examples := field.get("examples") or field.get("enum"):
        return examples[0]
    if "$ref" in field:
        return _example(parts[field["$ref"].rpartition("/")[2]], parts)
    for word in ("anyOf", "allOf"):
        if word in field:
            return _example(next(each for each in field[word] if each.get("type") != "null"), parts)
    return _made(field, parts)


def _made(field: Schema, parts: dict[str, Schema]) -> Any:  # noqa: ANN401 - any value of YAML
    """Return an example of a list, a switch, an item or a map, made of those of its fields."""
    if field.get("type") == "array":
        return [_example(field["items"], parts)]
    if field.get("type") == "boolean":
        return not field.get("default", False)
    if "properties" in field:
        needed = field.get("required") or list(field["properties"])[:2]
        return {name: _example(field["properties"][name], parts) for name in needed}
    return {"name": _example(field["additionalProperties"], parts)}


def _flow(value: Any) -> str:  # noqa: ANN401 - any value of YAML
    """Return a value as YAML has it in one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_flow(key)}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, str) and (value[:1] in "[" or re.search(r"[,{}\[\]]|: ", value)):
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) else json.dumps(value)


def _words(part: Schema) -> str:
    meanings = part.get("enumDescriptions", [""] * len(part["enum"]))
    rows = [f"| `{word}` | {meaning} |" for word, meaning in zip(part["enum"], meanings, strict=True)]
    return "\n".join(["| word | means |", "|---|---|", *rows]) + "\n"


def _type(field: Schema) -> str:
    """Return a field's type in words; items and lists of words are links to their tables."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for word in ("anyOf", "allOf"):
        if word in field:
            return " or ".join(_type(each) for each in field[word] if each.get("type") != "null")
    kind = field.get("type", "text")
    if isinstance(kind, list):
        return " or ".join(_type({"type": each}) for each in kind)
    if kind == "array":
        return f"list of {_type(field.get('items', {}))}"
    if kind == "object":
        return f"map of {_type(field.get('additionalProperties') or {})}"
    return str(field.get("format", "text") if kind == "string" else kind)


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
