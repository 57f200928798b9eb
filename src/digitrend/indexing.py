"""Documents to a search index: the only module that runs Pagefind.

Takes HTML documents, gives a packed folder of what a browser needs to search them; equal documents give equal bytes.
Pagefind runs as a service, as its own packages for Node and Python have it: requests and answers are JSON in base64,
with a comma after each. No file is written, where hundreds would be on the way in and again on the way out; and the
Python package, which looks for answers ten times a second, would take half a minute for them.
"""

from __future__ import annotations

import gzip
import json
import subprocess
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import PurePosixPath
from threading import Thread
from typing import IO, Any

from digitrend.build.recipe import packed
from digitrend.diagnostics import Diagnostic
from digitrend.errors import BuildError

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


class IndexingError(BuildError):
    """Pagefind is not there, or does not do what it should."""

    def __init__(self, message: str) -> None:
        hint = "see that the disk is not full; else install it again: pip install --force-reinstall 'pagefind[bin]'"
        super().__init__(Diagnostic("P007", message[:1].lower() + message[1:], "pagefind", hint=hint))


def search_index(documents: tuple[tuple[str, str], ...], _: Mapping[str, bytes]) -> bytes:
    """Return the packed search index of documents, given by path; raises IndexingError.

    `LICENSE.txt` in it is Pagefind's.  `groups.json` lists the results' ids by the first folder of their documents; it
    stands for Pagefind's own filters, which are written in an order that changes from run to run.
    """
    index = dict(_wanted(_indexed(documents)))
    index["LICENSE.txt"] = LICENCE.encode()
    index[GROUPS] = json.dumps(_groups(index), separators=(",", ":")).encode()
    return packed(index)


def _indexed(documents: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Return all files that Pagefind makes of documents, by path; the order of documents does not matter."""
    adding = [{"type": "AddFile", "index_id": 0, "file_path": p, "file_contents": t} for p, t in sorted(documents)]
    *_, last = _asked([{"type": "NewIndex", "config": {}}, *adding, {"type": "GetFiles", "index_id": 0}])
    return {file["path"]: b64decode(file["content"]) for file in last["files"]}


def _asked(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return Pagefind's answers to requests, in their order; raises IndexingError."""
    import pagefind_bin  # noqa: PLC0415 - its place is found out when it is needed

    messages = [json.dumps({"message_id": i, "payload": request}) for i, request in enumerate(requests)]
    sent = b"".join(b64encode(message.encode()) + b"," for message in messages)
    try:
        process = subprocess.Popen(
            [str(pagefind_bin.get_executable()), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        raise IndexingError(f"Pagefind cannot be run: {error.strerror}") from error
    assert process.stdin is not None
    assert process.stdout is not None
    # Apart, so that neither waits for the other to read; the pipe stays open, for at its end the service leaves.
    sending = Thread(target=_send, args=(process.stdin, sent), daemon=True)
    sending.start()
    try:
        told = _heard(process.stdout, len(requests))
    finally:
        process.kill()
        sending.join()
        process.wait()
        process.stdout.close()
        with suppress(OSError):  # what a service that is gone did not take
            process.stdin.close()
    return [_answer(words) for words in told.split(b",")[:-1]]


def _send(pipe: IO[bytes], content: bytes) -> None:
    with suppress(OSError):  # the service is gone: what it said last says why
        pipe.write(content)
        pipe.flush()


def _heard(pipe: IO[bytes], answers: int) -> bytes:
    """Return what the service says until it has given so many answers; raises IndexingError when it gives fewer."""
    told, left = bytearray(), answers
    while left:
        piece = pipe.read1(1 << 20)  # type: ignore[attr-defined]
        if not piece:
            raise IndexingError(f"Pagefind failed: {bytes(told[-500:]).decode(errors='replace').strip()}")
        left -= piece.count(b",")
        told += piece
    return bytes(told)


def _answer(words: bytes) -> dict[str, Any]:
    try:
        payload: dict[str, Any] = json.loads(b64decode(words, validate=True))["payload"]
    except (NotBase64, ValueError, LookupError) as error:
        raise IndexingError(f"Pagefind failed: {words[-500:].decode(errors='replace').strip()}") from error
    if payload["type"] == "Error":
        raise IndexingError(f"Pagefind failed: {payload['message']}")
    return payload


def _wanted(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield what the search page loads: not Pagefind's own interface, nor what other languages would need."""
    languages = json.loads(files[ENTRY])["languages"].values()
    modules = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages}
    for path, content in sorted(files.items()):
        name = PurePosixPath(path).name
        own_interface = name.startswith("pagefind-") and name != ENTRY
        other_language = name.startswith("wasm.") and name not in modules
        if not own_interface and not other_language:
            yield path, content


def _groups(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return the ids of all results by the first folder of their documents."""
    groups: dict[str, list[str]] = {}
    for path, content in sorted(files.items()):
        if path.startswith("fragment/"):
            url = json.loads(gzip.decompress(content).removeprefix(MAGIC))["url"]
            groups.setdefault(url.split("/")[1], []).append(PurePosixPath(path).stem)
    return dict(sorted(groups.items()))
