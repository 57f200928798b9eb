"""The templates as a whole: which depends on which, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import jinja2
from jinja2 import meta, nodes

from digitrend.diagnostics import Diagnostic, Position


class Templates:
    """Jinja2 templates by name, such as `pages/home.html`, with their texts."""

    def __init__(self, texts: Mapping[str, str], root: str = "templates") -> None:
        self.texts = {name: text for name, text in sorted(texts.items()) if name.endswith(".html")}
        self.root = root
        self.environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._load),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            keep_trailing_newline=True,
        )

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a template under its own name, so that a traceback names it."""
        text = self.texts.get(name)
        return None if text is None else (text, name, lambda: True)

    def faults(self) -> list[Diagnostic]:
        """Return what is wrong with the templates as texts.

        P002: a template names another by an expression, which would hide an input.  P003: it is not valid Jinja2.
        P004: it names a template that is not there.
        """
        found: list[Diagnostic] = []
        for name, text in self.texts.items():
            path = f"{self.root}/{name}"
            try:
                tree = self.environment.parse(text)
            except jinja2.TemplateSyntaxError as error:
                message = f"not a valid template: {_sentence(error.message or 'syntax error')}"
                hint = "mend the tag on this line or the one before"
                found.append(Diagnostic("P003", message, path, Position(error.lineno, 1), hint=hint))
                continue
            for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
                named = node.template  # type: ignore[attr-defined]
                at = Position(node.lineno, 1)
                if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
                    message = "a template is named by an expression"
                    found.append(Diagnostic("P002", message, path, at, hint="name it by a literal, in quotation marks"))
                elif named.value not in self.texts:
                    message = f"there is no template '{named.value}'"
                    found.append(Diagnostic("P004", message, path, at, hint="correct the name, or create the file"))
        return found

    def sources(self, name: str) -> dict[str, str]:
        """Return the texts of a template and of all that it extends, includes or imports, by name."""
        found: dict[str, str] = {}
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found[each] = self.texts[each]
                waiting += self._named[each]
        return dict(sorted(found.items()))

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        trees = {name: self.environment.parse(text) for name, text in self.texts.items()}
        return {
            name: sorted(each for each in meta.find_referenced_templates(tree) if each) for name, tree in trees.items()
        }


def _sentence(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")
