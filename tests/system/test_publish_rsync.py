"""Publishing by rsync: a daemon on loopback, with a password or none, and by way of a shell."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from machine import NO_RSYNC, stand_down
from publish_bench import FIRST, NEW_PAGE, NEXT, SECOND, an_edition, compared, hindrance, sent
from site_bench import MARKER, tree, write

CONFIGURATION = """
use chroot = no
{as_root}
log file = {folder}/log
pid file = {folder}/pid
[open]
path = {folder}/open
read only = no
[closed]
path = {folder}/closed
read only = yes
[secret]
path = {folder}/secret
read only = no
auth users = ann
secrets file = {folder}/passwords
"""
AS_ROOT = """uid = 0
gid = 0"""  # else root's daemon would write as nobody


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a daemon and the folder of its modules."""
    if not shutil.which("rsync"):
        stand_down(NO_RSYNC, "none was found on this machine")
    folder = tmp_path_factory.mktemp("served")
    for name in ("open", "closed", "secret"):
        (folder / name).mkdir()
    (folder / "passwords").write_text("ann:correct-horse\n", encoding="ascii")
    (folder / "passwords").chmod(0o600)
    as_root = AS_ROOT if os.geteuid() == 0 else ""
    (folder / "rsyncd.conf").write_text(CONFIGURATION.format(folder=folder, as_root=as_root), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--daemon", "--no-detach", "--address=127.0.0.1", f"--port={port}", f"--config={folder}/rsyncd.conf"]
    with subprocess.Popen(["rsync", *options], stdin=subprocess.DEVNULL) as daemon:
        for _ in range(500):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.01)
        yield f"rsync://127.0.0.1:{port}", folder
        daemon.terminate()


@pytest.fixture
def there(served: tuple[str, Path]) -> Path:
    """The folder of the open module, empty."""
    write(served[1] / "open", {})
    shutil.rmtree(served[1] / "open")
    (served[1] / "open").mkdir()
    return served[1] / "open"


@pytest.fixture
def to(served: tuple[str, Path], there: Path) -> str:  # noqa: ARG001 - emptied first
    return f"{served[0]}/open/outlook/2021"


def test_a_machine_gets_just_what_the_manifest_lists(to: str, there: Path) -> None:
    sent(FIRST, to)

    assert tree(there) == {f"outlook/2021/{path}": raw for path, raw in FIRST.items()}


def test_a_whole_module_will_do(served: tuple[str, Path], there: Path) -> None:
    sent(FIRST, f"{served[0]}/open/")

    assert tree(there) == FIRST


def test_only_what_changed_is_sent_and_only_what_was_ours_is_removed(to: str, there: Path) -> None:
    sent(FIRST, to)
    site = there / "outlook/2021"
    (site / "theirs.txt").write_bytes(b"theirs")
    before = (site / "index.html").stat()

    assert compared(SECOND, to) == NEXT
    assert sent(SECOND, to) == NEXT

    assert tree(site) == {**SECOND, "theirs.txt": b"theirs"}
    assert (site / "index.html").stat().st_ino == before.st_ino
    assert not sent(SECOND, to)


def test_what_is_removed_is_no_pattern_for_what_is_not_ours(to: str, there: Path) -> None:
    sent(an_edition({"index.html": "a", "data/a[1].csv": "b", "old/b.csv": "c"}), to)
    site = there / "outlook/2021"
    for theirs in ("data/a1.csv", "data/deep/a1.csv"):
        (site / theirs).parent.mkdir(exist_ok=True)
        (site / theirs).write_bytes(b"theirs")

    sent(an_edition({"index.html": "a"}), to)

    assert tree(site).keys() == {"index.html", MARKER, "data/a1.csv", "data/deep/a1.csv"}


def test_what_somebody_changed_there_is_mended(to: str, there: Path) -> None:
    sent(FIRST, to)
    (there / "outlook/2021/index.html").write_bytes(b"<title>0verview</title>")  # as long as it was

    assert sent(FIRST, to).changed == ("index.html",)
    assert tree(there / "outlook/2021") == FIRST


def test_files_can_be_read_by_a_web_server_whatever_the_mask_here(to: str, there: Path) -> None:
    before = os.umask(0o077)
    try:
        sent(FIRST, to)
    finally:
        os.umask(before)

    modes = {oct(path.stat().st_mode & 0o777) for path in (there / "outlook/2021").rglob("*")}
    assert modes == {"0o644", "0o755"}


def test_a_comparison_changes_nothing(to: str, there: Path) -> None:
    assert compared(FIRST, to).new == tuple(FIRST)
    assert tree(there) == {}
    assert list(there.iterdir()) == []


