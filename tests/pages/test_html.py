"""Pages, drawings and stylesheets of the site under the Nu Html Checker: no error, no warning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nu_checker import findings
from paths import ROOT
from real_site import on_each_page, pages

if TYPE_CHECKING:
    from pathlib import Path

    from real_site import Pages, RealSite

DRAWN_OR_STYLED = (".svg", ".css")
FAULTY = "<!doctype html><html lang=en><title>t</title><section><p><b>Text</p></section>"  # an error and a warning


@on_each_page
def test_the_checker_finds_nothing(real_site: RealSite, changed: Path, tmp_path: Path, chosen: Pages) -> None:
    faulty = tmp_path / "faulty.html"
    faulty.write_text(FAULTY, encoding="utf-8")
    files = [real_site.folder / path for path in chosen()]
    files += [changed / "site" / "changes.html", changed / "alone.html"]
    files += sorted(path for path in real_site.folder.rglob("*") if path.suffix in DRAWN_OR_STYLED)

    found = list(findings([faulty, *files]))

    assert [each for each in found if not each.startswith("faulty.html")] == []
    assert len(found) >= 2, "the checker does not see what is wrong with a faulty page"


def test_all_pages_are_in_the_plan_of_the_tests(real_site: RealSite) -> None:
    written = (path.relative_to(real_site.folder).as_posix() for path in real_site.folder.rglob("*.html"))

    assert sorted(pages()) == sorted(written)


def test_the_lock_of_the_checker_has_a_hash_and_names_no_place() -> None:
    lock = json.loads((ROOT / "tools/checker/package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]

    assert len(packages) == 1
    assert [package for package in packages if not package.get("integrity", "").startswith("sha512-")] == []
    assert [package for package in packages if "resolved" in package] == []


def test_the_checker_is_locked_in_the_version_that_is_asked_for() -> None:
    asked, locked = (
        (ROOT / "tools/checker" / name).read_text("utf-8") for name in ("package.json", "package-lock.json")
    )
    package = json.loads(locked)["packages"]["node_modules/vnu-jar"]

    assert json.loads(asked)["devDependencies"] == {"vnu-jar": package["version"]}
