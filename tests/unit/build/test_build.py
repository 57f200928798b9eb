"""An incremental build equals a clean one, and does nothing that need not be done."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, make_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from builds import build, products
from digitrend.build.cache import Cache, why_stale
from digitrend.build.files import MARKER, DiskStore, digest
from digitrend.build.inputs import Options, read_inputs
from digitrend.build.output import Site
from digitrend.build.recipe import PathClashError, PlanError, Recipe, canonical
from digitrend.build.scheduler import Progress, Report, nothing_to_do, work_on
from digitrend.build.workers import Workers
from digitrend.errors import BusyError, NotOursError, StoreError, WorkerLostError
from fuzzing import inputs
from tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def tree(folder: Path) -> dict[str, bytes]:
    """Return a folder's files, the marker left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what changes when a file is written: its inode and its time."""
    found = [folder, *folder.rglob("*")]
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def text(content: str, needs: Mapping[str, bytes]) -> bytes:
    """Make an output of its content and of all it needs."""
    return b"|".join([content.encode(), *needs.values()])


def a_recipe(path: str, content: str = "", needs: tuple[str, ...] = (), *, published: bool = True) -> Recipe:
    return Recipe(path, {"content": digest(content), "program": "1"}, partial(text, content), needs, published)


def a_product(path: str, content: str = "", needs: tuple[str, ...] = ()) -> Recipe:
    return a_recipe(path, content, needs, published=False)


def apart(recipe: Recipe) -> Recipe:
    return Recipe(recipe.path, recipe.key, recipe.make, recipe.needs, recipe.published, in_worker=True)


@dataclass
class Bench:
    """One site and its cache."""

    root: Path
    seen: list[Progress] = field(default_factory=list)

    @property
    def out(self) -> Path:
        return self.root / "site"

    @property
    def site(self) -> Site:
        return Site(self.out)

    @property
    def cache(self) -> Cache:
        return Cache(self.root / "cache")

    def build(self, *recipes: Recipe, inputs: str = "", workers: int = 0) -> Report:
        return build(recipes, self.site, self.cache, inputs, self.seen.append, workers=workers)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


# Keys


class Colour(Enum):
    RED = "red"


class Word(StrEnum):
    RED = "red"


class Pair(NamedTuple):
    one: int
    other: int


class Safe(str):
    """A text that templates do not escape."""

    __slots__ = ()


class Model(BaseModel):
    title: str


@dataclass(frozen=True)
class Page:
    title: str


@dataclass(frozen=True)
class Empty:
    pass


UNLIKE = [
    *[None, True, False, 0, 1, -1, 1.0, 0.1, "", "1", "null", "red", b"", b"red", Safe("red")],
    *[Colour.RED, Word.RED, (), [], {}, (1, 2), [1, 2], ((1, 2),), (1, (2,)), Pair(1, 2), {1: 2}, {"1": 2}],
    *[date(2021, 1, 2), datetime(2021, 1, 2, tzinfo=UTC), "2021-01-02", Decimal(1), PurePosixPath("red")],
    *[Page("red"), Model(title="red"), {"title": "red"}, make_dataclass("Leaf", ["title"])("red"), Empty()],
    *[("mapping", ("title", "red")), ["tuple"], '["tuple"]'],
]


def test_unlike_values_have_unlike_texts() -> None:
    texts = [canonical(value) for value in UNLIKE]

    assert len(set(texts)) == len(UNLIKE)


def test_the_order_of_a_mapping_does_not_matter() -> None:
    assert canonical({"b": 1, "a": (2,)}) == canonical(MappingProxyType({"a": (2,), "b": 1}))
    assert canonical({"a": 1}) != canonical({"a": 2})


@table("value", [{1}, frozenset(), print, Page, object(), float("nan"), float("inf"), [({1},)]])
def test_what_has_no_canonical_text_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError), match="cannot be part of a key"):
        canonical(value)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.dates(),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
)


