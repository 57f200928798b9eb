"""What a build can show of itself, put together into the proof that is published with the site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial

from . import __version__
from .build import Recipe, digest
from .diagnostics import Diagnostic
from .explanations import explanations
from .inputs import Inputs, Options
from .model import AuditRecord
from .verify import PROOF, Bundle

ASKED = ("C", "S", "R", "P", "V1")  # the rules that a build asks: of content, templates and the site
OF_THE_PAST = {"V118"}  # what is asked of the former site, which is no input of this one


def proof(
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
    bundle = Bundle(
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
    return Recipe(PROOF, {"site": digest(content)}, partial(_given, content))


def _told(one: Diagnostic, kind: str, root: str) -> str:
    """Return a finding without the words for its editor: its code, its place, and why it is let be."""
    place = f"{kind}/{one.path.removeprefix(root).lstrip('/')}"  # whatever the folder is called on this machine
    return f"{one.code} {place}:{one.at}{f' silenced: {one.silenced}' if one.silenced else ''}"


def _given(content: bytes, _: Mapping[str, bytes]) -> bytes:
    return content
