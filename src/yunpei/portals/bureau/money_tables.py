"""The tables of the books as files: their headers and their cells. Amounts are yuan as text, so nothing rounds them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from yunpei.common.clock import day_of
from yunpei.common.language import Text
from yunpei.common.money import yuan, yuan_shown
from yunpei.common.sheets import Cell
from yunpei.funds.types import AccountKind, Budget, Disbursement, Evaluated, LedgerRow, MonthRow, Reconciled
from yunpei.portals.bureau.templatetags.books import percent, programme_name
from yunpei.portals.ui import regions
from yunpei.portals.ui.labels import find, word
from yunpei.portals.ui.templatetags.ui import moment

Header = tuple[str | Promise, ...]
_PLACE: Header = (lazy("资金"), lazy("地区"), lazy("补贴项目"))
LEDGER: Header = (
    lazy("交易号"),
    lazy("时间"),
    lazy("资金"),
    lazy("地区"),
    lazy("账户"),
    lazy("案件"),
    lazy("金额（元）"),
)
REGISTER: Header = (
    lazy("拨付日期"), *_PLACE, lazy("案件"), lazy("收款人"), lazy("开户银行"), lazy("账号"), lazy("账户类型"), lazy("人次"),
    lazy("金额（元）"), lazy("批次"), lazy("明细编号"),
)  # fmt: skip
# What a month is told by, each net: into the budget, set aside, out to payees, and back.
MONTH_FIGURES: Header = (
    lazy("下达"), lazy("批准"), lazy("拨付"), lazy("预支"), lazy("预支清算"), lazy("应退回"), lazy("已退回"), lazy("核销"),
)  # fmt: skip
MONTHS: Header = (lazy("月份"), *_PLACE, *MONTH_FIGURES)
RECONCILED: Header = (
    lazy("名称"), *_PLACE, lazy("应付（元）"), lazy("已付（元）"), lazy("应付未付（元）"), lazy("已预留"), lazy("拨付中"), lazy("已拨付"),
    lazy("预支未清算"), lazy("预支已清算"), lazy("应退回"), lazy("已退回"), lazy("已追回"), lazy("已核销"),
)  # fmt: skip
EVALUATED: Header = (
    *_PLACE, lazy("预算（元）"), lazy("已预留（元）"), lazy("已拨付（元）"), lazy("预支未清算（元）"), lazy("已退回或追回（元）"),
    lazy("受益人数"), lazy("人均（元）"), lazy("申领到拨付（天）"), lazy("预算执行率"),
)  # fmt: skip
K = AccountKind


def account_told(budget: Budget, kind: AccountKind, fen: int) -> str:
    """An account with what is in it, as a choice."""
    return f"{find('account', kind).word} · {budget.fund} · {regions.name(budget.region)}{Text('：', ': ')}{yuan_shown(fen)}"


def month_figures(row: MonthRow) -> list[int]:
    """The fen of MONTH_FIGURES. Money of no programme is the budget's own: granted, or put back into it."""
    moved = row.moved
    if not row.programme:
        return [moved[K.BUDGET], *[0] * (len(MONTH_FIGURES) - 1)]
    back = moved[K.RETURNED] + moved[K.RECOVERED]
    given = [moved[kind] for kind in (K.PAID, K.ADVANCE, K.SETTLED, K.OWED_BACK)]
    return [0, -moved[K.BUDGET], *given, back, moved[K.WRITTEN_OFF]]


def month_cells(row: MonthRow) -> list[Cell]:
    """A row of MONTHS."""
    return [f"{row.month:%Y-%m}", *_place(row.fund, row.region, row.programme), *map(yuan, month_figures(row))]


def ledger_cells(row: LedgerRow) -> list[Cell]:
    """A row of LEDGER."""
    account = str(find("account", row.account).word)
    return [
        row.transaction,
        moment(row.at),
        row.fund,
        regions.name(row.region),
        account,
        row.case,
        yuan(row.amount_fen),
    ]


def register_cells(row: Disbursement) -> list[Cell]:
    """A row of REGISTER."""
    kind = str(word("payee_account", row.account_kind))
    place = _place(row.fund, row.region, row.programme)
    return [
        day_of(row.settled_at), *place, row.case, row.payee, row.bank, row.account_masked, kind, row.lines, yuan(row.amount_fen), row.batch,
        row.number,
    ]  # fmt: skip


def reconciled_cells(row: Reconciled) -> list[Cell]:
    """A row of RECONCILED."""
    one = row.standing
    figures = (
        one.due_fen, one.given_fen, one.open_fen, one.reserved_fen, one.in_payment_fen, one.paid_fen, one.advance_fen, one.settled_fen,
        one.owed_back_fen, one.returned_fen, one.recovered_fen, one.written_off_fen,
    )  # fmt: skip
    return [row.name, *_place(row.fund, row.region, row.programme), *map(yuan, figures)]


def evaluated_cells(row: Evaluated) -> list[Cell]:
    """A row of EVALUATED."""
    figures = (row.budget_fen, row.reserved_fen, row.paid_fen, row.advance_fen, row.back_fen)
    return [
        *_place(row.fund, row.region, row.programme),
        *map(yuan, figures),
        row.people,
        "—" if row.cost_fen is None else yuan(row.cost_fen),
        "—" if row.days is None else f"{row.days:.1f}",
        "—" if row.share is None else percent(row.share),
    ]


def _place(fund: str, region: str, programme: str) -> list[Cell]:
    return [fund, regions.name(region), programme_name(programme)]
