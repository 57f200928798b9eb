"""JSON Schemas of the content files, so that editors complete, explain and mark while one writes.

Made from the models: their descriptions, examples and the meanings of their words.  They lie in the content folder,
in `.schema`, which reading passes over as it does all hidden files; each content file points at its own by a comment
that the YAML language server of VS Code, Neovim and others reads (https://github.com/redhat-developer/yaml-language-server).
"""

from __future__ import annotations

import json
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
from digitrend.model.declared import UnitFile

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

Every field of every content file: what it is, whether it is needed, and an example. Made from the models by
`digitrend schema --reference`; to change a text, change the field's description in `src/digitrend/model/`.
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
    Kind.AUDIT: "`audit.yaml`: the last audit, written by `digitrend audit --record`",
}


def reference() -> str:
    """Return the reference of the content as Markdown: a table a file, then one for each item within files."""
    made = {kind: schema_of(kind) for kind in MODELS}
    parts: dict[str, Schema] = {}
    for schema in made.values():
        parts |= {name: part for name, part in schema.get("$defs", {}).items() if "properties" in part}
    words = {name: part for schema in made.values() for name, part in schema.get("$defs", {}).items() if "enum" in part}
    files = [f"## {FILES.get(kind, f'`{kind}.yaml`')}\n\n{_fields(schema)}" for kind, schema in made.items()]
    items = [f"### {name}\n\n{_sentence(part)}{_fields(part)}" for name, part in sorted(parts.items())]
    lists = [f"### {name}\n\n{_sentence(part)}{_words(part)}" for name, part in sorted(words.items())]
    return "\n".join([HEAD, *files, "## Items within files\n", *items, "## Words that fields know\n", *lists])


def _sentence(part: Schema) -> str:
    return f"{part['description'].splitlines()[0]}\n\n" if part.get("description") else ""


def _fields(schema: Schema) -> str:
    required = schema.get("required", [])
    rows = [
        f"| `{name}` | {_type(field)} | {'yes' if name in required else ''} | {_cell(field)} |"
        for name, field in schema.get("properties", {}).items()
    ]
    return "\n".join(["| field | type | needed | is |", "|---|---|---|---|", *rows]) + "\n"


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
    kind = field.get("type", "any")
    if kind == "array":
        return f"list of {_type(field.get('items', {}))}"
    if kind == "object":
        return f"map of {_type(field.get('additionalProperties') or {})}"
    return str(field.get("format", "text") if kind == "string" else kind)


def _cell(field: Schema) -> str:
    examples = [each for each in field.get("examples", []) if isinstance(each, str | int | float)]
    example = f"; such as `{examples[0]}`" if examples and str(examples[0]) not in field.get("description", "") else ""
    return f"{field.get('description', '')}{example}".replace("|", "\\|").replace("\n", " ")
