"""The page of the templates for `docs/`: what each is given, which blocks, pieces and words there are.

Made from the templates and from the types that they are given; only what neither says is written here.
"""

from __future__ import annotations

import inspect
import io
import re
import tokenize
from dataclasses import fields, is_dataclass
from typing import TypeAlias

import yaml

from digitrend.charts import types as charts
from digitrend.site import changes, contexts, lookup, views
from paths import ROOT

TEMPLATES = ROOT / "templates"
GIVEN: dict[str, type] = {  # each template of a page, and what `page.context` is there
    "404": contexts.NotFoundContext,
    "a-z": contexts.IndexContext,
    "changes": changes.ChangesContext,
    "changes-standalone": changes.ChangesContext,
    "chart": contexts.ChartContext,
    "charts": contexts.ChartsContext,
    "connections": contexts.ConnectionsContext,
    "embed": contexts.EmbedContext,
    "figure": contexts.FigureContext,
    "figures": contexts.FiguresContext,
    "home": contexts.HomeContext,
    "moved": contexts.MovedContext,
    "outlook": contexts.OutlookContext,
    "part": contexts.PartContext,
    "parts": contexts.CardList,
    "print": contexts.PrintContext,
    "search": contexts.SearchContext,
    "single": contexts.WholeContext,
    "source": contexts.SourceContext,
    "term": contexts.TermContext,
    "terms": contexts.TermsContext,
    "timeline": contexts.TimelineContext,
    "whole": contexts.WholeContext,
}
BLOCKS = {
    "script": "the script of the page, which loads the others; `controls.js` by default",
    "head": "more elements for the `head` of the page",
    "contents": "the table of contents, before the main part",
    "steps": "the links to the page before and after, beside the breadcrumbs",
    "main": "the content of the page; every page fills it",
    "scripts": "more scripts, at the end of the body",
}
NAMES = {
    "page": "the page: see [Page](#page)",
    "t(key, …)": "the interface text under `key`, with its placeholders filled: `t('part.why', count=2)`",
    "rel(url)": "an address of the site as a relative link: `rel('/source.html')`",
    "public(url)": "the full address; empty if the site’s own is not known",
    "asset(name)": "the address of a file of `assets/`: `asset('site.css')`",
    "prose(text)": "prose as HTML, with links to evidence, terms and parts",
    "said(text)": "prose as HTML without links",
    "basis(name)": "“stated”, “implied” or “missing”, as HTML",
    "rtl": "whether the page's language is written from right to left",
    "mark(link, short)": "a short link to a place in the source: “¶2”",
    "care": "the sign for a figure with a caution",
    "draw(chart, width)": "a chart as an `svg` element; `width` is `wide` or `narrow`",
    "height(chart)": "the height in pixels of an `iframe` for the embedded chart",
    "policy": "the content security policy of the page",
    "canonical": "the full address of the page; empty if the site’s own is not known",
    "linked": "the page as linked data (JSON-LD)",
    "picture": "the picture for link previews: `url`, `width`, `height`, `alt`; or none",
}
HEAD = """\
# Templates

Every page is rendered by a [Jinja2](https://jinja.palletsprojects.com) template. To change one, copy it to the folder
`templates/` of your project and edit the copy; it replaces the built-in template of the same name. The built-in ones
are in `templates/` of a checkout, or in the folder that this command prints:

```sh
python -c "import digitrend.build.inputs as it; print(it.builtin_templates())"
```

`digitrend serve` previews your changes. A template that uses a name that does not exist is an error (P002 to P009 in
[findings](findings.md)). Templates are code: see [security](../SECURITY.md).

| to change | do |
|---|---|
| a word of the interface | name it under `words` in `briefing.yaml`: `words: {part.measures: Advice}` |
| colours and sizes | copy `assets/site.css`; for the PDF `print.css` |
| what a page shows, and in which order | copy its template, or the partial that it includes |
| the layout of all pages | copy `layouts/base.html` |

`pytest --accept -k templates_page` writes this page from the templates and the code.
"""
TITLES = {"a-z": "A–Z index", "home": "Overview"}
DEFINED = (contexts, views, lookup, changes)
FIELD = re.compile(r"^    (\w+): ")


