"""The preview as an editor meets it: `digitrend serve` in a process of its own, on a project of its own."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from builders import a_content
from site_bench import command, write

if TYPE_CHECKING:
    from collections.abc import Mapping

ADDRESS = re.compile(r"^The preview is at (http://127\.0\.0\.1:\d+/)", re.MULTILINE)
PATIENCE = 60.0  # seconds until a test gives up; a machine of two cores may be busy


@dataclass
class Served:
    """A project, and the preview that runs on it."""

    root: Path
    address: str = ""
    process: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])

    def save(self, content: Mapping[str, str]) -> None:
        """Make the content folder what is given."""
        write(self.root / "content", content)

    @property
    def text(self) -> str:
        """All that it printed so far."""
        return "".join(self.said)

    def until(self, pattern: str) -> re.Match[str]:
        """Wait until it has printed something."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := re.search(pattern, self.text, re.MULTILINE):
                return found
            time.sleep(0.02)
        raise AssertionError(f"{pattern!r} was not printed:\n{self.text}")


@contextmanager
def served(root: Path, content: Mapping[str, str] | None = None, *more: str, **environment: str) -> Iterator[Served]:
    """Serve a content in a folder, the small one by default, on a free port."""
    project = Served(root)
    project.save(a_content() if content is None else content)
    (root / "templates").mkdir(exist_ok=True)
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "NO_COLOR": "1", **environment}
    with subprocess.Popen(
        command("serve", "--port", "0", *more),
        cwd=root,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        project.process = process
        assert process.stdout
        reader = threading.Thread(target=lambda: project.said.extend(process.stdout or ()), daemon=True)
        reader.start()
        try:
            project.address = project.until(ADDRESS.pattern)[1]
            yield project
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)
            reader.join()
