"""What the system refuses is said in one true sentence."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import digitrend.__main__
import digitrend.cli.main
from digitrend.build import workers
from digitrend.build.recipe import Recipe
from digitrend.errors import WorkerLostError
from site_bench import build_command

NO_THREAD = RuntimeError("can't start new thread")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            OSError(errno.EROFS, "Read-only file system"),
            "the system refuses what was asked of it: read-only file system",
        ),
        (
            OSError(errno.ENOENT, "No such file or directory", "a.yaml"),
            "cannot read or write 'a.yaml': no such file or directory",
        ),
        (MemoryError(), "there is not enough memory"),
        (ImportError("x.so: failed to map segment from shared object"), "there is not enough memory"),
        (NO_THREAD, "the system gives no more threads"),
    ],
)
def test_it_is_one_sentence(
    error: Exception, told: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr(digitrend.cli.main, "cli", refuse)
    monkeypatch.setattr(digitrend.__main__, "ending", lambda: None)

    with pytest.raises(SystemExit) as exit_:
        digitrend.__main__.main()

    assert (exit_.value.code, capfd.readouterr().err) == (1, f"digitrend: {told}\n")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.EROFS, "Read-only file system"), "read-only file system"),
        (ImportError("This platform lacks a functioning sem_open implementation"), "this system has no semaphores"),
        (NO_THREAD, "this system allows no more threads"),
    ],
)
def test_workers_that_cannot_be_started_say_why(error: Exception, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise error

    monkeypatch.setattr(workers, "_pool", refuse)

    with pytest.raises(WorkerLostError) as caught:
        workers.Workers(2).start(Recipe("a", {}, lambda _: b"", in_worker=True), {})
    assert str(caught.value) == f"no worker process could be started ({told})"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is limited in other ways")
@pytest.mark.parametrize("megabytes", [250, *(pytest.param(each, marks=pytest.mark.full) for each in (120, 500, 900))])
def test_a_build_with_little_memory_ends_without_a_traceback(tmp_path: Path, megabytes: int) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    ran = subprocess.run(
        build_command(tmp_path, "--quiet"),
        capture_output=True,
        text=True,
        preexec_fn=limited,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )

    assert "Traceback" not in ran.stderr
    assert ran.returncode == 0 or ran.stderr.startswith("digitrend: "), ran.stderr
