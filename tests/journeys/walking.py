"""How the journey walks: signing in, looking at each page with axe, keeping a picture of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import ROOT, Site

TOUR = ROOT / "docs" / "tour"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 860}
TALLEST = 1000  # of a picture that shows a part of a page
CUT = "net::ERR_INTERNET_DISCONNECTED"  # a line that the journey itself cut
AXE = Axe().axe_script
FOUND = """axe.run({resultTypes: ["violations"]}).then((found) => found.violations.map(
    (one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")))"""


def faults_of(page: Page) -> list[str]:
    """What axe finds on a page, and whether it is wider than the screen."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    told: list[str] = page.evaluate(FOUND)
    if wide := overflow(page):
        told.append(f"{wide} px wider than the screen")
    return told


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than the screen."""
    found = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return max(0, int(found))


class Person:
    """Someone at a browser of their own."""

    def __init__(
        self, browser: Browser, site: Site, *, phone: bool = False, tour: Path | None = TOUR, scripts: bool = True
    ) -> None:
        self.site, self.tour, self.phone = site, tour, phone
        self.context: BrowserContext = browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            is_mobile=phone,
            has_touch=phone,
            device_scale_factor=2 if phone else 1,
            accept_downloads=True,
            java_script_enabled=scripts,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.strangers: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", self._heard)
        self.page.on("console", self._logged)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _heard(self, request: Any) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:")):
            self.strangers.append(request.url)

    def _logged(self, said: Any) -> None:
        if said.type == "error" and CUT not in said.text:
            self.faults.append(said.text)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.site.address + path)
        return self.page

    def enter(self, session: str) -> None:
        """Signed in already: the session's key is in the browser."""
        cookie = {"name": "sessionid", "value": session, "url": self.site.address}
        self.context.add_cookies([cookie])  # type: ignore[list-item]

    def sign_in(self, login: str, password: str) -> Page:
        """Password, and the code where one is asked for."""
        before = len(self.site.codes())
        self.go("/account/login/")
        self.page.get_by_label("手机号或邮箱").fill(login)
        self.page.get_by_label("密码").fill(password)
        self.press("登录")
        if "/account/code/" in self.page.url:
            self.give_code(before)
        return self.page

    def give_code(self, before: int) -> None:
        """Type the code that was sent after so many others."""
        self.page.get_by_label("6位验证码").fill(self.site.code_after(before))
        self.press("确认")

    def press(self, name: str, *, exact: bool = False) -> Page:
        """Press a button of the page's content, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=name, exact=exact).first.click()
        return self.page

    def follow(self, name: str) -> Page:
        """Follow a link of the page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        return self.page

    def look(self, name: str, *, part: str = "") -> None:
        """Nothing for axe to find, nothing wider than the screen, no stranger called; and a picture for the tour.

        part: of a tall page only this, as much as a screen holds.
        """
        told = faults_of(self.page)
        assert not told, f"{name}: " + "\n".join(told)
        assert not self.strangers, self.strangers
        assert not self.faults, f"{name}: {self.faults}"
        if self.tour is not None:
            self.tour.mkdir(parents=True, exist_ok=True)
            place = self.tour / f"{name}.png"
            box = self.page.locator(part).bounding_box() if part else None
            if box is None:
                self.page.screenshot(path=place, full_page=not self.phone)
            else:
                scrolled = self.page.evaluate("window.scrollY")
                clip = {
                    "x": 0,
                    "y": box["y"] + scrolled,
                    "width": DESKTOP["width"],
                    "height": min(box["height"], TALLEST),
                }
                self.page.screenshot(path=place, full_page=True, clip=clip)  # type: ignore[arg-type]

    def look_twice(self, name: str) -> None:
        """As `look`, at desktop and at phone size; a page that was looked at already is let be."""
        if name in self.site.looked:
            return
        self.site.looked.add(name)
        mine = self.page.viewport_size
        for size in (DESKTOP, PHONE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.look(name)
        if mine is not None:
            self.page.set_viewport_size(mine)

    def unfold(self, name: str) -> None:
        """Open what is folded away under a name."""
        self.page.get_by_role("main").locator("summary", has_text=name).first.click()

    def expect(self, *words: str) -> None:
        """All of these stand on the page."""
        text = re.sub(r"\s+", " ", self.page.locator("body").inner_text())
        for word in words:
            assert word in text, f"{word!r} is not on {self.page.url}:\n{text[:1500]}"
