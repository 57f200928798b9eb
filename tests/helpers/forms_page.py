"""The page of all forms of charts for `docs/`: each drawn by the tool from a sample, with when it is found."""

from __future__ import annotations

from chart_samples import CHARTS
from digitrend.draw.output import drawings
from digitrend.model import ChartForm

HEAD = """\
# The forms of charts

Every form that `digitrend` draws, made by the tool itself (`pytest --accept -k forms` makes this page again). A chart
names its figures or series; without a `form`, the first of these that the figures allow is taken, and the chart’s JSON
says why. What would mislead is refused, with the form that fits: see R201 to R226 in [findings](findings.md).

```yaml
charts:
  - id: generation
    figures: [gas-share, coal-share]  # figures or series; the form follows
    title: Coal gains in 2021 what gas loses
```

In every form a lower bound stays open, an upper bound is empty or open below, a range shows both its ends, and what has
not happened is hatched, dashed or hollow. Each mark leads to its figure.
"""


def forms_page() -> dict[str, str]:
    """Return the files of the page by their paths in `docs/`."""
    files, parts = {}, [HEAD]
    meanings = {form.value: form.meaning for form in ChartForm}
    for name, chart in CHARTS.items():
        path = f"charts/{name.replace(', ', '-')}.svg"
        files[path] = drawings(chart, ())["svg"].decode()
        heading = f"## `{chart.form}`: {meanings[chart.form]}\n\n" if name == chart.form else ""
        parts.append(f"{heading}![{chart.title}]({path})\n")
    return {"charts.md": "\n".join(parts), **files}
