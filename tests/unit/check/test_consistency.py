"""What must agree with what: which disagreements stop a build, which are doubtful only, and what is no disagreement."""

from __future__ import annotations

from builders import FERRIES, ORCHARDS, RELATIONS, SOURCE, Files, a_content, edited, findings
from tables import table

TWIN = """\
  boatmen:
    label: Boatmen
    value: 1200000
    unit: people
    kind: count
    indicator: {measure}
    subject: {subject}
    place: {place}
    period: {period}
    period_basis: implied
    status: observed
    printed: 1.2 million passengers
    locator: {locator}
    note: "[[boatmen]]"
  passengers:
"""
SAME = {
    "measure": "number of passengers",
    "subject": "ferries",
    "place": "Elm Valley",
    "period": "2024-01/2024-06",
    "locator": "trend-1/1",
}


def told(files: Files) -> list[tuple[str, str]]:
    return [(one.code, one.severity.value) for one in findings(files)]


def in_summary(words: str) -> Files:
    return edited(
        a_content(), FERRIES, "Passengers grew by [[passenger-growth]] and freight by [[freight-growth]];", words
    )


@table(
    ("words", "severity"),
    [
        ("Freight grew [[freight-growth]] year-on-year;", ["error"]),
        ("Freight grew, compared with the year before [[freight-growth]];", ["error"]),
        ("Passengers grew [[passenger-growth]] year-on-year, and freight [[freight-growth]];", ["warning"]),
        ("Freight grew [[freight-growth]], and passengers [[passenger-growth]] on the year;", ["warning"]),
        ("Passengers grew [[passenger-growth]] year-on-year; freight, [[freight-growth]];", []),
        ("Passengers grew [[passenger-growth]] year-on-year. Freight, [[freight-growth]];", []),
        ("Freight grew [[freight-growth]] in a year;", []),
    ],
)
def test_a_comparison_is_refused_in_the_clause_and_doubtful_in_the_sentence(words: str, severity: list[str]) -> None:
    assert told(in_summary(words)) == [("R109", each) for each in severity]


@table(
    ("over", "severity"),
    [
        ({}, ["error"]),
        ({"subject": "Ferries", "measure": "Number of passengers"}, ["error"]),
        ({"measure": "number of tickets"}, ["warning"]),
        ({"place": "Upper Landing"}, ["warning"]),
        ({"measure": "number of tickets", "locator": "trend-1/2"}, []),
        ({"subject": "ferries by night"}, []),
        ({"period": "2024-01/2024-05"}, []),
    ],
)
def test_two_ids_for_one_value_subject_and_period_are_one_too_many(over: dict[str, str], severity: list[str]) -> None:
    files = edited(a_content(), FERRIES, "  passengers:\n", TWIN.format(**SAME | over))

    assert [one for one in told(files) if one[0] == "R110"] == [("R110", each) for each in severity]


def test_a_figure_that_nothing_uses_is_a_warning_until_something_does() -> None:
    quays = TWIN.format(**SAME | {"subject": "quays"}).replace("boatmen", "quays").replace('"[[quays]]"', "None")
    files = edited(a_content(), FERRIES, "  passengers:\n", quays)

    assert told(files) == [("R111", "warning")]
    assert told(edited(files, FERRIES, "finding: Passengers", "finding: Passengers [[quays]]")) == []
    assert told(edited(files, FERRIES, "lead: passenger-growth", "lead: quays")) == []
    assert told(edited(files, FERRIES, "    note: The month", "    figures: [quays]\n    note: The month")) == []


@table(
    ("year", "date", "severity"),
    [
        (2023, "", ["error"]),
        (2024, "", ["warning"]),
        (2025, "", []),
        (2024, "2024-12", []),
        (2024, "2025-02-01", ["error"]),
        (2025, "2025", []),
    ],
)
def test_an_outlook_looks_ahead_of_what_its_source_reports(year: int, date: str, severity: list[str]) -> None:
    files = edited(a_content(), ORCHARDS, "period: 2025", f"period: {year}")
    if date:
        files = edited(files, SOURCE, "language: en\n", f'language: en\ndate: "{date}"\n')

    assert [one for one in told(files) if one[0] == "R112"][:1] == [("R112", each) for each in severity]


def test_a_relation_between_unknown_parts_is_not_also_accused_of_its_evidence() -> None:
    files = edited(a_content(), RELATIONS, "from: trend-1", "from: trend-9")

    assert told(files) == [("R002", "error")]
