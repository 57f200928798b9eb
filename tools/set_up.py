"""Set up .venv for the Makefile: the locked dependencies, then digitrend itself, editable.

Runs before anything is installed, so it uses the standard library only; and an old Python must get as
far as being told so, hence no syntax newer than 3.6.  The stamp is written last and removed first: a
set-up that is interrupted starts again.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / ".ready"
INPUTS = ("pyproject.toml", "requirements.txt", "tools/set_up.py")
USABLE = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
NO_VENV = """\
this Python cannot make virtual environments.
  Debian, Ubuntu: sudo apt-get install python3-venv
  elsewhere: install Python 3.11 or newer in full, or name another one: make PYTHON=python3.12 site"""


def main() -> None:
    """Bring .venv up to date with the lock and pyproject.toml; leave with a sentence if that fails."""
    if sys.version_info < (3, 11):
        here = "{}.{}".format(*sys.version_info[:2])
        sys.exit(
            "digitrend needs Python 3.11 or newer; this is " + here + " (" + sys.executable + ").\n"
            "  name another one: make PYTHON=python3.12 site"
        )
    wanted = fingerprint()
    if usable() and stamped() == wanted:
        STAMP.touch()  # a file is newer, but says the same
        return
    print("Setting up .venv (once; a minute or two) ...", flush=True)
    began = time.monotonic()
    if STAMP.exists():
        STAMP.unlink()
    if not usable():
        create()
    pip("install", "--require-hashes", "--requirement", "requirements.txt")
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ".")
    # As pip does for what it installs, but not for what is editable: the first build need not, and where Python is told
    # to write no bytecode every build would again.
    run([str(PYTHON), "-m", "compileall", "-q", "src"])
    STAMP.write_text(wanted, encoding="ascii")
    print(f"Set up in {time.monotonic() - began:.0f} s.", flush=True)


def fingerprint() -> str:
    """Return the digest of all that the environment is made from, and of where it is."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in INPUTS:
        digest.update(b"\0" + (ROOT / name).read_bytes())
    return digest.hexdigest()


def stamped() -> str:
    """Return the digest that the environment was made from, or "" for one that is not ready."""
    return STAMP.read_text(encoding="ascii") if STAMP.exists() else ""


def usable() -> bool:
    """Whether .venv has a Python that runs, is new enough and has pip."""
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-c", USABLE], stderr=subprocess.DEVNULL, check=False).returncode == 0


def create() -> None:
    """Make .venv anew with the Python that runs this."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit(NO_VENV)
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def pip(*arguments: str) -> None:
    """Run the environment's pip, without questions and without a progress display."""
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
    run([str(PYTHON), "-m", "pip", *quiet, *arguments])


def run(command: "list[str]") -> None:
    """Run one step; if it fails, it has said why, and nothing after it would help."""
    if subprocess.run(command, cwd=str(ROOT), check=False).returncode:
        sys.exit("The set-up did not finish; see above. Run make again to repeat it.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nThe set-up was interrupted. Run make again to repeat it.")
