"""The page of all forms of charts for `docs/`: each drawn by the tool from a sample, with when it is found."""

from __future__ import annotations

from chart_samples import CHARTS
from digitrend.draw.output import drawings
from digitrend.model import ChartForm

HEAD = """\
# Charts

A chart lists figures or series. If you give no `form`, digitrend chooses one that suits them; the chart’s JSON and
`digitrend build --why` say why. A form that would mislead is an error, with a hint to one that fits: see R201 to R227
in [findings](findings.md).

```yaml
charts:
  - id: generation
    figures: [gas-share, coal-share]  # ids of figures or series
    title: Coal gains in 2021 what gas loses
```

In every form, a lower bound has an open end, an upper bound is empty or open below, a range shows both ends, and what
has not happened yet is hatched, dashed or hollow. Each mark links to its figure. (`pytest --accept -k forms` writes
this page and its pictures.)
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
