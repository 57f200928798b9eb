"""What a build reads, as raw bytes: enough to tell whether anything changed, before anything heavy is loaded."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

from digitrend.build.cache import Cache, path_from_cache
from digitrend.build.files import digest
from digitrend.content.layout import is_litter
from digitrend.content.reader import ContentFiles, read_content
from digitrend.errors import NotOursError
from digitrend.git import content_files

PACKAGE = Path(__file__).parent.parent
# The libraries whose versions can change the bytes of the site.
MAKERS = (
    "brotli",
    "font-source-sans-pro",
    "font-source-serif-pro",
    "fonttools",
    "jinja2",
    "markdown",
    "markupsafe",
    "matplotlib",
    "nh3",
    "numpy",
    "pillow",
    "pydantic",
    "pyyaml",
)
TYPESETTERS = ("cssselect2", "pydyf", "pyphen", "tinycss2", "tinyhtml5", "weasyprint")  # of the PDF
OURS = (".py", ".toml", ".yaml")  # suffixes of the package's code and data
INSTALLED = re.compile(r"(.+)-([^-]+)\.dist-info")
MOST = 64 * 1024 * 1024  # bytes that are read of a file


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a build; paths as the user wrote them."""

    content: Path
    templates: Path
    out: Path
    cache: Path
    base_url: str = ""
    pdf: bool = False
    single_file: bool = False
    compress: bool = False
    markdown: bool = False
    since: str = ""  # the folder or revision of an earlier edition to compare with
    strict: bool = False  # whether warnings fail
    unaudited: bool = False  # whether a missing, outdated or failed audit is accepted
    former: Path | None = None  # the site that is published now, if it is not the one in `out`
    paper: str = "A4"  # of the PDF: "A4" or "letter"

    def check(self) -> None:
        """Raise NotOursError if the site or the cache is inside another one of the four folders."""
        folders = {"content": self.content, "templates": self.templates, "site": self.out, "cache": self.cache}
        for name, other in product(("site", "cache"), folders):
            inner, outer = folders[name], folders[other]
            if name != other and Path(os.path.realpath(inner)).is_relative_to(os.path.realpath(outer)):
                where = f"'{inner.as_posix()}' is in the folder of the {other}, '{outer.as_posix()}'"
                raise NotOursError(f"{where}: name another for the {name}")


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a build reads, with one digest of everything."""

    content: ContentFiles
    templates: Mapping[str, bytes]  # by their paths, in order
    program: str  # the digest of digitrend's code and of the versions of its libraries
    digest: str
    files: Mapping[str, str]  # the SHA-256 of each file: of "content/source.yaml", "templates/words.en.yaml", …
    makers: tuple[str, ...]  # Python and the libraries: "python 3.13.1", "matplotlib 3.10.0", …


def read_inputs(options: Options) -> Inputs:
    """Read the inputs of a build with these options."""
    options.check()
    makers = maker_versions()
    templates, program = templates_of(options.templates), program_digest(makers)
    makers += typesetters() if options.pdf else ()
    content = read_content(options.content)
    files = {f"content/{path}": digest(raw) for path, raw in content.files.items()}
    files |= {f"templates/{path}": digest(raw) for path, raw in templates.items()}
    earlier = content_files(options.since, options.content) if options.since else {}
    files |= {f"since/{path}": digest(raw) for path, raw in earlier.items()}
    flags = (options.single_file, options.compress, options.markdown, options.strict, options.unaudited)
    forms = "".join(f"{flag:d}" for flag in flags) + options.paper
    read = (
        program,
        options.base_url,
        forms,
        *makers,
        *content.names,
        *(f"{path} {sha}" for path, sha in files.items()),
    )
    return Inputs(content, templates, program, digest("\n".join(read)), files, makers)


def record_build(options: Options, cache: Cache) -> None:
    """Note in the cache which options the site was built with, except for the folders."""
    settings = {name: value for name, value in asdict(options).items() if not isinstance(value, Path)}
    cache.write_note(_note_name(options, cache), json.dumps(settings, sort_keys=True).encode())


def recorded_build(options: Options, cache: Cache) -> Options | None:
    """Return the options that the site was built with, in the given folders; None if the cache has no note of it."""
    try:
        return replace(options, **json.loads(cache.note(_note_name(options, cache)) or b""))
    except (ValueError, TypeError):  # none, or one of another version
        return None


def _note_name(options: Options, cache: Cache) -> str:
    return f"options {path_from_cache(cache, Path(os.path.realpath(options.out)))}"


def builtin_templates() -> Path:
    """Return the folder of the built-in templates: in the package, or in a checkout the project's."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "templates"


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their sorted paths in it, without editors' temporary files.

    What cannot be read, is not a regular file, or is a link out of the folder, counts as empty; whoever parses it
    reports the error.
    """
    found: dict[str, bytes] = {}
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_litter(name))
        for name in sorted(names):
            if not is_litter(name):
                path = Path(where, name)
                found[path.relative_to(folder).as_posix()] = _own_bytes(path, folder)
    return dict(sorted(found.items()))


def _own_bytes(path: Path, folder: Path) -> bytes:
    """Return the bytes of a file of the folder, up to MOST; none if it cannot be read."""
    try:
        if not path.is_file() or (path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())):
            return b""
        with path.open("rb") as file:
            return file.read(MOST)
    except (OSError, RuntimeError):  # not readable; a link in a circle
        return b""


def templates_of(folder: Path) -> dict[str, bytes]:
    """Return the templates by path: the built-in ones, replaced file by file by those in `folder`."""
    own = files_below(builtin_templates())
    return dict(sorted({**own, **files_below(folder)}.items())) if folder.is_dir() else own


def maker_versions() -> tuple[str, ...]:
    """Return the versions of Python and of the libraries that can change the bytes of the site."""
    return (f"python {sys.version.split()[0]}", *versions(MAKERS))


def program_digest(makers: Iterable[str]) -> str:
    """Return the digest of digitrend's own code and of the versions of its libraries."""
    sources = (path for path in sorted(PACKAGE.rglob("*.*")) if path.suffix in OURS and path.is_file())
    texts = [f"{path.relative_to(PACKAGE).as_posix()} {digest(path.read_bytes())}" for path in sources]
    return digest("\n".join([*makers, *texts]))


def typesetters() -> tuple[str, ...]:
    """Return the versions of the libraries that make the PDF."""
    return versions(TYPESETTERS)


def versions(names: Iterable[str]) -> tuple[str, ...]:
    """Return "name version" for each installed distribution, and "name " for the others.

    Versions are read from the names of `.dist-info` folders (PyPA, "Recording installed projects"), because
    `importlib.metadata` takes 20 ms.
    """
    installed: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for found in filter(None, map(INSTALLED.fullmatch, os.listdir(folder or "."))):  # noqa: PTH208 - names
                installed.setdefault(_folded(found[1]), found[2])  # the first on the path is the one that is imported
    return tuple(f"{name} {installed.get(_folded(name), '')}" for name in names)


def _folded(name: str) -> str:
    """Return the normalized name of a distribution (PyPA, "Names and normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()
