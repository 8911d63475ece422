"""What platforms report month by month, by form or CSV, and what it comes to."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from yunpei.catalogue.selection import queries
from yunpei.catalogue.selection.access import need_own, platform_of
from yunpei.catalogue.selection.handing_in import MOST, MOST_OCCUPATIONS, occupation_problem
from yunpei.catalogue.selection.models import Platform, PlatformReport
from yunpei.catalogue.selection.types import Progress, ReportCard, ReportGiven
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, Problem
from yunpei.common.language import Text
from yunpei.common.regions import trunk

COLUMNS = ("月份", "实名注册人次", "课程数", "职业编码")  # of the CSV, in whatever order
MOST_ROWS = 120
MONTH = re.compile(r"(\d{4})-(\d{1,2})")


@transaction.atomic
def reports_put(*, platform: str, given: Sequence[ReportGiven], by: Actor, at: datetime) -> int:
    """Report months in which the platform was listed; one reported before is replaced, and kept. How many are new or changed.

    All or none. Raises NotFound, Forbidden, Conflict where it never was listed, Invalid with everything that is wrong.
    """
    row = platform_of(platform, lock=True)
    account = need_own(by, row.organisation_id)
    if row.listed_on is None:
        raise Conflict(Text("列入目录后才报送进展", "only listed platforms report"))
    if problems := _problems(row, given, day_of(at)):
        raise Invalid(problems)
    held = {one.month: one for one in PlatformReport.objects.filter(platform=row, replaced_at=None)}
    made = 0
    for one in given:
        before = held.get(one.month)
        if before is not None and _given(before) == one:
            continue
        if before is not None:
            before.replaced_at = at
            before.save(update_fields=["replaced_at"])
        PlatformReport.objects.create(
            platform=row,
            month=one.month,
            registrations=one.registrations,
            courses=one.courses,
            occupations=list(one.occupations),
            reported_at=at,
            reported_by_id=account,
        )
        made += 1
        detail = {"month": one.month.isoformat(), "registrations": one.registrations, "courses": one.courses}
        audit.record(
            by=by, at=at, verb="platform_report", subject_type="platform", subject_id=row.public_id, detail=detail
        )
    return made


def reports_read(data: bytes) -> list[ReportGiven]:
    """The months of a CSV file with the columns COLUMNS; codes are parted by 、or spaces. Raises Invalid with every bad row."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    rows = csv.DictReader(io.StringIO(text))
    lacking = [one for one in COLUMNS if one not in (rows.fieldnames or ())]
    if lacking:
        names = "、".join(lacking)
        raise Invalid([Problem("file", Text(f"缺少列：{names}", f"columns lack: {names}"))])
    found, problems = [], []
    for n, row in enumerate(rows, start=2):
        if n > MOST_ROWS + 1:
            problems.append(Problem("file", Text(f"最多{MOST_ROWS}行", f"up to {MOST_ROWS} rows")))
            break
        try:
            cells = [(row[one] or "").strip() for one in COLUMNS]
            found.append(ReportGiven(month_of(cells[0]), _whole(cells[1]), _whole(cells[2]), codes_of(cells[3])))
        except ValueError:
            told = Text(
                f"第{n}行：月份应如 2020-04，人次和课程数为整数", f"row {n}: a month like 2020-04 and whole numbers"
            )
            problems.append(Problem("file", told))
    if not found and not problems:
        problems.append(Problem("file", Text("表头下面没有数据", "nothing stands below the header")))
    if problems:
        raise Invalid(problems)
    return found


def reports(platform: str) -> list[ReportCard]:
    """The reports of a platform that hold, which are public, the latest month first. Raises NotFound. 2 queries."""
    rows = PlatformReport.objects.filter(platform=platform_of(platform), replaced_at=None)
    return [ReportCard(_given(row), row.reported_at) for row in rows.order_by("-month")]


def progress(*, region: str, since: date, until: date, on: date) -> Progress:
    """What the platforms of a region and all below it came to in the months from `since` to `until`, as of a day.

    platforms: listed on the last of these days that is not after `on`. Registrations add up; occupations and courses are
    those of each platform's last report, an occupation counted once. 2 queries.
    """
    last = min(on, _month_on(until) - timedelta(days=1))
    rows = PlatformReport.objects.filter(
        replaced_at=None, month__gte=since, month__lte=min(until, on), platform__call__region__startswith=trunk(region)
    )
    newest: dict[int, PlatformReport] = {}
    registrations, reported_at = 0, None
    for row in rows.order_by("month"):
        newest[row.platform_id] = row
        registrations += row.registrations
        reported_at = max(reported_at or row.reported_at, row.reported_at)
    codes = {code for row in newest.values() for code in row.occupations}
    courses = sum(row.courses for row in newest.values())
    listed = len(queries.listed(on=last, region=region))
    return Progress(listed, len(codes), registrations, courses, len(newest), reported_at)


def month_of(text: str) -> date:
    """The first day of a month such as 2020-04. Raises ValueError."""
    found = MONTH.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), 1)


def codes_of(text: str) -> tuple[str, ...]:
    """Codes of occupations as they are typed: each once, in order."""
    return tuple(sorted(set(re.split(r"[\s,，、;；]+", text.strip())) - {""}))


def _problems(row: Platform, given: Sequence[ReportGiven], today: date) -> list[Problem]:
    problems = []
    seen = set[date]()
    assert row.listed_on is not None
    for one in given:
        month, said = f"{one.month:%Y-%m}", []
        if one.month.day != 1 or one.month > today:
            said.append(Text("还没有到这个月", "this month has not come"))
        if _month_on(one.month) <= row.listed_on or (row.left is not None and one.month >= row.left):
            said.append(Text("这个月不在目录中", "it was not listed then"))
        if one.month in seen:
            said.append(Text("重复", "stands twice"))
        if not (0 <= one.registrations <= MOST and 0 <= one.courses <= MOST):
            said.append(Text("人次或课程数不在合理范围内", "a number that cannot be"))
        if not 1 <= len(one.occupations) <= MOST_OCCUPATIONS:
            said.append(Text("请填写职业编码", "name the occupations"))
        said += [told for code in one.occupations if (told := occupation_problem(code))]
        seen.add(one.month)
        problems += [Problem("month", Text(f"{month}：{told.zh}", f"{month}: {told.en}")) for told in said]
    return problems


def _given(row: PlatformReport) -> ReportGiven:
    return ReportGiven(row.month, row.registrations, row.courses, tuple(row.occupations))


def _month_on(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 12:
        raise ValueError(text)
    return int(text)
