"""Bytes stay whole, in their folder, and ours apart from others'."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrend.build import output as site_module
from digitrend.build.cache import Cache
from digitrend.build.files import MARKER, DiskStore, digest, exchange, safe
from digitrend.build.output import Site
from digitrend.errors import BusyError, NotOursError, StoreError
from tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes or links")


def tree(folder: Path) -> dict[str, bytes]:
    """Return a folder's files, the marker left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def names(folder: Path) -> list[str]:
    """Return what a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def put(site: Site, files: Mapping[str, bytes]) -> None:
    """Make a site of just these files."""
    with site.locked():
        site.swap(site.stage(files))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "build" / "site"


@pytest.fixture(params=["one step", "two renames"])
def swapping(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with the system's exchange, and as where there is none."""
    if request.param == "two renames":
        monkeypatch.setattr(site_module, "exchange", lambda *_: False)


# Paths


@table("path", ["index.html", "trends/ai.html", ".well-known/x", "_headers", "ä/日.html", "con-1.html"])
def test_a_relative_path_is_safe(path: str) -> None:
    assert safe(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "..",
        "a/../../b",
        "a//b",
        "a/",
        "./a",
        "C:/x",
        "c:x",
        "a\\b",
        "//host/x",
        "nul",
        "a/AUX.html",
        "com1.txt",
        "LPT²",
        "a.",
        "a ",
        "x?",
        "a\nb",
        "a\0b",
        "\udc80",
    ],
)
def test_no_store_takes_a_path_that_leads_elsewhere_or_means_something_elsewhere(path: str) -> None:
    store = DiskStore(Path("nowhere"))
    for use in (store.read, store.remove, lambda path: store.write(path, b"")):
        with pytest.raises(ValueError, match="cannot be the path of a file"):
            use(path)


@given(st.text(alphabet="./\\:ab .\0", max_size=12))
def test_a_safe_path_never_leaves_its_folder(path: str) -> None:
    try:
        safe(path)
    except ValueError:
        return
    assert Path(os.path.normpath(Path("/root", path))).is_relative_to("/root/")
    assert os.path.normpath(path) == path.replace("/", os.sep)


# Stores


def test_a_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    store.write("a/b.txt", b"1")
    store.write("a/b.txt", b"2")
    store.write("c.txt", b"3")

    assert (store.read("a/b.txt"), store.read("a"), {*tree(tmp_path)}) == (b"2", None, {"a/b.txt", "c.txt"})

    store.remove("a/b.txt")
    store.remove("a/b.txt")
    store.remove("c.txt/d")

    assert (store.read("a/b.txt"), [*tree(tmp_path)]) == (None, ["c.txt"])


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, small_disk: Callable[[], object]) -> None:
    store = DiskStore(tmp_path)
    store.write("a/b.txt", b"old")

    small_disk()
    with pytest.raises(StoreError, match=r"^cannot write 'a/b.txt': file too large$"):
        store.write("a/b.txt", b"x" * 100_000)

    assert tree(tmp_path) == {"a/b.txt": b"old"}


@posix
def test_a_store_follows_no_link_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/key").write_bytes(b"secret")
    store = DiskStore(tmp_path / "files")
    store.write("a.txt", b"1")
    (tmp_path / "files/link").symlink_to(tmp_path / "secret")

    for use in (store.read, store.remove, lambda path: store.write(path, b"")):
        with pytest.raises(StoreError, match="'link' is a link"):
            use("link/key")

    assert [*tree(tmp_path / "files")] == ["a.txt"]
    assert (tmp_path / "secret/key").read_bytes() == b"secret"


@pytest.fixture
def small_disk() -> object:
    """Return a function after which no file can grow over 10 kB, as on a disk that is full."""
    resource = pytest.importorskip("resource", reason="no file size limit on this system")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, old[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, old)


# Cache


