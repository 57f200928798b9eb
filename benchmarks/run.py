"""Times the builds of this project as its users meet them: whole processes, several runs, the median of each.

    python benchmarks/run.py [--runs 5] [--large] [--save FILE] [--against FILE]

Next to each stands how many times longer it takes than the floor: Python starting and importing what any such
program must, `import jinja2, markdown, yaml`. `--large` adds contents of 14, 100 and 1,000 parts: it takes minutes.
Nothing of the project is touched: it is copied first.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from large import write_content

ROOT = Path(__file__).resolve().parent.parent
# How many floors each may take on two quiet cores.
GOALS = {
    "cold build": 12.0,
    "nothing to do": 1.0,
    "a figure edited": 5.0,
    "a drawn figure edited": 9.0,
    "a sentence edited": 4.0,
    "check": 2.2,
}
GROWTH, EDIT, MEMORY = 11.0, 0.1, 250.0  # of 1,000 parts: times 100 parts, times cold, megabytes
FLOOR = [sys.executable, "-c", "import jinja2, markdown, yaml"]
# What an edit changes, and what to: in this project's content, and in one that was made.
EDITS = {
    "a figure edited": ("trends/06-digital-governance.yaml", "printed: 48 application", "printed: 49 application"),
    "a drawn figure edited": ("trends/01-technology-and-uses.yaml", "printed: 18.2%", "printed: 18.3%"),
    "a sentence edited": (
        "trends/05-services-and-consumption.yaml",
        "  - text: >-\n      ",
        "  - text: >-\n      Now: ",
    ),
}
SENTENCE = ("trend-1.yaml", "The paragraph tells", "This paragraph tells")
# Asked of a process that runs nothing else: how long the command took, its processor time, the largest memory of any
# process in it, and its exit code. On Linux it also takes in the processes that the command leaves behind, as
# workers' parents are.
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
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(took, spent.ru_utime + spent.ru_stime, spent.ru_maxrss, code)
"""


@dataclass
class Project:
    """A copy of the project, to build, edit and build again."""

    folder: Path
    originals: dict[Path, str] = field(default_factory=dict)

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of digitrend on the copy."""
        return [sys.executable, "-m", "digitrend", *arguments, "--content", str(self.folder / "content")]

    def build(self) -> list[str]:
        """Return the command line of a build."""
        places = {"templates": "templates", "out": "site", "cache": "cache"}
        return self.command(
            "build", "--unaudited", *(f"--{name}={self.folder / place}" for name, place in places.items())
        )

    def forget(self) -> None:
        """Remove all that a build left."""
        for name in ("site", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit(self, name: str, old: str, new: str) -> None:
        """Make a change in the file whose name ends so, or change it back."""
        path = next(path for path in (self.folder / "content").rglob("*.yaml") if path.as_posix().endswith(name))
        text = path.read_text(encoding="utf-8")
        original = self.originals.setdefault(path, text)
        if old not in original:
            raise SystemExit(f"{name} has no '{old}' to change: see EDITS")
        path.write_text(original.replace(old, new, 1) if text == original else original, encoding="utf-8")

    def remark(self) -> None:
        """Give a file bytes that it never had: a comment, which changes nothing."""
        with (self.folder / "content" / "source.yaml").open("a", encoding="utf-8") as file:
            file.write(f"# {time.time_ns()}\n")


@dataclass(frozen=True, slots=True)
class Run:
    """One command: how long it took, the processor time of all its processes, and the memory of the largest."""

    seconds: float
    processor: float
    megabytes: float


def settled() -> dict[str, str]:
    """Return the environment of the processes: Python may keep what it compiles, as it does by default."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(command: list[str], folder: Path | None = None) -> Run:
    """Run a command, in a folder, and measure it; on Windows only the time, since there is no count of the rest."""
    if os.name == "nt":
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=settled(), cwd=folder)
        return Run(time.perf_counter() - began, 0, 0)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        check=True,
        capture_output=True,
        text=True,
        env=settled(),
        cwd=folder,
    )
    seconds, processor, memory, code = done.stdout.split()
    if code != "0":
        raise SystemExit(f"{' '.join(command[2:4])} failed:\n{done.stderr}")
    return Run(float(seconds), float(processor), int(memory) / (1e6 if sys.platform == "darwin" else 1024))


