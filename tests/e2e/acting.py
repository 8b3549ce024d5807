"""What people do with their hands on the pages: one act on a matter, one document through its review."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Request, expect

MOVES = frozenset("jk")


def act(
    page: Page,
    name: str,
    words: str = "",
    *,
    choose: Mapping[str, str] | None = None,
    fill: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> None:
    """From the page of a matter through the form of one act, and back to the matter."""
    matter = page.url.partition("#")[0]
    page.locator(f"#acts a[href$='/{name}/']").click()
    for field, value in (choose or {}).items():
        page.locator(f"input[name={field}][value={value}]").check()
    for field, value in {**({"words": words} if words else {}), **(fill or {})}.items():
        page.locator(f"[name={field}]").fill(value)
    if file:
        page.locator("details.more summary").click() if page.locator("details.more").count() else None
        page.locator("input[name=papers]").set_input_files(file)
    page.locator(".form .button-primary").click()
    expect(page.locator(".message.success")).to_be_visible()
    assert page.url.partition("#")[0] == matter


def take_in(page: Page, report: Path) -> Request:
    """From the desk to the review of a report; gives the request that the upload led to."""
    page.goto("/")
    page.locator(".menu a[href='/documents/']").click()
    page.locator("a[href='/documents/new/']").first.click()
    page.locator("input[name=file]").set_input_files(report)
    with page.expect_navigation() as arrived:
        page.locator(".form .button-primary").click()
    return arrived.value.request


@dataclass
class Review:
    """The review of one document under the fingers of whoever decides."""

    page: Page
    presses: int = 0

    @property
    def undecided(self) -> int:
        """What the bar says is left."""
        return int(self.page.locator("#bar").get_attribute("data-undecided") or -1)

    def press(self, key: str) -> None:
        """One key; what it decides has arrived when this returns."""
        left = self.undecided
        self.page.keyboard.press(key)
        self.presses += 1
        if key == "u":
            expect(self.page.locator("#bar")).to_have_attribute("data-undecided", str(left + 1))
        elif key not in MOVES:
            expect(self.page.locator("#bar")).to_have_attribute("data-undecided", str(left - 1))

    def drop(self) -> None:
        """Nothing follows from the card in focus, for the reason that is proposed."""
        left = self.undecided
        self.page.keyboard.press("n")
        self.page.keyboard.press("Enter")
        self.presses += 2
        expect(self.page.locator("#bar")).to_have_attribute("data-undecided", str(left - 1))

    def confirm_plain(self) -> int:
        """Confirm every stance and nothing, a paragraph at a time; gives how many clicks it took."""
        button = self.page.locator(".group-head form button")
        clicks = 0
        while button.count():
            button.first.click()
            self.page.wait_for_load_state()
            clicks += 1
        return clicks

    def confirm_all(self) -> None:
        """Confirm what is left, card by card, beginning where the bar leads."""
        if self.undecided:
            self.page.locator("#bar .review-count a").click()
        while self.undecided:
            self.press("a")

    def together(self) -> None:
        """Open what is done to several cards at once."""
        details = self.page.locator("details.together")
        if details.get_attribute("open") is None:
            details.locator("summary").click()

    def turn(self, name: str, *, kinds: tuple[str, ...] = (), units: str = "") -> int:
        """A name as written becomes units; gives how many are meant."""
        self.together()
        self.page.locator(".names a").get_by_text(name, exact=True).click()
        return self._mean(kinds, units)

    def decide_owner(self, clause: str, *, units: str) -> int:
        """The owner of one clause."""
        self.page.locator(f"#c{clause} a.act").first.click()
        return self._mean((), units)

    def _mean(self, kinds: tuple[str, ...], units: str) -> int:
        for kind in kinds:
            self.page.locator(f"input[name=kinds][value={kind}]").check()
        if units:
            self.page.locator("textarea[name=units]").fill(units)
        self.page.locator("button[name=look]").click()
        meant = self.page.locator(".unit-names").inner_text().split("、")
        self.page.locator(".form .button-primary").click()
        self.page.wait_for_url("**/review/**")
        return len(meant)

    def date(self, day: str, *, section: str) -> None:
        """One date for a section."""
        self.together()
        self.page.locator("#together input[name=due]").fill(day)
        self.page.locator("#dates-to").select_option(section)
        self.page.locator("#together .button").click()
        self.page.wait_for_load_state()

    def name_like(self, words: str) -> str:
        """The name as written that is the words, else the first that begins with them."""
        self.together()
        names = self.page.locator(".names a").all_inner_texts()
        return words if words in names else next(name for name in names if name.startswith(words))

    def clause_of(self, name: str) -> str:
        """The number of the first card on which a name as written stands."""
        card = self.page.locator(".clause", has=self.page.locator(".as-written").get_by_text(name, exact=True)).first
        return str(card.get_attribute("data-clause"))

    def paragraph_of(self, clause: str) -> str:
        """The section in which a card stands, as the dates are asked for."""
        group = self.page.locator(".group", has=self.page.locator(f"#c{clause}")).locator(".group-head")
        return f"paragraph:{str(group.get_attribute('id'))[1:]}"
