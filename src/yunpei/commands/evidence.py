"""`yunpei evidence`: a class's dossier written and checked, a checkpoint now, receipts compacted. Checking needs no site, no Django."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from yunpei.commands.site import add_data, open_site, pending
from yunpei.common.language import Text


def main(arguments: Sequence[str]) -> int:
    """Run the command. Returns 0, 1 where a dossier does not hold, 2 for unusable input."""
    given = list(arguments)
    if given[:1] == ["verify"]:
        from yunpei.evidence import verifier

        return verifier.main(given[1:])
    options = _parser().parse_args(given)
    open_site(options.data)
    if waiting := pending():
        lacking = "、".join(waiting[:3])
        print(
            Text(f"站点还没有更新（{lacking}）；请先运行 yunpei migrate", f"run yunpei migrate first ({lacking})"),
            file=sys.stderr,
        )
        return 2
    if options.part == "export":
        return _export(options.class_number, options.out)
    return _checkpoint() if options.part == "checkpoint" else _compact()


def _export(number: str, out: Path) -> int:
    from yunpei.casework.actions.dossier import dossier_export
    from yunpei.common import clock
    from yunpei.common.actor import Actor
    from yunpei.common.errors import NotFound
    from yunpei.training import queries

    try:
        found = queries.class_by_case(number) or queries.class_by_public_id(number)
        dossier_export(class_id=found.id, out=out, by=Actor.system("command"), at=clock.current().now())
    except NotFound:
        told = Text(
            f"没有备案号或编号为 {number} 的班级", f"no class of the filing {number}, and none whose id this is"
        )
        print(told, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or out}: {error.strerror}", file=sys.stderr)
        return 2
    print(Text(f"{out}：已写好；用 yunpei evidence verify 核验", f"{out}: written; yunpei evidence verify checks it"))
    return 0


def _checkpoint() -> int:
    from yunpei.common import clock
    from yunpei.common.actor import Actor
    from yunpei.evidence.log.checkpoints import checkpoint_make, stamp_take
    from yunpei.evidence.log.queries import checkpoint

    at = clock.current().now()
    number = checkpoint_make(by=Actor.system("command"), at=at)
    if not number:
        print(Text("还没有发生任何事，没有存证点", "nothing has happened yet; there is no checkpoint"))
        return 0
    made = checkpoint(number)
    print(Text(f"存证点 {number}：{made.size} 片叶", f"checkpoint {number}: {made.size} leaves"), made.root)
    try:
        stamp_take(at=at)
    except (OSError, ValueError) as error:
        print(Text(f"没有时间戳：{error}", f"no time-stamp: {error}"), file=sys.stderr)
    return 0


def _compact() -> int:
    from yunpei.evidence import study
    from yunpei.evidence.compaction import receipts_compact
    from yunpei.evidence.log.queries import bound_receipts

    store = study.current().store
    if not store.may_compact():
        told = Text(
            "这个数据库角色只能新增收据；请以表的所有者运行",
            "this role may only add receipts; run it as the tables' owner",
        )
        print(told, file=sys.stderr)
        return 2
    for name in store.make_room():
        print(Text(f"新分区 {name}", f"new partition {name}"))
    done = receipts_compact(store, bound_receipts)
    print(
        Text(
            f"压缩 {done.sessions} 次学习、{done.receipts} 张收据；{done.left} 次学习尚未存证或收据不连续，未动",
            f"{done.sessions} sessions compacted, {done.receipts} receipts; {done.left} left alone, not bound yet or not in order",
        )
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yunpei evidence")
    parts = parser.add_subparsers(dest="part", required=True)
    export = parts.add_parser("export", help=str(Text("导出一班一档", "write a class's dossier")))
    add_data(export)
    export.add_argument(
        "class_number",
        metavar="CLASS",
        help=str(Text("备案号，或班级编号", "number of its filing, or id of the class")),
    )
    export.add_argument("--out", type=Path, required=True, metavar="F.zip", help=str(Text("写到哪里", "where to")))
    parts.add_parser("verify", help=str(Text("核验一班一档，不需要站点", "check a dossier, without any site")))
    add_data(parts.add_parser("checkpoint", help=str(Text("立即做一个存证点", "make a checkpoint now"))))
    compact = Text(
        "压缩已存证的收据，建好后几周的分区", "compact receipts that are bound, make the next weeks' partitions"
    )
    add_data(parts.add_parser("compact", help=str(compact)))
    return parser