def templates_page() -> str:
    """Return the page as Markdown."""
    given = "\n".join(_given(name) for name in GIVEN)
    return "\n".join([HEAD, _names(), _blocks(), "## What each page shows\n", given, _pieces(), _words(), _types()])


def blocks_of(text: str) -> list[str]:
    """Return the names of the blocks of a template."""
    return re.findall(r"{%-? block (\w+)", text)


def pieces() -> list[str]:
    """Return the templates that pages include or extend, by name."""
    return sorted(
        path.relative_to(TEMPLATES).as_posix()
        for each in ("layouts", "partials")
        for path in (TEMPLATES / each).glob("*.html")
    )


def _names() -> str:
    rows = "".join(f"| `{name}` | {meaning} |\n" for name, meaning in NAMES.items())
    filters = (
        "Besides Jinja2’s own filters there are `tail`, which appends to the last paragraph of HTML, and `sentence`,\n"
        "which adds a full stop if there is none. A name that does not exist stops the build.\n"
    )
    return f"## What every template gets\n\n| name | meaning |\n|---|---|\n{rows}\n{filters}"


def _blocks() -> str:
    rows = []
    for name, meaning in BLOCKS.items():
        users = [each for each in GIVEN if name in blocks_of(_text(f"pages/{each}.html"))]
        filled = "every page" if name == "main" else ", ".join(f"`{each}`" for each in users) or "no page"
        rows.append(f"| `{name}` | {meaning} | {filled} |\n")
    alone = [f"`{each}`" for each in GIVEN if "{% extends" not in _text(f"pages/{each}.html")]
    note = f"These pages extend no layout, because they have no menu or need no other file: {', '.join(alone)}.\n"
    return f"## Blocks of `layouts/base.html`\n\n| block | holds | filled by |\n|---|---|---|\n{''.join(rows)}\n{note}"


def _given(name: str) -> str:
    context = GIVEN[name]
    if earlier := next((each for each in GIVEN if GIVEN[each] is context and each < name), ""):
        return f"### `pages/{name}.html`\n\nThe same as [`pages/{earlier}.html`](#pages{earlier}html).\n"
    return f"### `pages/{name}.html`\n\n{_sentence(context)}\n\n{_fields(context)}"


def _pieces() -> str:
    rows = []
    for name in pieces():
        comment = re.search(r"{#-?(.+?)-?#}", _text(name), re.DOTALL)
        said = " ".join(comment[1].split()) if comment else ""
        rows.append(f"| `{name}` | {said} |\n")
    macros = re.findall(r"{%-? macro (.+?) -?%}", _text("partials/parts.html"))
    listed = ", ".join(f"`{each}`" for each in macros)
    return (
        f"## Layouts and partials\n\n| file | holds |\n|---|---|\n{''.join(rows)}\n"
        f"`partials/parts.html` has macros: {listed}.\n"
    )


def _words() -> str:
    text = _text("words.en.yaml")
    comments = dict(re.findall(r"^(\w+):(?: # (.+))?$", text, re.MULTILINE))
    rows = []
    for group, words in yaml.safe_load(text).items():
        first = next(iter(words.items())) if isinstance(words, dict) else (0, words[0])
        example = f"`{group}.{first[0]}`: {first[1]}" if isinstance(first[1], str) else ""
        rows.append(f"| `{group}` | {comments.get(group, '')} | {example} |\n".replace("|  |", "| |"))
    return (
        "## Words\n\nThe texts of the interface are in `words.en.yaml` and `words.zh.yaml`; `language` in\n"
        "`briefing.yaml` selects the file. A key is a path of names joined by dots; `{braces}` are placeholders.\n"
        "A file for another language, such as `words.fr.yaml`, must have every key of the English one.\n\n"
        f"| group | used for | example |\n|---|---|---|\n{''.join(rows)}"
    )


