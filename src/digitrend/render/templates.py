"""The templates as a whole: which depends on which, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from digitrend.build.cache import user_folder
from digitrend.diagnostics import Diagnostic, Position

TAG = re.compile("<[^>]*>")
UNREAD = re.compile(r"\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
# A tag that names a template: by a literal with nothing but the tag's own words behind it, or by an expression.
NAMING = re.compile(
    r"\{%[-+]?\s*(?:extends|include|import|from)\b\s*"
    r"(?:(?P<quote>['\"])(?P<name>[^'\"]*)(?P=quote)(?=\s*(?:[-+]?%\}|(?:as|import|ignore|with|without)\b)))?"
)


class Templates:
    """Jinja2 templates by name, such as `pages/home.html`, with their texts.

    With `program`, the digest of what compiles them, they are kept compiled in the user's cache.
    """

    def __init__(self, texts: Mapping[str, str], root: str = "templates", program: str = "") -> None:
        self.texts = {name: text for name, text in sorted(texts.items()) if name.endswith(".html")}
        self.root = root
        self.environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._load),
            bytecode_cache=_codes(program),
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
                self.environment.get_template(name)
            except jinja2.TemplateSyntaxError as error:
                message = f"not a valid template: {_sentence(error.message or 'syntax error')}"
                hint = "correct the tag on this line or the one before"
                found.append(Diagnostic("P003", message, path, Position(error.lineno, 1), hint=hint))
                continue
            for line, other in named_in(self.texts[name]):
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
                waiting += (other for _, other in named_in(self.texts[each]))
        return dict(sorted(found.items()))


def tail(text: Markup, more: str) -> Markup:
    """Return HTML with something more at the end of its last paragraph, behind a space."""
    before, end, after = text.rpartition("</p>")
    return Markup("{} {}{}{}").format(before, Markup(more), end, after) if end else Markup("{} {}").format(text, more)


def sentence(text: Markup) -> Markup:
    """Return a line of prose with the full stop that it lacks."""
    bare = TAG.sub("", text).rstrip("”’\"')")
    return text if bare.endswith((".", "!", "?", "…", "。", "！", "？")) else text + "."


@lru_cache(maxsize=128)
def named_in(text: str) -> tuple[tuple[int, str], ...]:
    """Return the line and the name of each template that a template names; "" for an expression."""
    plain = UNREAD.sub(lambda part: "\n" * part[0].count("\n"), text)
    return tuple((plain.count("\n", 0, tag.start()) + 1, tag["name"] or "") for tag in NAMING.finditer(plain))


def _sentence(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")


def _codes(program: str) -> jinja2.BytecodeCache | None:
    """Return where Jinja2 keeps compiled templates; None where no folder is this user's alone."""
    if program:
        with suppress(RuntimeError, OSError):
            return _Codes(str(user_folder()), f"{program[:16]}-%s.cache")
    return None


class _Codes(jinja2.FileSystemBytecodeCache):
    """Compiled templates, each with the digest of its text: code of another text counts for nothing."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, if the disk lets us."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
