"""Periods: their texts, their order, and dates as English and Chinese texts have them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrend.model.quantities import Period
from digitrend.text.dates import compares, find_dates, format_period, read_period
from tables import table

# text | language | period, or months without a year
READ = """
2Q20 | en | 2020-Q2
H1 2020 | en | 2020-H1
2020-H2 | en | 2020-H2
2020-04 | en | 2020-04
January to September 2020 | en | 2020-01/2020-09
January to September | en | 1 9
first three quarters of 2020 | en | 2020-Q1/2020-Q3
Q1 to Q3 2020 | en | 2020-Q1/2020-Q3
the first 9 months of 2020 | en | 2020-01/2020-09
the second half of 2020 | en | 2020-H2
second quarter of 2020 | en | 2020-Q2
15 March 2021 | en | 2021-03-15
March 15, 2021 | en | 2021-03-15
in August | en | 8 8
Sept. 2020 | en | 2020-09
the end of 2020 | en | end of 2020
end-of-October | en | 10 10
as of 31 December 2020 | en | at 2020-12-31
2024–25 | en | 2024/2025
from 2019 to 2021 | en | 2019/2021
fiscal year 2020 | en | FY2020
between March 2022 and July 2023 | en | 2022-03/2023-07
in March 2022 and July 2023 | en | 2022-03
between 2015 and 2020 | en | 2015/2020
从2019年到2021年 | zh | 2019/2021
2020年第一季度至第三季度 | zh | 2020-Q1/2020-Q3
FY21 | en | FY2021
end of FY2024 | en | end of FY2024
the end of fiscal year 2030 | en | end of FY2030
FY2025 to FY2027 | en | FY2025/FY2027
between fiscal 2025 and 2027 | en | FY2025/FY2027
the 1990s | en | none
they may march | en | none
2000 MW in 2019 | en | 2000
2020年上半年 | zh | 2020-H1
2020年12月31日 | zh | 2020-12-31
2020年1月至9月 | zh | 2020-01/2020-09
前三季度 | zh | 1 9
1—6月 | zh | 1 6
2020年第二季度 | zh | 2020-Q2
2020年底 | zh | end of 2020
十月份 | zh | 10 10
2019—2021年 | zh | 2019/2021
2020财年 | zh | FY2020
20世纪90年代 | zh | none
"""


def test_dates_are_read() -> None:
    for line in READ.strip().splitlines():
        text, language, expected = (cell.strip() for cell in line.split("|"))
        mention = next((each for each in find_dates(text, language) if each.is_time), None)
        period = mention.period() if mention else None
        without_year = "{} {}".format(*mention.months) if mention else "none"
        assert (text, str(period) if period else without_year) == (text, expected)


def test_periods_are_written() -> None:
    table = [
        ("2019", "2019", "2019年"),
        ("2020-Q2", "Q2 2020", "2020年第2季度"),
        ("2020-H2", "second half of 2020", "2020年下半年"),
        ("2020-04", "April 2020", "2020年4月"),
        ("2020-01/2020-09", "January to September 2020", "2020年1月至9月"),
        ("2020-11/2021-03", "November 2020 to March 2021", "2020年11月至2021年3月"),
        ("2020-04-15", "15 April 2020", "2020年4月15日"),
        ("end of 2020", "end of 2020", "2020年末"),
        ("FY2020/FY2022", "fiscal years 2020 to 2022", "2020至2022财年"),
        ("end of FY2020", "end of fiscal year 2020", "2020财年末"),
        (
            "FY2020 2019-10/2020-09",
            "fiscal year 2020 (October 2019 to September 2020)",
            "2020财年（2019年10月至2020年9月）",
        ),
    ]
    for period, english, chinese in table:
        assert format_period(Period.parse(period), "en") == english
        assert format_period(Period.parse(period), "zh") == chinese


def test_periods_know_their_length_and_order() -> None:
    table = [
        ("2019", 12),
        ("2020-H2", 6),
        ("2020-Q2", 3),
        ("2020-04", 1),
        ("2020-01/2020-09", 9),
        ("at 2020-12-31", None),
    ]
    assert [(text, Period.parse(text).months) for text, _ in table] == table
    ordered = ["2019", "2020-01/2020-09", "2020", "2020-04", "2020-Q2", "2020-H2", "end of 2020", "2021-01-05"]
    assert sorted(sorted(ordered), key=Period.parse) == ordered
    assert Period.parse("2020").contains(Period.parse("end of 2020-10"))


@table(
    "text", ["", "20", "2020-13", "2020-02-30", "2020-Q5", "2020/2020-04", "2021/2020", "end of 2020/2021", "yesterday"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="'"):
        Period.parse(text)


PARTS = st.sampled_from(["", "-H1", "-H2", "-Q1", "-Q3", "-Q4", "-01", "-04", "-12", "-02-28", "-12-31"])
YEARS = st.integers(1950, 2080)


@given(
    year=YEARS, part=PARTS, point=st.sampled_from(["", "end of ", "start of "]), language=st.sampled_from(["en", "zh"])
)
def test_what_is_written_is_read_again(year: int, part: str, point: str, language: str) -> None:
    written_as_date = part.count("-") == 2 or "H" in part or "Q" in part
    period = Period.parse(("" if written_as_date else point) + f"{year}{part}")
    assert read_period(format_period(period, language), language) == period


@given(year=YEARS, first=st.integers(1, 12), length=st.integers(1, 30), language=st.sampled_from(["en", "zh"]))
def test_intervals_of_months_are_read_again(year: int, first: int, length: int, language: str) -> None:
    last = first + length - 1
    text = f"{year}-{first:02}/{year + (last - 1) // 12}-{(last - 1) % 12 + 1:02}"
    period = Period.parse(text)
    again = read_period(format_period(period, language), language)
    assert again is not None
    assert (again.start, again.end) == (period.start, period.end)


def test_comparisons_are_known() -> None:
    for text, language in (("up 5% year-on-year", "en"), ("down 3% compared with May", "en"), ("同比增长", "zh")):
        assert compares(text, language)
    assert not compares("a record in May", "en")


@table("text", ["2020", "2020-Q4", "2020-12", "2020-12-31"])
def test_a_time_from_and_to_the_same_is_told_once(text: str) -> None:
    assert format_period(Period.parse(f"{text}/{text}"), "en") == format_period(Period.parse(text), "en")
