"""The page of all findings for `docs/`, from the explanations of their codes."""

from __future__ import annotations

from collections.abc import Iterable

from digitrend.check.codes import FAMILIES, Explanation, family_of

HEAD = """\
# What each code means

Whatever digitrend finds has a code, which stays the same for ever. `digitrend explain R101` prints what stands here.
This page is made from `codes.toml`; to change a text, change it there.

**For programs.** `digitrend check --format json` gives one object: `version` (1), the counts `errors`, `warnings` and
`silenced`, and `findings`, each with `code`, `severity`, `message`, `path`, `line` and `column` (both from 1), `hint`,
`related` and `silenced`. Keys are only ever added. `--format github` writes the commands that GitHub shows beside the
lines of a pull request. The exit code is 1 for an error, and with `--strict` for a warning.

**Before each commit.** With [pre-commit](https://pre-commit.com), in `.pre-commit-config.yaml`, beside the address and
the revision of digitrend's repository:

```yaml
hooks:
  - id: digitrend-check
    args: [--strict]
```

**Warnings that may stand** are silenced in `briefing.yaml`, by code and with a reason; `item` is the id of what they
are about, or `briefing` for what belongs to no part. They stay on the list, as silenced. Errors cannot be silenced.

```yaml
silenced:
  - code: R111
    item: robot-output-growth
    reason: It is kept for its record; the text goes without it.
```"""


def findings_page(known: Iterable[Explanation]) -> str:
    """Return the explanations as a page of the documentation, in Markdown."""
    by_family: dict[str, list[Explanation]] = {title: [] for title in FAMILIES.values()}
    for each in known:
        by_family[family_of(each.code)].append(each)
    sections = [
        "\n\n".join([f"## {title}", *(f"### {each.code}\n\n{each.told}" for each in codes)])
        for title, codes in by_family.items()
        if codes
    ]
    return "\n\n".join([HEAD, *sections]) + "\n"
