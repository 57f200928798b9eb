"""Citations, read back by the programs' own parsers: the same work in each format, and no character lost or loose."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from builders import a_briefing, the_words
from digitrend.exports.files import bibtex, citation_files, csl_json, ris
from digitrend.site.lookup import Lookup
from digitrend.site.source_page import Citation, apa, citations, gbt
from site_bench import Bench
from tables import table

BASE = "https://example.org/reports/"
# What CSL-JSON may hold, of what is used here (Citation Style Language 1.0.2, csl-data.json).
TEXT = {"type": "string", "minLength": 1}
NAMES = {"type": "object", "properties": {"literal": TEXT}, "required": ["literal"], "additionalProperties": False}
PARTS = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}
DATE = {"date-parts": {"type": "array", "items": PARTS, "minItems": 1, "maxItems": 2}}
CSL = {
    "type": "array",
    "minItems": 1,
    "maxItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "id": TEXT,
            "type": {"enum": ["article", "report", "figure", "dataset"]},
            "author": {"type": "array", "items": NAMES, "minItems": 1},
            "issued": {"type": "object", "properties": DATE, "required": ["date-parts"], "additionalProperties": False},
            **dict.fromkeys(
                ("title", "container-title", "publisher", "edition", "section", "source", "language", "URL", "note"),
                TEXT,
            ),
        },
    },
}


@cache
def every(base: str = BASE) -> dict[str, Citation]:
    return {each.id: each for each in citations(Lookup(a_briefing(), the_words()), base)}


def read_bib(content: bytes) -> dict[str, str]:
    """Return the fields of the one entry, as a reader of the bibliography sees them."""
    library = parse_string(content.decode(), append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {"key": entry.key, **{name: str(value).strip("{}") for name, value in entry.items() if name != "ID"}}


def read_ris(content: bytes) -> dict[str, Any]:
    (entry,) = rispy.loads(content.decode())
    return dict(entry)


def read_csl(content: bytes) -> dict[str, Any]:
    (item,) = json.loads(content)
    return dict(item)


HOSTILE = every()["crossings"]._replace(
    author="Müller & Söhne {GmbH}",
    title="50% of #1_a {b} \\ $x$ ~y ^z “<&>” 中国",
    within="A & B",
)


def test_there_is_one_for_the_source_the_briefing_each_chart_and_each_figure() -> None:
    briefing = a_briefing()

    assert list(every()) == ["source", "briefing", *(spec.id for _, spec in briefing.charts), *briefing.figures]
    assert len({each.key for each in every().values()}) == len(every())


@table("name", every())
def test_the_three_formats_say_the_same(name: str) -> None:
    cited = every()[name]
    bib, tagged, item = read_bib(bibtex(cited)), read_ris(ris(cited)), read_csl(csl_json(cited))

    assert (bib["key"], tagged["id"], item["id"]) == (cited.key,) * 3
    assert (bib["title"], tagged["title"], item["title"]) == (cited.title,) * 3
    assert (bib["author"], tagged["authors"], item["author"]) == (
        cited.author,
        [cited.author],
        [{"literal": cited.author}],
    )
    assert (bib.get("url", ""), "".join(tagged.get("urls", [])), item.get("URL", "")) == (cited.url,) * 3
    within = "" if cited.seen else cited.within
    assert (bib.get("booktitle", ""), tagged.get("secondary_title", ""), item.get("container-title", "")) == (
        within,
    ) * 3
    assert (bib.get("year", ""), tagged.get("year", "")) == (cited.date[:4],) * 2
    assert "-".join(f"{part:02}" for part in item.get("issued", {"date-parts": [[]]})["date-parts"][0]) == cited.date


@table("name", every())
def test_csl_json_is_of_its_schema(name: str) -> None:
    jsonschema.validate(json.loads(csl_json(every()[name])), CSL, cls=jsonschema.Draft7Validator)


def test_a_figure_is_cited_as_the_source_at_its_paragraph_and_says_where_it_was_seen() -> None:
    cited, briefing = every()["crossings"], a_briefing()
    source, overview = briefing.source, briefing.overview

    assert (cited.author, cited.title, cited.date) == (source.author, source.title, source.date)
    for text in (apa(cited, the_words()), gbt(cited), cited.note):
        assert cited.place in text
        assert cited.publisher in text
        assert overview.title in text
    assert "more than 40,000" in cited.note
    tagged, item = read_ris(ris(cited)), read_csl(csl_json(cited))
    assert (item["section"], tagged["name_of_database"]) == (cited.place, overview.title)


def test_a_figure_that_is_computed_here_is_the_briefings_own() -> None:
    (name,) = (name for name, (_, each) in a_briefing().figures.items() if name == "battery-share")
    cited = every()[name]

    assert (cited.author, cited.within, cited.place) == (cited.publisher, a_briefing().overview.title, "")


# Works as the rules want them: APA's manual (7th edition), 8.6, 9.1 to 9.37 and 10; GB/T 7714-2015, 4.2, 4.6, 8.
ONLINE = Citation(
    "x", "x", "source", "Elm Valley Ferry Board", "Ferries of the valley", "2020-03-15", "en",
    url="https://example.org/ferries", read="2021-04-05",
)  # fmt: skip
CHART = Citation(
    "x", "x", "chart", "The editors", "Crossings rose", "2026-11-23", "en",
    within="The valley in 2025", publisher="The editors", edition="First edition",
)  # fmt: skip
SEEN = ONLINE._replace(
    kind="figure", url="https://b.example/f", within="The valley in 2025", publisher="The editors",
    edition="First edition", seen="2026-11-23", place="Trend 1, paragraph 2",
)  # fmt: skip
REFERENCES = {
    "a whole date": (
        ONLINE,
        "Elm Valley Ferry Board. (2020, March 15). Ferries of the valley. https://example.org/ferries",
        "Elm Valley Ferry Board. Ferries of the valley[EB/OL]. (2020-03-15)[2021-04-05]. https://example.org/ferries",
    ),
    "a month": (
        ONLINE._replace(date="2020-03"),
        "Elm Valley Ferry Board. (2020, March). Ferries of the valley. https://example.org/ferries",
        "Elm Valley Ferry Board. Ferries of the valley[EB/OL]. (2020-03)[2021-04-05]. https://example.org/ferries",
    ),
    "no date": (
        ONLINE._replace(date=""),
        "Elm Valley Ferry Board. (n.d.). Ferries of the valley. https://example.org/ferries",
        "Elm Valley Ferry Board. Ferries of the valley[EB/OL]. [2021-04-05]. https://example.org/ferries",
    ),
    "a publisher that is the author": (
        ONLINE._replace(publisher="Elm Valley Ferry Board"),
        "Elm Valley Ferry Board. (2020, March 15). Ferries of the valley. https://example.org/ferries",
        "Elm Valley Ferry Board. Ferries of the valley[EB/OL]. (2020-03-15)[2021-04-05]. https://example.org/ferries",
    ),
    "a publisher, no address": (
        ONLINE._replace(publisher="Quay Press", url="", read=""),
        "Elm Valley Ferry Board. (2020, March 15). Ferries of the valley. Quay Press.",
        "Elm Valley Ferry Board. Ferries of the valley[Z]. Quay Press, 2020.",
    ),
    "a title that ends in a question mark": (
        ONLINE._replace(title="What will become of ferries?", url="", date=""),
        "Elm Valley Ferry Board. (n.d.). What will become of ferries?",
        "Elm Valley Ferry Board. What will become of ferries?[Z].",
    ),
    "a chart of the briefing": (
        CHART,
        "The editors. (2026, November 23). Crossings rose [Chart]. In The valley in 2025 (First edition).",
        "The editors. Crossings rose[DS/OL]//The editors. The valley in 2025: First edition. (2026-11-23)[2026-11-23].",
    ),
    "a figure seen in the briefing": (
        SEEN,
        "Elm Valley Ferry Board. (2020, March 15). Ferries of the valley (Trend 1, paragraph 2). "
        "As cited in The editors (2026), The valley in 2025 (First edition). https://b.example/f",
        "Elm Valley Ferry Board. Ferries of the valley: Trend 1, paragraph 2[EB/OL]//The editors. "
        "The valley in 2025: First edition. (2026-11-23)[2026-11-23]. https://b.example/f",
    ),
}


@table("case", REFERENCES)
def test_a_reference_is_as_its_style_has_it(case: str) -> None:
    cited, american, chinese = REFERENCES[case]

    assert (apa(cited, the_words()), gbt(cited)) == (american, chinese)


def test_the_source_is_cited_as_itself() -> None:
    cited, source = every()["source"], a_briefing().source

    assert (cited.author, cited.title, cited.key) == (source.author, source.title, source.id)
    assert (cited.publisher, cited.url, cited.within) == ("", "", "")


def test_what_the_briefing_made_says_after_whom() -> None:
    author = a_briefing().source.author

    assert [each.id for each in every().values() if author not in each.note + each.author] == []


def test_without_an_address_none_is_given() -> None:
    assert {each.url for each in every("").values()} == {""}
    assert every()["crossings"].url == f"{BASE}figures/crossings.html"


def test_bibtex_escapes_what_means_something_to_tex() -> None:
    text = bibtex(HOSTILE).decode()

    assert r"title = {{50\% of \#1\_a {\textbraceleft}b{\textbraceright} {\textbackslash} \$x\$" in text
    assert r"author = {{Müller \& Söhne {\textbraceleft}GmbH{\textbraceright}}}" in text
    assert text.count("{") == text.count("}")


def test_what_is_hostile_is_read_back_as_it_was() -> None:
    assert read_ris(ris(HOSTILE))["title"] == HOSTILE.title
    assert read_csl(csl_json(HOSTILE))["title"] == HOSTILE.title
    bib = parse_string(bibtex(HOSTILE).decode())
    assert (bib.failed_blocks, len(bib.entries)) == ([], 1)


@given(
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).map(lambda text: " ".join(text.split()))
)
def test_no_title_breaks_a_format(title: str) -> None:
    cited = HOSTILE._replace(title=title or "x", note="")

    bib = parse_string(bibtex(cited).decode())
    assert (bib.failed_blocks, [entry.key for entry in bib.entries]) == ([], [cited.key])
    assert read_ris(ris(cited))["title"] == cited.title
    assert read_csl(csl_json(cited))["title"] == cited.title


def test_ris_begins_with_its_type_and_ends_with_its_end() -> None:
    lines = ris(HOSTILE).decode().split("\r\n")

    assert (lines[0], lines[-2:]) == ("TY  - GEN", ["ER  - ", ""])
    assert [line for line in lines[:-1] if line[2:6] != "  - "] == []


@table(("date", "told"), [("2025-03-01", "2025/03/01/"), ("2025-03", "2025/03//"), ("2025", "2025///")])
def test_ris_tells_a_date_as_finely_as_it_is_known(date: str, told: str) -> None:
    assert read_ris(ris(HOSTILE._replace(date=date)))["date"] == told


def test_what_has_no_date_is_given_none() -> None:
    undated = HOSTILE._replace(date="")

    assert "year" not in read_bib(bibtex(undated)) | read_ris(ris(undated))
    assert "issued" not in read_csl(csl_json(undated))


def test_the_files_are_the_same_every_time() -> None:
    lookup = Lookup(a_briefing(), the_words())

    assert dict(citation_files(lookup, BASE)) == dict(citation_files(Lookup(a_briefing(), the_words()), BASE))
    assert len(dict(citation_files(lookup, BASE))) == 3 * len(every())


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("figures/crossings.html", ["crossings"]),
        ("charts/fleet.html", ["fleet"]),
        ("source.html", ["source", "briefing"]),
    ],
)
def test_a_page_leads_to_the_files_of_its_citation(built: Bench, page: str, names: list[str]) -> None:
    assert "<dt>APA</dt>" in built.text(page)
    assert "<dt>GB/T 7714</dt>" in built.text(page)
    for name in names:
        for suffix in ("bib", "ris", "json"):
            assert f'cite/{name}.{suffix}"' in built.text(page)
            assert (built.root / f"site/cite/{name}.{suffix}").is_file()


def test_pages_tell_reference_managers_what_they_cite(built: Bench) -> None:
    source, overview = a_briefing().source, a_briefing().overview
    figure, computed = built.text("figures/crossings.html"), built.text("figures/battery-share.html")

    assert f'<meta name="citation_title" content="{source.title}">' in figure
    assert f'<meta name="citation_author" content="{source.author}">' in figure
    for text in (computed, built.text("index.html")):
        assert f'<meta name="citation_author" content="{overview.publisher}">' in text
