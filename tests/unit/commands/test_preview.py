"""The preview without a browser: it holds what a build makes, whatever was edited, and writes nothing."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builders import FERRIES, a_briefing, edited, the_words
from digitrend.build.inputs import Options
from digitrend.build.workers import Workers
from digitrend.diagnostics import Diagnostic, Position
from digitrend.serve.preview import Preview, SupersededError, Update, moved, overlay
from digitrend.serve.server import Watcher
from digitrend.site.lookup import Lookup
from digitrend.site.planning import plan, plan_some
from digitrend.site.search import search_entries
from digitrend.site.urls import INDEX, SEARCH
from digitrend.site.viewer import Viewer
from edits import ALL_EDITS, MISTAKES, a_lost_cache, another_address, damage
from fuzzing import FULL
from site_bench import write

if TYPE_CHECKING:
    from collections.abc import Collection

    from site_bench import Bench

SEED = 2021  # another one, other sequences: DIGITREND_EDIT_SEED=7 pytest tests/unit/commands/test_preview.py
EDITS = int(os.environ.get("DIGITREND_PREVIEW_EDITS", "10" if FULL else "5"))
OF_THE_PREVIEW = [edit for edit in ALL_EDITS if edit not in {another_address, damage, a_lost_cache}]


class Interrupted:
    """Says that something was saved meanwhile, once so many questions have been asked."""

    def __init__(self) -> None:
        self.left = -1

    def __call__(self) -> bool:
        self.left -= self.left > 0
        return self.left == 0


def a_preview(bench: Bench, superseded: Interrupted | None = None) -> Preview:
    root = bench.root
    options = Options(root / "content", root / "templates", root / "nowhere", root / "none")
    return Preview(options, Workers(0), superseded or Interrupted())


def saved(bench: Bench, preview: Preview, wanted: Collection[str] = ()) -> list[Update]:
    """Save what the bench holds, and bring the preview up to date."""
    write(bench.root / "content", bench.content)
    write(bench.root / "templates", bench.templates)
    return list(preview.round(wanted))


def held(preview: Preview) -> dict[str, bytes]:
    return dict(sorted(preview.files.items()))


def test_after_any_edits_mistakes_and_interruptions_the_preview_holds_what_a_build_makes(bench: Bench) -> None:
    chance = random.Random(int(os.environ.get("DIGITREND_EDIT_SEED", SEED)))
    interrupted = Interrupted()
    preview = a_preview(bench, interrupted)
    saved(bench, preview)

    done = []
    for _ in range(EDITS):
        for edit in chance.sample(OF_THE_PREVIEW, chance.randint(1, 2)):
            edit(bench, chance)
            done.append(edit.__name__)
        wanted = chance.sample(sorted(path for path in held(preview) if path.endswith(".html")), 2)
        if chance.random() < 0.4:
            content, templates = dict(bench.content), dict(bench.templates)
            chance.choice(MISTAKES)(bench, chance)
            assert saved(bench, preview, wanted)[-1].failed
            bench.content, bench.templates = content, templates
        if chance.random() < 0.4:
            interrupted.left = chance.randint(1, 60)
            try:
                saved(bench, preview, wanted)
            except SupersededError:
                done.append("interrupted")
        interrupted.left = -1

        told = saved(bench, preview, wanted)

        assert told[-1].whole, done
        assert preview.overlay == ""
        bench.build()
        # A proof is of what was built, and a preview is not.
        assert held(preview) == {path: raw for path, raw in bench.site.items() if path != "proof.json"}, done


def test_the_pages_that_are_open_are_made_first_and_just_as_they_will_stay(bench: Bench) -> None:
    preview = a_preview(bench)
    saved(bench, preview)
    bench.content = edited(bench.content, FERRIES, "title: Ferries turn to", "title: Ferries sail on")

    first, whole = saved(bench, preview, ["trends/ferries.html"])

    assert first.changed == ("trends/ferries.html",)
    assert "trends/ferries.html" not in whole.changed
    assert "index.html" in whole.changed


def test_what_has_not_changed_is_not_changed(bench: Bench) -> None:
    preview = a_preview(bench)
    saved(bench, preview)

    assert [told.changed for told in saved(bench, preview, ["index.html"])] == [(), ()]


def test_a_preview_writes_nothing(bench: Bench) -> None:
    preview = a_preview(bench)
    saved(bench, preview)

    assert {path.name for path in bench.root.iterdir()} <= {"content", "templates"}


def test_a_fault_of_the_pages_lies_over_them_too(bench: Bench) -> None:
    preview = a_preview(bench)
    saved(bench, preview)
    base = '{% extends "layouts/base.html" %}'
    bench.templates["pages/terms.html"] = base + '{% block main %}<h1>T</h1><a href="no">x</a>{% endblock %}'

    told = saved(bench, preview)[-1]

    assert told.failed
    assert "terms.html" in preview.overlay


def test_some_pages_are_planned_as_they_are_among_all() -> None:
    viewer = Viewer(Lookup(a_briefing(), the_words()))
    pages = {page.url: page for page in plan(viewer, search_entries(viewer)) if page.url not in {SEARCH, INDEX}}

    again = Viewer(Lookup(a_briefing(), the_words()))

    assert {page.url: page for page in plan_some(again, [*pages, SEARCH, "/nowhere.html"])} == pages


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ({"trends/b"}, {"trends/a": "trends/b"}),
        ({"trends/b", "issues/c"}, {"trends/a": "trends/b"}),
        ({"issues/b"}, {}),
        ({"trends/b", "trends/c"}, {}),
        ({"trends/a"}, {}),
        (set(), {}),
    ],
    ids=lambda value: " ".join(sorted(value)) or "none",
)
def test_a_page_is_taken_for_moved_when_one_of_its_folder_goes_and_one_comes(
    after: set[str], found: dict[str, str]
) -> None:
    assert moved({"trends/a"}, after, {}) == found


def test_a_page_that_moves_twice_is_found_where_it_is_now_and_one_that_is_back_has_not_moved() -> None:
    once = moved({"a"}, {"b"}, {})

    assert moved({"b"}, {"c"}, once) == {"a": "c", "b": "c"}
    assert moved({"b"}, {"a"}, once) == {"b": "a"}


def test_findings_are_laid_over_as_text_and_nothing_else() -> None:
    one = Diagnostic("C001", "not <b>YAML</b>", "content/<a>.yaml", Position(1, 2), hint="mend '<'")

    shown = overlay([one], {"content/<a>.yaml": "a: <script>"})

    assert "<script>" not in shown
    assert "<b>YAML" not in shown
    assert "1 | a: &lt;script&gt;" in shown
    assert "&lt;a&gt;.yaml</b>:1:2" in shown


# What is watched


def seen(watch: Watcher) -> bool:
    """Tell whether something changes within a minute, and forget it and what still comes of it."""
    found = watch.wait(60)
    quiet(watch)
    return found


def quiet(watch: Watcher) -> None:
    """Wait until nothing more is told of what was done already."""
    watch.forget()
    while watch.wait(0.3):
        watch.forget()


def test_a_folder_that_comes_later_is_watched_from_then_on(tmp_path: Path) -> None:
    watch = Watcher((tmp_path / "content", tmp_path / "templates"))
    watch.start()
    try:
        quiet(watch)
        write(tmp_path / "content", {"a.yaml": "a"})
        assert seen(watch)
        write(tmp_path / "content", {"a.yaml": "b"})
        assert seen(watch)
        write(tmp_path / "content", {"a.yaml": "b", "deeper/down/b.yaml": "b"})
        assert seen(watch)
    finally:
        watch.stop()


def test_what_editors_leave_beside_a_file_is_no_change(tmp_path: Path) -> None:
    write(tmp_path / "content", {"a.yaml": "a"})
    watch = Watcher((tmp_path / "content",))
    watch.start()
    try:
        quiet(watch)
        write(tmp_path / "content", {"a.yaml": "a", ".a.yaml.swp": "a", "a.yaml~": "a", "#a.yaml#": "a"})
        assert not watch.wait(0.3)
    finally:
        watch.stop()
