"""The theme of all pages: words, templates and assets, and what is remembered of templates from build to build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from digitrend.build.cache import Cache
from digitrend.build.recipe import Recipe
from digitrend.content.positions import Document
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import Diagnostic, did_you_mean
from digitrend.model import Briefing
from digitrend.render.assets import assets_of
from digitrend.render.page import Theme
from digitrend.render.templates import Compiled, Templates
from digitrend.text.wording import LANGUAGE, Words, flattened

ENGLISH = "words.en.yaml"
COMPILED = "templates"  # the note of what was learnt of templates


@dataclass(frozen=True, slots=True)
class ThemeSource:
    """Words, templates and assets, as they were read."""

    words: Words
    templates: Templates
    raw: Mapping[str, bytes]  # the files of the templates' folder, by path in it
    earlier: Briefing | None = None  # the edition that the pages compare this one with
    cache: Cache | None = None  # where fonts are noted


def load_theme(source: ThemeSource, shown: Iterable[str], base: str, made_by: str) -> tuple[Theme, tuple[Recipe, ...]]:
    """Return the theme of all pages and the recipes of its files; `shown` are the texts that pages may show."""
    texts = (*shown, *source.templates.texts.values(), *source.words.values())
    assets = assets_of(_assets(source.raw), texts, made_by, source.cache)
    return Theme(source.templates, source.words, assets.paths, base), assets.recipes


def recall(cache: Cache, made_by: str) -> Compiled:
    """Return what this program learnt of templates when it last built with this cache."""
    program, _, note = (cache.note(COMPILED) or b"").partition(b"\n")
    return Compiled.from_json(note if program.decode(errors="replace") == made_by else b"", made_by)


def remember(cache: Cache, made_by: str, compiled: Compiled) -> None:
    """Keep what was learnt of templates."""
    if compiled.changed:
        cache.write_note(COMPILED, made_by.encode() + b"\n" + compiled.to_json())


def read_templates(
    raw: Mapping[str, bytes], root: str, compiled: Compiled | None = None, language: str = "en"
) -> tuple[Words, Templates, list[Diagnostic]]:
    """Return the words of a language (a BCP 47 tag), the templates, and what is wrong with either."""
    words, found = _read_words(raw, root, language)
    texts: dict[str, str] = {}
    for name, content in raw.items():
        if name.endswith(".html"):
            try:
                texts[name] = content.decode()
            except UnicodeDecodeError:
                found.append(Diagnostic("C004", "not UTF-8", f"{root}/{name}", hint="save the file as UTF-8"))
    templates = Templates(texts, root, compiled)
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
    """P011: a briefing's own word for which there is no place, or with a gap that nothing fills."""
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


def _assets(raw: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name.removeprefix("assets/"): content for name, content in raw.items() if name.startswith("assets/")}
