"""The import table of the house: which module may import which, what only one may import, and what stays unloaded."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import digitrend
from paths import TESTS
from tables import table

PACKAGE = Path(digitrend.__file__).parent
CONTENT = TESTS / "fixtures" / "small" / "content"

# The rooms in the order of the work: each imports only from those before it.
ROOMS = [
    "diagnostics",
    "signals",
    "errors",
    "git",
    "content",
    "model",
    "text",
    "check",
    "diff",
    "audit",
    "build",
    "sitecheck",
    "charts",
    "draw",
    "site",
    "scaffold",
    "exports",
    "render",
    "editions",
    "publish",
    "pipeline",
    "serve",
    "cli",
    "__main__",
]
SOLE_IMPORTERS = {
    "PIL": "draw",
    "babel": "text",
    "boto3": "publish",
    "botocore": "publish",
    "brotli": "build",
    "click": "cli",
    "filelock": "publish build",
    "fontTools": "draw",
    "jinja2": "render",
    "markdown": "render",
    "markupsafe": "render",
    "matplotlib": "draw",
    "nh3": "render",
    "numpy": "draw",
    "pydantic": "model check",
    "pydantic_core": "model check",
    "pydyf": "editions",
    "rich": "cli",
    "starlette": "serve",
    "uvicorn": "serve",
    "watchfiles": "serve",
    "weasyprint": "editions",
    "yaml": "content text",
}

MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


@cache
def named_in(module: str) -> tuple[str, ...]:
    """Return what a module imports in full, wherever in it the import stands and whatever for."""
    return tuple(_named_in(module))


def _named_in(module: str) -> Iterator[str]:
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                name = f"{start}.{alias.name}"
                yield name if name in MODULES or not start.startswith("digitrend") else start


def unit(module: str) -> str:
    """Return the room of a module: "check" of "digitrend.check.runner"."""
    return module.removeprefix("digitrend").lstrip(".").partition(".")[0]


def modules_of(row: str) -> list[str]:
    return [module for module in MODULES if unit(module) == row]


def imports_of(row: str) -> set[str]:
    """Return the other rows that a row's modules import; the version, in the package itself, is no row."""
    named = {name for module in modules_of(row) for name in named_in(module)}
    return {unit(name) for name in named if name in MODULES} - {row, ""}


def test_every_module_belongs_to_a_room() -> None:
    assert {unit(module) for module in MODULES} - {""} <= set(ROOMS)


def test_imports_flow_one_way() -> None:
    rank = {room: i for i, room in enumerate(ROOMS)}
    upward = {(room, other) for room in ROOMS for other in imports_of(room) if rank[other] >= rank[room]}

    assert upward == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    within = {module: {name for name in named_in(module) if name in MODULES} for module in MODULES}

    assert len(tuple(TopologicalSorter(within).static_order())) == len(MODULES)


@table("library", SOLE_IMPORTERS)
def test_a_library_is_imported_in_one_place(library: str) -> None:
    importers = {
        module.removeprefix("digitrend.")
        for module in MODULES
        for name in named_in(module)
        if name.partition(".")[0] == library
    }

    allowed = SOLE_IMPORTERS[library].split()
    assert importers
    assert {each for each in importers if each not in allowed and unit(f"digitrend.{each}") not in allowed} == set()


def test_no_other_library_is_imported() -> None:
    named = {name.partition(".")[0] for module in MODULES for name in named_in(module)}

    assert named - sys.stdlib_module_names - {"digitrend"} == set(SOLE_IMPORTERS)


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Yield what is public and says nothing of itself; what is inside a function or private is nobody's to call."""
    waiting: list[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]] = [("module", tree)]
    while waiting:
        name, node = waiting.pop()
        if not ast.get_docstring(node):
            yield name
        if isinstance(node, (ast.Module, ast.ClassDef)):
            parts = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
            inside = (each for each in node.body if isinstance(each, parts))
            waiting += [(each.name, each) for each in inside if not each.name.startswith("_")]


@table("module", MODULES)
def test_everything_public_says_what_it_is(module: str) -> None:
    assert list(undocumented(ast.parse(MODULES[module].read_text(encoding="utf-8")))) == []


def loaded_by(*arguments: str) -> set[str]:
    """Return the libraries and packages that the command loads, as Python itself reports them."""
    command = [sys.executable, "-X", "importtime", "-m", "digitrend", *arguments]
    with tempfile.TemporaryDirectory() as folder:  # nothing was checked before
        env = {**os.environ, "XDG_CACHE_HOME": folder}
        ran = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    return set(re.findall(r"^import time:.*\| +([^\s.]+)", ran.stderr, re.MULTILINE))


@table("command", ["check", "gaps"])
def test_a_look_at_the_content_loads_nothing_that_draws_or_renders(command: str) -> None:
    loaded = loaded_by(command, "--content", str(CONTENT))

    assert "yaml" in loaded
    assert loaded & {"matplotlib", "numpy", "PIL", "fontTools", "jinja2", "markdown", "nh3", "rich"} == set()


def test_a_build_with_nothing_to_do_loads_nothing_heavy(tmp_path: Path, small_cache: Path) -> None:
    shutil.copytree(small_cache, tmp_path / "c")
    arguments = ("build", "--content", str(CONTENT), "--out", str(tmp_path / "site"), "--cache", str(tmp_path / "c"))
    loaded_by(*arguments)

    loaded = loaded_by(*arguments)

    assert "click" in loaded
    heavy = {
        "babel",
        "matplotlib",
        "numpy",
        "PIL",
        "fontTools",
        "pydantic",
        "jinja2",
        "markdown",
        "nh3",
        "yaml",
        "rich",
    }
    assert loaded & (heavy | {"filelock", "multiprocessing"}) == set()
