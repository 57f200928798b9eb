"""All rules for the written site, and the proof that is published with it.

The proof says what the site was made of, what was asked of it, and what came out. It is an in-toto Statement
(https://in-toto.io/Statement/v1): its subjects are the files of the site, so that the tools of the field can sign it.
Sorted, without a clock or a path of one machine: the same input gives the same bytes wherever it is built. Its own
digest is the last thing in it; the digests of all other files but the marker's are in it, and the marker has its.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from inspect import isgeneratorfunction
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from digitrend import __version__
from digitrend.build.cache import Cache
from digitrend.build.files import MARKER, digest, listing, marked_in, marker_text, store_errors
from digitrend.build.inputs import Inputs, Options
from digitrend.build.recipe import Recipe, constant
from digitrend.diagnostics import Diagnostic, Severity, by_position, explanations, failed
from digitrend.model import Briefing
from digitrend.model.briefing import Budgets
from digitrend.sitecheck import rules
from digitrend.sitecheck.facts import Facts
from digitrend.sitecheck.site import NO_BUDGETS, Written, facts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path


PROOF = "proof.json"
SIGNATURE = "proof.json.sigstore.json"  # a Sigstore bundle that the workflow puts beside the proof
SEAL = "sha256"  # of the text before it is written into it
STATEMENT = "https://in-toto.io/Statement/v1"
KIND = "urn:x-digitrend:proof:1"  # of the predicate


def outputs_of(text: bytes) -> dict[str, str] | None:
    """Return the digests that a proof has of the other files, or None unless each byte of it is as it was written."""
    try:
        told = json.loads(text)
        seal = told["predicate"].pop(SEAL)
        outputs = {str(each["name"]): str(each["digest"]["sha256"]) for each in told["subject"]}
        sealed = _text({**told, "predicate": {**told["predicate"], SEAL: seal}})
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return outputs if seal == digest(_text(told)) and text == sealed else None


def _text(told: Mapping[str, object]) -> bytes:
    """Return a statement as JSON; the order is the one given, so that the seal comes last."""
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


AGAIN = "publish the folder again as it was built"
STEERS = {"_headers", "_redirects", "_worker.js", ".htaccess", "web.config"}  # files by which hosts send other things


def verify_folder(folder: Path, *, shared: bool = False) -> list[Diagnostic]:
    """Return what is no longer as it was built in a site's folder, by path; raises StoreError if it cannot be read."""
    with store_errors(f"cannot read '{folder.as_posix()}'"):
        kinds = listing(folder)
        files = {path: (folder / path).read_bytes() for path, kind in sorted(kinds.items()) if kind == "file"}
    links = [path for path, kind in kinds.items() if kind == "link"]
    return compared_with_proof(files, links, shared=shared)


def compared_with_proof(
    files: Mapping[str, bytes], links: Iterable[str] = (), *, shared: bool = False
) -> list[Diagnostic]:
    """Return how the files of a site, by path, differ from its proof.

    In a `shared` place other files are warnings, unless they change what readers get.
    """
    return by_position([*_the_proof_stands(files), *_every_file_stands(files), *_others(files, links, shared=shared)])


