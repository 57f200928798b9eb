"""The theme of all pages: words, templates and assets.

Stylesheets, typefaces and other assets have names that carry the digest of their bytes, so they are made while the site
is planned. What was made is noted in the cache with what it was made from: fonts are opened only when that has changed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from string import Formatter

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from digitrend.build.cache import Cache, shared_cache, user_folder
from digitrend.build.files import digest
from digitrend.build.recipe import Recipe, canonical, constant
from digitrend.content.positions import Document
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import Diagnostic, Position, did_you_mean
from digitrend.draw.fonts import FACES, Face, beyond_basic, face_css, font, glyphs_in
from digitrend.model import Briefing
from digitrend.text.wording import LANGUAGE, Words, flattened

FONT_FACES = "/* @font-face */"  # where the stylesheet wants its typefaces
_PART = re.compile(rb"/\* @(\w+) \*/")  # where a script wants another, by its name: one request less
# What only the editors of a script read; it must have no multi-line strings.
_SCRIPT_REMARK = re.compile(rb"^[ \t]*//[^\n]*\n|^[ \t]+", re.MULTILINE)
# What only the editors of a stylesheet read; strings are stepped over.
_CSS_REMARK = re.compile(rb"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/|(?<=[:,])\s+|\s*([{};])\s*""", re.DOTALL)


def font_name(face: Face) -> str:
    """Return the plain name of a face's file: "serif-400.woff2", "serif-400-italic.woff2"."""
    family = face.family.rpartition(" ")[2].lower()
    style = "" if face.style == "normal" else f"-{face.style}"
    return f"{family}-{face.weight}{style}.woff2"


def hashed(name: str, content: bytes) -> str:
    """Return an asset's path in the site: its plain name with the head of the digest of its bytes."""
    stem, suffix = posixpath.splitext(name)
    return f"assets/{stem}-{digest(content)[:10]}{suffix}"


def assets_of(
    files: Mapping[str, bytes], texts: tuple[str, ...], program: str, cache: Cache | None = None
) -> tuple[tuple[Recipe, ...], dict[str, str]]:
    """Return the recipes of the templates' assets and the fonts, and the path of each by its plain name.

    "site.css" is at "assets/site-1a2b3c4d5e.css"; `texts` are all that pages may show.
    """
    used = beyond_basic(texts)
    key = digest(canonical((used, program)))
    glyphs = frozenset(_noted(cache, "glyphs", key, lambda: glyphs_in([used]).encode()).decode())
    made: dict[str, bytes] = {}
    for face in FACES:
        key = digest(canonical((face, "".join(sorted(glyphs)), program)))
        made[font_name(face)] = _noted(
            cache, font_name(face), key, partial(_shared, key, partial(font, face, glyphs, {}))
        )
    fonts = {name: posixpath.basename(hashed(name, content)) for name, content in made.items()}
    for name, given in files.items():
        made[name] = _SCRIPT_REMARK.sub(b"", _whole(given, files)) if name.endswith(".js") else given
        if name.endswith(".css"):
            key = digest(canonical((digest(given), fonts, program)))
            made[name] = _noted(cache, name, key, partial(_with_faces, given, fonts))
    paths = {name: hashed(name, content) for name, content in made.items()}
    recipes = (Recipe(paths[name], {"content": digest(raw)}, partial(constant, raw)) for name, raw in made.items())
    return tuple(recipes), paths


def _noted(cache: Cache | None, name: str, key: str, make: Callable[[], bytes]) -> bytes:
    """Return what the cache has noted of an asset that was made from the same, or make and note it."""
    note = f"asset {name}"
    head, _, content = ((cache.note(note) if cache else None) or b"").partition(b"\n")
    if head != key.encode():
        content = make()
        if cache:
            cache.write_note(note, key.encode() + b"\n" + content)
    return content


def _shared(key: str, make: Callable[[], bytes]) -> bytes:
    """Return a font from the user's cache, or make it and store it there."""
    shared = shared_cache("fonts")
    content = shared.get(key) if shared else None
    if content is None:
        content = make()
        if shared:
            shared.put(key, content)
    return content


