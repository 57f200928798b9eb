"""Pages to HTML: what prose becomes, what a template may see, and what is said when it asks for more."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import html5lib
import jinja2
import markdown
import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import a_briefing, the_pages, the_words
from digitrend.charts import Chart
from digitrend.diagnostics import Diagnostic
from digitrend.errors import RenderError
from digitrend.render.page import MARKED, SCHEMES, TAGS, html, marked_up, render
from digitrend.render.theme import Templates, Theme
from digitrend.site.contexts import Page
from digitrend.site.lookup import Lookup, Mention, ResolvedProse
from digitrend.site.urls import NOT_FOUND, relative
from digitrend.text.lexicon import right_to_left
from tables import table

PAGES = {page.url: page for page in the_pages()}
FERRIES = PAGES["/trends/ferries.html"]


def drawn(chart: Chart, width: str) -> str:
    return f"<svg data-chart='{chart.id}' class='{width}'></svg>"


def shown(template: str, page: Page = FERRIES, base: str = "", partials: Mapping[str, str] | None = None) -> str:
    """Render a page with a template of the test's own in the place of its own."""
    templates = Templates({page.template: template, **(partials or {})})
    return render(page, Theme(templates, the_words(), {"site.css": "assets/site-1.css"}, base), drawn)


def fault(template: str, partials: Mapping[str, str] | None = None) -> Diagnostic:
    """Return what is said of a template that cannot be rendered."""
    with pytest.raises(RenderError) as raised:
        shown(template, partials=partials)
    return raised.value.diagnostic


# Links


@table(
    ("url", "path", "link"),
    [
        ("/trends/ai.html", "index.html", "trends/ai.html"),
        ("/trends/ai.html", "trends/data.html", "ai.html"),
        ("/index.html", "trends/data.html", "../index.html"),
        ("/index.html#trends", "trends/data.html", "../index.html#trends"),
        ("/source.html#trend-1", "source.html", "#trend-1"),
        ("/source.html", "source.html", "source.html"),
        ("/assets/site.css", "a/b/c.html", "../../assets/site.css"),
    ],
)
def test_links_are_relative_and_name_files(url: str, path: str, link: str) -> None:
    assert relative(url, path) == link


def test_a_page_links_relative_to_where_it_stands() -> None:
    text = "{{ rel('/index.html') }} {{ asset('site.css') }}"

    assert shown(text) == "../index.html ../assets/site-1.css"
    assert shown(text, base="https://example.org/a/") == "../index.html ../assets/site-1.css"


def test_the_page_for_missing_addresses_links_absolutely_if_it_knows_where_it_is() -> None:
    text = "{{ rel('/index.html') }}"

    assert shown(text, PAGES[NOT_FOUND]) == "index.html"
    assert shown(text, PAGES[NOT_FOUND], "https://example.org/a/") == "https://example.org/a/"


# Prose


def line(text: str) -> str:
    return marked_up(text, block=False)


def test_a_language_that_is_written_from_right_to_left_says_so() -> None:
    assert [language for language in ("en", "zh-Hans", "es-419", "ar", "he", "fa-IR") if right_to_left(language)] == [
        "ar",
        "he",
        "fa-IR",
    ]


def test_plain_prose_needs_no_markdown() -> None:
    assert line("Passengers & freight grew.") == "Passengers &amp; freight grew."
    assert marked_up("One.\n\nTwo.", block=True) == "<p>One.</p>\n<p>Two.</p>"
    assert line("a *b* and **c**") == "a <em>b</em> and <strong>c</strong>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick='x'>b</b>",
        "<!-- hidden -->",
        "<style>p { color: red }</style>",
        "<a href='javascript:alert(1)'>x</a>",
        "<div>\n<script>alert(1)</script>\n</div>",
        "<svg onload=alert(1)>",
    ],
)
@table("block", [True, False])
def test_raw_html_is_text(text: str, block: bool) -> None:
    made = html5lib.parseFragment(marked_up(text, block=block), namespaceHTMLElements=False)

    assert {element.tag for element in made.iter() if isinstance(element.tag, str)} <= {"DOCUMENT_FRAGMENT", "p"}
    assert re.sub(r"\s", "", "".join(made.itertext())) == re.sub(r"\s", "", text)


@table(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "[x]\n\n[x]: javascript:alert(1)",
        "![x](https://example.org/x.png)",
        '[x](https://example.org/ "t" onclick=alert)',
    ],
)
def test_no_link_runs_a_script_and_nothing_is_loaded(text: str) -> None:
    made = html5lib.parseFragment(marked_up(text, block=True), namespaceHTMLElements=False)

    for element in made.iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag in TAGS
            assert set(element.attrib) <= {"href"}
            assert element.attrib.get("href", "https:").partition(":")[0] in SCHEMES


