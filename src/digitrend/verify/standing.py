"""A published folder against its own proof: what was changed, what is missing, what was put there.

Between them `proof.json` and the marker hold every byte of the site: the proof has the digests of all other files and
its own, and the marker, which has the proof's, can be written again from the proof.  Whoever changes a file and both
of them can still deceive; who wants to be sure compares the digest of the proof with one that came another way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrend.diagnostics import Diagnostic, Severity, by_position
from digitrend.store import MARKER, digest, files_of, marked_in, marker_text
from digitrend.verify.bundle import PROOF, outputs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

AGAIN = "publish the folder again as it was built"


def verify_folder(folder: Path) -> list[Diagnostic]:
    """Return what is no longer as it was built in a site's folder, by path; raises StoreError if it cannot be read."""
    return standing(files_of(folder))


def standing(files: Mapping[str, bytes]) -> list[Diagnostic]:
    """Return what is no longer as it was built among the files of a site, given by their paths in it."""
    return by_position([*_the_proof_stands(files), *_every_file_stands(files)])


def _the_proof_stands(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """V204 and V205: the site has its proof, and each byte of it is as it was written, and the like."""
    proof, marker = files.get(PROOF), files.get(MARKER)
    outputs = outputs_of(proof) if proof is not None else None
    if proof is None:
        yield Diagnostic("V204", f"'{PROOF}' is missing", PROOF, hint=AGAIN)
    elif outputs is None:
        yield Diagnostic("V204", f"'{PROOF}' was changed after it was built", PROOF, hint=AGAIN)
    if marker is None:
        yield Diagnostic("V205", f"'{MARKER}' is missing", MARKER, hint=AGAIN)
    elif proof is not None and outputs is not None:
        if marker != marker_text({**outputs, PROOF: digest(proof)}):
            yield Diagnostic("V205", f"'{MARKER}' is not the one of this proof", MARKER, hint=AGAIN)
    elif marked_in(marker) is None:
        yield Diagnostic("V205", f"'{MARKER}' was changed after it was built", MARKER, hint=AGAIN)


def _every_file_stands(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """V201, V202 and V203: a file has the bytes that were built, and the like."""
    outputs = outputs_of(files.get(PROOF, b"")) or marked_in(files.get(MARKER, b"")) or {}
    built = {path: sha for path, sha in outputs.items() if path != PROOF}
    for path, sha in built.items():
        if path not in files:
            yield Diagnostic("V202", f"'{path}' is missing", path, hint=AGAIN)
        elif digest(files[path]) != sha:
            yield Diagnostic("V201", f"'{path}' was changed after it was built", path, hint=AGAIN)
    for path in files.keys() - built.keys() - {PROOF, MARKER} if built else ():
        hint = "remove it, unless it was put there on purpose"
        yield Diagnostic("V203", f"'{path}' was not built", path, severity=Severity.WARNING, hint=hint)
