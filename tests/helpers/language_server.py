"""The language server of VS Code's YAML extension, spoken to as an editor does: its protocol over standard streams."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from machine import NO_LANGUAGE_SERVER, stand_down
from paths import ROOT

PROGRAM = ROOT / "tools/language-server/node_modules/yaml-language-server/bin/yaml-language-server"
SECONDS = 60.0  # for one answer; it takes a fraction of a second
MARKUP = {"contentFormat": ["markdown"]}
ABLE = {  # what this editor can do
    "completion": {"completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}},
    "hover": MARKUP,
    "publishDiagnostics": {},
}
SETTINGS = {"yaml": {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True}}


class LanguageServer:
    """A running server.  Lines and columns count from 0, as in the protocol."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        """Say hello, for a folder that is open in the editor."""
        self._process, self._last = process, 0
        self._told: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        folder = {"uri": root.as_uri(), "name": root.name}
        hello = {"processId": None, "rootUri": root.as_uri(), "workspaceFolders": [folder]}
        self.ask("initialize", **hello, capabilities={"textDocument": ABLE})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Open a file, each once, with that text (what is on disk does not matter); return what the server marks."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        told = self._next(
            lambda one: one.get("method") == "textDocument/publishDiagnostics" and one["params"]["uri"] == path.as_uri()
        )
        marks: list[dict[str, Any]] = told["params"]["diagnostics"]
        return marks

    def at(self, method: str, path: Path, line: int, column: int) -> Any:  # noqa: ANN401 - the protocol's
        """Ask about a place in an open file."""
        position = {"line": line, "character": column}
        return self.ask(method, textDocument={"uri": path.as_uri()}, position=position)

    def ask(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 - the protocol's
        """Send a request and return its result."""
        self._last += 1
        number = self._last
        self._send({"id": number, "method": method, "params": parameters})
        answer = self._next(lambda one: one.get("id") == number and "method" not in one)
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, parameters: object) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _next(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the next message that is wanted; what the server asks meanwhile is answered with nothing."""
        while True:
            message = self._told.get(timeout=SECONDS)
            if wanted(message):
                return message
            if "id" in message and "method" in message:
                items = message.get("params", {}).get("items", [])
                self._send({"id": message["id"], "result": [SETTINGS.get(each.get("section")) for each in items]})

    def _listen(self) -> None:
        """Read message by message until the server ends."""
        stream = self._process.stdout
        assert stream
        while header := stream.readline():
            if header.lower().startswith(b"content-length:"):
                length = int(header.partition(b":")[2])
                while stream.readline().strip():
                    pass
                self._told.put(json.loads(stream.read(length)))


@contextmanager
def language_server(root: Path) -> Iterator[LanguageServer]:
    """Run the server for a folder; ends the test where it is not installed."""
    node = shutil.which("node")
    if node is None or not PROGRAM.is_file():
        stand_down(NO_LANGUAGE_SERVER, "the YAML language server is not installed")
    command = [node, str(PROGRAM), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            yield LanguageServer(process, root)
        finally:
            process.kill()
