"""Figures of one sentence, and what the words around each prove of it."""

from __future__ import annotations

from audit_bench import ISSUE, ISSUE_YAML, SOURCE, TEXT, a_briefing_on_it, a_record, an_audit
from tables import table

SILT = "Silt waits for spring."
OF_BOTH = "The coast adds 23 GW of wind capacity and 12 GW of solar capacity."
WITH_BOTH = "The coast has wind capacity of 23 GW and solar capacity of 12 GW."
APART = "The coast has wind farms of 23 GW, and solar parks of 12 GW."


def told_of(sentence: str, *figures: str, more: str = "", date: str = "") -> list[tuple[str, str]]:
    """Return what an audit says of figures in a sentence: codes and severities."""
    text = TEXT.replace(SILT, sentence)
    rows = [f"  f{i}: {{locator: issue-1/1, {each}}}\n" for i, each in enumerate(figures)]
    issue = ISSUE_YAML.replace("[{text: Silt waits for spring., ", "[{text: The coast, ")
    files = a_briefing_on_it({ISSUE: f"{issue}figures:\n{''.join(rows)}{more}", SOURCE: f"{a_record(text)}{date}"})
    return [
        (each.code, each.severity.value)
        for each in an_audit(files, text).found
        if "A109" <= each.code <= "A121" or (more and each.code == "A124")
    ]


def wind(label: str = "Wind capacity") -> str:
    return f"label: {label}, kind: level, period: '', period_basis: missing, printed: 23 GW"


def solar(label: str = "Solar capacity") -> str:
    return f"label: {label}, kind: level, period: '', period_basis: missing, printed: 12 GW"


@table("sentence", [OF_BOTH, WITH_BOTH])
def test_each_figure_of_a_clause_is_called_what_stands_behind_its_number(sentence: str) -> None:
    assert told_of(sentence, wind(), solar()) == []


def test_a_figure_that_is_called_what_stands_behind_another_is_told() -> None:
    assert told_of(OF_BOTH, wind(), solar("Wind capacity that is added")) == [("A121", "warning")]
    assert told_of(OF_BOTH, wind("Solar capacity that is added"), solar()) == [("A121", "warning")]
    assert told_of(APART, wind("Wind farms"), solar("Wind farms among the parks")) == [("A121", "warning")]


def test_a_clause_of_a_pronoun_is_of_what_the_one_before_names() -> None:
    sentence = "The coast has 23 GW of wind capacity, and in its low case it is 12 GW."

    assert told_of(sentence, wind(), solar("Wind capacity in the low case")) == []


def test_an_amount_is_no_ratio() -> None:
    assert told_of(OF_BOTH, wind().replace("level", "ratio"), solar()) == [("A118", "error")]


@table(("told", "faults"), [("The board expects more.", 0), ("", 1)])
def test_a_status_is_said_in_the_sentence_or_before_it(told: str, faults: int) -> None:
    before = told_of(f"{told} {OF_BOTH}".strip(), f"{wind()}, status: projected", solar())
    behind = told_of(f"{OF_BOTH} {told}".strip(), f"{wind()}, status: projected", solar())

    assert before == [("A119", "warning")] * faults
    assert behind == [("A119", "warning")]


@table(("compared", "faults"), [("the year before", []), ("the month before", [("A111", "error")])])
def test_a_year_is_not_compared_with_a_month(compared: str, faults: list[tuple[str, str]]) -> None:
    figure = f"label: Landings, kind: growth rate, printed: grew by 4%, compared_with: {compared}"
    period = "compared_with_basis: implied, period: 2024, period_basis: stated"

    assert told_of("In 2024 landings grew by 4%.", f"{figure}, {period}") == faults


@table(
    ("label", "codes"),
    [
        ("Wind capacity", []),
        ("Solar and wind capacity", ["A116"]),
        ("New wind capacity", []),
        ("Capacity of the wind in 2024", []),
        ("Coal capacity", ["A116"]),  # the sentence has wind
        ("Wind capacity of steelworks", ["A116"]),  # of which nothing is said
    ],
)
def test_a_label_has_words_of_its_sentence_or_of_other_fields(label: str, codes: list[str]) -> None:
    alone = f"{OF_BOTH.partition(' and ')[0]}."
    more = "subject: the coast, note: It is new."

    assert [code for code, _ in told_of(alone, f"{wind(label)}, {more}")] == codes


@table(("place", "codes"), [("the coast", []), ("Tall Hills", ["A117"])])
def test_a_place_is_named_near(place: str, codes: list[str]) -> None:
    alone = f"{OF_BOTH.partition(' and ')[0]}."

    assert [code for code, _ in told_of(alone, f"{wind()}, place: {place}")] == codes


@table(("year", "codes"), [("2031", []), ("2019", ["A119"])])
def test_what_was_over_is_no_projection(year: str, codes: list[str]) -> None:
    figure = wind().replace("period: '', period_basis: missing", f"period: {year}, period_basis: stated")

    assert [
        code
        for code, _ in told_of(
            f"The coast is expected to have 23 GW of wind capacity in {year}.",
            f"{figure}, status: projected",
            date="date: 2025-01-15\n",
        )
    ] == codes


