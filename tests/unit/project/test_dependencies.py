"""The locked dependencies, as far as they can be audited without a network.

Shown here: what is installed is what is locked, no more and no less, and fits together; every archive of the lock has
a digest, which pip demands; the files of what digitrend runs on are those that were installed; every licence is known.
Not shown: whether a version has a known vulnerability or was withdrawn.  Only a database that is kept up to date can
tell that: `pip-audit --requirement requirements.txt` asks one, over the network.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lock import LOCKS, versions
from paths import ROOT
from tables import table

BESIDE = {"digitrend", "pip", "setuptools", "wheel"}  # what a virtual environment begins with, and ourselves
# Permissive licences, and those whose copyleft ends at the file: what may run beside MIT code without binding it.
FREE = re.compile(
    r"\b(0BSD|Apache|Artistic|BSD|CC0|CNRI-Python|HPND|ISC|MIT|MIT-0|MIT-CMU|MPL|Mozilla|OFL|PSF|Python Software "
    r"Foundation|Unlicense|Zlib)\b"
)


@cache
def installed() -> dict[str, metadata.Distribution]:
    """Return what this Python can import, by name."""
    return {str(canonicalize_name(each.name)): each for each in metadata.distributions()}


def closure(extra: str = "") -> set[str]:
    """Return all that digitrend runs on, by name, with what that runs on in turn."""
    found: set[str] = set()
    ahead = [("digitrend", extra)]
    while ahead:
        name, wanted = ahead.pop()
        for text in installed()[name].requires or ():
            requirement = Requirement(text)
            if requirement.marker and not requirement.marker.evaluate({"extra": wanted}):
                continue
            each = canonicalize_name(requirement.name)
            if each not in found:
                found.add(each)
                ahead += [(each, extra) for extra in ("", *requirement.extras)]
    return found


def licence(distribution: metadata.Distribution) -> str:
    """Return what a distribution says of its licence, in whichever of the ways there are to say it."""
    items = distribution.metadata.items()  # type: ignore[attr-defined]
    about = {name.casefold(): text for name, text in items}
    classified = [
        each.rpartition(" :: ")[2] for each in distribution.metadata.get_all("Classifier") or () if "License" in each
    ]
    text = "".join(
        file.read_text()[:300]
        for file in distribution.files or ()
        if re.fullmatch(r"LICEN[CS]E(\.\w+)?", file.name) and "dist-info" in str(file)
    )
    ways = (about.get("license-expression"), ", ".join(classified), about.get("license"), text)
    return next((way for way in ways if way), "")


def test_what_is_installed_is_what_is_locked() -> None:
    found = {name: each.version for name, each in installed().items() if name not in BESIDE}

    assert found == {name: version for name, version in versions().items() if name not in BESIDE}


def test_what_is_installed_fits_together() -> None:
    ran = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stdout) == (0, "No broken requirements found.\n")


def test_no_archive_is_installed_without_its_digest() -> None:
    text = (ROOT / "tools" / "set_up.py").read_text(encoding="utf-8")

    assert text.count('"--require-hashes"') == 2, "once for pip, once for uv"
    for lock in LOCKS.values():
        assert re.findall(r"--hash=(?!sha256:[0-9a-f]{64}\b).*", lock) == []


@table("tool", sorted(path.parent.name for path in ROOT.glob("tools/*/package-lock.json")))
def test_npm_takes_no_archive_without_its_digest(tool: str) -> None:
    packages = json.loads((ROOT / "tools" / tool / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    digests = {path: about.get("integrity", "") for path, about in packages.items() if path}
    assert digests
    assert [path for path, digest in digests.items() if not digest.startswith("sha512-")] == []


def test_the_files_that_digitrend_runs_on_are_as_they_were_installed() -> None:
    changed, count = [], 0
    for name in sorted(closure()):
        for file in installed()[name].files or ():
            if file.hash and file.suffix != ".pyc":
                content = Path(file.locate()).read_bytes()
                digest = base64.urlsafe_b64encode(hashlib.new(file.hash.mode, content).digest()).rstrip(b"=").decode()
                count += 1
                if digest != file.hash.value:
                    changed.append(f"{name}: {file}")

    assert changed == []
    assert count > 1000


def test_the_licences_are_known_and_bind_nobody() -> None:
    licences = {name: licence(installed()[name]) for name in versions()}

    assert {name: text for name, text in licences.items() if not FREE.search(text)} == {}