@given(values, values)
def test_two_values_have_one_text_only_if_they_are_equal(one: object, other: object) -> None:
    assert (canonical(one) == canonical(other)) == (repr_of(one) == repr_of(other))


def repr_of(value: object) -> str:
    """Return a text that tells True from 1, but not the orders of a mapping."""
    if isinstance(value, dict):
        return f"{{{sorted((key, repr_of(content)) for key, content in value.items())}}}"
    return f"({','.join(map(repr_of, value))},)" if isinstance(value, tuple) else repr(value)


# Reasons


@table(
    ("key", "output", "reason"),
    [
        ({"a": "1", "b": "1"}, b"made", ""),
        ({"a": "1", "b": "1"}, None, "output missing"),
        ({"a": "1", "b": "1"}, b"other", "output edited"),
        ({"a": "2", "b": "1"}, b"made", "a changed"),
        ({"a": "2", "b": "2"}, b"made", "a and b changed"),
        ({"a": "1"}, b"made", "b changed"),
        ({"a": "2", "b": "2", "c": "2"}, b"made", "a, b and c changed"),
        ({"a": "2", "b": "2", "c": "2", "d": "2"}, b"made", "a, b and 2 more changed"),
    ],
)
def test_an_output_is_stale_for_a_reason(key: dict[str, str], output: bytes | None, reason: str) -> None:
    old = {"a": "1", "b": "1"}

    assert why_stale(Recipe("x", key, partial(text, "")), old, output, digest(b"made")) == reason


def test_a_recipe_nobody_remembers_is_new() -> None:
    assert why_stale(a_recipe("x"), None, b"made", None) == "new"


# Plans that cannot be


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.html", "a.html"),
        ("a.html", "A.html"),
        ("é", "e\u0301"),
        ("a", "a/b"),
        ("a/b/c", "a/B"),
        ("x", "X/y/z"),
    ],
)
def test_two_recipes_for_one_path_are_refused_before_anything_is_made(bench: Bench, first: str, second: str) -> None:
    recipes = [a_recipe("index.html"), a_recipe(first, "1"), a_recipe(second, "2")]

    with pytest.raises(PathClashError) as caught:
        bench.build(*recipes)

    assert [caught.value.first, caught.value.second] == recipes[1:]
    assert repr(first) in str(caught.value)
    assert (bench.seen, list(bench.root.iterdir())) == ([], [])


def test_products_need_no_names_that_a_disk_would_take(bench: Bench) -> None:
    bench.build(a_product("chart: A?", "1"), a_product("chart: a?", "2"), a_recipe("x", "", ("chart: A?",)))

    assert tree(bench.out) == {"x": b"|1"}


@pytest.mark.parametrize(
    ("recipes", "fault"),
    [
        ([a_recipe("a", "", ("b",))], "'a' needs 'b', which no recipe makes"),
        (
            [a_recipe("a", "", ("b",)), a_recipe("b", "", ("a",))],
            "in a circle: '[ab]' needs '[ab]' needs '[ab]'",
        ),
        ([a_recipe("a", "", ("a",))], "in a circle: 'a' needs 'a'"),
        ([a_recipe(MARKER)], "the marker's own path"),
        ([a_recipe("../a")], "cannot be the path of a file"),
    ],
)
def test_what_cannot_be_made_is_refused(bench: Bench, recipes: list[Recipe], fault: str) -> None:
    with pytest.raises(ValueError, match=fault) as caught:
        bench.build(*recipes)

    assert isinstance(caught.value, PlanError) or "path of a file" in fault
    assert list(bench.root.iterdir()) == []


def test_a_cache_in_the_site_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="the cache is in the site"):
        build([], bench.site, Cache(bench.out / "cache"), "")


# What is made and written


