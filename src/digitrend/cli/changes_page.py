"""The page of what changed as one file that needs nothing else: to send, or to look at before it is published."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from digitrend.charts import Chart
from digitrend.diagnostics import failed
from digitrend.errors import BuildError
from digitrend.model import Briefing
from digitrend.render.assets import FONT_FACES, without_comments
from digitrend.render.page import Theme, render
from digitrend.render.theme import read_templates
from digitrend.site.lookup import Lookup
from digitrend.site.planning import alone
from digitrend.site.viewer import Viewer
from digitrend.text.wording import MissingWordError


def changes_page(old: Briefing, new: Briefing, raw: Mapping[str, bytes], root: str) -> str:
    """Return the page of what changed between two briefings, its styles in it; `raw` are the templates' files.

    Raises BuildError with the first thing that is wrong with the templates.
    """
    words, templates, found = read_templates(raw, root, language=new.overview.language)
    if failed(found):
        raise BuildError(found[0])
    words = {**words, **new.overview.words}
    sheet = without_comments(raw["assets/site.css"].replace(FONT_FACES.encode(), b""))
    # Without empty lines, which pages have none of: the policy lets in these bytes and no others.
    style = b"\n".join(line for line in sheet.splitlines() if line.strip())
    try:
        page = alone(Viewer(Lookup(new, words)), Lookup(old, words), style.decode(), page_policy(style))
    except MissingWordError as error:
        raise BuildError(error.diagnostic) from error
    return render(page, Theme(templates, words, {}), _nothing)


def page_policy(style: bytes) -> str:
    """Return the policy of a page that holds this one stylesheet and nothing else."""
    sha = base64.b64encode(hashlib.sha256(style).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{sha}'; base-uri 'none'; form-action 'none'"


def _nothing(_: Chart, __: str) -> str:
    """Draw nothing: the page has no charts."""
    return ""