def _types() -> str:
    known = {name: each for module in DEFINED for name, each in vars(module).items() if _is_given(each)}
    known |= {"Chart": charts.Chart, "Table": charts.Table}
    found: dict[str, type] = {"Page": contexts.Page}
    waiting = [*GIVEN.values(), contexts.Page]
    while waiting:
        for written in _typed(waiting.pop()).values():
            for name in re.findall(r"\w+", written):
                if name in known and name not in found and known[name] not in GIVEN.values():
                    found[name] = known[name]
                    waiting.append(found[name])
    parts = [f"### {name}\n\n{_sentence(each)}\n\n{_fields(each)}" for name, each in sorted(found.items())]
    return "\n".join(["## Types\n", *parts])


def _fields(each: type) -> str:
    comments = _comments(each)
    rows = "".join(
        f"| `{name}` | {_type(written)} | {comments.get(name, '')} |\n" for name, written in _typed(each).items()
    )
    return f"| name | type | meaning |\n|---|---|---|\n{rows}".replace("|  |", "| |")


def _is_given(each: object) -> bool:
    """Tell a dataclass or a named tuple."""
    return isinstance(each, type) and (is_dataclass(each) or hasattr(each, "_fields"))


def _typed(each: type) -> dict[str, str]:
    """Return the type of each field, as written."""
    if is_dataclass(each):
        return {field.name: str(field.type) for field in fields(each)}
    return {name: written.__forward_arg__ for name, written in each.__annotations__.items()}


def _comments(each: type) -> dict[str, str]:
    """Return the comment behind each field, also of the classes that it extends."""
    found: dict[str, str] = {}
    for base in reversed([base for base in each.__mro__ if _is_given(base)]):
        for token in tokenize.generate_tokens(io.StringIO(inspect.getsource(base)).readline):
            name = FIELD.match(token.line)
            if token.type == tokenize.COMMENT and name:
                found[name[1]] = token.string.removeprefix("#").strip().replace("|", "\\|").replace("<", "&lt;")
    return found


TYPES: TypeAlias = dict[str, str]
PLAIN: TYPES = {
    **{"str": "text", "int": "number", "float": "number", "bool": "yes or no", "None": "none"},
    **{"AnyFigure": "[figure](reference.md#figure)", "Content": "what is drawn"},
    **{"Context": "[what the page shows](#what-each-page-shows)"},
}


def _type(written: str) -> str:
    """Return a type in words: `tuple[Link, ...]` is a list of [Link](#link)."""
    found = _named(written)
    if " | " in written and "[" not in written.partition(" | ")[0]:
        found = " or ".join(_type(each) for each in written.split(" | "))
    elif written.endswith(" | None"):
        found = f"{_type(written.removesuffix(' | None'))} or none"
    elif listed := re.fullmatch(r"tuple\[(.+), \.\.\.\]", written):
        found = f"list of {_type(listed[1])}"
    elif group := re.fullmatch(r"tuple\[(.+)\]", written):
        found = f"({', '.join(_type(each) for each in _split(group[1]))})"
    return found


def _named(written: str) -> str:
    """Return what a type with one name is called, with a link to its table."""
    same = next((name for name, each in GIVEN.items() if each.__name__ == written), "")
    return PLAIN.get(written) or (f"[{written}](#pages{same}html)" if same else f"[{written}](#{written.lower()})")


def _split(written: str) -> list[str]:
    """Split at the commas that stand in no brackets."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(written):
        depth += {"[": 1, "]": -1}.get(sign, 0)
        if sign == "," and not depth and written[at + 1 :].strip() != "...":
            parts.append(written[start:at].strip())
            start = at + 1
    return [*parts, written[start:].strip()]


def _sentence(each: type) -> str:
    return (inspect.getdoc(each) or "").partition("\n\n")[0]


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
