"""The reference of the content for `docs/`: every field with its type, meaning and example, from the schemas."""

from __future__ import annotations

import json
import re
from typing import Any

from digitrend.content.layout import Kind
from digitrend.scaffold.schemas import MODELS, Schema, schema_of

HEAD = """\
# Content reference

Every field of every content file: its type, whether it is required, what it means, and an example as YAML on one line.
`pytest --accept -k reference` writes this page from the models in `src/digitrend/model/`.
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


def reference_page() -> str:
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
    return "\n".join(["| field | type | required | meaning | example |", "|---|---|---|---|---|", *rows]) + "\n"


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
