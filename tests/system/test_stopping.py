"""A command that is told to stop, at any moment, says so in one sentence, and what stood before stands."""

from __future__ import annotations

import fcntl
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builders import SMALL
from digitrend.signals import Stop, check_interrupt, deferred, interruptible, set_stop_message, stoppable, stopped
from site_bench import MARKER, build_command, command, tree, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEED = 2021  # another one, other moments: DIGITREND_KILL_SEED=7 pytest tests/system/test_stopping.py
SIGNALS = int(os.environ.get("DIGITREND_SIGNALS", "10"))

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which signals a process catches")


def until(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait until something holds, or the process has ended."""
    while process.poll() is None and not holds():
        time.sleep(0.0005)


def catches(process: subprocess.Popen[str]) -> bool:
    """Tell whether a process answers SIGTERM itself: it does from the first lines of its own on."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    except OSError:
        return False
    caught = int(next(line for line in status.splitlines() if line.startswith("SigCgt")).split()[1], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def started(*arguments: str) -> subprocess.Popen[str]:
    """Start a command in a group of its own, and return when it answers signals."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(arguments, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    until(lambda: catches(process), process)
    return process


def used(process: subprocess.Popen[str]) -> float:
    """Return how many seconds of the processor a process has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def used_to_end(process: subprocess.Popen[str]) -> float:
    """Wait until a process has ended, and return the seconds of the processor that it took: a busy machine takes more
    of anybody's time.
    """
    begun = last = used(process)
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            last = used(process)
        time.sleep(0.01)
    return last - begun


def held(lock: Path) -> bool:
    """Tell whether a process holds a lock, and not only its file is there."""
    if not lock.exists():
        return False
    with lock.open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def rests(process: subprocess.Popen[str]) -> bool:
    """Tell whether a process needs next to no time of the processor for a second: it waits for something."""
    before = used(process)
    time.sleep(1)
    return used(process) - before < 0.05


def console_script() -> str:
    return str(Path(sys.executable).with_name("digitrend"))


# In the process itself


def told(number: int = signal.SIGTERM) -> None:
    os.kill(os.getpid(), number)


def test_a_signal_waits_for_the_next_step(capfd: pytest.CaptureFixture[str]) -> None:
    done = []
    with stoppable():
        with pytest.raises(KeyboardInterrupt), deferred():  # noqa: PT012 - the whole story
            told(signal.SIGINT)
            told()
            done.append("what was begun")
            check_interrupt()
            done.append("more")
        with pytest.raises(SystemExit) as exit_:
            stopped()

    assert (done, exit_.value.code) == (["what was begun"], 130)
    assert capfd.readouterr().err == "digitrend: stopped; the site is unchanged\n"


def test_a_block_that_is_held_ends_with_the_stop_that_was_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    with stoppable():
        with pytest.raises(KeyboardInterrupt), deferred():  # noqa: PT012 - the whole story
            with deferred():
                told()
            set_stop_message("it is done")
        with pytest.raises(SystemExit):
            stopped()

    assert capfd.readouterr().err == "digitrend: stopped; it is done\n"


def test_handlers_are_put_back_and_a_signal_that_was_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    with stoppable():
        assert isinstance(signal.getsignal(signal.SIGTERM), Stop)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN

    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    signal.signal(signal.SIGINT, before)


def test_where_nothing_answers_signals_nothing_is_held_or_stopped() -> None:
    with deferred():
        check_interrupt()


def test_what_only_computes_stops_at_once_but_not_what_is_cleared_away_in_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    done = []
    with stoppable():
        with pytest.raises(KeyboardInterrupt), deferred(), interruptible():  # noqa: PT012 - the whole story
            with deferred():
                pass
            told(signal.SIGINT)
            done.append("more")
        with pytest.raises(SystemExit):
            stopped()
    with stoppable(), pytest.raises(KeyboardInterrupt), deferred(), interruptible(), deferred():  # noqa: PT012
        told(signal.SIGINT)
        done.append("what was begun")

    assert done == ["what was begun"]
    assert capfd.readouterr().err == "digitrend: stopped; the site is unchanged\n"


# From without, at any moment


LOOP = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.full)])
def test_a_template_that_loops_is_left_within_a_second(tmp_path: Path, small_cache: Path, number: int) -> None:
    shutil.copytree(small_cache, tmp_path / "cache")
    write(tmp_path / "templates/pages", {"home.html": LOOP})
    process = started(*build_command(tmp_path, "--templates", tmp_path / "templates"))
    until((tmp_path / ".site.lock").exists, process)
    before = used(process)
    until(lambda: used(process) > before + 1, process)  # far more than all before the loop needs

    process.send_signal(number)
    took = used_to_end(process)
    printed, errors = process.communicate(timeout=30)

    assert (process.returncode, printed, errors) == (130, "", "digitrend: stopped; the site is unchanged\n")
    assert took < 3  # a second, and what it takes to end


