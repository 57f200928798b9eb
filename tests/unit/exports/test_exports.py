"""The site for machines: every table with the columns that it promises, each number in full, each form alike."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    a_briefing,
    a_briefing_of,
    a_derived,
    a_figure,
    a_trend,
    the_real_content,
    the_words,
)
from digitrend.charts.make import chart_of
from digitrend.exports import tables
from digitrend.exports.files import chart_csv, chart_json, data_files
from digitrend.model import Briefing
from digitrend.site.lookup import Lookup

if TYPE_CHECKING:
    from site_bench import Bench

Row = dict[str, str]
PROMISED = {  # at least; as the issue that asked for them has them
    "figures": (
        "id,item,label,value,unit,kind,indicator,subject,place,period,period_basis,compared_with,compared_with_basis,"
        "qualifier,status,printed,section,paragraph,derived,note,url"
    ),
    "events": "id,item,date,precision,basis,actors,what,section,paragraph",
    "entities": "id,name,type,aliases,mentions",
    "relations": "from,to,kind,strength,reason",
    "forecasts": "id,item",
    "measures": "id,item",
    "notes": "id,section,paragraph,kind,printed,reading",
}


def files(briefing: Briefing, base: str = "") -> dict[str, bytes]:
    return dict(data_files(briefing, Lookup(briefing, the_words()), base))


def rows(content: bytes) -> list[Row]:
    """Read a CSV as any other program would."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def table(kind: str, briefing: Briefing | None = None, base: str = "") -> list[Row]:
    return rows(files(briefing or a_briefing(), base)[f"data/{kind}.csv"])


def row(name: str, briefing: Briefing | None = None) -> Row:
    return next(each for each in table("figures", briefing) if each["id"] == name)


@pytest.fixture(scope="module")
def real() -> Briefing:
    return a_briefing(the_real_content())


# Tables


@pytest.mark.parametrize("kind", PROMISED)
def test_a_table_has_the_columns_that_it_promises_in_their_order(kind: str) -> None:
    header = files(a_briefing())[f"data/{kind}.csv"].decode("utf-8-sig").splitlines()[0].split(",")

    promised = PROMISED[kind].split(",")
    assert [column for column in header if column in promised] == promised
    assert len(set(header)) == len(header)


@pytest.mark.parametrize("kind", PROMISED)
def test_a_table_is_csv_as_rfc_4180_has_it(kind: str) -> None:
    content = files(a_briefing())[f"data/{kind}.csv"]
    plain = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))

    assert content.endswith(b"\r\n")
    assert content.startswith(b"\xef\xbb\xbf")
    assert len({len(each) for each in plain}) == 1
    assert len(plain) > 1


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_any_text_survives_a_table(given_rows: list[tuple[str, str, str]]) -> None:
    content = tables.csv_bytes(("a", "b", "c"), given_rows)

    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))

    kept = [[f"'{cell}" if tables.FORMULA.match(cell) else cell for cell in row] for row in given_rows]
    assert read == [["a", "b", "c"], *kept]


@given(st.floats(min_value=0, max_value=1e15).map(lambda value: float(f"{value:.12g}")))
def test_a_number_is_written_in_full_and_reads_back_the_same(value: float) -> None:
    text = tables.csv_bytes(("n",), [(value,)]).decode().splitlines()[1]

    assert float(text) == value
    assert "e" not in text.lower()


@pytest.mark.parametrize(
    ("value", "text"),
    [(49.9e12, "49900000000000"), (18.2, "18.2"), (0.1 + 0.2, "0.3"), (5.0, "5"), (1e15, "1" + 15 * "0")],
)
def test_values_are_full_numbers(value: float, text: str) -> None:
    briefing = a_briefing_of(a_trend(1, figures=(a_figure("s", value=value, unit="CNY"),)))

    assert row("s", briefing)["value"] == text


def test_the_real_plan_is_written_out(real: Briefing) -> None:
    assert row("planned-investment-total", real)["value"] == "49900000000000"


def test_a_place_is_a_section_and_a_paragraph() -> None:
    assert [row("fleet-plan")[column] for column in ("section", "paragraph")] == ["trend-1", "2"]


def test_every_figure_is_in_the_table_with_its_item_and_address(real: Briefing) -> None:
    found = table("figures", real)

    assert {each["id"]: each["item"] for each in found} == {name: part.id for name, (part, _) in real.figures.items()}
    assert {each["url"] for each in found} == {f"figures/{name}.html" for name in real.figures}


def test_with_a_known_address_the_tables_give_whole_ones() -> None:
    urls = {each["url"] for each in table("figures", base="https://example.org/a/")}

    assert "https://example.org/a/figures/pickers.html" in urls


def test_derived_figures_are_marked_and_claim_no_place_in_the_source() -> None:
    derived, stated = row("battery-share"), row("battery-plan")

    assert (derived["derived"], stated["derived"]) == ("true", "false")
    assert [derived[column] for column in ("printed", "section", "paragraph")] == ["", "", ""]
    assert derived["value"] == "40"


def test_qualifiers_and_doubts_are_kept() -> None:
    assert row("crossings")["qualifier"] == "more than"
    assert row("fleet-plan")["qualifier"] == "according to incomplete statistics"
    doubts = a_briefing().figures["freight-growth"][1].doubts
    assert doubts
    assert row("freight-growth")["doubts"] == " | ".join(doubts)


