"""`yunpei funds ledger`: every transfer of a site's books as two signed rows, for whoever checks them. A stopped site will do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from yunpei.commands.site import add_data, open_site, pending
from yunpei.common.language import Text

if TYPE_CHECKING:
    from yunpei.common.sheets import Cell
    from yunpei.funds.types import LedgerRow

HEADER = ("transaction", "at", "fund", "region", "account", "case", "amount_fen")


def main(arguments: Sequence[str]) -> int:
    """Run the command. Returns 0 when the ledger was written and balances, 1 when it does not balance, 2 for unusable input."""
    options = _parser().parse_args(list(arguments))
    if options.out.suffix not in (".csv", ".xlsx"):
        print(Text(f"{options.out}：只能写 .csv 或 .xlsx", f"{options.out}: .csv or .xlsx"), file=sys.stderr)
        return 2
    open_site(options.data)
    if waiting := pending():
        lacking = "、".join(waiting[:3])
        print(
            Text(f"站点还没有更新（{lacking}）；请先运行 yunpei migrate", f"run yunpei migrate first ({lacking})"),
            file=sys.stderr,
        )
        return 2
    return _write(options.out, options.fund, options.region)


def _write(out: Path, fund: str, region: str) -> int:
    from yunpei.common.sheets.write import write_csv, write_xlsx
    from yunpei.funds import queries
    from yunpei.funds.types import Scope

    sums: dict[str, int] = {}
    counted = 0

    def rows() -> Iterator[Sequence[Cell]]:
        nonlocal counted
        for row in queries.ledger_rows(scope=Scope(fund, region)):
            counted += 1
            sums[row.transaction] = sums.get(row.transaction, 0) + row.amount_fen
            yield _cells(row)

    try:
        (write_csv if out.suffix == ".csv" else write_xlsx)(out, HEADER, rows())
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    odd = [transaction for transaction, fen in sums.items() if fen]
    print(
        Text(
            f"{out}：{len(sums)} 笔，{counted} 行，{'借贷相等' if not odd else f'{len(odd)} 笔不平'}",
            f"{out}: {len(sums)} transactions, {counted} rows, {'balanced' if not odd else f'{len(odd)} do not balance'}",
        )
    )
    return 1 if odd else 0


def _cells(row: LedgerRow) -> list[Cell]:
    at = row.at.astimezone(UTC).isoformat(timespec="seconds")
    return [row.transaction, at, row.fund, row.region, str(row.account), row.case, row.amount_fen]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yunpei funds")
    parts = parser.add_subparsers(dest="part", required=True)
    ledger = parts.add_parser("ledger", help=str(Text("导出台账", "write the ledger to a file")))
    add_data(ledger)
    ledger.add_argument("--out", type=Path, required=True, metavar="F.csv", help=str(Text("写到哪里", "where to")))
    ledger.add_argument("--fund", default="", help=str(Text("只要这一资金", "this fund only")))
    told = Text("只要这一地区及其下级（六位代码）", "this region and those below it only (six digits)")
    ledger.add_argument("--region", default="", help=str(told))
    return parser
