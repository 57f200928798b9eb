"""The contents on which the benchmarks measure growth: sound at any size, and the same every time."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from builders import the_pages
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


def test_checking_and_planning_grow_no_faster_than_the_content(tmp_path: Path) -> None:
    took: list[float] = []
    for parts in (25, 25, 100):  # the first loads what both need
        write_content(tmp_path / str(len(took)), parts, charts=True)
        content = read_content(tmp_path / str(len(took)))
        begun = time.process_time()
        briefing, _ = check(*parse_content(content))
        assert briefing is not None
        for page in the_pages(briefing):
            assert page.context is not None
        took.append(time.process_time() - begun)

    assert took[2] < 8 * took[1]  # four times as much; with the square of it, sixteen times
