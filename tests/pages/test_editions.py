"""Other forms of the whole: one file that needs no other, an archive, and compressed copies for hosts."""

from __future__ import annotations

import gzip
import re
import shutil
import zipfile
from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

import brotli
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from axe import SCHEMES, faults
from builders import FERRIES, NOTES, a_content, edited
from digitrend.build.files import MARKER, digest, marker_text
from digitrend.build.hosting import TEXTS, brotlied, gzipped
from digitrend.build.output import Site, archive
from digitrend.errors import StoreError
from digitrend.render.single_file import in_one, single_file_policy
from digitrend.sitecheck.proof import verify
from digitrend.sitecheck.site import facts
from paper import INTERFACE, text_of
from site_bench import Bench, build_command, digitrend_, tree
from window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

SINGLE = "briefing.html"
MAIL = "https://mail.example/"
BOX, HITS = "Search for words, a figure or an acronym", ".hits:not([hidden]) li"
CAUTION = "The growth may be that of a market."  # of the growth in freight


@pytest.fixture(scope="module")
def all_forms(one_core: None, tmp_path_factory: pytest.TempPathFactory) -> Bench:  # noqa: ARG001 - in force meanwhile
    """The small briefing in all its forms."""
    action = "    action: We keep the name\n"
    content = edited(a_content(), NOTES, action, f"{action}    severity: material\n    caution: {CAUTION}\n")
    bench = Bench(tmp_path_factory.mktemp("forms") / "project", content, single_file=True, compress=True)
    bench.build()
    return bench


# ---- One file


def test_one_file_holds_all_that_it_needs(all_forms: Bench) -> None:
    page = all_forms.text(SINGLE)

    addresses = re.findall(r'\b(?:href|src)="([^"]*)"', page)
    assert all(address.startswith(("#", "data:", "https://")) for address in addresses)
    (styles,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert re.findall(r"url\((?!data:|#)|@import", styles) == []
    assert page.count("data:font/woff2") >= 4
    assert page.count("<svg") > 3
    assert 'id="evidence-crossings"' in page


def test_its_policy_names_what_is_inside_and_nothing_else(all_forms: Bench) -> None:
    page = all_forms.text(SINGLE)
    given = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    inside = re.findall(r"<(style|script)(?: (?!type)[^>]*)?>(.*?)</\1>", page, re.DOTALL)

    assert len(given) == 1
    assert re.findall(r"'sha256-[^']+'", given[0]) == sorted(
        (f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for _, text in inside),
        key=given[0].index,
    )
    assert "unsafe" not in given[0]
    assert "'self'" not in given[0]
    assert given[0].startswith("default-src 'none'; ")


def test_a_policy_of_digests_lets_through_what_it_names_and_no_more() -> None:
    head = f'<meta http-equiv="Content-Security-Policy" content="{single_file_policy(["p{}"], ["go()"])}">'
    page = f"<!doctype html><html lang=en><head>{head}<style>p{{}}</style><script>go()</script></head></html>"

    assert facts("a.html", page.encode()).inline == ()
    assert len(facts("a.html", page.replace("go()<", "stop()<").encode()).inline) == 1
    assert len(facts("a.html", page.replace("p{}<", "p{color:red}<").encode()).inline) == 1


def test_what_would_end_its_element_is_refused() -> None:
    with pytest.raises(ValueError, match="would end it"):
        in_one('<script src="a.js"></script>', {"a.js": b"'</script>'"})


def test_every_page_leads_to_it_and_budgets_of_pages_do_not_count(all_forms: Bench) -> None:
    assert f'<a href="{SINGLE}">In one file</a>' in all_forms.text("index.html")
    assert f'<a href="../{SINGLE}">In one file</a>' in all_forms.text("figures/crossings.html")
    known = {path: facts(path, content) for path, content in all_forms.site.items()}
    assert verify(known, all_forms.site) == []


def test_without_the_option_nothing_leads_to_it(bench: Bench) -> None:
    bench.build()

    assert SINGLE not in bench.site
    assert SINGLE not in bench.text("index.html")


def test_with_a_known_address_it_leads_to_the_pages_there(bench: Bench) -> None:
    bench.base, bench.single_file = "https://example.org/2021/", True
    bench.build()

    page = bench.text(SINGLE)
    assert 'href="https://example.org/2021/figures/crossings.html"' in page
    assert '<a href="https://example.org/2021/">https://example.org/2021/</a>' in page
    assert '<link rel="canonical"' not in page


def test_a_change_of_prose_makes_it_again_and_the_next_build_does_nothing(bench: Bench) -> None:
    bench.single_file = True
    bench.build()
    bench.content[FERRIES] = bench.content[FERRIES].replace(
        "Passengers and freight grew", "Freight and passengers grew"
    )

    assert SINGLE in bench.build().written
    assert not bench.build().written
    assert "Freight and passengers grew" in bench.text(SINGLE)


@pytest.fixture(params=["disk", "blob"])
def opened(request: pytest.FixtureRequest, all_forms: Bench, page: Page, tmp_path: Path) -> Iterator[Page]:
    """The file alone in a folder, and as an address in memory, as readers of mail open attachments."""
    said: list[str] = []
    fetched: list[str] = []
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective, e.blockedURI))"
    )
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: fetched.append(asked.url) if not asked.url.startswith("data:") else None)
    (tmp_path / "attachment.html").write_bytes(all_forms.site[SINGLE])
    if request.param == "disk":
        page.goto((tmp_path / "attachment.html").as_uri())
    else:
        page.route(MAIL, lambda route: route.fulfill(body="Mail", content_type="text/html"))
        page.goto(MAIL)
        page.evaluate(
            "text => open(URL.createObjectURL(new Blob([text], {type: 'text/html'})), '_self')", all_forms.text(SINGLE)
        )
        page.wait_for_url("blob:**")
    yield page
    assert said == []
    assert [url for url in fetched if not url.startswith(("file:", "blob:")) and url != MAIL] == []
    assert len(fetched) <= 2


