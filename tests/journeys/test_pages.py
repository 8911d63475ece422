"""Every page of the site on a phone: nothing for axe to find, nothing wider than the screen, and light on a slow line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Site
from tests.journeys.steps import Made, made_of
from tests.journeys.walking import AXE, PHONE, faults_of, overflow
from tests.matrix.addresses.rows import ROLES
from tests.matrix.test_urls import TABLE

pytestmark = pytest.mark.timeout(600)
TOWN = "everything"
KB = 1000
BUDGET, BUDGETS = 60 * KB, {"learner:lesson": 200 * KB, "ui:gallery": 120 * KB}  # bytes of a first visit, film left out
# Downloads, answers for programs and parts of pages, besides what ends in a file's name or is called `file`.
FILES = {
    "healthz",
    "readyz",
    "notice_file",
    "inspection_photo",
    "learner:application_file",
    "organisation:bank_marked",
    "organisation:course_films",
    "organisation:file",
    "organisation:licence",
    "bureau:file",
    "bureau:licence",
    "bureau:record_file",
}
NOT_HERE = {
    "login_code": "on the way in alone: the other journeys look at it",
    "password_new": "after its code alone: test_founding looks at it",
    "organisation:accounts": "no circular so far pays people by a table of their accounts",
    "ops:dossier_find": "leads on to what was looked for",
    "bureau:pack": "every pack came with the program",
}
MOST_USED = (
    "home", "login", "learner:home", "learner:class", "learner:lesson", "learner:exam", "organisation:home",
    "organisation:filing", "bureau:inbox", "bureau:case",
)  # fmt: skip


def is_page(name: str) -> bool:
    path, _row, method = TABLE[name]
    place = PurePosixPath(path.partition("?")[0])
    return method == "GET" and not place.suffix and place.name != "file" and name not in FILES and name not in NOT_HERE


def is_somewhere(name: str, made: Made) -> bool:
    """Whether anyone in the town can open the page."""
    return name in made["own"] or "200" in TABLE[name][1].split()


PAGES = [name for name in TABLE if is_page(name)]


@dataclass
class Phones:
    """A phone for each role, signed in; an empty cache for every page."""

    browser: Browser
    site: Site
    made: Made

    def __post_init__(self) -> None:
        self.of: dict[str, Page] = {}
        self.kinds: dict[str, str] = {}
        self.weight = 0
        self.faults: list[str] = []

    def where(self, name: str) -> tuple[str, str]:
        """The address of a page, and the first role that gets to see it."""
        if name in self.made["own"]:
            path, role = self.made["own"][name]
            return str(path), str(role)
        path, row, _ = TABLE[name]
        seen = [role for role, status in zip(ROLES, row.split(), strict=False) if status == "200"]
        return path.format(**self.made["known"]), seen[0]

    def open(self, name: str) -> Page:
        """The page as it is seen for the first time; `weight` is what it took."""
        path, role = self.where(name)
        page = self.of[role] if role in self.of else self._new(role)
        self.weight, self.faults = 0, []
        answer = page.goto(self.site.address + path, wait_until="load")
        if answer is None or answer.status != 200 or urlsplit(page.url).path != path.partition("?")[0]:
            self.faults.append(f"{role} gets {answer and answer.status} at {page.url}")
        return page

    def _new(self, role: str) -> Page:
        context = self.browser.new_context(viewport=PHONE, locale="zh-CN", is_mobile=True, has_touch=True)  # type: ignore[arg-type]
        if role != "nobody":
            cookie = {"name": "sessionid", "value": self.made["sessions"][role], "url": self.site.address}
            context.add_cookies([cookie])  # type: ignore[list-item]
        context.add_init_script(AXE)  # once, not with every page
        page = self.of[role] = context.new_page()
        line = context.new_cdp_session(page)
        line.on("Network.responseReceived", lambda event: self.kinds.update({event["requestId"]: event["type"]}))
        line.on("Network.loadingFinished", self._loaded)
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        return page

    def _loaded(self, event: dict[str, Any]) -> None:
        if self.kinds.pop(event["requestId"], "") != "Media":
            self.weight += event["encodedDataLength"]


@pytest.fixture(scope="module")
def phones(browser: Browser, site: Site) -> Phones:
    return Phones(browser, site, made_of(site))


@pytest.mark.req("R37")
def test_every_page_on_a_phone(phones: Phones) -> None:
    wrong = [
        f"nobody opens {name}: give the town one of its kind in everything.py"
        for name in PAGES
        if not is_somewhere(name, phones.made)
    ]
    for name in (name for name in PAGES if is_somewhere(name, phones.made)):
        page = phones.open(name)
        told = faults_of(page) + phones.faults
        if phones.weight > (most := BUDGETS.get(name, BUDGET)):
            told.append(f"{phones.weight / KB:.0f} kB, and {most / KB:.0f} kB are allowed")
        wrong += [f"{name}: {one}" for one in told]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.req("R37")
@pytest.mark.parametrize("name", MOST_USED)
def test_in_large_print(phones: Phones, name: str) -> None:
    page = phones.open(name)
    page.context.add_cookies([{"name": "large_print", "value": "on", "url": phones.site.address}])
    page.reload()
    assert page.locator("html.large-print").count() == 1
    assert not overflow(page)