def test_the_first_build_makes_everything(bench: Bench) -> None:
    report = bench.build(a_recipe("b", "2"), a_recipe("a", "1", ("p",)), a_product("p", "3"))

    assert tree(bench.out) == {"a": b"1|3", "b": b"2"}
    assert report == Report(
        written={"a": "new", "b": "new"},
        kept=(),
        removed=(),
        made={"a": "new", "b": "new", "p": "new"},
        reused=(),
        bytes=4,
        swapped=True,
    )
    assert [(step.done, step.total) for step in bench.seen] == [(1, 3), (2, 3), (3, 3)]
    assert {step.path for step in bench.seen} == {"a", "b", "p"}


def test_a_second_build_writes_nothing(bench: Bench) -> None:
    recipes = [a_recipe("a", "1", ("p",)), a_product("p", "3"), a_recipe("b/c", "2")]
    bench.build(*recipes)
    before = stamps(bench.out) | stamps(bench.root / "cache")

    report = bench.build(*recipes)

    assert stamps(bench.out) | stamps(bench.root / "cache") == before
    assert (report.written, report.made, report.kept, report.swapped) == ({}, {}, ("a", "b/c"), False)
    assert report.reused == ("a", "b/c", "p")


def test_a_typo_fixed_in_one_rewrites_that_one_only(bench: Bench) -> None:
    bench.build(a_recipe("a", "1"), a_recipe("b", "2"))
    before = stamps(bench.out)

    report = bench.build(a_recipe("a", "1"), a_recipe("b", "fixed"))

    assert (report.written, report.made) == ({"b": "content changed"}, {"b": "content changed"})
    assert (report.kept, report.reused) == (("a",), ("a",))
    assert stamps(bench.out)[str(bench.out / "a")] == before[str(bench.out / "a")]


def test_a_change_reaches_those_that_need_it_and_those_that_need_them(bench: Bench) -> None:
    rest = [a_product("p", "", ("q",)), a_recipe("a", "", ("p",)), a_recipe("b")]
    bench.build(a_product("q", "1"), *rest)

    report = bench.build(a_product("q", "2"), *rest)

    assert report.written == {"a": "'p' changed"}
    assert report.made == {"q": "content changed", "p": "'q' changed", "a": "'p' changed"}
    assert tree(bench.out)["a"] == b"||2"


def test_a_recipe_made_again_to_the_same_bytes_is_not_written(bench: Bench) -> None:
    bench.build(Recipe("a", {"content": "1"}, partial(text, "same")))
    before = stamps(bench.out)

    report = bench.build(Recipe("a", {"content": "2"}, partial(text, "same")))

    assert (report.made, report.written, report.swapped) == ({"a": "content changed"}, {}, False)
    assert stamps(bench.out) == before


def test_an_output_nobody_makes_any_more_is_removed(bench: Bench) -> None:
    bench.build(a_recipe("a"), a_recipe("b/c"))

    report = bench.build(a_recipe("a"))

    assert (report.removed, report.written, tree(bench.out)) == (("b/c",), {}, {"a": b""})
    assert not (bench.out / "b").exists()


def test_a_product_nobody_needs_now_is_not_made(bench: Bench) -> None:
    assert "p" not in bench.build(a_product("p"), a_recipe("a")).made


def test_an_output_deleted_or_edited_is_written_again_and_made_of_nothing(bench: Bench) -> None:
    recipes = [a_recipe("a", "1"), a_recipe("b", "2"), a_recipe("c", "3")]
    bench.build(*recipes)
    (bench.out / "a").unlink()
    (bench.out / "b").write_text("edited")

    report = bench.build(*recipes)

    assert (report.written, report.made) == ({"a": "output missing", "b": "output edited"}, {})
    assert tree(bench.out) == {"a": b"1", "b": b"2", "c": b"3"}


def test_a_marker_edited_by_hand_is_written_again(bench: Bench) -> None:
    bench.build(a_recipe("a"))
    before = (bench.out / MARKER).read_bytes()
    (bench.out / MARKER).write_bytes(before.replace(b" ", b"  "))

    assert bench.build(a_recipe("a")).swapped
    assert (bench.out / MARKER).read_bytes() == before