def test_no_cell_of_any_table_shows_a_reference_as_written(real: Briefing) -> None:
    for path, content in files(real).items():
        assert not re.search(rb"\[\[[a-z#]", content), path


def test_lists_of_ids_name_what_there_is(real: Briefing) -> None:
    known = Lookup(real, the_words()).mentions.keys()
    for kind, columns in {
        "events": ["actors", "figures"],
        "notes": ["touches"],
        "figures": ["inputs"],
    }.items():
        for each in table(kind, real):
            for column in columns:
                assert set(each[column].split()) <= known, (kind, each["id"])


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("figures", lambda b: len(b.figures)),
        ("events", lambda b: len(list(b.events))),
        ("entities", lambda b: sum(len(of_type) for _, of_type in b.entities)),
        ("relations", lambda b: len(b.relations)),
        ("forecasts", lambda b: len(list(b.forecasts))),
        ("measures", lambda b: len(list(b.measures))),
        ("notes", lambda b: len(b.notes)),
    ],
)
def test_no_row_is_missing(kind: str, count: Callable[[Briefing], int], real: Briefing) -> None:
    assert len(table(kind, real)) == count(real)


def test_a_note_of_the_whole_document_has_no_place() -> None:
    found = {each["id"]: (each["section"], each["paragraph"]) for each in table("notes")}

    assert found["no-date"] == ("", "")
    assert found["timetable-cut"] == ("trend-1", "3")


# JSON


def test_json_says_in_numbers_what_csv_says(real: Briefing) -> None:
    made = files(real)
    whole = json.loads(made["data/briefing.json"])

    by_csv = {each["id"]: each for each in rows(made["data/figures.csv"])}
    assert {each["id"]: f"{each['value']:.15g}" for each in whole["figures"]} == {
        name: each["value"] for name, each in by_csv.items()
    }
    assert {each["id"]: (each["item"], each["unit"], each["derived"]) for each in whole["figures"]} == {
        name: (each["item"], each["unit"], each["derived"] == "true") for name, each in by_csv.items()
    }
    assert len(whole["relations"]) == len(rows(made["data/relations.csv"]))
    assert len(whole["notes"]) == len(rows(made["data/notes.csv"]))


def test_json_has_everything(real: Briefing) -> None:
    whole = json.loads(files(real)["data/briefing.json"])

    assert [len(whole[kind]) for kind in ("trends", "issues", "countermeasures")] == [7, 3, 4]
    assert {"overview", "source", "figures", "entities", "relations", "notes"} <= whole.keys()
    assert whole["trends"][0].keys() >= {"id", "number", "slug", "title", "situation", "figures", "events", "url"}


def test_a_figure_has_a_file_of_its_own_that_says_the_same(real: Briefing) -> None:
    made = files(real)

    for each in json.loads(made["data/briefing.json"])["figures"]:
        assert json.loads(made[f"figures/{each['id']}.json"]) == each


def test_a_derived_value_is_computed_from_its_inputs() -> None:
    whole = a_figure("whole", value=400, unit="CNY")
    part = a_figure("part", value=100, unit="CNY", part_of="whole")
    briefing = a_briefing_of(a_trend(1, figures=(whole, part), derived=(a_derived("share"),)))

    assert row("share", briefing)["value"] == "25"
    assert json.loads(files(briefing)["figures/share.json"])["value"] == 25


# Charts


def test_every_chart_has_its_data_in_full(real: Briefing) -> None:
    lookup = Lookup(real, the_words())

    for _, spec in real.charts:
        chart = chart_of(spec, lookup)
        content = chart_csv(chart)
        assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
            list(chart.data.header),
            *map(list, chart.data.rows),
        ]
        assert [row["id"] for row in json.loads(chart_json(chart))["data"] if "id" in row] == list(spec.figures)
        if spec.figures:
            assert {"id", "qualifier", "period", "place", "unit", "source", "licence"} <= set(chart.data.header)


def test_a_charts_csv_has_the_figures_of_the_table_on_its_page(built: Bench) -> None:
    site = built.site
    for name in (chart.id for _, chart in a_briefing().charts):
        page = html5lib.parse(site[f"charts/{name}.html"].decode(), namespaceHTMLElements=False)
        shown = {"".join(cell.itertext()) for cell in page.iter("td")}
        for row in csv.DictReader(io.StringIO(site[f"charts/{name}.csv"].decode("utf-8-sig"), newline="")):
            assert set(row.values()) & shown, name
            assert "text" not in row or row["text"] in shown


def test_a_chart_of_figures_gives_their_values_in_full(built: Bench) -> None:
    plan = list(csv.reader(io.StringIO(built.text("charts/plan.csv"), newline="")))

    assert any("4500000" in line for line in plan)


def test_data_is_the_same_whatever_the_order_of_making(real: Briefing) -> None:
    assert files(real) == files(a_briefing(the_real_content()))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("+49 30", "+49 30"),
        ("-5.2%", "-5.2%"),
        ("\tx", "'\tx"),
        (-5.2, "-5.2"),
        ("a = b", "a = b"),
    ],
)
def test_no_spreadsheet_takes_a_text_for_a_formula(cell: object, written: str) -> None:
    assert list(csv.reader(io.StringIO(tables.csv_bytes(["a"], [[cell]]).decode("utf-8-sig"), newline="")))[1] == [
        written
    ]
