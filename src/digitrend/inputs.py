"""What a build reads, as raw bytes: enough to tell whether anything changed, before anything heavy is loaded."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from digitrend.store import digest

PACKAGE = Path(__file__).parent
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
    "pagefind-bin",
    "pillow",
    "pydantic",
    "pyyaml",
)
TYPESETTERS = ("cssselect2", "pydyf", "pyphen", "tinycss2", "tinyhtml5", "weasyprint")  # of the PDF
HIDDEN = (".", "~", "#")


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked to do; paths as the user wrote them."""

    content: Path
    templates: Path
    out: Path
    cache: Path
    base_url: str = ""
    pdf: bool = False


def own_templates() -> Path:
    """Return the templates that the package carries; in a checkout, the project's."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "templates"


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their path in it, with forward slashes, in order; editors' litter left out."""
    found: dict[str, bytes] = {}
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(HIDDEN))
        for name in sorted(names):
            if not name.startswith(HIDDEN) and not name.endswith("~"):
                path = Path(where, name)
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


def templates_of(folder: Path) -> dict[str, bytes]:
    """Return the templates: the project's, file by file over those that the package carries."""
    own = files_below(own_templates())
    return dict(sorted({**own, **files_below(folder)}.items())) if folder.is_dir() else own


def program() -> str:
    """Return the digest of digitrend's own sources and of the versions of all that makes bytes."""
    sources = [
        f"{path.relative_to(PACKAGE).as_posix()} {digest(path.read_bytes())}" for path in sorted(PACKAGE.rglob("*.py"))
    ]
    versions = [f"{name} {metadata.version(name)}" for name in MAKERS]
    return digest("\n".join([platform.python_version(), *versions, *sources]))


def typesetters() -> tuple[str, ...]:
    """Return the versions of the libraries that set the PDF, as far as they are installed."""
    return tuple(f"{name} {_version(name)}" for name in TYPESETTERS)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def digest_of(options: Options, templates: dict[str, bytes], program_digest: str) -> str:
    """Return one digest of everything that a build reads."""
    content = files_below(options.content) if options.content.is_dir() else {}
    parts = [
        f"{kind} {path} {digest(raw)}"
        for kind, files in (("c", content), ("t", templates))
        for path, raw in files.items()
    ]
    setters = typesetters() if options.pdf else ()
    return digest("\n".join([program_digest, options.base_url, *setters, *parts]))
