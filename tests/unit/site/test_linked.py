"""Pages as linked data and as previews: the terms of schema.org, figures hedged as they are, addresses that lead."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from builders import BRIEFING, FERRIES, a_briefing, edited, the_pages, the_words
from digitrend.draw.output import card_png
from digitrend.exports.files import data, pictured, png_size
from digitrend.exports.jsonld import embedded, linked, one_date
from digitrend.site import urls
from digitrend.site.contexts import OutlookContext
from digitrend.site.lookup import Lookup
from site_bench import Bench
from tables import table

if TYPE_CHECKING:
    from digitrend.site.contexts import Page

BASE = "https://example.org/reports/2025/"
Node = dict[str, Any]

# The terms in use, with what each may have (schema.org): its own and what it inherits.
THING = {
    "name",
    "description",
    "disambiguatingDescription",
    "alternateName",
    "url",
    "image",
    "mainEntityOfPage",
    "subjectOf",
    "identifier",
}
WORK = THING | {
    "abstract",
    "alternativeHeadline",
    "author",
    "about",
    "creditText",
    "datePublished",
    "encodingFormat",
    "hasPart",
    "inLanguage",
    "isBasedOn",
    "isPartOf",
    "license",
    "mentions",
    "position",
    "publisher",
    "version",
}
MEASURED = {"measuredProperty", "measurementDenominator", "measurementMethod", "measurementQualifier"}
QUANTITY = {"value", "minValue", "maxValue", "unitText", "unitCode", "valueReference", "additionalProperty"}
SCHEMA: dict[str, set[str]] = {
    **dict.fromkeys(("Class", "Enumeration", "Organization", "Person", "Place", "Property"), THING),
    **dict.fromkeys(("AboutPage", "Article", "CollectionPage", "Report", "WebPage"), WORK),
    "BreadcrumbList": THING | {"itemListElement"},
    "Claim": WORK | {"appearance", "text"},
    "DataDownload": WORK | {"contentUrl"},
    "Dataset": WORK | {"distribution", "variableMeasured", "measurementTechnique"},
    "DefinedTerm": THING | {"termCode", "inDefinedTermSet"},
    "DefinedTermSet": WORK | {"hasDefinedTerm"},
    "ImageObject": WORK | {"contentUrl", "caption"},
    "ListItem": THING | {"position", "item"},
    "Observation": THING | QUANTITY | MEASURED | {"measurementTechnique", "observationAbout", "observationDate"}
    | {"variableMeasured"},
    "PropertyValue": THING | QUANTITY | {"propertyID"},
    "StatisticalVariable": THING | MEASURED | {"measurementTechnique", "populationType", "statType"},
}  # fmt: skip
LINKS = ("@id", "url", "item", "contentUrl", "image", "mainEntityOfPage")


@cache
def pages() -> dict[str, Page]:
    return {page.path: page for page in the_pages()}


def graph(path: str, base: str = "") -> list[Node]:
    told = linked(pages()[path], base)
    return json.loads(told)["@graph"] if told else []


def of_type(kind: str, path: str, base: str = "") -> Node:
    """Return the one node of that type at the top of a page's graph."""
    (found,) = (node for node in graph(path, base) if node["@type"] == kind)
    return found


def nodes(value: object) -> Iterator[Node]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def every_node() -> list[tuple[str, Node]]:
    return [(path, node) for path in pages() for node in nodes(graph(path))]


@cache
def rows() -> dict[str, dict[str, str]]:
    """Return `figures.csv` by id."""
    text = data(Lookup(a_briefing(), the_words()), "")["data/figures.csv"].decode("utf-8-sig")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def observation(name: str) -> Node:
    return of_type("Observation", f"figures/{name}.html")


# ---- Terms


def test_every_node_says_only_what_its_type_may_have() -> None:
    assert every_node()
    assert [
        (path, node["@type"], sorted(extra))
        for path, node in every_node()
        if "@type" in node and (extra := {key for key in node if not key.startswith("@")} - SCHEMA[node["@type"]])
    ] == []


def test_nothing_is_told_that_is_empty() -> None:
    assert [
        (path, node) for path, node in every_node() if any(value in ("", None, [], {}) for value in node.values())
    ] == []


