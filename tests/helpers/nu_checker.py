"""The Nu Html Checker, which is Java's: from the package `vnu-jar`, locked in tools/checker."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from machine import NO_CHECKER, stand_down
from paths import ROOT

JAR = ROOT / "tools/checker/node_modules/vnu-jar/build/dist/vnu.jar"
# The checker's table of CSS lacks container queries; browsers without them show the drawing for a narrow room.
NOT_YET_KNOWN = re.compile(
    r"CSS: (?:“container-type”: Property “\S+” doesn't exist\.|Unrecognized at-rule “@container”)"
)
# Read from disk, a page has no origin that the checker could compare with 'self'; and it takes data in a `script`
# element for a script; and it does not compare a style with its hash. Browsers know better: the tests of the policies
# ask one.
POLICY = re.compile(
    r"(?:Resource violates Content Security Policy \(meta tag\): external (?:script|stylesheet) “(?:\.\./)*assets/\S+”"
    r"|Inline (?:script|style) violates Content Security Policy \(meta tag\):) .*"
)
DATA = '<script type="application/ld+json">'


def findings(files: list[Path]) -> Iterator[str]:
    """Yield what the checker says about the files, warnings too, but for what it does not know yet."""
    options = ("--format", "json", "--also-check-css", "--also-check-svg", "--exit-zero-always", "--stdout")
    # What runs for seconds only is not worth the second compiler of Java, which takes half of the time.
    command = [java(), "-XX:TieredStopAtLevel=1", "-Xss4m", "-jar", str(jar()), *options, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    for message in messages:
        if not known_better(message):
            name = message["url"].rpartition("/site/")[2].rpartition(f"{files[0].parent.name}/")[2]
            kind = message.get("subType", message["type"])
            extract = message.get("extract", "").strip()
            yield f"{name}:{message.get('lastLine', 1)}: {kind}: {message['message']} ({extract})"


def known_better(message: dict[str, Any]) -> bool:
    """Say whether the checker says something that it cannot know."""
    said = message["message"]
    if POLICY.match(said):
        if said.startswith("Inline style"):
            return _its_styles_have_their_hashes(Path(unquote(urlsplit(message["url"]).path)))
        return "external" in said or DATA in message.get("extract", "")
    return NOT_YET_KNOWN.fullmatch(said) is not None


def _its_styles_have_their_hashes(page: Path) -> bool:
    text = page.read_text(encoding="utf-8")
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    return all(f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in text for style in styles)


def java() -> str:
    """Return the machine's Java; macOS has a command of that name that only says where to get one."""
    path = shutil.which("java")
    if path is None or subprocess.run([path, "-version"], capture_output=True, check=False).returncode:
        stand_down(NO_CHECKER, "Java was not found on this machine")
    return path


def jar() -> Path:
    """Return the checker, or end the test."""
    if not JAR.is_file():
        stand_down(NO_CHECKER, "the Nu Html Checker is not installed")
    return JAR