def _whole(script: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return a script with the scripts that it includes, recursively."""
    return _PART.sub(lambda found: _whole(files.get(f"{found[1].decode()}.js", b""), files), script)


def _with_faces(raw: bytes, fonts: Mapping[str, str]) -> bytes:
    """Return a stylesheet with its `@font-face` rules and without comments."""
    urls = {face: fonts[font_name(face)] for face in FACES}
    return without_comments(raw.replace(FONT_FACES.encode(), face_css(urls).encode()))


def without_comments(sheet: bytes) -> bytes:
    """Return a stylesheet without comments and unneeded white space."""
    return _CSS_REMARK.sub(rb"\1\2", sheet)


# ---- The templates as a whole: which depends on which, and what is wrong with them

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
            bytecode_cache=_bytecode_cache(program),
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
                told = error.message or "syntax error"
                message = f"not a valid template: {told[:1].lower()}{told[1:]}".rstrip(".")
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


def _bytecode_cache(program: str) -> jinja2.BytecodeCache | None:
    """Return where Jinja2 keeps compiled templates; None where no folder is this user's alone."""
    if program:
        with suppress(RuntimeError, OSError):
            return _BytecodeCache(str(user_folder()), f"{program[:16]}-%s.cache")
    return None


class _BytecodeCache(jinja2.FileSystemBytecodeCache):
    """Compiled templates, each with the digest of its text: code of another text counts for nothing."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, if the disk lets us."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


# ---- The theme

ENGLISH = "words.en.yaml"


@dataclass(frozen=True, slots=True)
class Theme:
    """What all pages share."""

    templates: Templates
    words: Words
    assets: Mapping[str, str]  # the path of each asset by its plain name
    base: str = ""  # the site's own address, if it is known


@dataclass(frozen=True, slots=True)
class ThemeSource:
    """Words, templates and assets, as read from files."""

    words: Words
    templates: Templates
    raw: Mapping[str, bytes]  # the files of the templates' folder, by path in it
    earlier: Briefing | None = None  # the edition that the pages compare this one with
    cache: Cache | None = None  # where fonts are noted


def load_theme(source: ThemeSource, shown: Iterable[str], base: str, program: str) -> tuple[Theme, tuple[Recipe, ...]]:
    """Return the theme of all pages and the recipes of its files; fonts get the characters of `shown`."""
    texts = (*shown, *source.templates.texts.values(), *source.words.values())
    files = {name.removeprefix("assets/"): raw for name, raw in source.raw.items() if name.startswith("assets/")}
    recipes, paths = assets_of(files, texts, program, source.cache)
    return Theme(source.templates, source.words, paths, base), recipes


def read_templates(
    raw: Mapping[str, bytes], root: str, program: str = "", language: str = "en"
) -> tuple[Words, Templates, list[Diagnostic]]:
    """Return the words of a language (a BCP 47 tag), the templates, and findings about both."""
    words, found = _read_words(raw, root, language)
    texts: dict[str, str] = {}
    for name, content in raw.items():
        if name.endswith(".html"):
            try:
                texts[name] = content.decode()
            except UnicodeDecodeError:
                found.append(Diagnostic("C004", "not UTF-8", f"{root}/{name}", hint="save the file as UTF-8"))
    templates = Templates(texts, root, program)
    return words, templates, [*found, *templates.faults()]


def _read_words(raw: Mapping[str, bytes], root: str, language: str) -> tuple[Words, list[Diagnostic]]:
    """Return the words of a language; it must have all that English has, so that no page is half in another."""
    found: list[Diagnostic] = []
    read: dict[str, Words] = {}
    own = f"words.{language.partition('-')[0]}.yaml"
    for name in {ENGLISH: None, own: None}:
        if name not in raw:
            hint = "put it back" if name == ENGLISH else f"translate '{ENGLISH}' into it"
            found.append(Diagnostic("P006", f"the file '{name}' is missing", f"{root}/{name}", hint=hint))
            continue
        document = parse(f"{root}/{name}", raw[name], name)
        if isinstance(document, list):
            found += document
        else:
            read[name] = flattened(document.data)
    words = {**read[own], LANGUAGE: language} if own in read else {}
    if lacking := [key for key in read.get(ENGLISH, {}) if key not in words] if own in read else []:
        message = f"the words lack {len(lacking)} of English: {', '.join(lacking)}"
        found.append(Diagnostic("P009", message, f"{root}/{own}", hint=f"add them, as '{ENGLISH}' has them"))
    return words, found


def with_own_words(words: Words, briefing: Briefing, documents: Iterable[Document]) -> tuple[Words, list[Diagnostic]]:
    """Return the words with those that a briefing has otherwise, and what is wrong with these."""
    own = briefing.overview.words if words else {}  # without any words of the language there is another finding
    document = next(each for each in documents if each.name == "briefing.yaml")
    return {**words, **own}, list(_wrong_words(words, own, document))


def _wrong_words(words: Words, own: Words, document: Document) -> Iterator[Diagnostic]:
    """P011: an entry under `words` has an unknown key or placeholder."""
    for key, text in own.items():
        at = document.key_at(("words", key))
        if key not in words:
            hint = did_you_mean(key, words) or f"the keys are those of '{ENGLISH}', joined by dots"
            yield Diagnostic("P011", f"the interface has no word '{key}'", document.path, at, hint=hint)
        elif (gaps := _gaps(text)) is None or not gaps <= (_gaps(words[key]) or set()):
            hint = f"the word is '{words[key]}': its gaps may be left out, and no others added"
            yield Diagnostic("P011", f"the word '{key}' has a gap that nothing fills", document.path, at, hint=hint)


def _gaps(text: str) -> set[str] | None:
    """Return the names of the gaps in a word; None where a brace stands alone."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None
