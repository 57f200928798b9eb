"""The proof that a site carries: what it says, and that no byte of the site can change without its saying so."""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builders import BRIEFING, FERRIES, edited
from digitrend.build.files import MARKER, digest
from digitrend.diagnostics import Severity, explanations
from digitrend.sitecheck.proof import PROOF, SIGNATURE, compared_with_proof, verify_folder
from fuzzing import FULL, some
from site_bench import called, digitrend_, tree, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_bench import Bench

FLIPS = int(os.environ.get("DIGITREND_FLIPS", "300" if FULL else "60"))


@pytest.fixture(scope="module")
def site(built: Bench) -> dict[str, bytes]:
    """Every file of the built site."""
    return tree(built.root / "site")


def codes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the code of each finding by the file that it names."""
    return {one.path: one.code for one in compared_with_proof(files)}


def told(bench: Bench) -> dict[str, object]:
    statement = json.loads(bench.text(PROOF))
    outputs = {each["name"]: each["digest"]["sha256"] for each in statement["subject"]}
    return {"outputs": outputs, **statement["predicate"]}


def test_a_site_stands_as_it_was_built(site: dict[str, bytes]) -> None:
    assert compared_with_proof(site) == []


def test_the_proof_has_the_digest_of_every_input_and_output(built: Bench, site: dict[str, bytes]) -> None:
    proof = told(built)

    outputs = {path: digest(content) for path, content in site.items() if path not in {PROOF, MARKER}}
    inputs = {f"content/{path}": digest(text) for path, text in built.content.items()}
    assert proof["outputs"] == outputs
    assert isinstance(proof["inputs"], dict)
    assert {path: sha for path, sha in proof["inputs"].items() if path.startswith("content/")} == inputs
    assert {"templates/words.en.yaml", "templates/assets/site.css"} <= proof["inputs"].keys()


def test_the_proof_names_what_made_the_site(built: Bench) -> None:
    proof = told(built)

    assert str(proof["tool"]).startswith("digitrend ")
    assert isinstance(proof["makers"], dict)
    assert {"python", "matplotlib"} <= proof["makers"].keys()
    assert all(proof["makers"].values())


def test_the_proof_has_the_result_of_every_rule_that_a_build_asks(bench: Bench) -> None:
    warned = edited(bench.content, FERRIES, "figures:\n", "figures:\n" + UNUSED)
    bench.build(warned)

    proof = told(bench)

    rules = proof["rules"]
    assert isinstance(rules, dict)
    assert {code for code, count in rules.items() if count} == {"R111"}
    assert rules.keys() == {code for code in explanations() if code[0] in "CSRP" or code.startswith(("A3", "V1"))} - {
        "V118"
    }
    findings = proof["findings"]
    assert isinstance(findings, list)
    assert [one.split(":")[0] for one in findings] == [f"R111 content/{FERRIES}"]


UNUSED = """\
  never-shown:
    label: Landings that were swept
    value: 3
    unit: count
    kind: count
    indicator: number
    subject: swept landings
    place: Elm Valley
    period_basis: missing
    status: observed
    printed: 3 landings
    locator: trend-1/1
