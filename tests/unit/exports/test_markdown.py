"""Pages as Markdown, and the list of them."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from builders import FERRIES, edited
from digitrend.exports.markdown import markdown
from tables import table

if TYPE_CHECKING:
    from site_bench import Bench


@table(
    ("page", "written"),
    [
        ("<h1>A title</h1><p>One <b>text</b>\n on two lines.</p>", "# A title\n\nOne text on two lines.\n"),
        ("<h2><a href='#x'>A part</a></h2>".replace("'", '"'), "## A part\n"),
        ('<p>See <a href="../a.html#b">this</a> or <a href="data.csv">that</a>.</p>',
         "See [this](../a.html.md#b) or [that](data.csv).\n"),
        ('<p>See <a href="https://example.org/a.html">there</a>.</p>', "See [there](https://example.org/a.html).\n"),
        ("<ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul>", "- One\n- Two\n  - Three\n"),
        ("<dl><dt>Unit</dt><dd>per cent</dd></dl>", "- Unit\n  - per cent\n"),
        ("<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>",
         "| A | B |\n| --- | --- |\n| 1 |  |\n"),
        ("<p>2 * 3 &lt; 7 [sic] a_b | c</p>", "2 \\* 3 \\< 7 \\[sic\\] a\\_b \\| c\n"),
        ('<p>Up <button class="figure n">9%</button><svg><path d="M0 0"/></svg> again</p>', "Up 9% again\n"),
        ("<nav><p>Menu</p></nav><p>Text</p><form><p>Box</p></form>", "Text\n"),
        ("<header>no</header><main><p>Text</p></main><footer>no</footer>", "Text\n"),
    ],
)  # fmt: skip
def test_a_page_is_written_as_markdown(page: str, written: str) -> None:
    assert markdown(page) == written


def test_every_page_has_a_twin_whose_links_lead_to_files_and_a_list_names_them(bench: Bench) -> None:
    bench.markdown = True
    bench.build()
    site = bench.site
    twins = {path for path in site if path.endswith(".md")}
    listed = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): \S", bench.text("llms.txt"), re.MULTILINE)

    without = {"404.html", "search.html"}
    pages = {path for path in site if path.endswith(".html") and "embed/" not in path} - without
    assert {path.removesuffix(".md") for path in twins} == pages
    assert sorted(listed) == sorted(twins)
    for path in twins:
        for link in re.findall(r"(?<!\\)\]\(([^)#\s]+)[^)]*\)", site[path].decode()):
            if ":" not in link:
                assert posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) in site, (path, link)
    assert "12.5%" in bench.text("trends/ferries.html.md")


def test_an_edit_changes_the_twins_of_its_pages_and_without_the_option_they_go(bench: Bench) -> None:
    bench.markdown = True
    bench.build()
    report = bench.build(edited(bench.content, FERRIES, "if the quays are dredged.", "if the quays are cleared."))

    changed = {path for path in report.written if path.endswith(".md")}
    assert "trends/ferries.html.md" in changed
    assert "issues/silt.html.md" not in changed
    bench.markdown = False
    assert {"llms.txt", "index.html.md"} <= set(bench.build().removed)
