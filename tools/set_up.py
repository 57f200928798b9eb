"""Set up .venv for the Makefile: the locked dependencies, then digitrend itself, editable.

`set_up.py` installs what the site needs, `set_up.py dev` also what the tests need.

Runs before anything is installed, so it uses the standard library only; and an old Python must get as far as being
told so, hence no syntax newer than 3.6. A stamp is written last and removed first: a set-up that is interrupted starts
again.
"""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {".ready": "requirements.txt", ".ready-dev": "requirements-dev.txt"}  # by stamp; the second holds the first
USABLE = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
# Python compiles a module when it is first imported. That is done here: where Python is told to write no bytecode,
# every build would compile again. To compile all that is installed would take longer than the rest of the set-up.
IMPORT_ALL = """\
import importlib, pkgutil, sys
sys.dont_write_bytecode = False
import digitrend
ours = [each.name for each in pkgutil.walk_packages(digitrend.__path__, "digitrend.")]
for name in [*ours, *sys.argv[1:]]:
    if not name.endswith("__main__"):
        try:
            importlib.import_module(name)
        except ImportError:  # of an extra
            pass
"""
LATER = ["fontTools.subset", "markdown", "nh3"]  # what a build imports when it needs it
OF_TESTS = ["pytest", "xdist.plugin", "xdist.remote", "hypothesis.strategies", "playwright.sync_api", "html5lib"]
OF_TESTS += ["frictionless", "jsonschema", "weasyprint", "pypdf", "boto3", "moto.server", "moto.s3"]
NO_VENV = """\
this Python cannot make virtual environments.
  Debian, Ubuntu: sudo apt-get install python3-venv
  elsewhere: install Python 3.11 or newer in full, or name another one: make PYTHON=python3.12 site"""


def main(stamp_name: str) -> None:
    """Bring .venv up to date with a lock and pyproject.toml; exit with a sentence if that fails."""
    if sys.version_info < (3, 11):
        here = "{}.{}".format(*sys.version_info[:2])
        sys.exit(
            "digitrend needs Python 3.11 or newer; this is " + here + " (" + sys.executable + ").\n"
            "  name another one: make PYTHON=python3.12 site"
        )
    lock, stamp = LOCKS[stamp_name], VENV / stamp_name
    if usable() and is_current(stamp_name):
        stamp.touch()  # a file is newer, but says the same
        return
    print("Setting up .venv ...", flush=True)
    began = time.monotonic()
    for name in LOCKS:
        if (VENV / name).exists():
            (VENV / name).unlink()
    if not usable():
        create()
    install(lock)
    run([str(PYTHON), "-c", IMPORT_ALL, *LATER, *(OF_TESTS if stamp_name == ".ready-dev" else [])])
    for name in LOCKS:
        if name in (".ready", stamp_name):
            (VENV / name).write_text(fingerprint(name), encoding="ascii")
    print(f"Set up in {time.monotonic() - began:.0f} s.", flush=True)


def fingerprint(stamp_name: str) -> str:
    """Return the digest of all that the environment is made from, and of where it is."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in ("pyproject.toml", LOCKS[stamp_name], "tools/set_up.py"):
        digest.update(b"\0" + (ROOT / name).read_bytes())
    return digest.hexdigest()


def is_current(stamp_name: str) -> bool:
    """Return whether the environment was made from the lock and pyproject.toml as they are."""
    stamp = VENV / stamp_name
    return stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint(stamp_name)


def usable() -> bool:
    """Return whether .venv has a Python that runs, is new enough and has pip."""
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-c", USABLE], stderr=subprocess.DEVNULL, check=False).returncode == 0


def create() -> None:
    """Make .venv anew with the Python that runs this."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit(NO_VENV)
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def install(lock: str) -> None:
    """Install what a lock lists, and digitrend.

    uv does it in a second where pip takes ten. But uv does not read pip's settings: where these name an index
    that alone can be reached, pip does the work. Locks are complete, so no dependency need be looked up.
    """
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    pip += ["--no-deps", "--no-compile", "--no-build-isolation"]
    locked = ["--require-hashes", "--requirement"]
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(lines_of("uv", lock), encoding="utf-8")
        run([*pip, *locked, str(only_uv)])
    uv = [str(PYTHON), "-m", "uv", "pip", "sync", "--quiet", "--python", str(PYTHON), "--require-hashes", lock]
    tried = subprocess.run(uv, cwd=str(ROOT), stderr=subprocess.PIPE, check=False)
    if tried.returncode:
        print(tried.stderr.decode(errors="replace").rstrip())
        print("uv could not install (see above); pip does, which takes longer ...", flush=True)
        run([*pip, *locked, lock])
    run([*pip, "--editable", "."])


def lines_of(package: str, lock: str) -> str:
    """Return the lines of one package in a lock: its version and hashes."""
    found = re.search(rf"^{package}==(.*\\\n)+.*\n", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        sys.exit(f"{lock} lacks {package}: run make lock.")
    return found.group()


def run(command: "list[str]") -> None:
    """Run one step; if it fails, it has said why, and nothing after it would help."""
    if subprocess.run(command, cwd=str(ROOT), check=False).returncode:
        sys.exit("The set-up did not finish; see above. Run make again to repeat it.")


if __name__ == "__main__":
    try:
        main(".ready-dev" if sys.argv[1:] == ["dev"] else ".ready")
    except KeyboardInterrupt:
        sys.exit("\nThe set-up was interrupted. Run make again to repeat it.")