def test_what_was_put_into_the_site_by_hand_stays(bench: Bench) -> None:
    bench.build(a_recipe("a"), a_recipe("b"))
    (bench.out / "CNAME").write_text("example.org")

    report = bench.build(a_recipe("a", "new"))

    assert (report.removed, (bench.out / "CNAME").read_text()) == (("b",), "example.org")


def test_a_recipe_must_give_bytes(bench: Bench) -> None:
    with pytest.raises(TypeError, match="must return bytes, not str"):
        bench.build(Recipe("a", {}, lambda _: "text"))  # type: ignore[arg-type,return-value]


# The cache


def test_a_damaged_object_in_the_cache_is_made_again(bench: Bench) -> None:
    recipes = [a_product("p", "1"), a_recipe("a", "1", ("p",))]
    bench.build(*recipes)
    for file in (bench.root / "cache/objects").iterdir():
        file.write_bytes(b"damaged")
    (bench.out / "a").unlink()

    report = bench.build(*recipes)

    assert report.made == {"a": "output missing", "p": "not in the cache"}
    assert tree(bench.out) == {"a": b"1|1"}


def test_without_a_cache_the_site_is_the_same(bench: Bench) -> None:
    (bench.root / "cache").write_text("a file where the folder should be")

    first = bench.build(a_recipe("a", "1"), inputs="1")
    second = bench.build(a_recipe("a", "1"), inputs="1")

    assert (first.swapped, second.swapped, second.made) == (True, False, {"a": "new"})
    assert nothing_to_do(bench.site, bench.cache, "1") is None
    assert tree(bench.out) == {"a": b"1"}


