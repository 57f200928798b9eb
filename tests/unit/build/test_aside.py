"""What is made aside is what would be made here, in a copy of the process where that can be had."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

RUN = """
import os, sys, threading
from digitrend.build.workers import aside, cores
here = os.getpid()

def told(make):
    try:
        return make()
    except ArithmeticError as error:
        return f"{type(error).__name__} {os.getpid() == here}"

def killed():
    if os.getpid() != here:
        os.kill(os.getpid(), 9)
    return "made here"

print(told(aside(lambda: (os.getpid() == here) is not (sys.platform == "linux" and cores() > 0))))
print(told(aside(lambda: 1 / 0)))
print(told(aside(killed)))
print(told(aside(lambda: len("x" * 3_000_000))))
print(len([aside(lambda: [1] * 50_000) for _ in range(3)][1]()))
threading.Thread(target=threading.Event().wait, daemon=True).start()
print(told(aside(lambda: os.getpid() == here)))
"""


@pytest.mark.skipif(os.name == "nt", reason="no processes are copied on Windows")
def test_a_result_an_error_a_lost_copy_and_a_process_with_threads() -> None:
    done = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, check=False, timeout=60)

    assert done.stderr == ""
    assert done.stdout.split("\n") == ["True", "ZeroDivisionError True", "made here", "3000000", "50000", "True", ""]
