"""The Chinese briefing of the tests: sound, audited against its own source, and Chinese throughout."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from digitrend.check.runner import check
from digitrend.content.reader import read_documents
from paths import TESTS
from site_bench import Bench

SHUZI = TESTS / "briefings" / "shuzi"
HIDDEN = re.compile(r"<(script|style|head|svg|q|code|pre)\b.*?</\1>|<[^>]+>", re.DOTALL)
LATIN = re.compile(r"[A-Za-z]{3,}")
# Names that have no Chinese form: of files and formats, of the licence and the one who publishes.
NAMES = re.compile(
    r"digitrend|[\w-]+\.(?:csv|json|html|pdf|bib|ris)|BibTeX|CSL-JSON|RIS|APA|SHA-256|Unicode NFC|CC BY 4\.0"
    r"|[0-9a-f]{16,}…?|PDF|PNG|SVG|CSV|JSON|GB/T 7714|https?://\S+|CCID"
)
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:.](?:\s|$)|[,;:.] [\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = SHUZI / "content"
    content = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.yaml")}
    bench = Bench(tmp_path_factory.mktemp("shuzi") / "project", content)
    bench.build()
    return bench.site


def shown(page: bytes) -> list[str]:
    """Return the visible texts of a page, without quotations and drawings."""
    text = html.unescape(HIDDEN.sub("\n", page.decode()))
    return [line.strip() for line in text.split("\n") if line.strip()]


def test_it_is_sound() -> None:
    _, found = check(*read_documents(SHUZI / "content"))

    assert [one for one in found if not one.suppressed and not one.code.startswith("A3")] == []


def test_no_page_speaks_another_language(site: Mapping[str, bytes]) -> None:
    foreign = {
        path: lines
        for path, page in site.items()
        if path.endswith(".html")
        if (lines := [line for line in shown(page) if LATIN.search(NAMES.sub("", line))])
    }

    assert foreign == {}


def test_signs_beside_chinese_are_chinese(site: Mapping[str, bytes]) -> None:
    half = {
        path: lines
        for path, page in site.items()
        if path.endswith(".html")
        if (lines := [line for line in shown(page) if HALF_WIDTH.search(line)])
    }

    assert half == {}


@pytest.mark.parametrize("figure", ["500亿", "49.9万亿元", "1000万"])
def test_numbers_go_by_ten_thousands(site: Mapping[str, bytes], figure: str) -> None:
    assert any(figure in page.decode() for path, page in site.items() if path.endswith(".html"))


def test_the_source_is_named_as_written_for_the_tests() -> None:
    assert "为digitrend的测试而写" in Path(SHUZI / "source.txt").read_text("utf-8")


def test_no_year_is_told_to_be_one_twice(site: Mapping[str, bytes]) -> None:
    twice = {
        path: line for path, page in site.items() if path.endswith(".html") for line in shown(page) if "年年" in line
    }

    assert twice == {}