def test_a_safe_link_stays() -> None:
    assert line("see [there](https://example.org/a?b=1&c=2)") == (
        'see <a href="https://example.org/a?b=1&amp;c=2">there</a>'
    )


def by_the_library(text: str) -> str:
    """Return prose as the library has it, by way of another set-up than that under test."""
    made = markdown.markdown(text.replace("<", "&lt;"), output_format="html")
    return nh3.clean(made, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)


WORDS = st.sampled_from(
    [
        "Ferries",
        "grew",
        "by",
        "18.2%",
        "—",
        "“so”",
        "it’s",
        "(in",
        "2020)",
        "3.",
        "a/b",
        "5G",
        "#1",
        "=",
        "-",
        "+",
        "&",
        "1.",
        "10)",
        "数字",
        "e.g.",
        "http://x.org",
        "a:b",
        "@",
        "'q'",
        '"q"',
        "---",
        "é",
    ]
)
SPACES = st.sampled_from([" ", " ", " ", "\n", "\n\n", "  ", "\n ", " \n", "  \n", "\n\n\n", "\t", "\n    "])
TEXTS = st.lists(st.tuples(WORDS, SPACES), min_size=1, max_size=12).map(lambda pairs: "".join(a + b for a, b in pairs))


@given(TEXTS)
@example("Two lines\nof one paragraph.")
@example("a\n\n\n\nb")
@example("One.  \nTwo.")
def test_the_short_way_of_plain_prose_gives_what_markdown_gives(text: str) -> None:
    text = text.strip()

    if not MARKED.search(text):
        assert marked_up(text, block=True) == by_the_library(text)


def test_most_prose_takes_the_short_way() -> None:
    lookup = Lookup(a_briefing(), the_words())
    stretches = [
        piece
        for part in lookup.briefing.trends
        for passage in (*part.situation, *part.outlook)
        for piece in lookup.prose(passage.text).pieces
        if isinstance(piece, str)
    ]

    assert sum(MARKED.search(each) is None for each in stretches) > 0.9 * len(stretches)


def test_mentions_are_filled_in_after_markdown() -> None:
    prose = ResolvedProse(("*Of* ", Mention("a*b*c & d", "/x.html"), " and more"))

    made = html(prose, lambda mention: f"<a>{mention.text}</a>")

    assert made == "<em>Of</em> <a>a*b*c & d</a> and more"


def test_a_figure_in_prose_keeps_its_qualifier_and_opens_its_evidence() -> None:
    made = shown("{{ prose(page.context.passage_groups[1].passages[0].prose) }}")

    figure = re.search(r'<span class="fig" data-figure="crossings">(.*?)</span></span>', made)
    assert figure is not None
    assert figure[1].startswith("more than ")
    assert 'popovertarget="evidence-crossings"' in figure[1]
    assert re.sub(r"\[\d+\]|<[^>]*>", "", figure[1]) == "more than 40,000"


def test_an_entity_in_prose_is_a_link_to_its_entry() -> None:
    made = shown("{{ prose(page.context.passage_groups[1].passages[0].prose) }}")

    assert '<a class="term" href="../terms.html#ferry-board" data-term="ferry-board">Ferry Board</a>' in made


# Templates


def test_what_a_template_shows_is_escaped() -> None:
    assert shown("{{ '<b>' }} {{ t('site.skip') }}").startswith("&lt;b&gt;")


def test_a_name_that_is_not_there_is_a_finding_at_its_line() -> None:
    found = fault("<p>\n\n{{ page.tittle }}</p>")

    assert (found.code, found.path, found.at.line) == ("P005", "templates/pages/part.html", 3)
    assert "tittle" in found.message


def test_a_fault_in_a_partial_is_found_in_the_partial() -> None:
    found = fault("{% include 'partials/x.html' %}", {"partials/x.html": "\n{{ nothing }}"})

    assert (found.code, found.path, found.at.line) == ("P005", "templates/partials/x.html", 2)


@table("text", ["{{ t('no.such') }}", "{{ t('site.skip') ~ t('no.such') }}", "{{ t('section.measure', section='x') }}"])
def test_a_missing_word_or_value_of_it_is_a_finding(text: str) -> None:
    found = fault(f"<p>\n{text}")

    assert (found.code, found.path, found.at.line) == ("P005", "templates/pages/part.html", 2)
    assert "the words have no entry" in found.message
    assert "words.en.yaml" in found.hint


def test_a_missing_asset_is_a_finding_that_names_it() -> None:
    found = fault("{{ asset('gone.css') }}")

    assert (found.code, found.at.line) == ("P005", 1)
    assert "gone.css" in found.message


