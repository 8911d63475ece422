"""The ways beside the story, in a browser: returned, refused, held, withdrawn; signed on paper; a lost line; an objection; a payment
that comes back. One town, moved on by its clock."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.files.conftest import pdf
from tests.invented import employer, firm, name, person
from tests.journeys import town
from tests.journeys.conftest import Site
from tests.journeys.steps import bank_answer, fill_plan, move, roster, saved
from tests.journeys.walking import Person

pytestmark = pytest.mark.timeout(600)
TOWN, ON_SERVER = "paths", True
AFTER_NOTICE = "2020-04-09T09:00"


class Crowd:
    """Whoever is needed, signed in once."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.known: dict[int, Person] = {}

    def __call__(self, n: int, *, phone: bool = False) -> Person:
        if n not in self.known:
            self.known[n] = Person(self.browser, self.site, phone=phone, tour=None)
            self.known[n].sign_in(town.phone(n), town.PASSWORD)
        return self.known[n]

    def stranger(self) -> Person:
        return Person(self.browser, self.site, phone=True, tour=None)


@pytest.fixture(scope="module")
def crowd(browser: Browser, site: Site) -> Crowd:
    return Crowd(browser, site)


def upload(who: Person, place: str, file: Path) -> None:
    """Hand in a file in one of the page's cards."""
    card = who.page.locator(place)
    card.locator("summary", has_text="上传").first.click()
    card.locator("input[type=file]").first.set_input_files(file)
    with who.page.expect_navigation():
        card.get_by_role("button", name="上传", exact=True).first.click()


def scan(folder: Path) -> Path:
    """What a company scans."""
    place = folder / "scan.pdf"
    place.write_bytes(pdf())
    return place


@pytest.mark.req("R02", "R12", "R15")
def test_a_company_registers_is_returned_and_files_again(crowd: Crowd, tmp_path: Path) -> None:
    founder, officer = crowd(town.FOUNDER), crowd(town.FIRST)
    register_the_company(founder, scan(tmp_path))
    confirm_the_company(officer, tmp_path)
    case = file_on_paper(founder, tmp_path)
    return_it(officer, case)
    correct_it(founder, case, tmp_path)
    hold_and_release(officer, founder, case)
    officer.page.get_by_label("每课时多少分钟").fill("1")
    officer.press("备案通过")
    officer.expect("备案通过，班级已建立")
    founder.go(f"/org/filings/{case}/")
    founder.expect("备案通过", "未开班")
    founder.look_twice("filing approved")


def register_the_company(founder: Person, licence: Path) -> None:
    founder.go("/account/")
    founder.look_twice("account")
    page = founder.follow("登记一个单位")
    founder.press("提交登记")
    founder.expect("有", "处需要改正")
    founder.look_twice("organisation form with faults")
    page.get_by_label("统一社会信用代码").fill(employer(town.FOUNDER))
    page.get_by_label("单位名称").fill(firm(town.FOUNDER))
    page.get_by_label("所在地区").select_option("320211")
    page.get_by_label("法定代表人").fill(name(town.NEWCOMER))
    page.get_by_label("开户银行").fill("虚构银行滨湖支行")
    page.get_by_label("银行账号").fill("6200 0000 0000 0040")
    page.get_by_label("营业执照").set_input_files(licence)
    founder.press("提交登记")
    founder.expect("单位已登记", "还没有经审核人员与营业执照核对")
    founder.look_twice("organisation registered")


def confirm_the_company(officer: Person, folder: Path) -> None:
    page = officer.go("/bureau/organisations/")
    officer.look_twice("organisations")
    row = page.get_by_role("row", name=firm(town.FOUNDER))
    with page.expect_download() as kept:
        row.get_by_role("link", name="下载").click()
    assert saved(kept.value, folder).read_bytes()[:5] == b"%PDF-"
    with page.expect_navigation():
        row.get_by_role("button", name="与执照一致，确认").click()
    officer.expect("信息与营业执照一致，已确认")