def test_it_opens_alone_with_its_styles_typefaces_and_scripts(opened: Page) -> None:
    opened.evaluate("document.fonts.ready")

    assert opened.evaluate("[...document.fonts].some(face => face.status === 'loaded')")
    assert opened.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Source Serif')
    opened.locator(".figure").first.click()
    assert opened.locator(".evidence:popover-open").count() == 1


def test_its_search_leads_to_passages_and_into_evidence(opened: Page) -> None:
    box, found, hits = opened.get_by_label(BOX), opened.locator("#found"), opened.locator(f"{HITS} a")
    box.fill("12.5")
    expect(found).to_have_text("3 results for “12.5”.")
    hits.first.click()
    assert "12.5%" in opened.locator(".evidence:popover-open").inner_text()
    opened.keyboard.press("Escape")
    box.fill("Dredge the landings")
    expect(found).to_contain_text("“Dredge the landings”")
    hits.first.click()
    assert opened.locator(":target").inner_text().startswith("Dredge the landings each spring")
    box.fill("<img src=x onerror=zz>")
    expect(found).to_have_text("Nothing is found for “<img src=x onerror=zz>”.")
    assert opened.locator("img").count() == 0


def test_axe_finds_nothing_in_it(open_context: BrowserContext, all_forms: Bench) -> None:
    window = Window(open_context.new_page(), (all_forms.root / "site").as_uri() + "/")
    window.open(SINGLE, width=390)
    window.page.get_by_label(BOX).fill("ferries")
    window.page.locator(HITS).first.wait_for()

    for scheme, rules in SCHEMES:
        window.resize(390, scheme=scheme)
        assert faults(window, scheme, *rules) == []
    window.page.close()


def test_without_scripts_it_is_read_all_the_same(still: Page, all_forms: Bench, tmp_path: Path) -> None:
    (tmp_path / "attachment.html").write_bytes(all_forms.site[SINGLE])
    still.goto((tmp_path / "attachment.html").as_uri())

    assert not still.locator("#search").is_visible()
    assert still.locator("h2").count() > 3
    still.locator(".figure").first.click()
    assert still.locator(".evidence:popover-open").is_visible()


def test_it_prints_with_endnotes_and_without_its_search(all_forms: Bench, page: Page, tmp_path: Path) -> None:
    (tmp_path / "attachment.html").write_bytes(all_forms.site[SINGLE])
    page.goto((tmp_path / "attachment.html").as_uri())

    page.get_by_label(BOX).fill("ferries")
    page.locator(HITS).first.wait_for()

    text = text_of(PdfReader(BytesIO(page.pdf())))

    assert "Ferries turn to batteries" in text
    assert text.partition(" Evidence ")[2].count(CAUTION) == 1
    for word in (BOX, "results for", "Best match", "Copy quotation", "Hide editors’ notes", *INTERFACE):
        assert word not in text


# ---- Compressed copies