# As ssh does: leaves out the user and the host, and has a shell read the rest; from a certain call on, the line is cut.
SHELL = """#!/bin/sh
echo call >>{folder}/calls
[ "$(wc -l <{folder}/calls)" -lt {cut} ] || exit 255
while [ "$1" != rsync ]; do shift; done
exec sh -c "$*"
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A shell instead of ssh; called with the number of the call from which on the line is cut."""

    def cut(call: int) -> None:
        (tmp_path / "calls").write_text("", encoding="ascii")
        (tmp_path / "shell").write_text(SHELL.format(folder=tmp_path, cut=call), encoding="utf-8")
        (tmp_path / "shell").chmod(0o755)

    monkeypatch.setenv("RSYNC_RSH", str(tmp_path / "shell"))
    cut(100)
    return cut


def test_a_shell_will_do(tmp_path: Path, shell: Callable[[int], None]) -> None:  # noqa: ARG001 - in force meanwhile
    sent(FIRST, f"ann@web.example.org:{tmp_path}/a folder/site/")

    assert tree(tmp_path / "a folder/site") == FIRST


@pytest.mark.parametrize("call", [4, *(pytest.param(each, marks=pytest.mark.full) for each in (1, 2, 3, 5, 6, 7, 8))])
def test_what_was_interrupted_halfway_is_finished_by_the_next_time(
    tmp_path: Path, shell: Callable[[int], None], call: int
) -> None:
    site = tmp_path / "site"
    sent(FIRST, f"web:{site}")
    shell(call)

    assert hindrance(SECOND, f"web:{site}").code == "X207"
    for page in site.rglob("*.html"):
        for wanted in re.findall(r"href=[.][.]/([^>]+)>", page.read_text(encoding="utf-8")):
            assert (site / wanted).exists(), page
    shell(100)

    # Meanwhile another edition came out: what the interrupted one brought must not stay.
    sent(FIRST, f"web:{site}")
    assert tree(site) == FIRST
    sent(SECOND, f"web:{site}")
    assert tree(site) == SECOND


def test_a_folder_of_somebody_else_s_is_refused(to: str, there: Path) -> None:
    write(there / "outlook/2021", {"cat.jpg": b"theirs"})

    assert hindrance(FIRST, to).code == "X005"
    assert tree(there) == {"outlook/2021/cat.jpg": b"theirs"}


@pytest.mark.parametrize("path", [NEW_PAGE, pytest.param("trends/plum-orchards.html/deeper", marks=pytest.mark.full)])
def test_a_file_of_somebody_else_s_in_the_way_is_seen(to: str, there: Path, path: str) -> None:
    sent(FIRST, to)
    (there / "outlook/2021" / path).parent.mkdir(exist_ok=True)
    (there / "outlook/2021" / path).write_bytes(b"theirs")

    assert compared(SECOND, to).taken == (path,)
    sent(SECOND, to)  # the command asks for --overwrite first
    assert tree(there / "outlook/2021") == SECOND


def test_a_link_of_somebody_else_s_in_the_way_is_seen(to: str, there: Path) -> None:
    sent(FIRST, to)
    (there / "outlook/2021" / NEW_PAGE).symlink_to("../index.html")

    assert compared(SECOND, to).taken == (NEW_PAGE,)


def test_a_password_comes_from_the_environment(served: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSYNC_PASSWORD", "correct-horse")

    sent(FIRST, f"{served[0].replace('//', '//ann@')}/secret/")

    assert MARKER in tree(served[1] / "secret")


@pytest.mark.parametrize(
    ("user", "module", "code"),
    [("ann@", "secret", "X202"), ("", "closed", "X203"), ("", "nowhere", "X204")],
)
def test_what_stands_in_the_way_is_told_without_a_secret(
    served: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, user: str, module: str, code: str
) -> None:
    monkeypatch.setenv("RSYNC_PASSWORD", "wrong-secret")

    fault = hindrance(FIRST, f"{served[0].replace('//', f'//{user}')}/{module}/")

    assert fault.code == code, fault
    assert "wrong-secret" not in str(fault)


def test_a_machine_that_cannot_be_reached_is_told_of() -> None:
    assert hindrance(FIRST, "rsync://127.0.0.1:1/site/").code == "X201"


def test_a_shell_that_lets_nobody_in_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = tmp_path / "shell"
    shell.write_text("#!/bin/sh\necho 'ann@web: Permission denied (publickey,password).' >&2\nexit 255\n")
    shell.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(shell))

    assert hindrance(FIRST, "ann@web.example.org:site").code == "X202"


def test_without_rsync_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert hindrance(FIRST, "rsync://127.0.0.1:1/site/").code == "X006"
