"""Names that become addresses: none that the site keeps for itself, and no former one that is another's now."""

from __future__ import annotations

from collections.abc import Iterator

from digitrend.diagnostics import Diagnostic
from digitrend.model import ChartSpec, DerivedStatistic, EntityType, Item, Part, Statistic

from .contents import Contents, Placed

# Names that no file can have on Windows, whatever follows them: https://learn.microsoft.com/windows/win32/fileio/
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))})
OF_FILES = DEVICES | {"index", "source", "briefing"}  # a list of all, and whose citations have these names
OF_PLACES = frozenset(  # ids of the pages' own, where an item's id is that of its place on the page
    {"main", "menu", "theme-system", "theme-light", "theme-dark", "picture", "data", "cite", "licence", "record"}
    | {"method", "outline", *EntityType, *(f"{name}-{i}" for name in ("lane", "claims") for i in range(1, 100))}
)


def every_id_can_be_an_address(contents: Contents) -> Iterator[Diagnostic]:
    """R012: an id that becomes part of an address must not be one that the site needs for something else."""
    source = contents.source.item.sections if contents.source else ()
    paragraphs = {section.id: len(section.paragraphs) for section in source}
    places = {f"{name}-{i}" for name, count in paragraphs.items() for i in range(1, count + 1)} | paragraphs.keys()
    parts = {part.item.id for part in contents.parts}  # R001 tells of an id that is a part's
    for placed in contents.identified:
        is_page = isinstance(placed.item, Statistic | DerivedStatistic | ChartSpec)
        if placed.item.id in (OF_FILES if is_page else OF_PLACES | places) - parts:
            yield _kept(placed, placed.item.id, "id")
    for part in contents.parts:
        if part.item.slug in DEVICES:
            yield _kept(part, part.item.slug)


def every_former_name_is_free(contents: Contents) -> Iterator[Diagnostic]:
    """R013: a former name, among the `aliases` of an item, is no name of another one now, and is told once."""
    taken: dict[tuple[str, str], Placed[Item]] = {}
    holders: list[tuple[str, Placed[Item], str, tuple[str, ...]]] = [
        *((placed.item.kind, placed, placed.item.slug, placed.item.aliases) for placed in contents.parts),
        *(("figure", placed, placed.item.id, placed.item.aliases) for placed in contents.statistics),
        *(("figure", placed, placed.item.id, placed.item.aliases) for placed in contents.derived),
        *(("chart", placed, placed.item.id, placed.item.aliases) for placed in contents.charts),
    ]
    for kind, placed, name, _ in holders:
        taken.setdefault((kind, name), placed)
    for kind, placed, _, aliases in holders:
        for i, old in enumerate(aliases):
            if old in (DEVICES if isinstance(placed.item, Part) else OF_FILES):
                yield _kept(placed, old, "aliases", i)
            elif (kind, old) in taken:
                path = taken[kind, old].document.path
                hint = "remove it here, or give what has that name another one"
                message = f"the former name '{old}' is that of another {kind}, in {path}"
                yield placed.error("R013", message, "aliases", i, hint=hint)
            taken.setdefault((kind, old), placed)


def _kept(placed: Placed[Item], name: str, *where: str | int) -> Diagnostic:
    message = f"'{name}' is a name that the site keeps for itself"
    hint = "rename the file" if not where else "give it a name that says more"
    return placed.error("R012", message, *where, hint=hint)