@table(
    ("path", "kinds"),
    [
        ("index.html", ["Report"]),
        ("trends/ferries.html", ["Report", "BreadcrumbList"]),
        ("issues/silt.html", ["Report", "BreadcrumbList"]),
        ("figures/index.html", ["Dataset", "BreadcrumbList"]),
        ("figures/crossings.html", ["Observation", "StatisticalVariable", "BreadcrumbList"]),
        ("charts/index.html", ["CollectionPage", "BreadcrumbList"]),
        ("charts/fleet.html", ["Dataset", "BreadcrumbList"]),
        ("terms.html", ["DefinedTermSet", "BreadcrumbList"]),
        ("source.html", ["AboutPage", "Dataset", "BreadcrumbList"]),
        ("timeline.html", ["WebPage", "BreadcrumbList"]),
        ("whole.html", ["BreadcrumbList"]),
        ("404.html", []),
    ],
)
def test_a_page_tells_what_it_is(path: str, kinds: list[str]) -> None:
    assert [node["@type"] for node in graph(path)] == kinds


def test_the_outlook_tells_its_claims_and_where_they_appear() -> None:
    (page,) = (node for node in graph("outlook.html") if node["@type"] == "CollectionPage")

    assert [node["@type"] for node in page["hasPart"]] == ["Claim"] * len(the_forecasts())
    assert all(node["text"] and node["appearance"]["@id"] == "source.html#article" for node in page["hasPart"])


def the_forecasts() -> tuple[str, ...]:
    context = pages()["outlook.html"].context
    assert isinstance(context, OutlookContext)
    return tuple(each.id for each in context.claims)


def test_the_trail_ends_at_the_page() -> None:
    way = of_type("BreadcrumbList", "figures/crossings.html")["itemListElement"]

    assert [(step["position"], step["name"], step["item"]) for step in way] == [
        (1, "Overview", "../index.html"),
        (2, "Figures", "index.html"),
        (3, "Ferry crossings", "crossings.html"),
    ]


