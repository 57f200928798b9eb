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

from digitrend.build.cache import Cache
from digitrend.build.files import digest
from digitrend.content.layout import is_litter
from digitrend.content.reader import ContentFiles, read_content
from digitrend.errors import NotOursError
from digitrend.git import content_files

PACKAGE = Path(__file__).parent.parent
# The libraries that have a hand in the bytes of the site.
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
OURS = (".py", ".toml", ".yaml")  # of the package's own files: code and the data that it reads
INSTALLED = re.compile(r"(.+)-([^-]+)\.dist-info")
MOST = 64 * 1024 * 1024  # bytes of a file


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked to do; paths as the user wrote them."""

    content: Path
    templates: Path
    out: Path
    cache: Path
    base_url: str = ""
    pdf: bool = False
    single_file: bool = False
    compress: bool = False
    markdown: bool = False
    since: str = ""  # the folder or the revision of an earlier edition, to tell what changed
    strict: bool = False  # whether warnings fail
    unaudited: bool = False  # whether a missing, stale or failed audit is let be
    former: Path | None = None  # the site that is published now, if it is not the one in `out`
    paper: str = "A4"  # of the PDF: "A4" or "letter"

    def check(self) -> None:
        """Raise NotOursError when what is written, site or cache, is inside what is read, or inside each other."""
        folders = {"content": self.content, "templates": self.templates, "site": self.out, "cache": self.cache}
        for name, other in product(("site", "cache"), folders):
            inner, outer = folders[name], folders[other]
            if name != other and Path(os.path.realpath(inner)).is_relative_to(os.path.realpath(outer)):
                where = f"'{inner.as_posix()}' is in the folder of the {other}, '{outer.as_posix()}'"
                raise NotOursError(f"{where}: name another for the {name}")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build reads, once, and one digest of all of it."""

    content: ContentFiles
    templates: Mapping[str, bytes]  # by their paths, in order
    program: str  # the digest of digitrend's own sources and of the versions of all that makes bytes
    digest: str
    files: Mapping[str, str]  # the SHA-256 of each file: of "content/source.yaml", "templates/words.en.yaml", …
    makers: tuple[str, ...]  # what makes bytes, with its version: "python 3.13.1", "matplotlib 3.10.0", …


def read_inputs(options: Options) -> Inputs:
    """Read what a build with these options is made of."""
    options.check()
    makers = made_with()
    templates, program_digest = templates_of(options.templates), program(makers)
    makers += typesetters() if options.pdf else ()
    content = read_content(options.content)
    files = {f"content/{path}": digest(raw) for path, raw in content.files.items()}
    files |= {f"templates/{path}": digest(raw) for path, raw in templates.items()}
    earlier = content_files(options.since, options.content) if options.since else {}
    files |= {f"since/{path}": digest(raw) for path, raw in earlier.items()}
    flags = (options.single_file, options.compress, options.markdown, options.strict, options.unaudited)
    forms = "".join(f"{flag:d}" for flag in flags) + options.paper
    read = (
        program_digest,
        options.base_url,
        forms,
        *makers,
        *content.names,
        *(f"{path} {sha}" for path, sha in files.items()),
    )
    return Inputs(content, templates, program_digest, digest("\n".join(read)), files, makers)


def record_build(options: Options, cache: Cache) -> None:
    """Keep what the site in `options.out` was built with, but for the places."""
    wishes = {name: value for name, value in asdict(options).items() if not isinstance(value, Path)}
    cache.write_note(_record_of(options, cache), json.dumps(wishes, sort_keys=True).encode())


def recorded_build(options: Options, cache: Cache) -> Options | None:
    """Return options as the site in `options.out` was built with; None when this cache knows of no such build."""
    try:
        return replace(options, **json.loads(cache.note(_record_of(options, cache)) or b""))
    except (ValueError, TypeError):  # none, or one of another version
        return None


def _record_of(options: Options, cache: Cache) -> str:
    """Return the name of the note: by the way from the cache to the site, so that both can be moved together."""
    out = os.path.realpath(options.out)
    try:
        return f"options {os.path.relpath(out, os.path.realpath(cache.root))}"
    except ValueError:  # on another drive
        return f"options {out}"


def own_templates() -> Path:
    """Return the templates that the package carries; in a checkout, the project's."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "templates"


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their path in it, with forward slashes, in order; editors' litter left out.

    What cannot be read, is no file, or is a link out of the folder counts as empty: to wait for it, or to take in what
    is not the folder's, is nobody's wish, and whoever reads the file for what it says tells what is wrong with it.
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
    """Return what a file of the folder holds, and of one that is larger than any that is read, the beginning."""
    try:
        if not path.is_file() or (path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())):
            return b""
        with path.open("rb") as file:
            return file.read(MOST)
    except (OSError, RuntimeError):  # not readable; a link in a circle
        return b""


def templates_of(folder: Path) -> dict[str, bytes]:
    """Return the templates: the project's, file by file over those that the package carries."""
    own = files_below(own_templates())
    return dict(sorted({**own, **files_below(folder)}.items())) if folder.is_dir() else own


def made_with() -> tuple[str, ...]:
    """Return the versions of Python and of the libraries that have a hand in the bytes of the site."""
    return (f"python {sys.version.split()[0]}", *versions(MAKERS))


def program(makers: Iterable[str]) -> str:
    """Return the digest of digitrend's own sources and of the versions of all that makes bytes."""
    sources = (path for path in sorted(PACKAGE.rglob("*.*")) if path.suffix in OURS and path.is_file())
    texts = [f"{path.relative_to(PACKAGE).as_posix()} {digest(path.read_bytes())}" for path in sources]
    return digest("\n".join([*makers, *texts]))


def typesetters() -> tuple[str, ...]:
    """Return the versions of the libraries that set the PDF, as far as they are installed."""
    return versions(TYPESETTERS)


def versions(names: Iterable[str]) -> tuple[str, ...]:
    """Return "name version" of each distribution that is installed, and "name " of each that is not.

    Read from the names of the `.dist-info` folders, which are `name-version` by the PyPA's "Recording installed
    projects": `importlib.metadata` would take 20 ms to be loaded and to read the files in them.
    """
    installed: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for found in filter(None, map(INSTALLED.fullmatch, os.listdir(folder or "."))):  # noqa: PTH208 - names
                installed.setdefault(_folded(found[1]), found[2])  # what comes first on the path is what is imported
    return tuple(f"{name} {installed.get(_folded(name), '')}" for name in names)


def _folded(name: str) -> str:
    """Return the name of a distribution as names are compared (PyPA, "Names and normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()