def _the_proof_stands(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """V204 and V205: the proof and the marker are there and unchanged."""
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
    """V201 and V202: a file has the bytes that were built, and every file is there."""
    for path, sha in _built(files).items():
        if path not in files:
            yield Diagnostic("V202", f"'{path}' is missing", path, hint=AGAIN)
        elif digest(files[path]) != sha:
            yield Diagnostic("V201", f"'{path}' was changed after it was built", path, hint=AGAIN)


def _others(files: Mapping[str, bytes], links: Iterable[str], *, shared: bool) -> Iterator[Diagnostic]:
    """V203, V206 and V207: other files in the site, what changes what readers get, and a signature of another proof."""
    built = _built(files)
    if not built:
        return
    for path in links:
        yield Diagnostic("V206", f"'{path}' is a link, which leads out of the site", path, hint="remove it")
    for path in files.keys() - built.keys() - {PROOF, MARKER, SIGNATURE}:
        copied = path.removesuffix(".gz").removesuffix(".br")
        if path in STEERS or (copied != path and copied in files):
            what = f"'{path}' was not built, and hosts may send something else because of it"
            yield Diagnostic("V206", what, path, hint="remove it")
        else:
            hint = "remove it; if the folder holds other files, too, verify with --shared"
            severity = Severity.WARNING if shared else Severity.ERROR
            yield Diagnostic("V203", f"'{path}' was not built", path, severity=severity, hint=hint)
    if SIGNATURE in files and digest(files.get(PROOF, b"")) not in signed(files[SIGNATURE]):
        yield Diagnostic("V207", f"'{SIGNATURE}' signs another proof", SIGNATURE, hint=AGAIN)


def _built(files: Mapping[str, bytes]) -> dict[str, str]:
    outputs = outputs_of(files.get(PROOF, b"")) or marked_in(files.get(MARKER, b"")) or {}
    return {path: sha for path, sha in outputs.items() if path != PROOF}


def signed(bundle: bytes) -> set[str]:
    """Return the SHA-256 of each file that a Sigstore bundle names, without checking the signature."""
    try:
        statement = json.loads(b64decode(json.loads(bundle)["dsseEnvelope"]["payload"]))
        return {str(each["digest"]["sha256"]) for each in statement["subject"]}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return set()


CHECKED = ("C", "S", "R", "P", "A3", "V1")  # the rules that a build applies to content, templates and the site
NOT_OF_THIS_SITE = {"V118"}  # about the previous site, which is no input of the build


def proof_recipe(
    inputs: Inputs,
    options: Options,
    found: Mapping[str, Iterable[Diagnostic]],
    briefing: Briefing,
    outputs: Mapping[str, str],
) -> Recipe:
    """Return the recipe of the proof; `found` are the findings about "content", "templates" and "site".

    `outputs` are the digests of all other files by path.
    """
    checked = [code for code in explanations() if code.startswith(CHECKED) and code not in NOT_OF_THIS_SITE]
    counts = Counter(one.code for findings in found.values() for one in findings)
    roots = {"content": options.content.as_posix(), "templates": str(options.templates), "site": ""}
    asked = ("base_url", "compress", "pdf", "single_file", "unaudited")
    audit = briefing.audit.model_dump(mode="json") if briefing.audit else {}
    predicate = {
        "tool": f"digitrend {__version__}",
        "program": inputs.program,  # of the tool's sources and of the versions of all that makes bytes
        "makers": dict(sorted(each.rsplit(" ", 1) for each in inputs.makers)),
        "options": {name: getattr(options, name) for name in asked},
        "inputs": dict(sorted(inputs.files.items())),
        "rules": {code: counts[code] for code in sorted(checked)},
        "findings": [
            _entry(one, kind, roots[kind])
            for kind, findings in found.items()
            for one in findings
            if one.code not in NOT_OF_THIS_SITE
        ],
        "audit": dict(sorted({"state": briefing.audit_state.value, **audit}.items())),
    }
    subject = [{"name": path, "digest": {"sha256": sha}} for path, sha in sorted(outputs.items())]
    told = {"_type": STATEMENT, "subject": subject, "predicateType": KIND, "predicate": predicate}
    content = _text({**told, "predicate": {**predicate, SEAL: digest(_text(told))}})
    return Recipe(PROOF, {"site": digest(content)}, partial(constant, content))


def _entry(one: Diagnostic, kind: str, root: str) -> str:
    """Return a finding as a line of the proof: its code, its place, and why it is suppressed."""
    place = f"{kind}/{one.path.removeprefix(root).lstrip('/')}"  # not the folder's name on this machine
    return f"{one.code} {place}:{one.at}{f' suppressed: {one.suppressed}' if one.suppressed else ''}"


Rule: TypeAlias = "Callable[[Written], Iterator[Diagnostic]]"

RULES: tuple[Rule, ...] = tuple(  # in the order of their codes; the docstring of each explains its own
    sorted(
        (rule for name, rule in vars(rules).items() if isgeneratorfunction(rule) and name[0] != "_"),
        key=lambda rule: str(rule.__doc__),
    )
)


def verify(
    facts: Mapping[str, Facts],
    paths: Collection[str],
    base_url: str = "",
    budgets: Budgets = NO_BUDGETS,
    former: Collection[str] = (),
) -> list[Diagnostic]:
    """Return the findings about a built site, by place; their paths are those in the site.

    `facts` are those of the files to check, `paths` all files of the site, `base_url` the address that it was built
    for, or "", and `former` the files of the previous site, without those that redirect.
    """
    written = Written(facts, frozenset(paths) | facts.keys(), base_url, budgets, frozenset(former))
    return by_position(finding for rule in RULES for finding in rule(written))


NOTE = "facts"


@dataclass(slots=True)
class Inspection:
    """Checks the files of a site; what it learns of a file is cached by content."""

    cache: Cache
    program: str  # the digest of digitrend's code: other rules need other facts
    base: str = ""
    budgets: Budgets = NO_BUDGETS
    former: frozenset[str] = frozenset()  # the files of the previous site, without those that redirect
    found: list[Diagnostic] = field(default_factory=list)
    _remembered: dict[str, Facts] = field(init=False)  # by kind and content
    _seen: dict[str, Facts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._remembered = self._recall()

    def facts_of(self, path: str, content: bytes) -> Facts:
        """Return the facts of a file.

        Call it when a file is made: workers run meanwhile.  Products without a suffix, such as "drawings:growth", have
        no facts.
        """
        key = f"{PurePosixPath(path).suffix} {digest(content)}"
        if key not in self._seen:
            self._seen[key] = self._remembered.get(key) or facts(path, content)
        return self._seen[key]

    def check(self, files: Mapping[str, bytes]) -> bool:
        """Check all files of a site; return whether there is no error."""
        known = {path: self.facts_of(path, content) for path, content in files.items()}
        # The proof lists these findings, so it is written later; pages may link to it.
        self.found = verify(known, {*files, PROOF}, self.base, self.budgets, self.former)
        if self._seen.keys() != self._remembered.keys():
            self._remember()
        return not failed(self.found)

    def _recall(self) -> dict[str, Facts]:
        try:
            note = json.loads(self.cache.note(NOTE) or b"{}")
            if note.get("program") != self.program:
                return {}
            return {key: Facts.from_json(text.encode()) for key, text in note["facts"].items()}
        except (ValueError, LookupError, AttributeError):  # written by another version
            return {}

    def _remember(self) -> None:
        texts = {key: value.to_json().decode() for key, value in self._seen.items()}
        self.cache.write_note(NOTE, json.dumps({"program": self.program, "facts": texts}, sort_keys=True).encode())
