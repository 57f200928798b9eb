"""What browsers are shown: the last good site, in memory, and the findings that lie over it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from digitrend.build import Progress, Recipe, Workers, canonical, products
from digitrend.check import check
from digitrend.content import read_documents, texts_of
from digitrend.diagnostics import Diagnostic, by_position, failed
from digitrend.dress import WORDS, Dress, dressed, read_templates, recall
from digitrend.inputs import Options, made_with, program, templates_of
from digitrend.inspection import Inspection
from digitrend.lacking import LACKS, lack
from digitrend.model import Briefing
from digitrend.pipeline import INDEX, PRODUCT, Plan, page_recipes, planned, planned_first
from digitrend.store import Cache, MemoryStore, safe
from digitrend.verify import Budgets

from .memory import Parsed, ReadOnlyCache
from .overlay import overlay, trouble

MISSING = "404.html"  # the site's own page for addresses that it has not


class Superseded(Exception):  # noqa: N818 - a name that says what is so
    """Something was saved meanwhile: what is being made is of no use any more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a save."""

    found: tuple[Diagnostic, ...] = ()  # without the silenced
    failed: bool = False  # nothing new is shown, but the findings or the trouble
    changed: tuple[str, ...] = ()  # the files of the site that are other ones now
    whole: bool = False  # all pages are what the content says, not those alone that are open
    trouble: str = ""  # what stopped the preview that is nobody's mistake in the content, in one sentence


class Preview:
    """The site in memory; `round` brings it up to date."""

    def __init__(self, options: Options, workers: Workers, superseded: Callable[[], bool]) -> None:
        self.options = options
        self.workers = workers
        self.superseded = superseded
        self.files = MemoryStore()
        self.over = ""  # what lies over all pages, as HTML
        self.moved: dict[str, str] = {}  # pages that are gone → the one that took the place
        self._made_by = program(made_with())
        self._cache = ReadOnlyCache(Cache(options.cache))
        self._parsed = Parsed()
        self._compiled = recall(self._cache, self._made_by)
        self._dress: tuple[Dress, list[Diagnostic]] | None = None
        self._plan: Plan | None = None  # of the site that is shown

    def read(self, path: str) -> bytes | None:
        """Return a file of the site as it is shown now, or None."""
        return None if self._outside(path) else self.files.read(path)

    def missing(self, path: str) -> bytes | None:
        """Return the site's own page for addresses that it has not, with links that hold at this one."""
        page = next((page for page, _ in (self._plan.pages if self._plan else ()) if page.path == MISSING), None)
        if self._plan is None or page is None or self._outside(path):
            return self.files.read(MISSING)
        here = replace(page, url=f"/{path}")
        recipe = next(iter(page_recipes([(here, canonical(here))], self._plan.theme, self._made_by)))
        return recipe.make({})

    @staticmethod
    def _outside(path: str) -> bool:
        try:
            return not safe(path)
        except ValueError:
            return True

    def round(self, wanted: Collection[str]) -> Iterator[Told]:
        """Read everything again; yield each time when there is something new to be shown.

        `wanted` are the paths of the pages that are open: they are made first.  Raises Superseded, OSError for a file
        that cannot be read, and WorkerLost.
        """
        briefing, found = check(*read_documents(self.options.content, self._parsed))
        dress, faults = self._dressed()
        everything = by_position([*found, *faults])
        if briefing is None or failed(everything):
            yield self._lay_over(everything)
            return
        try:
            if self._plan:
                yield Told(changed=self._first(briefing, dress, wanted))
            made = planned(briefing, dress, self.options, self._made_by, lambda _: self._on())
            files, wrong = self._all(made, Budgets(*briefing.overview.site.budgets.in_bytes))
        except LACKS as error:
            yield self._lay_over([*everything, lack(error, f"{self.options.templates}/{WORDS}")])
            return
        if failed(wrong):
            yield self._lay_over([*everything, *wrong])
            return
        yield Told(told_of([*everything, *wrong]), changed=self._take(files, made), whole=True)

    def warm_up(self) -> None:
        """Have the workers ready for the first chart that is drawn again."""
        drawings = [recipe for recipe in (self._plan.recipes if self._plan else ()) if recipe.path.startswith(PRODUCT)]
        if drawings and self.workers.most:
            self.workers.warm_up(drawings[0])

    def _dressed(self) -> tuple[Dress, list[Diagnostic]]:
        """Return the templates and words, and what is wrong with them; as they were, if they are the same."""
        raw = templates_of(self.options.templates)
        if self._dress is None or self._dress[0].raw != raw:
            words, templates, faults = read_templates(raw, str(self.options.templates), self._compiled)
            self._dress = Dress(words, templates, raw), faults
        return self._dress

    def _first(self, briefing: Briefing, dress: Dress, wanted: Collection[str]) -> tuple[str, ...]:
        """Make the pages that are open, and what they load; return what is new of it."""
        assert self._plan
        theme = self._plan.theme
        assets: tuple[Recipe, ...] = ()
        if theme.templates is not dress.templates:
            # The glyphs of the pages as they were: fonts that lack one follow with all the rest.
            shown = (text for _, text in self._plan.pages)
            theme, assets = dressed(dress, shown, self._plan.pages[0][0], "", self._made_by)
        urls = {page.url for page, _ in self._plan.pages if page.path in wanted}
        recipes = [*assets, *planned_first(briefing, theme, urls, self._made_by)]
        files = products(recipes, self._cache, self._on, workers=self.workers)
        self.over = ""
        return self._write(files)

    def _all(self, made: Plan, budgets: Budgets) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """Make the whole site and look at it; return its files and what is wrong with them."""
        self._on()
        inspection = Inspection(self._cache, self._made_by, budgets=budgets)

        def look(step: Progress) -> None:
            self._on()
            if step.path != INDEX and not step.path.startswith(PRODUCT):
                inspection.look(step.path, step.content)

        files = products(made.recipes, self._cache, look, workers=self.workers)
        self._on()
        inspection.approve(files)
        return files, inspection.found

    def _on(self, _: Progress | None = None) -> None:
        """Go on, unless something was saved meanwhile."""
        if self.superseded():
            raise Superseded

    def _lay_over(self, found: list[Diagnostic]) -> Told:
        told = told_of(found)
        self.over = overlay(told, texts_of(told))
        return Told(told, failed=True)

    def stopped_by(self, sentence: str) -> Told:
        """Show what stopped a round that is not to be found in the content."""
        self.over = trouble(sentence)
        return Told(failed=True, trouble=sentence)

    def _take(self, files: Mapping[str, bytes], made: Plan) -> tuple[str, ...]:
        """Show a whole new site."""
        before = {page.path for page, _ in self._plan.pages} if self._plan else set()
        self.moved = moved(before, {page.path for page, _ in made.pages}, self.moved)
        gone = sorted({*self.files.paths()} - files.keys())
        for path in gone:
            self.files.remove(path)
        self.over, self._plan = "", made
        self._cache.turn()
        return (*self._write(files), *gone)

    def _write(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        new = tuple(path for path, content in files.items() if self.files.read(path) != content)
        for path in new:
            self.files.write(path, files[path])
        return new


def told_of(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what an editor should see of the findings, in reading order."""
    return tuple(by_position(one for one in found if not one.silenced))


def moved(before: Set[str], after: Set[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return which page stands for each that is gone: the only new one in its folder, if just one of that is gone.

    `before` and `after` are the paths of all pages; `known` is what was found so far.
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
