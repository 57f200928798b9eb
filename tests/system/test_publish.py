"""Publishing: which sites may be, what would change, and a folder as the place."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from digitrend.build.files import marker_text
from digitrend.build.hosting import content_type
from digitrend.publish import TargetOptions, target_of, without_secrets
from digitrend.publish.changes import Changes, changes, steps, vanished
from digitrend.publish.git_branch import domain_of
from publish_bench import ADDRESS, NEW_PAGE, OLD_PAGE, Editions, a_copy, arguments, publish, published
from site_bench import MARKER, command, tree, write
from tables import table

# What may be published


def refusal(project: Path, to: Path, *more: str) -> list[str]:
    """Return the codes of what stands in the way; nothing is published then."""
    ran = publish(project, to, *more)
    assert (ran.code, ran.told) == (1, "")
    assert ran.errors.endswith("Nothing was published.\n")
    assert not to.exists()
    return re.findall(r"^\S+ ([A-Z]\d{3}) ", ran.errors, re.MULTILINE)


def test_nothing_is_published_where_nothing_was_built(tmp_path: Path) -> None:
    assert refusal(tmp_path, tmp_path / "there") == ["X001"]


def test_a_file_that_is_not_what_was_built_is_not_published(editions: Editions, tmp_path: Path) -> None:
    project = a_copy(editions.first, tmp_path / "project")
    (project / "site/index.html").write_text("mine", encoding="utf-8")
    (project / "site/robots.txt").unlink()

    assert refusal(project, tmp_path / "there") == ["X002", "X002"]


@pytest.mark.parametrize("folder", ["content", "templates"])
def test_a_site_that_is_older_than_what_it_is_made_of_is_not_published(
    editions: Editions, tmp_path: Path, folder: str
) -> None:
    project = a_copy(editions.first, tmp_path / "project")
    write(project / folder, {**tree(project / folder), "new.yaml": "# new\n"})

    assert refusal(project, tmp_path / "there") == ["X003"]


def test_a_site_that_was_built_elsewhere_is_not_published(editions: Editions, tmp_path: Path) -> None:
    project = a_copy(editions.first, tmp_path / "project")
    write(project / "cache", {})

    assert refusal(project, tmp_path / "there") == ["X003"]


def test_a_site_for_another_address_is_not_published(editions: Editions, tmp_path: Path) -> None:
    there, elsewhere = tmp_path / "there", "https://example.net/"

    assert refusal(editions.addressed, there, "--base-url", elsewhere) == ["X004"]
    assert refusal(editions.first, there, "--base-url", elsewhere) == ["X004"]
    assert "Published" in published(editions.addressed, there, "--base-url", ADDRESS)


def test_a_site_that_does_not_verify_is_not_published(editions: Editions, tmp_path: Path) -> None:
    project = a_copy(editions.first, tmp_path / "project")
    # As if a former version had built it, whose rules were milder: its own manifest and memory agree with it.
    from builds import build
    from digitrend.build.cache import Cache
    from digitrend.build.inputs import Options, read_inputs
    from digitrend.build.output import Site
    from digitrend.build.recipe import Recipe

    content, templates = project / "content", project / "templates"
    options = Options(content, templates, project / "site", project / "cache", unaudited=True)
    files = {**tree(project / "site"), "broken.html": b"<a href='nowhere.html'>x</a>"}
    recipes = [
        Recipe(path, {}, lambda _, content=content: content)  # type: ignore[misc]
        for path, content in files.items()
        if path != MARKER
    ]
    build(recipes, Site(options.out), Cache(options.cache), read_inputs(options).digest, workers=0)

    codes = refusal(project, tmp_path / "there")
    assert codes
    assert {code[0] for code in codes} == {"V"}


@pytest.mark.parametrize(
    "to",
    [
        "ftp://example.org/site",
        "s3://",
        "s3://bucket/../x",
        "s3://bucket/a//b",
        "rsync://user:secret@example.org/site/",
        "https://token:secret@example.org/x",
        "project/site",
        "project",
        "project/site/deeper",
    ],
)
def test_what_cannot_be_a_place_is_misuse(editions: Editions, tmp_path: Path, to: str) -> None:
    project = a_copy(editions.first, tmp_path / "project")
    ran = publish(project, tmp_path / to if to.startswith("project") else to)

    assert ran.code == 2
    assert "Error: Invalid value for --to: " in ran.errors
    assert "secret" not in ran.errors


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--branch", "gh pages"),
        ("--branch", "../x"),
        ("--branch", "x.lock"),
        ("--branch", "-x"),
        ("--branch", "a//b"),
        ("--remote", "--upload-pack=x"),
        ("--cname", "https://example.org/"),
        ("--cname", "example"),
        ("--cname", "two words.org"),
    ],
)
def test_a_name_that_cannot_be_is_refused_before_the_site_is_read(tmp_path: Path, option: str, value: str) -> None:
    ran = publish(tmp_path, "github-pages", f"{option}={value}")  # a folder without a site, which would be X001

    assert (ran.code, "Invalid value for --to" in ran.errors) == (2, True)


# What would change, and in which order


def test_a_comparison_says_what_is_new_changed_gone_and_the_same() -> None:
    files = {"a": b"", "b": b"", "c": b""}

    compared = changes(files, {"a": True, "b": False, "old": False, "mine": False}, ["a", "b", "old", "lost"])

    assert compared == Changes(new=("c",), changed=("b",), removed=("old",), same=("a",))
    assert str(compared) == "1 new, 1 changed, 1 removed, 1 as they were"


def test_assets_are_there_before_pages_and_the_manifest_before_all_that_is_new() -> None:
    files = dict.fromkeys(["a.html", "assets/a.css", "data/a.json", MARKER, "sitemap.xml"], b"")
    listed, ours = {"old.html": "1"}, dict.fromkeys(["a.html", "assets/a.css", "data/a.json", "sitemap.xml"], "2")

    parts = list(steps(files, Changes(new=tuple(files), removed=("old.html",)), listed, ours))

    assert parts[0] == {MARKER: marker_text(listed | ours)}
    assert [list(part) for part in parts[1:]] == [["assets/a.css", "data/a.json"], ["a.html", "sitemap.xml"]]


def test_a_page_that_is_no_more_is_warned_of(editions: Editions, tmp_path: Path) -> None:
    published(editions.first, tmp_path / "there")

    ran = publish(editions.second, tmp_path / "there", "--dry-run")

    assert ran.code == 0
    assert f"{OLD_PAGE}:1:1: X101 (warning) the address '{OLD_PAGE}' was published at" in ran.errors
    assert vanished(Changes(removed=("assets/a.css",)), "x") == []


@table(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/site-0.css", "text/css; charset=utf-8"),
        ("assets/a.woff2", "font/woff2"),
        ("data/x.unknown", "application/octet-stream"),
    ],
)
def test_files_are_sent_as_what_they_are(name: str, kind: str) -> None:
    assert content_type(name) == kind


def test_every_kind_of_file_has_a_type(editions: Editions) -> None:
    unknown = {path for path in editions.site(editions.addressed) if content_type(path) == "application/octet-stream"}

    assert unknown == set()


def test_no_secret_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI")

    told = without_secrets("cannot read https://user:token@example.org/x.git with wJalrXUtnFEMI\n  at all")

    assert told == "cannot read https://example.org/x.git with … at all"


@table(
    ("text", "told"),
    [
        (
            "unable to access 'https://user:pa/ss@word@example.org/x.git/': 404",
            "unable to access 'https://example.org/x.git/': 404",
        ),
        (
            "GET https://example.org/x.git/info/refs?token=abc&service=x failed",
            "GET https://example.org/x.git/info/refs failed",
        ),
        ("https://example.org/#access_token=abc", "https://example.org/"),
        ("ask ann@example.org", "ask ann@example.org"),
    ],
)
def test_no_login_and_no_query_of_an_address_is_repeated(text: str, told: str) -> None:
    assert without_secrets(text) == told


@table(
    ("to", "name"),
    [
        ("s3://bucket/some/prefix/", "s3://bucket/some/prefix"),
        ("rsync://web.example.org:8730/site/2021", "rsync://web.example.org:8730/site/2021"),
        ("me@web.example.org:/var/www/", "me@web.example.org:/var/www"),
        ("web:www", "web:www"),
        ("github-pages", "gh-pages of origin"),
        ("a/folder", "a/folder"),
        ("C:/a/folder", "C:/a/folder"),
    ],
)
def test_a_place_is_told_by_how_it_is_written(to: str, name: str) -> None:
    assert target_of(TargetOptions(to)).name == name


@table(
    ("address", "domain"),
    [
        ("https://outlook.example.org/", "outlook.example.org"),
        ("https://outlook.example.org", "outlook.example.org"),
        ("https://example.org/outlook/", ""),
        ("https://somebody.github.io/outlook/", ""),
        ("https://somebody.github.io/", ""),
        ("", ""),
    ],
)
def test_a_domain_of_one_s_own_needs_a_name_in_the_branch(address: str, domain: str) -> None:
    assert domain_of(address) == domain


# A folder


def test_a_folder_gets_just_what_the_manifest_lists(editions: Editions, tmp_path: Path) -> None:
    project, there = a_copy(editions.first, tmp_path / "project"), tmp_path / "there"
    write(project / "site", {**tree(project / "site"), "notes.txt": b"mine", ".env": b"SECRET=1"})

    assert published(project, there).startswith(f"Published to {there.as_posix()}: ")
    assert tree(there) == editions.site(editions.first)
    assert published(project, there).startswith("Nothing to do: ")


def test_the_next_edition_takes_the_place_of_the_last_and_leaves_what_is_not_ours(
    editions: Editions, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    published(editions.first, there)
    (there / "CNAME").write_bytes(b"example.org")

    published(editions.second, there)

    assert tree(there) == {**editions.site(editions.second), "CNAME": b"example.org"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there"]


def test_a_dry_run_prints_what_would_change_and_changes_nothing(editions: Editions, tmp_path: Path) -> None:
    there = tmp_path / "there"
    published(editions.first, there)
    before = tree(tmp_path)

    lines = publish(editions.second, there, "--dry-run").told.splitlines()

    assert f"+ {NEW_PAGE}" in lines
    assert f"- {OLD_PAGE}" in lines
    assert "~ issues/silt.html" in lines
    assert re.fullmatch(r"Would publish to .*: \d+ new, \d+ changed, \d+ removed, \d+ as they were\.", lines[-1])
    assert tree(tmp_path) == before


def test_a_folder_that_was_damaged_is_mended(editions: Editions, tmp_path: Path) -> None:
    there = tmp_path / "there"
    published(editions.first, there)
    (there / "index.html").write_bytes(b"damaged")

    assert ": 0 new, 1 changed, 0 removed, " in published(editions.first, there)
    assert tree(there) == editions.site(editions.first)


def test_a_folder_of_somebody_else_s_is_refused(editions: Editions, tmp_path: Path) -> None:
    write(tmp_path / "there", {"index.html": "mine"})

    ran = publish(editions.first, tmp_path / "there")

    assert ran.code == 1
    assert "contains files that digitrend did not write" in ran.errors
    assert tree(tmp_path / "there") == {"index.html": b"mine"}


def test_a_file_of_somebody_else_s_in_the_way_is_replaced_only_when_told_to(editions: Editions, tmp_path: Path) -> None:
    there = tmp_path / "there"
    published(editions.first, there)
    write(there, {**tree(there), NEW_PAGE: "theirs", "mine.txt": "mine"})
    before = tree(there)

    ran = publish(editions.second, there)
    dry = publish(editions.second, there, "--dry-run")

    assert (ran.code, ran.told, dry.code, dry.told) == (1, "", 1, "")
    assert f"X007 '{NEW_PAGE}' there is not digitrend's" in ran.errors
    assert tree(there) == before
    published(editions.second, there, "--overwrite")
    assert tree(there) == {**editions.site(editions.second), "mine.txt": b"mine"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_can_be_read_by_a_web_server_whatever_the_mask(editions: Editions, tmp_path: Path) -> None:
    there = tmp_path / "new/there"
    tmp_path.chmod(0o755)
    mask = os.umask(0o077)
    try:
        published(editions.first, there)
    finally:
        os.umask(mask)

    modes = {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "new", *(tmp_path / "new").rglob("*"))}
    assert modes == {"0o755", "0o644"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who can be refused")
def test_a_folder_without_the_right_to_write_is_told_of(editions: Editions, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)

    ran = publish(editions.first, tmp_path / "closed/there")

    assert (ran.code, ran.told) == (1, "")
    assert re.fullmatch(r"digitrend: cannot write .*: permission denied\n", ran.errors)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.full)])
def test_who_is_told_to_stop_says_how_things_stand_and_leaves_nothing_running(
    editions: Editions, tmp_path: Path, number: int
) -> None:
    shell, called = tmp_path / "shell", tmp_path / "called"
    write(tmp_path, {"shell": f"#!/bin/sh\necho $$ >{called}.new\nmv {called}.new {called}\nexec sleep 60\n"})
    shell.chmod(0o755)
    process = subprocess.Popen(
        command(*arguments(editions.first, "web:site")),
        env={**os.environ, "RSYNC_RSH": str(shell)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not called.exists() and process.poll() is None:
        time.sleep(0.01)

    process.send_signal(number)
    printed, errors = process.communicate(timeout=30)

    assert (process.returncode, printed, errors) == (130, "", "digitrend: stopped; nothing was published\n")
    until = time.monotonic() + 20  # the shell is rsync's child, and ends just after it
    with pytest.raises(ProcessLookupError):  # noqa: PT012 - a loop
        while time.monotonic() < until:
            os.kill(int(called.read_text(encoding="ascii")), 0)
            time.sleep(0.01)