def test_a_cache_that_is_full_of_last_week_still_helps(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("read-only file system")

    bench.build(a_recipe("a", "1"), a_recipe("b", "1"))
    for method in ("write", "remove"):
        monkeypatch.setattr(DiskStore, method, refuse)

    assert bench.build(a_recipe("a", "1"), a_recipe("b", "2")).made == {"b": "content changed"}
    assert bench.build(a_recipe("a", "1"), a_recipe("b", "2")).swapped is False


def test_what_a_failed_build_made_is_not_made_twice(bench: Bench) -> None:
    with pytest.raises(ZeroDivisionError):
        bench.build(a_recipe("a"), Recipe("b", {}, failing, ("a",)))

    assert bench.build(a_recipe("a")).made == {}


def test_the_cache_holds_what_the_last_builds_of_all_its_sites_need(bench: Bench) -> None:
    def objects() -> int:
        return len(list((bench.root / "cache/objects").iterdir()))

    bench.build(a_recipe("a", "1"), a_product("p"), a_recipe("b", "", ("p",)))
    build([a_recipe("a", "other")], Site(bench.root / "other"), bench.cache, "", workers=0)
    assert objects() == 4

    bench.build(a_recipe("a", "2"))
    assert objects() == 2

    (bench.root / "other").rename(bench.root / "gone")
    bench.build(a_recipe("a", "2"))
    assert objects() == 1


def test_products_can_be_had_without_a_site(bench: Bench) -> None:
    recipes = [a_product("p", "1"), a_recipe("a", "2", ("p",))]

    assert products(recipes, bench.cache, workers=0) == {"a": b"2|1"}
    assert not bench.out.exists()


def process(_: Mapping[str, bytes]) -> bytes:
    """Return which process makes this."""
    return str(os.getpid()).encode()


def test_workers_of_the_callers_stay_for_the_next_time(bench: Bench) -> None:
    def made(what: str, workers: Workers) -> bytes:
        return products([Recipe("a", {"content": what}, process, in_worker=True)], bench.cache, workers=workers)["a"]

    workers = Workers(1)
    try:
        first, second = made("1", workers), made("2", workers)
        with pytest.raises(WorkerLostError):
            products([Recipe("a", {"content": "3"}, lost, in_worker=True)], bench.cache, workers=workers)
        third = made("4", workers)
    finally:
        workers.end()

    assert first == second
    assert first not in {third, str(os.getpid()).encode()}


# Nothing to do


def test_with_the_same_inputs_and_an_intact_site_there_is_nothing_to_do(bench: Bench) -> None:
    bench.build(a_recipe("a", "1"), a_product("p"), inputs="1")

    report = nothing_to_do(bench.site, bench.cache, "1")

    assert report == Report({}, ("a",), (), {}, ("a", "p"), 1)


def test_the_project_may_be_moved(bench: Bench, tmp_path: Path) -> None:
    bench.root = tmp_path / "here"
    bench.build(a_recipe("a", "1"), inputs="1")
    bench.root = bench.root.rename(tmp_path / "there")

    assert nothing_to_do(bench.site, bench.cache, "1")


def deleted(bench: Bench) -> None:
    (bench.out / "a").unlink()


def edited(bench: Bench) -> None:
    (bench.out / "a").write_text("2")


def unmarked(bench: Bench) -> None:
    (bench.out / MARKER).unlink()


def rewritten(bench: Bench) -> None:
    with bench.site.locked():
        bench.site.swap(bench.site.stage({"a": b"1", "b": b"2"}))


def littered(bench: Bench) -> None:
    (bench.root / ".site.new-01234567").mkdir()


def forgotten(bench: Bench) -> None:
    for file in (bench.root / "cache/notes").iterdir():
        file.write_bytes(b"damaged")


def in_another_way(bench: Bench) -> None:
    for way in (b"[]", b"{", b'{"site": "x"}', b'{"site": "x", "inputs": "1", "entries": [1]}'):
        bench.cache.write_note("../site", way)
        assert nothing_to_do(bench.site, bench.cache, "1") is None


@pytest.mark.parametrize("change", [deleted, edited, unmarked, rewritten, littered, forgotten, in_another_way])
def test_with_a_site_that_is_not_intact_a_build_is_due(bench: Bench, change: object) -> None:
    bench.build(a_recipe("a", "1"), inputs="1")

    change(bench)  # type: ignore[operator]

    assert nothing_to_do(bench.site, bench.cache, "1") is None


def test_with_other_inputs_a_build_is_due(bench: Bench) -> None:
    assert nothing_to_do(bench.site, bench.cache, "1") is None
    bench.build(a_recipe("a"), inputs="1")

    assert nothing_to_do(bench.site, bench.cache, "2") is None


def test_to_find_nothing_to_do_loads_nothing_heavy() -> None:
    heavy = "concurrent ctypes filelock multiprocessing shutil subprocess pydantic yaml jinja2 matplotlib"
    code = f"import sys, digitrend.build; print(*sys.modules.keys() & set({heavy.split()}))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.split() == []


# Approval, faults and company


def test_work_that_is_left_without_a_swap_changes_nothing(bench: Bench) -> None:
    bench.build(a_recipe("a", "1"), inputs="1")

    with work_on([a_recipe("a", "2")], bench.site, bench.cache) as work:
        steps = list(work.make(0))

    assert ([step.path for step in steps], work.files, tree(bench.out)) == (["a"], {"a": b"2"}, {"a": b"1"})
    assert nothing_to_do(bench.site, bench.cache, "2") is None
    assert sorted(path.name for path in bench.root.iterdir()) == ["cache", "site"]


def test_a_folder_that_is_not_ours_is_refused_before_anything_is_made(bench: Bench) -> None:
    bench.out.mkdir()
    (bench.out / "thesis.doc").write_text("mine")

    with pytest.raises(NotOursError):
        bench.build(a_recipe("a"))

    assert (bench.seen, [path.name for path in bench.root.iterdir()]) == ([], ["site"])


def failing(_: Mapping[str, bytes]) -> bytes:
    return bytes(1 // 0)


def lost(_: Mapping[str, bytes]) -> bytes:
    os._exit(3)


def lost_in_a_result(_: Mapping[str, bytes]) -> bytes:
    """Send the beginning of a result, as the pool does, and be killed."""
    frame = sys._getframe()
    while frame.f_back and "result_queue" not in frame.f_locals:
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), b"\0\0\1\0half")
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def interrupted(_: Mapping[str, bytes]) -> bytes:
    raise KeyboardInterrupt


