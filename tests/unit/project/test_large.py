"""The contents on which the benchmarks measure growth: sound at any size, and the same every time."""

from __future__ import annotations

import sys
from pathlib import Path

from digitrend.check.runner import check
from digitrend.content.reader import parse_content, read_content
from paths import ROOT

sys.path.append(str(ROOT / "benchmarks"))

from large import write_content  # type: ignore[import-not-found]


def test_a_content_of_any_size_is_sound(tmp_path: Path) -> None:
    write_content(tmp_path / "content", 210, charts=True)

    briefing, found = check(*parse_content(read_content(tmp_path / "content")))

    assert found == []
    assert briefing is not None
    assert [part.number for part in briefing.trends] == list(range(1, 107))  # more than 99 of a kind, in order
    assert len(briefing.figures) == 630
    assert len(briefing.relations) > 200


def test_the_same_size_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_content(tmp_path / name, 20)
    one, other = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.yaml")}
        for name in ("one", "other")
    )

    assert one == other
