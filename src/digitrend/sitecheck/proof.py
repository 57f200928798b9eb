"""The proof bundle: a file of the site that says what the site was made of, what was asked of it, and what came out.

Sorted, without a clock or a path of one machine: the same input gives the same bytes wherever it is built.  Its own
digest is the last thing in it; the digests of all other files but the marker's are in it, and the marker has its.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from digitrend import __version__
from digitrend.build.files import MARKER, digest, files_of, marked_in, marker_text
from digitrend.build.inputs import Inputs, Options
from digitrend.build.recipe import Recipe, constant
from digitrend.check.codes import explanations
from digitrend.diagnostics import Diagnostic, Severity, by_position
from digitrend.model import AuditRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


PROOF = "proof.json"
SEAL = "sha256"  # of the text before it is written into it


@dataclass(frozen=True, slots=True)
class Proof:
    """What a build can show of itself."""

    tool: str  # "digitrend 1.0.0"
    program: str  # the digest of the tool's sources and of the versions of all that makes bytes
    makers: Mapping[str, str]  # the versions of Python and of the libraries that make bytes, by name
    options: Mapping[str, str | bool]
    inputs: Mapping[str, str]  # path → SHA-256, of content and templates
    rules: Mapping[str, int]  # how many findings each rule has, by code
    findings: tuple[str, ...]  # "R111 content/trends/01-ferries.yaml:3:5", in order of place
    audit: Mapping[str, Any] | None  # the last audit, if it is of exactly this content and source
    outputs: Mapping[str, str]  # path → SHA-256, of every file but this one and the marker

    def text(self) -> bytes:
        """Return the bundle as it is published."""
        told = {each.name: _plain(getattr(self, each.name)) for each in fields(self)}
        return _text({**told, SEAL: digest(_text(told))})


def outputs_of(text: bytes) -> dict[str, str] | None:
    """Return the digests that a bundle has of the other files, or None unless each byte of it is as it was written."""
    try:
        told = json.loads(text)
        seal = told.pop(SEAL)
        outputs = {str(path): str(sha) for path, sha in told["outputs"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return outputs if seal == digest(_text(told)) and text == _text({**told, SEAL: seal}) else None


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(sorted(value.items())) if isinstance(value, dict) else value


def _text(told: Mapping[str, object]) -> bytes:
    """Return a bundle as JSON; the order is the one given, so that the seal comes last."""
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


AGAIN = "publish the folder again as it was built"


def verify_folder(folder: Path) -> list[Diagnostic]:
    """Return what is no longer as it was built in a site's folder, by path; raises StoreError if it cannot be read."""
    return compared_with_proof(files_of(folder))


def compared_with_proof(files: Mapping[str, bytes]) -> list[Diagnostic]:
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


ASKED = ("C", "S", "R", "P", "V1")  # the rules that a build asks: of content, templates and the site
OF_THE_PAST = {"V118"}  # what is asked of the former site, which is no input of this one


def proof_recipe(
    inputs: Inputs,
    options: Options,
    found: Mapping[str, Iterable[Diagnostic]],
    audit: AuditRecord | None,
    outputs: Mapping[str, str],
) -> Recipe:
    """Return the recipe of the proof; `found` are the findings on the "content", the "templates" and the "site".

    `outputs` are the digests of all other files by path.
    """
    asked = [code for code in explanations() if code.startswith(ASKED) and code not in OF_THE_PAST]
    counts = Counter(one.code for findings in found.values() for one in findings)
    roots = {"content": options.content.as_posix(), "templates": str(options.templates), "site": ""}
    bundle = Proof(
        tool=f"digitrend {__version__}",
        program=inputs.program,
        makers=dict(each.rsplit(" ", 1) for each in inputs.makers),
        options={
            "base_url": options.base_url,
            "compress": options.compress,
            "pdf": options.pdf,
            "single_file": options.single_file,
        },
        inputs=inputs.files,
        rules={code: counts[code] for code in asked},
        findings=tuple(
            _told(one, kind, roots[kind])
            for kind, findings in found.items()
            for one in findings
            if one.code not in OF_THE_PAST
        ),
        audit=audit.model_dump(mode="json") if audit else None,
        outputs=outputs,
    )
    content = bundle.text()
    return Recipe(PROOF, {"site": digest(content)}, partial(constant, content))


def _told(one: Diagnostic, kind: str, root: str) -> str:
    """Return a finding without the words for its editor: its code, its place, and why it is let be."""
    place = f"{kind}/{one.path.removeprefix(root).lstrip('/')}"  # whatever the folder is called on this machine
    return f"{one.code} {place}:{one.at}{f' silenced: {one.silenced}' if one.silenced else ''}"