@pytest.mark.parametrize("workers", [0, 2])
def test_what_a_recipe_raises_passes_through_and_the_old_site_stays(bench: Bench, workers: int) -> None:
    bench.build(a_recipe("a", "1"))
    recipes = [a_recipe("a", "2"), *(apart(Recipe(name, {}, failing)) for name in "bcdef")]

    with pytest.raises(ZeroDivisionError) as caught:
        bench.build(*recipes, workers=workers)

    assert any(note.startswith("while '") for note in caught.value.__notes__)
    assert multiprocessing.active_children() == []
    assert tree(bench.out) == {"a": b"1"}
    assert sorted(path.name for path in bench.root.iterdir()) == ["cache", "site"]


@pytest.mark.parametrize("lost", [lost, *([] if os.name == "nt" else [lost_in_a_result])])  # Windows has no SIGKILL
def test_a_lost_worker_is_an_exception_too(bench: Bench, lost: Callable[[Mapping[str, bytes]], bytes]) -> None:
    with pytest.raises(WorkerLostError, match="while it made 'a'"):
        bench.build(apart(Recipe("a", {}, lost)), workers=2)

    assert bench.build(a_recipe("b")).swapped


def test_an_interrupted_build_leaves_the_old_site(bench: Bench) -> None:
    bench.build(a_recipe("a", "1"))

    with pytest.raises(KeyboardInterrupt):
        bench.build(a_recipe("a", "2"), Recipe("b", {}, interrupted), *(apart(a_recipe(x)) for x in "cdef"), workers=2)

    assert tree(bench.out) == {"a": b"1"}
    assert sorted(path.name for path in bench.root.iterdir()) == ["cache", "site"]


def a_web() -> list[Recipe]:
    """Return recipes of every sort, needing each other."""
    charts = [apart(a_product(f"chart {i}", str(i), (f"data {i % 3}",))) for i in range(8)]
    data = [a_product(f"data {i}", f"d{i}") for i in range(3)]
    pages = [a_recipe(f"p/{i}.html", f"p{i}", (f"chart {i}", f"chart {(i + 1) % 8}")) for i in range(8)]
    return [*pages, *charts, *data, apart(a_recipe("index", "all", tuple(page.path for page in pages)))]


@pytest.mark.parametrize("workers", [1, 2, *(pytest.param(most, marks=pytest.mark.full) for most in (5, None))])
def test_the_number_of_workers_makes_no_difference(bench: Bench, tmp_path: Path, workers: int | None) -> None:
    alone = Bench(tmp_path / "alone")
    alone.build(*a_web(), workers=0)

    report = build(a_web(), bench.site, bench.cache, "", workers=workers)

    assert len(report.made) == len(a_web())
    assert tree(bench.out) == tree(alone.out)
    assert (bench.out / MARKER).read_bytes() == (alone.out / MARKER).read_bytes()
    assert bench.build(*reversed(a_web())).made == {}


def test_heavy_work_goes_on_while_the_rest_is_made_here(bench: Bench) -> None:
    bench.build(*(apart(Recipe(x, {}, pid_of)) for x in "ab"), Recipe("c", {}, pid_of), workers=2)

    pids = {path: int(content) for path, content in tree(bench.out).items()}
    assert pids["c"] == os.getpid()
    assert os.getpid() not in {pids["a"], pids["b"]}


def pid_of(_: Mapping[str, bytes]) -> bytes:
    return str(os.getpid()).encode()


def test_a_process_with_threads_starts_its_workers_anew(bench: Bench) -> None:
    """As a fork would copy whatever lock another thread holds just then."""
    multiprocessing.set_start_method(None, force=True)  # whatever a test before has prepared
    with ThreadPoolExecutor(1) as pool:
        pool.submit(bench.build, apart(Recipe("a", {}, name_of_process)), workers=2).result()

    assert tree(bench.out)["a"].startswith(b"SpawnProcess")


