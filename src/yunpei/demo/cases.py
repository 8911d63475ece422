"""Filings and claims of the demo city, each taken as far as its story goes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from yunpei.casework import actions
from yunpei.casework.types import Channel, PlanFields
from yunpei.common import clock
from yunpei.common.sheets.write import write_xlsx
from yunpei.demo import invented, studying
from yunpei.demo.people import CITY, Bureau, Firm, Register
from yunpei.files import actions as files
from yunpei.files.types import FileKind
from yunpei.funds import queries as books
from yunpei.training import actions as training

DAY = timedelta(days=1)
WUXI_ONLINE, DALIAN_SME = "wuxi-2020-10/online", "dalian-2020-41/sme-training"
PLATFORM = Channel("云培平台（演示）", "platform", "https://yunpei.example/")


@dataclass(frozen=True)
class Course:
    """What a class studies."""

    id: int
    project: str


@dataclass
class Story:
    """One class from its filing on; `people` are its learners by number."""

    bureau: Bureau
    firm: Firm
    course: Course
    people: Sequence[int]
    register: Register
    programme: str = WUXI_ONLINE
    worker_kind: str = "职工"
    hours: int = 24
    offline_hours: int = 0  # any make it blended
    documents: dict[str, bytes] = field(default_factory=dict)  # what this circular wants uploaded
    number: str = ""
    class_id: int = 0
    claim: str = ""
    notice: str = ""

    # ---- filing

    def draft(self, at: datetime, starts_on: date, ends_on: date) -> None:
        """Plan and roster written down."""
        admin = self.firm.admin
        self.number = actions.filing_draft(programme=self.programme, by=admin, at=at)
        actions.filing_edit(number=self.number, plan=self._plan(starts_on, ends_on), by=admin, at=at)
        with tempfile.TemporaryDirectory(prefix="yunpei-demo-") as folder:
            path = Path(folder) / "花名册.xlsx"
            write_xlsx(path, ["姓名", "身份证号码", "人员类别", "岗位"], [self._row(n) for n in self.people])
            actions.roster_upload(number=self.number, path=path, name=path.name, by=admin, at=at)
        for document, data in self.documents.items():
            card = files.store(data=data, name=f"{document}.pdf", kinds={FileKind.PDF}, by=admin, at=at)
            actions.document_add(
                number=self.number, requirement=document, file=card.public_id, name=card.name, by=admin, at=at
            )

    def _row(self, n: int) -> list[str]:
        return [invented.name(n), invented.id_number(n), self.worker_kind, "操作工"]

    def _plan(self, starts_on: date, ends_on: date) -> PlanFields:
        return PlanFields(
            objects="本企业一线人员",
            posts="操作工",
            project=self.course.project,
            course_id=self.course.id,
            occupation=self.course.project,
            mode="blended" if self.offline_hours else "online",
            online_hours=self.hours,
            offline_hours=self.offline_hours,
            channels=(PLATFORM,),
            cost_fen=300_000,
            headcount=len(self.people),
            starts_on=starts_on,
            ends_on=ends_on,
        )

    def sign(self, at: datetime) -> None:
        """The legal representative signs with their own account."""
        actions.undertaking_sign(number=self.claim or self.number, by=self.firm.legal, at=at)

    def submit(self, at: datetime) -> None:
        """To the bureau."""
        if self.programme == WUXI_ONLINE:
            self.sign(at)
        actions.filing_submit(number=self.number, by=self.firm.admin, at=at)

    def accept(self, at: datetime, hour_seconds: int | None = studying.HOUR_SECONDS) -> None:
        """Approved; the bureau says how long a class hour is where its circular does not."""
        self.class_id = actions.filing_accept(
            number=self.number, by=self.bureau.reviewers[0], at=at, hour_seconds=hour_seconds
        )

    # ---- study

    def study(self, at: datetime, *, finishing: int | None = None) -> None:
        """Learners sign in and study one after another; the first `finishing` (None = all) go to the end and pass."""
        training.class_begin(class_id=self.class_id, at=at)
        for place, n in enumerate(self.people):
            finishes = finishing is None or place < finishing
            who = self.register.actor(n, at)
            at = studying.study(self.class_id, who, at=at, lessons=studying.LESSONS if finishes else 5)
            if finishes:
                studying.pass_exam(self.class_id, who, at=at)

    def end(self, at: datetime) -> None:
        """The class's last day has passed."""
        with clock.holding(at):
            training.class_close(class_id=self.class_id, by=CITY, at=at)

    # ---- claim

    def open_claim(self, at: datetime) -> None:
        """A claim in draft."""
        self.claim = actions.claim_open(class_id=self.class_id, by=self.firm.admin, at=at)

    def submit_claim(self, at: datetime) -> None:
        """A claim decided by the engine and submitted."""
        self.open_claim(at)
        if self.programme == DALIAN_SME:
            self.sign(at)
        actions.claim_submit(number=self.claim, by=self.firm.admin, at=at)

    def review(self, at: datetime) -> None:
        """Accepted and passed by two persons."""
        first, second = self.bureau.reviewers
        actions.claim_accept(number=self.claim, by=first, at=at)
        actions.review_first(number=self.claim, by=first, at=at + timedelta(hours=1))
        actions.review_second(number=self.claim, by=second, at=at + timedelta(hours=2))

    def publish(self, at: datetime) -> None:
        """In public notice."""
        self.notice = actions.notice_publish(number=self.claim, by=self.bureau.reviewers[0], at=at)

    def approve(self, at: datetime) -> None:
        """Notice over, money set aside."""
        actions.notice_close(number=self.notice, by=self.bureau.reviewers[0], at=at)
        actions.claim_approve(number=self.claim, by=self.bureau.reviewers[1], at=at)

    def send(self, at: datetime) -> str:
        """With the bank; the batch's number."""
        return actions.batch_make(cases=[self.claim], by=self.bureau.payer, at=at)

    def pay(self, at: datetime, *, failing: str = "") -> None:
        """The bank has answered by its file. failing: why it could not pay."""
        batch = self.send(at)
        rows = [
            [row.number, f"{row.amount_fen // 100}.{row.amount_fen % 100:02d}", "失败" if failing else "成功", failing]
            for row in books.batch_rows(number=batch, by=self.bureau.payer)
        ]
        with tempfile.TemporaryDirectory(prefix="yunpei-demo-") as folder:
            path = Path(folder) / "银行回单.xlsx"
            write_xlsx(path, ["明细编号", "金额（元）", "处理结果", "失败原因"], rows)
            actions.batch_result(number=batch, path=path, by=self.bureau.payer, at=at + DAY)
