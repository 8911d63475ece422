"""The whole story in a browser: from a filed class to money paid, on a real server, with the clock moved and never waited for."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from tests.files.conftest import pdf
from tests.invented import name, person
from tests.journeys import town
from tests.journeys.conftest import Site
from tests.journeys.steps import bank_answer, fill_plan, move, roster, saved
from tests.journeys.walking import Person

pytestmark = pytest.mark.timeout(600)


@pytest.mark.req("R01", "R04", "R12", "R13", "R30", "R31")
def test_from_a_filed_class_to_money_paid(site: Site, browser: Browser, tmp_path: Path) -> None:
    visitor = Person(browser, site)
    visitor.go("/")
    visitor.look("01-home")
    admin = Person(browser, site)
    admin.sign_in(town.phone(town.ADMIN), town.PASSWORD)
    case = file_the_class(admin, tmp_path)
    legal = Person(browser, site, tour=None)
    legal.sign_in(town.phone(town.LEGAL), town.PASSWORD)
    legal.go(f"/org/filings/{case}/")
    legal.press("以法定代表人身份确认签署")
    legal.expect("已签署")
    admin.go(f"/org/filings/{case}/")
    admin.expect("材料齐全")
    admin.press("提交审核")
    first = Person(browser, site)
    approve_the_filing(first, case)
    operator = Person(browser, site)
    operator.sign_in(town.phone(town.OPERATOR), town.PASSWORD)
    move(operator, f"{town.FIRST_DAY}T09:00")
    operator.look("08-ops-clock")
    learner = Person(browser, site, phone=True)
    study_and_pass(learner, site)
    move(operator, "2020-04-02T09:00")
    number = claim_the_money(admin, legal, case)
    second = Person(browser, site)
    second.sign_in(town.phone(town.SECOND), town.PASSWORD)
    notice = review_and_publish(first, second, number)
    visitor.go(f"/notices/{notice}/")
    visitor.expect(name(town.LEARNER), "****")
    assert person(town.LEARNER) not in visitor.page.content()
    visitor.look("22-public-notice")
    move(operator, "2020-04-08T09:00")
    close_and_approve(first, second, number, notice)
    payer = Person(browser, site)
    payer.sign_in(town.phone(town.PAYER), town.PASSWORD)
    pay(payer, number, tmp_path)
    admin.go("/org/")
    admin.expect("补贴已到账")
    admin.look("27-organisation-paid")
    answer = admin.context.request.get(f"{site.address}/open/notices.csv")
    assert notice in answer.text()


def file_the_class(admin: Person, folder: Path) -> str:
    page = admin.page
    assert "/org/" in page.url
    admin.look("02-organisation-empty")
    admin.go("/org/filings/new/")
    page.get_by_text("无锡市 · 在岗职工线上职业培训补贴").click()
    admin.press("开始填写")
    case = page.url.rstrip("/").rpartition("/")[2]
    fill_plan(page)
    admin.press("保存计划")
    page.locator("#roster input[type=file]").set_input_files(roster(folder / "bad.xlsx", wrong=True))
    admin.press("上传并检查")
    admin.expect("需要改正的行")
    assert page.locator("#bad-rows tbody tr").count() == 2
    admin.faults.clear()  # the browser logs the 422
    admin.look("03-roster-bad-rows")
    with page.expect_download() as kept:
        page.get_by_role("link", name="下载标好错误的表格").click()
    assert openpyxl.load_workbook(saved(kept.value, folder)).active is not None
    page.locator("main input[type=file]").set_input_files(roster(folder / "good.xlsx", wrong=False))
    admin.press("上传并检查")
    admin.expect("花名册已收下，共 2 人")
    licence = folder / "licence.pdf"
    licence.write_bytes(pdf())
    waiting = page.locator("#documents li", has_text="缺少").locator("details")
    for _ in range(waiting.count()):
        waiting.first.locator("summary").click()
        waiting.first.locator("input[type=file]").set_input_files(licence)
        with page.expect_navigation():
            waiting.first.get_by_role("button", name="上传").click()
    admin.look("04-class-filing")
    return case


def approve_the_filing(first: Person, case: str) -> None:
    first.sign_in(town.phone(town.FIRST), town.PASSWORD)
    first.expect(case, "待审核")
    first.look("05-bureau-inbox")
    first.follow(case)
    first.look("06-bureau-filing")
    first.page.get_by_label("每课时多少分钟").fill("1")
    first.press("备案通过")
    first.expect("备案通过，班级已建立")


def study_and_pass(learner: Person, site: Site) -> None:
    page = learner.go("/account/register/")
    page.get_by_label("姓名").fill(name(town.LEARNER))
    page.get_by_label("身份证号码").fill(person(town.LEARNER))
    page.get_by_label("手机号").fill(town.phone(town.LEARNER))
    page.get_by_label("密码").fill(town.PASSWORD)
    learner.look("09-register")
    before = len(site.codes())
    learner.press("注册并接收验证码")
    learner.give_code(before)
    learner.follow(town.PROJECT)
    learner.press("签到注册")
    learner.expect("签到成功")
    learner.look("10-class-page")
    learner.follow("1. 安全用电常识")
    page.wait_for_selector("[data-ready=yes]")
    page.evaluate(
        "document.querySelector('video').muted = true; document.querySelector('video').play().catch(() => {})"
    )
    expect(page.locator("[data-player]")).to_have_attribute("data-state", "running")
    expect(page.locator("[data-player]")).to_have_attribute("data-seq", "1", timeout=40_000)
    credited = int(page.locator("[data-player]").get_attribute("data-credited") or 0)
    assert 10_000 <= credited <= 17_000, credited
    learner.look("11-lesson-player")
    learner.go("/learn/")
    site.town("study", town.phone(town.LEARNER))
    learner.go("/learn/")
    learner.expect("24 / 24 课时")
    learner.look("12-learner-home")
    learner.follow("去考试")
    learner.press("开始考试")
    for question in page.locator("fieldset.question").all():
        question.get_by_text("先切断电源").click()
    learner.look("13-exam")
    learner.press("交卷")
    learner.expect("100", "合格")
    learner.follow("回到班级")
    learner.press("领取证书")
    learner.look("14-certificate")
    with page.expect_navigation():
        page.locator("main dd a").first.click()
    learner.expect("证书有效", name(town.LEARNER))
    learner.look("15-certificate-check")


def claim_the_money(admin: Person, legal: Person, case: str) -> str:
    admin.go("/org/")
    admin.expect("班级已结束，可以申领补贴")
    admin.look("16-organisation-home")
    admin.follow("班级已结束，可以申领补贴")
    admin.look("17-organisation-class")
    admin.press("申领补贴")
    number = admin.page.url.rstrip("/").rpartition("/")[2]
    admin.expect("444.00")
    legal.go(f"/org/claims/{number}/")
    if legal.page.get_by_role("button", name="以法定代表人身份确认签署").count():
        legal.press("以法定代表人身份确认签署")
    admin.go(f"/org/claims/{number}/")
    admin.look("18-claim-draft")
    admin.press("提交审核")
    admin.expect("申领已提交")
    return number


def review_and_publish(first: Person, second: Person, number: str) -> str:
    first.go(f"/bureau/cases/{number}/")
    first.press("受理")
    first.page.get_by_role("link", name="为什么是这个金额").first.click()
    expect(first.page.locator("#why .why")).to_be_visible()
    first.expect("计算过程")
    first.look("19-bureau-why", part="#why .why")
    first.press("初审通过")
    first.expect("初审通过。复审须由另一人办理")
    first.press("复审通过")
    first.expect("复审须由另一人办理")
    first.faults.clear()  # the browser logs the 403
    second.go(f"/bureau/cases/{number}/")
    second.press("复审通过")
    second.look("20-bureau-claim")
    second.press("公示", exact=True)
    second.expect("已公示")
    return second.page.locator("aside a[href^='/notices/']").first.inner_text()


def close_and_approve(first: Person, second: Person, number: str, notice: str) -> None:
    first.go("/bureau/notices/")
    first.look("23-bureau-notices")
    if first.page.get_by_role("button", name="结束公示").count():
        first.press("结束公示")
    second.go(f"/bureau/cases/{number}/")
    second.press("批准并预留资金")
    second.expect("已批准，资金已预留")


def pay(payer: Person, number: str, folder: Path) -> None:
    page = payer.go("/bureau/payments/")
    page.locator(f"input[value='{number}']").check()
    payer.look("24-payments")
    payer.press("生成拨付批次")
    with page.expect_navigation():
        page.get_by_role("table").last.get_by_role("link").first.click()
    with page.expect_download() as kept:
        page.get_by_role("link", name="下载银行文件").click()
    answer = bank_answer(saved(kept.value, folder))
    page.locator("input[type=file]").set_input_files(answer)
    payer.press("上传结果")
    payer.expect("成功 1 笔")
    payer.look("25-payment-batch")
    payer.go("/bureau/ledger/")
    payer.expect("444.00")
    payer.look("26-ledger")


PUBLIC = (
    "/ui/ /policies/ /policies/wuxi-2020-10/online/ /policies/dalian-2020-41/sme-training/ /notices/ /objections/ /certificates/"
    " /certificates/?number=x /account/login/ /account/register/ /nothing/here/"
).split()
FINANCE = "/account/ /bureau/ /bureau/organisations/ /bureau/payments/ /bureau/ledger/ /bureau/ledger/budget/".split()
INSPECTOR = "/bureau/?show=all /bureau/notices/ /ops/".split()


@pytest.mark.req("R01")
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
def test_every_other_page_is_clean(site: Site, browser: Browser, phone: bool) -> None:
    someone = Person(browser, site, phone=phone, tour=None)
    for path in PUBLIC:
        someone.go(path)
        someone.faults.clear()  # the browser logs a 404 that is meant
        someone.look(path)
    login, paths = (town.FINANCE, FINANCE) if phone else (town.INSPECTOR, INSPECTOR)
    someone.sign_in(town.phone(login), town.PASSWORD)
    for path in paths:
        someone.go(path)
        someone.faults.clear()
        someone.look(path)


def test_large_print_stays(site: Site, browser: Browser) -> None:
    someone = Person(browser, site, phone=True, tour=None)
    page = someone.go("/")
    page.get_by_role("button", name="大字版").click()
    someone.go("/policies/")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    someone.look("large print")