@table(
    ("gist", "codes"),
    [
        ("The coast adds wind power", []),
        ("The coast adds to its capacity", []),
        ("The coast adds coal power", ["A124"]),
        ("The coast retires its wind power", ["A124"]),
        ("The coast adds wind power of Japan", ["A124"]),
    ],
)
def test_a_gist_says_what_its_sentence_says(gist: str, codes: list[str]) -> None:
    forecast = (
        f"{{id: adds, gist: {gist}, period: 2025, period_basis: implied, locator: issue-1/1, printed: The coast adds}}"
    )
    alone = f"{OF_BOTH.partition(' and ')[0]}."

    assert [code for code, _ in told_of(alone, wind(), more=f"forecasts:\n  - {forecast}\n")] == codes


@table(
    ("subtitle", "codes"),
    [
        ("Capacity on the coast, in GW, September 2024", []),
        ("Capacity seen by the Port Board, in GW", []),
        ("Wind of the Coast in Gigawatts", []),  # as some write all titles
        ("American capacity on the coast, in GW", []),  # of which a source may say "U.S."
        ("Capacity on the coast of Lombardy, in GW", ["A124"]),
    ],
)
def test_a_chart_names_what_the_source_names(subtitle: str, codes: list[str]) -> None:
    chart = (
        f"charts:\n  - {{id: c, form: bars, figures: [f0], title: Wind, subtitle: '{subtitle}', description: Wind}}\n"
    )
    alone = f"{OF_BOTH.partition(' and ')[0]}."

    assert [code for code, _ in told_of(alone, wind(), more=chart)] == codes


PROVINCES = "period: 2024, period_basis: implied, unit: provinces"


@table(
    ("sentence", "figure"),
    [
        (
            "In 2024 the board saw 120 provinces, against 96 the year before.",
            f"label: Provinces at the board, printed: '96', {PROVINCES.replace('2024', '2023')}",
        ),
        ("In 2024 calls by provinces doubled to 22.", f"label: Provinces, printed: '22', {PROVINCES}"),
        (
            "The board sees 2024. It expects 130 provinces by the canal, which opens in March.",
            f"label: Provinces expected by the canal, printed: '130', status: projected, {PROVINCES}",
        ),
        (
            "The calls by provinces fell by 62,000 to 511,000 in 2024.",
            "label: Calls, kind: change, printed: 'fell by 62,000', period: 2024, compared_with_basis: missing",
        ),
        (
            "In 2024 the board will limit the growth of calls by provinces to 2.5% a year from 2026.",
            "label: Growth of calls, kind: growth rate, printed: 2.5% a year, period: 2026, status: projected, "
            "compared_with_basis: missing",
        ),
        (
            "The forecasts of the board were too high by 0.7 points in 2024.",
            "label: Forecasts of the board, kind: change, printed: 0.7 points, unit: percentage-points, period: 2024, "
            "compared_with: 2023, compared_with_basis: implied",
        ),
        (
            "The board saw 96 provinces in 2024, against our forecast of 85 provinces in March.",
            "label: Provinces at the board, printed: 96 provinces, period: 2024",
        ),
        (
            "The board saw 96 provinces in 2024, against our forecast of 85 provinces in March.",
            "label: Provinces at the board, printed: 85 provinces, period: 2024, status: projected",
        ),
        (
            "The calls cost an estimated 520 provinces, yet only 48 calls came in 2024.",
            "label: Calls that came, printed: 48 calls, period: 2024, unit: calls, doubts: [The source says only.]",
        ),
        (
            "Calls by provinces lengthened from 6.8 to 8.1 years between 2019 and 2024.",
            "label: Calls by provinces, printed: 8.1 years, period: 2024",
        ),
        (
            "Calls by provinces lengthened from 6.8 to 8.1 years between 2019 and 2024.",
            "label: Calls by provinces, printed: from 6.8 to 8.1 years, value: 6.8, period: 2019",
        ),
        (
            "More than four fifths of the calls by provinces since 2019 went to the board.",
            "label: Calls to the board, kind: share, printed: More than four fifths, period: 2019/2024, "
            "period_basis: implied",
        ),
        (
            "The elasticity of calls to the board was 1.3 in 2024.",
            "label: Elasticity of calls, kind: ratio, printed: '1.3', period: 2024",
        ),
        (
            "Calls to the board fell by 3% in 2024, the first fall since 2009.",
            "label: Calls to the board, kind: growth rate, printed: fell by 3%, period: 2024, compared_with: 2023, "
            "compared_with_basis: implied",
        ),
        (
            "The board is 110 basis points above those of the coast in 2024.",
            "label: Points of the board, kind: change, printed: 110 basis points above, period: 2024, "
            "compared_with: those of the coast",
        ),
        (
            "Calls to the board are projected to grow by 6.4% from 2023 to 2033.",
            "label: Growth of calls, kind: growth rate, printed: grow by 6.4%, period: 2023/2033, compared_with: 2023, "
            "status: projected",
        ),
        (
            "In the first half of 2024 calls to the board rose by 5.2% from the same period of 2023.",
            "label: Calls to the board, kind: growth rate, printed: rose by 5.2%, period: 2024-H1, "
            "compared_with: 2023-H1",
        ),
        (
            "Calls numbered 27 in 2024; a decade before, the calls of the board were 34.",
            "label: Calls of the board, printed: '34', period: 2014, period_basis: implied",
        ),
        (
            "The forecasts of the board were too high by 0.4 percentage points in 2024.",
            "label: Forecasts of the board, kind: change, printed: 0.4 percentage points, period: 2024, "
            "compared_with: 2023, compared_with_basis: implied",
        ),
        (
            "Calls to the board are expected to return from 1.3 to 1.0 by 2027.",
            "label: Calls to the board, kind: ratio, printed: '1.3', period: '', period_basis: missing",
        ),
        (
            "The board projects a call of 4.9% of the provinces in 2024.",
            "label: Call of the board, kind: share, printed: 4.9% of the provinces, period: 2024, status: projected",
        ),
    ],
)
def test_plain_sentences_bear_out_their_figures(sentence: str, figure: str) -> None:
    assert told_of(sentence, figure) == []


