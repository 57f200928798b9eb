"""The preview: the site in memory, updated after each save, and the overlay that shows findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from digitrend.build.cache import Cache
from digitrend.build.inputs import Options, maker_versions, program_digest, templates_of
from digitrend.build.recipe import Recipe
from digitrend.build.scheduler import Task
from digitrend.build.workers import Workers
from digitrend.check.runner import check
from digitrend.content.reader import read_documents, texts_of
from digitrend.content.yaml_parser import parse
from digitrend.diagnostics import Diagnostic, Severity, by_position, excerpt, failed, summary
from digitrend.errors import BuildError
from digitrend.model import Briefing
from digitrend.model.briefing import Budgets
from digitrend.pipeline import PRODUCT, Plan, chart_recipes, open_page_recipes, plan_site
from digitrend.render.page import render
from digitrend.render.theme import ThemeSource, load_theme, read_templates, with_own_words
from digitrend.site.lookup import Lookup
from digitrend.site.viewer import Viewer
from digitrend.sitecheck.proof import Inspection
from digitrend.text.wording import MissingWordError

if TYPE_CHECKING:
    from digitrend.content.positions import Document


FOLDER = "/_preview/"  # begins the addresses of the preview's own files; no page of a site is there
SHEET = f'<link rel="stylesheet" href="{FOLDER}overlay.css">'
BELOW = "Below is the page as it last was without errors. This goes away by itself."


def overlay(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> str:
    """Return the overlay that lists findings; `texts` holds the files by path, for the excerpts."""
    ordered = by_position(found)
    items = "".join(_item(one, texts.get(one.path, "")) for one in ordered)
    head = f'<h2>{escape(summary(ordered))}</h2><button type="button">Hide</button>'
    return (
        f'{SHEET}<section role="alert" class="over"><div class="head">{head}</div>'
        f'<ol>{items}</ol><p class="note">{BELOW}</p></section>'
    )


def stopped_overlay(sentence: str) -> str:
    """Return the overlay for a fault of the preview itself."""
    head = '<h2>The preview is stopped</h2><button type="button">Hide</button>'
    note = '<p class="note">Save once more to try again.</p>'
    message = f'<p class="message">{escape(sentence)}</p>'
    return f'{SHEET}<section role="alert" class="over"><div class="head">{head}</div>{message}{note}</section>'


def _item(one: Diagnostic, text: str) -> str:
    kind = "warning" if one.severity is Severity.WARNING else "error"
    rows = [
        f'<p class="place"><b>{escape(one.path)}</b>:{one.at} <span class="code">{one.code} {kind}</span></p>',
        f'<p class="message">{escape(one.message)}</p>',
        f'<pre tabindex="0">{escape(shown)}</pre>' if (shown := excerpt(one.at, text)) else "",
        *(f'<p class="related">{escape(note)}: {escape(one.path)}:{at}</p>' for note, at in one.related),
        f'<p class="hint">{escape(one.hint)}</p>' if one.hint else "",
    ]
    return f'<li class="{kind}">{"".join(rows)}</li>'


def waiting(over: str) -> str:
    """Return the page that is shown while there is no site yet: an empty one with the overlay."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>digitrend</title>'
        f"</head><body><noscript>{over}</noscript></body></html>"
    )


class ReadOnlyCache(Cache):
    """Reads the cache of builds and writes to memory only.

    Memory holds what the last two sites were made of: the last but one, because an edit may be undone.
    """

    def __init__(self, cache: Cache) -> None:
        super().__init__(cache.root)
        self._now: dict[str, bytes] = {}
        self._before: dict[str, bytes] = {}
        self._notes: dict[str, bytes] = {}

    def start_site(self) -> None:
        """Begin another site, and forget the last but one."""
        self._now, self._before = {}, self._now

    def get(self, key: str) -> bytes | None:
        """Return the bytes put under `key`, or None."""
        content = self._now.get(key) or self._before.get(key) or super().get(key)
        if content is not None:
            self._now[key] = content
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep bytes under `key`, in memory."""
        self._now[key] = content

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove nothing: what is on the disk is the builds'."""

    def note(self, name: str) -> bytes | None:
        """Return a note, or None."""
        return self._notes.get(name) or super().note(name)

    def write_note(self, name: str, content: bytes) -> None:
        """Replace a note, in memory."""
        self._notes[name] = content


