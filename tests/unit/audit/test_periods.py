"""Periods of figures against the times of their sentence and of those before it."""

from __future__ import annotations

from audit_bench import CRAFTS, CRAFTS_YAML, ISSUE, ISSUE_YAML, SOURCE, TEXT, a_briefing_on_it, a_record, an_audit
from digitrend.diagnostics import Diagnostic
from tables import table

QUAYS = "Silt waits for spring."
UP = "In 2021 the new quay was open. It saw 14,800 people, up from 9,200 people in 2020."


def told_of(sentence: str, figure: str, dated: str = "") -> list[Diagnostic]:
    """Return what an audit says of the periods of figures in a sentence."""
    text = TEXT.replace(QUAYS, sentence)
    issue = ISSUE_YAML.replace("[{text: Silt waits for spring., ", "[{text: The quay, ")
    figures = f"figures:\n  guests: {{label: Guests, unit: people, locator: issue-1/1, {figure}}}\n"
    record = a_record(text).replace("language: en\n", f"language: en\ndate: '{dated}'\n")
    files = a_briefing_on_it({ISSUE: issue + figures, SOURCE: record})
    return [each for each in an_audit(files, text).found if each.code == "A112"]


@table(
    "sentence",
    [
        UP,
        "In 2021 the new quay was open. Having seen 9,200 people in 2020, it saw 14,800 people.",
        "In 2021 the new quay was open. It saw 14,800 people; 2020 had seen 9,200.",
        "In 2021 the new quay was open. It saw 14,800 people, and not 9,200 as in 2020 or 8,100 as in 2019.",
    ],
)
def test_a_period_from_the_sentence_before_stands_beside_another_numbers_year(sentence: str) -> None:
    assert told_of(sentence, 'printed: "14,800", period: 2021, period_basis: implied') == []


def test_a_period_that_is_named_nowhere_near_is_doubtful_beside_another_numbers_year() -> None:
    found = told_of(UP, 'printed: "14,800", period: 2025, period_basis: implied')

    assert [(each.severity.value, each.message) for each in found] == [
        ("warning", "the period of '14,800' is '2025', and the source names 2021 there")
    ]


def test_a_period_that_is_stated_is_not_another_numbers_year_and_the_hint_says_what_helps() -> None:
    found = told_of(UP, 'printed: "14,800", period: 2021, period_basis: stated')

    assert [(each.severity.value, each.hint) for each in found] == [
        ("error", "write 'period_basis: implied', if a sentence before gives it")
    ]


@table(
    ("sentence", "figure"),
    [
        (UP, 'printed: "9,200", period: 2021'),  # its own year follows it
        (
            "In 2021 the quay was. In 2020, it saw 9,200 boats and 14,800 people.",
            'printed: "14,800", period: 2021',
        ),
        (
            "In 2021 the quay was. It saw 14,800 people in 2020 and 9,200 people.",
            'printed: "14,800", period: 2021',
        ),
    ],
)
def test_a_year_of_its_own_is_the_period_also_where_it_is_implied(sentence: str, figure: str) -> None:
    assert [each.severity.value for each in told_of(sentence, f"{figure}, period_basis: implied")] == ["error"]


@table(
    ("period", "faults"),
    [("FY2020/FY2022", []), ("FY2020/FY2023", ["error"]), ("FY2020", ["error"]), ("FY2021/FY2022", ["error"])],
)
def test_fiscal_years_are_those_from_the_first_to_the_last(period: str, faults: list[str]) -> None:
    found = told_of("It saw 14,800 people from FY2020 to FY2022.", f'printed: "14,800", period: {period}')

    assert [each.severity.value for each in found] == faults


def test_this_year_is_that_of_the_sources_date() -> None:
    sentence = "The quay saw 14,800 people this year, and next year it will be wider."

    true, wrong = (
        told_of(sentence, f'printed: "14,800", period: {year}, period_basis: implied', dated="2024-06")
        for year in (2024, 2022)
    )

    assert true == []
    assert [each.severity.value for each in wrong] == ["error"]


def test_a_forecast_whose_months_have_no_year_is_implied() -> None:
    text = TEXT.replace("In 2025 nets will be mended", "In 2025 much is new. From May to June nets will be mended")
    basis = "period: 2025-05/2025-06, period_basis: implied"
    files = a_briefing_on_it({CRAFTS: CRAFTS_YAML.replace("period: 2025", basis), SOURCE: a_record(text)})

    assert [each for each in an_audit(files, text).found if each.code == "A112"] == []


@table(
    ("said", "looks"),
    [
        ("The board's forecasts change.", 0),
        ("The board did better than expected.", 0),
        ("It was less than the board had forecast.", 0),
        ("The board forecasts calm.", 1),
    ],
)
def test_a_forecast_that_is_a_noun_does_not_look_ahead(said: str, looks: int) -> None:
    text = TEXT.replace(QUAYS, said)
    files = a_briefing_on_it({ISSUE: ISSUE_YAML.replace(QUAYS, said), SOURCE: a_record(text)})

    assert sum(each.code == "A205" for each in an_audit(files, text).found) == looks
