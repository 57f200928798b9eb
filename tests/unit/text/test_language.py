"""A language is added with a data file alone: here a small one for German, as somebody might begin it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitrend.model.quantities import Period
from digitrend.text import dates, lexicon, quantities
from digitrend.text.wording import Form, format_quantity

GERMAN = r"""
spaces: true
numbers: {"null": 0, ein: 1, eine: 1, zwei: 2, drei: 3, vier: 4, fünf: 5, zwölf: 12, zwanzig: 20}
scales: {Tausend: 3, Million: 6, Millionen: 6, Milliarde: 9, Milliarden: 9}
articles: [ein, eine]
write_scales: {9: Milliarden, 6: Millionen}
short_scales: {9: " Mrd.", 6: " Mio."}
scale_glue: " "
fractions: {Drittel: 3}
write_fractions: {3: [Drittel, Drittel]}
fraction: "{above} {below}"
multiples: {verdoppelt: 2}
hedges:
  about: {before: [etwa, rund]}
  more than: {before: [mehr als, über]}
write_hedges: {about: "rund {}", more than: "mehr als {}"}
range_joins: ["–", bis]
write_range: {full: "{low} bis {high}", value: "{low} bis {high}", short: "{low}–{high}"}
up_before: [stieg um]
down_before: [sank um]
per: [je, pro]
write_per: "{above} je {below}"
prefixes: {k: Kilo, M: Mega, G: Giga, T: Tera}
unit_glue: " "
units:
  percent: ["%", "%", Prozent]
  W: [watt, watt]
  t: [Tonne, Tonnen]
  bbl: [Barrel, Barrel]
currencies: {USD: [Dollar, Dollar]}
dates:
  - '(?P<month>{month}) bis (?P<month2>{month}) (?P<year>{year})\b'
  - '(?P<month>{month}) (?P<year>{year})\b'
date_patterns: {day: d. MMMM y, month: MMMM y, quarter: QQQ y, year: y, month_alone: MMMM,
  interval: "{first} bis {last}"}
"""


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    shutil.copytree(lexicon.DATA, tmp_path / "data")
    (tmp_path / "data" / "de.yaml").write_text(GERMAN, encoding="utf-8")
    monkeypatch.setattr(lexicon, "DATA", tmp_path / "data")
    lexicon.languages.cache_clear()
    yield "de"
    lexicon.languages.cache_clear()
    lexicon.lexicon.cache_clear()
    quantities.grammar.cache_clear()


def test_a_data_file_makes_a_language(german: str) -> None:
    units = lexicon.known_units()
    table = [
        ("rund 4,8 GW", "rund 4,8 GW", "~4,8 GW"),
        ("mehr als 1.234,5 Tonnen", "mehr als 1.234,5 Tonnen", ">1.234,5 t"),
        ("18,0 Prozent", "18,0%", "18,0%"),
        ("29 Dollar je Barrel", "29 Dollar je Barrel", "29 Dollar je Barrel"),
        ("3–5 Millionen Tonnen", "3 bis 5 Millionen Tonnen", "3–5 Mio. t"),
        ("zwei Drittel", "zwei Drittel", "66,7%"),
        ("sank um 3 %", "−3%", "−3%"),
    ]
    for printed, full, short in table:
        quantity = quantities.read_printed(printed, german, units)
        assert quantity is not None, printed
        written = [format_quantity(quantity, german, units, form) for form in (Form.FULL, Form.SHORT)]
        assert written == [full, short]
    period = Period.parse("2020-01/2020-09")
    assert dates.format_period(period, german) == "Januar bis September 2020"
    assert dates.read_period("von Januar bis September 2020", german) == period
    assert "de" in lexicon.languages()