def file_on_paper(founder: Person, folder: Path) -> str:
    """Plan, roster, and the undertaking printed, signed and scanned."""
    page = founder.go("/org/filings/new/")
    page.get_by_text("无锡市 · 在岗职工线上职业培训补贴").click()
    founder.press("开始填写")
    case = page.url.rstrip("/").rpartition("/")[2]
    founder.expect("缺少材料：培训计划（三.培训前）")
    assert "wuxi-2020-10#" not in page.content()
    fill_plan(page)
    page.get_by_label("开班日期").fill("2020-04-20")
    page.get_by_label("结束日期").fill("2020-05-20")
    founder.press("保存计划")
    page.locator("#roster input[type=file]").set_input_files(roster(folder / "roster.xlsx", wrong=False))
    founder.press("上传并检查")
    paper = founder.context.request.get(f"{founder.site.address}/org/cases/{case}/paper.pdf")
    assert paper.body()[:5] == b"%PDF-"
    upload(founder, "#undertaking", scan(folder))
    founder.expect("盖章扫描件")
    founder.look_twice("filing signed on paper")
    founder.press("提交审核")
    founder.expect("备案已提交")
    founder.look_twice("filing submitted")
    return case


def return_it(officer: Person, case: str) -> None:
    page = officer.go(f"/bureau/cases/{case}/")
    with page.expect_download() as kept:
        page.get_by_role("link", name="签字盖章的扫描件").click()
    assert kept.value.suggested_filename == "scan.pdf"
    officer.unfold("退回补正")
    page.get_by_label("第 1 项", exact=True).select_option(label="结束日期")
    page.get_by_label("第 1 项要补正什么").fill("与方案附件不一致，应为5月18日")
    page.get_by_label("第 2 项", exact=True).select_option(label="花名册")
    page.get_by_label("第 2 项要补正什么").fill("请核对第二人的岗位")
    page.get_by_label("第 3 项要补正什么").fill("补正后尽快提交")
    officer.look_twice("returning")
    officer.press("退回补正")
    officer.expect("已退回补正", "应为5月18日")
    officer.look_twice("returned")


def correct_it(founder: Person, case: str, folder: Path) -> None:
    page = founder.go("/org/")
    founder.expect("条未读消息", "按要求补正后重新提交")
    founder.look_twice("organisation home")
    founder.follow("条未读消息")
    founder.expect(f"开班备案 {case} 被退回补正")
    founder.look_twice("messages")
    founder.press("去看看")
    assert page.url.endswith(f"/org/filings/{case}/")
    beside = page.locator(".field", has=page.get_by_label("结束日期"))
    expect(beside).to_contain_text("请补正：与方案附件不一致，应为5月18日")
    expect(page.locator("#roster")).to_contain_text("请补正：请核对第二人的岗位")
    founder.expect("审核人员请您补正：", "补正后尽快提交")
    founder.look_twice("what is to be corrected")
    page.get_by_label("结束日期").fill("2020-05-18")
    founder.press("保存计划")
    founder.expect("签署承诺书之后计划有改动，请重新签署")
    upload(founder, "#undertaking", scan(folder))
    founder.expect("材料齐全")
    founder.press("提交审核")
    founder.expect("备案已提交")
    founder.go("/account/messages/")
    founder.press("全部标为已读")
    assert page.get_by_text("新", exact=True).count() == 0


def hold_and_release(officer: Person, founder: Person, case: str) -> None:
    page = officer.go(f"/bureau/cases/{case}/")
    officer.unfold("暂停办理")
    page.get_by_label("理由").locator("visible=true").fill("等待市场监管部门回函")
    officer.press("暂停办理")
    officer.expect("已暂停办理", "等待市场监管部门回函")
    officer.look_twice("held")
    founder.go(f"/org/filings/{case}/")
    founder.expect("暂停办理", "等待市场监管部门回函")
    founder.look_twice("held, as its company sees it")
    officer.unfold("恢复办理")
    page.get_by_label("理由").locator("visible=true").fill("已回函，无异常")
    officer.press("恢复办理")
    officer.expect("已恢复办理", "待审核")


@pytest.mark.req("R15")
def test_a_filing_is_refused_and_another_withdrawn(crowd: Crowd) -> None:
    officer, admin = crowd(town.FIRST), crowd(town.ADMIN)
    page = officer.go("/bureau/cases/WX-2020-0003/")
    officer.unfold("不予通过")
    page.get_by_label("理由").locator("visible=true").fill("培训内容与岗位无关")
    officer.press("不予通过")
    officer.expect("已作出不予通过的决定", "培训内容与岗位无关")
    officer.look_twice("refused")
    admin.go("/org/filings/WX-2020-0003/")
    admin.expect("不予通过", "培训内容与岗位无关")
    admin.look_twice("refused, as its company sees it")
    admin.go("/org/filings/WX-2020-0004/")
    admin.press("撤回备案")
    admin.expect("已撤回")
    admin.look_twice("withdrawn")
    admin.go("/org/")
    admin.look_twice("classes of all kinds")


