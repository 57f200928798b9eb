"""Times the preview as its users meet it: from the write of a file to the browser's new text.

    python benchmarks/serve.py [--runs 15] [--content content]

`digitrend serve` runs on a copy of the content; a real browser (the machine's Chromium, Chrome or Edge, or the one that
DIGITREND_CHROMIUM names) has a page open. A file is written, and the page notes by the same clock when what was written
stands in it. Each kind of edit is measured in turn, so that a slow minute of the machine meets all alike.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import figures
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "helpers"))
from browsers import installed_browsers, launch_arguments  # noqa: E402 - the tests find browsers already

ADDRESS = re.compile(r"http://127\.0\.0\.1:[0-9]+/")
# A figure whose value is printed in the source in the same digits: both are changed together.
FIGURE = re.compile(r"^    value: (\d+\.\d)\n(?:    .*\n)*?    printed: \1", re.MULTILINE)
FINDING = re.compile(r"^finding: (?:>-\n  )?", re.MULTILINE)
LIMITS = {"prose": 150, "a figure": 150, "a chart": 500}  # milliseconds
SEEN = """([selector, text]) => {
  const look = () => [...document.querySelectorAll(selector)].some(each => each.textContent.includes(text));
  if (look()) throw new Error(`'${text}' is there already`);
  window.seen = new Promise(done => {
    const watch = new MutationObserver(() => {
      if (!look()) return;
      watch.disconnect();
      done(performance.timeOrigin + performance.now());
    });
    watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}"""


REST = 1500  # milliseconds after which the preview has surely made all pages


@dataclass(frozen=True)
class Edit:
    """One edit: the file's new text, the page that is open, and what appears in which part of it."""

    new: str
    path: str
    selector: str
    shown: str


@dataclass(frozen=True)
class Subject:
    """The file that is edited: a trend's, with a figure of its own that a chart of it shows."""

    file: Path
    text: str
    value: str

    def edits(self, run: int) -> dict[str, Edit]:
        """Return one edit of each kind, each time another."""
        word = f"Edit {'abcdefghijklmnopqrstuvwxyz'[run % 26]}x."
        prose = FINDING.sub(lambda found: f"{found[0]}{word} ", self.text, count=1)
        trend = f"trends/{self.file.stem.partition('-')[2]}.html"
        first, second = f"{float(self.value) + run + 1:.1f}", f"{float(self.value) + run + 1.1:.1f}"
        return {
            "prose": Edit(prose, trend, "main", word),
            "a figure": Edit(self._with(first), "", "main", first),  # on the overview, whose charts have it not
            "a chart": Edit(self._with(second), trend, "main svg", second),
        }

    def _with(self, value: str) -> str:
        """Return the file's text with another value of the figure."""
        return FIGURE.sub(lambda found: found[0].replace(self.value, value), self.text, count=1)


def served(content: Path, folder: Path) -> tuple[subprocess.Popen[str], str]:
    """Serve a copy of the content and return the process and the address."""
    shutil.copytree(content, folder / "content")
    shutil.copytree(ROOT / "templates", folder / "templates")
    command = [sys.executable, "-m", "digitrend", "serve", "--port", "0"]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    found = ADDRESS.search(process.stdout.readline())
    if not found:
        raise SystemExit("digitrend serve did not start")
    process.stdout.readline()  # the first site is there
    return process, found[0]


@contextmanager
def browsing() -> Iterator[Page]:
    """Open a window of a real browser."""
    path = next(installed_browsers(), None)
    if path is None:
        raise SystemExit("no browser was found: name one in DIGITREND_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=launch_arguments())
        yield browser.new_page()
        browser.close()


def latency(page: Page, address: str, edit: Edit, file: Path) -> float:
    """Write a file, and return the milliseconds until the open page shows what is new."""
    if page.url != address + edit.path:
        page.goto(address + edit.path)
        page.wait_for_timeout(REST)
    page.evaluate(SEEN, [edit.selector, edit.shown])
    began = time.time() * 1000
    file.write_text(edit.new, encoding="utf-8")
    took = float(page.evaluate("seen")) - began
    page.wait_for_timeout(REST)
    return took


def measured(page: Page, address: str, folder: Path, runs: int) -> dict[str, list[float]]:
    """Make every kind of edit so many times, in turn."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((folder / "content/trends").glob("*.yaml"))}
    subject = next(Subject(path, text, hit[1]) for path, text in texts.items() if (hit := FIGURE.search(text)))
    took: dict[str, list[float]] = {}
    for run in range(runs):
        for name, edit in subject.edits(run).items():
            took.setdefault(name, []).append(latency(page, address, edit, subject.file))
            subject.file.write_text(subject.text, encoding="utf-8")
            page.wait_for_timeout(REST)
    return took


def table(took: dict[str, list[float]]) -> str:
    """Return the medians as a table, with what nine in ten stay under."""
    lines = [f"{'':14}{'median':>9}{'9 in 10':>9}{'slowest':>9}{'at most':>9}   ms"]
    for name, times in took.items():
        ninth = sorted(times)[math.ceil(0.9 * len(times)) - 1]
        lines.append(f"{name:14}{figures.median(times):9.0f}{ninth:9.0f}{max(times):9.0f}{LIMITS[name]:9}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Times the preview, from a save to the browser's new text.")
    parser.add_argument("--runs", type=int, default=15, help="how often each edit is made (15)")
    parser.add_argument(
        "--content", type=Path, default=ROOT / "content", help="what is served (this project's content)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="digitrend-bench-") as name:
        folder = Path(name)
        process, address = served(options.content, folder)
        try:
            with browsing() as page:
                print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {options.runs} runs")
                print(table(measured(page, address, folder, options.runs)))
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
