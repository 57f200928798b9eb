"""A real nginx on loopback with the configuration that the project ships, and nothing changed in it but the place."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = ROOT / "docs" / "hosting" / "nginx.conf"
PREFIX = "/reports/2021/"  # where the example has its site
TYPES = "/etc/nginx/mime.types"
PATIENCE = 10.0  # seconds until it answers


def program() -> str | None:
    """Return nginx's program; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def example(folder: Path, prefix: str, port: int) -> str:
    """Return the example with the site's folder, its path and a port of this machine."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in (("listen 80;", f"listen 127.0.0.1:{port};"), ("/srv/digitrend/site/", f"{folder.resolve()}/")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    if prefix == "/":
        text = re.sub(r"    location = /reports/2021 \{.*?\}\n", "", text, flags=re.DOTALL)
    return text.replace(PREFIX, prefix)


@contextmanager
def serving(site: Path, prefix: str, port: int, scratch: Path) -> Iterator[str]:
    """Serve a site at a path, and yield its address."""
    scratch.mkdir(parents=True)
    (scratch / "site.conf").write_text(example(site, prefix, port), encoding="utf-8")
    temporary = " ".join(
        f"{kind}_temp_path {scratch}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""  # the tests' folders are the tests'
    (scratch / "nginx.conf").write_text(
        f"{user} daemon off; worker_processes 1; pid {scratch}/pid; error_log {scratch}/errors;\n"
        f"events {{}}\nhttp {{ include {TYPES}; access_log off; {temporary} include {scratch}/site.conf; }}\n",
        encoding="utf-8",
    )
    command = [str(program()), "-c", str(scratch / "nginx.conf"), "-e", str(scratch / "errors"), "-p", str(scratch)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        _answering(process, port)
        yield f"http://127.0.0.1:{port}{prefix}"
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _answering(process: subprocess.Popen[str], port: int) -> None:
    """Wait until the server takes a connection."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()[0]
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("nginx does not answer")