@pytest.mark.req("R04", "R08")
def test_a_quiz_and_a_lesson_whose_line_is_lost(crowd: Crowd) -> None:
    learner = crowd(town.STUDYING, phone=True)
    page = learner.go("/learn/")
    learner.look_twice("learner home")
    learner.follow(town.PROJECT)
    learner.press("签到注册")
    learner.follow("练习")
    learner.look_twice("quiz")
    learner.press("开始练习")
    questions = page.locator("fieldset.question")
    questions.first.get_by_text("先切断电源").click()
    learner.press("先保存")
    learner.expect("答案已保存")
    assert questions.first.locator("input:checked").count() == 1
    questions.last.get_by_text("泼水降温").click()
    learner.look_twice("quiz paper")
    learner.press("交卷")
    learner.expect("50 分", "答对 1 题，共 2 题")
    learner.look_twice("quiz result")
    learner.follow("回到班级")
    learner.follow("1. 安全用电常识")
    lose_the_line(learner)


def lose_the_line(learner: Person) -> None:
    """Studied, cut off, studied on, back again: every second of a receipt stays, and what was studied offline comes in later."""
    page, player = learner.page, learner.page.locator("[data-player]")
    page.wait_for_selector("[data-ready=yes]")
    page.evaluate(
        "document.querySelector('video').muted = true; document.querySelector('video').play().catch(() => {})"
    )
    expect(player).to_have_attribute("data-state", "running")
    watch(learner, 6)
    page.evaluate("document.querySelector('video').pause()")  # ends a stretch: its receipt comes at once
    expect(player).to_have_attribute("data-seq", "1")
    before = credited(learner)
    assert before >= 5_000, before
    page.evaluate("document.querySelector('video').play().catch(() => {})")
    expect(player).to_have_attribute("data-state", "running")
    learner.context.set_offline(True)
    watch(learner, 12)
    page.evaluate("document.querySelector('video').pause()")
    expect(player).to_have_attribute("data-state", "offline")
    learner.expect("线路断了，正在自动重连；已有回执的学习不会丢。")
    assert credited(learner) == before
    learner.look_twice("line lost")
    learner.context.set_offline(False)
    expect(player).to_have_attribute("data-seq", "2", timeout=20_000)
    after = credited(learner)
    assert after >= before + 5_000, (before, after)
    page.reload()
    learner.look_twice("line back")
    assert int(page.locator("[data-show=lesson]").get_attribute("value") or 0) == after


def watch(learner: Person, until: int) -> None:
    """Until the film has come so far, in seconds."""
    for _ in range(120):
        if learner.page.evaluate("document.querySelector('video').currentTime") >= until:
            return
        learner.page.wait_for_timeout(250)
    raise AssertionError(f"the film did not come to {until} s")


def credited(learner: Person) -> int:
    return int(learner.page.locator("[data-player]").get_attribute("data-credited") or 0)


@pytest.mark.req("R15", "R16", "R17", "R19", "R30")
def test_an_objection_holds_its_line_and_a_payment_comes_back(crowd: Crowd, tmp_path: Path) -> None:
    admin, first, second = crowd(town.ADMIN), crowd(town.FIRST), crowd(town.SECOND)
    claim = claim_and_review(admin, first, second)
    notice = second.page.locator("aside a[href^='/notices/']").first.inner_text()
    kept = object_to(crowd.stranger(), notice, town.STUDIED[0], "此人当月已经离职")
    upheld = object_to(crowd.stranger(), notice, town.STUDIED[2], "此人没有参加培训")
    ask(crowd.stranger(), kept, "处理中")
    settle(first, town.STUDIED[2], "异议成立", "核实属实，移除此人")
    ask(crowd.stranger(), upheld, "异议成立", "核实属实，移除此人")
    move(crowd(town.OPERATOR), AFTER_NOTICE)
    first.go(f"/bureau/cases/{claim}/")
    first.look_twice("claim with objections")
    first.press("公示期满，结束公示")
    second.go(f"/bureau/cases/{claim}/")
    second.press("批准并预留资金")
    payer = crowd(town.PAYER)
    pay(payer, claim, tmp_path, "444.00", failure="账号不存在")
    correct_the_account(admin, claim)
    pay(payer, claim, tmp_path, "444.00")
    admin.go(f"/org/claims/{claim}/")
    admin.expect("银行处理中", "暂缓，正在核实")
    settle(first, town.STUDIED[0], "异议不成立", "当月在岗，考勤可查")
    ask(crowd.stranger(), kept, "异议不成立", "当月在岗，考勤可查")
    pay(payer, claim, tmp_path, "444.00")
    admin.go(f"/org/claims/{claim}/")
    admin.expect("补贴已到账", "888.00", "已移除")
    admin.look_twice("paid after all")


