"""What the written site is checked for: each rule with what it finds, where, and what it lets pass."""

from __future__ import annotations

import random
import re

import html5lib
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from digitrend.diagnostics import Position, Severity
from digitrend.model.briefing import Budgets
from digitrend.sitecheck.facts import Facts
from digitrend.sitecheck.proof import RULES, verify
from digitrend.sitecheck.site import NO_BUDGETS, facts
from tables import table

HERE = "trends/ai.html"  # the page that most tests change
BASE = "https://example.org/reports/"
HOME_FOLDER = "/" + "home"  # in two parts: the project's own files name no such place either
USERS = "\\".join(("C:", "Users"))


def a_page(title: str, body: str = "", head: str = "") -> bytes:
    """Return a sound page; `head` is its fifth line, `body` its seventh."""
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="description" content="About {title}"><meta name="viewport" content="width=device-width">
{head}
</head><body><h1 id="main">{title}</h1>
{body}
</body></html>
""".encode()


def a_site(body: str = "", head: str = "", **more: bytes) -> dict[str, bytes]:
    """Return a sound site of three pages, with something added to one of them."""
    frame = '<link rel="stylesheet" href="../assets/site.css">'
    figure = """
<p>It grew by <a href="../figures/growth.html" data-figure="growth" popovertarget="growth-1">18.2%</a>.</p>
<div id="growth-1" popover aria-labelledby="main"><a href="../index.html#main">Overview</a></div>
<table><caption>All</caption><tr><th scope="col">Year</th></tr><tr><td>2020</td></tr></table>
<svg role="img" aria-labelledby="name"><title id="name">Growth</title><use href="#bar"/><g id="bar"/></svg>
<img src="../assets/map.svg" alt="">"""
    site = {
        "index.html": a_page("Home", '<a href="trends/ai.html">AI</a> <a href="https://example.com/">Source</a>'),
        HERE: a_page("AI", body + figure, frame + head),
        "figures/growth.html": a_page("Growth", '<a href="../trends/ai.html?from=figure#name">AI</a>', frame),
        "assets/site.css": b'@font-face { src: url("serif.woff2") }\n/* url(gone.png) */',
        "assets/serif.woff2": b"wOF2\0\1",
        "assets/map.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><rect id="a" fill="red"/></svg>',
    }
    return site | {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}


def found(files: dict[str, bytes], base_url: str = "", budgets: Budgets = NO_BUDGETS) -> list[str]:
    """Return the findings of a site as "code path:line:column"."""
    known = {path: facts(path, content) for path, content in files.items()}
    return [f"{one.code} {one.path}:{one.at}" for one in verify(known, files, base_url, budgets)]


def messages(files: dict[str, bytes], base_url: str = "") -> list[tuple[str, str]]:
    known = {path: facts(path, content) for path, content in files.items()}
    return [(one.message, one.hint) for one in verify(known, files, base_url)]


def test_a_sound_site_has_no_findings() -> None:
    assert found(a_site()) == []
    assert found(a_site(), BASE) == []


FAULTY = {
    # V101: links
    '<a href="ia.html">x</a>': "V101 7:1",
    '<p>\n  <a href="../figures/none.html#a">x</a>': "V101 8:3",
    '<a href="../../up.html">x</a>': "V101 7:1",
    '<a href="./">x</a>': "V101 7:1",
    '<a href="../figures/">x</a>': "V101 7:1",
    '<a href="AI.html">x</a>': "V101 7:1",
    '<a href="a%20b.html">x</a>': "V101 7:1",
    '<img alt="" src="">': "V101 7:1",
    '<img alt="" src="ai.html" srcset="../assets/map.svg 1x, x.png 2x">': "V101 7:1",
    '<form action="search.html"></form>': "V101 7:1",
    '<video src="film.mp4" hidden></video>': "V101 7:1",
    '<script src="../assets/site.js"></script>': "V101 7:1",
    "<A HREF=ia.html>x</A>": "V101 7:1",
    # V102: fragments
    '<a href="#nothing">x</a>': "V102 7:1",
    '<a href="../index.html#nothing">x</a>': "V102 7:1",
    '<svg aria-hidden="true"><use href="../assets/map.svg#b"/></svg>': "V102 7:25",
    # V103: ids
    '<p id="a"></p>\n<p id="a"></p>': "V103 8:1",
    '<p id="main"></p>': "V103 7:1",
    # V104: headings
    "<h3>x</h3>": "V104 7:1",
    "<h2>x</h2><h4>x</h4>": "V104 7:11",
    "<h1>x</h1>": "V104 7:1",
    # V105: tables
    "<table><tr><td>x</table>": "V105 7:1",
    '<table role="presentation"><tr><td><table><tr><td>x</table></table>': "V105 7:36",
    # V106: names
    '<img src="../assets/map.svg">': "V106 7:1",
    "<svg><path/></svg>": "V106 7:1",
    "<svg><title> </title></svg>": "V106 7:1",
    '<svg aria-label=" "></svg>': "V106 7:1",
    '<p><svg><g aria-hidden="true"/></svg>': "V106 7:4",
    '<input type="image" src="../assets/map.svg">': "V106 7:1",
    # V107: other hosts, roots
    '<a href="/trends/ai.html">x</a>': "V107 7:1",
    '<a href="/gone.html">x</a>': "V107 7:1",
    '<script src="https://example.com/x.js"></script>': "V107 7:1",
    '<script src="//example.com/x.js"></script>': "V107 7:1",
    '<iframe src="https://example.com/"></iframe>': "V107 7:1",
    '<img alt="" loading="lazy" src="http://example.com/x.png">': "V107 7:1",
    # V108: inline
    "<style>p {}</style>": "V108 7:1",
    "<script>go()</script>": "V108 7:1",
    '<script type="module">go()</script>': "V108 7:1",
    '<script type="text/JavaScript">go()</script>': "V108 7:1",
    '<p style="color: red">x</p>': "V108 7:1",
    "<p style>x</p>": "V108 7:1",
    '<p class="a" onclick="go()">x</p>': "V108 7:1",
    '<a href=" java\nscript:go()">x</a>': "V108 7:1",
    # V109: references to ids
    '<p aria-describedby="main gone">x</p>': "V109 7:1",
    '<button popovertarget="gone">x</button>': "V109 7:1",
    '<label for="gone">x</label>': "V109 7:1",
    '<input list="gone">': "V109 7:1",
    '<p><svg aria-hidden="true"><path fill="url(#gone)"/></svg>': "V109 7:28",
    # V115: evidence
    '<b data-figure="gone">1</b>': "V115 7:1",
    '<b data-figure="growth gone">1</b>': "V115 7:1",
}


@table("body", FAULTY)
def test_what_is_wrong_on_a_page_is_found_at_its_place(body: str) -> None:
    code, place = FAULTY[body].split()

    assert found(a_site(body)) == [f"{code} {HERE}:{place}"]


SOUND = [
    '<a href="">x</a> <a href="#">x</a> <a href="#top">x</a> <a href="?page=2">x</a>',
    '<a href="ai.html#:~:text=grew">x</a> <a href=" ../index.html ">x</a> <a href="../%69ndex.html">x</a>',
    '<a href="mailto:a@example.org">x</a> <a href="https://[broken">x</a> <a href="tel:1">x</a>',
    '<p id="sch&ouml;n">x</p><a href="#sch%C3%B6n">x</a> <a href="#schön">x</a>',
    '<a href="../assets/serif.woff2#page=2">x</a>',
    '<!-- <p id="main"> <a href="gone.html"> --> <!--> <p id="after">x</p><a href="#after">x</a>',
    '<textarea><a href="gone.html"></textarea>',
    '<p title="a > b <x href=gone.html>">x</p>',
    "<h2>a</h2><h3>b</h3><h2>c</h2>",
    '<table><tr><th scope="row">x</th><td><table role="none"><tr><td>y</table></table>',
    '<span aria-hidden="true"><span></span><img src="../assets/map.svg"><svg></svg></span>',
    '<div hidden><svg><symbol id="s"></symbol></svg></div><svg role="presentation"></svg>',
    '<svg aria-label="x"><svg></svg></svg><svg aria-hidden="true"></svg>',
    "<svg><title>A <b>name</b></title></svg>",
    '<script type="application/ld+json">{"@id": "#x", "html": "<style>"}</script>',
    '<p data-style="x" data-on="x" class="on">style="x"</p>',
    '<img alt="" src="data:image/png;base64,AA=="><blockquote cite="https://example.com/">x</blockquote>',
    '<p id="a" aria-describedby="main a">x</p><label for="a">x</label>',
    '<svg aria-hidden="true"><clipPath id="c"/><path clip-path="url(#c)" fill="url(\'#c\')"/></svg>',
    "see /home, ~/tmp/, the file: it; https://example.org/home/x and localhost",
]


@table("body", SOUND)
def test_what_is_right_on_a_page_is_let_pass(body: str) -> None:
    assert found(a_site(body)) == []


def test_a_link_in_the_head_is_checked() -> None:
    assert found(a_site(head='<link rel="icon" href="../x.ico">')) == [f"V101 {HERE}:5:50"]
    assert found(a_site(head='<link rel="preconnect" href="https://example.com">')) == [f"V107 {HERE}:5:50"]
    assert found(a_site(head='<base href="../">')) == [f"V107 {HERE}:5:50"]
    assert found(a_site(head='<link rel="license" href="https://example.com/">')) == []


# --- V101 beyond pages


def test_stylesheets_and_modules_lead_to_files() -> None:
    sheet = b"@import 'more.css';\np { background: url( x.png ) url(#here) url(data:,x) }"
    script = b'import a from "./a.js"; import("./b.js"); import "../c.js"; from "d"'

    assert found(a_site(assets__site_css=sheet, x_js=script)) == [
        "V101 assets/site.css:1:1",
        "V101 assets/site.css:2:17",
        "V101 x.js:1:10",
        "V101 x.js:1:25",
        "V101 x.js:1:43",
    ]


def test_addresses_below_the_sites_own_lead_to_files() -> None:
    head = f"""<meta property="og:image" content="{BASE}card.png"><link rel="canonical" href="{BASE}trends/ai.html">"""

    assert found(a_site(head=head), BASE) == [f"V101 {HERE}:5:50"]
    assert found(a_site(head=head)) == []
    assert found(a_site(f'<a href="{BASE}">x</a> <a href="{BASE}trends/">x</a>'), BASE) == [f"V101 {HERE}:7:46"]


def test_a_canonical_address_is_the_sites_own() -> None:
    elsewhere = '<link rel="canonical" href="https://example.com/">'

    assert found(a_site(head=elsewhere), BASE) == [f"V101 {HERE}:5:50"]


def test_feed_and_sitemap_lead_to_files() -> None:
    places = [f"<url><loc>{address}</loc></url>" for address in (BASE, f"{BASE}gone.html", "https://example.com/")]
    feed = f'<feed xmlns="a"><link rel="self" href="{BASE}feed.xml"/>\n<link href="{BASE}?a&amp;b#gone"/></feed>'
    site = a_site(sitemap_xml="\n".join(places).encode(), feed_xml=feed.encode())

    assert found(site, BASE) == ["V102 feed.xml:2:1", "V101 sitemap.xml:2:6", "V101 sitemap.xml:3:6"]


def test_a_broken_link_offers_the_near_name() -> None:
    assert messages(a_site('<a href="ia.html#x">x</a>')) == [
        ("'ia.html#x' leads to 'trends/ia.html', which the site does not have", "did you mean 'trends/ai.html'?")
    ]
    assert messages(a_site('<a href="../figures/">x</a>')) == [
        (
            "'../figures/' leads to a folder, which only a server can show",
            "name the file, 'figures/index.html'",
        )
    ]


# --- whole pages


def test_the_second_of_two_ids_names_the_first() -> None:
    site = a_site('<p id="a"></p>\n<p id="a"></p>')
    (one,) = verify({path: facts(path, content) for path, content in site.items()}, site)

    assert (one.message, one.related) == ("the id 'a' is given twice", (("first given here", Position(7, 1)),))


def test_a_page_without_a_main_heading() -> None:
    site = a_site()
    site[HERE] = re.sub(rb"h1", b"p", site[HERE])

    assert found(site) == [f"V104 {HERE}:1:1"]


@table(
    ("gone", "place"),
    [
        (rb"<title>AI</title>", "1:1"),
        (rb"(?<=<title>)AI", "3:29"),
        (rb' lang="en"', "2:1"),
        (rb'<meta name="desc[^>]*>', "1:1"),
        (rb'<meta name="view[^>]*>', "1:1"),
        (rb"width=device-width", "4:45"),
    ],
)
def test_a_page_says_what_it_is(gone: bytes, place: str) -> None:
    site = a_site()
    site[HERE] = re.sub(gone, b"", site[HERE], count=1)

    assert found(site) == [f"V110 {HERE}:{place}"]


def test_two_pages_with_one_title_are_told_apart() -> None:
    site = a_site('<a href="b.html">x</a>', trends__b_html=a_page("Growth"))

    assert found(site) == ["V113 trends/b.html:3:29"]
    assert messages(site)[0][0] == "'figures/growth.html' has the same title, 'Growth'"


def test_a_page_that_nothing_links_to() -> None:
    itself = a_page("Alone", '<a href="alone.html">x</a>')

    assert found(a_site(alone_html=itself)) == ["V114 alone.html:1:1"]
    assert found(a_site('<a href="../alone.html">x</a>', alone_html=itself)) == []


def test_pages_that_need_no_link_or_nothing_but_one() -> None:
    stub = b"""<!doctype html><html lang="en"><title>AI</title><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="0; url=trends/%s.html">"""
    embed = a_page("Chart")
    site = a_site(old_html=stub % b"ai", charts__x__embed_html=embed, embed__y_html=a_page("Other"))

    assert found(site | {"404.html": a_page("Not found")}) == []
    assert found(a_site(old_html=stub % b"gone")) == ["V101 old.html:2:1"]


def test_titles_and_orphans_are_warnings_and_all_else_is_an_error() -> None:
    site = a_site('<p id="main">', alone_html=a_page("AI"))
    found = verify({path: facts(path, content) for path, content in site.items()}, site)

    assert {one.code: one.severity for one in found} == {
        "V103": Severity.ERROR,
        "V113": Severity.WARNING,
        "V114": Severity.WARNING,
    }


# --- 404.html, drawings, other files


def test_only_the_error_page_of_a_known_address_may_begin_links_at_the_root() -> None:
    body = '<a href="/reports/index.html">x</a>\n<a href="/reports/gone.html">x</a>\n<a href="/index.html">x</a>'
    page = a_page("Not found", body, f'<base href="/reports/"><link rel="icon" href="{BASE}assets/map.svg">')
    site = a_site() | {"404.html": page}

    assert found(site, BASE) == ["V101 404.html:8:1", "V101 404.html:9:1"]
    assert "V107 404.html:7:1" in found(site)
    assert "V107 404.html:5:1" in found(site)


def test_drawings_are_checked_as_files() -> None:
    drawing = b"""<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x" "https://example.com/x.dtd">
