"""Where a change goes, as CONTRIBUTING.md says: each is made on a copy of the project, in the files named there.

A change is written as the cases are (tests/helpers/cases.py). A test that no longer finds what it changes is mended
with the change that moved it; one that needs another file says that the house has got worse.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from cases import FILE, changed
from paths import ROOT, SMALL

TREND = "content/trends/01-ferries.yaml"

A_FIELD = """\
--- src/digitrend/model/figures.py
     note: OptionalLine = Field(default="", description="the editor's note")
     draft: bool = Field(default=False, description="true until an editor has checked it; `check` lists drafts")
+    method: OptionalLine = Field(default="", description="how it was counted")
--- templates/pages/figure.html
+{%- if not figure.computed and figure.item.method %}
+<div><dt>{{ t('evidence.method') }}</dt><dd>{{ figure.item.method }}</dd></div>
+{%- endif %}
 {%- if figure.compared_with_basis %}
--- templates/words.en.yaml
 evidence:
+  method: How it was counted
"""

A_FORM = """\
--- src/digitrend/draw/dots.py [whole]
+\"\"\"Figures as dots on one axis.\"\"\"
+
+from digitrend.charts.types import Plot
+from digitrend.draw.style import PIXELS, Sheet, Width, axes, dot, point_gid, write
+
+
+def dots(plot: Plot, width: Width) -> Sheet:
+    \"\"\"Draw a dot for each figure, with its text beside it.\"\"\"
+    figure = Sheet(PIXELS[width], 40 * len(plot.points))
+    top = max(point.value for point in plot.points)
+    on = axes(figure, (0, 0, PIXELS[width], 40 * len(plot.points)), x=(0, 2 * top))
+    for i, point in enumerate(plot.points):
+        dot(on, (point.value, 40 * i + 20), 5, "evidence", gid=point_gid(point.id))
+        write(on, (point.value + top / 20, 40 * i + 10), [f"{point.text} {point.label}"], gid=point_gid(point.id))
+    return figure
+
+
+FORMS = {"dots": dots}
--- src/digitrend/model/charts.py
+    DOTS = "dots", "figures as dots on one axis"
     TALLY = "tally", "evidence by section; takes no figures"
"""

A_PAGE = """\
--- src/digitrend/site/planning.py
     yield from _figures(viewer)
+    yield from _bounds(viewer)
@@
+def _bounds(viewer: Viewer) -> Iterator[tuple[PageHead, Context]]:
+    \"\"\"Yield the page of the figures that are lower bounds.\"\"\"
+    head = PageHead("/bounds.html", "bounds", viewer.lookup.word("page.bounds"), viewer.lookup.word("about.bounds"))
+    yield head, FiguresContext(tuple(each for each in viewer.evidence.values() if each.exact.lower))
+
+
 def _figures(viewer: Viewer) -> Iterator[tuple[PageHead, Context]]:
--- templates/pages/bounds.html [whole]
+{% extends 'layouts/base.html' %}
+{% block main %}
+<h1>{{ page.title }}</h1>
+<ul>{% for each in page.context.rows %}<li>{{ each.text }} {{ said(each.label) }}</li>{% endfor %}</ul>
+{% endblock %}
--- templates/words.en.yaml
 page:
+  bounds: At least
@@
 about: # what search engines and link previews say of a page
+  bounds: All figures of which the article says only that they are more than a number, each with what it measures.
"""


A_RULE = """\
--- src/digitrend/check/rules/prose.py
+def no_text_shouts(contents: Contents) -> Iterator[Diagnostic]:
+    \"\"\"R399: a text of prose does not shout.\"\"\"
+    for prose in contents.prose:
+        if prose.text.isupper():
+            yield prose.error("R399", "the text is all in capitals", 0, "write it as other sentences")
+
+
 def no_text_is_endless(contents: Contents) -> Iterator[Diagnostic]:
--- src/digitrend/codes.toml
+[R399]
+what = "a text does not shout."
+why = "capitals are hard to read."
+example = "`finding: FERRIES GREW.`"
+fix = "write it as other sentences."
+
 [C001]
"""


def files_of(changes: str) -> set[str]:
    """Return the files of the project that a change touches."""
    return {match[1] for match in FILE.finditer(changes)}


def built(folder: Path, changes: str, content: str = "") -> Path:
    """Copy the project, make the change, and have the copy build the small briefing, itself changed too."""
    done = ran(folder, changes + content, "build", "--quiet", "--out", "site", "--cache", "cache")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def ran(folder: Path, changes: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Copy the project with the small briefing, change it, and run a command of the copy."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for top in ("src", "templates")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    files |= {f"content/{path.relative_to(SMALL).as_posix()}": path.read_bytes() for path in SMALL.rglob("*.yaml")}
    for top in ("src", "templates"):  # with what Python has compiled
        shutil.copytree(ROOT / top, folder / top)
    shutil.copytree(SMALL, folder / "content")
    for name, text in changed(files, changes).items():
        if text != files.get(name):
            (folder / name).write_bytes(text)
    whole = [sys.executable, "-m", "digitrend", *command]
    env = {**os.environ, "PYTHONPATH": str(folder / "src"), "NO_COLOR": "1"}
    return subprocess.run(whole, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_field_of_a_figure_goes_into_the_model_the_template_and_its_words(tmp_path: Path) -> None:
    content = f"--- {TREND}\n     label: Ferry crossings\n+    method: Counted at the quays\n"

    site = built(tmp_path, A_FIELD, content)

    page = (site / "figures/crossings.html").read_text(encoding="utf-8")
    assert re.search(r"<dt>How it was counted</dt>\s*<dd>Counted at the quays</dd>", page)
    assert files_of(A_FIELD) == {
        "src/digitrend/model/figures.py",
        "templates/pages/figure.html",
        "templates/words.en.yaml",
    }


def test_a_form_of_chart_goes_into_a_module_of_its_own_and_the_table_of_forms(tmp_path: Path) -> None:
    content = f"--- {TREND}\n-    form: bars\n+    form: dots\n"

    site = built(tmp_path, A_FORM, content)

    page = (site / "charts/ferry-growth.html").read_text(encoding="utf-8")
    assert page.count("<circle") + page.count("<path") >= 4  # two dots, in two widths
    assert (site / "charts/ferry-growth.svg").is_file()
    assert files_of(A_FORM) == {
        "src/digitrend/draw/dots.py",
        "src/digitrend/model/charts.py",
    }


def test_a_kind_of_page_goes_into_a_function_a_template_and_its_words(tmp_path: Path) -> None:
    site = built(tmp_path, A_PAGE)

    page = (site / "bounds.html").read_text(encoding="utf-8")
    assert re.search(r"<li>more than 40,000\b.*Ferry crossings", page)
    assert files_of(A_PAGE) == {
        "src/digitrend/site/planning.py",
        "templates/pages/bounds.html",
        "templates/words.en.yaml",
    }


def test_a_rule_goes_into_a_generator_and_its_explanation(tmp_path: Path) -> None:
    finding = "Passengers and freight grew in early 2024, and part of the fleet runs on batteries."
    content = f"--- {TREND}\n-finding: {finding}\n+finding: FERRIES GREW.\n"

    told = ran(tmp_path, A_RULE + content, "check").stdout

    assert "content/trends/01-ferries.yaml:5:10: R399 the text is all in capitals" in told
    assert files_of(A_RULE) == {"src/digitrend/check/rules/prose.py", "src/digitrend/codes.toml"}