def claim_and_review(admin: Person, first: Person, second: Person) -> str:
    admin.go("/org/")
    admin.follow("班级已结束，可以申领补贴")
    admin.press("申领补贴")
    claim = admin.page.url.rstrip("/").rpartition("/")[2]
    admin.expect("1,332.00")
    admin.press("提交审核")
    admin.expect("申领已提交")
    admin.look_twice("claim submitted")
    page = first.go(f"/bureau/cases/{claim}/")
    first.press("受理")
    page.get_by_role("link", name="为什么是这个金额").first.click()
    first.page.locator("#why .why").wait_for()
    first.expect("计入 1,440 + 待定 0", "1,440 ÷ 60 → 24 课时", "符合的条件")
    first.look_twice("why this amount")
    first.press("初审通过")
    second.go(f"/bureau/cases/{claim}/")
    second.press("复审通过")
    second.press("公示", exact=True)
    second.expect("已公示")
    return claim


def object_to(stranger: Person, notice: str, n: int, words: str) -> str:
    """From the first page to the receipt code."""
    page = stranger.go("/")
    stranger.follow(notice)
    stranger.follow("提出异议")
    stranger.press("提交异议")
    stranger.expect("处需要改正")
    stranger.look_twice("objection without words")
    row = page.locator("option", has_text=name(n)).get_attribute("value")
    page.get_by_label("异议针对").select_option(row)
    page.get_by_label("异议内容").fill(words)
    stranger.press("提交异议")
    stranger.expect("异议已收到")
    stranger.look_twice("objection made")
    code = page.locator("#receipt-code").inner_text()
    stranger.go(f"/notices/{notice}/")
    assert page.get_by_role("row", name=name(n)).get_by_text("暂缓").count() == 1
    stranger.look_twice("notice with a held line")
    assert person(n) not in page.content()
    return code


def ask(stranger: Person, code: str, *words: str) -> None:
    """How an objection stands."""
    stranger.go("/objections/")
    stranger.page.get_by_label("回执码").fill(code.lower())
    stranger.press("查询")
    stranger.expect(*words)
    stranger.look_twice("objection asked about")


def settle(officer: Person, n: int, result: str, answer: str) -> None:
    page = officer.go("/bureau/notices/")
    officer.look_twice("notices")
    with page.expect_navigation():
        page.get_by_role("listitem").filter(has_text=name(n)).get_by_role("link", name="处理异议").click()
    officer.look_twice("objection")
    page.get_by_label(result).check()
    page.get_by_label("答复").fill(answer)
    officer.press("答复")
    officer.expect("异议已答复")


def pay(payer: Person, claim: str, folder: Path, amount: str, *, failure: str = "") -> None:
    page = payer.go("/bureau/payments/")
    page.locator(f"input[value='{claim}']").check()
    payer.look_twice("what waits to be paid")
    payer.press("生成拨付批次")
    with page.expect_navigation():
        page.get_by_role("table").last.get_by_role("link").first.click()
    payer.expect(amount)
    with page.expect_download() as kept:
        page.get_by_role("link", name="下载银行文件").click()
    page.locator("input[type=file]").set_input_files(bank_answer(saved(kept.value, folder), failure))
    payer.press("上传结果")
    payer.expect(failure or "成功 1 笔")
    payer.look_twice("batch answered")


def correct_the_account(admin: Person, claim: str) -> None:
    page = admin.go("/org/")
    admin.follow("银行退回了付款，请更正收款账户")
    admin.expect("银行退回了付款：账号不存在")
    admin.look_twice("a payment came back")
    admin.follow("先在单位信息里更正开户银行和账号")
    admin.look_twice("organisation details")
    page.get_by_label("银行账号").fill("62009 一")
    admin.press("保存")
    admin.expect("银行账号只能是数字")
    admin.faults.clear()  # the browser logs the 422
    page.get_by_label("银行账号").fill("6200 0000 9999")
    admin.press("保存")
    admin.expect("已保存")
    admin.go(f"/org/claims/{claim}/")
    admin.press("按单位信息更新收款账户")
    admin.expect("等待再次拨付")
    admin.look_twice("the account corrected")