class CachedParser:
    """Parses a file only if its text changed since the last call."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bytes, Document | list[Diagnostic]]] = {}  # by path: the last text, and its result

    def __call__(self, path: str, raw: bytes, name: str) -> Document | list[Diagnostic]:
        """Return the result of `parse`."""
        known = self._known.get(path)
        if known is None or known[0] != raw:
            known = self._known[path] = (raw, parse(path, raw, name))
        return known[1]


MISSING = "404.html"


class SupersededError(Exception):
    """A file was saved meanwhile, so the site in progress is out of date."""


@dataclass(frozen=True, slots=True)
class Update:
    """What the preview shows after a save."""

    found: tuple[Diagnostic, ...] = ()  # without the suppressed
    failed: bool = False  # only the findings or the failure are shown
    changed: tuple[str, ...] = ()  # the files of the site that changed
    whole: bool = False  # all pages are up to date, not only the open ones
    failure: str = ""  # a fault that is not in the content, in one sentence


class Preview:
    """The site in memory; `round` brings it up to date."""

    def __init__(self, options: Options, workers: Workers, superseded: Callable[[], bool]) -> None:
        self.options = options
        self.workers = workers
        self.superseded = superseded
        self.files: dict[str, bytes] = {}  # by path
        self.overlay = ""  # shown on top of all pages, as HTML
        self.moved: dict[str, str] = {}  # pages that are gone → their replacements
        self._program = program_digest(maker_versions())
        self._cache = ReadOnlyCache(Cache(options.cache))
        self._parser = CachedParser()
        self._source: tuple[ThemeSource, list[Diagnostic]] | None = None
        self._language = "en"
        self._plan: Plan | None = None  # of the site that is shown

    def read(self, path: str) -> bytes | None:
        """Return a file of the site, or None."""
        return self.files.get(path)

    def missing(self) -> bytes | None:
        """Return the 404 page, with links that work at every address."""
        page = next((page for page, _ in (self._plan.pages if self._plan else ()) if page.path == MISSING), None)
        if self._plan is None or page is None:
            return self.files.get(MISSING)
        return render(page, replace(self._plan.theme, base="/"), lambda *_: "").encode()

    def round(self, wanted: Collection[str]) -> Iterator[Update]:
        """Read everything again; yield an update whenever there is something new to show.

        `wanted` are the paths of the open pages, which are made first.  Raises SupersededError, WorkerLostError, and
        OSError for a file that cannot be read.
        """
        documents, found = read_documents(self.options.content, self._parser)
        briefing, found = check(documents, found)
        source, faults = self._theme_source(briefing.overview.language if briefing else self._language)
        if briefing:
            words, wrong = with_own_words(source.words, briefing, documents)
            source, faults = replace(source, words=words), [*faults, *wrong]
        everything = by_position([*found, *faults])
        if briefing is None or failed(everything):
            yield self._show_errors(everything)
            return
        try:
            if self._plan:
                yield Update(changed=self._first(briefing, source, wanted))
            viewer = Viewer(Lookup(briefing, source.words))
            drawings = chart_recipes(viewer.charts.values(), self._program)
            self._check_superseded()
            made = plan_site(viewer, drawings, source, self.options, self._program)
            files, wrong = self._all(made, briefing.overview.site.budgets)
        except (BuildError, MissingWordError) as error:
            yield self._show_errors([*everything, error.diagnostic])
            return
        if failed(wrong):
            yield self._show_errors([*everything, *wrong])
            return
        yield Update(unsuppressed([*everything, *wrong]), changed=self._show_site(files, made), whole=True)

    def warm_up(self) -> None:
        """Let the workers load what they need to draw a chart."""
        drawings = [recipe for recipe in (self._plan.recipes if self._plan else ()) if recipe.path.startswith(PRODUCT)]
        if drawings and self.workers.most:
            self.workers.warm_up(drawings[0])

    def _theme_source(self, language: str) -> tuple[ThemeSource, list[Diagnostic]]:
        """Return the templates and words, and what is wrong with them; read again only if they changed."""
        raw = templates_of(self.options.templates)
        if self._source is None or self._source[0].raw != raw or self._language != language:
            words, templates, faults = read_templates(raw, str(self.options.templates), self._program, language)
            self._source, self._language = (ThemeSource(words, templates, raw, cache=self._cache), faults), language
        return self._source

    def _first(self, briefing: Briefing, source: ThemeSource, wanted: Collection[str]) -> tuple[str, ...]:
        """Make the open pages and what they load; return the paths of those that changed."""
        assert self._plan
        theme = self._plan.theme
        assets: tuple[Recipe, ...] = ()
        if theme.templates is not source.templates or theme.words != source.words:
            # With the glyphs of the old pages; fonts with new ones follow with the whole site.
            shown = (text for _, text in self._plan.pages)
            theme, assets = load_theme(source, shown, "", self._program)
        urls = {page.url for page, _ in self._plan.pages if page.path in wanted}
        recipes = [*assets, *open_page_recipes(briefing, theme, urls, self._program)]
        work = Task(recipes, self._cache)
        for _ in work.make(self.workers):
            self._check_superseded()
        self.overlay = ""
        return self._write(work.files)

    def _all(self, made: Plan, budgets: Budgets) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """Make and check the whole site; return its files and the findings."""
        self._check_superseded()
        inspection = Inspection(self._cache, self._program, budgets=budgets)

        work = Task(made.recipes, self._cache)
        for step in work.make(self.workers):
            self._check_superseded()
            inspection.facts_of(step.path, step.content)
        inspection.check(work.files)
        return work.files, inspection.found

    def _check_superseded(self) -> None:
        """Raise SupersededError if a file was saved meanwhile."""
        if self.superseded():
            raise SupersededError

    def _show_errors(self, found: list[Diagnostic]) -> Update:
        reported = unsuppressed(found)
        self.overlay = overlay(reported, texts_of(reported))
        return Update(reported, failed=True)

    def show_failure(self, sentence: str) -> Update:
        """Show a fault that is not in the content."""
        self.overlay = stopped_overlay(sentence)
        return Update(failed=True, failure=sentence)

    def _show_site(self, files: Mapping[str, bytes], made: Plan) -> tuple[str, ...]:
        """Replace the site; return the paths of files that changed or are gone."""
        before = {page.path for page, _ in self._plan.pages} if self._plan else set()
        self.moved = moved(before, {page.path for page, _ in made.pages}, self.moved)
        gone = sorted(self.files.keys() - files.keys())
        for path in gone:
            del self.files[path]
        self.overlay, self._plan = "", made
        self._cache.start_site()
        return (*self._write(files), *gone)

    def _write(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        new = tuple(path for path, content in files.items() if self.files.get(path) != content)
        self.files |= {path: files[path] for path in new}
        return new


def unsuppressed(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings that are not suppressed, in reading order."""
    return tuple(by_position(one for one in found if not one.suppressed))


def moved(before: Set[str], after: Set[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the replacement of each page that is gone: the one new page in a folder that lost one page.

    `before` and `after` are the paths of all pages; `known` are the replacements so far.
    """
    gone, new = _by_folder(before - after), _by_folder(after - before)
    found = {paths[0]: new[folder][0] for folder, paths in gone.items() if len(paths) == len(new.get(folder, ())) == 1}
    followed = {path: found.get(to, to) for path, to in known.items()}
    return {path: to for path, to in {**followed, **found}.items() if path not in after and to in after}


def _by_folder(paths: Set[str]) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for path in sorted(paths):
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    return folders