@table("text", ["{% set x = 1 / 0 %}", "{{ 'a' + 1 }}", "{{ page.title.nothing() }}", "{{ page.title() }}"])
def test_whatever_goes_wrong_in_a_template_is_a_finding(text: str) -> None:
    found = fault(f"\n{text}")

    assert (found.code, found.path, found.at.line) == ("P005", "templates/pages/part.html", 2)


def found_in(**texts: str) -> list[tuple[str, str, int]]:
    named = {name.replace("__", "/") + ".html": text for name, text in texts.items()}
    return [(each.code, each.path, each.at.line) for each in Templates(named, "t").faults()]


@table("text", ["{% include name %}", "{% extends 'a' ~ 'b' %}", "{% import x as y %}", "{% from x() import y %}"])
def test_a_template_named_by_an_expression_is_a_finding(text: str) -> None:
    assert found_in(pages__x="\n" + text) == [("P002", "t/pages/x.html", 2)]


def test_broken_and_missing_templates_are_findings() -> None:
    assert found_in(a="{% if %}") == [("P003", "t/a.html", 1)]
    assert found_in(a="\n\n{% include 'b.html' %}") == [("P004", "t/a.html", 3)]
    assert found_in(a="{% include 'b.html' %}", b="text") == []


def test_the_sources_of_a_template_are_all_that_it_draws_on() -> None:
    texts = {
        "a.html": "{% extends 'b.html' %}{% include 'c.html' %}",
        "b.html": "{% import 'd.html' as d %}",
        "c.html": "{% include 'c.html' %}",
        "d.html": "",
        "e.html": "",
    }

    assert list(Templates(texts).sources("a.html")) == ["a.html", "b.html", "c.html", "d.html"]


def test_a_template_sees_its_page_and_nothing_else() -> None:
    for name in ("open", "self.environment", "config", "request", "os", "theme", "products"):
        assert fault(f"{{{{ {name}.x }}}}").code == "P005"


# What is kept of templates


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which this user's compiled templates are kept."""
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "digitrend"


def test_kept_code_renders_the_same_and_finds_the_same_faults(own_folder: Path) -> None:
    texts = {"pages/part.html": "\n{{ page.title }} {% include 'x.html' %}", "x.html": "\n{{ page.tittle }}"}
    first = Templates(texts, program="program")
    first.faults()
    with pytest.raises(RenderError) as before:
        render(FERRIES, Theme(first, the_words(), {}), drawn)
    assert len(list(own_folder.iterdir())) == 2
    if os.name != "nt":
        assert own_folder.stat().st_mode & 0o777 == 0o700

    again = Templates(texts, program="program")
    with pytest.raises(RenderError) as after:
        render(FERRIES, Theme(again, the_words(), {}), drawn)

    assert before.value.diagnostic == after.value.diagnostic
    assert before.value.diagnostic.at.line == 2
    assert again.sources("pages/part.html") == first.sources("pages/part.html")


@pytest.mark.usefixtures("own_folder")
def test_kept_code_of_another_text_counts_for_nothing() -> None:
    old = Templates({"pages/part.html": "old"}, program="program")
    assert render(FERRIES, Theme(old, the_words(), {}), drawn) == "old"
    old.faults()

    new = Templates({"pages/part.html": "new {% include 'x.html' %}", "x.html": "too"}, program="program")

    assert render(FERRIES, Theme(new, the_words(), {}), drawn) == "new too"
    assert list(new.sources("pages/part.html")) == ["pages/part.html", "x.html"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("others", ["write", "link"])
def test_a_folder_that_others_may_open_is_not_used(own_folder: Path, others: str) -> None:
    elsewhere = own_folder.parent / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if others == "link":
        own_folder.symlink_to(elsewhere)
    else:
        own_folder.mkdir()
        own_folder.chmod(0o770)

    made = Templates({"pages/part.html": "new"}, program="program")

    assert render(FERRIES, Theme(made, the_words(), {}), drawn) == "new"
    assert [*own_folder.iterdir(), *elsewhere.iterdir()] == []


def test_code_that_is_old_is_removed(own_folder: Path) -> None:
    own_folder.mkdir(mode=0o700)
    for name in ("old.cache", "new.cache"):
        (own_folder / name).touch()
    os.utime(own_folder / "old.cache", (0, 0))

    Templates({"pages/part.html": "new"}, program="program")

    assert [path.name for path in own_folder.iterdir()] == ["new.cache"]


def test_the_environment_is_strict() -> None:
    environment = Templates({}).environment

    assert environment.autoescape is True
    assert environment.undefined is jinja2.StrictUndefined
