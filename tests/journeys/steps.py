"""What several journeys do alike: files as a company or a bank makes them, the plan's form, the demo's clock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import openpyxl
from playwright.sync_api import Download, Page

from tests.invented import name, person
from tests.journeys import town
from tests.journeys.conftest import Site
from tests.journeys.walking import Person


class Made(TypedDict):
    """What everything.py left: sessions by role, what stands in the address table's braces, and addresses of its own."""

    sessions: dict[str, str]
    known: dict[str, str]
    own: dict[str, tuple[str, str]]


def made_of(site: Site) -> Made:
    """Who may open what in the town with one of everything."""
    found: Made = json.loads((site.data / "pages.json").read_text(encoding="utf-8"))
    return found


def roster(path: Path, *, wrong: bool) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "身份证号码", "人员类别", "岗位"])
    sheet.append([name(town.LEARNER), person(town.LEARNER), "职工", "钳工"])
    number = person(town.IDLER)
    sheet.append(
        [name(town.IDLER), number[:-1] + ("1" if number[-1] != "1" else "2") if wrong else number, "职工", "焊工"]
    )
    if wrong:
        sheet.append([name(30), person(30), "经理", ""])
    book.save(path)
    return path


def saved(download: Download, folder: Path) -> Path:
    """A download under the name that it was given."""
    place = folder / download.suggested_filename
    download.save_as(place)
    return place


def bank_answer(sent: Path, failure: str = "") -> Path:
    """The bank's answer to its file, beside it: all paid, or all sent back for a reason."""
    sheet = openpyxl.load_workbook(sent).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    number, amount = rows[0].index("明细编号"), rows[0].index("金额（元）")
    result = openpyxl.Workbook()
    answer = result.active
    assert answer is not None
    answer.append(["明细编号", "金额（元）", "处理结果", "失败原因"])
    for row in rows[1:]:
        answer.append([row[number], row[amount], "失败" if failure else "成功", failure])
    place = sent.with_suffix(".result.xlsx")
    result.save(place)
    return place


def fill_plan(page: Page) -> None:
    """A plan of 24 online class hours without a gap; not saved."""
    page.get_by_label("培训项目").fill(town.PROJECT)
    page.get_by_label("培训课程").select_option(index=1)
    page.get_by_label("培训对象").fill("本单位一线职工")
    page.get_by_label("参培职工岗位名称").fill("钳工、焊工")
    page.get_by_label("线上学时").fill("24")
    page.get_by_label("线下学时").fill("0")
    page.get_by_label("开班日期").fill(town.FIRST_DAY)
    page.get_by_label("结束日期").fill(town.LAST_DAY)
    page.get_by_label("培训人数").fill("2")
    page.get_by_label("培训成本").fill("3000")
    page.get_by_label("线上培训渠道名称").fill("云培")
    page.get_by_label("渠道链接").fill("https://yunpei.example")


def move(operator: Person, to: str) -> None:
    operator.go("/ops/")
    operator.page.get_by_label("把时钟拨到").fill(to)
    operator.press("拨到这个时间")
    operator.expect("时钟已拨到")
