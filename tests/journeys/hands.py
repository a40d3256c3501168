"""Two ways to work a page: with nothing but the keyboard, or with a pointer.

Both have the same operations, so that a journey is written once. Every target is found as a person finds it,
by its label or words.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.journeys.inspection import STOPS

# How many stops of the Tab key lie between the focus and the element; negative when it lies before.
STOPS_TO = f"""(wanted) => {{
  const stops = ({STOPS})();
  const here = document.activeElement;
  const before = (e) => Boolean(here.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING);
  const passed = here === document.body ? 0 : stops.filter((e) => e === here || before(e)).length;
  const at = stops.indexOf(wanted);
  if (at < 0) return null;
  return at >= passed ? at + 1 - passed : at - passed + (stops.includes(here) ? 1 : 0);
}}"""
# Radios of one group: the Tab key stops at the chosen one, or at the first.
GROUP = "(e) => [...e.form.querySelectorAll('input[type=radio]')].filter((one) => one.name === e.name)"
STOP_OF_GROUP = f"(e) => {{ const all = ({GROUP})(e); return all.find((one) => one.checked) ?? all[0]; }}"
HAS_FOCUS = "(e) => e === document.activeElement"
# How often a browser may stop of its own accord, as in the day, the month and the year of a date.
STRAY_STOPS = 8


# What somebody does with every page that comes, before they work it.
Look = Callable[[Page], None]


def _no_look(_page: Page) -> None:
    pass


class Hands(Protocol):
    """Somebody at a page."""

    page: Page

    def press(self, control: Locator) -> None:
        """Follow a link, or send a form with a button, and wait for the page that comes."""

    def unfold(self, summary: Locator) -> None:
        """Open or close what a summary hides."""

    def choose(self, radio: Locator) -> None: ...

    def tick(self, box: Locator, *, on: bool = True) -> None: ...

    def write(self, field: Locator, text: str) -> None: ...

    def pick(self, options: Locator, words: str) -> None:
        """Pick the option of a select that begins with the words."""

    def attach(self, field: Locator, file: Path) -> None: ...


class Keyboard:
    """Tab, Shift and Tab, Enter, Space, arrows and letters; nothing else."""

    def __init__(self, page: Page, look: Look = _no_look) -> None:
        self.page, self._look = page, look

    def press(self, control: Locator) -> None:
        self._reach(control)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._look(self.page)

    def unfold(self, summary: Locator) -> None:
        self._reach(summary)
        self.page.keyboard.press("Enter")

    def choose(self, radio: Locator) -> None:
        stop = radio.evaluate_handle(STOP_OF_GROUP).as_element()
        assert stop is not None
        self._reach_element(stop, radio)
        if not radio.is_checked():
            self.page.keyboard.press("Space")
        for _ in range(radio.evaluate(f"(e) => ({GROUP})(e).length")):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never chose {radio}")

    def tick(self, box: Locator, *, on: bool = True) -> None:
        if box.is_checked() != on:
            self._reach(box)
            self.page.keyboard.press("Space")

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def pick(self, options: Locator, words: str) -> None:
        self._reach(options)
        self.page.keyboard.type(words)

    def attach(self, field: Locator, file: Path) -> None:
        for patience in (5_000, 30_000):
            self._reach(field)
            try:
                with self.page.expect_file_chooser(timeout=patience) as chooser:
                    self.page.keyboard.press("Space")
            except PlaywrightTimeout:
                # A dialog may open before Playwright listens; a person presses again.
                continue
            chooser.value.set_files(file)
            return
        raise AssertionError(f"no dialog for a file opened at {field}")

    def _reach(self, target: Locator) -> None:
        target.wait_for()
        element = target.element_handle()
        self._reach_element(element, target)

    def _reach_element(self, element, target: Locator) -> None:
        """Tab to the element, forwards or back. Fails when the keys never get there."""
        for _ in range(STRAY_STOPS):
            stops = self.page.evaluate(STOPS_TO, element)
            assert stops is not None, f"{target} is no stop of the Tab key"
            for _ in range(abs(stops)):
                self.page.keyboard.press("Tab" if stops > 0 else "Shift+Tab")
            if element.evaluate(HAS_FOCUS):
                return
        raise AssertionError(f"the Tab key never reached {target}")


class Pointer:
    """Clicks and whole texts: the way of a page without JavaScript as well."""

    def __init__(self, page: Page, look: Look = _no_look) -> None:
        self.page, self._look = page, look

    def press(self, control: Locator) -> None:
        with self.page.expect_navigation():
            control.click()
        self._look(self.page)

    def unfold(self, summary: Locator) -> None:
        summary.click()

    def choose(self, radio: Locator) -> None:
        radio.check()

    def tick(self, box: Locator, *, on: bool = True) -> None:
        box.set_checked(on)

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def pick(self, options: Locator, words: str) -> None:
        found = options.locator("option").filter(has_text=words).first
        options.select_option(found.get_attribute("value"))

    def attach(self, field: Locator, file: Path) -> None:
        field.set_input_files(file)