def test_a_preview_of_a_template_that_loops_ends_within_a_second(tmp_path: Path, small_cache: Path) -> None:
    write(tmp_path / "templates/pages", {"home.html": LOOP})
    cache = shutil.copytree(small_cache, tmp_path / "cache")
    folders = ("--content", SMALL, "--templates", tmp_path / "templates", "--cache", cache)
    process = started(*command("serve", "--port", "0", *folders))
    assert process.stdout
    assert process.stdout.readline().startswith("The preview is at ")
    before = used(process)
    until(lambda: used(process) > before + 1, process)  # likewise

    process.send_signal(signal.SIGINT)
    took = used_to_end(process)
    process.communicate(timeout=30)

    assert took < 3  # a second, and what it takes to end


def moments() -> Iterator[tuple[float, list[int], bool]]:
    """Yield when to send which signals, as a share of a build, and whether to the whole group, as a terminal does."""
    chance = random.Random(int(os.environ.get("DIGITREND_KILL_SEED", SEED)))
    both: list[int] = [signal.SIGINT, signal.SIGTERM]
    for i in itertools.count():
        # Half of them at the start, where all is loaded and workers are born; every third is sent twice.
        share, signals = chance.uniform(0, 1 if i % 2 else 1 / 3), chance.choices(both, k=2 if i % 3 == 0 else 1)
        yield share, signals, i % 4 == 0


def send(process: subprocess.Popen[str], number: int, *, group: bool) -> None:
    if process.poll() is None:
        os.killpg(process.pid, number) if group else process.send_signal(number)


@pytest.mark.parametrize("signals", [2, pytest.param(SIGNALS, marks=pytest.mark.full)])
def test_a_signal_at_any_moment_ends_a_build_in_one_sentence_and_the_site_is_whole(
    tmp_path: Path, signals: int
) -> None:
    build = build_command(tmp_path)
    scripted = [console_script(), *build[3:]]
    (tmp_path / "none").mkdir()
    begun = time.perf_counter()
    subprocess.run(build_command(tmp_path / "true", "--quiet"), check=True)
    usual = time.perf_counter() - begun
    new = tree(tmp_path / "true/site")
    old = {MARKER: b'{"files": {}, "generator": "digitrend"}', "mine.txt": b"mine"}
    ends: list[tuple[int, str]] = []

    for i, (share, numbers, group) in enumerate(moments()):
        if i >= signals and sum(code == 130 for code, _ in ends) > signals // 3:
            break
        moment = share * usual
        write(tmp_path / "site", old)
        if i % 8 == 0:
            write(tmp_path / "cache", {})
        process = started(*(scripted if i % 2 else build))
        time.sleep(moment)
        for number in numbers:
            send(process, number, group=group)
            time.sleep(0.01)
        printed, errors = process.communicate(timeout=60)

        whole = {**new, "mine.txt": b"mine"}
        about = f"{i}: {[signal.Signals(number).name for number in numbers]} after {moment:.3f} s"
        ends.append((process.returncode, errors))
        if process.returncode == 0:
            usual *= 0.9  # it was too fast to be met at work
        assert (process.returncode, errors) in {
            (0, ""),
            (130, "digitrend: stopped; the site is unchanged\n"),
            (130, "digitrend: stopped; the new site is in place\n"),
        }, about
        done = process.returncode == 0 or "new site" in errors
        assert tree(tmp_path / "site") == (whole if done else old), about
        assert not printed or done, about
        assert sorted(path.name for path in tmp_path.iterdir() if "site" in path.name) == ["site"], about


def test_a_build_that_is_told_to_stop_in_the_midst_of_it_leaves_the_old_site(tmp_path: Path) -> None:
    write(tmp_path / "site", {MARKER: '{"files": {}, "generator": "digitrend"}', "mine.txt": "mine"})
    process = started(*build_command(tmp_path))
    until(lambda: held(tmp_path / ".site.lock"), process)  # it has begun to make what must be made

    process.send_signal(signal.SIGINT)
    printed, errors = process.communicate(timeout=60)

    assert (process.returncode, printed, errors) == (130, "", "digitrend: stopped; the site is unchanged\n")
    assert (tmp_path / "site/mine.txt").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "site/index.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if "site" in path.name) == ["site"]


def test_a_check_that_is_told_to_stop_does_at_once() -> None:
    for seconds in (0, 0.02, 0.05, 0.1):
        process = started(*command("check", "--content", SMALL))
        time.sleep(seconds)
        send(process, signal.SIGTERM, group=False)
        printed, errors = process.communicate(timeout=60)

        assert (process.returncode, printed, errors) in {
            (130, "", "digitrend: stopped; the site is unchanged\n"),
            (130, "Nothing is wrong.\n", "digitrend: stopped; the site is unchanged\n"),
            (0, "Nothing is wrong.\n", ""),
        }


def test_one_who_waits_for_another_build_can_be_told_to_stop(tmp_path: Path, small_cache: Path) -> None:
    shutil.copytree(small_cache, tmp_path / "cache")
    lock = tmp_path / ".site.lock"
    first = started(*build_command(tmp_path))
    until(lambda: held(lock), first)
    first.send_signal(signal.SIGSTOP)
    second = started(*build_command(tmp_path))
    until(lambda: rests(second), second)

    second.send_signal(signal.SIGINT)
    errors = second.communicate(timeout=60)[1]
    first.send_signal(signal.SIGCONT)
    first.communicate(timeout=60)

    assert (second.returncode, errors) == (130, "digitrend: stopped; the site is unchanged\n")
    assert first.returncode == 0
