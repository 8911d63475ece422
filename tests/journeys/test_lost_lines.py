"""What a learner keeps whose line is bad or whose phone is another one: the place in a film, and the answers of an exam."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Site
from tests.journeys.steps import Made, made_of, move
from tests.journeys.walking import Person

pytestmark = [pytest.mark.timeout(600), pytest.mark.req("R04", "R08")]
TOWN = "everything"
PLAY = "document.querySelector('video').muted = true; document.querySelector('video').play().catch(() => {})"
NOW = "document.querySelector('video').currentTime"
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # 400 kbit/s


@pytest.fixture(scope="module")
def made(site: Site) -> Made:
    return made_of(site)


def on_the_phone(browser: Browser, site: Site, made: Made, role: str) -> Person:
    who = Person(browser, site, phone=True, tour=None)
    who.enter(made["sessions"][role])
    return who


def test_a_film_goes_on_where_it_was_on_another_phone(browser: Browser, site: Site, made: Made) -> None:
    place, _ = made["own"]["learner:lesson"]
    first = on_the_phone(browser, site, made, "learner")
    played(first, place, until=7)
    first.page.evaluate("document.querySelector('video').pause()")
    expect(first.page.locator("[data-player]")).to_have_attribute("data-seq", "1")
    left = first.page.evaluate(NOW)
    first.context.close()
    second = on_the_phone(browser, site, made, "learner")
    begun = played(second, place, until=left + 1)
    assert abs(begun - left) <= 1, (begun, left)


def played(who: Person, place: str, until: float) -> float:
    """Play a lesson's film until so many seconds; where it began."""
    page = who.go(place)
    page.wait_for_selector("[data-ready=yes]")
    page.evaluate(PLAY)
    expect(page.locator("[data-player]")).to_have_attribute("data-state", "running")
    begun = float(page.evaluate(NOW))
    for _ in range(80):
        if page.evaluate(NOW) >= until:
            return begun
        page.wait_for_timeout(250)
    raise AssertionError(f"the film did not come to {until} s")


def test_an_exam_outlives_a_reload_a_lost_line_and_its_time(browser: Browser, site: Site, made: Made) -> None:
    learner = on_the_phone(browser, site, made, "ready")
    learner.go(made["own"]["learner:exam"][0])
    page = learner.press("开始考试")
    questions, said = page.locator("fieldset.question"), page.locator("#saved")
    questions.nth(0).get_by_text("先切断电源").click()
    expect(said).to_contain_text("已保存")
    page.reload()
    assert questions.locator("input:checked").count() == 1
    learner.context.set_offline(True)
    questions.nth(1).get_by_text("先切断电源").click()
    expect(said).to_contain_text("没有存上，正在重试")
    learner.context.set_offline(False)
    expect(said).to_contain_text("已保存", timeout=20_000)
    page.reload()
    assert questions.locator("input:checked").count() == 2
    operator = on_the_phone(browser, site, made, "ops")
    move(operator, "2020-04-09T20:00")
    questions.nth(2).get_by_text("先切断电源").click()  # hours too late: not taken, and the page hands in what was kept
    expect(page.locator("#mark")).to_be_visible()
    learner.expect("答对 2 题")


def test_the_first_page_on_a_slow_line(browser: Browser, site: Site) -> None:
    """400 kbit/s and 400 ms there and back: all of it arrives, and looks as it should."""
    stranger = Person(browser, site, phone=True, tour=None)
    line = stranger.context.new_cdp_session(stranger.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    for place in ("/", "/account/login/"):
        stranger.go(place)
        stranger.look(place)