<svg id="a" xmlns="http://www.w3.org/2000/svg"><title id="a">x</title>
<style>p {}</style>
<path style="fill: red"/>
<image href="https://example.com/x.png"/>
<path clip-path="url(#gone)"/>
<script><![CDATA[<a href="gone.html">]]></script>
</svg>"""

    assert found(a_site(x_svg=drawing)) == [
        "V103 x.svg:2:48",
        "V108 x.svg:3:1",
        "V108 x.svg:4:1",
        "V107 x.svg:5:1",
        "V109 x.svg:6:1",
        "V108 x.svg:7:1",
    ]


@table(
    "leak",
    [
        f"{HOME_FOLDER}/me/x",
        "/" + "tmp/x.svg",
        "/" + "root/.cache",
        "/" + "Users/me",
        f"{USERS}\\me",
        f"{USERS}\\me".replace("\\", "\\\\"),
        "file:///x.html",
        "http://localhost:8000/",
        "https://127.0.0.1/x",
        "//localhost/x",
        "localhost:8000",
    ],
)
def test_traces_of_one_machine_are_found_in_any_text(leak: str) -> None:
    site = a_site(data__x_json=f'\ufeff{{"a":\r\n "{leak}"}}'.encode(), notes=f"\0{leak}".encode())

    assert found(a_site(f"<p>{leak}</p>")) == [f"V111 {HERE}:7:4"]
    assert found(site) == ["V111 data/x.json:2:3"]
    assert messages(site)[0][0] == f"'{leak}' exists on one machine only"


def test_an_address_of_this_machine_is_right_when_the_site_is_built_for_it() -> None:
    page = a_page("Home", "http://127.0.0.1:8080/a", '<link rel="canonical" href="http://127.0.0.1:8080/a/">')
    site = {"index.html": page, "a/index.html": a_page("A"), "b.html": a_page("B", "http://127.0.0.1:8081")}

    assert [each for each in found(site, "http://127.0.0.1:8080") if "V114" not in each] == ["V111 b.html:7:1"]


def test_hidden_files_are_found_save_those_that_hosts_ask_for() -> None:
    hidden = {".nojekyll": b"", ".well-known/security.txt": b"", ".DS_Store": b"\0", "trends/.ai.html.new": b""}

    assert found(a_site() | hidden) == ["V111 .DS_Store:1:1", "V111 trends/.ai.html.new:1:1"]


def test_a_page_weighs_what_is_fetched_with_it() -> None:
    noise = random.Random(1).randbytes
    site = a_site('<img alt="" loading="lazy" src="../big.png">', big_png=noise(9000), assets__serif_woff2=noise(5000))

    assert found(site, budgets=Budgets(page=5)) == ["V112 figures/growth.html:1:1", f"V112 {HERE}:1:1"]
    assert found(site, budgets=Budgets(page=7)) == []


def test_without_a_budget_a_heavy_page_is_a_warning_and_an_edition_for_print_is_none() -> None:
    noise = random.Random(1).randbytes
    heavy = a_site("", assets__serif_woff2=noise(85_000))
    heavy["whole.html"] = heavy[HERE]

    known = {path: facts(path, content) for path, content in heavy.items()}
    told = [one for one in verify(known, heavy) if one.code == "V112"]

    assert {one.severity for one in told} == {Severity.WARNING}
    assert {one.path for one in told} == {HERE, "figures/growth.html"}
    assert all("'site.budgets.page' in briefing.yaml" in one.hint for one in told)


def test_a_page_over_its_budget_names_the_largest_part() -> None:
    site = a_site(
        assets__serif_woff2=random.Random(1).randbytes(80_000), assets__site_css=b"p{background:url(serif.woff2)}"
    )
    site["figures/growth.html"] = a_page("Growth")

    assert messages(site) == [
        (
            "the page and what it loads weigh 80.6 kB, more than the 80.0 kB it may",
            "begin with the largest part, 'assets/serif.woff2' with 80.0 kB, "
            "or set 'site.budgets.page' in briefing.yaml",
        )
    ]


def test_files_and_the_site_have_budgets_of_their_own_if_they_are_given_any() -> None:
    site = a_site(data__all_csv=b"x" * 3000)
    known = {path: facts(path, content) for path, content in site.items()}
    total = sum(each.weight for each in known.values())

    assert found(site, budgets=Budgets(file=3, site=-(-total // 1000))) == []
    assert found(a_site(data__all_csv=b"x" * 3001), budgets=Budgets(file=3)) == ["V116 data/all.csv:1:1"]
    assert found(site, budgets=Budgets(site=total // 1000)) == ["V117 data/all.csv:1:1"]


# --- facts


def test_facts_come_back_from_json_as_they_were() -> None:
    for path, content in a_site('<p id="sch&ouml;n" style="x">/\u2028<img src=x>').items():
        known = facts(path, content)
        assert Facts.from_json(known.to_json()) == known


@table("broken", [b"", b"[]", b'{"x":1}', b'{"ids":[[1,2]]}', b'{"ids":7}', b'{"weight":[]}', b"\xff"])
def test_facts_that_are_none_are_refused(broken: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Facts.from_json(broken)


PIECES = [
    "<svg",
    "<table>",
    "<title>",
    "<script>",
    "</",
    "/>",
    ">",
    "<!--",
    "-->",
    '"',
    "'",
    "=",
    " id=a",
    "&#",
    "é",
    "\r",
]
PIECES += [
    " href=",
    "//[",
    "%",
    "..",
    "#",
    "?",
    " style",
    " aria-hidden=true",
    "<td",
    "url(",
    "<![CDATA[",
    "/",
    ":",
    "\n",
]


@given(
    st.sampled_from(["a.html", "a.css", "a.svg", "a.xml", "a.js", "a.txt", "a"]),
    st.binary() | st.lists(st.sampled_from(PIECES)).map(lambda pieces: "".join(pieces).encode()),
    st.sampled_from(["", BASE, "/", "x"]),
)
@example("a.html", b"<a href=//[>", "")
def test_no_content_is_too_broken_to_be_read(path: str, content: bytes, base_url: str) -> None:
    known = facts(path, content)

    assert Facts.from_json(known.to_json()) == known
    lines = re.split(r"\r\n|\r|\n", content.decode("utf-8-sig", errors="replace"))
    for one in verify({path: known}, [path], base_url):
        assert one.at.line <= len(lines)
        assert one.at.column <= len(lines[one.at.line - 1]) + 1


TAGS = [
    "<div",
    "<span",
    "</div>",
    "<!--",
    "-->",
    ' id="',
    " id=",
    '"',
    "'",
    ">",
    "x",
    "&amp;",
    " ",
    "=",
    "/",
    "<",
    "!",
    "\n",
]
TAGS += ["<style>", "</style>", "<textarea>", "</textarea", " class='", "é"]


@given(st.lists(st.sampled_from(TAGS), max_size=30).map("".join))
def test_ids_are_those_that_a_browser_would_find(markup: str) -> None:
    text = f"<!doctype html><title>x</title><body>{markup}"
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    assume("duplicate-attribute" not in {code for _, code, _ in parser.errors})  # a browser takes the first

    ids = {element.get("id") for element in tree.iter()} - {None}

    assert {one.text for one in facts("a.html", text.encode()).ids} == ids


@pytest.mark.parametrize(
    "piece", ["<a ", '<a "', "<a b='", "<script>", "<!--", "<svg>", "url(", "/*", "@import '", "<a href=x "]
)
@pytest.mark.parametrize("path", ["a.html", "a.css", "a.svg"])
def test_broken_markup_is_read_in_linear_time(path: str, piece: str) -> None:
    facts(path, piece.encode() * 40_000)  # quadratic, this would take minutes


def test_every_rule_explains_its_code() -> None:
    codes = [(rule.__doc__ or "")[:5] for rule in RULES]

    assert codes == [f"V{number}:" for number in range(101, 120)]


def test_an_attribute_holds_no_markup() -> None:
    for value in ("https://example.org/<span class=x>a</span>", "https://example.org/&lt;a href=x&gt;"):
        assert "V119 index.html" in " ".join(
            found(a_site() | {"index.html": a_page("Home", f'<a href="{value}">x</a>')})
        )
    for words in ("a &lt; b", "the &lt;canvas&gt; element", "&lt;/script&gt;"):
        page = a_page("Home", f'<a href="more.html" title="{words}">x</a>')
        assert [one for one in found(a_site() | {"index.html": page}) if "V119" in one] == []
