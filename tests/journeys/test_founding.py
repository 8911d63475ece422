"""A site from nothing, in a browser: founded by the command, offices and staff by page, a company with a course of its own that
files a class, and the first learner before the film."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.files.conftest import pdf
from tests.invented import employer, firm, name, person
from tests.journeys import town
from tests.journeys.conftest import ROOT, Site, outside
from tests.journeys.steps import fill_plan, move, roster
from tests.journeys.walking import Person

pytestmark = pytest.mark.timeout(300)
OPERATOR, REVIEWER, PAYER, BOSS = 60, 61, 62, 63
OWN = "a phrase of their own"
BUREAU = "江苏省无锡市"


class Founded(Site):
    """A site with nobody on it but the operator whom the command made, and the password that it printed."""

    def __init__(self, data: Path, port: int) -> None:
        command = [sys.executable, "-m", "yunpei.cli", "found", "--data", str(data)]
        done = subprocess.run(
            [*command, "--name", name(OPERATOR), "--login", town.phone(OPERATOR)],
            cwd=ROOT,
            env={**outside(), "YUNPEI_LANG": "zh"},
            input=f"{person(OPERATOR)}\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.password = re.findall(r"初始密码：(\S+)", done.stdout)[0]
        super().__init__(data, port)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    """An empty folder, founded and served."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    made = Founded(tmp_path_factory.mktemp("founding") / "data", port)
    try:
        made.wait()
        yield made
    finally:
        made.stop()


@pytest.mark.req("R01", "R02", "R04", "R08")
def test_from_an_empty_folder_to_the_first_learner(site: Founded, browser: Browser, tmp_path: Path) -> None:
    operator = Person(browser, site, tour=None)
    operator.sign_in(town.phone(OPERATOR), site.password)
    operator.expect("平台运维", "0 个科室，0 人", "不足")
    operator.look_twice("operations of an empty site")
    move(operator, "2020-02-24T09:00")
    review, pay = opened(operator, "市培训科", "审核"), opened(operator, "市资金科", "拨付")
    first = entered(operator, browser, site, REVIEWER)
    registered(browser, site, PAYER)
    staffed(operator, review, pay)
    first.sign_in(town.phone(REVIEWER), OWN)
    first.go("/bureau/figures/")
    first.look_twice("figures")
    boss = registered(browser, site, BOSS)
    enrolled(boss, first, tmp_path)
    a_course(boss, tmp_path)
    case = filed(boss, tmp_path)
    approved(first, case)
    move(operator, f"{town.FIRST_DAY}T09:00")
    studied(browser, site)


def opened(operator: Person, title: str, kind: str) -> str:
    """Open an office for the city; its address."""
    page = operator.go("/ops/offices/new/")
    if kind == "审核":
        operator.press("开设", exact=True)
        operator.expect("有 3 处需要改正")
        operator.look_twice("an office with faults")
    page.get_by_label("科室名称").fill(title)
    page.get_by_text(kind, exact=True).click()
    page.get_by_label("管辖地区").select_option(label=BUREAU)
    operator.press("开设", exact=True)
    operator.expect(f"科室“{title}”已开设")
    operator.follow(title)
    return page.url.removeprefix(operator.site.address)


def entered(operator: Person, browser: Browser, site: Site, n: int) -> Person:
    """Staff entered by operations; they set their password with a code, and nobody else ever knows it."""
    page = operator.go("/ops/accounts/new/")
    operator.look_twice("entering staff")
    page.get_by_label("姓名").fill(name(n))
    page.get_by_label("身份证号码").fill(person(n))
    page.get_by_label("手机号或邮箱").fill(town.phone(n))
    operator.press("登记")
    operator.expect(f"{name(n)} 已登记")
    who = Person(browser, site, phone=True, tour=None)
    page = who.go("/account/login/")
    who.follow("忘记密码")
    who.look_twice("a forgotten password")
    page.get_by_label("手机号或邮箱").fill(town.phone(n))
    before = len(site.codes())
    who.press("发送验证码")
    page.get_by_label("6位验证码").fill(site.code_after(before))
    page.get_by_label("新密码").fill(OWN)
    page.get_by_label("再输一遍").fill(OWN)
    who.look_twice("a new password")
    who.press("保存新密码")
    who.expect("新密码已设好")
    return who


def registered(browser: Browser, site: Site, n: int) -> Person:
    """Someone registers by themselves."""
    who = Person(browser, site, tour=None)
    page = who.go("/account/register/")
    page.get_by_label("姓名").fill(name(n))
    page.get_by_label("身份证号码").fill(person(n))
    page.get_by_label("手机号").fill(town.phone(n))
    page.get_by_label("密码").fill(town.PASSWORD)
    before = len(site.codes())
    who.press("注册并接收验证码")
    who.give_code(before)
    return who


