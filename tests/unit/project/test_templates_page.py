"""The page of the templates in `docs/` is made from them, and names each of them, each block and each name."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from builders import the_pages, the_words
from digitrend.render.page import render
from digitrend.render.theme import Theme
from paths import ROOT
from templates_page import BLOCKS, GIVEN, NAMES, TEMPLATES, blocks_of, templates_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digitrend.render.theme import Templates


def test_the_page_of_the_templates_is_current(expected: Callable[[Path, str], None]) -> None:
    expected(ROOT / "docs" / "templates.md", templates_page())


def test_it_names_every_template_and_every_block() -> None:
    base = (TEMPLATES / "layouts" / "base.html").read_text(encoding="utf-8")

    assert list(GIVEN) == sorted(path.stem for path in (TEMPLATES / "pages").glob("*.html"))
    assert list(BLOCKS) == blocks_of(base)


def test_every_page_has_the_context_that_it_tells() -> None:
    found = {page.template.removeprefix("pages/").removesuffix(".html"): type(page.context) for page in the_pages()}

    assert len(found) > 15
    assert {name: GIVEN[name] for name in found} == found


def test_it_names_all_that_a_template_is_given() -> None:
    given: dict[str, object] = {}

    def get_template(_: str) -> SimpleNamespace:
        return SimpleNamespace(render=lambda names: given.update(names) or "")

    templates = SimpleNamespace(environment=SimpleNamespace(get_template=get_template))
    render(the_pages()[0], Theme(cast("Templates", templates), the_words(), {}), lambda *_: "")

    assert sorted(name.partition("(")[0] for name in NAMES) == sorted(given)