def test_the_briefing_names_its_parts_its_source_and_its_terms() -> None:
    report = of_type("Report", "index.html")

    assert report["hasPart"][0]["name"] == "Ferries turn to batteries"
    assert report["isBasedOn"]["author"]["@type"] == "Organization"
    assert (report["datePublished"], report["version"]) == ("2025-03-01", "Test edition")
    assert report["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"


# ---- Figures


def test_every_number_is_that_of_the_csv() -> None:
    told = {name: observation(name) for name in rows()}

    assert {name: f"{node.get('value', node.get('minValue')):.15g}" for name, node in told.items()} == {
        name: row["value"] for name, row in rows().items()
    }


def test_a_lower_bound_is_a_least_value_and_no_value() -> None:
    lower = {name for name in rows() if "value" not in observation(name)}

    assert lower == {name for name, row in rows().items() if row["qualifier"] == "more than"} == {"crossings"}
    assert observation("crossings")["minValue"] == 40000
    assert not {name for name in rows() if {"value", "minValue"} <= observation(name).keys()}


@table("name", ["crossings", "fleet-plan"])
def test_a_qualifier_goes_with_its_figure(name: str) -> None:
    qualifier = rows()[name]["qualifier"]
    variable = of_type("StatisticalVariable", f"figures/{name}.html")

    assert observation(name)["measurementQualifier"] == {"@type": "Enumeration", "name": qualifier}
    assert variable["measurementQualifier"]["name"] == qualifier
    assert qualifier.split()[-1] in observation(name)["name"]


def test_an_exact_figure_has_no_qualifier() -> None:
    assert "measurementQualifier" not in observation("passenger-growth")
    assert observation("passenger-growth")["unitCode"] == "P1"


def test_doubts_go_wherever_the_figure_is_told_of() -> None:
    doubted = {name: row["doubts"].replace(" | ", " ") for name, row in rows().items() if row["doubts"]}
    told = {node["@id"]: node for node in of_type("Dataset", "figures/index.html")["variableMeasured"]}

    assert doubted
    for name, doubts in doubted.items():
        assert observation(name)["disambiguatingDescription"].startswith(doubts)
        assert told[f"{name}.html#variable"]["disambiguatingDescription"].startswith(doubts)


def test_a_plan_is_told_as_one() -> None:
    told = {each["name"]: each["value"] for each in observation("fleet-plan")["additionalProperty"]}

    assert (told["status"], told["period_basis"]) == (
        rows()["fleet-plan"]["status"],
        rows()["fleet-plan"]["period_basis"],
    )
    assert told["status"] == "planned"


def test_what_is_computed_here_names_its_formula_and_its_inputs() -> None:
    share = observation("battery-share")

    assert share["measurementTechnique"] == "the first in per cent of the second"
    assert [each["@id"] for each in share["valueReference"]] == [
        f"{name}.html#observation" for name in rows()["battery-share"]["inputs"].split()
    ]
    assert {"@type": "PropertyValue", "name": "derived", "value": "true"} in share["additionalProperty"]


def test_a_period_of_several_months_is_no_date() -> None:
    growth = observation("passenger-growth")

    assert "observationDate" not in growth
    assert {"@type": "PropertyValue", "name": "period", "value": "2024-01/2024-06"} in growth["additionalProperty"]


@table(
    ("interval", "date"),
    [
        ("2024-01/2024-12", "2024"),
        ("2024-01-01/2024-12-31", "2024"),
        ("2024/2024", "2024"),
        ("2024-03/2024-03", "2024-03"),
        ("2024-01/2024-06", ""),
        ("2023/2024", ""),
        ("2023-01/2024-12", ""),
        ("", ""),
    ],
)
def test_a_period_is_a_date_if_it_is_one_year_or_month(interval: str, date: str) -> None:
    assert one_date(interval) == date


# ---- Addresses


def targets(base: str) -> Iterator[tuple[str, str]]:
    for path in pages():
        for node in nodes(graph(path, base)):
            yield from ((path, value) for key in LINKS if isinstance(value := node.get(key), str))


def test_without_an_address_of_the_site_all_ids_are_relative_and_lead_to_its_files(built: Bench) -> None:
    found = list(targets(""))

    assert found
    assert [url for _, url in found if re.match(r"[a-z]+:|/", url)] == []
    files = {
        posixpath.normpath(posixpath.join(posixpath.dirname(path), url.partition("#")[0]))
        for path, url in found
        if url[0] != "#"
    }
    assert files - built.site.keys() == set()


def test_with_an_address_of_the_site_all_ids_are_absolute() -> None:
    found = {url for _, url in targets(BASE)}

    assert {url for url in found if not url.startswith(BASE)} == set()
    assert {url for url in found if re.search(r"(?:^|/)index\.html", url)} == set()
    assert f"{BASE}#briefing" in found


def test_what_one_page_refers_to_another_is() -> None:
    told = {node["@id"] for path in pages() for node in graph(path, BASE) if "@id" in node}
    referred = {
        node["@id"] for _, node in every_node_of(BASE) if node.get("@type") in {"Report", "Dataset", "Observation"}
    }

    assert referred - told == set()


def every_node_of(base: str) -> list[tuple[str, Node]]:
    return [(path, node) for path in pages() for node in nodes(graph(path, base))]


def test_a_name_that_ends_like_a_folders_file_keeps_its_name() -> None:
    assert urls.absolute("/figures/price-index.html", BASE) == f"{BASE}figures/price-index.html"
    assert urls.absolute("/figures/index.html#x", BASE) == f"{BASE}figures/#x"
    assert urls.absolute("/index.html", BASE) == BASE


# ---- In the page


def script_of(text: str) -> str:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return str(found)


def test_no_text_can_end_the_script_that_it_stands_in() -> None:
    hostile = "Ferries </script><script>alert()</script> & “<!--” 'so' \"named\""

    text = embedded({"name": hostile})

    assert re.findall("[<>&]", text) == []
    assert json.loads(text)["name"] == hostile


def test_line_ends_that_only_scripts_know_are_written_as_numbers() -> None:
    assert embedded({"name": "a\u2028b\u2029c"}) == r'{"name":"a\u2028b\u2029c"}'


def test_equal_pages_give_equal_text() -> None:
    again = {page.path: linked(page, BASE) for page in the_pages()}

    assert again == {path: linked(page, BASE) for path, page in pages().items()}


def test_a_page_of_everything_stays_small() -> None:
    assert len(linked(pages()["whole.html"], BASE)) < 500


# ---- Previews of links


def told_of(text: str) -> dict[str, str]:
    """Return what a page's `meta` elements say, by name or property."""
    return {m[1]: m[2] for m in re.finditer(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', text)}


def test_without_an_address_a_preview_has_words_only(built: Bench) -> None:
    told = told_of(built.text("trends/ferries.html"))

    assert told["og:title"] == "Ferries turn to batteries"
    assert (told["og:type"], told["og:locale"], told["twitter:card"]) == ("article", "en", "summary")
    assert told["og:description"] == told["description"] != ""
    assert not {name for name in told if name.startswith(("og:image", "og:url"))}
    assert "cards/briefing.png" not in built.site
    assert 'rel="canonical"' not in built.text("trends/ferries.html")


@pytest.fixture(scope="module")
def addressed(one_core: None, tmp_path_factory: pytest.TempPathFactory) -> Bench:  # noqa: ARG001 - in force meanwhile
    """The small briefing, built for an address."""
    bench = Bench(tmp_path_factory.mktemp("addressed") / "project", base=BASE)
    bench.build()
    return bench


@pytest.mark.parametrize(
    ("path", "picture"),
    [
        ("index.html", "cards/briefing.png"),
        ("charts/fleet.html", "charts/fleet.png"),
        ("trends/ferries.html", "charts/ferry-growth.png"),
        ("issues/silt.html", "cards/issue-1.png"),
        ("terms.html", "cards/briefing.png"),
        ("whole.html", "cards/briefing.png"),
    ],
)
def test_with_an_address_a_preview_has_a_picture_of_the_size_told(addressed: Bench, path: str, picture: str) -> None:
    told = told_of(addressed.text(path))
    assert told["og:image"] == BASE + picture
    assert (int(told["og:image:width"]), int(told["og:image:height"])) == png_size(
        (addressed.root / "site" / picture).read_bytes()
    )
    assert told["og:image:alt"]
    assert told["og:url"] == BASE + path.removesuffix("index.html")
    assert f'<link rel="canonical" href="{told["og:url"]}">' in addressed.text(path)


def test_a_chart_that_is_redrawn_is_told_of_anew(bench: Bench) -> None:
    bench.base = BASE
    bench.build()

    report = bench.build(
        edited(bench.content, BRIEFING, "title: The ferries’ trouble has an answer", "title: Trouble is answered")
    )

    assert "cards/briefing.png" not in report.written
    assert {"charts/links.html", "charts/links.png"} <= report.written.keys()


def test_a_page_made_again_takes_the_size_of_a_picture_that_stays(bench: Bench) -> None:
    bench.base = BASE
    bench.build()

    report = bench.build(edited(bench.content, FERRIES, "if the quays are dredged.", "if the quays are cleared."))

    assert "trends/ferries.html" in report.written
    assert "charts/ferry-growth.png" not in report.written
    told = told_of(bench.text("trends/ferries.html"))
    assert (int(told["og:image:width"]), int(told["og:image:height"])) == png_size(
        bench.site["charts/ferry-growth.png"]
    )


def test_a_card_is_of_the_size_that_previews_want_and_the_same_every_time() -> None:
    words = ("The Elm Valley in 2025", "Ferries and orchards", "The makers")

    assert png_size(card_png(*words)) == (1200, 630)
    assert card_png(*words) == card_png(*words)
    assert png_size(card_png("A very long title " * 20, "and a finding that goes on " * 30, "maker " * 40)) == (
        1200,
        630,
    )


def test_the_picture_of_a_page_is_its_first_chart() -> None:
    assert pictured(pages()["charts/fleet.html"])[0] == "/charts/fleet.png"
    assert pictured(pages()["issues/silt.html"])[0] == "/cards/issue-1.png"
    assert pictured(pages()["terms.html"])[0] == urls.CARD
