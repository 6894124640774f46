"""Somebody at a browser: goes to pages, follows links, and notes whatever goes wrong on the way."""

import re

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    StorageState,
    expect,
)

from tests.browser.site import ADDRESS_OF, PASSWORD, Site
from tests.worker.installation import ROOT

SCREENSHOTS = ROOT / "var" / "screenshots"
WIDTHS = (1280, 360)
TIMEOUT = 30_000
AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


class Visitor:
    """A person with a browser profile of their own."""

    def __init__(
        self,
        site: Site,
        browser: Browser,
        *,
        scripted: bool = True,
        signed_in: StorageState | None = None,
    ) -> None:
        self.scripted = scripted
        self.problems: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=site.address,
            java_script_enabled=scripted,
            viewport={"width": WIDTHS[0], "height": 800},
            reduced_motion="reduce",
            storage_state=signed_in,
        )
        self.context.set_default_timeout(TIMEOUT)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        self.context.on("response", self._see)
        self.page: Page = self.context.new_page()
        self.document: Response | None = None

    # --- going about -----------------------------------------------------------------------------

    def go(self, path: str) -> Page:
        """Open an address."""
        self.document = self.page.goto(path)
        return self.page

    def follow(self, locator: Locator) -> Page:
        """Click what leads to another page, and wait until that is there."""
        with self.page.expect_navigation() as navigation:
            locator.click()
        self.document = navigation.value
        return self.page

    def link(self, name: str | re.Pattern[str]) -> Page:
        """Follow the first link of this name in the page's main part."""
        return self.follow(self.page.get_by_role("main").get_by_role("link", name=name).first)

    def button(self, name: str) -> Page:
        """Press the button of exactly this name."""
        return self.follow(self.page.get_by_role("button", name=name, exact=True))

    def menu(self, name: str) -> Page:
        """Follow an entry of the main navigation, unfolding it where it is folded away."""
        navigation = self.page.get_by_role("navigation", name="Main")
        folded = navigation.locator("details:not([open])", has=self.page.get_by_text(name))
        if folded.count():
            folded.locator("summary").click()
        return self.follow(navigation.get_by_role("link", name=name))

    def sign_in(self, name: str) -> Page:
        """Fill in the sign-in form, on whichever page asks for it."""
        self.page.get_by_label("Email").fill(ADDRESS_OF.get(name, name))
        self.page.get_by_label("Password").fill(PASSWORD)
        return self.button("Sign in")

    @property
    def status(self) -> int:
        """What the server said about the page that is open."""
        assert self.document is not None
        return self.document.status

    # --- looking ---------------------------------------------------------------------------------

    def reads(self, *texts: str) -> None:
        """Each of the texts stands in the page's main part."""
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text, timeout=TIMEOUT)

    def looks(self, name: str) -> None:
        """The page is well-formed, and usable by everybody at a desk and on a telephone.

        Its pictures are kept. Without JavaScript, where axe can't look, neither axe nor pictures.
        """
        assert self.document is not None
        assert html_errors(self.document.text()) == [], f"{name}: {self.page.url}"
        # Seen as a whole, a page has nothing behind what sticks to the window.
        bars = self.page.locator(".savebar")
        bars.evaluate_all("(bars) => bars.forEach(bar => bar.style.position = 'static')")
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.fits(f"{name} at {width} px")
            if self.scripted:
                problems = axe_problems(self.page)
                assert not problems, f"{name} at {width} px:\n" + "\n".join(problems)
                picture = SCREENSHOTS / f"{name}-{width}.png"
                self.page.screenshot(path=picture, full_page=True, caret="initial")
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        bars.evaluate_all("(bars) => bars.forEach(bar => bar.style.position = '')")

    def fits(self, where: str) -> None:
        """Nothing is wider than the window."""
        wide = self.page.evaluate(
            "() => document.documentElement.scrollWidth <= innerWidth ? [] :"
            " [...document.querySelectorAll('body *')]"
            ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".map(e => e.outerHTML.slice(0, 120))"
        )
        assert wide == [], f"{where}: wider than the window"

    def leave(self) -> list[str]:
        """Close the browser, and say what went wrong on any page."""
        self.context.close()
        return self.problems

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that refuses a form is noted as a failure by the browser, and is none.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _see(self, response: Response) -> None:
        allowed = 500 if response.request.is_navigation_request() else 400
        if response.status >= allowed:
            self.problems.append(f"{response.status}: {response.url}")


def html_errors(html: str) -> list[str]:
    """What a validating parser objects to, each with its line and column."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    lines = html.splitlines()
    return [f"{place} {code} {data}: {lines[place[0] - 1]}" for place, code, data in parser.errors]


def axe_problems(page: Page) -> list[str]:
    """What axe objects to, with the elements."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: "
        + " ".join(node["html"][:200] for node in violation["nodes"][:3])
        for violation in found
    ]


def attribute(locator: Locator, name: str) -> str:
    """An attribute that must be there."""
    value = locator.get_attribute(name)
    assert value is not None, f"no {name} on {locator}"
    return value