def name_of_process(_: Mapping[str, bytes]) -> bytes:
    return multiprocessing.current_process().name.encode()


def test_two_builds_at_once_wait_for_each_other(bench: Bench) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_: Mapping[str, bytes]) -> bytes:
        begun.set()
        go_on.wait()
        return b"1"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(bench.build, Recipe("a", {"content": "1"}, slow))
        begun.wait()
        with pytest.raises(BusyError):
            build([a_recipe("a", "2")], bench.site, bench.cache, "", workers=0, patience=0.1)
        second = pool.submit(bench.build, a_recipe("a", "2"))
        go_on.set()

    assert first.result().written == {"a": "new"}
    assert second.result().written == {"a": "content and program changed"}
    assert tree(bench.out) == {"a": b"2"}


# After any edits, an incremental build equals a clean one

NAMES = ["index.html", "a/1.html", "a/2.html", "b.css"]
edits = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["set", "hide"]), st.sampled_from(NAMES), st.sampled_from("xyz")),
        st.tuples(st.sampled_from(["drop", "delete", "edit", "forget"]), st.sampled_from(NAMES), st.just("")),
    ),
    min_size=1,
    max_size=4,
)


def recipes_of(contents: dict[str, tuple[str, bool]]) -> list[Recipe]:
    """Return recipes in which each needs those before it in the alphabet."""
    names = sorted(contents)
    return [
        a_recipe(name, contents[name][0], tuple(names[:i]), published=contents[name][1]) for i, name in enumerate(names)
    ]


def apply(edit: tuple[str, str, str], contents: dict[str, tuple[str, bool]], bench: Bench) -> None:
    """Change the recipes, or damage what stands on the disk."""
    what, name, content = edit
    if what in {"set", "hide"}:
        contents[name] = (content, what == "set")
    elif what == "drop":
        contents.pop(name, None)
    elif what == "delete":
        (bench.out / name).unlink(missing_ok=True)
    elif what == "edit" and (bench.out / name).exists():
        (bench.out / name).write_text("edited")
    elif what == "forget":
        for file in sorted((bench.root / "cache").rglob("*"))[:: len(name) % 3 + 1]:
            if file.is_file():
                file.write_bytes(b"damaged")


@settings(max_examples=inputs(40), deadline=None)
@given(st.lists(edits, min_size=1, max_size=4))
def test_after_any_edits_an_incremental_build_equals_a_clean_one(
    rounds: list[list[tuple[str, str, str]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench, contents = Bench(Path(folder, "bench")), dict.fromkeys(NAMES[:3], ("x", True))
        for i, batch in enumerate([[], *rounds]):
            for edit in batch:
                apply(edit, contents, bench)
            bench.build(*recipes_of(contents))

            clean = Bench(Path(folder, f"clean{i}"))
            clean.build(*recipes_of(contents))
            assert tree(bench.out) == tree(clean.out)
            assert (bench.out / MARKER).read_bytes() == (clean.out / MARKER).read_bytes()
            assert bench.build(*recipes_of(contents)).swapped is False


@pytest.mark.parametrize(
    ("out", "cache", "told"),
    [
        ("content/x", "cache", "'content/x' is in the folder of the content, 'content'"),
        ("templates", "cache", "'templates' is in the folder of the templates, 'templates'"),
        ("site", "site/cache", "'site/cache' is in the folder of the site, 'site'"),
        ("cache/site", "cache", "'cache/site' is in the folder of the cache, 'cache'"),
        ("site", "content/.cache", "'content/.cache' is in the folder of the content, 'content'"),
        ("link/x", "cache", "'link/x' is in the folder of the content, 'content'"),
    ],
)
def test_nothing_is_written_into_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, cache: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "link").symlink_to("content")

    with pytest.raises(NotOursError, match=re.escape(told)):
        read_inputs(Options(Path("content"), Path("templates"), Path(out), Path(cache)))
    assert list((tmp_path / "content").iterdir()) == []
