"""Run the unit tests with the lowest versions that pyproject.toml allows: its lower bounds are true.

Installs them into build/lowest, beside the tests' own tools in whichever versions go with them. Arguments are
passed to pytest.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "lowest"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# What no unit test imports.
LEFT_OUT = {"axe-playwright-python", "mypy", "playwright", "ruff", "types-markdown", "types-pyyaml"}
ABOUT_THE_LOCK = "tests/unit/project/test_dependencies.py"


def main(*arguments: str) -> int:
    """Install and test; return pytest's exit code."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = about["project"]["optional-dependencies"].values()
    ours = [*about["project"]["dependencies"], *(each for extra in extras for each in extra)]
    tools = [each for each in about["dependency-groups"]["dev"] if name_of(each) not in LEFT_OUT]
    wanted = "\n".join([*map(lowest, ours), *(name_with_extras(each) for each in tools)])
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "wanted.txt").write_text(wanted + "\n", encoding="utf-8")
    uv = [sys.executable, "-m", "uv"]
    run([*uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(FOLDER)])
    run([*uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--requirement", str(FOLDER / "wanted.txt")])
    tests = ["-m", "pytest", "-n", "auto", "--quiet", "-p", "no:cacheprovider", "-m", "not (full or browser)"]
    tests += ["--ignore", ABOUT_THE_LOCK, "tests/unit"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run([str(PYTHON), *tests, *arguments], cwd=ROOT, env=env, check=False).returncode


def lowest(requirement: str) -> str:
    """Return a requirement for its lower bound: "click>=8.1" to "click==8.1"."""
    return requirement.replace(">=", "==")


def name_with_extras(requirement: str) -> str:
    """Return what stands before the bound."""
    return re.split(r"[><=]", requirement)[0]


def name_of(requirement: str) -> str:
    """Return the name of the package alone."""
    return name_with_extras(requirement).partition("[")[0]


def run(command: list[str]) -> None:
    """Run a step of the installation, or exit."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit("The lowest versions could not be installed; see above.")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
