"""What a page may cost its reader's eye: screens, the share of apparatus, numbers at first sight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from fuzzing import some
from real_site import pages

if TYPE_CHECKING:
    from window import Window

PHONE, DESK = (390, 844), (1280, 800)
SCREENS = {  # on a phone
    "index.html": 5,
    "source.html": 9,
    "outlook.html": 5,
    "trends/index.html": 3.2,
    "terms.html": 2,
    "a-z.html": 2,
}
SCREENS_OF_A_PART = 6
# Words that are to be seen in the outermost elements which match, and in all of the page.
WORDS = """selector => {
  const words = text => (text.match(/[\\p{L}\\p{N}][\\p{L}\\p{N}.,’'%-]*/gu) ?? []).length;
  const seen = each => each.checkVisibility() && !each.closest('[popover]');
  const outermost = [...document.querySelectorAll(`main ${selector}`)]
    .filter(each => seen(each) && !each.parentElement.closest(selector));
  const total = words(document.querySelector('main').innerText);
  return [outermost.reduce((sum, each) => sum + words(each.innerText), 0), total];
}"""
# Text that stands in the first screen, word by word.
FIRST_SCREEN = """() => {
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), found = [];
  for (let node; (node = walk.nextNode());) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest('.hidden, svg')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.height && box.bottom <= innerHeight) found.push(node.data);
  }
  return found.join(' ').replace(/\\s+/g, ' ');
}"""


def screens(window: Window, path: str) -> float:
    """Return how many screens of a phone a page takes."""
    window.open(path, PHONE[0])
    window.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return float(window.ask("document.documentElement.scrollHeight")) / PHONE[1]


@pytest.mark.parametrize(("path", "most"), SCREENS.items())
def test_a_page_takes_few_screens_of_a_phone(window: Window, path: str, most: float) -> None:
    assert screens(window, path) <= most


def test_a_part_takes_few_screens_of_a_phone(window: Window) -> None:
    found = {path: screens(window, path) for path in some(pages("part"), 3)}

    assert {path: count for path, count in found.items() if count > SCREENS_OF_A_PART} == {}


# What a reader wants: the page that the menu gives for it, what to look for there, and what on the page it leads to.
# Copying, printing, downloading and typing a search come after that.
TASKS = {
    "what is expected for small firms": ("trends/index.html", "#trend-3 .row-main p"),
    "how much is planned": ("figures/index.html", "#row-planned-investment-total td:last-child"),
    "how much is planned for which year": ("figures/index.html", "#row-planned-investment-2020 td:last-child"),
    "what government should do about platforms": ("countermeasures/index.html", "#countermeasure-3 .row-measures"),
    "which trend leads to no issue": ("trends/index.html", ".head .row-related a:last-child"),
    "quote the robot figure": ("figures/index.html", "#row-robot-output-growth a", "[data-quotation] .copy"),
    "the data of the growth chart": ("figures/index.html", ".head a", "[href$='growth-rates.csv']"),
    "print a trend": ("trends/index.html", ".head .row-related a:last-child", "h1"),
    "link a passage": ("trends/index.html", "#trend-1 a", ".passage .self"),
    "all about Guizhou": ("search.html?q=Guizhou", ".results a"),
    "what answers homogenisation": ("issues/index.html", "#issue-1 .row-related a"),
}
BOTTOM = """selector => {
  const found = [...document.querySelectorAll(`main ${selector}`)].find(each => each.checkVisibility());
  return found && [found.getBoundingClientRect().bottom / innerHeight, found.href];
}"""


@pytest.mark.parametrize("task", TASKS)
def test_a_task_takes_one_click_and_two_screens_of_a_phone(window: Window, task: str) -> None:
    address, *places = TASKS[task]
    assert len(places) <= 2
    for place in places:
        window.open(address, *PHONE)
        window.page.wait_for_function(f"() => ({BOTTOM})({place!r})")
        screens, href = window.ask(BOTTOM, place)
        assert screens <= 2, place
        address = (href or "").removeprefix(window.site)


@pytest.mark.parametrize("width", [PHONE[0], DESK[0]])
def test_apparatus_is_a_fifth_of_a_part_at_most_and_a_tenth_of_the_overview(window: Window, width: int) -> None:
    shares = {}
    for path in ("index.html", *some(pages("part"), 3)):
        window.open(path, width)
        apparatus, words = window.ask(WORDS, "[data-apparatus]")
        shares[path] = apparatus / words

    assert shares.pop("index.html") <= 0.1
    assert {path: share for path, share in shares.items() if share > 0.2} == {}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_first_screen_of_the_overview_has_the_finding_and_three_numbers(
    window: Window, size: tuple[int, int]
) -> None:
    window.open("index.html", size[0])
    window.page.set_viewport_size({"width": size[0], "height": size[1]})
    seen, figures = window.ask(FIRST_SCREEN), window.ask("document.querySelectorAll('.points .figure').length")

    assert window.ask("document.querySelector('h1').innerText").replace("\n", " ").split()[-1] in seen
    assert figures >= 3
    numbers = set(re.findall(r"\d[\d.,]*(?: (?:million|billion|trillion))?%?", seen)) - {"2020", "2021"}
    assert len(numbers) >= 3, numbers


@pytest.mark.parametrize("path", ["outlook.html", "timeline.html", "source.html", "charts/index.html"])
def test_a_long_page_has_its_contents_in_reach_on_a_phone(window: Window, path: str) -> None:
    window.open(path, *PHONE)
    window.page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    window.page.locator(".toc summary").click()
    last = window.page.locator(".toc a").last
    place = (last.get_attribute("href") or "#").lstrip("#")
    last.click()

    assert window.page.locator(f"[id='{place}']").is_visible()
    assert window.ask("document.querySelector('.toc details').open") is False


def test_the_page_of_a_figure_has_the_record_first_then_its_neighbours_uses_and_citation(window: Window) -> None:
    window.open(pages("figure")[0], PHONE[0])
    tops = window.ask(
        "['h1', '.facts', '.beside', '.acts', '.citing'].map("
        "each => document.querySelector(`main ${each}`).getBoundingClientRect().top)"
    )

    assert tops == sorted(tops)


IN_VIEW = """() => {
  const chart = document.querySelector('.lead'), drawn = chart.querySelector('.drawing');
  return [...document.querySelectorAll('.summary, .account .passage')].map(each => {
    each.scrollIntoView({block: 'center'});
    const text = each.getBoundingClientRect(), {left, top, bottom} = drawn.getBoundingClientRect();
    return left >= text.right && top >= 0 && bottom <= innerHeight;
  });
}"""


@pytest.mark.parametrize("width", [DESK[0], 1920])
def test_the_chart_of_a_part_stays_in_view_beside_all_of_its_text(window: Window, width: int) -> None:
    charted = [path for path in pages("part") if 'class="chart-figure lead' in text_of(window, path)]

    assert charted
    for path in charted:
        window.open(path, width, DESK[1])
        top = "document.querySelector({!r}).getBoundingClientRect().top"
        above = window.ask(top.format(".lead")) - window.ask(top.format(".summary"))
        assert 0 <= above <= 24, path  # no empty column over it
        seen = window.ask(IN_VIEW)
        assert seen == [True] * len(seen), path


def text_of(window: Window, path: str) -> str:
    """Return the HTML of a page."""
    return window.page.request.get(window.site + path).text()


@pytest.mark.parametrize(("path", "entries"), [("terms.html", ".term-entry"), ("a-z.html", ".lines li")])
def test_a_fold_opens_by_its_heading_by_an_address_and_on_paper(window: Window, path: str, entries: str) -> None:
    shown = f"[...document.querySelectorAll('{entries}')].filter(each => each.checkVisibility()).length"
    window.open(path, *PHONE)
    count = window.ask(f"document.querySelectorAll('{entries}').length")
    assert window.ask(shown) == 0
    window.page.locator(".fold summary").first.click()
    assert 0 < window.ask(shown) < count

    window.page.emulate_media(media="print")
    assert window.ask(f"[...document.querySelectorAll('{entries}')].every(each => each.offsetHeight > 0)")

    last = window.ask("[...document.querySelectorAll('.fold [id]')].at(-1).id")
    window.open(f"{path}#{last}", *PHONE)
    assert window.page.locator(f"[id='{last}']").is_visible()


def test_a_line_of_text_has_sixty_to_seventy_five_letters(window: Window) -> None:
    window.open(pages("part")[0], DESK[0])
    letters = window.ask("""() => [...document.querySelectorAll('.passage p')].map(each => {
      const range = document.createRange();
      range.selectNodeContents(each);
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.bottom / 12))).size;
      return [each.innerText.length, lines];
    }).filter(([, lines]) => lines > 2).map(([length, lines]) => length / (lines - 0.5))""")

    assert letters
    assert 60 <= sum(letters) / len(letters) <= 75


def test_the_switch_hides_what_editors_add_and_is_kept_from_page_to_page(window: Window) -> None:
    def hidden() -> bool:
        return bool(
            window.ask("[...document.querySelectorAll('[data-apparatus=note]')].every(e => !e.checkVisibility())")
        )

    part = pages("part")[0]
    window.open(part)
    assert not hidden()
    window.page.locator("#hide-notes").check()
    assert hidden()

    window.open("index.html")
    assert window.ask("document.getElementById('hide-notes').checked")
    assert hidden()

    window.open(f"{part}?notes=show")
    assert not hidden()
    window.open(f"{part}?notes=hide")
    assert hidden()


@pytest.mark.parametrize("width", [PHONE[0], DESK[0]])
def test_evidence_opens_beside_its_line_or_in_the_lower_half_of_a_phone(window: Window, width: int) -> None:
    window.open(pages("part")[0], width)
    figure = window.page.locator(".account .figure").first
    figure.scroll_into_view_if_needed()
    figure.click()
    window.page.wait_for_timeout(600)  # the page moves until the sentence is in sight
    figure_box, box = figure.bounding_box(), window.page.locator(".evidence:popover-open").bounding_box()

    assert figure_box is not None
    assert box is not None
    if width == PHONE[0]:
        height = window.ask("innerHeight")
        assert box["height"] <= height / 2 + 1
        assert figure_box["y"] + figure_box["height"] <= box["y"]
    else:
        assert box["x"] >= figure_box["x"] + figure_box["width"]
        assert box["y"] <= figure_box["y"] + figure_box["height"] <= box["y"] + box["height"]
    window.page.locator(".evidence:popover-open .close").click()
    assert window.ask("document.querySelector(':popover-open')") is None


def test_evidence_opens_when_the_pointer_rests_on_a_figure(window: Window) -> None:
    window.open(pages("part")[0], DESK[0])
    window.page.locator(".account .figure").first.hover()
    assert window.ask("document.querySelector('.evidence:popover-open')") is None

    window.page.wait_for_selector(".evidence:popover-open")
    window.page.mouse.move(2, 2)
    window.page.wait_for_function("!document.querySelector('.evidence:popover-open')")


def test_a_quotation_can_be_pasted_as_it_is(window: Window) -> None:
    window.open(pages("part")[0], DESK[0])
    window.page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }")
    window.page.locator(".account .figure").first.click()
    window.page.locator(".evidence:popover-open .copy").first.click()

    copied = window.ask("window.copied")
    figure = window.ask("document.querySelector('.evidence:popover-open .evidence-said .n').innerText")
    assert figure in copied
    assert "2020" in copied  # its period
    assert "“An article to understand" in copied  # the work
    assert "¶1" in copied
    assert re.search(r"http://\S+/figures/[\w-]+\.html$", copied)


def test_two_figures_stand_side_by_side_or_it_is_said_why_not(window: Window) -> None:
    window.open("figures/index.html", DESK[0])
    rows = {
        row: window.page.locator(f"#row-{row} .pick")
        for row in window.ask("[...document.querySelectorAll('.figures tbody tr')].map(e => e.dataset.figure)")
    }
    assert window.page.locator("#compare").is_hidden()

    rows["robot-output-growth"].check()
    rows["integrated-circuit-output-growth"].check()
    assert "3.5 percentage points" in window.page.locator(".compare-said").inner_text()

    rows["live-views"].check()  # takes the place of the first
    assert "cannot be compared" in window.page.locator(".compare-said").inner_text()
