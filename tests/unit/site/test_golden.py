"""The small briefing's tables as they should be, word for word: `pytest --accept` writes what is got."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paths import TESTS

if TYPE_CHECKING:
    from site_bench import Bench

EXPECTED = TESTS / "fixtures" / "small" / "expected"
GOLDEN = (
    "charts/fleet.csv",
    "charts/growers-counts.csv",
    "data/figures.csv",
    "data/events.csv",
    "data/entities.csv",
    "data/relations.csv",
    "data/forecasts.csv",
    "data/measures.csv",
    "data/notes.csv",
    "figures/crossings.json",
)


@pytest.mark.parametrize("path", GOLDEN)
def test_a_file_is_as_expected(built: Bench, path: str, expected: Callable[[Path, str], None]) -> None:
    got = built.site[path].decode().replace("\r\n", "\n")  # as Git keeps it
    (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)

    expected(EXPECTED / path, got)


def test_nothing_is_expected_that_no_test_looks_at() -> None:
    found = {path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*") if path.is_file()}

    assert found <= set(GOLDEN)
