"""What every page must keep to, whatever it shows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

NARROW_PIXELS = 320
AXE = Axe().axe_script
# What GOV.UK Frontend itself does, by rule and class: aria-expanded on radios that reveal a field (theirs
# to mend), and a back link above the main landmark (as its page template has it).
ALLOWED = {
    ("aria-allowed-attr", "govuk-radios__input"),
    ("aria-allowed-attr", "govuk-checkboxes__input"),
    ("region", "govuk-back-link"),
}
# What a page is made of, whatever it says: which heading follows which, and every kind of element it has.
LOOK = """() => {
  const kind = (e) => [e.tagName, e.className, ...Array.from(e.attributes, (a) => a.name)].join(" ");
  const headings = Array.from(document.querySelectorAll("h1, h2, h3, h4"), (e) => e.tagName);
  const steps = headings.map((name, i) => `${headings[i - 1] ?? ""}>${name}`);
  const elements = Array.from(document.querySelectorAll("*"), kind);
  return {
    parts: [...new Set(steps), ...new Set(elements)],
    title: document.title,
    first: document.querySelectorAll("h1").length,
  };
}"""
# Axe over the page but for rows and items that are made as one before them in the same list. It looks at
# each letter's colour, which takes long where hundreds of rows are written by one line of a template.
ASK_AXE = """async () => {
  const kind = (e) => [e.tagName, e.className, e.childElementCount > 0, !!e.textContent.trim(),
    ...Array.from(e.attributes, (a) => a.name + !!a.value)].join(" ");
  const repeated = [];
  for (const list of document.querySelectorAll("tbody, ul, ol, dl, select")) {
    const made = new Set();
    for (const item of list.children) {
      const parts = [item, ...item.querySelectorAll("*")].map(kind).join(";");
      if (made.has(parts)) repeated.push(item);
      made.add(parts);
    }
  }
  const within = repeated.length ? { exclude: repeated } : document;
  return (await axe.run(within, { resultTypes: ["violations"] })).violations;
}"""
# By view, the parts of the pages that axe found no fault in. It takes seconds over a large page.
_sound: dict[str | None, set[str]] = defaultdict(set)
# Pages that are another's program, or files for programs.
NOT_OURS = ("api-docs", "api-schema")


# Everything that a person without a pointer has to get to, as markup; of a group of radios the one at which
# the Tab key stops.
STOPS = """() => {
  const standsForItsGroup = (e) => {
    const group = [...document.querySelectorAll("input[type=radio]")]
      .filter((one) => one.name === e.name && one.form === e.form);
    return e === (group.find((one) => one.checked) ?? group[0]);
  };
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((e) => e.checkVisibility() && !e.disabled && (e.type !== "radio" || standsForItsGroup(e)));
}"""
WATCH_FOCUS = """() => {
  window.reached = new Set();
  document.addEventListener("focusin", (event) => window.reached.add(event.target));
}"""
NOT_REACHED = f"() => ({STOPS})().filter((e) => !window.reached.has(e)).map((e) => e.outerHTML.slice(0, 120))"
# What a browser stops at besides, such as the month and the year of a date, and regions that scroll.
MORE_STOPS = 12


def pages_within(page: Page, *, starts: Sequence[str] = ("/",), most: int = 60) -> Iterator[str]:
    """Paths that lead on from `starts` by links, one for each kind of page that this reader can open."""
    waiting, kinds = list(starts), set()
    while waiting and len(kinds) < most:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind is None or kind in kinds:
            continue
        kinds.add(kind)
        answer = page.goto(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield path
        waiting += _links(page)


def kind_of(path: str) -> str | None:
    """The view that answers an address; None for none of ours, and for files."""
    try:
        name = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None
    # A CSV or PDF, or a file as it was handed in, would be downloaded, not shown.
    is_file = path.rpartition("/")[2].count(".") > 0 or "download" in path or path.endswith("/file/")
    return None if is_file or name in NOT_OURS else name


def _links(page: Page) -> list[str]:
    found = page.eval_on_selector_all("a[href^='/']", "links => links.map(link => link.getAttribute('href'))")
    return [link for link in dict.fromkeys(found) if not link.startswith("/static/")]


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open: accessibility, its frame, and its width on a phone."""
    look = page.evaluate(LOOK)
    return [*_axe_faults(page, look["parts"]), *_frame_faults(look), *_width_faults(page)]


def out_of_reach(page: Page) -> list[str]:
    """The controls of the open page that the Tab key never comes to. It needs JavaScript to look on."""
    page.evaluate(WATCH_FOCUS)
    for _ in range(page.evaluate(f"({STOPS})().length") + MORE_STOPS):
        page.keyboard.press("Tab")
    return page.evaluate(NOT_REACHED)


def _axe_faults(page: Page, parts: Sequence[str]) -> list[str]:
    """None for a page of which axe saw every part before, on pages of the same view, and found it sound."""
    sound = _sound[kind_of(page.url)]
    faults = [] if sound.issuperset(parts) else _asked_of_axe(page)
    if not faults:
        sound.update(parts)
    return faults


def _asked_of_axe(page: Page) -> list[str]:
    page.evaluate(AXE)
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in page.evaluate(ASK_AXE)
        for node in violation["nodes"]
        if not _is_allowed(violation["id"], node["html"])
    ]


def _is_allowed(rule: str, html: str) -> bool:
    return any(rule == allowed and marker in html for allowed, marker in ALLOWED)


def _frame_faults(look: Mapping[str, Any]) -> list[str]:
    faults = []
    if look["first"] != 1:
        faults.append(f"{look['first']} first headings, expected one")
    if not look["title"].endswith(" – Probity"):
        faults.append(f"title {look['title']!r} does not end with the service's name")
    return faults


def _width_faults(page: Page) -> list[str]:
    """A page that scrolls sideways at 320 pixels, with the element that sticks out the most."""
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW_PIXELS, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    return [f"{width} pixels wide at {NARROW_PIXELS}"] if width > NARROW_PIXELS else []


class Looks:
    """At every kind of page once, as it is first met: accessibility, a phone's width, the Tab key."""

    def __init__(self) -> None:
        self._seen: set[tuple[str | None, str]] = set()
        self.faults: list[str] = []

    def __call__(self, page: Page) -> None:
        kind = (kind_of(page.url), page.locator("h1").inner_text().partition(" ")[0])
        if kind not in self._seen:
            self._seen.add(kind)
            self.faults += [f"{page.url}: {fault}" for fault in (*faults_of(page), *out_of_reach(page))]