"""


def test_the_same_input_gives_the_same_proof_wherever_it_lies(bench: Bench, tmp_path: Path) -> None:
    bench.build()
    other = tmp_path / "elsewhere" / "far away"
    write(other / "content", bench.content)
    shutil.copytree(bench.root / "cache", other / "c")

    built = called("build", "--content", ".", "--out", "../s", "--cache", "../c", "--unaudited", cwd=other / "content")

    assert built.returncode == 0, built.stderr
    assert (other / "s" / PROOF).read_bytes() == (bench.root / "site" / PROOF).read_bytes()


def test_what_a_former_site_had_is_no_part_of_the_proof(bench: Bench) -> None:
    content = dict(bench.content)
    content["trends/01-boats.yaml"] = content.pop(FERRIES)
    bench.build()

    outcome = bench.attempt(content)

    assert "V118" in {one.code for one in outcome.found}
    assert bench.site[PROOF] == bench.clean()[PROOF]


@pytest.mark.parametrize("name", [BRIEFING, FERRIES])
def test_a_comment_changes_the_proof_and_no_other_file(bench: Bench, name: str) -> None:
    bench.build()

    report = bench.build({**bench.content, name: bench.content[name] + "\n# nothing\n"})

    assert report.written == {PROOF: "site changed"}
    assert report.swapped
    assert verify_folder(bench.root / "site") == []


def test_any_byte_that_is_flipped_is_found_and_its_file_named(site: dict[str, bytes]) -> None:
    chance = random.Random("flip")
    paths = sorted(site)
    missed = []
    for i in range(FLIPS):
        path = paths[i] if i < len(paths) else chance.choice((chance.choice(paths), PROOF, MARKER))
        content = bytearray(site[path])
        if not content:
            continue
        place = chance.randrange(len(content))
        content[place] ^= 1 << chance.randrange(8)
        found = [one.path for one in compared_with_proof({**site, path: bytes(content)})]
        missed += [] if path in found else [f"{path}:{place}"]

    assert missed == []


def test_every_byte_of_the_proof_and_the_marker_counts(site: dict[str, bytes]) -> None:
    chance = random.Random("every byte")
    missed = []
    for path in (PROOF, MARKER):
        for place in chance.sample(range(len(site[path])), min(FLIPS, len(site[path]))):
            content = bytearray(site[path])
            content[place] ^= 1 << chance.randrange(8)
            missed += [] if path in codes_of({**site, path: bytes(content)}) else [f"{path}:{place}"]

    assert missed == []


@pytest.mark.parametrize("more", [b"\n", b" ", b"{}"])
@pytest.mark.parametrize("path", [PROOF, MARKER, "index.html"])
def test_what_is_added_to_a_file_is_found(site: dict[str, bytes], path: str, more: bytes) -> None:
    assert path in codes_of({**site, path: site[path] + more})


def test_a_file_that_is_missing_is_named(site: dict[str, bytes]) -> None:
    for path in {*some(site, 10), PROOF, MARKER}:
        files = {name: content for name, content in site.items() if name != path}

        assert codes_of(files) == {path: {PROOF: "V204", MARKER: "V205"}.get(path, "V202")}


def test_the_proof_is_a_statement_of_in_toto(built: Bench) -> None:
    statement = json.loads(built.text(PROOF))

    assert list(statement) == ["_type", "subject", "predicateType", "predicate"]
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert ":" in statement["predicateType"]
    assert all(
        each.keys() == {"name", "digest"} and each["digest"].keys() == {"sha256"} for each in statement["subject"]
    )


THEIRS = {"CNAME": "V203", "more/page.html": "V203", "_redirects": "V206", "index.html.gz": "V206", ".htaccess": "V206"}


@pytest.mark.parametrize("path", THEIRS)
def test_a_file_that_was_put_there_is_refused_and_where_others_keep_files_it_may_change_nothing(
    site: dict[str, bytes], path: str
) -> None:
    (alone,) = compared_with_proof({**site, path: b"theirs"})
    (shared,) = compared_with_proof({**site, path: b"theirs"}, shared=True)

    assert (alone.code, alone.path, alone.severity) == (THEIRS[path], path, Severity.ERROR)
    passes = THEIRS[path] == "V203"
    assert (shared.code, shared.severity) == (THEIRS[path], Severity.WARNING if passes else Severity.ERROR)


def bundle(*digests: str) -> bytes:
    """Return what stands for a Sigstore bundle that signs files."""
    statement = {"subject": [{"name": "proof.json", "digest": {"sha256": each}} for each in digests]}
    payload = base64.b64encode(json.dumps(statement).encode()).decode()
    return json.dumps({"dsseEnvelope": {"payload": payload}}).encode()


def test_a_signature_must_be_of_this_proof(site: dict[str, bytes]) -> None:
    assert codes_of({**site, SIGNATURE: bundle(digest(site[PROOF]))}) == {}
    for other in (bundle("0" * 64), b"", b"[]", b'{"dsseEnvelope": {"payload": "!"}}'):
        assert codes_of({**site, SIGNATURE: other}) == {SIGNATURE: "V207"}


def test_a_changed_file_is_named_although_the_proof_was_changed_too(site: dict[str, bytes]) -> None:
    files = {**site, "index.html": b"mine", PROOF: site[PROOF].replace(b"index.html", b"index.htm")}

    assert codes_of(files) == {"index.html": "V201", PROOF: "V204"}


def test_a_proof_of_another_build_is_not_this_site_s(bench: Bench, site: dict[str, bytes]) -> None:
    bench.build(edited(bench.content, FERRIES, "if the quays are dredged.", "if the quays are cleared."))
    other = tree(bench.root / "site")

    assert codes_of({**site, PROOF: other[PROOF]})[MARKER] == "V205"
    assert codes_of({**site, PROOF: other[PROOF], MARKER: other[MARKER]})["trends/ferries.html"] == "V201"


@pytest.mark.parametrize(
    "proof",
    [b"", b"[]", b"{}", b'{"predicate": {"sha256": 1}}', b'{"predicate": {"sha256": ""}, "subject": [1]}', b"\xff"],
)
def test_what_is_no_proof_is_a_finding_and_no_traceback(site: dict[str, bytes], proof: bytes) -> None:
    assert codes_of({**site, PROOF: proof}) == {PROOF: "V204"}
    assert codes_of({PROOF: proof}) == {PROOF: "V204", MARKER: "V205"}


# ---- The command


@pytest.fixture
def published(built: Bench) -> Path:
    return built.root / "site"


def test_verify_says_that_all_stands_and_which_proof_says_so(published: Path) -> None:
    ran = digitrend_("verify", published)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"The SHA-256 of proof.json is {digest((published / PROOF).read_bytes())}." in ran.stdout


def test_verify_names_what_was_changed_added_and_lost(published: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(published, site)
    (site / "terms.html").write_text("mine", encoding="utf-8")
    (site / "charts" / "fleet.csv").unlink()
    (site / "CNAME").write_text("example.org", encoding="utf-8")

    ran = called("verify", site, "--format", "json")

    found = {one["path"]: one["code"] for one in json.loads(ran.stdout)["findings"]}
    assert ran.returncode == 1
    assert found == {"terms.html": "V201", "charts/fleet.csv": "V202", "CNAME": "V203"}


def test_what_others_put_there_passes_where_the_place_is_shared(published: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(published, site)
    (site / "CNAME").write_text("example.org", encoding="utf-8")

    assert called("verify", site).returncode == 1
    assert called("verify", site, "--shared").returncode == 0
    assert called("verify", site, "--shared", "--strict").returncode == 1


@pytest.mark.parametrize("link", ["more.html", "charts/elsewhere"])
def test_a_link_beside_the_pages_is_refused(published: Path, tmp_path: Path, link: str) -> None:
    site = tmp_path / "site"
    shutil.copytree(published, site)
    (site / link).symlink_to(tmp_path)

    for more in ((), ("--shared",)):
        ran = called("verify", site, *more)
        assert (ran.returncode, f"V206 '{link}' is a link" in ran.stdout) == (1, True)


def test_verify_says_whether_a_signature_was_given(published: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(published, site)

    assert "It is not signed" in called("verify", site).stdout
    (site / SIGNATURE).write_bytes(bundle(digest((site / PROOF).read_bytes())))
    assert "It is signed. To see by whom: gh attestation verify" in called("verify", site).stdout


def test_a_folder_that_is_no_site_has_no_proof(tmp_path: Path) -> None:
    ran = called("verify", tmp_path)

    assert ran.returncode == 1
    assert "V204 'proof.json' is missing" in ran.stdout
    assert called("verify", tmp_path / "nowhere").returncode == 2
