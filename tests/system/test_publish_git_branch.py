"""Publishing to a branch: a real repository, on disk and by HTTP, with a hook or a password in the way."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from digitrend.publish import TargetOptions, target_of
from publish_bench import FIRST, NEW_PAGE, NEXT, OLD_PAGE, SECOND, an_edition, compared, hindrance, sent
from site_bench import write

QUIET = {  # whose git this is must not matter
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.org",
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, and return what it prints."""
    env = {**os.environ, **QUIET}
    ran = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, env=env, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with a commit, its remote beside it, and this process working in it."""
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "clone")
    clone = tmp_path / "clone"
    git(clone, "remote", "add", "origin", "../remote.git")
    write(clone / "src", {"mine.txt": "mine"})
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message=Mine")
    monkeypatch.chdir(clone)
    return clone


def remote(clone: Path) -> Path:
    return clone.parent / "remote.git"


def on_branch(clone: Path, branch: str = "gh-pages") -> dict[str, bytes]:
    """Return the files of a branch of the remote, as git gives them to whoever clones it."""
    folder = clone.parent / "checked-out"
    shutil.rmtree(folder, ignore_errors=True)
    git(clone.parent, "clone", "--quiet", f"--branch={branch}", "remote.git", str(folder))
    paths = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def commits(clone: Path, branch: str = "gh-pages") -> list[str]:
    """Return the subjects of the branch's commits, newest first."""
    return git(remote(clone), "log", "--format=%s", branch).splitlines()


def pushed(clone: Path, files: Mapping[str, str]) -> None:
    """Have somebody else push files to the branch."""
    folder = clone.parent / "other"
    git(clone.parent, "clone", "--quiet", "remote.git", str(folder))
    if git(folder, "ls-remote", "--heads", "origin", "gh-pages"):
        git(folder, "switch", "--quiet", "gh-pages")
    else:
        git(folder, "switch", "--quiet", "--orphan", "gh-pages")
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=Theirs")
    git(folder, "push", "--quiet", "origin", "gh-pages")


PAGES = "github-pages"
HOST = {".nojekyll": b""}


def test_a_branch_gets_just_what_the_manifest_lists_and_what_the_host_asks_for(clone: Path) -> None:
    sent(FIRST, PAGES)

    assert on_branch(clone) == {**FIRST, **HOST}


def test_editions_follow_each_other_in_the_branch_s_history(clone: Path) -> None:
    sent(FIRST, PAGES)
    sent(SECOND, PAGES)

    assert on_branch(clone) == {**SECOND, **HOST}
    first, second = reversed(commits(clone))
    assert first.startswith("Publish the site: ")
    assert second == "Publish the site: 2 new, 2 changed, 2 removed, 3 as they were"


def test_what_is_there_already_makes_no_commit(clone: Path) -> None:
    sent(FIRST, PAGES)

    assert not sent(FIRST, PAGES)
    assert len(commits(clone)) == 1


def test_nothing_of_whoever_publishes_is_touched(clone: Path) -> None:
    (clone / "src/mine.txt").write_text("edited", encoding="utf-8")
    git(clone, "branch", "gh-pages")  # their own branch of that name, with something else in it
    before = (git(clone, "status", "--porcelain"), git(clone, "for-each-ref", "refs/heads"))

    sent(FIRST, PAGES)

    assert (git(clone, "status", "--porcelain"), git(clone, "for-each-ref", "refs/heads")) == before


def test_a_comparison_says_what_would_change_and_pushes_nothing(clone: Path) -> None:
    sent(FIRST, PAGES)
    before = git(remote(clone), "for-each-ref")

    todo = compared(SECOND, PAGES)

    assert todo == replace(NEXT, same=(".nojekyll", *NEXT.same))
    assert git(remote(clone), "for-each-ref") == before


def test_remote_and_branch_can_be_chosen(clone: Path) -> None:
    git(clone, "remote", "rename", "origin", "upstream")

    sent(FIRST, PAGES, remote="upstream", branch="site/live")

    assert on_branch(clone, "site/live") == {**FIRST, **HOST}


