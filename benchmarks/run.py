"""Times the builds of this project as its users meet them: whole processes, several runs, the median of each.

    python benchmarks/run.py [--runs 5] [--content content]

Next to each stands how many times longer it takes than the floor: Python starting and importing what any such
program must, `import jinja2, markdown, yaml`.  Nothing of the project is touched: it is copied first.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import figures

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {"cold build": 2.5, "nothing to do": 0.15, "one figure edited": 0.8, "check": 0.4}  # seconds, on two cores
FLOOR = [sys.executable, "-c", "import jinja2, markdown, yaml"]
# A figure whose value is printed in the source in the same digits: both are changed together.
FIGURE = re.compile(r"^(    value: )(\d+)(\n(?:    .*\n)*?    printed: )\2\b", re.MULTILINE)
# Asked of a process that runs nothing else: how long the command took, the largest memory of any process in it, and its
# exit code.  On Linux it also takes in the processes that the command leaves behind, as workers' parents are.
MEASURED = """
import os, resource, subprocess, sys, time
if sys.platform == "linux":
    import ctypes
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
began = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
took = time.perf_counter() - began
try:
    while True:
        os.wait()
except ChildProcessError:
    print(took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, code)
"""


@dataclass
class Project:
    """A copy of the project, to build, edit and build again."""

    folder: Path
    edited: Path = field(init=False)
    original: str = field(init=False)

    def __post_init__(self) -> None:
        self.edited = next(
            path
            for path in sorted((self.folder / "content/trends").glob("*.yaml"))
            if FIGURE.search(path.read_text(encoding="utf-8"))
        )
        self.original = self.edited.read_text(encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of digitrend on the copy."""
        return [sys.executable, "-m", "digitrend", *arguments, "--content", str(self.folder / "content")]

    def build(self) -> list[str]:
        """Return the command line of a build."""
        places = {"templates": "templates", "out": "site", "cache": "cache"}
        return self.command("build", *(f"--{name}={self.folder / place}" for name, place in places.items()))

    def forget(self) -> None:
        """Remove all that a build left."""
        for name in ("site", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit(self) -> None:
        """Change a figure, or change it back: its value, and what the source prints with it."""
        if self.edited.read_text(encoding="utf-8") != self.original:
            self.edited.write_text(self.original, encoding="utf-8")
            return
        changed = FIGURE.sub(
            lambda found: f"{found[1]}{int(found[2]) + 1}{found[3]}{int(found[2]) + 1}", self.original, 1
        )
        self.edited.write_text(changed, encoding="utf-8")


@dataclass(frozen=True)
class Run:
    """One process: how long it took, and its largest memory (that of the largest process in it)."""

    seconds: float
    megabytes: float | None


def settled() -> dict[str, str]:
    """Return the environment of the processes: Python may keep what it compiles, as it does by default."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(command: list[str]) -> Run:
    """Run a command and measure it; on Windows without its memory, for which it has no such count."""
    if os.name == "nt":
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=settled())
        return Run(time.perf_counter() - began, None)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command], check=True, capture_output=True, text=True, env=settled()
    )
    seconds, memory, code = done.stdout.split()
    if code != "0":
        raise SystemExit(f"{' '.join(command[2:4])} failed:\n{done.stderr}")
    return Run(float(seconds), int(memory) / (1e6 if sys.platform == "darwin" else 1024))


def nothing() -> None:
    """Prepare nothing."""


def measured(runs: int, project: Project) -> dict[str, list[Run]]:
    """Run every kind of command so many times, in turn, so that a slow minute of the machine meets all alike."""
    kinds: dict[str, tuple[Callable[[], None], list[str]]] = {
        "floor": (nothing, FLOOR),
        "cold build": (project.forget, project.build()),
        "nothing to do": (nothing, project.build()),
        "one figure edited": (project.edit, project.build()),
        "check": (nothing, project.command("check")),
    }
    found: dict[str, list[Run]] = {name: [] for name in kinds}
    for _ in range(runs):
        for name, (prepare, command) in kinds.items():
            prepare()
            found[name].append(run(command))
    return found


def table(found: dict[str, list[Run]]) -> str:
    """Return the medians as a table, with what each may take."""
    floor = figures.median(run.seconds for run in found["floor"])
    lines = [f"{'':22}{'seconds':>9}{'memory':>10}{'floors':>9}{'limit':>9}"]
    for name, runs in found.items():
        seconds = figures.median(run.seconds for run in runs)
        sizes = [run.megabytes for run in runs if run.megabytes is not None]
        memory = f"{max(sizes):.0f} MB" if sizes else "–"
        limit = f"{LIMITS[name]:9.2f}{' over' * (seconds > LIMITS[name])}" if name in LIMITS else ""
        lines.append(f"{name:22}{seconds:9.2f}{memory:>10}{seconds / floor:9.1f}{limit}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Times the builds of this project.")
    parser.add_argument("--runs", type=int, default=5, help="how often each command is run (5)")
    parser.add_argument("--content", type=Path, default=ROOT / "content", help="what is built (this project's content)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="digitrend-bench-") as folder:
        shutil.copytree(options.content, Path(folder) / "content")
        shutil.copytree(ROOT / "templates", Path(folder) / "templates")
        print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, median of {options.runs} runs")
        print(table(measured(options.runs, Project(Path(folder)))))


if __name__ == "__main__":
    main()
