"""What hosts and pages let browsers do, and which addresses a site can have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from builders import BRIEFING, a_briefing, a_content, findings
from digitrend.build.hosting import cache_control, content_policy, headers, policy
from digitrend.model.base import is_base_url
from paths import ROOT
from site_bench import called

if TYPE_CHECKING:
    from pathlib import Path

    from site_bench import Bench

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
META = re.compile(r'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


def directives(text: str) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in text.split("; "))


def test_nothing_is_allowed_that_is_not_named() -> None:
    for path in ("index.html", "search.html", "charts/embed/fleet.html", "charts/fleet.svg"):
        given = directives(content_policy(path))

        assert given["default-src"] == "'none'"
        assert "'unsafe-" not in content_policy(path)
        words = {word for value in given.values() for word in value.split()}
        assert words <= {"'none'", "'self'"}


def test_others_may_frame_pages_to_embed_and_no_other() -> None:
    assert "frame-ancestors" not in content_policy("charts/embed/fleet.html")
    assert "connect-src" not in content_policy("charts/embed/fleet.html")
    assert directives(content_policy("charts/fleet.html"))["frame-ancestors"] == "'none'"


def test_assets_are_kept_for_good_and_all_else_is_asked_for_again() -> None:
    assert cache_control("assets/site-1a2b3c4d5e.css").endswith("max-age=31536000, immutable")
    assert {cache_control(path) for path in ("index.html", "feed.xml", "data/assets/x.csv")} == {
        "public, max-age=0, must-revalidate"
    }


def test_every_file_is_sent_with_all_headers() -> None:
    assert set(headers("data/events.csv")) == {
        "Cache-Control",
        "Content-Security-Policy",
        "Permissions-Policy",
        "Referrer-Policy",
        "X-Content-Type-Options",
    }


def test_every_page_carries_its_policy_before_anything_that_it_loads(built: Bench) -> None:
    pages = [path for path in built.site if path.endswith(".html")]

    assert len(pages) > 20
    for path in pages:
        found = META.search(built.text(path)[:400])
        assert found, path
        assert found[1] == policy(path, STYLE.findall(built.text(path)))
        assert ("<style>" in built.text(path)) == (path == "404.html")


def test_only_the_single_file_may_run_what_is_inside_and_its_own_policy_says_what() -> None:
    given = directives(content_policy("briefing.html"))

    assert given["script-src"] == given["style-src"] == "'unsafe-inline'"
    assert {given[name] for name in ("default-src", "base-uri", "form-action", "frame-ancestors")} == {"'none'"}
    assert "connect-src" not in given  # it sends nothing
    own = content_policy("briefing.html", b'<meta http-equiv="Content-Security-Policy" content="script-src \'x\'">')
    assert own == "script-src 'x'; frame-ancestors 'none'"


def test_the_page_for_missing_addresses_needs_no_other_file_and_links_only_where_its_address_is_known(
    bench: Bench,
) -> None:
    bench.build()
    plain = bench.text("404.html")
    bench.base = "https://example.org/2021/"
    bench.build()

    assert re.findall(r"(?:href|src)=", plain) == []
    assert "delete the last part of the address" in plain
    assert 'href="https://example.org/2021/"' in bench.text("404.html")
    assert '<form action="https://example.org/2021/search.html" role="search">' in bench.text("404.html")
    assert "delete the last part" not in bench.text("404.html")


def test_the_example_for_nginx_names_the_style_of_the_page_for_missing_addresses(built: Bench) -> None:
    example = (ROOT / "docs/hosting/nginx.conf").read_text("utf-8")

    for path in ("404.html", "briefing.html", "index.html", "charts/embed/x.html"):
        assert f'"{content_policy(path, built.site.get(path, b""))}"' in example, path


ADDRESSES = {
    "https://example.org": True,
    "https://example.org/": True,
    "http://127.0.0.1:8000/reports/2021/": True,
    "https://example.org/reports/2021": True,
    "example.org": False,
    "//example.org/": False,
    "ftp://example.org/": False,
    "https://": False,
    "https:///reports/": False,
    "https://example.org/?a=1": False,
    "https://example.org/#top": False,
    "https://example.org/a b/": False,
    "https://example.org/\n/* X-Mine: 1": False,
    "https://user:secret@example.org/": False,
    'https://example.org/"onload="': False,
    "https://example.org/*": False,
    "javascript:alert(1)": False,
}


@pytest.mark.parametrize(("address", "right"), ADDRESSES.items(), ids=map(repr, ADDRESSES))
def test_an_address_is_a_folders_and_nothing_else(address: str, right: bool, tmp_path: Path) -> None:
    assert is_base_url(address) == right
    files = a_content()
    quoted = address.replace("\n", "\\n").replace('"', '\\"')
    files[BRIEFING] += f'site:\n  url: "{quoted}"\n'
    assert [one.code for one in findings(files)] == ([] if right else ["S106"])
    if right:
        assert a_briefing(files).overview.site.url == address
    elif " " in address:  # one is enough: the command asks the same function
        ran = called("build", "--base-url", address, cwd=tmp_path)
        assert (ran.returncode, list(tmp_path.iterdir())) == (2, [])


def test_the_contents_address_counts_where_the_command_gives_none(bench: Bench) -> None:
    bench.content[BRIEFING] += "site:\n  url: https://example.org/2021/\n"
    bench.build()
    assert '<link rel="canonical" href="https://example.org/2021/timeline.html">' in bench.text("timeline.html")
    assert "https://example.org/2021/timeline.html" in bench.text("sitemap.xml")

    bench.base = "https://preview.example/"
    bench.build()

    assert '<link rel="canonical" href="https://preview.example/timeline.html">' in bench.text("timeline.html")


def test_a_budget_of_the_content_stops_a_build_that_is_over_it_and_names_the_offender(bench: Bench) -> None:
    bench.content[BRIEFING] += "site:\n  budgets:\n    page: 20\n    file: 15\n    site: 30\n"

    found = bench.fails()

    assert {one.code for one in found} == {"V112", "V116", "V117"}
    assert {one.path for one in found if one.code == "V116"}
    assert not (bench.root / "site").exists()
