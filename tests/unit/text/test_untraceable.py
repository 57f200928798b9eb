"""What prose may say without a reference, and what it may not."""

from __future__ import annotations

from pathlib import Path

from digitrend.text.lexicon import known_units
from digitrend.text.references import is_quantity, untraceable
from tables import table

UNITS = known_units()


def sentences(table: str) -> list[str]:
    return (Path(__file__).parent / "sentences" / f"{table}.txt").read_text(encoding="utf-8").splitlines()


# What the rule gets wrong, so that it is seen: a name that looks like a number, and amounts without one.
WRONGLY_REFUSED = {
    "The two-thirds rule of procedure is old.",
    "The UN's 17 goals guide policy.",
    "The P5+1 talks resumed.",
    "The 996 culture is criticised.",
}
WRONGLY_PASSED = {
    "A gigawatt of capacity was added.",
    "The ratio is 3:2.",
    "Countless, perhaps 2000, firms closed.",
}


@table("language", ["en", "zh"])
def test_innocent_sentences_pass(language: str) -> None:
    table = sentences(f"innocent.{language}")
    refused = {line: found for line in table if (found := untraceable(line, language, UNITS))}
    assert set(refused) == WRONGLY_REFUSED & set(table), refused
    assert len(refused) <= len(table) * 3 / 60


@table("language", ["en", "zh"])
def test_guilty_sentences_are_refused(language: str) -> None:
    table = sentences(f"guilty.{language}")
    passed = {line for line in table if not untraceable(line, language, UNITS)}
    assert passed == WRONGLY_PASSED & set(table)


def test_the_tables_hold_sixty_sentences_each() -> None:
    assert min(len(sentences("innocent.en")), len(sentences("guilty.en"))) >= 60


def test_names_references_and_links_pass() -> None:
    text = "The Delta 7 and [[output|18.2%]] are told of at https://example.org/2.5 by [one](/a/44)."
    assert untraceable(text, "en", UNITS, names=["Delta 7"]) == []
    assert [each.text for each in untraceable(text, "en", UNITS)] == ["7"]


def test_an_idiom_that_is_a_quantity_excuses_nothing() -> None:
    assert [each for each in ("30 per cent", "doubled", "95%", "a third") if not is_quantity(each, "en", UNITS)] == []
    assert not is_quantity("forty winks", "en", UNITS)
    assert [found.text for found in untraceable("It rose by 30 per cent", "en", UNITS, idioms=["30 per cent"])]
    assert untraceable("They took 40 winks", "en", UNITS, idioms=["40 winks"]) == []
