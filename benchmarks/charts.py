"""Times what a chart costs, in processor time: its two drawings and one picture, and each further picture.

    python benchmarks/charts.py [--runs 7]

The goals are 90 ms for the first three together, and for each further PNG 45 ms at 1200 pixels and 110 ms at 2400, on
average over the charts of this project. Of the runs the fastest counts: what else the machine does slows the others.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import mean

from digitrend.build.inputs import templates_of
from digitrend.charts import Chart
from digitrend.check.runner import check
from digitrend.content.reader import read_documents
from digitrend.draw.output import drawings
from digitrend.render.theme import read_templates
from digitrend.site.lookup import Lookup
from digitrend.site.viewer import Viewer

ROOT = Path(__file__).resolve().parent.parent
GOALS = {"SVG, SVG, PNG": 90, "another PNG, 1200": 45, "another PNG, 2400": 110}  # milliseconds


def charts() -> dict[str, Chart]:
    """Return the charts of this project."""
    words, _, _ = read_templates(templates_of(ROOT / "templates"), "templates")
    briefing, found = check(*read_documents(ROOT / "content"))
    if briefing is None:
        raise SystemExit(f"the content has errors: {found[0]}")
    return Viewer(Lookup(briefing, words)).charts


def cost(chart: Chart, *pictures: str) -> float:
    """Return the milliseconds of processor time that a chart with these pictures takes."""
    start = time.process_time()
    drawings(chart, pictures)
    return (time.process_time() - start) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Times what a chart costs.")
    parser.add_argument("--runs", type=int, default=7, help="how often each chart is drawn (7)")
    runs = range(parser.parse_args().runs)
    found: list[tuple[float, ...]] = []
    print(f"{'':30}" + "".join(f"{name:>20}" for name in GOALS))
    for name, chart in charts().items():
        drawings(chart)
        one = min(cost(chart, "png") for _ in runs)
        dark = min(cost(chart, "png", "dark.png") for _ in runs)
        large = min(cost(chart, "png", "2x.png") for _ in runs)
        found.append((one, dark - one, large - one))
        print(f"{name:30}" + "".join(f"{each:17.0f} ms" for each in found[-1]))
    print(f"{'mean':30}" + "".join(f"{mean(each):17.0f} ms" for each in zip(*found, strict=True)))
    print(f"{'goal':30}" + "".join(f"{each:17.0f} ms" for each in GOALS.values()))


if __name__ == "__main__":
    main()
