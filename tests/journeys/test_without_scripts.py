"""The same pages with JavaScript off: everything but the player works, from signing in to the drawing of an inspection."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.files.conftest import pdf
from tests.invented import firm
from tests.journeys import town
from tests.journeys.conftest import Site
from tests.journeys.steps import Made, fill_plan, made_of, roster
from tests.journeys.walking import Person

pytestmark = [pytest.mark.timeout(600), pytest.mark.req("R37")]
TOWN = "everything"


class Plain:
    """Browsers that run no script, signed in as whoever is asked for."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.made: Made = made_of(site)

    def __call__(self, role: str = "", *, phone: bool = False) -> Person:
        person = Person(self.browser, self.site, phone=phone, tour=None, scripts=False)
        if role:
            person.enter(self.made["sessions"][role])
        return person

    def address(self, name: str) -> str:
        return str(self.made["own"][name][0])


@pytest.fixture(scope="module")
def plain(browser: Browser, site: Site) -> Plain:
    return Plain(browser, site)


def test_a_learner_enrols_asks_and_practises(plain: Plain) -> None:
    late = plain("late", phone=True)
    late.go(plain.address("learner:class"))
    late.press("签到注册")
    late.expect("1. 安全用电常识")
    learner = plain(phone=True)
    page = learner.sign_in(town.phone(1), town.PASSWORD)
    learner.go(plain.address("learner:lesson"))
    learner.expect("没有启用脚本：可以看课，但不能计时")
    learner.go(plain.address("learner:enquiries"))
    page.get_by_label("问题").fill("湿手能碰开关吗？")
    learner.press("提交问题")
    learner.expect("湿手能碰开关吗？", "等待答复")
    learner.go(plain.address("learner:paper"))
    page.locator("fieldset.question").first.get_by_text("先切断电源").click()
    learner.press("先保存")
    learner.expect("答案已保存")
    assert page.locator("fieldset.question input:checked").count() == 1
    learner.press("交卷")
    learner.expect("答对 1 题，共 2 题")


def test_a_learner_sits_the_exam_and_takes_the_certificate(plain: Plain) -> None:
    ready = plain("ready", phone=True)
    ready.go(plain.address("learner:exam"))
    page = ready.press("开始考试")
    for question in page.locator("fieldset.question").all():
        question.get_by_text("先切断电源").click()
    ready.press("交卷")
    ready.expect("100 分", "合格")
    ready.follow("回到班级")
    ready.press("领取证书")
    ready.go("/learn/certificates/")
    ready.expect("证书编号")


def test_a_company_files_with_a_roster_and_officers_pass_it_in_a_batch(plain: Plain, tmp_path: Path) -> None:
    boss, officer = plain("admin"), plain("review")
    case = filed(boss, tmp_path)
    page = officer.go("/bureau/")
    page.get_by_label("查找").or_(page.locator("#id_text")).first.fill(case)
    officer.press("筛选")
    page.locator(f"input[name=number][value='{case}']").check()
    officer.unfold("开班备案：每课时的长度")
    page.get_by_label("每课时多少分钟").fill("1")
    officer.press("受理", exact=True)
    officer.expect(case)
    boss.go(f"/org/filings/{case}/")
    boss.expect("备案通过")


def filed(boss: Person, folder: Path) -> str:
    """A filing with a roster that came back once, and the undertaking on paper; its number."""
    page = boss.go("/org/filings/new/")
    page.get_by_text("无锡市 · 在岗职工线上职业培训补贴").click()
    boss.press("开始填写")
    case = page.url.rstrip("/").rpartition("/")[2]
    fill_plan(page)
    page.get_by_label("开班日期").fill("2020-04-20")
    page.get_by_label("结束日期").fill("2020-05-20")
    boss.press("保存计划")
    for wrong in (True, False):
        page.locator("#roster input[type=file]").set_input_files(roster(folder / "roster.xlsx", wrong=wrong))
        boss.press("上传并检查")
        boss.expect("需要改正" if wrong else "花名册已收下")
        boss.go(f"/org/filings/{case}/")
    card = page.locator("#undertaking")
    card.locator("summary", has_text="上传").first.click()
    scan = folder / "scan.pdf"
    scan.write_bytes(pdf())
    card.locator("input[type=file]").first.set_input_files(scan)
    with page.expect_navigation():
        card.get_by_role("button", name="上传", exact=True).first.click()
    boss.press("提交审核")
    boss.expect("备案已提交")
    return case


def test_a_claim_is_explained_and_reviewed(plain: Plain) -> None:
    officer = plain("review")
    case = plain.made["known"]["waiting"]
    page = officer.go(f"/bureau/cases/{case}/")
    officer.press("受理")
    with page.expect_navigation():
        page.get_by_role("link", name="为什么是这个金额").first.click()
    officer.expect("计算过程", "符合的条件")
    officer.go(f"/bureau/cases/{case}/")
    officer.press("初审通过")
    officer.expect("待复审")


def test_a_drawing_and_a_complaint(plain: Plain) -> None:
    inspector, stranger = plain("inspect"), plain(phone=True)
    page = inspector.go("/bureau/oversight/draws/")
    page.get_by_label("名称").first.fill("2020年第三季度抽查")
    page.get_by_label("抽取企业数").fill("1")
    page.get_by_label("每家检查人员数").fill("1")
    page.get_by_label("种子的来源").fill("虚构彩票当日开奖号码")
    page.get_by_label("种子产生日期").fill("2020-04-30")
    inspector.press("生成草稿")
    inspector.press("公布", exact=True)
    inspector.expect("2020年第三季度抽查", "公开页面")
    page = stranger.go("/complaints/")
    page.get_by_label("发生在哪里").select_option(index=1)
    page.get_by_label("反映的单位或事项").fill(firm(500))
    page.get_by_label("情况").fill("三月没有上课")
    stranger.press("提交")
    code = page.locator(".big-figure").inner_text()
    stranger.follow("凭回执码查询")
    page.get_by_label("回执码").fill(code)
    stranger.press("查询")
    stranger.expect("已收到")