def test_a_cache_keeps_bytes_until_they_are_pruned(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("one", b"1")
    cache.put("two", b"2")
    cache.write_note("note", b"3")
    (tmp_path / "cache/objects/README").write_text("not ours")

    cache.keep_only(["two"])

    assert (cache.get("one"), cache.get("two"), cache.get("three")) == (None, b"2", None)
    assert cache.note("note") == b"3"
    assert (tmp_path / "cache/objects/README").exists()


@pytest.mark.parametrize("damage", [b"", b"x", b"1" * 64 + b"\n1"])
def test_a_damaged_object_is_absent(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("one", b"1")
    (tmp_path / "objects" / digest("one")).write_bytes(damage)

    assert cache.get("one") is None


def test_two_objects_of_a_cache_that_changed_places_are_absent(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("one", b"1")
    cache.put("two", b"2")
    one, two = sorted((tmp_path / "objects").iterdir())
    one.rename(tmp_path / "aside")
    two.rename(one)
    (tmp_path / "aside").rename(two)

    assert (cache.get("one"), cache.get("two")) == (None, None)


def test_a_cache_that_cannot_be_written_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    cache = Cache(tmp_path / "cache")

    cache.put("one", b"1")
    cache.write_note("note", b"1")
    cache.drop_note("note")
    cache.keep_only([])

    assert (cache.get("one"), cache.note("note"), cache.notes()) == (None, None, [])


# The site


@pytest.mark.usefixtures("swapping")
def test_a_site_becomes_what_was_staged_and_nothing_is_left_beside_it(out: Path) -> None:
    put(Site(out), {"index.html": b"1", "a/b.html": b"2", "a/old/c.html": b"3"})
    put(Site(out), {"index.html": b"1", "a/b.html": b"new"})

    assert tree(out) == {"index.html": b"1", "a/b.html": b"new"}
    assert not (out / "a/old").exists()
    assert names(out.parent) == ["site"]


def test_the_marker_lists_each_file_with_its_digest_in_order(out: Path) -> None:
    put(Site(out), {"b.html": b"2", "a.html": b"1"})

    marker = (out / MARKER).read_text()
    assert json.loads(marker) == {
        "generator": "digitrend",
        "files": {"a.html": digest(b"1"), "b.html": digest(b"2")},
    }
    assert marker.index("a.html") < marker.index("b.html")


def test_a_file_that_stays_the_same_keeps_its_date(out: Path) -> None:
    put(Site(out), {"a.html": b"1", "b.html": b"2"})
    os.utime(out / "a.html", (1, 1))

    put(Site(out), {"a.html": b"1", "b.html": b"new"})

    assert (out / "a.html").stat().st_mtime == 1


@pytest.mark.usefixtures("swapping")
def test_what_was_put_into_the_site_by_hand_stays(out: Path) -> None:
    put(Site(out), {"index.html": b"1", "gone/a.html": b"1"})
    (out / "CNAME").write_bytes(b"example.org")
    (out / "gone/note.txt").write_bytes(b"mine")
    (out / ".git/refs/heads").mkdir(parents=True)

    put(Site(out), {"index.html": b"2"})

    assert tree(out) == {"index.html": b"2", "CNAME": b"example.org", "gone/note.txt": b"mine"}
    assert (out / ".git/refs/heads").is_dir()
    assert "CNAME" not in (Site(out).files() or {})


@pytest.mark.usefixtures("swapping")
def test_what_is_put_there_while_the_new_site_is_staged_stays_too(out: Path) -> None:
    site = Site(out)
    put(site, {"index.html": b"1"})
    (out / "CNAME").write_bytes(b"old")

    with site.locked():
        staged = site.stage({"index.html": b"2"})
        (out / "late.txt").write_bytes(b"late")
        (out / "CNAME").unlink()
        (out / "CNAME").write_bytes(b"new")
        site.swap(staged)

    assert tree(out) == {"index.html": b"2", "CNAME": b"new", "late.txt": b"late"}


@posix
def test_a_link_put_there_by_hand_stays_a_link(out: Path) -> None:
    put(Site(out), {"a.html": b"1"})
    (out / "latest").symlink_to("a.html")

    put(Site(out), {"a.html": b"2"})

    assert (out / "latest").readlink() == Path("a.html")


def test_a_file_of_ours_that_was_edited_is_restored(out: Path) -> None:
    put(Site(out), {"a.html": b"1", "b.html": b"2"})
    (out / "a.html").write_bytes(b"edited")
    (out / "b.html").unlink()

    put(Site(out), {"a.html": b"1", "b.html": b"2"})

    assert tree(out) == {"a.html": b"1", "b.html": b"2"}


@pytest.mark.parametrize("path", ["CNAME", "CNAME/x", "data"])
def test_a_file_put_there_by_hand_is_never_overwritten(out: Path, path: str) -> None:
    put(Site(out), {"index.html": b"1"})
    (out / "CNAME").write_bytes(b"mine")
    (out / "data").mkdir()
    (out / "data/mine.csv").write_bytes(b"mine")

    with pytest.raises(StoreError, match="move it away"):
        put(Site(out), {path: b"ours"})

    assert tree(out) == {"index.html": b"1", "CNAME": b"mine", "data/mine.csv": b"mine"}
    assert names(out.parent) == ["site"]


def test_a_file_put_there_by_hand_that_the_build_makes_too_becomes_ours(out: Path) -> None:
    put(Site(out), {"index.html": b"1"})
    (out / "CNAME").write_bytes(b"example.org")

    put(Site(out), {"CNAME": b"example.org"})

    assert Site(out).files() == {"CNAME": digest(b"example.org")}


def test_where_no_links_can_be_made_files_are_copied(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    put(Site(out), {"a.html": b"1", "b.html": b"2"})
    (out / "CNAME").write_bytes(b"mine")
    monkeypatch.setattr(os, "link", refuse)

    put(Site(out), {"a.html": b"1", "b.html": b"new"})

    assert tree(out) == {"a.html": b"1", "b.html": b"new", "CNAME": b"mine"}


@posix
def test_what_is_written_can_be_read_by_whom_the_umask_says(out: Path) -> None:
    old = os.umask(0o027)
    try:
        put(Site(out), {"a/b.html": b"1"})
        DiskStore(out.parent).write("c.txt", b"")
    finally:
        os.umask(old)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (out, out / "a", out / "a/b.html", out / MARKER)}
    assert modes == {"site": 0o750, "a": 0o750, "b.html": 0o640, MARKER: 0o640}
    assert (out.parent / "c.txt").stat().st_mode & 0o777 == 0o640


# Whose folder it is


def foreign(out: Path) -> None:
    (out / "thesis.doc").write_bytes(b"mine")


def other_marker(out: Path) -> None:
    (out / MARKER).write_text('{"generator": "hakyll", "files": {}}')


def broken_marker(out: Path) -> None:
    (out / MARKER).write_text('{"generator": "digitrend", "fil')


def escaping_marker(out: Path) -> None:
    (out / MARKER).write_text('{"generator": "digitrend", "files": {"../thesis.doc": "0"}}')


def deep_marker(out: Path) -> None:
    (out / MARKER).write_text("[" * 100_000)


@pytest.mark.parametrize("fill", [foreign, other_marker, broken_marker, escaping_marker, deep_marker])
def test_a_folder_that_is_not_ours_is_never_touched(out: Path, fill: Callable[[Path], None]) -> None:
    out.mkdir(parents=True)
    fill(out)
    before = {path: path.read_bytes() for path in out.iterdir()}

    with pytest.raises(NotOursError, match="contains files that digitrend did not write"):
        put(Site(out), {"a.html": b"1"})

    assert {path: path.read_bytes() for path in out.iterdir()} == before
    assert names(out.parent) == ["site"]


def test_an_empty_folder_may_become_the_site(out: Path) -> None:
    out.mkdir(parents=True)

    put(Site(out), {"a.html": b"1"})

    assert tree(out) == {"a.html": b"1"}


def test_a_file_cannot_become_the_site(out: Path) -> None:
    out.parent.mkdir()
    out.write_bytes(b"mine")

    with pytest.raises(NotOursError, match="is a file"):
        put(Site(out), {"a.html": b"1"})

    assert out.read_bytes() == b"mine"


@posix
@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_link_cannot_become_the_site(out: Path, target: str) -> None:
    (out.parent / "elsewhere").mkdir(parents=True)
    out.symlink_to(out.parent / target)

    with pytest.raises(NotOursError, match="is a link: name the folder that it leads to"):
        put(Site(out), {"a.html": b"1"})

    assert tree(out.parent) == {}


def test_no_site_takes_the_place_of_a_folder_that_people_live_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, home = tmp_path / "work/project", tmp_path / "home/me"
    work.mkdir(parents=True)
    home.mkdir(parents=True)
    monkeypatch.chdir(work)
    monkeypatch.setenv("USERPROFILE" if os.name == "nt" else "HOME", str(home))

    for place in (".", "..", "../..", work, work.parent, home, home.parent, tmp_path.anchor):
        with pytest.raises(NotOursError, match="working or home folder"):
            Site(Path(place)).check()
    Site(Path("site")).check()


@posix
def test_a_site_may_lie_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    put(Site(tmp_path / "link/site"), {"a.html": b"1"})

    assert tree(tmp_path / "real/site") == {"a.html": b"1"}


# What killed builds leave


@pytest.fixture
def left(out: Path) -> Path:
    """A site, and beside it a whole former one, as a kill leaves it."""
    put(Site(out), {"a.html": b"old"})
    left = out.with_name(".site.old-0123abcd")
    out.rename(left)
    return left


def test_an_old_site_that_was_left_aside_is_put_back(out: Path, left: Path) -> None:
    with Site(out).locked():
        pass

    assert (tree(out), left.exists()) == ({"a.html": b"old"}, False)


def test_an_old_site_beside_the_new_one_is_removed(out: Path, left: Path) -> None:
    out.mkdir()

    with Site(out).locked():
        pass

    assert not left.exists()


def test_only_folders_of_our_name_and_with_our_marker_are_removed(out: Path, left: Path) -> None:
    others = [
        "site.new-0123abcd",
        ".site.new-0123",
        ".site.new-0123abcdef",
        ".other.new-0123abcd",
        ".site.tmp-0123abcd",
    ]
    left.rename(out)
    for name in others:
        (out.parent / name).mkdir()
    (out.parent / ".site.new-76543210").mkdir()
    (out.parent / ".site.new-76543210/mine").write_bytes(b"mine")
    (out.parent / ".site.old-89abcdef").write_bytes(b"a file")

    put(Site(out), {"a.html": b"1"})

    assert names(out.parent) == sorted([*others, ".site.new-76543210", ".site.old-89abcdef", "site"])


def test_what_is_staged_and_not_swapped_is_removed(out: Path) -> None:
    put(Site(out), {"a.html": b"old"})

    with pytest.raises(KeyboardInterrupt), Site(out).locked():  # noqa: PT012 - the whole story
        Site(out).stage({"a.html": b"new"})
        raise KeyboardInterrupt

    assert tree(out) == {"a.html": b"old"}
    assert names(out.parent) == ["site"]


# What the system refuses


def test_on_a_full_disk_the_old_site_stays_whole(out: Path, small_disk: Callable[[], object]) -> None:
    put(Site(out), {"a.html": b"old"})

    small_disk()
    with pytest.raises(StoreError, match=r"^cannot write 'b/big.html': file too large$"):
        put(Site(out), {"a.html": b"new", "b/big.html": b"x" * 100_000})

    assert tree(out) == {"a.html": b"old"}
    assert names(out.parent) == ["site"]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_site_that_cannot_be_moved_stays(out: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    """As on Windows, when somebody has a file of it open."""
    put(Site(out), {"a.html": b"old"})
    rename, calls = Path.rename, []

    def refuse(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(site_module, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StoreError, match=r"^cannot replace '.*site' by the new site: permission denied$"):
        put(Site(out), {"a.html": b"new"})

    assert tree(out) == {"a.html": b"old"}
    assert names(out.parent) == ["site"]


def test_a_parent_that_is_a_file_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(StoreError, match=r"^cannot write beside '.*file/site': "):
        put(Site(tmp_path / "file/site"), {"a.html": b"1"})


def test_a_second_build_waits_and_then_says_who_is_there(out: Path) -> None:
    with Site(out).locked(), pytest.raises(BusyError, match=r"another build is writing to '.*site'"):
        in_thread(lambda: put_at_once(out))

    put_at_once(out)


def put_at_once(out: Path) -> None:
    with Site(out).locked(patience=0.1):
        pass


def in_thread(work: Callable[[], None]) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux promises")
def test_linux_exchanges_folders_in_one_step(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_bytes(b"")

    assert exchange(tmp_path / "one", tmp_path / "other")

    assert (names(tmp_path / "one"), names(tmp_path / "other")) == (["other"], ["one"])
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "one", tmp_path / "nowhere")
