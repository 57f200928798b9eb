"""The schemas of the content: current, complete, and of one mind with the check."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from builders import REAL, SMALL, a_content, documents
from digitrend.cli.main import cli
from digitrend.content.layout import Kind, kind_of
from digitrend.content.reader import read_documents
from digitrend.model import Word
from digitrend.scaffold.schemas import FOLDER, MADE, MODELS, modeline, schema_of, schemas
from paths import ROOT
from reference_page import reference_page
from tables import table

KINDS = list(MODELS)


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every field of a schema and of what it refers to."""
    for name, part in [("the file", schema), *schema.get("$defs", {}).items()]:
        for key, field in part.get("properties", {}).items():
            yield f"{name}: {key}", field


def resolved(schema: dict[str, Any], field: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a field's value may be, references followed."""
    for part in field.get("anyOf", [field]):
        yield schema["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part


def test_there_is_one_for_each_kind_of_file() -> None:
    assert set(MODELS) == set(Kind)


@table("path", [f"{FOLDER}/{kind}.json" for kind in MODELS])
def test_the_committed_schemas_are_current(path: str) -> None:
    assert (REAL / path).read_text(encoding="utf-8") == schemas()[path], "run `digitrend schema`"


@table("kind", KINDS)
def test_a_schema_is_one(kind: Kind) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


@table("kind", KINDS)
def test_every_field_says_what_it_is_for(kind: Kind) -> None:
    schema = schema_of(kind)

    told = {name: field.get("description") for name, field in properties(schema)}
    assert [name for name, text in told.items() if not text] == []


def flat(types: object) -> list[object]:
    """Return the types of a value: one, several or none."""
    return types if isinstance(types, list) else [types]


@table("kind", KINDS)
def test_every_field_of_text_or_number_has_an_example_or_lists_its_words(kind: Kind) -> None:
    schema = schema_of(kind)
    plain = {"string", "number", "integer"}

    assert [
        name
        for name, field in properties(schema)
        for part in resolved(schema, field)
        if plain & {*flat(part.get("type"))} and not (field.get("examples") or part.get("examples") or part.get("enum"))
    ] == []


@table("kind", KINDS)
def test_every_example_is_one(kind: Kind) -> None:
    schema = schema_of(kind)

    for name, field in properties(schema):
        for example in field.get("examples", []):
            whole = {**field, "$defs": schema.get("$defs", {})}
            assert Draft202012Validator(whole).is_valid(example), f"{name}: {example}"


@table("word", Word.__subclasses__())
def test_every_word_says_what_it_means(word: type[Word]) -> None:
    assert [each.value for each in word if not each.meaning or each.meaning.endswith(".")] == []


@pytest.mark.parametrize("root", [REAL, SMALL], ids=["real", "small"])
def test_sound_content_is_valid_by_its_schema(root: Path) -> None:
    for document in documents(a_content(of=root))[0]:
        kind = kind_of(document.name)
        assert kind is not None
        assert [fault.message for fault in Draft202012Validator(schema_of(kind)).iter_errors(document.data)] == []


@table("name", sorted(path.relative_to(REAL).as_posix() for path in REAL.rglob("*.yaml")))
def test_each_content_file_points_at_its_schema(name: str) -> None:
    first = (REAL / name).read_text(encoding="utf-8").splitlines()[0]

    assert first == modeline(name)
    assert ((REAL / name).parent / first.partition("$schema=")[2]).resolve().is_file()


def test_a_file_without_a_place_has_no_schema() -> None:
    with pytest.raises(ValueError, match="no content file"):
        modeline("trend/01-ferries.yaml")


def test_reading_passes_over_the_schemas(tmp_path: Path) -> None:
    a_folder(tmp_path)
    ran(tmp_path)

    read, found = read_documents(tmp_path)

    assert found == []
    assert {document.name for document in read} == a_content().keys()


def a_folder(root: Path) -> None:
    for name, text in a_content().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def ran(root: Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["schema", "--content", str(root)])
    return result.exit_code, result.output


def test_the_command_writes_what_is_not_current(tmp_path: Path) -> None:
    assert ran(tmp_path)[0] == 0
    (tmp_path / ".schema/trend.json").write_text(json.dumps({"$comment": MADE}), encoding="utf-8")

    code, told = ran(tmp_path)

    assert code == 0
    assert told.startswith(f"1 of {len(KINDS)} schemas written")
    assert {path: (tmp_path / path).read_text(encoding="utf-8") for path in schemas()} == schemas()


def test_the_command_leaves_alone_what_a_hand_made(tmp_path: Path) -> None:
    (tmp_path / ".schema").mkdir()
    (tmp_path / ".schema/trend.json").write_text("{}", encoding="utf-8")

    code, told = ran(tmp_path)

    assert code == 1
    assert "was not written by this command" in told
    assert [path.name for path in (tmp_path / ".schema").iterdir()] == ["trend.json"]


def test_the_command_needs_a_folder(tmp_path: Path) -> None:
    assert ran(tmp_path / "none")[0] == 2


def test_the_modeline_is_a_comment_to_yaml() -> None:
    assert yaml.safe_load(modeline("briefing.yaml")) is None


def test_the_reference_of_the_documentation_is_current(expected: Callable[[Path, str], None]) -> None:
    expected(ROOT / "docs" / "reference.md", reference_page())


def test_the_reference_tells_type_meaning_and_example_of_every_field() -> None:
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in reference_page().splitlines() if line.startswith("| `")]
    fields = [[cell.strip() for cell in row] for row in rows if len(row) > 2]

    assert len(fields) > 150
    assert [name for name, type_, _, meaning, example in fields if not (type_ and meaning and len(example) > 2)] == []