def test_a_unit_that_stands_beside_another_number_only_is_told() -> None:
    figure = f"label: Visitors, printed: '40', {PROVINCES}"

    assert told_of("In 2024 some 12 provinces sent 40 visitors.", f"{figure}, qualifier: exact") == [
        ("A110", "warning")
    ]


def test_a_gist_that_is_a_figure_and_little_else_passes() -> None:
    figure = "label: Provinces expected, printed: '130', status: projected, period: 2024, unit: provinces"
    gist = "{id: calls, gist: 'Provinces: [[f0]]', period: 2024, locator: issue-1/1, printed: expects 130}"

    assert told_of("In 2024 the coast expects 130 provinces.", figure, more=f"forecasts:\n  - {gist}\n") == []


def test_what_the_points_of_a_series_share_is_told_once_and_they_are_one_thing() -> None:
    sentence = "The coast adds 23 GW of wind capacity in 2023, and 27 GW of it in 2024."
    points = "{2023: 23 GW, 2024: 27 GW}"

    for label, codes in (("Wind capacity", []), ("Wind capacity of harbours", ["A116"])):
        series = f"series:\n  wind: {{label: {label}, locator: issue-1/1, points: {points}}}\n"
        told = told_of(sentence, wind(), more=series)
        assert [code for code, _ in told if code in ("A116", "A121")] == codes


@table(("compared", "faults"), [("2023", []), ("2021", [("A111", "warning")])])
def test_what_the_source_leaves_unsaid_is_compared_with_the_year_before(
    compared: str, faults: list[tuple[str, str]]
) -> None:
    figure = f"label: Landings, kind: growth rate, printed: grew by 4%, compared_with: {compared}"
    period = "compared_with_basis: implied, period: 2024, period_basis: stated"

    assert told_of("In 2024 landings grew by 4%.", f"{figure}, {period}") == faults


IN_TURN = "Output of nets grew by 8%, software for boats by 6%, and investment in quays by 4%."


@table(
    ("label", "printed", "codes"),
    [
        ("Growth of software for boats", "6%", []),
        ("Investment in software for boats", "6%", ["A116"]),  # of which the next clause speaks
        ("Investment in quays", "4%", []),
        ("Output of quays", "4%", ["A116"]),  # of which the first one speaks
    ],
)
def test_a_label_says_what_its_own_clause_measures(label: str, printed: str, codes: list[str]) -> None:
    figure = f"label: {label}, kind: growth rate, printed: {printed}, unit: percent, compared_with_basis: missing"

    found = told_of(IN_TURN, f"{figure}, period: '', period_basis: missing")

    assert [code for code, _ in found] == codes


@table(("indicator", "codes"), [("number of fish halls", []), ("number of port boards", ["A116"])])
def test_what_is_counted_is_what_stands_behind_the_number(indicator: str, codes: list[str]) -> None:
    figure = f"label: Fish halls of the port boards, printed: 14 fish halls, indicator: {indicator}, unit: count"

    found = told_of("The list has 14 fish halls of port boards.", f"{figure}, period: '', period_basis: missing")

    assert [code for code, _ in found] == codes


OF_A_LIST = "The output of nets and boats increased by 18.2% and 14.7% respectively."
OF_TWO = "It transforms the old harbours. Investment in new harbours increased by 18.2%."


@table(
    ("sentence", "subject", "codes"),
    [
        (OF_A_LIST, "nets", []),
        (OF_A_LIST, "boats", ["A121"]),
        (OF_A_LIST, "nets and boats", ["A121"]),
        (OF_TWO, "new harbours", []),
        (OF_TWO, "harbours", []),
        (OF_TWO, "old harbours", ["A116"]),  # of which the sentence before speaks
    ],
)
def test_a_subject_is_the_figures_own(sentence: str, subject: str, codes: list[str]) -> None:
    figure = f"label: Growth, kind: growth rate, printed: 18.2%, subject: {subject}, compared_with_basis: missing"

    found = told_of(sentence, f"{figure}, period: '', period_basis: missing")

    assert [code for code, _ in found] == codes
