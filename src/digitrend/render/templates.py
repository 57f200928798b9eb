"""The templates as a whole: which depends on which, and what is wrong with them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from markupsafe import Markup

from digitrend.build.cache import user_folder
from digitrend.diagnostics import Diagnostic, Position

TAG = re.compile("<[^>]*>")
NAMING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


class Templates:
    """Jinja2 templates by name, such as `pages/home.html`, with their texts; `known` saves compiling them again."""

    def __init__(self, texts: Mapping[str, str], root: str = "templates", known: Compiled | None = None) -> None:
        self.texts = {name: text for name, text in sorted(texts.items()) if name.endswith(".html")}
        self.root = root
        self.compiled = known or Compiled()
        self.compiled.keep_only(self.texts)
        self.environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._load),
            bytecode_cache=self.compiled.codes(),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            keep_trailing_newline=True,
        )
        self.environment.filters |= {"tail": tail, "sentence": sentence}

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a template under its own name, so that a traceback names it."""
        text = self.texts.get(name)
        return None if text is None else (text, name, lambda: True)

    def faults(self) -> list[Diagnostic]:
        """Return what is wrong with the templates as texts."""
        found: list[Diagnostic] = []
        for name in self.texts:
            path = f"{self.root}/{name}"
            try:
                named = self._names(name)
            except jinja2.TemplateSyntaxError as error:
                message = f"not a valid template: {_sentence(error.message or 'syntax error')}"
                hint = "mend the tag on this line or the one before"
                found.append(Diagnostic("P003", message, path, Position(error.lineno, 1), hint=hint))
                continue
            for line, other in named:
                at = Position(line, 1)
                if not other:
                    message = "a template is named by an expression"
                    found.append(Diagnostic("P002", message, path, at, hint="name it by a literal, in quotation marks"))
                elif other not in self.texts:
                    message = f"there is no template '{other}'"
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
                waiting += (other for _, other in self._names(each))
        return dict(sorted(found.items()))

    def _names(self, name: str) -> Named:
        """Return which templates a template names, each with its line; "" for an expression."""
        text = self.texts[name]
        named = self.compiled.named(name, text)
        if named is None:
            named = named_in(text)
            self.compiled.learn(name, text, named)
        return named


def tail(text: Markup, more: str) -> Markup:
    """Return HTML with something more at the end of its last paragraph, behind a space."""
    before, end, after = text.rpartition("</p>")
    return Markup("{} {}{}{}").format(before, Markup(more), end, after) if end else Markup("{} {}").format(text, more)


def sentence(text: Markup) -> Markup:
    """Return a line of prose with the full stop that it lacks."""
    bare = TAG.sub("", text).rstrip("”’\"')")
    return text if bare.endswith((".", "!", "?", "…", "。", "！", "？")) else text + "."


@lru_cache(maxsize=128)
def named_in(text: str) -> Named:
    """Return the line and the name of each template that a template names; "" for an expression."""
    found = []
    for node in jinja2.Environment().parse(text).find_all(NAMING):
        named = node.template  # type: ignore[attr-defined]
        literal = isinstance(named, nodes.Const) and isinstance(named.value, str)
        found.append((node.lineno, named.value if literal else ""))
    return tuple(found)


def _sentence(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")


Named = tuple[tuple[int, str], ...]  # the line and the name of each template that is named; "" for an expression


@dataclass(slots=True)
class Compiled:
    """What is known of templates, by name."""

    program: str = ""  # the digest of the program that compiles them; "" keeps no code
    _named: dict[str, tuple[str, Named]] = field(default_factory=dict)  # with the digest of the text
    changed: bool = False  # whether more is known than was kept

    @classmethod
    def from_json(cls, note: bytes, program: str = "") -> Compiled:
        """Read what `to_json` wrote; nothing is known by what is not that."""
        try:
            named = {
                name: (str(digest), tuple((int(line), str(other)) for line, other in of_it))
                for name, (digest, of_it) in json.loads(note)["named"].items()
            }
            return cls(program, named)
        except (ValueError, LookupError, TypeError, AttributeError):
            return cls(program)

    def to_json(self) -> bytes:
        """Write what is known."""
        return json.dumps({"named": self._named}, sort_keys=True).encode()

    def named(self, name: str, text: str) -> Named | None:
        """Return which templates a text names, or None if that is not known."""
        digest, named = self._named.get(name, ("", ()))
        return named if digest == _digest(text) else None

    def learn(self, name: str, text: str, named: Named) -> None:
        """Remember which templates a text names."""
        self._named[name] = (_digest(text), named)
        self.changed = True

    def keep_only(self, names: Container[str]) -> None:
        """Forget all templates but these."""
        for name in [name for name in self._named if name not in names]:
            del self._named[name]
            self.changed = True

    def codes(self) -> jinja2.BytecodeCache | None:
        """Return where Jinja2 keeps compiled templates; None where no folder is this user's alone."""
        if self.program:
            with suppress(RuntimeError, OSError):
                return _Codes(str(user_folder()), f"{self.program[:16]}-%s.cache")
        return None


class _Codes(jinja2.FileSystemBytecodeCache):
    """Compiled templates, each with the digest of its text: code of another text counts for nothing."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, if the disk lets us."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
