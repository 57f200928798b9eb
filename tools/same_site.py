"""Compare two built sites: same files, same bytes, names of hashed assets and recorded digests apart.

usage: python tools/same_site.py OLD NEW
"""

import re
import sys
from pathlib import Path

HASHED = re.compile(rb"((?:[\w-]+)-)[0-9a-f]{10}(\.(?:css|js|woff2))")
RECORDED = {"digitrend.json", "proof.json"}  # they hold digests of the program itself


def normal(content: bytes) -> bytes:
    """Return a file's content with the digests in the names of assets left out."""
    return HASHED.sub(rb"\1\2", content)


def files(root: Path) -> dict[str, Path]:
    """Return the files of a site by their paths, as far as names of assets go without their digests."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {normal(path.relative_to(root).as_posix().encode()).decode(): path for path in found}


def main() -> int:
    """Print what differs; return 1 if anything does."""
    old, new = (files(Path(each)) for each in sys.argv[1:3])
    differing = [f"only in the old: {path}" for path in sorted(old.keys() - new.keys())]
    differing += [f"only in the new: {path}" for path in sorted(new.keys() - old.keys())]
    for path in sorted(old.keys() & new.keys()):
        if path not in RECORDED and normal(old[path].read_bytes()) != normal(new[path].read_bytes()):
            differing.append(f"differs: {path}")
    print("\n".join(differing) or f"{len(new)} files are the same")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