def nothing() -> None:
    """Prepare nothing."""


def measured(runs: int, project: Project) -> dict[str, list[Run]]:
    """Run every kind of command so many times, in turn, so that a slow minute of the machine meets all alike."""
    kinds: dict[str, tuple[Callable[[], None], list[str]]] = {
        "floor": (nothing, FLOOR),
        "cold build": (project.forget, project.build()),
        "nothing to do": (nothing, project.build()),
        **{name: (partial(project.edit, *change), project.build()) for name, change in EDITS.items()},
        "check": (project.remark, project.command("check")),
        "check again": (nothing, project.command("check")),
    }
    found: dict[str, list[Run]] = {name: [] for name in kinds}
    for _ in range(runs):
        for name, (prepare, command) in kinds.items():
            prepare()
            found[name].append(run(command))
    return found


def grown(folder: Path, runs: int) -> dict[str, list[Run]]:
    """Build contents of 14, 100 and 1,000 parts, and each again with one sentence changed."""
    found: dict[str, list[Run]] = {}
    for parts in (14, 100, 1000):
        project = Project(folder / str(parts))
        write_content(project.folder / "content", parts)
        shutil.copytree(ROOT / "templates", project.folder / "templates")
        for _ in range(runs):
            project.forget()
            found.setdefault(f"{parts} parts, cold", []).append(run(project.build()))
            project.edit(*SENTENCE)
            found.setdefault(f"{parts} parts, a sentence edited", []).append(run(project.build()))
    return found


Medians = dict[str, tuple[float, float, float]]  # seconds, seconds of the processor, megabytes


def medians(found: dict[str, list[Run]]) -> Medians:
    """Return the median of each kind of run; of memory the most."""
    return {
        name: (
            median(run.seconds for run in runs),
            median(run.processor for run in runs),
            max(run.megabytes for run in runs),
        )
        for name, runs in found.items()
    }


def table(found: Medians, before: Medians) -> str:
    """Return the medians as a table: seconds, processor time, memory, and floors beside the goal."""
    floor = found["floor"][0]
    lines = [f"{'':32}{'seconds':>9}{'cpu':>9}{'memory':>10}{'floors':>9}{'goal':>7}{'before':>9}"]
    for name, (seconds, processor, memory) in found.items():
        goal = f"{GOALS[name]:7.1f}" if name in GOALS else f"{'':7}"
        then = f"{before[name][0] / before['floor'][0]:9.1f}" if name in before else ""
        over = " over" * (name in GOALS and seconds / floor > 1.05 * GOALS[name])
        lines.append(f"{name:32}{seconds:9.2f}{processor:9.2f}{memory:7.0f} MB{seconds / floor:9.1f}{goal}{then}{over}")
    if "1000 parts, cold" in found:
        (_, small, _), (_, large, memory) = found["100 parts, cold"], found["1000 parts, cold"]
        edited = found["1000 parts, a sentence edited"][1]
        lines.append(f"\n1,000 parts take {large / small:.1f} times the processor time of 100 (goal: {GROWTH:.0f});")
        lines.append(f"an edit there takes {edited / large:.2f} of a cold build (goal: {EDIT});")
        lines.append(f"the largest process has {memory:.0f} MB (goal: {MEMORY:.0f}).")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Times the builds of this project.")
    parser.add_argument("--runs", type=int, default=5, help="how often each command is run (5)")
    parser.add_argument("--large", action="store_true", help="measure contents of 14, 100 and 1,000 parts, once each")
    parser.add_argument("--save", type=Path, help="keep the figures in this file")
    parser.add_argument("--against", type=Path, help="show the floors of figures that were kept, in a last column")
    options = parser.parse_args()
    before = json.loads(options.against.read_text(encoding="utf-8")) if options.against else {}
    with tempfile.TemporaryDirectory(prefix="digitrend-bench-") as name:
        folder = Path(name)
        shutil.copytree(ROOT / "content", folder / "content")
        shutil.copytree(ROOT / "templates", folder / "templates")
        print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, median of {options.runs} runs")
        found = measured(options.runs, Project(folder))
        if options.large:
            found |= grown(folder, 1)
    print(table(medians(found), before))
    if options.save:
        options.save.write_text(json.dumps(medians(found), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