def staffed(operator: Person, review: str, pay: str) -> None:
    """Appoint each to their office; whoever reviews may not pay."""
    for office, n in ((review, REVIEWER), (pay, PAYER)):
        appointed(operator, office, n)
        operator.expect("已任命", name(n))
    appointed(operator, review, PAYER)
    operator.expect("审核与拨付须由不同的人担任")
    operator.look_twice("an office whose payer may not review")
    operator.go("/ops/offices/")
    operator.look_twice("offices")
    page = operator.go("/ops/accounts/")
    operator.expect(name(REVIEWER), "审核员", "市培训科", "拨付员", "运维")
    operator.look_twice("who has which role")
    page.get_by_label("姓名、手机号").fill(town.phone(PAYER))
    operator.press("查找")
    operator.follow(name(PAYER))
    operator.look_twice("an account")


def appointed(operator: Person, office: str, n: int) -> None:
    operator.go(office).get_by_label("对方的手机号或邮箱").fill(town.phone(n))
    operator.press("任命", exact=True)


def enrolled(boss: Person, first: Person, folder: Path) -> None:
    """The company registers with its licence, and an officer confirms it."""
    licence = folder / "licence.pdf"
    licence.write_bytes(pdf())
    page = boss.go("/account/organisation/")
    page.get_by_label("统一社会信用代码").fill(employer(BOSS))
    page.get_by_label("单位名称").fill(firm(BOSS))
    page.get_by_label("所在地区").select_option(label="江苏省无锡市滨湖区")
    page.get_by_label("法定代表人").fill(name(BOSS))
    page.get_by_label("开户银行").fill("虚构银行滨湖支行")
    page.get_by_label("银行账号").fill("6200 0000 0000 0063")
    page.get_by_label("营业执照").set_input_files(licence)
    boss.press("提交登记")
    boss.expect("单位已登记")
    first.go("/bureau/organisations/")
    first.press("与执照一致，确认")
    first.expect("已确认")


def a_course(boss: Person, folder: Path) -> None:
    """A course with a real film, a handbook and a question, published."""
    page = boss.go("/org/courses/")
    boss.follow("建立第一门课程")
    page.get_by_label("课程名称").fill("安全用电")
    page.get_by_label("课程类别").select_option(label="安全生产")
    page.get_by_label("培训项目").fill(town.PROJECT)
    boss.look_twice("a new course")
    boss.press("建立草稿")
    boss.press("发布课程")
    boss.expect("课程还没有课时内容", "题库还没有题目")
    page.get_by_label("课时名称").fill("安全用电常识")
    page.get_by_label("视频或文档").set_input_files(town.FILM)
    boss.press("上传并添加")
    boss.expect("课时“安全用电常识”已添加", "1 分 00 秒")
    page.get_by_label("课时名称").fill("安全用电手册")
    page.get_by_label("视频或文档").set_input_files(folder / "licence.pdf")
    page.get_by_label("计划时长").fill("23")
    boss.press("上传并添加")
    boss.expect("2 个课时，共 24 分 00 秒")
    boss.follow("添加题目")
    page.get_by_label("题目").fill("发现有人触电，首先应当怎样做？")
    page.locator("[name=option_0]").fill("先切断电源")
    page.locator("[name=option_1]").fill("直接用手去拉")
    boss.look_twice("a question")
    boss.press("添加", exact=True)
    boss.expect("请指明哪些选项正确")
    page.get_by_label("选项 A 正确").check()
    boss.press("添加", exact=True)
    boss.expect("题目已添加")
    boss.follow("写完了，回到课程")
    boss.unfold("发现有人触电")
    boss.look_twice("a draft course")
    boss.press("发布课程")
    boss.expect("课程已发布")
    boss.go("/org/courses/")
    boss.look_twice("courses")


def filed(boss: Person, folder: Path) -> str:
    """A class under Wuxi's programme, with the undertaking signed on paper."""
    page = boss.go("/org/filings/new/")
    page.get_by_text("无锡市 · 在岗职工线上职业培训补贴").click()
    boss.press("开始填写")
    case = page.url.rstrip("/").rpartition("/")[2]
    fill_plan(page)
    boss.press("保存计划")
    page.locator("#roster input[type=file]").set_input_files(roster(folder / "roster.xlsx", wrong=False))
    boss.press("上传并检查")
    card = page.locator("#undertaking")
    card.locator("summary", has_text="上传").first.click()
    card.locator("input[type=file]").first.set_input_files(folder / "licence.pdf")
    with page.expect_navigation():
        card.get_by_role("button", name="上传", exact=True).first.click()
    boss.expect("材料齐全")
    boss.press("提交审核")
    boss.expect("备案已提交")
    return case


def approved(first: Person, case: str) -> None:
    page = first.go("/bureau/")
    first.follow(case)
    page.get_by_label("每课时多少分钟").fill("1")
    first.press("备案通过")
    first.expect("备案通过，班级已建立")


def studied(browser: Browser, site: Site) -> None:
    """The first learner signs in to the class, and the film that the company uploaded plays."""
    learner = registered(browser, site, town.LEARNER)
    learner.follow(town.PROJECT)
    learner.press("签到注册")
    learner.follow("1. 安全用电常识")
    page = learner.page
    page.wait_for_selector("[data-ready=yes]")
    page.evaluate(
        "document.querySelector('video').muted = true; document.querySelector('video').play().catch(() => {})"
    )
    expect(page.locator("[data-player]")).to_have_attribute("data-state", "running")
    expect(page.locator("video")).to_have_js_property("readyState", 4)