def test_every_text_has_copies_that_give_it_back(all_forms: Bench) -> None:
    site = all_forms.site
    texts = {path: raw for path, raw in site.items() if path.endswith(TEXTS) and path != "proof.json"}

    assert len(texts) > 50
    for path, content in texts.items():
        assert gzip.decompress(site[f"{path}.gz"]) == content
        assert brotli.decompress(site[f"{path}.br"]) == content
    assert {path for path in site if path.endswith((".gz", ".br"))} == {
        f"{path}{suffix}" for path in texts for suffix in (".gz", ".br")
    }


def test_copies_say_nothing_of_when_and_where_they_were_made() -> None:
    content = b"the same " * 1000

    assert gzipped(content)[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
    assert gzipped(content) == gzipped(content)
    assert brotlied(content) == brotlied(content)
    assert len(brotlied(content)) < len(gzipped(content)) < 100
    assert gzip.decompress(gzipped(b"")) == b""


def test_an_edit_makes_only_its_own_copies_again(bench: Bench) -> None:
    bench.compress = True
    bench.build()
    bench.content[FERRIES] = bench.content[FERRIES].replace("if the quays are dredged", "once the quays are dredged")

    report = bench.build()

    copies = {path.removesuffix(".br") for path in report.written if path.endswith(".br")}
    assert "trends/ferries.html" in copies
    assert "timeline.html" not in copies
    assert copies <= {path for path in report.written if not path.endswith(".br")}
    assert not bench.build().written


def test_copies_do_not_count_towards_the_weight_of_the_site(all_forms: Bench) -> None:
    from digitrend.model.briefing import Budgets

    plain = {path: raw for path, raw in all_forms.site.items() if not path.endswith((".gz", ".br"))}
    weight = sum(facts(path, raw).weight for path, raw in plain.items())
    known = {path: facts(path, raw) for path, raw in all_forms.site.items()}

    assert verify(known, known, budgets=Budgets(site=-(-weight // 1000))) == []


# ---- The archive


def test_an_archive_holds_the_site_and_can_be_proved(tmp_path: Path, small_cache: Path) -> None:
    shutil.copytree(small_cache, tmp_path / "cache")
    first = digitrend_(*build_command(tmp_path, "--zip")[3:])
    content = (tmp_path / "site.zip").read_bytes()
    again = digitrend_(*build_command(tmp_path, "--zip")[3:])

    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    assert "Packed into " in first.stdout
    assert (tmp_path / "site.zip").read_bytes() == content
    with zipfile.ZipFile(tmp_path / "site.zip") as reader:
        assert reader.testzip() is None
        assert {entry.date_time[0] for entry in reader.infolist()} == {1980}
        assert {entry.filename.split("/")[0] for entry in reader.infolist()} == {"briefing"}
        reader.extractall(tmp_path / "out")
    assert tree(tmp_path / "out/briefing") == tree(tmp_path / "site")
    assert digitrend_("verify", tmp_path / "out/briefing").returncode == 0


def a_site(folder: Path) -> Site:
    """Write a site of two files, into which somebody put a third."""
    files = {"index.html": b"<p>here", "data/all.csv": b"a,b"}
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / MARKER).write_bytes(marker_text({path: digest(content) for path, content in files.items()}))
    (folder / "mine.txt").write_text("put here by hand", encoding="utf-8")
    return Site(folder)


def test_the_same_site_gives_the_same_archive_whatever_its_folder_is_called(tmp_path: Path) -> None:
    one, other = archive(a_site(tmp_path / "one")), archive(a_site(tmp_path / "deeper" / "other"))

    content = (tmp_path / "one.zip").read_bytes()
    assert (tmp_path / "deeper" / "other.zip").read_bytes() == content
    assert one[1] == other[1] == len(content)
    with zipfile.ZipFile(tmp_path / "one.zip") as reader:
        assert reader.namelist() == ["briefing/data/all.csv", "briefing/digitrend.json", "briefing/index.html"]


@pytest.mark.parametrize("theirs", ["text", "archive", "link"])
def test_a_file_that_is_not_ours_is_not_written_over(tmp_path: Path, theirs: str) -> None:
    site, target = a_site(tmp_path / "site"), tmp_path / "site.zip"
    if theirs == "text":
        target.write_bytes(b"mine")
    elif theirs == "archive":
        with zipfile.ZipFile(target, "w") as writer:
            writer.writestr("mine.txt", "mine")
    else:
        target.symlink_to(tmp_path / "elsewhere.zip")
    before = None if theirs == "link" else target.read_bytes()

    with pytest.raises(StoreError, match="is not an archive of this program: move it away"):
        archive(site)

    assert before is None or target.read_bytes() == before
    assert not (tmp_path / "elsewhere.zip").exists()
