"""Times this project beside MkDocs-Material: 14 parts of 250 words with a chart by matplotlib each, both cold.

    python benchmarks/peer.py PYTHON [--runs 5]

PYTHON is an interpreter that has mkdocs-material and matplotlib. There a part is a page of the same words, with its
chart as SVG, drawn by a script that runs before the build. Here it is what this project makes of it.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from statistics import median

from large import SENTENCES, write_content
from run import FLOOR, ROOT, Project, Run, run

PARTS = 14
DRAWING = f"""
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
import subprocess, sys
for number in range(1, {PARTS + 1}):
    figure, axes = plt.subplots(figsize=(6.4, 3))
    axes.barh(["one", "two", "three"], [18.2, 14.7, 9.1])
    axes.set_title("The chart of a part")
    figure.savefig(f"docs/chart-{{number}}.svg")
    plt.close(figure)
raise SystemExit(subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"]).returncode)
"""


def write_pages(folder: Path) -> None:
    """Write the parts as pages of MkDocs."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: A large briefing\ntheme: {name: material}\n", encoding="utf-8")
    (folder / "build.py").write_text(DRAWING, encoding="utf-8")
    words = "\n\n".join(SENTENCES)
    for number in range(1, PARTS + 1):
        page = f"# Part {number}\n\n{words}\n\n![The chart of a part](chart-{number}.svg)\n"
        name = "index" if number == 1 else f"part-{number}"
        (folder / "docs" / f"{name}.md").write_text(page, encoding="utf-8")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", help="an interpreter that has mkdocs-material and matplotlib")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project, peer = Project(Path(folder, "own")), Path(folder, "peer")
        write_content(project.folder / "content", PARTS, charts=True)
        shutil.copytree(ROOT / "templates", project.folder / "templates")
        write_pages(peer)
        found: dict[str, list[Run]] = {"floor": [], "here": [], "MkDocs-Material": []}
        for _ in range(given.runs):
            project.forget()
            shutil.rmtree(peer / "site", ignore_errors=True)
            found["floor"].append(run(FLOOR))
            found["here"].append(run(project.build()))
            found["MkDocs-Material"].append(run([given.python, "build.py"], peer))
    seconds = {name: median(each.seconds for each in runs) for name, runs in found.items()}
    processor = {name: median(each.processor for each in runs) for name, runs in found.items()}
    for name in found:
        print(f"{name:18}{seconds[name]:8.2f} s{processor[name]:8.2f} s of processor time")
    for what, times in (("time", seconds), ("processor time", processor)):
        print(f"here / MkDocs-Material, {what}: {times['here'] / times['MkDocs-Material']:.2f} (goal: 0.6)")


if __name__ == "__main__":
    main()