def test_a_shallow_clone_will_do(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(clone, "push", "--quiet", "origin", "main")
    sent(FIRST, PAGES)
    git(clone.parent, "clone", "--quiet", "--depth=1", "--branch=main", f"file://{remote(clone)}", "shallow")
    monkeypatch.chdir(clone.parent / "shallow")  # as jobs of a CI have it

    sent(SECOND, PAGES)

    assert on_branch(clone) == {**SECOND, **HOST}
    assert len(commits(clone)) == 2


def test_a_domain_of_one_s_own_is_named_once_and_stays(clone: Path) -> None:
    sent(FIRST, PAGES, domain="outlook.example.org")
    assert on_branch(clone)["CNAME"] == b"outlook.example.org"

    sent(SECOND, PAGES)
    assert on_branch(clone)["CNAME"] == b"outlook.example.org"


def test_a_branch_with_nothing_but_its_domain_can_be_published_to(clone: Path) -> None:
    pushed(clone, {"CNAME": "outlook.example.org\n"})  # as GitHub does when a domain is set

    sent(FIRST, PAGES)

    assert on_branch(clone)["CNAME"] == b"outlook.example.org"


def test_a_site_for_another_domain_than_the_branch_s_is_refused(clone: Path) -> None:
    sent(FIRST, PAGES, domain="example.net")

    fault = hindrance(SECOND, PAGES, address="https://outlook.example.org")

    assert fault.code == "X004"
    told = "the site was built for 'https://outlook.example.org' and is to be published at 'example.net'"
    assert fault.message == told
    assert len(commits(clone)) == 1


def test_what_others_put_into_the_branch_stays(clone: Path) -> None:
    sent(FIRST, PAGES)
    pushed(clone, {"google-site-verification.html": "theirs"})

    sent(SECOND, PAGES)

    assert on_branch(clone)["google-site-verification.html"] == b"theirs"
    assert OLD_PAGE not in on_branch(clone)


def test_nothing_that_others_keep_on_the_branch_is_changed(clone: Path) -> None:
    sent(FIRST, PAGES)
    pushed(clone, {".gitattributes": "hidden.txt export-ignore\ndated.txt export-subst\n*.dos text eol=crlf\n"})
    theirs = clone.parent / "other"
    write(theirs / "theirs", {f"{'n' * 200}-{i}.txt": "theirs" for i in range(1200)})
    (theirs / "hidden.txt").write_text("hidden")
    (theirs / "dated.txt").write_text("$Format:%H$")
    (theirs / "lines.dos").write_bytes(b"one\r\ntwo\r\n")
    (theirs / ":(top)odd").write_text("odd")
    (theirs / "run.sh").write_text("#!/bin/sh\n")
    (theirs / "run.sh").chmod(0o755)
    (theirs / "link").symlink_to("hidden.txt")
    (theirs / "absolute").symlink_to("/etc/hostname")
    git(theirs, "add", ".")
    git(theirs, "update-index", "--add", "--cacheinfo", f"160000,{git(theirs, 'rev-parse', 'HEAD')},module")
    git(theirs, "commit", "--quiet", "--message=Theirs, again")
    git(theirs, "push", "--quiet", "origin", "gh-pages")
    before = listed(clone)

    sent(SECOND, PAGES)

    after = listed(clone)
    assert before - after == {line for line in before if line.split("\t")[1] in {*NEXT.changed, *NEXT.removed}}
    assert {line.split("\t")[1] for line in after - before} == {*NEXT.new, *NEXT.changed}
    assert not git(clone, "count-objects", "-v").count("garbage: 1")


def listed(clone: Path) -> set[str]:
    """Return every entry of the branch's tree: mode, kind, object and path."""
    return {line for line in git(remote(clone), "ls-tree", "-r", "-z", "gh-pages").split("\0") if line}


@pytest.mark.parametrize("path", [NEW_PAGE, "assets", "index.html/deeper"])
def test_a_file_of_somebody_else_s_in_the_way_is_replaced_only_when_told_to(clone: Path, path: str) -> None:
    sent(an_edition({"robots.txt": ""}), PAGES)
    pushed(clone, {path: "theirs"})

    assert compared(SECOND, PAGES).taken == (path,)
    sent(SECOND, PAGES)  # the command asks for --overwrite first
    assert on_branch(clone) == {**SECOND, **HOST}


def test_a_hook_s_environment_leads_into_no_other_repository(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(clone.parent, "init", "--quiet", "elsewhere")
    for name, value in {"GIT_DIR": ".git", "GIT_WORK_TREE": ".", "GIT_INDEX_FILE": ".git/index"}.items():
        with monkeypatch.context() as patch:
            patch.setenv(name, str(clone.parent / "elsewhere" / value))
            sent(FIRST, PAGES)
    assert on_branch(clone) == {**FIRST, **HOST}
    assert git(clone.parent / "elsewhere", "count-objects") == "0 objects, 0 kilobytes"


@pytest.mark.usefixtures("clone")
def test_a_number_in_a_name_is_no_answer_of_a_server() -> None:
    assert hindrance(FIRST, PAGES, remote="report-401").code == "X204"


def test_folders_of_killed_publishes_are_removed(clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del clone
    temporary = tmp_path / "temporary"
    for name in ("digitrend-publish-killed", "digitrend-publish-young", "else"):
        write(temporary / name, {"index": "", ".lock": ""})
    os.utime(temporary / "digitrend-publish-killed", (0, 0))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    sent(FIRST, PAGES)

    assert {path.name for path in temporary.iterdir()} == {"digitrend-publish-young", "else"}


def test_a_branch_of_something_else_is_refused(clone: Path) -> None:
    pushed(clone, {"README.md": "theirs"})

    assert hindrance(FIRST, PAGES).code == "X005"
    assert on_branch(clone) == {"README.md": b"theirs"}


def test_without_a_name_of_one_s_own_the_commit_is_digitrend_s(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in QUIET:
        if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.useConfigOnly")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")

    sent(FIRST, PAGES)

    assert git(remote(clone), "log", "--format=%an", "gh-pages") == "digitrend"


def test_where_no_repository_is_none_is_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    assert hindrance(FIRST, PAGES).code == "X206"


@pytest.mark.usefixtures("clone")
def test_a_remote_that_is_not_there_is_told_of() -> None:
    assert hindrance(FIRST, PAGES, remote="elsewhere").code == "X204"
    with pytest.raises(ValueError, match="cannot be the name of a remote"):
        sent(FIRST, PAGES, remote="--upload-pack=touch x")


def test_a_push_that_is_declined_is_told_of_and_leaves_all_as_it_was(clone: Path) -> None:
    sent(FIRST, PAGES)
    before = git(remote(clone), "for-each-ref")
    hook = remote(clone) / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'no changes in the holidays' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)

    fault = hindrance(SECOND, PAGES)
    assert (fault.code, fault.message) == ("X203", "there is no right to write there: no changes in the holidays")
    assert git(remote(clone), "for-each-ref") == before
    hook.unlink()
    assert sent(SECOND, PAGES)


def test_who_is_overtaken_is_told_so_and_loses_nothing_of_the_other(clone: Path) -> None:
    sent(FIRST, PAGES)
    # The hook of the clone runs after the comparison and before the push: just when somebody else pushes.
    pushed(clone, {"theirs.txt": "first"})
    git(clone.parent / "other", "commit", "--quiet", "--allow-empty", "--message=Theirs, too")
    hook = clone / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nunset GIT_DIR\ngit -C '{clone.parent}/other' push --quiet origin gh-pages\n")
    hook.chmod(0o755)

    assert hindrance(SECOND, PAGES).code == "X205"
    assert commits(clone)[0] == "Theirs, too"
    hook.unlink()
    assert sent(SECOND, PAGES)
    assert on_branch(clone)["theirs.txt"] == b"first"


# By HTTP, with a password


class Door(BaseHTTPRequestHandler):
    """git's own HTTP server behind a password; one user may read and write, another only read."""

    root: Path
    users: ClassVar = {"ann": "correct-horse", "bob": "read-only-pass"}

    def do_GET(self) -> None:
        self.answer(b"")

    def do_POST(self) -> None:
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(body)

    def answer(self, body: bytes) -> None:
        user, _, password = base64.b64decode(self.headers.get("Authorization", "")[6:]).decode().partition(":")
        if self.users.get(user) != password:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.end_headers()
            return
        if user == "bob" and "receive-pack" in self.path:
            self.send_error(403)
            return
        path, _, query = self.path.partition("?")
        environment = {
            **os.environ,
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "REMOTE_USER": user,
        }
        ran = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=True)
        head, _, content = ran.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def door(clone: Path) -> Iterator[str]:
    """The address of the remote by HTTP, without a user."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OurDoor", (Door,), {"root": clone.parent}))
    git(remote(clone), "config", "http.receivepack", "true")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}/remote.git"
    server.shutdown()
    server.server_close()


def secrets_in(folder: Path, secret: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def test_a_branch_is_published_through_a_door_that_asks_for_a_password(clone: Path, door: str) -> None:
    git(clone, "remote", "set-url", "origin", f"http://ann:correct-horse@{door}")

    sent(FIRST, PAGES)

    assert on_branch(clone) == {**FIRST, **HOST}


@pytest.mark.parametrize(
    ("user", "code"), [("ann:wrong-secret@", "X202"), ("", "X202"), ("bob:read-only-pass@", "X203")]
)
def test_who_may_not_is_told_why_and_no_secret_is_told_on(clone: Path, door: str, user: str, code: str) -> None:
    address = f"http://{user}{door}"

    fault = hindrance(FIRST, PAGES, remote=address)

    assert fault.code == code
    for secret in ("wrong-secret", "read-only-pass"):
        assert secret not in f"{fault} {target_of(TargetOptions(PAGES, remote=address)).name}"
        assert secrets_in(clone, secret) == []


@pytest.mark.usefixtures("clone")
def test_a_host_that_is_not_there_is_told_of() -> None:
    assert hindrance(FIRST, PAGES, remote="http://127.0.0.1:1/remote.git").code == "X201"
