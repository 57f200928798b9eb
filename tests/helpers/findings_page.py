"""The page of all findings for `docs/`, from the explanations of their codes."""

from __future__ import annotations

from collections.abc import Iterable

from digitrend.diagnostics import FAMILIES, Explanation, family_of

HEAD = """\
# Findings

Every finding has a code, which never changes its meaning. `digitrend explain R101` prints the same text as this page.
This page is generated from `src/digitrend/codes.toml`.

**For programs.** `digitrend check --format json` prints one object: `version` (1), the counts `errors`, `warnings` and
`suppressed`, and `findings`. Each has `code`, `severity`, `message`, `path`, `line` and `column` (both from 1), `hint`,
`related` and `suppressed`. Later versions may add keys. With `--format github`, GitHub shows the findings beside the
lines of a pull request. The exit code is 1 if there is an error; with `--strict`, also for a warning.

**Before each commit.** With [pre-commit](https://pre-commit.com), add this to `.pre-commit-config.yaml`, below the
address and revision of digitrend's repository:

```yaml
hooks:
  - id: digitrend-check
    args: [--strict]
```

**To suppress a warning**, add an entry to `briefing.yaml` with its code, a reason, and as `item` the id of what it is
about, or `briefing` if it belongs to no part. `check` still lists it, as suppressed. Errors cannot be suppressed.

```yaml
suppressed:
  - code: R111
    item: robot-output-growth
    reason: Kept for the record; no text needs it.
```"""


def findings_page(known: Iterable[Explanation]) -> str:
    """Return the explanations as a page of the documentation, in Markdown."""
    by_family: dict[str, list[Explanation]] = {title: [] for title in FAMILIES.values()}
    for each in known:
        by_family[family_of(each.code)].append(each)
    sections = [
        "\n\n".join([f"## {title}", *(f"### {each.code}\n\n{each.text}" for each in codes)])
        for title, codes in by_family.items()
        if codes
    ]
    return "\n\n".join([HEAD, *sections]) + "\n"
