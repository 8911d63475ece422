"""The `yunpei` command. A sub-command imports only what it needs: deciding a small CSV must start at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from yunpei.common.language import Text

COMMANDS = {
    "decide": ("yunpei.commands.decide", Text("逐行计算花名册的补贴", "decide a roster line by line")),
    "demo": ("yunpei.commands.demo", Text("打开一座演示城市", "open the demo city")),
    "doctor": ("yunpei.commands.doctor", Text("检查运行环境缺什么", "what this machine lacks, and how to get it")),
    "evidence": ("yunpei.commands.evidence", Text("导出、核验一班一档", "write and check a class's dossier")),
    "found": ("yunpei.commands.found", Text("建站：设立第一个运维账号", "found a site: its first operator")),
    "funds": ("yunpei.commands.funds", Text("导出资金台账", "write the ledger of a site's money")),
    "migrate": ("yunpei.commands.migrate", Text("更新站点的数据库", "bring a site's tables to this version")),
    "policy": ("yunpei.commands.policy", Text("查看、检查、比较政策包", "show, check and compare policy packs")),
    "screen": (
        "yunpei.commands.screen",
        Text("筛查虚假学员、记录和项目", "screen files for fake learners, records, projects"),
    ),
    "serve": ("yunpei.commands.serve", Text("运行站点", "run a site: pages, study clock, background work")),
    "worker": ("yunpei.commands.worker", Text("只做站点的后台任务", "do a site's background work alone")),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns 0 (done), 1 (faults found) or 2 (unusable input)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help"):
        print(_help())
        return 0 if given else 2
    if given[0] == "--version":
        from yunpei import __version__

        print(f"yunpei {__version__}")
        return 0
    if given[0] not in COMMANDS:
        known = "、".join(COMMANDS)
        print(
            Text(f"没有命令 {given[0]}；可用：{known}", f"no command {given[0]}; there are: {known}"), file=sys.stderr
        )
        return 2
    module = import_module(COMMANDS[given[0]][0])
    try:
        code: int = module.main(given[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _help() -> str:
    lines = [f"  {name:<8} {text}" for name, (_, text) in COMMANDS.items()]
    return "\n".join((str(Text("用法：yunpei 命令 …", "usage: yunpei COMMAND …")), *lines, "", "yunpei --version"))


if __name__ == "__main__":
    raise SystemExit(main())
