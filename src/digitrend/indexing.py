"""Documents to a search index: the only module that runs Pagefind.

Takes HTML documents, gives a packed folder of what a browser needs to search them; equal documents give equal bytes.
Pagefind works on files, so it gets a folder of its own for the time, which leaves no trace in what it writes.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from digitrend.build import packed

# Pagefind's own, which its package does not carry: its licence asks that it goes where the program goes.
LICENCE = """\
Copyright 2022 CloudCannon

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
ENTRY = "pagefind-entry.json"
GROUPS = "groups.json"
MAGIC = b"pagefind_dcd"  # begins whatever Pagefind writes for its own use, once it is unpacked


class IndexingFailed(RuntimeError):  # noqa: N818 - a name that says what is so
    """Pagefind is not there, or does not do what it should."""


def search_index(documents: tuple[tuple[str, str], ...], _: Mapping[str, bytes]) -> bytes:
    """Return the packed search index of documents, given by path; raises IndexingFailed.

    `LICENSE.txt` in it is Pagefind's.  `groups.json` lists the results' ids by the first folder of their documents; it
    stands for Pagefind's own filters, which are written in an order that changes from run to run.
    """
    with tempfile.TemporaryDirectory(prefix="digitrend-") as folder:
        root = Path(folder)
        files = {root / "site" / path: text.encode() for path, text in documents}
        for parent in {file.parent for file in files}:
            parent.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            file.write_bytes(content)
        _run(root)
        index = dict(_wanted(root / "index"))
    index["LICENSE.txt"] = LICENCE.encode()
    index[GROUPS] = json.dumps(_groups(index), separators=(",", ":")).encode()
    return packed(index)


def _run(root: Path) -> None:
    """Run Pagefind on the folder `site`, and have its index in `index`."""
    import pagefind_bin  # noqa: PLC0415 - its place is found out when it is needed

    command = [str(pagefind_bin.get_executable()), "--site", "site", "--output-path", "index", "--quiet"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    except OSError as error:
        raise IndexingFailed(f"Pagefind cannot be run: {error.strerror}") from error
    if done.returncode or not (root / "index" / ENTRY).is_file():
        raise IndexingFailed(f"Pagefind failed: {done.stderr.strip() or done.stdout.strip()}")


def _wanted(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what the search page loads: not Pagefind's own interface, nor what other languages would need."""
    languages = json.loads((folder / ENTRY).read_bytes())["languages"].values()
    modules = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages}
    for path in sorted(folder.rglob("*")):
        name = path.name
        own_interface = name.startswith("pagefind-") and name != ENTRY
        other_language = name.startswith("wasm.") and name not in modules
        if path.is_file() and not own_interface and not other_language:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _groups(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return the ids of all results by the first folder of their documents."""
    groups: dict[str, list[str]] = {}
    for path, content in sorted(files.items()):
        if path.startswith("fragment/"):
            url = json.loads(gzip.decompress(content).removeprefix(MAGIC))["url"]
            groups.setdefault(url.split("/")[1], []).append(PurePosixPath(path).stem)
    return dict(sorted(groups.items()))
